"""A person's decisions: laid over the machine's values, undone, kept through everything that happens to the store."""

from __future__ import annotations

import io
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from merge_builders import DAY, OBLAST, OTHER_TOWN, TOWN, at, day, exactly, mention, one, report
from store_builders import Clock, pair

from geoevents.errors import InputError
from geoevents.model import DateRange, Event, Extraction, MentionRef, Span
from geoevents.store import EventStore, Filter
from geoevents.store.fields import date_value, place_value, point_value

NEXT = DAY + timedelta(days=1)
ANN = {"who": "ann", "why": "seen on a photo"}


def fill(store: EventStore, *extractions: Extraction) -> None:
    store.add(pair(extraction) for extraction in extractions)
    store.merge()


def only(store: EventStore) -> Event:
    (event,) = store.events()
    return event


def strike(name: str = "a", **fields: object) -> Extraction:
    return one(name, figures=(exactly("killed", 14),), quote="A rocket hit the nursery kitchen.", **fields)


VALUES = {
    "type": "attack",
    "status": "disputed",
    "level": "regional",
    "summary": "A rocket hit the nursery",
    "date": date_value(date(2031, 5, 7), date(2031, 5, 8), "interval"),
    "place": place_value(OTHER_TOWN, relation="near"),
    "figures": [{"kind": "killed", "low": 15, "best": 15, "high": 15, "unit": "people"}],
}


@pytest.mark.parametrize("field", VALUES)
def test_any_field_is_corrected_and_undone(field: str, store: EventStore) -> None:
    fill(store, strike())
    before = only(store)
    review = store.add_review(before.id, field, VALUES[field], **ANN)
    after = only(store)
    assert after.reviewed == (field,)
    assert [name for name, _ in after.machine] == [field]
    assert replace(after, last_changed=None) != replace(before, last_changed=None)
    assert (review.who, review.why, review.anchors[0][:2]) == (
        "ann",
        "seen on a photo",
        ("a", before.mentions[0].mention),
    )
    store.undo(review.id, who="ben")
    assert replace(only(store), last_changed=None) == replace(before, last_changed=None)
    again = store.undo(store.reviews()[-1].id, who="ann")
    assert only(store).reviewed == (field,)
    assert [r.undoes for r in store.reviews()] == [None, review.id, again.id - 1]
    assert store.check() == ()


def test_filters_and_columns_see_what_was_decided(store: EventStore) -> None:
    fill(store, strike())
    event = only(store)
    for field, value in VALUES.items():
        store.add_review(event.id, field, value, **ANN)
    assert store.count(Filter(types=("attack",), statuses=("disputed",), date_to=date(2031, 5, 8))) == 1
    assert store.count(Filter(types=("strike",))) == 0
    box = (OTHER_TOWN.lon - 0.1, OTHER_TOWN.lat - 0.1, OTHER_TOWN.lon + 0.1, OTHER_TOWN.lat + 0.1)
    assert int(store.mask(Filter(bbox=box)).sum()) == 1
    assert set(only(store).reviewed) == set(VALUES)


def test_decisions_survive_ingest_other_readings_and_merging(store: EventStore, clock: Clock) -> None:
    fill(store, strike("later", published=NEXT))
    old = only(store)
    store.add_review(old.id, "type", "attack", **ANN)
    clock.turn(1)
    fill(store, strike("later", published=NEXT))
    assert only(store).type == "attack"
    fill(store, strike("earlier", published=DAY))
    assert only(store).id != old.id
    assert (only(store).type, only(store).reports) == ("attack", 2)
    store.merge(whole=True)
    assert only(store).type == "attack"


def test_a_decision_finds_its_event_by_the_sentence_when_every_id_is_gone(store: EventStore, clock: Clock) -> None:
    fill(store, strike())
    old = only(store)
    store.add_review(old.id, "status", "disputed", **ANN)
    clock.turn(1)
    other = one("a", "damage", start=3, quote="A rocket hit the nursery kitchen.")
    fill(store, replace(other, report=strike().report))
    new = only(store)
    assert new.id != old.id
    assert (new.status, new.reviewed) == ("disputed", ("status",))
    assert store.event(old.id) == new
    assert store.check() == ()


def test_what_was_confirmed_stays_though_later_reports_say_otherwise(store: EventStore) -> None:
    fill(store, strike())
    for field in ("figures", "place", "date", "event"):
        store.confirm(only(store).id, field, who="ann")
    assert only(store).reviewed == ("date", "event", "figures", "place")
    assert only(store).machine == ()
    fill(store, one("b", figures=(exactly("killed", 20),), published=NEXT, quote="The toll rose."))
    event = only(store)
    assert event.figures[0].figure.best == 14
    assert '"best": 20' in dict(event.machine)["figures"]


