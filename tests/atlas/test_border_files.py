"""Better borders that a user brings: in the formats people have them in, with their own error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from geoevents.atlas import BORDER_ERROR_KM, Atlas, BorderFile, Borders, distance_km
from geoevents.errors import InputError, UnreadableFile

Run = Callable[..., tuple[int, str, str]]
SUDZHA = (35.271, 51.191)
# A made-up line of the Russia–Ukraine border, 0.1 degrees west of Sudzha, and one of no other pair.
LINE = shapely.LineString([(35.171, 50.5), (35.171, 52.0)])


def lines(path: Path, **columns: list[Any]) -> Path:
    count = len(next(iter(columns.values())))
    geopandas.GeoDataFrame(columns, geometry=[LINE] * count, crs=4326).to_file(path)
    return path


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
@pytest.mark.parametrize(
    "columns",
    [
        {"between": ["RU-UA"]},
        {"pair": ["UKR-RUS"]},
        {"left": ["Russia"], "right": ["Ukraine"]},
        {"iso_a": ["ru"], "iso_b": ["ua"]},
    ],
)
def test_lines_stand_instead_of_the_shipped_ones(
    tmp_path: Path, atlas: Atlas, suffix: str, columns: dict[str, list[Any]]
) -> None:
    file = lines(tmp_path / f"mine{suffix}", **columns)
    borders = Borders(gazetteer=atlas.gazetteer, file=file, accuracy_km=0.2)
    measured = borders.nearest(*SUDZHA)
    true = distance_km(*SUDZHA, 35.171, 51.191)
    assert measured.value == pytest.approx(true, abs=0.005)
    assert (measured.low, measured.high) == (pytest.approx(measured.value - 0.2), pytest.approx(measured.value + 0.2))
    assert measured.between == "RU-UA"
    assert f"mine{suffix}, accurate to 0.2 km" in measured.why


def test_other_borders_stay_with_their_own_error(tmp_path: Path, atlas: Atlas) -> None:
    borders = Borders(gazetteer=atlas.gazetteer, file=lines(tmp_path / "a.gpkg", between=["RU-UA"]), accuracy_km=5)
    mine, theirs = borders.nearest(21.0, 52.2), atlas.borders.nearest(21.0, 52.2)
    assert mine == theirs
    assert mine.high - mine.value == pytest.approx(BORDER_ERROR_KM)


def test_polygons_share_their_borders(tmp_path: Path, atlas: Atlas) -> None:
    west, east = shapely.box(33, 50, 35.171, 52), shapely.box(35.171, 51, 37, 52)
    south = shapely.box(35.171, 50, 37, 51)  # the same country as the east: no border between them
    frame = geopandas.GeoDataFrame({"ISO_A3": ["UKR", "RUS", "RUS"]}, geometry=[west, east, south], crs=4326)
    frame.to_crs(3857).to_file(tmp_path / "countries.gpkg")
    borders = Borders(gazetteer=atlas.gazetteer, file=tmp_path / "countries.gpkg", accuracy_km=0.5)
    measured = borders.nearest(*SUDZHA)
    assert measured.value == pytest.approx(distance_km(*SUDZHA, 35.171, 51.191), abs=0.02)
    assert measured.between == "RU-UA"


def test_a_country_without_borders_gets_its_new_ones(tmp_path: Path, atlas: Atlas) -> None:
    file = lines(tmp_path / "a.geojson", between=["IS-GL"])
    borders = Borders(gazetteer=atlas.gazetteer, file=file, accuracy_km=1)
    assert borders.to_country(*SUDZHA, "IS").between == "GL-IS"


def test_the_atlas_says_whose_borders_it_measures(tmp_path: Path, atlas: Atlas) -> None:
    file = lines(tmp_path / "a.gpkg", between=["RU-UA"])
    mine = Atlas.load(borders=BorderFile.of(file, 0.2))
    assert mine.version.startswith(atlas.version)
    assert mine.version != atlas.version != Atlas.load(borders=BorderFile.of(file, 0.3)).version
    sudzha = mine.gazetteer.by_id("geonames:486816")
    assert sudzha is not None
    assert mine.borders.from_place(sudzha).high - mine.borders.from_place(sudzha).value == pytest.approx(0.2)


def geojson(path: Path, geometry: object, **properties: object) -> None:
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")


@pytest.mark.parametrize(
    ("geometry", "properties", "message"),
    [
        (LINE, {"name": "a"}, "do not say between whom"),
        (LINE, {"between": "RU"}, "are not two countries"),
        (LINE, {"between": "RU-RU"}, "are not two countries"),
        (LINE, {"between": "RU-Nowhereland"}, "line 1: 'RU-Nowhereland' are not two countries"),
        (shapely.box(33, 50, 35, 52), {"colour": "red"}, "do not say of which country"),
        (shapely.box(33, 50, 35, 52), {"iso_a2": "RU"}, "no two countries' polygons share a border"),
        (shapely.Point(33, 50), {"iso_a2": "RU"}, "neither polygons nor lines"),
        (shapely.LineString([(500_000, 5_000_000), (600_000, 5_000_000)]), {"between": "RU-UA"}, "not in degrees"),
    ],
)
def test_files_that_are_no_borders(
    tmp_path: Path, atlas: Atlas, geometry: Any, properties: dict[str, str], message: str
) -> None:
    geojson(tmp_path / "a.geojson", shapely.geometry.mapping(geometry), **properties)
    with pytest.raises(InputError, match=message):
        Borders(gazetteer=atlas.gazetteer, file=tmp_path / "a.geojson", accuracy_km=1)


def test_broken_files_and_accuracies(tmp_path: Path, atlas: Atlas) -> None:
    (tmp_path / "cut.geojson").write_text('{"type": "FeatureCollection", "feat', encoding="utf-8")
    (tmp_path / "cut.gpkg").write_bytes(lines(tmp_path / "whole.gpkg", between=["RU-UA"]).read_bytes()[:5000])
    for name in ("cut.geojson", "cut.gpkg", "none.gpkg"):
        with pytest.raises(UnreadableFile, match=name):
            Borders(gazetteer=atlas.gazetteer, file=tmp_path / name, accuracy_km=1)
    for accuracy, message in ((None, "How accurate"), (0, "accuracy of 0 km"), (float("nan"), "nan"), (99, "99 km")):
        with pytest.raises(InputError, match=message):
            Borders(gazetteer=atlas.gazetteer, file=tmp_path / "whole.gpkg", accuracy_km=accuracy)
