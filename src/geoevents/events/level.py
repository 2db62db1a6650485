"""The level of an act, and the neutral sentence that sums an event up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geoevents.events.types import EventTypeInfo
from geoevents.model import EventPlace, Level, Status

_LEVELLED = frozenset({"emergency", "security-measure"})
_FEDERAL = re.compile(r"\b(?:federal|federal-level|national|nationwide|countrywide|martial law|kremlin|president|parliament|cabinet|prime minister|sanctions|embargo)\b", re.IGNORECASE)
_REGIONAL = re.compile(r"\b(?:regional|region|state governor|governor|provincial|province|oblast|region-wide|state-wide|prefecture)\b", re.IGNORECASE)
_LOCAL = re.compile(r"\b(?:mayor|municipal|city council|town council|local|county)\b", re.IGNORECASE)
_IDIOM = re.compile(r"\bstate of (?:emergency|siege|disaster|calamity|war|catastrophe)\b", re.IGNORECASE)
_COMMON = frozenset({"in", "near", "toward", "across", "from"})


def level_of(event_type: str, clause: str, sentence: str) -> Level | None:
    """Return the level of an act from the words of its clause, else of its sentence; None for other types."""
    if event_type not in _LEVELLED:
        return None
    for text in (clause, sentence):
        words = _IDIOM.sub("emergency", text)
        explicit = re.search(r"\b(federal|national|regional|provincial|local|municipal)\b", words, re.IGNORECASE)
        if explicit:
            word = explicit[1].lower()
            return "federal" if word in ("federal", "national") else "regional" if word in ("regional", "provincial") else "local"
        if _FEDERAL.search(words):
            return "federal"
        if _REGIONAL.search(words):
            return "regional"
        if _LOCAL.search(words):
            return "local"
    return None


def summarise(
    info: EventTypeInfo,
    level: Level | None,
    places: Sequence[EventPlace],
    actors: Sequence[str],
    status: Status,
    source: str | None,
    loaded: frozenset[str],
) -> str:
    """Return a neutral sentence of type, place and actor; a claim begins with who claims, loaded words are left out."""
    label = info.label
    if level and info.id == "emergency":
        label = f"{level} {label}"
    where = _where(places)
    who = _who(actors, loaded)
    told = " ".join(part for part in (label, where) if part) + (f" ({who})" if who else "")
    told = told[:1].upper() + told[1:]
    if status == "denied":
        told = f"Denied: {told[:1].lower()}{told[1:]}"
    elif status == "claimed":
        speaker = source if source and loaded.isdisjoint(source.lower().split()) else "Unnamed source"
        told = f"{speaker} claims: {told[:1].lower()}{told[1:]}"
    return told


def _where(places: Sequence[EventPlace]) -> str:
    named = [p for p in places if p.relation in _COMMON]
    if not named:
        return ""
    names = [p.place.name for p in named]
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    return f"{named[0].relation} {listed}"


def _who(actors: Sequence[str], loaded: frozenset[str]) -> str:
    return ", ".join(actor for actor in actors[:2] if loaded.isdisjoint(actor.lower().split()))
