"""What people do to the store from the page: add reports, decide on events, keep places of their own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.errors import InputError
from geoevents.model import Document, Event, Extraction
from geoevents.store import Added, EventStore, Review
from geoevents.store.reviews import active
from geoevents.ui.asking import Asking
from geoevents.ui.ground import shared_atlas
from geoevents.ui.spots import placed_at

if TYPE_CHECKING:
    from geoevents.atlas.own_files import OwnRow
    from geoevents.model import OwnPlace
    from geoevents.pipeline import Resources


@dataclass(frozen=True, slots=True)
class Kept:
    """A place of one's own that was kept: its row, how many reports name it, how many were read otherwise by that."""

    row: OwnRow
    reports: int
    changed: int


@dataclass
class Keeping:
    """A place that is being kept: the share (0–1) of the reports that were read again, and what comes of it."""

    share: float = 0.0
    future: Future[Kept] | None = None


class Desk(Asking, ABC):
    """The writing half of what the page asks. Every decision is a review: kept, with who and when, and undone by another."""

    @abstractmethod
    def refresh(self) -> None:
        """Look whether the store has changed."""

    # ---- reports

    @property
    def resources(self) -> Resources:
        """Atlas, rules and recogniser; loaded when a report is first read in the app, once for all who look."""
        return _resources()

    def extract(self, document: Document) -> Extraction:
        """Read a report, with the user's own places beside the store; nothing is stored.

        Raises:
            InputError: when the file of own places cannot be used.
        """
        from geoevents.pipeline import Options, extract  # noqa: PLC0415 - as above

        return extract(document, self.resources, Options(own_places=self.own_places()))

    def add(self, *pairs: tuple[Document, Extraction]) -> Added:
        """Store reports and merge their mentions into the events; return how many were new.

        Raises:
            StoreBusy, StoreFull: when the store cannot be written.
        """
        resources = self.resources

        def write(store: EventStore) -> Added:
            added = store.add(pairs)
            store.merge(atlas=resources.atlas, lexicon=resources.lexicon)
            return added

        added = self._do(write)
        self.refresh()
        return added

    # ---- decisions

    def decide(self, event: str, field: str, value: object, *, who: str, why: str = "") -> Review:
        """Correct a field of an event, or write a note on it.

        Raises:
            InputError: when the event is unknown, the value none of the field, or nobody decides.
        """
        return self._decide(lambda store: store.add_review(event, field, value, who=who, why=why))

    def confirm(self, event: str, fields: Sequence[str], *, who: str, why: str = "") -> None:
        """Confirm fields of an event; "event" is all of it."""
        for name in fields:
            self._decide(lambda store, name=name: store.confirm(event, name, who=who, why=why))  # type: ignore[misc]

    def reject(self, event: str, *, who: str, why: str = "") -> Review:
        """Take an event out of all lists."""
        return self._decide(lambda store: store.reject(event, who=who, why=why))

    def undo(self, review: int, *, who: str) -> Review:
        """Take back a decision."""
        return self._decide(lambda store: store.undo(review, who=who, atlas=shared_atlas("international")))

    def merge(self, events: Sequence[str], *, who: str, why: str = "") -> Review:
        """Make one event of several."""
        atlas = shared_atlas("international")
        return self._decide(lambda store: store.merge_events(events, who=who, why=why, atlas=atlas))

    def split(self, event: str, mentions: Sequence[tuple[str, str]], *, who: str, why: str = "") -> Review:
        """Make an event of its own of some mentions (report, mention) of an event."""
        atlas = shared_atlas("international")
        return self._decide(lambda store: store.split_event(event, mentions, who=who, why=why, atlas=atlas))

    def create(self, event: Event, *, who: str, why: str = "") -> Event:
        """Make an event by hand."""
        made = self._do(lambda store: store.create_event(event, who=who, why=why))
        self.refresh()
        return made

    def _decide(self, action: Callable[[EventStore], Review]) -> Review:
        made = self._do(action)
        self.refresh()
        return made

    def decisions(self, event: Event) -> tuple[tuple[Review, bool], ...]:
        """Return what was decided on an event, oldest first, each with whether it holds; internal ones where these show."""
        found = self._do(lambda store: store.reviews(event.id))
        holding = {review.id for review in active(found)}
        seen = (review for review in found if self.internal or review.sharing == "public")
        return tuple((review, review.id in holding) for review in seen if review.undoes is None)

    def rejected(self) -> tuple[Event, ...]:
        """Return the events that were rejected, as this visitor may see them."""
        found = self._do(lambda store: store.rejected())
        views = (self._ask(lambda seen, name=event.id: seen.event(name)) for event in found)  # type: ignore[misc]
        return tuple(event for event in views if event is not None)

    # ---- places of one's own

    @property
    def own_file(self) -> Path:
        """The file of own places: beside the store, where the command line looks for it too."""
        return self.path.with_name("places.csv")

    def own_rows(self) -> tuple[OwnRow, ...]:
        """Return the own places as they stand in their file.

        Raises:
            InputError: when a line of it cannot be used.
        """
        from geoevents.atlas.own_files import read_own  # noqa: PLC0415 - only where there are own places

        return read_own(self.own_file) if self.own_file.exists() else ()

    def own_places(self) -> tuple[OwnPlace, ...]:
        """Return the own places with their regions; read again only when their file has changed."""
        from geoevents.atlas.own import load_own  # noqa: PLC0415 - as above

        if not self.own_file.exists():
            return ()
        seen = self.own_file.stat()
        mark = (seen.st_mtime_ns, seen.st_size)
        known: tuple[tuple[int, int], tuple[OwnPlace, ...]] | None = self.__dict__.get("_own")
        if known is None or known[0] != mark:
            known = self.__dict__["_own"] = (mark, load_own(self.own_file, self.resources.atlas))
        return known[1]

    def keep_place(self, row: OwnRow, *, event: str = "", who: str = "") -> Keeping:
        """Begin to add a place of one's own, and to read the stored reports that name it again.

        Args:
            row: the place, as `check_row` makes it; its id is made here.
            event: an event that was there; the person's decision comes first, beside what the machine had then.
            who: the person who decides that.
        """
        begun = Keeping()
        begun.future = self.opened.work.submit(self._keep_place, row, event, who, begun)
        return begun

    def _keep_place(self, row: OwnRow, event: str, who: str, begun: Keeping) -> Kept:
        from geoevents.atlas.own import resolve_own  # noqa: PLC0415 - as above
        from geoevents.atlas.own_files import free_id  # noqa: PLC0415
        from geoevents.text import fold  # noqa: PLC0415

        rows = self.own_rows()
        if any(fold(other.name) == fold(row.name) and other.region == row.region for other in rows):
            raise InputError(
                f"A place called {row.name} is among your places already: remove it first, or change the name."
            )
        row = replace(row, id=free_id(row.name, {other.id for other in rows}))
        (own,) = resolve_own([row], self.resources.atlas)  # before anything is written: its region may mean nothing
        known = self._ask(lambda seen: seen.event(event)) if event else None
        if known is not None:
            for field, value in placed_at(known, own.place, "in", self.resources.atlas).items():
                self.decide(known.id, field, value, who=who)
        return Kept(row, *self._rewrite([*rows, row], (row.name, *row.spellings), begun))

    def drop_place(self, name: str) -> int:
        """Remove an own place by its id, and read the reports that name it again; return how many changed."""
        return self.opened.work.submit(self._drop_place, name).result()

    def _drop_place(self, name: str) -> int:
        rows = self.own_rows()
        gone = [row for row in rows if row.id == name]
        names = [n for row in gone for n in (row.name, *row.spellings)]
        return self._rewrite([row for row in rows if row.id != name], names, Keeping())[1]

    def _rewrite(self, rows: Sequence[OwnRow], names: Sequence[str], begun: Keeping) -> tuple[int, int]:
        """Write the own places, read the reports that hold one of `names` again, and note of the rest that they stay.

        Returns:
            How many were read again, and how many changed.
        """
        from geoevents.atlas.own_files import write_own  # noqa: PLC0415 - as above
        from geoevents.pipeline import Options, versions  # noqa: PLC0415

        was = versions(self.resources, Options(own_places=self.own_places()))
        write_own(self.own_file, list(rows))
        now = versions(self.resources, Options(own_places=self.own_places()))
        same = self._do(lambda store: frozenset(store.stale(now)) - frozenset(store.stale(was)))
        done = self.reread(names, begun)
        named = frozenset(self._do(lambda store: store.naming(names)))
        self._do(lambda store: store.restamp(sorted(same - named), now))
        return done

    def reread(self, names: Sequence[str], begun: Keeping) -> tuple[int, int]:
        """Read the stored reports that hold one of some names again; return how many they are and how many changed."""
        reports = self._do(lambda store: store.naming(names))
        pairs = []
        for number, report in enumerate(reports):
            begun.share = number / len(reports)
            document = self._do(lambda store, name=report: store.document(name))  # type: ignore[misc]
            if document is not None:
                pairs.append((document, self.extract(document)))
        return len(reports), self.add(*pairs).updated if pairs else 0


@lru_cache(maxsize=1)
def _resources() -> Resources:
    from geoevents.pipeline import Resources  # noqa: PLC0415 - looking at a map needs neither rules nor model

    return Resources.load()
