"""Small reports, mentions and places for the tests of merging; each argument is a field of the model."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from geoevents.model import (
    DateRange,
    EventMention,
    EventPlace,
    Extraction,
    Figure,
    FigureKind,
    Place,
    Relation,
    Report,
    Span,
)
from geoevents.text.folding import signature

DAY = date(2031, 5, 9)  # in a future that no real report tells of
OBLAST = Place("test:oblast", "Norland Oblast", "admin1", 36.0, 51.7, country="XA", admin1="Norland Oblast")
OTHER_OBLAST = Place("test:other", "Sudland Oblast", "admin1", 37.5, 50.7, country="XA", admin1="Sudland Oblast")
TOWN = Place("test:town", "Vesna", "settlement", 35.27, 51.19, country="XA", admin1="Norland Oblast", radius_km=3.0)
OTHER_TOWN = Place("test:town2", "Letovo", "settlement", 36.4, 51.6, country="XA", admin1="Norland Oblast")
COUNTRY = Place("test:country", "Xanadu", "country", 60.0, 60.0, country="XA")


def day(first: date, last: date | None = None, precision: Any = "day") -> DateRange:
    return DateRange(first, last or first, precision, "test", text="then", span=Span(0, 4))


def heard(published: date) -> DateRange:
    return DateRange(published, published, "publication", "test")


def figure(kind: FigureKind, low: float | None, best: float | None, high: float | None, **more: Any) -> Figure:
    return Figure(kind, low, best, high, more.pop("unit", "people"), Span(0, 1), **more)


def exactly(kind: FigureKind, number: float, **more: Any) -> Figure:
    return figure(kind, number, number, number, **more)


def at(place: Place, relation: Relation = "in") -> EventPlace:
    return EventPlace(place, relation)


def mention(report: str, kind: str = "strike", start: int = 0, **fields: Any) -> EventMention:
    quote = fields.pop("quote", "")
    places = fields.pop("places", (at(TOWN),))
    name = hashlib.sha256(f"{report} {start} {kind}".encode()).hexdigest()[:16]
    return EventMention(
        id=name,
        report=report,
        type=kind,
        summary=fields.pop("summary", f"{kind} in {report}"),
        sentence=Span(start, start + len(quote)),
        trigger=Span(start, start),
        quote=quote,
        dates=fields.pop("dates", day(DAY)),
        places=places,
        mapped=fields.pop("mapped", bool(places)),
        confidence=fields.pop("confidence", 0.8),
        **fields,
    )


def report(name: str, *mentions: EventMention, text: str = "", **fields: Any) -> Extraction:
    published = fields.pop("published", DAY)
    sha = hashlib.sha256((text or name).encode()).hexdigest()
    claims = fields.pop("claims", ())
    head = Report(id=name, text_sha256=sha, published=published, published_basis="given", **fields)
    return Extraction(report=head, mentions=mentions, claims=claims, signature=signature(text))


def one(name: str, kind: str = "strike", *, published: date = DAY, text: str = "", **fields: Any) -> Extraction:
    """A report with one mention."""
    publisher = fields.pop("publisher", None)
    return report(name, mention(name, kind, **fields), published=published, text=text, publisher=publisher)
