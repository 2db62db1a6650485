"""Care of the store: check it, copy it, give back its space, and truly remove a report."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.errors import InputError, StoreBusy, StoreFull
from geoevents.events.merge_rules import merge_rules
from geoevents.lexicon import Lexicon
from geoevents.store import care, copying, documents, queries, snapshot
from geoevents.store.forgetting import forget_reviews, forget_traces
from geoevents.store.opened import StoreFile
from geoevents.store.remerge import merge_store
from geoevents.store.schema import stamp
from geoevents.store.settings import bump, bump_events, note, setting, update_extent
from geoevents.store.updating import atlas_of

if TYPE_CHECKING:
    from geoevents.atlas import Atlas


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removed: versions, mentions, events; `backups` are copies of the store that may still hold it."""

    versions: int
    mentions: int
    events: int
    backups: tuple[Path, ...]


class Keeping(StoreFile):
    """The part of `EventStore` that cares for the file."""

    def check(self) -> tuple[str, ...]:
        """Return a sentence for each thing that is wrong with the store; empty when it is sound."""
        with self._reading() as db:
            return tuple(care.problems(db))

    def backup(self, target: str | Path) -> None:
        """Copy the store to a new file; a store that is open for writing notes where, for `purge` to name it.

        Raises:
            StoreFull: when the target exists or cannot be written.
        """
        target = Path(target)
        with self._reading() as db:
            copying.backup(db, target)
        if not self.readonly:
            with self._writing() as db:
                known = [*json.loads(setting(db, "backups", "[]")), str(target.absolute())]
                db.execute("INSERT OR REPLACE INTO settings VALUES ('backups', ?)", (json.dumps(known),))

    def backups(self) -> tuple[Path, ...]:
        """Return the copies of the store that are known and still there."""
        with self._reading() as db:
            noted = [Path(name) for name in json.loads(setting(db, "backups", "[]"))]
        beside = sorted(self.path.parent.glob(f"*.backup{self.path.suffix}"))
        ours = [path for path in beside if path.name.startswith(f"{self.path.stem}.")]
        return tuple(path for path in dict.fromkeys([*noted, *(path.absolute() for path in ours)]) if path.exists())

    def vacuum(self) -> None:
        """Give unused space back to the disk."""
        if self.readonly:
            raise StoreFull(f"{self.path} was opened read-only: open it without `readonly` to write.")
        with self._reading() as db:
            _rewrite(db, self.path)

    def purge(self, report: str, *, atlas: Atlas | None = None, lexicon: Lexicon | None = None) -> Purged:
        """Remove a report in all versions, with all that came from it alone, so that its bytes are gone from the file.

        Events that other reports tell stay, with what those say. The log keeps a line without content. Copies of the store
        are not touched, but named.

        Args:
            report: its id.
            atlas: to merge what is left with; by default the shipped one, where the store was merged with an atlas.
            lexicon: the rules of merging; the shipped ones by default.

        Raises:
            InputError: when there is no such report.
            StoreBusy: when another process holds the file; where that is a reader, all is removed but its old pages may
                be in the file until `vacuum`.
        """
        rules = merge_rules(lexicon)
        with self._reading() as db:
            db.execute("PRAGMA secure_delete = ON")
        with self._writing() as db:
            now = stamp(self._now())
            if not db.execute("SELECT 1 FROM documents WHERE report = ?", (report,)).fetchone():
                raise InputError(f"No report {report!r} in the store.")
            before = queries.count(db, queries.EVERYTHING)
            used = atlas_of(db, atlas)
            forget_reviews(db, report)
            versions, mentions = documents.remove(db, report)
            merge_store(db, rules, used, now, whole=True)
            forget_traces(db, report)
            left = queries.count(db, queries.EVERYTHING)
            note(db, "purge", now, {"versions": versions, "mentions": mentions, "events": max(0, before - left)})
            bump(db, dirty=False)
            snapshot.save(db, bump_events(db))
            update_extent(db, now)
        with self._reading() as db:
            _rewrite(db, self.path)
        return Purged(versions, mentions, max(0, before - left), self.backups())


def _rewrite(db: sqlite3.Connection, path: Path) -> None:
    """Write the file anew without what was deleted, and empty its write-ahead log.

    Raises:
        StoreBusy: when a reader holds the log.
    """
    db.execute("VACUUM")
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise StoreBusy(f"{path}: a reader holds old pages; close it and run `geoevents store vacuum`.")
