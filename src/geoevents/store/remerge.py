"""Merging anew only what changed: the components that new, changed and vanished mentions touch.

A full merge leaves in the store which mentions form a component, by which block keys, and which events came of it. A
mention can only reach others through its block keys, so what shares none with a changed mention, before or after, makes
the same events again and is not read. Beyond components look only near-duplicates of reports (their shingles are
compared with those of all reports), conflicts between events (found again by place and day) and aliases (an id that is
taken back pulls its component in). The result equals that of a full merge; tests/store/test_remerge.py holds them equal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geoevents.events.audience import unsettled
from geoevents.events.duplicates import copy_groups, report_key
from geoevents.events.identity import event_id, with_aliases
from geoevents.events.merge_profiles import Key
from geoevents.events.merge_rules import MergeRules
from geoevents.events.merging import contradict, in_order, merge_parts, profiles_of, uncollected, with_borders
from geoevents.model import Event, Extraction
from geoevents.store.arranging import arranged, decisions
from geoevents.store.documents import cores
from geoevents.store.events import Merged, previous_events, write_areas, write_events
from geoevents.store.merge_state import (
    IN,
    as_json,
    column,
    copies_of,
    forget,
    forget_all,
    hashed,
    make_tables,
    note_documents,
    note_events,
    noted,
    opposite,
    sides_of,
)
from geoevents.store.packing import unpack
from geoevents.store.regroup import regrouped

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

REVISION = "3"  # of merging: raised when its code gives other events for the same rules
FEW = 500  # changed reports that are merged by themselves in any store; more only while they are few of all
FEW_OF = 10
HALF = 2  # of all mentions: when more are touched, merging everything is cheaper


@dataclass(frozen=True)
class _Changes:
    """What changed since the last merge, as row numbers of reports; `labels` are the copy groups that are other now."""

    stale: frozenset[int]
    fresh: frozenset[int]
    labels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Scope:
    """What has to be merged anew: components, with the mentions of each report, and the events that came of them."""

    components: frozenset[int]
    wanted: Mapping[int, frozenset[str] | None]  # None: all mentions of the report
    events: frozenset[int]


def merge_store(
    db: sqlite3.Connection, rules: MergeRules, atlas: Atlas | None, now: str, *, whole: bool = False
) -> Merged:
    """Make the store's events those of its reports, inside the caller's transaction.

    Args:
        db: the store.
        rules: the rules of merging.
        atlas: measures border distances and gives the polygons of regions.
        now: the moment to note.
        whole: merge everything, though less would do.
    """
    make_tables(db)
    stamp = f"{REVISION} {rules.stamp} {'' if atlas is None else atlas.version}"
    touched = _touched(db)
    with uncollected():
        merged = None if whole or not _is_stamped(db, stamp) else _merge_changes(db, rules, atlas, now, touched)
        if merged is None:
            merged = _merge_whole(db, rules, atlas, now, touched)
    db.execute("INSERT OR REPLACE INTO settings VALUES ('merged_with', ?)", (stamp,))
    return merged


def _touched(db: sqlite3.Connection) -> frozenset[str]:
    """Return the ids of the reports that came, changed or went since the last merge."""
    rows = db.execute(
        "SELECT d.report FROM documents d LEFT JOIN extractions x ON x.document = d.fid"
        " LEFT JOIN merge_documents s ON s.document = d.fid"
        " WHERE (d.latest AND s.digest IS NOT x.digest) OR (NOT d.latest AND s.document NOT NULL)"
    )
    return frozenset(report for (report,) in rows)


def _is_stamped(db: sqlite3.Connection, stamp: str) -> bool:
    same = "SELECT count(*) FROM settings WHERE key = 'merged_with' AND value = ?"
    return bool(db.execute(same, (stamp,)).fetchone()[0])


def _merge_whole(
    db: sqlite3.Connection, rules: MergeRules, atlas: Atlas | None, now: str, touched: frozenset[str]
) -> Merged:
    unique = {report_key(e.report): (fid, e) for fid, e in cores(db)}
    reports = [unique[key][1] for key in sorted(unique)]
    fids = {key: fid for key, (fid, _) in unique.items()}
    copies = copy_groups(reports)
    forget_all(db)
    made: list[tuple[Key, Event]] = []
    for part in noted(db, merge_parts(reports, copies, rules), fids):
        made += part.made
    made = arranged(decisions(db), made, reports, copies, rules)
    events = contradict(in_order(made), rules)
    named = _named(events, previous_events(db), atlas)
    if atlas is not None:
        write_areas(db, named, atlas)
    merged = replace(
        write_events(db, named, now, touched=touched), looked_at=sum(len(report.mentions) for report in reports)
    )
    note_documents(db, {fids[key]: name for key, name in copies.items()})
    note_events(db, events, rules, None)
    return merged


def _merge_changes(
    db: sqlite3.Connection, rules: MergeRules, atlas: Atlas | None, now: str, touched: frozenset[str]
) -> Merged | None:
    """Merge what changed; None where merging everything is simpler."""
    changes = _changes(db)
    if changes is None:
        return None
    if not changes.stale and not changes.fresh:
        total = db.execute("SELECT count(*) FROM events").fetchone()[0]
        return Merged(0, 0, 0, total, total)
    scope = _scope(db, changes, rules)
    if scope is None:
        return None
    read = {report_key(e.report): (fid, _only(e, scope.wanted[fid])) for fid, e in cores(db, scope.wanted)}
    reports = [read[key][1] for key in sorted(read)]
    fids = {key: fid for key, (fid, _) in read.items()}
    labels = {**copies_of(db, fids.values()), **changes.labels}
    parts = list(merge_parts(reports, {key: labels[fid] for key, fid in fids.items()}, rules))
    events = in_order([made for part in parts for made in part.made])
    if _taken(db, events, scope) or _is_decided(db, reports, scope):
        return None
    forget(db, scope.components)
    list(noted(db, parts, fids))
    settled, others = _settled(db, events, scope, rules)
    named = _named(settled, previous_events(db, scope.events), atlas)
    if atlas is not None:
        write_areas(db, named, atlas)
    rewritten, moved = scope.events | others, changes.stale | changes.fresh
    merged = write_events(db, named, now, only=rewritten, reports=moved, touched=touched)
    merged = replace(merged, looked_at=sum(len(report.mentions) for report in reports))
    db.execute(f"DELETE FROM merge_documents WHERE document {IN}", (as_json(changes.stale),))  # noqa: S608 - constants
    note_documents(db, changes.labels)
    note_events(db, settled[: len(events)], rules, scope.events)
    return merged


def _only(extraction: Extraction, wanted: frozenset[str] | None) -> Extraction:
    if wanted is None:
        return extraction
    return replace(extraction, mentions=tuple(m for m in extraction.mentions if m.id in wanted))


# --- what changed ---


def _changes(db: sqlite3.Connection) -> _Changes | None:
    """Return the reports that changed, with those whose copy group did; None where they are too many."""
    fresh = column(
        db,
        "SELECT d.fid FROM documents d JOIN extractions x ON x.document = d.fid"
        " LEFT JOIN merge_documents s ON s.document = d.fid WHERE d.latest AND s.digest IS NOT x.digest",
    )
    stale = column(
        db,
        "SELECT s.document FROM merge_documents s LEFT JOIN documents d ON d.fid = s.document"
        " LEFT JOIN extractions x ON x.document = d.fid WHERE NOT coalesce(d.latest, 0) OR x.digest IS NOT s.digest",
    )
    loose = column(  # read again with the result of before
        db,
        "SELECT DISTINCT m.document FROM mentions m JOIN documents d ON d.fid = m.document"
        " WHERE m.event IS NULL AND d.latest",
    )
    fresh, stale = fresh | loose, stale | (loose - fresh)
    total = db.execute("SELECT count(*) FROM merge_documents").fetchone()[0]
    if len(fresh | stale) > max(FEW, total // FEW_OF):
        return None
    labels = regrouped(db, fresh, stale)
    return _Changes(stale | frozenset(labels), fresh | frozenset(labels), labels)


# --- what that touches ---


def _scope(db: sqlite3.Connection, changes: _Changes, rules: MergeRules) -> _Scope | None:
    """Return the components that the changes touch, before and after; None where they are most of all."""
    fresh = {report_key(e.report): (fid, e) for fid, e in cores(db, changes.fresh)}
    copies = {key: changes.labels[fid] for key, (fid, _) in fresh.items()}
    profiles = profiles_of([extraction for _, extraction in fresh.values()], rules, copies)
    keys = {hashed(key) for item in profiles for key in item.block_keys()}
    ids = {event_id(item.mention.id) for item in profiles}
    touched = column(db, f"SELECT component FROM merge_members WHERE document {IN}", as_json(changes.stale))  # noqa: S608 - constant
    touched |= column(db, f"SELECT component FROM merge_blocks WHERE key {IN}", as_json(keys))  # noqa: S608 - constant
    touched |= column(
        db,
        "SELECT c.component FROM aliases a JOIN events e ON e.event_id = a.event_id"  # noqa: S608 - constants
        f" JOIN merge_events c ON c.event = e.fid WHERE a.alias {IN}",
        as_json(ids),
    )
    wanted: dict[int, frozenset[str] | None] = {}
    number = 0
    for fid, mentions in db.execute(
        f"SELECT document, json_group_array(mention) FROM merge_members WHERE component {IN} GROUP BY document",  # noqa: S608 - constant
        (as_json(touched),),
    ):
        if fid not in changes.stale:
            wanted[fid] = frozenset(json.loads(mentions))
            number += len(wanted[fid] or ())
    total = db.execute("SELECT count(*) FROM merge_members").fetchone()[0]
    if number > max(FEW, total // HALF):
        return None
    events = column(db, f"SELECT event FROM merge_events WHERE component {IN}", as_json(touched))  # noqa: S608 - constant
    return _Scope(touched, wanted | dict.fromkeys(changes.fresh), events)


def _taken(db: sqlite3.Connection, events: Sequence[Event], scope: _Scope) -> bool:
    """Whether an event outside the scope bears the id of one that was made."""
    same = column(db, f"SELECT fid FROM events WHERE event_id {IN}", as_json(event.id for event in events))  # noqa: S608 - constant
    return bool(same - scope.events)


def _is_decided(db: sqlite3.Connection, reports: Sequence[Extraction], scope: _Scope) -> bool:
    """Whether a person merged or split an event that has to be merged anew: then everything is looked at."""
    names = frozenset(name for decision in decisions(db) for name in decision.reports)
    if not names:
        return False
    inside = "SELECT c.component FROM merge_members c JOIN documents d ON d.fid = c.document"
    touched = column(db, f"{inside} WHERE d.report {IN}", as_json(names))
    return bool(touched & scope.components) or any(report.report.id in names for report in reports)


def _settled(
    db: sqlite3.Connection, events: Sequence[Event], scope: _Scope, rules: MergeRules
) -> tuple[tuple[Event, ...], frozenset[int]]:
    """Return the events with what they and others say against each other; behind them the others that this changes."""
    sides = f"SELECT place, first, last FROM merge_stances WHERE event {IN}"  # noqa: S608 - constants
    before = db.execute(sides, (as_json(scope.events),)).fetchall()
    now = [side for event in events for side in sides_of(event, rules)]
    others = opposite(db, {*before, *now}) - scope.events
    beyond = opposite(db, set(db.execute(sides, (as_json(others),)))) - scope.events - others
    stored = [unsettled(event) for event in _stored(db, sorted(others))]
    further = [unsettled(event) for event in _stored(db, sorted(beyond))]
    settled = contradict([*events, *stored, *further], rules)
    return settled[: len(events) + len(stored)], others


def _stored(db: sqlite3.Connection, fids: Sequence[int]) -> Iterator[Event]:
    rows = db.execute(
        "SELECT coalesce(m.payload, p.payload) FROM event_payloads p LEFT JOIN event_machine m ON m.event = p.event"  # noqa: S608 - constant
        f" WHERE p.event {IN} ORDER BY p.event",
        (as_json(fids),),
    )
    return (unpack(Event, payload) for (payload,) in rows)


# --- what comes of it ---


def _named(events: Sequence[Event], previous: Sequence[Event], atlas: Atlas | None) -> tuple[Event, ...]:
    """Return the events with border distances and with the ids that lead to them."""
    return with_aliases(events if atlas is None else with_borders(events, atlas), previous)
