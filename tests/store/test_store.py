"""The store keeps what it is given, gives the same answers whatever the order, and changes nothing without need."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from merge_builders import DAY, OBLAST, OTHER_TOWN, TOWN, at, day, exactly, heard, mention, one, report
from store_builders import Clock, pair

from geoevents.errors import InputError
from geoevents.model import Extraction
from geoevents.store import EventStore, Filter

NEXT = DAY + timedelta(days=1)


def fill(store: EventStore, *extractions: Extraction) -> EventStore:
    store.add(pair(extraction) for extraction in extractions)
    store.merge()
    return store


def sample() -> list[Extraction]:
    emergency = {"kind": "emergency", "level": "federal", "places": (at(OBLAST),)}
    return [
        one("a", figures=(exactly("killed", 14),), publisher="Herald", quote="A rocket hit the nursery kitchen."),
        one("b", figures=(exactly("killed", 14),), quote="A rocket hit the nursery kitchen."),
        one("c", published=NEXT, dates=day(NEXT), **emergency),
        one("d", published=NEXT + timedelta(days=3), dates=day(NEXT + timedelta(days=1)), **emergency),
        one("e", "meeting", places=(), dates=heard(NEXT)),
        one("f", places=(at(OTHER_TOWN),), dates=day(date(2030, 9, 1), date(2030, 9, 30), "month"), background=True),
    ]


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        return list(db.iterdump())


def test_what_goes_in_comes_out(store: EventStore) -> None:
    extractions = sample()
    added = store.add(pair(extraction, text=f"Text of {extraction.report.id}.") for extraction in extractions)
    assert (added.new, added.updated, added.unchanged) == (6, 0, 0)
    assert store.needs_merge
    merged = store.merge()
    assert (merged.new, merged.total, store.needs_merge) == (4, 4, False)
    document = store.document("a")
    assert document is not None
    assert document.text == "Text of a."
    assert store.extraction("a") == extractions[0]
    assert store.document("zz") is None
    assert store.extraction("zz") is None
    assert store.check() == ()
    assert [stored.report.id for stored in store.documents()] == list("abcdef")


def test_the_same_again_changes_nothing(store: EventStore, clock: Clock) -> None:
    fill(store, *sample())
    before = dump(store.path)
    clock.turn(5)
    added = store.add(pair(extraction) for extraction in sample())
    merged = store.merge()
    assert (added.new, added.updated, added.unchanged) == (0, 0, 6)
    assert (merged.new, merged.changed, merged.withdrawn) == (0, 0, 0)
    assert dump(store.path) == before


@pytest.mark.parametrize("turn", range(6))
def test_any_order_of_ingest_gives_the_same_events_and_ids(tmp_path: Path, clock: Clock, turn: int) -> None:
    extractions = sample()
    with EventStore(tmp_path / "one.gpkg", now=clock) as whole:
        wanted = [replace(event, aliases=()) for event in fill(whole, *extractions).events()]
    with EventStore(tmp_path / "two.gpkg", now=clock) as store:
        for extraction in extractions[turn:] + extractions[:turn]:
            fill(store, extraction)
        assert [replace(event, aliases=()) for event in store.events()] == wanted
        assert store.check() == ()


def test_an_earlier_report_founds_the_event_anew_and_the_old_link_still_works(store: EventStore, clock: Clock) -> None:
    later = one("later", published=NEXT)
    (old,) = fill(store, later).events()
    clock.turn(1)
    (new,) = fill(store, one("earlier", published=DAY)).events()
    assert new.id != old.id
    assert new.aliases == (old.id,)
    assert store.event(old.id) == store.event(new.id) == new
    assert new.first_seen == old.first_seen
    assert new.last_changed == clock.now
    kinds = [(change.event, change.kind, change.reports) for change in store.changed_since(clock.now.date())]
    assert kinds == [(new.id, "changed", ("earlier",))]


def test_a_corrected_report_is_a_new_version_and_the_old_one_stays_readable(store: EventStore) -> None:
    first = report("a", mention("a", places=(at(TOWN),)), text="First version of the text.")
    second = report("a", mention("a", places=(at(OTHER_TOWN),)), text="Second version of the text.")
    fill(store, first)
    added = store.add([pair(second, "Second version of the text.")])
    assert (added.new, added.updated) == (0, 1)
    store.merge()
    (event,) = store.events()
    assert [place.place for place in event.places] == [OTHER_TOWN]
    assert [(stored.latest, stored.report.text_sha256) for stored in store.documents()] == [
        (False, first.report.text_sha256),
        (True, second.report.text_sha256),
    ]
    old = store.document("a", first.report.text_sha256)
    assert old is not None
    assert store.extraction("a", first.report.text_sha256) == first
    assert store.check() == ()


def test_a_report_with_the_address_of_another_is_its_new_version(store: EventStore) -> None:
    first = replace(one("a"), report=replace(one("a").report, url="https://example.org/1"))
    second = replace(one("b"), report=replace(one("b").report, url="https://example.org/1"))
    fill(store, first, second)
    (event,) = store.events()
    assert [ref.report for ref in event.mentions] == ["b"]
    assert store.document("a") is not None


def test_a_report_that_no_longer_tells_it_withdraws_the_event_and_says_so(store: EventStore, clock: Clock) -> None:
    (event,) = fill(store, one("a")).events()
    clock.turn(1)
    fill(store, replace(one("a"), mentions=()))
    assert list(store.events()) == []
    assert store.event(event.id) is None
    assert [(c.event, c.kind) for c in store.changed_since(clock.now.date())] == [(event.id, "withdrawn")]
    assert store.changed_since(clock.now.date())[0].reports == ("a",)
    assert store.check() == ()


def test_a_contradiction_is_listed_with_the_report_that_brought_it(store: EventStore, clock: Clock) -> None:
    emergency = {"kind": "emergency", "level": "federal", "places": (at(OBLAST),)}
    fill(store, one("a", **emergency))
    clock.turn(1)
    fill(store, one("b", published=NEXT, dates=day(NEXT), **emergency))
    (change,) = store.changed_since(clock.now.date())
    assert (change.kind, change.reports) == ("contradicted", ("b",))


def test_reports_read_with_other_versions_are_stale(store: EventStore) -> None:
    old = replace(one("a"), versions=(("gazetteer", "1"), ("rules", "1")))
    new = replace(one("b"), versions=(("gazetteer", "2"), ("rules", "1")))
    fill(store, old, new)
    assert store.stale(new.versions) == ("a",)
    assert store.stale(old.versions) == ("b",)


def test_pages_follow_each_other_without_gap_or_repeat(store: EventStore) -> None:
    fill(store, *sample())
    whole = [event.id for event in store.events()]
    pages: list[str] = []
    while page := [event.id for event in store.events(after=pages[-1] if pages else None, limit=3)]:
        pages += page
    assert pages == whole


def test_counts_and_histogram(store: EventStore) -> None:
    fill(store, *sample())
    counts = store.counts()
    assert (counts.total, counts.placed, counts.unplaced, counts.undated) == (4, 3, 1, 0)
    assert counts.by_type == (("strike", 2), ("emergency", 1), ("meeting", 1))
    days = dict(store.histogram(Filter(date_from=DAY)))
    assert days == {DAY: 1, NEXT: 2}


def test_reviews_are_only_ever_added_and_follow_the_event_through_its_ids(store: EventStore) -> None:
    (event,) = fill(store, one("later", published=NEXT)).events()
    review = store.add_review(event.id, "type", "attack", who="ann", why="the sentence says so")
    (new,) = fill(store, one("earlier", published=DAY)).events()
    assert new.id != event.id
    assert new.reviewed == ("type",)
    assert store.reviews(new.id) == (review,)
    store.add_review(new.id, "type", None, who="ben", undoes=review.id)
    undone = store.event(new.id)
    assert undone is not None
    assert undone.reviewed == ()
    with sqlite3.connect(store.path) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("DELETE FROM reviews")
    with pytest.raises(InputError, match="No event"):
        store.add_review("ev-nothing", "type", None, who="ann")


def test_a_backup_is_a_whole_store(store: EventStore, tmp_path: Path) -> None:
    fill(store, *sample())
    store.backup(tmp_path / "copy.gpkg")
    store.vacuum()
    with EventStore(tmp_path / "copy.gpkg", readonly=True) as copy:
        assert list(copy.events()) == list(store.events())
        assert copy.check() == ()
