"""What trips others up: words that only look like dates, days at the edges of week, year and night, counting in a narrative."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest

from geoevents.model import Timex

Reader = Callable[..., tuple[Timex, ...]]


def told(text: str, found: tuple[Timex, ...]) -> list[tuple[str, str]]:
    return [(timex.span.of(text), timex.value) for timex in found]


@pytest.mark.parametrize(
    "text",
    [
        "It cost £4.5 million.",
        "A Su-34 was shot down.",
        "It was over in a second.",
        "They would March on the capital.",
        "They began a march on the capital.",
        "May said the vote was fair.",
        "It is the biggest war since World War II.",
        "Flight 2019 was held at gate 1984 under Resolution 1701.",
        "The Sunday Times and the Sunday Mirror wrote it.",
        "In a second statement, he denied it.",
        "A man in his twenties fell.",
        "The striker scored in the second half of the match.",
        "Listen now.",
        "The road is safe now that it is cleared.",
        "Some 1204 cases were found.",
    ],
)
def test_what_only_looks_like_a_date(read: Reader, text: str) -> None:
    assert told(text, read(text)) == []


@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        ("2024-08-11", "It was hit on Sunday.", "2024-08-11"),  # a Sunday
        ("2024-08-11", "It was hit last Sunday.", "2024-08-04"),
        ("2024-08-11", "It will open on Sunday.", "2024-08-11"),
        ("2024-02-29", "It fell on 29 February.", "2024-02-29"),
        ("2024-02-28", "It will open on 29 February.", "2024-02-29"),
        ("2025-02-28", "It fell a year ago.", "2024"),
        ("2024-03-01", "It fell yesterday.", "2024-02-29"),
        ("2025-01-01", "It fell on Tuesday.", "2024-12-31"),
        ("2025-01-01", "It fell this week.", "2025-W01"),
        ("2024-12-30", "It fell this week.", "2025-W01"),
        ("2024-12-31", "It will open on January 2.", "2025-01-02"),
        ("2025-01-02", "It fell on December 31.", "2024-12-31"),
        ("2025-01-02", "It fell in December.", "2024-12"),
        ("2020-02-26", "They decided on 23 March as the date.", "2020-03-23"),
        ("2020-02-26", "The dam broke on March 23.", "2019-03-23"),
        ("2024-12-30", "It will open in January.", "2025-01"),
        ("2022-01-03", "He is out for weeks after he was hurt on New Year's Day.", "2022-01-01"),
        # published just after midnight: yesterday is the day that has just ended
        ("2024-08-10", "It was hit on Friday evening.", "2024-08-09TEV"),
        ("2024-08-10", "It was hit late on Friday.", "2024-08-09"),
    ],
)
def test_the_edges_of_week_year_and_night(read: Reader, published: str, text: str, value: str) -> None:
    assert value in [timex.value for timex in read(text, published)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He was jailed in 2009; two years later he was freed.", ["2009", "2011"]),
        ("The mill burned in the winter of 1962, and again the next winter.", ["1962-WI", "1963-WI"]),
        ("The town fell in June 2014 and was retaken that December.", ["2014-06", "2014-12"]),
        ("It fell 3 percent in August and 1 percent in the previous month.", ["2024-08", "2024-07"]),
        ("He fled in May 1940. The following month the city fell.", ["1940-05", "1940-06"]),
        ("It was the first since 1974. That year a second vote was held.", ["1974", "1974"]),
        ("He was held since last October and freed on Friday. That same day his paper was shut.", ["2023-10", "2024-08-09", "2024-08-09"]),
        ("The ship left on 12 July and was to arrive on the 24th.", ["2024-07-12", "2024-07-24"]),
        ("They were brought out between Sunday and Tuesday.", ["2024-08-04", "2024-08-06"]),
        ("A curfew was imposed on Tuesday from 9 p.m. to 5 a.m.", ["2024-08-06", "2024-08-06T21:00", "2024-08-07T05:00"]),
        ("By 1950 there were 300 looms; today there are four.", ["1950", "PRESENT_REF"]),
        ("The bridge fell in 1950. Today police searched a house.", ["1950", "2024-08-10"]),
        ("Profit rose in the first quarter; it fell in the year-ago quarter.", ["2024-Q1", "2023-Q1"]),
        ('On 12 July he told parliament: "It will sail tomorrow."', ["2024-07-12", "2024-07-13"]),
        ("It won 3-1 Sunday and will play this Saturday.", ["2024-08-04", "2024-08-10"]),
        ("It ends in two years' time, a week from today.", ["2026", "2024-08-17"]),
        ("It took three years and seven months, not 2 hours 3 minutes.", ["P3Y7M", "PT2H3M"]),
        ("It was hit the night before last.", ["2024-08-08TNI"]),
        ("It was hit yesterday (Thursday), he said.", ["2024-08-08", "2024-08-08"]),
        ("Sunday is mainly cloudy and Monday will bring rain.", ["2024-08-11", "2024-08-12"]),
    ],
)  # fmt: skip
def test_counting_in_a_narrative(read: Reader, text: str, values: list[str]) -> None:
    assert [timex.value for timex in read(text, "2024-08-10")] == values


def test_a_stretch_of_weekdays_and_one_of_hours_are_intervals(read: Reader) -> None:
    first, second = read("They came out between Sunday and Tuesday.", "2024-08-10")
    assert first.dates == second.dates
    assert first.dates is not None
    assert (str(first.dates.first), str(first.dates.last), first.dates.precision) == (
        "2024-08-04",
        "2024-08-06",
        "interval",
    )
    *_, end = read("A curfew was imposed on Tuesday from 9 p.m. to 5 a.m.", "2024-08-10")
    assert end.dates is not None
    assert (str(end.dates.first), str(end.dates.last)) == ("2024-08-06", "2024-08-07")


@pytest.fixture
def zones() -> Iterator[list[str]]:
    before = os.environ.get("TZ")
    yield ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata", "UTC"]
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_the_zone_of_the_machine_moves_no_day(read: Reader, zones: list[str]) -> None:
    text = (
        "Drones hit it overnight, he said on Sunday. It was hit yesterday at 23:30 GMT, and today at 1 a.m. local time."
    )
    answers = []
    for zone in zones:
        os.environ["TZ"] = zone
        time.tzset()
        answers.append(read(text, "2024-08-11"))
    assert answers == answers[:1] * len(zones)
    assert [timex.value for timex in answers[0]][-1] == "2024-08-11T01:00"


@pytest.mark.parametrize(
    "text",
    ["It fell on 31 April 2024.", "It fell on 30 February 2024.", "It fell on 2024-13-41.", "It was 0000-00-00."],
)
def test_a_day_that_the_calendar_has_not_dates_nothing(read: Reader, text: str) -> None:
    assert [timex.dates for timex in read(text) if timex.usable and timex.dates is not None] == []
