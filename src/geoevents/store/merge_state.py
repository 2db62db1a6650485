"""What a merge leaves in the store, so that the next one need only look at what changed.

Which reports were merged as what copies, which mentions form a component, by which block keys, which events came of it,
and what sides those take.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from geoevents.events.conflicts import DAYS, stances_of
from geoevents.events.duplicates import ReportKey, report_key
from geoevents.events.merge_rules import MergeRules
from geoevents.events.merging import Part
from geoevents.model import Event

Side = tuple[str, int, int]  # what it is about, first and last day
_TABLES = """
CREATE TABLE IF NOT EXISTS merge_documents (document INTEGER PRIMARY KEY, digest BLOB NOT NULL, copies TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS merge_members (
  document INTEGER NOT NULL, mention TEXT NOT NULL, component INTEGER NOT NULL, PRIMARY KEY (document, mention)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS merge_members_component ON merge_members (component);
CREATE TABLE IF NOT EXISTS merge_blocks (key INTEGER PRIMARY KEY, component INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS merge_blocks_component ON merge_blocks (component);
CREATE TABLE IF NOT EXISTS merge_events (event INTEGER PRIMARY KEY, component INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS merge_events_component ON merge_events (component);
CREATE TABLE IF NOT EXISTS merge_stances (place TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, event INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS merge_stances_place ON merge_stances (place, first);
CREATE INDEX IF NOT EXISTS merge_stances_event ON merge_stances (event);
"""
_STATE = ("merge_documents", "merge_members", "merge_blocks", "merge_events", "merge_stances")
_AT_ONCE = 50_000  # keys that are written together
IN = "IN (SELECT value FROM json_each(?))"


def make_tables(db: sqlite3.Connection) -> None:
    """Make the tables where they are not."""
    for statement in _TABLES.strip().split(";\n"):
        db.execute(statement)


def forget_all(db: sqlite3.Connection) -> None:
    """Forget every merge."""
    for table in _STATE:
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - constant tables


def as_json(values: Iterable[object]) -> str:
    """Return values as the parameter of `IN`."""
    return json.dumps(list(values))


def column(db: sqlite3.Connection, sql: str, *parameters: object) -> frozenset[int]:
    """Return the one column that a query gives."""
    return frozenset(value for (value,) in db.execute(sql, parameters))


def copies_of(db: sqlite3.Connection, fids: Iterable[int]) -> dict[int, str]:
    """Return the copy groups with which reports were merged."""
    return dict(db.execute(f"SELECT document, copies FROM merge_documents WHERE document {IN}", (as_json(fids),)))  # noqa: S608 - constant


def opposite(db: sqlite3.Connection, sides: Collection[Side]) -> frozenset[int]:
    """Return the events that take sides about the same places on the same days."""
    return column(
        db,
        "SELECT s.event FROM json_each(?) j JOIN merge_stances s ON s.place = json_extract(j.value, '$[0]')"  # noqa: S608 - constants
        f" AND s.first <= json_extract(j.value, '$[2]') + {DAYS} AND s.last >= json_extract(j.value, '$[1]') - {DAYS}",
        json.dumps(sorted(sides)),
    )


def sides_of(event: Event, rules: MergeRules) -> set[Side]:
    """Return what an event takes sides about, with its days; as its public reports alone tell it, too."""
    first, last = event.dates.first, event.dates.last
    shared = set() if event.public is None else sides_of(event.public, rules)
    if first is None or last is None:
        return shared
    return shared | {(place, first.toordinal(), last.toordinal()) for place, _ in stances_of(event, rules)}


def noted(db: sqlite3.Connection, parts: Iterable[Part], fids: Mapping[ReportKey, int]) -> Iterator[Part]:
    """Note the components on their way through."""
    number = db.execute("SELECT coalesce(max(component), 0) FROM merge_members").fetchone()[0]
    members: list[tuple[int, str, int]] = []
    keys: list[tuple[int, int]] = []
    for part in parts:
        number += 1
        members += [(fids[report_key(item.report)], item.mention.id, number) for item in part.members]
        keys += [(hashed(key), number) for key in {key for item in part.members for key in item.block_keys()}]
        if len(keys) > _AT_ONCE:
            _note(db, members, keys)
        yield part
    _note(db, members, keys)


def _note(db: sqlite3.Connection, members: list[tuple[int, str, int]], keys: list[tuple[int, int]]) -> None:
    """Write members and keys of components, sorted as the tables lie, and empty the lists."""
    db.executemany("INSERT OR REPLACE INTO merge_members VALUES (?, ?, ?)", sorted(members))
    db.executemany("INSERT OR REPLACE INTO merge_blocks VALUES (?, ?)", sorted(keys))
    members.clear()
    keys.clear()


def hashed(key: str) -> int:
    """Return a block key as a number of 64 bits; two keys that share one only make a component too large."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def forget(db: sqlite3.Connection, components: Collection[int]) -> None:
    """Forget components and which events came of them."""
    for table in ("merge_members", "merge_blocks", "merge_events"):
        db.execute(f"DELETE FROM {table} WHERE component {IN}", (as_json(components),))  # noqa: S608 - constants


def note_documents(db: sqlite3.Connection, labels: Mapping[int, str]) -> None:
    """Note the copy groups with which reports, as they are now, were merged."""
    db.executemany(
        "INSERT OR REPLACE INTO merge_documents SELECT document, digest, ? FROM extractions WHERE document = ?",
        [(name, fid) for fid, name in labels.items()],
    )


def note_events(
    db: sqlite3.Connection, events: Sequence[Event], rules: MergeRules, before: Collection[int] | None
) -> None:
    """Note which component each event came of, and the sides that it takes; `before` are events that they replace."""
    if before is not None:
        db.execute(f"DELETE FROM merge_stances WHERE event {IN}", (as_json(before),))  # noqa: S608 - constant
    fids = _rows_of(db, [event.id for event in events])
    db.executemany(
        "INSERT OR REPLACE INTO merge_events SELECT m.event, c.component FROM mentions m"
        " JOIN merge_members c ON c.document = m.document AND c.mention = m.mention WHERE m.event = ? LIMIT 1",
        [(fid,) for fid in fids.values()],
    )
    db.executemany(
        "INSERT INTO merge_stances VALUES (?, ?, ?, ?)",
        [(*side, fids[event.id]) for event in events for side in sorted(sides_of(event, rules))],
    )


def _rows_of(db: sqlite3.Connection, names: Sequence[str]) -> dict[str, int]:
    return dict(db.execute(f"SELECT event_id, fid FROM events WHERE event_id {IN}", (as_json(names),)))  # noqa: S608 - constant
