"""Acronyms that a report explains: of places ("New South Wales (NSW)"), and of bodies ("Department of Health (DOH)")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geoevents.model import Reason
from geoevents.places.features import MAX_NAME
from geoevents.places.scene import Draft, Scene
from geoevents.text import standing

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des", "del", "&"})


def acronyms(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without those that are acronyms of bodies, and with those that are acronyms of places.

    An acronym stands in brackets behind the name whose initials it is, and means that name wherever it stands in the
    report (Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text"). Drafts that
    are an acronym of a place already are told what they stand for.
    """
    bracketed = list(_bracketed(scene))
    if not bracketed:
        return list(drafts)
    ends = {draft.last: draft for draft in drafts if draft.kind == "place"}
    meant = {
        scene.view.words[i + 1]: ends[i].surface(scene.prose.text)
        for i in bracketed
        if i in ends and _initials(scene, ends[i].first, i, scene.view.words[i + 1])
    }
    bodies = {scene.view.words[i + 1] for i in bracketed if i not in ends and _is_explained(scene, i)} - set(meant)
    kept = [draft for draft in drafts if draft.last > draft.first + 1 or scene.view.words[draft.first] not in bodies]
    at = {draft.first: draft for draft in kept if draft.last == draft.first + 1}
    taken = {i for draft in kept for i in range(draft.first, draft.last)} if meant else set()
    for i, word in enumerate(scene.view.words):
        if word in meant and i in at:
            at[i].reasons.append(Reason("places.acronym", meant[word]))
        elif word in meant and i not in taken:
            kept.append(scene.draft(i, i + 1, "place", "places.acronym", meant[word]))
    return sorted(kept, key=lambda draft: draft.start)


def _bracketed(scene: Scene) -> Iterator[int]:
    """Yield the tokens that open brackets with one word in capitals in them."""
    words = scene.view.words
    for i in standing(words[:-2], {"("}) if "(" in scene.view.small else ():
        if words[i + 2] == ")" and _may_abbreviate(words[i + 1]):
            yield i


def _may_abbreviate(word: str) -> bool:
    letters = word.replace(".", "")
    return 2 <= len(letters) <= MAX_NAME and letters.isalpha() and letters.isupper()  # noqa: PLR2004 - two letters at least


def _initials(scene: Scene, first: int, last: int, word: str) -> bool:
    """Tell whether a word in capitals is made of the initials of tokens, with or without those in small letters."""
    letters = word.replace(".", "")
    parts = scene.view.words[first:last]
    large = "".join(part[0] for part in parts if part[0].isupper())
    return letters in {large, "".join(part[0].upper() for part in parts)}


def _is_explained(scene: Scene, i: int) -> bool:
    """Tell whether the words right before a bracket have the initials of the acronym in it, two of them at least large."""
    words, sentence = scene.view.words, scene.view.sentence
    first, large = i, 0
    while first > 0 and sentence[first - 1] == sentence[i] and i - first < 2 * MAX_NAME:
        word = words[first - 1]
        if not word[0].isupper() and word not in _SMALL:
            break
        first -= 1
        large += word[0].isupper()
        if word[0].isupper() and large > 1 and _initials(scene, first, i, words[i + 1]):
            return True
    return False
