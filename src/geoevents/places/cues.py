"""What the words beside a name say for its being a place, whatever the recogniser makes of it."""

from __future__ import annotations

import re

from geoevents.places.scene import Scene
from geoevents.places.wordlists import DESIGNATORS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OFFICES = _words("governor mayor police sheriff regional provincial municipal firefighters prosecutors")
_KINDS = frozenset(word for word, kind in DESIGNATORS.items() if kind in {"settlement", "admin1", "admin2", "water"})
_LOOSE = _words(
    "state states nation country community channel sound republic capital port harbour department delta canal commune "
    "resort bay borough"
)
_SITES = _words("refugee airport airbase airfield checkpoint crossing border")
_TAKEN = _words(
    "seized captured recaptured retook liberated shelled bombed entered reached besieged stormed overran bombarded"
)
_INSIDE = _words("in near at outside around towards toward off")
_UNITS = _words("km kilometres kilometers kms miles mi metres meters")
_ABOUT = _words("about some around roughly nearly just almost over only approximately")
_NUMBER = re.compile(r"\d[\d.,]*")
_OF_KIND = _words(
    "town village city hamlet province district region outskirts suburb port settlement villages towns cities"
)


def ruled(scene: Scene, last: int) -> bool:
    """Tell whether the word behind a name speaks of a place: an office, a word of kind ("Lviv governor", "Lviv region")."""
    word = _at(scene, last, last)
    return word in _OFFICES or word in _SITES or (word in _KINDS and word not in _LOOSE)


def located(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a distance stands behind a name that is somewhere ("in Sange, about 35 km north of"), or a word of
    kind before it ("the village of").
    """
    before = scene.before(first)
    if before == "of" and scene.before(first - 1) in _OF_KIND:
        return True
    return before in _INSIDE | {"of"} and _distance(scene, last)


def taken(scene: Scene, first: int) -> bool:
    """Tell whether a verb before a name is one that takes places, or a preposition of place is."""
    return scene.before(first) in _TAKEN | _INSIDE


def beside(scene: Scene, first: int) -> bool:
    """Tell whether "near" stands before a name: hardly ever said of persons."""
    return scene.before(first) == "near"


def _distance(scene: Scene, i: int) -> bool:
    if _at(scene, i, i) != ",":
        return False
    k = i + 1
    while _at(scene, k, i) in _ABOUT:
        k += 1
    return bool(_NUMBER.fullmatch(_at(scene, k, i))) and _at(scene, k + 1, i) in _UNITS


def _at(scene: Scene, i: int, inside: int) -> str:
    """Return token `i`, "" behind the end of the text or of the sentence that `inside` belongs to."""
    words = scene.view.words
    if i >= len(words) or inside == 0 or scene.view.sentence[i] != scene.view.sentence[inside - 1]:
        return ""
    return words[i]
