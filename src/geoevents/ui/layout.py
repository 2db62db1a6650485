"""How the page is laid out, and in which order it is computed: address, filters, selection, then what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

from geoevents.model import BorderView
from geoevents.store.filters import Filter
from geoevents.ui import selection, sidebar
from geoevents.ui.about import show_about
from geoevents.ui.address import Address, read_address, write_address
from geoevents.ui.changes import show_changes
from geoevents.ui.claims import show_claim, show_claims
from geoevents.ui.days import set_days
from geoevents.ui.export import show_export
from geoevents.ui.facets import filter_words
from geoevents.ui.hand import told
from geoevents.ui.library import Library, open_library
from geoevents.ui.mapview import HEIGHT, show_map
from geoevents.ui.overlay import show_overlay
from geoevents.ui.panel import show_panel
from geoevents.ui.placing import show_keeping, show_own_places
from geoevents.ui.plain import LONG, plain
from geoevents.ui.shown import Shown
from geoevents.ui.sources import samples_alone, show_empty, show_samples_note, show_sources
from geoevents.ui.tables import MOST_ROWS, show_conflicts, show_events, show_unmapped
from geoevents.views.markup import element, join
from geoevents.views.timeline import BRUSH, SELECTION, Bar, Stretch, bars, chart_spec, stretches, timeline
from geoevents.views.words import plural

_STYLE = Path(__file__).parent / "page.css"
_DAYS_HEIGHT = 168  # of the time line below the map: the card beside them reaches to its foot
_VIEWS: dict[BorderView, str] = {"international": "internationally recognised", "de-facto": "de facto"}


def show_page() -> None:
    """Draw the whole page."""
    st.html(_STYLE)
    library = open_library(internal=bool(st.session_state.get("internal")))
    with st.container(key="working"):
        show_keeping()
    library.refresh()
    _restore(library)
    with st.sidebar:
        wanted, view, tiles = _sidebar(library)
        overlay = show_overlay(library)
        show_own_places(library)
        _audience(library)
    shown = replace(_compute(library, wanted, view, tiles=tiles), overlay=overlay)
    _write(shown)
    with st.container(key="notes"):  # it is always there: what stands below keeps its place, and the map its view
        _notes()
        if library.total and samples_alone(library):
            show_samples_note()
    if not library.total:
        if library.has_internal and not library.internal:
            st.info("All reports here are internal: “Show internal reports”, at the side, shows them.")
        else:
            show_empty(library)
        show_sources(library)
        return
    _head(shown)
    left, right = st.columns([2.55, 1], gap="small")
    with left:
        with st.container(key="map"):
            show_map(library, shown)
        _timeline(library, shown)
    with right, st.container(height=HEIGHT + _DAYS_HEIGHT, key="panel", border=False):
        if shown.claim is not None:
            show_claim(library, shown.claim)
        else:
            show_panel(library, shown.event, shown.here, shown.tally, library.events(shown.filter, MOST_ROWS))
    _tabs(library, shown)
    library.warm(shown.view)


def _restore(library: Library) -> None:
    """Read the address once, when the page is opened; after that the widgets lead and the address follows."""
    if "opened" in st.session_state:
        return
    st.session_state.opened = True
    address = read_address(st.query_params.to_dict(), library.types)
    sidebar.restore(address.filter)
    st.session_state.view = address.view
    selection.select(address.event, address.place, claim=address.claim, go=bool(address.event or address.claim))
    st.session_state.notes = list(address.notes)


def _sidebar(library: Library) -> tuple[Filter, BorderView, bool]:
    st.html(
        join(
            element("p", "geoevents", cls="ge-brand"),
            element("p", f"{plural(library.report_count, 'report')} · works offline", cls="ge-brand-sub"),
        )
    )
    wanted = sidebar.show_filters(library.facets) if library.total else Filter()
    view: BorderView = st.selectbox("Borders", list(_VIEWS), format_func=lambda v: _VIEWS[v], key="view")
    tiles = st.toggle(
        "Online map tiles",
        key="tiles",
        help="Asks openstreetmap.org for pictures of the map: the only thing here that uses the network.",
    )
    return wanted, view, tiles


def _audience(library: Library) -> None:
    """Offer to show what internal reports tell, where there are any; the widget's value is read at the next run."""
    if not (library.internal or library.has_internal):
        return
    st.toggle(
        "Show internal reports",
        key="internal",
        help="Off: what everyone may see. Exports leave them out unless they are asked to hold them.",
    )


