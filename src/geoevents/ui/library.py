"""What the page and the data route ask of the store and the atlas, opened once a process."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from geoevents.model import BorderView, DistanceClaim, Document, Event, Extraction
from geoevents.resources import default_store
from geoevents.store import Change, Snapshot, StoredReport
from geoevents.store.filters import STATUSES, Filter
from geoevents.store.snapshot import NO_DAY
from geoevents.ui.asking import Opened, Reader
from geoevents.ui.columns import Columns
from geoevents.ui.desk import Desk
from geoevents.ui.evidence import evidence_of
from geoevents.ui.facets import Facets, Tally
from geoevents.ui.files import file_of
from geoevents.ui.ground import Ground
from geoevents.ui.memory import Memory
from geoevents.views.card import Evidence
from geoevents.views.claims import parse_claim_key
from geoevents.views.palette import FAMILIES, FAMILY_IDS, family_of
from geoevents.views.timeline import Stretch
from geoevents.views.viewport import PointColumns
from geoevents.views.words import date_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoevents.exports import Format

T = TypeVar("T")
_KEPT_MASKS, _KEPT_LISTS = 16, 48
_KNOWN_TYPES = frozenset(kind for family in FAMILIES for kind in family.types)


class Library(Desk, Ground):
    """One store and one atlas; every answer is computed from the store's latest state, as its visitor may see it."""

    def __init__(self, path: Path, *, internal: bool = False, opened: Opened | None = None) -> None:
        """Open the store at `path` (or look at one that is open), made first where there is none.

        Raises:
            StoreError: when the file is no store of this program, or cannot be written.
        """
        super().__init__(path, internal=internal, opened=opened)
        self._lock = Lock()
        self._masks = Memory(_KEPT_MASKS)
        self._lists = Memory(_KEPT_LISTS)
        self._columns: Columns | None = None
        self._facets: tuple[Snapshot, Facets] | None = None
        self._kept_back: tuple[str, bool] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Look whether the store has changed, here or by another process, and forget what was computed from before."""
        snapshot = self._ask(lambda store: store.snapshot())
        with self._lock:
            if self._columns is None or self._columns.snapshot is not snapshot:
                self._columns = Columns(snapshot, lambda rows: self._ask(lambda store: store.rows(rows)))
                self._masks.forget()
                self._lists.forget()

    @property
    def has_internal(self) -> bool:
        """Whether internal reports stand in the store, or an internal decision."""
        known = self._kept_back
        if known is None or known[0] != self.version:
            known = self._kept_back = (self.version, self._do(lambda store: store.has_internal))
        return known[1]

    @property
    def _now(self) -> Columns:
        if self._columns is None:
            self.refresh()
        assert self._columns is not None  # noqa: S101 - refresh has just set it
        return self._columns

    @property
    def snapshot(self) -> Snapshot:
        """The events as columns."""
        return self._now.snapshot

    @property
    def version(self) -> str:
        """Changes when the store does."""
        return str(self.snapshot.revision)

    @property
    def total(self) -> int:
        """How many events there are."""
        return len(self.snapshot)

    @property
    def types(self) -> frozenset[str]:
        """The types that a filter may name: those that are known, and those that the store has."""
        return _KNOWN_TYPES | frozenset(self.snapshot.types)

    @property
    def families(self) -> tuple[str, ...]:
        """The families of the types that the store has, in the order of the legend."""
        present = {family_of(kind).id for kind in self.snapshot.types}
        return tuple(name for name in FAMILY_IDS if name in present)

    @property
    def columns(self) -> PointColumns:
        """The events on the map, for `viewport`."""
        return self._now.points

    def kept(self, asked: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for this state of the store before, or make it and keep it."""
        return self._lists.get((asked, self.version), make)

    # ---- filters

    def mask(self, wanted: Filter) -> NDArray[np.bool_]:
        """Return which events a filter keeps."""
        seen = self.snapshot  # an answer is kept beside the columns that it counts in
        return self._masks.get((seen.revision, wanted), lambda: self._ask(lambda store: store.mask(wanted)))

    def rows(self, wanted: Filter) -> NDArray[np.bool_]:
        """Return which rows of `columns` a filter keeps."""
        kept: NDArray[np.bool_] = self.mask(wanted)[self.snapshot.place_event]
        return kept

    @property
    def facets(self) -> Facets:
        """What there is to filter by."""
        snapshot = self.snapshot
        if self._facets is not None and self._facets[0] is snapshot:
            return self._facets[1]
        found = self._ask(lambda store: store.facets())
        dated = snapshot.day_first != NO_DAY
        made = Facets(
            first=date.fromordinal(int(snapshot.day_first[dated].min())) if dated.any() else None,
            last=date.fromordinal(int(snapshot.day_last[dated].max())) if dated.any() else None,
            types=_ranked(snapshot.types, snapshot.type),
            statuses=_ranked(STATUSES, snapshot.status),
            most_sources=int(snapshot.sources.max(initial=1)),
            days=tuple(np.unique(snapshot.day_first[dated]).tolist()),
            **{name: facet.counts() for name, facet in found.items()},
        )
        self._facets = (snapshot, made)
        return made

    def tally(self, wanted: Filter) -> Tally:
        """Count what a filter shows, and what of it the map or the time line cannot show."""
        kept, snapshot = self.mask(wanted), self.snapshot
        return Tally(
            shown=int(kept.sum()),
            total=len(snapshot),
            unplaced=int((kept & ~snapshot.placed).sum()),
            undated=int((kept & (snapshot.day_first == NO_DAY)).sum()),
        )

    # ---- events

    def events(self, wanted: Filter, limit: int) -> tuple[Event, ...]:
        """Return the latest events that a filter keeps, the latest day first, undated ones last."""

        def make() -> tuple[Event, ...]:
            kept = np.flatnonzero(self.mask(wanted))
            rows = self.snapshot.row[kept[latest(self.snapshot.day_first[kept], limit)]].tolist()
            return self._ask(lambda store: store.rows(rows))

        return self.kept(("events", wanted, limit), make)

    def event(self, name: str) -> Event | None:
        """Return an event by its id or any id that it ever had."""
        return self._ask(lambda store: store.event(name))

    def _some(self, kept: NDArray[np.bool_], limit: int) -> tuple[Event, ...]:
        rows = self.snapshot.row[np.flatnonzero(kept)[:limit]].tolist()
        return self._ask(lambda store: store.rows(rows))

    def events_of(self, rows: Sequence[int]) -> tuple[Event, ...]:
        """Return the events of rows of `columns`, in the order given."""
        numbers = self.snapshot.row[self.snapshot.place_event[list(rows)]].tolist()
        return self._ask(lambda store: store.rows(numbers))

    def unplaced(self, wanted: Filter, limit: int) -> tuple[Event, ...]:
        """Return the filtered events that no place of the map holds."""
        asked = ("unplaced", wanted, limit)
        return self.kept(asked, lambda: self._some(self.mask(wanted) & ~self.snapshot.placed, limit))

    def undated(self, wanted: Filter, limit: int) -> tuple[Event, ...]:
        """Return the filtered events without a day."""
        asked = ("undated", wanted, limit)
        return self._lists.get(
            asked, lambda: self._some(self.mask(wanted) & (self.snapshot.day_first == NO_DAY), limit)
        )

    def at_place(self, wanted: Filter, key: str, limit: int = 500) -> tuple[Event, ...]:
        """Return the filtered events at the place that a symbol's key names, by day."""
        rows = self._now.rows_at(key)
        kept = np.zeros(len(self.snapshot), bool)
        kept[self.snapshot.place_event[rows]] = True
        found = self._some(kept & self.mask(wanted), limit)
        return tuple(sorted(found, key=lambda event: (event.dates.first or date.max, event.id)))

    def rejected(self) -> tuple[Event, ...]:
        """Return the events that were rejected, as this visitor may see them."""
        return self.kept("rejected", super().rejected)

    def around(self, event: Event, near: timedelta, limit: int) -> tuple[Event, ...]:
        """Return the events within some days of an event, those nearest to its places first; of an undated one the undated ones."""
        first, last = event.dates.first, event.dates.last
        snapshot = self.snapshot
        if first is None or last is None:
            kept: NDArray[np.bool_] = snapshot.day_first == NO_DAY
        else:
            low, high = (first - near if first - date.min > near else date.min), min(last, date.max - near) + near
            kept = self.mask(Filter(date_from=low, date_to=high))
        away = np.full(len(snapshot), np.inf)
        for place in event.places:
            there = np.hypot(
                snapshot.lon - place.place.lon, snapshot.lat - place.place.lat
            )  # degrees: for the order only
            np.minimum.at(away, snapshot.place_event, there)
        chosen = np.flatnonzero(kept)
        chosen = chosen[np.argsort(away[chosen], kind="stable")[:limit]]
        rows = snapshot.row[chosen].tolist()
        return self._ask(lambda store: store.rows(rows))

    def extractions(self, event: Event) -> tuple[Extraction, ...]:
        """Return what was read in the reports that tell of an event."""
        names = dict.fromkeys(ref.report for ref in event.mentions)
        found = self._ask(lambda store: [store.extraction(name) for name in names])
        return tuple(extraction for extraction in found if extraction is not None)

    def place_name(self, key: str) -> str:
        """Return the name of the place that a key names, or a general word."""
        rows = self._now.rows_at(key)
        return self.columns.words(rows[:1].tolist())[0].name if len(rows) else "This place"

    def by_day(self, wanted: Filter) -> dict[date, dict[str, int]]:
        """Count the filtered events that are known to the day, or to a few days (the first counts), by day and family."""
        return self.kept(("by day", wanted), lambda: self._by_day(wanted))

    def _by_day(self, wanted: Filter) -> dict[date, dict[str, int]]:
        snapshot = self.snapshot
        kept = self.mask(wanted) & (snapshot.day_first != NO_DAY) & ~self._now.coarse
        if not kept.any():
            return {}
        days, families = snapshot.day_first[kept], self._now.family[kept].astype(np.int64)
        start, kinds = int(days.min()), len(FAMILY_IDS)
        counts = np.bincount((days - start) * kinds + families).tolist()
        out: dict[date, dict[str, int]] = {}
        for code, count in enumerate(counts):
            if count:
                out.setdefault(date.fromordinal(start + code // kinds), {})[FAMILY_IDS[code % kinds]] = count
        return out

    def not_to_the_day(self, wanted: Filter, limit: int = 6) -> list[Stretch]:
        """Count the filtered events that are known to some days, a week, a month, a year, or not at all."""
        asked = ("not to the day", wanted, limit)
        return self.kept(asked, lambda: self._not_to_the_day(wanted, limit))

    def _not_to_the_day(self, wanted: Filter, limit: int) -> list[Stretch]:
        kept, snapshot = self.mask(wanted), self.snapshot
        coarse = np.flatnonzero(kept & self._now.coarse)
        spans, counts = np.unique(
            np.stack([snapshot.day_first[coarse], snapshot.day_last[coarse]]), axis=1, return_counts=True
        )
        out = []
        for number in np.argsort(-counts)[:limit].tolist():
            (sample,) = self._some(
                kept
                & (snapshot.day_first == spans[0, number])
                & (snapshot.day_last == spans[1, number])
                & self._now.coarse,
                1,
            )
            first, last = (date.fromordinal(int(spans[side, number])) for side in (0, 1))
            out.append(Stretch(first, last, date_words(sample.dates), int(counts[number])))
        undated = int((kept & (snapshot.day_first == NO_DAY)).sum())
        out.sort(key=lambda stretch: (stretch.first or date.max, stretch.last or date.max))
        return [*out, Stretch(None, None, "no date", undated)] if undated else out

    def evidence(self, event: Event) -> Evidence:
        """Return the mentions, reports and text behind an event."""
        countries = self.countries
        return self._ask(lambda store: evidence_of(store, event, countries))

    def claims(self, events: Sequence[Event]) -> tuple[tuple[str, DistanceClaim], ...]:
        """Return every distance that the reports of these events state, once each, with the report that states it."""
        names = tuple(dict.fromkeys(ref.report for event in events for ref in event.mentions))

        def make() -> tuple[tuple[str, DistanceClaim], ...]:
            found = self._ask(lambda store: [(name, store.extraction(name)) for name in names])
            return tuple((name, claim) for name, one in found if one is not None for claim in one.claims)

        return self.kept(("claims", names), make)

    def claim(self, key: str) -> tuple[str, DistanceClaim] | None:
        """Return the report and the claim that a key names; None where it names none."""
        where = parse_claim_key(key)
        found = self._ask(lambda store: store.extraction(where[0])) if where else None
        spans = ((claim.span.start, claim.span.end, claim) for claim in found.claims) if found else ()
        return next(((where[0], claim) for first, last, claim in spans if where and (first, last) == where[1:]), None)

    def changes(self, since: date) -> tuple[Change, ...]:
        """Return what happened to events on a day (UTC) or later, the oldest first."""
        return self._ask(lambda store: store.changed_since(since))

    # ---- reports

    def reports(self, limit: int) -> tuple[StoredReport, ...]:
        """Return the reports that were stored last, the newest first, in all versions."""
        asked = ("reports", self._ask(lambda store: store.revision), limit)
        return self.kept(asked, lambda: self._ask(lambda store: store.newest_reports(limit)))

    @property
    def report_count(self) -> int:
        """How many reports there are, each once whatever its versions."""
        asked = ("report count", self._ask(lambda store: store.revision))
        return self.kept(asked, lambda: self._ask(lambda store: store.report_count()))

    def known_reports(self, names: Sequence[str]) -> set[tuple[str, str]]:
        """Return the versions (id, hash of the text) that are stored of some reports."""
        return self._do(lambda store: store.known_reports(names))

    def report(self, name: str) -> tuple[Document | None, Extraction | None]:
        """Return a report with its text, and what was read in it."""
        return self._ask(lambda store: (store.document(name), store.extraction(name)))

    # ---- files

    def export(
        self,
        wanted: Filter,
        form: Format,
        *,
        title: str = "",
        view: BorderView = "international",
        internal: bool = False,
    ) -> bytes:
        """Return a file of exactly the filtered events, as public reports tell them unless `internal` is set."""
        atlas = self.atlas(view)

        def make(store: Reader) -> bytes:
            return file_of(store, wanted, form, atlas, title=title, internal=internal)

        return self._do(make) if internal else self._share(make)

    def shared(self, wanted: Filter) -> int:
        """Count the events that the filter keeps of what public reports tell."""
        return self.kept(("shared", wanted), lambda: self._share(lambda store: int(store.mask(wanted).sum())))


def latest(days: NDArray[np.int32], limit: int) -> NDArray[np.intp]:
    """Return where the latest `limit` of some days stand, latest first, equal ones in their order; without sorting all."""
    if limit >= len(days):
        return np.argsort(-days.astype(np.int64), kind="stable")
    least = np.partition(days, len(days) - limit)[len(days) - limit]
    chosen = np.flatnonzero(days >= least)
    return chosen[np.argsort(-days[chosen].astype(np.int64), kind="stable")][:limit]


def _ranked(names: Sequence[str], codes: NDArray[Any]) -> dict[str, int]:
    """Count the codes by their names, most frequent first; names without any are left out."""
    counts = np.bincount(codes.astype(np.int64), minlength=len(names)).tolist()
    pairs = [(name, count) for name, count in zip(names, counts, strict=True) if count]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


@lru_cache(maxsize=8)
def _library(path: Path, *, internal: bool) -> Library:
    opened = _library(path, internal=False).opened if internal else None
    return Library(path, internal=internal, opened=opened)


_OPENING = RLock()


def open_library(*, internal: bool = False) -> Library:
    """Return the library of the store that `GEOEVENTS_STORE` names (else the user's own), opened once a process.

    With `internal`, what internal reports tell is in it: only where the person who looks asked for that.

    Raises:
        StoreError: when it is no store, or cannot be opened.
    """
    with _OPENING:
        return _library(default_store().resolve(), internal=internal)
