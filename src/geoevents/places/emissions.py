"""Scores of the words of runs for each tag: rows of a trained model's weights, looked up in tables for a whole report at once.

What a word, a shape or what is known of a place in a run adds is worked out when it is first met, and remembered. The
rows are those of `geoevents.places.features`, in the order of `context_features`, so that sums come out alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from geoevents.places.features import (
    CLASS_NAMES,
    POSSESSIVE,
    WORD_PREFIXES,
    Facts,
    Run,
    Words,
    fact_features,
    shape,
    type_features,
    word_class,
)

if TYPE_CHECKING:
    from geoevents.places.recogniser import Lists

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
K = TypeVar("K")
KEPT = 60_000
"""Keys of a table."""
_MARKS, _CLASSES, _SEEN = 4_096, 16, 4  # more than there are of marks of names, of classes of words, of ways to be seen
_SEEN_AS = ("", "l", "L", "lL")
_NUMBER_OF_CLASS = {name: number for number, name in enumerate(CLASS_NAMES)}
_NONE_AFTER, _NONE_BEFORE = -2, -1
_FEATURES = 17  # of a word's surroundings
_LOCK = Lock()  # threads share what is remembered


class _Rows(Generic[K]):
    """Rows of numbers that belong to keys, in one table; emptied when there are too many, which changes no result."""

    def __init__(self, make: Callable[[list[K]], Any], width: int, kind: type[np.generic]) -> None:
        """Remember what `make` makes of keys: rows of `width` numbers."""
        self._make = make
        self._numbers: dict[K, int] = {}
        self._table: NDArray[Any] = np.zeros((1_024, width), kind)

    def of(self, keys: Sequence[K]) -> NDArray[Any]:
        """Return the rows of some keys, in their order."""
        try:
            numbers = list(map(self._numbers.__getitem__, keys))
        except KeyError:
            self._add(set(keys))
            numbers = list(map(self._numbers.__getitem__, keys))
        return self._table.take(numbers, axis=0)

    def _add(self, keys: set[K]) -> None:
        if len(self._numbers) + len(keys) > KEPT:
            self._numbers.clear()
        while len(self._numbers) + len(keys) > len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        new, first = list(keys.difference(self._numbers)), len(self._numbers)
        self._table[first : first + len(new)] = self._make(new)
        self._numbers.update(zip(new, range(first, first + len(new)), strict=True))


class _Numbered(dict[str, int]):
    """Strings, of which there are few, numbered as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []

    def __missing__(self, string: str) -> int:
        self[string] = number = len(self.strings)
        self.strings.append(string)
        return number


