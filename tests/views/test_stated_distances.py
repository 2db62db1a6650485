"""Stated distances in words: keys that survive a link, ranges that the verdict compares, cards that only hold text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.model import DistanceClaim, Event, Measurement, Span
from geoevents.views.claims import (
    allowed_range,
    claim_card,
    claim_key,
    claim_label,
    claim_row,
    measured_words,
    parse_claim_key,
    tolerance_words,
)

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}${1}"


def bare(**values: object) -> DistanceClaim:
    """A claim of about ten kilometres with changes."""
    made = DistanceClaim(Span(0, 3), "10 km", Span(0, 9), "to-border", "10", "km", None, 10.0, None)
    return replace(made, **values)  # type: ignore[arg-type]


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.text(min_size=1, max_size=40))
def test_a_key_leads_back_to_its_claim(first: int, last: int, report: str) -> None:
    claim = bare(span=Span(min(first, last), max(first, last)))
    assert parse_claim_key(claim_key(report, claim)) == (report, *sorted((first, last)))


@given(st.text(max_size=60))
def test_nonsense_is_no_key_and_never_raises(words: str) -> None:
    found = parse_claim_key(words)
    assert found is None or (found[0] and "@" in words)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ({}, 8.5, 11.5),
        ({"qualifier": "around"}, 7.0, 13.0),
        ({"low": 10.0, "best": None}, 8.5, float("inf")),
        ({"high": 10.0, "best": None}, 0.0, 11.5),
        ({"stated_value": "6", "stated_unit": "miles", "best": 9.656064}, 8.851392, 10.460736),
        ({"stated_value": "1.5", "best": 1.5}, 1.45, 1.55),
    ],
)
def test_the_tolerance_is_that_of_the_verdict(values: dict[str, object], low: float, high: float) -> None:
    allowed = allowed_range(bare(**values))
    assert allowed is not None
    assert allowed == pytest.approx((low, high))


def test_words_without_a_number_have_no_tolerance() -> None:
    claim = bare(best=None, stated_value="several")
    assert allowed_range(claim) is None
    assert tolerance_words(claim) == "–"
    assert measured_words(claim) == "not measured"


def test_a_row_says_what_is_stated_and_what_is_measured(event: Event) -> None:
    claim = replace(event.claims[0], low=None, high=None, qualifier="some")
    row = claim_row(claim, "r1")
    assert list(row)[:5] == ["The text says", "Stated", "Measured", "Tolerance", "Verdict"]
    assert row["Stated"] == "about 10 km"
    assert row["Measured"] == "9.6 km"
    assert row["Tolerance"] == "words 7.0 – 13 · map 8.6 – 11 km"
    assert claim_label(claim) == "text: about 10 km · map: 9.6 km"


def test_a_depth_without_a_place_is_measured_to_the_far_end() -> None:
    claim = bare(kind="depth", measurement=Measurement(80.0, 0.0, 176.0))
    assert measured_words(claim) == "at most 176 km"


def test_the_card_holds_text_as_text() -> None:
    card = claim_card(bare(text=HOSTILE, why=HOSTILE, attributed_to=HOSTILE), HOSTILE, HOSTILE)
    assert "<script" not in card
    assert "&lt;script" in card
