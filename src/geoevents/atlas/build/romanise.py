# ruff: noqa: RUF001 - letters of two alphabets stand side by side here
"""Ukrainian names in Latin letters, by the official table of 2010.

Source: Resolution of the Cabinet of Ministers of Ukraine No. 55 of 27 January 2010, "On ordering transliteration of the
Ukrainian alphabet in the Latin alphabet", also the UN system for Ukrainian (UNGEGN, resolution X/9 of 2012).
"""

from __future__ import annotations

import re

_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}  # at the start of a word
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia",
}  # fmt: skip
_APOSTROPHES = "'’ʼ‘`"
_WORD = re.compile(f"[{''.join(_LETTERS)}{_APOSTROPHES}]+", re.IGNORECASE)
_UKRAINIAN_ONLY = frozenset("іїєґ")


def may_be_ukrainian(name: str) -> bool:
    """Whether every letter of `name` belongs to the Ukrainian alphabet."""
    letters = [c for c in name.casefold() if c.isalpha()]
    return bool(letters) and all(c in _LETTERS for c in letters)


def surely_ukrainian(name: str) -> bool:
    """Whether `name` is in the Ukrainian alphabet and has a letter that Russian lacks."""
    return may_be_ukrainian(name) and bool(_UKRAINIAN_ONLY & set(name.casefold()))


def _romanise_word(match: re.Match[str]) -> str:
    word = match.group()
    lower = word.casefold()
    out = []
    for i, letter in enumerate(lower):
        if letter in _APOSTROPHES:
            continue
        if letter == "г" and i and lower[i - 1] == "з":
            out.append("gh")  # зг is zgh, so that it is not read as zh
            continue
        latin = _FIRST.get(letter, _LETTERS[letter]) if i == 0 else _LETTERS[letter]
        out.append(latin.capitalize() if word[i].isupper() else latin)
    return "".join(out)


def romanise_ukrainian(name: str) -> str:
    """Return `name` in Latin letters; what is no Ukrainian letter stays as it is.

    The start of a word is where no letter or apostrophe stands before; a hyphen begins a new word.
    """
    return _WORD.sub(_romanise_word, name)
