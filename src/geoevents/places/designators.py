"""What stands beside a place name: the word that says what it is, the place it lies in, and lists that share one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from geoevents.model import Reason
from geoevents.places.gazetteer import COUNTRY, REGION, Known
from geoevents.places.scene import Draft, Scene
from geoevents.places.wordlists import COMPASS_WORDS, DESIGNATORS

_PLURALS = {"cities": "city", "counties": "county", "municipalities": "municipality"}
_LOOK_BACK = 9
_WORDS_OF_KIND = 4  # "border region of the"
_SITE_MODIFIERS = frozenset(
    [
        "nuclear",
        "power",
        "international",
        "air",
        "military",
        "train",
        "railway",
        "bus",
        "thermal",
        "hydroelectric",
        "oil",
        "gas",
        "regional",
        "central",
        "refugee",
        "naval",
        "main",
        "metro",
        "police",
        "fire",
        "displacement",
        "detention",
    ]
)
_OPENERS = frozenset({":", "—", "–", "-", "including", "like", "as", "namely", "("})
_ABBREVIATION = 5  # letters of ", Calif."
AREA = "area"
"""The designator of "the areas of X and Y": perhaps a region, perhaps only around a town."""


def _singular(low: str) -> str:
    if low in {AREA, "areas"}:
        return AREA
    if low in _PLURALS:
        return _PLURALS[low]
    one = low.removesuffix("s")
    return one if one in DESIGNATORS else low


_SINGULAR = {low: _singular(low) for low in (*DESIGNATORS, AREA, "areas")}
_PLURAL = frozenset(low for low in DESIGNATORS if low.endswith("s") and low[:-1] in DESIGNATORS) | {"areas", *_PLURALS}


def singular(word: str) -> str | None:
    """Return the designator that a word is, in the singular, or None ("regions" → "region")."""
    return _SINGULAR.get(word.lower())


def is_plural(word: str) -> bool:
    """Tell whether a word is a designator of several places ("regions", "cities")."""
    return word.lower() in _PLURAL


def designate(scene: Scene, drafts: Sequence[Draft], lists: Sequence[Sequence[Draft]]) -> None:
    """Set `designator` of the drafts that have one, also those of lists ("Kursk, Belgorod and Bryansk regions").

    `lists` are those of `coordinated`.
    """
    for draft in drafts:
        if draft.kind != "demonym" and draft.designator is None:
            draft.designator = _own_designator(scene, draft)
    for group in lists:
        _share_designator(scene, group)


def _own_designator(scene: Scene, draft: Draft) -> str | None:
    words, low, sentence = scene.view.words, scene.view.lower, scene.view.sentence
    number, after = sentence[draft.first], draft.last
    follows = after < len(words) and sentence[after] == number and not is_plural(words[after])
    if follows and (draft.kind != "part" or words[after].islower()):
        found = singular(words[after]) or _site_behind(scene, after, number)
        if found:
            return found
    if draft.last - draft.first > 1:
        inner = singular(low[draft.last - 1]) or singular(low[draft.first])
        if inner and low[draft.last - 1] not in COMPASS_WORDS:
            return inner
    return _designator_before(scene, draft)


def _site_behind(scene: Scene, i: int, number: int) -> str | None:
    """Return the facility of "the Kursk nuclear power plant"."""
    words, sentence = scene.view.lower, scene.view.sentence
    while i < len(words) and sentence[i] == number and words[i] in _SITE_MODIFIERS:
        i += 1
    found = singular(words[i]) if i < len(words) and sentence[i] == number else None
    return found if found and DESIGNATORS.get(found) == "site" else None


def _designator_before(scene: Scene, draft: Draft) -> str | None:
    low, sentence, words = scene.view.lower, scene.view.sentence, scene.view.words
    i = draft.first - 1
    while i >= 0 and sentence[i] == sentence[draft.first] and (low[i] in COMPASS_WORDS or low[i] == "the"):
        i -= 1
    if i < 1 or sentence[i - 1] != sentence[draft.first]:
        return None
    if low[i] == "of":
        return singular(words[i - 1]) if not is_plural(words[i - 1]) else None
    near = singular(words[i]) if i == draft.first - 1 else None
    return near if near and DESIGNATORS.get(near) == "settlement" and not is_plural(words[i]) else None


def coordinated(scene: Scene, drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Return the lists of places in the text: neighbours joined by commas and one "and" or "or"."""
    groups: list[list[Draft]] = []
    group: list[Draft] = []
    closed = False
    for draft in drafts:
        link = _link(scene, group[-1], draft) if group and draft.kind != "demonym" else ""
        if link and not closed:
            group.append(draft)
            closed = link == "and"
            continue
        if closed:
            groups.append(group)
        group, closed = ([draft] if draft.kind != "demonym" else []), False
    if closed:
        groups.append(group)
    return groups


