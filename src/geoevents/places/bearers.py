"""The places that bear a name, as the gazetteer has them; looked up once for all reports that say the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from geoevents.atlas import Gazetteer
from geoevents.atlas.format import KINDS
from geoevents.places import weights as w
from geoevents.places.designators import singular
from geoevents.places.prior import Columns, Floats, Saying, points_of
from geoevents.places.romanisation import romanisations
from geoevents.places.wordlists import COMPASS_WORDS, DESIGNATORS

MAX_CANDIDATES = 120
KEPT = 8_192
"""Names that are remembered, each with some places and their columns."""
_SHORT = {"st.": "saint", "st": "saint", "ste.": "sainte", "mt.": "mount", "mt": "mount", "ft.": "fort", "pt.": "port"}
_SITE_WORDS = frozenset(
    [
        "international",
        "national",
        "general",
        "central",
        "regional",
        "university",
        "memorial",
        "military",
        "nuclear",
        "power",
        "air",
        "international",
        "railway",
        "train",
        "bus",
        "metro",
        "old",
        "new",
        "main",
    ]
)
_SAID, _HEARD = 0.4, 0.4
"""Least weight of a name that another romanisation may stand for, and how much of that is left."""
_CODE_LETTERS, _MAIN_NAME = 3, 0.5
_PHYSICAL = frozenset({"site", "wider-region", "water"})
_COUNTRY, _ADMIN1 = KINDS.index("country"), KINDS.index("admin1")
_TOWNS = frozenset({KINDS.index("settlement"), KINDS.index("capital")})
_LANDSCAPES = frozenset({KINDS.index("water"), KINDS.index("wider-region")})


class Bearers:
    """The places that a name may mean: their rows in the gazetteer, and how common the name is for each.

    `reduced` is the name without the part that was left out to find them ("Baghdad" for "Baghdad International Airport"),
    `heard` tells that they bear it in another romanisation only.
    """

    def __init__(
        self, gazetteer: Gazetteer, found: Sequence[tuple[int, float]], reduced: str = "", *, heard: bool = False
    ) -> None:
        """Take rows with the weights of the name."""
        self._gazetteer = gazetteer
        self.rows = tuple(row for row, _ in found)
        self.weights = tuple(weight for _, weight in found)
        self.reduced = reduced
        self.heard = heard
        self._points: dict[Saying, Floats] = {}

    @cached_property
    def kinds(self) -> list[int]:
        """The kinds of the places, as indexes into `KINDS`."""
        kinds = self._gazetteer.kind.data  # memory views give plain numbers
        return [kinds[row] for row in self.rows]

    @cached_property
    def columns(self) -> Columns:
        """What the gazetteer says of the places."""
        gazetteer, row = self._gazetteer, np.array(self.rows, np.int64)
        return Columns.of(
            (row, gazetteer.kind[row], gazetteer.country[row], gazetteer.admin1[row]),
            gazetteer.lon[row],
            gazetteer.lat[row],
            gazetteer.prominence[row],
            np.array(self.weights, np.float64),
        )

    def points(self, saying: Saying) -> Floats:
        """Return the points that the places have in any report that says so much of the name; see `prior.points_of`."""
        points = self._points.get(saying)
        if points is None:
            self._points[saying] = points = points_of(saying, self.columns)
        return points

    @cached_property
    def country_alone(self) -> int | None:
        """The index of the country whose name this is, where it is no other country's or region's; else None."""
        lands = self._gazetteer.country.data
        areas = [
            (kind, lands[row]) for row, kind in zip(self.rows, self.kinds, strict=True) if kind in {_COUNTRY, _ADMIN1}
        ]
        one = len({land for _, land in areas}) == 1 and all(kind == _COUNTRY for kind, _ in areas)
        return areas[0][1] if one else None

    @cached_property
    def is_landscape(self) -> bool:
        """Tell whether the name is plainly that of a river, sea or landscape."""
        return any(
            kind in _LANDSCAPES and weight >= w.PLAIN_NAME
            for kind, weight in zip(self.kinds, self.weights, strict=True)
        )

    @cached_property
    def is_little(self) -> bool:
        """Tell whether towns below `weights.CITY` people bear the name and nothing else does, if anything."""
        people = self._gazetteer.population.data
        return all(kind in _TOWNS and people[row] < w.CITY for kind, row in zip(self.kinds, self.rows, strict=True))

    @cached_property
    def is_metropolis(self) -> bool:
        """Tell whether a metropolis bears the name."""
        people = self._gazetteer.population.data
        return any(
            kind in _TOWNS and people[row] >= w.METROPOLIS for kind, row in zip(self.kinds, self.rows, strict=True)
        )

    @cached_property
    def region_lands(self) -> frozenset[int]:
        """The indexes of the countries that have a first-level region plainly of this name."""
        lands = self._gazetteer.country.data
        found = zip(self.rows, self.kinds, self.weights, strict=True)
        return frozenset(lands[row] for row, kind, weight in found if kind == _ADMIN1 and weight >= w.PLAIN_NAME)

    @cached_property
    def is_region(self) -> bool:
        """Tell whether the name is a large region's and that of no town near its size ("Oregon", "Normandy")."""
        if _ADMIN1 not in self.kinds or _COUNTRY in self.kinds:
            return False
        regions, towns = 0.0, 0.0
        for kind, weight, people in zip(self.kinds, self.weights, self.columns.real[:, 5].tolist(), strict=True):
            if kind == _ADMIN1 and weight >= w.PLAIN_NAME:
                regions = max(regions, weight * people)
            elif kind in _TOWNS:
                towns = max(towns, weight * people)
        return towns * w.NAMESAKE_TIMES < regions


