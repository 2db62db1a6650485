"""Land, lines between regions and lines between countries, from polygons that share their corners exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

Edge = tuple[float, float, float, float]
_DIGITS = 5


def rings_of(shape: BaseGeometry) -> list[NDArray[np.float64]]:
    """Return all rings of a polygon or multipolygon as (n, 2) arrays, longitude first."""
    parts = shapely.get_parts(shape)
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    return [shapely.get_coordinates(ring) for ring in rings]


def shared_lines(owners: Mapping[str, Iterable[NDArray[np.float64]]], *, within: bool) -> BaseGeometry:
    """Return the edges that stand in two polygons, merged into long lines.

    `owners` maps an owner (a country) to the rings of its polygons. With `within` an edge counts that two polygons of
    one owner share (a border of regions), without it one that polygons of two owners share (a border of countries).
    """
    seen: Counter[Edge] = Counter()
    for rings in owners.values():
        mine: Counter[Edge] = Counter()
        for ring in rings:
            mine.update(_edges(ring))
        seen.update({edge: 1 for edge, times in mine.items() if not within or times > 1})
    wanted = 1 if within else 2
    edges = [edge for edge, times in seen.items() if times >= wanted]
    if not edges:
        return shapely.MultiLineString()
    pairs = np.asarray(edges, dtype=np.float64).reshape(-1, 2, 2)
    return shapely.line_merge(shapely.MultiLineString(list(pairs)))


def _edges(ring: NDArray[np.float64]) -> set[Edge]:
    rounded = np.round(ring, _DIGITS)
    out = set()
    for (ax, ay), (bx, by) in zip(rounded[:-1].tolist(), rounded[1:].tolist(), strict=True):
        if (ax, ay) != (bx, by):
            out.add((ax, ay, bx, by) if (ax, ay) < (bx, by) else (bx, by, ax, ay))
    return out


def land_of(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of a country's regions; slivers between them that are thinner than 100 m are closed."""
    valid = [shapely.make_valid(shape) for shape in shapes]
    return shapely.set_precision(shapely.union_all(valid, grid_size=0.0005), 0.0005)


def path(coordinates: NDArray[np.float64], steps: int) -> list[int]:
    """Return coordinates as one list of whole steps, each but the first relative to the one before; no doubles."""
    whole = np.round(coordinates * steps).astype(np.int64)
    moved = np.ones(len(whole), bool)
    moved[1:] = (whole[1:] != whole[:-1]).any(axis=1)
    whole = whole[moved]
    steps_taken = np.vstack([whole[:1], np.diff(whole, axis=0)])
    return [int(value) for value in steps_taken.ravel()]
