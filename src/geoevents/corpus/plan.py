"""How a corpus is cut into partitions: by its bytes alone, so that the cut never depends on the number of workers."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from geoevents.corpus.storage import Folder, is_url
from geoevents.errors import InputError, UnreadableFile
from geoevents.reading.decoding import decode
from geoevents.reading.documents import ReadFailure
from geoevents.reading.files import Named, list_files
from geoevents.reading.tables import table

SMALLEST, LARGEST = 600_000, 12_500_000  # bytes of a partition: some 250 to 5,000 reports
PARTITIONS = 64  # where the two bounds leave a choice
LARGE_TABLE = 4_000_000  # bytes from which a CSV table is cut up
_BLOCK = 1 << 20
_CSV_BLOCK = 2_000  # rows of a row group
TABLES = "_work/tables"
Kind = Literal["file", "lines", "rows"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one input: a whole file, bytes `start` to `end` of JSON lines, or rows `start` to `end` of Parquet.

    `first` numbers its first line; `where` is what failures call the input, where it is not the path.
    """

    kind: Kind
    path: str
    stem: str
    row: tuple[tuple[str, str], ...] = ()
    start: int = 0
    end: int = 0
    first: int = 1
    where: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A partition: what one task of the map stage reads."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The partitions of a corpus, what of it cannot be read at all, and a hash of all its bytes and names."""

    parts: tuple[Part, ...]
    failures: tuple[tuple[str, str], ...]
    inputs: int
    digest: str


@dataclass(slots=True)
class _Cutter:
    """Packs pieces into partitions of about `size` bytes."""

    size: int
    parts: list[Part] = field(default_factory=list)
    held: list[Piece] = field(default_factory=list)
    weight: int = 0

    def add(self, piece: Piece, weight: int) -> None:
        self.held.append(piece)
        self.weight += weight
        if self.weight >= self.size:
            self.close()

    @property
    def room(self) -> int:
        return self.size - self.weight

    def close(self) -> None:
        if self.held:
            self.parts.append(Part(tuple(self.held)))
        self.held, self.weight = [], 0


