"""From the recogniser's names to drafts of toponyms: places, peoples, and places inside the names of bodies."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from geoevents.places.features import MAX_NAME, is_capitalised
from geoevents.places.gazetteer import COUNTRY, DEMONYM, REGION
from geoevents.places.overlooked import Clues, loud_sentences, overlooked
from geoevents.places.parts import parts_of, places_inside
from geoevents.places.recogniser import Name, Recogniser
from geoevents.places.scene import SURE, WELL_KNOWN, Draft, DraftKind, Scene
from geoevents.places.votes import settle_names
from geoevents.places.wordlists import CONNECTORS, TITLES

_MARGIN_SCALE = 15.0  # a word's score leads by so much when it is likely right
_ROAD = re.compile(r"U\.?S\.? \d{1,3}\b(?![-,.]?\d|%| (?:percent|per cent|million|billion|[a-z]+s\b))")  # "U.S. 82"
_CURRENCY = frozenset("$€£¥")  # "US$", "A$"
_COMPASS_ADJECTIVES = frozenset(
    [
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "upper",
        "lower",
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """Drafts in order of the text, and the tokens of names that can only be persons'."""

    drafts: list[Draft]
    persons: frozenset[int]


def draft_toponyms(scene: Scene, recogniser: Recogniser) -> Found:
    """Return drafts of all place names, adjectives of peoples and places inside other names."""
    raw = recogniser.find_names(scene.view, scene.known)
    loud = loud_sentences(scene)
    names = settle_names(scene, [name for name in raw if scene.view.sentence[name.first] not in loud])
    drafts = [draft for name in names for draft in _drafts_of(scene, name)]
    persons = [name for name in names if name.label == "PER"]
    clues = Clues(
        taken=frozenset(i for name in names for i in range(name.first, name.last)),
        places=frozenset(scene.key(draft.first, draft.last) for draft in drafts if draft.kind == "place"),
        persons=frozenset(scene.key(name.first, name.last) for name in persons),
        loud=loud,
        tagged=frozenset(i for name in raw if name.label == "LOC" for i in range(name.first, name.last)),
    )
    drafts += overlooked(scene, scene.view.runs, clues)
    text = scene.prose.text
    drafts = [d for d in drafts if text[d.end : d.end + 1] not in _CURRENCY and not _ROAD.match(text, d.start)]
    sure = [name for name in persons if _is_surely(scene, name)]
    tokens = frozenset(i for name in sure for i in range(name.first, name.last))
    return Found(_without_overlaps(drafts), tokens)


def _is_surely(scene: Scene, person: Name) -> bool:
    """Tell whether a person's name can be no place's: a first name or a title leads it, or no place bears its one word."""
    if person.last - person.first == 1:
        return not scene.known(scene.view.words[person.first])
    arabic = _WITH_ARTICLE.match(scene.view.words[person.last - 1])  # "Busra al-Sham" as well as "Ahmad al-Rifai"
    return (scene.is_first_name(person.first) and not arabic) or scene.before(person.first) in TITLES


def _drafts_of(scene: Scene, name: Name) -> list[Draft]:
    label = name.label
    if label == "LOC":
        return _place_drafts(scene, name)
    if label == "DEM":
        return [scene.draft(name.first, name.last, "demonym", "places.people", scene.name(name.first, name.last))]
    if label == "PER" and name.last - name.first > 1 and scene.known(scene.view.words[name.first]) == DEMONYM:
        return [scene.draft(name.first, name.first + 1, "demonym", "places.people", scene.view.words[name.first])]
    if label in {"ORG", "MISC"}:
        whole = scene.known(scene.name(name.first, name.last))
        if label == "ORG" and _called_as_place(scene, name, whole):
            reason = scene.name(name.first, name.last)
            return [scene.draft(name.first, name.last, "place", "places.body_called_as_place", reason)]
        return parts_of(scene, name.first, name.last)
    return []


def _called_as_place(scene: Scene, name: Name, known: str) -> bool:
    """Tell whether a body's whole name is a well-known place's: a team, a government ("Lima beat Quito")."""
    single = name.last - name.first == 1
    if single and scene.view.lower[name.first] in scene.never_alone:
        return False
    if known in WELL_KNOWN:
        return known != DEMONYM
    plain = single and (_is_acronym(scene.view.words[name.first]) or scene.is_common(name.first))
    return known in {"P5", "P4"} and not plain