def _compute(library: Library, wanted: Filter, view: BorderView, *, tiles: bool) -> Shown:
    event = library.event(selection.event_id()) if selection.event_id() else None
    if selection.event_id() and event is None:
        _note("The event of the address is not in this store; it was passed over.")
        selection.select("", selection.place_key())
    claim = library.claim(selection.claim_key()) if selection.claim_key() else None
    if selection.claim_key() and claim is None:
        _note("The claim of the address is not in this store; it was passed over.")
        selection.select(event.id if event else "", selection.place_key())
    here = library.at_place(wanted, selection.place_key()) if selection.place_key() else ()
    return Shown(wanted, library.tally(wanted), event, here, view, tiles, claim)


def _note(words: str) -> None:
    st.session_state.notes = [*st.session_state.get("notes", []), words]


def _write(shown: Shown) -> None:
    wanted = write_address(
        Address(
            shown.filter,
            shown.event.id if shown.event else "",
            selection.place_key(),
            shown.view,
            claim=selection.claim_key(),
        )
    )
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _notes() -> None:
    for said in told():
        st.toast(plain(said, LONG))
    for note in st.session_state.pop("notes", []):
        st.info(plain(note, LONG))


def _head(shown: Shown) -> None:
    marked = element("p", "Internal reports are shown: not for passing on.", cls="ge-internal")
    first, _, rest = shown.tally.words().partition(" · ")
    rest = " · ".join([*([rest] if rest else []), *filter_words(shown.filter)])
    line = element(
        "p", element("b", first), element("span", f" · {rest}" if rest else "", cls="ge-small"), cls="ge-count"
    )
    st.html(join(marked if st.session_state.get("internal") else None, line))


def _timeline(library: Library, shown: Shown) -> None:
    drawn = bars(library.by_day(shown.filter))
    other = library.not_to_the_day(shown.filter)
    if drawn:
        st.vega_lite_chart(
            spec=deepcopy(library.kept(("bars", shown.filter), lambda: chart_spec(timeline(drawn)))),
            width="stretch", key="days", on_select=lambda: _picked(drawn), selection_mode=[SELECTION, BRUSH],
            alt="Events a day, stacked by kind; the table lists them",
        )  # fmt: skip

    def below() -> tuple[dict[str, object] | None, list[Stretch]]:
        chart, outside = stretches(drawn, other)
        return (None if chart is None else chart_spec(chart)), outside

    spec, outside = library.kept(("stretches", shown.filter), below)
    if spec is not None:
        with st.container(key="stretches"):
            alt = "Events known to some days, a month or no day"
            st.vega_lite_chart(spec=deepcopy(spec), width="stretch", key="coarse", alt=alt)
    if outside:
        st.caption("Not known to the day: " + " · ".join(f"{span.label} {span.count:,}" for span in outside))


def _picked(drawn: Sequence[Bar]) -> None:
    """Set the dates to the bars that were dragged over, or to the one that was clicked; a second click lifts them."""
    brushed = (st.session_state.days.selection.get(BRUSH) or {}).get("first") or []
    under = [bar for bar in drawn if bar.first.isoformat() in set(map(str, brushed))]
    if under:
        set_days(under[0].first, under[-1].last)
        return
    chosen = st.session_state.days.selection.get(SELECTION) or []
    firsts = {str(row.get("first")) for row in chosen}
    for bar in drawn:
        if bar.first.isoformat() in firsts:
            set_days(bar.first, min(bar.last, date.max))
            return
    set_days(None, None)


def _tabs(library: Library, shown: Shown) -> None:
    listed = library.events(shown.filter, MOST_ROWS)
    claims = library.claims(listed)
    conflicts = sum(bool(event.conflicts) for event in listed)
    labels = [
        "Events",
        "Changes",
        f"Claims {len(claims)}",
        f"Conflicts {conflicts}",
        "Sources",
        f"Not mapped {shown.tally.unplaced + shown.tally.undated}",
        "Export",
        "About",
    ]
    events, changes, claimed, troubled, sources, lost, export, about = st.tabs(labels)
    with events:
        show_events(library, listed, shown.tally.shown)
    with changes:
        show_changes(library)
    with claimed:
        show_claims(claims, shown.view)
    with troubled:
        show_conflicts(library, listed)
    with sources:
        show_sources(library)
    with lost:
        show_unmapped(library, shown)
    with export:
        show_export(library, shown.filter, shown.tally, shown.view)
    with about:
        show_about(library, shown.view)
