"""A whole report with everything that was read in it lit, and beside it what was found and what was not."""

from __future__ import annotations

from collections import Counter

from geoevents.model import MAPPED_RELATIONS, Document, EventMention, Extraction
from geoevents.views.card import Mark, highlight
from geoevents.views.markup import Html, element, join
from geoevents.views.palette import family_of, type_label
from geoevents.views.words import date_words, figure_words, place_words, plural, status_words

READING_KEY = (("what", "event"), ("when", "time"), ("where", "place"), ("figure", "figure"), ("claim", "distance"))
_LIT_AT_MOST = 200_000  # characters of a report that are shown
_NAMES_LISTED = 60
_ROWS = 200
_UNMARKED = {"metonym": "a government or force", "demonym": "people or an adjective", "name-part": "part of a name"}


def report_marks(extraction: Extraction) -> list[Mark]:
    """Return what was found, longest first where two begin together; only resolved literal places count as places."""
    marks: list[Mark] = [(mention.trigger, "what") for mention in extraction.mentions]
    marks += [(timex.span, "when") for timex in extraction.timexes]
    marks += [(r.toponym.span, "where") for r in extraction.resolutions if r.place and r.toponym.role == "literal"]
    marks += [(figure.span, "figure") for mention in extraction.mentions for figure in mention.figures]
    marks += [(claim.span, "claim") for claim in extraction.claims]
    return marks


def read_report(document: Document, extraction: Extraction) -> Html:
    """Return the report's text with its marks and a key to them; above it counts, below it each event and what is open."""
    key = join(*(element("mark", word, cls=f"ge-{name}") for name, word in READING_KEY))
    long = len(document.text) - _LIT_AT_MOST
    return join(
        element("p", _counts(extraction), cls="ge-count"),
        element("p", "Lit in the text: ", key, cls="ge-key"),
        element("div", highlight(document.text[:_LIT_AT_MOST], 0, report_marks(extraction)), cls="ge-report"),
        element("p", f"{long:,} characters more are not shown here.", cls="ge-small") if long > 0 else None,
        _found(extraction),
        _open(extraction),
    )


def unplaced_names(extraction: Extraction) -> tuple[str, ...]:
    """Return the names of places that could not be placed for sure, once each, in the order of the text."""
    literal = (r for r in extraction.resolutions if r.toponym.role == "literal" and r.place is None)
    return tuple(dict.fromkeys(" ".join(resolution.toponym.surface.split()) for resolution in literal))


def why_not_mapped(mention: EventMention) -> str:
    """Say why an event of a report stands on no map; "" where it does."""
    if mention.mapped:
        return ""
    if mention.type == "statement":
        return "a statement"
    if mention.status == "denied":
        return "denied"
    if not any(place.relation in MAPPED_RELATIONS for place in mention.places):
        return "no place where it happened" if mention.places else "no place"
    return "history without a date of its own" if mention.background else "not told as something that happened there"


def _counts(extraction: Extraction) -> str:
    literal = [r for r in extraction.resolutions if r.toponym.role == "literal"]
    mapped = sum(mention.mapped for mention in extraction.mentions)
    return " · ".join((
        f"{plural(len(extraction.mentions), 'event')} ({mapped:,} on the map)",
        plural(sum(r.place is not None for r in literal), "place"),
        plural(len(extraction.timexes), "time expression"),
        plural(len(extraction.claims), "stated distance"),
    ))  # fmt: skip


def _found(extraction: Extraction) -> Html:
    """Return a table of the events: what, when, where, how many, who says so, and why one is not on the map."""
    if not extraction.mentions:
        return element("p", "No event was found in this report.", cls="ge-sub")
    head = element(
        "tr", *(element("th", word) for word in ("What", "When", "Where", "Figures", "Who says so", "On the map"))
    )
    told = sorted(extraction.mentions, key=lambda mention: mention.trigger.start)
    rows = [_row(mention) for mention in told[:_ROWS]]
    more = element("p", f"and {plural(len(told) - _ROWS, 'more event')}", cls="ge-small") if len(told) > _ROWS else None
    return element("div", element("table", element("thead", head), element("tbody", *rows)), more, cls="ge-found")


def _row(mention: EventMention) -> Html:
    family = family_of(mention.type)
    badge = element("span", type_label(mention.type), cls="ge-badge", style=f"color:{family.colour}")
    why = why_not_mapped(mention)
    cells = (
        join(badge, " ", mention.summary),
        date_words(mention.dates),
        "; ".join(place_words(place) for place in mention.places) or "–",
        " · ".join(dict.fromkeys(figure_words(figure) for figure in mention.figures)),
        status_words(mention.status, (mention.attributed_to,) if mention.attributed_to else ()),
        f"no: {why}" if why else "yes",
    )
    return element("tr", *(element("td", cell) for cell in cells))


def _open(extraction: Extraction) -> Html | None:
    """Return what was not found, or was found to be no place."""
    lines = []
    names = unplaced_names(extraction)
    if names:
        rest = f" and {len(names) - _NAMES_LISTED} more" if len(names) > _NAMES_LISTED else ""
        lines.append(f"Not in the gazetteer, or not certain: {', '.join(names[:_NAMES_LISTED])}{rest}.")
    roles = Counter(r.toponym.role for r in extraction.resolutions if r.toponym.role in _UNMARKED)
    if roles:
        counted = ", ".join(f"{count} as {_UNMARKED[role]}" for role, count in roles.most_common())
        lines.append(f"Names that are no places here: {counted}.")
    undated = sum(mention.dates.first is None for mention in extraction.mentions)
    if undated:
        lines.append(f"{plural(undated, 'event')} without a date.")
    return element("ul", *(element("li", line) for line in lines), cls="ge-list ge-small") if lines else None
