"""Where an event may have been: what a point on the map is, what the names of its sentences may mean, and by what other name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoevents.atlas.geodesy import distance_km
from geoevents.errors import GeoEventsError
from geoevents.events.merging import border_distance
from geoevents.model import Candidate, Event, EventPlace, Extraction, Measurement, Place, Relation, Resolution
from geoevents.store.fields import place_value
from geoevents.views.words import headline_at

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees: the region and country it lies in, the nearest town and how far that is, the nearest border."""

    lon: float
    lat: float
    region: Place | None
    country: Place | None
    town: Place
    town_km: float
    border: Measurement | None

    def words(self) -> str:
        """Return "51.2034, 35.2846: Kursk Oblast, Russia, 3 km from Sudzha"."""
        where = ", ".join(place.name for place in (self.region, self.country) if place is not None)
        return f"{self.lat:.4f}, {self.lon:.4f}: {where or 'at sea'}, {self.town_km:,.0f} km from {self.town.name}"


def spot_at(lon: float, lat: float, atlas: Atlas) -> Spot:
    """Return what lies at a point."""
    region, country = atlas.regions.lands_at(lon, lat)
    town = atlas.gazetteer.nearest_settlement(lon, lat)
    away = distance_km(lon, lat, town.lon, town.lat)
    bare = Place("own:point", "point", "site", lon, lat)
    return Spot(lon, lat, region, country, town, away, border_distance(EventPlace(bare, "in"), atlas))


@dataclass(frozen=True, slots=True)
class Reading:
    """A name in an event's sentences, and the places that it may mean, best first; none where nobody knows it."""

    surface: str
    places: tuple[Candidate, ...]


def readings(event: Event, extractions: Sequence[Extraction]) -> tuple[Reading, ...]:
    """Return the place names of an event's sentences, those that lead to no place first: one of them is what is missing."""
    found: dict[str, Resolution] = {}
    for extraction in extractions:
        spans = [ref.sentence for ref in event.mentions if ref.report == extraction.report.id]
        for resolution in extraction.resolutions:
            toponym = resolution.toponym
            if toponym.role == "literal" and any(span.overlaps(toponym.span) for span in spans):
                known = found.get(toponym.surface)
                if known is None or len(resolution.candidates) > len(known.candidates):
                    found[toponym.surface] = resolution
    made = [Reading(name, resolution.candidates[:MOST_CANDIDATES]) for name, resolution in found.items()]
    return tuple(sorted(made, key=lambda reading: bool(reading.places)))


def missing_names(event: Event, extractions: Sequence[Extraction]) -> tuple[str, ...]:
    """Return the names in an event's sentences that no gazetteer knows."""
    return tuple(reading.surface for reading in readings(event, extractions) if not reading.places)


def search(name: str, atlas: Atlas) -> tuple[Candidate, ...]:
    """Return the places that a typed name may mean; none where no place is called that."""
    try:
        return tuple(atlas.gazetteer.candidates(name, limit=MOST_CANDIDATES))
    except GeoEventsError:
        return ()


def placed_at(event: Event, place: Place, relation: Relation, atlas: Atlas) -> dict[str, object]:
    """Return what a person decides who puts an event at a place: the place with its border distance, and the headline."""
    border = border_distance(EventPlace(place, relation), atlas)
    values: dict[str, object] = {"place": place_value(place, relation=relation, border=border)}
    headline = headline_at(event, place.name, relation)
    return values if headline == event.summary else {**values, "summary": headline}
