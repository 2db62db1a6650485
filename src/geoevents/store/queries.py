"""Questions to the store: filters as SQL, events read back whole, pages, counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from geoevents.model import Event
from geoevents.store.events import UNDATED_DAY
from geoevents.store.facets import facet_conditions
from geoevents.store.filters import Box, Filter, search_words
from geoevents.store.packing import unpack

EVERYTHING = Filter()
PLAIN = "i.event NOT IN (SELECT event FROM event_audience)"
Mark = tuple[int, str]
Condition = tuple[str, list[object]]
_FIELDS = "e.event_id, e.first_seen, e.last_changed, p.payload"
_JOINED = "event_index i JOIN events e ON e.fid = i.event JOIN event_payloads p ON p.event = i.event"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many events a filter keeps: in all, on the map and not, without a date, by type and by status."""

    total: int
    placed: int
    unplaced: int
    undated: int
    by_type: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]


def condition(where: Filter, *, plain: bool = False) -> Condition:
    """Return a filter as an SQL condition on `event_index i`, and its parameters.

    `plain` keeps only events behind which public reports stand alone.
    """
    parts: list[Condition] = [_dates(where)]
    if plain:
        parts.append((PLAIN, []))
    if where.types:
        parts.append(_one_of("i.type", where.types))
    if where.statuses:
        parts.append(_one_of("i.status", where.statuses))
    if where.min_sources:
        parts.append(("i.sources >= ?", [where.min_sources]))
    if where.within_km_of_border is not None:
        parts.append(("i.border_km <= ?", [where.within_km_of_border]))
    if query := words_query(where.text):
        parts.append(("i.event IN (SELECT rowid FROM event_words WHERE event_words MATCH ?)", [query]))
    if where.bbox is not None:
        parts.append(_in_box(where.bbox))
    parts += facet_conditions(where)
    kept = [part for part in parts if part[0]]
    return " AND ".join(f"({sql})" for sql, _ in kept) or "1", [value for _, values in kept for value in values]


def _dates(where: Filter) -> Condition:
    if where.date_from is None and where.date_to is None:
        return ("i.day_first IS NULL" if where.undated else "", [])
    sql, values = [], []
    if where.date_from is not None:
        sql.append("i.day_last >= ?")
        values.append(where.date_from.toordinal())
    if where.date_to is not None:
        sql.append("i.day_first <= ?")
        values.append(where.date_to.toordinal())
    dated = " AND ".join(sql)
    return (f"({dated}) OR i.day_first IS NULL" if where.undated else dated, [*values])


def _one_of(column: str, values: Sequence[object]) -> Condition:
    return (f"{column} IN ({', '.join('?' * len(values))})", [*values])


def words_query(text: str) -> str:
    """Return a full-text query for all words of `text`, each as the beginning of a word; "" where there are none."""
    return " AND ".join(f'"{word}"*' for word in search_words(text))


def _in_box(box: Box) -> Condition:
    """Return the condition that a mapped place, or the bounds of a region, meets the box.

    The R*Tree rounds outwards to 32-bit numbers, so the exact columns are asked behind it.
    """
    west, south, east, north = box
    halves = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    rough = " OR ".join("(west <= ? AND east >= ? AND south <= ? AND north >= ?)" for _ in halves)
    values = [value for w, e in halves for value in (e, w, north, south)]
    sql = (
        "i.event IN (SELECT event FROM event_places WHERE id IN"  # noqa: S608 - constant
        f" (SELECT id FROM event_boxes WHERE {rough}) AND ({rough}))"
    )
    return (sql, [*values, *values])


def count(db: sqlite3.Connection, where: Filter, *, plain: bool = False) -> int:
    """Return how many events the filter keeps."""
    if (
        where.text
        and not plain
        and where == replace(EVERYTHING, text=where.text)
        and (query := words_query(where.text))
    ):
        asked = "SELECT count(*) FROM event_words WHERE event_words MATCH ?"  # every listed event has its words there
        return int(db.execute(asked, (query,)).fetchone()[0])
    sql, values = condition(where, plain=plain)
    return int(db.execute(f"SELECT count(*) FROM event_index i WHERE {sql}", values).fetchone()[0])  # noqa: S608 - built from constants


