"""What functions make of words, remembered within bounds: news says most of its words again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from geoevents.lexicon import alternation

T = TypeVar("T")

KEPT = 60_000
"""Words, or stretches between blanks, that are remembered."""
LONGEST = 40
"""Characters of a word or stretch that is remembered."""


class Memory(dict[str, T], Generic[T]):
    """What a function makes of words; what it has forgotten is made again, so that it changes no result."""

    def __init__(self, make: Callable[[str], T]) -> None:
        """Remember what `make` makes."""
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> T:
        """Make what has not been asked for yet."""
        made = self._make(word)
        if len(word) <= LONGEST:
            if len(self) >= KEPT:
                self.clear()
            self[word] = made
        return made


class Needs:
    """Strings that are looked for in texts only where a part of one stands in a word."""

    def __init__(self, strings: Iterable[str]) -> None:
        """Take the longest stretch of each string that has no blank inside."""
        self._parts = {string: max(string.split(), key=len, default="") for string in strings}
        self._any = re.compile(alternation(self._parts.values()))

    def likely_with(self, word: str) -> tuple[str, ...]:
        """Return the strings that a text may hold in which a word, or stretch without blanks, stands."""
        if not self._any.search(word):
            return ()
        return tuple(string for string, part in self._parts.items() if part in word)