def test_a_rejected_event_is_in_no_list_and_comes_back(store: EventStore) -> None:
    fill(store, strike(), one("m", "meeting", places=(at(OBLAST),)))
    event = next(e for e in store.events() if e.type == "strike")
    review = store.reject(event.id, **ANN)
    assert [e.type for e in store.events()] == ["meeting"]
    assert (store.count(), len(store.snapshot()), store.count(Filter(text="nursery"))) == (1, 1, 0)
    assert [e.id for e in store.rejected()] == [event.id]
    assert {name: sum(facet.counts().values()) for name, facet in store.facets().items()}["date_known"] == 1
    assert int(store.mask(Filter(date_known=("day",))).sum()) == 1
    assert store.check() == ()
    fill(store, strike("b"))
    assert [e.type for e in store.events()] == ["meeting"]
    store.undo(review.id, **ANN)
    assert len(list(store.events())) == 2
    assert store.rejected() == ()


def test_an_event_made_by_hand(store: EventStore) -> None:
    fill(store, strike())
    ref = MentionRef("a", "", Span(0, 33), "A rocket hit the nursery kitchen.")
    wanted = Event(
        "", "protest", "Parents march", DateRange(DAY, DAY, "day", "by hand"), (ref,), places=(at(TOWN),), mapped=True
    )
    made = store.create_event(wanted, **ANN)
    bare = store.create_event(replace(wanted, mentions=(), summary="Without a sentence"), **ANN)
    assert made.reviewed == ("create",)
    assert {e.summary for e in store.events()} >= {"Parents march", "Without a sentence"}
    store.add_review(made.id, "type", "meeting", **ANN)
    store.merge(whole=True)
    fill(store, strike("b"))
    found = store.event(made.id)
    assert found is not None
    assert (found.type, found.summary, found.mentions[0].quote) == ("meeting", "Parents march", ref.quote)
    assert store.check() == ()
    creation = next(r for r in store.reviews(bare.id) if r.field == "create")
    store.undo(creation.id, **ANN)
    assert store.event(bare.id) is None
    with pytest.raises(InputError, match="No report"):
        store.create_event(replace(wanted, mentions=(replace(ref, report="nowhere"),)), **ANN)


def apart() -> list[Extraction]:
    return [strike("a"), one("b", "meeting", places=(at(OBLAST),), published=NEXT, quote="Officials met.")]


def test_events_are_merged_by_hand_and_parted_again(store: EventStore) -> None:
    fill(store, *apart())
    first, second = store.events()
    review = store.merge_events([first.id, second.id], **ANN)
    event = only(store)
    assert {ref.report for ref in event.mentions} == {"a", "b"}
    assert store.event(first.id) == store.event(second.id) == event
    assert event.reviewed == ("merge",)
    fill(store, strike("c"))
    assert only(store).reports == 3
    fill(store, *apart())
    store.merge(whole=True)
    assert only(store).reports == 3
    assert store.check() == ()
    store.undo(review.id, **ANN)
    assert {e.type for e in store.events()} == {"strike", "meeting"}


def test_an_event_is_split_by_hand_and_joined_again(store: EventStore) -> None:
    fill(store, strike("a"), strike("b"), strike("c"))
    event = only(store)
    ref = next(ref for ref in event.mentions if ref.report == "b")
    review = store.split_event(event.id, [(ref.report, ref.mention)], **ANN)
    assert sorted(len(e.mentions) for e in store.events()) == [1, 2]
    fill(store, strike("d"))
    assert sorted({r.report for r in e.mentions} == {"b"} for e in store.events()) == [False, True]
    store.undo(review.id, **ANN)
    assert only(store).reports == 4
    with pytest.raises(InputError, match="not by all"):
        store.split_event(only(store).id, [("nowhere", "m")], **ANN)


def test_structural_decisions_survive_another_reading(store: EventStore, clock: Clock) -> None:
    fill(store, *apart())
    store.merge_events([event.id for event in store.events()], **ANN)
    clock.turn(1)
    moved = mention("b", "meeting", start=2, places=(at(OBLAST),), quote="Officials met.")
    fill(store, report("b", moved, published=NEXT))
    assert only(store).reports == 2


def bare(event: Event) -> Event:
    """An event without what its own store alone knows: since when, and which ids led to it."""
    return replace(event, first_seen=None, last_changed=None, aliases=())


def carried(store: EventStore) -> str:
    stream = io.StringIO()
    store.export_reviews(stream)
    return stream.getvalue()


