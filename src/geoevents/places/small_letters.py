"""Places in sentences that use no capitals at all, as posts and captions do: "the mayor of nairobi flew to kampala".

Only what is hardly anything else is read there: countries, capitals, regions and cities, and towns behind a preposition
of place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from geoevents.places.gazetteer import DEMONYM
from geoevents.places.scene import WELL_KNOWN, Draft, DraftKind, Scene

_LEAST_WORDS = 4
"""A sentence of fewer words in small letters is a label or a rest of one."""
_LEAST_LETTERS, _MOST_WORDS = 4, 3
_SMALL_TOWNS = frozenset({"P5", "P4"})
_PLACING = frozenset({"in", "near", "from", "at", "around", "outside", "to", "towards", "toward", "into"})


def in_small_letters(scene: Scene) -> list[Draft]:
    """Return the places and peoples of sentences without any capital."""
    return [draft for first, end in _small_sentences(scene) for draft in _places(scene, first, end)]


def _small_sentences(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the first and last token (half-open) of sentences without a capital, long enough to be one."""
    sentence = scene.view.sentence
    large = {sentence[i] for i in scene.view.large}
    for number in range(sentence[-1] + 1 if sentence else 0):
        if number not in large:
            first, end = bisect_left(sentence, number), bisect_right(sentence, number)
            if end - first >= _LEAST_WORDS:
                yield first, end


def _places(scene: Scene, first: int, end: int) -> Iterator[Draft]:
    i = first
    while i < end:
        size = next((n for n in range(min(_MOST_WORDS, end - i), 0, -1) if _kind(scene, i, i + n)), 0)
        if size:
            kind = _kind(scene, i, i + size)
            assert kind is not None  # noqa: S101 - `size` is where it is not
            yield scene.draft(i, i + size, kind, "places.small_letters", scene.name(i, i + size))
        i += size or 1


def _kind(scene: Scene, first: int, last: int) -> DraftKind | None:
    """Return what a stretch of small words names, if it is hardly anything else."""
    low, single = scene.view.lower, last - first == 1
    words = low[first:last]
    if not (words[0][0].islower() and words[-1][0].islower()) or scene.key(first, last) in scene.never_alone:
        return None
    placed = scene.before(first) in _PLACING
    if single and (
        len(words[0]) < _LEAST_LETTERS or scene.is_common(first) or (scene.is_first_name(first) and not placed)
    ):
        return None
    if not single and all(scene.is_common(i) for i in range(first, last)):
        return None
    known = scene.known(scene.name(first, last).title())
    if known == DEMONYM:
        return "demonym"
    if known in WELL_KNOWN or (known in _SMALL_TOWNS and placed):
        return "place"
    return None
