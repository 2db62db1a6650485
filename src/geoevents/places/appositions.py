"""What a report says a place is, behind its name: "Belgorod, a Russian border region", "Kursk and Bryansk, two regions"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geoevents.model import Reason
from geoevents.places.designators import AREA, is_plural, singular
from geoevents.places.gazetteer import COUNTRY, DEMONYM, REGION
from geoevents.places.scene import Draft, Scene
from geoevents.places.wordlists import COMPASS_WORDS, DESIGNATORS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MODIFIERS = 4  # "both sparsely populated Russian border regions"
_ONE = _words("a an the another its")
_SEVERAL = _words("the both all two three four five six seven several other neighbouring neighboring")
_IS = _words("is was remains became are were")
_OPENERS = _words("in at near from across over around outside")
_NO_MODIFIER = _words(
    "of in on and or that which who said says from for with at to by not has had have is was are were"
)
_KINDS = frozenset({"settlement", "admin1", "admin2", "water"})
_WIDE = _words("island islands peninsula archipelago valley desert")
_LOOSE = _words("community channel sound bay canal")
"""Words of kind that say as often something else."""
_ENDS = COMPASS_WORDS | _words(
    ", . ; : ) — – - that which where of in on near bordering and beside along next adjoining neighbouring neighboring "
    "with by between close just some about around under held controlled home known from to whose at outside off"
)


@dataclass(frozen=True, slots=True)
class _Apposition:
    designator: str
    country: str | None


def appose(scene: Scene, drafts: Sequence[Draft], lists: Sequence[Sequence[Draft]]) -> None:
    """Set the designators, and the country, that an apposition gives to a place, or to all places of a list.

    `lists` are those of `coordinated`. What stands at the name itself goes first, and countries stay what they are.
    Behind a place that opens its sentence ("In Donetsk, a town …") no apposition is read.
    """
    of_list = {id(group[-1]): group for group in lists}
    for draft in drafts:
        group = of_list.get(id(draft), [draft])
        if draft.kind == "demonym" or not _may_follow(scene, draft.last) or _opens(scene, group[0]):
            continue
        found = _read(scene, draft.last, several=len(group) > 1)
        for member in group if found else ():
            _apply(scene, member, found)
        if found is None and len(group) > 1 and (found := _read(scene, draft.last, several=False)):
            _apply(scene, draft, found)


def _opens(scene: Scene, draft: Draft) -> bool:
    i = draft.first - 1
    while i > 0 and (scene.view.lower[i] in COMPASS_WORDS or scene.view.lower[i] == "the"):
        i -= 1
    return i >= 0 and scene.view.lower[i] in _OPENERS and scene.before(i) in {"^", "“", '"', ",", "-", "—"}


def _may_follow(scene: Scene, i: int) -> bool:
    """Tell whether token `i` can open an apposition with an article or number and a word of kind."""
    low = scene.view.lower
    return i + 2 < len(low) and (low[i] in {",", "—", "–"} or low[i] in _IS)


def _read(scene: Scene, i: int, *, several: bool) -> _Apposition | None:
    """Read a comma or dash (behind one name also "is"), an article or number, some modifiers and a word of kind that
    nothing else leans on ("the state news agency" is no state, nor is "a state of emergency").
    """
    low, number = scene.view.lower, scene.view.sentence[i]
    articles = _SEVERAL if several else _ONE
    country: str | None = None
    for k in range(i + 1, min(i + 3 + _MODIFIERS, len(low))):
        if scene.view.sentence[k] != number or low[k] in _NO_MODIFIER or not low[k][0].isalnum():
            return None
        if k == i + 1 and low[k] not in articles:
            return None
        if k > i + 1 and is_plural(low[k]) == several and _says_kind(scene, k, definite=low[i + 1] == "the"):
            return _Apposition(singular(low[k]) or AREA, country)
        if scene.view.words[k][0].isupper() and scene.known(scene.view.words[k]) == DEMONYM:
            country = scene.country_of(scene.view.words[k])
    return None


def _says_kind(scene: Scene, k: int, *, definite: bool) -> bool:
    """Tell whether token `k` says what the place before it is; "the city of" speaks of another place."""
    word = singular(scene.view.lower[k])
    if word is None or word in _LOOSE or not (DESIGNATORS.get(word) in _KINDS or word in _WIDE or word == AREA):
        return False
    inside = k + 1 < len(scene.view.lower) and scene.view.sentence[k + 1] == scene.view.sentence[k]
    after = scene.view.lower[k + 1] if inside else "."
    if after == "of" and word != "capital" and (definite or word == "state"):
        return False
    return after in _ENDS


def _apply(scene: Scene, draft: Draft, found: _Apposition | None) -> None:
    known = scene.known(draft.surface(scene.prose.text))
    if found is None or known == COUNTRY:
        return
    if draft.designator is None:
        draft.designator = found.designator
        draft.reasons.append(Reason("places.apposition", f"said to be a {found.designator}"))
    if found.country and draft.within is None and known != REGION:
        draft.within = found.country
        draft.reasons.append(Reason("places.within", found.country))
