"""What the atlas lends the map: names of towns for a view, outlines of regions."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray  # noqa: TC002 - keeps the class introspectable

from geoevents.atlas import KINDS, Gazetteer, Regions
from geoevents.views.viewport import Box

Ring = list[tuple[float, float]]
_MOST_TOWNS = 90
_LARGE = 300_000
_DIGITS = 3  # of degrees: a hundred metres
_MOST_POINTS = 4000
_FINEST, _COARSEST = 0.001, 1.0  # degrees of simplification


class Towns:
    """All settlements, largest first, so that the names for any view are a matter of masking two columns."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Order the settlements of a gazetteer once."""
        self._gazetteer = gazetteer
        settled = np.isin(gazetteer.kind, [KINDS.index("settlement"), KINDS.index("capital")])
        rows = np.flatnonzero(settled)
        people = gazetteer.prominence[rows] + np.where(gazetteer.kind[rows] == KINDS.index("capital"), 10**7, 0)
        self._rows: NDArray[np.intp] = rows[np.argsort(-people.astype(np.int64), kind="stable")]
        self._lon, self._lat = gazetteer.lon[self._rows], gazetteer.lat[self._rows]

    def within(self, box: Box, most: int = _MOST_TOWNS) -> list[dict[str, object]]:
        """Return the largest settlements in `box` (west, south, east, north), capitals first; `rank` 2 is large."""
        west, south, east, north = box
        inside = (self._lat >= south) & (self._lat <= north)
        inside &= np.mod(self._lon - west, 360.0) <= min(east - west, 360.0)
        out: list[dict[str, object]] = []
        for at in np.flatnonzero(inside)[:most].tolist():
            row = int(self._rows[at])
            large = self._gazetteer.prominence[row] >= _LARGE or self._gazetteer.kind[row] == KINDS.index("capital")
            lon, lat = round(float(self._lon[at]), 4), round(float(self._lat[at]), 4)
            out.append({"name": self._gazetteer.printed(row), "lon": lon, "lat": lat, "rank": 2 if large else 1})
        return out


def outline(regions: Regions, place_id: str) -> list[Ring]:
    """Return the rings of a region for drawing, longitude first, coarse enough to be sent; empty where it has none."""
    shape = regions.simplified(place_id)
    if shape is None or shape.is_empty:
        return []
    tolerance = _FINEST
    while shapely.get_num_coordinates(shape) > _MOST_POINTS and tolerance < _COARSEST:
        shape = shapely.simplify(shape, tolerance, preserve_topology=False)
        tolerance *= 2
    parts = shapely.get_parts(shape)
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        return []
    parts = parts[np.argsort(-shapely.area(parts), kind="stable")]
    kept = np.cumsum(shapely.get_num_coordinates(parts)) <= _MOST_POINTS  # of thousands of islands the largest
    kept[0] = True
    rings = shapely.get_rings(parts[kept])
    return [
        [(round(x, _DIGITS), round(y, _DIGITS)) for x, y in shapely.get_coordinates(ring).tolist()] for ring in rings
    ]
