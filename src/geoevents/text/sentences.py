"""Where sentences end inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geoevents.text.tables import SentenceTables

MAX_SENTENCE = 3_000  # characters: what is longer has no full stops, and is cut so that later stages stay quick

# The full stops of Chinese, Arabic and Urdu end a sentence without a space behind them.
_FULL = "\u3002\uff01\uff1f\u061f\u06d4"
_END = re.compile(rf"[.!?…{_FULL}]+[)\]\"”’'»]*")
_OPENERS = re.compile(r"\s*[“\"‘'«(\[„]*\s?")
_NAME_THEN = re.compile(r"(?:[^\W\d_][\w’'.-]*\s+){1,6}?(\w+)")
_WORD = re.compile(r"[\w.’'-]+")
_LOOK_BACK, _LOOK_AHEAD = 40, 80
_DOTTED_LENGTH = 7  # characters: "U.S.S.R"
_CAPITAL_THEN_SMALL = re.compile(r"[“\"]?[^\W\d_a-z][a-zа-яіїєґё ,’]")


def sentence_spans(text: str, start: int, end: int, tables: SentenceTables) -> Iterator[tuple[int, int]]:
    """Yield the sentences between `start` and `end` (without outer space), in order.

    Closing quotation marks and brackets stay with the sentence they close.
    """
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and _is_end(text, match, end, tables):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        cut = _cut_point(text, start)
        yield from _trimmed(text, start, cut)
        start = cut
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(stripped)


def _cut_point(text: str, start: int) -> int:
    """Return where to cut a stretch that is too long: at white space where there is some, never inside an accent."""
    limit = start + MAX_SENTENCE
    space = text.rfind(" ", start + MAX_SENTENCE // 2, limit)
    return limit if space < 0 else space


def _is_end(text: str, match: re.Match[str], end: int, tables: SentenceTables) -> bool:
    mark = match[0]
    if mark[0] in _FULL:
        return True
    if not text[match.end()].isspace():
        return _is_glued_end(text, match)
    opener = _OPENERS.match(text, match.end(), end)
    following = opener.end() if opener else match.end()
    first = text[following : following + 1]
    if first.islower() or following >= end:
        return False
    if mark[0] == "." and mark.count(".") == 1:
        return _full_stop_ends(text, match, following, tables)
    if mark[0] in "!?" and mark[-1] in "”\"’'»":
        return not _speaker_follows(text, match.end(), tables)
    return True


def _full_stop_ends(text: str, match: re.Match[str], following: int, tables: SentenceTables) -> bool:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()].split()
    word = before[-1].lstrip("“\"'‘([«—–-") if before else ""
    if word in tables.never_last:
        return False
    ahead = _WORD.match(text, following, following + _LOOK_AHEAD)
    follower = ahead[0].rstrip(".") if ahead else ""
    if word in tables.before_number:
        return not follower[:1].isdigit()
    initial = len(word) == 1 and word.isalpha()
    if initial or word in tables.may_be_last or _dotted_initials(word):
        if word == "I" and len(before) > 1 and before[-2][0].islower():
            return True
        return bool(match[0][1:]) or follower in tables.starters
    return True


def _dotted_initials(word: str) -> bool:
    return (
        len(word) <= _DOTTED_LENGTH
        and "." in word
        and all(len(part) == 1 and part.isalpha() for part in word.split("."))
    )


def _speaker_follows(text: str, start: int, tables: SentenceTables) -> bool:
    """Whether "Name said" stands behind a quoted question or exclamation, which then is part of the same sentence."""
    match = _NAME_THEN.match(text, start + 1, start + _LOOK_AHEAD)
    if not match:
        return False
    words = text[match.start() : start + _LOOK_AHEAD].split()[:5]
    return any(word.strip(".,") in tables.speech for word in words[:4])


def _is_glued_end(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends without a space: "he said.The", "What to know...A state"; never in an address or name."""
    run = text[max(0, match.start() - _LOOK_BACK) : match.start()].split()
    word = run[-1] if run and not text[match.start() - 1].isspace() else ""
    if any(sign in word for sign in "/@.:"):
        return False
    capital = _CAPITAL_THEN_SMALL.match(text, match.end())
    tail = 2 if len(match[0]) > 1 else 3
    return bool(capital) and len(word) >= tail and word[-tail:].isalpha() and word[-tail:].islower()
