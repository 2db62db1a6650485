"""The tables of the output as GeoParquet 1.1: fixed columns and writer options, so that equal rows are equal bytes.

Geometry is WGS84 longitude and latitude (OGC:CRS84) as WKB; `bbox` is its bounding box, by which readers skip rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geoevents.model import MAPPED_RELATIONS, DistanceClaim, Document, Event, EventMention, EventPlace, Extraction
from geoevents.records import claim_record, event_record
from geoevents.records.reports import mention_record
from geoevents.store.packing import plain

Row = dict[str, Any]
ROWS = 5_000  # of a row group
_TEXT, _LONG, _DAY = pa.string(), pa.large_string(), pa.date32()
_INT, _REAL, _BOOL = pa.int64(), pa.float64(), pa.bool_()
_BOX = pa.struct([(side, pa.float64()) for side in ("xmin", "ymin", "xmax", "ymax")])
_GEOMETRY = [("geometry", pa.binary()), ("bbox", _BOX)]
_WHEN = [("date_start", _DAY), ("date_end", _DAY), ("date_precision", _TEXT), ("date_text", _TEXT)]
_WHERE = [
    ("place", _TEXT), ("place_id", _TEXT), ("place_kind", _TEXT), ("relation", _TEXT), ("country", _TEXT),
    ("admin1", _TEXT), ("uncertainty_km", _REAL),
]  # fmt: skip
SCHEMAS: Mapping[str, pa.Schema] = {
    "reports": pa.schema([
        ("report_id", _TEXT), ("text_sha256", _TEXT), ("title", _TEXT), ("published", _DAY), ("published_basis", _TEXT),
        ("published_why", _TEXT), ("publisher", _TEXT), ("url", _TEXT), ("language", _TEXT), ("sharing", _TEXT),
        ("mentions", _INT), ("claims", _INT), ("text", _LONG), ("extraction", _LONG), ("signature", pa.large_binary()), *_GEOMETRY,
    ]),
    "mentions": pa.schema([
        ("mention_id", _TEXT), ("report_id", _TEXT), ("text_sha256", _TEXT), ("event_type", _TEXT), ("level", _TEXT),
        ("summary", _TEXT), ("sentence_start", _INT), ("sentence_end", _INT), ("quote", _TEXT), *_WHEN, *_WHERE,
        ("attributed_to", _TEXT), ("status", _TEXT), ("background", _BOOL), ("mapped", _BOOL), ("confidence", _REAL),
        ("record", _LONG), *_GEOMETRY,
    ]),
    "claims": pa.schema([
        ("report_id", _TEXT), ("text_sha256", _TEXT), ("char_start", _INT), ("char_end", _INT), ("text", _TEXT), ("kind", _TEXT),
        ("low", _REAL), ("best", _REAL), ("high", _REAL), ("unit", _TEXT), ("subject", _TEXT), ("reference", _TEXT),
        ("attributed_to", _TEXT), ("measured", _REAL), ("measured_low", _REAL), ("measured_high", _REAL), ("verdict", _TEXT),
        ("direction_verdict", _TEXT), ("why", _TEXT), ("record", _LONG), *_GEOMETRY,
    ]),
    "events": pa.schema([
        ("event_id", _TEXT), ("event_type", _TEXT), ("level", _TEXT), ("summary", _TEXT), *_WHEN, ("part_of_day", _TEXT), *_WHERE,
        ("actors", _TEXT), ("attributed_to", _TEXT), ("status", _TEXT), ("background", _BOOL), ("mapped", _BOOL),
        ("n_sources", _INT), ("n_origins", _INT), ("n_reports", _INT), ("n_conflicts", _INT), ("border_km", _REAL),
        ("border_km_low", _REAL), ("border_km_high", _REAL), ("border_between", _TEXT), ("border_view", _TEXT),
        ("confidence", _REAL), ("sharing", _TEXT), ("record", _LONG), *_GEOMETRY,
    ]),
    "evidence": pa.schema([
        ("event_id", _TEXT), ("report_id", _TEXT), ("mention_id", _TEXT), ("sentence_start", _INT), ("sentence_end", _INT),
        ("quote", _TEXT), ("url", _TEXT), ("publisher", _TEXT), ("published", _DAY), *_GEOMETRY,
    ]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where something is drawn: a point, several, or a line."""

    points: tuple[tuple[float, float], ...]
    line: bool = False

    def columns(self) -> Row:
        if not self.points:
            return {"geometry": None, "bbox": None}
        if len(self.points) == 1:
            shape: Any = shapely.Point(self.points[0])
        else:
            shape = shapely.LineString(self.points) if self.line else shapely.MultiPoint(self.points)
        west, south, east, north = shape.bounds
        box = {"xmin": west, "ymin": south, "xmax": east, "ymax": north}
        return {"geometry": shapely.to_wkb(shape, byte_order=1), "bbox": box}


_NOWHERE = _Spot(())


def place_of(places: Sequence[EventPlace]) -> EventPlace | None:
    """Return the place under which something is drawn: the first where it happened."""
    return next((place for place in places if place.relation in MAPPED_RELATIONS), None)


def _spot(place: EventPlace | None) -> _Spot:
    return _NOWHERE if place is None else _Spot(((place.place.lon, place.place.lat),))


