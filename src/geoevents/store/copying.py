"""A copy of the store in a file of its own, whole at every moment."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from geoevents.errors import StoreFull


def backup(db: sqlite3.Connection, target: Path) -> None:
    """Copy the store to a new file, whole at every moment: written beside it and then renamed.

    Raises:
        StoreFull: when the target exists or cannot be written.
    """
    if target.exists():
        raise StoreFull(f"{target} exists: choose another name for the backup.")
    aside = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        copy = sqlite3.connect(aside)
        try:
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        aside.replace(target)
    except OSError as error:
        raise StoreFull(f"{target} cannot be written: {error.strerror}.") from error
