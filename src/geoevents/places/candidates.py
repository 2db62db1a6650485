"""The places that a name of a report may mean: one look-up for all its mentions of one sense."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from geoevents.atlas import Atlas
from geoevents.model import Toponym
from geoevents.places.bearers import Bearers, bearers_of
from geoevents.places.prior import Saying
from geoevents.places.wordlists import DESIGNATORS
from geoevents.text import fold

_OFFICES = frozenset({"roles.office", "roles.office_of", "roles.body_of", "roles.own_body"})
_SETTLED = frozenset({"settlement", "admin1", "admin2"})


@dataclass(slots=True)
class Sense:
    """All mentions of a report that share a name and what it is said to be.

    `bearers` are the places in the gazetteer that it may mean. `office` is what the holder of an office beside the name
    rules, "region" or "town". `definite` names stand behind "the" like a river's.
    """

    key: str
    designator: str | None
    mentions: list[int] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    seat: str = ""
    stands_for: str = ""
    holder: bool = False
    metonym: bool = False
    region_hint: str = ""
    office: str = ""
    definite: bool = False
    bearers: Bearers = field(init=False)

    @property
    def saying(self) -> Saying:
        """Return what the report says of the kind of place that this is."""
        return Saying(
            self.level,
            self.office,
            self.designator == "capital",
            bool(self.region_hint or self.holder),
            self.definite,
            bool(self.metonym or self.seat),
        )

    @property
    def level(self) -> str:
        """Return the kind of place that the designator asks for, "" for none."""
        return DESIGNATORS.get(self.designator or "", "")


def gather_senses(toponyms: Sequence[Toponym], of_people: AbstractSet[int], atlas: Atlas) -> list[Sense]:
    """Group a report's toponyms into senses: one name, one kind of thing, in order of first mention; look each up.

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
        group = level if level in _SETTLED else level and f"{level}:{toponym.designator}"
        if number and _holds(toponym, toponyms[number - 1]):
            group = f"{group}, holds"  # "Atlanta, Georgia" says nothing of a Georgia elsewhere in the report
        sense = senses.get((key, group))
        if sense is None:
            sense = senses[(key, group)] = Sense(key, toponym.designator)
        sense.holder = sense.holder or "holds" in group
        sense.office = office
        _add(sense, number, toponym)
    found = list(senses.values())
    for sense in found:
        name = sense.seat or sense.stands_for or toponyms[sense.mentions[0]].surface
        sense.bearers = bearers_of(atlas.gazetteer, name, sense.designator)
    return found


def _holds(toponym: Toponym, before: Toponym) -> bool:
    """Tell whether the place before is said to lie in this one; that the Kremlin does in Moscow is known, not said."""
    within = before.within is not None and before.within.startswith(toponym.surface)
    return within and all(reason.rule != "roles.seat" for reason in before.reasons)


def _office(toponym: Toponym) -> str:
    """Return what the holder of an office beside the name rules: governors a region, mayors a town, "" for no such."""
    told = [reason.detail for reason in toponym.reasons if reason.rule in _OFFICES]
    if not told:
        return ""
    said = " ".join(told).lower()
    if "mayor" in said or "city council" in said:
        return "town"
    return "region" if any(word in said for word in ("govern", "region", "provinc")) else ""


def _add(sense: Sense, number: int, toponym: Toponym) -> None:
    sense.mentions.append(number)
    for reason in toponym.reasons:
        if reason.rule == "roles.seat":
            sense.seat = reason.detail
        elif reason.rule == "places.acronym":
            sense.stands_for = reason.detail
    if toponym.within and toponym.within not in sense.within:
        sense.within.append(toponym.within)
    sense.metonym = sense.metonym or toponym.role == "metonym"
    if toponym.designator == "area":
        sense.region_hint = "an area"
