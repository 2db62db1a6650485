"""Bad files, two writers, a full disk, kills in the middle: a clear error, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from merge_builders import TOWN, at, mention, one, report
from store_builders import Clock, pair

from geoevents.errors import NotAStore, StoreBusy, StoreFull, StoreVersion
from geoevents.store import EventStore

HERE = Path(__file__).parent
WRITER = """
import sys
sys.path[:0] = [{store!r}, {merge!r}]
from merge_builders import one
from store_builders import pair
from geoevents.store import EventStore
with EventStore({path!r}) as store:
    for n in range(10_000):
        store.add([pair(one(f"r{{n:05}}-{{k}}"), "text " * 2_000) for k in range(3)])
        if n % 5 == 4:
            store.merge()
        print(n, flush=True)
"""


def filled(path: Path) -> Path:
    with EventStore(path, now=Clock()) as store:
        store.add([pair(one("a")), pair(one("b"))])
        store.merge()
    return path


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.45])
def test_a_kill_in_the_middle_loses_nothing_acknowledged_and_leaves_nothing_half_there(
    tmp_path: Path, seconds: float
) -> None:
    path = tmp_path / "killed.gpkg"
    script = WRITER.format(store=str(HERE), merge=str(HERE.parent / "merge"), path=str(path))
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [process.stdout.readline()]
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    told += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    acknowledged = int([line for line in told if line.endswith("\n")][-1])
    with EventStore(path) as store:
        assert store.check() == ()
        ids = [stored.report.id for stored in store.documents()]
        assert len(ids) % 3 == 0, "a batch is whole or not there"
        assert {f"r{n:05}-{k}" for n in range(acknowledged + 1) for k in range(3)} <= set(ids)
        store.merge()
        assert store.check() == ()
        (event,) = store.events()
        assert event.reports == len(ids)


def test_a_reader_beside_the_writer_sees_only_whole_batches(tmp_path: Path) -> None:
    path = filled(tmp_path / "shared.gpkg")
    stop, seen, wrong = threading.Event(), [0], list[object]()

    def read() -> None:
        with EventStore(path, readonly=True) as reader:
            while not stop.is_set():
                try:
                    number = len(reader.documents())
                    list(reader.events())
                    reader.snapshot()
                except Exception as error:  # noqa: BLE001 - any error at all fails the test
                    wrong.append(error)
                seen[0] += 1
                if (number - 2) % 4:
                    wrong.append(number)

    thread = threading.Thread(target=read)
    thread.start()
    with EventStore(path) as writer:
        for n in range(25):
            writer.add([pair(one(f"r{n}-{k}")) for k in range(4)])
            writer.merge()
    stop.set()
    thread.join()
    assert wrong == []
    assert seen[0] > 3


def test_a_second_writer_waits_and_then_says_that_the_store_is_busy(tmp_path: Path) -> None:
    path = filled(tmp_path / "busy.gpkg")
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    with EventStore(path, timeout=0.1) as store:
        with pytest.raises(StoreBusy, match="another process"):
            store.add([pair(one("c"))])
        assert store.count() == 1
    patient = EventStore(path, timeout=20)
    timer = threading.Timer(0.2, lambda: holder.execute("ROLLBACK"))
    timer.start()
    assert patient.add([pair(one("c"))]).new == 1
    timer.join()
    patient.close()
    holder.close()


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = filled(tmp_path / "full.gpkg")
    with EventStore(path) as store:
        db = store._connection()
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreFull, match="nothing was written"):
            store.add([pair(one(f"big{n}"), "word " * 50_000) for n in range(5)])
        assert [stored.report.id for stored in store.documents()] == ["a", "b"]
        assert store.check() == ()


def test_a_store_opened_read_only_is_never_written(tmp_path: Path) -> None:
    path = filled(tmp_path / "read only.gpkg")
    before = path.read_bytes()
    with EventStore(path, readonly=True) as store:
        assert store.count() == 1
        for write in (lambda: store.add([pair(one("c"))]), store.merge, store.vacuum):
            with pytest.raises(StoreFull, match="read-only"):
                write()
    assert path.read_bytes() == before


def test_no_store_is_an_error_for_a_reader_and_a_new_one_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "új tár.gpkg"
    with pytest.raises(NotAStore, match="geoevents ingest"):
        EventStore(path, readonly=True)
    assert not path.exists()
    with EventStore(path) as store:
        assert store.count() == 0
        assert store.merge().total == 0
        assert store.check() == ()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreFull, match="cannot be made"):
        EventStore(tmp_path / "file" / "store.gpkg")


def test_some_other_file_is_refused_and_untouched(tmp_path: Path) -> None:
    text, database = tmp_path / "notes.txt", tmp_path / "other.gpkg"
    text.write_text("No database at all, but long enough to be looked at by everyone who opens it." * 9)
    with sqlite3.connect(database) as db:
        db.execute("CREATE TABLE mine (x)")
    db.close()
    for path in (text, database):
        before = path.read_bytes()
        for readonly in (False, True):
            with pytest.raises(NotAStore, match="no geoevents store"):
                EventStore(path, readonly=readonly)
        assert path.read_bytes() == before
    with pytest.raises(NotAStore, match="cannot be read"):
        EventStore(tmp_path)


@pytest.mark.parametrize("share", [0.5, 0.97])
def test_a_truncated_store_is_refused(tmp_path: Path, share: float) -> None:
    path = filled(tmp_path / "cut.gpkg")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(NotAStore, match="shorter than it says"):
        EventStore(path)


def test_a_damaged_page_is_found_by_check(tmp_path: Path) -> None:
    path = filled(tmp_path / "damaged.gpkg")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE event_payloads SET payload = x'00ff'")
        db.execute("DELETE FROM event_places")
    db.close()
    with EventStore(path) as store:
        found = "\n".join(store.check())
        assert "cannot be read" in found
        assert "box entries lead nowhere" in found
        with pytest.raises(NotAStore, match="restore a backup"):
            list(store.events())


def test_a_store_of_a_newer_program_is_refused_by_name(tmp_path: Path) -> None:
    path = filled(tmp_path / "newer.gpkg")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE geoevents_schema SET version = 99, made_by = 'geoevents 9.9'")
    db.close()
    with pytest.raises(StoreVersion, match=r"geoevents 9\.9"):
        EventStore(path)


def test_a_failure_in_the_middle_of_a_batch_undoes_the_batch(tmp_path: Path) -> None:
    with EventStore(tmp_path / "store.gpkg") as store:
        good = pair(one("good"))
        broken = (good[0], report("bad", mention("bad", places=(at(TOWN),), actors=(object(),))))
        with pytest.raises(TypeError):
            store.add([good, broken])
        assert store.documents() == ()


def test_threads_share_a_store(tmp_path: Path) -> None:
    with EventStore(filled(tmp_path / "threads.gpkg")) as store:
        found: list[int] = []
        threads = [threading.Thread(target=lambda: found.append(store.count())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [1] * 4


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    with EventStore(filled(tmp_path / "store.gpkg")) as store, pytest.raises(StoreFull, match="exists"):
        store.backup(store.path)
