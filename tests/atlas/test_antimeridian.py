"""Polygons across the antimeridian are cut there (RFC 7946, 3.1.9), wherever they come from."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from geojson_validator import validate_geometries
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from geoevents.atlas import Atlas
from geoevents.atlas.antimeridian import cut_at_antimeridian
from geoevents.exports.geojson import polygon

FIJI = MultiPolygon([box(176, -20, 180, -15), box(-180, -20, -178, -15)])


@pytest.mark.parametrize(
    "drawn",
    [
        box(176, -20, 182, -15),
        box(-184, -20, -178, -15),
        Polygon([(176, -20), (-178, -20), (-178, -15), (176, -15)]),
        MultiPolygon([box(176, -20, 179, -15), Polygon([(179, -20), (-178, -20), (-178, -15), (179, -15)])]),
        FIJI,
    ],
)
def test_every_way_of_drawing_it_gives_the_same_parts(drawn: Polygon) -> None:
    cut = cut_at_antimeridian(drawn)
    assert shapely.equals(cut, FIJI)
    assert cut.bounds == (-180.0, -20.0, 180.0, -15.0)


def test_holes_are_cut_too() -> None:
    hole = [(175, -15), (-175, -15), (-175, -12), (175, -12)]
    cut = cut_at_antimeridian(Polygon([(170, -20), (-170, -20), (-170, -10), (170, -10)], [hole]))
    assert cut.area == pytest.approx(20 * 10 - 10 * 3)
    assert not cut.contains(Point(179, -13))
    assert cut.contains(Point(-179, -18))


def test_a_ring_around_a_pole() -> None:
    cap = cut_at_antimeridian(Polygon([(-170, 70), (-90, 72), (0, 75), (90, 72), (170, 70)]))
    assert cap.contains(Point(30, 89))
    assert cap.contains(Point(179.9, 71))
    assert not cap.contains(Point(30, 60))
    assert cut_at_antimeridian(Polygon([(-170, -70), (-60, -70), (60, -70), (170, -70)])).contains(Point(0, -89))


def test_lines() -> None:
    cut = cut_at_antimeridian(LineString([(179, 0), (-179, 2)]))
    assert cut == MultiLineString([[(179, 0), (180, 1)], [(-180, 1), (-179, 2)]])
    whole = LineString([(0, 0), (10, 10)])
    assert cut_at_antimeridian(whole) is whole


@given(st.floats(-179, 179), st.floats(0.5, 40), st.floats(-60, 60), st.floats(0.5, 20))
def test_cutting_loses_nothing(west: float, width: float, south: float, height: float) -> None:
    shape = box(west, south, west + width, south + height)
    cut = cut_at_antimeridian(shape)
    assert cut.area == pytest.approx(shape.area)
    assert cut.is_valid
    assert -180 <= cut.bounds[0] <= cut.bounds[2] <= 180
    assert cut_at_antimeridian(cut) is cut


def test_every_shipped_region_is_cut(atlas: Atlas) -> None:
    gazetteer = atlas.gazetteer
    wide = []
    for row in range(len(gazetteer)):
        if gazetteer.KINDS[gazetteer.kind[row]] not in {"country", "admin1", "wider-region"}:
            continue
        shape = atlas.regions.simplified(gazetteer.place_id(row))
        if shape is None or shape.bounds[2] - shape.bounds[0] < 180:
            continue
        wide.append(gazetteer.label(row))
        assert -180 <= shape.bounds[0] <= shape.bounds[2] <= 180, gazetteer.label(row)
        for part in shapely.get_parts(shape):
            steps = np.abs(np.diff(shapely.get_coordinates(part.exterior)[:, 0]))
            assert gazetteer.label(row) == "Antarctica" or steps.max() < 180, gazetteer.label(row)
    assert {"Russia", "Fiji", "Chukotka", "Alaska"} <= set(wide)


@pytest.mark.parametrize("name", ["Russia", "Fiji", "Chukotka", "New Zealand", "Alaska"])
def test_exports_are_valid_across_it(atlas: Atlas, name: str) -> None:
    shape = atlas.regions.simplified(atlas.gazetteer.candidates(name)[0].place.place_id)
    assert shape is not None
    written = polygon(shape)
    collection = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": written}]}
    found = validate_geometries(collection)
    assert not found["invalid"], found
    assert "outside_lat_lon_boundaries" not in found["problematic"], found
    parts = written["coordinates"] if written["type"] == "MultiPolygon" else [written["coordinates"]]
    for ring in (ring for part in parts for ring in part):
        xs = np.array(ring)[:, 0]
        assert np.abs(np.diff(xs)).max() < 180, "no edge goes around the world"
        assert xs.max() < 0 or xs.min() > -180, "a ring lies on one side"
    # The validator takes 180 for -180, and so what ends at the antimeridian, as RFC 7946 asks, for what crosses it.
    for _, at in (next(iter(hit.items())) for hit in found["problematic"].get("crosses_antimeridian", ())):
        assert all(np.abs(np.array(parts[number][0])[:, 0]).max() == 180 for number in at)


def test_an_export_cuts_what_is_not_cut() -> None:
    written = polygon(Polygon([(176, -20), (-178, -20), (-178, -15), (176, -15)]))
    assert written["type"] == "MultiPolygon"
    xs = [x for part in written["coordinates"] for x, _ in part[0]]
    assert sorted({abs(x) for x in xs}) == [176.0, 178.0, 180.0]
