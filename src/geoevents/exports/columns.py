"""The flat columns of an event, the same in every format: one row for each place where it happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from geoevents.events.merging import border_distance
from geoevents.events.types import event_rules
from geoevents.exports.precision import date_precision, place_precision
from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import DatedFigure, Event, EventPlace, Measurement
from geoevents.records.reports import number
from geoevents.store.fields import HAND
from geoevents.store.filters import mapped_places

if TYPE_CHECKING:
    from geoevents.atlas import Atlas
    from geoevents.events.types import EventTypeInfo

SCHEMA_VERSION = "1"
Value = str | int | float | None
Row = dict[str, Value]

_FIGURES = ("killed", "wounded", "evacuated")
_BOUNDS = ("low", "best", "high", "text", "said_by")
# The order is the contract's; other people's scripts count on it.
COLUMNS: tuple[str, ...] = (
    "name", "description", "event_id", "part", "parts", "date_start", "date_end", "timestamp", "date_precision",
    "date_text", "part_of_day", "event_type", "plover", "acled_style_event_type", "acled_style_sub_event_type", "actors",
    "attributed_to", "status", "place", "place_id", "place_kind", "relation", "country", "admin1", "uncertainty_km",
    "geo_precision", "where_prec", "time_precision", "date_prec", "border_km", "border_km_low", "border_km_high",
    "border_between", "border_view",
    *(f"{kind}_{bound}" for kind in _FIGURES for bound in _BOUNDS),
    "n_sources", "n_origins", "n_reports", "source_names", "quote", "report_id", "char_start", "char_end", "confidence",
    "reviewed", "first_seen", "last_changed", "schema_version", "border_source",
)  # fmt: skip
REGION_KINDS = frozenset({"admin1", "admin2", "country", "wider-region", "water", "line"})
_OWN = "own:"
_PLACES = 6  # decimals of a degree: 0.1 m, and what RFC 7946 advises at most


@dataclass
class Catalogue:
    """What rows need beside the event: codes of the types, and the atlas for what is measured a place.

    `exact` keeps points that a user set by hand; without it they move to the nearest settlement, known from the atlas
    given or the shipped one.
    """

    lexicon: Lexicon | None = None
    atlas: Atlas | None = None
    exact: bool = False
    _ground: Atlas | None = None
    _borders: dict[tuple[str, float, float], Measurement | None] = field(default_factory=dict)

    @property
    def types(self) -> Mapping[str, EventTypeInfo]:
        """Codes of each event type, by its id."""
        if self.lexicon is None:
            self.lexicon = load_lexicon()
        return event_rules(self.lexicon).types

    def shown(self, place: EventPlace) -> EventPlace:
        """Return a place as the file shows it: a point that a user set by hand stands at its settlement."""
        if self.exact or not _is_by_hand(place):
            return place
        near = self._atlas().gazetteer.nearest_settlement(place.place.lon, place.place.lat)
        name = HAND if place.place.place_id.startswith(HAND) else place.place.place_id  # the id of a point says where
        return replace(place, place=replace(place.place, place_id=name, lon=near.lon, lat=near.lat))

    def settled(self, event: Event) -> Event:
        """Return an event with its places as the file shows them, and its border distance as measured from there."""
        if self.exact or not any(map(_is_by_hand, event.places)):
            return event
        places = tuple(map(self.shown, event.places))
        best = next(iter(mapped_places(replace(event, places=places))), None)
        border = event.border
        if border is not None and best is not None and _is_by_hand(best):
            border = border_distance(best, self._atlas())
        machine = tuple((field, value) for field, value in event.machine if _OWN not in value)
        return replace(event, places=places, border=border, machine=machine)

    def _atlas(self) -> Atlas:
        """Return the atlas that knows the settlements: the one given, else the shipped one."""
        if self.atlas is not None:
            return self.atlas
        if self._ground is None:
            from geoevents.atlas import Atlas as Shipped  # noqa: PLC0415 - only a point set by hand needs it

            self._ground = Shipped.load()
        return self._ground

    def border(self, event: Event, place: EventPlace, parts: int) -> Measurement | None:
        """Return the distance to the border of one place of an event."""
        if self.atlas is None or parts == 1:
            return event.border
        key = (place.place.place_id, place.place.lon, place.place.lat)
        if key not in self._borders:
            self._borders[key] = border_distance(place, self.atlas)
        return self._borders[key]


def _is_by_hand(place: EventPlace) -> bool:
    return place.place.place_id.startswith(_OWN) and place.place.kind not in REGION_KINDS


def event_rows(event: Event, catalogue: Catalogue) -> Iterator[tuple[Row, EventPlace | None]]:
    """Yield a row and place for each place where an event happened; one without a place where there is none.

    Figures and their sources stand in part 1 alone, so that a column can be summed.
    """
    places: tuple[EventPlace | None, ...] = tuple(map(catalogue.shown, mapped_places(event))) or (None,)
    about = _about(event, catalogue)
    for part, place in enumerate(places, 1):
        row: Row = dict.fromkeys(COLUMNS)
        row.update(about)
        row.update(part=part, parts=len(places))
        if part == 1:
            row.update(_figures(event))
        if place is not None:
            row.update(_place(event, place, catalogue, len(places)))
        yield row, place


def _about(event: Event, catalogue: Catalogue) -> Row:
    codes = catalogue.types.get(event.type)
    start, end = event.dates.first, event.dates.last
    time_precision, date_prec = date_precision(event.dates)
    mention = event.mentions[0] if event.mentions else None
    return {
        "name": name_of(event),
        "description": describe(event),
        "event_id": event.id,
        "date_start": start.isoformat() if start else None,
        "date_end": end.isoformat() if end else None,
        "timestamp": f"{start.isoformat()}T00:00:00Z" if start else None,
        "date_precision": event.dates.precision,
        "date_text": event.dates.text,
        "part_of_day": event.dates.part_of_day,
        "event_type": event.type,
        "plover": codes.plover if codes else None,
        "acled_style_event_type": codes.acled_event_type if codes else None,
        "acled_style_sub_event_type": codes.acled_sub_event_type if codes else None,
        "actors": joined(event.actors),
        "attributed_to": joined(event.attributed_to),
        "status": event.status,
        "time_precision": time_precision,
        "date_prec": date_prec,
        "border_view": event.border_view,
        "n_sources": event.sources,
        "n_origins": event.origins,
        "n_reports": event.reports,
        "source_names": joined(tuple(dict.fromkeys(ref.publisher or ref.report for ref in event.mentions))),
        "quote": mention.quote if mention else None,
        "report_id": mention.report if mention else None,
        "char_start": mention.sentence.start if mention else None,
        "char_end": mention.sentence.end if mention else None,
        "confidence": round(event.confidence, 3),
        "reviewed": joined(event.reviewed),
        "first_seen": moment(event.first_seen),
        "last_changed": moment(event.last_changed),
        "schema_version": SCHEMA_VERSION,
    }


def _place(event: Event, place: EventPlace, catalogue: Catalogue, parts: int) -> Row:
    geo_precision, where_prec = place_precision(place)
    border = catalogue.border(event, place, parts)
    return {
        "place": place.place.name,
        "place_id": place.place.place_id,
        "place_kind": place.place.kind,
        "relation": place.relation,
        "country": place.place.country,
        "admin1": place.place.admin1,
        "uncertainty_km": place.uncertainty_km,
        "geo_precision": geo_precision,
        "where_prec": where_prec,
        "border_km": round(border.value, 2) if border else None,
        "border_km_low": round(border.low, 2) if border else None,
        "border_km_high": round(border.high, 2) if border else None,
        "border_between": border.between if border else None,
        "border_view": border.view if border else event.border_view,
        "border_source": (border.source or None) if border else None,
    }


def _figures(event: Event) -> Row:
    row: Row = {}
    for kind in _FIGURES:
        known = [dated for dated in event.figures if dated.figure.kind == kind]
        if not known:
            continue
        figure = known[0].figure
        row |= {
            f"{kind}_low": number(figure.low),
            f"{kind}_best": number(figure.best),
            f"{kind}_high": number(figure.high),
            f"{kind}_text": figure_text(known[0]),
            f"{kind}_said_by": figure.said_by,
        }
    return row


def figure_text(dated: DatedFigure) -> str:
    """Return a figure as people write it: "at least 14", "1–2", "17"."""
    figure = dated.figure
    known = [f"{number(value):,}" for value in (figure.low, figure.high) if value is not None]
    bounds = "–".join(dict.fromkeys(known))
    value = f"{number(figure.best):,}" if figure.best is not None else bounds
    return f"{figure.qualifier} {value}" if figure.qualifier else value


def name_of(event: Event) -> str:
    """Return the title of an event; that of a claimed one begins with who claims it."""
    summary = " ".join(event.summary.split())
    if event.status != "claimed":
        return summary
    who = event.attributed_to[0] if event.attributed_to else "A party"
    if summary.casefold().startswith(f"{who.casefold()} claim"):
        return summary
    return f"{who} claims: {summary}"


def describe(event: Event) -> str:
    """Return one line for pop-ups: what, when, how sure, how many sources."""
    start, end = event.dates.first, event.dates.last
    when = "date unknown"
    if start and end:
        when = start.isoformat() if start == end else f"{start.isoformat()} to {end.isoformat()}"
    if event.dates.precision == "publication":
        when += " (day of the report)"
    sources = f"{event.sources} source" + ("" if event.sources == 1 else "s")
    status = "" if event.status == "asserted" else f" {event.status.capitalize()}."
    return f"{name_of(event)}; {when}; {sources}.{status}"


def joined(values: tuple[str, ...]) -> str | None:
    """Return a list in one cell, or None for an empty one."""
    return "; ".join(values) or None


def moment(value: datetime | None) -> str | None:
    """Return a moment as ISO 8601, to the second."""
    return value.isoformat(timespec="seconds") if value else None


def coordinates(place: EventPlace) -> tuple[float, float]:
    """Return longitude and latitude in degrees, six decimals at most."""
    return round(place.place.lon, _PLACES), round(place.place.lat, _PLACES)
