"""Care of the store: is it sound, a copy of it, its space back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from geoevents.errors import NotAStore
from geoevents.model import Event, Extraction
from geoevents.store import schema
from geoevents.store.packing import digest, unpack

_REQUIRED = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys", "gpkg_extensions")


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the store; nothing where it is sound.

    Looks at SQLite's own integrity, foreign keys, the full-text index, GeoPackage's tables and layers, and whether
    events, mentions, payloads and indexes agree.
    """
    yield from (f"SQLite: {text}" for (text,) in db.execute("PRAGMA integrity_check") if text != "ok")
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"Row {row} of {table} points to a missing row of {parent}."
    yield from _geopackage(db)
    yield from _agreement(db)
    yield from _payloads(db)


def _geopackage(db: sqlite3.Connection) -> Iterator[str]:
    if db.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        yield "The file does not call itself a GeoPackage."
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    yield from (f"The GeoPackage table {name} is missing." for name in _REQUIRED if name not in tables)
    layers = [name for (name,) in db.execute("SELECT table_name FROM gpkg_contents")]
    yield from (f"The layer {name} is listed but missing." for name in layers if name not in tables)


_COUNTS = (
    (
        "SELECT count(*) FROM events WHERE (fid IN (SELECT event FROM event_index)) = (fid IN (SELECT event FROM rejected))",
        "events are not in the index, or are though rejected",
    ),
    ("SELECT count(*) FROM events WHERE fid NOT IN (SELECT event FROM event_payloads)", "events have no content"),
    (
        "SELECT count(*) FROM event_index WHERE event NOT IN (SELECT rowid FROM event_words)",
        "events are not searchable",
    ),
    ("SELECT count(*) FROM event_words WHERE rowid NOT IN (SELECT fid FROM events)", "search entries lead nowhere"),
    (
        "SELECT count(*) FROM event_places WHERE id NOT IN (SELECT id FROM event_boxes)",
        "places are not in the box index",
    ),
    ("SELECT count(*) FROM event_boxes WHERE id NOT IN (SELECT id FROM event_places)", "box entries lead nowhere"),
    (
        "SELECT count(*) FROM events WHERE geom NOT NULL AND fid NOT IN (SELECT id FROM rtree_events_geom)",
        "points are not in the layer's index",
    ),
    ("SELECT count(*) FROM documents WHERE fid NOT IN (SELECT document FROM extractions)", "reports were not read"),
    (
        "SELECT count(*) FROM (SELECT report FROM documents GROUP BY report HAVING sum(latest) > 1)",
        "reports have two versions that count",
    ),
    ("SELECT count(*) FROM aliases WHERE alias IN (SELECT event_id FROM events)", "aliases are ids of other events"),
    (
        (
            "SELECT count(*) FROM events WHERE fid NOT IN (SELECT event FROM mentions WHERE event NOT NULL)"
            " AND event_id NOT IN (SELECT event_id FROM reviews WHERE field = 'create')"
        ),
        "events have no mention",
    ),
)


def _agreement(db: sqlite3.Connection) -> Iterator[str]:
    for sql, what in _COUNTS:
        if number := db.execute(sql).fetchone()[0]:
            yield f"{number} {what}."
    dirty = db.execute("SELECT value FROM settings WHERE key = 'dirty'").fetchone()
    if dirty is None or dirty[0] == "0":
        loose = (
            "SELECT count(*) FROM mentions m JOIN documents d ON d.fid = m.document WHERE d.latest AND m.event IS NULL"
        )
        if number := db.execute(loose).fetchone()[0]:
            yield f"{number} mentions belong to no event."


def _payloads(db: sqlite3.Connection) -> Iterator[str]:
    """Read every stored object: a damaged one is named."""
    import zlib  # noqa: PLC0415 - beside its only use

    for fid, mark, payload in db.execute("SELECT event, digest, payload FROM event_payloads"):
        try:
            if digest(zlib.decompress(payload)) != mark:
                yield f"The content of event row {fid} is not what was written."
            unpack(Event, payload)
        except (zlib.error, NotAStore) as error:
            yield f"The content of event row {fid} cannot be read: {error}"
    for fid, core, rest in db.execute("SELECT document, core, rest FROM extractions"):
        try:
            unpack(Extraction, core)
            unpack(Extraction, rest)
        except NotAStore as error:
            yield f"What was read in report row {fid} cannot be read: {error}"