class Names(dict[tuple[str, str | None], Bearers]):
    """What bears a name with a designator, remembered within bounds."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Look names up in a gazetteer."""
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, key: tuple[str, str | None]) -> Bearers:
        """Look a name up that has not been asked for yet."""
        if len(self) >= KEPT:
            self.clear()
        self[key] = found = _look_up(self._gazetteer, *key)
        return found


_names = lru_cache(maxsize=4)(Names)


def bearers_of(gazetteer: Gazetteer, surface: str, designator: str | None) -> Bearers:
    """Return the places that a name may mean, by itself and in the spellings that news uses for it; perhaps none."""
    return _names(gazetteer)[surface, designator]


def _look_up(gazetteer: Gazetteer, surface: str, designator: str | None) -> Bearers:
    for name, reduced in spellings(surface, designator):
        found = gazetteer.weighted(name)[:MAX_CANDIDATES]
        if len(name) <= _CODE_LETTERS and not (name.isupper() or surface.endswith(".")):
            found = tuple(pair for pair in found if pair[1] >= _MAIN_NAME)  # "Kwi" is not the airport KWI
        if found:
            return Bearers(gazetteer, found, name if reduced else "")
    for name in romanisations(surface):
        found = tuple(
            (row, weight * _HEARD) for row, weight in gazetteer.weighted(name)[:MAX_CANDIDATES] if weight >= _SAID
        )
        if found:
            return Bearers(gazetteer, found, heard=True)
    return Bearers(gazetteer, ())


def spellings(surface: str, designator: str | None) -> Iterator[tuple[str, bool]]:
    """Yield names to look up, surest first, and whether a part of the name was left out."""
    yield surface, False
    words = surface.replace("’s", "").replace("'s", "").split()
    plain = [_SHORT.get(word.lower(), word) for word in words]
    if plain != words:
        yield " ".join(plain), False
    if plain and plain[0].lower() == "the":
        plain = plain[1:]
        yield " ".join(plain), False
    if designator and len(plain) == 1:
        yield f"{plain[0]} {designator}", False
    yield from _without_designator(plain)


def _without_designator(words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    if len(words) < 2:  # noqa: PLR2004 - nothing to leave out
        return
    first, last = words[0].lower(), words[-1].lower()
    if len(words) > 2 and words[1].lower() == "of" and singular(first):  # noqa: PLR2004 - "City of X"
        yield " ".join(words[2:]), DESIGNATORS.get(first) in _PHYSICAL
        return
    if first in COMPASS_WORDS:
        yield " ".join(words[1:]), True
    if singular(first):
        yield " ".join(words[1:]), DESIGNATORS.get(first) == "site"
    if singular(last):
        kind = DESIGNATORS.get(singular(last) or "")
        kept = list(words[:-1])
        while len(kept) > 1 and kept[-1].lower() in _SITE_WORDS:
            kept.pop()
        yield " ".join(kept), kind in _PHYSICAL