def _link(scene: Scene, a: Draft, b: Draft) -> str:
    """Return how two drafts are joined: "comma", "and", or "" where they are not."""
    if b.first - a.last > 3 or scene.view.sentence[a.first] != scene.view.sentence[b.first]:  # noqa: PLR2004 - ", and the"
        return ""
    words = [word for word in scene.view.lower[a.last : b.first] if word not in {"the", "in"}]
    if words == [","]:
        return "comma"
    return "and" if words in (["and"], [",", "and"], ["or"], [",", "or"], ["&"]) else ""


def _share_designator(scene: Scene, group: Sequence[Draft]) -> None:
    words, low, sentence = scene.view.words, scene.view.lower, scene.view.sentence
    first, last = group[0], group[-1]
    number = sentence[first.first]
    shared = None
    if last.last < len(words) and sentence[last.last] == number and is_plural(words[last.last]):
        shared = singular(words[last.last])
    i = first.first - 1
    while i >= 0 and sentence[i] == number and (low[i] in COMPASS_WORDS or low[i] == "the"):
        i -= 1
    if shared is None and i > 0 and sentence[i - 1] == number and low[i] == "of" and is_plural(words[i - 1]):
        shared = singular(words[i - 1])
    if shared is None and i > 0 and sentence[i] == number and low[i] in _OPENERS:
        shared = _announced(scene, i, number)
    if shared is None:
        return
    for draft in group:
        if draft.designator is None:
            draft.designator = shared
            draft.reasons.append(Reason("places.list", f"the list shares {shared!r}"))


def _announced(scene: Scene, i: int, number: int) -> str | None:
    """Return the designator that a list after a dash, a colon or "such as" was announced with ("three regions …: ")."""
    for k in range(i - 1, max(i - _LOOK_BACK, -1), -1):
        if scene.view.sentence[k] != number or scene.view.words[k] in {".", ";"}:
            return None
        if is_plural(scene.view.words[k]):
            return singular(scene.view.words[k])
    return None


def place_within(scene: Scene, drafts: Sequence[Draft], lists: Sequence[Sequence[Draft]]) -> None:
    """Set `within` of a place that the text ties to the place it lies in; `lists` are those of `coordinated`.

    "Paris, Texas", "Sudzha, Kursk region", "Chad's Adre", "the Iraqi city of Mosul".
    """
    listed = {(id(a), id(b)): group[i + 2 :] for group in lists for i, (a, b) in enumerate(pairwise(group))}
    for before, a, b in zip((None, *drafts), drafts, drafts[1:], strict=False):
        if scene.view.sentence[a.first] != scene.view.sentence[b.first]:
            continue
        between = tuple(scene.view.lower[a.last : b.first])
        if a.kind == "demonym":
            _within_country(scene, a, b, between)
        elif b.kind != "demonym" and _tied(scene, a, between) and _holds(scene, a, b, listed.get((id(a), id(b)))):
            a.within = _full_name(scene, b)
            a.reasons.append(Reason("places.within", a.within))
        elif (
            b.kind == "place"
            and between[:1] in _POSSESSIVE
            and _COMPASS_TIES.issuperset(between[1:])  # "Nigeria's northeastern Yobe state"
            and scene.known(a.surface(scene.prose.text)) in {COUNTRY, REGION}
        ):
            b.within = a.surface(scene.prose.text)
            b.reasons.append(Reason("places.within", b.within))
            if before is not None and before.within == _full_name(scene, a):  # "Xiaoyi, north China's Shanxi province"
                before.within = _full_name(scene, b)
                before.reasons.append(Reason("places.within", before.within))


