"""Writing events: what `merge` made becomes rows; only what is new, changed or gone is touched."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoevents.model import UNDATED, Event, EventPlace, MentionRef, Span
from geoevents.store.audiences import Known, looks, write_audience, write_machine
from geoevents.store.changes import log
from geoevents.store.filters import mapped_places
from geoevents.store.geometry import area_blob, point_blob
from geoevents.store.layer import Layer
from geoevents.store.packing import digest, plain

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

REGIONS = frozenset({"admin1", "admin2", "country", "wider-region"})
UNDATED_DAY = 2**31 - 1  # sorts undated events behind all others
_LEVEL = 1
_EVENT_COLUMNS = (
    "geom", "event_id", "event_type", "level", "summary", "date_start", "date_end", "date_precision", "date_text",
    "part_of_day", "place", "place_kind", "country", "admin1", "uncertainty_km", "border_km", "border_km_low",
    "border_km_high", "border_between", "border_view", "actors", "attributed_to", "status", "background", "mapped",
    "sources", "origins", "reports", "conflicts", "confidence", "sharing", "last_changed",
)  # fmt: skip
_CHILDREN = ("event_places", "event_index", "event_payloads", "figures", "rejected")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did to the store's events; `total` is how many there are now, `looked_at` how many mentions it took."""

    new: int
    changed: int
    withdrawn: int
    unchanged: int
    total: int
    looked_at: int = 0


def previous_events(db: sqlite3.Connection, only: Collection[int] | None = None) -> tuple[Event, ...]:
    """Return the store's events, or those of some row numbers, as far as merging needs them for aliases: ids, aliases,
    which mentions they hold.
    """
    mentions: dict[int, list[MentionRef]] = defaultdict(list)
    nowhere = Span(0, 0)
    rows = db.execute(
        "SELECT m.event, d.report, m.mention FROM mentions m JOIN documents d ON d.fid = m.document"  # noqa: S608 - constants
        f" WHERE m.event IS NOT NULL AND {_which('m.event', only)} ORDER BY m.id",
        _given(only),
    )
    for event, report, mention in rows:
        mentions[event].append(MentionRef(report, mention, nowhere, ""))
    events = db.execute(
        f"SELECT fid, event_id, event_type FROM events WHERE {_which('fid', only)} ORDER BY fid",  # noqa: S608 - constants
        _given(only),
    ).fetchall()
    names = None if only is None else [name for _, name, _ in events]
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias, name in db.execute(
        f"SELECT alias, event_id FROM aliases WHERE {_which('event_id', names)} ORDER BY alias",  # noqa: S608 - constants
        _given(names),
    ):
        aliases[name].append(alias)
    return tuple(
        Event(name, kind, "", UNDATED, tuple(mentions[fid]), aliases=tuple(aliases[name])) for fid, name, kind in events
    )


def _which(column: str, only: Collection[object] | None) -> str:
    """Return an SQL condition for the values of a column, which are then given as `_given`."""
    return "1" if only is None else f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608 - constants


def _given(only: Collection[object] | None) -> tuple[str, ...]:
    return () if only is None else (json.dumps(list(only)),)


def write_events(
    db: sqlite3.Connection,
    events: Sequence[Event],
    now: str,
    *,
    only: Collection[int] | None = None,
    reports: Collection[int] = (),
    touched: Collection[str] = (),
) -> Merged:
    """Make the store's events those given, inside the caller's transaction; what is equal is not touched.

    Args:
        db: the store.
        events: the events.
        now: the moment to note.
        only: the row numbers of the events that they stand for; those of all others stay as they are.
        reports: the row numbers of the reports whose mentions may belong to other events than before, besides theirs.
        touched: the ids of the reports that came, changed or went since the last merge.
    """
    layer, known = Layer.load(db), _known(db, only)
    events = layer.adopt(db, [*events, *(layer.created() if only is None else ())], only)
    heirs = {alias: event.id for event in events for alias in event.aliases}
    seen_first = _first_seen(known, events)
    new = changed = 0
    fids: dict[str, int] = {}
    for machine in events:
        event = layer.apply(machine)
        payload, old = plain(event), known.get(event.id)
        mark = digest(payload)
        if old is not None and old.digest == mark:
            fids[event.id] = old.fid
            write_machine(db, old.fid, machine, event)
            continue
        times = (seen_first.get(event.id, now), now)
        was = old or next((known[name] for name in event.aliases if name in known), None)
        both = looks(db, event, mark, was)
        fids[event.id] = write_event(db, event, payload, times, None if old is None else old.fid)
        if old is not None or event is not machine:
            write_machine(db, fids[event.id], machine, event)
        write_audience(db, (fids[event.id], event), both[1], times, was)
        new, changed = new + (old is None), changed + (old is not None)
        log(db, event.id, both, touched, now)
    gone = [name for name in known if name not in fids]
    withdrawn = [name for name in gone if name not in heirs]
    for name in withdrawn:
        log(db, name, looks(db, None, None, known[name]), touched, now)
    _link_mentions(db, events, fids, None if only is None else (only, reports))
    for name in gone:
        _delete(db, known[name].fid)
    _write_aliases(db, heirs, fids)
    total = len(events) if only is None else int(db.execute("SELECT count(*) FROM events").fetchone()[0])
    return Merged(new, changed, len(withdrawn), total - new - changed, total)


