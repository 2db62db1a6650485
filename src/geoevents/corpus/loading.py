"""A part of a finished run, as reports for a store: those of some days, or with events in a box, or all of them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geoevents.corpus import manifest
from geoevents.corpus.storage import Folder, is_url
from geoevents.errors import DamagedOutput
from geoevents.model import Document, Extraction
from geoevents.records import from_payload

Box = tuple[float, float, float, float]
_DOCUMENT = (
    "text", "text_sha256", "title", "published", "published_basis", "published_why", "publisher", "url", "language", "sharing",
)  # fmt: skip
_AT_ONCE = 200  # reports held at a time


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a corpus: reports with a mention on these days (open where None) and with a place in this box.

    `box` is (west, south, east, north) in degrees; west of east, or across the date line where west is greater.
    """

    first: date | None = None
    last: date | None = None
    box: Box | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == _EVERYTHING


_EVERYTHING = Wanted()


def is_corpus(path: str) -> bool:
    """Whether a path or URL is the output folder of a run: it holds the manifest of one."""
    if not is_url(path) and not (Path(path) / manifest.MANIFEST).is_file():
        return False
    folder = Folder(path)
    if manifest.MANIFEST not in folder.names():
        return False
    try:
        return bool(json.loads(folder.read(manifest.MANIFEST)).get("kind") == manifest.KIND)
    except (ValueError, AttributeError):
        return False


def load(path: str, wanted: Wanted = _EVERYTHING) -> Iterator[tuple[Document, Extraction]]:
    """Yield the reports of a run with what was read in them, as `extract` had read them.

    Raises:
        OtherRun: when the folder holds no finished run.
        DamagedOutput: when a file of it is missing or damaged.
    """
    folder = Folder(path)
    found = manifest.read(folder)
    made_with = tuple((name, version) for name, version in found["versions"])
    for reports, mentions in zip(found["files"]["reports"], found["files"]["mentions"], strict=True):
        if wanted.everything:
            yield from _reports(folder, reports["name"], None, made_with)
        elif _may_hold(mentions, wanted):
            yield from _reports(folder, reports["name"], _names(folder, mentions["name"], wanted), made_with)


def _may_hold(file: dict[str, Any], wanted: Wanted) -> bool:
    """Whether a file of mentions can hold wanted ones, by what the manifest says of it."""
    if (wanted.first or wanted.last) and file["first_day"] is None:
        return False
    if wanted.last and date.fromisoformat(file["first_day"]) > wanted.last:
        return False
    if wanted.box is None:
        return True
    if file["bbox"] is None:
        return False
    west, south, east, north = file["bbox"]
    return (
        south <= wanted.box[3]
        and wanted.box[1] <= north
        and (_across(wanted.box) or (west <= wanted.box[2] and wanted.box[0] <= east))
    )


def _across(box: Box) -> bool:
    return box[0] > box[2]


def _names(folder: Folder, name: str, wanted: Wanted) -> set[tuple[str, str]]:
    """Return id and hash of the reports that have a wanted mention."""
    table = _read(folder, name, ["report_id", "text_sha256", "date_start", "date_end", "bbox"])
    keep = pa.array([True] * table.num_rows)
    if wanted.first:
        keep = pc.and_(keep, pc.greater_equal(table.column("date_end"), wanted.first))
    if wanted.last:
        keep = pc.and_(keep, pc.less_equal(table.column("date_start"), wanted.last))
    if wanted.box:
        keep = pc.and_(keep, _inside(table.column("bbox"), wanted.box))
    chosen = table.filter(pc.fill_null(keep, False))
    return set(zip(chosen.column("report_id").to_pylist(), chosen.column("text_sha256").to_pylist(), strict=True))


def _inside(boxes: pa.ChunkedArray, box: Box) -> pa.ChunkedArray:
    lon, lat = pc.struct_field(boxes, "xmin"), pc.struct_field(boxes, "ymin")
    east_of, west_of = pc.greater_equal(lon, box[0]), pc.less_equal(lon, box[2])
    along = pc.or_(east_of, west_of) if _across(box) else pc.and_(east_of, west_of)
    return pc.and_(along, pc.and_(pc.greater_equal(lat, box[1]), pc.less_equal(lat, box[3])))


def _read(folder: Folder, name: str, columns: list[str]) -> pa.Table:
    try:
        with folder.open(name) as source:
            return pq.read_table(source, columns=columns)
    except pa.ArrowException as error:
        raise DamagedOutput(f"{folder.where(name)} is damaged: {error}.") from error


def _reports(
    folder: Folder, name: str, names: set[tuple[str, str]] | None, made_with: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Document, Extraction]]:
    if names is not None and not names:
        return
    try:
        with folder.open(name) as source:
            for batch in pq.ParquetFile(source).iter_batches(_AT_ONCE):
                for row in batch.to_pylist():
                    if names is None or (row["report_id"], row["text_sha256"]) in names:
                        yield _report(row, made_with)
    except pa.ArrowException as error:
        raise DamagedOutput(f"{folder.where(name)} is damaged: {error}.") from error


def _report(row: dict[str, Any], made_with: tuple[tuple[str, str], ...]) -> tuple[Document, Extraction]:
    document = Document(id=row["report_id"], **{name: row[name] for name in _DOCUMENT})
    numbers = array("Q")
    numbers.frombytes(row["signature"])
    found = from_payload(Extraction, json.loads(row["extraction"]))
    return document, replace(found, signature=tuple(numbers), versions=made_with)
