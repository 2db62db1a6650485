"""Land borders: the edges that two countries' polygons share, cut to where there is land."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - as TC001: geometries are what this module is about

from geoevents.atlas.build.shapes import Territory
from geoevents.atlas.geodesy import chord_km, ecef

Segment = tuple[float, float, float, float, int]
_SHORE = 0.002  # degrees: borders at sea, through straits too, are no land borders
_STEP_KM = 1.0

Point = tuple[float, float]


def shared_edges(parts: Iterable[Territory]) -> list[tuple[Point, Point, str, str]]:
    """Return the edges that two territories of different countries share, in order; the lesser code first."""
    users: dict[tuple[Point, Point], set[tuple[str, str]]] = defaultdict(set)
    for part in parts:
        for polygon in shapely.get_parts(part.shape):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [(round(x, 6), round(y, 6)) for x, y in ring.coords]
                for a, b in pairwise(points):
                    if a != b:
                        users[min(a, b), max(a, b)].add((part.code, part.sovereign))
    edges = []
    for (a, b), owners in sorted(users.items()):
        if len({sovereign for _, sovereign in owners}) == 2:  # noqa: PLR2004 - a border has two sides
            first, second = sorted(code for code, _ in owners)[:2]
            edges.append((a, b, first, second))
    return edges


def _cut(a: Point, b: Point, land: shapely.STRtree) -> list[tuple[Point, Point]]:
    """Return the stretches of an edge that lie on land, whole edges where all of it does."""
    ends = ecef([a[0], b[0]], [a[1], b[1]])
    steps = max(1, int(np.ceil(chord_km(ends[0], ends[1]) / _STEP_KM)))
    at = np.linspace(0.0, 1.0, steps + 1)
    xs, ys = a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at
    mids = shapely.points((xs[1:] + xs[:-1]) / 2, (ys[1:] + ys[:-1]) / 2)
    dry = np.zeros(steps, dtype=bool)
    dry[land.query(mids, predicate="dwithin", distance=_SHORE)[0]] = True
    pieces = []
    start = None
    for i in range(steps + 1):
        on = i < steps and dry[i]
        if on and start is None:
            start = i
        if not on and start is not None:
            pieces.append(((float(xs[start]), float(ys[start])), (float(xs[i]), float(ys[i]))))
            start = None
    return pieces


def land_borders(
    parts: Sequence[Territory], land: Sequence[BaseGeometry], pairs: dict[tuple[str, str], int]
) -> list[Segment]:
    """Return the land borders between countries; `pairs` gets a number for each pair of codes met."""
    tree = shapely.STRtree(list(land))
    segments: list[Segment] = []
    for a, b, first, second in shared_edges(parts):
        pieces = _cut(a, b, tree)
        if pieces:
            number = pairs.setdefault((first, second), len(pairs))
            segments.extend((*p, *q, number) for p, q in pieces)
    return segments