def _known(db: sqlite3.Connection, only: Collection[int] | None) -> dict[str, Known]:
    rows = db.execute(
        "SELECT e.event_id, e.fid, p.digest, e.first_seen, e.conflicts, a.event NOT NULL, a.shown, a.digest, a.conflicts,"  # noqa: S608 - constants
        " a.first_seen, e.last_changed, a.last_changed FROM events e JOIN event_payloads p ON p.event = e.fid LEFT JOIN event_audience a ON a.event = e.fid"
        f" WHERE {_which('e.fid', only)}",
        _given(only),
    )
    return {row[0]: Known(*row[1:]) for row in rows}


def _first_seen(known: Mapping[str, Known], events: Sequence[Event]) -> dict[str, str]:
    """Return since when each event was known under any of its ids."""
    seen = {}
    for event in events:
        times = [known[name].first_seen for name in (event.id, *event.aliases) if name in known]
        if times:
            seen[event.id] = min(times)
    return seen


def write_event(
    db: sqlite3.Connection, event: Event, payload: bytes, times: tuple[str, str], fid: int | None = None
) -> int:
    """Write the rows of one event, inside the caller's transaction, and return its row number.

    Args:
        db: the store.
        event: what to write.
        payload: its content, from `packing.plain`.
        times: when it was first seen and last changed.
        fid: its row number where the store has it.
    """
    values = _event_values(event, times[1])
    if fid is None:
        places = ", ".join("?" * (len(_EVENT_COLUMNS) + 1))
        cursor = db.execute(
            f"INSERT INTO events ({', '.join(_EVENT_COLUMNS)}, first_seen) VALUES ({places})",  # noqa: S608 - constant columns
            (*values, times[0]),
        )
        fid = int(cursor.lastrowid or 0)
    else:
        assignments = ", ".join(f"{name} = ?" for name in _EVENT_COLUMNS)
        db.execute(f"UPDATE events SET {assignments} WHERE fid = ?", (*values, fid))  # noqa: S608 - constant columns
        _delete_children(db, fid)
    db.execute("INSERT INTO event_payloads VALUES (?, ?, ?)", (fid, digest(payload), zlib.compress(payload, _LEVEL)))
    if event.rejected:
        db.execute("INSERT INTO rejected VALUES (?)", (fid,))
    else:
        _write_index(db, fid, event)
        _write_places(db, fid, event)
    db.executemany(
        "INSERT INTO figures (event, kind, low, best, high, unit, said_by, as_of, report) VALUES (?,?,?,?,?,?,?,?,?)",
        [
            (fid, f.figure.kind, f.figure.low, f.figure.best, f.figure.high, f.figure.unit, f.figure.said_by, _iso(f.as_of), f.report)
            for f in event.figures
        ],
    )  # fmt: skip
    return fid


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _event_values(event: Event, now: str) -> tuple[object, ...]:
    mapped = mapped_places(event)
    best = mapped[0] if mapped else (event.places[0] if event.places else None)
    pin = next((place.place for place in mapped if place.place.kind not in REGIONS), None)
    place, border = (None if best is None else best.place), event.border
    return (
        None if pin is None or event.rejected else point_blob(pin.lon, pin.lat),
        event.id,
        event.type,
        event.level,
        event.summary,
        _iso(event.dates.first),
        _iso(event.dates.last),
        event.dates.precision,
        event.dates.text,
        event.dates.part_of_day,
        *((None,) * 4 if place is None else (place.name, place.kind, place.country, place.admin1)),
        None if best is None else best.uncertainty_km,
        *((None,) * 4 if border is None else (border.value, border.low, border.high, border.between)),
        event.border_view if border is None else border.view,
        "; ".join(event.actors) or None,
        "; ".join(event.attributed_to) or None,
        event.status,
        event.background,
        event.mapped,
        event.sources,
        event.origins,
        event.reports,
        len(event.conflicts),
        event.confidence,
        event.sharing,
        now,
    )


def _write_index(db: sqlite3.Connection, fid: int, event: Event) -> None:
    first, last = event.dates.first, event.dates.last
    db.execute(
        "INSERT INTO event_index VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            fid, event.id, UNDATED_DAY if first is None else first.toordinal(), first and first.toordinal(),
            last and last.toordinal(), event.type, event.status, event.sources, event.origins,
            None if event.border is None else event.border.value, bool(mapped_places(event)),
        ),
    )  # fmt: skip
    db.execute("INSERT INTO event_words (rowid, body) VALUES (?, ?)", (fid, words_of(event)))


