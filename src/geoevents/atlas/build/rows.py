"""Rows of the gazetteer while it is built: places with their weighted names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from geoevents.model import PlaceKind
from geoevents.text.folding import fold

# How surely a name, said without context, means a place that bears it; written as a byte (255 is 1).
SHOWN = 255  # the name that we show
OFFICIAL = 240  # the source's main name, or one from our own tables
GENERIC = 230  # a region with the word for its kind: "Kursk region"
BARE = 170  # a region without that word: "Kursk"; below the town's own other names, so that "Kiev" is the city
ALTERNATE = 180  # another name, alike the shown one, or in another script
FORMER = 140  # the same, of a large city: likely a name it had, or has in another language
UNLIKE = 110  # another name that shares little with the shown one
TRANSLITERATED = 60  # small letters: a machine's romanisation of a spelling that is there too ("ku er si ke"); left out
WEAK = 40  # an abbreviation that is a word or a code of something else too ("IN", "OR")
CODE = 25  # three capitals: a code of an airport, mostly

_LARGE_CITY = 500_000
_EXCHANGED = {"w": "v", "f": "v", "c": "k", "q": "k", "z": "s", "x": "h", "g": "h", "j": "i"}


@dataclass(slots=True)
class Row:
    """One place: its columns, and the names that lead to it with their weights."""

    place_id: str
    name: str
    kind: PlaceKind
    lon: float
    lat: float
    country: str = ""
    admin1: int = -1
    population: int = 0
    prominence: int = 0
    feature: str = ""
    radius_km: float = float("nan")
    note: str = ""
    code: str = ""  # GeoNames' code of a region ("RU.41")
    names: dict[str, int] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)  # keys of names in other languages

    def called(self, name: str, weight: int) -> None:
        """Add a name under its key; the higher of two weights stands."""
        key = fold(name)
        if key and len(key.encode()) < 255:  # noqa: PLR2004 - the length is stored in a byte
            self.names[key] = max(weight, self.names.get(key, 0))


def bigrams(key: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters in `key`."""
    return frozenset(key[i : i + 2] for i in range(len(key) - 1))


def alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Return Dice's coefficient of two sets of pairs, 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def is_latin(name: str) -> bool:
    """Whether the first letter of `name` is a Latin one."""
    first = next((c for c in name if c.isalpha()), "")
    return bool(first) and unicodedata.name(first, "").startswith("LATIN")


def consonants(key: str) -> str:
    """Return the consonants of a Latin key, those that spellings exchange as one: "kv" for Kyiv, Kiev, Kiew."""
    return "".join(_EXCHANGED.get(c, c) for c in key if c.isalpha() and c not in "aeiouy")


def alternate_weight(name: str, main: str, population: int = 0) -> int:
    """Return the weight of a name from a source's list of alternates, beside `main`, the key of the name shown.

    A large city is known by names unlike its own (Bombay, Leningrad), short ones apart.
    """
    if not is_latin(name):
        return ALTERNATE
    if name.isupper() and len(name) == 3 and name.isascii():  # noqa: PLR2004 - three capitals
        return CODE
    if name[0].islower():
        return TRANSLITERATED
    key = fold(name)
    if alike(bigrams(key), bigrams(main)) >= 0.3 or consonants(key) == consonants(main):  # noqa: PLR2004 - a third of the pairs
        return ALTERNATE
    return FORMER if population >= _LARGE_CITY and len(key) >= 5 else UNLIKE  # noqa: PLR2004 - letters
