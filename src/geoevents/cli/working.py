"""What `extract`, `ingest` and `reprocess` share: reports are read by one or several processes, counted, and told of."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

from geoevents.cli.console import FAILED, INTERRUPTED, OK, Console, counted

if TYPE_CHECKING:
    from geoevents.model import Document
    from geoevents.reading import ReadFailure
    from geoevents.workers import Reading, Task

T = TypeVar("T")
_NOTES_SHOWN = 20


@dataclass
class Tally:
    """What came of a run over reports; `stopped` when Ctrl-C ended it before its input did."""

    read: int = 0
    failed: int = 0
    events: int = 0
    mapped: int = 0
    claims: int = 0
    notes: int = 0
    stopped: bool = False

    def line(self) -> str:
        """Return the summary."""
        found = f"{counted(self.read, 'report')}, {counted(self.events, 'event')} ({self.mapped:,} on the map)"
        return f"{found}, {counted(self.claims, 'distance claim')}{self.failures()}."

    def failures(self) -> str:
        """Return how many inputs failed, and whether the run was cut short, for the end of a summary."""
        failed = f"; {self.failed:,} failed, see above" if self.failed else ""
        return failed + ("; stopped by Ctrl-C, run it again to go on" if self.stopped else "")

    @property
    def code(self) -> int:
        """The exit code."""
        return INTERRUPTED if self.stopped else FAILED if self.failed else OK


@contextmanager
def stoppable(console: Console, tally: Tally) -> Iterator[Callable[[], bool]]:
    """Yield a question: has Ctrl-C been pressed? The first press only asks to stop, the second stops at once."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return

    def ask(_number: int, _frame: FrameType | None) -> None:
        if tally.stopped:
            raise KeyboardInterrupt
        tally.stopped = True
        console.say("stopping: what is begun is finished and kept; Ctrl-C again stops at once.")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: tally.stopped
    finally:
        signal.signal(signal.SIGINT, before)


def readings(
    items: Iterable[Document | ReadFailure], task: Task[T], workers: int, console: Console, tally: Tally
) -> Iterator[tuple[Document, T]]:
    """Yield each report with what was made of it; what fails is said, counted, and passed over."""
    from geoevents.reading import ReadFailure  # noqa: PLC0415 - heavy imports wait until a command runs
    from geoevents.workers import Trouble, read_reports  # noqa: PLC0415

    with stoppable(console, tally) as stop:
        for item, outcome in console.progress(read_reports(items, task, workers=workers, stop=stop), "reports"):
            if isinstance(item, ReadFailure):
                tally.failed += 1
                console.error(str(item.error))
            elif isinstance(outcome, Trouble):
                tally.failed += 1
                console.error(f"{item.id} was passed over: {outcome.reason}; --debug shows where.")
                if console.debug:
                    console.trace(outcome.trace)
            elif outcome is not None:
                _count(item, outcome, console, tally)
                yield item, outcome.value


def _count(document: Document, reading: Reading[T], console: Console, tally: Tally) -> None:
    tally.read += 1
    tally.events += reading.mentions
    tally.mapped += reading.mapped
    tally.claims += reading.claims
    notes = list(reading.notes)
    if document.published and document.published > datetime.now(UTC).date():
        notes.append(f"its publication date {document.published} lies in the future ({document.published_why}).")
    for note in notes:
        say_note(f"{document.id}: {note}", console, tally)


def say_note(note: str, console: Console, tally: Tally) -> None:
    """Say what the user should know, as long as that is not too much."""
    tally.notes += 1
    if tally.notes <= _NOTES_SHOWN:
        console.say(note)
    elif tally.notes == _NOTES_SHOWN + 1:
        console.say("more notes are left out; `geoevents extract --explain` has them all.")
