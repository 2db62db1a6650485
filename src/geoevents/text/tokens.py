"""Words, numbers and punctuation marks of sentences."""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import compress

from geoevents.model import Tokens
from geoevents.text.memory import Memory, Needs
from geoevents.text.recent import Recent

# Marks that belong to the letter before them; `\w` of the standard library does not know them.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
    r"\u0951-\u0957\u0981-\u0983\u09bc-\u09cd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d"
    r"\u20d0-\u20ff\ufe20-\ufe2f\u00ad"
)
_W = rf"[\w{_MARKS}]"
_TOKEN = re.compile(
    r"[A-Za-z]+(?=[ ,\n])"  # most words
    r"|(?:https?://|www\.)[^\s<>\"”»]+"  # addresses
    r"|(?<!\w)(?:[^\W\d_]\.){2,}"  # U.S., a.m., т.е.
    r"|\d+(?:[.,:]\d+|[\u00a0\u202f\u2009]\d{3}(?!\d))*(?:(?:st|nd|rd|th|s)(?!\w)|(?=[^\W\d_]{1,4}(?![\w-])))"  # 44th, 10 + km
    r"|\d+(?:[.,:]\d+|[\u00a0\u202f\u2009]\d{3}(?!\d))+"  # 1,000 3.5 12:30
    rf"|{_W}+(?:[-\u2011&]{_W}+|['’](?!s(?!\w)){_W}+)*"  # words, Su-34, don’t, L’gov; the possessive is apart
    r"|['’]s(?!\w)"
    r"|\.{2,}|--+|``|''"
    r"|[^\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)


Token = tuple[str, int, int]
"""A word with where it begins and ends in a stretch between blanks."""
Stretch = tuple[Token | None, tuple[Token, ...], tuple[str, ...]]
"""The first token of a stretch between blanks, which no token crosses, the others, of which most stretches have none, and
strings that a text may hold in which it stands."""


_LOWER = Memory(lambda word: sys.intern(word.lower()))
_PLAIN = Memory(lambda word: sys.intern(word.lower().replace("’", "'")))


def plain_words(words: Sequence[str]) -> list[str]:
    """Return tokens in small letters with straight apostrophes."""
    return list(map(_PLAIN.__getitem__, words))


@Recent
def small_words(tokens: Tokens) -> list[str]:
    """Return all tokens of a report as `plain_words` does, made once for the stages that read them."""
    return plain_words(tokens.words)


def standing(words: Sequence[str], known: Container[str]) -> list[int]:
    """Return the places in `words` of those that are in `known`, a set or the keys of a mapping."""
    return list(compress(range(len(words)), map(known.__contains__, words)))


def lower_words(words: Sequence[str]) -> list[str]:
    """Return tokens in small letters."""
    return list(map(_LOWER.__getitem__, words))


def tokenize(text: str, spans: Iterable[tuple[int, int]], stretches: Mapping[str, Stretch]) -> tuple[Tokens, set[str]]:
    """Return the tokens of sentences, each read once, and the strings that these may hold.

    A possessive 's is a token of its own ("Kyiv’s" → "Kyiv", "’s"), as is each mark and currency sign; "U.S.", "1,000",
    "Su-34" and abbreviations with their full stop ("St.", "Gen.") are one. `stretches` says what stands in stretches
    between blanks.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    owner: list[int] = []
    likely: set[str] = set()
    for number, (first, last) in enumerate(spans):
        at = first
        for stretch in text[first:last].split(" "):
            token, more, strings = stretches[stretch]
            if token:
                words.append(token[0])
                starts.append(at + token[1])
                ends.append(at + token[2])
                for word, start, end in more:
                    words.append(word)
                    starts.append(at + start)
                    ends.append(at + end)
                if strings:
                    likely.update(strings)
            at += len(stretch) + 1
        owner += [number] * (len(words) - len(owner))
    return Tokens(words=tuple(words), starts=tuple(starts), ends=tuple(ends), sentence=tuple(owner)), likely


def read_stretch(stretch: str, abbreviations: Container[str], needs: Needs) -> Stretch:
    """Read a stretch between blanks: tokens, `abbreviations` with their full stop, and what a text may need it for."""
    spans = _joined(stretch, [match.span() for match in _TOKEN.finditer(stretch)], abbreviations)
    tokens = [(sys.intern(stretch[start:end]), start, end) for start, end in spans]
    return tokens[0] if tokens else None, tuple(tokens[1:]), needs.likely_with(stretch.lower())


def _joined(text: str, spans: list[tuple[int, int]], abbreviations: Container[str]) -> list[tuple[int, int]]:
    """Join abbreviations with the full stop right behind them."""
    stops = [
        at for at in range(1, len(spans))
        if spans[at][0] == spans[at - 1][1] and text[slice(*spans[at])] == "." and text[slice(*spans[at - 1])] in abbreviations
    ]  # fmt: skip
    for at in reversed(stops):
        spans[at - 1 : at + 1] = [(spans[at - 1][0], spans[at][1])]
    return spans
