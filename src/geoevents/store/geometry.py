"""Geometry blobs as GeoPackage writes them: a small header with the bounds, then well-known binary; WGS84 throughout."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from shapely.geometry.base import BaseGeometry

SRS = 4326
Bounds = tuple[float, float, float, float]  # west, south, east, north
_MAGIC = b"GP\x00"
_EMPTY = 0x10
_ENVELOPE_XY = 1
_HEADER = struct.Struct("<3sBi")
_POINT = struct.Struct("<3sBiBIdd")
_BOUNDS = struct.Struct("<dddd")  # minx, maxx, miny, maxy: GeoPackage's order


def point_blob(lon: float, lat: float) -> bytes:
    """Return a point as a GeoPackage blob, longitude first."""
    return _POINT.pack(_MAGIC, 1, SRS, 1, 1, lon, lat)


def area_blob(area: BaseGeometry) -> bytes:
    """Return a polygon or multipolygon as a GeoPackage multipolygon with its bounds."""
    from shapely import to_wkb  # noqa: PLC0415 - shapely takes a third of a second to import
    from shapely.geometry import MultiPolygon, Polygon  # noqa: PLC0415 - as above

    whole = MultiPolygon([area]) if isinstance(area, Polygon) else area
    west, south, east, north = whole.bounds
    header = _HEADER.pack(_MAGIC, 1 | _ENVELOPE_XY << 1, SRS) + _BOUNDS.pack(west, east, south, north)
    return header + bytes(to_wkb(whole, byte_order=1))


def bounds_of(blob: bytes | None) -> Bounds | None:
    """Return the bounds of a GeoPackage blob that this module or GDAL wrote; None where it is missing or empty."""
    if blob is None or blob[:2] != b"GP" or blob[3] & _EMPTY:
        return None
    kind = (blob[3] >> 1) & 7
    if kind:
        west, east, south, north = struct.unpack_from("<dddd" if blob[3] & 1 else ">dddd", blob, 8)
        return (west, south, east, north)
    order = "<" if blob[8] else ">"
    (shape,) = struct.unpack_from(f"{order}I", blob, 9)
    if shape != 1:
        return _bounds_by_shapely(blob[8:])
    lon, lat = struct.unpack_from(f"{order}dd", blob, 13)
    return None if math.isnan(lon) else (lon, lat, lon, lat)


def _bounds_by_shapely(wkb: bytes) -> Bounds | None:
    from shapely import from_wkb  # noqa: PLC0415 - only for shapes that another program wrote

    shape = from_wkb(wkb)
    if shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    return (west, south, east, north)


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the triggers of GeoPackage's R*Tree call."""

    def side(number: int) -> object:
        def value(blob: bytes | None) -> float | None:
            bounds = bounds_of(blob)
            return None if bounds is None else bounds[number]

        return value

    for name, number in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
        connection.create_function(name, 1, side(number), deterministic=True)  # type: ignore[arg-type]
    connection.create_function("ST_IsEmpty", 1, lambda blob: int(bounds_of(blob) is None), deterministic=True)
