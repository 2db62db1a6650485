"""The filters: values in, a `Filter` out. Widgets keep their values in the session under keys that begin with "f_"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from geoevents.store.filters import ANY, PLACE_KNOWN, STATUSES, Filter
from geoevents.ui.address import FACET_NAMES
from geoevents.ui.days import show_days
from geoevents.ui.facets import DATE_KNOWN, PLACE_WORDS, Facets
from geoevents.ui.plain import plain
from geoevents.views.palette import type_label

_MOST_NAMES = 400
_NAME_LENGTH = 70
_STATUS_LABELS = {
    "asserted": "stated",
    "claimed": "claimed",
    "hedged": "hedged",
    "disputed": "disputed",
    "denied": "denied",
}


def restore(wanted: Filter) -> None:
    """Put a filter into the session as the widgets' values: done once, when the page is opened or cleared."""
    state = st.session_state
    state.f_from, state.f_to, state.f_undated = wanted.date_from, wanted.date_to, wanted.undated
    state.f_types, state.f_statuses = list(wanted.types), list(wanted.statuses)
    state.f_sources, state.f_border, state.f_text = max(1, wanted.min_sources), wanted.within_km_of_border, wanted.text
    for name in FACET_NAMES.values():
        state[f"f_{name}"] = list(getattr(wanted, name))


def current() -> Filter:
    """Return the filter that the session's widgets hold. A range typed backwards is read as if it were swapped."""
    state = st.session_state
    first, last = state.get("f_from"), state.get("f_to")
    if first and last and last < first:
        first, last = last, first
    sources = int(state.get("f_sources") or 1)
    return Filter(
        date_from=first,
        date_to=last,
        undated=bool(state.get("f_undated")) and bool(first or last),
        types=tuple(state.get("f_types") or ()),
        text=(state.get("f_text") or "").strip(),
        statuses=tuple(state.get("f_statuses") or ()),
        min_sources=sources if sources > 1 else 0,
        within_km_of_border=state.get("f_border"),
        said_by=_chosen("said_by"),
        publishers=_chosen("publishers"),
        figures=_chosen("figures"),
        date_known=_chosen("date_known"),
        place_known=_chosen("place_known"),
    )


def _chosen(name: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(f"f_{name}") or ())


def show_filters(facets: Facets) -> Filter:
    """Draw the filters in the sidebar and return what they say."""
    show_days(facets)
    st.pills(
        "What",
        _offered(facets.types, "f_types"),
        selection_mode="multi",
        format_func=lambda kind: f"{plain(type_label(kind))} {facets.types.get(kind, 0):,}",
        key="f_types",
    )
    st.pills(
        "Status",
        [status for status in STATUSES if status in _offered(facets.statuses, "f_statuses")],
        selection_mode="multi",
        format_func=lambda status: f"{_STATUS_LABELS[status]} {facets.statuses.get(status, 0):,}",
        key="f_statuses",
        help="Stated: by the report itself or an authority about its own territory. Claimed: by a party to the fighting.",
    )
    st.text_input("Words", key="f_text", placeholder="place, person, text …")
    left, right = st.columns(2)
    left.number_input(
        "Min. sources",
        1,
        max(2, facets.most_sources, int(st.session_state.get("f_sources") or 1)),
        key="f_sources",
        help="Independent publications: near-duplicate reports count once.",
    )
    right.number_input(
        "Border ≤ km",
        min_value=0.0,
        step=5.0,
        format="%g",
        key="f_border",
        placeholder="any",
        help="Events without a measured distance are left out.",
    )
    _more(facets)
    st.button("Clear all filters", on_click=restore, args=(Filter(),), width="stretch", disabled=not current())
    return current()


def _offered(counts: Mapping[str, int], key: str) -> list[str]:
    """Return what there is to choose from, most frequent first; what a link has chosen stays, also where it has no event."""
    chosen = [value for value in st.session_state.get(key) or () if value not in counts]
    return [*(value for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))), *chosen]


def _more(facets: Facets) -> None:
    """Draw the filters that are needed less often, open where one of them is set."""
    chosen = sum(bool(_chosen(name)) for name in FACET_NAMES.values())
    label = f"More filters ({chosen} set)" if chosen else "More filters"
    with st.expander(label, expanded=bool(st.session_state.setdefault("more_open", bool(chosen)))):
        _names("Who says so", "said_by", facets.said_by, "anyone")
        _names("Source", "publishers", facets.publishers, "any publisher")
        kinds = {ANY: "any"}
        _pills("Figures", "figures", (ANY, *facets.figures), kinds, facets.figures)
        _pills("Place known to", "place_known", PLACE_KNOWN, PLACE_WORDS, facets.place_known)
        _pills("Date known to", "date_known", tuple(DATE_KNOWN), DATE_KNOWN, facets.date_known)


def _names(label: str, name: str, counts: Mapping[str, int], nobody: str) -> None:
    offered = _offered(dict(list(counts.items())[:_MOST_NAMES]), f"f_{name}")

    def words(value: str) -> str:
        short = value if len(value) <= _NAME_LENGTH else value[: _NAME_LENGTH - 1] + "…"
        return f"{short} ({counts.get(value, 0):,})"

    st.multiselect(label, offered, key=f"f_{name}", format_func=words, placeholder=nobody)


def _pills(label: str, name: str, order: Sequence[str], words: Mapping[str, str], counts: Mapping[str, int]) -> None:
    chosen = _chosen(name)
    offered = [value for value in order if value == ANY or counts.get(value) or value in chosen]
    offered += [value for value in chosen if value not in offered]

    def shown(value: str) -> str:
        number = "" if value == ANY else f" {counts.get(value, 0):,}"
        return f"{plain(words.get(value, value))}{number}"

    st.pills(label, offered, selection_mode="multi", format_func=shown, key=f"f_{name}")
