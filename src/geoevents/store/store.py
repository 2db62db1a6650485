"""`EventStore`: one file with every report, mention, event and review; plain SQL stays inside this package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

import numpy as np

from geoevents.model import Document, Event, Extraction
from geoevents.store import documents, queries, snapshot
from geoevents.store.busiest import PlaceCount, top_places
from geoevents.store.changes import Change, changed_since
from geoevents.store.documents import StoredReport
from geoevents.store.events import Merged
from geoevents.store.facets import FACETS, Facet, facet_mask, load_facets
from geoevents.store.filters import Filter
from geoevents.store.keeping import Keeping, Purged
from geoevents.store.naming import Names
from geoevents.store.paging import page_rows
from geoevents.store.public import PublicView
from geoevents.store.queries import Counts
from geoevents.store.reviewing import Reviewing
from geoevents.store.reviews import Review
from geoevents.store.schema import stamp
from geoevents.store.settings import bump, setting
from geoevents.store.snapshot import Mask, Snapshot

__all__ = ["Added", "Change", "Counts", "EventStore", "Merged", "PublicView", "Purged", "Review", "StoredReport"]
T = TypeVar("T")
BATCH = 200  # reports a transaction
EVERYTHING = Filter()


def _unsaid(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding reports did: how many were new, another version or reading of a known one, and known already."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0


class EventStore(Reviewing, Keeping):
    """One GeoPackage of reports and events. Use it as a context manager, or `close` it.

    Adding is incremental and idempotent; a batch is stored whole or not at all. `merge` then makes events of all
    mentions. Several processes may read while one writes; threads share a store object safely.
    """

    _snapshot: Snapshot | None = None
    _facets: tuple[Snapshot, Mapping[str, Facet]] | None = None

    # --- reports ---

    def add(self, items: Iterable[tuple[Document, Extraction]], *, share: bool = False) -> Added:
        """Store reports with what was read in them; the same again changes nothing.

        A report of a known id, or address, with another text is a new version: the last published counts, the others
        stay readable. A report that is internal in the store stays it when it comes again without saying so, unless
        `share` is set. Call `merge` when all are added.
        """
        total = Added()
        pending = iter(items)
        while batch := list(islice(pending, BATCH)):
            with self._writing() as db:
                now = stamp(self._now())
                outcomes = [
                    documents.add_document(db, *pair, now) for pair in documents.kept_internal(db, batch, share=share)
                ]
                if any(outcome != "unchanged" for outcome in outcomes):
                    bump(db, dirty=True)
            total = Added(
                total.new + outcomes.count("new"),
                total.updated + outcomes.count("updated"),
                total.unchanged + outcomes.count("unchanged"),
            )
        return total

    def named(self, items: Iterable[T], *, say: Callable[[str], None] = _unsaid) -> Iterator[Document | T]:
        """Yield documents with the ids to store them under, before they are read; other items pass through.

        A report that was named after its file is another report than a stored one of that name from another file: it is
        called `name~2` then, and `say` is told so in a sentence. Ids that reports give themselves stay.
        """
        names = Names()
        for item in items:
            if isinstance(item, Document):
                with self._reading() as db:
                    named = names.name(db, item, say)
                yield named
            else:
                yield item

    def documents(self) -> tuple[StoredReport, ...]:
        """Return all reports in all versions, without their texts, by id."""
        with self._reading() as db:
            return tuple(documents.documents(db))

    def newest_reports(self, limit: int) -> tuple[StoredReport, ...]:
        """Return the reports that were stored last, the newest first, in all versions, without their texts."""
        with self._reading() as db:
            return tuple(documents.newest(db, limit))

    def report_count(self) -> int:
        """Return how many reports there are, each once whatever its versions."""
        with self._reading() as db:
            return documents.count(db)

    def known_reports(self, reports: Iterable[str]) -> set[tuple[str, str]]:
        """Return the versions (id, hash of the text) that are stored of some reports."""
        with self._reading() as db:
            return documents.known(db, reports)

    @property
    def revision(self) -> int:
        """A number that is another whenever reports or events have changed, by whatever process."""
        with self._reading() as db:
            return int(setting(db, "revision", "0"))

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

    def naming(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the reports whose text holds one of some names, however it is spelled: those that a new place concerns."""
        with self._reading() as db:
            return documents.naming(db, names)

    def restamp(self, reports: Iterable[str], versions: Sequence[tuple[str, str]]) -> None:
        """Note of reports, by their ids, that they would be read the same with these versions: they are not stale then."""
        with self._writing() as db:
            documents.restamp(db, reports, versions)

    # --- events ---

    def events(
        self, where: Filter = EVERYTHING, *, after: str | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield the events that the filter keeps, by first day and id, undated ones last.

        `after` (an id or alias) and `limit` make pages; the order is stable.
        """
        with self._reading() as db:
            mark = queries.place_in_order(db, after)
            if limit is not None and where != EVERYTHING:
                rows = page_rows(db, self.snapshot(), self.mask(where), after=mark, limit=limit)
                if rows is not None:
                    yield from queries.by_rows(db, rows)
                    return
            yield from queries.events(db, where, after=mark, limit=limit)

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

    def top_places(self, where: Filter = EVERYTHING, *, limit: int = 20) -> tuple[PlaceCount, ...]:
        """Return the places where most of the kept events happened, most first."""
        found, kept = self.snapshot(), self.mask(where)
        with self._reading() as db:
            return top_places([db], found, kept, limit)

    def snapshot(self) -> Snapshot:
        """Return all events as numpy columns; read again when the file has changed."""
        with self._reading() as db:
            db.execute("BEGIN")  # one look at revision and rows
            try:
                revision = int(setting(db, "events", "0"))
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
            return changed_since(db, day)

    @property
    def has_internal(self) -> bool:
        """Whether anything in the store is not for everyone."""
        with self._reading() as db:
            one = "SELECT EXISTS (SELECT 1 FROM event_audience) OR EXISTS (SELECT 1 FROM documents WHERE sharing = 'internal')"
            return bool(db.execute(one).fetchone()[0])

    def public(self) -> PublicView:
        """Return the store as everyone may see it: what public reports tell, and nothing else."""
        return PublicView(self)
