"""Where most of some events happened, counted in the snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geoevents.store.snapshot import Mask, Snapshot

_MIXER = np.uint64(0x9E3779B97F4A7C15)  # makes one number of two coordinates


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place, in degrees WGS84 (a region by the point that stands for it), and how many of the events happened there."""

    place_id: str
    name: str
    kind: str
    lon: float
    lat: float
    events: int


def top_places(
    stores: Sequence[sqlite3.Connection], snapshot: Snapshot, kept: Mask, limit: int
) -> tuple[PlaceCount, ...]:
    """Return the places of most of the kept events, most first, then by name.

    Args:
        stores: where the names of places are looked up, one behind the other.
        snapshot: the columns of the events.
        kept: which of them count.
        limit: how many places are wanted; those that tie with the last are left out by name.
    """
    places = np.flatnonzero(kept[snapshot.place_event])
    _, first, counts = np.unique(_marks(snapshot, places), return_index=True, return_counts=True)
    chosen = np.arange(len(counts))
    if len(counts) > limit > 0:
        chosen = np.flatnonzero(counts >= np.partition(counts, len(counts) - limit)[len(counts) - limit])
    found = [
        named
        for at, number in zip(places[first[chosen]].tolist(), counts[chosen].tolist(), strict=True)
        if (named := _named(stores, snapshot, at, number)) is not None
    ]
    found.sort(key=lambda place: (-place.events, place.name, place.place_id))
    return tuple(found[: max(0, limit)])


def _marks(snapshot: Snapshot, places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Return a number for each place: of its point and bounds, so that a town is not the region of its point."""
    mark = np.zeros(len(places), np.uint64)
    with np.errstate(over="ignore"):
        for column in (snapshot.lon, snapshot.lat, snapshot.west, snapshot.north):
            mark = (mark ^ mark >> np.uint64(32)) * _MIXER  # down too: signs are the highest bit
            mark ^= (column[places] + 0.0).view(np.uint64)  # -0.0 is 0.0
    return mark


def _named(stores: Sequence[sqlite3.Connection], snapshot: Snapshot, at: int, events: int) -> PlaceCount | None:
    event, lon, lat = int(snapshot.row[snapshot.place_event[at]]), float(snapshot.lon[at]), float(snapshot.lat[at])
    for db in stores:
        row = db.execute(
            "SELECT place_id, place, kind FROM event_places"
            " WHERE event = ? AND lon = ? AND lat = ? AND west = ? AND north = ? LIMIT 1",
            (event, lon, lat, float(snapshot.west[at]), float(snapshot.north[at])),
        ).fetchone()
        if row is not None:
            place_id, name, kind = row
            return PlaceCount(place_id, name, kind, lon, lat, events)
    return None
