"""What people decided, laid over what the machine read: fields of events, whole events, events made by hand.

The machine's event stays as it is (`event_machine`); a decision is found by the event's id, its aliases, and, where
those are gone, by the mentions that the event had when it was decided.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from geoevents.model import Event, Span
from geoevents.records import from_payload
from geoevents.store.fields import FIELDS, place_of
from geoevents.store.reviews import CREATE, MERGE, NOTE, SPLIT, WHOLE, Anchor, Review, active, all_reviews


@dataclass(frozen=True)
class Layer:
    """The decisions that hold, by the id of the event that they were made on."""

    by_name: Mapping[str, tuple[Review, ...]]

    @classmethod
    def load(cls, db: sqlite3.Connection) -> Layer:
        """Return the decisions of a store."""
        found: dict[str, list[Review]] = defaultdict(list)
        for review in active(all_reviews(db)):
            found[review.event].append(review)
        return cls({name: tuple(reviews) for name, reviews in found.items()})

    def created(self) -> tuple[Event, ...]:
        """Return the events that people made."""
        made = [review for reviews in self.by_name.values() for review in reviews if review.field == CREATE]
        return tuple(from_payload(Event, review.value) for review in made)

    def apply(self, event: Event) -> Event:
        """Return an event with what people decided about it; itself where they did not.

        What its public reports tell gets the public decisions alone.
        """
        if not self.by_name:
            return event
        named = (r for name in (event.id, *event.aliases) for r in self.by_name.get(name, ()))
        found = [review for review in named if review.field != NOTE]  # a remark decides nothing
        if not found:
            return event
        found.sort(key=lambda review: review.id)
        shown = decided(event, found)
        public = [review for review in found if review.sharing == "public"]
        if event.public is not None:
            return replace(shown, public=decided(event.public, public))
        if event.sharing == "public" and len(public) < len(found):
            return replace(shown, public=decided(event, public))
        return shown

    def adopt(self, db: sqlite3.Connection, events: Sequence[Event], only: Collection[int] | None) -> Sequence[Event]:
        """Return the events with further aliases: ids that decisions name and no event bears any more.

        Args:
            db: the store, as it is before the events are written.
            events: those to write.
            only: the row numbers of the events that they stand for, all by default.
        """
        if not self.by_name:
            return events
        names = {name for event in events for name in (event.id, *event.aliases)}
        lost = [name for name in self.by_name if name not in names and not _lives(db, name, only)]
        adopted: dict[str, list[str]] = defaultdict(list)
        for name in lost:
            anchors = [anchor for review in self.by_name[name] for anchor in review.anchors]
            if (heir := _heir(anchors, events)) is not None:
                adopted[heir].append(name)
        if not adopted:
            return events
        return [replace(e, aliases=tuple(sorted({*e.aliases, *adopted.get(e.id, ())}))) for e in events]


def _lives(db: sqlite3.Connection, name: str, only: Collection[int] | None) -> bool:
    """Whether an event that is not written anew bears a name."""
    if only is None:
        return False
    row = db.execute(
        "SELECT fid FROM events WHERE event_id = coalesce((SELECT event_id FROM aliases WHERE alias = ?1), ?1)", (name,)
    ).fetchone()
    return row is not None and row[0] not in only


def _heir(anchors: Iterable[Anchor], events: Sequence[Event]) -> str | None:
    """Return the event that holds most of some mentions, or else of their sentences."""
    mentions: set[tuple[str, str]] = set()
    sentences: dict[str, list[Span]] = defaultdict(list)
    for report, mention, start, end in anchors:
        mentions.add((report, mention))
        sentences[report].append(Span(start, end))
    votes: Counter[str] = Counter()
    for event in events:
        for ref in event.mentions:
            if (ref.report, ref.mention) in mentions:
                votes[event.id] += len(mentions) + 1
            elif any(span.overlaps(ref.sentence) for span in sentences.get(ref.report, ())):
                votes[event.id] += 1
    return min(votes, key=lambda name: (-votes[name], name)) if votes else None


def decided(event: Event, reviews: Sequence[Review]) -> Event:
    """Return an event with decisions on it, the last on each field.

    Raises:
        DataError: when a value is none of its field.
    """
    latest = {review.field: review for review in reviews}
    machine: list[tuple[str, str]] = []
    shown = event
    for field, review in sorted(latest.items()):
        if field in FIELDS:
            known = FIELDS[field]
            before = known.read(event)
            if review.value == (place_of(event) if field == "place" else before):
                continue  # confirmed as the machine reads it: its words and reasons stay
            shown = known.write(shown, review.value)
            if known.read(shown) != before:
                machine.append((field, json.dumps(before, ensure_ascii=False)))
        elif field == WHOLE:
            shown = replace(shown, rejected=review.value == "rejected")
    return replace(shown, reviewed=tuple(sorted(latest)), machine=tuple(machine))


def is_structural(review: Review) -> bool:
    """Whether a decision says which mentions make an event."""
    return review.field in {MERGE, SPLIT}
