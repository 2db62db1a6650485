"""Parts of cities that the source lists as places of their own: found, and ranked behind the city.

GeoNames holds city districts, boroughs and suburbs beside their city, some with more people than the city has in it
("Pravyi Bereh" in Mariupol). What tells them is that the world has few names for them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geoevents.atlas.build.rows import Row
from geoevents.atlas.geodesy import ecef

SHARE = 0.2  # of its people: what a part is ranked by
_LEAST_NAMES = 8  # of a city
_NAMES_TIMES = 4  # so many times more names than its part
_PEOPLE_SHARE = 0.5  # of the part's people: the source may count a part by newer figures than its city
_LEAST_PEOPLE = 5000  # smaller places outrank nobody
_FARTHEST_KM = 40.0
_KNOWN = 100  # weight: not romanisations and codes


def find_parts(rows: Sequence[Row]) -> dict[int, int]:
    """Return the places that lie in a city's built-up disc and have far fewer names: index of each, and of its city.

    Of several cities it is that with the most names.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415 - only for building

    large = [i for i, row in enumerate(rows) if row.population >= _LEAST_PEOPLE]
    names = {i: sum(weight > _KNOWN for weight in rows[i].names.values()) for i in large}
    points = ecef([rows[i].lon for i in large], [rows[i].lat for i in large])
    tree = cKDTree(points) if large else None
    found: dict[int, int] = {}
    for at, i in enumerate(large):
        city = rows[i]
        if tree is None or names[i] < _LEAST_NAMES:
            continue
        for near in sorted(tree.query_ball_point(points[at], min(city.radius_km, _FARTHEST_KM))):
            j = large[near]
            part = rows[j]
            fewer = names[i] >= _NAMES_TIMES * names[j] and part.kind != "capital"
            if fewer and part.country == city.country and city.population >= _PEOPLE_SHARE * part.population:
                found[j] = max(found.get(j, i), i, key=lambda k: names[k])
    return found


def rank_parts(rows: Sequence[Row]) -> int:
    """Rank the parts of cities by a share of their people; return how many there are."""
    found = find_parts(rows)
    for index in found:
        row = rows[index]
        row.prominence = max(1, round(np.float64(row.population) * SHARE))
    return len(found)
