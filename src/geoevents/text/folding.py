"""Names and texts made comparable: small letters, the gazetteer's key, shingles that tell near-duplicate reports."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from functools import lru_cache

import numpy as np

from geoevents.text.memory import Memory
from geoevents.text.recent import KEPT

SHINGLE_WORDS = 5

# Letters that NFKD leaves whole though readers take them for a plain letter with a mark.
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ə": "e",
}  # fmt: skip
# ' ’ ‘ ` and the modifier letters and primes that stand for them.
_APOSTROPHES = "'’‘\u201b`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2032\u02ba\u2033"
_DASHES = "-\u2010\u2011\u2012–—\u2015\u2212_"
_TABLE = str.maketrans({**_LETTERS, **dict.fromkeys(_APOSTROPHES, ""), **dict.fromkeys(_DASHES, " "), ".": "", "·": ""})
# The combining marks of the Latin, Greek and Cyrillic scripts.
_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_WORD = re.compile(r"\w+")
_MASK = (1 << 64) - 1
# Odd 64-bit multipliers (from the digits of the golden ratio, SplitMix64), one a position in the shingle.
_WEIGHTS = [(0x9E3779B97F4A7C15 * (2 * position + 1)) & _MASK | 1 for position in range(SHINGLE_WORDS)]


@lru_cache(maxsize=KEPT)  # the reports at hand: each stage asks for it
def lowered(text: str) -> str:
    """Return a text in small letters with every character at its place (some capitals have two small letters)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Return the key under which the gazetteer keeps a name.

    NFKD without combining marks (so ё = е and é = e), letters such as ł and ø as their base letter, no apostrophes and
    full stops ("L’gov" = "Lgov", "St." = "St"), dashes as spaces, casefolded, single spaces. Idempotent.
    """
    if name.isascii():
        return " ".join(name.translate(_TABLE).casefold().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.translate(_TABLE).split())


def fold_text(text: str) -> str:
    """Return a whole text as `fold` returns a name: names are found in it by their keys. Nothing is kept of it."""
    return fold.__wrapped__(text)


def _hashes(stretch: str) -> bytes:
    """Return the 64-bit hashes of the folded words of a stretch between blanks, which no word crosses."""
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(_plain(stretch))]
    numbers = [int.from_bytes(hashlib.blake2b(word, digest_size=8).digest(), "little") for word in words]
    return array("Q", numbers).tobytes()


_HASHES = Memory(_hashes)


def signature(text: str) -> tuple[int, ...]:
    """Return the sorted 64-bit hashes of all shingles of five folded words; of all words where there are fewer.

    The same on every machine and in every process. Punctuation, case and diacritics do not count.
    """
    hashes = np.frombuffer(b"".join(map(_HASHES.__getitem__, text.split())), dtype=np.uint64)
    if not hashes.size:
        return ()
    width = min(SHINGLE_WORDS, hashes.size)
    count = hashes.size - width + 1
    total = np.zeros(count, dtype=np.uint64)
    for position in range(width):
        total += hashes[position : position + count] * np.uint64(_WEIGHTS[position])
        total ^= total >> np.uint64(29)
    total.sort()
    return tuple(dict.fromkeys(total.tolist()))


def _plain(text: str) -> str:
    plain = text.casefold().replace("'", "").replace("’", "")
    return plain if plain.isascii() else _COMBINING.sub("", unicodedata.normalize("NFKD", plain))


def containment(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Return the share (0–1) of the smaller signature's shingles that the other holds; 0 where one is empty."""
    if not a or not b:
        return 0.0
    return len(set(a).intersection(b)) / min(len(a), len(b))
