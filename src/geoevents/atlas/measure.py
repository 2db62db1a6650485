"""Distances between places and regions, as ranges, with bearings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geoevents.atlas.geodesy import compass, ecef, geod
from geoevents.atlas.printing import in_range
from geoevents.model import Measurement, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geoevents.atlas.atlas import Atlas

_OUTLINE_ERROR_KM = 2.5  # Natural Earth's outlines, 90th percentile: nearer than this a point counts as inside
_MOST_CORNERS = 400  # of one region when both are regions: every pair of corners is measured


def measure(a: Place, b: Place, atlas: Atlas) -> Measurement:
    """Measure the geodesic distance from `b` to `a`, a point or a region each.

    Returns:
        `value` is from middle to middle; `low` and `high` are the nearest and farthest points of the two, by polygon for
        regions, by radius for towns. `bearing_deg` is the direction in which `a` lies as seen from `b`, degrees
        clockwise from north ("a lies SW of b": `compass(bearing_deg)`); `bearing_low_deg` to `bearing_high_deg`,
        clockwise, is the range of directions to `a`'s points. `line` runs from `b` to `a`.
    """
    bearing, _, metres = geod().inv(b.lon, b.lat, a.lon, a.lat)
    value = metres / 1000.0
    shapes = _shape(a, atlas), _shape(b, atlas)
    low, high = _range(a, b, shapes, value)
    first, last = _bearings(a, b, shapes[0], value, float(bearing))
    same = a.place_id == b.place_id
    measured = Measurement(
        value=round(value, 3), low=round(low, 3), high=round(high, 3),
        bearing_deg=None if same else round(bearing % 360.0, 1),
        bearing_low_deg=None if same or first is None else round(first % 360.0, 1),
        bearing_high_deg=None if same or last is None else round(last % 360.0, 1),
        line=((b.lon, b.lat), (a.lon, a.lat)), view=atlas.view,
        why="",
    )  # fmt: skip
    return _explain(measured, a, b)


def _explain(measured: Measurement, a: Place, b: Place) -> Measurement:
    from dataclasses import replace  # noqa: PLC0415 - one use

    where = f" {compass(measured.bearing_deg)}" if measured.bearing_deg is not None else ""
    return replace(measured, why=f"{a.name} is about {in_range(measured)}{where} of {b.name}, by geodesic on WGS84")


def _shape(place: Place, atlas: Atlas) -> BaseGeometry | None:
    if place.kind in {"settlement", "capital", "site"}:
        return None
    return atlas.regions.polygon(place.place_id)


def _corners(shape: BaseGeometry) -> NDArray[np.float64]:
    """Return points along a polygon's outline, no farther than about 5 km apart, shape (n, 2)."""
    return np.asarray(shapely.get_coordinates(shapely.segmentize(shapely.simplify(shape, 0.002), 0.05)))


def _distances(points: NDArray[np.float64], place: Place) -> NDArray[np.float64]:
    n = len(points)
    km = geod().inv(np.full(n, place.lon), np.full(n, place.lat), points[:, 0], points[:, 1])[2]
    return np.asarray(km) / 1000.0


def _range(
    a: Place, b: Place, shapes: tuple[BaseGeometry | None, BaseGeometry | None], value: float
) -> tuple[float, float]:
    shape_a, shape_b = shapes
    if shape_a is not None and shape_b is not None:
        return _between_regions(shape_a, shape_b, value)
    if shape_a is None and shape_b is None:
        reach = (a.radius_km or 0.0) + (b.radius_km or 0.0)
        return max(0.0, value - reach), value + reach
    shape, point = (shape_a, b) if shape_a is not None else (shape_b, a)
    assert shape is not None  # noqa: S101 - one of the two is there
    km = _distances(_corners(shape), point)
    inside = shape.intersects(shapely.Point(point.lon, point.lat)) or float(km.min()) <= _OUTLINE_ERROR_KM
    return 0.0 if inside else float(km.min()), max(float(km.max()), value)


def _between_regions(a: BaseGeometry, b: BaseGeometry, value: float) -> tuple[float, float]:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - only for regions

    points_a, points_b = _corners(a), _corners(b)
    near, which = cKDTree(ecef(*points_a.T)).query(ecef(*points_b.T))
    at = int(np.argmin(near))
    p, q = points_a[which[at]], points_b[at]
    low = 0.0 if a.intersects(b) else float(geod().inv(p[0], p[1], q[0], q[1])[2]) / 1000.0
    thin_a, thin_b = (x[:: max(1, len(x) // _MOST_CORNERS)] for x in (points_a, points_b))
    rows, cols = np.indices((len(thin_a), len(thin_b))).reshape(2, -1)
    far = geod().inv(thin_a[rows, 0], thin_a[rows, 1], thin_b[cols, 0], thin_b[cols, 1])[2]
    return low, max(float(np.max(far)) / 1000.0, value)


def _bearings(
    a: Place, b: Place, shape: BaseGeometry | None, value: float, bearing: float
) -> tuple[float | None, float | None]:
    """Return the clockwise range of directions from `b` to `a`; none when `b` lies in `a`."""
    if shape is not None:
        if shape.intersects(shapely.Point(b.lon, b.lat)):
            return None, None
        points = _corners(shape)
        n = len(points)
        turn = (
            np.asarray(geod().inv(np.full(n, b.lon), np.full(n, b.lat), points[:, 0], points[:, 1])[0]) - bearing + 180
        ) % 360 - 180
        return bearing + float(turn.min()), bearing + float(turn.max())
    reach = a.radius_km or 0.0
    if reach >= value:
        return None, None
    half = float(np.degrees(np.arcsin(reach / value)))
    return bearing - half, bearing + half
