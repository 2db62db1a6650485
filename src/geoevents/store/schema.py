"""The tables of the store: a GeoPackage 1.3 with layers for everyone, and tables of our own behind them.

GDAL, QGIS and geopandas see `events` (points), `event_areas` (regions) and `documents`; the rest is registered nowhere
and stays hidden. The schema version stands in a table of our own, because GeoPackage owns `user_version`.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

VERSION = 3
APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300  # GeoPackage 1.3

WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)

_GEOPACKAGE = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name), UNIQUE (table_name),
  FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  UNIQUE (table_name, column_name, extension_name));
"""

_LAYERS = """
CREATE TABLE documents (
  fid INTEGER PRIMARY KEY AUTOINCREMENT, report TEXT NOT NULL, text_sha256 TEXT NOT NULL, latest BOOLEAN NOT NULL,
  title TEXT, text TEXT NOT NULL, published DATE, published_basis TEXT NOT NULL, published_why TEXT NOT NULL,
  publisher TEXT, url TEXT, language TEXT NOT NULL, sharing TEXT NOT NULL, first_seen DATETIME NOT NULL,
  UNIQUE (report, text_sha256));
CREATE INDEX documents_url ON documents (url) WHERE url IS NOT NULL;
CREATE TABLE events (
  fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POINT, event_id TEXT NOT NULL UNIQUE, event_type TEXT NOT NULL, level TEXT,
  summary TEXT NOT NULL, date_start DATE, date_end DATE, date_precision TEXT NOT NULL, date_text TEXT, part_of_day TEXT,
  place TEXT, place_kind TEXT, country TEXT, admin1 TEXT, uncertainty_km DOUBLE, border_km DOUBLE, border_km_low DOUBLE,
  border_km_high DOUBLE, border_between TEXT, border_view TEXT NOT NULL, actors TEXT, attributed_to TEXT,
  status TEXT NOT NULL, background BOOLEAN NOT NULL, mapped BOOLEAN NOT NULL, sources INTEGER NOT NULL,
  origins INTEGER NOT NULL, reports INTEGER NOT NULL, conflicts INTEGER NOT NULL, confidence DOUBLE NOT NULL,
  sharing TEXT NOT NULL, first_seen DATETIME NOT NULL, last_changed DATETIME NOT NULL);
CREATE TABLE areas (
  place_id TEXT NOT NULL PRIMARY KEY, geom MULTIPOLYGON NOT NULL, west DOUBLE NOT NULL, south DOUBLE NOT NULL,
  east DOUBLE NOT NULL, north DOUBLE NOT NULL, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE event_places (
  id INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES events(fid) ON DELETE CASCADE, part INTEGER NOT NULL,
  place_id TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL, relation TEXT NOT NULL, lon DOUBLE NOT NULL,
  lat DOUBLE NOT NULL, region BOOLEAN NOT NULL, west DOUBLE NOT NULL, south DOUBLE NOT NULL, east DOUBLE NOT NULL,
  north DOUBLE NOT NULL);
CREATE INDEX event_places_event ON event_places (event);
CREATE INDEX event_places_place ON event_places (place_id);
CREATE VIEW event_areas AS
  SELECT p.id AS OGC_FID, a.geom AS geom, e.event_id AS event_id, e.event_type AS event_type, e.level AS level,
    e.summary AS summary, e.date_start AS date_start, e.date_end AS date_end, e.date_precision AS date_precision,
    p.place AS place, p.place_id AS place_id, p.relation AS relation, e.status AS status, e.sources AS sources,
    e.border_km AS border_km, e.sharing AS sharing, e.first_seen AS first_seen, e.last_changed AS last_changed
  FROM event_places p JOIN areas a ON a.place_id = p.place_id JOIN events e ON e.fid = p.event WHERE p.region;
"""

