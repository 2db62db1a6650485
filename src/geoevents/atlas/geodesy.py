"""Geometry on the WGS84 ellipsoid: earth-centred coordinates, geodesic distances, bearings, compass words."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geoevents.errors import BadCoordinates

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from pyproj import Geod

_A = 6378.137  # km, WGS84 semi-major axis
_E2 = 0.00669437999014  # WGS84 first eccentricity squared
_COMPASS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")


def check_coordinates(lon: float, lat: float) -> tuple[float, float]:
    """Return `lon` (brought into -180..180) and `lat` in degrees.

    Raises:
        BadCoordinates: when one is not a number, the latitude is beyond 90, or the longitude beyond 360 degrees.
    """
    try:
        x, y = float(lon), float(lat)
    except (TypeError, ValueError):
        raise BadCoordinates(
            f"({lon!r}, {lat!r}) are no coordinates: give longitude and latitude in degrees."
        ) from None
    if not (abs(y) <= 90 and abs(x) <= 360):  # noqa: PLR2004 - degrees; NaN fails too
        hint = " (are they swapped? longitude comes first)" if abs(x) <= 90 and 90 < abs(y) <= 180 else ""  # noqa: PLR2004
        raise BadCoordinates(f"({x:g}, {y:g}) is out of range: longitude -180..180, latitude -90..90{hint}.")
    return (x + 180.0) % 360.0 - 180.0 if abs(x) > 180 else x, y  # noqa: PLR2004 - degrees


@cache
def geod() -> Geod:
    """Return the WGS84 ellipsoid of pyproj."""
    from pyproj import Geod as Ellipsoid  # noqa: PLC0415 - only for measuring

    return Ellipsoid(ellps="WGS84")


def ecef(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Return earth-centred coordinates in kilometres, shape (…, 3), of points on the ellipsoid."""
    x, y = np.radians(np.asarray(lon, dtype=np.float64)), np.radians(np.asarray(lat, dtype=np.float64))
    sin, cos = np.sin(y), np.cos(y)
    n = _A / np.sqrt(1.0 - _E2 * sin * sin)
    return np.stack([n * cos * np.cos(x), n * cos * np.sin(x), n * (1.0 - _E2) * sin], axis=-1)


def chord_km(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return the straight distance through the earth between two earth-centred points."""
    return float(math.dist(a, b))


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the geodesic distance in kilometres."""
    return float(geod().inv(lon1, lat1, lon2, lat2)[2]) / 1000.0


def bearing_deg(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the direction from the first point to the second at its start, degrees clockwise from north, 0..360."""
    return float(geod().inv(lon1, lat1, lon2, lat2)[0]) % 360.0


def compass(bearing: float, *, points: int = 8) -> str:
    """Return the compass word of a bearing in degrees: "SW"; with `points=16` also "SSW", with 4 only N, E, S, W.

    Raises:
        BadCoordinates: when `bearing` is not a finite number.
    """
    if not math.isfinite(bearing):
        raise BadCoordinates(f"{bearing!r} is no bearing: give degrees clockwise from north.")
    step = 360.0 / points
    return _COMPASS[int((bearing % 360.0) / step + 0.5) % points * (16 // points)]
