"""The store's snapshot as the columns that the map draws from, with words for the few rows that are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geoevents.model import Event, EventPlace
from geoevents.store import Snapshot
from geoevents.store.filters import STATUSES, mapped_places
from geoevents.store.snapshot import NO_DAY
from geoevents.views.palette import family_index
from geoevents.views.viewport import AREA, COUNTRY, POINT, PointColumns, RowWords

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEY_DIGITS = 5
_ROUND = 400 * 10**_KEY_DIGITS  # more steps than there are round the world
_FEW_DAYS = 3
_CLAIMED = tuple(STATUSES.index(status) for status in ("claimed", "hedged", "disputed", "denied"))
_NEAR_KM = 5.0  # how far a ring reaches for "near" where the text gives no distance


@dataclass(frozen=True)
class Columns:
    """Everything that is computed once for each state of the store. `fetch` returns events by their row numbers."""

    snapshot: Snapshot
    fetch: Callable[[Sequence[int]], tuple[Event, ...]]

    @cached_property
    def family(self) -> NDArray[np.int8]:
        """The family of each event, as an index into `FAMILY_IDS`."""
        codes = np.array([family_index(name) for name in self.snapshot.types] or [0], np.int8)
        family: NDArray[np.int8] = codes[self.snapshot.type]
        return family

    @cached_property
    def coarse(self) -> NDArray[np.bool_]:
        """Which events are known to no better than a few days: a stretch of the time line is theirs, and no bar."""
        snapshot = self.snapshot
        long: NDArray[np.bool_] = (snapshot.day_first != NO_DAY) & (snapshot.day_last - snapshot.day_first >= _FEW_DAYS)
        return long

    @cached_property
    def _places(self) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """The first row of each distinct place, and the place number of each row."""
        import pandas as pd  # noqa: PLC0415 - hashes a million points in a tenth of the time of sorting them

        snapshot = self.snapshot
        steps = np.rint(np.stack([snapshot.lon, snapshot.lat]) * 10**_KEY_DIGITS).astype(np.int64)
        # A region and its capital are two places, also where they share their point.
        point = (steps[0] * _ROUND + steps[1]) * 2 + snapshot.region
        number, distinct = pd.factorize(point)
        first = np.empty(len(distinct), np.intp)
        first[number[::-1]] = np.arange(len(point))[::-1]
        return first, number.astype(np.int32)

    @cached_property
    def points(self) -> PointColumns:
        """The rows that `viewport` draws."""
        snapshot, (first, place) = self.snapshot, self._places
        events = snapshot.place_event
        extent = np.full(len(first), POINT, np.int8)
        areas = np.flatnonzero(snapshot.region[first])
        for number, place_of in zip(areas.tolist(), self._place_of(first[areas].tolist()), strict=True):
            extent[number] = COUNTRY if place_of is not None and place_of.place.kind == "country" else AREA
        return PointColumns(
            lon=snapshot.lon,
            lat=snapshot.lat,
            family=self.family[events],
            extent=extent[place],
            claimed=np.isin(snapshot.status, _CLAIMED)[events],
            filled=(snapshot.origins > 1)[events],
            place=place,
            words=self._words,
            bounds=(snapshot.west, snapshot.south, snapshot.east, snapshot.north),
        )

    def _place_of(self, rows: Sequence[int]) -> list[EventPlace | None]:
        return [place for _, place in self._pairs(rows)]

    def _pairs(self, rows: Sequence[int]) -> list[tuple[Event, EventPlace | None]]:
        """Fetch the events of rows, each with the place of the row."""
        snapshot = self.snapshot
        numbers = snapshot.row[snapshot.place_event[np.asarray(rows, np.int64)]].tolist() if rows else []
        found = self.fetch(numbers) if numbers else ()
        out: list[tuple[Event, EventPlace | None]] = []
        for row, event in zip(rows, found, strict=True):
            lon, lat = snapshot.lon[row], snapshot.lat[row]
            here = (p for p in mapped_places(event) if p.place.lon == lon and p.place.lat == lat)
            out.append((event, next(here, None)))
        return out

    def _words(self, rows: Sequence[int]) -> list[RowWords]:
        out = []
        for row, (event, place) in zip(rows, self._pairs(rows), strict=True):
            near = None
            if place is not None and place.relation != "in":
                near = place.uncertainty_km or (place.place.radius_km or 0.0) + _NEAR_KM
            out.append(
                RowWords(
                    key=place_key(
                        float(self.snapshot.lon[row]),
                        float(self.snapshot.lat[row]),
                        region=bool(self.snapshot.region[row]),
                    ),
                    place_id=place.place.place_id if place else "",
                    name=place.place.name if place else "",
                    title=event.summary,
                    radius_km=place.place.radius_km if place else None,
                    near_km=near,
                )
            )
        return out

    def rows_at(self, key: str) -> NDArray[np.intp]:
        """Return the rows at the place that a key names; none where it is no key."""
        kind, _, where = key.partition(":")
        try:
            lon, lat = (float(part) for part in where.split(","))
        except ValueError:
            return np.empty(0, np.intp)
        snapshot, near = self.snapshot, 0.6 * 10**-_KEY_DIGITS
        at = (np.abs(snapshot.lon - lon) < near) & (np.abs(snapshot.lat - lat) < near)
        return np.flatnonzero(at & (snapshot.region == (kind == "area")))


def place_key(lon: float, lat: float, *, region: bool) -> str:
    """Return the key of a place in links and clicks: it needs no look-up and stays good over rebuilds."""
    return f"{'area' if region else 'at'}:{lon:.{_KEY_DIGITS}f},{lat:.{_KEY_DIGITS}f}"