def counts(db: sqlite3.Connection, where: Filter, *, plain: bool = False) -> Counts:
    """Return how many events the filter keeps, in all and by kind."""
    sql, values = condition(where, plain=plain)
    rows = db.execute(
        "SELECT i.type, i.status, i.placed, i.day_first IS NULL, count(*) FROM event_index i"  # noqa: S608 - as above
        f" WHERE {sql} GROUP BY 1, 2, 3, 4",
        values,
    ).fetchall()
    by_type: dict[str, int] = {}
    by_status: dict[str, int] = {}
    for kind, status, _, _, number in rows:
        by_type[kind] = by_type.get(kind, 0) + number
        by_status[status] = by_status.get(status, 0) + number
    total = sum(row[4] for row in rows)
    placed = sum(row[4] for row in rows if row[2])
    undated = sum(row[4] for row in rows if row[3])
    return Counts(total, placed, total - placed, undated, _ranked(by_type), _ranked(by_status))


def _ranked(numbers: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))


def events(
    db: sqlite3.Connection, where: Filter, *, after: Mark | None, limit: int | None, plain: bool = False
) -> Iterator[Event]:
    """Yield the events that the filter keeps, by first day and id, undated ones last; `after` a place in that order."""
    sql, values = condition(where, plain=plain)
    if (mark := after) is not None:
        sql += " AND (i.sort_day, i.event_id) > (?, ?)"
        values = [*values, *mark]
    rows = db.execute(
        f"SELECT {_FIELDS} FROM {_JOINED} WHERE {sql} ORDER BY i.sort_day, i.event_id LIMIT ?",  # noqa: S608 - as above
        [*values, -1 if limit is None else limit],
    )
    for row in rows:
        yield _event(row)


def mark_of(event: Event) -> Mark:
    """Return the place of an event in the order of lists."""
    first = event.dates.first
    return (UNDATED_DAY if first is None else first.toordinal(), event.id)


def place_in_order(db: sqlite3.Connection, name: str | None) -> Mark | None:
    """Return the place in the order of lists of an event, given by an id or alias."""
    if name is None:
        return None
    sql = "SELECT i.sort_day, i.event_id FROM events e JOIN event_index i ON i.event = e.fid WHERE e.event_id = ?"
    row = db.execute(sql, (resolve(db, name),)).fetchone()
    return None if row is None else (row[0], row[1])


def event(db: sqlite3.Connection, name: str) -> Event | None:
    """Return an event by its id or any id it ever had; None where there is none."""
    sql = f"SELECT {_FIELDS} FROM events e JOIN event_payloads p ON p.event = e.fid WHERE e.event_id = ?"  # noqa: S608 - as above
    row = db.execute(sql, (resolve(db, name),)).fetchone()
    return None if row is None else _event(row)


def by_rows(db: sqlite3.Connection, fids: Sequence[int]) -> tuple[Event, ...]:
    """Return events by their row numbers, in the order given; unknown ones are left out."""
    marks = ", ".join("?" * len(fids))
    found = {
        row[0]: row[1:]
        for row in db.execute(f"SELECT i.event, {_FIELDS} FROM {_JOINED} WHERE i.event IN ({marks})", list(fids))  # noqa: S608 - as above
    }
    return tuple(_event(found[fid]) for fid in fids if fid in found)


def _event(row: tuple[str, str, str, bytes]) -> Event:
    _, first_seen, last_changed, payload = row
    return replace(
        unpack(Event, payload),
        first_seen=datetime.fromisoformat(first_seen),
        last_changed=datetime.fromisoformat(last_changed),
    )


def resolve(db: sqlite3.Connection, name: str) -> str:
    """Return the id that an id or alias leads to now; itself where it leads nowhere."""
    seen = {name}
    while True:
        if db.execute("SELECT 1 FROM events WHERE event_id = ?", (name,)).fetchone():
            return name
        row = db.execute("SELECT event_id FROM aliases WHERE alias = ?", (name,)).fetchone()
        if row is None or row[0] in seen:
            return name
        name = row[0]
        seen.add(name)
