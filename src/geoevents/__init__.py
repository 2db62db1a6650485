"""News reports in, a map of dated, placed, sourced events out.

The public verbs and types; each is imported when it is first used, so that `import geoevents` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geoevents.atlas import Borders as Borders
    from geoevents.atlas import Gazetteer as Gazetteer
    from geoevents.events import merge as merge
    from geoevents.model import *  # noqa: F403 - the type checker sees the types that __getattr__ hands out
    from geoevents.pipeline import Options as Options
    from geoevents.pipeline import Resources as Resources
    from geoevents.pipeline import extract as extract
    from geoevents.reading import read as read
    from geoevents.store import EventStore as EventStore

__version__ = "0.1.0"

_HOMES = {
    "Borders": "geoevents.atlas",
    "EventStore": "geoevents.store",
    "Gazetteer": "geoevents.atlas",
    "Options": "geoevents.pipeline",
    "Resources": "geoevents.pipeline",
    "extract": "geoevents.pipeline",
    "merge": "geoevents.events",
    "read": "geoevents.reading",
}


def __getattr__(name: str) -> object:
    """Import a public verb or type when it is first asked for (PEP 562)."""
    if name.startswith("_"):
        raise AttributeError(f"module 'geoevents' has no attribute {name!r}")
    module = importlib.import_module(_HOMES.get(name, "geoevents.model"))
    try:
        return getattr(module, name)
    except AttributeError:
        raise AttributeError(f"module 'geoevents' has no attribute {name!r}") from None


def __dir__() -> list[str]:
    """List the public names."""
    model = importlib.import_module("geoevents.model")
    return sorted([*_HOMES, *model.__all__, "__version__"])
