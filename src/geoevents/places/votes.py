"""Let a report's mentions of one name vote on what it is, and correct what is sure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from geoevents.places import cues
from geoevents.places.designators import singular
from geoevents.places.features import is_capitalised
from geoevents.places.gazetteer import DEMONYM
from geoevents.places.recogniser import Name
from geoevents.places.scene import SURE, TOWN, Scene
from geoevents.places.wordlists import COMPASS_WORDS, PREPOSITIONS, TITLES

_LIKELY = 20.0
"""A word's margin from which "and" before it is enough for an unknown name."""
_BEARING = PREPOSITIONS - {"to", "on", "via"}
_ON_THE_WAY = COMPASS_WORDS | frozenset(
    [
        "road",
        "way",
        "flew",
        "flown",
        "drove",
        "fled",
        "moved",
        "travelled",
        "traveled",
        "went",
        "returned",
        "come",
        "came",
        "march",
        "close",
    ]
)
_GREAT = frozenset({"A", "P6"})
_TOWNS = frozenset({"A", "P6", "P5", "P4"})


def settle_names(scene: Scene, names: Iterable[Name]) -> list[Name]:
    """Let a report's mentions of one name vote, and correct what countries, peoples and persons' surnames make sure.

    A single word that is part of a person's longer name in the same report is that person, unless a preposition of
    place stands before it or it is a country.
    """
    names = list(names)
    persons = {
        scene.view.lower[i] for name in names if name.label == "PER" and name.last - name.first > 1
        for i in range(name.first, name.last)
    }  # fmt: skip
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    keys = [scene.key(name.first, name.last) for name in names]
    for name, key in zip(names, keys, strict=True):
        votes[key][name.label] += max(name.margin, 0.1)
    settled = []
    for name, key in zip(names, keys, strict=True):
        label = _settled_label(scene, name, votes[key], persons)
        settled.append(name if label == name.label else Name(label, name.first, name.last, name.margin))
    lone = [name for name in settled if name.label == "LOC" and _is_unknown(scene, name)]
    said = Counter(scene.view.lower[name.first] for name in lone)
    borne = Counter(scene.view.lower[name.first] for name in lone if _bears(scene, name))
    doubtful = frozenset(word for word, count in said.items() if 2 * borne[word] < count)
    return [name for name in settled if scene.key(name.first, name.last) not in doubtful or name.label != "LOC"]


def _bears(scene: Scene, name: Name) -> bool:
    """Tell whether the words beside a name say that it is a place: a preposition, a word of kind, what holds it."""
    before, behind = scene.before(name.first), scene.after(name.last)
    return (
        before in _BEARING
        or (before == "to" and scene.before(name.first - 1) in _ON_THE_WAY)
        or (before in {"and", "or"} and name.margin >= _LIKELY)
        or bool({singular(before), singular(behind)} - {None})
        or cues.contained(scene, name.last)
        or behind == "("
    )


def _is_unknown(scene: Scene, name: Name) -> bool:
    """Tell whether a name is a lone word that no gazetteer knows."""
    return name.last - name.first == 1 and not scene.known(scene.view.words[name.first])


def _settled_label(scene: Scene, name: Name, votes: dict[str, float], persons: set[str]) -> str:
    single = name.last - name.first == 1
    low = scene.view.lower[name.first]
    known = scene.known(scene.name(name.first, name.last))
    if known == DEMONYM:
        return "DEM"
    if known in SURE and not (single and (low in persons or scene.before(name.first) in TITLES)):
        return "LOC"
    if single and low in persons and known not in SURE and scene.before(name.first) not in PREPOSITIONS:
        return "PER"
    if single and name.label == "PER" and known in _GREAT and low not in persons and _stands_alone(scene, name):
        return "LOC"
    if known and cues.contained(scene, name.last) and not (single and low in persons):
        return "LOC"
    label = max(votes, key=lambda label: (votes[label], label)) if len(votes) > 1 else name.label
    return "LOC" if label != "LOC" and _cued(scene, name, label, known, seen="LOC" in votes) else label


def _stands_alone(scene: Scene, name: Name) -> bool:
    """Tell whether no title stands before a name and no other capitalised word beside it: news calls nobody so who was
    not named in full before.
    """
    words, sentence = scene.view.words, scene.view.sentence
    before, behind = scene.before(name.first), name.last
    if before in TITLES or (before != "^" and is_capitalised(words[name.first - 1])):
        return False
    return behind >= len(words) or sentence[behind] != sentence[name.first] or not is_capitalised(words[behind])


def _cued(scene: Scene, name: Name, label: str, known: str, *, seen: bool) -> bool:
    """Tell whether the words beside a name make it a place, against the recogniser's label; `seen` where that calls another
    mention a place.
    """
    single = name.last - name.first == 1
    person = scene.lists.of(scene.view.lower[name.first])
    town = known in _TOWNS or (known == "P3" and (seen or cues.taken(scene, name.first)))
    if label == "PER" and single and not person and town:
        return True  # a lone word that names a town, no person and nothing else
    if not single and cues.shaped(scene, name.first, name.last):
        return True
    if label == "ORG":
        return False
    if single and known and label == "PER" and cues.inside(scene, name.first, name.last):
        return True
    near = cues.beside(scene, name.first) and (known[:1] in {"P", "A", "D"} or not (known or (single and person)))
    if near or cues.located(scene, name.first, name.last):
        return True
    return single and known in _TOWNS | TOWN and cues.said_of_places(scene, name.first, name.last)
