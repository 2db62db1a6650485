"""The basemap: what its files hold, how they are made, and that its borders are those that distances are measured to."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from geoevents.atlas import Atlas
from geoevents.resources import data_folder
from geoevents.views.build.basemap import CELL
from geoevents.views.build.outlines import land_of, path, rings_of, shared_lines
from geoevents.views.ground import Towns, outline

FOLDER = data_folder("basemap")
VIEWS = ("international", "de-facto")


def decoded(steps_taken: list[int], steps: int) -> NDArray[np.float64]:
    """Read a path as the map does."""
    return np.cumsum(np.array(steps_taken).reshape(-1, 2), axis=0) / steps


def names() -> list[str]:
    return ["overview.json", *json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))["detail"]]


def test_it_is_small_and_whole() -> None:
    listed = {FOLDER / name for name in names()}
    found = {file for file in FOLDER.rglob("*.json") if file.name != "index.json"}
    assert listed == found
    assert sum(file.stat().st_size for file in found) < 6_000_000
    assert max(file.stat().st_size for file in found) < 1_500_000


@pytest.mark.parametrize("name", ["overview.json", "detail/30_50.json", "detail/-80_40.json", "detail/170_-50.json"])
def test_every_path_is_a_path_on_earth(name: str) -> None:
    part = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    rings = [ring for polygon in part["land"] for ring in polygon]
    lines = [*part["region"], *(line for view in VIEWS for line in part["border"][view])]
    assert rings
    corners = (-180.0, -90.0, 180.0, 90.0)
    if name.startswith("detail/"):
        x, y = (int(number) for number in Path(name).stem.split("_"))
        corners = (x, y, x + CELL, y + CELL)
    for steps_taken in [*rings, *lines]:
        assert len(steps_taken) % 2 == 0
        points = decoded(steps_taken, part["steps"])
        assert len(points) >= 2
        assert (points.min(axis=0) >= np.array(corners[:2]) - 0.01).all()
        assert (points.max(axis=0) <= np.array(corners[2:]) + 0.01).all()


def test_the_views_differ_where_crimea_is_joined_and_nowhere_else_in_the_east() -> None:
    lines = {}
    for view in VIEWS:
        part = json.loads((FOLDER / "detail/30_40.json").read_text(encoding="utf-8"))
        lines[view] = shapely.MultiLineString([decoded(line, part["steps"]).tolist() for line in part["border"][view]])
    neck = shapely.box(32.5, 45.9, 35.0, 46.3)
    assert lines["international"].intersection(neck).length == 0
    assert lines["de-facto"].intersection(neck).length > 0.5
    east = shapely.box(37.0, 46.5, 40.0, 50.0)
    assert lines["international"].intersection(east).length == pytest.approx(
        lines["de-facto"].intersection(east).length
    )


def test_the_border_that_is_drawn_is_the_border_that_is_measured() -> None:
    borders = Atlas.load().borders
    part = json.loads((FOLDER / "detail/30_50.json").read_text(encoding="utf-8"))
    points = np.vstack([decoded(line, part["steps"]) for line in part["border"]["international"]])
    away = borders.nearest_many(points[:, 0], points[:, 1]).km
    assert np.percentile(away, 95) < 0.5
    assert away.max() < 5  # where a border runs into the sea


RING = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]


def square(x: float, y: float) -> NDArray[np.float64]:
    return np.array(RING) + np.array([x, y])


def test_lines_between_regions_and_between_countries() -> None:
    owners = {"A": [square(0, 0), square(1, 0)], "B": [square(2, 0)]}
    inner = shared_lines(owners, within=True)
    outer = shared_lines(owners, within=False)
    assert inner.equals(shapely.LineString([(1, 0), (1, 1)]))
    assert outer.equals(shapely.LineString([(2, 0), (2, 1)]))
    assert shared_lines({"A": [square(0, 0)], "B": [square(5, 5)]}, within=False).is_empty


def test_land_closes_slivers() -> None:
    narrow = [shapely.Polygon(square(0, 0)), shapely.Polygon(square(1.0001, 0))]
    assert len(rings_of(land_of(narrow))) == 1


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=30), st.sampled_from([100, 1000])
)
def test_a_path_is_read_back_to_half_a_step(points: list[tuple[float, float]], steps: int) -> None:
    made = decoded(path(np.array(points), steps), steps)
    whole = np.round(np.array(points) * steps)
    kept = whole[np.append(True, (whole[1:] != whole[:-1]).any(axis=1))]
    assert np.allclose(made * steps, kept)


def test_towns_of_a_view_are_its_largest_and_inside() -> None:
    towns = Towns(Atlas.load().gazetteer)
    box = (33.0, 50.0, 38.0, 54.0)
    found = towns.within(box)
    assert {"Kursk", "Bryansk", "Belgorod"} <= {town["name"] for town in found[:12]}
    assert all(box[0] <= float(str(t["lon"])) <= box[2] and box[1] <= float(str(t["lat"])) <= box[3] for t in found)
    across = towns.within((170.0, -50.0, 190.0, -10.0))
    assert any(float(str(town["lon"])) < 0 for town in across)
    assert any(float(str(town["lon"])) > 0 for town in across)


def test_outlines_are_light_enough_to_send() -> None:
    atlas = Atlas.load()
    for code in ("CA", "RU", "NO"):
        country = atlas.gazetteer.country_place(code)
        assert country is not None
        rings = outline(atlas.regions, country.place_id)
        assert 0 < sum(len(ring) for ring in rings) <= 4000
    assert outline(atlas.regions, "geonames:0") == []
