"""Numbers, parts of the day and modifiers, read from the groups of a rule's match."""

from __future__ import annotations

import re

from geoevents.model import PartOfDay
from geoevents.times.grammar import Grammar

_DIGITS, _LEADING_DIGITS, _LETTERS = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"\d+"), re.compile(r"[a-z]+")
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "a": 1, "an": 1, "a single": 1, "another": 1, "half": 0.5, "a hundred": 100, "one hundred": 100, "a dozen": 12,
    "thousand": 1000, "a thousand": 1000, "one thousand": 1000,
    "one-and-a-half": 1.5, "two-and-a-half": 2.5, "a couple of": 2, "a couple": 2, "couple of": 2,
}  # fmt: skip
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
]


def group(match: re.Match[str], *names: str) -> str | None:
    """Return the first of the named groups that matched, with single spaces; None where the rule has none of them."""
    index = match.re.groupindex
    for name in names:
        if name in index and (text := match[name]):
            return text if text.isalnum() else " ".join(text.split())
    return None


def number_of(text: str | None) -> float | None:
    """Return the number that words or digits say; None for "several" and the like, which say none.

    Digits of any script are read: "٣ days" is three days.
    """
    if text is None:
        return None
    text = text.replace(",", "")
    if text in _NUMBERS:
        return float(_NUMBERS[text])
    if _DIGITS.fullmatch(text):
        return float(text)
    tens, _, ones = text.replace(" ", "-").partition("-")
    if tens in _NUMBERS and ones in _NUMBERS:
        return float(_NUMBERS[tens] + _NUMBERS[ones])
    return None


def ordinal_of(text: str | None) -> int | None:
    """Return the number of an ordinal, as a word or as digits with a suffix."""
    if text is None:
        return None
    if text in _ORDINALS:
        return _ORDINALS.index(text) + 1
    digits = _LEADING_DIGITS.match(text)
    return int(digits[0]) if digits else None


def mod_of(phrase: str | None, grammar: Grammar) -> str | None:
    """Return TIMEX3's `mod` of "early", "the end of" and the like."""
    if phrase is None:
        return None
    mods = grammar.mods
    return next((mods[word] for word in _LETTERS.findall(phrase) if word in mods), None)


def part_of(phrase: str | None, grammar: Grammar) -> tuple[str, PartOfDay] | None:
    """Return TimeML's code and our part of the day of a phrase that names one."""
    if phrase is None:
        return None
    for name, pattern, code, part in grammar.parts:
        if name in phrase and pattern.search(phrase):
            return code, part
    return None
