"""Text that keeps to its place: marks piled on one letter would be drawn over other lines, a turn of direction turn them."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

MOST_MARKS = 4  # on one letter; Vietnamese and pointed Hebrew need three
_MARKS = frozenset({"Mn", "Me"})
# Embeddings and overrides (ended by U+202C) and isolates (ended by U+2069), as the Unicode bidirectional algorithm has them.
_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_END_OF_ISOLATE, _END_OF_OVERRIDE = "\u2069", "\u202c"
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@cache
def _piled() -> re.Pattern[str]:
    """Return a pattern of the marks behind the first few on one letter; made once, from the Unicode tables of Python."""
    marks = [code for code in range(0x300, sys.maxunicode + 1) if unicodedata.category(chr(code)) in _MARKS]
    letters = "".join(f"{chr(first)}-{chr(last)}" for first, last in _stretches(marks))
    return re.compile(f"([{letters}]{{{MOST_MARKS}}})[{letters}]+")


def _stretches(codes: list[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as stretches without a gap."""
    out: list[tuple[int, int]] = []
    for code in codes:
        if out and out[-1][1] == code - 1:
            out[-1] = (out[-1][0], code)
        else:
            out.append((code, code))
    return out


def calm(words: str) -> str:
    """Return words for showing: at most a few combining marks on each letter, and what turns the direction of writing
    ended where the words end, so that it does not turn what stands behind them. Nothing else is changed.
    """
    if words.isascii():
        return words
    return _piled().sub(r"\1", words) + _unturned(words)


def _unturned(words: str) -> str:
    """Return the signs that end each turn of direction that is open at the end of some words."""
    open_turns: list[str] = []
    isolates = 0
    for sign in _TURNS.findall(words):
        if sign in _ENDS:
            open_turns.append(_ENDS[sign])
            isolates += _ENDS[sign] == _END_OF_ISOLATE
        elif sign == _END_OF_ISOLATE and isolates:  # it ends what was begun inside the isolate, too
            isolates -= 1
            while open_turns.pop() != sign:
                pass
        elif open_turns and open_turns[-1] == sign == _END_OF_OVERRIDE:
            open_turns.pop()
    return "".join(reversed(open_turns))
