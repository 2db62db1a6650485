"""What became of events, for whom: a merge writes it down, `changed_since` reads it.

A row is for everyone where public reports alone stand behind the event; else one row tells those who see everything,
and another those who see what public reports tell, where that has changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from geoevents.model import Event

ChangeKind = Literal["new", "changed", "contradicted", "withdrawn"]
Audience = Literal["all", "internal", "public"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to an event, when, and which reports did it; none where other rules or a person did."""

    event: str
    kind: ChangeKind
    at: datetime
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What one audience knew of an event: a hash of it, its contradictions, its reports."""

    digest: bytes
    conflicts: int
    reports: frozenset[str]


@dataclass(frozen=True, slots=True)
class Look:
    """An event as one audience sees it, before and after; None where it does not."""

    before: Before | None
    event: Event | None
    digest: bytes | None

    @property
    def kind(self) -> ChangeKind | None:
        """What happened; None for nothing."""
        if self.event is None:
            return None if self.before is None else "withdrawn"
        if self.before is None:
            return "new"
        if self.before.digest == self.digest:
            return None
        return "contradicted" if len(self.event.conflicts) > self.before.conflicts else "changed"

    def reports(self, touched: Collection[str]) -> list[str]:
        """Return the reports that did it: all of a new event, else those of it that came, changed or went."""
        now = frozenset() if self.event is None else frozenset(ref.report for ref in self.event.mentions)
        if self.before is None:
            return sorted(now)
        return sorted((now - self.before.reports) or ((now | self.before.reports) & frozenset(touched)))


def log(db: sqlite3.Connection, name: str, both: tuple[Look, Look], touched: Collection[str], now: str) -> None:
    """Note what happened to an event, inside the caller's transaction.

    Args:
        db: the store.
        name: the event's id.
        both: the event as all reports tell it, and as its public reports alone tell it.
        touched: the reports that came, changed or went since the last merge.
        now: the moment to note.
    """
    full, shared = both
    looks: list[tuple[Audience, Look]] = [("internal", full), ("public", shared)]
    if full == shared:
        looks = [("all", full)]
    for audience, look in looks:
        if kind := look.kind:
            reports = json.dumps(look.reports(touched), ensure_ascii=False)
            row = (name, kind, now, reports, audience)
            db.execute("INSERT INTO changes (event_id, kind, at, reports, audience) VALUES (?, ?, ?, ?, ?)", row)


def changed_since(db: sqlite3.Connection, day: date, *, public: bool = False) -> tuple[Change, ...]:
    """Return what became new, changed, contradicted or withdrawn on `day` (UTC) or later, oldest first.

    `public` tells only what happened to events as public reports tell them.
    """
    rows = db.execute(
        "SELECT event_id, kind, at, reports FROM changes WHERE at >= ? AND audience <> ? ORDER BY id",
        (day.isoformat(), "internal" if public else "public"),
    ).fetchall()
    return tuple(
        Change(name, kind, datetime.fromisoformat(at), tuple(json.loads(reports))) for name, kind, at, reports in rows
    )
