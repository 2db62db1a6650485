"""Distances that a report gives between two of its names: "Zarichne, 10 km east of Lyman" is no other Zarichne."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoevents.model import Prose, Toponym
from geoevents.places import weights as w
from geoevents.places.candidates import Sense

Floats = NDArray[np.float64]
_EARTH_KM = 6371.0088
_KM_A_MILE = 1.609344
_LONGEST_KM = 400.0
_RIVALS = 6
"""Candidates of the place that the distance is from which are looked at, likeliest first."""
_STATED = re.compile(
    r"^(?:,| lies| is| was| sits| stands| located|\s\()[^.;:]{0,45}?\b(?P<value>\d[\d,]*(?:\.\d+)?)[\s-]?"
    r"(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|mi)\b(?!/|²|2)[^.;:,]{0,30}\b(?:of|from)(?: the)?(?: (?:city|town|village|capital) of)? $"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """Sense `a` is said to lie `km` kilometres from sense `b`."""

    a: int
    b: int
    km: float


def read_distances(senses: Sequence[Sense], toponyms: Sequence[Toponym], prose: Prose) -> tuple[Stated, ...]:
    """Return the distances between neighbouring names of a report that stand in figures."""
    owner = {mention: number for number, sense in enumerate(senses) for mention in sense.mentions}
    found = []
    for i, k in itertools.pairwise(sorted(owner)):
        match = _STATED.match(prose.text[toponyms[i].span.end : toponyms[k].span.start])
        if match is None or owner[i] == owner[k]:
            continue
        km = float(match["value"].replace(",", "")) * (_KM_A_MILE if match["unit"].startswith("mi") else 1.0)
        if km <= _LONGEST_KM:
            found.append(Stated(owner[i], owner[k], km))
    return tuple(found)


def distance_points(stated: Sequence[Stated], table: dict[str, NDArray[Any]], units: Floats, likely: Floats) -> Floats:
    """Return points for lying as far from another name's likely candidates as the report says, and for not doing so.

    Reports round, measure from edges and by road: a place counts that is from a third of the distance to twice as far.
    """
    points = np.zeros(len(likely))
    starts = table["starts"]
    for pair in stated:
        mine = np.arange(starts[pair.a], starts[pair.a + 1])
        others = np.arange(starts[pair.b], starts[pair.b + 1])
        if not len(mine) or not len(others):
            continue
        others = others[np.argsort(-likely[others], kind="stable")][:_RIVALS]
        away = _EARTH_KM * np.arccos(np.clip(units[mine] @ units[others].T, -1.0, 1.0))
        fits = ((away > pair.km / 3 - w.STATED_SLACK_KM) & (away < 2 * pair.km + w.STATED_SLACK_KM)).any(axis=1)
        points[mine] += np.where(fits, w.STATED, w.MISSTATED)
    return points