def _place_drafts(scene: Scene, name: Name) -> list[Draft]:
    first, last = _trimmed(scene, name.first, name.last)
    single = last - first == 1
    if scene.key(first, last) in scene.never_alone and not _before_container(scene, last):
        return []
    known = scene.known(scene.name(first, last))
    if not known:
        trimmed = Name(name.label, first, last, name.margin)
        inner = _several(scene, trimmed) or places_inside(scene, trimmed)
        if inner is not None:
            return inner
    if single and _misread(scene, first, known):
        return []
    kind: DraftKind = "demonym" if known == DEMONYM else "place"
    draft = scene.draft(first, last, kind, "places.recogniser", f"margin {name.margin:.1f}")
    draft.confidence = round(1 - 0.5 * math.exp(-max(name.margin, 0.0) / _MARGIN_SCALE), 3)
    return [draft]


def _several(scene: Scene, name: Name) -> list[Draft]:
    """Return the places of two names tagged as one: "Tula and Oryol", "Iraqi Mosul"."""
    halves = _halves(scene, name)
    if halves:
        return [draft for half in halves for draft in _place_drafts(scene, half)]
    word = scene.view.words[name.first]
    if scene.known(word) == DEMONYM and scene.known(scene.name(name.first + 1, name.last)):
        rest = Name(name.label, name.first + 1, name.last, name.margin)
        return [scene.draft(name.first, name.first + 1, "demonym", "places.people", word), *_place_drafts(scene, rest)]
    return []


def _misread(scene: Scene, i: int, known: str) -> bool:
    """Tell whether a lone word is no place after all: an unknown acronym, a common word that opens a sentence."""
    word = scene.view.words[i]
    if known in _HARDLY_KNOWN and (_is_acronym(word) or _HYPHENATED.fullmatch(word)):
        return True
    return known not in SURE and scene.is_common(i) and scene.before(i) in _OPENING


_HYPHENATED = re.compile(r"[^-]+-[a-z]+")  # "US-led": the place is its first part
_WITH_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|ar|at|an|az)-[^\W\d_a-z]")  # "Jisr al-Shughur"
_LONG_NAMES = WELL_KNOWN | {"P5", "P4"}
_OPENING = frozenset({"^", "-", "—", "–", ":", "“", '"'})
_HARDLY_KNOWN = frozenset({"", "P0", "xP0", "xP3", "xP4", "xP5", "xP6", "xK", "xS", "xD2"})


def _trimmed(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """Return the place's own name: longer where the gazetteer has it so, without connecting words and bearings."""
    low = scene.view.lower
    while last - first > 1 and (low[last - 1] in CONNECTORS or low[first] in {"the", "and", "of"}):
        first, last = (first + 1, last) if low[first] in {"the", "and", "of"} else (first, last - 1)
    last = _longest(scene, first, last)
    bearing = last - first > 1 and low[first] in _COMPASS_ADJECTIVES
    if bearing and not scene.known(scene.name(first, last)) and scene.known(scene.name(first + 1, last)):
        first += 1  # "Northern Iraq": the name is the country's
    return first, last


def _longest(scene: Scene, first: int, last: int) -> int:
    """Return where the longest well-known name from `first` on ends: "Dar es Salaam", where a run ended at "Dar"."""
    sentence, words = scene.view.sentence, scene.view.words
    end = min(first + MAX_NAME, len(words))
    for j in range(end, last, -1):
        if (
            is_capitalised(words[j - 1])
            and sentence[j - 1] == sentence[first]
            and scene.known(scene.name(first, j)) in _LONG_NAMES
        ):
            return j
    inside = last < len(words) and sentence[last] == sentence[first]
    return last + 1 if inside and _WITH_ARTICLE.match(words[last]) else last


def _halves(scene: Scene, name: Name) -> list[Name]:
    """Return the two places of "Tula and Oryol", tagged as one name."""
    low = scene.view.lower
    for cut in range(name.first + 1, name.last - 1):
        if (
            low[cut] == "and"
            and scene.known(scene.name(name.first, cut))
            and scene.known(scene.name(cut + 1, name.last))
        ):
            return [Name(name.label, name.first, cut, name.margin), Name(name.label, cut + 1, name.last, name.margin)]
    return []


def _is_acronym(word: str) -> bool:
    return len(word) <= 5 and word.isupper() and word.isalpha()  # noqa: PLR2004 - letters of an acronym


def _before_container(scene: Scene, i: int) -> bool:
    """Tell whether a comma and a country or region follow ("Nice, France")."""
    words, sentence = scene.view.words, scene.view.sentence
    inside = i + 1 < len(words) and sentence[i + 1] == sentence[i - 1]
    return inside and words[i] == "," and scene.known(words[i + 1]) in {COUNTRY, REGION}


def _without_overlaps(drafts: Iterable[Draft]) -> list[Draft]:
    """Keep, of drafts that overlap, the longest; in order of the text."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        if kept and draft.start < kept[-1].end:
            if draft.end - draft.start > kept[-1].end - kept[-1].start:
                kept[-1] = draft
            continue
        kept.append(draft)
    return kept
