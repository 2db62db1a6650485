"""The places that a name of a report may mean: one look-up for all its mentions of one sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from geoevents.atlas import Atlas
from geoevents.model import Toponym
from geoevents.places.designators import singular
from geoevents.places.romanisation import romanisations
from geoevents.places.wordlists import COMPASS_WORDS, DESIGNATORS
from geoevents.text import fold

MAX_CANDIDATES = 120
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
_OFFICES = frozenset({"roles.office", "roles.office_of", "roles.body_of", "roles.own_body"})
_SAID, _HEARD = 0.4, 0.4
"""Least weight of a name that another romanisation may stand for, and how much of that is left."""
_CODE_LETTERS, _MAIN_NAME = 3, 0.5
_PHYSICAL = frozenset({"site", "wider-region", "water"})
_ADMINISTRATIVE = frozenset({"admin1", "admin2"})


@dataclass(slots=True)
class Sense:
    """All mentions of a report that share a name and what it is said to be.

    `rows` are the candidates' rows in the gazetteer, `weights` how common the name is for each. `reduced` says that the
    name was found only without a part of it ("Baghdad" for "Baghdad International Airport"). `office` is what the
    holder of an office beside the name rules, "region" or "town". `definite` names stand behind "the" like a river's; `heard` ones are
    found in another romanisation only.
    """

    key: str
    designator: str | None
    mentions: list[int] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    rows: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    reduced: str = ""
    seat: str = ""
    stands_for: str = ""
    holder: bool = False
    metonym: bool = False
    region_hint: str = ""
    office: str = ""
    definite: bool = False
    heard: bool = False

    @property
    def asks(self) -> bool:
        """Tell whether the report says anything about what kind of place this is."""
        return bool(self.designator or self.region_hint or self.holder or self.office or self.definite)

    @property
    def level(self) -> str:
        """Return the kind of place that the designator asks for, "" for none."""
        return DESIGNATORS.get(self.designator or "", "")


def look_up(atlas: Atlas, sense: Sense, surface: str) -> None:
    """Fill `rows` and `weights` of a sense from the gazetteer, by its name and the spellings that news uses for it."""
    gazetteer = atlas.gazetteer
    for name, reduced in spellings(surface, sense.designator):
        found = gazetteer.weighted(name)[:MAX_CANDIDATES]
        if len(name) <= _CODE_LETTERS and not (name.isupper() or surface.endswith(".")):
            found = tuple(pair for pair in found if pair[1] >= _MAIN_NAME)  # "Kwi" is not the airport KWI
        if found:
            sense.rows, sense.weights = zip(*found, strict=True)
            sense.reduced = name if reduced else ""
            return
    for name in romanisations(surface):
        found = tuple(
            (row, weight * _HEARD) for row, weight in gazetteer.weighted(name)[:MAX_CANDIDATES] if weight >= _SAID
        )
        if found:
            sense.rows, sense.weights = zip(*found, strict=True)
            sense.heard = True
            return


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


def gather_senses(toponyms: Sequence[Toponym], of_people: AbstractSet[int]) -> list[Sense]:
    """Group a report's toponyms into senses: one name, one kind of thing, in order of first mention.

    Names behind a comma ("Atlanta, Georgia") are senses of their own.

    The toponyms numbered in `of_people` are left out. A dateline is a town.
    """
    senses: dict[tuple[str, str], Sense] = {}
    for number, toponym in enumerate(toponyms):
        if number in of_people:
            continue
        key = fold(toponym.surface)
        level = DESIGNATORS.get(toponym.designator or "", "")
        office = _office(toponym)
        if not level and any(reason.rule == "places.dateline" for reason in toponym.reasons):
            level = "settlement"
        elif not level and office:
            level = f"{office}'s office"
        group = level if level in {"settlement", *_ADMINISTRATIVE} else level and f"{level}:{toponym.designator}"
        if number and _holds(toponym, toponyms[number - 1]):
            group = f"{group}, holds"  # "Atlanta, Georgia" says nothing of a Georgia elsewhere in the report
        sense = senses.get((key, group))
        if sense is None:
            sense = senses[(key, group)] = Sense(key, toponym.designator)
        sense.holder = sense.holder or "holds" in group
        sense.office = office
        _add(sense, number, toponym)
    return list(senses.values())


def _holds(toponym: Toponym, before: Toponym) -> bool:
    """Tell whether the place before is said to lie in this one; that the Kremlin does in Moscow is known, not said."""
    seat = any(reason.rule == "roles.seat" for reason in before.reasons)
    return not seat and (before.within or "").startswith(toponym.surface)


def _office(toponym: Toponym) -> str:
    """Return what the holder of an office beside the name rules: governors a region, mayors a town, "" for no such."""
    said = " ".join(reason.detail for reason in toponym.reasons if reason.rule in _OFFICES).lower()
    if "mayor" in said or "city council" in said:
        return "town"
    return "region" if any(word in said for word in ("govern", "region", "provinc")) else ""


def _add(sense: Sense, number: int, toponym: Toponym) -> None:
    sense.mentions.append(number)
    rules = {reason.rule: reason.detail for reason in toponym.reasons}
    sense.seat = rules.get("roles.seat", sense.seat)
    sense.stands_for = rules.get("places.acronym", sense.stands_for)
    if toponym.within and toponym.within not in sense.within:
        sense.within.append(toponym.within)
    sense.metonym = sense.metonym or toponym.role == "metonym"
    if toponym.designator == "area":
        sense.region_hint = "an area"
