"""What there is to filter by: days, types, statuses, speakers, publishers, figures, precision; with counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geoevents.store.filters import Filter

DATE_KNOWN = {
    "day": "the day",
    "interval": "a few days",
    "week": "the week",
    "month": "the month",
    "year": "the year",
    "publication": "report’s day",
    "unknown": "not known",
}
PLACE_WORDS = {"town": "the town", "region": "the region", "country": "the country", "none": "no place"}


@dataclass(frozen=True, slots=True)
class Facets:
    """First and last day of all dated events, and how many events there are of each value, most frequent first.

    `days` are the days (proleptic ordinals) on which any event begins, ascending.
    """

    first: date | None
    last: date | None
    types: Mapping[str, int]
    statuses: Mapping[str, int]
    most_sources: int = 1
    said_by: Mapping[str, int] = field(default_factory=dict)
    publishers: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    date_known: Mapping[str, int] = field(default_factory=dict)
    place_known: Mapping[str, int] = field(default_factory=dict)
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events a filter shows, of how many, and what of them cannot be on the map or on the time line."""

    shown: int
    total: int
    unplaced: int
    undated: int

    def words(self) -> str:
        """Return "14 of 17 events shown · 3 without a place · 2 without a date"."""
        parts = [f"{self.shown:,} of {self.total:,} events shown"]
        if self.unplaced:
            parts.append(f"{self.unplaced:,} without a place")
        if self.undated:
            parts.append(f"{self.undated:,} without a date")
        return " · ".join(parts)


def _some(names: tuple[str, ...], most: int = 3) -> str:
    shown = ", ".join(name[:60] for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def filter_words(wanted: Filter) -> list[str]:
    """Name each condition of a filter in a few words, for the line above the map and for file names."""
    out = []
    if wanted.date_from or wanted.date_to:
        first = wanted.date_from.isoformat() if wanted.date_from else "the beginning"
        last = wanted.date_to.isoformat() if wanted.date_to else "the end"
        days = first if first == last else f"{first} to {last}"
        out.append(f"{days}, undated too" if wanted.undated else days)
    out += [", ".join(part) for part in (wanted.types, wanted.statuses) if part]
    if wanted.min_sources > 1:
        out.append(f"{wanted.min_sources} or more sources")
    if wanted.within_km_of_border is not None:
        out.append(f"within {wanted.within_km_of_border:g} km of a border")
    out += [f"said by {_some(wanted.said_by)}"] if wanted.said_by else []
    out += [f"source {_some(wanted.publishers)}"] if wanted.publishers else []
    out += [f"figures: {', '.join(wanted.figures)}"] if wanted.figures else []
    out += [f"date known to: {', '.join(DATE_KNOWN[v] for v in wanted.date_known)}"] if wanted.date_known else []
    out += [f"place known to: {', '.join(PLACE_WORDS[v] for v in wanted.place_known)}"] if wanted.place_known else []
    if wanted.text:
        out.append(f"“{wanted.text}”")
    return out
