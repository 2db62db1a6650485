"""The store as everyone may see it: what its public reports tell, and nothing that only an internal report supports.

Events behind which public reports stand alone are read as they are. Of the others (few, `event_audience`) what public
reports tell is written into a small store in memory, with the same tables and row numbers, so that every question is
asked of both in the same words.
"""

from __future__ import annotations

import heapq
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geoevents.events.audience import public_view
from geoevents.model import Document, Event, Extraction
from geoevents.store import documents, queries, schema, snapshot
from geoevents.store.busiest import PlaceCount, top_places
from geoevents.store.changes import Change, changed_since
from geoevents.store.events import write_event
from geoevents.store.facets import FACETS, Facet, facet_mask, load_facets
from geoevents.store.filters import Filter
from geoevents.store.geometry import add_functions
from geoevents.store.packing import plain
from geoevents.store.paging import page_rows
from geoevents.store.public_columns import both_facets, both_snapshots
from geoevents.store.queries import Counts
from geoevents.store.schema import stamp
from geoevents.store.settings import setting
from geoevents.store.snapshot import Mask, Snapshot

if TYPE_CHECKING:
    from geoevents.store.documents import StoredReport
    from geoevents.store.store import EventStore

_EVERYTHING = Filter()


class PublicView:
    """The reading half of `EventStore`, under the same names, as everyone may see it. Made by `EventStore.public`."""

    def __init__(self, store: EventStore) -> None:
        """Look at a store; what changes there shows here."""
        self._store = store
        self._lock = threading.RLock()
        self._shadow: tuple[str, sqlite3.Connection] | None = None
        self._snapshot: tuple[int, Snapshot] | None = None
        self._facets: tuple[Snapshot, Mapping[str, Facet]] | None = None

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._store.path

    # --- events ---

    def events(
        self, where: Filter = _EVERYTHING, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield the events that the filter keeps, by first day and id, undated ones last (see `EventStore.events`)."""
        with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
            shadow = self._shadow_of(db)
            mark = queries.place_in_order(shadow, after and queries.resolve(db, after))
            if mark is None:
                mark = queries.place_in_order(db, after)
        if limit is not None and where != _EVERYTHING:
            with self._store._reading() as db:  # noqa: SLF001 - one room
                rows = page_rows(db, self.snapshot(), self.mask(where), after=mark, limit=limit)
            if rows is not None:
                yield from self.rows(rows)
                return
        with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
            shadow = self._shadow_of(db)
            mixed = list(queries.events(shadow, where, after=mark, limit=limit))
        with self._store._reading() as db:  # noqa: SLF001 - one room
            pure = queries.events(db, where, after=mark, limit=limit, plain=True)
            yield from islice(heapq.merge(pure, mixed, key=queries.mark_of), limit)

    def event(self, name: str) -> Event | None:
        """Return an event by its id or any id it ever had; None where public reports do not tell it."""
        with self._store._reading() as db:  # noqa: SLF001 - one room
            found = queries.event(db, name)
            return None if found is None else self._view(db, found)

    def rows(self, rows: Sequence[int]) -> tuple[Event, ...]:
        """Return events by the row numbers of the snapshot, in the order given."""
        with self._store._reading() as db:  # noqa: SLF001 - one room
            views = (self._view(db, event) for event in queries.by_rows(db, rows))
            return tuple(event for event in views if event is not None)

    @staticmethod
    def _view(db: sqlite3.Connection, event: Event) -> Event | None:
        row = db.execute(
            "SELECT a.shown, a.first_seen, a.last_changed FROM event_audience a JOIN events e ON e.fid = a.event"
            " WHERE e.event_id = ?",
            (event.id,),
        ).fetchone()
        if row is None:
            return event
        view = public_view(event) if row[0] else None
        if view is None:
            return None
        return replace(view, first_seen=datetime.fromisoformat(row[1]), last_changed=datetime.fromisoformat(row[2]))

    def count(self, where: Filter = _EVERYTHING) -> int:
        """Return how many events the filter keeps."""
        with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
            return queries.count(db, where, plain=True) + queries.count(self._shadow_of(db), where)

    def counts(self, where: Filter = _EVERYTHING) -> Counts:
        """Return how many events the filter keeps, on the map and not, undated, by type and by status."""
        with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
            a, b = queries.counts(db, where, plain=True), queries.counts(self._shadow_of(db), where)
        return Counts(
            a.total + b.total,
            a.placed + b.placed,
            a.unplaced + b.unplaced,
            a.undated + b.undated,
            _added(a.by_type, b.by_type),
            _added(a.by_status, b.by_status),
        )

    def histogram(self, where: Filter = _EVERYTHING) -> tuple[tuple[date, int], ...]:
        """Return the days of the kept events, from first to last without a gap, with how many each has."""
        first, numbers = self.snapshot().histogram(self.mask(where))
        if first is None:
            return ()
        start = first.toordinal()
        return tuple((date.fromordinal(start + n), int(number)) for n, number in enumerate(numbers))

    def top_places(self, where: Filter = _EVERYTHING, *, limit: int = 20) -> tuple[PlaceCount, ...]:
        """Return the places where most of the kept events happened, most first."""
        found, kept = self.snapshot(), self.mask(where)
        with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
            return top_places([self._shadow_of(db), db], found, kept, limit)

    def snapshot(self) -> Snapshot:
        """Return all events as numpy columns; made again when the file has changed."""
        base = self._store.snapshot()
        with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
            if self._snapshot is None or self._snapshot[0] != base.revision:
                shadow, hidden = self._shadow_of(db), _hidden(db)
                extra = snapshot.load(shadow, base.revision)
                self._snapshot = (base.revision, both_snapshots(base, hidden, extra) if len(hidden) else base)
            return self._snapshot[1]

    def mask(self, where: Filter) -> Mask:
        """Return which events of the snapshot the filter keeps."""
        found = self.snapshot()
        query = queries.words_query(where.text)
        rows = None
        if query:
            sql = "SELECT rowid FROM event_words WHERE event_words MATCH ?"
            with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
                pure = f"{sql} AND rowid NOT IN (SELECT event FROM event_audience)"  # noqa: S608 - constants
                hits = [row for (row,) in db.execute(pure, (query,))]
                hits += [row for (row,) in self._shadow_of(db).execute(sql, (query,))]
            rows = np.array(sorted(hits), dtype=np.int64)
        kept = found.mask(where, rows)
        faceted = facet_mask(self.facets(), where, len(found)) if any(getattr(where, name) for name in FACETS) else None
        return kept if faceted is None else kept & faceted

    def facets(self) -> Mapping[str, Facet]:
        """Return who says so, publishers, figures, precision of date and place of all events."""
        base, shown, known = self._store.snapshot(), self.snapshot(), self._store.facets()
        if shown is base:
            return known
        with self._store._reading() as db, self._lock:  # noqa: SLF001 - one room
            if self._facets is None or self._facets[0] is not shown:
                shadow = self._shadow_of(db)
                rows = np.array([r for (r,) in shadow.execute("SELECT fid FROM events ORDER BY fid")], dtype=np.int64)
                extra = load_facets(shadow, -1, rows)
                made = {
                    name: both_facets((known[name], base.row), (extra[name], rows), shown.row, _hidden(db))
                    for name in FACETS
                }
                self._facets = (shown, made)
            return self._facets[1]

    def changed_since(self, day: date) -> tuple[Change, ...]:
        """Return what became new, changed, contradicted or withdrawn on `day` (UTC) or later, as public reports tell it."""
        with self._store._reading() as db:  # noqa: SLF001 - one room
            return changed_since(db, day, public=True)

    # --- reports ---

    def documents(self) -> tuple[StoredReport, ...]:
        """Return all public reports in all versions, without their texts, by id."""
        return tuple(stored for stored in self._store.documents() if stored.report.sharing == "public")

    def newest_reports(self, limit: int) -> tuple[StoredReport, ...]:
        """Return the public reports that were stored last, the newest first (see `EventStore.newest_reports`)."""
        with self._store._reading() as db:  # noqa: SLF001 - one room
            return tuple(documents.newest(db, limit, public=True))

    def report_count(self) -> int:
        """Return how many public reports there are."""
        with self._store._reading() as db:  # noqa: SLF001 - one room
            return documents.count(db, public=True)

    @property
    def revision(self) -> int:
        """A number that is another whenever reports or events have changed."""
        return self._store.revision

    def document(self, report: str, text_sha256: str | None = None) -> Document | None:
        """Return a public report with its text: a given version, else the one that counts."""
        found = self._store.document(report, text_sha256)
        return found if found is not None and found.sharing == "public" else None

    def extraction(self, report: str, text_sha256: str | None = None) -> Extraction | None:
        """Return what was read in a public report: in a given version, else in the one that counts."""
        found = self._store.extraction(report, text_sha256)
        return found if found is not None and found.report.sharing == "public" else None

    # --- the store in memory ---

    def _shadow_of(self, db: sqlite3.Connection) -> sqlite3.Connection:
        revision = setting(db, "events", "0")
        if self._shadow is None or self._shadow[0] != revision:
            self._shadow = (revision, _shadow(db))
        return self._shadow[1]


def _hidden(db: sqlite3.Connection) -> npt.NDArray[np.int64]:
    """Return the row numbers of the events that the public sees otherwise or not at all, ascending."""
    return np.array([row for (row,) in db.execute("SELECT event FROM event_audience ORDER BY event")], dtype=np.int64)


def _shadow(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a store in memory of what public reports tell of the events that internal reports tell too."""
    shadow = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    add_functions(shadow)
    schema.create(shadow, "public view", datetime.now(UTC))
    rows = db.execute(
        "SELECT e.fid, e.event_id FROM event_audience a JOIN events e ON e.fid = a.event"
        " WHERE a.shown AND e.fid IN (SELECT event FROM event_index) ORDER BY e.fid"
    ).fetchall()
    reports: dict[str, int] = {}
    for fid, name in rows:
        found = queries.event(db, name)
        view = None if found is None else PublicView._view(db, found)  # noqa: SLF001 - one room
        if view is None or view.first_seen is None or view.last_changed is None:
            continue
        _copy_areas(db, shadow, view)
        times = (stamp(view.first_seen), stamp(view.last_changed))
        shadow.execute("DELETE FROM sqlite_sequence WHERE name = 'events'")
        shadow.execute("INSERT INTO sqlite_sequence VALUES ('events', ?)", (fid - 1,))
        stored = replace(view, first_seen=None, last_changed=None)
        write_event(shadow, stored, plain(stored), times)
        _write_mentions(shadow, fid, view, reports)
    return shadow


def _copy_areas(db: sqlite3.Connection, shadow: sqlite3.Connection, event: Event) -> None:
    for place in event.places:
        row = db.execute("SELECT * FROM areas WHERE place_id = ?", (place.place.place_id,)).fetchone()
        if row is not None:
            shadow.execute("INSERT OR IGNORE INTO areas VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _write_mentions(shadow: sqlite3.Connection, fid: int, event: Event, reports: dict[str, int]) -> None:
    """Write who published an event, as far as filters ask."""
    for number, ref in enumerate(event.mentions):
        if ref.report not in reports:
            cursor = shadow.execute(
                "INSERT INTO documents (report, text_sha256, latest, text, published_basis, published_why, publisher,"
                " language, sharing, first_seen) VALUES (?, '', 1, '', 'unknown', '', ?, 'und', 'public', '')",
                (ref.report, ref.publisher),
            )
            reports[ref.report] = int(cursor.lastrowid or 0)
        shadow.execute(
            "INSERT INTO mentions (document, mention, type, event) VALUES (?, ?, ?, ?)",
            (reports[ref.report], f"{fid} {number} {ref.mention}", event.type, fid),
        )


def _added(*counted: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for pairs in counted:
        total.update(dict(pairs))
    return tuple(sorted(total.items(), key=lambda item: (-item[1], item[0])))