def test_reviews_travel_and_again_changes_nothing(store: EventStore, clock: Clock, tmp_path: Path) -> None:
    fill(store, *apart())
    first, second = store.events()
    store.add_review(first.id, "place", point_value(35.3, 51.2, "the mill"), **ANN)
    gone = store.add_review(second.id, "status", "denied", **ANN)
    store.undo(gone.id, who="ben", why="no")
    store.merge_events([first.id, second.id], **ANN)
    store.create_event(Event("", "protest", "A march", DateRange(DAY, DAY, "day", "by hand"), ()), **ANN)
    text = carried(store)
    with EventStore(tmp_path / "b.gpkg", now=clock) as other:
        assert other.import_reviews(io.StringIO(text)) == (5, 0)
        fill(other, *apart())
        assert [bare(event) for event in other.events()] == [bare(event) for event in store.events()]
        before = list(other.events())
        assert other.import_reviews(io.StringIO(text)) == (0, 5)
        assert list(other.events()) == before
        assert carried(other) == text
        assert other.check() == ()
    assert store.import_reviews(io.StringIO(text)) == (0, 5)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "uid,event_id,field,value,machine,who,at,why,undoes,sharing,mentions\nu,e,type,notjson,null,w,2031-05-10T08:00:00+00:00,,,public,[]\n",
        'uid,event_id,field,value,machine,who,at,why,undoes,sharing,mentions\nu,e,colour,"""x""",null,w,2031-05-10T08:00:00+00:00,,,public,[]\n',
        'uid,event_id,field,value,machine,who,at,why,undoes,sharing,mentions\nu,e,type,"""x""",null,w,2031-05-10,,,public,[]\n',
        "uid,event_id,field,value,machine,who,at,why,undoes,sharing,mentions\nu,e,type,null,null,w,2031-05-10T08:00:00+00:00,,rv-none,public,[]\n",
    ],
)
def test_a_file_that_is_none_changes_nothing(text: str, store: EventStore) -> None:
    fill(store, strike())
    with pytest.raises(InputError):
        store.import_reviews(io.StringIO(text))
    assert store.reviews() == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colour", "red"), ("type", ""), ("status", "sure"), ("level", "village"), ("event", "perhaps"), ("place", "Paris"),
        ("date", {"start": "2031-13-01", "end": "2031-13-01"}), ("date", {"start": "2031-05-09", "end": "2031-05-01"}),
        ("figures", [{"kind": "killed"}]), ("figures", 14),
    ],
)  # fmt: skip
def test_a_value_that_is_none_is_refused(field: str, value: object, store: EventStore) -> None:
    fill(store, strike())
    with pytest.raises(InputError):
        store.add_review(only(store).id, field, value, who="ann")
    with pytest.raises(InputError, match="person"):
        store.add_review(only(store).id, "type", "attack", who=" ")
    assert store.reviews() == ()


def test_a_decision_on_an_internal_event_stays_internal(store: EventStore) -> None:
    secret = strike("b")
    fill(store, strike("a"), replace(secret, report=replace(secret.report, sharing="internal")))
    store.add_review(only(store).id, "summary", "Zylograph hit it", **ANN)
    assert only(store).summary == "Zylograph hit it"
    (shown,) = store.public().events()
    assert "Zylograph" not in repr(shown)
    store.add_review(only(store).id, "status", "disputed", sharing="public", **ANN)
    (shown,) = store.public().events()
    assert (shown.status, shown.reviewed) == ("disputed", ("status",))


def test_nothing_overwrites_a_review(store: EventStore) -> None:
    fill(store, strike())
    store.add_review(only(store).id, "type", "attack", **ANN)
    for sql in ("DELETE FROM reviews", "UPDATE reviews SET why = ''"):
        with sqlite3.connect(store.path) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(sql)


def test_unused_values_of_dates(store: EventStore) -> None:
    fill(store, strike(dates=day(DAY)))
    store.add_review(only(store).id, "date", {"start": None, "end": None, "precision": "unknown"}, **ANN)
    assert only(store).dates.first is None
    assert store.counts().undated == 1


def test_confirming_keeps_the_words_and_reasons_of_the_machine(store: EventStore) -> None:
    overnight = replace(day(DAY), part_of_day="overnight", text="overnight")
    fill(store, strike(dates=overnight))
    before = only(store)
    for field in ("date", "place", "figures"):
        store.confirm(before.id, field, who="ann")
    after = only(store)
    assert after.reviewed == ("date", "figures", "place")
    assert (after.dates, after.places, after.figures) == (before.dates, before.places, before.figures)
    assert after.machine == ()


def test_a_note_changes_nothing_and_is_kept(store: EventStore, tmp_path: Path) -> None:
    fill(store, strike())
    before = only(store)
    store.add_review(before.id, "note", "ask the hospital again", who="ann")
    assert replace(only(store), last_changed=None) == replace(before, last_changed=None)
    assert [(r.field, r.value) for r in store.reviews(before.id)] == [("note", "ask the hospital again")]
    stream = io.StringIO()
    store.export_reviews(stream)
    stream.seek(0)
    with EventStore(tmp_path / "other.gpkg") as other:
        assert other.import_reviews(stream) == (1, 0)
    with pytest.raises(InputError, match="note without words"):
        store.add_review(before.id, "note", " ", who="ann")


def test_reports_are_found_by_a_name_however_it_is_spelled(store: EventStore) -> None:
    texts = {"a": "Fighting near L\u2019gov-Sad.", "b": "Nothing.", "c": "LGOV  SAD burned."}
    for name, text in texts.items():
        document, extraction = pair(strike(name))
        store.add([(replace(document, text=text), extraction)])
    assert store.naming(["Lgov Sad"]) == ("a", "c")
    assert store.naming([" ", "Nowhere"]) == ()
