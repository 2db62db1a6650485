"""GDAL, and so QGIS and geopandas, sees the layers and nothing internal."""

from __future__ import annotations

import warnings
from pathlib import Path

import geopandas
import pyogrio
from merge_builders import DAY, TOWN, at, one
from shapely import Point
from store_builders import Clock, pair

from geoevents.atlas import Atlas
from geoevents.model import Place
from geoevents.store import EventStore

TEXAS = Place("geonames:4736286", "Texas", "admin1", -99.25, 31.25, country="US", admin1="Texas")


def made(path: Path, clock: Clock) -> Path:
    with EventStore(path, now=clock) as store:
        store.add(
            [
                pair(one("a", places=(at(TOWN),))),
                pair(one("b", "emergency", level="federal", places=(at(TEXAS),))),
                pair(one("c", "meeting", places=())),
            ]
        )
        store.merge(atlas=Atlas.load())
        assert store.check() == ()
    return path


def test_gdal_lists_events_areas_and_documents_only(tmp_path: Path, clock: Clock) -> None:
    layers = pyogrio.list_layers(made(tmp_path / "мои события.gpkg", clock))
    assert {(name, kind) for name, kind in layers.tolist()} == {
        ("events", "Point"),
        ("event_areas", "MultiPolygon"),
        ("documents", None),
    }


def test_geopandas_reads_points_regions_and_reports(tmp_path: Path, clock: Clock) -> None:
    path = made(tmp_path / "store.gpkg", clock)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        events = geopandas.read_file(path, layer="events")
        areas = geopandas.read_file(path, layer="event_areas")
        documents = geopandas.read_file(path, layer="documents")
    assert events.crs == areas.crs == "EPSG:4326"
    assert sorted(events.event_type) == ["emergency", "meeting", "strike"]
    pins = events[events.geometry.notna()]
    assert [(p.x, p.y) for p in pins.geometry] == [(TOWN.lon, TOWN.lat)]
    assert areas.place.tolist() == [TEXAS.name]
    assert areas.geometry.iloc[0].covers(Point(-97.7, 30.3))
    assert not areas.geometry.iloc[0].intersects(Point(-104.0, 39.0))
    assert str(events.date_start.dtype).startswith("datetime64")
    assert events.date_start.dt.date.tolist() == [DAY] * 3
    assert sorted(documents.report) == ["a", "b", "c"]


def test_a_box_query_of_gdal_uses_the_layers_index(tmp_path: Path, clock: Clock) -> None:
    path = made(tmp_path / "store.gpkg", clock)
    assert len(pyogrio.read_dataframe(path, layer="events", bbox=(35, 51, 36, 52))) == 1
    assert len(pyogrio.read_dataframe(path, layer="events", bbox=(0, 0, 1, 1))) == 0
    assert pyogrio.read_info(path, layer="events")["capabilities"]["fast_spatial_filter"]


def test_an_edit_by_gdal_keeps_the_store_sound(tmp_path: Path, clock: Clock) -> None:
    path = made(tmp_path / "store.gpkg", clock)
    with EventStore(path) as store:
        assert store.check() == ()
        assert store.count() == 3
