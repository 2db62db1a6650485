"""A purged report is gone from the file and its log, byte by byte, and what others tell stays."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from merge_builders import DAY, OBLAST, OTHER_TOWN, TOWN, at, exactly, one
from store_builders import Clock, pair

from geoevents.errors import InputError, StoreBusy
from geoevents.model import DateRange, Event, Extraction, MentionRef, Span
from geoevents.store import EventStore

WORDS = ("Zylograph", "zylo-report", "Quibble", "zylo.example", "Nightjar", "secretive", "Letovo")


def secret(quote: str = "The secretive Zylograph burned the nursery kitchen.", **fields: object) -> Extraction:
    found = one(
        "zylo-report",
        quote=quote,
        publisher="Quibble",
        figures=(exactly("killed", 14),),
        actors=("Nightjar",),
        **fields,
    )
    return replace(found, report=replace(found.report, url="https://zylo.example", title="Zylograph"))


def kept() -> Extraction:
    return one("open", quote="A rocket hit the nursery kitchen.", publisher="Herald")


def in_bytes(store: EventStore, words: tuple[str, ...] = WORDS) -> set[str]:
    """The words that stand somewhere in the file, its log or its index, in any of their forms."""
    data = b"".join(path.read_bytes() for path in store.path.parent.glob(f"{store.path.name}*"))
    forms = {word: (word, word.lower(), json.dumps(word)[1:-1]) for word in words}
    return {word for word, found in forms.items() if any(form.encode() in data for form in found)}


@pytest.mark.parametrize("alone", [True, False])
def test_no_byte_of_it_is_left(store: EventStore, clock: Clock, *, alone: bool) -> None:
    text = "The secretive Zylograph burned the nursery kitchen, says Quibble in Letovo."
    store.add([pair(secret(places=(at(TOWN), at(OTHER_TOWN, "near"))), text)])
    store.merge()
    clock.turn(1)
    if not alone:
        store.add([pair(kept())])
        store.merge()
    (event,) = store.events()
    store.add_review(event.id, "summary", "the analyst's words", who="ann")
    clock.turn(1)
    store.add([pair(secret("Zylograph, corrected.", places=(at(TOWN),)), "Zylograph, a corrected text.")])
    store.merge()
    assert in_bytes(store) - {"Letovo"} == set(WORDS) - {"Letovo"}
    purged = store.purge("zylo-report")
    assert (purged.versions, purged.mentions > 0, purged.events) == (1, True, int(alone))
    assert in_bytes(store) == set()
    assert store.check() == ()
    assert len(list(store.events())) == int(not alone)
    if not alone:
        assert [ref.report for event in store.events() for ref in event.mentions] == ["open"]
        assert [e.summary for e in store.events()] == ["the analyst's words"]
    with sqlite3.connect(store.path) as db:
        log = db.execute("SELECT what, counts FROM runs WHERE what = 'purge'").fetchall()
    assert [json.loads(counts)["versions"] for _, counts in log] == [1]


def test_all_versions_go_and_reviews_on_what_it_alone_told(store: EventStore) -> None:
    first = secret()
    second = replace(secret("Zylograph, later."), report=replace(secret().report, text_sha256="f" * 64))
    store.add([pair(first), pair(second), pair(kept()), pair(one("m", "meeting", places=(at(OBLAST),)))])
    store.merge()
    ref = MentionRef("zylo-report", "", Span(0, 9), "Zylograph by hand")
    store.create_event(Event("", "protest", "Zylograph march", DateRange(DAY, DAY, "day", "hand"), (ref,)), who="ann")
    for event in store.events():
        store.add_review(
            event.id, "status", "disputed", who="ann", why="of Herald" if event.type != "protest" else "Zylograph"
        )
    assert store.purge("zylo-report").versions == 2
    assert in_bytes(store) == set()
    assert store.check() == ()
    assert {review.field for review in store.reviews()} == {"status"}
    with sqlite3.connect(store.path) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("DELETE FROM reviews")


def test_backups_are_named_and_left_alone(store: EventStore, tmp_path: Path) -> None:
    store.add([pair(secret())])
    store.merge()
    store.backup(tmp_path / "copy one.gpkg")
    purged = store.purge("zylo-report")
    assert purged.backups == ((tmp_path / "copy one.gpkg").absolute(),)
    with EventStore(tmp_path / "copy one.gpkg", readonly=True) as copy:
        assert copy.document("zylo-report") is not None
    (tmp_path / "copy one.gpkg").unlink()
    assert store.backups() == ()


def test_an_older_report_of_the_address_counts_again(store: EventStore) -> None:
    old = replace(kept(), report=replace(kept().report, url="https://zylo.example"))
    later = secret(published=DAY + timedelta(days=1))
    store.add([pair(old), pair(later)])
    store.merge()
    assert [ref.report for event in store.events() for ref in event.mentions] == ["zylo-report"]
    store.purge("zylo-report")
    assert [ref.report for event in store.events() for ref in event.mentions] == ["open"]
    assert all("zylo-report" not in change.reports for change in store.changed_since(date(2000, 1, 1)))


def test_what_cannot_be_purged(store: EventStore) -> None:
    store.add([pair(secret())])
    store.merge()
    before = list(store.events())
    with pytest.raises(InputError, match="No report"):
        store.purge("nothing")
    assert list(store.events()) == before
    with sqlite3.connect(store.path, isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchall()
        with EventStore(store.path, timeout=0.2) as other, pytest.raises(StoreBusy, match=r"vacuum|writing"):
            other.purge("zylo-report")
        reader.execute("COMMIT")
    reader.close()
    store.vacuum()
    assert in_bytes(store) == set()
