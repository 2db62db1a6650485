"""Places inside other names: the town of a facility, of a team, of a body; and names that are no places after all."""

from __future__ import annotations

from geoevents.places import cues
from geoevents.places.features import MAX_NAME, is_capitalised
from geoevents.places.gazetteer import CAPITAL, COUNTRY, DEMONYM
from geoevents.places.recogniser import Name
from geoevents.places.scene import TOWN, WELL_KNOWN, Draft, DraftKind, Scene
from geoevents.places.wordlists import BODY_WORDS, COMPASS_WORDS, DESIGNATORS, SPEECH_VERBS, TITLES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STREETS = _words("street road avenue boulevard lane drive highway route st rd ave blvd")
_FACILITIES = _words(
    "hospital school college university academy church mosque cathedral clinic farm zoo market house hall museum theatre theater hotel airport airfield stadium station park prison laboratory institute centre center mall plant refinery mine base barracks"
)


_PUBLIC_BODIES = frozenset(
    {"court", "council", "police", "infirmary", "airport", "constabulary", "magistrates", "department", "office"}
)
"""Bodies that are called by the town where they are ("Sheffield Crown Court")."""
_KINDS_OF_PARK = frozenset({"national", "state", "provincial", "regional", "county"})
_BODIES = (BODY_WORDS | {"patrol"}) - frozenset(DESIGNATORS) - _FACILITIES - {"city"}


def places_inside(scene: Scene, name: Name) -> list[Draft] | None:
    """Return the places inside a name that the gazetteer does not have: of a facility, a body, a team; none of a street or
    a person. None where the name may be a place's own.
    """
    size, last_word = name.last - name.first, scene.view.lower[name.last - 1].rstrip(".")
    named = _place_behind_of(scene, name)
    if named:
        return [named]
    if size > 1 and last_word == "park" and scene.view.lower[name.last - 2] in _KINDS_OF_PARK:
        return None
    if size > 1 and last_word in _FACILITIES:
        return _town_of_facility(scene, name.first, name.last)
    if last_word in _BODIES:
        return parts_of(scene, name.first, name.last) or None
    numbered = any(c.isdigit() for c in scene.name(name.first, name.last))
    if numbered or _is_persons(scene, name) or (size > 1 and last_word in _STREETS):
        return []
    team = _town_of_team(scene, name)
    return [team] if team else None


def _is_persons(scene: Scene, name: Name) -> bool:
    """Tell whether an unknown name begins with a first name, and nothing calls it a place ("said Emily Green Bay")."""
    size, low = name.last - name.first, scene.view.lower
    if not 2 <= size <= 3 or not scene.is_first_name(name.first) or low[name.last - 1] in DESIGNATORS:  # noqa: PLR2004 - a full name
        return False
    return scene.before(name.first) in SPEECH_VERBS | TITLES and not cues.contained(scene, name.last)


def _place_behind_of(scene: Scene, name: Name) -> Draft | None:
    """Return the place that a facility or body is "of": "Pittsburgh" in "Children's Hospital of Pittsburgh"."""
    low = scene.view.lower
    for k in range(name.first + 1, name.last - 1):
        if low[k] == "of" and not (_FACILITIES | BODY_WORDS).isdisjoint(low[name.first : k]):
            known = scene.known(scene.name(k + 1, name.last))
            if known in WELL_KNOWN | TOWN:
                return scene.draft(k + 1, name.last, "part", "places.part_of_name", scene.name(name.first, name.last))
    return None


def _is_teams(scene: Scene, word: str) -> bool:
    """Tell whether a word behind a town makes a team's or school's name of it: plain English, and no word of landscape."""
    if word in cues.LANDSCAPE or word in DESIGNATORS or not word.isalpha():
        return False
    return word.endswith("s") or scene.lists.of(word)[-1:] in {"c", "C"}


