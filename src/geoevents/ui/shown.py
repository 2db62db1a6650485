"""What one run of the page shows."""

from __future__ import annotations

from dataclasses import dataclass

from geoevents.model import BorderView, DistanceClaim, Event
from geoevents.store.filters import Filter
from geoevents.ui.facets import Tally
from geoevents.views.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Shown:
    """What one run of the page shows."""

    filter: Filter
    tally: Tally
    event: Event | None
    here: tuple[Event, ...]
    view: BorderView
    tiles: bool
    claim: tuple[str, DistanceClaim] | None = None
    overlay: Overlay | None = None
