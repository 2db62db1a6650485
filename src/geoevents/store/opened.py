"""An open store file: one connection a thread, reading, and writing whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from geoevents.errors import StoreFull
from geoevents.resources import default_store
from geoevents.store.connection import connect, spoken


def utc_now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


class StoreFile:
    """The file under `EventStore`: opened, closed, read and written."""

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        readonly: bool = False,
        make: bool = True,
        now: Callable[[], datetime] = utc_now,
        timeout: float = 10.0,
    ) -> None:
        """Open the store at `path` (the user's own by default), made first where there is none.

        Args:
            path: the file; `GEOEVENTS_STORE` or one in the user's data folder by default.
            readonly: never write to it.
            make: make it where there is none; else that is an error, as it is for a read-only one.
            now: the clock, for first seen and last changed; returns a moment with a zone.
            timeout: seconds to wait for another writer before StoreBusy.

        Raises:
            NotAStore: some other file, a damaged one, or none where none may be made.
            StoreVersion: written by a newer version.
            StoreBusy, StoreFull: another writer, no room or no right to write.
        """
        self.path = Path(path) if path is not None else default_store()
        self.readonly, self._make = readonly, make
        self._now, self._timeout = now, timeout
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        with self._lock:
            for connection in self._open:
                connection.close()
            self._open.clear()

    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = connect(self.path, readonly=self.readonly, make=self._make, timeout=self._timeout, now=self._now())
            with self._lock:
                self._open.append(known)
            self._local.connection = known
        return known

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with spoken(self.path):
            yield self._connection()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock; commit at the end, or leave the file as it was."""
        if self.readonly:
            raise StoreFull(f"{self.path} was opened read-only: open it without `readonly` to write.")
        with spoken(self.path):
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