def words_of(event: Event) -> str:
    """Return the words by which a text search finds an event: what it says of itself, and its quotes."""
    parts = [event.summary, event.type, *event.actors, *event.attributed_to]
    parts += [place.place.name for place in event.places]
    parts += dict.fromkeys(ref.quote for ref in event.mentions)
    return "\n".join(part for part in parts if part)


def _write_places(db: sqlite3.Connection, fid: int, event: Event) -> None:
    for part, place in enumerate(mapped_places(event), 1):
        where = place.place
        region = where.kind in REGIONS
        box = _area_box(db, where.place_id) if region else None
        west, south, east, north = box or (where.lon, where.lat, where.lon, where.lat)
        row = (fid, part, where.place_id, where.name, where.kind, place.relation, where.lon, where.lat, region)
        cursor = db.execute(
            "INSERT INTO event_places (event, part, place_id, place, kind, relation, lon, lat, region, west, south,"
            " east, north) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*row, west, south, east, north),
        )
        db.execute("INSERT INTO event_boxes VALUES (?, ?, ?, ?, ?)", (cursor.lastrowid, west, east, south, north))


def _area_box(db: sqlite3.Connection, place_id: str) -> tuple[float, float, float, float] | None:
    row = db.execute("SELECT west, south, east, north FROM areas WHERE place_id = ?", (place_id,)).fetchone()
    return None if row is None else (row[0], row[1], row[2], row[3])


def _delete_children(db: sqlite3.Connection, fid: int) -> None:
    db.execute("DELETE FROM event_boxes WHERE id IN (SELECT id FROM event_places WHERE event = ?)", (fid,))
    db.execute("DELETE FROM event_words WHERE rowid = ?", (fid,))
    for table in _CHILDREN:
        db.execute(f"DELETE FROM {table} WHERE event = ?", (fid,))  # noqa: S608 - constant tables


def _delete(db: sqlite3.Connection, fid: int) -> None:
    _delete_children(db, fid)
    db.execute("DELETE FROM events WHERE fid = ?", (fid,))


def _link_mentions(
    db: sqlite3.Connection,
    events: Sequence[Event],
    fids: Mapping[str, int],
    part: tuple[Collection[int], Collection[int]] | None,
) -> None:
    """Point each mention to its event; mentions of versions that no longer count point to none.

    `part` are the events and reports whose mentions are looked at; all of them by default.
    """
    wanted = {(ref.report, ref.mention): fids[event.id] for event in events for ref in event.mentions}
    where = "1" if part is None else f"{_which('m.event', part[0])} OR {_which('m.document', part[1])}"
    rows = db.execute(
        "SELECT m.id, d.report, m.mention, m.event, d.latest FROM mentions m JOIN documents d ON d.fid = m.document"  # noqa: S608 - constants
        f" WHERE {where}",
        () if part is None else (*_given(part[0]), *_given(part[1])),
    ).fetchall()
    moves = [
        (target, number)
        for number, report, mention, event, latest in rows
        if (target := wanted.get((report, mention)) if latest else None) != event
    ]
    db.executemany("UPDATE mentions SET event = ? WHERE id = ?", moves)


def _write_aliases(db: sqlite3.Connection, heirs: Mapping[str, str], fids: Mapping[str, int]) -> None:
    """Keep every alias that ever was; one that is the id of an event again is none."""
    names = [*heirs, *fids]
    stored = dict(
        db.execute(f"SELECT alias, event_id FROM aliases WHERE {_which('alias', names)}", _given(names))  # noqa: S608 - constants
    )
    moved = [(alias, name) for alias, name in heirs.items() if stored.get(alias) != name]
    db.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?)", moved)
    db.executemany("DELETE FROM aliases WHERE alias = ?", [(alias,) for alias in stored if alias in fids])


def write_areas(db: sqlite3.Connection, events: Sequence[Event], atlas: Atlas) -> None:
    """Store the polygon of each region that an event is in, once; again when the atlas is another."""
    stored = dict(db.execute("SELECT place_id, version FROM areas"))
    for name in sorted({p.place.place_id for event in events for p in mapped_places(event) if _is_region(p)}):
        if stored.get(name) == atlas.version:
            continue
        area = atlas.regions.simplified(name)
        if area is None:
            continue
        west, south, east, north = area.bounds
        row = (name, area_blob(area), west, south, east, north, atlas.version)
        db.execute("INSERT OR REPLACE INTO areas VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        places = [number for (number,) in db.execute("SELECT id FROM event_places WHERE place_id = ?", (name,))]
        box = "west = ?, south = ?, east = ?, north = ?"
        db.execute(f"UPDATE event_places SET {box} WHERE place_id = ?", (west, south, east, north, name))  # noqa: S608 - constant
        db.executemany(
            f"UPDATE event_boxes SET {box} WHERE id = ?",  # noqa: S608 - constant
            [(west, south, east, north, number) for number in places],
        )


def _is_region(place: EventPlace) -> bool:
    return place.place.kind in REGIONS
