from __future__ import annotations

import numpy as np
import pytest
import shapely

from geoevents.atlas import KINDS, Atlas


@pytest.mark.parametrize(
    ("lon", "lat", "region", "country"),
    [
        (35.271, 51.191, "Kursk Oblast", "Russia"),
        (37.706, 48.527, "Donetsk Oblast", "Ukraine"),
        (-97.74, 30.27, "Texas", "United States"),
        (2.35, 48.85, "Île-de-France", "France"),
        (-3.19, 55.95, "Scotland", "United Kingdom"),
        (34.46, 31.5, "Gaza Strip", "Palestine"),
        (151.2, -33.87, "New South Wales", "Australia"),
        (-149.9, 61.2, "Alaska", "United States"),
        (176.0, 65.5, "Chukotka", "Russia"),
        (-172.5, 66.2, "Chukotka", "Russia"),
    ],
)
def test_which_region_and_country_hold_a_point(atlas: Atlas, lon: float, lat: float, region: str, country: str) -> None:
    held, inside = atlas.regions.admin1_at(lon, lat), atlas.regions.country_at(lon, lat)
    assert held is not None
    assert inside is not None
    assert (held.name, inside.name) == (region, country)
    assert atlas.regions.contains(held.place_id, lon, lat)
    assert atlas.regions.contains(inside.place_id, lon, lat)


def test_at_sea_no_region(atlas: Atlas) -> None:
    assert atlas.regions.admin1_at(-40.0, 40.0) is None
    assert atlas.regions.country_at(-40.0, 40.0) is None


def test_contains_of_what_has_no_polygon(atlas: Atlas) -> None:
    assert atlas.regions.contains("geonames:486816", 35.272, 51.192)
    assert not atlas.regions.contains("geonames:486816", 36.0, 51.2)
    assert not atlas.regions.contains("geonames:nothing", 35.0, 51.0)
    assert atlas.regions.polygon("geonames:486816") is None
    assert atlas.regions.simplified("geonames:nothing") is None


def test_every_polygon_is_valid_and_within_the_world(atlas: Atlas) -> None:
    rows = np.flatnonzero(np.isin(atlas.gazetteer.kind, [KINDS.index("country"), KINDS.index("admin1")]))
    ids = [atlas.gazetteer.place_id(int(row)) for row in rows]
    exact = [shape for shape in map(atlas.regions.polygon, ids) if shape is not None]
    drawn = [shape for shape in map(atlas.regions.simplified, ids) if shape is not None]
    assert len(exact) > 3500
    for shapes in (exact, drawn):
        assert shapely.is_valid(shapes).all()
        west, south, east, north = shapely.total_bounds(shapes)
        assert -180.001 <= west < east <= 180.001
        assert -90.001 <= south < north <= 90.001
    assert shapely.get_num_coordinates(drawn).sum() < shapely.get_num_coordinates(exact).sum()


def test_simplified_regions_keep_their_size(atlas: Atlas) -> None:
    for name in ("Kursk region", "Donetsk region", "Texas", "Bavaria", "Kerala"):
        place = atlas.gazetteer.candidates(name)[0].place
        exact, drawn = atlas.regions.polygon(place.place_id), atlas.regions.simplified(place.place_id)
        assert exact is not None
        assert drawn is not None
        assert drawn.area == pytest.approx(exact.area, rel=0.03)


def test_a_wider_region_is_the_union_of_its_members(atlas: Atlas) -> None:
    donbas = atlas.gazetteer.candidates("Donbas")[0].place
    assert atlas.regions.contains(donbas.place_id, 37.8, 48.0)
    assert atlas.regions.contains(donbas.place_id, 39.3, 48.57)
    assert not atlas.regions.contains(donbas.place_id, 36.25, 49.98)


def test_settlements_lie_in_the_region_they_are_given(atlas: Atlas) -> None:
    """Natural Earth's outlines are 1-4 km off, so a few towns on a border lie outside."""
    gazetteer = atlas.gazetteer
    rng = np.random.default_rng(3)
    towns = np.flatnonzero((gazetteer.kind == KINDS.index("settlement")) & (gazetteer.admin1 >= 0))
    inside = outside = 0
    for row in rng.choice(towns, 2000, replace=False):
        shape = atlas.regions.polygon(gazetteer.place_id(int(gazetteer.admin1[row])))
        if shape is None:
            continue
        near = shape.distance(shapely.Point(gazetteer.lon[row], gazetteer.lat[row])) < 0.05
        inside, outside = inside + near, outside + (not near)
    assert inside / (inside + outside) > 0.97


@pytest.mark.parametrize(
    ("lon", "lat", "region", "country"),
    [
        (
            34.4009,
            51.2654,
            "Sumy Oblast",
            "Ukraine",
        ),  # 0.9 km from the border: the outline of Kursk Oblast reaches over it
        (35.271, 51.191, "Kursk Oblast", "Russia"),
        (34.1, 45.0, "Crimea", "Ukraine"),
    ],
)
def test_beside_a_border_the_region_is_one_of_the_country(
    atlas: Atlas, lon: float, lat: float, region: str, country: str
) -> None:
    held, land = atlas.regions.lands_at(lon, lat)
    assert held is not None
    assert land is not None
    assert (held.name, land.name) == (region, country)


def test_along_a_border_region_and_country_agree(atlas: Atlas) -> None:
    chance = np.random.default_rng(1)
    for lon, lat in zip(chance.uniform(33, 36, 400), chance.uniform(50.3, 52.3, 400), strict=True):
        region, country = atlas.regions.lands_at(float(lon), float(lat))
        assert region is not None
        assert country is not None
        assert region.country == country.country
    assert atlas.regions.lands_at(31.0, 43.5) == (None, None)
