"""What a report says about where it plays: countries, regions, places that are sure, the user's focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geoevents.atlas import Atlas
from geoevents.atlas.format import KINDS
from geoevents.model import Toponym
from geoevents.places.candidates import Sense
from geoevents.places.field import kilometres
from geoevents.places.prior import Floats, unit_vectors
from geoevents.places.weights import PLAIN_NAME

if TYPE_CHECKING:
    from geoevents.places.own import Region
    from geoevents.places.scoring import Ranking

_COUNTRY, _ADMIN1 = KINDS.index("country"), KINDS.index("admin1")
_LOCAL = frozenset(KINDS.index(kind) for kind in ("settlement", "capital", "admin1", "admin2", "site", "water"))
_REGIONS = frozenset(KINDS.index(kind) for kind in ("admin1", "admin2"))
KM_A_DEGREE = 111.195


@dataclass(frozen=True)
class Context:
    """What speaks for candidates, from the whole report.

    `countries` counts mentions by country index, `people` those of adjectives of peoples alone; `regions` are rows of
    admin-1 regions that the report names, each with the number of the sense that does; `plays_in` likewise rows of
    regions and countries in which places lie that are sure; `anchors` are such places: the candidate in the field and
    the number of its sense. `own_regions` are the regions in which the user's places are meant, in their order in the field.
    """

    countries: Counter[int]
    people: Counter[int]
    regions: tuple[tuple[int, int], ...] = ()
    plays_in: tuple[tuple[int, int], ...] = ()
    anchors: tuple[tuple[int, int], ...] = ()
    focus_point: tuple[float, float] | None = None
    focus_bbox: tuple[float, float, float, float] | None = None
    own_regions: tuple[Region, ...] = ()

    def after(self, rankings: Sequence[Ranking], atlas: Atlas) -> Context:
        """Return the context that the choices so far add to."""
        countries = Counter(self.people)
        regions: list[tuple[int, int]] = []
        plays_in: set[tuple[int, int]] = set()
        anchors: list[tuple[int, int]] = []
        gazetteer, rows = atlas.gazetteer, _country_rows(atlas)
        kinds, regions_of, lands = gazetteer.kind.data, gazetteer.admin1.data, gazetteer.country.data
        for number, ranking in enumerate(rankings):
            row = ranking.sure_row
            if row is None:
                continue
            kind, region, country = kinds[row], regions_of[row], lands[row]
            if country >= 0:
                countries[country] += len(ranking.sense.mentions)
            if kind in _LOCAL:
                anchors.append((ranking.order[0], number))
            if kind in _REGIONS:
                regions.append((row if kind == _ADMIN1 else region, number))
            elif kind in _LOCAL:
                plays_in.add((region, number))
                plays_in.add((rows.get(country, -1), number))
        return replace(
            self,
            countries=countries,
            regions=tuple((row, number) for row, number in regions if row >= 0),
            plays_in=tuple(sorted((row, number) for row, number in plays_in if row >= 0)),
            anchors=tuple(anchors),
        )


@lru_cache(maxsize=4)
def _country_rows(atlas: Atlas) -> dict[int, int]:
    """Return the row of each country by its index."""
    gazetteer = atlas.gazetteer
    return {int(gazetteer.country[row]): int(row) for row in np.flatnonzero(gazetteer.kind == _COUNTRY)}


@lru_cache(maxsize=4)
def _country_numbers(atlas: Atlas) -> dict[str, int]:
    """Return the index of each country by its code."""
    return {code: number for number, code in enumerate(atlas.gazetteer.countries)}


def is_of_people(toponym: Toponym, atlas: Atlas) -> bool:
    """Tell whether a toponym is an adjective or name of a people, also as a part of a body's name ("Peruvian Navy")."""
    if toponym.role == "demonym":
        return True
    gazetteer = atlas.gazetteer
    if gazetteer.demonym(toponym.surface) is None:
        return False
    rows = gazetteer.weighted(toponym.surface)
    return not any(int(gazetteer.kind[row]) == _COUNTRY and weight >= PLAIN_NAME for row, weight in rows)


def read_context(
    toponyms: Sequence[Toponym],
    of_people: AbstractSet[int],
    atlas: Atlas,
    senses: Sequence[Sense],
    *,
    focus_point: tuple[float, float] | None,
    focus_bbox: tuple[float, float, float, float] | None,
) -> Context:
    """Return the context before any choice: peoples, names that are a country's alone, and what holds what."""
    people: Counter[int] = Counter()
    index = _country_numbers(atlas)
    for number in of_people:
        place = atlas.gazetteer.demonym(toponyms[number].surface)
        if place is not None and place.country in index:
            people[index[place.country]] += 1
    countries = Counter(people)
    for sense in senses:
        if (land := sense.bearers.country_alone) is not None:
            countries[land] += len(sense.mentions)
    return Context(countries=countries, people=people, focus_point=focus_point, focus_bbox=focus_bbox)


def find_containers(atlas: Atlas, senses: Sequence[Sense]) -> dict[str, tuple[int, ...]]:
    """Return, for each `within` of the report, rows of countries, regions and districts that it may name."""
    found: dict[str, tuple[int, ...]] = {}
    for sense in senses:
        for name in () if sense.seat else sense.within:
            rows = atlas.gazetteer.find(name)
            areas = tuple(int(r) for r in rows if int(atlas.gazetteer.kind[r]) in _REGIONS | {_COUNTRY})
            found[name] = areas or tuple(int(r) for r in rows[:20])
    return found


def focus_distance_km(context: Context, lon: Floats, lat: Floats) -> Floats | None:
    """Return how far candidates are from the user's focus in kilometres, or None where there is none."""
    parts = []
    if context.focus_bbox is not None:
        west, south, east, north = context.focus_bbox
        dlon = np.maximum(np.maximum(west - lon, lon - east), 0.0) * np.cos(np.radians(lat))
        dlat = np.maximum(np.maximum(south - lat, lat - north), 0.0)
        parts.append(np.hypot(dlon, dlat) * KM_A_DEGREE)
    if context.focus_point is not None:
        here = unit_vectors(np.array([context.focus_point[0]]), np.array([context.focus_point[1]]))
        parts.append(kilometres(unit_vectors(lon, lat) @ here[0]))
    return np.minimum.reduce(parts) if parts else None
