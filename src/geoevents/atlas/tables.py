"""The gazetteer's tables on disk, opened: mapped into memory, checked, shared by all processes."""

from __future__ import annotations

import json
import mmap
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoevents.atlas.format import FOLD_PROBE, FORMAT_VERSION
from geoevents.errors import DataError, DataMissing, DataVersion
from geoevents.resources import data_folder
from geoevents.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_CURE = "run `geoevents gazetteer build` or reinstall geoevents"


def open_table(path: Path) -> NDArray[Any]:
    """Map a `.npy` table into memory.

    Raises:
        DataMissing: when it is not there.
        DataError: when it is damaged or cut short.
    """
    try:
        table: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        raise DataMissing(f"No table at {path}: {_CURE}.") from None
    except (ValueError, OSError, EOFError) as error:
        raise DataError(f"{path} is damaged ({error}): {_CURE}.") from error
    return table


def open_blob(path: Path) -> mmap.mmap | bytes:
    """Map a file of bytes into memory.

    Raises:
        DataMissing: when it is not there.
        DataError: when it is empty.
    """
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise DataMissing(f"No file at {path}: {_CURE}.") from None
    except ValueError as error:
        raise DataError(f"{path} is empty: {_CURE}.") from error


def open_manifest(folder: Path | None) -> tuple[Path, dict[str, Any]]:
    """Return the gazetteer's folder (the shipped one by default) and its manifest.

    Raises:
        DataMissing: when the folder or the manifest is not there.
        DataVersion: when the data is of another format, or was built with another way of folding names.
    """
    where = Path(folder) if folder is not None else data_folder("gazetteer")
    try:
        manifest = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise DataMissing(f"No gazetteer in {where} (manifest.json is not there): {_CURE}.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{where / 'manifest.json'} is damaged ({error}): {_CURE}.") from error
    if manifest.get("format") != FORMAT_VERSION:
        raise DataVersion(
            f"The gazetteer in {where} is of format {manifest.get('format')}, not {FORMAT_VERSION}: {_CURE}."
        )
    if manifest.get("fold") != fold(FOLD_PROBE):
        raise DataVersion(f"The gazetteer in {where} was built with another folding of names: {_CURE}.")
    return where, manifest


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Every folded name and the places that bear it; a hash finds the bucket, the stored name decides."""

    starts: memoryview
    blob: mmap.mmap | bytes

    @classmethod
    def open(cls, folder: Path) -> NameIndex:
        """Open `names.npy` and `names.bin`.

        Raises:
            DataError: when the two do not belong together.
        """
        starts, blob = open_table(folder / "names.npy"), open_blob(folder / "names.bin")
        if len(starts) < 2 or int(starts[-1]) != len(blob):  # noqa: PLR2004 - one bucket
            raise DataError(f"names.npy and names.bin in {folder} do not belong together: {_CURE}.")
        return cls(memoryview(starts.tobytes()).cast("I"), blob)

    def postings(self, key: str) -> tuple[int, ...]:
        """Return `row << 8 | weight` of every place that bears this folded name, weightiest first."""
        data = key.encode("utf-8", "surrogatepass")
        blob, starts = self.blob, self.starts
        bucket = zlib.crc32(data) % (len(starts) - 1)
        at, end, length = starts[bucket], starts[bucket + 1], len(data)
        while at < end:
            size, count = blob[at], blob[at + 1]
            at += 2
            if not count:
                count = blob[at] | blob[at + 1] << 8
                at += 2
            first = at + size
            if size == length and blob[at:first] == data:
                return tuple(memoryview(blob[first : first + 4 * count]).cast("I"))
            at = first + 4 * count
        return ()

    def keys(self) -> list[str]:
        """Return all folded names, in order of the file (for fuzzy matching)."""
        return [key.decode() for key, _ in self.records()]

    def records(self) -> Iterator[tuple[bytes, memoryview]]:
        """Yield every folded name with its postings, in order of the file."""
        at, blob = 0, self.blob
        while at < len(blob):
            size, count = blob[at], blob[at + 1]
            at += 2
            if not count:
                count = blob[at] | blob[at + 1] << 8
                at += 2
            first = at + size
            yield bytes(blob[at:first]), memoryview(blob[first : first + 4 * count]).cast("I")
            at = first + 4 * count


@cache
def special_ids(folder: Path) -> tuple[dict[int, str], dict[int, str]]:
    """Return the ids of places that have none of GeoNames, and notes, by row; read once a process."""
    return read_ids(folder)


def read_ids(folder: Path) -> tuple[dict[int, str], dict[int, str]]:
    """Return the ids of places that have none of GeoNames, and notes, by row.

    Raises:
        DataMissing: when the table is not there.
    """
    ids, notes = {}, {}
    try:
        text = (folder / "ids.tsv").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataMissing(f"No table at {folder / 'ids.tsv'}: {_CURE}.") from None
    for line in text.split("\n")[1:-1]:
        row, place_id, note = line.split("\t")
        ids[int(row)] = place_id
        if note:
            notes[int(row)] = note
    return ids, notes
