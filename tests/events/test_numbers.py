from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.events.figures.number_words import words_in
from geoevents.events.figures.numbers import Quantity, find_quantities
from geoevents.lexicon import load_lexicon
from geoevents.model import Span
from geoevents.text import parse

LEXICON = load_lexicon()
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def read(text: str) -> tuple[Quantity, ...]:
    return find_quantities(text, Span(0, len(text)), LEXICON)


def bounds(text: str) -> list[tuple[float | None, float | None, float | None]]:
    return [quantity.bounds(counted=True) for quantity in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("44 people", (44, 44, 44)),
        ("3,000 people", (3000, 3000, 3000)),
        ("12 000 people", (12000, 12000, 12000)),
        ("4.5 million people", (4_500_000, 4_500_000, 4_500_000)),
        ("2bn people", (2e9, 2e9, 2e9)),
        ("two hundred and fifty people", (250, 250, 250)),
        ("twenty-five people", (25, 25, 25)),
        ("one hundred thousand people", (100_000, 100_000, 100_000)),
        ("a dozen people", (12, 12, 12)),
        ("half a million people", (500_000, 500_000, 500_000)),
        ("two and a half miles", (2.5, 2.5, 2.5)),
        ("at least 14 people", (14, 14, None)),
        ("no fewer than 50 people", (50, 50, None)),
        ("100 or more people", (100, 100, None)),
        ("more than 100 people", (101, 100, None)),
        ("over 76,000 people", (76_001, 76_000, None)),
        ("up to 10 people", (None, None, 10)),
        ("as many as 10,000 people", (None, None, 10_000)),
        ("fewer than 50 people", (None, None, 49)),
        ("around 3,000 people", (None, 3000, None)),
        ("nearly two dozen people", (None, 24, None)),
        ("between 10 and 20 people", (10, None, 20)),
        ("15–20 people", (15, None, 20)),
        ("two or three people", (2, None, 3)),
        ("from one to two people", (1, None, 2)),
        ("2-3 million people", (2_000_000, None, 3_000_000)),
        ("dozens of people", (24, None, None)),
        ("hundreds of people", (200, None, None)),
        ("tens of thousands of people", (20_000, None, None)),
        ("hundreds of thousands of people", (200_000, None, None)),
        ("several hundred people", (200, None, None)),
        ("a couple of hundred people", (None, 200, None)),
    ],
)
def test_the_table_of_low_best_and_high(text: str, expected: tuple[float | None, ...]) -> None:
    assert bounds(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "10,00 2 people", "Su-34 and T-72", "Boeing 737", "the G20", "COVID-19", "aged 34", "a 34-year-old", "155mm",
        "on 9/11", "at 10:30", "50% of it", "50 percent", "12 per cent", "+380 44 123-45-67", "won 3-2", "2008-09-11",
        "John Smith, 34, said", "on August 6", "9 August 2024", "-5 degrees", "a two-storey house", "no one came",
        "Route 66", "10,000,000,000,000,000 people", "the 4th floor", "resolution 242", "tens of them", "№ 7",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert read(text) == ()


def test_growth_is_two_numbers_and_a_ratio_none() -> None:
    assert [q.value for q in read("rose from 3,000 to 76,000")] == [3000, 76_000]
    assert [q.mode for q in read("moved from 10 to 20 km")] == ["range"]
    assert [q.value for q in read("it fell 3 to 2")] == [3, 2]


def test_a_measure_is_not_stepped_up() -> None:
    (quantity,) = read("more than 1,000 km")
    assert quantity.bounds(counted=False) == (1000, 1000, None)


def test_years_are_marked() -> None:
    years = {q.value: q.year_like for q in read("in 2014 some 298 people and 1,950 others")}
    assert years == {2014: True, 298: False, 1950: False}


def test_units_written_behind_digits() -> None:
    assert [(q.value, q.attached) for q in read("10km and a 1,000-kilometre line")] == [(10, "km"), (1000, "kilometre")]


def spelled(number: int) -> str:
    """Write a number below a million in words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    rest = f" {spelled(number % 1000)}" if number % 1000 else ""
    return f"{spelled(number // 1000)} thousand{rest}"


@given(st.integers(min_value=1, max_value=999_999))
def test_number_words_round_trip(number: int) -> None:
    assert [q.value for q in read(f"{spelled(number)} people")] == [number]


@given(st.integers(min_value=1, max_value=10**11), st.sampled_from(["{}", "{:,}"]))
def test_digits_round_trip(number: int, form: str) -> None:
    assert [q.value for q in read(f"{form.format(number)} people")] == [number]


@given(st.text(alphabet="0123456789,.-–/: \nabmk$£%(): aone twohundredandto", max_size=60))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    found = read(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) and q.span.contains(q.number) for q in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(0 <= q.value <= 1e12 for q in found)


@given(st.text(max_size=200))
def test_tokens_and_plain_scanning_agree_on_the_text(text: str) -> None:
    prose = parse(text, LEXICON)
    words = words_in(prose, Span(0, len(text)))
    for word, start, end in zip(words.lower, words.starts, words.ends, strict=True):
        assert text[start:end].lower().replace("’", "'") == word


def test_long_input_is_read_in_linear_time() -> None:
    for piece in ("1,000 ", "one hundred ", "10-", "a ", "two or ", "between 1 and "):
        assert len(read(piece * 3000)) <= 9000


PIECES = st.lists(st.sampled_from(["Kyiv’s", "twenty-five", "10km", "don't", "’s", " ", ".", "\n\n", "3,000", "A"]))


@given(PIECES.map(" ".join) | st.text(max_size=60), st.integers(0, 80), st.integers(0, 80))
def test_words_of_a_stretch_are_those_that_its_tokens_alone_give(text: str, start: int, size: int) -> None:
    prose = parse(text, LEXICON)
    begins, ends = prose.tokens.starts, prose.tokens.ends
    first = sum(at < start for at in begins)
    last = sum(at < start + size for at in begins)
    words = words_in(prose, Span(start, start + size))
    cut = parse(" " * start + text[start : start + size], LEXICON)
    if list(zip(begins, ends, strict=True))[first:last] == list(zip(cut.tokens.starts, cut.tokens.ends, strict=True)):
        alone = words_in(cut, Span(0, start + size))
        assert (words.lower, words.starts, words.ends) == (alone.lower, alone.starts, alone.ends)
