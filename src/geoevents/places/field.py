"""All candidates of a report in one table, with the points that do not depend on context; computed once a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geoevents.atlas import Atlas
from geoevents.atlas.format import KINDS
from geoevents.model import OwnPlace, Place
from geoevents.places import weights as w
from geoevents.places.candidates import Sense
from geoevents.places.company import company
from geoevents.places.distances import Stated, distance_points

CODE = {kind: i for i, kind in enumerate(KINDS)}
COUNTRY, ADMIN1, CAPITAL = CODE["country"], CODE["admin1"], CODE["capital"]
EARTH_KM = 6371.0088
DISTRICT_KM = 80.0
"""A place named as a district's holds what lies in its region and so near to its point."""
REGION_KM = 250.0
"""Nothing nearer to the middle of a region is said to lie outside of it: borders of regions are rough, and change."""
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
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Field:
    """The candidates of all senses of a report, one after another, as parallel columns.

    `starts` says where each sense begins (and the last ends); `sense` and `name` number the sense and the folded name
    of each candidate; `row` is its row in the gazetteer, -1 - i for the user's own place `owned[i]`; `units` are points
    on the unit sphere. `bare` marks regions under a bare name that is their chief town's too. `fixed` holds the points that no context changes, by what gave them.
    """

    senses: tuple[Sense, ...]
    owned: tuple[OwnPlace, ...]
    starts: Ints
    sense: Ints
    name: Ints
    row: Ints
    kind: Ints
    country: Ints
    admin1: Ints
    lon: Floats
    lat: Floats
    units: Floats
    fixed: dict[str, Floats]
    bare: Bools

    @cached_property
    def rows(self) -> list[int]:
        """The column `row` as plain numbers."""
        return self.row.tolist()  # type: ignore[no-any-return]  # plain numbers

    def place(self, i: int, atlas: Atlas) -> Place:
        """Return the place of a candidate."""
        row = self.rows[i]
        return self.owned[-1 - row].place if row < 0 else atlas.gazetteer.place(row)


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """Return points on the unit sphere for degrees WGS84: an array of n × 3."""
    x, y = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)


def make_field(
    senses: Sequence[Sense],
    atlas: Atlas,
    own: dict[str, list[OwnPlace]],
    containers: dict[str, tuple[int, ...]],
    stated: Sequence[Stated] = (),
) -> Field:
    """Lay out the candidates of all senses, the user's own places first in each.

    Args:
        senses: with their rows looked up.
        atlas: the gazetteer.
        own: the user's places by folded name.
        containers: for each name in `Sense.within`, rows of what it may mean.
        stated: distances that the report gives between its names.
    """
    columns = _columns(senses, atlas, own)
    fixed = _fixed(senses, columns)
    fixed["within"] = _within(senses, atlas, columns, containers)
    units = unit_vectors(columns["lon"], columns["lat"])
    likely = np.sum(list(fixed.values()), axis=0)
    fixed["company"] = company(columns, units, likely) * ~_towns_where_regions_are_asked(senses, columns)
    if stated:
        fixed["stated"] = distance_points(stated, columns, units, likely)
    names = ("sense", "name", "row", "kind", "country", "admin1", "lon", "lat")
    owned = tuple(place for sense in senses for place in own.get(sense.key, ()))
    return Field(
        tuple(senses),
        owned,
        columns["starts"],
        units=units,
        fixed=fixed,
        bare=columns["bare"],
        **{n: columns[n] for n in names},
    )


