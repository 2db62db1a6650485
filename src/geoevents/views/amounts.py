"""Figures as people type them: "14", "14 or more", "14+", "up to 10", "about 3,000", "10–12"."""

from __future__ import annotations

import re

from geoevents.model import Figure
from geoevents.views.words import amount_words

UNITS = {"area": "km2", "depth": "km", "equipment": "", "money": "", "other": ""}  # of a kind; else people
Amount = tuple[float | None, float | None, float | None]
_NUMBER = r"(\d[\d,.\u00a0\u202f ]*)"
_FORMS: tuple[tuple[re.Pattern[str], tuple[bool, bool, bool]], ...] = (
    (re.compile(rf"(?:at least|from|≥|>=)\s*{_NUMBER}", re.IGNORECASE), (True, True, False)),
    (re.compile(rf"{_NUMBER}\s*(?:or more|and more|\+)", re.IGNORECASE), (True, True, False)),
    (re.compile(rf"(?:up to|at most|≤|<=)\s*{_NUMBER}", re.IGNORECASE), (False, False, True)),
    (re.compile(rf"(?:about|around|some|~|≈)\s*{_NUMBER}", re.IGNORECASE), (False, True, False)),
    (re.compile(_NUMBER), (True, True, True)),
)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|—|to)\s*{_NUMBER}", re.IGNORECASE)


def amount_of(words: str) -> Amount:
    """Return low, best and high of a typed figure.

    Raises:
        ValueError: when it is none; the message says how to write one.
    """
    typed = words.strip()
    if found := _RANGE.fullmatch(typed):
        low, high = sorted(map(_number, found.groups()))
        return low, None, high
    for pattern, (low_is, best_is, high_is) in _FORMS:
        if found := pattern.fullmatch(typed):
            value = _number(found[1])
            return value if low_is else None, value if best_is else None, value if high_is else None
    raise ValueError(f"{words[:40]!r} is no figure: write 14, 14 or more, up to 10, about 3,000 or 10–12.")


def _number(digits: str) -> float:
    plain = re.sub(r"[\u00a0\u202f ]", "", digits).rstrip(".,")
    whole = re.fullmatch(r"\d{1,3}([,.]\d{3})+", plain)
    return float(re.sub(r"[,.]", "", plain) if whole else plain.replace(",", "."))


def amount_text(figure: Figure) -> str:
    """Return a figure as it may be typed again."""
    return amount_words(figure.low, figure.best, figure.high)
