"""A whole report with everything that was read in it lit: places, times, events, figures, distances."""

from __future__ import annotations

from geoevents.model import Document, Extraction
from geoevents.views.card import Mark, highlight
from geoevents.views.markup import Html, element, join
from geoevents.views.words import plural

READING_KEY = (("what", "event"), ("when", "time"), ("where", "place"), ("figure", "figure"), ("claim", "distance"))


def report_marks(extraction: Extraction) -> list[Mark]:
    """Return what was found, longest first where two begin together; only resolved literal places count as places."""
    marks: list[Mark] = [(mention.trigger, "what") for mention in extraction.mentions]
    marks += [(timex.span, "when") for timex in extraction.timexes]
    marks += [(r.toponym.span, "where") for r in extraction.resolutions if r.place and r.toponym.role == "literal"]
    marks += [(figure.span, "figure") for mention in extraction.mentions for figure in mention.figures]
    marks += [(claim.span, "claim") for claim in extraction.claims]
    return marks


def read_report(document: Document, extraction: Extraction) -> Html:
    """Return the report's text with its marks, a key to them, and a line that counts what was found."""
    key = join(*(element("mark", word, cls=f"ge-{name}") for name, word in READING_KEY))
    literal = [r for r in extraction.resolutions if r.toponym.role == "literal"]
    unplaced = sorted({r.toponym.surface for r in literal if r.place is None})
    counts = " · ".join((
        plural(len(extraction.mentions), "event"),
        plural(sum(r.place is not None for r in literal), "place"),
        plural(len(extraction.timexes), "time expression"),
        plural(len(extraction.claims), "stated distance"),
    ))  # fmt: skip
    missing = (
        element("p", f"Not found in the gazetteer, or not certain: {', '.join(unplaced)}", cls="ge-small")
        if unplaced
        else None
    )
    return join(
        element("p", counts, cls="ge-count"),
        element("p", "Lit in the text: ", key, cls="ge-key"),
        missing,
        element("div", highlight(document.text, 0, report_marks(extraction)), cls="ge-report"),
    )
