"""Making the store's events those of its reports."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from geoevents.events.merge_rules import merge_rules
from geoevents.lexicon import Lexicon
from geoevents.store import snapshot
from geoevents.store.events import Merged
from geoevents.store.opened import StoreFile
from geoevents.store.remerge import merge_store
from geoevents.store.schema import stamp
from geoevents.store.settings import bump, bump_events, note, setting, update_extent

if TYPE_CHECKING:
    from geoevents.atlas import Atlas


class Updating(StoreFile):
    """The part of `EventStore` that merges."""

    @property
    def needs_merge(self) -> bool:
        """Whether reports came in since the last merge."""
        with self._reading() as db:
            return setting(db, "dirty", "0") == "1"

    def merge(self, *, atlas: Atlas | None = None, lexicon: Lexicon | None = None, whole: bool = False) -> Merged:
        """Make the store's events those of all its mentions; ids of before stay valid as aliases.

        Only what new, changed and removed reports touch is merged anew, with the result of merging everything.

        Args:
            atlas: for border distances and the polygons of regions.
            lexicon: the rules of merging; the shipped ones by default.
            whole: merge everything, though less would do.
        """
        rules = merge_rules(lexicon)
        with self._writing() as db:
            now = stamp(self._now())
            result = merge_store(db, rules, atlas, now, whole=whole)
            if result.new or result.changed or result.withdrawn or setting(db, "dirty", "0") == "1":
                bump(db, dirty=False)
                snapshot.save(db, bump_events(db))
                note(db, "merge", now, {"new": result.new, "changed": result.changed, "withdrawn": result.withdrawn})
                update_extent(db, now)
        return result


def atlas_of(db: sqlite3.Connection, atlas: Atlas | None) -> Atlas | None:
    """Return the atlas to merge with: the one given, else the shipped one where the store was merged with an atlas."""
    *_, version = setting(db, "merged_with", " ").split(" ")  # revision, rules, atlas
    if atlas is not None or not version:
        return atlas
    from geoevents.atlas import Atlas as Shipped  # noqa: PLC0415 - heavy, and seldom needed

    return Shipped.load()
