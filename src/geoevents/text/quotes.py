"""Quoted words: “ ” " ‘ ’ ' « » „ and ``, nested or unclosed. An apostrophe is no quotation mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from geoevents.model import Quote, Span

_MARK = re.compile(r"[“”„\"«»‘’']|``")
_DOUBLE = '“”„"'
_BEFORE_OPENING = "([{—–-/“\"‘„«'"
_QUOTES = "“\"‘„«'"
_CLIPPED = re.compile(r"(?:\d|em\b|til\b|tis\b|twas\b|cause\b|n\b)", re.IGNORECASE)
_LONGEST_SINGLE = 400  # characters: single marks further apart are apostrophes


def find_quotes(text: str, paragraphs: Iterable[tuple[int, int]]) -> tuple[Quote, ...]:
    """Return the quotes of all paragraphs, in order of their start, the marks included.

    A quote ends with its paragraph at the latest; where the closing mark is missing `closed` is False (also in all but
    the last paragraph of a long quotation, each of which opens anew).
    """
    quotes: list[Quote] = []
    for start, end in paragraphs:
        quotes.extend(_paragraph_quotes(text, start, end))
    return tuple(sorted(quotes, key=lambda quote: (quote.span.start, -quote.span.end)))


def _paragraph_quotes(text: str, start: int, end: int) -> list[Quote]:
    marks = [m.start() for m in _MARK.finditer(text, start, end)]
    if not marks:
        return []
    quotes = _single_quotes(text, marks, start, end)
    stack: list[int] = []
    for at in marks:
        mark = text[at]
        if mark == "«":
            stack.append(at)
        elif mark == "»":
            _close(stack, at, "«", text, quotes)
        elif mark in _DOUBLE or mark == "`":
            if _opens(text, at, start, end, stack):
                stack.append(at)
            else:
                _close(stack, at, _DOUBLE + "`", text, quotes)
        elif mark == "'" and text[at : at + 2] == "''":
            _close(stack, at + 1, "`", text, quotes)
    quotes.extend(Quote(Span(at, end), closed=False) for at in stack if text[at] != '"' or at + 1 < end)
    return quotes


def _close(stack: list[int], at: int, family: str, text: str, quotes: list[Quote]) -> None:
    """Close the innermost open quote of a family; what is open inside of it was no quote."""
    for depth in range(len(stack) - 1, -1, -1):
        if text[stack[depth]] in family:
            quotes.append(Quote(Span(stack[depth], at + 1)))
            del stack[depth:]
            return


def _opens(text: str, at: int, start: int, end: int, stack: Sequence[int]) -> bool:
    mark = text[at]
    if mark in "„`":
        return True
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    spaced_before = before.isspace() or before in _BEFORE_OPENING
    word_after = after.isalnum() or (not after.isspace() and after not in ",;!?)]" and before not in _QUOTES)
    if mark == "“":
        german = bool(stack) and text[stack[-1]] == "„"
        return not german and (spaced_before or word_after or not stack)
    if mark == "”":
        return not stack and spaced_before and word_after
    return spaced_before and word_after and not (stack and text[stack[-1]] == '"' and at == stack[-1] + 1)


def _single_quotes(text: str, marks: Sequence[int], start: int, end: int) -> list[Quote]:
    quotes: list[Quote] = []
    singles = [at for at in marks if text[at] in "‘’'"]
    closing = [at for at in singles if text[at] != "‘" and _may_close(text, at, start, end)]
    position = 0
    after = start
    for at in singles:
        if at < after or not _may_open_single(text, at, start, end):
            continue
        while position < len(closing) and closing[position] <= at:
            position += 1
        close = _closing_of(text, at, closing, position)
        if close is not None:
            quotes.append(Quote(Span(at, close + 1)))
            after = close + 1
    return quotes


def _may_open_single(text: str, at: int, start: int, end: int) -> bool:
    if text[at] == "’" or at + 1 >= end or not (text[at + 1].isalnum() or text[at + 1] in '“"[('):
        return False
    if at > start and not (text[at - 1].isspace() or text[at - 1] in _BEFORE_OPENING):
        return False
    return not _CLIPPED.match(text, at + 1)


def _may_close(text: str, at: int, start: int, end: int) -> bool:
    inside = at > start and not text[at - 1].isspace()
    return inside and (at + 1 >= end or not text[at + 1].isalnum()) and text[at + 1 : at + 2] != "'"


def _closing_of(text: str, at: int, closing: Sequence[int], position: int) -> int | None:
    """Return the mark that closes a single quote: the first candidate, or a later one behind a comma or full stop where
    the first may be a plural's possessive ("the soldiers’ tanks").
    """
    near = [c for c in closing[position : position + 6] if c - at <= _LONGEST_SINGLE]
    if not near:
        return None
    if text[near[0] - 1] in "sS" and text[near[0] + 1 : near[0] + 2] == " ":
        for later in near[1:]:
            if text[later - 1] in ",.!?…" and "‘" not in text[near[0] : later]:
                return later
    return near[0]
