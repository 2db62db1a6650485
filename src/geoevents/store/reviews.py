"""Reviews: what a person decided about a field of an event. Only ever added, never changed; undoing adds one too."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from geoevents.errors import InputError
from geoevents.store.queries import resolve


@dataclass(frozen=True, slots=True)
class Review:
    """A decision: of which event (the id it had then) and field, the value, who, why and when; `undoes` another one.

    `value` is any JSON value; the machine's value stays in the event.
    """

    id: int
    event: str
    field: str
    value: object
    who: str
    why: str
    at: datetime
    undoes: int | None = None


def add_review(
    db: sqlite3.Connection,
    event: str,
    field: str,
    value: object,
    *,
    who: str,
    why: str,
    undoes: int | None,
    now: str,
) -> Review:
    """Append a review, inside the caller's transaction.

    Raises:
        InputError: when there is no such event, or no such review to undo.
    """
    name = resolve(db, event)
    if not db.execute("SELECT 1 FROM events WHERE event_id = ?", (name,)).fetchone():
        raise InputError(f"No event {event!r} in the store.")
    if undoes is not None and not db.execute("SELECT 1 FROM reviews WHERE id = ?", (undoes,)).fetchone():
        raise InputError(f"No review {undoes} in the store.")
    cursor = db.execute(
        "INSERT INTO reviews (event_id, field, value, who, why, at, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (name, field, json.dumps(value, ensure_ascii=False), who, why, now, undoes),
    )
    return Review(int(cursor.lastrowid or 0), name, field, value, who, why, datetime.fromisoformat(now), undoes)


def reviews(db: sqlite3.Connection, event: str | None) -> tuple[Review, ...]:
    """Return all reviews, or those of an event under any of its ids, oldest first."""
    wanted = None if event is None else resolve(db, event)
    rows = db.execute("SELECT id, event_id, field, value, who, why, at, undoes FROM reviews ORDER BY id").fetchall()
    return tuple(
        Review(number, name, field, json.loads(value), who, why, datetime.fromisoformat(at), undoes)
        for number, name, field, value, who, why, at, undoes in rows
        if wanted is None or resolve(db, name) == wanted
    )
