"""Other romanisations of a name that no gazetteer has as it stands: "Hawija" is "Al Ḩawījah", "Jisr al-Shughur" "Jisr ash Shughūr".

News writes names of other scripts as it hears them. The variants are tried only where the name itself is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from geoevents.text import fold

LEAST_LETTERS = 5
"""Shorter names have too many variants that are other places."""
MOST_VARIANTS = 60
_ARTICLE = re.compile(r"\b(?:el|al|ul|as|ash|ad|adh|ar|at|ath|az|an) (?=\w)")
_SUN_LETTER = re.compile(r"\bal (?=(sh|th|dh|[tdrzsn]))")
_LEADING_ARTICLE = re.compile(r"^(?:el|al|as|ash|ad|adh|ar|at|ath|az|an) (?=\w)")
_SWAPS = tuple(
    (re.compile(old), new)
    for old, new in (
        (r"(?<=\w)(?:a|eh|e)$", "ah"), (r"(?<=\w)(?:ah|eh)$", "a"), (r"(?<=\w)y$", "i"), (r"(?<=\w)i$", "y"),
        ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "ay"), ("ai", "ay"), ("iyy", "iy"), ("dj", "j"), ("tch", "ch"),
        ("gu", "g"), ("q", "k"), ("k", "q"), ("ch", "sh"), ("e", "a"), ("o", "u"), ("e", "i"), ("j", "g"), ("w", "v"),
        (r"([b-df-hj-np-tv-z])\1", r"\1"),
    )
)  # fmt: skip


def romanisations(name: str) -> Iterator[str]:
    """Yield folded variants of a name, nearest first: its article otherwise, then a swap of sounds, then two.

    Nothing for short names, and never the name itself.
    """
    key = fold(name)
    if len(key.replace(" ", "")) < LEAST_LETTERS or not key.isascii():
        return
    seen = {key}
    level = [key]
    for _ in range(2):
        following: list[str] = []
        for word in level:
            for variant in (*_articles(word), *_swapped(word)):
                if variant in seen or len(seen) > MOST_VARIANTS:
                    continue
                seen.add(variant)
                following.append(variant)
                yield variant
        level = following


def _articles(key: str) -> Iterator[str]:
    """Yield a name with its Arabic article assimilated ("ash Shughur"), plain ("al Shughur"), left out or put before."""
    plain = _ARTICLE.sub("al ", key)
    yield _SUN_LETTER.sub(lambda match: f"a{match[1]} ", plain)
    yield plain
    bare = _LEADING_ARTICLE.sub("", key)
    yield bare
    if bare == key and " " not in key:
        yield _SUN_LETTER.sub(lambda match: f"a{match[1]} ", f"al {key}")


def _swapped(key: str) -> Iterator[str]:
    for pattern, new in _SWAPS:
        yield pattern.sub(new, key)
