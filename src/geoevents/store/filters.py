"""Filters: the same few questions everywhere, asked of SQL, of the snapshot and of a single event alike.

A date filter keeps what overlaps it. What is unknown is left out by a filter that asks for it: an undated event by a
date range (unless `undated` is set), an event without a measured border distance by `within_km_of_border`, an event
without a place by a box.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from geoevents.errors import BadDate, BadFilter
from geoevents.model import MAPPED_RELATIONS, Event, EventPlace, Status

ANY = "any"  # a figure of whatever kind
PLACE_KNOWN = ("town", "region", "country", "none")
Box = tuple[float, float, float, float]
STATUSES: tuple[Status, ...] = get_args(Status)
_LON, _LAT = 180.0, 90.0
_WORDS = re.compile(r"\w+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Filter:
    """What to keep. All conditions that are set must hold; an empty filter keeps everything.

    `date_from` and `date_to` are inclusive; `undated` keeps undated events beside a date range, and only them where no
    range is set. `types` and `statuses` are alternatives. `bbox` is west, south, east, north in degrees (west > east
    crosses the antimeridian). `text` are words that all must occur. `within_km_of_border` is in kilometres. `said_by` and
    `publishers` are names, `figures` kinds of figures or `ANY`, `date_known` precisions of dates, `place_known` is out of
    `PLACE_KNOWN`: the most precise place of the event. The values of each are alternatives.
    """

    date_from: date | None = None
    date_to: date | None = None
    undated: bool = False
    types: tuple[str, ...] = ()
    bbox: Box | None = None
    text: str = ""
    statuses: tuple[Status, ...] = ()
    min_sources: int = 0
    within_km_of_border: float | None = None
    said_by: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    date_known: tuple[str, ...] = ()
    place_known: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether any condition is set."""
        return self != _EVERYTHING


_EVERYTHING = Filter()


def parse_date(text: str) -> date:
    """Return the day that `text` writes as YYYY-MM-DD.

    Raises:
        BadDate: when it is no such day.
    """
    try:
        if _DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadDate(f"{text!r} is no date: {error}; write it as YYYY-MM-DD.") from error
    raise BadDate(f"{text!r} is no date; write it as YYYY-MM-DD.")


def parse_bbox(text: str) -> Box:
    """Return the box that `text` writes as "W,S,E,N" in degrees.

    Raises:
        BadFilter: when there are not four numbers, or they are out of range, or south lies north of north.
    """
    hint = f"--bbox {text!r}: give west,south,east,north in degrees, such as 33,50,38,53"
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadFilter(f"{hint}.") from error
    if not all(math.isfinite(v) for v in (west, south, east, north)):
        raise BadFilter(f"{hint}.")
    if not (max(abs(west), abs(east)) <= _LON and -_LAT <= south <= north <= _LAT):
        raise BadFilter(f"{hint}: longitudes lie within ±180, latitudes within ±90, south below north.")
    return (west, south, east, north)


def parse_statuses(values: Iterable[str]) -> tuple[Status, ...]:
    """Return `values` as statuses.

    Raises:
        BadFilter: when one of them is none.
    """
    known = {status: status for status in STATUSES}
    values = tuple(values)
    if unknown := sorted(set(values) - set(known)):
        raise BadFilter(f"--status {unknown[0]!r} is none of {', '.join(STATUSES)}.")
    return tuple(known[value] for value in values if value in known)


def parse_filter(
    *,
    date_from: str | None = None,
    date_to: str | None = None,
    undated: bool = False,
    types: Sequence[str] = (),
    known_types: Sequence[str] | None = None,
    bbox: str | None = None,
    text: str | None = None,
    statuses: Sequence[str] = (),
    min_sources: int | None = None,
    within_km_of_border: float | None = None,
) -> Filter:
    """Return the filter that the words of a command line or an address bar mean.

    Raises:
        BadDate: when a date is none.
        BadFilter: when a value means nothing: an unknown type (where `known_types` is given) or status, a box that is
            none, a range that ends before it starts, a negative number.
    """
    first = parse_date(date_from) if date_from else None
    last = parse_date(date_to) if date_to else None
    if first and last and last < first:
        raise BadFilter(f"--to {last} lies before --from {first}: swap them.")
    if known_types is not None and (unknown := sorted(set(types) - set(known_types))):
        raise BadFilter(f"--type {unknown[0]!r} is none of {', '.join(sorted(known_types))}.")
    if min_sources is not None and min_sources < 0:
        raise BadFilter(f"--min-sources {min_sources} is negative.")
    if within_km_of_border is not None and not (within_km_of_border >= 0 and math.isfinite(within_km_of_border)):
        raise BadFilter(f"--within-km-of-border {within_km_of_border}: give kilometres, 0 or more.")
    return Filter(
        date_from=first,
        date_to=last,
        undated=undated,
        types=tuple(types),
        bbox=parse_bbox(bbox) if bbox else None,
        text=text or "",
        statuses=parse_statuses(statuses),
        min_sources=min_sources or 0,
        within_km_of_border=within_km_of_border,
    )


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a text search, casefolded and without punctuation; the index takes care of diacritics."""
    return tuple(_WORDS.findall(text.casefold().replace("_", " ")))


def mapped_places(event: Event) -> tuple[EventPlace, ...]:
    """Return the places of an event that may stand on a map: where it happened, not where it was talked about."""
    return tuple(place for place in event.places if place.relation in MAPPED_RELATIONS) if event.mapped else ()
