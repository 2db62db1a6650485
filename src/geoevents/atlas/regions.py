"""Polygons of countries and regions, and what lies in them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geoevents.atlas.format import KINDS, UNIT
from geoevents.atlas.geodesy import check_coordinates
from geoevents.atlas.tables import open_table
from geoevents.model import BorderView, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry import MultiPolygon
    from shapely.geometry.base import BaseGeometry

    from geoevents.atlas.gazetteer import Gazetteer

VIEWS: dict[str, int] = {"international": 1, "de-facto": 2}
_SHORE_DEG = 0.05  # a point this near to a region's coast is taken to lie in it: coasts are 1-4 km off


class ShapeTable:
    """One set of polygons on disk: mapped into memory, decoded when asked for."""

    def __init__(self, folder: Path, name: str, view: BorderView) -> None:
        """Open `shapes-NAME-*.npy` and keep the shapes that belong to `view`."""
        self._steps = open_table(folder / f"shapes-{name}-steps.npy")
        self._starts = open_table(folder / f"shapes-{name}-starts.npy")
        self._rings = open_table(folder / f"shapes-{name}-rings.npy")
        self._polygons = open_table(folder / f"shapes-{name}-polygons.npy")
        index = np.asarray(open_table(folder / f"shapes-{name}-index.npy"))
        self.index = index[(index["view"] == 0) | (index["view"] == VIEWS[view])]
        self._at = {int(row): i for i, row in enumerate(self.index["row"])}
        self._cache: dict[int, MultiPolygon] = {}

    def __contains__(self, row: int) -> bool:
        return row in self._at

    def get(self, row: int) -> MultiPolygon | None:
        """Return the polygon of a row, None when it has none."""
        if row not in self._at:
            return None
        shape = self._cache.get(row)
        if shape is None:
            shape = self._cache[row] = self._decode(self._at[row])
            shapely.prepare(shape)
        return shape

    def _decode(self, at: int) -> MultiPolygon:
        first, end = int(self.index[at]["first"]), int(self.index[at]["end"])
        polygons = np.asarray(self._polygons[first : end + 1], dtype=np.int64)
        rings = np.asarray(self._rings[polygons[0] : polygons[-1] + 1], dtype=np.int64)
        points = self._walk(rings, np.asarray(self._starts[polygons[0] : polygons[-1]], dtype=np.int64)) / UNIT
        offsets = (rings - rings[0], polygons - polygons[0], np.array([0, end - first]))
        shape: MultiPolygon = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, points, offsets)[0]
        return shape

    def _walk(self, rings: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the points of rings from their first points and steps."""
        walked = np.cumsum(self._steps[rings[0] : rings[-1]], axis=0, dtype=np.int64)
        first = rings[:-1] - rings[0]
        points: NDArray[np.int64] = walked + np.repeat(starts - walked[first], np.diff(rings), axis=0)
        return points

    def around(self, lon: float, lat: float, margin: float, rows: NDArray[np.int32] | None = None) -> list[int]:
        """Return the rows whose box, widened by `margin` degrees, holds a point."""
        box = self.index
        hit = (
            (box["west"] - margin <= lon) & (lon <= box["east"] + margin)
            & (box["south"] - margin <= lat) & (lat <= box["north"] + margin)
        )  # fmt: skip
        found = box["row"][hit]
        return [int(r) for r in (found if rows is None else found[np.isin(found, rows)])]


