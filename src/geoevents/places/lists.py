"""Places that their neighbours in the text give away: members of lists."""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.places.features import MAX_NAME, is_capitalised
from geoevents.places.scene import Draft, Scene
from geoevents.places.wordlists import MONTHS_AND_DAYS
from geoevents.text import standing

_SEPARATORS = frozenset({",", "and", "or", ";"})
_LEAST = 2  # places on both sides, or a list of three
_ANNOUNCING = frozenset(
    [
        "villages",
        "towns",
        "cities",
        "districts",
        "regions",
        "provinces",
        "counties",
        "hamlets",
        "suburbs",
        "settlements",
        "rivers",
    ]
)
_OPENERS = frozenset({":", "including", "such", "like", "of", "namely", "—", "–"})
_LEADING = frozenset({"in", "at", "near", "from", "between", "to"})
_OF_PLACES = frozenset(
    [
        "residents",
        "people",
        "inhabitants",
        "villagers",
        "villages",
        "towns",
        "cities",
        "communities",
        "counties",
        "suburbs",
        "streets",
        "outskirts",
        "neighbourhoods",
        "neighborhoods",
        "districts",
        "mayors",
    ]
)


def list_members(scene: Scene, drafts: Sequence[Draft], barred: frozenset[int]) -> list[Draft]:
    """Find capitalised names that stand between or behind places in a list ("Homa Bay, Rongo, Siaya and Suba").

    The other members must speak for it: known places count whole, names that the gazetteer has by half, and a
    preposition of place before the list as one. `barred` tokens belong to names of persons.
    """
    at = {draft.first: draft for draft in drafts if draft.kind == "place"}
    found: list[Draft] = []
    done: set[int] = set()
    for draft in drafts:
        if draft.kind != "place" or draft.first in done:
            continue
        members, places = _list_from(scene, draft, at)
        done.update(first for first, _ in members)
        if len(members) == places:
            continue  # all are drafts already
        if _weight(scene, members, places) >= max(_LEAST, len(members) / 2):
            found += [
                scene.draft(first, last, "place", "places.list_member", scene.name(first, last))
                for first, last in members
                if first not in at and not barred.intersection(range(first, last)) and not _is_date(scene, first)
            ]
    return found


def _is_date(scene: Scene, first: int) -> bool:
    return scene.view.lower[first] in MONTHS_AND_DAYS


def announced(scene: Scene) -> list[Draft]:
    """Find the members of lists that a word of kind announces ("four villages: Alma, Wayne and Troy", "the towns of …")."""
    found = []
    for i in standing(scene.view.lower, _ANNOUNCING):
        start = _behind_opener(scene, i + 1)
        members = _names_from(scene, start) if start else []
        if len(members) > 1:
            found += [scene.draft(a, b, "place", "places.list_member", scene.name(a, b)) for a, b in members]
    return found


def _behind_opener(scene: Scene, i: int) -> int | None:
    """Return where a list begins behind ": ", ", including", "such as", "of" at token `i`, or None."""
    if scene.view.lower[i - 1] == "rivers" and scene.after(i) != "$" and is_capitalised(scene.view.words[i]):
        return i  # "Rivers Medway and Stour"
    i += scene.after(i) == ","
    opener = scene.after(i)
    if opener not in _OPENERS:
        return None
    i += 2 if opener == "such" else 1
    i += scene.after(i) == "the"
    return None if scene.after(i) == "$" else i


def _names_from(scene: Scene, start: int) -> list[tuple[int, int]]:
    members = []
    i: int | None = start
    while i is not None:
        end = _name_end(scene, i)
        if end == i or _is_date(scene, i):
            break
        members.append((i, end))
        i = _behind_separator(scene, end)
    return members


def _weight(scene: Scene, members: Sequence[tuple[int, int]], places: int) -> float:
    located = scene.before(members[0][0]) in _LEADING or _led(scene, members[0][0])
    if len(members) == 2 and not located:  # noqa: PLR2004 - a pair is hardly a list
        return 0.0
    known = sum(bool(scene.known(scene.name(first, last))) for first, last in members)
    return places + 0.5 * max(known - places, 0) + located


def _list_from(scene: Scene, draft: Draft, at: dict[int, Draft]) -> tuple[list[tuple[int, int]], int]:
    """Return the members of the list that begins with a draft, as token ranges, and how many are places."""
    members, places = [(draft.first, draft.last)], 1
    i = draft.last
    while True:
        start = _behind_separator(scene, i)
        if start is None:
            break
        known = at.get(start)
        end = known.last if known else _name_end(scene, start)
        if end == start:
            break
        members.append((start, end))
        places += known is not None
        i = end
    led = _led(scene, draft.first)
    while (
        members
        and members[-1][0] not in at
        and not (_closed(scene, members[-1][1]) or (led and _all_known(scene, members)))
    ):
        members.pop()
    return members, places


def _led(scene: Scene, first: int) -> bool:
    """Tell whether a preposition inside the sentence leads a list ("Residents of Alma, Wayne and Troy asked"): its last
    member is then no subject, whatever follows.
    """
    before = scene.before(first)
    if before == "of":
        return scene.before(first - 1) in _OF_PLACES
    return before in _LEADING and scene.before(first - 1) != "^"


def _all_known(scene: Scene, members: Sequence[tuple[int, int]]) -> bool:
    return all(scene.known(scene.name(first, last)) for first, last in members)


def _behind_separator(scene: Scene, i: int) -> int | None:
    low, sentence = scene.view.lower, scene.view.sentence
    start = i
    while i < len(low) and i - start < 2 and low[i] in _SEPARATORS:  # noqa: PLR2004 - ", and"
        i += 1
    inside = start < i < len(low) and sentence[i] == sentence[start - 1]
    return i if inside else None


def _name_end(scene: Scene, start: int) -> int:
    words, low, sentence = scene.view.words, scene.view.lower, scene.view.sentence
    i = start
    while i < len(words) and i - start < MAX_NAME and sentence[i] == sentence[start] and is_capitalised(words[i]):
        if low[i] in _SEPARATORS:
            break  # "Toledo And Findlay", in a headline
        i += 1
    return i


_CLOSING = frozenset(
    [
        ".",
        ";",
        ")",
        ":",
        ",",
        "—",
        "–",
        "in",
        "on",
        "where",
        "as",
        "at",
        "were",
        "are",
        "to",
        "from",
        "near",
        "after",
        "before",
        "during",
        "over",
        "through",
        "by",
        "overnight",
    ]
)


def _closed(scene: Scene, i: int) -> bool:
    """Tell whether a list may end before token `i`: not where its last name may be the subject of a verb."""
    return i >= len(scene.view.words) or scene.view.words[i] in _CLOSING