def _columns(senses: Sequence[Sense], atlas: Atlas, own: dict[str, list[OwnPlace]]) -> dict[str, NDArray[Any]]:
    gazetteer = atlas.gazetteer
    keys: dict[str, int] = {}
    rows: list[int] = []
    weights: list[float] = []
    starts, owned = [0], 0
    for sense in senses:
        keys.setdefault(sense.key, len(keys))
        mine = len(own.get(sense.key, ()))
        rows += [*range(-1 - owned, -1 - owned - mine, -1), *sense.rows]
        weights += [*[1.0] * mine, *sense.weights]
        owned += mine
        starts.append(len(rows))
    row = np.array(rows, np.int64)
    sizes = np.diff(starts)
    table: dict[str, NDArray[Any]] = {
        "row": row,
        "weight": np.array(weights, np.float64),
        "starts": np.array(starts, np.int64),
        "sense": np.repeat(np.arange(len(senses)), sizes),
        "name": np.repeat(np.array([keys[sense.key] for sense in senses], np.int64), sizes),
    }
    for name in ("lon", "lat", "prominence", "kind", "country", "admin1"):
        column = getattr(gazetteer, name)[row]
        table[name] = np.asarray(column, np.float64 if name in {"lon", "lat", "prominence"} else np.int64)
    if owned:
        _fill_own(table, [one.place for sense in senses for one in own.get(sense.key, ())], atlas)
    return table


def _fill_own(table: dict[str, NDArray[Any]], places: Sequence[Place], atlas: Atlas) -> None:
    index = {code: i for i, code in enumerate(atlas.gazetteer.countries)}
    for i, place in zip(np.flatnonzero(table["row"] < 0).tolist(), places, strict=True):
        table["lon"][i], table["lat"][i] = place.lon, place.lat
        table["prominence"][i] = max(place.population, 1)
        table["kind"][i] = CODE[place.kind]
        table["country"][i] = index.get(place.country or "", -1)
        region = atlas.regions.admin1_at(place.lon, place.lat)
        table["admin1"][i] = -1 if region is None else atlas.gazetteer.row_of(region.place_id)


def _fixed(senses: Sequence[Sense], table: dict[str, NDArray[Any]]) -> dict[str, Floats]:
    """Return prior, name, designator and government points."""
    kind, starts = table["kind"], table["starts"]
    people = w.PER_TENFOLD_POPULATION * np.log10(np.maximum(table["prominence"], 1.0))
    town = _IS_TOWN[kind]
    prior = np.where(town, people, _PRIOR[kind])
    prior = np.where(kind == ADMIN1, np.maximum(prior, people), prior) + w.CAPITAL * (kind == CAPITAL)
    asked = np.zeros(len(kind))
    government = np.zeros(len(kind))
    table["bare"] = np.zeros(len(kind), bool)
    bounds = starts.tolist()
    with_areas = set(table["sense"][(kind == COUNTRY) | (kind == ADMIN1)].tolist())
    columns = [table[name].tolist() for name in _ALIKE] if with_areas else []
    for number, sense in enumerate(senses):
        part = slice(bounds[number], bounds[number + 1])
        if part.start == part.stop:
            continue
        if number in with_areas and part.stop - part.start > 1:
            lost, bare = _namesakes(sense, Alike(*(column[part] for column in columns)))
            prior[part] += lost
            table["bare"][part.start : part.stop][bare] = True
        if sense.asks:
            asked[part] = _asked(sense, kind[part])
        if sense.metonym or sense.seat:
            government[part] = w.CAPITAL_AS_GOVERNMENT * ((kind[part] == CAPITAL) | (kind[part] == COUNTRY))
    return {
        "prior": prior,
        "name": w.RARE_NAME * (table["weight"] - 1.0),
        "designator": asked,
        "government": government,
    }


class Alike(NamedTuple):
    """The candidates of one name as plain columns, which are quicker than arrays for so few."""

    kind: list[int]
    row: list[int]
    admin1: list[int]
    country: list[int]
    weight: list[float]
    prominence: list[float]


_ALIKE = Alike._fields


def _namesakes(sense: Sense, alike: Alike) -> tuple[list[float], list[int]]:
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
    bare = sense.level != "admin1"
    for i in regions:
        if _is_city_region(alike, i, bare=bare):
            lost[i] += w.CITY_REGION
    said = sense.level in {"admin1", "admin2"} or sense.region_hint or sense.holder or sense.office == "region"
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


def _towns_where_regions_are_asked(senses: Sequence[Sense], table: dict[str, NDArray[Any]]) -> Bools:
    """Return the towns of names that the report calls a region: other towns beside them say nothing for them."""
    asked = np.array([sense.level in {"admin1", "admin2"} or bool(sense.region_hint) for sense in senses], bool)
    asked |= np.array([sense.designator == "area" for sense in senses], bool)
    return np.asarray(asked[table["sense"]] & _IS_TOWN[table["kind"]], bool)