def _where(place: EventPlace | None) -> Row:
    if place is None:
        return {}
    return {
        "place": place.place.name,
        "place_id": place.place.place_id,
        "place_kind": place.place.kind,
        "relation": place.relation,
        "country": place.place.country,
        "admin1": place.place.admin1,
        "uncertainty_km": place.uncertainty_km,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def report_row(document: Document, extraction: Extraction, payload: bytes, signature: bytes) -> Row:
    """Return a report with its text and all that was read in it (`payload`, without the signature)."""
    places = {
        (place.place.lon, place.place.lat)
        for mention in extraction.mentions
        if mention.mapped and (place := place_of(mention.places)) is not None
    }
    return {
        "report_id": document.id,
        **{name: getattr(document, name) for name in (
            "text_sha256", "title", "published", "published_basis", "published_why", "publisher", "url", "language",
            "sharing", "text",
        )},
        "mentions": len(extraction.mentions),
        "claims": len(extraction.claims),
        "extraction": payload.decode("utf-8", "surrogatepass"),
        "signature": signature,
        **_Spot(tuple(sorted(places))).columns(),
    }  # fmt: skip


def mention_row(mention: EventMention, document: Document) -> Row:
    """Return an event as one report tells it."""
    place, dates = place_of(mention.places), mention.dates
    return {
        "mention_id": mention.id,
        "report_id": document.id,
        "text_sha256": document.text_sha256,
        "event_type": mention.type,
        "sentence_start": mention.sentence.start,
        "sentence_end": mention.sentence.end,
        **_when(dates.first, dates.last, dates.precision, dates.text),
        **_where(place),
        **{name: getattr(mention, name) for name in (
            "level", "summary", "quote", "attributed_to", "status", "background", "mapped", "confidence",
        )},
        "record": _json(mention_record(mention)),
        **_spot(place).columns(),
    }  # fmt: skip


def _when(first: date | None, last: date | None, precision: str, text: str | None) -> Row:
    return {"date_start": first, "date_end": last, "date_precision": precision, "date_text": text}


def claim_row(claim: DistanceClaim, document: Document) -> Row:
    """Return a stated distance; drawn as the line that was measured, else at its subject."""
    record = claim_record(claim)
    line = claim.measurement.line if claim.measurement is not None else ()
    subject = claim.subject
    spot = _Spot(tuple((x, y) for x, y in line), line=True) if len(line) > 1 else _NOWHERE
    if spot is _NOWHERE and subject is not None:
        spot = _Spot(((subject.lon, subject.lat),))
    known = SCHEMAS["claims"].names
    return {
        **{name: value for name, value in record.items() if name in known},
        "report_id": document.id,
        "text_sha256": document.text_sha256,
        "char_start": claim.span.start,
        "char_end": claim.span.end,
        "record": _json(record),
        **spot.columns(),
    }


def event_row(event: Event) -> Row:
    """Return a merged event; `record` is the line that `geoevents events --format jsonl` prints."""
    place, dates, border = place_of(event.places), event.dates, event.border
    return {
        "event_id": event.id,
        "event_type": event.type,
        **_when(dates.first, dates.last, dates.precision, dates.text),
        "part_of_day": dates.part_of_day,
        **_where(place),
        "actors": "; ".join(event.actors) or None,
        "attributed_to": "; ".join(event.attributed_to) or None,
        "n_sources": event.sources,
        "n_origins": event.origins,
        "n_reports": event.reports,
        "n_conflicts": len(event.conflicts),
        "border_km": border and border.value,
        "border_km_low": border and border.low,
        "border_km_high": border and border.high,
        "border_between": border and border.between,
        "border_view": event.border_view if border is None else border.view,
        **{name: getattr(event, name) for name in (
            "level", "summary", "status", "background", "mapped", "confidence", "sharing",
        )},
        "record": _json(event_record(event)),
        **_spot(place).columns(),
    }  # fmt: skip


def evidence_rows(event: Event) -> Iterable[Row]:
    """Yield a row for each sentence that an event rests on, drawn where the event is."""
    spot = _spot(place_of(event.places)).columns()
    for ref in event.mentions:
        yield {
            "event_id": event.id,
            "report_id": ref.report,
            "mention_id": ref.mention,
            "sentence_start": ref.sentence.start,
            "sentence_end": ref.sentence.end,
            "quote": ref.quote,
            "url": ref.url,
            "publisher": ref.publisher,
            "published": ref.published,
            **spot,
        }


def table_of(name: str, rows: Sequence[Row]) -> pa.Table:
    """Return rows as one of the tables of the output."""
    schema = SCHEMAS[name]
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def geoparquet(table: pa.Table) -> bytes:
    """Return a table of the output as the bytes of a GeoParquet file."""
    boxes = [box for box in table.column("bbox").to_pylist() if box is not None]
    shapes = shapely.from_wkb([wkb for wkb in table.column("geometry").to_pylist() if wkb is not None])
    covering = {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}
    geometry: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "covering": {"bbox": covering},
    }
    if boxes:
        geometry["bbox"] = [
            *(min(box[side] for box in boxes) for side in ("xmin", "ymin")),
            *(max(box[side] for box in boxes) for side in ("xmax", "ymax")),
        ]
    head = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    sink = pa.BufferOutputStream()
    marked = table.replace_schema_metadata({"geo": _json(head)})
    pq.write_table(marked, sink, compression="zstd", row_group_size=ROWS, write_page_index=True)
    return bytes(sink.getvalue())


def payload_of(extraction: Extraction) -> bytes:
    """Return what was read in a report as JSON, without its signature (see `loading`)."""
    return plain(extraction)