def _town_of_team(scene: Scene, name: Name) -> Draft | None:
    """Return the town or region in an unknown name that goes on with no word of landscape: a team's, a school's
    ("Buffalo" in "Buffalo Bills", "Paris" in "Paris High").
    """
    low = scene.view.lower
    for j in range(name.last - 1, name.first, -1):
        known = scene.known(scene.name(name.first, j))
        plain = scene.is_common(name.first) or (known not in WELL_KNOWN and scene.is_first_name(name.first))
        generic = low[name.first].replace("-", "") in COMPASS_WORDS | scene.never_alone
        if known not in WELL_KNOWN | {"P5", "P4"} or generic or (plain and j - name.first == 1):
            continue
        rest = low[j : name.last]
        if len(rest) == 1 and _is_teams(scene, rest[0]):
            return scene.draft(name.first, j, "part", "places.part_of_name", scene.name(name.first, name.last))
        return None
    return None


def _town_of_facility(scene: Scene, first: int, last: int) -> list[Draft]:
    """Return the town in a facility's name ("Lima" in "Lima General Hospital"): the place where it is; else nothing."""
    for j in range(last - 1, first, -1):
        known = scene.known(scene.name(first, j)).lstrip("x")
        if known in WELL_KNOWN | TOWN and scene.view.lower[first] not in scene.never_alone:
            draft = scene.draft(first, j, "place", "places.facility", scene.name(first, last))
            draft.designator = scene.view.lower[last - 1]
            return [draft]
    return []


def parts_of(scene: Scene, first: int, last: int) -> list[Draft]:
    """Find the places inside a body's name: its first words, or what follows "of", "in" or "for"."""
    low = scene.view.lower
    found: list[Draft] = []
    i = first
    while i < last:
        after_of = i > first and low[i - 1] in {"of", "in", "for", "the", "to", "and", "'s", "’s"}
        trailing = i == last - 1 and scene.known(scene.view.words[i]) in {COUNTRY, CAPITAL}
        if not is_capitalised(scene.view.words[i]) or not (i == first or after_of or trailing):
            i += 1
            continue
        size = _part_size(scene, i, first, last)
        if size:
            demonym = scene.known(scene.name(i, i + size)) == DEMONYM
            whole = size == last - first
            kind: DraftKind = "demonym" if demonym and whole else "part"
            found.append(scene.draft(i, i + size, kind, "places.part_of_name", scene.name(first, last)))
        i += max(size, 1)
    return found


def _is_shorter_name(scene: Scene, i: int, j: int, known: str) -> bool:
    """Tell whether a place is called without the word of kind at its end: the same one, or one better known."""
    shorter = scene.known(scene.name(i, j - 1))
    return shorter == known or (
        bool(shorter) and scene.view.lower[j - 1] == "city" and known not in WELL_KNOWN | {"P5"}
    )


def _part_size(scene: Scene, i: int, first: int, last: int) -> int:
    """Return how many words from `i` on are a place inside the name `first` to `last`, 0 for none."""
    low = scene.view.lower
    for j in range(min(last, i + MAX_NAME), i, -1):
        if not is_capitalised(scene.view.words[j - 1]):
            continue
        known = scene.known(scene.name(i, j))
        if j - i > 1 and low[j - 1] in DESIGNATORS and _is_shorter_name(scene, i, j, known):
            continue  # "Kentucky" of "Kentucky State Police", "Madison" of "Madison City Council"
        if known in WELL_KNOWN and (j - i > 1 or low[i] not in scene.never_alone):
            return j - i if j < last or i > first or known in {COUNTRY, DEMONYM} else 0
        follows = j < last and (low[j] in BODY_WORDS or (i == first and low[last - 1] in _PUBLIC_BODIES))
        trails = j == last and i > first and low[i - 1] in {"of", "in"}
        barred = low[i] in scene.never_alone or low[i] in BODY_WORDS or (j - i == 1 and scene.is_common(i))
        if known in TOWN and (follows or trails) and not barred:
            return j - i
    return 0
