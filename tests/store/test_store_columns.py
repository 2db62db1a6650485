"""The columns that are left in the store: renewed for the events that changed, they are those of all events read anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from merge_builders import DAY, OTHER_TOWN, TOWN, at, day, exactly, mention, report
from store_builders import pair

from geoevents.model import Extraction
from geoevents.store import EventStore, snapshot
from geoevents.store.facets import FACETS, Facet, load_facets
from geoevents.store.settings import setting
from geoevents.store.touching import touched

KINDS = ["strike", "battle", "meeting", "protest"]


def told(n: int, turn: int = 0) -> Extraction:
    first = DAY + timedelta(days=3 * (n % 40))
    places = ((at(TOWN),), (at(OTHER_TOWN),), ())[n % 3]
    made = report(
        f"r{n}",
        mention(
            f"r{n}", KINDS[(n * 7 + turn) % 3], quote=f"Words {n} of it {turn}.", dates=day(first), places=places,
            attributed_to=["The mayor", "A driver", None][(n // 2 + turn) % 3],
            figures=(exactly("killed", 1 + n % 5),) if n % 4 == 0 else (),
        ),
    )  # fmt: skip
    return replace(made, report=replace(made.report, publisher=f"Paper {n % 7}"))


def pairs(facet: Facet, rows: np.ndarray) -> set[tuple[int, str]]:
    return {(int(rows[e]), facet.names[v]) for e, v in zip(facet.event, facet.value, strict=True)}


def check(store: EventStore) -> None:
    """The columns in the store are those that reading all events gives; nobody has touched any since."""
    with store._reading() as db:
        revision = int(setting(db, "events", "0"))
        saved, made = snapshot._saved(db, revision), snapshot._made(db, revision)
        assert saved is not None
        assert touched(db) == []
        for name in snapshot._COLUMNS:
            if name != "type":
                np.testing.assert_array_equal(getattr(saved, name), getattr(made, name), err_msg=name)
        assert [saved.types[n] for n in saved.type] == [made.types[n] for n in made.type]
        kept = load_facets(db, revision, saved.row)
        assert list(kept) == list(FACETS)
        anew = load_facets(db, -1, made.row)
    for name in FACETS:
        assert pairs(kept[name], saved.row) == pairs(anew[name], made.row), name
        assert set(kept[name].names) == set(anew[name].names), name


def test_whatever_is_done_the_columns_are_those_of_all_events(store: EventStore) -> None:
    store.add(pair(told(n)) for n in range(60))
    store.merge()
    check(store)
    for n in range(60, 66):
        store.add([pair(told(n))])
        store.merge()
        check(store)
    store.add([pair(told(3, 1), "Other text.")])
    store.merge()
    check(store)
    events = list(store.events())
    rejected = store.reject(events[5].id, who="ann")
    check(store)
    store.add_review(events[7].id, "type", "protest", who="ann")  # a type that no event had
    check(store)
    store.undo(rejected.id, who="ann")
    check(store)
    store.purge("r11")
    check(store)
    assert store.check() == ()


def test_few_changes_read_few_events(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(pair(told(n)) for n in range(60))
    store.merge()
    monkeypatch.setattr(snapshot, "_made", lambda *_: pytest.fail("all events were read"))
    event = next(iter(store.events()))
    store.add_review(event.id, "status", "denied", who="ann")
    store.add([pair(told(61))])
    store.merge()
    assert int((store.snapshot().status == snapshot.STATUSES.index("denied")).sum()) == 1


def begin_and_stop(store: EventStore) -> None:
    with store._writing() as db:
        db.execute("DELETE FROM event_index")
        assert touched(db)
        raise RuntimeError("stop")


def test_a_change_that_is_taken_back_touches_nothing(store: EventStore) -> None:
    store.add(pair(told(n)) for n in range(9))
    store.merge()
    with pytest.raises(RuntimeError, match="stop"):
        begin_and_stop(store)
    check(store)
