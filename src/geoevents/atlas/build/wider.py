"""Rows of the hand-written tables: wider regions and waters, and the supplement of places that packages lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - as TC001: geometries are what this module is about

from geoevents.atlas.build.countries import split
from geoevents.atlas.build.packages import read_tsv
from geoevents.atlas.build.regions import middle
from geoevents.atlas.build.rows import OFFICIAL, SHOWN, Row
from geoevents.atlas.geodesy import ecef
from geoevents.errors import DataError
from geoevents.model import PlaceKind

_KINDS: dict[str, PlaceKind] = {
    "wider-region": "wider-region",
    "water": "water",
    "site": "site",
    "settlement": "settlement",
}
UNKNOWN_SIZE = 500  # people, where the supplement gives no number
_FEATURES = {"wider-region": "RGN", "water": "H", "site": "S", "settlement": "PPL"}


def _number(path: Path, row: Mapping[str, str], column: str) -> float:
    try:
        return float(row[column])
    except ValueError:
        raise DataError(f"{path}: {column} of {row['slug']!r} is {row[column]!r}; write a number.") from None


def _kind(path: Path, row: Mapping[str, str]) -> PlaceKind:
    try:
        return _KINDS[row["kind"]]
    except KeyError:
        raise DataError(f"{path}: kind of {row['slug']!r} is {row['kind']!r}; write one of {sorted(_KINDS)}.") from None


def _centre(shape: BaseGeometry) -> tuple[float, float, float]:
    """Return the middle of a union and how far its corners reach, in kilometres."""
    hull = np.asarray(shapely.get_coordinates(shapely.convex_hull(shape)))
    corners = ecef(hull[:, 0], hull[:, 1])
    mean = shapely.centroid(shape)
    lon, lat = float(mean.x), float(mean.y)
    if not -180 <= lon <= 180:  # noqa: PLR2004 - degrees
        lon, lat = middle(shape)
    reach = float(np.quantile(np.linalg.norm(corners - ecef(lon, lat), axis=1), 0.9))
    return round(lon, 2), round(lat, 2), round(reach, -1)


@dataclass(frozen=True, slots=True)
class Continents:
    """The continent of each ISO code, and what GeoNames says of each continent: id, point."""

    of: Mapping[str, str]
    facts: Mapping[str, Mapping[str, Any]]


def wider_rows(
    path: Path, shapes: Mapping[str, BaseGeometry], continents: Continents
) -> list[tuple[Row, BaseGeometry | None]]:
    """Make the rows of `wider.tsv`; those with members get the union of their polygons.

    `shapes` are polygons by GeoNames admin-1 code or ISO code. A table for the whole world may be used for a part of
    it: rows none of whose members have a polygon are left out.
    """
    rows: list[tuple[Row, BaseGeometry | None]] = []
    for cells in read_tsv(path):
        members = split(cells["members"])
        continent = members[0].partition("continent:")[2] if members else ""
        if continent:
            members = sorted(iso for iso, code in continents.of.items() if code == continent)
        held = [shapes[m] for m in members if m in shapes]
        if members and not held:
            continue
        shape = shapely.union_all(held) if held else None
        row = _wider_row(path, cells, shape)
        owners = {m[:2] for m in members} or set(split(cells["countries"]))
        row.country = owners.pop() if len(owners) == 1 else ""
        if facts := continents.facts.get(continent):
            row.place_id, row.feature = f"geonames:{facts['geonameId']}", "CONT"
            row.lon, row.lat = float(facts["lng"]), float(facts["lat"])
        rows.append((row, shape))
    return rows


def _wider_row(path: Path, cells: Mapping[str, str], shape: BaseGeometry | None) -> Row:
    kind = _kind(path, cells)
    if shape is not None:
        lon, lat, reach = _centre(shape)
    else:
        lon, lat, reach = (_number(path, cells, column) for column in ("lon", "lat", "radius_km"))
    row = Row(
        place_id=f"wider:{cells['slug']}", name=cells["name"], kind=kind, lon=lon, lat=lat, radius_km=reach,
        feature=_FEATURES[kind], note=cells["source"], prominence=1_000_000,
    )  # fmt: skip
    for name in split(cells["other_names"]):
        row.called(name, OFFICIAL)
    row.called(row.name, SHOWN)
    return row


def supplement_rows(path: Path, row_of: Mapping[str, int], towns: Mapping[str, Row]) -> list[Row]:
    """Make the rows of `supplement.tsv`.

    `population` may be left out. A row without coordinates stands at the town that its `near` names (a GeoNames id), with a radius that says how
    little is known: the point is the town's, and the note says so.
    """
    rows = []
    for cells in read_tsv(path):
        kind = _kind(path, cells)
        near = towns.get(cells["near"])
        people = int(_number(path, cells, "population")) if cells.get("population") else 0
        if cells["lon"]:
            lon, lat = _number(path, cells, "lon"), _number(path, cells, "lat")
        elif near is not None:
            lon, lat = near.lon, near.lat
        else:
            raise DataError(f"{path}: {cells['slug']!r} has neither coordinates nor a known town in `near`.")
        row = Row(
            place_id=f"supplement:{cells['slug']}", name=cells["name"], kind=kind, lon=lon, lat=lat,
            country=cells["country"], admin1=row_of.get(cells["admin1_code"], -1), feature=_FEATURES[kind],
            radius_km=_number(path, cells, "radius_km"), note=cells["note"], population=people,
            prominence=people or UNKNOWN_SIZE,
        )  # fmt: skip
        for name in split(cells["other_names"]):
            row.called(name, OFFICIAL)
        row.called(row.name, SHOWN)
        rows.append(row)
    return rows
