"""All candidates of a report in one table, with the points that do not depend on context; computed once a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoevents.atlas import Atlas
from geoevents.atlas.format import KINDS
from geoevents.model import OwnPlace, Place
from geoevents.places import weights as w
from geoevents.places.candidates import Sense
from geoevents.places.company import company
from geoevents.places.distances import Stated, distance_points
from geoevents.places.prior import ADMIN1, CODE, COUNTRY, NO_PLACES, Columns, Floats, Ints, points_of, unit_vectors

EARTH_KM = 6371.0088
DISTRICT_KM = 80.0
"""A place named as a district's holds what lies in its region and so near to its point."""
REGION_KM = 250.0
"""Nothing nearer to the middle of a region is said to lie outside of it: borders of regions are rough, and change."""
_IS_TOWN = np.array([kind in {"settlement", "capital"} for kind in KINDS])
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

    @cached_property
    def kinds(self) -> list[int]:
        """The column `kind` as plain numbers."""
        return self.kind.tolist()  # type: ignore[no-any-return]  # plain numbers

    @cached_property
    def spots(self) -> list[list[float]]:
        """The points on the unit sphere as plain numbers."""
        return self.units.tolist()  # type: ignore[no-any-return]  # plain numbers

    def place(self, i: int, atlas: Atlas) -> Place:
        """Return the place of a candidate."""
        row = self.rows[i]
        return self.owned[-1 - row].place if row < 0 else atlas.gazetteer.place(row)


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
    columns, (prior, name, designator, government, bare) = _columns(senses, atlas, own)
    fixed = {"prior": prior, "name": name, "designator": designator, "government": government}
    fixed["within"] = _within(senses, atlas, columns, containers)
    units = columns["units"]
    likely = np.sum(list(fixed.values()), axis=0)
    fixed["company"] = company(columns, units, likely)
    if any(map(_is_region, senses)):
        fixed["company"] *= ~_towns_where_regions_are_asked(senses, columns)
    if stated:
        fixed["stated"] = distance_points(stated, columns, units, likely)
    owned = tuple(place for sense in senses for place in own.get(sense.key, ()))
    return Field(tuple(senses), owned, fixed=fixed, bare=bare > 0, **columns)


def _columns(
    senses: Sequence[Sense], atlas: Atlas, own: dict[str, list[OwnPlace]]
) -> tuple[dict[str, NDArray[Any]], Floats]:
    """Return the columns of all candidates by their names in `Field`, and their own points as rows."""
    keys: dict[str, int] = {}
    owned = 0
    places, points = [NO_PLACES], [np.zeros((0, 5))]
    for sense in senses:
        keys.setdefault(sense.key, len(keys))
        mine = own.get(sense.key)
        if mine:
            added, known = _own_columns(mine, owned, atlas), sense.bearers.columns
            places.append(Columns(np.concatenate([added.whole, known.whole]), np.concatenate([added.real, known.real])))
            points.append(points_of(sense.saying, places[-1]))
            owned += len(mine)
        else:
            places.append(sense.bearers.columns)
            points.append(sense.bearers.points(sense.saying))
    sizes = [len(part) for part in points[1:]]
    whole, real = (np.concatenate(parts).T for parts in zip(*places, strict=True))
    table = dict(zip(("row", "kind", "country", "admin1"), np.ascontiguousarray(whole), strict=True))
    table["lon"], table["lat"] = real[:2]
    table["units"] = np.ascontiguousarray(real[2:5].T)
    table["starts"] = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    table["sense"] = np.arange(len(senses)).repeat(sizes)
    table["name"] = np.array([keys[sense.key] for sense in senses], np.int64).repeat(sizes)
    return table, np.ascontiguousarray(np.concatenate(points).T)


def _own_columns(own: Sequence[OwnPlace], before: int, atlas: Atlas) -> Columns:
    """Return the columns of the user's places of a name, with `before` others before them in the field."""
    index = {code: i for i, code in enumerate(atlas.gazetteer.countries)}
    places = [one.place for one in own]
    regions = [atlas.regions.admin1_at(place.lon, place.lat) for place in places]
    return Columns.of(
        (
            -1 - np.arange(before, before + len(places)),
            np.array([CODE[place.kind] for place in places]),
            np.array([index.get(place.country or "", -1) for place in places]),
            np.array([-1 if region is None else atlas.gazetteer.row_of(region.place_id) for region in regions]),
        ),
        np.array([place.lon for place in places]),
        np.array([place.lat for place in places]),
        np.array([float(max(place.population, 1)) for place in places]),
        np.ones(len(places)),
    )


def _is_region(sense: Sense) -> bool:
    """Tell whether the report calls a name a region."""
    return sense.level in {"admin1", "admin2"} or bool(sense.region_hint) or sense.designator == "area"


def _towns_where_regions_are_asked(senses: Sequence[Sense], table: dict[str, NDArray[Any]]) -> Bools:
    """Return the towns of names that the report calls a region: other towns beside them say nothing for them."""
    asked = np.array([_is_region(sense) for sense in senses], bool)
    return np.asarray(asked[table["sense"]] & _IS_TOWN[table["kind"]], bool)


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
    return np.asarray(EARTH_KM * np.arccos(np.minimum(np.maximum(cosine, -1.0), 1.0)))
