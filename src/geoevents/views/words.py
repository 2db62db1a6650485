"""How dates, figures, places, distances and statuses are put into words, the same on the map, the card and the table."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from geoevents.model import (
    MAPPED_RELATIONS,
    DateRange,
    DistanceClaim,
    Event,
    EventPlace,
    Figure,
    Measurement,
    Place,
    Status,
)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
AREA_KINDS = frozenset({"admin1", "admin2", "country", "wider-region"})
_PRECISE_BELOW_KM = 3
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRO", "LRE", "RLI"})
_HIGH, _MEDIUM = 0.75, 0.5


def day_words(day: date, *, weekday: bool = False) -> str:
    """Return "9 Aug 2024", or "Fri 9 Aug 2024"."""
    words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]} {words}" if weekday else words


def _range_words(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_words(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def date_words(dates: DateRange, *, weekday: bool = False) -> str:
    """Return a date range as people write it, no more precise than it is known."""
    if dates.first is None or dates.last is None:
        return "no date"
    if dates.precision == "month" and (dates.first.year, dates.first.month) == (dates.last.year, dates.last.month):
        words = f"{_MONTHS[dates.first.month - 1]} {dates.first.year}"
    elif dates.precision == "year" and dates.first.year == dates.last.year:
        words = str(dates.first.year)
    elif dates.first == dates.last:
        words = day_words(dates.first, weekday=weekday)
    else:
        words = _range_words(dates.first, dates.last)
    return f"{words}, {dates.part_of_day}" if dates.part_of_day else words


def value_words(value: str) -> str:
    """Return one of several stated values for reading: dates in words ("by Fri 9 Aug 2024"), anything else as it is."""
    return _ISO_DAY.sub(_day_of, value)


def _day_of(found: re.Match[str]) -> str:
    try:
        return day_words(date.fromisoformat(found[0]), weekday=True)
    except ValueError:  # no day of the calendar: it stays as it is
        return found[0]


def precision_words(dates: DateRange) -> str:
    """Say how the date is known, in a clause."""
    if dates.precision == "publication":
        return "no date in the text: the report’s own date stands in"
    if dates.precision == "unknown":
        return "the text says no day that could be worked out"
    known = {"day": "to the day", "interval": "a stretch of days"}.get(
        dates.precision, f"known to the {dates.precision}"
    )
    return f"“{dates.text}”, {known}" if dates.text else known


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def amount_words(low: float | None, best: float | None, high: float | None) -> str:
    """Return low, best and high as words: "44", "14 or more", "up to 10", "about 3,000", "1–2"."""
    if low is not None and high is not None:
        return _number(low) if low == high else f"{_number(low)}–{_number(high)}"
    if low is not None:
        return f"{_number(low)} or more"
    if high is not None:
        return f"up to {_number(high)}"
    return f"about {_number(best)}" if best is not None else "a number not given"


_COUNTED = frozenset({" square mile", " square kilometre", " hectare", " acre", " mile", " kilometre", " metre"})


def figure_words(figure: Figure) -> str:
    """Return a figure with its kind: "killed 14 or more", "area 1,010 km2"."""
    amount = amount_words(figure.low, figure.best, figure.high)
    unit = "" if figure.unit in {"", "people", "person", figure.kind} else f" {figure.unit}"
    one = (figure.low, figure.best, figure.high) in {(1, 1, 1), (None, 1, None)}
    unit = f"{unit}s" if unit in _COUNTED and not one else unit
    return f"{figure.kind} {amount}{unit}"


def kilometres(value: float) -> str:
    """Return kilometres as they are worth saying: "9.6" is "10", "1.24" is "1.2"."""
    return f"{value:,.1f}" if 0 < value < _PRECISE_BELOW_KM else f"{value:,.0f}"


def border_label(measured: Measurement, *, area: bool = False) -> str:
    """Return "10 km from border (9–11)"; for a region only its range says something: "0–170 km from border"."""
    low, high = kilometres(measured.low), kilometres(measured.high)
    if area:
        return f"{low}–{high} km from border"
    value = kilometres(measured.value)
    return f"{value} km from border" if low == high == value else f"{value} km from border ({low}–{high})"


def place_words(place: EventPlace, countries: dict[str, str] | None = None) -> str:
    """Return "Sudzha, Kursk Oblast, Russia", with what relates the event to it unless it is there."""
    at = place.place
    admin = at.admin1 if at.admin1 and at.admin1 != at.name else None
    country = (countries or {}).get(at.country or "", at.country) if at.kind != "country" else None
    words = ", ".join(part for part in (at.name, admin, country) if part)
    return words if place.relation == "in" else f"{place.relation} {words}"


def full_name(place: Place, countries: dict[str, str] | None = None) -> str:
    """Return "Sudzha, Kursk Oblast, Russia"."""
    return place_words(EventPlace(place, "in"), countries)


def headline_at(event: Event, name: str, relation: str) -> str:
    """Return an event's headline with another place: "Strike in Sumy Oblast" → "Strike near Dubrava"."""
    told = f"{relation} {name}"
    for place in event.places:
        old = f"{place.relation} {place.place.name}"
        if place.relation in MAPPED_RELATIONS and old in event.summary:
            return event.summary.replace(old, told, 1)
    if name in event.summary:
        return event.summary
    head, bracket, tail = event.summary.partition(" (")
    return f"{head} {told}{bracket}{tail}"


def isolated(name: str) -> str:
    """Return a name that is written from right to left, or turns the direction, so that what stands beside it keeps its order."""
    turns = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in name)
    return f"\u2068{name}\u2069" if turns else name


def status_words(status: Status, attributed_to: tuple[str, ...]) -> str:
    """Say who stands behind a statement, without taking a side."""
    who = ", ".join(attributed_to)
    if status == "asserted":
        return f"stated by {who}" if who else "stated by the report, no source named"
    if status == "claimed":
        return f"claimed by {who}" if who else "claimed by a party"
    if status == "hedged":
        return f"worded with caution, from {who}" if who else "worded with caution"
    tail = f"; from {who}" if who else ""
    return ("disputed: another side denies it" if status == "disputed" else "denied") + tail


def reading_words(confidence: float) -> str:
    """Return the machine's confidence in its reading as high, medium or low."""
    if confidence >= _HIGH:
        return "high"
    return "medium" if confidence >= _MEDIUM else "low"


def verdict_words(claim: DistanceClaim) -> str:
    """Return what the map says to a stated distance."""
    return {
        "consistent": "consistent with the map",
        "does-not-match": "does not match the map",
        "cannot-check": "cannot be checked",
    }[claim.verdict]


def plural(count: int, word: str) -> str:
    """Return "1 report", "2 reports"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def echo_words(event: Event) -> str:
    """Return "2 reports · 1 source · 1 origin"."""
    return " · ".join(
        (plural(event.reports, "report"), plural(event.sources, "source"), plural(event.origins, "origin"))
    )
