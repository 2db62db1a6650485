"""The store's events as numpy columns, for a map and a histogram over a million of them.

One row an event, in order of its row number, and one row for each mapped place of an event. The same filters as in SQL
(`geoevents.store.filters`), with the same answers; tests hold them equal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from geoevents.store.facets import save_facets
from geoevents.store.filters import STATUSES, Box, Filter
from geoevents.store.touching import forget_touched, touched

Mask = npt.NDArray[np.bool_]
NO_DAY = np.iinfo(np.int32).min  # the day of an undated event
_FEW = 3  # of so many events one: gathering the places of kept events costs less than looking at all
_EVENT = np.dtype(
    [("row", "i8"), ("day_first", "i4"), ("day_last", "i4"), ("type", "i2"), ("status", "i1"), ("sources", "i4"),
     ("origins", "i4"), ("border_km", "f4"), ("placed", "?")]
)  # fmt: skip
_PLACE = np.dtype(
    [("event", "i8"), ("lon", "f8"), ("lat", "f8"), ("region", "?"), ("west", "f8"), ("south", "f8"), ("east", "f8"),
     ("north", "f8")]
)  # fmt: skip
_COLUMNS: dict[str, np.dtype[Any]] = {
    **{name: _EVENT[name] for name in _EVENT.names or ()},
    **{name: _PLACE[name] for name in _PLACE.names or () if name != "event"},
    "place_event": np.dtype("i8"),
}


@dataclass(frozen=True)
class Snapshot:
    """The columns. Days are proleptic ordinals (`date.toordinal`), `NO_DAY` where unknown; degrees WGS84.

    `row` is the row number of each event in the store, `types[type]` and `STATUSES[status]` name the codes, `border_km`
    is NaN where unknown. `place_event` is the index of each place's event in the event columns; `west` to `north` are
    the bounds of a region, or the point itself.
    """

    revision: int
    types: tuple[str, ...]
    row: npt.NDArray[np.int64]
    day_first: npt.NDArray[np.int32]
    day_last: npt.NDArray[np.int32]
    type: npt.NDArray[np.int16]
    status: npt.NDArray[np.int8]
    sources: npt.NDArray[np.int32]
    origins: npt.NDArray[np.int32]
    border_km: npt.NDArray[np.float32]
    placed: Mask
    place_event: npt.NDArray[np.int64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    region: Mask
    west: npt.NDArray[np.float64]
    south: npt.NDArray[np.float64]
    east: npt.NDArray[np.float64]
    north: npt.NDArray[np.float64]

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.row)

    def mask(self, where: Filter, text_rows: npt.NDArray[np.int64] | None = None) -> Mask:
        """Return which events a filter keeps.

        Args:
            where: the filter; its words are answered by the store's full-text index, not here.
            text_rows: sorted row numbers of the events that have the words (`EventStore.mask` fills them in).
        """
        kept = self._dated(where)
        if where.types:
            kept &= _chosen(self.types, where.types)[self.type]
        if where.statuses:
            kept &= _chosen(STATUSES, where.statuses)[self.status]
        if where.min_sources:
            kept &= self.sources >= where.min_sources
        if where.within_km_of_border is not None:
            kept &= self.border_km <= np.float32(where.within_km_of_border)
        if text_rows is not None:
            kept &= self._holding(text_rows)
        return kept if where.bbox is None else self._inside(where.bbox, kept)

    def _inside(self, box: Box, kept: Mask) -> Mask:
        """Return which of the kept events have a place in a box; where they are few, only their places are looked at."""
        inside = np.zeros(len(self), dtype=bool)
        if np.count_nonzero(kept) > len(self) // _FEW:
            inside[self.place_event[self.places_in(box)]] = True
            return kept & inside
        places = np.flatnonzero(kept[self.place_event])
        west, south, east, north = (column[places] for column in (self.west, self.south, self.east, self.north))
        inside[self.place_event[places[_meets(box, west, south, east, north)]]] = True
        return inside

    def _holding(self, rows: npt.NDArray[np.int64]) -> Mask:
        """Return which events have one of some row numbers."""
        found = np.zeros(len(self), dtype=bool)
        if len(self):
            at = np.minimum(np.searchsorted(self.row, rows), len(self) - 1)
            found[at[self.row[at] == rows]] = True
        return found

    def _dated(self, where: Filter) -> Mask:
        undated = self.day_first == NO_DAY
        if where.date_from is None and where.date_to is None:
            return undated if where.undated else np.ones(len(self), dtype=bool)
        kept: Mask = ~undated
        if where.date_from is not None:
            kept &= self.day_last >= where.date_from.toordinal()
        if where.date_to is not None:
            kept &= self.day_first <= where.date_to.toordinal()
        if where.undated:
            kept |= undated
        return kept

    def places_in(self, box: Box) -> Mask:
        """Return which places meet a box (west, south, east, north; west > east crosses the antimeridian)."""
        return _meets(box, self.west, self.south, self.east, self.north)

    def histogram(self, mask: Mask, longest_days: int = 31) -> tuple[date | None, npt.NDArray[np.int64]]:
        """Return the first day and how many of the masked events each day from it on has (an event counts on all its
        days); None and nothing where no event has a day. Events of more than `longest_days` are left out.
        """
        chosen = mask & (self.day_first != NO_DAY) & (self.day_last - self.day_first < longest_days)
        first, last = self.day_first[chosen], self.day_last[chosen]
        if not len(first):
            return None, np.empty(0, np.int64)
        start = int(first.min())
        length = int(last.max()) - start + 2
        steps = np.bincount(first - start, minlength=length) - np.bincount(last - start + 1, minlength=length)
        return date.fromordinal(start), np.cumsum(steps)[:-1]


Degrees = npt.NDArray[np.float64]


def _meets(box: Box, wests: Degrees, souths: Degrees, easts: Degrees, norths: Degrees) -> Mask:
    west, south, east, north = box
    met: Mask = (wests <= east) & (easts >= west) if west <= east else (easts >= west) | (wests <= east)
    met &= souths <= north
    met &= norths >= south
    return met


def _chosen(names: Sequence[str], wanted: Collection[str]) -> Mask:
    """Return for each code of a column whether its name is wanted; the last, -1, is that of no name."""
    return np.array([*(name in wanted for name in names), False])


def load(db: sqlite3.Connection, revision: int) -> Snapshot:
    """Return the columns of all events, as they stood at a revision of the events.

    `save` has left them in the store as they lie in memory; where it has not, they are read row by row.
    """
    return _saved(db, revision) or _made(db, revision)


def _saved(db: sqlite3.Connection, revision: int) -> Snapshot | None:
    """Return the columns as `save` left them; None where those of that revision are not there."""
    stored = dict(db.execute("SELECT name, data FROM snapshots WHERE name NOT LIKE 'facet%'"))
    if stored.pop("revision", None) != str(revision).encode():
        return None
    columns = {name: np.frombuffer(data, dtype=_COLUMNS[name]) for name, data in stored.items() if name in _COLUMNS}
    return Snapshot(revision=revision, types=tuple(json.loads(stored["types"])), **columns)


def _made(db: sqlite3.Connection, revision: int) -> Snapshot:
    """Return the columns, read row by row."""
    types = tuple(name for (name,) in db.execute("SELECT DISTINCT type FROM event_index ORDER BY type"))
    events, places = _events(db, types), _places(db)
    columns = {name: np.ascontiguousarray(events[name]) for name in _EVENT.names or ()}
    columns |= {name: np.ascontiguousarray(places[name]) for name in _PLACE.names or () if name != "event"}
    columns["place_event"] = np.searchsorted(events["row"], places["event"]).astype(np.int64)
    return Snapshot(revision=revision, types=types, **columns)


def save(db: sqlite3.Connection, revision: int) -> None:
    """Leave the columns in the store, inside the caller's transaction, so that a reader of a million events starts at once.

    Where few events have changed since they were left there last, only those are read.
    """
    changed = touched(db)
    before = None if changed is None else _saved(db, revision - 1)
    few = before is not None and changed is not None and len(changed) * _FEW < len(before)
    made = _renewed(db, before, changed, revision) if before is not None and changed is not None and few else None
    saved = made or _made(db, revision)
    rows = [(name, getattr(saved, name).tobytes()) for name in _COLUMNS]
    rows += [("types", json.dumps(saved.types).encode()), ("revision", str(revision).encode())]
    db.executemany("INSERT OR REPLACE INTO snapshots VALUES (?, ?)", rows)
    save_facets(db, revision, saved.row, None if made is None else changed)
    forget_touched(db)


def _renewed(db: sqlite3.Connection, before: Snapshot, changed: Sequence[int], revision: int) -> Snapshot | None:
    """Return the columns of before with the changed events as they are now; None where these are of new types."""
    events, places = _events(db, before.types, changed), _places(db, changed)
    if (events["type"] < 0).any():
        return None
    stay = ~np.isin(before.row, np.array(changed, np.int64))
    row = np.concatenate([before.row[stay], events["row"]])
    order = np.argsort(row, kind="stable")
    columns = {name: np.concatenate([getattr(before, name)[stay], events[name]])[order] for name in _EVENT.names or ()}
    here = stay[before.place_event]
    owner = np.concatenate([before.row[before.place_event[here]], places["event"]])
    by_owner = np.argsort(owner, kind="stable")
    columns |= {
        name: np.concatenate([getattr(before, name)[here], places[name]])[by_owner]
        for name in _PLACE.names or ()
        if name != "event"
    }
    columns["place_event"] = np.searchsorted(columns["row"], owner[by_owner]).astype(np.int64)
    return Snapshot(revision=revision, types=before.types, **columns)


def _case(column: str, names: tuple[str, ...]) -> str:
    """Return an SQL expression for the number of a name in a list; parameters are the names."""
    return f"CASE {column} " + " ".join(f"WHEN ? THEN {number}" for number in range(len(names))) + " ELSE -1 END"


def _events(db: sqlite3.Connection, types: tuple[str, ...], only: Sequence[int] | None = None) -> npt.NDArray[np.void]:
    if not types:
        return np.empty(0, _EVENT)
    where, given = _which(only)
    rows = db.execute(
        f"SELECT event, coalesce(day_first, {NO_DAY}), coalesce(day_last, {NO_DAY}), {_case('type', types)},"  # noqa: S608 - numbers and constants
        f" {_case('status', STATUSES)}, sources, origins, coalesce(border_km, 9e999), placed"
        f" FROM event_index WHERE {where} ORDER BY event",
        (*types, *STATUSES, *given),
    )
    found: npt.NDArray[np.void] = np.fromiter(rows, dtype=_EVENT)
    found["border_km"][np.isinf(found["border_km"])] = np.nan
    return found


def _places(db: sqlite3.Connection, only: Sequence[int] | None = None) -> npt.NDArray[np.void]:
    where, given = _which(only)
    rows = db.execute(
        f"SELECT event, lon, lat, region, west, south, east, north FROM event_places WHERE {where} ORDER BY event, part",  # noqa: S608 - constants
        given,
    )
    return np.fromiter(rows, dtype=_PLACE)


def _which(only: Sequence[int] | None) -> tuple[str, tuple[str, ...]]:
    return ("1", ()) if only is None else ("event IN (SELECT value FROM json_each(?))", (json.dumps(list(only)),))
