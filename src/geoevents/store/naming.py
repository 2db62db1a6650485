"""Ids of reports that were named after their files: two files of one name, in two folders, are two reports.

An id that a report gives itself is its own: another text under it is another version. An id that was made of a file's
name says less, because the next folder may hold a file of that name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from geoevents.events.duplicates import Shingles, alike
from geoevents.model import Document
from geoevents.text import signature

_REMEMBERED = 20_000  # names of a run that may not be in the store yet: reading runs ahead of storing by some hundred


@dataclass(frozen=True, slots=True)
class _Known:
    """A version of a report that is stored or was named in this run."""

    name: str
    text_sha256: str
    source: str | None = None
    url: str | None = None
    fid: int | None = None


@dataclass
class Names:
    """Gives reports their ids in one run, with what the run has named already."""

    _given: dict[str, list[_Known]] = field(default_factory=dict)

    def name(self, db: sqlite3.Connection, document: Document, say: Callable[[str], None]) -> Document:
        """Return a document with the id that it is to be stored under.

        A document whose id was made of a file's name keeps it where no other report has it, where a stored one has the
        same text, file or address, or where a stored one of unknown origin has nearly the same text. Else it is another
        report, called `name~2`. A file that is in the store under another name keeps that one.

        Args:
            db: the store.
            document: as it was read.
            say: is told, in a sentence, when a document is called otherwise.
        """
        known = [*self._given.get(document.id, ()), *_stored(db, document)] if document.source else []
        chosen = _chosen(db, document, known)
        self._note(document, chosen)
        if chosen == document.id:
            return document
        if any(one.name == chosen for one in known):
            say(f"{document.id} is in the store as {chosen}.")
        else:
            say(f"{document.id} is another report in the store, from another file: this one is kept as {chosen}.")
        return replace(document, id=chosen)

    def _note(self, document: Document, chosen: str) -> None:
        if len(self._given) >= _REMEMBERED:
            del self._given[next(iter(self._given))]
        known = _Known(chosen, document.text_sha256, document.source, document.url)
        self._given.setdefault(document.id, []).append(known)


def _chosen(db: sqlite3.Connection, document: Document, known: list[_Known]) -> str:
    for sign in ("source", "text_sha256", "url"):
        mark = getattr(document, sign)
        for one in known:
            if mark is not None and getattr(one, sign) == mark:
                return one.name
    taken = {one.name for one in known}
    if document.id not in taken:
        return document.id
    shingles = np.array(signature(document.text), dtype=np.uint64)
    for one in known:
        if one.source is None and one.fid is not None and _is_alike(db, one.fid, shingles):
            return one.name
    return next(name for n in range(2, len(taken) + 3) if (name := f"{document.id}~{n}") not in taken)


def _stored(db: sqlite3.Connection, document: Document) -> list[_Known]:
    """Return all versions of the stored reports of a name or file, and of those that took the name with a number."""
    name = document.id
    rows = db.execute(
        "SELECT d.report, d.text_sha256, r.source, d.url, d.fid FROM documents d"
        " LEFT JOIN document_readings r ON r.document = d.fid"
        " WHERE d.report = ? OR (d.report > ? AND d.report < ?)"
        " OR d.fid IN (SELECT document FROM document_readings WHERE source = ?) ORDER BY d.latest DESC, d.fid",
        (name, f"{name}~", f"{name}~:", document.source),  # digits sort before the colon
    )
    return [_Known(*row) for row in rows]


def _is_alike(db: sqlite3.Connection, fid: int, shingles: Shingles) -> bool:
    row = db.execute("SELECT signature FROM extractions WHERE document = ?", (fid,)).fetchone()
    return row is not None and bool(alike(np.frombuffer(row[0], np.uint64), shingles))
