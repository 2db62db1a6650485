"""The fields that a person may decide on: how each is read from an event as JSON, and written into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from geoevents.errors import DataError
from geoevents.model import (
    MAPPED_RELATIONS,
    DatedFigure,
    DateRange,
    Event,
    EventPlace,
    Figure,
    FigureKind,
    Level,
    Measurement,
    Place,
    Reason,
    Span,
    Status,
)
from geoevents.records import from_payload, to_payload

HAND = "own:hand"  # the id of a point that a person set, with its coordinates behind it
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read from an event, and an event with another value made; a value that is none is a DataError."""

    read: Callable[[Event], Any]
    write: Callable[[Event, Any], Event]


def place_value(place: Place, *, relation: str = "in", border: Measurement | None = None) -> dict[str, Any]:
    """Return the value of the field `place` for a place of the gazetteer (a candidate), with its border distance."""
    return {"place": to_payload(EventPlace(place, _relation(relation))), "border": border and to_payload(border)}


def hand_point(lon: float, lat: float, name: str, country: str | None = None, admin1: str | None = None) -> Place:
    """Return a point in degrees that a person set, as a place.

    Raises:
        DataError: when it is no point.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - degrees
        raise DataError(f"{lat}, {lon} is no point: give latitude and longitude in degrees.")
    return Place(f"{HAND}:{lat:.6f},{lon:.6f}", name, "site", lon, lat, country=country, admin1=admin1)


def point_value(lon: float, lat: float, name: str, *, border: Measurement | None = None) -> dict[str, Any]:
    """Return the value of the field `place` for a point in degrees that a person set."""
    return place_value(hand_point(lon, lat, name), border=border)


def date_value(first: date, last: date | None = None, precision: str = "day") -> dict[str, str]:
    """Return the value of the field `date`."""
    return {"start": first.isoformat(), "end": (last or first).isoformat(), "precision": precision}


def _relation(name: str) -> Any:  # noqa: ANN401 - checked against the literal
    if name not in MAPPED_RELATIONS:
        raise DataError(f"{name!r} is none of {', '.join(sorted(MAPPED_RELATIONS))}.")
    return name


def _read_places(event: Event) -> list[Any]:
    if not event.mapped:
        return []
    return [to_payload(replace(place, why=())) for place in event.places if place.relation in MAPPED_RELATIONS]


def _write_place(event: Event, value: Any) -> Event:  # noqa: ANN401 - any JSON value
    about = tuple(place for place in event.places if place.relation not in MAPPED_RELATIONS)
    if value is None:
        return replace(event, places=about, mapped=False, border=None)
    data = _dict(value)
    place = from_payload(EventPlace, data.get("place"))
    place = replace(place, relation=_relation(place.relation), why=(Reason("review.place", "set by a person"),))
    border = None if data.get("border") is None else from_payload(Measurement, data["border"])
    return replace(event, places=(place, *about), mapped=True, border=border)


def _read_date(event: Event) -> dict[str, str | None]:
    dates = event.dates
    first = None if dates.first is None else dates.first.isoformat()
    last = None if dates.last is None else dates.last.isoformat()
    return {"start": first, "end": last, "precision": dates.precision}


def _write_date(event: Event, value: Any) -> Event:  # noqa: ANN401 - any JSON value
    data = _dict(value)
    named = {"first": data.get("start"), "last": data.get("end"), "precision": data.get("precision", "day")}
    dates = from_payload(DateRange, {**named, "basis": "review.date"})
    if (dates.first is None) != (dates.last is None) or (dates.first and dates.last and dates.last < dates.first):
        raise DataError("A date ends before it starts, or has one end only.")
    return replace(event, dates=dates)


def _read_figures(event: Event) -> list[dict[str, Any]]:
    return [
        {name: getattr(dated.figure, name) for name in ("kind", "low", "best", "high", "unit")}
        for dated in event.figures
    ]


def _write_figures(event: Event, value: Any) -> Event:  # noqa: ANN401 - any JSON value
    if not isinstance(value, list):
        raise DataError("Figures are a list of {kind, low, best, high, unit}.")
    figures = tuple(DatedFigure(_figure(_dict(item)), None, "") for item in value)
    return replace(event, figures=figures)


def _figure(data: dict[str, Any]) -> Figure:
    kind = _choice(data.get("kind"), get_args(FigureKind))
    numbers = {name: data.get(name) for name in ("low", "best", "high")}
    if not any(isinstance(n, int | float) for n in numbers.values()):
        raise DataError(f"A figure of {kind} without a number.")
    span = to_payload(_NOWHERE)
    return from_payload(Figure, {"kind": kind, **numbers, "unit": data.get("unit", "people"), "span": span})


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict):
        raise DataError(f"{value!r} is no JSON object.")
    return value


def _choice(value: Any, known: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any JSON value
    if value not in known:
        raise DataError(f"{value!r} is none of {', '.join(str(item) for item in known if item is not None)}.")
    return value


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{value!r} is no text.")
    return value.strip()


def place_of(event: Event) -> object:
    """Return the place of an event as the value that confirms it; None where it has none."""
    best = next((place for place in event.places if place.relation in MAPPED_RELATIONS), None) if event.mapped else None
    if best is None:
        return None
    return {"place": to_payload(best), "border": None if event.border is None else to_payload(event.border)}


FIELDS = {
    "type": Field(lambda e: e.type, lambda e, v: replace(e, type=_text(v))),
    "status": Field(lambda e: e.status, lambda e, v: replace(e, status=_choice(v, get_args(Status)))),
    "level": Field(lambda e: e.level, lambda e, v: replace(e, level=_choice(v, (None, *get_args(Level))))),
    "summary": Field(lambda e: e.summary, lambda e, v: replace(e, summary=_text(v))),
    "date": Field(_read_date, _write_date),
    "place": Field(_read_places, _write_place),
    "figures": Field(_read_figures, _write_figures),
}
