"""Training texts of our own: the sentences of `data/models/sentences.txt`, filled with names of one region each.

Openly licensed texts are mostly encyclopaedic: they hardly hold small towns, which are often called like persons, nor
the turns of local news. Each text here speaks of one region, and half of its towns and persons share their names.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geoevents.atlas import Atlas
from geoevents.errors import DataMissing

TEXTS = 200
"""How many texts are made: a tenth of the training words."""
_SEED = 7
_SHARE_LOCAL = 0.6
_LEAST_PEOPLE, _MOST_PEOPLE = 800, 300_000
_LEAST_TOWNS = 30
_SLOT = re.compile(r"\{(\w+)\}")
_HEADED = re.compile(r"\{town\}(?:, \{abbr\})?(?: \(AP\))? —")
_PLAIN = re.compile(r"[\d(/,]")
_ABBREVIATIONS = {
    "Alabama": "Ala.", "Arizona": "Ariz.", "Arkansas": "Ark.", "California": "Calif.", "Colorado": "Colo.",
    "Connecticut": "Conn.", "Delaware": "Del.", "Florida": "Fla.", "Georgia": "Ga.", "Illinois": "Ill.", "Indiana": "Ind.",
    "Kansas": "Kan.", "Kentucky": "Ky.", "Louisiana": "La.", "Maryland": "Md.", "Massachusetts": "Mass.",
    "Michigan": "Mich.", "Minnesota": "Minn.", "Mississippi": "Miss.", "Missouri": "Mo.", "Montana": "Mont.",
    "Nebraska": "Neb.", "Nevada": "Nev.", "New Hampshire": "N.H.", "New Jersey": "N.J.", "New Mexico": "N.M.",
    "New York": "N.Y.", "North Carolina": "N.C.", "North Dakota": "N.D.", "Oklahoma": "Okla.", "Oregon": "Ore.",
    "Pennsylvania": "Pa.", "Rhode Island": "R.I.", "South Carolina": "S.C.", "South Dakota": "S.D.", "Tennessee": "Tenn.",
    "Vermont": "Vt.", "Virginia": "Va.", "Washington": "Wash.", "West Virginia": "W.Va.", "Wisconsin": "Wis.",
    "Wyoming": "Wyo.",
}  # fmt: skip
_STREETS = ("Street", "Avenue", "Road", "Lane", "Drive", "Boulevard")
_TEAMS = (
    "Bears",
    "Eagles",
    "Tigers",
    "Panthers",
    "Wildcats",
    "Lions",
    "Rams",
    "Knights",
    "Rovers",
    "Rangers",
    "Athletic",
)
_FIRMS = ("Corp.", "Holdings", "Industries", "Bank", "Group", "Airlines", "Foundation", "Motors", "Foods")
_LETTERS = "ABCDEFGHIJLMNOPRSTUW"
_STARTS = (
    "Zan",
    "Tri",
    "Vel",
    "Cor",
    "Lumi",
    "Aqua",
    "Neo",
    "Max",
    "Opti",
    "Sol",
    "Pan",
    "Ora",
    "Del",
    "Fle",
    "Mon",
    "Ser",
)
_ENDS = (
    "tex",
    "dra",
    "vix",
    "lin",
    "max",
    "nia",
    "zol",
    "tron",
    "ceta",
    "phar",
    "line",
    "go",
    "ware",
    "pedia",
    "flu",
    "rin",
)
_CHURCHES = ("Baptist Church", "Catholic Church", "Methodist Church")
_LABELS = {
    "town": "LOC", "county": "LOC", "state": "LOC", "abbr": "LOC", "street": "LOC", "person": "PER", "surname": "PER",
    "office": "ORG", "school": "ORG", "church": "ORG", "team": "ORG", "firm": "ORG", "acronym": "ORG", "thing": "MISC",
}  # fmt: skip


class _Draw:
    """Draws that come out the same on every version of Python: only `random()` of the generator is used."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311 - training texts, no secrets

    def one(self, items: Sequence[Any]) -> Any:  # noqa: ANN401 - an item of whatever is given
        return items[int(self._random() * len(items))]

    def chance(self, share: float) -> bool:
        return self._random() < share

    def some(self, items: Sequence[str], count: int) -> list[str]:
        left = list(items)
        return [left.pop(int(self._random() * len(left))) for _ in range(min(count, len(left)))]


