"""An analyst's hand on the store: decisions on events, appended, applied at once, undone by further ones."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from geoevents.errors import DataError, InputError
from geoevents.events.audience import is_public
from geoevents.events.identity import event_id
from geoevents.model import Event, MentionRef, Sharing
from geoevents.records import to_payload
from geoevents.store import queries, review_files, snapshot
from geoevents.store.events import write_events
from geoevents.store.fields import FIELDS, place_of
from geoevents.store.layer import Layer, is_structural
from geoevents.store.packing import unpack
from geoevents.store.reviews import (
    CREATE,
    MERGE,
    NOTE,
    SPLIT,
    WHOLE,
    Review,
    all_reviews,
    anchors_of,
    insert_review,
)
from geoevents.store.schema import stamp
from geoevents.store.settings import bump, bump_events, update_extent
from geoevents.store.updating import Updating, atlas_of

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

_WHOLE_VALUES = ("confirmed", "rejected")


class Reviewing(Updating):
    """The part of `EventStore` that reviews. Nothing is ever overwritten: the machine's value stays beside a person's."""

    def add_review(
        self,
        event: str,
        field: str,
        value: object,
        *,
        who: str,
        why: str = "",
        undoes: int | None = None,
        sharing: Sharing | None = None,
    ) -> Review:
        """Decide on a field of an event; the event shows it at once.

        Args:
            event: its id, or any it ever had.
            field: "type", "status", "level", "summary", "date", "place", "figures", or "event" for all of it; "note" for
                words about it, which change nothing.
            value: of the field (see `geoevents.store.fields`); of "event": "confirmed" or "rejected". The value that the
                event has already confirms it.
            who: the person.
            why: a note; it is never exported with events.
            undoes: the review that this one takes back; field and value do not matter then.
            sharing: an "internal" decision shows only where internal reports do; by default those on events behind which
                an internal report stands.

        Raises:
            InputError: when there is no such event or review, or the value is none of the field.
        """
        if undoes is not None:
            return self.undo(undoes, who=who, why=why)
        with self._writing() as db:
            known = _event(db, event)
            _check(known, field, value)
            machine = FIELDS[field].read(_machine(db, known)) if field in FIELDS else None
            review = _insert(db, known, Review(0, "", field, value, who, why, self._now(), machine=machine), sharing)
            self._show(db, [known.id])
        return review

    def confirm(self, event: str, field: str = WHOLE, *, who: str, why: str = "") -> Review:
        """Confirm what an event says in a field, or all of it; later reports do not change it any more."""
        with self._reading() as db:
            known = _event(db, event)
        value = FIELDS[field].read(known) if field in FIELDS else "confirmed"
        if field == "place":
            value = place_of(known)
        return self.add_review(event, field, value, who=who, why=why)

    def reject(self, event: str, *, who: str, why: str = "") -> Review:
        """Take an event out of all lists; it can be undone."""
        return self.add_review(event, WHOLE, "rejected", who=who, why=why)

    def create_event(self, event: Event, *, who: str, why: str = "") -> Event:
        """Make an event by hand and return it with its id.

        Args:
            event: what it says; its id does not matter. Its mentions may name a sentence of a report (`MentionRef`); where
                that report is internal, so is the event.
            who: the person.
            why: a note.

        Raises:
            InputError: when it names a report that the store does not have.
        """
        with self._writing() as db:
            mentions = tuple(_referred(db, ref) for ref in event.mentions)
            internal = event.sharing == "internal" or any(ref.sharing == "internal" for ref in mentions)
            now = self._now()
            seed = f"{who} {stamp(now)} {event.summary} {len(all_reviews(db))}"
            made = replace(
                event,
                id=event_id(seed, "hand"),
                mentions=mentions,
                sharing="internal" if internal else "public",
                public=None,
            )
            _insert(db, made, Review(0, "", CREATE, to_payload(made), who, why, now), made.sharing)
            write_events(db, [made], stamp(now), only=set())
            self._show(db, [made.id])
            shown = queries.event(db, made.id)
        assert shown is not None  # noqa: S101 - it was just written
        return shown

    def merge_events(self, events: Sequence[str], *, who: str, why: str = "", atlas: Atlas | None = None) -> Review:
        """Make one event of several; ids of all stay valid.

        Raises:
            InputError: when there are fewer than two, or one is unknown or has no mention.
        """
        with self._writing() as db:
            known = [_event(db, name) for name in dict.fromkeys(events)]
            if len({event.id for event in known}) < 2 or not all(event.mentions for event in known):  # noqa: PLR2004
                raise InputError("Merging takes two events or more that reports tell.")
            anchors = [anchor for event in known for anchor in anchors_of(event)]
            internal = any(not is_public(event) for event in known)
            made = Review(0, "", MERGE, anchors, who, why, self._now())
            review = _insert(db, known[0], made, "internal" if internal else "public")
        self._rearrange(atlas)
        return review

    def split_event(
        self, event: str, mentions: Sequence[tuple[str, str]], *, who: str, why: str = "", atlas: Atlas | None = None
    ) -> Review:
        """Make an event of its own of some mentions (report, mention) of an event.

        Raises:
            InputError: when it has not all of them, or no others.
        """
        with self._writing() as db:
            known = _event(db, event)
            wanted = set(mentions)
            taken = [anchor for anchor in anchors_of(known) if anchor[:2] in wanted]
            if not taken or len(taken) < len(wanted) or len(taken) == len(known.mentions):
                raise InputError(f"{known.id} can be split by some of its mentions, not by all or by others.")
            review = _insert(db, known, Review(0, "", SPLIT, taken, who, why, self._now()), None)
        self._rearrange(atlas)
        return review

    def undo(self, review: int, *, who: str, why: str = "", atlas: Atlas | None = None) -> Review:
        """Take back a decision, or the taking back of one; both stay in the log.

        Raises:
            InputError: when there is no such review.
        """
        with self._writing() as db:
            known = {found.id: found for found in all_reviews(db)}
            if (old := known.get(review)) is None:
                raise InputError(f"No review {review} in the store.")
            first = old
            while first.undoes is not None:
                first = known[first.undoes]
            made = insert_review(
                db,
                replace(old, id=0, value=None, machine=None, who=who, why=why, at=self._now(), undoes=review, uid=""),
            )
            if not is_structural(first):
                self._show(db, [queries.resolve(db, first.event)], created=first.field == CREATE)
        if is_structural(first):
            self._rearrange(atlas)
        assert made is not None  # noqa: S101 - an undoing has a moment of its own
        return made

    def reviews(self, event: str | None = None) -> tuple[Review, ...]:
        """Return all reviews, or those of an event under any of its ids, oldest first."""
        with self._reading() as db:
            wanted = None if event is None else queries.resolve(db, event)
            return tuple(r for r in all_reviews(db) if wanted is None or queries.resolve(db, r.event) == wanted)

    def rejected(self) -> tuple[Event, ...]:
        """Return the events that were rejected."""
        with self._reading() as db:
            sql = "SELECT e.event_id FROM rejected r JOIN events e ON e.fid = r.event ORDER BY e.event_id"
            names = [name for (name,) in db.execute(sql)]
            return tuple(event for name in names if (event := queries.event(db, name)) is not None)

    def export_reviews(self, stream: TextIO) -> int:
        """Write all reviews as CSV (internal ones too: it is for another store of yours); return how many."""
        return review_files.write(self.reviews(), stream)

    def import_reviews(self, stream: TextIO, *, atlas: Atlas | None = None) -> tuple[int, int]:
        """Take over reviews from CSV; return how many are new and how many were known. Again it changes nothing.

        Those on events that are not here wait for them.

        Raises:
            InputError: when the file is no such CSV; nothing is taken over then.
        """
        found = review_files.read(io.StringIO(stream.read(), newline=""))
        new = 0
        with self._writing() as db:
            before = {review.uid for review in all_reviews(db)}
            for review, undone in found:
                if review.uid in before:
                    continue
                review_files.insert(db, review, undone)
                new += 1
        if new:
            self._rearrange(atlas)
        return new, len(found) - new

    def _show(self, db: sqlite3.Connection, names: Sequence[str], *, created: bool = False) -> None:
        """Write events anew with what was decided about them; `created` ones may be gone now."""
        now = stamp(self._now())
        for name in names:
            event = queries.event(db, name)
            if event is None and not created:
                continue
            fids = [fid for (fid,) in db.execute("SELECT fid FROM events WHERE event_id = ?", (name,))]
            if created:
                made = [one for one in Layer.load(db).created() if one.id == name]
                write_events(db, made, now, only=fids)
            elif event is not None:
                write_events(db, [_machine(db, event)], now, only=fids)
        bump(db, dirty=None)
        snapshot.save(db, bump_events(db))
        update_extent(db, now)

    def _rearrange(self, atlas: Atlas | None) -> None:
        """Merge everything with what was decided."""
        with self._reading() as db:
            used = atlas_of(db, atlas)
        self.merge(atlas=used, whole=True)


def _event(db: sqlite3.Connection, name: str) -> Event:
    found = queries.event(db, name)
    if found is None:
        raise InputError(f"No event {name!r} in the store.")
    return found


def _machine(db: sqlite3.Connection, event: Event) -> Event:
    """Return an event as the machine reads it, with the aliases that it has now."""
    row = db.execute(
        "SELECT coalesce(m.payload, p.payload) FROM events e JOIN event_payloads p ON p.event = e.fid"
        " LEFT JOIN event_machine m ON m.event = e.fid WHERE e.event_id = ?",
        (event.id,),
    ).fetchone()
    return replace(unpack(Event, row[0]), aliases=event.aliases)


def _check(event: Event, field: str, value: object) -> None:
    """Raise an InputError when a value is none of a field."""
    if field == WHOLE:
        if value not in _WHOLE_VALUES:
            raise InputError(f"An event is {' or '.join(_WHOLE_VALUES)}, not {value!r}.")
        return
    if field == NOTE:
        if not isinstance(value, str) or not value.strip():
            raise InputError("A note without words.")
        return
    if field not in FIELDS:
        raise InputError(f"{field!r} is no field to review: choose {', '.join([*FIELDS, WHOLE])}.")
    try:
        FIELDS[field].write(event, value)
    except DataError as error:
        raise InputError(f"{field}: {error}") from error


def _insert(db: sqlite3.Connection, event: Event, review: Review, sharing: Sharing | None) -> Review:
    """Append a review on an event, with what it is found again by."""
    if not review.who.strip():
        raise InputError("A review names the person who decides.")
    if sharing is None:
        sharing = "public" if is_public(event) else "internal"
    made = insert_review(
        db, replace(review, event=event.id, who=review.who.strip(), anchors=anchors_of(event), sharing=sharing)
    )
    assert made is not None  # noqa: S101 - a review without a uid is given one of its own
    return made


def _referred(db: sqlite3.Connection, ref: MentionRef) -> MentionRef:
    """Return a reference to a sentence with what the store knows of its report."""
    row = db.execute(
        "SELECT url, publisher, sharing FROM documents WHERE report = ? ORDER BY latest DESC, fid DESC", (ref.report,)
    ).fetchone()
    if row is None:
        raise InputError(f"No report {ref.report!r} in the store.")
    return replace(ref, url=row[0], publisher=row[1], sharing=row[2])
