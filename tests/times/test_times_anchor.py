"""Anchoring: to the publication date, to the narrative, to when a quote was said; what dates an event and what not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.lexicon import Lexicon
from geoevents.model import DateRange, Prose, Sentence, Span, Timex, Tokens
from geoevents.times import anchor, find_timexes, publication_stands_in, ranges, usable_dates

Reader = Callable[..., tuple[Timex, ...]]


def days(timex: Timex) -> tuple[str, str, str] | None:
    dates = timex.dates
    if dates is None or dates.first is None or dates.last is None:
        return None
    return dates.first.isoformat(), dates.last.isoformat(), dates.precision


# published, words, first, last, precision
ANCHORED = [
    ("2024-08-09", "A missile hit it on Friday.", "2024-08-09", "2024-08-09", "day"),
    ("2024-08-11", "He left on Sunday.", "2024-08-11", "2024-08-11", "day"),
    ("2024-08-14", "It was declared last Saturday.", "2024-08-10", "2024-08-10", "day"),
    ("2024-08-10", "It was declared last Saturday.", "2024-08-03", "2024-08-03", "day"),
    ("2024-08-09", "The court will rule on Monday.", "2024-08-12", "2024-08-12", "day"),
    ("2024-08-09", "The vote is scheduled for Tuesday.", "2024-08-13", "2024-08-13", "day"),
    ("2024-08-09", "The opposition has called a march for Friday next week.", "2024-08-16", "2024-08-16", "day"),
    ("2024-08-09", "Schools were closed until Wednesday.", "2024-08-14", "2024-08-14", "day"),
    ("2024-08-09", "Last September, a missile hit it.", "2023-09-01", "2023-09-30", "month"),
    ("2024-12-09", "Last September, a missile hit it.", "2024-09-01", "2024-09-30", "month"),
    ("2024-08-09", "It was taken in October.", "2023-10-01", "2023-10-31", "month"),
    ("2024-08-09", "It will be taken in October.", "2024-10-01", "2024-10-31", "month"),
    ("2024-08-09", "It began on December 30.", "2023-12-30", "2023-12-30", "day"),
    ("2024-08-09", "It will begin on December 30.", "2024-12-30", "2024-12-30", "day"),
    ("2024-08-09", "They came earlier this week.", "2024-08-05", "2024-08-09", "week"),
    ("2024-08-09", "They came early this week.", "2024-08-05", "2024-08-09", "week"),
    ("2024-08-09", "They came last week.", "2024-07-29", "2024-08-04", "week"),
    ("2024-08-09", "It fell in the last week of July.", "2024-07-25", "2024-07-31", "week"),
    ("2024-08-09", "It fell in the first half of May.", "2024-05-01", "2024-05-15", "interval"),
    ("2024-08-09", "It fell at 16:15 UTC on June 1.", "2024-06-01", "2024-06-01", "day"),
    ("2024-08-09", "They came the week before last.", "2024-07-22", "2024-07-28", "week"),
    ("2024-08-09", "The August 6 attack killed two.", "2024-08-06", "2024-08-06", "day"),
    ("2024-08-09", "They will meet later this month.", "2024-08-09", "2024-08-31", "month"),
    ("2024-08-11", "Drones hit it overnight.", "2024-08-10", "2024-08-11", "interval"),
    ("2024-08-12", "Drones hit it overnight on Friday.", "2024-08-09", "2024-08-10", "interval"),
    ("2024-08-12", "Drones hit it overnight from Saturday to Sunday.", "2024-08-10", "2024-08-11", "interval"),
    ("2024-08-11", "In the past week, ten were hit.", "2024-08-04", "2024-08-11", "interval"),
    ("2025-01-01", "He died yesterday.", "2024-12-31", "2024-12-31", "day"),
    ("2025-01-02", "He died last week.", "2024-12-23", "2024-12-29", "week"),
    ("2025-01-01", "He died last month.", "2024-12-01", "2024-12-31", "month"),
    ("2024-02-29", "He died a year ago.", "2023-01-01", "2023-12-31", "year"),
    ("2024-03-01", "He died yesterday.", "2024-02-29", "2024-02-29", "day"),
    ("2024-03-01", "He died on 29 February.", "2024-02-29", "2024-02-29", "day"),
    ("2025-03-01", "He died on 29 February.", "2024-02-29", "2024-02-29", "day"),
    ("2024-08-11", "Fighting took place between January and July this year.", "2024-01-01", "2024-07-31", "interval"),
    ("2024-08-11", "Fighting went on from 6 to 9 August.", "2024-08-06", "2024-08-09", "interval"),
    ("2024-08-11", "Fighting went on August 6-9.", "2024-08-06", "2024-08-09", "interval"),
    ("2024-08-11", "Fighting went on from Monday to Wednesday.", "2024-08-05", "2024-08-07", "interval"),
    ("2024-08-11", "It rained from November to March 2024.", "2023-11-01", "2024-03-31", "interval"),
]


@pytest.mark.parametrize(("published", "text", "expected"), [(row[0], row[1], row[2:]) for row in ANCHORED])
def test_days_and_precision(read: Reader, published: str, text: str, expected: tuple[str, str, str]) -> None:
    assert days(read(text, published)[0]) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("It was hit overnight.", "overnight"),
        ("It was hit on Thursday night.", "night"),
        ("It was hit on the morning of 6 August.", "morning"),
        ("It was hit at 3 a.m. on Monday.", "night"),
        ("It was hit on Friday afternoon.", "afternoon"),
        ("It was hit yesterday evening.", "evening"),
        ("It was hit in the early hours of Sunday.", "night"),
        ("It was hit on Friday.", None),
    ],
)
def test_part_of_the_day(read: Reader, text: str, part: str | None) -> None:
    dates = read(text)[0].dates
    assert dates is not None
    assert dates.part_of_day == part


def test_a_range_of_two_expressions_is_one_date_range_over_both(read: Reader) -> None:
    text = "Russian forces took 450 square miles between January and July this year."
    found = read(text, "2024-08-14")
    assert [(t.span.of(text), t.value) for t in found] == [("January", "2024-01"), ("July this year", "2024-07")]
    assert found[0].dates == found[1].dates
    assert ranges(found) == (found[0].dates,)
    dates = found[0].dates
    assert dates is not None
    assert dates.text == "January and July this year"
    assert dates.span == Span(text.index("January"), len(text) - 1)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The village fell on August 6. The following day it rained.", ["2024-08-06", "2024-08-07"]),
        ("The village fell on August 6. Two days later it was free.", ["2024-08-06", "2024-08-08"]),
        ("He spoke today. He had said the previous day that it was over.", ["2024-08-14", "2024-08-13"]),
        ("He had said the previous day that it was over.", ["2024-08-13"]),
        ("It fell on Monday. The night before, guns were heard.", ["2024-08-12", "2024-08-11TNI"]),
        ("Sales rose in July, compared with the same month a year earlier.", ["2024-07", "2023-07"]),
    ],
)
def test_narrative_counts_from_the_day_last_told(read: Reader, text: str, values: list[str]) -> None:
    assert [t.value for t in read(text, "2024-08-14")] == values


def test_days_are_not_counted_from_a_month(read: Reader) -> None:
    found = read("He was held in late July. Two days later he was free.")
    assert found[1].dates is None
    assert not found[1].usable


def test_a_quote_anchors_to_when_it_was_said(read: Reader) -> None:
    assert [t.value for t in read("He said on Tuesday: “We were hit yesterday.”", "2024-08-09")] == [
        "2024-08-06",
        "2024-08-05",
    ]
    met = "Yesterday, the president met officials. “On today’s agenda is one question,” he said at the meeting."
    found = read(met, "2024-08-10")
    assert [t.value for t in found] == ["2024-08-09", "2024-08-09"]
    assert "Yesterday" in found[1].why


def test_a_quote_that_tells_no_day_is_of_the_publication(read: Reader) -> None:
    assert read("“We were hit yesterday,” a doctor said.", "2024-08-09")[0].value == "2024-08-08"


def test_counted_loosely_dates_nothing_by_itself(read: Reader) -> None:
    text = "Reinforcements came on Friday, four days after hundreds of troops crossed."
    friday, four = read(text, "2024-08-09")
    assert (four.type, four.value, four.usable) == ("DURATION", "P4D", False)
    assert days(four) == ("2024-08-05", "2024-08-05", "day")
    assert usable_dates((friday, four), Span(0, len(text))) == (friday,)


def test_since_the_start_of_a_month_is_no_earlier_event(read: Reader) -> None:
    assert all(timex.usable for timex in read("Rain has fallen since the beginning of May.", "2024-08-09"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("It is in Friday's newsletter.", "issue"),
        ("The worst since March 2022 was seen.", "compares"),
        ("The treaty followed the 2022 invasion of the country.", "names an event"),
        ("It was the third attack this year.", "counted"),
        ("On Black Monday the market fell.", "name of an event"),
        ("On 06/08/2024 it was hit.", "order of day and month"),
        ("On 31 April 2024 it was hit.", "no such day"),
        ("It rained daily.", "repeated"),
        ("The town has been cut off since the collapse of its bridge in March 2022.", "earlier event"),
        ("Since the coup of the generals in 2021, thousands have fled.", "earlier event"),
        ("It recalled the September 30 attacks in the city.", "names an event of that day"),
    ],
)
def test_what_dates_no_event_says_why(read: Reader, text: str, why: str) -> None:
    timex = read(text)[0]
    assert not timex.usable
    assert why in timex.why


def test_boilerplate_dates_nothing(lexicon: Lexicon) -> None:
    text = "Sign up on Friday."
    words, starts = ("Sign", "up", "on", "Friday", "."), (0, 5, 8, 11, 17)
    tokens = Tokens(words, starts, tuple(s + len(w) for w, s in zip(words, starts, strict=True)), (0,) * 5)
    prose = Prose(text, (Sentence(0, Span(0, len(text)), "boilerplate"),), (), tokens)
    (friday,) = anchor(find_timexes(prose, lexicon), prose, date(2024, 8, 9), lexicon)
    assert (friday.usable, friday.why) == (False, "boilerplate dates nothing")


def test_the_order_of_numbers_is_taken_from_another_date_of_the_report(read: Reader) -> None:
    assert [t.value for t in read("It was hit on 06/08/2024 and on 13/08/2024.")] == ["2024-08-06", "2024-08-13"]
    assert [t.value for t in read("It was hit on 06/08/2024 and on 08/13/2024.")] == ["2024-06-08", "2024-08-13"]
    assert read("It was hit on 08/08/2024.")[0].value == "2024-08-08"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was hit on Friday.", "XXXX-WXX-5"),
        ("It was hit yesterday.", "XXXX-XX-XX"),
        ("It was hit on August 6.", "XXXX-08-06"),
        ("It was hit last September.", "XXXX-09"),
        ("It was hit last week.", "XXXX-WXX"),
        ("It was hit last year.", "XXXX"),
        ("It was hit overnight.", "XXXX-XX-XXTNI"),
        ("It was hit two days ago.", "XXXX-XX-XX"),
    ],
)
def test_an_undated_report_keeps_what_is_said_and_guesses_nothing(read: Reader, text: str, value: str) -> None:
    timex = read(text, None)[0]
    assert (timex.value, timex.dates) == (value, None)


def test_an_undated_report_is_dated_where_the_text_says_it_in_full(read: Reader) -> None:
    found = read("It fell on August 6, 2024. The following day it rained.", None)
    assert [days(t) for t in found] == [("2024-08-06", "2024-08-06", "day"), ("2024-08-07", "2024-08-07", "day")]


def test_usable_dates_come_best_first(read: Reader) -> None:
    text = "On Friday he said that it was hit on August 6 in 2024."
    found = read(text, "2024-08-09")
    ordered = usable_dates(found, Span(0, len(text)), near=text.index("hit"))
    assert [t.span.of(text) for t in ordered] == ["August 6", "2024", "Friday"]


def test_the_publication_date_stands_in_by_name() -> None:
    day = date(2024, 8, 9)
    assert publication_stands_in(day) == DateRange(day, day, "publication", "times.publication")
    assert publication_stands_in(None).precision == "unknown"
