"""What a report says about where it plays: countries, regions, places that are sure, the user's focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geoevents.atlas import Atlas
from geoevents.atlas.format import KINDS
from geoevents.model import Prose, Toponym
from geoevents.places.candidates import Sense

if TYPE_CHECKING:
    from geoevents.places.scoring import Ranking

EARTH_KM = 6371.0088
_COUNTRY = KINDS.index("country")
_LOCAL = frozenset(KINDS.index(kind) for kind in ("settlement", "capital", "admin1", "admin2", "site", "water"))
_REGIONS = frozenset(KINDS.index(kind) for kind in ("admin1", "admin2"))
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Context:
    """What speaks for candidates, from the whole report.

    `countries` counts mentions by country index, `people` those of adjectives of peoples alone; `regions` are rows of
    admin-1 regions that the report names, `plays_in` those in which places lie that are sure; `anchors` are pairs of a
    row that is sure and the number of its sense; `peers` pairs of senses that stand in one list.
    """

    countries: Counter[int]
    people: Counter[int]
    regions: frozenset[int]
    plays_in: frozenset[int]
    anchors: tuple[tuple[int, int], ...]
    containers: dict[str, tuple[int, ...]]
    peers: tuple[tuple[int, int], ...] = ()
    region_senses: frozenset[int] = frozenset()
    focus_point: tuple[float, float] | None = None
    focus_bbox: tuple[float, float, float, float] | None = None

    def after(self, rankings: Sequence[Ranking], atlas: Atlas) -> Context:
        """Return the context that the choices so far add to."""
        countries = Counter(self.people)
        regions: set[int] = set()
        plays_in: set[int] = set()
        anchors: list[tuple[int, int]] = []
        region_senses: set[int] = set()
        gazetteer = atlas.gazetteer
        for number, ranking in enumerate(rankings):
            row = ranking.best_row
            if row is None or not ranking.sure:
                continue
            kind = int(gazetteer.kind[row])
            country = int(gazetteer.country[row])
            if country >= 0:
                countries[country] += len(ranking.sense.mentions)
            if kind in _LOCAL:
                anchors.append((row, number))
            if kind in _LOCAL and kind not in _REGIONS:
                plays_in.add(int(gazetteer.admin1[row]))
            if kind in _REGIONS:
                region_senses.add(number)
                regions.add(row if kind == KINDS.index("admin1") else int(gazetteer.admin1[row]))
        return replace(
            self,
            countries=countries,
            regions=frozenset(regions - {-1}),
            plays_in=frozenset(plays_in - {-1}),
            anchors=tuple(anchors),
            region_senses=frozenset(region_senses),
        )


def is_of_people(toponym: Toponym, atlas: Atlas) -> bool:
    """Tell whether a toponym is an adjective or name of a people, also as a part of a body's name ("Peruvian Navy")."""
    if toponym.role == "demonym":
        return True
    gazetteer = atlas.gazetteer
    named = gazetteer.demonym(toponym.surface) is not None
    return named and not any(int(gazetteer.kind[row]) == _COUNTRY for row in gazetteer.find(toponym.surface))


def read_context(
    toponyms: Sequence[Toponym],
    of_people: Set[int],
    prose: Prose,
    atlas: Atlas,
    senses: Sequence[Sense],
    focus_point: tuple[float, float] | None,
    focus_bbox: tuple[float, float, float, float] | None,
) -> Context:
    """Return the context before any choice: peoples, names that are a country's alone, and what holds what."""
    people: Counter[int] = Counter()
    index = {code: i for i, code in enumerate(atlas.gazetteer.countries)}
    for number in of_people:
        place = atlas.gazetteer.demonym(toponyms[number].surface)
        if place is not None and place.country in index:
            people[index[place.country]] += 1
    countries = Counter(people)
    kind, country = atlas.gazetteer.kind, atlas.gazetteer.country
    for sense in senses:
        codes = {int(country[row]) for row in sense.rows if int(kind[row]) == _COUNTRY}
        others = [row for row in sense.rows if int(kind[row]) == KINDS.index("admin1")]
        if len(codes) == 1 and not others:
            countries[codes.pop()] += len(sense.mentions)
    holders = _containers(atlas, senses)
    wanted = {name.casefold() for name in holders}
    for sense in senses:
        sense.holder = any(toponyms[n].surface.casefold() in wanted for n in sense.mentions)
    return Context(
        countries=countries,
        people=people,
        regions=frozenset(),
        plays_in=frozenset(),
        anchors=(),
        containers=holders,
        peers=_peers(toponyms, prose, senses),
        focus_point=focus_point,
        focus_bbox=focus_bbox,
    )


def _containers(atlas: Atlas, senses: Sequence[Sense]) -> dict[str, tuple[int, ...]]:
    """Return the rows of countries, regions and districts that a `within` may name."""
    found: dict[str, tuple[int, ...]] = {}
    for sense in senses:
        if sense.seat:
            continue
        for name in sense.within:
            rows = atlas.gazetteer.find(name)
            areas = tuple(int(r) for r in rows if int(atlas.gazetteer.kind[r]) in _REGIONS | {_COUNTRY})
            found[name] = areas or tuple(int(r) for r in rows[:20])
    return found


def _peers(toponyms: Sequence[Toponym], prose: Prose, senses: Sequence[Sense]) -> tuple[tuple[int, int], ...]:
    """Return pairs of senses whose mentions stand side by side in a list."""
    owner = {mention: number for number, sense in enumerate(senses) for mention in sense.mentions}
    pairs: set[tuple[int, int]] = set()
    for i, (a, b) in enumerate(zip(toponyms, toponyms[1:], strict=False)):
        between = prose.text[a.span.end : b.span.start].strip()
        if between in {",", "and", ", and", "or", "&"} and a.within is None and i in owner and i + 1 in owner:
            pairs |= {(owner[i], owner[i + 1]), (owner[i + 1], owner[i])}
    return tuple(sorted(pairs))


def distances_km(lon: Floats, lat: Floats, lons: Floats, lats: Floats) -> Floats:
    """Return great-circle distances in kilometres, candidates × anchors; degrees WGS84 on the mean sphere.

    The sphere is 0.5 % off at worst: enough to tell near from far. Measurements that are shown come from the atlas.
    """
    a, b = np.radians(lat)[:, None], np.radians(lats)[None]
    d = np.radians(lons[None] - lon[:, None])
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(d / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0))))


def focus_distance_km(context: Context, lon: Floats, lat: Floats) -> Floats | None:
    """Return how far candidates are from the user's focus in kilometres, or None where there is none."""
    parts = []
    if context.focus_bbox is not None:
        west, south, east, north = context.focus_bbox
        dlon = np.maximum(np.maximum(west - lon, lon - east), 0.0) * np.cos(np.radians(lat))
        dlat = np.maximum(np.maximum(south - lat, lat - north), 0.0)
        parts.append(np.hypot(dlon, dlat) * (np.pi * EARTH_KM / 180))
    if context.focus_point is not None:
        x, y = context.focus_point
        parts.append(distances_km(lon, lat, np.array([x]), np.array([y]))[:, 0])
    return np.minimum.reduce(parts) if parts else None