def make_plan(source: str, out: Folder, part_bytes: int | None = None) -> Plan:
    """Look at every input once, and cut them into partitions.

    Args:
        source: a file, a folder, or a URL of JSON lines or Parquet (or of a folder of such files).
        out: where large CSV tables are written anew, in a form that can be cut.
        part_bytes: the size of a partition; by default as the whole asks for.
    """
    listed = list(_list(source))
    failures = [(item.where, str(item.error)) for item in listed if isinstance(item, ReadFailure)]
    named = [item for item in listed if isinstance(item, Named)]
    digest = hashlib.blake2b(digest_size=16)
    sizes = []
    for item in named:
        size, content = _weigh(item)
        sizes.append(size)
        digest.update(json.dumps([item.stem, sorted(item.row.items()), content]).encode("utf-8", "surrogatepass"))
    wanted = part_bytes or min(LARGEST, max(SMALLEST, -(-sum(sizes) // PARTITIONS)))
    cutter = _Cutter(wanted)
    for number, (item, size) in enumerate(zip(named, sizes, strict=True)):
        try:
            _cut(item, size, cutter, out, number)
        except (InputError, OSError, pa.ArrowException) as error:
            failures.append((str(item.path), _sentence(item, error)))
    cutter.close()
    return Plan(tuple(cutter.parts), tuple(failures), len(named), digest.hexdigest())


def _sentence(item: Named, error: Exception) -> str:
    if isinstance(error, InputError):
        return str(error)
    return f"{name_of(item)} cannot be read: {str(error).splitlines()[0][:120]}."


def name_of(item: Named) -> str:
    """Return the path or URL of an input; the two slashes of a URL are no empty folder."""
    return item.path.as_posix() if not isinstance(item, _Remote) else item.url


@dataclass(frozen=True, slots=True)
class _Remote(Named):
    url: str = ""


def _list(source: str) -> Iterator[Named | ReadFailure]:
    if not is_url(source):
        yield from list_files(source)
        return
    import fsspec  # noqa: PLC0415 - comes with the extra `cluster`, only URLs need it

    system, root = fsspec.core.url_to_fs(source)
    found = [root] if system.isfile(root) else sorted(system.find(root))
    for path in found:
        suffix = Path(path).suffix.lower()
        stem = path.removeprefix(root).strip("/").removesuffix(suffix) or Path(path).stem
        if suffix in {".jsonl", ".parquet"}:
            yield _Remote(Path(path), stem, {}, url=system.unstrip_protocol(path))
    if not found:
        yield ReadFailure(source, UnreadableFile(f"{source} holds no .jsonl or .parquet files."))


@contextmanager
def open_input(path: str) -> Iterator[IO[bytes]]:
    """Open an input by its path or URL."""
    if is_url(path):
        import fsspec  # noqa: PLC0415 - as above

        with fsspec.open(path, "rb") as file:
            yield file
    else:
        with Path(path).open("rb") as file:
            yield file


def _weigh(item: Named) -> tuple[int, str]:
    """Return size and hash of an input; what cannot be read weighs nothing, and fails when it is cut."""
    digest, size = hashlib.blake2b(digest_size=16), 0
    try:
        with open_input(name_of(item)) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError as error:
        return 0, type(error).__name__
    return size, digest.hexdigest()


def _cut(item: Named, size: int, cutter: _Cutter, out: Folder, number: int) -> None:
    name, suffix = name_of(item), item.path.suffix.lower()
    whole = Piece("file", name, item.stem, tuple(sorted(item.row.items())))
    if suffix == ".jsonl":
        _cut_lines(replace(whole, kind="lines"), cutter)
    elif suffix == ".parquet":
        with open_input(name) as file:
            _cut_rows(replace(whole, kind="rows", where=name), size, file, cutter)
    elif suffix == ".csv" and size > LARGE_TABLE:
        data = _as_parquet(item)
        made = f"{TABLES}/{number:05}.parquet"
        out.write(made, data)
        _cut_rows(replace(whole, kind="rows", path=out.where(made), where=name), size, io.BytesIO(data), cutter)
    else:
        cutter.add(whole, max(1, size))


def _cut_lines(whole: Piece, cutter: _Cutter) -> None:
    """Cut JSON lines after the line with which a partition is full."""
    start = at = 0
    first = 1
    with open_input(whole.path) as file:
        number = 0
        for number, line in enumerate(file, 1):
            at += len(line)
            if at - start >= cutter.room:
                cutter.add(replace(whole, start=start, end=at, first=first), at - start)
                start, first = at, number + 1
    if at > start:
        cutter.add(replace(whole, start=start, end=at, first=first), at - start)


def _cut_rows(whole: Piece, size: int, file: IO[bytes], cutter: _Cutter) -> None:
    rows = pq.ParquetFile(file).metadata.num_rows
    each = max(1, size // max(1, rows))
    at = 0
    while at < rows:
        end = min(rows, at + max(1, cutter.room // each))
        cutter.add(replace(whole, start=at, end=end, first=at + 1), (end - at) * each)
        at = end


def _as_parquet(item: Named) -> bytes:
    """Return a CSV table as Parquet; its rows are numbered as they are in the table."""
    name = name_of(item)
    found, failure = table(decode(item.path.read_bytes(), name), name, "text")
    if failure:
        raise failure.error
    names = sorted({key for row in found for key in row} | {"text"})
    columns: dict[str, Any] = {key: pa.array([row.get(key) for row in found], pa.large_string()) for key in names}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, row_group_size=_CSV_BLOCK, compression="zstd")
    return bytes(sink.getvalue())


def lines_of(piece: Piece) -> Iterator[bytes]:
    """Yield the JSON lines of a piece."""
    with open_input(piece.path) as file:
        file.seek(piece.start)
        left = piece.end - piece.start
        for line in file:
            yield line[:left]
            left -= len(line)
            if left <= 0:
                return


def part_payloads(parts: Sequence[Part]) -> Iterator[bytes]:
    """Yield each partition as JSON."""
    from geoevents.store.packing import plain  # noqa: PLC0415

    return (plain(part) for part in parts)
