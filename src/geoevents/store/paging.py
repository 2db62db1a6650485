"""A page of a filtered list, found in the snapshot: only the events of the page, and those of its days, are asked of SQL."""

from __future__ import annotations

import json
import sqlite3

import numpy as np

from geoevents.store.events import UNDATED_DAY
from geoevents.store.queries import Mark
from geoevents.store.snapshot import NO_DAY, Mask, Snapshot

_MOST_OF_A_DAY = 5_000  # events whose ids are looked up; where one day has more, SQL walks its index


def page_rows(
    db: sqlite3.Connection, snapshot: Snapshot, kept: Mask, *, after: Mark | None, limit: int
) -> list[int] | None:
    """Return the row numbers of a page of the kept events, by first day and id, undated ones last.

    Args:
        db: the store.
        snapshot: its columns.
        kept: which events the filter keeps.
        after: the place in the order behind which the page begins.
        limit: how many events a page has.

    Returns:
        None where so many events share a day that SQL is the better way.
    """
    chosen = np.flatnonzero(kept)
    days = snapshot.day_first[chosen].astype(np.int64)
    days[days == NO_DAY] = UNDATED_DAY
    if after is not None:
        behind = days >= after[0]
        chosen, days = chosen[behind], days[behind]
    later = days if after is None else days[days > after[0]]
    if len(later) > limit:
        last = int(np.partition(later, limit - 1)[limit - 1]) if limit > 0 else -1
        inside = days <= last
        chosen, days = chosen[inside], days[inside]
    if len(chosen) > _MOST_OF_A_DAY + limit:
        return None
    rows = snapshot.row[chosen].tolist()
    ids = dict(
        db.execute(
            "SELECT event, event_id FROM event_index WHERE event IN (SELECT value FROM json_each(?))",
            (json.dumps(rows),),
        )
    )
    marks = sorted((day, ids[row], row) for day, row in zip(days.tolist(), rows, strict=True) if row in ids)
    return [row for *mark, row in marks if after is None or tuple(mark) > after][:limit]
