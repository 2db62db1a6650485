"""Properties that hold for any text: dates written in any form come back, spans are sound, nothing crashes, time is linear."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.lexicon import load_lexicon
from geoevents.model import Timex
from geoevents.text import parse
from geoevents.times import anchor, dateline_date, find_timexes, infer_publication
from geoevents.times.days import days_of, easter, feast, make_date, shift, shift_months, week_value
from geoevents.times.find import Scan
from geoevents.times.grammar import grammar_of
from geoevents.times.tense import MARK, marks_before
from geoevents.times.tense import VERBS as VERB_PATTERN

LEXICON = load_lexicon()
Reader = Callable[..., tuple[Timex, ...]]
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
FORMS: list[Callable[[date], str]] = [
    lambda d: d.isoformat(),
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%b}{'' if d.month == 5 else '.'} {d.day}, {d.year}",
    lambda d: f"{d:%A}, {d:%B} {d.day}, {d.year}",
    lambda d: f"{d:%A} {d.day} {d:%B} {d.year}",
    lambda d: f"the {d.day}{ORDINALS.get(d.day, 'th')} of {d:%B}, {d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"the morning of {d:%B} {d.day}, {d.year}",
]
# Full-width digits, as some keyboards write them.
WIDE = "2024-08-06".translate({ord("0") + n: 0xFF10 + n for n in range(10)})
SCAN = LEXICON["times"].tables["scan"]["words"]
HARD = ["10", "a.m.", "10km", "2024-08-09", "3.30pm", "mid-May", "May’s", "١٢", "ÜBER", "2020s", "9/11", "_may", "12th"]
VERBS = [
    "will",
    "has been",
    "scheduled",
    "to",
    "begin",
    "was",
    "killed",
    "may",
    "could not be heard",
    "he’ll",
    "due",
    "is",
]
WORDS = st.sampled_from(
    [
        "on",
        "in",
        "the",
        "last",
        "next",
        "this",
        "Friday",
        "May",
        "March",
        "6",
        "August",
        "2024",
        "two",
        "days",
        "ago",
        "week",
        "earlier",
        "of",
        "year",
        "night",
        "overnight",
        "said",
        "will",
        "“",
        "”",
        ".",
        ",",
        "'s",
        "£4",
        "every",
        "until",
        "between",
        "and",
        "to",
        "-",
        "–",
        "1990s",
        "quarter",
        "٣",
        "Christmas",
        "now",
        "31",
        "April",
        "9999",
        "0000",
        "10:30",
        "p.m.",
        "UTC",
        "\n\n",
        WIDE,
    ]
)


def read(text: str, published: date | None) -> tuple[Timex, ...]:
    prose = parse(text, LEXICON)
    return anchor(find_timexes(prose, LEXICON), prose, published, LEXICON)


@given(DAYS, st.sampled_from(FORMS), DAYS)
@settings(max_examples=150, deadline=None)
def test_a_full_date_in_any_form_is_read_back_whatever_the_publication(
    day: date, form: Callable[[date], str], published: date
) -> None:
    text = f"The bridge was opened on {form(day)}."
    found = read(text, published)
    assert [t.span.of(text).rstrip(".") for t in found] == [form(day)]
    assert found[0].dates is not None
    assert (found[0].dates.first, found[0].dates.last) == (day, day)
    assert read(text, None)[0].dates == found[0].dates


@given(DAYS, st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_a_bare_weekday_is_the_nearest_past_or_the_day_itself(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    (timex,) = read(f"The bridge fell on {day:%A}.", published)
    assert timex.value == day.isoformat()
    (strict,) = read(f"The bridge fell last {day:%A}.", published)
    assert strict.value == (day if back else day - timedelta(days=7)).isoformat()


def sound(text: str, found: tuple[Timex, ...]) -> None:
    for timex in found:
        assert 0 <= timex.span.start < timex.span.end <= len(text)
        assert timex.span.of(text) == timex.span.of(text).strip()
        assert timex.value
        dates = timex.dates
        if dates is not None and dates.first is not None and dates.last is not None:
            assert type(dates.first) is date
            assert dates.first <= dates.last
            assert dates.text == (dates.span.of(text) if dates.span else None)
        if not timex.usable:
            assert timex.why
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start


@given(st.lists(WORDS, max_size=40).map(" ".join), st.none() | st.dates())
@settings(max_examples=150, deadline=None)
def test_any_words_of_time_are_read_soundly(text: str, published: date | None) -> None:
    found = read(text, published)
    sound(text, found)
    prose = parse(text, LEXICON)
    infer_publication(found, prose, LEXICON)
    dateline_date(prose, LEXICON, published)


@given(st.text(max_size=200), st.none() | st.dates())
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_soundly(text: str, published: date | None) -> None:
    sound(text, read(text, published))


@pytest.mark.parametrize("published", [date.min, date.max, date(1, 1, 3), date(9999, 12, 30), date(2999, 1, 1)])
def test_the_ends_of_the_calendar_and_a_publication_in_the_future(published: date) -> None:
    rules = " ".join(f"He said {example}." for rule in LEXICON["times"].rules for example in rule.examples)
    text = (
        rules
        + " On 31 December 9999, 1 January 0001, 0000-00-00, in 9999, on 31 April, on 29 February 2023, 99 years ago."
    )
    sound(text, read(text, published))


def test_digits_of_other_scripts_are_numbers_or_nothing() -> None:
    assert [t.value for t in read("It happened ٣ days ago.", date(2024, 8, 9))] == ["2024-08-06"]
    sound(WIDE, read(WIDE, date(2024, 8, 9)))


def test_ten_thousand_dates_take_linear_time() -> None:
    def seconds(count: int) -> float:
        text = ", ".join(f"on {n % 28 + 1} August 2024 it was hit “yesterday”" for n in range(count))
        start = time.perf_counter()
        found = read(text, date(2024, 9, 1))
        assert len(found) >= 2 * count
        return time.perf_counter() - start

    short, long = seconds(1_250), seconds(10_000)
    assert long < 20 * short + 0.5


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_in_its_five_weeks(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("easter+0", 2024, "2024-03-31"),
        ("easter-2", 2025, "2025-04-18"),
        ("orthodox+0", 2024, "2024-05-05"),
        ("orthodox+0", 2025, "2025-04-20"),
        ("11/4/4", 2024, "2024-11-28"),
        ("5/1/-1", 2024, "2024-05-27"),
        ("1/1/3", 2025, "2025-01-20"),
        ("12-25", 2024, "2024-12-25"),
    ],
)
def test_feasts(rule: str, year: int, day: str) -> None:
    assert feast(rule, year) == date.fromisoformat(day)


@given(st.dates())
def test_values_of_days_weeks_and_months_cover_their_day(day: date) -> None:
    for value in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        days = days_of(value)
        assert days is not None
        assert days[0] <= day <= days[1]
    week = days_of(week_value(day))
    assert week is None or week[0] <= day <= week[1]


@pytest.mark.parametrize("value", ["2024-02-30", "2024-13", "2024-W60", "PRESENT_REF", "XXXX-08", "P1D", "", "0000"])
def test_what_is_no_calendar_value_covers_no_day(value: str) -> None:
    assert days_of(value) is None


@given(st.dates(), st.integers(-120_000, 120_000))
def test_shifting_never_leaves_the_calendar(day: date, count: int) -> None:
    moved = shift_months(day, count)
    assert moved is None or abs((moved.year - day.year) * 12 + moved.month - day.month) == abs(count)
    there = shift(day, count)
    assert there is None or (there - day).days == count
    assert make_date(0, 1, 1) is None


@given(
    st.lists(st.one_of(WORDS, st.sampled_from([*HARD, *SCAN])), max_size=30), st.sampled_from([" ", "-", "\n", ", "])
)
def test_no_trigger_is_passed_over(words: list[str], between: str) -> None:
    prose = parse(between.join(words), LEXICON)
    scan = Scan(prose, grammar_of(LEXICON))
    inside = [
        at
        for at in (match.start() for match in scan.grammar.trigger.finditer(scan.low))
        if any(sentence.span.start <= at < sentence.span.end for sentence in prose.sentences)
    ]
    assert [at for _, at in scan.triggers()] == inside


@given(
    st.lists(st.sampled_from([*sorted(set(re.findall(r"[a-z]+", VERB_PATTERN))), "he’ll", "5", "-", "\n"]), max_size=40)
)
def test_no_verb_is_passed_over(words: list[str]) -> None:
    low = " ".join(words)
    whole = re.compile(rf"\b(?=\w){VERB_PATTERN}")
    assert [match.span() for match in MARK.finditer(low)] == [match.span() for match in whole.finditer(low)]


@given(st.lists(st.sampled_from([*VERBS, ",", "; ", "but", "Friday", "5"]), max_size=30))
def test_verbs_are_met_from_the_last_to_the_first(words: list[str]) -> None:
    low = " ".join(words).replace(" ,", ",")
    for floor in (0, len(low) // 3):
        found = [match.span() for match in marks_before(low, floor, len(low))]
        assert found == [match.span() for match in reversed(list(MARK.finditer(low, floor, len(low))))]
