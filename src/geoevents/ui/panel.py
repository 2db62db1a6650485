"""The panel beside the map: the evidence card of the selected event, or the list of events at the selected place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoevents.model import Event
from geoevents.ui import selection
from geoevents.ui.copying import show_copy_link
from geoevents.ui.creating import show_create
from geoevents.ui.facets import Tally
from geoevents.ui.library import Library
from geoevents.ui.placing import show_point
from geoevents.ui.plain import plain
from geoevents.ui.review import show_decisions, show_review
from geoevents.views.card import evidence_card
from geoevents.views.markup import Html, element, join
from geoevents.views.palette import family_of, type_label
from geoevents.views.words import date_words, status_words

MOST_LISTED, LATEST_LISTED = 100, 7
_KEY = join(
    *(element("mark", word, cls=f"ge-{name}") for name, word in (
        ("what", "what"), ("when", "when"), ("where", "where"), ("figure", "how many"), ("who", "who says so"),
    ))
)  # fmt: skip


def show_panel(
    library: Library, event: Event | None, here: Sequence[Event], tally: Tally, latest: Sequence[Event]
) -> None:
    """Draw the panel: `event` is the selected one, `here` are those at the selected place, `latest` the latest that are shown."""
    show_point(library, event)
    if event is not None:
        _card(library, event, back=len(here) > 1)
    elif here:
        _list(library, here)
    else:
        _nothing(tally)
        _latest(latest)
        show_create(library)


def _card(library: Library, event: Event, *, back: bool) -> None:
    card = evidence_card(event, library.evidence(event))
    with st.container(horizontal=True, key="card_head", gap="small"):
        if back:
            st.button("← all here", on_click=selection.select, args=("", selection.place_key()), type="tertiary",
                      help="All events at this place")  # fmt: skip
        if st.button("In full", key="full_card", type="tertiary", help="The whole card in a window of its own"):
            _in_full(card)
        show_copy_link("copy_card")
        st.button("Close", on_click=selection.select, key="close_card", type="tertiary")
    if event.rejected:
        st.warning("A person rejected this event: it is in no list. Its decision below can be taken back.")
    show_review(library, event)
    st.html(card)
    st.html(element("p", "Lit in the sentences: ", _KEY, cls="ge-key"))
    show_decisions(library, event)


@st.dialog("The evidence in full", width="large")
def _in_full(card: Html) -> None:
    """Show a card over the page, as wide and as long as it needs."""
    st.html(card)
    st.html(element("p", "Lit in the sentences: ", _KEY, cls="ge-key"))


def _list(library: Library, here: Sequence[Event]) -> None:
    name = library.place_name(selection.place_key())
    st.html(
        element("div", element("h3", name), element("p", f"{len(here):,} events here", cls="ge-sub"), cls="ge-card")
    )
    for event in here[:MOST_LISTED]:
        _pick(event, selection.place_key())
    if len(here) > MOST_LISTED:
        st.caption(f"The first {MOST_LISTED} of {len(here):,}; the table below has them all.")


def _pick(event: Event, place: str = "", *, go: bool = False) -> None:
    st.button(
        f"{plain(event.summary)}  \n:small[{plain(date_words(event.dates))} · {plain(type_label(event.type))}]",
        key=f"pick_{event.id}",
        on_click=selection.select,
        args=(event.id, place),
        kwargs={"go": go},
        width="stretch",
    )


def _latest(events: Sequence[Event]) -> None:
    """List the latest events, so that a day begins with a click."""
    told = [event for event in events if event.type != "statement"][:LATEST_LISTED]
    if not told:
        return
    st.html(element("p", "The latest", cls="ge-label"))
    for event in told:
        _pick(event, go=True)


def _nothing(tally: Tally) -> None:
    if not tally.shown:
        text = (
            "No event passes the filters. Clear them, or widen the dates." if tally.total else "There is no event yet."
        )
        st.html(element("div", element("h3", "Nothing to show"), element("p", text, cls="ge-sub"), cls="ge-card"))
        return
    st.html(
        element(
            "div",
            element("h3", "Why is this dot here?"),
            element("p", "Choose a symbol on the map or a row of the table: this panel then shows the sentence, who says so, "
                    "how the place and the day were found, what speaks against it, and what is not known.", cls="ge-sub"),
            cls="ge-card",
        )
    )  # fmt: skip


def event_line(event: Event) -> str:
    """Return one line of markup on an event, for lists: colour, day, headline, status."""
    dot = element("span", "", cls="ge-dot", style=f"background:{family_of(event.type).colour}")
    small = element(
        "span", f" · {date_words(event.dates)} · {status_words(event.status, event.attributed_to)}", cls="ge-small"
    )
    return element("li", dot, event.summary, small)
