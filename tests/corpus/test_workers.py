"""Several processes: the same results in the same order, and what happens when one dies or Ctrl-C is pressed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

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


@contextmanager
def started(*words: str | Path, stdout: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a group of its own, as a terminal starts it; whatever happens, it does not outlive the test."""
    command = subprocess.Popen(
        [sys.executable, "-m", "geoevents", *map(str, words)],
        stdout=stdout, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    with command:
        try:
            yield command
        finally:
            if command.poll() is None:
                os.killpg(command.pid, signal.SIGKILL)


def press_ctrl_c(command: subprocess.Popen[bytes], file: Path, size: int) -> tuple[str, list[int]]:
    """Press Ctrl-C when a file has grown to a size; return the messages, and the processes that are left behind."""
    until = time.monotonic() + 100
    while time.monotonic() < until and not (file.exists() and file.stat().st_size > size):
        time.sleep(0.05)
    children = psutil.Process(command.pid).children(recursive=True)
    assert len(children) >= 2
    os.killpg(command.pid, signal.SIGINT)  # a terminal sends it to all processes of the command
    _, messages = command.communicate(timeout=100)
    until = time.monotonic() + 30
    while (left := [child.pid for child in children if alive(child)]) and time.monotonic() < until:
        time.sleep(0.05)
    return messages.decode(), left


def alive(process: psutil.Process) -> bool:
    """Whether a process runs; one that has ended, and that nobody has asked for its exit code, does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_ctrl_c_while_storing_keeps_what_is_done(many: Path, tmp_path: Path) -> None:
    store = tmp_path / "events.gpkg"
    with started("ingest", "--jsonl", many, "--workers", 2, "--store", store) as command:
        messages, left = press_ctrl_c(command, store.with_name("events.gpkg-wal"), 1_000_000)
    assert (command.returncode, left) == (130, [])
    assert "Traceback" not in messages
    assert "stopped by Ctrl-C" in messages
    with EventStore(store, readonly=True) as stored:
        assert 0 < len(stored.documents()) < 3000
        assert stored.count() > 0
        assert stored.check() == ()


def test_ctrl_c_while_writing_keeps_the_lines_that_are_done(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "lines.jsonl"
    with (
        out.open("wb") as lines,
        started("extract", "--jsonl", many, "--workers", "2", stdout=lines) as command,
    ):
        messages, left = press_ctrl_c(command, out, 100_000)
    assert (command.returncode, left) == (130, [])
    assert "Traceback" not in messages
    read = [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()]
    assert read == [f"r{number:05}" for number in range(len(read))]
    assert 0 < len(read) < 3000


def test_ctrl_c_leaves_no_half_file_but_what_is_done_beside_it(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("the file of before\n", "utf-8")
    with started("extract", "--jsonl", many, "--workers", "2", "-o", out) as command:
        aside = wait_for(tmp_path, ".out.jsonl.*.part")
        messages, _ = press_ctrl_c(command, aside, 100_000)
    assert command.returncode == 130
    assert "out.jsonl.partial" in messages
    assert out.read_text("utf-8") == "the file of before\n"
    assert all(json.loads(line) for line in (tmp_path / "out.jsonl.partial").read_text("utf-8").splitlines())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "out.jsonl.partial"]


def wait_for(folder: Path, pattern: str) -> Path:
    """The file of a name, when it is there."""
    until = time.monotonic() + 100
    while time.monotonic() < until:
        if found := next(folder.glob(pattern), None):
            return found
        time.sleep(0.05)
    raise AssertionError(f"no {pattern} in {folder}")
