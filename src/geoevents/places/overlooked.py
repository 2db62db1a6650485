"""Places that the recogniser passed over: countries and peoples, the report's other places, sentences in capitals."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from geoevents.places import cues
from geoevents.places.features import MAX_NAME, Run, is_capitalised
from geoevents.places.gazetteer import DEMONYM
from geoevents.places.scene import SURE, TOWN, WELL_KNOWN, Draft, DraftKind, Scene
from geoevents.places.wordlists import PREPOSITIONS, TITLES

_OWNER = re.compile(r"(\w{3,})['’]S")
_CODE_LETTERS = 3
_LIKELY_PLACES = WELL_KNOWN | TOWN
_LOUD_SHARE = 0.85
_LOUD_WORDS = 4
_LOUD_LEAST = 2
_SMALL_IN_TITLES = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "by",
        "as",
        "is",
        "with",
        "from",
        "over",
        "into",
        "near",
    ]
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What the quiet sentences of a report gave away.

    `taken` are tokens of names that were found; `places` and `persons` keys of places and of persons' names; `loud` the
    numbers of sentences in capitals, and `tagged` the tokens in them that the recogniser would call a place.
    """

    taken: frozenset[int]
    places: frozenset[str]
    persons: frozenset[str]
    loud: frozenset[int]
    tagged: frozenset[int]


def loud_sentences(scene: Scene) -> frozenset[int]:
    """Return the numbers of sentences in capitals or in headline capitals, where a capital tells nothing."""
    tokens = scene.view.sentence
    capitals = Counter([tokens[i] for i in scene.view.large])
    return frozenset(n for n, count in capitals.items() if count >= _LOUD_LEAST and _is_loud(scene, n, count))


def _is_loud(scene: Scene, number: int, capitals: int) -> bool:
    first = bisect_left(scene.view.sentence, number)
    last = bisect_right(scene.view.sentence, number, first)
    if 2 * capitals < _LOUD_SHARE * (last - first):
        return False
    words = [word for word in scene.view.words[first:last] if word[0].isalpha() and word not in _SMALL_IN_TITLES]
    capital = sum(word[0].isupper() for word in words)
    return len(words) >= _LOUD_WORDS and capital >= _LOUD_SHARE * len(words)


def overlooked(scene: Scene, runs: Iterable[Run], clues: Clues) -> list[Draft]:
    """Find countries, peoples and the report's other places that the recogniser passed over, and those in capitals."""
    found = []
    for run in runs:
        loud = scene.view.sentence[run.first] in clues.loud
        i = run.first
        while i < run.last:
            size = 1
            if is_capitalised(scene.view.words[i]) and (loud or i not in clues.taken):
                size, draft = (_in_capitals if loud else _certain)(scene, i, run.last, clues)
                if draft is None and i == run.first and not loud and clues.taken.isdisjoint(range(i, run.last)):
                    size, draft = _located(scene, run)
                if draft:
                    found.append(draft)
            i += size
    return found


def _certain(scene: Scene, i: int, last: int, clues: Clues) -> tuple[int, Draft | None]:
    low = scene.view.lower
    for j in range(min(last, i + MAX_NAME), i, -1):
        if not clues.taken.isdisjoint(range(i, j)) or not is_capitalised(scene.view.words[j - 1]):
            continue
        name = scene.name(i, j)
        known = scene.known(name)
        if known == DEMONYM:
            return j - i, scene.draft(i, j, "demonym", "places.people", name)
        single = j - i == 1
        if single and low[i] in scene.never_alone:
            continue
        if known in SURE and not (single and scene.is_first_name(i)):
            return j - i, scene.draft(i, j, "place", "places.country", name)
        if (
            (
                (known in _LIKELY_PLACES and cues.said_of_places(scene, i, j))
                or (known and cues.opens_with_kind(scene, j))
            )
            and _begins(scene, i)
            and not (single and scene.is_common(i))
        ):
            return j - i, scene.draft(i, j, "place", "places.cue", scene.view.lower[j])
        if scene.key(i, j) in clues.places:
            return j - i, scene.draft(i, j, "place", "places.seen_elsewhere", name)
    return 1, None


def _located(scene: Scene, run: Run) -> tuple[int, Draft | None]:
    """Return an unknown name that a distance behind it makes a place ("of al-Jaili, about 70 km north of")."""
    if not cues.located(scene, run.first, run.last):
        return 1, None
    return run.last - run.first, scene.draft(run.first, run.last, "place", "places.cue", "a distance behind it")


def _begins(scene: Scene, i: int) -> bool:
    """Tell whether a name begins at token `i`: no other capitalised word stands before it, nor a title."""
    before = scene.before(i)
    return before == "^" or not (is_capitalised(scene.view.words[i - 1]) or before in TITLES)


def _in_capitals(scene: Scene, i: int, last: int, clues: Clues) -> tuple[int, Draft | None]:
    owner = _possessive(scene, i)
    if owner:
        return 1, owner
    for j in range(min(last, i + MAX_NAME), i, -1):
        kind = _kind_in_capitals(scene, i, j, clues) if is_capitalised(scene.view.words[j - 1]) else None
        if kind:
            return j - i, scene.draft(i, j, kind, "places.in_capitals", scene.name(i, j))
    return 1, None


def _possessive(scene: Scene, i: int) -> Draft | None:
    """Return the country or capital of "YEMEN'S", which is one word in capitals."""
    owner = _OWNER.fullmatch(scene.view.words[i])
    if owner is None or scene.known(owner[1]) not in SURE:
        return None
    draft = scene.draft(i, i + 1, "place", "places.in_capitals", owner[1])
    draft.end = draft.start + len(owner[1])
    return draft


def _kind_in_capitals(scene: Scene, i: int, j: int, clues: Clues) -> DraftKind | None:
    """Return what a stretch in capitals is: a name that the report uses as a place elsewhere, or that is well known."""
    key, low = scene.key(i, j), scene.view.lower[i]
    single = j - i == 1
    if key in clues.places:
        return "place"
    if key in clues.persons or (single and (low in scene.never_alone or low in scene.view.small)):
        return None
    known = scene.known(scene.name(i, j))
    if known == DEMONYM:
        return "demonym"
    code = len(low) <= _CODE_LETTERS and known in TOWN  # "BA 117" is no Bath
    if single and (code or scene.is_common(i)):
        return None
    tagged = i in clues.tagged
    if (known == "R" and not single) or (known in WELL_KNOWN and (tagged or known != "P6" or not single)):
        return "place"
    return "place" if known in TOWN and (tagged or scene.before(i) in PREPOSITIONS) else None
