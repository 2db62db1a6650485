"""What class of name the gazetteer knows: the recogniser's features and the steps behind it ask for nothing more."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from geoevents.atlas import Atlas
from geoevents.atlas.format import KINDS
from geoevents.text import fold

_CACHED_NAMES = 100_000
_BUCKETS = ((1_000_000, "P6"), (100_000, "P5"), (10_000, "P4"), (1_000, "P3"))
_RARE = 0.4
"""Names that weigh less are marked "x": alternates that few use."""
_SHOWN = 0.9
"""Names that weigh more are a place's main names."""
_PLAIN = 0.5
_CODE_LETTERS = 3
"""Names of so few letters that weigh little (`_PLAIN`) are codes, and written in capitals."""
_FIXED = {"country": "C", "admin1": "A", "capital": "K", "wider-region": "R", "admin2": "D2", "water": "W"}
_ORDER = ("C", "K", "A", "R", "P6", "W", "P5", "D2", "P4", "P3", "S", "P0")
_RANK = {name: len(_ORDER) - i for i, name in enumerate(_ORDER)}

Known = Callable[[str], str]
COUNTRY, DEMONYM, CAPITAL, REGION = "C", "N", "K", "A"


class KnownNames(dict[str, str]):
    """Classes of names, looked up when first asked for and remembered: "C" country, "A" region, "K" capital, "P6" … "P0" settlements by population,
    "D2" districts, "W" waters, "R" wider regions, "S" sites, "N" peoples; "x" before it for a rare name, "" unknown.
    """

    def __init__(self, atlas: Atlas) -> None:
        """Look names up in `atlas`."""
        super().__init__()
        self._atlas = atlas
        kinds = [_FIXED.get(kind, "" if kind == "settlement" else "S") for kind in KINDS]
        self._fixed = tuple(kinds)

    def __call__(self, name: str) -> str:
        """Return the class of a name."""
        return self[name]

    def __missing__(self, name: str) -> str:
        """Look a name up that has not been asked for yet."""
        found = self._look_up(name)
        if len(self) >= _CACHED_NAMES:
            self.clear()
        self[name] = found
        return found

    def _look_up(self, name: str) -> str:
        gazetteer = self._atlas.gazetteer
        key = fold(name)
        if len(key) < 2:  # noqa: PLR2004 - a letter is no name
            return ""
        people, found = gazetteer.is_of_people(key), gazetteer.postings_of(key)
        if not found:
            return DEMONYM if people else ""
        best, rank = "", 0.0
        code = len(key) <= _CODE_LETTERS and not (name.isupper() or name.endswith("."))
        for row, weight in found[:64]:
            if code and weight < _PLAIN:
                continue  # "Ko" is no KO, "Kwi" no KWI
            kind = self._fixed[int(gazetteer.kind[row])] or _bucket(int(gazetteer.population[row]))
            value = _RANK[kind] if weight >= _RARE else _RANK[kind] / 4
            if weight < _SHOWN and kind == COUNTRY and people:
                continue  # "Thai": also a name of the country, and yet the people's adjective
            if value > rank:
                best, rank = (kind if weight >= _RARE else f"x{kind}"), value
        if best != COUNTRY and people:
            return DEMONYM
        return best


def _bucket(population: int) -> str:
    for least, name in _BUCKETS:
        if population >= least:
            return name
    return "P0"


@lru_cache(maxsize=4)
def known_names(atlas: Atlas) -> Known:
    """Return what tells the class of a name; one memory for each atlas, so that what it has seen is kept."""
    return KnownNames(atlas).__getitem__
