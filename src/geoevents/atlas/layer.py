"""What a user added to the gazetteer: a folder in the same format, laid over the shipped one and mapped into memory.

Row numbers go on from the shipped ones, of which a layer is made for exactly one build (`base`). Beside the files of
`geoevents.atlas.format` it holds:

    ends.npy       where each label ends in labels.bin
    features.npy   GeoNames' feature codes, as indexes into the manifest's list ("P.PPL")
    updates.npy    newer values of shipped settlements (`UPDATE` records, by row)
    names.*        names of added and of shipped places
    shapes-*.npy   polygons of added and of shipped regions (where a source has any)
    manifest.json  the sources with their sha256, and what came of each
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoevents.atlas.format import FOLD_PROBE, PLACE
from geoevents.atlas.tables import NameIndex, open_blob, open_table, read_ids
from geoevents.errors import DataError, DataMissing, DataVersion
from geoevents.text.folding import fold

if TYPE_CHECKING:
    import mmap

    from numpy.typing import NDArray

LAYER_FORMAT = 2
UPDATE = np.dtype([("row", "<i4"), ("place", PLACE)])
_CURE = "add the sources again with `geoevents gazetteer add`, or remove that folder"


def base_version(geonames: NDArray[np.uint32]) -> str:
    """Return a checksum of the shipped places and their order: a layer belongs to one."""
    return f"{zlib.crc32(np.ascontiguousarray(geonames).tobytes()):08x}-{len(geonames)}"


@dataclass(frozen=True, slots=True)
class Layer:
    """The added places: tables mapped into memory, `first` is the number of their first row."""

    folder: Path
    first: int
    manifest: dict[str, Any]
    version: str
    places: NDArray[np.void]
    features: NDArray[np.uint16]
    updates: NDArray[np.void]
    names: NameIndex
    labels: mmap.mmap | bytes
    ends: NDArray[np.uint32]
    ids: dict[int, str]
    notes: dict[int, str]

    @classmethod
    def open(cls, folder: Path, geonames: NDArray[np.uint32]) -> Layer:
        """Open the layer in `folder` over shipped places with these GeoNames numbers.

        Raises:
            DataMissing: when there is none.
            DataVersion: when it was made for other shipped data, or in another format.
            DataError: when it is damaged.
        """
        manifest, version = read_manifest(folder)
        if manifest.get("base") != base_version(geonames):
            raise DataVersion(f"The added places in {folder} belong to another version of the shipped data: {_CURE}.")
        places, ends = open_table(folder / "places.npy"), open_table(folder / "ends.npy")
        features, updates = open_table(folder / "features.npy"), np.asarray(open_table(folder / "updates.npy"))
        ids, notes = read_ids(folder)
        fit = places.dtype == PLACE and updates.dtype == UPDATE and len(places) == manifest.get("places")
        if not fit or not len(places) == len(ends) == len(features):
            raise DataError(f"The tables of the added places in {folder} do not belong together: {_CURE}.")
        labels = open_blob(folder / "labels.bin") if len(places) else b""
        if len(places) and int(ends[-1]) != len(labels):
            raise DataError(f"labels.bin in {folder} is cut short: {_CURE}.")
        names = NameIndex.open(folder)
        return cls(
            folder, len(geonames), manifest, version, places, features, updates, names, labels, ends,
            {row + len(geonames): place_id for row, place_id in ids.items()},
            {row + len(geonames): note for row, note in notes.items()},
        )  # fmt: skip

    def label(self, row: int) -> str:
        """Return the name shown of a row (counted from `first`)."""
        return self.labels[int(self.ends[row - 1]) if row else 0 : int(self.ends[row])].decode()

    def feature(self, row: int) -> tuple[str | None, str | None]:
        """Return GeoNames' feature class and code of a row (counted from `first`)."""
        kind, _, code = str(self.manifest["features"][int(self.features[row])]).partition(".")
        return kind or None, code or None

    @property
    def has_shapes(self) -> bool:
        """Whether it holds polygons."""
        return bool(self.manifest.get("shapes"))


def read_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the manifest of a layer and a short hash of it, which names its sources by their content.

    Raises:
        DataMissing: when there is none.
        DataVersion: when the layer is of another format, or was made with another way of folding names.
        DataError: when it is damaged.
    """
    path = folder / "manifest.json"
    try:
        data = path.read_bytes()
        manifest = json.loads(data)
    except (FileNotFoundError, NotADirectoryError):
        raise DataMissing(f"No added places in {folder} (manifest.json is not there): {_CURE}.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is damaged ({error}): {_CURE}.") from error
    if manifest.get("layer") != LAYER_FORMAT:
        raise DataVersion(f"{folder} holds no added places of format {LAYER_FORMAT}: {_CURE}.")
    if manifest.get("fold") != fold(FOLD_PROBE):
        raise DataVersion(f"The added places in {folder} were made with another folding of names: {_CURE}.")
    return manifest, hashlib.sha256(data).hexdigest()[:12]
