from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geoevents.atlas import Atlas, Borders, compass, describe_border, in_range, measure
from geoevents.errors import BadCoordinates, PlaceError
from geoevents.model import Measurement, Place

GEOD = Geod(ellps="WGS84")


def place(atlas: Atlas, query: str) -> Place:
    return atlas.gazetteer.candidates(query)[0].place


@pytest.mark.parametrize(
    ("town", "other", "low", "high"),
    [
        ("Sudzha", "UA", 9, 10),
        ("Shebekino", "UA", 7, 8),
        ("Grayvoron", "UA", 7, 9),
        ("Belgorod", "UA", 32, 34),
        ("Kursk", "UA", 90, 92),
        ("Kostiantynivka", "RU", 111, 113),
    ],
)
def test_distances_to_the_border_of_russia_and_ukraine(
    atlas: Atlas, town: str, other: str, low: float, high: float
) -> None:
    where = place(atlas, town)
    measured = atlas.borders.to_country(where.lon, where.lat, other)
    assert low <= measured.value <= high
    assert measured.between == "RU-UA"


class BruteForce:
    """Every piece of border cut to 250 m, measured by geodesic one by one, then refined on the nearest."""

    def __init__(self, borders: Borders) -> None:
        pieces = borders.pieces()
        length = GEOD.inv(pieces[:, 0], pieces[:, 1], pieces[:, 2], pieces[:, 3])[2]
        steps = np.maximum(1, np.ceil(np.asarray(length) / 250.0)).astype(int)
        of = np.repeat(np.arange(len(pieces)), steps)
        at = ((np.arange(len(of)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[of])[:, None]
        self.points = np.concatenate([pieces[of, :2] + (pieces[of, 2:] - pieces[of, :2]) * at, pieces[:, 2:]])

    def km(self, lon: float, lat: float) -> float:
        # A first pass on the sphere leaves what can be nearest (it errs by at most 0.6 %).
        x, y = np.radians(self.points.T)
        a, b = np.radians(lon), np.radians(lat)
        half = np.sin((y - b) / 2) ** 2 + np.cos(y) * np.cos(b) * np.sin((x - a) / 2) ** 2
        rough = 2 * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
        near = self.points[rough <= rough.min() * 1.012 + 1e-6]
        n = len(near)
        return float(np.min(GEOD.inv(np.full(n, lon), np.full(n, lat), near[:, 0], near[:, 1])[2])) / 1000.0


@pytest.fixture(scope="module")
def brute(atlas: Atlas) -> BruteForce:
    return BruteForce(atlas.borders)


# Where projections break: poles, the antimeridian from both sides, the far Pacific, Antarctica.
HARD = [(0.0, 90.0), (77.0, -90.0), (180.0, 66.0), (-180.0, 66.0), (179.999, -16.5), (-179.999, 51.0), (-140.0, -45.0),
        (-123.0, 49.0), (30.0, -75.0), (35.271, 51.191), (-100.0, 49.3)]  # fmt: skip


def test_nearest_border_is_that_of_brute_force(atlas: Atlas, brute: BruteForce) -> None:
    rng = np.random.default_rng(20240806)
    lons = [*(x for x, _ in HARD), *rng.uniform(-180, 180, 60), *rng.uniform(-170, -110, 40)]
    lats = [*(y for _, y in HARD), *np.degrees(np.arcsin(rng.uniform(-1, 1, 60))), *rng.uniform(-60, 10, 40)]
    found = atlas.borders.nearest_many(lons, lats)
    for lon, lat, km, x, y in zip(lons, lats, found.km, found.lon, found.lat, strict=True):
        slack = 0.05 if km < 5 else 0.02  # brute force has a point every 250 m: within 5 km that shows
        assert km == pytest.approx(brute.km(lon, lat), abs=slack)
        assert km == pytest.approx(GEOD.inv(lon, lat, x, y)[2] / 1000, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_one_point_and_a_column_agree(lon: float, lat: float) -> None:
    borders = _borders()
    one = borders.nearest(lon, lat)
    many = borders.nearest_many([lon, lon + 360 if lon < 0 else lon - 360], [lat, lat])
    assert one.value == pytest.approx(float(many.km[0]), abs=0.001)
    assert float(many.km[0]) == pytest.approx(float(many.km[1]), abs=0.001)
    assert one.low <= one.value <= one.high
    assert 0 <= (one.bearing_deg or 0.0) <= 360


_OPENED: list[Borders] = []


def _borders() -> Borders:
    if not _OPENED:
        _OPENED.append(Borders())
    return _OPENED[0]


def test_errors_of_the_border_and_of_what_is_only_near(atlas: Atlas) -> None:
    sudzha = place(atlas, "Sudzha")
    point, town = atlas.borders.nearest(sudzha.lon, sudzha.lat), atlas.borders.from_place(sudzha)
    assert point.high - point.value == pytest.approx(1.0)
    assert town.high - town.value == pytest.approx(1.0)
    near = atlas.borders.from_place(sudzha, reach_km=5.0)
    assert near.high - near.value == pytest.approx(6.0)
    unplaced = atlas.borders.from_place(replace(sudzha, note="near Sudzha", radius_km=8.0))
    assert unplaced.high - unplaced.value == pytest.approx(9.0)
    assert town.value == point.value
    assert point.line[0] == (sudzha.lon, sudzha.lat)
    assert GEOD.inv(*point.line[0], *point.line[1])[2] / 1000 == pytest.approx(point.value, abs=0.01)


def test_distances_print_as_a_person_would_write_them(atlas: Atlas) -> None:
    measured = atlas.borders.nearest(35.271, 51.191)
    assert describe_border(measured, short=True) == "10 km from border (9–11)"
    assert measured.why.startswith("about 10 km (9–11) from the Russia–Ukraine border, measured from the point")
    assert "recognised borders, Crimea in Ukraine" in measured.why
    assert "measured from the town point" in atlas.borders.from_place(place(atlas, "Sudzha")).why
    assert in_range(Measurement(value=0.4, low=0.0, high=1.4)) == "0.4 km (0–1)"
    assert in_range(Measurement(value=1234.0, low=1231.0, high=1236.0)) == "1,230 km (1,230–1,240)"


def test_views_differ_about_crimea(atlas: Atlas, de_facto: Atlas) -> None:
    henichesk = place(atlas, "Henichesk")
    international = atlas.borders.to_country(henichesk.lon, henichesk.lat, "RU")
    controlled = de_facto.borders.to_country(henichesk.lon, henichesk.lat, "RU")
    assert 270 < international.value < 295
    assert 20 < controlled.value < 30
    assert (international.view, controlled.view) == ("international", "de-facto")
    assert "control, not recognition" in controlled.why
    for view, country in ((atlas, "Ukraine"), (de_facto, "Russia")):
        held = view.regions.country_at(34.1, 44.95)
        assert held is not None
        assert held.name == country


def test_land_borders_only(atlas: Atlas) -> None:
    # Odesa to Romania and Moldova by land; no border runs through the Black Sea, the Channel or the Bering Strait.
    pieces = atlas.borders.pieces()
    for west, south, east, north in ((31.5, 43.5, 35.5, 45.0), (-2.0, 49.9, 1.2, 50.6), (-170.5, 64.0, -167.0, 67.0)):
        inside = (pieces[:, 0] > west) & (pieces[:, 0] < east) & (pieces[:, 1] > south) & (pieces[:, 1] < north)
        assert not inside.any()


def test_depth_and_the_other_side(atlas: Atlas) -> None:
    depth = atlas.borders.depth(35.271, 51.191)
    assert depth.value == pytest.approx(atlas.borders.nearest(35.271, 51.191).value)
    assert "inside Russia" in depth.why
    assert atlas.borders.across(depth, "RU") == "UA"
    with pytest.raises(PlaceError, match="no country"):
        atlas.borders.depth(-40.0, 40.0)


def test_a_region_is_a_range(atlas: Atlas) -> None:
    kursk = place(atlas, "Kursk region")
    ranged = atlas.borders.region_range(kursk.place_id, "UA")
    assert ranged.low == 0.0
    assert ranged.low < ranged.value < ranged.high
    assert 75 < ranged.value < 95
    assert atlas.borders.from_place(kursk).high == pytest.approx(atlas.borders.region_range(kursk.place_id).high)
    with pytest.raises(PlaceError, match="no polygon"):
        atlas.borders.region_range("geonames:486816")


def test_kursk_region_seen_from_moscow(atlas: Atlas) -> None:
    measured = measure(place(atlas, "Kursk region"), place(atlas, "Moscow"), atlas)
    assert measured.low == pytest.approx(386, rel=0.01)
    assert measured.high == pytest.approx(557, rel=0.01)
    assert measured.bearing_low_deg == pytest.approx(172, rel=0.01)
    assert measured.bearing_high_deg == pytest.approx(209, rel=0.01)
    city = measure(place(atlas, "Kursk"), place(atlas, "Moscow"), atlas)
    assert city.value == pytest.approx(458, rel=0.01)
    assert city.bearing_deg == pytest.approx(192.5, abs=1)
    assert city.bearing_deg is not None
    assert compass(city.bearing_deg) == "S"
    assert compass(city.bearing_deg, points=16) == "SSW"


def test_measuring_both_ways_and_to_itself(atlas: Atlas) -> None:
    kursk, belgorod, moscow = (place(atlas, n) for n in ("Kursk region", "Belgorod region", "Moscow"))
    there, back = measure(kursk, moscow, atlas), measure(moscow, kursk, atlas)
    assert (there.value, there.low) == (back.value, back.low)
    assert measure(kursk, belgorod, atlas).low == 0.0, "neighbours touch"
    itself = measure(moscow, moscow, atlas)
    assert (itself.value, itself.low, itself.bearing_deg) == (0.0, 0.0, None)


def test_measure_across_the_antimeridian(atlas: Atlas) -> None:
    suva, apia = place(atlas, "Suva"), place(atlas, "Apia")
    assert measure(suva, apia, atlas).value < 1200
    chukotka, anadyr = place(atlas, "Chukotka"), place(atlas, "Anadyr")
    assert measure(anadyr, chukotka, atlas).low == 0.0


@pytest.mark.parametrize(
    ("bearing", "word"), [(0, "N"), (22.4, "N"), (22.6, "NE"), (225, "SW"), (337.6, "N"), (360, "N"), (-90, "W")]
)
def test_compass(bearing: float, word: str) -> None:
    assert compass(bearing) == word


@pytest.mark.parametrize(
    ("lon", "lat", "hint"),
    [(35.0, 91.0, "out of range"), (361.0, 0.0, "out of range"), (float("nan"), 0.0, "out of range"),
     (51.2, 135.0, "swapped"), ("x", 0.0, "no coordinates")],
)  # fmt: skip
def test_coordinates_that_are_none(atlas: Atlas, lon: float, lat: float, hint: str) -> None:
    with pytest.raises(BadCoordinates, match=hint):
        atlas.borders.nearest(lon, lat)
    with pytest.raises(BadCoordinates, match=hint):
        atlas.regions.country_at(lon, lat)


def test_columns_that_do_not_fit(atlas: Atlas) -> None:
    with pytest.raises(BadCoordinates, match="one length"):
        atlas.borders.nearest_many([1.0, 2.0], [1.0])
    with pytest.raises(BadCoordinates, match="out of range"):
        atlas.borders.nearest_many([1.0, 2.0], [1.0, 95.0])
    assert len(atlas.borders.nearest_many([], []).km) == 0


def test_countries_without_land_border(atlas: Atlas) -> None:
    with pytest.raises(PlaceError, match="no land border"):
        atlas.borders.to_country(174.8, -41.3, "NZ")
    with pytest.raises(PlaceError, match="no border view"):
        Borders("of-my-own")  # type: ignore[arg-type]
