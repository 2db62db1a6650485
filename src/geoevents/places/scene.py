"""A report as the steps of this room share it, and toponyms in the making."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from geoevents.model import Prose, Reason
from geoevents.places.features import Words, join_words
from geoevents.places.gazetteer import CAPITAL, COUNTRY, Known
from geoevents.places.recogniser import Lists

DraftKind = Literal["place", "demonym", "part"]
WELL_KNOWN = frozenset({"C", "A", "K", "P6", "N"})
"""Classes of names that are places or peoples in any company."""
TOWN = frozenset({"P5", "P4", "D2", "R", "W"})
"""Classes of names that are places where something speaks for it."""
SURE = frozenset({COUNTRY, CAPITAL})


_SPACES = "\n\r\t\u00a0\u2009\u202f"


def spaced(text: str) -> str:
    """Return a text with a blank for each break of a line and space of another kind, every character at its place."""
    for space in _SPACES:
        if space in text:
            text = text.replace(space, " ")
    return text


@dataclass(slots=True)
class Draft:
    """A toponym in the making: characters `start` to `end`, tokens `first` to `last` (half-open)."""

    start: int
    end: int
    first: int
    last: int
    kind: DraftKind
    confidence: float = 1.0
    designator: str | None = None
    within: str | None = None
    reasons: list[Reason] = field(default_factory=list)

    def surface(self, text: str) -> str:
        """Return the words of the draft."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the steps share: the report, its words, what the gazetteer knows, and the rules' word lists.

    `country_of` names the country of a people's adjective ("Iraqi"); `spaced` is the text with a blank for white space of any kind.
    """

    prose: Prose
    spaced: str
    view: Words
    known: Known
    country_of: Callable[[str], str | None]
    lists: Lists
    never_alone: frozenset[str]

    def name(self, first: int, last: int) -> str:
        """Return tokens as one name."""
        words = self.view.words
        return words[first] if last == first + 1 else join_words(words[first:last])

    def draft(self, first: int, last: int, kind: DraftKind, rule: str, detail: str = "") -> Draft:
        """Make a draft of whole tokens."""
        tokens = self.prose.tokens
        return Draft(tokens.starts[first], tokens.ends[last - 1], first, last, kind, reasons=[Reason(rule, detail)])

    def key(self, first: int, last: int) -> str:
        """Return tokens in small letters: mentions with one key are of one name."""
        low = self.view.lower
        return low[first] if last == first + 1 else " ".join(low[first:last])

    def before(self, i: int) -> str:
        """Return the word before a token in its sentence, in small letters; "^" at its start."""
        if i == 0 or self.view.sentence[i - 1] != self.view.sentence[i]:
            return "^"
        return self.view.lower[i - 1]

    def after(self, i: int) -> str:
        """Return token `i`, which stands behind another of its sentence, in small letters; "$" where that has ended."""
        inside = 0 < i < len(self.view.lower) and self.view.sentence[i] == self.view.sentence[i - 1]
        return self.view.lower[i] if inside else "$"

    def is_common(self, i: int) -> bool:
        """Tell whether texts also write a word in small letters."""
        return self.lists.of(self.view.lower[i])[-1:] in {"c", "C"}

    def is_first_name(self, i: int) -> bool:
        """Tell whether a word is a first name of persons."""
        return self.lists.of(self.view.lower[i]).startswith("f")