class Regions:
    """Polygons by place id, and which region or country holds a point.

    Country polygons are those of the view's borders (rough at sea, so that coasts lie inside); region polygons are
    Natural Earth's. Longitude before latitude, WGS84 degrees.
    """

    def __init__(self, gazetteer: Gazetteer, view: BorderView = "international") -> None:
        """Open the polygons in the gazetteer's folder."""
        self.gazetteer = gazetteer
        self.view = view
        self._exact = self._tables("exact")

    def _tables(self, name: str) -> tuple[ShapeTable, ...]:
        """Open the added polygons, where there are any, and the shipped ones: the first that has a row speaks for it."""
        layer = self.gazetteer.layer
        folders = [layer.folder] if layer and layer.has_shapes else []
        return tuple(ShapeTable(folder, name, self.view) for folder in (*folders, self.gazetteer.folder))

    @cached_property
    def _drawn(self) -> tuple[ShapeTable, ...]:
        return self._tables("drawn")

    @cached_property
    def _by_kind(self) -> list[dict[str, NDArray[np.int32]]]:
        """Rows with polygons by kind, for each table; a row that an earlier table has is left out."""
        found: list[dict[str, NDArray[np.int32]]] = []
        seen = np.zeros(0, dtype=np.int32)
        for table in self._exact:
            rows = table.index["row"][~np.isin(table.index["row"], seen)]
            kinds = self.gazetteer.kind[rows]
            found.append({kind: rows[kinds == i] for i, kind in enumerate(KINDS)})
            seen = np.concatenate([seen, rows])
        return found

    @staticmethod
    def _get(tables: tuple[ShapeTable, ...], row: int) -> MultiPolygon | None:
        return next((shape for table in tables if (shape := table.get(row)) is not None), None)

    def polygon(self, place_id: str) -> BaseGeometry | None:
        """Return the polygon of a country, region or wider region in full resolution, None when there is none."""
        row = self.gazetteer.row_of(place_id)
        return None if row is None else self._get(self._exact, row)

    def simplified(self, place_id: str) -> BaseGeometry | None:
        """Return the polygon for drawing and exports: about a kilometre coarse, neighbours fit, coasts true."""
        row = self.gazetteer.row_of(place_id)
        if row is None:
            return None
        shape = self._get(self._drawn, row)
        return shape if shape is not None else self._get(self._exact, row)

    def _at(self, kind: str, lon: float, lat: float, margin: float, country: str | None = None) -> Place | None:
        lon, lat = check_coordinates(lon, lat)
        point = shapely.Point(lon, lat)
        near: list[tuple[float, int]] = []
        around = [
            (t, r)
            for t, rows in zip(self._exact, self._by_kind, strict=True)
            for r in t.around(lon, lat, margin, rows[kind])
            if country is None or self.gazetteer.place(r).country == country
        ]
        for table, row in around:
            shape = table.get(row)
            if shape is not None and shape.intersects(point):
                return self.gazetteer.place(row)
            if shape is not None and margin:
                near.append((shape.distance(point), row))
        away, row = min(near, default=(margin + 1.0, -1))
        return self.gazetteer.place(row) if away <= margin else None

    def admin1_at(self, lon: float, lat: float) -> Place | None:
        """Return the first-level region that holds a point, or whose coast is within 0.05 degrees; None at sea.

        Raises:
            BadCoordinates: when the point is out of range.
        """
        return self._at("admin1", lon, lat, _SHORE_DEG)

    def country_at(self, lon: float, lat: float) -> Place | None:
        """Return the country that holds a point in this view, None at sea and on land that is no country's.

        Raises:
            BadCoordinates: when the point is out of range.
        """
        return self._at("country", lon, lat, 0.0)

    def lands_at(self, lon: float, lat: float) -> tuple[Place | None, Place | None]:
        """Return the first-level region and the country that a point lies in, None where there is none.

        Borders of countries are nearer to the true ones than those of regions: beside a border the region is one of the
        country that holds the point, where any of it is within 0.05 degrees.

        Raises:
            BadCoordinates: when the point is out of range.
        """
        country, region = self.country_at(lon, lat), self.admin1_at(lon, lat)
        if country is None:
            code = region.country if region else None
            return region, self.gazetteer.country_place(code) if code else None
        if region is None or region.country == country.country:
            return region, country
        return self._at("admin1", lon, lat, _SHORE_DEG, country.country) or region, country

    def contains(self, place_id: str, lon: float, lat: float) -> bool:
        """Whether a point lies in a place: in its polygon, else within its radius, else not.

        Raises:
            BadCoordinates: when the point is out of range.
        """
        lon, lat = check_coordinates(lon, lat)
        shape = self.polygon(place_id)
        if shape is not None:
            return bool(shape.intersects(shapely.Point(lon, lat)))
        place = self.gazetteer.by_id(place_id)
        if place is None or place.radius_km is None:
            return False
        from geoevents.atlas.geodesy import distance_km  # noqa: PLC0415 - pyproj only where it is needed

        return distance_km(place.lon, place.lat, lon, lat) <= place.radius_km
