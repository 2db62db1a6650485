"""The level of an act: local, regional or federal, from its words."""

from __future__ import annotations

import re

from geoevents.model import Level

_LEVELLED = frozenset({"emergency", "security-measure"})
_EXPLICIT = re.compile(r"\b(federal|national|regional|provincial|local|municipal)\b", re.IGNORECASE)
_NAMED: dict[str, Level] = {
    "federal": "federal", "national": "federal", "regional": "regional", "provincial": "regional", "local": "local",
    "municipal": "local",
}  # fmt: skip
_WORDS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        "federal",
        re.compile(
            r"\b(?:nationwide|countrywide|martial law|kremlin|president|parliament|cabinet|prime minister|sanctions|embargo)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "regional",
        re.compile(r"\b(?:region|governor|gov|province|oblast|region-wide|state-wide|prefecture)\b", re.IGNORECASE),
    ),
    ("local", re.compile(r"\b(?:mayor|city council|town council|county)\b", re.IGNORECASE)),
)
_IDIOM = re.compile(r"\bstate of (?:emergency|siege|disaster|calamity|war|catastrophe)\b", re.IGNORECASE)


def level_of(event_type: str, clause: str, sentence: str) -> Level | None:
    """Return the level of an act from the words of its clause, else of its sentence; None for other types."""
    if event_type not in _LEVELLED:
        return None
    for text in (clause, sentence):
        words = _IDIOM.sub("emergency", text)
        if explicit := _EXPLICIT.search(words):
            return _NAMED[explicit[1].lower()]
        found = next((level for level, pattern in _WORDS if pattern.search(words)), None)
        if found is not None:
            return found
    return None
