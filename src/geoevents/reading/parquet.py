"""Many reports in one Parquet file with a column `text`, and any of `id title published publisher url language`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

from geoevents.errors import UnreadableFile
from geoevents.model import Document
from geoevents.reading.documents import ReadFailure
from geoevents.reading.tables import read_rows

COLUMNS = ("id", "text", "title", "published", "publisher", "url", "language")
_ROWS = 500  # held at a time


def read_parquet(
    file: Path | IO[bytes],
    *,
    where: str,
    name: str,
    published: str | date | None = None,
    start: int = 0,
    end: int | None = None,
    source: str | None = None,
) -> Iterator[Document | ReadFailure]:
    """Yield the report of each row, from row `start` to `end` (counted from 0, half-open); `source` marks the file.

    Raises:
        UnreadableFile: when the file is no Parquet, is damaged, or has no column `text`.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy, and few corpora are Parquet

    try:
        for first, rows in _batches(file, where, start, end):
            yield from read_rows(rows, where=where, name=name, published=published, first=first + 1, source=source)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"{where} is no readable Parquet file: {str(error).splitlines()[0][:120]}.") from error


def _batches(
    file: Path | IO[bytes], where: str, start: int, end: int | None
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield rows with the number of their first, of the row groups that hold any of those asked for."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(file) as table:
        known = [name for name in COLUMNS if name in table.schema_arrow.names]
        if "text" not in known:
            raise UnreadableFile(f"{where} has no column 'text'.")
        at, last = 0, table.metadata.num_rows if end is None else end
        for group in range(table.num_row_groups):
            size = table.metadata.row_group(group).num_rows
            if at < last and at + size > start:
                first = at
                for batch in table.iter_batches(_ROWS, row_groups=[group], columns=known):
                    low, high = max(0, start - first), min(last - first, batch.num_rows)
                    rows = batch.slice(low, max(0, high - low))
                    if rows.num_rows:
                        yield first + low, rows.to_pylist()
                    first += batch.num_rows
            at += size
