"""Who sees what of an event: rows for events that public reports do not tell alone, and what a person changed.

`event_audience` has a row for each event behind which an internal report stands, or that an internal report contradicts:
whether its public reports tell it too (`shown`), and since when. `event_machine` keeps the machine's event beside one
that a person changed.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from geoevents.events.audience import is_public, public_view
from geoevents.model import Event
from geoevents.store.changes import Before, Look
from geoevents.store.packing import digest, pack, plain, unpack


@dataclass(frozen=True, slots=True)
class Known:
    """What the store already has of an event, as everyone with access sees it and as the public does."""

    fid: int
    digest: bytes
    first_seen: str
    conflicts: int
    split: bool = False
    shown: bool | None = None
    public_digest: bytes | None = None
    public_conflicts: int | None = None
    public_first_seen: str | None = None
    last_changed: str = ""
    public_last_changed: str | None = None


def looks(db: sqlite3.Connection, event: Event | None, mark: bytes | None, old: Known | None) -> tuple[Look, Look]:
    """Return an event (hashed to `mark`) as all reports tell it and as public ones do, each with what was before."""
    before, shared_before = _before(db, old)
    full = Look(before, event, mark)
    if event is None or is_public(event):
        return full, Look(shared_before, event, mark)
    shared = public_view(replace(event, first_seen=None, last_changed=None))
    return full, Look(shared_before, shared, None if shared is None else digest(plain(shared)))


def _before(db: sqlite3.Connection, old: Known | None) -> tuple[Before | None, Before | None]:
    if old is None:
        return None, None
    row = db.execute("SELECT payload FROM event_payloads WHERE event = ?", (old.fid,)).fetchone()
    refs = unpack(Event, row[0]).mentions
    full = Before(old.digest, old.conflicts, frozenset(ref.report for ref in refs))
    if not old.split:
        return full, full
    if not old.shown or old.public_digest is None:
        return full, None
    public = frozenset(ref.report for ref in refs if ref.sharing == "public")
    return full, Before(old.public_digest, old.public_conflicts or 0, public)


def write_audience(
    db: sqlite3.Connection, row: tuple[int, Event], shared: Look, times: tuple[str, str], old: Known | None
) -> None:
    """Note who sees an event, inside the caller's transaction.

    Args:
        db: the store.
        row: the event's row number, and the event.
        shared: the event as its public reports tell it.
        times: when it was first seen and last changed.
        old: what the store had of it.
    """
    fid, event = row
    if old is not None:
        db.execute("DELETE FROM event_audience WHERE event = ?", (fid,))
    if is_public(event):
        return
    first = last = times[1]
    if shared.before is not None and old is not None:
        first = old.public_first_seen or old.first_seen
        last = last if shared.kind else old.public_last_changed or old.last_changed
    conflicts = 0 if shared.event is None else len(shared.event.conflicts)
    values = (fid, shared.event is not None, shared.digest, conflicts, first, last)
    db.execute("INSERT INTO event_audience VALUES (?, ?, ?, ?, ?, ?)", values)


def write_machine(db: sqlite3.Connection, fid: int, machine: Event, shown: Event) -> None:
    """Keep the machine's event where a person changed it, inside the caller's transaction."""
    if shown is machine:
        db.execute("DELETE FROM event_machine WHERE event = ?", (fid,))
    else:
        db.execute("INSERT OR REPLACE INTO event_machine VALUES (?, ?)", (fid, pack(machine)))
