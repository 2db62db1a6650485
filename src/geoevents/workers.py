"""All cores of one machine: reports are read by several processes, and come back in the order in which they went in.

Each process opens the resources once; the atlas is mapped from its files, so that the processes share one copy of it.
Few reports are under way at a time, whatever the length of the input. A process that dies (out of memory, a crash of a
compiled library) costs the one report that killed it: what was under way is read again, one report at a time.
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import resource_tracker
from typing import Generic, TypeVar

from geoevents.atlas import BorderFile
from geoevents.errors import WorkersLost
from geoevents.model import BorderView, Document, Extraction
from geoevents.pipeline import Options, Resources, extract, extract_batch
from geoevents.reading import ReadFailure

T = TypeVar("T")
CHUNK = 12  # reports that travel, and are read, together: sending one costs as much as sending a dozen
_TOGETHER = 200_000  # characters that are read side by side; what holds more is read by itself
_YOUNG = 20_000  # objects made before the collector of cycles looks at them; a report makes few cycles
AHEAD = 2  # chunks under way for each process
_DEATHS = 5  # processes that may die one after the other without a report read
Item = Document | ReadFailure


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What came of a report: the value that was asked for, and what a summary counts."""

    value: T
    mentions: int
    mapped: int
    claims: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a report was passed over, in a sentence without its end; `trace` shows where, for those who repair it."""

    reason: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """What is done with each report: `shape` makes the value that comes back, in the process that read the report.

    `shape` must be a function of a module, or a `functools.partial` of one: it travels to other processes.
    """

    shape: Callable[[Document, Extraction], T]
    options: Options
    view: BorderView = "international"


def whole(_: Document, extraction: Extraction) -> Extraction:
    """Return the extraction itself: the shape for those who want all of it."""
    return extraction


def resources(view: BorderView) -> Resources:
    """Return the resources of this process, opened once for each view, and each file of borders that the user names."""
    return _resources(view, BorderFile.of_environment())


@cache
def _resources(view: BorderView, borders: BorderFile | None) -> Resources:
    opened = Resources.load(view=view, borders=borders or False)
    gc.collect()
    gc.freeze()  # the collector of cycles need not look at them any more
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
    return opened


def _read_report(document: Document, task: Task[T], found: Extraction | None = None) -> Reading[T] | Trouble:
    """Shape what was found in a report, which is read here where it is not yet; whatever goes wrong with it is a value."""
    try:
        found = found or extract(document, resources(task.view), task.options)
        return Reading(
            value=task.shape(document, found),
            mentions=len(found.mentions),
            mapped=sum(mention.mapped for mention in found.mentions),
            claims=len(found.claims),
            notes=found.notes,
        )
    except Exception as error:  # noqa: BLE001 - one report must not stop the others; the reason goes to the user
        return Trouble(f"{type(error).__name__}: {error}", traceback.format_exc())


def _read_together(documents: list[Document], task: Task[T]) -> list[Reading[T] | Trouble]:
    """Read reports side by side; where one of them fails they are read one by one, which tells the one that does."""
    found: Sequence[Extraction | None] = [None] * len(documents)
    if len(documents) > 1 and sum(len(document.text) for document in documents) <= _TOGETHER:
        with suppress(Exception):
            found = extract_batch(documents, resources(task.view), task.options)
    return [_read_report(document, task, one) for document, one in zip(documents, found, strict=True)]


Outcome = Reading[T] | Trouble | None


def read_reports(
    items: Iterable[Item], task: Task[T], *, workers: int = 1, stop: Callable[[], bool] = lambda: False
) -> Iterator[tuple[Item, Outcome[T]]]:
    """Yield each item with what came of it, in order; a `ReadFailure` passes through with None.

    Args:
        items: reports, and what could not be read.
        task: what to do with each report.
        workers: processes; with 1 it is this one.
        stop: asked before more is begun; once it says yes, what is under way is finished and nothing more begun.

    Raises:
        WorkersLost: when processes die without having read a report, however often they are started anew.
    """
    if workers > 1:
        yield from _Pool(task, workers).run(iter(items), stop)
        return
    remaining = iter(items)
    while not stop() and (chunk := list(islice(remaining, 1))):  # one by one: whoever feeds a pipe sees each at once
        yield from zip(chunk, _read_chunk(chunk, task), strict=True)


@dataclass(slots=True)
class _Chunk(Generic[T]):
    items: list[Item]
    future: Future[list[Outcome[T]]]


def _read_chunk(items: list[Item], task: Task[T]) -> list[Outcome[T]]:
    read = iter(_read_together([item for item in items if not isinstance(item, ReadFailure)], task))
    return [None if isinstance(item, ReadFailure) else next(read) for item in items]


def _begin(view: BorderView) -> None:
    """Prepare a process: Ctrl-C is its parent's business, it ends when its parent does, and opens its resources."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    resources(view)


@contextmanager
def unheard() -> Iterator[None]:
    """Hold Ctrl-C back while processes may be started: they inherit that, and never hear of it; this process does."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # where it starts it lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


class _Pool(Generic[T]):
    """Processes that read chunks of reports; made anew when one of them dies."""

    def __init__(self, task: Task[T], workers: int) -> None:
        self._task, self._workers = task, workers
        self._deaths = 0
        self._executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, context, initializer=_begin, initargs=(self._task.view,))

    def run(self, items: Iterator[Item], stop: Callable[[], bool]) -> Iterator[tuple[Item, Outcome[T]]]:
        under_way: deque[_Chunk[T]] = deque()
        try:
            while not stop() and (chunk := list(islice(items, CHUNK))):
                under_way.append(_Chunk(chunk, self._submit(chunk)))
                if len(under_way) >= AHEAD * self._workers:
                    yield from self._first(under_way)
            while under_way:
                yield from self._first(under_way)
        finally:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, items: list[Item]) -> Future[list[Outcome[T]]]:
        try:
            with unheard():
                return self._executor.submit(_read_chunk, items, self._task)
        except BrokenProcessPool as error:
            broken: Future[list[Outcome[T]]] = Future()
            broken.set_exception(error)
            return broken

    def _first(self, under_way: deque[_Chunk[T]]) -> Iterator[tuple[Item, Outcome[T]]]:
        chunk = under_way[0]
        try:
            outcomes = chunk.future.result()
        except BrokenProcessPool:
            self._recover(under_way)
            outcomes = chunk.future.result()
        self._deaths = 0
        under_way.popleft()
        yield from zip(chunk.items, outcomes, strict=True)

    def _recover(self, under_way: Iterable[_Chunk[T]]) -> None:
        """Read again what was lost, one report at a time, so that the one that kills its process is found."""
        self._restart()
        for chunk in under_way:
            if not chunk.future.done() or chunk.future.exception() is not None:
                chunk.future = Future()
                chunk.future.set_result([self._alone(item) for item in chunk.items])

    def _restart(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._start()

    def _alone(self, item: Item) -> Outcome[T]:
        try:
            outcome = self._submit([item]).result()[0]
        except BrokenProcessPool:
            self._deaths += 1
            if self._deaths >= _DEATHS:
                raise WorkersLost(
                    f"{_DEATHS} processes died one after the other: give --workers 1, or make room in memory."
                ) from None
            self._restart()
            return Trouble("the process that read it died (out of memory, or a crash of a library)")
        if outcome is not None:
            self._deaths = 0
        return outcome