@dataclass(frozen=True)
class _Names:
    """What slots are filled with. `shared` are surnames that are towns too."""

    first: Sequence[str]
    surnames: Sequence[str]
    shared: Sequence[str]


@dataclass(frozen=True)
class _Region:
    """A first-level region: its name, country, towns, towns called like persons, and counties."""

    name: str
    country: str
    towns: Sequence[str]
    shared: Sequence[str]
    counties: Sequence[str]


@dataclass
class _Text:
    """A text in the making, with its names in the form of the training sets."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)

    def add(self, words: str, label: str | None = None) -> None:
        if label:
            self.entities.append({"start": len(self.text), "end": len(self.text) + len(words), "label": label})
        self.text += words


def own_texts(atlas: Atlas, folder: Path, count: int = TEXTS) -> list[dict[str, Any]]:
    """Return `count` texts `{"text", "entities": [{"start", "end", "label"}]}`, the same ones every time.

    Args:
        atlas: the gazetteer that towns, counties and states are drawn from.
        folder: where `sentences.txt`, `first_names.txt` and `surnames.txt` lie.
        count: how many.

    Raises:
        DataMissing: when one of the files is not there.
    """
    sentences = _read_sentences(folder)
    first, surnames = _read_names(folder / "first_names.txt"), _read_names(folder / "surnames.txt")
    regions = _regions(atlas, frozenset(surnames))
    towns = frozenset(town for region in regions for town in region.towns)
    names = _Names(first, surnames, [name for name in surnames if name in towns])
    local = [region for region in regions if region.country == "US"]
    others = [region for region in regions if region.country != "US"]
    draw = _Draw(_SEED)
    found = []
    for _ in range(count):
        kind, pool = ("local", local) if draw.chance(_SHARE_LOCAL) else ("world", others)
        made = _write(draw, draw.one(pool), names, sentences[kind] + sentences["both"])
        found.append({"text": made.text, "entities": made.entities})
    return found


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataMissing(
            f"No {path.name} in {path.parent}: reinstall geoevents, or take it from a checkout."
        ) from None


def _read_names(path: Path) -> list[str]:
    return [line.capitalize() for line in _read(path) if line]


def _read_sentences(folder: Path) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    kind: list[str] = []
    for line in _read(folder / "sentences.txt"):
        if line.startswith("["):
            kind = kinds.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            kind.append(line)
    return kinds


def _regions(atlas: Atlas, surnames: frozenset[str]) -> list[_Region]:
    """Return the regions with enough towns, in order of their rows."""
    gazetteer = atlas.gazetteer
    kinds, people, region_of = (getattr(gazetteer, name).tolist() for name in ("kind", "population", "admin1"))
    town, county = gazetteer.KINDS.index("settlement"), gazetteer.KINDS.index("admin2")
    towns: dict[int, list[str]] = {}
    counties: dict[int, list[str]] = {}
    for row, kind in enumerate(kinds):
        if kind == town and _LEAST_PEOPLE <= people[row] < _MOST_PEOPLE and _is_plain(name := gazetteer.label(row)):
            towns.setdefault(region_of[row], []).append(name)
        elif kind == county and gazetteer.label(row).endswith(" County"):
            counties.setdefault(region_of[row], []).append(gazetteer.label(row))
    return [
        _Region(
            gazetteer.label(row),
            gazetteer.place(row).country or "",
            inside,
            [name for name in inside if name in surnames] or inside,
            counties.get(row) or [f"{inside[0]} County"],
        )
        for row, inside in sorted(towns.items())
        if row >= 0 and len(inside) >= _LEAST_TOWNS
    ]


def _is_plain(name: str) -> bool:
    return name[:1].isupper() and not _PLAIN.search(name) and len(name.split()) <= 3  # noqa: PLR2004 - words of a name


def _write(draw: _Draw, region: _Region, names: _Names, sentences: Sequence[str]) -> _Text:
    """Write one text: six to ten sentences, half of the towns from a handful that come again."""
    filler = _Filler(draw, region, names)
    lines = draw.some(sentences, 6 + 4 * draw.chance(0.5))
    heads = [line for line in lines if _HEADED.match(line)]
    made = _Text()
    for line in heads[:1] + [line for line in lines if line not in heads]:
        for k, part in enumerate(_SLOT.split(line)):
            if k % 2:
                made.add(filler.fill(part), _LABELS[part])
            else:
                made.add(part)
        made.add("\n" if draw.chance(0.3) else " ")
    return made


class _Filler:
    """Fills the slots of one text."""

    def __init__(self, draw: _Draw, region: _Region, names: _Names) -> None:
        self._draw, self._region, self._names = draw, region, names
        self._here = [self._any_town() for _ in range(6)]
        self._persons: list[str] = []

    def fill(self, slot: str) -> str:
        """Return words for a slot (see the head of `sentences.txt`)."""
        made: str = getattr(self, f"_{slot}")()
        return made

    def _any_town(self) -> str:
        name: str = self._draw.one(self._region.shared if self._draw.chance(0.4) else self._region.towns)
        return name

    def _town(self) -> str:
        name: str = self._draw.one(self._here) if self._draw.chance(0.5) else self._any_town()
        return name

    def _county(self) -> str:
        name: str = self._draw.one(self._region.counties)
        return name

    def _state(self) -> str:
        return self._region.name

    def _abbr(self) -> str:
        return _ABBREVIATIONS.get(self._region.name, self._region.name)

    def _street(self) -> str:
        pool = self._region.shared if self._draw.chance(0.5) else self._names.surnames
        return f"{self._draw.one(pool)} {self._draw.one(_STREETS)}"

    def _last_name(self) -> str:
        name: str = self._draw.one(self._names.shared if self._draw.chance(0.3) else self._names.surnames)
        return name

    def _person(self) -> str:
        self._persons.append(self._last_name())
        return f"{self._draw.one(self._names.first)} {self._persons[-1]}"

    def _surname(self) -> str:
        name: str = self._draw.one(self._persons) if self._persons else self._last_name()
        return name

    def _office(self) -> str:
        town, county = self._draw.one(self._here), self._county()
        offices = (f"{town} Police Department", f"{county} Sheriff's Office", f"{self._region.name} State Police")
        name: str = self._draw.one((*offices, f"{town} Fire Department"))
        return name

    def _school(self) -> str:
        return f"{self._draw.one(self._here) if self._draw.chance(0.5) else self._last_name()} High School"

    def _church(self) -> str:
        return f"{self._draw.one(('First', 'St. Mark', self._draw.one(self._here)))} {self._draw.one(_CHURCHES)}"

    def _team(self) -> str:
        return f"{self._draw.one(self._here)} {self._draw.one(_TEAMS)}"

    def _firm(self) -> str:
        return f"{self._draw.one(self._here) if self._draw.chance(0.5) else self._last_name()} {self._draw.one(_FIRMS)}"

    def _acronym(self) -> str:
        letters = (self._draw.one(_LETTERS) for _ in range(self._draw.one((3, 3, 4))))
        return "".join(letters)

    def _thing(self) -> str:
        starts, ends = self._draw.one(_STARTS), self._draw.one(_ENDS)
        return f"{starts}{ends}" if self._draw.chance(0.7) else f"{starts}{ends} {self._last_name()}"
