"""The tables below the map: events, conflicts, and what is not on the map."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoevents.events.audience import is_public
from geoevents.model import Event
from geoevents.ui import selection
from geoevents.ui.cells import cells
from geoevents.ui.library import Library
from geoevents.ui.shown import Shown
from geoevents.views.card import source_names
from geoevents.views.markup import element
from geoevents.views.palette import type_label
from geoevents.views.words import (
    AREA_KINDS,
    border_label,
    date_words,
    figure_words,
    place_words,
    plural,
    status_words,
    value_words,
)

MOST_ROWS, _MOST_UNMAPPED = 1000, 300
ROW_HEIGHT, _HEAD_HEIGHT, _MOST_HIGH = 57, 35, 620  # pixels: two lines of words a row; Streamlit wraps above four em
_WIDTHS = {
    "Date": 135,
    "What": 275,
    "Type": 90,
    "Where": 170,
    "Figures": 120,
    "Who says so": 150,
    "Border": 70,
    "Sources · origins": 105,
}  # pixels


def table_height(rows: int) -> int:
    """Return the height of a table in pixels: as high as its rows, up to most of a screen."""
    return min(_MOST_HIGH, _HEAD_HEIGHT + ROW_HEIGHT * rows)


def event_row(event: Event, countries: dict[str, str]) -> dict[str, str]:
    """Return an event as one row of words, column by column."""
    places = [place for place in event.places if place.relation not in {"topic", "from"}]
    area = bool(places) and places[0].place.kind in AREA_KINDS
    days = sum(len(conflict.values) for conflict in event.conflicts if conflict.field.startswith("date"))
    notes = [*(["history"] if event.background else []), *([f"{days} dates"] if days else [])]
    by_hand = ["reviewed"] if event.reviewed else []
    kept = [] if is_public(event) else ["internal"]
    return {
        "Date": " · ".join([date_words(event.dates), *notes]),
        "What": event.summary,
        "Type": type_label(event.type),
        "Where": "; ".join(place_words(place, countries) for place in places) or "–",
        "Figures": " · ".join(dict.fromkeys(figure_words(f.figure) for f in event.figures)),
        "Who says so": status_words(event.status, event.attributed_to),
        "Border": border_label(event.border, area=area).replace(" km from border", " km") if event.border else "",
        "Sources · origins": " · ".join([str(event.sources), str(event.origins), *by_hand, *kept]),
    }


def show_events(library: Library, events: Sequence[Event], shown: int) -> None:
    """Draw the table of events; a chosen row is the selected event, and the map goes to it."""
    if not events:
        st.info("No event passes the filters.")
        return
    _table(library, events, "table", go=True)
    if shown > len(events):
        st.caption(
            f"The first {len(events):,} of {shown:,} events; narrow the filters to see the others. The export has them all."
        )


def show_unmapped(library: Library, shown: Shown) -> None:
    """List the events that the map or the time line cannot show, and why."""
    tally = shown.tally
    st.markdown(f"**{plural(tally.unplaced, 'event')} without a place that may stand on a map**")
    st.caption(
        "No place is named, the place is only what was talked about, or the event is a statement, planned, denied or undated history."
    )
    _list_table(library, library.unplaced(shown.filter, _MOST_UNMAPPED), "unplaced", tally.unplaced)
    st.markdown(f"**{plural(tally.undated, 'event')} without a date**")
    st.caption("The text says no day that could be worked out; often the publication date of the report is missing.")
    _list_table(library, library.undated(shown.filter, _MOST_UNMAPPED), "undated", tally.undated)
    rejected = library.rejected()
    if rejected:
        st.markdown(f"**{plural(len(rejected), 'event')} rejected by a person**")
        st.caption("They are in no list and no export; the card of each has the way back.")
        _list_table(library, rejected, "rejected", len(rejected))


def _list_table(library: Library, events: Sequence[Event], key: str, total: int) -> None:
    if not events:
        st.caption("None.")
        return
    _table(library, events, f"table_{key}")
    if total > len(events):
        st.caption(
            f"The first {len(events):,} of {total:,}; narrow the filters to see the others. The export has them all."
        )


def _table(library: Library, events: Sequence[Event], key: str, *, go: bool = False) -> None:
    """Draw events as a table whose chosen row is the selected event, whoever chose it: the row, the map or a link."""
    ids = [event.id for event in events]
    selected = selection.event_id()
    wanted = [ids.index(selected)] if selected in ids else []
    chosen = st.session_state.get(key)
    if chosen is not None and list(chosen["selection"]["rows"]) != wanted:
        st.session_state[key] = {"selection": {"rows": wanted, "columns": [], "cells": []}}

    def choose() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        selection.select(ids[rows[0]] if rows and rows[0] < len(ids) else "", go=go)

    st.dataframe(
        [cells(event_row(event, library.countries)) for event in events],
        key=key,
        on_select=choose,
        selection_mode="single-row",
        selection_default={"selection": {"rows": wanted}},
        hide_index=True,
        width="stretch",
        row_height=ROW_HEIGHT,
        height=table_height(len(events)),
        column_config={name: st.column_config.TextColumn(width=width) for name, width in _WIDTHS.items()},
    )


def show_conflicts(library: Library, events: Sequence[Event]) -> None:
    """Show on which facts the sources of one event disagree, each value with its sentences."""
    troubled = [event for event in events if event.conflicts]
    if not troubled:
        st.info("No source contradicts another on the events shown.")
        return
    for event in troubled:
        quotes = _quotes(event, troubled)
        names = source_names(event, library.evidence(event))
        blocks = [element("h3", event.summary)]
        for conflict in event.conflicts:
            blocks.append(
                element("p", element("b", conflict.field.replace("_", " ")), f": {conflict.why}", cls="ge-sub")
            )
            for value in conflict.values:
                said = [
                    element("blockquote", quotes.get(report), element("footer", names.get(report, report)))
                    for report in value.reports
                ]
                blocks.append(element("div", element("b", value_words(value.value)), *said, cls="ge-against"))
        st.html(element("div", *blocks, cls="ge-card"))
        st.button(
            "Open the event",
            key=f"conflict_{event.id}",
            on_click=selection.select,
            args=(event.id,),
            kwargs={"go": True},
        )


def _quotes(event: Event, troubled: Sequence[Event]) -> dict[str, str]:
    """Return the sentences of both sides by report: those of the event, and those of events of its place that stand against it."""
    places = {place.place.place_id for place in event.places}
    fields = {conflict.field for conflict in event.conflicts}
    against = (
        other
        for other in troubled
        if not places.isdisjoint(place.place.place_id for place in other.places)
        and not fields.isdisjoint(conflict.field for conflict in other.conflicts)
    )
    told = {ref.report: ref.quote for other in against for ref in other.mentions}
    return told | {ref.report: ref.quote for ref in event.mentions}
