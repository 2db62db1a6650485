"""Verdicts at the edges of their tolerance, on hand-made places."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geoevents.atlas import Atlas
from geoevents.events.claims.rules import distance_tables
from geoevents.events.claims.verdicts import (
    SHOWN,
    Stated,
    judge,
    measured_area,
    placed_point,
    rounding,
    stated_interval,
)
from geoevents.lexicon import load_lexicon
from geoevents.model import DistanceClaim, Place, Span, Verdict

ATLAS = Atlas.load()
ANGLES = distance_tables(load_lexicon()).angles
HUB = Place("own:hub", "Hub", "settlement", 20.0, 10.0, country="TD", radius_km=0.0)


def away(km: float, bearing: float, radius: float = 0.0) -> Place:
    """A place so far from the hub."""
    lon, lat, _ = Geod(ellps="WGS84").fwd(HUB.lon, HUB.lat, bearing, km * 1000)
    return Place(f"own:{km}-{bearing}", "Far", "settlement", lon, lat, country="TD", radius_km=radius)


def claim(subject: Place | None, reference: Place | None = HUB, **given: object) -> DistanceClaim:
    base = DistanceClaim(
        span=Span(0, 1), text="x", sentence=Span(0, 1), kind="to-place", stated_value="100", stated_unit="km",
        low=100, best=100, high=100, subject=subject, reference=reference,
    )  # fmt: skip
    return replace(base, **given)  # type: ignore[arg-type]


def verdict(stated: Stated, km: float, radius: float = 0.0) -> Verdict:
    return judge(claim(away(km, 0.0, radius)), stated, (), ATLAS, ANGLES).verdict


@pytest.mark.parametrize(
    ("value", "digits", "half"),
    [(12, "12", 0.5), (12.5, "12.5", 0.05), (10, "10", 1.5), (35, "35", 2.5), (15, "15", 2.25), (390, "390", 5.0), (500, "500", 50.0), (1000, "1,000", 150.0), (7, "seven", 0.5)],
)  # fmt: skip
def test_rounding_of_the_stated_number(value: float, digits: str, half: float) -> None:
    assert rounding(value, digits) == pytest.approx(half)


@pytest.mark.parametrize(
    ("mode", "low", "high"),
    [("exact", 85, 115), ("around", 70, 130), ("at-least", 85, math.inf), ("more-than", 85, math.inf), ("up-to", 0, 115), ("less-than", 0, 115), ("vague", 85, 500)],
)  # fmt: skip
def test_intervals(mode: str, low: float, high: float) -> None:
    assert stated_interval(Stated(100, mode, 1.0, "100")) == (low, high)  # type: ignore[arg-type]
    assert stated_interval(Stated(100, "range", 1.0, "100", upper=200)) == (85, 230)


@pytest.mark.parametrize(
    ("mode", "inside", "outside"),
    [
        ("exact", (85.1, 114.9), (84.9, 115.1)),
        ("around", (70.1, 129.9), (69.9, 130.1)),
        ("at-least", (85.1, 5000.0), (84.9, 10.0)),
        ("up-to", (1.0, 114.9), (115.1, 400.0)),
    ],
)
def test_edges(mode: str, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    stated = Stated(100, mode, 1.0, "100")  # type: ignore[arg-type]
    assert [verdict(stated, km) for km in inside] == ["consistent"] * 2
    assert [verdict(stated, km) for km in outside] == ["does-not-match"] * 2


def test_the_size_of_a_place_widens_the_measurement() -> None:
    stated = Stated(100, "exact", 1.0, "100")
    assert verdict(stated, 120, radius=0.0) == "does-not-match"
    assert verdict(stated, 120, radius=6.0) == "consistent"


def test_units_are_converted() -> None:
    assert verdict(Stated(62, "exact", 1.609344, "62"), 100) == "consistent"
    assert verdict(Stated(62, "exact", 1.852, "62"), 100) == "does-not-match"


def test_a_road_is_longer_than_the_straight_line() -> None:
    assert verdict(Stated(150, "exact", 1.0, "150", by_road=True), 100) == "consistent"
    assert verdict(Stated(150, "exact", 1.0, "150"), 100) == "does-not-match"
    assert verdict(Stated(190, "exact", 1.0, "190", by_road=True), 100) == "does-not-match"


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (Stated(0, "exact", 1.0, "0"), "states no distance"),
        (Stated(-5, "exact", 1.0, "-5"), "states no distance"),
        (Stated(50_000, "exact", 1.0, "50,000"), "no two places on earth"),
        (Stated(100, "exact", 1.0, "100", contradicts=True), "does not agree"),
    ],
)
def test_what_cannot_be_checked(stated: Stated, words: str) -> None:
    judged = judge(claim(away(100, 0)), stated, (), ATLAS, ANGLES)
    assert judged.verdict == "cannot-check"
    assert words in judged.why


def test_missing_ends_are_said() -> None:
    stated = Stated(100, "exact", 1.0, "100")
    assert "does not name the place" in judge(claim(None), stated, (), ATLAS, ANGLES).why
    unknown = judge(claim(away(100, 0), None, reference_name="Nowhere Mill"), stated, (), ATLAS, ANGLES)
    assert (unknown.verdict, "'Nowhere Mill' is not on our map" in unknown.why) == ("cannot-check", True)
    assert "both ends" in judge(claim(HUB), stated, (), ATLAS, ANGLES).why


@pytest.mark.parametrize(
    ("direction", "bearing", "expected"),
    [
        ("N", 44.0, "consistent"), ("N", 46.0, "does-not-match"), ("N", 316.0, "consistent"), ("SW", 181.0, "consistent"),
        ("SW", 179.0, "does-not-match"), ("NNE", 55.0, "consistent"), ("NNE", 57.0, "does-not-match"), ("S", 0.0, "does-not-match"),
    ],
)  # fmt: skip
def test_direction_is_judged_apart(direction: str, bearing: float, expected: str) -> None:
    judged = judge(claim(away(100, bearing), direction=direction), Stated(100, "exact", 1.0, "100"), (), ATLAS, ANGLES)
    assert judged.verdict == "consistent"
    assert judged.direction_verdict == expected


def test_direction_of_overlapping_places_cannot_be_checked() -> None:
    near = away(3, 90, radius=5.0)
    judged = judge(claim(near, direction="E", best=3), Stated(3, "exact", 1.0, "3"), (), ATLAS, ANGLES)
    assert judged.direction_verdict == "cannot-check"


def test_a_country_without_a_land_border() -> None:
    place = Place("own:i", "Reykjavík", "settlement", -21.9, 64.1, country="IS", radius_km=3.0)
    judged = judge(claim(place, None, kind="to-border"), Stated(10, "exact", 1.0, "10"), ("IS",), ATLAS, ANGLES)
    assert judged.verdict == "cannot-check"


def test_the_area_of_a_country_is_its_land() -> None:
    gazetteer = ATLAS.gazetteer
    for code, km2 in (("IS", 103_000), ("UY", 176_000), ("AU", 7_690_000)):
        country = gazetteer.country_place(code)
        assert country is not None
        measured = measured_area(country, ATLAS)
        assert measured.low <= km2 <= measured.high


def test_the_words_shown() -> None:
    assert set(SHOWN) == {"consistent", "does-not-match", "cannot-check"}


def test_a_claim_can_place_an_event() -> None:
    given_point = placed_point(claim(None, direction="N"), ANGLES)
    assert given_point is not None
    lon, lat, error = given_point
    assert (lon, lat) == (pytest.approx(20.0), pytest.approx(10.9, abs=0.01))
    assert 50 < error < 70
    assert placed_point(claim(away(100, 0), direction="N"), ANGLES) is None
    assert placed_point(claim(None), ANGLES) is None


@given(
    st.floats(-1e6, 1e9), st.sampled_from(["exact", "around", "at-least", "more-than", "up-to", "less-than", "vague"]),
    st.floats(0.1, 3000), st.floats(0, 359),
)  # fmt: skip
def test_every_number_gets_a_verdict_and_a_reason(value: float, mode: str, km: float, bearing: float) -> None:
    stated = Stated(value, mode, 1.0, f"{value:g}")  # type: ignore[arg-type]
    judged = judge(claim(away(km, bearing), direction="NE"), stated, (), ATLAS, ANGLES)
    assert judged.verdict in SHOWN
    assert judged.why.endswith(".")


@given(st.floats(1, 10_000), st.sampled_from(["exact", "around", "at-least", "up-to"]))
def test_the_truth_is_always_consistent(km: float, mode: str) -> None:
    stated = Stated(round(km), mode, 1.0, str(round(km)))  # type: ignore[arg-type]
    assert verdict(stated, km) == "consistent"
