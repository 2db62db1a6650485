"""A store of an older schema becomes a current one, with a copy beforehand; one of a newer schema is refused."""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from merge_builders import one
from store_builders import Clock, pair

from geoevents.errors import StoreVersion
from geoevents.events.merging import merge
from geoevents.model import Extraction
from geoevents.store import EventStore, schema
from geoevents.store.documents import add_document
from geoevents.store.geometry import add_functions
from geoevents.store.packing import digest, plain

SQL = Path(__file__).with_name("schema_1.sql")
NOON = "2031-05-09T12:00:00.000Z"


def internal(extraction: Extraction) -> Extraction:
    return replace(extraction, report=replace(extraction.report, sharing="internal"))


def reports() -> list[Extraction]:
    return [
        one("open", quote="A rocket hit the mill."),
        internal(one("secret", quote="A rocket hit the mill, said Zylograph.")),
    ]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store as version 1 left it: two reports, one of them internal, of one event; a review; a log of changes."""
    path = tmp_path / "old store.gpkg"
    db = sqlite3.connect(path, isolation_level=None)
    add_functions(db)
    for statement in schema.statements(SQL.read_text("utf-8")):
        db.execute(statement)
    found = reports()
    db.execute("CREATE TABLE document_readings (document INTEGER, source TEXT, notes TEXT)")  # version 3 writes to it
    for extraction in found:
        add_document(db, *pair(extraction), NOON)
    db.execute("DROP TABLE document_readings")
    (event,) = merge([replace(e, report=replace(e.report, sharing="public")) for e in found])
    db.execute(
        "INSERT INTO events (fid, event_id, event_type, summary, date_precision, border_view, status, background, mapped, sources,"
        " origins, reports, conflicts, confidence, sharing, first_seen, last_changed)"
        " VALUES (1, ?, 'strike', 's', 'day', 'international', 'asserted', 0, 1, 2, 2, 2, 0, 0.8, 'public', ?, ?)",
        (event.id, NOON, NOON),
    )
    db.execute("INSERT INTO event_payloads VALUES (1, ?, ?)", (digest(plain(event)), zlib.compress(plain(event))))
    db.execute("INSERT INTO event_index VALUES (1, ?, 0, NULL, NULL, 'strike', 'asserted', 2, 2, NULL, 0)", (event.id,))
    db.execute("INSERT INTO event_words (rowid, body) VALUES (1, 'mill Zylograph')")
    db.execute("UPDATE mentions SET event = 1")
    db.execute(
        "INSERT INTO reviews (event_id, field, value, who, why, at) VALUES (?, 'type', '\"attack\"', 'ann', 'so', ?)",
        (event.id, NOON),
    )
    db.execute(
        "INSERT INTO changes (event_id, kind, at, reports) VALUES (?, 'new', ?, '[\"open\", \"secret\"]')",
        (event.id, NOON),
    )
    db.close()
    return path


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.backup*"))


@pytest.mark.parametrize("readonly", [False, True])
def test_a_store_of_version_1_is_brought_up_to_date(old: Path, *, readonly: bool) -> None:
    before = old.read_bytes()
    with EventStore(old, readonly=readonly, now=Clock()) as store:
        assert len(list(store.events())) == 1
        assert list(store.public().events()) == [], "what it does not know to be public stays hidden until it is merged"
        assert store.public().changed_since(date(2000, 1, 1)) == ()
        assert store.needs_merge
        assert [review.value for review in store.reviews()] == ["attack"]
    (copy,) = backups(old)
    assert copy.name == "old store.schema-1.backup.gpkg"
    with sqlite3.connect(copy) as db:
        assert db.execute("SELECT version FROM geoevents_schema").fetchone() == (1,)
    with EventStore(old, now=Clock()) as store:
        assert backups(old) == [copy], "nothing is left to migrate"
        store.merge()
        (event,) = store.events()
        assert (event.type, event.reviewed, event.reports) == ("attack", ("type",), 2)
        (shown,) = store.public().events()
        assert [ref.report for ref in shown.mentions] == ["open"]
        assert store.check() == ()
        assert store.backups() == (copy.absolute(),)
    assert old.read_bytes() != before


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(row[1:6] for row in db.execute(f"PRAGMA table_info({name})")) for name in names}


def test_a_migrated_store_has_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    for path in (old, tmp_path / "new.gpkg"):
        with EventStore(path, now=Clock()) as store:
            store.merge()
    assert columns(old) == columns(tmp_path / "new.gpkg")


def test_a_migration_that_fails_leaves_the_store_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geoevents.store import migrations  # noqa: PLC0415 - to break its step

    monkeypatch.setitem(migrations.STEPS, 1, f"{migrations.STEPS[1]}DROP TABLE no_such_table;\n")
    with pytest.raises(Exception, match="no_such_table"):
        EventStore(old, now=Clock())
    with sqlite3.connect(old) as db:
        assert db.execute("SELECT version FROM geoevents_schema").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'event_audience'").fetchone() == (0,)
    monkeypatch.undo()
    with EventStore(old, now=Clock()) as store:
        assert len(list(store.events())) == 1
    assert len(backups(old)) == 2


@pytest.mark.parametrize("readonly", [False, True])
def test_a_store_of_a_newer_version_is_refused_and_not_touched(tmp_path: Path, *, readonly: bool) -> None:
    path = tmp_path / "new.gpkg"
    with EventStore(path, now=Clock()):
        pass
    with sqlite3.connect(path) as db:
        db.execute("UPDATE geoevents_schema SET version = ?, made_by = 'geoevents 99'", (schema.VERSION + 1,))
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreVersion, match=r"geoevents 99.*update geoevents"):
        EventStore(path, readonly=readonly)
    assert path.read_bytes() == before
    assert backups(path) == []


def test_a_store_of_version_2_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    with EventStore(path) as store:
        store.add([pair(extraction) for extraction in reports()])
        store.merge()
        before = [event.id for event in store.events()]
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE document_readings")
        db.execute("UPDATE geoevents_schema SET version = 2")
    with EventStore(path) as store:
        assert [event.id for event in store.events()] == before
        assert store.check() == ()
        known = store.document("open")
        assert known is not None
        assert (known.source, known.notes) == (None, ())
        assert store.add([(known, one("open", quote="A rocket hit the mill."))]).unchanged == 1
    assert [found.name for found in tmp_path.glob("*.backup.gpkg")] == ["two.schema-2.backup.gpkg"]
