"""Hundreds of expressions as news writes them, each with its words, type and value."""

from __future__ import annotations

from collections.abc import Callable

import news_expressions
import pytest

from geoevents.model import Timex

Reader = Callable[..., tuple[Timex, ...]]


@pytest.mark.parametrize(("sentence", "expected"), news_expressions.SENTENCES)
def test_words_type_and_value(read: Reader, sentence: str, expected: str) -> None:
    found = read(sentence, news_expressions.PUBLISHED)
    assert "; ".join(f"{t.span.of(sentence)}|{t.type}|{t.value}" for t in found) == expected


@pytest.mark.parametrize(
    ("published", "sentence", "value"),
    [
        ("2025-06-11", "Residents who fled on 3 June may never return.", "2025-06-03"),
        ("2025-06-11", "The road that was hit on 12 April will be closed.", "2025-04-12"),
        ("2026-01-12", "Villages lost in December will be retaken.", "2025-12"),
        ("2025-12-20", "Talks will resume on 14 January.", "2026-01-14"),
        ("2025-11-26", "The children are to be moved by 5 December.", "2025-12-05"),
        ("2025-06-11", "The bridge will reopen in October.", "2025-10"),
    ],
)
def test_a_day_just_gone_is_not_next_years(read: Reader, published: str, sentence: str, value: str) -> None:
    assert [t.value for t in read(sentence, published)] == [value]


def test_the_date_of_a_dateline_dates_no_event(read: Reader) -> None:
    dateline, told = read("GOMA, June 10 (Own report) - Rebels took Masisi on Sunday.", "2025-06-11")
    assert (dateline.usable, dateline.why) == (False, "is the date of the report")
    assert told.usable


def test_the_stamp_of_a_live_report_is_of_its_day(read: Reader) -> None:
    found = read("It was hit on Monday.\n17.42 GMT The army says it hit a truck.", "2025-06-11")
    assert [t.value for t in found] == ["2025-06-09", "2025-06-11T17:42Z"]


def test_the_past_day_is_two_days(read: Reader) -> None:
    for words in ("the past 24 hours", "the last 24 hours", "the past day"):
        (found,) = read(f"Ten were hit in {words}.", "2025-06-11")
        assert found.usable
        assert found.dates is not None
        assert (str(found.dates.first), str(found.dates.last)) == ("2025-06-10", "2025-06-11")
