"""Ids of events, and the aliases by which yesterday's ids resolve for ever.

An event's id is a hash of its founding mention (earliest publication, then smallest mention id): the same reports give
the same ids in any order. When a later report founds an event anew, or events merge or split, an id of before that no
event bears now becomes an alias: of the event that holds the mention it was made from, else of the one that holds most
of the mentions it had.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geoevents.model import Event

PREFIX = "ev-"
_HEX = 12


def event_id(mention_id: str, salt: str = "") -> str:
    """Return the id of the event that a mention founds; `salt` tells apart two texts of one report id."""
    seed = f"{mention_id}\n{salt}" if salt else mention_id
    return PREFIX + hashlib.sha256(seed.encode()).hexdigest()[:_HEX]


def with_aliases(events: Sequence[Event], previous: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events with the earlier ids that lead to them.

    Args:
        events: the events of now, with unique ids.
        previous: the events of before, with the aliases they had.
    """
    if not previous:
        return tuple(events)
    living = {event.id for event in events}
    holders = _holders(events)
    founders = {event_id(mention): min(ids) for (_, mention), ids in sorted(holders.items())}
    aliases: dict[str, set[str]] = defaultdict(set)
    for old in previous:
        heir = _heir(old, living, holders)
        for name in (old.id, *old.aliases):
            target = founders.get(name, heir)
            if target is not None and name not in living:
                aliases[target].add(name)
    return tuple(
        replace(event, aliases=tuple(sorted(aliases[event.id] | set(event.aliases)))) if event.id in aliases else event
        for event in events
    )


def _holders(events: Sequence[Event]) -> Mapping[tuple[str, str], list[str]]:
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in events:
        for ref in event.mentions:
            holders[ref.report, ref.mention].append(event.id)
    return holders


def _heir(old: Event, living: set[str], holders: Mapping[tuple[str, str], list[str]]) -> str | None:
    """Return the event that follows an old one: itself, else the one with most of its mentions, the smallest of equals."""
    if old.id in living:
        return old.id
    votes = Counter(name for ref in old.mentions for name in holders.get((ref.report, ref.mention), ()))
    return min(votes, key=lambda name: (-votes[name], name)) if votes else None
