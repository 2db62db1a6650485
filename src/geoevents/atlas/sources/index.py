"""The index of names of a layer, made in pieces on disk: records go to one of 256 files by their bucket, each is sorted alone."""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from geoevents.atlas.format import LAYER_BUCKETS, name_record
from geoevents.errors import DataError
from geoevents.text.folding import fold

_PARTS = 256
_BUFFER = 1 << 16  # bytes held a part
_HEAD = struct.Struct("<IIBB")  # bucket, row, weight, length of the key
_MOST = 65_535  # places of one name: what the format can count
_LARGEST = 2**32 - 1


class NameWriter:
    """Takes names as they come; holds 16 MB at most."""

    def __init__(self, folder: Path) -> None:
        """Keep the pieces in `folder`."""
        self._paths = [folder / f"names-{part:03}.part" for part in range(_PARTS)]
        self._held = [bytearray() for _ in range(_PARTS)]

    def add(self, name: str, row: int, weight: int) -> bool:
        """Take a name of a row; return whether it is one."""
        key = fold(name).encode("utf-8", "surrogatepass")
        return self.add_key(key, row, weight) if key and weight > 0 else False

    def add_key(self, key: bytes, row: int, weight: int) -> bool:
        """Take a folded name; keys of more than 254 bytes are left out."""
        if len(key) > 254:  # noqa: PLR2004 - the length is stored in a byte
            return False
        bucket = zlib.crc32(key) % LAYER_BUCKETS
        part = bucket * _PARTS // LAYER_BUCKETS
        held = self._held[part]
        held += _HEAD.pack(bucket, row, weight, len(key)) + key
        if len(held) > _BUFFER:
            self._flush(part)
        return True

    def _flush(self, part: int) -> None:
        with self._paths[part].open("ab") as file:
            file.write(self._held[part])
        self._held[part] = bytearray()

    def write(self, out: Path, prominence: Callable[[int], float]) -> int:
        """Write `names.npy` and `names.bin`, weightiest and most prominent places first; return how many names there are.

        Raises:
            DataError: when there are more names than the format holds.
        """
        starts = np.zeros(LAYER_BUCKETS + 1, dtype="<u4")
        count = at = 0
        done = 0
        with (out / "names.bin").open("wb") as file:
            for part in range(_PARTS):
                self._flush(part)
                for bucket, key, postings in self._sorted(part, prominence):
                    starts[done : bucket + 1] = at
                    done = bucket + 1
                    at += file.write(name_record(key, postings.tobytes()))
                    count += 1
                    if at > _LARGEST:
                        raise DataError(
                            "The names of the sources take more than 4 GB: add fewer feature classes (--classes)."
                        )
                self._paths[part].unlink()
        starts[done:] = at
        np.save(out / "names.npy", starts)
        return count

    def _sorted(
        self, part: int, prominence: Callable[[int], float]
    ) -> Iterator[tuple[int, bytes, np.ndarray[tuple[int], np.dtype[np.uint32]]]]:
        names: dict[tuple[int, bytes], dict[int, int]] = defaultdict(dict)
        data, at = self._paths[part].read_bytes(), 0
        while at < len(data):
            bucket, row, weight, length = _HEAD.unpack_from(data, at)
            at += _HEAD.size + length
            rows = names[bucket, data[at - length : at]]
            rows[row] = max(weight, rows.get(row, 0))
        for (bucket, key), rows in sorted(names.items()):
            order = sorted(rows.items(), key=lambda item: (-item[1], -prominence(item[0]), item[0]))[:_MOST]
            yield bucket, key, np.array([row << 8 | weight for row, weight in order], dtype="<u4")
