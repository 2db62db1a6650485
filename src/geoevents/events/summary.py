"""The neutral sentence that sums an event up; a claim begins with who claims ("Russian Ministry of Defence claims: …")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geoevents.events.drafts import Draft
from geoevents.events.types import EventTypeInfo
from geoevents.model import EventPlace

_NOT_WHERE = "topic"
_MOST_ACTORS = 2


def summarise(info: EventTypeInfo, draft: Draft, loaded: frozenset[str]) -> str:
    """Return type, place and actors of a draft as one sentence; words of the list `loaded` never stand in it."""
    if draft.trigger.rule.untold:
        info = replace(info, label="people killed or hurt")
    label = f"{draft.level} {info.label}" if draft.level and info.id == "emergency" else info.label
    who = ", ".join(_neutral(draft.actors, loaded)[:_MOST_ACTORS])
    told = " ".join(filter(None, (label, _where(draft.siting.places), f"({who})" if who else "")))
    if draft.trigger.rule.untold:
        told += ", cause not told"
    status = draft.status.status if draft.status else "asserted"
    if status == "denied":
        return f"Denied: {told}"
    if status == "claimed":
        return f"{_speaker(draft, loaded)}: {told}"
    return told[:1].upper() + told[1:]


def _neutral(names: Sequence[str], loaded: frozenset[str]) -> list[str]:
    return [name for name in names if loaded.isdisjoint(name.lower().split())]


def _speaker(draft: Draft, loaded: frozenset[str]) -> str:
    source = draft.attribution.source if draft.attribution else ""
    if not source or not _neutral([source], loaded):
        return "Unnamed source claims"
    plural = source.endswith("s") and not source.endswith("ss") and source.split()[-1].islower()
    return f"{source[:1].upper()}{source[1:]} claim{'' if plural else 's'}"


def _where(places: Sequence[EventPlace]) -> str:
    named = [place for place in places if place.relation != _NOT_WHERE]
    if not named:
        return ""
    names = [place.place.name for place in named]
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    return f"{named[0].relation} {listed}"
