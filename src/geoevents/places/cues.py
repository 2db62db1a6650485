"""What the words beside a name say for its being a place, whatever the recogniser makes of it."""

from __future__ import annotations

import re

from geoevents.places.designators import is_region_code
from geoevents.places.gazetteer import COUNTRY, REGION
from geoevents.places.scene import Scene
from geoevents.places.wordlists import DESIGNATORS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DONE_TO = _words(
    "shelled bombed bombarded evacuated flooded retaken recaptured captured besieged liberated overrun attacked hit struck rocked quiet calm "
    "deserted blockaded surrounded encircled destroyed looted"
)
_SINCE = _words("been still again largely also once reportedly mostly being heavily then now")
_HAPPENS = frozenset({("came", "under"), ("comes", "under"), ("changed", "hands"), ("lost", "power"), ("fell", "to")})
_NOT_PLACES = _words("his her the my their knees ground floor fire pressure criticism attack pieces")
_OFFICES = _words("residents governor mayor police sheriff regional provincial municipal firefighters prosecutors")
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
_ENDING = _words("of in on near that which where with from")
_TRUST = _words(
    "confidence trust faith belief believe believes believed interest interested lesson disappointed invested starring starred"
)
LANDSCAPE = _words(
    "village town township beach springs heights falls creek valley county parish island islands lake river mountain "
    "mountains canyon hills bay peninsula point ridge grove bluff bluffs harbor harbour meadows glen dale ranch pass gap hollow shores crossing junction landing mills ferry"
)
"""Words that end the names of places that few gazetteers have."""
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


def said_of_places(scene: Scene, first: int, last: int) -> bool:
    """Tell whether the words behind a name are said of places; those that persons undergo too need no first name."""
    if ruled(scene, last) or happens(scene, last):
        return True
    return undergone(scene, last) and not (last == first + 1 and scene.is_first_name(first))


def happens(scene: Scene, last: int) -> bool:
    """Tell whether what is said behind a name happens to places alone: "came under shelling", "fell to the rebels"."""
    if (_at(scene, last, last), _at(scene, last + 1, last)) not in _HAPPENS:
        return False
    third, fourth = _at(scene, last + 2, last), _at(scene, last + 3, last)
    return third not in _NOT_PLACES - {"the", "fire", "attack"} and not (third == "the" and fourth in _NOT_PLACES)


def undergone(scene: Scene, last: int) -> bool:
    """Tell whether what is said behind a name is done to places more than to persons: "was bombed", "has been calm"."""
    word = _at(scene, last, last)
    if word not in {"was", "were", "is", "has", "had"}:
        return False
    k = last + 1
    while _at(scene, k, last) in _SINCE and k < last + 4:
        k += 1
    return _at(scene, k, last) in _DONE_TO


def located(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a distance stands behind a name that is somewhere ("in Sange, about 35 km north of"), or a word of
    kind before it ("the village of").
    """
    before = scene.before(first)
    if before == "of" and scene.before(first - 1) in _OF_KIND:
        return True
    return before in _INSIDE | {"of"} and _distance(scene, last)


def opens_with_kind(scene: Scene, last: int) -> bool:
    """Tell whether what a thing is stands behind a name, and is a place ("Adre, a Chadian border town, took in")."""
    if _at(scene, last, last) != "," or _at(scene, last + 1, last) not in {"a", "an"}:
        return False
    words = [_at(scene, k, last) for k in range(last + 2, last + 6)]
    end = next((n for n, word in enumerate(words) if word in {",", ".", ""} or word in _ENDING), len(words))
    return any(word in _KINDS and word not in _LOOSE for word in words[:end][-1:])


def taken(scene: Scene, first: int) -> bool:
    """Tell whether a verb before a name is one that takes places, or a preposition of place is."""
    return scene.before(first) in _TAKEN | _INSIDE


def beside(scene: Scene, first: int) -> bool:
    """Tell whether "near" or "neighbouring" stands before a name: hardly ever said of persons."""
    return scene.before(first) in {"near", "neighbouring", "neighboring"}


def inside(scene: Scene, first: int, last: int) -> bool:
    """Tell whether something is in what a name names ("seen in Wilson"): not in a person, as trust may be."""
    if scene.before(first) != "in" or scene.before(first - 1) in _TRUST:
        return False
    return _at(scene, last, last) not in {"'s", "’s", "'", "’"}


def shaped(scene: Scene, first: int, last: int) -> bool:
    """Tell whether a name of several words ends in a word of landscape or settlement, behind a preposition of place
    ("by Teton Village").
    """
    return scene.view.lower[last - 1] in LANDSCAPE and scene.before(first) in _INSIDE | {
        "by",
        "from",
        "of",
        "above",
        "below",
    }


def contained(scene: Scene, last: int) -> bool:
    """Tell whether the country or region behind a comma ends what is said of a name ("of Gary, Indiana, was")."""
    if _at(scene, last, last) != ",":
        return False
    size = next((n for n in (2, 1) if _is_container(scene, last + 1, last + 1 + n)), 0)
    behind = _at(scene, last + 1 + size, last)
    return bool(size) and (not behind or not (behind[0].isalnum() or behind in {"'s", "’s", "&"}))


def _is_container(scene: Scene, first: int, last: int) -> bool:
    words, sentence = scene.view.words, scene.view.sentence
    if last > len(words) or sentence[last - 1] != sentence[first - 1] or not words[first][0].isupper():
        return False
    known = scene.known(scene.name(first, last))
    return known in {COUNTRY, REGION} or (last == first + 1 and is_region_code(scene.known, words[first]))


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
