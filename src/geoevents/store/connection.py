"""Opening the store file, and saying in our words what SQLite says in its own."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from geoevents import __version__
from geoevents.errors import NotAStore, StoreBusy, StoreError, StoreFull, StoreVersion
from geoevents.store import schema
from geoevents.store.copying import backup
from geoevents.store.geometry import add_functions
from geoevents.store.migrations import migrate
from geoevents.store.touching import watch

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_PRIMARY = 0xFF  # the low byte of an extended code is the primary code


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into those of `geoevents.errors`, which say what is wrong, where, and what to do.

    Raises:
        StoreBusy: another process is writing.
        StoreFull: the disk is full or the file read-only.
        NotAStore: the file is damaged or something else.
        StoreError: anything else that SQLite refuses.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        if code in _BUSY:
            raise StoreBusy(f"{path}: another process is writing to the store; try again when it is done.") from error
        if code in _FULL:
            raise StoreFull(
                f"{path}: nothing was written, the disk is full or the file is read-only ({error}); make room or choose another --store."
            ) from error
        if code in _DAMAGED:
            raise NotAStore(f"{path} is no geoevents store, or is damaged ({error}); restore a backup.") from error
        raise StoreError(f"{path}: {error}.") from error


def connect(path: Path, *, readonly: bool, timeout: float, now: datetime, make: bool = True) -> sqlite3.Connection:
    """Return a connection to the store at `path`, made first where there is none.

    Args:
        path: the file.
        readonly: never write, never make it.
        timeout: seconds to wait for another writer.
        now: the time to note in a new store.
        make: make it where there is none, unless it is read-only.

    Raises:
        NotAStore: it is some other file, damaged, or not there and not to be made.
        StoreVersion: it was written by a newer version.
        StoreBusy, StoreFull: see `spoken`.
    """
    fresh = not path.exists() or path.stat().st_size == 0
    if not fresh:
        _look_at(path)
    elif readonly or not make:
        raise NotAStore(_none_at(path))
    else:
        _make_folder(path)
    with spoken(path):
        if readonly and _is_older(path, timeout):
            connect(path, readonly=False, timeout=timeout, now=now).close()
        connection = _open(path, readonly=readonly, timeout=timeout)
        try:
            if _tables(connection) or readonly:
                _check_version(connection, path)
            if not readonly:
                _prepare(connection, now)
                migrate(connection, path, f"geoevents {__version__}", now, backup)
                watch(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _none_at(path: Path) -> str:
    if path.exists():
        return f"{path} is empty, 0 bytes: restore a backup if it was a store, or let `geoevents ingest` fill it."
    return f"No store at {path}: run `geoevents ingest` first, or name another with --store."


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFull(f"{path.parent} cannot be made: {error.strerror}; choose another --store.") from error


def _look_at(path: Path) -> None:
    """Refuse what is no SQLite file, or shorter than its header says.

    A store with a write-ahead log may be ahead of its main file; then SQLite itself knows.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise NotAStore(f"{path} cannot be read: {error.strerror}; name a store's file with --store.") from error
    if not head.startswith(_MAGIC) or len(head) < _HEADER:
        raise NotAStore(f"{path} is no geoevents store: choose another --store.")
    page, pages = struct.unpack_from(">H", head, 16)[0], struct.unpack_from(">I", head, 28)[0]
    log = path.with_name(path.name + "-wal")
    if not (log.exists() and log.stat().st_size) and size < (65536 if page == 1 else page) * pages:
        raise NotAStore(f"{path} is damaged: it is shorter than it says; restore a backup.")


def _open(path: Path, *, readonly: bool, timeout: float) -> sqlite3.Connection:
    mode = "rwc"
    if readonly:
        mode = "ro" if os.access(path.parent, os.W_OK) else "ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False)
    add_functions(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA trusted_schema = ON")
    return connection


def _prepare(connection: sqlite3.Connection, now: datetime) -> None:
    """Switch to write-ahead logging, and make the tables where there are none, for one process only."""
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise StoreError("The store's disk allows no write-ahead log; choose another --store.")
    connection.execute("PRAGMA synchronous = FULL")
    if _tables(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _tables(connection):  # another process may have been first
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {schema.USER_VERSION}")
            schema.create(connection, f"geoevents {__version__}", now)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _is_older(path: Path, timeout: float) -> bool:
    """Whether a store is of an older schema, so that it must be written to once before it can be read."""
    connection = _open(path, readonly=True, timeout=timeout)
    try:
        return _check_version(connection, path) < schema.VERSION
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _check_version(connection: sqlite3.Connection, path: Path) -> int:
    known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'geoevents_schema'").fetchone()[0]
    if not known:
        raise NotAStore(f"{path} is a database, but no geoevents store: choose another --store.")
    version, made_by = connection.execute("SELECT version, made_by FROM geoevents_schema").fetchone()
    if version > schema.VERSION:
        raise StoreVersion(
            f"{path} was written by {made_by} (schema {version}); this is {__version__} (schema {schema.VERSION}): update geoevents."
        )
    return int(version)
