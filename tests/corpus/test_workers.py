"""Several processes: the same results in the same order, and what happens when one dies or Ctrl-C is pressed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from corpus_texts import documents, write_jsonl

from geoevents.errors import UnreadableFile
from geoevents.model import Document, Extraction
from geoevents.pipeline import Options
from geoevents.reading import ReadFailure
from geoevents.store import EventStore
from geoevents.workers import AHEAD, CHUNK, Reading, Task, Trouble, read_reports, whole


def name_or_die(document: Document, _: Extraction) -> str:
    """The report's name; of two reports the process that read them does not survive."""
    if document.id in {"r00011", "r00030"}:
        os._exit(9)
    if document.id == "r00005":
        raise ValueError("a defect")
    return document.id


def test_two_processes_return_what_one_does_in_the_same_order() -> None:
    reports = documents(24)
    one = [outcome for _, outcome in read_reports(reports, Task(whole, Options()))]
    two = [outcome for _, outcome in read_reports(reports, Task(whole, Options()), workers=2)]
    assert one == two
    assert all(isinstance(outcome, Reading) for outcome in two)


def test_a_process_that_dies_costs_one_report_and_the_rest_goes_on() -> None:
    failure = ReadFailure("x.txt", UnreadableFile("x.txt is empty."))
    items = [*documents(36), failure]
    found = list(read_reports(items, Task(name_or_die, Options()), workers=2))
    assert [item for item, _ in found] == items
    troubles = {item.id: outcome.reason for item, outcome in found if isinstance(outcome, Trouble)}  # type: ignore[union-attr]
    assert sorted(troubles) == ["r00005", "r00011", "r00030"]
    assert "died" in troubles["r00011"]
    assert troubles["r00005"] == "ValueError: a defect"
    assert found[-1][1] is None
    assert all(outcome.value == item.id for item, outcome in found if isinstance(outcome, Reading))


def test_few_reports_are_under_way_and_a_stop_finishes_them() -> None:
    taken: list[Document] = []
    seen: list[str] = []

    def endless() -> Iterator[Document]:
        for report in documents(400):
            taken.append(report)
            yield report

    for item, _ in read_reports(endless(), Task(name_of, Options()), workers=2, stop=lambda: len(seen) >= 20):
        seen.append(item.id if isinstance(item, Document) else "")
        assert len(taken) - len(seen) <= 2 * AHEAD * CHUNK
    assert 20 <= len(seen) < 100
    assert seen == [report.id for report in taken]


def name_of(document: Document, _: Extraction) -> str:
    """The report's name."""
    return document.id


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More reports than are read before the tests press Ctrl-C."""
    return write_jsonl(tmp_path_factory.mktemp("many") / "many.jsonl", 3000)


def interrupted(*words: str | Path, when: Path) -> tuple[int, str, list[int]]:
    """Run a command, press Ctrl-C when a file has grown, and return exit code, messages and processes left behind."""
    command = subprocess.Popen(
        [sys.executable, "-m", "geoevents", *map(str, words)], stderr=subprocess.PIPE, start_new_session=True
    )
    size = when.stat().st_size if when.exists() else 0
    until = time.monotonic() + 30
    while time.monotonic() < until and not (when.exists() and when.stat().st_size > size + 100_000):
        time.sleep(0.05)
    children = psutil.Process(command.pid).children(recursive=True)
    assert children
    os.killpg(command.pid, signal.SIGINT)  # a terminal sends it to all processes of the command
    _, messages = command.communicate(timeout=30)
    left = [child.pid for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    return command.returncode, messages.decode(), left


def test_ctrl_c_while_storing_keeps_what_is_done(many: Path, tmp_path: Path) -> None:
    store = tmp_path / "events.gpkg"
    log = store.with_name("events.gpkg-wal")
    code, messages, left = interrupted("ingest", "--jsonl", many, "--workers", 2, "--store", store, when=log)
    assert (code, left) == (1, [])
    assert "Traceback" not in messages
    assert "stopped by Ctrl-C" in messages
    with EventStore(store, readonly=True) as stored:
        assert 0 < len(stored.documents()) < 3000
        assert stored.count() > 0
        assert stored.check() == ()


def test_ctrl_c_while_writing_keeps_the_lines_beside_the_file(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    seen = tmp_path / "lines.jsonl"
    with seen.open("wb") as lines:
        command = subprocess.Popen(
            [sys.executable, "-m", "geoevents", "extract", "--jsonl", many, "--workers", "2"],
            stdout=lines, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        while seen.stat().st_size < 100_000 and command.poll() is None:
            time.sleep(0.05)
        os.killpg(command.pid, signal.SIGINT)
        _, messages = command.communicate(timeout=30)
    assert command.returncode == 1
    assert b"Traceback" not in messages
    assert seen.read_bytes().endswith(b"\n")
    assert not out.exists()
