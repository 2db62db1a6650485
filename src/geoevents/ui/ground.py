"""What the page asks of the atlas: countries, towns, outlines of regions, borders; each view's atlas is opened once."""

from __future__ import annotations

from functools import cached_property, lru_cache
from threading import Thread

from geoevents.atlas import Atlas, BorderFile
from geoevents.errors import PlaceError
from geoevents.model import BorderView, Event, Measurement, Place
from geoevents.store.filters import mapped_places
from geoevents.views.ground import Ring, Towns, outline
from geoevents.views.overlay import Overlay
from geoevents.views.viewport import Box
from geoevents.views.words import AREA_KINDS

_KEPT_OVERLAYS = 64


class Ground:
    """The atlas as the page needs it, and people's overlays; nothing here depends on what is in the store."""

    @cached_property
    def _warmed(self) -> set[BorderView]:
        return set()

    @cached_property
    def _overlays(self) -> dict[str, Overlay]:
        return {}

    def keep_overlay(self, overlay: Overlay) -> None:
        """Keep an overlay for the data route, the latest ones of all visitors."""
        self._overlays.pop(overlay.id, None)
        self._overlays[overlay.id] = overlay
        while len(self._overlays) > _KEPT_OVERLAYS:
            self._overlays.pop(next(iter(self._overlays)))

    def overlay(self, name: str) -> Overlay | None:
        """Return a kept overlay by its id."""
        return self._overlays.get(name)

    def atlas(self, view: BorderView) -> Atlas:
        """Return the atlas of a border view; each is opened once."""
        return shared_atlas(view)

    @cached_property
    def countries(self) -> dict[str, str]:
        """Names of countries by their two-letter code."""
        gazetteer = self.atlas("international").gazetteer
        places = ((code, gazetteer.country_place(code)) for code in gazetteer.countries)
        return {code: place.name for code, place in places if place is not None}

    @cached_property
    def _towns(self) -> Towns:
        return Towns(self.atlas("international").gazetteer)

    def towns(self, box: Box, zoom: int) -> list[dict[str, object]]:
        """Return the names of towns for a view; whole continents get fewer, so that the ground stays quiet."""
        found = self._towns.within(box)
        return found if zoom > 4 else found[:45]  # noqa: PLR2004 - where a continent fills the screen

    def outline(self, place_id: str) -> list[Ring]:
        """Return the rings of a region, longitude first; empty where it has none."""
        return outline(self.atlas("international").regions, place_id)

    def border(self, event: Event, view: BorderView) -> Measurement | None:
        """Return how far an event is from the nearest border of a view; stored for one view, else measured."""
        if event.border is not None and self.atlas(view).borders.made(event.border):
            return event.border
        measured = (self.border_of(place.place, view) for place in mapped_places(event))
        return next((found for found in measured if found is not None), None)

    def border_of(self, place: Place, view: BorderView) -> Measurement | None:
        """Return how far a place is from the nearest border of a view; None for a region without a polygon."""
        if place.kind in AREA_KINDS and not self.outline(place.place_id):
            return None
        try:
            return self.atlas(view).borders.from_place(place)
        except PlaceError:
            return None

    def warm(self, view: BorderView) -> None:
        """Make ready, beside the page, what the first click would wait for: the search for the nearest border."""
        if view not in self._warmed:
            self._warmed.add(view)
            Thread(target=self.atlas(view).borders.nearest, args=(0.0, 0.0), daemon=True, name="warm").start()


def shared_atlas(view: BorderView) -> Atlas:
    """Return the atlas of a border view, with this machine's better borders where there are any; opened once a process."""
    return _atlas(view, BorderFile.of_environment())


@lru_cache(maxsize=4)
def _atlas(view: BorderView, borders: BorderFile | None) -> Atlas:
    return Atlas.load(view=view, borders=borders or False)
