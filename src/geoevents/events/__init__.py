"""Events: triggers, figures, who says so, assembly into mentions; claims about distance; merging over reports.

    find_events(document, prose, resolutions, timexes, atlas, lexicon)  → the events that one report tells
    find_attributions(prose, resolutions, lexicon)                      → who says what in it
    find_claims(document, prose, resolutions, mentions, atlas, lexicon) → distances that it states, and the map's answer
    merge(extractions)                                                  → what the mentions of many reports come to

`EventExtractor` is the protocol by which another extractor takes the place of `find_events`. Each name is imported when
it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geoevents.events.assembly import find_events as find_events
    from geoevents.events.audience import public_view as public_view
    from geoevents.events.claims import find_claims as find_claims
    from geoevents.events.extractor import EventExtractor as EventExtractor
    from geoevents.events.extractor import verbatim as verbatim
    from geoevents.events.merging import merge as merge
    from geoevents.events.speakers import find_attributions as find_attributions
    from geoevents.events.types import EventTypeInfo as EventTypeInfo
    from geoevents.events.types import event_rules as event_rules

_HOMES = {
    "EventExtractor": "extractor",
    "EventTypeInfo": "types",
    "event_rules": "types",
    "find_attributions": "speakers",
    "find_claims": "claims",
    "find_events": "assembly",
    "merge": "merging",
    "public_view": "audience",
    "verbatim": "extractor",
}
__all__ = [
    "EventExtractor",
    "EventTypeInfo",
    "event_rules",
    "find_attributions",
    "find_claims",
    "find_events",
    "merge",
    "public_view",
    "verbatim",
]


def __getattr__(name: str) -> object:
    """Import a verb or type of this room when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'geoevents.events' has no attribute {name!r}")
    return getattr(importlib.import_module(f"geoevents.events.{_HOMES[name]}"), name)