_TIES = frozenset({(",",), (",", "in", "the"), (",", "in"), ("(",)})
_COMPASS_TIES = frozenset(word for word in COMPASS_WORDS if word not in {"mid", "rural", "downtown", "greater"})
_AT = frozenset({"in", "at", "near", "around", "outside", "to", "reached", "hit", "struck", "of"})
_POSSESSIVE = frozenset({("'s",), ("’s",)})
_ON_THE_COAST = ("on", "the", "coast", "of")


def _tied(scene: Scene, place: Draft, between: tuple[str, ...]) -> bool:
    """Tell whether words tie a place to what holds it.

    A comma, "in", a bracket, each with a bearing or without: "Vigo, northwest Spain", "Vigo, in the northwest of Spain",
    "Vigo in Spain", "Black River, on the southwest coast of Jamaica"; not "those from Goma in Uganda".
    """
    plain = tuple(word for word in between if word not in _COMPASS_TIES)
    if plain in (("in",), ("in", "the", "of"), _ON_THE_COAST):
        return scene.before(place.first) in _AT
    return plain in _TIES or plain == (",", *_ON_THE_COAST) or (plain == (",", "in", "the", "of") and plain != between)


def _within_country(scene: Scene, people: Draft, place: Draft, between: tuple[str, ...]) -> None:
    """Read "Iraqi city of Mosul", "Russian border region of Belgorod", "Ukrainian port Odesa"."""
    if place.kind != "place" or not 1 <= len(between) <= _WORDS_OF_KIND or not any(singular(word) for word in between):
        return
    if between[-1] in {"of", "the"} or singular(between[-1]):
        country = scene.country_of(people.surface(scene.prose.text))
        if country and place.within is None and scene.known(place.surface(scene.prose.text)) != COUNTRY:
            place.within = country
            place.reasons.append(Reason("places.within", country))


def _holds(scene: Scene, a: Draft, b: Draft, rest: Sequence[Draft] | None) -> bool:
    """Tell whether `b` holds `a`; `rest` are the members behind both where they stand in one list, else None.

    Members of one level hold none another, nor does one behind which the list goes on with its own level ("Lyon,
    Brittany and Normandy").
    """
    text = scene.prose.text
    mine, holder = scene.known(a.surface(text)), scene.known(b.surface(text))
    container = holder in {COUNTRY, REGION, "D2"} or b.designator not in {None, AREA}
    if not container or mine == COUNTRY:
        return False
    if rest is None:
        return True
    same_level = mine == holder or holder not in {COUNTRY, REGION}
    return not same_level and not (rest and scene.known(rest[0].surface(text)) == holder)


def _full_name(scene: Scene, draft: Draft) -> str:
    name = draft.surface(scene.prose.text)
    named = draft.designator in {None, AREA, "coast"} or draft.designator in name.lower()
    return name if named else f"{name} {draft.designator}"


def is_region_code(known: Known, word: str) -> bool:
    """Tell whether a word behind a comma is an abbreviated region: "Calif.", "TX", "Ont."."""
    short = len(word) <= _ABBREVIATION + 1
    return short and (word.endswith(".") or (len(word) == 2 and word.isupper())) and known(word).lstrip("x") == REGION  # noqa: PLR2004
