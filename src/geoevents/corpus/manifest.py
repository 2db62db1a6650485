"""The manifest of an output folder: what it was made of and with, its files with their bounds, and how to read them."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geoevents.corpus.job import Job, bytes_of
from geoevents.corpus.storage import Folder
from geoevents.corpus.tables import SCHEMAS
from geoevents.errors import DamagedOutput, OtherRun

MANIFEST = "manifest.json"
FAILURES = "failures.jsonl"
KIND = "geoevents-corpus"
_DAYS = {"reports": "published", "mentions": "date_start", "events": "date_start", "evidence": "published"}


def write(job: Job) -> dict[str, Any]:
    """Write the list of failures and the manifest of a run whose tables are all there."""
    failures = _failures(job)
    lines = "".join(json.dumps(failure, ensure_ascii=False) + "\n" for failure in failures)
    job.folder.write(FAILURES, lines.encode("utf-8", "surrogatepass"))
    files = {name: _files(job.folder, name) for name in SCHEMAS}
    found = {
        "kind": KIND,
        **job.fingerprint(),
        "rows": {name: sum(file["rows"] for file in files[name]) for name in files},
        "failures": len(failures),
        "crs": "OGC:CRS84",
        "files": files,
    }
    job.folder.write(MANIFEST, bytes_of(found))
    return found


def read(folder: Folder) -> dict[str, Any]:
    """Return the manifest of an output folder.

    Raises:
        OtherRun: when there is none, or it is none of ours.
    """
    if MANIFEST not in folder.names():
        raise OtherRun(f"{folder.root} holds no finished run: run `geoevents run-corpus` to its end first.")
    try:
        found: Any = json.loads(folder.read(MANIFEST))
    except ValueError as error:
        raise OtherRun(f"{folder.where(MANIFEST)} is damaged: {error}.") from error
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise OtherRun(f"{folder.where(MANIFEST)} is not of a run of geoevents.")
    return dict(found)


def _failures(job: Job) -> list[dict[str, str]]:
    """Return what could not be read, by partition and in its order."""
    found: list[dict[str, str]] = []
    for name in sorted(job.work.names("failures")):
        part = name.removesuffix(".jsonl")
        lines = job.work.read(f"failures/{name}").decode("utf-8", "surrogatepass").splitlines()
        found += [{"partition": part, **json.loads(line)} for line in lines]
    return found


def _files(folder: Folder, name: str) -> list[dict[str, Any]]:
    """Return name, rows, bytes, bounding box and days of the files of a table."""
    found = []
    for file in sorted(folder.names(name)):
        path = f"{name}/{file}"
        try:
            with folder.open(path) as source:
                table = pq.ParquetFile(source)
                geo = json.loads(table.schema_arrow.metadata[b"geo"])
                first, last = _days(table, _DAYS.get(name))
        except pa.ArrowException as error:
            raise DamagedOutput(f"{folder.where(path)} is damaged: {error}.") from error
        box = geo["columns"]["geometry"].get("bbox")
        size = folder.size(path)
        rows = table.metadata.num_rows
        found.append({"name": path, "rows": rows, "bytes": size, "bbox": box, "first_day": first, "last_day": last})
    return found


def _days(table: pq.ParquetFile, column: str | None) -> tuple[str | None, str | None]:
    """Return the first and last day of a column, from the statistics of the file."""
    if column is None:
        return None, None
    at = table.schema_arrow.names.index(column)
    groups = (table.metadata.row_group(number).column(at) for number in range(table.num_row_groups))
    known = [group.statistics for group in groups if group.statistics is not None and group.statistics.has_min_max]
    if not known:
        return None, None
    return min(s.min for s in known).isoformat(), max(s.max for s in known).isoformat()
