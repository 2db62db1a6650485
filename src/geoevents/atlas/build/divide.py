"""Outlines of young regions: an older region's polygon divided among the regions that its settlements belong to today.

Natural Earth's regions are of about 2013. Where one holds settlements of regions that have no polygon of their own (Kenya's
counties, the new provinces of the Congo), it is cut along the lines halfway between settlements of different regions. Such
an outline is approximate and says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - as TC001: geometries are what this module is about

from geoevents.atlas.build.rows import Row
from geoevents.atlas.build.shapes import Unit, clean, union

NOTE = "outline approximate: halfway between settlements"
Seats = Sequence[tuple[float, float, str]]  # longitude, latitude, region


def by_nearest(shape: BaseGeometry, seats: Seats) -> dict[str, BaseGeometry]:
    """Divide a polygon among the regions of settlements: each point goes with the nearest settlement's region."""
    middle = float(np.mean([lat for _, lat, _ in seats]))
    squeeze = np.array([np.cos(np.radians(middle)), 1.0])
    flat = shapely.transform(shape, lambda xy: xy * squeeze)
    points: dict[tuple[float, float], str] = {}
    for lon, lat, code in seats:
        points.setdefault((lon * float(squeeze[0]), lat), code)
    if len(set(points.values())) < 2:  # noqa: PLR2004 - nothing to divide
        return {seats[0][2]: shape}
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(list(points)), extend_to=flat.envelope))
    tree = shapely.STRtree(cells)
    held: dict[str, list[BaseGeometry]] = defaultdict(list)
    for point, code in points.items():
        held[code].append(cells[int(tree.query(shapely.Point(point), predicate="intersects")[0])])
    parts = {}
    for code, shares in sorted(held.items()):
        part = clean(shapely.intersection(union(shares), flat))
        if not part.is_empty:
            parts[code] = clean(shapely.transform(part, lambda xy: xy / squeeze))
    return parts


def divide(
    units: Sequence[Unit], inside: Sequence[int], towns: Sequence[Row], owner: Mapping[int, str], drawn: Collection[str]
) -> tuple[dict[int, list[tuple[str, Unit]]], frozenset[str]]:
    """Divide the units that hold settlements of regions without a polygon.

    Args:
        units: the polygons.
        inside: the number of the unit that holds each town, -1 for none.
        towns: the settlements, with the codes of their regions.
        owner: the region of each unit.
        drawn: the regions that have a polygon anyway.

    Returns:
        The parts of each divided unit with their regions, and the regions whose outline is approximate now. A settlement
        of another region that has a polygon counts for the unit's own: it lies across an inexact border.
    """
    seats: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
    for row, unit in zip(towns, inside, strict=True):
        if unit >= 0 and row.code:
            seats[unit].append((row.lon, row.lat, row.code))
    homes = _homes(seats, drawn)
    parts: dict[int, list[tuple[str, Unit]]] = {}
    approximate: set[str] = set()
    for number, held in seats.items():
        mine = owner.get(number)
        new = {code for code in homes if number in homes[code] and code != mine}
        if mine is None or not new:
            continue
        shares = by_nearest(units[number].shape, [(x, y, code if code in new else mine) for x, y, code in held])
        parts[number] = [
            (code, replace(units[number], shape=share, facts=units[number].facts if code == mine else {}))
            for code, share in shares.items()
        ]
        approximate |= shares.keys()
    return parts, frozenset(approximate)


def _homes(seats: Mapping[int, Seats], drawn: Collection[str]) -> dict[str, set[int]]:
    """Return for each region without a polygon the units that hold a good part of its settlements."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for unit, held in seats.items():
        for *_, code in held:
            if code not in drawn:
                counts[code][unit] += 1
    return {code: {unit for unit, n in held.items() if n * 10 >= held.total()} for code, held in counts.items()}
