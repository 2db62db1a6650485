"""Reviews as CSV, to carry them from one store to another."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TextIO, get_args

from geoevents.errors import DataError, InputError
from geoevents.model import UNDATED, Event, Sharing
from geoevents.records import from_payload
from geoevents.store.fields import FIELDS
from geoevents.store.reviews import CREATE, MERGE, NOTE, SPLIT, WHOLE, Review, as_anchors, insert_review

COLUMNS = ("uid", "event_id", "field", "value", "machine", "who", "at", "why", "undoes", "sharing", "mentions")
_LARGEST_CELL = 2**31 - 1


def write(reviews: Sequence[Review], stream: TextIO) -> int:
    """Write reviews, oldest first; return how many. Values are JSON; `undoes` is the uid of the one taken back."""
    uids = {review.id: review.uid for review in reviews}
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for r in reviews:
        undone = "" if r.undoes is None else uids[r.undoes]
        row = (
            r.uid,
            r.event,
            r.field,
            _json(r.value),
            _json(r.machine),
            r.who,
            r.at.isoformat(),
            r.why,
            undone,
            r.sharing,
        )
        writer.writerow([*row, _json(r.anchors)])
    return len(reviews)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read(stream: TextIO) -> tuple[tuple[Review, str], ...]:
    """Return reviews with the uid of the one that each takes back ("" for none), in the order of the file.

    Raises:
        InputError: when it is no such file, naming the line.
    """
    csv.field_size_limit(_LARGEST_CELL)
    rows = csv.DictReader(stream)
    if missing := sorted(set(COLUMNS) - set(rows.fieldnames or ())):
        raise InputError(f"No file of reviews: column {missing[0]!r} is missing.")
    found = []
    for row in rows:
        try:
            found.append((_review(row), row["undoes"] or ""))
        except (ValueError, TypeError, DataError, InputError) as error:
            raise InputError(f"Line {rows.line_num} of the reviews: {error}") from error
    return tuple(found)


def _review(row: dict[str, str]) -> Review:
    sharing: dict[str, Sharing] = {name: name for name in get_args(Sharing)}
    if row["sharing"] not in sharing:
        raise InputError(f"{row['sharing']!r} is none of {', '.join(sharing)}.")
    if not row["uid"] or not row["event_id"] or not row["who"]:
        raise InputError("uid, event_id and who must be given.")
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is None:
        raise InputError(f"{row['at']!r} has no time zone.")
    value = json.loads(row["value"])
    if not row["undoes"]:
        _check(row["field"], value)
    return Review(
        0, row["event_id"], row["field"], value, row["who"], row["why"], at, None, json.loads(row["machine"]),
        as_anchors(json.loads(row["mentions"])), sharing[row["sharing"]], row["uid"],
    )  # fmt: skip


def _check(field: str, value: object) -> None:
    if field in FIELDS:
        FIELDS[field].write(Event("", "", "", UNDATED, ()), value)
    elif field == CREATE:
        from_payload(Event, value)
    elif field in {MERGE, SPLIT}:
        as_anchors(value)
    elif field == NOTE:
        if not isinstance(value, str) or not value.strip():
            raise InputError("A note without words.")
    elif field != WHOLE or value not in {"confirmed", "rejected"}:
        raise InputError(f"{field!r} is no field to review, or {str(value)[:40]!r} no value of it.")


def insert(db: sqlite3.Connection, review: Review, undone: str) -> None:
    """Append a review of another store, inside the caller's transaction.

    Raises:
        InputError: when it takes back one that is not here.
    """
    number = None
    if undone:
        row = db.execute("SELECT id FROM reviews WHERE uid = ?", (undone,)).fetchone()
        if row is None:
            raise InputError(
                f"Review {review.uid} takes back {undone}, which is neither here nor before it in the file."
            )
        number = int(row[0])
    insert_review(db, replace(review, undoes=number))
