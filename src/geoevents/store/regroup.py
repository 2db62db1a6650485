"""Near-duplicates among the reports of a store, found again around those that changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping

import numpy as np

from geoevents.events.duplicates import Shingles, alike, group_copies
from geoevents.store.merge_state import IN, as_json, column, copies_of

_CHUNK = 2_000  # reports whose shingles are compared at a time


def regrouped(db: sqlite3.Connection, fresh: frozenset[int], stale: frozenset[int]) -> dict[int, str]:
    """Return the copy groups of the fresh reports, and of those others whose group they or the stale ones change."""
    groups = f"SELECT DISTINCT copies FROM merge_documents WHERE document {IN}"  # noqa: S608 - constants
    left = column(db, f"SELECT document FROM merge_documents WHERE copies IN ({groups})", as_json(stale))  # noqa: S608 - constants
    known: dict[int, Shingles] = {}
    frontier = fresh | left
    while frontier:
        found = dict(_signatures(db, frontier))
        known |= found
        frontier = frozenset(fid for fid, _ in _alike_ones(db, found, known))
    keys = {
        fid: (report, sha)
        for fid, report, sha in db.execute(
            f"SELECT fid, report, text_sha256 FROM documents WHERE fid {IN}",  # noqa: S608 - constant
            (as_json(known),),
        )
    }
    grouped = group_copies([(keys[fid], shingles) for fid, shingles in known.items()])
    before = copies_of(db, known)
    return {fid: grouped[key] for fid, key in keys.items() if fid in fresh or before.get(fid) != grouped[key]}


def _alike_ones(
    db: sqlite3.Connection, sought: Mapping[int, Shingles], known: Collection[int]
) -> Iterator[tuple[int, Shingles]]:
    """Yield the reports, but for the known ones, that can be copies of those sought, or those of them."""
    everything = np.unique(np.concatenate(list(sought.values()))) if sought else np.empty(0, np.uint64)
    if not len(everything):
        return
    marked = np.zeros(1 << 16, dtype=bool)  # most shingles are ruled out by their last bits
    marked[everything & np.uint64(0xFFFF)] = True
    for fids, lengths, shingles in _chunks(db):
        owner = np.repeat(np.arange(len(fids)), lengths)
        near = np.flatnonzero(marked[shingles & np.uint64(0xFFFF)])
        places = np.minimum(np.searchsorted(everything, shingles[near]), len(everything) - 1)
        near = near[everything[places] == shingles[near]]
        ends = np.cumsum(lengths)
        for number in np.unique(owner[near]):
            mine = shingles[ends[number] - lengths[number] : ends[number]]
            if fids[number] not in known and any(alike(mine, other) for other in sought.values()):
                yield fids[number], mine


def _chunks(db: sqlite3.Connection) -> Iterator[tuple[list[int], list[int], Shingles]]:
    """Yield the shingles of all reports that count, many reports at a time."""
    rows = db.execute(
        "SELECT d.fid, x.signature FROM documents d JOIN extractions x ON x.document = d.fid WHERE d.latest"
    )
    while chunk := rows.fetchmany(_CHUNK):
        blobs = [blob for _, blob in chunk]
        yield [fid for fid, _ in chunk], [len(blob) // 8 for blob in blobs], np.frombuffer(b"".join(blobs), np.uint64)


def _signatures(db: sqlite3.Connection, fids: Collection[int]) -> Iterator[tuple[int, Shingles]]:
    rows = db.execute(
        "SELECT d.fid, x.signature FROM documents d JOIN extractions x ON x.document = d.fid"  # noqa: S608 - constants
        f" WHERE d.latest AND d.fid {IN}",
        (as_json(fids),),
    )
    for fid, blob in rows:
        yield fid, np.frombuffer(blob, np.uint64)
