"""A person's own overlay: GeoJSON or KML with who made it and of which day; lines of control are loaded, never inferred.

Only coordinates and one name for each shape are kept, as plain data for the map's own layer; nothing else of the file is
shown anywhere.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from geoevents.errors import InputError

Kind = Literal["point", "line", "area"]
MOST_BYTES = 8_000_000
MOST_POINTS = 60_000
_MOST_NAME, _MOST_SOURCE = 80, 160
_DIGITS = 5
_NAMES = ("name", "Name", "NAME", "title", "label")
_LON, _LAT = 180.0, 90.0
_DEEPEST = 8  # collections in collections


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: a point, a line, or the rings of an area, longitude first, and its name ("" for none)."""

    kind: Kind
    paths: tuple[tuple[tuple[float, float], ...], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Shapes with the source and day that stand on the map beside them; `id` comes from all of it."""

    id: str
    source: str
    day: date
    shapes: tuple[Shape, ...]

    @property
    def credit(self) -> str:
        """Return the line that the map prints."""
        return f"Overlay: {self.source}, as of {self.day.isoformat()}"

    def payload(self) -> list[dict[str, object]]:
        """Return the shapes, JSON-ready."""
        return [{"kind": s.kind, "name": s.name, "paths": s.paths} for s in self.shapes]


def read_overlay(name: str, data: bytes, source: str, day: date | None) -> Overlay:
    """Return the overlay of a file.

    Args:
        name: the file's name, for messages; ".kml" says that it is KML.
        data: its bytes.
        source: who made it; required.
        day: the day of which it tells; required.

    Raises:
        InputError: when source or day are missing, or the file holds no shapes in WGS84 degrees that can be drawn.
    """
    source = " ".join(source.split())[:_MOST_SOURCE]
    if not source or day is None:
        raise InputError("An overlay needs its source and its date: the map prints both beside it.")
    if len(data) > MOST_BYTES:
        raise InputError(f"{name[:60]} has more than {MOST_BYTES // 1_000_000} MB: cut or simplify it first.")
    shapes = tuple(_kml(name, data) if name.casefold().endswith(".kml") else _geojson(name, data))
    points = sum(len(path) for shape in shapes for path in shape.paths)
    if not shapes:
        raise InputError(f"{name[:60]} holds no point, line or polygon.")
    if points > MOST_POINTS:
        raise InputError(f"{name[:60]} has {points:,} points, more than {MOST_POINTS:,}: simplify it first.")
    mark = hashlib.sha256(repr((source, day, shapes)).encode()).hexdigest()[:24]
    return Overlay(mark, source, day, shapes)


def _geojson(name: str, data: bytes) -> Iterator[Shape]:
    try:
        root = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name[:60]} is no GeoJSON: {str(error)[:80]}.") from None
    if not isinstance(root, dict):
        raise InputError(f"{name[:60]} is no GeoJSON: it holds no object.")
    features = root.get("features") if root.get("type") == "FeatureCollection" else [root]
    for feature in features if isinstance(features, list) else ():
        if not isinstance(feature, dict):
            continue
        is_feature = feature.get("type") == "Feature"
        geometry = feature.get("geometry") if is_feature else feature
        yield from _geometry(name, geometry, _name(feature.get("properties") if is_feature else None), 0)


def _name(properties: object) -> str:
    if not isinstance(properties, Mapping):
        return ""
    found = next((properties[key] for key in _NAMES if isinstance(properties.get(key), str)), "")
    return " ".join(str(found).split())[:_MOST_NAME]


def _geometry(file: str, geometry: object, name: str, depth: int) -> Iterator[Shape]:
    if not isinstance(geometry, dict) or depth > _DEEPEST:
        return
    kind, at = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        for part in geometry.get("geometries") or ():
            yield from _geometry(file, part, name, depth + 1)
        return
    try:
        if kind in {"Point", "MultiPoint"}:
            points = [at] if kind == "Point" else at
            yield Shape("point", tuple((_position(file, point),) for point in points or ()), name)
        elif kind in {"LineString", "MultiLineString"}:
            yield Shape("line", _paths(file, [at] if kind == "LineString" else at), name)
        elif kind in {"Polygon", "MultiPolygon"}:
            for rings in [at] if kind == "Polygon" else at or ():
                yield Shape("area", _paths(file, rings), name)
    except (TypeError, IndexError, KeyError):
        raise InputError(f"{file[:60]} has a {kind} whose coordinates are none.") from None


def _paths(file: str, paths: Any) -> tuple[tuple[tuple[float, float], ...], ...]:  # noqa: ANN401 - any JSON value
    return tuple(tuple(_position(file, at) for at in path) for path in paths if path)


def _position(file: str, at: Any) -> tuple[float, float]:  # noqa: ANN401 - any JSON value
    lon, lat = at[0], at[1]
    if isinstance(lon, bool) or not isinstance(lon, int | float) or not isinstance(lat, int | float):
        raise TypeError
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= _LON and abs(lat) <= _LAT):
        raise InputError(f"{file[:60]} has ({lon:g}, {lat:g}), which is no longitude and latitude in degrees (WGS84).")
    return round(float(lon), _DIGITS), round(float(lat), _DIGITS)


def _kml(name: str, data: bytes) -> Iterator[Shape]:
    from lxml import etree  # noqa: PLC0415 - only for KML

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name[:60]} is no KML: {str(error)[:80]}.") from None
    for mark in root.iter("{*}Placemark"):
        title = " ".join((mark.findtext("{*}name") or "").split())[:_MOST_NAME]
        for kind, tag in (("point", "Point"), ("line", "LineString"), ("area", "Polygon")):
            for node in mark.iter(f"{{*}}{tag}"):
                paths = tuple(path for text in node.iter("{*}coordinates") if (path := _tuples(name, text.text or "")))
                if paths:
                    yield Shape(kind, paths, title)  # type: ignore[arg-type] # the literals above


def _tuples(file: str, text: str) -> tuple[tuple[float, float], ...]:
    try:
        return tuple(_position(file, [float(part) for part in words.split(",")[:2]]) for words in text.split())
    except (ValueError, IndexError):
        raise InputError(f"{file[:60]} has coordinates that are no numbers: {text.strip()[:40]!r}.") from None
