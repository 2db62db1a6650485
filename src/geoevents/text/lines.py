"""Paragraphs of a text: lines, hard-wrapped lines joined, list items, table rows, headlines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from geoevents.model.quick import quick

Shape = Literal["text", "item", "row"]

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-*•‣▪◦●■–—→✔✅]+\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_CLOSERS = "\"”’'»)]*_ \t\u00a0"
_FINAL = ".!?…\u3002\uff01\uff1f\u061f\u06d4"  # and the full stops of Chinese, Arabic, Urdu
_ENDING = 12  # characters at the end of a paragraph in which the full stop and what closes behind it lie
_NARROWEST, _WIDEST = 40, 140  # characters of a hard-wrapped line
_WRAPPED_SHARE = 0.3  # of neighbouring lines, that a sentence must visibly run over
_HEAD_LINES, _HEADLINE_LENGTH, _SUBHEAD_LENGTH, _SUBHEAD_WORDS = 3, 250, 90, 14
_CAPITAL_WORDS = 3  # of a headline in capitals


@quick
@dataclass(frozen=True, slots=True)
class Paragraph:
    """Characters `start` to `end` without outer space; a bullet or number is outside. `final`: it ends a sentence."""

    start: int
    end: int
    shape: Shape
    final: bool
    headline: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs with at least one letter or digit, in order.

    A line break ends a paragraph, except inside the blocks of a hard-wrapped text.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    blocks = _join_wrapped(text, lines) if len(lines) > 1 else lines
    found = [p for start, end in blocks if (p := _paragraph(text, start, end))]
    return _mark_headlines(text, found)


def _paragraph(text: str, start: int, end: int) -> Paragraph | None:
    line = text[start:end]
    shape: Shape = "text"
    if bullet := _BULLET.match(line):
        shape = "item"
        start += bullet.end()
        line = line[bullet.end() :]
    elif line.count("\t") > 1 or line.count(" | ") > 1:
        shape = "row"
    stripped = line.strip()
    if not stripped or not any(map(str.isalnum, stripped)):
        return None
    start += len(line) - len(line.lstrip())
    ending = stripped[-_ENDING:].rstrip(_CLOSERS)
    return Paragraph(start, start + len(stripped), shape, final=bool(ending) and ending[-1] in _FINAL)


def _join_wrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    pairs = [(a, b) for a, b in pairwise(lines) if _adjacent(text, a, b)]
    if not pairs:
        return lines
    broken = [a for a, b in pairs if _runs_over(text, a, b)]
    width = max(end - start for start, end in lines)
    if not broken or len(broken) < _WRAPPED_SHARE * len(pairs) or not _NARROWEST <= width <= _WIDEST:
        return lines
    joined = [lines[0]]
    for previous, line in pairwise(lines):
        if _adjacent(text, previous, line) and _filled(text, previous, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
    return joined


def _adjacent(text: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether no blank line stands between two lines, and both say something."""
    gap = text[a[1] : b[0]]
    return gap in ("\n", "\r\n", "\r") and not text[a[0] : a[1]].isspace() and not text[b[0] : b[1]].isspace()


def _runs_over(text: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether a sentence visibly runs from line `a` into line `b`."""
    end = text[a[0] : a[1]].rstrip()[-1:]
    begin = text[b[0] : b[1]].lstrip()[:1]
    return (end.isalnum() or end == ",") and begin.islower() and a[1] - a[0] >= _NARROWEST


def _filled(text: str, a: tuple[int, int], b: tuple[int, int], width: int) -> bool:
    """Whether line `a` ends because the first word of `b` did not fit any more."""
    line = text[b[0] : b[1]]
    if _BULLET.match(line):
        return False
    word = line.split(None, 1)[0]
    return a[1] - a[0] + 1 + len(word) > width - 2 or _runs_over(text, a, b)


def _mark_headlines(text: str, found: list[Paragraph]) -> list[Paragraph]:
    heads = _HEAD_LINES if any(p.final for p in found) else 1
    top = True
    marked = []
    for number, paragraph in enumerate(found):
        last = number + 1 == len(found)
        top = top and number < heads and _is_head(paragraph)
        headline = not last and (
            top or _all_capitals(text, paragraph) or _is_subhead(text, paragraph, found[number - 1], found[number + 1])
        )
        marked.append(
            Paragraph(paragraph.start, paragraph.end, paragraph.shape, paragraph.final, True) if headline else paragraph
        )
    return marked


def _is_head(paragraph: Paragraph) -> bool:
    return not paragraph.final and paragraph.shape == "text" and paragraph.end - paragraph.start <= _HEADLINE_LENGTH


def _is_subhead(text: str, paragraph: Paragraph, before: Paragraph, after: Paragraph) -> bool:
    if not _is_head(paragraph) or paragraph.end - paragraph.start > _SUBHEAD_LENGTH:
        return False
    words = text[paragraph.start : paragraph.end]
    open_end = words[-1] in ":,;-–—"
    return before.final and after.final and words[0].isupper() and not open_end and words.count(" ") < _SUBHEAD_WORDS


def _all_capitals(text: str, paragraph: Paragraph) -> bool:
    if paragraph.end - paragraph.start > _HEADLINE_LENGTH or paragraph.shape != "text":
        return False
    words = text[paragraph.start : paragraph.end]
    return words.isupper() and words.count(" ") + 1 >= _CAPITAL_WORDS
