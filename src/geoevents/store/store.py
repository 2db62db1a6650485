"""`EventStore`: one file with every report, mention, event and review; plain SQL stays inside this package."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from geoevents.errors import StoreFull
from geoevents.events.merge_rules import merge_rules
from geoevents.lexicon import Lexicon
from geoevents.model import Document, Event, Extraction
from geoevents.resources import default_store
from geoevents.store import care, documents, queries, snapshot
from geoevents.store.connection import connect, spoken
from geoevents.store.documents import StoredReport
from geoevents.store.events import Merged
from geoevents.store.facets import FACETS, Facet, facet_mask, load_facets
from geoevents.store.filters import Filter
from geoevents.store.queries import Change, Counts
from geoevents.store.remerge import merge_store
from geoevents.store.reviews import Review, add_review, reviews
from geoevents.store.schema import stamp
from geoevents.store.snapshot import Mask, Snapshot

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

__all__ = ["Added", "Change", "Counts", "EventStore", "Merged", "Review", "StoredReport"]
BATCH = 200  # reports a transaction
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Added:
    """What adding reports did: how many were new, another version or reading of a known one, and known already."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0


def utc_now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


class EventStore:
    """One GeoPackage of reports and events. Use it as a context manager, or `close` it.

    Adding is incremental and idempotent; a batch is stored whole or not at all. `merge` then makes events of all
    mentions. Several processes may read while one writes; threads share a store object safely.
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        readonly: bool = False,
        now: Callable[[], datetime] = utc_now,
        timeout: float = 10.0,
    ) -> None:
        """Open the store at `path` (the user's own by default), made first where there is none.

        Args:
            path: the file; `GEOEVENTS_STORE` or one in the user's data folder by default.
            readonly: never write to it.
            now: the clock, for first seen and last changed; returns a moment with a zone.
            timeout: seconds to wait for another writer before StoreBusy.

        Raises:
            NotAStore: some other file, a damaged one, or, read-only, none.
            StoreVersion: written by a newer version.
            StoreBusy, StoreFull: another writer, no room or no right to write.
        """
        self.path = Path(path) if path is not None else default_store()
        self.readonly = readonly
        self._now, self._timeout = now, timeout
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._facets: tuple[Snapshot, Mapping[str, Facet]] | None = None
        self._connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()

    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = connect(self.path, readonly=self.readonly, timeout=self._timeout, now=self._now())
            with self._lock:
                self._open.append(known)
            self._local.connection = known
        return known

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with spoken(self.path):
            yield self._connection()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock; commit at the end, or leave the file as it was."""
        if self.readonly:
            raise StoreFull(f"{self.path} was opened read-only: open it without `readonly` to write.")
        with spoken(self.path):
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    # --- reports ---

    def add(self, items: Iterable[tuple[Document, Extraction]]) -> Added:
        """Store reports with what was read in them; the same again changes nothing.

        A report of a known id, or address, with another text is a new version: the last published counts, the others
        stay readable. Call `merge` when all are added.
        """
        total = Added()
        pending = iter(items)
        while batch := list(islice(pending, BATCH)):
            with self._writing() as db:
                now = stamp(self._now())
                outcomes = [documents.add_document(db, document, found, now) for document, found in batch]
                if any(outcome != "unchanged" for outcome in outcomes):
                    _bump(db, dirty=True)
            total = Added(
                total.new + outcomes.count("new"),
                total.updated + outcomes.count("updated"),
                total.unchanged + outcomes.count("unchanged"),
            )
        return total

    @property
    def needs_merge(self) -> bool:
        """Whether reports came in since the last merge."""
        with self._reading() as db:
            return _setting(db, "dirty", "0") == "1"

    def merge(self, *, atlas: Atlas | None = None, lexicon: Lexicon | None = None, whole: bool = False) -> Merged:
        """Make the store's events those of all its mentions; ids of before stay valid as aliases.

        Only what new, changed and removed reports touch is merged anew, with the result of merging everything.

        Args:
            atlas: for border distances and the polygons of regions.
            lexicon: the rules of merging; the shipped ones by default.
            whole: merge everything, though less would do.
        """
        rules = merge_rules(lexicon)
        with self._writing() as db:
            now = stamp(self._now())
            result = merge_store(db, rules, atlas, now, whole=whole)
            if result.new or result.changed or result.withdrawn or _setting(db, "dirty", "0") == "1":
                _bump(db, dirty=False)
                snapshot.save(db, _bump_events(db))
                self._note(
                    db, "merge", now, {"new": result.new, "changed": result.changed, "withdrawn": result.withdrawn}
                )
                _update_extent(db, now)
        return result

    @staticmethod
    def _note(db: sqlite3.Connection, what: str, now: str, counts: Mapping[str, int]) -> None:
        db.execute("INSERT INTO runs (at, what, counts) VALUES (?, ?, ?)", (now, what, json.dumps(counts)))

    def documents(self) -> tuple[StoredReport, ...]:
        """Return all reports in all versions, without their texts, by id."""
        with self._reading() as db:
            return tuple(documents.documents(db))

    def document(self, report: str, text_sha256: str | None = None) -> Document | None:
        """Return a report with its text: a given version, else the one that counts."""
        with self._reading() as db:
            return documents.document(db, report, text_sha256)

    def extraction(self, report: str, text_sha256: str | None = None) -> Extraction | None:
        """Return what was read in a report: in a given version, else in the one that counts."""
        with self._reading() as db:
            return documents.extraction(db, report, text_sha256)

    def stale(self, versions: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Return the reports that were read with other versions of program, rules or data (`Resources.versions`)."""
        with self._reading() as db:
            return documents.stale(db, versions)

    # --- events ---

    def events(
        self, where: Filter = EVERYTHING, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield the events that the filter keeps, by first day and id, undated ones last.

        `after` (an id or alias) and `limit` make pages; the order is stable.
        """
        with self._reading() as db:
            yield from queries.events(db, where, after=after, limit=limit)

    def event(self, name: str) -> Event | None:
        """Return an event by its id or by any id it ever had."""
        with self._reading() as db:
            return queries.event(db, name)

    def rows(self, rows: Sequence[int]) -> tuple[Event, ...]:
        """Return events by the row numbers of the snapshot, in the order given."""
        with self._reading() as db:
            return queries.by_rows(db, rows)

    def count(self, where: Filter = EVERYTHING) -> int:
        """Return how many events the filter keeps."""
        with self._reading() as db:
            return queries.count(db, where)

    def counts(self, where: Filter = EVERYTHING) -> Counts:
        """Return how many events the filter keeps, on the map and not, undated, by type and by status."""
        with self._reading() as db:
            return queries.counts(db, where)

    def histogram(self, where: Filter = EVERYTHING) -> tuple[tuple[date, int], ...]:
        """Return the days of the kept events, from first to last without a gap, with how many each has."""
        first, numbers = self.snapshot().histogram(self.mask(where))
        if first is None:
            return ()
        start = first.toordinal()
        return tuple((date.fromordinal(start + n), int(number)) for n, number in enumerate(numbers))

    def snapshot(self) -> Snapshot:
        """Return all events as numpy columns; read again when the file has changed."""
        with self._reading() as db:
            db.execute("BEGIN")  # one look at revision and rows
            try:
                revision = int(_setting(db, "events", "0"))
                with self._lock:
                    if self._snapshot is None or self._snapshot.revision != revision:
                        self._snapshot = snapshot.load(db, revision)
                    return self._snapshot
            finally:
                db.execute("COMMIT")

    def mask(self, where: Filter) -> Mask:
        """Return which events of the snapshot the filter keeps."""
        found = self.snapshot()
        query = queries.words_query(where.text)
        rows = None
        if query:
            with self._reading() as db:
                hits = db.execute("SELECT rowid FROM event_words WHERE event_words MATCH ?", (query,))
                rows = np.fromiter((row for (row,) in hits), dtype=np.int64)
        kept = found.mask(where, rows)
        faceted = facet_mask(self.facets(), where, len(found)) if any(getattr(where, name) for name in FACETS) else None
        return kept if faceted is None else kept & faceted

    def facets(self) -> Mapping[str, Facet]:
        """Return who says so, publishers, figures, precision of date and place of all events, by the names in `Filter`."""
        found = self.snapshot()
        with self._reading() as db, self._lock:
            if self._facets is None or self._facets[0] is not found:
                self._facets = (found, load_facets(db, found.revision, found.row))
            return self._facets[1]

    def changed_since(self, day: date) -> tuple[Change, ...]:
        """Return what became new, changed, contradicted or withdrawn on `day` (UTC) or later, oldest first."""
        with self._reading() as db:
            return queries.changed_since(db, day)

    # --- reviews ---

    def add_review(
        self, event: str, field: str, value: object, *, who: str, why: str = "", undoes: int | None = None
    ) -> Review:
        """Note a person's decision on a field of an event; reviews are only ever added.

        Raises:
            InputError: when there is no such event or review.
        """
        with self._writing() as db:
            review = add_review(db, event, field, value, who=who, why=why, undoes=undoes, now=stamp(self._now()))
            _bump(db, dirty=None)
        return review

    def reviews(self, event: str | None = None) -> tuple[Review, ...]:
        """Return all reviews, or those of an event under any of its ids, oldest first."""
        with self._reading() as db:
            return reviews(db, event)

    # --- care ---

    def check(self) -> tuple[str, ...]:
        """Return a sentence for each thing that is wrong with the store; empty when it is sound."""
        with self._reading() as db:
            return tuple(care.problems(db))

    def backup(self, target: str | Path) -> None:
        """Copy the store to a new file.

        Raises:
            StoreFull: when the target exists or cannot be written.
        """
        with self._reading() as db:
            care.backup(db, Path(target))

    def vacuum(self) -> None:
        """Give unused space back to the disk."""
        if self.readonly:
            raise StoreFull(f"{self.path} was opened read-only: open it without `readonly` to write.")
        with self._reading() as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _setting(db: sqlite3.Connection, key: str, default: str) -> str:
    row = db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return default if row is None else str(row[0])


def _bump(db: sqlite3.Connection, *, dirty: bool | None) -> None:
    """Note that the file has changed, and whether its events are behind its reports."""
    db.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
    if dirty is not None:
        db.execute("INSERT OR REPLACE INTO settings VALUES ('dirty', ?)", (str(int(dirty)),))


def _bump_events(db: sqlite3.Connection) -> int:
    """Note that the events have changed, and return the number of that change."""
    db.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'events'")
    return int(_setting(db, "events", "0"))


def _update_extent(db: sqlite3.Connection, now: str) -> None:
    """Tell GeoPackage readers the bounds of the layers."""
    for layer, source in (("events", "rtree_events_geom"), ("event_areas", "areas")):
        columns = "minx, miny, maxx, maxy" if layer == "events" else "west, south, east, north"
        west, south, east, north = columns.split(", ")
        db.execute(
            "UPDATE gpkg_contents SET last_change = ?, (min_x, min_y, max_x, max_y) ="  # noqa: S608 - constants
            f" (SELECT min({west}), min({south}), max({east}), max({north}) FROM {source}) WHERE table_name = ?",
            (now, layer),
        )
    db.execute("UPDATE gpkg_contents SET last_change = ? WHERE table_name = 'documents'", (now,))
