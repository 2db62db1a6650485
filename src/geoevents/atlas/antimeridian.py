"""Polygons and lines that cross the antimeridian, cut there as RFC 7946 (3.1.9) asks.

Sources draw them in three ways: with longitudes beyond 180 degrees (Fiji from 176 to 182), with an edge that jumps from
179 to -179, or in two parts already. All become parts within -180 to 180 degrees that end at the antimeridian.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray  # noqa: TC002 - as TC001: arrays are what this module is about
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - as TC001: geometries are what this module is about

_HALF, _TURN = 180.0, 360.0
_POLE = 90.0


def cut_at_antimeridian(shape: BaseGeometry) -> BaseGeometry:
    """Return a polygon or line, or several, within -180 to 180 degrees; what lies there already stays as it is.

    An edge of more than 180 degrees goes the short way, across the antimeridian. A ring around a pole is closed along
    the antimeridian and the pole.
    """
    parts = list(shapely.get_parts(shape))
    if all(_fits(part) for part in parts):
        return shape
    pieces: list[BaseGeometry] = []
    for part in parts:
        pieces += [part] if _fits(part) else _cut(_unwrapped(part))
    if shape.geom_type.endswith("Polygon"):
        whole: BaseGeometry = shapely.union_all(pieces)
        return whole
    return MultiLineString(
        [line for piece in pieces for line in shapely.get_parts(piece) if isinstance(line, LineString)]
    )


def _fits(part: BaseGeometry) -> bool:
    rings = [part.exterior, *part.interiors] if isinstance(part, Polygon) else [part]
    for ring in rings:
        x = shapely.get_coordinates(ring)[:, 0]
        if np.abs(x).max() > _HALF or (len(x) > 1 and np.abs(np.diff(x)).max() > _HALF):
            return False
    return True


def _straight(line: BaseGeometry) -> NDArray[np.float64]:
    """Return the points of a ring or line without jumps: each longitude is that nearest to the one before."""
    points = np.array(shapely.get_coordinates(line))
    points[1:, 0] -= np.cumsum(np.round(np.diff(points[:, 0]) / _TURN)) * _TURN
    return points


def _unwrapped(part: BaseGeometry) -> BaseGeometry:
    if not isinstance(part, Polygon):
        return LineString(_straight(part))
    outer = _ring(part.exterior)
    middle = float(outer[:, 0].mean())
    holes = []
    for interior in part.interiors:
        hole = _ring(interior)
        hole[:, 0] += np.round((middle - hole[:, 0].mean()) / _TURN) * _TURN
        holes.append(hole)
    whole: BaseGeometry = shapely.make_valid(Polygon(outer, holes))
    return whole


def _ring(ring: BaseGeometry) -> NDArray[np.float64]:
    """Return a ring without jumps; one that goes around a pole is closed over that pole."""
    points = _straight(ring)
    if abs(points[-1, 0] - points[0, 0]) < _HALF:
        return points
    pole = _POLE if points[:, 1].mean() > 0 else -_POLE
    corners = np.array([[points[-1, 0], pole], [points[0, 0], pole], points[0]])
    return np.concatenate([points, corners])


def _cut(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the parts of a shape of any longitudes, moved into -180 to 180."""
    west, _, east, _ = shape.bounds
    pieces: list[BaseGeometry] = []
    for turn in range(int(np.floor((west + _HALF) / _TURN)), int(np.ceil((east - _HALF) / _TURN)) + 1):
        part = shapely.intersection(shape, shapely.box(turn * _TURN - _HALF, -_POLE, turn * _TURN + _HALF, _POLE))
        if not part.is_empty:
            pieces.append(_moved(part, -turn * _TURN))
    return pieces


def _moved(part: BaseGeometry, degrees: float) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(part, lambda xy: xy + np.array([degrees, 0.0]))
    return moved
