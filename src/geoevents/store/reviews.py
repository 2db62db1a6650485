"""Reviews: what a person decided about an event. Only ever added, never changed; undoing adds one too."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from geoevents.errors import InputError
from geoevents.model import Event, Sharing

Anchor = tuple[str, str, int, int]  # a mention of the event: report, mention, and the characters of its sentence
CREATE, MERGE, SPLIT, WHOLE, NOTE = "create", "merge", "split", "event", "note"
_COLUMNS = "id, event_id, field, value, who, why, at, undoes, machine, anchors, sharing, uid"
_MOST_ANCHORS = 50


@dataclass(frozen=True, slots=True)
class Review:
    """A decision: of which event (the id it had then) and field, the value, who, why and when; `undoes` another one.

    `value` and `machine`, what stood there before, are JSON values. `anchors` are the mentions of the event, by which it
    is found again when its id is gone. An `internal` decision shows where internal reports show. `uid` is the same in
    every store.
    """

    id: int
    event: str
    field: str
    value: object
    who: str
    why: str
    at: datetime
    undoes: int | None = None
    machine: object = None
    anchors: tuple[Anchor, ...] = ()
    sharing: Sharing = "public"
    uid: str = ""


def anchors_of(event: Event) -> tuple[Anchor, ...]:
    """Return the mentions by which an event is found again."""
    refs = event.mentions[:_MOST_ANCHORS]
    return tuple((ref.report, ref.mention, ref.sentence.start, ref.sentence.end) for ref in refs)


def as_anchors(value: object) -> tuple[Anchor, ...]:
    """Return JSON lists as anchors.

    Raises:
        InputError: when they are none.
    """
    items = value if isinstance(value, list | tuple) else None
    if items is None or not all(isinstance(item, list | tuple) and len(item) == 4 for item in items):  # noqa: PLR2004 - the fields of an anchor
        raise InputError(f"{str(value)[:60]!r} is no list of mentions [report, mention, start, end].")
    return tuple((str(report), str(mention), int(start), int(end)) for report, mention, start, end in items)


def uid_of(row: Sequence[object]) -> str:
    """Return the id that a review has in every store: a hash of what, who, why and when."""
    return "rv-" + hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()[:16]


def insert_review(db: sqlite3.Connection, review: Review) -> Review | None:
    """Append a review, inside the caller's transaction; None where the store has it already."""
    value, machine = (json.dumps(v, ensure_ascii=False) for v in (review.value, review.machine))
    at = review.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    undone = None
    if review.undoes is not None:
        undone = db.execute("SELECT uid FROM reviews WHERE id = ?", (review.undoes,)).fetchone()
        if undone is None:
            raise InputError(f"No review {review.undoes} in the store.")
    number = 0
    uid = review.uid
    while not uid or (not review.uid and db.execute("SELECT 1 FROM reviews WHERE uid = ?", (uid,)).fetchone()):
        seed = (review.event, review.field, value, review.who, review.why, at, undone and undone[0], number)
        uid, number = uid_of(seed), number + 1
    if db.execute("SELECT 1 FROM reviews WHERE uid = ?", (uid,)).fetchone():
        return None
    cursor = db.execute(
        "INSERT INTO reviews (event_id, field, value, who, why, at, undoes, machine, anchors, sharing, uid)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            review.event, review.field, value, review.who, review.why, at, review.undoes, machine,
            json.dumps(review.anchors, ensure_ascii=False), review.sharing, uid,
        ),
    )  # fmt: skip
    return next(iter(_reviews(db, f"WHERE id = {int(cursor.lastrowid or 0)}")))


def all_reviews(db: sqlite3.Connection) -> tuple[Review, ...]:
    """Return all reviews, oldest first."""
    return tuple(_reviews(db, ""))


def _reviews(db: sqlite3.Connection, where: str) -> Iterable[Review]:
    for row in db.execute(f"SELECT {_COLUMNS} FROM reviews {where} ORDER BY id").fetchall():  # noqa: S608 - constants
        number, name, field, value, who, why, at, undoes, machine, anchors, sharing, uid = row
        yield Review(
            number, name, field, json.loads(value or "null"), who, why, datetime.fromisoformat(at), undoes,
            json.loads(machine or "null"), as_anchors(json.loads(anchors)), sharing,
            uid or uid_of((name, field, value, who, why, at)),
        )  # fmt: skip


def active(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """Return the decisions that hold: not undone, or whose undoing was undone."""
    undone: set[int] = set()
    for review in reversed(reviews):
        if review.undoes is not None and review.id not in undone:
            undone.add(review.undoes)
    return tuple(review for review in reviews if review.undoes is None and review.id not in undone)
