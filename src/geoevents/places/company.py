"""Which candidates have company: places of a report's other names beside them, before any name is resolved.

A report from Lancaster, Lititz and Ephrata names no state, and yet means Pennsylvania: there alone all three lie together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoevents.atlas.format import KINDS
from geoevents.places import weights as w

Floats = NDArray[np.float64]
MOST = 15
"""Candidates of a name that are looked at, likeliest first: a hamlet among dozens of namesakes proves nothing."""
_LOCAL = np.array([kind in {"settlement", "capital", "admin2", "site"} for kind in KINDS])
_EARTH_KM = 6371.0088
_BESIDE = float(np.cos(w.COMPANY_KM / _EARTH_KM))
_CELLS = 4_000_000  # of a table that is held in memory at a time


def company(table: dict[str, NDArray[Any]], units: Floats, likely: Floats) -> Floats:
    """Return points for each candidate by how many other names have one near it, each for less the more it has.

    Args:
        table: columns of candidates; `sense` and `name` number the sense and the name of each, `kind` as in the atlas.
        units: the candidates as points on the unit sphere.
        likely: points by which the candidates of a name are ordered.
    """
    points = np.zeros(len(likely))
    chosen = _likeliest(table, likely)
    names = table["name"][chosen]
    order = names.argsort(kind="stable")
    chosen, names = chosen[order], names[order]
    starts = _firsts(names)
    if len(starts) < 3:  # noqa: PLR2004 - two names are always somewhere together
        return points
    sizes = np.append(starts[1:], len(names)) - starts
    for rows in by_rows(len(chosen), len(chosen)):
        near = units[chosen[rows]] @ units[chosen].T > _BESIDE
        near &= names[rows, None] != names[None]
        seen = np.logical_or.reduceat(near, starts, axis=1)
        support = np.maximum((seen / np.sqrt(sizes)).sum(axis=1) - 0.07 * (len(sizes) - 1), 0.0)
        points[chosen[rows]] = w.COMPANY * np.minimum(support, w.MOST_COMPANY)
    return points


def by_rows(count: int, width: int) -> Iterator[slice]:
    """Yield slices of `count` rows of a table that is `width` wide: one for a report, more for a text as long as a book."""
    size = max(1, _CELLS // max(width, 1))
    return (slice(first, first + size) for first in range(0, count, size))


def _likeliest(table: dict[str, NDArray[Any]], likely: Floats) -> NDArray[np.int64]:
    """Return the likeliest local candidates of each sense, in some order."""
    local = np.flatnonzero(_LOCAL[table["kind"]] & (table["row"] >= 0))
    if not len(local) or np.bincount(table["sense"][local]).max() <= MOST:
        return local
    order = local[np.lexsort((-likely[local], table["sense"][local]))]
    senses = table["sense"][order]
    firsts = _firsts(senses)
    place = np.arange(len(order)) - np.repeat(firsts, np.diff(firsts, append=len(order)))
    return np.asarray(order[place < MOST], np.int64)


def _firsts(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each stretch of one number begins."""
    return np.concatenate([[0], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1]) if len(numbers) else numbers
