"""What a file with a map in it needs of its events: symbols, regions, names of towns, outlines, the ground, all inlined."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np

from geoevents.atlas import Atlas
from geoevents.errors import InputError
from geoevents.model import Event, EventPlace
from geoevents.resources import data_folder
from geoevents.store.filters import mapped_places
from geoevents.views.ground import Towns, outline
from geoevents.views.palette import FAMILIES, FAMILY_IDS, family_index, family_of
from geoevents.views.viewport import AREA, COUNTRY, POINT, Box, PointColumns, RowWords, everything
from geoevents.views.words import AREA_KINDS, day_words

MOST_EVENTS = 20_000
_CLAIMED = frozenset({"claimed", "hedged", "disputed", "denied"})
_NEAR_KM = 5.0
_MARGIN = 0.6  # degrees around a single point
_CELL = 10  # degrees of a file of the ground
_MOST_CELLS = 12
_TOWNS = 600


@dataclass(frozen=True)
class MapData:
    """Events and the atlas that they are drawn with; everything else is worked out when it is asked for."""

    events: tuple[Event, ...]
    atlas: Atlas
    countries: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event], atlas: Atlas) -> MapData:
        """Take in the events.

        Raises:
            InputError: when there are more than a single file can hold.
        """
        kept = []
        for event in events:
            kept.append(event)
            if len(kept) > MOST_EVENTS:
                raise InputError(f"A file with a map holds {MOST_EVENTS:,} events at most: narrow the filters.")
        gazetteer = atlas.gazetteer
        found = ((code, gazetteer.country_place(code)) for code in gazetteer.countries)
        return cls(tuple(kept), atlas, {code: place.name for code, place in found if place is not None})

    @cached_property
    def rows(self) -> tuple[tuple[Event, EventPlace], ...]:
        """Each event with each of its places on the map."""
        return tuple((event, place) for event in self.events for place in mapped_places(event))

    @cached_property
    def symbols(self) -> dict[str, Any]:
        """What the data route of the app would answer for the whole world, at one symbol a place."""
        numbers: dict[str, int] = {}
        keys = [key_of(place) for _, place in self.rows]
        places = [numbers.setdefault(key, len(numbers)) for key in keys]
        columns = PointColumns(
            lon=np.array([place.place.lon for _, place in self.rows], np.float64),
            lat=np.array([place.place.lat for _, place in self.rows], np.float64),
            family=np.array([family_index(event.type) for event, _ in self.rows], np.int8),
            extent=np.array([_extent(place) for _, place in self.rows], np.int8),
            claimed=np.array([event.status in _CLAIMED for event, _ in self.rows], np.bool_),
            filled=np.array([event.origins > 1 for event, _ in self.rows], np.bool_),
            place=np.array(places, np.int32),
            words=lambda rows: [_words(*self.rows[row]) for row in rows],
        )
        return everything(columns)

    @cached_property
    def shapes(self) -> dict[str, list[list[tuple[float, float]]]]:
        """Outlines of the regions among the places, by their ids."""
        return {region["place"]: outline(self.atlas.regions, region["place"]) for region in self.symbols["regions"]}

    @cached_property
    def box(self) -> Box:
        """West, south, east, north of all that is drawn, with a margin; the whole map of Europe where nothing is."""
        points = [(s["lon"], s["lat"]) for s in self.symbols["symbols"]]
        points += [at for rings in self.shapes.values() for ring in rings for at in ring]
        if not points:
            return (-12.0, 34.0, 60.0, 70.0)
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        return (
            max(min(lons) - _MARGIN, -180.0), max(min(lats) - _MARGIN / 2, -85.0),
            min(max(lons) + _MARGIN, 180.0), min(max(lats) + _MARGIN / 2, 85.0),
        )  # fmt: skip

    def towns(self, box: Box, most: int = _TOWNS) -> list[dict[str, Any]]:
        """Return the largest settlements of a box for its labels."""
        return Towns(self.atlas.gazetteer).within(box, most)

    @property
    def families(self) -> tuple[str, ...]:
        """The families of the events, in the order of the legend."""
        present = {family_of(event.type).id for event in self.events}
        return tuple(name for name in FAMILY_IDS if name in present)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of all dated events."""
        first = [event.dates.first for event in self.events if event.dates.first]
        last = [event.dates.last for event in self.events if event.dates.last]
        return (min(first), max(last)) if first and last else None

    @property
    def as_of(self) -> datetime | None:
        """When the latest of the events changed: the state of knowledge that the file shows."""
        known = (event.last_changed or event.first_seen for event in self.events)
        return max((moment for moment in known if moment), default=None)

    @property
    def sources(self) -> list[tuple[str, int]]:
        """Publishers with how many of the events they tell, most first."""
        counts: dict[str, int] = {}
        for event in self.events:
            for name in {ref.publisher or ref.report for ref in event.mentions}:
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def days_words(days: tuple[date, date] | None) -> str:
    """Return the days of a file in words."""
    if days is None:
        return "no dates"
    return day_words(days[0]) if days[0] == days[1] else f"{day_words(days[0])} – {day_words(days[1])}"


def ground_parts(box: Box) -> dict[str, Any]:
    """Return the files of the ground that a box needs, by their names: the overview, and the cells where they are few."""
    folder = data_folder("basemap")
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    known = set(index["detail"])
    west, south, east, north = box
    cells = [
        f"detail/{x * _CELL}_{y * _CELL}.json"
        for x in range(math.floor(west / _CELL), math.floor(east / _CELL) + 1)
        for y in range(math.floor(south / _CELL), math.floor(north / _CELL) + 1)
    ]
    chosen: Sequence[str] = [name for name in cells if name in known]
    chosen = chosen if len(chosen) <= _MOST_CELLS else []
    parts = {name: json.loads((folder / name).read_text(encoding="utf-8")) for name in ("overview.json", *chosen)}
    return {**parts, "index.json": {**index, "detail": list(chosen)}}


def key_of(place: EventPlace) -> str:
    """Return the key of a place: events at one point share it."""
    kind = "area" if place.place.kind in AREA_KINDS else "at"
    return f"{kind}:{place.place.lon:.5f},{place.place.lat:.5f}"


def _extent(place: EventPlace) -> int:
    if place.place.kind == "country":
        return COUNTRY
    return AREA if place.place.kind in AREA_KINDS else POINT


def _words(event: Event, place: EventPlace) -> RowWords:
    near = None
    if place.relation != "in":
        near = place.uncertainty_km or (place.place.radius_km or 0.0) + _NEAR_KM
    at = place.place
    return RowWords(key_of(place), at.place_id, at.name, event.summary, at.radius_km, near)


def legend(names: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Return colour, shape, letter and label of families."""
    return [(f.colour, f.shape, f.letter, f.label) for f in FAMILIES if f.id in names]
