"""Counters and marks of the store: whether it has changed, whether it must be merged, the bounds of its layers, its log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping


def setting(db: sqlite3.Connection, key: str, default: str) -> str:
    """Return a setting of the store."""
    row = db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return default if row is None else str(row[0])


def bump(db: sqlite3.Connection, *, dirty: bool | None) -> None:
    """Note that the file has changed, and whether its events are behind its reports."""
    db.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
    if dirty is not None:
        db.execute("INSERT OR REPLACE INTO settings VALUES ('dirty', ?)", (str(int(dirty)),))


def bump_events(db: sqlite3.Connection) -> int:
    """Note that the events have changed, and return the number of that change."""
    db.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'events'")
    return int(setting(db, "events", "0"))


def update_extent(db: sqlite3.Connection, now: str) -> None:
    """Tell GeoPackage readers the bounds of the layers."""
    for layer, source in (("events", "rtree_events_geom"), ("event_areas", "areas")):
        columns = "minx, miny, maxx, maxy" if layer == "events" else "west, south, east, north"
        west, south, east, north = columns.split(", ")
        db.execute(
            "UPDATE gpkg_contents SET last_change = ?, (min_x, min_y, max_x, max_y) ="  # noqa: S608 - constants
            f" (SELECT min({west}), min({south}), max({east}), max({north}) FROM {source}) WHERE table_name = ?",
            (now, layer),
        )
    db.execute("UPDATE gpkg_contents SET last_change = ? WHERE table_name = 'documents'", (now,))


def note(db: sqlite3.Connection, what: str, now: str, counts: Mapping[str, int | str]) -> None:
    """Add a line to the log of what was done to the store."""
    db.execute("INSERT INTO runs (at, what, counts) VALUES (?, ?, ?)", (now, what, json.dumps(counts)))
