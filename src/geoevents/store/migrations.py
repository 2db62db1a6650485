"""Older stores become current ones: one step a schema version, all in one transaction, a copy of the file beforehand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from geoevents.errors import StoreFull
from geoevents.store import schema

# From 1: who may see an event and its changes, what the machine read before a person changed it, and reviews that
# travel. Version 1 does not know which mentions are internal: what an internal report tells stays hidden until the next
# merge, which is asked for.
_TO_2 = """
CREATE TABLE event_audience (
  event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE, shown BOOLEAN NOT NULL, digest BLOB,
  conflicts INTEGER NOT NULL, first_seen DATETIME NOT NULL, last_changed DATETIME NOT NULL);
CREATE TABLE event_machine (
  event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE, payload BLOB NOT NULL);
CREATE TABLE rejected (event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE);
ALTER TABLE changes ADD COLUMN audience TEXT NOT NULL DEFAULT 'all';
ALTER TABLE reviews ADD COLUMN machine TEXT;
ALTER TABLE reviews ADD COLUMN anchors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN sharing TEXT NOT NULL DEFAULT 'public';
ALTER TABLE reviews ADD COLUMN uid TEXT;
CREATE UNIQUE INDEX reviews_uid ON reviews (uid);
INSERT INTO event_audience SELECT fid, 0, NULL, 0, first_seen, last_changed FROM events
  WHERE sharing <> 'public'
  OR fid IN (SELECT m.event FROM mentions m JOIN documents d ON d.fid = m.document WHERE d.sharing <> 'public');
UPDATE changes SET audience = 'internal' WHERE EXISTS
  (SELECT 1 FROM json_each(changes.reports) j JOIN documents d ON d.report = j.value WHERE d.sharing <> 'public');
DELETE FROM settings WHERE key = 'merged_with';
UPDATE settings SET value = '1' WHERE key = 'dirty';
"""
# From 2: from which file a report came whose id was made of a file's name, and what was passed over while reading it.
_TO_3 = """
CREATE TABLE document_readings (
  document INTEGER PRIMARY KEY REFERENCES documents(fid) ON DELETE CASCADE, source TEXT, notes TEXT NOT NULL);
CREATE INDEX document_readings_source ON document_readings (source) WHERE source IS NOT NULL;
"""
STEPS: dict[int, str] = {1: _TO_2, 2: _TO_3}


def migrate(
    db: sqlite3.Connection, path: Path, made_by: str, now: datetime, backup: Callable[[sqlite3.Connection, Path], None]
) -> Path | None:
    """Bring a store to the current schema; return the copy that was made of it beforehand, None where it is current.

    Args:
        db: a writable connection, outside a transaction.
        path: the store's file; the copy lies beside it.
        made_by: the program and version that does it.
        now: the moment to note.
        backup: makes the copy.

    Raises:
        StoreFull: when the copy cannot be written; the store stays as it was.
    """
    if _version(db) >= schema.VERSION:
        return None
    aside = _free_name(path, _version(db))
    backup(db, aside)
    db.execute("BEGIN IMMEDIATE")
    try:
        found = _version(db)  # another process may have been first
        for version in range(found, schema.VERSION):
            for statement in schema.statements(STEPS[version]):
                db.execute(statement)
        if found < schema.VERSION:
            db.execute("UPDATE geoevents_schema SET version = ?, made_by = ?", (schema.VERSION, made_by))
            note = f'{{"from": {found}, "to": {schema.VERSION}}}'
            db.execute("INSERT INTO runs (at, what, counts) VALUES (?, 'migrate', ?)", (schema.stamp(now), note))
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
    return aside


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT version FROM geoevents_schema").fetchone()[0])


def _free_name(path: Path, version: int) -> Path:
    """Return the name of a copy of a store of an older version that no file bears."""
    for number in range(1, 1000):
        tail = "" if number == 1 else f"-{number}"
        name = path.with_name(f"{path.stem}.schema-{version}{tail}.backup{path.suffix}")
        if not name.exists():
            return name
    raise StoreFull(f"{path.parent} holds a thousand copies of older stores: move them away.")