class Emissions:
    """The scores that a model's weights give to words of runs."""

    def __init__(self, keys: Mapping[str, int], weights: Floats, lists: Lists) -> None:
        """Read features as rows of `weights` by `keys`; the last row is that of a feature without any."""
        self._keys = keys
        self._weights = weights
        self._lists = lists
        self._none = len(keys)
        self._words = _Rows(self._of_words, len(WORD_PREFIXES) + 3, np.int64)
        self._types = _Rows(self._of_types, weights.shape[1], np.float32)
        self._facts = _Rows(self._of_facts, 9, np.int64)
        self._neighbours = _Rows(self._of_neighbours, 1, np.int64)
        self._marks = _Numbered()
        self._shapes = _Numbered()

    def of(self, view: Words, runs: Sequence[Run], marks: Sequence[str]) -> Floats:
        """Return the scores of each word of the runs, laid end to end, for each tag; `marks` are those of the words."""
        tokens = [i for run in runs for i in range(run.first, run.last)]
        words = [view.words[i] for i in tokens]
        with _LOCK:
            rows = self.rows(view, runs, tokens, marks)
            own = self._types.of(words)
        return np.asarray(self._weights.take(rows, axis=0).sum(axis=1) + own, np.float32)

    def rows(self, view: Words, runs: Sequence[Run], tokens: Sequence[int], marks: Sequence[str]) -> Ints:
        """Return the rows of `context_features` of words, the tokens of runs with their marks."""
        at, first, size = _laid_out(view, runs)
        padded = self._words.of(view.padded)
        before, after, outer, behind = (
            padded.take(place, axis=0) for place in (at - 1, at + 1, first - 1, first + size)
        )
        leads, ends = at == first, at == first + size - 1
        mark = np.array(list(map(self._marks.__getitem__, marks)))

        seen = np.array([(low in view.small) + 2 * (low in view.inner) for low in map(view.lower.__getitem__, tokens)])
        flags = 8 * before[:, -1] + 4 * leads + 2 * ends + after[:, -2]
        facts = ((mark * _CLASSES + before[:, -3]) * _CLASSES + after[:, -3]) * _CLASSES + outer[:, -3]
        told = self._facts.of(((facts * _SEEN + seen) * 16 + flags).tolist())

        shaped = [self._shapes[shape(view.words[i])] for i in tokens]
        beside = 2 * _CLASSES * (np.array(shaped) * _MARKS + mark)
        following, leading = np.full((2, len(tokens)), [[_NONE_AFTER], [_NONE_BEFORE]])
        np.copyto(following[:-1], beside[1:], where=~ends[:-1])
        np.copyto(leading[1:], beside[:-1] + 2 * before[1:, -3] + 1, where=~leads[1:])

        rows = np.empty((len(tokens), _FEATURES), np.int64)
        rows[:, 0], rows[:, 1] = before[:, 0], after[:, 1]
        rows[:, 2], rows[:, 3] = padded[at - 2, 2], padded[at + 2, 3]
        rows[:, 4:12], rows[:, 14] = told[:, :8], told[:, 8]
        rows[:, 12], rows[:, 13] = outer[:, 4], behind[:, 5]
        rows[:, 15] = self._neighbours.of(following.tolist())[:, 0]
        rows[:, 16] = self._neighbours.of(leading.tolist())[:, 0]
        return rows

    def _row(self, feature: str) -> int:
        return self._keys.get(feature, self._none)

    def _of_words(self, words: list[str]) -> list[list[int]]:
        """Return the rows of words in each place in which they can stand beside another, their class, and what they are else."""
        row_of, none = self._keys.get, self._none
        return [
            [
                *[row_of(f"{prefix}={low}", none) for prefix in WORD_PREFIXES],
                *(_NUMBER_OF_CLASS[word_class(low)], low in POSSESSIVE, low == "^"),
            ]
            for low in words
        ]

    def _of_types(self, words: list[str]) -> Floats:
        """Return the scores that words have by themselves."""
        row_of, none, listed = self._keys.get, self._none, self._lists.of
        types = [(word, word.lower()) for word in words]
        rows = [[row_of(key, none) for key in type_features(word, low, listed(low))] for word, low in types]
        return np.asarray(self._weights.take(rows, axis=0).sum(axis=1), np.float32)

    def _of_facts(self, codes: list[int]) -> list[list[int]]:
        """Return the rows of what is known of places in runs."""
        return [[self._row(feature) for feature in fact_features(self._told(code))] for code in codes]

    def _told(self, code: int) -> Facts:
        facts, flags = divmod(code, 16)
        facts, seen = divmod(facts, _SEEN)
        facts, outer = divmod(facts, _CLASSES)
        facts, after = divmod(facts, _CLASSES)
        mark, before = divmod(facts, _CLASSES)
        start, first, last, possessive = (bool(flags & bit) for bit in (8, 4, 2, 1))
        classes = (CLASS_NAMES[before], CLASS_NAMES[after], CLASS_NAMES[outer])
        return (self._marks.strings[mark], *classes, _SEEN_AS[seen], start, first, last, possessive)

    def _of_neighbours(self, codes: list[int]) -> list[list[int]]:
        """Return the rows of the words before and behind others in their runs."""
        return [[self._of_neighbour(code)] for code in codes]

    def _of_neighbour(self, code: int) -> int:
        if code < 0:
            return self._row("an=" if code == _NONE_AFTER else "bn=")
        code, leads = divmod(code, 2)
        beside, before = divmod(code, _CLASSES)
        shaped, mark = divmod(beside, _MARKS)
        named = f"{self._shapes.strings[shaped]}|{self._marks.strings[mark]}"
        return self._row(f"bn={named}|{CLASS_NAMES[before]}" if leads else f"an={named}")


def _laid_out(view: Words, runs: Sequence[Run]) -> tuple[Ints, Ints, Ints]:
    """Return where each word of the runs stands in `Words.padded`, where its run begins there, and how long that is."""
    begins = np.array([run.first + 2 * view.sentence[run.first] + 2 for run in runs])
    lengths = np.array([run.last - run.first for run in runs])
    ends = lengths.cumsum()
    size, first = lengths.repeat(lengths), begins.repeat(lengths)
    return np.arange(ends[-1]) + (begins - ends + lengths).repeat(lengths), first, size