def _asked(sense: Sense, kind: Ints) -> Floats:
    office = sense.office and ("region" if sense.office == "region" else "town")
    hinted = bool(sense.region_hint or sense.holder)
    return _points_asked(
        sense.level, office, capital=sense.designator == "capital", hinted=hinted, definite=sense.definite
    )[kind]


@cache
def _points_asked(level: str, office: str, *, capital: bool, hinted: bool, definite: bool) -> Floats:
    """Return the points of each kind of place for what the report says of a name: there are few such sayings."""
    points = _POINTS[level] if level else np.zeros(len(KINDS))
    if capital:
        points = points + w.NEARLY_DESIGNATED * (_KIND == CAPITAL)
    if hinted:
        points = points + w.SOFT_REGION * _IS_AREA
    if definite:
        points = points + w.DEFINITE * (_IS_LANDSCAPE - 1.0 * _IS_TOWN)
    if office:
        points = points + w.OFFICE * (_IS_AREA if office == "region" else _IS_TOWN)
    return np.asarray(points)


def _within(
    senses: Sequence[Sense], atlas: Atlas, table: dict[str, NDArray[Any]], containers: dict[str, tuple[int, ...]]
) -> Floats:
    """Return points for lying in the place that the text names behind a comma, where any candidate does."""
    points = np.zeros(len(table["kind"]))
    for number, sense in enumerate(senses):
        if sense.seat or not sense.within:
            continue
        part = slice(int(table["starts"][number]), int(table["starts"][number + 1]))
        if part.start == part.stop:
            continue
        for name in sense.within:
            mine = {key: table[key][part] for key in _PLACED}
            rows = containers.get(name, ())
            inside = np.zeros(part.stop - part.start, bool)
            for row in rows:
                inside |= _inside(mine, row, atlas)
            if inside.any():
                points[part] += np.where(inside, w.WITHIN, w.OUTSIDE)
            elif rows and all(int(atlas.gazetteer.kind[row]) == ADMIN1 for row in rows):
                points[part] += w.OUTSIDE * np.logical_and.reduce([_far_outside(mine, row, atlas) for row in rows])
    return points


_PLACED = ("row", "kind", "country", "admin1", "lon", "lat")


def _far_outside(table: dict[str, NDArray[Any]], row: int, atlas: Atlas) -> Bools:
    """Return which candidates lie in another country than a region, or farther from its middle than it reaches."""
    gazetteer = atlas.gazetteer
    here = unit_vectors(gazetteer.lon[[row]], gazetteer.lat[[row]])
    away = kilometres(unit_vectors(table["lon"], table["lat"]) @ here.T)[:, 0]
    reach = max(2 * (gazetteer.place(row).radius_km or 0.0), REGION_KM)
    return np.asarray((away > reach) | (table["country"] != int(gazetteer.country[row])))


def _inside(table: dict[str, NDArray[Any]], row: int, atlas: Atlas) -> Bools:
    gazetteer = atlas.gazetteer
    kind, other = int(gazetteer.kind[row]), table["row"] != row
    if kind == COUNTRY:
        return np.asarray((table["country"] == int(gazetteer.country[row])) & other)
    if kind == ADMIN1:
        return np.asarray((table["admin1"] == row) & other)
    here = unit_vectors(gazetteer.lon[[row]], gazetteer.lat[[row]])
    near = kilometres(unit_vectors(table["lon"], table["lat"]) @ here.T)[:, 0] < DISTRICT_KM
    return np.asarray(near & other & (table["admin1"] == int(gazetteer.admin1[row])))


def kilometres(cosine: Floats) -> Floats:
    """Return great-circle kilometres for cosines of central angles, on the mean sphere.

    The sphere is 0.5 % off at worst: enough to tell near from far. Measurements that are shown come from the atlas.
    """
    return np.asarray(EARTH_KM * np.arccos(np.clip(cosine, -1.0, 1.0)))
