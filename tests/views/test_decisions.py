"""Figures as they are typed, decisions as they are read, headlines that follow a corrected place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from geoevents.model import DateRange, Event, EventPlace, Figure, Place, Span
from geoevents.records import to_payload
from geoevents.store import Review
from geoevents.store.fields import date_value, point_value
from geoevents.views.amounts import amount_of, amount_text
from geoevents.views.decisions import by_hand, review_foot, review_words, value_words_of
from geoevents.views.words import headline_at, value_words

SUMY = Place("geonames:692196", "Sumy Oblast", "admin1", 34.0, 51.0, country="UA")
DAY = DateRange(date(2024, 8, 9), date(2024, 8, 9), "day", "stated")


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("14", (14, 14, 14)),
        ("1,010", (1010, 1010, 1010)),
        ("76 000", (76000, 76000, 76000)),
        ("3.5", (3.5, 3.5, 3.5)),
        ("14 or more", (14, 14, None)),
        ("14+", (14, 14, None)),
        ("at least 14", (14, 14, None)),
        ("up to 10", (None, None, 10)),
        ("≤ 10", (None, None, 10)),
        ("about 3,000", (None, 3000, None)),
        ("~3000", (None, 3000, None)),
        ("10–12", (10, None, 12)),
        ("12 to 10", (10, None, 12)),
    ],
)
def test_a_figure_is_typed_as_people_write_it(words: str, amount: tuple[float | None, ...]) -> None:
    assert amount_of(words) == amount
    low, best, high = amount_of(words)
    figure = Figure("killed", low, best, high, "people", Span(0, 0))
    assert amount_of(amount_text(figure)) == amount  # what is shown may be typed again


@pytest.mark.parametrize("words", ["", "many", "14 people", "-3", "1e5", "10-", "{{ 7*7 }}"])
def test_what_is_no_figure_is_refused_in_a_sentence(words: str) -> None:
    with pytest.raises(ValueError, match=r"is no figure: write .*\.$"):
        amount_of(words)


def review(field: str, value: object, *, sharing: str = "public", why: str = "") -> Review:
    at = datetime(2024, 8, 12, 9, tzinfo=UTC)
    return Review(1, "ev-1", field, json.loads(json.dumps(value)), "ann", why, at, sharing=sharing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("type", "security-measure", "type: security measure"),
        ("place", point_value(35.2, 51.2, "the mill"), "place: the mill"),
        ("place", None, "place: no place"),
        ("date", date_value(date(2024, 8, 1), date(2024, 8, 31), "month"), "date: Aug 2024"),
        ("date", {"start": None, "end": None, "precision": "unknown"}, "date: no date"),
        ("figures", [{"kind": "killed", "low": 14, "best": 14, "high": None, "unit": "people"}], "figures: killed 14 or more"),
        ("figures", [], "figures: no figures"),
        ("event", "rejected", "the event: rejected"),
        ("note", "ask again", "note: ask again"),
        ("merge", [["a", "m", 0, 1]] * 2, "merged: 2 mentions"),
        ("level", None, "level: none"),
    ],
)  # fmt: skip
def test_a_decision_is_one_line(field: str, value: object, words: str) -> None:
    assert review_words(review(field, value)) == words


def test_a_value_of_another_version_is_shown_as_it_stands() -> None:
    assert value_words_of("date", ["odd"]) == '["odd"]'
    assert value_words_of("place", {"point": 1}) == '{"point": 1}'


def test_who_decided_when_and_why() -> None:
    assert review_foot(review("type", "strike", why="a photo")) == "ann, 12 Aug 2024, why: a photo"
    assert review_foot(review("type", "strike", sharing="internal")).endswith(", internal")


def event(**fields: object) -> Event:
    made = Event(
        "ev-1",
        "strike",
        "Strike in Sumy Oblast (Armed Forces of Russia)",
        DAY,
        (),
        places=(EventPlace(SUMY, "in"),),
        mapped=True,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def test_a_fact_says_who_set_it_and_what_the_machine_read() -> None:
    assert by_hand(event(), "place") is None
    assert "confirmed by a person" in str(by_hand(event(reviewed=("place",)), "place"))
    before = json.dumps([to_payload(EventPlace(replace(SUMY, name="<b>Other</b>"), "in"))])
    told = str(by_hand(event(reviewed=("place",), machine=(("place", before),)), "place"))
    assert "set by a person" in told
    assert "machine read: &lt;b&gt;Other&lt;/b&gt;" in told
    same = json.dumps([to_payload(EventPlace(SUMY, "in", Span(1, 2)))])
    assert "confirmed by a person" in str(by_hand(event(reviewed=("place",), machine=(("place", same),)), "place"))


def test_a_headline_follows_its_place() -> None:
    assert headline_at(event(), "Dubrava", "near") == "Strike near Dubrava (Armed Forces of Russia)"
    assert headline_at(event(summary="Strike (Armed Forces of Russia)", places=()), "Dubrava", "in") == (
        "Strike in Dubrava (Armed Forces of Russia)"
    )
    assert headline_at(event(summary="Fire", places=()), "Dubrava", "in") == "Fire in Dubrava"
    assert headline_at(event(summary="Fire at Dubrava mill"), "Dubrava", "in") == "Fire at Dubrava mill"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2024-08-09", "Fri 9 Aug 2024"), ("by 2024-08-09", "by Fri 9 Aug 2024"), ("2024-02-30", "2024-02-30"), ("held", "held")],
)  # fmt: skip
def test_values_of_conflicts_are_read(value: str, words: str) -> None:
    assert value_words(value) == words
