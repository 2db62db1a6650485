"""How each place name stands in its clause: in, near, toward, across or from it, or no site at all.

A name is read with the words to its left: the preposition in front of its noun phrase says the relation. Names that are
compared, measured from ("southwest of Moscow"), acting ("by Ukraine") or where somebody speaks are no site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from geoevents.events.view import ReportView, Stretch
from geoevents.model import Place, Relation, Resolution
from geoevents.model.quick import quick, replace

How = Literal[
    "preposition",
    "object",
    "subject",
    "possessive",
    "reference",
    "speaker",
    "topic",
    "actor",
    "office",
    "compared",
    "container",
]

_WALK = 9
_SPEAKER_REACH = 6
RELATIONS: dict[str, Relation] = {
    "in": "in", "at": "in", "inside": "in", "within": "in", "on": "in", "throughout": "in", "into": "in", "over": "in",
    "against": "in", "of": "in", "above": "in", "under": "in", "through": "across", "across": "across", "near": "near",
    "outside": "near", "around": "near", "off": "near", "beside": "near", "along": "near", "between": "near", "by": "near",
    "toward": "toward", "towards": "toward", "to": "toward", "from": "from", "for": "topic", "about": "topic",
    "with": "topic", "besides": "topic", "via": "across", "beyond": "near", "behind": "near", "onto": "in", "opposite": "near",
}  # fmt: skip
_COMPARING = frozenset({"like", "than", "unlike", "as", "versus"})
_FROM = frozenset({"of", "from"})
_BESIDE = frozenset({"bordering", "neighbouring", "neighboring", "facing", "overlooking", "adjoining"})
_DIRECTIONS = frozenset(
    {f"{a}{b}" for a in ("north", "south") for b in ("", "east", "west", "-east", "-west")} | {"east", "west"}
)
_SORTS = frozenset({"port", "resort", "town", "city", "village", "island", "district", "province", "capital", "suburb"})
_BACKING = frozenset(
    {"help", "support", "backing", "mediation", "assistance", "approval", "presence", "consent", "participation"}
)
_GROUND_REACH = 3  # words behind "X's" among which the ground stands that X has
_BROUGHT = frozenset(  # "brought heavy rain to Chennai", "cut power to Auckland"
    {"power", "electricity", "damage", "flooding", "floods", "havoc", "chaos", "destruction", "snow", "rain", "rains"}
)
_HOMES = frozenset({"based", "headquartered", "born", "exiled", "registered", "educated"})
_RANKED = 6  # words before "French soil" that may rank an attack
_LEAVING = frozenset({"leave", "evacuate", "abandon", "quit", "flee", "leaving", "vacate"})
_PASSIVE = frozenset({"was", "were", "been", "being"})
_SOIL = frozenset(
    {
        "soil",
        "territory",
        "airspace",
        "waters",
        "provinces",
        "regions",
        "towns",
        "cities",
        "villages",
        "districts",
        "coast",
    }
)
_OF_A_THING = re.compile(r"-(?!area|wide|based)[a-z]+")  # "a Malta-flagged tanker", "Iran-backed fighters"
_MEASURES = frozenset(
    {
        "kilometres",
        "kilometers",
        "km",
        "miles",
        "metres",
        "meters",
        "away",
        "hours",
        "minutes",
        "kms",
        "mi",
        "mile",
        "drive",
        "far",
    }
)
_KILOMETRES = {"km": 1.0, "kilometres": 1.0, "kilometers": 1.0, "miles": 1.609344, "metres": 0.001, "meters": 0.001}
_NEARNESS = frozenset({"close", "near", "next", "adjacent"})
_ROADS = frozenset({"road", "roads", "highway", "motorway", "railway", "route"})
_AT = frozenset({"at", "in", "outside", "near", "inside"})
_LOCAL_OFFICES = frozenset({"governor", "mayor", "prefect", "leader", "head", "government", "president", "parliament"})
_SAID_OF = frozenset(
    {"that", "“", '"', "of", "in", "by", "had", "has", "have", "were", "was", "it", "they", "its", "their"}
)
_EDGES = frozenset(
    {",", ";", ":", "—", "–", "-", "(", ")", "and", "or", "but", "that", "which", "who", "as", "while", "“", "”", '"'}
)


@quick
@dataclass(slots=True)
class Site:
    """A literal place name at tokens `first` to `last` (exclusive) and its part in the sentence.

    `group` is shared by the names of one list ("Kursk, Belgorod and Bryansk"); `head` is the token of the noun before
    the preposition ("the mall in …"), -1 where there is none; `distance_km` how far from the name, where that is said.
    """

    resolution: Resolution
    place: Place
    relation: Relation
    how: How
    first: int
    last: int
    sentence: int
    clause: Stretch
    group: int
    head: int
    distance_km: float | None = None

    @property
    def usable(self) -> bool:
        """Whether an event can have taken place there."""
        return self.how in ("preposition", "object", "subject")


def find_sites(view: ReportView) -> tuple[Site, ...]:
    """Return the resolved literal names of a report, and governments of regions, in order."""
    found: list[Site] = []
    for resolution in view.resolutions:
        toponym = resolution.toponym
        if resolution.place is None or not _may_be_site(resolution, resolution.place):
            if resolution.place is not None and (soil := _soil(view, resolution, resolution.place)):
                found.append(soil)
            continue
        hyphen = view.text.startswith("-", toponym.span.end)
        if (hyphen and _OF_A_THING.match(view.text, toponym.span.end)) or compounded(view.text, toponym.span.start):
            continue
        first = view.token_at(toponym.span.start)
        last = max(first + 1, view.token_at(toponym.span.end - 1) + 1)
        if first >= len(view.words):
            continue
        site = _site(view, resolution, resolution.place, (first, last), found)
        found.append(replace(site, how="container") if found and _contains_the_last(site, found[-1]) else site)
    return tuple(found)


def _contains_the_last(site: Site, before: Site) -> bool:
    """Whether a name only says in what the one before lies: "Red Lake, in northwestern Ontario"."""
    within = before.resolution.toponym.within
    town = before.place.kind in ("settlement", "site") and before.how == "preposition"
    if town and site.place.kind == "wider-region" and site.head >= 0 and site.head == before.last - 1:
        return True  # "near Pahalgam in Indian-administered Kashmir"
    if not within or before.sentence != site.sentence or site.first - before.last > 5:  # noqa: PLR2004 - ", in the north of"
        return False
    return within.startswith(site.resolution.toponym.surface)


def compounded(text: str, start: int) -> bool:
    """Whether a name is the second part of a compound: "Crimean-Congo fever", "anti-China protests"."""
    return start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()


def _soil(view: ReportView, resolution: Resolution, place: Place) -> Site | None:
    """Return the country whose ground or air an adjective names: "landed on Thai soil", "entered Romanian airspace"."""
    toponym = resolution.toponym
    first = view.token_at(toponym.span.start)
    last = max(first + 1, view.token_at(toponym.span.end - 1) + 1)
    if toponym.role != "demonym" or place.kind != "country" or view.words[last : last + 1] == []:
        return None
    sentence = view.sentence_of(first)
    ranked = view.words[max(view.sentences[sentence].first, first - _RANKED) : first]
    if view.words[last] not in _SOIL or not view.lists["superlative"].isdisjoint(ranked):
        return None  # "the deadliest attack on French soil" only ranks what was told
    before = view.words[first - 1] if first > view.sentences[sentence].first else ""
    relation: Relation = RELATIONS.get(before, "in")
    how: How = "preposition" if before in RELATIONS and relation != "topic" else "object"
    return Site(resolution, place, relation, how, first, last, sentence, view.clause_of(first, sentence), -first, -1)


def _may_be_site(resolution: Resolution, place: Place) -> bool:
    """Literal names; and a region or town that acts ("Belgorod declared …"), never a country or capital that does."""
    if resolution.toponym.role == "literal":
        return True
    return resolution.toponym.role == "metonym" and place.kind in ("admin1", "admin2", "settlement")


def _site(view: ReportView, resolution: Resolution, place: Place, tokens: tuple[int, int], earlier: list[Site]) -> Site:
    first, last = tokens
    sentence = view.sentence_of(first)
    clause = view.clause_of(first, sentence)
    group, relation, how, head = len(earlier), "in", "subject", -1
    listed = _listed_with(view, first, earlier)
    if listed is not None:
        group, relation, how, head = listed.group, listed.relation, listed.how, listed.head
    else:
        relation, how, head = _read_left(view, first, view.sentences[sentence].first)
        how = _read_right(view, last, how)
        relation = "in" if how == "preposition" and relation == "topic" else relation
    if resolution.toponym.role == "metonym" and how != "subject":
        how = "actor"
    near = relation == "near" and place.kind == "country" and how == "preposition"
    if near and "near" in view.words[max(0, first - 2) : first]:
        how = "compared"  # "in the hills near Venezuela" lie in another country
    away = _distance(view.words[max(0, first - _WALK) : first]) if how == "reference" else None
    return Site(resolution, place, relation, how, first, last, sentence, clause, group, head, away)  # type: ignore[arg-type]


def _distance(words: list[str]) -> float | None:
    """Read "35 km east of": kilometres."""
    for number, unit in pairwise(words):
        factor = _KILOMETRES.get(unit)
        if factor and number.replace(",", "").replace(".", "", 1).isdigit():
            return float(number.replace(",", "")) * factor
    return None


def _listed_with(view: ReportView, first: int, earlier: list[Site]) -> Site | None:
    """Return the name that this one continues a list of: only commas, "and", designators and articles lie between."""
    if not earlier or first - earlier[-1].last > 5 or earlier[-1].sentence != view.sentence_of(first):  # noqa: PLR2004
        return None
    between = view.words[earlier[-1].last : first]
    marks = [word for word in between if word in {",", "and", "or", "&", "as", "well"}]
    others = [
        word
        for word in between
        if word not in marks and word not in view.lists["parts"] and word not in {"the", "of", "oblasts"}
    ]
    within = earlier[-1].resolution.toponym.within
    return earlier[-1] if marks and not others and not within else None


def _read_left(view: ReportView, first: int, floor: int) -> tuple[Relation, How, int]:
    """Walk left from a name through its noun phrase to the word that says its part."""
    words = view.words
    at = first - 1
    for _ in range(_WALK):
        if at < floor or words[at] in _EDGES:
            return "in", "subject", -1
        word = words[at]
        before = words[at - 1] if at > floor else ""
        if word in _BESIDE or (word in _FROM and _measured_from(words[max(floor, at - 2) : at], word)):
            return "near", "reference", -1
        if (word == "of" and before in view.lists["parts"]) or (word == "as" and before == "such"):
            at -= 2
            continue
        if word in RELATIONS:
            return _by_preposition(view, word, at, floor)
        if word in _COMPARING or word in _LEAVING:  # "told people to leave Rafah"
            return ("topic", "compared", -1) if word in _COMPARING else ("in", "object", -1)
        if _is_verb(view, word, before):
            return "in", "object", -1
        at -= 1
    return "in", "object", -1


def _measured_from(before: list[str], word: str) -> bool:
    """Whether a distance or direction is taken from the name: "west of", "20 km from"; not "in the west of"."""
    last = before[-1:] or [""]
    if word == "of" and last[0] in _DIRECTIONS:
        return before[0] != "the"
    return word in {"of", "from"} and last[0] in _MEASURES


def _is_verb(view: ReportView, word: str, before: str) -> bool:
    if word in view.lists["past_forms"] or word in view.lists["auxiliaries"]:
        return True
    return word.endswith(("ed", "ing")) and "-" not in word and before not in {"the", "a"}


def _by_preposition(view: ReportView, word: str, at: int, floor: int) -> tuple[Relation, How, int]:
    before = view.words[at - 1] if at > floor else ""
    if word == "to" and before in _NEARNESS:
        return ("near", "preposition", at - 2) if before in {"close", "near"} else ("near", "reference", -1)
    campus = before == "university" and not _AT.isdisjoint(view.words[max(floor, at - 4) : at - 1])
    brought = word == "to" and before in _BROUGHT
    if brought or (word == "to" and before in _ROADS) or (word == "of" and campus):
        return "near" if word == "to" and not brought else "in", "preposition", at - 1
    if word == "of" and (before in _BACKING or before == "," or before.isdigit() or before in view.lists["offices"]):
        return _of_somebody(view, before)
    if word == "of" and before == "size":
        return "topic", "compared", -1  # "an area twice the size of London"
    home = before in _HOMES and word in {"in", "at", "near"}  # "a monitor based in Britain"
    if word == "by" or home or (word in {"in", "at", "from", "on"} and _speaker_stands(view, at, floor)):
        return "topic", "actor" if word == "by" or home else "speaker", -1
    out = before == "out" and word == "of"
    relation = "from" if out else RELATIONS[word]
    return relation, "topic" if relation == "topic" else "preposition", -1 if out else at - 1


def _of_somebody(view: ReportView, before: str) -> tuple[Relation, How, int]:
    """Read "residents of", "the governor of", "with the help of": people are where they live, others act or come from."""
    if before in view.lists["inhabitants"]:
        return "in", "preposition", -1
    return ("in", "office", -1) if before in _LOCAL_OFFICES else ("topic", "actor", -1)


def _speaker_stands(view: ReportView, at: int, floor: int) -> bool:
    """Whether a reporting verb and only who was told stand before a preposition: "told reporters in Geneva"."""
    before = view.words[max(floor, at - _SPEAKER_REACH) : at]
    for back in range(len(before) - 1, -1, -1):
        word = before[back]
        if word in view.lists["speech"]:
            passive = back > 0 and before[back - 1] in _PASSIVE  # "cases were reported in X": there, not by X
            return not passive and (word != "reported" or back == len(before) - 1)
        told = word in _SAID_OF or word in view.lists["past_forms"]  # "said it struck targets in X"
        if told or (word == "," and back < len(before) - 1):
            return False
    return False


def _read_right(view: ReportView, last: int, how: str) -> str:
    """Read what follows a name: a meeting held there, a possessive, or a narrower name that it holds."""
    following = view.words[last : last + 1]
    if how == "speaker" and following and following[0] in view.lists["meetings"]:
        return "preposition"
    if following == ["'s"]:
        marks = view.marks
        if any(marks.get(token) == "@place" and view.named[token].place for token in range(last + 1, last + 6)):
            return "container"
        ground = not view.lists["town_ground"].isdisjoint(view.words[last + 1 : last + 1 + _GROUND_REACH])
        return how if how == "preposition" or ground else "possessive"  # "Valencia's streets were under water"
    return "container" if _says_where(view, last) else how


def _says_where(view: ReportView, last: int) -> bool:
    """Whether a name only says where the next one lies: "the Black Sea port of Varna", "the Kivu region town of Minova"."""
    for at in range(last, min(last + 3, len(view.words) - 2)):
        if view.words[at] in _SORTS and view.words[at + 1] == "of":
            return view.marks.get(at + 2) == "@place"
        if view.words[at] in _EDGES or view.words[at] == "the":
            return False  # "Bara, the capital of Sudan's North Kordofan" is a place itself
    return False


_HOLDING = frozenset({"country", "admin1"})


def narrowest(sites: Iterable[Site]) -> tuple[Site, ...]:
    """Drop the sites that hold another one of the same set: a town in an oblast in a country is the town."""
    kept = tuple(sites)
    areas = [site for site in kept if site.place.kind in _HOLDING] if len(kept) > 1 else []
    wide = {id(a) for a in areas if any(other is not a and holds(a.place, other.place) for other in kept)}
    return tuple(site for site in kept if id(site) not in wide) if wide else kept


def holds(wide: Place, narrow: Place) -> bool:
    """Whether one place is the country or first-level region of the other, by their records."""
    if wide.place_id == narrow.place_id or wide.country != narrow.country:
        return False
    if wide.kind == "country":
        return narrow.kind != "country"
    if wide.kind == "admin1":
        return narrow.kind not in ("country", "admin1") and narrow.admin1 in (wide.admin1, wide.name)
    return False
