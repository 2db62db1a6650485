"""Which events a connection has written or deleted since their columns were left in the store."""

from __future__ import annotations

import sqlite3

# Of this connection alone, and undone with its transaction.
_WATCH = """
CREATE TEMP TABLE touched (event INTEGER PRIMARY KEY);
CREATE TEMP TRIGGER touched_new AFTER INSERT ON main.event_index
BEGIN INSERT OR IGNORE INTO touched VALUES (NEW.event); END;
CREATE TEMP TRIGGER touched_gone AFTER DELETE ON main.event_index
BEGIN INSERT OR IGNORE INTO touched VALUES (OLD.event); END;
CREATE TEMP TRIGGER touched_box AFTER UPDATE ON main.event_places
BEGIN INSERT OR IGNORE INTO touched VALUES (NEW.event); END;
"""


def watch(db: sqlite3.Connection) -> None:
    """Begin to note which events this connection writes or deletes."""
    db.executescript(_WATCH)


def touched(db: sqlite3.Connection) -> list[int] | None:
    """Return the row numbers of the events that were written or deleted, ascending; None where nobody watched."""
    if not db.execute("SELECT count(*) FROM temp.sqlite_master WHERE name = 'touched'").fetchone()[0]:
        return None
    return [event for (event,) in db.execute("SELECT event FROM touched ORDER BY event")]


def forget_touched(db: sqlite3.Connection) -> None:
    """Begin anew: the columns are left in the store as the events are."""
    if touched(db):
        db.execute("DELETE FROM touched")
