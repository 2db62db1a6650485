"""The filters: values in, a `Filter` out. Widgets keep their values in the session under keys that begin with "f_"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from geoevents.store.filters import STATUSES, Filter
from geoevents.ui.facets import Facets
from geoevents.ui.plain import plain
from geoevents.views.palette import type_label

_WEEK = 7
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
    )


def show_filters(facets: Facets) -> Filter:
    """Draw the filters in the sidebar and return what they say."""
    _dates(facets)
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
    st.button("Clear all filters", on_click=restore, args=(Filter(),), width="stretch", disabled=not current())
    return current()


def _offered(counts: Mapping[str, int], key: str) -> list[str]:
    """Return what there is to choose from, most frequent first; what a link has chosen stays, also where it has no event."""
    chosen = [value for value in st.session_state.get(key) or () if value not in counts]
    return [*(value for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))), *chosen]


def _dates(facets: Facets) -> None:
    if facets.first is None or facets.last is None:
        st.caption("No event has a date yet.")
        return
    if facets.first < facets.last:
        st.session_state.f_days = _clamped(facets.first, facets.last)
        st.slider(
            "Dates",
            facets.first,
            facets.last,
            key="f_days",
            format="D MMM YYYY",
            on_change=_slid,
            args=(facets.first, facets.last),
        )
    left, right = st.columns(2)
    left.date_input("From", key="f_from", format="YYYY-MM-DD", min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
    right.date_input("To", key="f_to", format="YYYY-MM-DD", min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
    with st.container(horizontal=True, gap="small", key="quick"):
        st.button("All", on_click=set_days, args=(None, None))
        st.button("7 days", on_click=set_days, args=(facets.last - timedelta(_WEEK - 1), facets.last))
        st.button("◀", key="back", on_click=_step, args=(-1, facets), help="The days before")
        st.button("▶", key="forth", on_click=_step, args=(1, facets), help="The days after")
    st.checkbox(
        "Undated events too",
        key="f_undated",
        disabled=not (st.session_state.get("f_from") or st.session_state.get("f_to")),
    )


def _clamped(first: date, last: date) -> tuple[date, date]:
    """Return the typed dates as positions of the slider."""
    low = st.session_state.get("f_from") or first
    high = st.session_state.get("f_to") or last
    low, high = min(low, high), max(low, high)
    return min(max(low, first), last), max(min(high, last), first)


def _slid(first: date, last: date) -> None:
    """Take over the slider; at its ends it sets no limit, so that undated events stay."""
    low, high = st.session_state.f_days
    set_days(None if low <= first else low, None if high >= last else high)


def set_days(first: date | None, last: date | None) -> None:
    """Set the range of days; None is no limit."""
    st.session_state.f_from, st.session_state.f_to = first, last


def _step(direction: int, facets: Facets) -> None:
    """Move the range by its own length, or begin with the last (or first) day."""
    first, last = st.session_state.get("f_from"), st.session_state.get("f_to")
    if facets.first is None or facets.last is None:
        return
    if first is None and last is None:
        day = facets.last if direction < 0 else facets.first
        set_days(day, day)
        return
    low, high = first or facets.first, last or facets.last
    length = timedelta((high - low).days + 1) * direction
    set_days(low + length, high + length)
