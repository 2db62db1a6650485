"""Spans, types and TIMEX3 values: which words are an expression, and which only look like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.lexicon import load_lexicon
from geoevents.model import Timex
from geoevents.times.readings import READINGS

Reader = Callable[..., tuple[Timex, ...]]

# Published on Sunday 11 August 2024.
FORMS = [
    ("on 6 August", "6 August", "DATE", "2024-08-06"),
    ("on Aug. 6 it", "Aug. 6", "DATE", "2024-08-06"),
    ("on August 6, 2024,", "August 6, 2024", "DATE", "2024-08-06"),
    ("on Tuesday, 6 August 2024", "Tuesday, 6 August 2024", "DATE", "2024-08-06"),
    ("on the 6th of August", "the 6th of August", "DATE", "2024-08-06"),
    ("on 2024-08-06.", "2024-08-06", "DATE", "2024-08-06"),
    ("on 6.8.2024 it", "6.8.2024", "DATE", "2024-08-06"),
    ("on 13/08/2023", "13/08/2023", "DATE", "2023-08-13"),
    ("in early June", "early June", "DATE", "2024-06"),
    ("in mid-2011", "mid-2011", "DATE", "2011"),
    ("in September of last year", "September of last year", "DATE", "2023-09"),
    ("in the 1990s", "the 1990s", "DATE", "199"),
    ("in the '80s", "the '80s", "DATE", "198"),
    ("in the 19th century", "the 19th century", "DATE", "18"),
    ("in the third quarter of 2023", "the third quarter of 2023", "DATE", "2023-Q3"),
    ("in the first half of 2024", "the first half of 2024", "DATE", "2024-H1"),
    ("in the summer of 2023", "the summer of 2023", "DATE", "2023-SU"),
    ("on Christmas Eve", "Christmas Eve", "DATE", "2023-12-24"),
    ("on Good Friday", "Good Friday", "DATE", "2024-03-29"),
    ("on Easter Monday last year", "Easter Monday last year", "DATE", "2023-04-10"),
    ("earlier this week", "earlier this week", "DATE", "2024-W32"),
    ("last month", "last month", "DATE", "2024-07"),
    ("last weekend", "last weekend", "DATE", "2024-W31-WE"),
    ("two days ago", "two days ago", "DATE", "2024-08-09"),
    ("twenty-five years ago", "twenty-five years ago", "DATE", "1999"),
    ("three months earlier", "three months earlier", "DATE", "2024-05"),
    ("yesterday evening", "yesterday evening", "TIME", "2024-08-10TEV"),
    ("last night", "last night", "TIME", "2024-08-10TNI"),
    ("this morning", "this morning", "TIME", "2024-08-11TMO"),
    ("at 10 p.m. on Friday", "10 p.m. on Friday", "TIME", "2024-08-09T22:00"),
    ("at 18:00 UTC", "18:00 UTC", "TIME", "2024-08-11T18:00Z"),
    ("at 0800 UTC", "0800 UTC", "TIME", "2024-08-11T08:00Z"),
    ("for almost two and a half years", "almost two and a half years", "DURATION", "P2.5Y"),
    ("in almost a year", "almost a year", "DURATION", "P1Y"),
    ("the fifty-year life", "fifty-year", "DURATION", "P50Y"),
    ("half an hour", "half an hour", "DURATION", "PT30M"),
    ("for a second week", "a second week", "DURATION", "P1W"),
    ("for decades", "decades", "DURATION", "PXY"),
    ("for 48 hours", "48 hours", "DURATION", "PT48H"),
    ("every Friday morning", "every Friday morning", "SET", "XXXX-WXX-5TMO"),
    ("on Sundays", "Sundays", "SET", "XXXX-WXX-7"),
    ("every two weeks", "every two weeks", "SET", "P2W"),
    ("a rate of 15 a year", "a year", "SET", "P1Y"),
    ("six times a week", "a week", "SET", "P1W"),
    ("the weekly market", "weekly", "SET", "P1W"),
    ("annual talks", "annual", "SET", "P1Y"),
    ("is currently held", "currently", "DATE", "PRESENT_REF"),
    ("in recent years", "recent years", "DATE", "PAST_REF"),
    ("in the near future", "the near future", "DATE", "FUTURE_REF"),
]

NONE = [
    "It cost £4.5 million.",
    "A Su-34 jet was lost.",
    "It was over in a second.",
    "They march on the capital.",
    "The troops will March on the capital.",
    "May said it was late.",
    "They may leave.",
    "About 2000 soldiers came.",
    "It drove 2000 km.",
    "A 27-year-old man was hurt.",
    "It is the second town to fall.",
    "The Daily Mail wrote it.",
    "Winds of 160 kilometres an hour were measured.",
    "Every second train was late.",
    "It was the biggest attack since World War II.",
    "A quarter of the town fell.",
    "It works 24/7 with version 1.2.3.4.",
]


@pytest.mark.parametrize(("words", "surface", "kind", "value"), FORMS, ids=[f[1] for f in FORMS])
def test_every_form_is_read(read: Reader, words: str, surface: str, kind: str, value: str) -> None:
    text = f"The council met {words}"
    found = [(t.span.of(text), t.type, t.value) for t in read(text)]
    assert found == [(surface, kind, value)]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_time(read: Reader, text: str) -> None:
    assert [t.span.of(text) for t in read(text)] == []


@pytest.mark.parametrize(
    ("words", "mod"),
    [
        ("early on Tuesday", "START"),
        ("late July", "END"),
        ("mid-2011", "MID"),
        ("the end of the year", "END"),
        ("almost a year", "LESS_THAN"),
        ("more than two weeks", "MORE_THAN"),
        ("at least four days", "EQUAL_OR_MORE"),
        ("about three hours", "APPROX"),
    ],
)
def test_modifiers(read: Reader, words: str, mod: str) -> None:
    assert [t.mod for t in read(f"It went on until {words}.")] == [mod]


def test_every_rule_names_a_reading_and_finds_its_examples_in_a_text(read: Reader) -> None:
    for rule in load_lexicon()["times"].rules:
        assert rule.sets["op"] in READINGS, rule.id
        for example in rule.examples:
            assert read(example), f"{rule.id} finds nothing in {example!r}"


def test_no_expression_crosses_a_sentence(read: Reader) -> None:
    text = "He arrived on Friday. 6 August was calm. It lasted two. Days passed."
    assert "6 August" in [t.span.of(text) for t in read(text)]
    assert "two. Days" not in [t.span.of(text) for t in read(text)]


def test_a_text_in_capitals_keeps_its_dates(read: Reader) -> None:
    assert [t.value for t in read("TROOPS ENTERED THE TOWN ON TUESDAY, 6 AUGUST 2024")] == ["2024-08-06"]
