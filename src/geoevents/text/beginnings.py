"""How the matches of a pattern begin, so that it is tried only where the text begins so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any, Generic, TypeVar

LENGTH = 3
"""Characters of a beginning; shorter ones stand for all that begin with them."""
_MOST = 6_000  # beginnings of one pattern
_WIDEST = 16  # members of a class of characters that are told one by one
_PLAIN = tuple(map(chr, range(32, 127)))
# Marks too, which are in no class but those that leave something out.
_TOLD = frozenset(_PLAIN) | frozenset("‘’“”«»–—…")
_ZERO_WIDTH = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_CATEGORIES = {"SPACE": r"\s", "WORD": r"\w", "DIGIT": r"\d"}
_KEPT = 20_000  # beginnings of texts that are remembered

_PARSER = import_module("re._parser")  # what `re` reads patterns with; it has no public name

T = TypeVar("T")
Argument = Any
"""What belongs to an operation of a parsed pattern: a number, a list, another pattern."""
Heads = frozenset[tuple[str, bool]]
"""Beginnings, each with whether what follows is known to follow right there."""
_NOTHING: Heads = frozenset({("", True)})
_ANYTHING: Heads = frozenset({("", False)})


def beginnings(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return the up to three lower-case characters with which a match of `pattern` can begin.

    A text that begins (in small letters) with none of them is not matched, if its first three characters are printable
    ASCII or marks such as dashes and quotes; of other texts they say nothing. There may be more of them than can begin a match, since what looks ahead and
    behind is left out of account, but never fewer.
    """
    return frozenset(head for head, _ in _of(_PARSER.parse(pattern.pattern, pattern.flags), pattern.flags))


def endings(pattern: re.Pattern[str], mark: str) -> frozenset[str]:
    """Return the up to three lower-case characters, last first, that can stand before a mark that every match holds.

    As for `beginnings`: a text that goes, backwards from the mark, otherwise is not matched there. Where the mark stands
    in a part of the pattern that may be left out, nothing is told.
    """
    parts = list(_PARSER.parse(pattern.pattern, pattern.flags))
    at = next((n for n, part in enumerate(parts) if str(part[0]) == "LITERAL" and part[1] == ord(mark)), None)
    heads = _ANYTHING if at is None else _of(parts[:at], pattern.flags, backwards=True)
    return frozenset(head for head, _ in heads)


class Index(Generic[T]):
    """Entries with a pattern each, looked up by how a text begins: those whose pattern may match there, in order.

    An entry without a pattern (None) is one of those of any text.
    """

    def __init__(self, entries: Iterable[tuple[re.Pattern[str] | None, T]]) -> None:
        """Read how each pattern begins."""
        anywhere = frozenset({""})
        self._entries = tuple((beginnings(pattern) if pattern else anywhere, entry) for pattern, entry in entries)
        self._known: dict[str, tuple[T, ...]] = {}

    @classmethod
    def before(cls, mark: str, entries: Iterable[tuple[re.Pattern[str] | None, T]]) -> Index[T]:
        """Look entries up by what stands before a mark in the text, last character first; see `endings`."""
        index = cls(())
        anywhere = frozenset({""})
        index._entries = tuple((endings(pattern, mark) if pattern else anywhere, entry) for pattern, entry in entries)
        return index

    def at(self, head: str) -> tuple[T, ...]:
        """Return the entries that may match a text whose first three characters (or all, if fewer) are `head`."""
        found = self._known.get(head)
        if found is None:
            low = head.lower()
            starts = {low[:size] for size in range(LENGTH + 1)}
            told = _TOLD.issuperset(head)
            found = tuple(entry for heads, entry in self._entries if not told or not starts.isdisjoint(heads))
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[head] = found
        return found


def _of(parts: Iterable[Any], flags: int, *, backwards: bool = False) -> Heads:
    """Return how a sequence of parsed parts begins; `backwards`, how it ends, last character first."""
    heads = _NOTHING
    for operation, argument in reversed(list(parts)) if backwards else parts:
        if not any(goes_on and len(head) < LENGTH for head, goes_on in heads):
            break
        heads = _joined(heads, _of_one(str(operation), argument, flags, backwards=backwards))
    return heads


def _joined(heads: Heads, tails: Heads) -> Heads:
    """Put `tails` behind those heads that go on; where that makes too many, what follows a character is anything."""
    if sum(goes_on and len(head) < LENGTH for head, goes_on in heads) * len(tails) > _MOST:
        begun = frozenset((head, False) for head, goes_on in heads if head or not goes_on)
        return begun | tails if ("", True) in heads else begun
    kept = {(head, goes_on) for head, goes_on in heads if not goes_on or len(head) >= LENGTH}
    kept |= {
        ((head + tail)[:LENGTH], more)
        for head, goes_on in heads
        if goes_on and len(head) < LENGTH
        for tail, more in tails
    }
    return frozenset(kept)


def _of_one(name: str, argument: Argument, flags: int, *, backwards: bool) -> Heads:
    if name in _ZERO_WIDTH:
        return _NOTHING
    if name in {"LITERAL", "IN"}:
        return _either(_members(argument if name == "IN" else [(name, argument)], flags))
    if name == "BRANCH":
        return frozenset().union(*(_of(branch, flags, backwards=backwards) for branch in argument[1]))
    if name == "SUBPATTERN":
        _, added, removed, inner = argument
        return _of(inner, (flags | added) & ~removed, backwards=backwards)
    if name in _REPEATS:
        least, most, inner = argument
        return _repeated(least, most, _of(inner, flags, backwards=backwards))
    return _ANYTHING


def _repeated(least: int, most: int, once: Heads) -> Heads:
    """Return how a repeated part begins: as often as it must stand, and once more."""
    heads = _NOTHING
    for _ in range(min(least, LENGTH)):
        heads = _joined(heads, once)
    further = heads
    for _ in range(min(most - least, LENGTH)):
        further = _joined(further, once)
        heads |= further
    return heads


def _either(members: frozenset[str] | None) -> Heads:
    """Return the beginnings that one character of a class is; any at all where the class is wide or not known."""
    return _ANYTHING if members is None or len(members) > _WIDEST else frozenset((member, True) for member in members)


def _letter(code: int, flags: int) -> frozenset[str] | None:
    """Return a letter in lower case; None where one beyond ASCII may also stand for one of ASCII, as marks never do."""
    char = chr(code)
    one = char.isascii() or char.lower() == char.upper() or not flags & re.IGNORECASE
    return frozenset({char.lower()}) if one else None


def _members(items: Iterable[Any], flags: int) -> frozenset[str] | None:
    """Return the members of a class of characters in lower case, None where they are not told one by one."""
    found: set[str] = set()
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL" and (members := _letter(argument, flags)) is not None:
            found |= members
        elif name == "CATEGORY" and "_NOT_" not in str(argument):
            found |= _category(str(argument))
        elif name == "RANGE" and chr(argument[1]) <= _PLAIN[-1]:
            found.update(chr(code).lower() for code in range(argument[0], argument[1] + 1))
        else:
            return None
    return frozenset(found)


@cache
def _category(name: str) -> frozenset[str]:
    """Return the printable ASCII members of a class such as CATEGORY_SPACE."""
    pattern = re.compile(_CATEGORIES[name.rsplit("_", 1)[-1]])
    return frozenset(char.lower() for char in _PLAIN if pattern.match(char))