_OWN = """
CREATE TABLE geoevents_schema (version INTEGER NOT NULL, made_by TEXT NOT NULL, made_at DATETIME NOT NULL);
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE snapshots (name TEXT NOT NULL PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at DATETIME NOT NULL, what TEXT NOT NULL, counts TEXT NOT NULL);
CREATE TABLE document_readings (
  document INTEGER PRIMARY KEY REFERENCES documents(fid) ON DELETE CASCADE, source TEXT, notes TEXT NOT NULL);
CREATE INDEX document_readings_source ON document_readings (source) WHERE source IS NOT NULL;
CREATE TABLE extractions (
  document INTEGER PRIMARY KEY REFERENCES documents(fid) ON DELETE CASCADE, versions TEXT NOT NULL,
  digest BLOB NOT NULL, signature BLOB NOT NULL, core BLOB NOT NULL, rest BLOB NOT NULL);
CREATE TABLE mentions (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(fid) ON DELETE CASCADE, mention TEXT NOT NULL,
  type TEXT NOT NULL, event INTEGER REFERENCES events(fid) ON DELETE SET NULL, UNIQUE (document, mention));
CREATE INDEX mentions_event ON mentions (event);
CREATE INDEX mentions_mention ON mentions (mention);
CREATE TABLE event_index (
  event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE, event_id TEXT NOT NULL, sort_day INTEGER NOT NULL,
  day_first INTEGER, day_last INTEGER, type TEXT NOT NULL, status TEXT NOT NULL, sources INTEGER NOT NULL,
  origins INTEGER NOT NULL, border_km DOUBLE, placed BOOLEAN NOT NULL);
CREATE UNIQUE INDEX event_index_order ON event_index (sort_day, event_id);
CREATE INDEX event_index_type ON event_index (type, sort_day);
CREATE TABLE event_payloads (
  event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE, digest BLOB NOT NULL, payload BLOB NOT NULL);
CREATE TABLE aliases (alias TEXT NOT NULL PRIMARY KEY, event_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX aliases_event ON aliases (event_id);
CREATE TABLE figures (
  id INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES events(fid) ON DELETE CASCADE, kind TEXT NOT NULL,
  low DOUBLE, best DOUBLE, high DOUBLE, unit TEXT NOT NULL, said_by TEXT, as_of DATE, report TEXT NOT NULL);
CREATE INDEX figures_event ON figures (event);
CREATE TABLE claims (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(fid) ON DELETE CASCADE, kind TEXT NOT NULL,
  text TEXT NOT NULL, low DOUBLE, best DOUBLE, high DOUBLE, unit TEXT NOT NULL, measured DOUBLE, measured_low DOUBLE,
  measured_high DOUBLE, verdict TEXT NOT NULL, direction_verdict TEXT, why TEXT NOT NULL);
CREATE INDEX claims_document ON claims (document);
CREATE TABLE event_audience (
  event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE, shown BOOLEAN NOT NULL, digest BLOB,
  conflicts INTEGER NOT NULL, first_seen DATETIME NOT NULL, last_changed DATETIME NOT NULL);
CREATE TABLE event_machine (
  event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE, payload BLOB NOT NULL);
CREATE TABLE rejected (event INTEGER PRIMARY KEY REFERENCES events(fid) ON DELETE CASCADE);
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, kind TEXT NOT NULL, at DATETIME NOT NULL,
  reports TEXT NOT NULL, audience TEXT NOT NULL DEFAULT 'all');
CREATE INDEX changes_at ON changes (at);
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT, who TEXT NOT NULL,
  why TEXT NOT NULL, at DATETIME NOT NULL, undoes INTEGER REFERENCES reviews(id), machine TEXT,
  anchors TEXT NOT NULL DEFAULT '[]', sharing TEXT NOT NULL DEFAULT 'public', uid TEXT);
CREATE INDEX reviews_event ON reviews (event_id);
CREATE UNIQUE INDEX reviews_uid ON reviews (uid);
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
CREATE VIRTUAL TABLE event_words USING fts5(body, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE event_boxes USING rtree(id, west, east, south, north);
"""

# The R*Tree and triggers that GeoPackage prescribes for a layer (its Annex F.3), so that an edit in QGIS keeps the index.
_RTREE = """
CREATE VIRTUAL TABLE rtree_events_geom USING rtree(id, minx, maxx, miny, maxy);
CREATE TRIGGER rtree_events_geom_insert AFTER INSERT ON events
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN INSERT OR REPLACE INTO rtree_events_geom VALUES (
  NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_events_geom_update6 AFTER UPDATE OF geom ON events
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) AND (OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))
BEGIN UPDATE rtree_events_geom SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom), miny = ST_MinY(NEW.geom),
  maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid; END;
CREATE TRIGGER rtree_events_geom_update7 AFTER UPDATE OF geom ON events
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) AND (OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))
BEGIN INSERT INTO rtree_events_geom VALUES (
  NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_events_geom_update2 AFTER UPDATE OF geom ON events
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM rtree_events_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_events_geom_update5 AFTER UPDATE ON events
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM rtree_events_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_events_geom VALUES (
  NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_events_geom_update4 AFTER UPDATE ON events
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN DELETE FROM rtree_events_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_events_geom_delete AFTER DELETE ON events WHEN old.geom NOT NULL
BEGIN DELETE FROM rtree_events_geom WHERE id = OLD.fid; END;
"""


def create(connection: sqlite3.Connection, made_by: str, now: datetime) -> None:
    """Make an empty store in an empty database, inside the caller's transaction.

    Args:
        connection: with the functions of `geometry.add_functions`.
        made_by: the program and version that makes it.
        now: the time to note, with a zone.
    """
    for script in (_GEOPACKAGE, _LAYERS, _OWN, _RTREE):
        for statement in statements(script):
            connection.execute(statement)
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
            ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, "longitude/latitude coordinates in decimal degrees"),
        ],
    )
    connection.executemany(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("events", "features", "events", "Events at the point of their best place", stamp(now), 4326),
            ("event_areas", "features", "event_areas", "Regions of events, one row for each", stamp(now), 4326),
            ("documents", "attributes", "documents", "Reports in all their versions", stamp(now), None),
        ],
    )
    connection.executemany(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)",
        [("events", "POINT"), ("event_areas", "MULTIPOLYGON")],
    )
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES ('events', 'geom', 'gpkg_rtree_index',"
        " 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')"
    )
    connection.execute("INSERT INTO geoevents_schema VALUES (?, ?, ?)", (VERSION, made_by, stamp(now)))
    connection.execute("INSERT INTO settings VALUES ('revision', '0'), ('events', '0'), ('dirty', '0')")


def stamp(moment: datetime) -> str:
    """Return a moment as GeoPackage writes it: UTC, milliseconds, Z."""
    from datetime import UTC  # noqa: PLC0415 - beside its only use

    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def statements(script: str) -> list[str]:
    """Cut a script into statements: a trigger ends with END, others with a semicolon at the end of a line."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
