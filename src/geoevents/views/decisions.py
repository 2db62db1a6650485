"""Decisions of people in words: what was set by whom, and what the machine had read there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from geoevents.errors import DataError
from geoevents.model import DateRange, Event, EventPlace, Figure
from geoevents.records import from_payload
from geoevents.store import Review
from geoevents.store.fields import FIELDS
from geoevents.views.markup import Html, element
from geoevents.views.palette import type_label
from geoevents.views.words import date_words, day_words, figure_words, place_words

FIELD_WORDS = {
    "type": "type", "status": "status", "level": "level", "summary": "headline", "date": "date", "place": "place",
    "figures": "figures", "event": "the event", "create": "made by hand", "merge": "merged", "split": "split off",
    "note": "note",
}  # fmt: skip


def value_words_of(field: str, value: Any, countries: dict[str, str] | None = None) -> str:  # noqa: ANN401 - any JSON value
    """Return the value of a decision, or what the machine had there, as people read it."""
    try:
        known = _WORDS.get(field)
        return str(value if known is None else known(value, countries or {})) or "nothing"
    except (DataError, KeyError, TypeError, AttributeError, ValueError):
        return json.dumps(value, ensure_ascii=False)[:200]  # of another version: shown as it stands


def _place(value: Any, countries: dict[str, str]) -> str:  # noqa: ANN401 - as above
    if value is None:
        return "no place"
    if isinstance(value, list):
        return "; ".join(place_words(from_payload(EventPlace, item), countries) for item in value) or "no place"
    return place_words(from_payload(EventPlace, value["place"]), countries)


def _date(value: Any, _: dict[str, str]) -> str:  # noqa: ANN401 - as above
    named = {"first": value.get("start"), "last": value.get("end"), "precision": value.get("precision", "day")}
    return date_words(from_payload(DateRange, {**named, "basis": "review.date"}))


def _figures(value: Any, _: dict[str, str]) -> str:  # noqa: ANN401 - as above
    nowhere = {"start": 0, "end": 0}
    made = [from_payload(Figure, {**item, "unit": item.get("unit", ""), "span": nowhere}) for item in value]
    return " · ".join(map(figure_words, made)) or "no figures"


_WORDS: dict[str, Callable[[Any, dict[str, str]], str]] = {
    "place": _place, "date": _date, "figures": _figures, "type": lambda v, _: type_label(str(v)),
    "merge": lambda v, _: f"{len(v)} mentions", "split": lambda v, _: f"{len(v)} mentions",
    "create": lambda v, _: str(v.get("summary", "")), "level": lambda v, _: str(v or "none"),
}  # fmt: skip


def review_words(review: Review, countries: dict[str, str] | None = None) -> str:
    """Return a decision on one line: "place: Sudzha, Kursk Oblast, Russia"."""
    return f"{FIELD_WORDS.get(review.field, review.field)}: {value_words_of(review.field, review.value, countries)}"


def review_foot(review: Review) -> str:
    """Return who decided and when: "ann, 30 Nov 2026, why: seen on a photo"."""
    why = f", why: {review.why}" if review.why else ""
    return f"{review.who}, {day_words(review.at.date())}{why}" + (", internal" if review.sharing == "internal" else "")


def by_hand(event: Event, *fields: str, countries: Mapping[str, str] | None = None) -> Html | None:
    """Return the line below a fact that a person decided on, with what the machine reads there; None where nobody did."""
    touched = [field for field in fields if field in event.reviewed]
    if not touched:
        return None
    machine = dict(event.machine)
    named = dict(countries or {})
    read = {f: value_words_of(f, json.loads(machine[f]), named) for f in touched if f in machine}
    changed = [f for f in read if read[f] != value_words_of(f, FIELDS[f].read(event), named)]
    badge = element("span", "set by a person" if changed else "confirmed by a person", cls="ge-badge ge-good")
    words = "; ".join(read[f] for f in changed)
    return element("div", badge, element("span", f" machine read: {words}", cls="ge-small") if words else None)
