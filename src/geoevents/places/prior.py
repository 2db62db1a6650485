"""Points that the places of one name have in any report: for what they are, how common the name is, what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geoevents.atlas.format import KINDS
from geoevents.places import weights as w

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CODE = {kind: i for i, kind in enumerate(KINDS)}
COUNTRY, ADMIN1, CAPITAL = CODE["country"], CODE["admin1"], CODE["capital"]
_TOWN_PEOPLE = 20_000
"""A town that news would name: smaller ones do not take a bare name from their region."""
_KIND = np.arange(len(KINDS))
_PRIOR = np.array([w.KIND_PRIOR.get(kind, 0.0) for kind in KINDS])
_TOWNS = frozenset({CODE["settlement"], CAPITAL})
_IS_TOWN = np.array([kind in {"settlement", "capital"} for kind in KINDS])
_IS_LANDSCAPE = np.array([kind in {"water", "wider-region"} for kind in KINDS])
_IS_AREA = np.array([kind in {"admin1", "admin2"} for kind in KINDS])
_ASKED: dict[str, dict[str, float]] = {
    "settlement": {"settlement": w.DESIGNATED, "capital": w.DESIGNATED, "admin1": w.MISDESIGNATED, "admin2": -1.0},
    "admin1": {
        "admin1": w.DESIGNATED, "admin2": w.NEARLY_DESIGNATED, "wider-region": w.NEARLY_DESIGNATED,
        "settlement": w.MISDESIGNATED, "capital": w.MISDESIGNATED,
    },
    "admin2": {"admin2": w.DESIGNATED, "admin1": w.NEARLY_DESIGNATED, "settlement": -0.5, "capital": -1.0},
    "water": {"water": w.DESIGNATED, "settlement": w.MISDESIGNATED, "capital": w.MISDESIGNATED, "admin1": -2.0, "admin2": -2.0},
    "site": {"site": w.DESIGNATED, "admin1": -2.0, "country": -1.0},
    "wider-region": {"wider-region": w.DESIGNATED, "admin1": w.NEARLY_DESIGNATED, "settlement": -1.0},
    "country": {"country": w.NEARLY_DESIGNATED},
}  # fmt: skip
_POINTS = {level: np.array([points.get(kind, 0.0) for kind in KINDS]) for level, points in _ASKED.items()}


class Saying(NamedTuple):
    """What a report says of the kind of place that a name is: there are few such sayings.

    `level` is what the designator asks for, `capital` that it is "capital"; `office` what the holder of an office beside
    the name rules, "region" or "town"; `hinted` tells of a hint at a region, `definite` that the name stands behind "the",
    `government` that it is said to decide something.
    """

    level: str
    office: str
    capital: bool
    hinted: bool
    definite: bool
    government: bool


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """Return points on the unit sphere for degrees WGS84: an array of n × 3."""
    x, y = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)


class Columns(NamedTuple):
    """What is known of places, a row for each.

    `whole` has the columns row in the gazetteer, kind, country and region; `real` longitude, latitude, the point on the
    unit sphere (three columns), the people that it is ranked by, and how common the name is for it.
    """

    whole: Ints
    real: Floats

    @classmethod
    def of(cls, whole: Sequence[NDArray[Any]], lon: Floats, lat: Floats, people: Floats, weight: Floats) -> Columns:
        """Lay the columns side by side."""
        units = unit_vectors(lon, lat)
        return cls(np.column_stack(whole).astype(np.int64), np.column_stack([lon, lat, units, people, weight]))


NO_PLACES = Columns(np.zeros((0, 4), np.int64), np.zeros((0, 7)))


def points_of(saying: Saying, places: Columns) -> Floats:
    """Return points for what places are, for their name, designator and government, and whether each is a bare region.

    Columns of an array with a row for each place. A bare region bears, by a bare name, that of its chief town.
    """
    whole, prominence, weight = places.whole, places.real[:, 5], places.real[:, 6]
    kind = whole[:, 1]
    people = w.PER_TENFOLD_POPULATION * np.log10(np.maximum(prominence, 1.0))
    prior = np.where(_IS_TOWN[kind], people, _PRIOR[kind])
    prior = np.where(kind == ADMIN1, np.maximum(prior, people), prior) + w.CAPITAL * (kind == CAPITAL)
    area = (kind == COUNTRY) | (kind == ADMIN1)
    bare = np.zeros(len(kind))
    if len(kind) > 1 and area.any():
        plain = [column.tolist() for column in (kind, whole[:, 0], whole[:, 3], whole[:, 2], weight, prominence)]
        lost, chief = _namesakes(saying, Alike(*plain))
        prior += lost
        bare[chief] = 1.0
    government = w.CAPITAL_AS_GOVERNMENT * saying.government * ((kind == CAPITAL) | (kind == COUNTRY))
    return np.column_stack([prior, w.RARE_NAME * (weight - 1.0), _asked(saying)[kind], government, bare])


class Alike(NamedTuple):
    """The candidates of one name as plain columns, which are quicker than arrays for so few."""

    kind: list[int]
    row: list[int]
    admin1: list[int]
    country: list[int]
    weight: list[float]
    prominence: list[float]


def _namesakes(saying: Saying, alike: Alike) -> tuple[list[float], list[int]]:
    """Return what towns and regions lose that bear a country's name, and regions that share their town's; and these."""
    kinds = alike.kind
    lost = [0.0] * len(kinds)
    regions = [i for i, kind in enumerate(kinds) if kind == ADMIN1]
    countries = [i for i, kind in enumerate(kinds) if kind == COUNTRY]
    if any(alike.weight[i] >= w.PLAIN_NAME for i in countries):
        lands = {alike.country[i] for i in countries}
        for i, kind in enumerate(kinds):
            if kind in _TOWNS or (kind == ADMIN1 and alike.country[i] in lands):
                lost[i] += w.COUNTRY_NAMESAKE
            elif kind == ADMIN1:
                lost[i] += w.COUNTRY_NAMED_REGION
    bare = saying.level != "admin1"
    for i in regions:
        if _is_city_region(alike, i, bare=bare):
            lost[i] += w.CITY_REGION
    said = saying.level in {"admin1", "admin2"} or saying.hinted or saying.office == "region"
    for i in () if said else regions:
        for town in _dwarfed(alike, i):
            lost[town] += w.REGION_NAMESAKE
    chief = [] if said else [i for i in regions if _has_chief_town(alike, i)]
    for i in chief:
        lost[i] += w.BARE_REGION
    return lost, chief


def _is_city_region(alike: Alike, region: int, *, bare: bool) -> bool:
    """Whether a region is one capital ("Moscow City", Vienna): a bare name is the city, "the Moscow region" is not it.

    Without a bare name it loses only to another region of the country that bears the name.
    """
    row, least = alike.row[region], w.CITY_SHARE * alike.prominence[region]
    filled = any(
        kind == CAPITAL and alike.admin1[i] == row and alike.prominence[i] >= least for i, kind in enumerate(alike.kind)
    )
    land = alike.country[region]
    return filled and (
        bare or sum(kind == ADMIN1 and alike.country[i] == land for i, kind in enumerate(alike.kind)) > 1
    )


def _dwarfed(alike: Alike, region: int) -> list[int]:
    """Return the towns elsewhere in the country that are small beside a region that bears the plain name."""
    if alike.weight[region] < w.PLAIN_NAME:
        return []
    row, land, people = alike.row[region], alike.country[region], alike.prominence[region]
    return [
        i
        for i, kind in enumerate(alike.kind)
        if kind in _TOWNS
        and alike.country[i] == land
        and alike.admin1[i] != row
        and w.NAMESAKE_TIMES * alike.prominence[i] < people
    ]


def _has_chief_town(alike: Alike, region: int) -> bool:
    """Tell whether a town among the candidates lies in a region of the same name and is its chief town."""
    row, people = alike.row[region], alike.prominence[region]
    for i, kind in enumerate(alike.kind):
        shown = alike.weight[i] >= w.SHOWN_NAME
        if kind in _TOWNS and alike.admin1[i] == row:
            share = w.CHIEF_TOWN_SHARE if shown else w.NAMED_ALIKE_SHARE
            if alike.prominence[i] >= max(share * people, _TOWN_PEOPLE):
                return True
        # The country's capital is a region by itself beside a region of its name.
        own = kind == CAPITAL and shown and alike.country[i] == alike.country[region]
        if own and alike.prominence[i] >= w.NAMED_ALIKE_SHARE * people:
            return True
    return False


def _asked(saying: Saying) -> Floats:
    """Return the points of each kind of place for what the report says of a name."""
    points = _POINTS[saying.level] if saying.level else np.zeros(len(KINDS))
    if saying.capital:
        points = points + w.NEARLY_DESIGNATED * (_KIND == CAPITAL)
    if saying.hinted:
        points = points + w.SOFT_REGION * _IS_AREA
    if saying.definite:
        points = points + w.DEFINITE * (_IS_LANDSCAPE - 1.0 * _IS_TOWN)
    if saying.office:
        points = points + w.OFFICE * (_IS_AREA if saying.office == "region" else _IS_TOWN)
    return np.asarray(points)
