"""An event made by hand: from a sentence of a report, or without one, where the machine read none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, get_args

import streamlit as st

from geoevents.events.merging import border_distance
from geoevents.model import (
    DatedFigure,
    DateRange,
    Document,
    Event,
    EventPlace,
    Extraction,
    Figure,
    FigureKind,
    MentionRef,
    Place,
    Reason,
    Sentence,
    Sharing,
    Span,
)
from geoevents.ui import selection
from geoevents.ui.hand import act, ask_who, typed, who
from geoevents.ui.library import Library
from geoevents.ui.marker import highlighted
from geoevents.ui.placing import point_place
from geoevents.ui.plain import plain
from geoevents.ui.spots import search, spot_at
from geoevents.views.amounts import UNITS, amount_of
from geoevents.views.markup import element
from geoevents.views.palette import type_label
from geoevents.views.words import AREA_KINDS, full_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_EARLIEST, _LATEST = date(1, 1, 1), date(9999, 12, 31)
_POINT, _NONE = "the point set on the map", "no place"
_MOST_SENTENCE = 110


@dataclass(frozen=True, slots=True)
class _Origin:
    """The report that an event is made from, with what was read in it; none where the person knows it otherwise."""

    document: Document | None = None
    extraction: Extraction | None = None

    @property
    def key(self) -> str:
        return "new_" + (self.document.id if self.document else "")

    @property
    def sharing(self) -> Sharing:
        return self.document.sharing if self.document else "public"


def show_create(library: Library, document: Document | None = None, extraction: Extraction | None = None) -> None:
    """Draw the form of a new event; with a report, its sentence is chosen first and fills in the rest."""
    origin = _Origin(document, extraction)
    sentences = _sentences(origin)
    opened = _take_over(origin, sentences)
    title = "Make an event by hand" + (" from a sentence of this report" if document else "")
    with st.expander(title, expanded=opened):
        _choose(origin, sentences)
        kinds = sorted(library.types)
        st.selectbox("Type", kinds, key=f"{origin.key}_type", format_func=type_label)
        st.text_input("Headline", key=f"{origin.key}_summary", max_chars=200, placeholder="what happened, neutrally")
        places = _place(library, origin)
        st.date_input("Day", document.published if document else None, key=f"{origin.key}_day", format="YYYY-MM-DD",
                      min_value=_EARLIEST, max_value=_LATEST)  # fmt: skip
        left, right = st.columns(2)
        left.selectbox("Figure", list(get_args(FigureKind)), key=f"{origin.key}_kind")
        right.text_input("Number", key=f"{origin.key}_number", placeholder="14 · up to 10 · none")
        if library.internal and document is None:
            st.checkbox("Internal: leave it out of what is shared", key=f"{origin.key}_internal")
        ask_who(f"{origin.key}_who")
        st.button(
            "Make the event",
            key=f"{origin.key}_go",
            type="primary",
            on_click=_make,
            args=(library, origin, sentences, places),
        )


def _sentences(origin: _Origin) -> list[Sentence]:
    """Return the sentences of the report; those in which no event was read come first."""
    if origin.extraction is None:
        return []
    told = [mention.sentence for mention in origin.extraction.mentions]
    return sorted(origin.extraction.sentences, key=lambda s: any(s.span.overlaps(span) for span in told))


def _take_over(origin: _Origin, sentences: Sequence[Sentence]) -> bool:
    """Choose the sentence that was highlighted in the text; returns whether the form is to be open."""
    if not sentences:
        return False
    key = f"{origin.key}_sentence"
    span = highlighted(f"{origin.key}_words")
    if span is not None:
        shared = [min(s.span.end, span.end) - max(s.span.start, span.start) for s in sentences]
        st.session_state[key] = shared.index(max(shared))
        st.session_state[f"{origin.key}_opened"] = True
    return bool(st.session_state.get(f"{origin.key}_opened"))


def _choose(origin: _Origin, sentences: Sequence[Sentence]) -> None:
    """Ask for the sentence that tells it, and show it."""
    document = origin.document
    if document is None:
        return
    words = {number: document.text[s.span.start : s.span.end].strip() for number, s in enumerate(sentences)}
    chosen = st.selectbox(
        "Sentence that tells it", list(words), index=None, key=f"{origin.key}_sentence", placeholder="choose a sentence",
        format_func=lambda number: words[number][:_MOST_SENTENCE],
        help="Or highlight it in the text above. Sentences in which the machine read no event come first.",
    )  # fmt: skip
    if chosen is not None:
        quote = element("blockquote", element("mark", words[chosen], cls="ge-what"))
        st.html(element("div", quote, cls="ge-card"))


def _place(library: Library, origin: _Origin) -> dict[str, Place]:
    """Ask for the place, by its name or as the point that was set on the map; return what there is to choose from."""
    atlas = library.atlas("international")
    name = st.text_input(
        "Place", key=f"{origin.key}_place", max_chars=120, placeholder="a name, or a point set on the map"
    )
    found = {
        full_name(candidate.place, library.countries): candidate.place
        for candidate in (search(name, atlas) if name.strip() else ())
    }
    at = selection.picking().at
    if at:
        found[_POINT] = point_place(spot_at(*at, atlas), name.strip() or "a point set by hand")
    st.radio("It is", [*found, _NONE], key=_choice_key(origin), format_func=plain)
    if not at:
        st.button("Click it on the map", key=f"{origin.key}_click", on_click=lambda: selection.pick(on=True))
    return found


def _choice_key(origin: _Origin) -> str:
    """Return where the choice is kept: another name begins with its first place."""
    return f"{origin.key}_choice_{typed(f'{origin.key}_place')}{selection.picking().at}"


def _make(library: Library, origin: _Origin, sentences: Sequence[Sentence], places: Mapping[str, Place]) -> None:
    """Make the event of what the form holds, and select it."""
    state = st.session_state
    number: int | None = state.get(f"{origin.key}_sentence")
    sentence = sentences[number] if number is not None else None
    place = places.get(str(state[_choice_key(origin)]))
    try:
        figures = _figures(origin)
    except ValueError as error:
        state.notes = [str(error)]
        return
    headline = typed(f"{origin.key}_summary")
    if not headline:
        where = f" in {place.name}" if place else ""
        headline = f"{type_label(state[f'{origin.key}_type']).capitalize()}{where}"
    day: date | None = state.get(f"{origin.key}_day")
    event = Event(
        id="",
        type=state[f"{origin.key}_type"],
        summary=headline,
        dates=DateRange(day, day, "day" if day else "unknown", "review.date"),
        mentions=_mentions(origin, sentence),
        places=(EventPlace(place, "in", why=(Reason("review.place", "set by a person"),)),) if place else (),
        figures=figures,
        mapped=place is not None,
        border=border_distance(EventPlace(place, "in"), library.atlas("international")) if place else None,
        sharing="internal" if state.get(f"{origin.key}_internal") else origin.sharing,
        confidence=1.0,
    )
    made: list[Event] = []
    if act(lambda: made.append(library.create(event, who=who())), f"Made: {headline}."):
        selection.pick()
        selection.select(made[0].id, go=place is not None and place.kind not in AREA_KINDS)


def _mentions(origin: _Origin, sentence: Sentence | None) -> tuple[MentionRef, ...]:
    document = origin.document
    if document is None:
        return ()
    span = sentence.span if sentence else Span(0, 0)
    quote = document.text[span.start : span.end]
    return (
        MentionRef(document.id, f"hand:{span.start}-{span.end}", span, quote, document.url, document.publisher, document.published, document.sharing),
    )  # fmt: skip


def _figures(origin: _Origin) -> tuple[DatedFigure, ...]:
    words = typed(f"{origin.key}_number")
    if not words:
        return ()
    low, best, high = amount_of(words)
    kind = st.session_state[f"{origin.key}_kind"]
    return (DatedFigure(Figure(kind, low, best, high, UNITS.get(kind, "people"), Span(0, 0)), None, ""),)
