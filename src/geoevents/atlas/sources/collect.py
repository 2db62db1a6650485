"""Items of sources, written to disk as they come; known places are told from new ones by their ids."""

from __future__ import annotations

import math
import os
from array import array
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from geoevents.atlas.build.rows import OFFICIAL, SHOWN
from geoevents.atlas.format import KINDS, LOG_UNIT, NO_COUNTRY, NO_RADIUS, PLACE, UNIT
from geoevents.atlas.layer import UPDATE, Layer
from geoevents.atlas.regions import ShapeTable
from geoevents.atlas.sources.geonames import plain_weight, region_weight
from geoevents.atlas.sources.index import NameWriter
from geoevents.atlas.sources.items import Item, MoreNames
from geoevents.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geoevents.atlas.gazetteer import Gazetteer
    from geoevents.atlas.regions import Regions

_CHUNK = 20_000  # places held in memory
_MOST_ROWS = 1 << 24  # a row and a weight share 32 bits
_FIRST_NUMBERS = 1 << 24  # GeoNames' numbers, which reach 13 millions in 2026
_TOWNS = frozenset({KINDS.index("settlement"), KINDS.index("capital")})
_REGIONS = frozenset(KINDS.index(kind) for kind in ("country", "admin1"))
_UNKNOWN_COUNT = ("new", "known", "names", "unknown")


class Collector:
    """Takes items; memory is bounded by 4 bytes for each number of GeoNames and each label, and by what has polygons."""

    def __init__(self, work: Path, base: Gazetteer, regions: Regions) -> None:
        """Write to the folder `work`, over the shipped places of `base`."""
        self.base, self.regions, self.first = base, regions, len(base)
        self.names = NameWriter(work)
        self.features: list[str] = [""]
        self.feature = array("H")
        self.ends = array("I")
        self.ids: dict[str, int] = {}
        self.notes: dict[int, str] = {}
        self.updates: dict[int, np.void] = {}
        self.shapes: dict[int, BaseGeometry] = {}
        self.counts = dict.fromkeys(_UNKNOWN_COUNT, 0)
        self._patches: dict[int, np.void] = {}
        self._held: list[tuple[Any, ...]] = []
        self._labels = (work / "labels.bin").open("w+b")
        self._places = (work / "places.raw").open("w+b")
        self._rows = np.zeros(_FIRST_NUMBERS, dtype=np.int32)  # row + 1 by GeoNames number
        numbers = base._numbers  # noqa: SLF001 - the two are halves of one thing
        shipped = np.flatnonzero(numbers)
        self._reserve(int(numbers.max(initial=0)))
        self._rows[numbers[shipped]] = shipped + 1
        self._codes = _codes(base.folder)
        self._countries = {code: i for i, code in enumerate(base.countries)}

    def close(self) -> None:
        """Close the files."""
        self._labels.close()
        self._places.close()

    def __len__(self) -> int:
        return len(self.feature)

    def _reserve(self, number: int) -> None:
        size = len(self._rows)
        while size <= number:
            size *= 2
        if size > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros(size - len(self._rows), dtype=np.int32)])

    def row_of(self, place_id: str) -> int | None:
        """Return the row of a place, shipped or added, None for a new one."""
        source, _, key = place_id.partition(":")
        if source != "geonames":
            found = self.ids.get(place_id)
            return self.base.row_of(place_id) if found is None else self.first + found
        number = int(key)
        return int(self._rows[number]) - 1 if number < len(self._rows) and self._rows[number] else None

    def take(self, item: Item | MoreNames) -> None:
        """Take one item of a source.

        Raises:
            DataError: when there are more places than the format holds.
        """
        if isinstance(item, MoreNames):
            self._take_names(item)
            return
        row = item.same_as if item.same_as is not None else self.row_of(item.place_id)
        if row is None:
            row = self._new(item)
            self.counts["new"] += 1
        else:
            self._known(row, item)
            self.counts["known"] += 1
        shown = SHOWN if row >= self.first else OFFICIAL
        for name, weight in ((item.name, shown), *item.names):
            self._name(name, row, weight)
        if item.shape is not None:
            self.shapes[row] = item.shape

    def _name(self, name: str, row: int, weight: int) -> None:
        if row < self.first and int(self.base.kind[row]) in _REGIONS:
            weight = min(weight, region_weight(name))
        self.counts["names"] += self.names.add(name, row, weight)

    def _take_names(self, item: MoreNames) -> None:
        row = self.row_of(f"geonames:{item.number}") if item.number else None
        row = self._codes.get(item.code) if row is None else row
        if row is None:
            self.counts["unknown"] += 1
            return
        self.counts["known"] += 1
        for name, weight in item.names:
            self._name(name, row, weight or plain_weight(name, *self._facts(row)))

    def _facts(self, row: int) -> tuple[str, int]:
        """Return the name shown and the people of a row."""
        if row < self.first:
            return self.base.label(row), int(self.base.population[row])
        self._flush()
        at = row - self.first
        start = self.ends[at - 1] if at else 0
        label = _read(self._labels, start, self.ends[at] - start).decode()
        record = np.frombuffer(_read(self._places, at * PLACE.itemsize, PLACE.itemsize), dtype=PLACE)
        return label, int(record["population"][0])

    def _new(self, item: Item) -> int:
        row = self.first + len(self)
        if row >= _MOST_ROWS:
            raise DataError(f"More than {_MOST_ROWS:,} places: add fewer feature classes (--classes).")
        source, _, key = item.place_id.partition(":")
        if source == "geonames":
            self._reserve(int(key))
            self._rows[int(key)] = row + 1
        else:
            self.ids[item.place_id] = len(self)
        if item.note:
            self.notes[len(self)] = item.note
        self._held.append(self._record(item))
        label = item.name.encode("utf-8", "replace")
        self._labels.write(label)
        self.ends.append((self.ends[-1] if len(self.ends) else 0) + len(label))
        if item.feature not in self.features:
            self.features.append(item.feature)
        self.feature.append(self.features.index(item.feature))
        if len(self._held) >= _CHUNK:
            self._flush()
        return row

    def _known(self, row: int, item: Item) -> None:
        """Take the newer values of a place that is there: of settlements and added places all, of regions their names."""
        record: np.void = np.array([self._record(item)], dtype=PLACE)[0]
        if row >= self.first:
            self._patches[row - self.first] = record
            return
        old = self.updates.get(row)
        shipped = self.base._table[row] if old is None else old  # noqa: SLF001
        if int(shipped["kind"]) not in _TOWNS or item.same_as is not None:
            return
        newer = shipped.copy()
        for name in ("lon", "lat", "population", "radius"):
            newer[name] = record[name]
        if item.population:
            ranked = 10.0 ** (int(shipped["prominence"]) / LOG_UNIT)
            share = min(1.0, ranked / int(shipped["population"])) if int(shipped["population"]) else 1.0
            newer["prominence"] = _log(item.population * share)
        else:
            newer["population"], newer["radius"] = shipped["population"], shipped["radius"]
        self.updates[row] = newer

    def _record(self, item: Item) -> tuple[Any, ...]:
        country, region = self._countries.get(item.country, NO_COUNTRY), self._codes.get(item.admin1, -1)
        if region < 0 and not item.place_id.startswith("geonames:"):
            found = self.regions.admin1_at(item.lon, item.lat)
            inside = self.base.row_of(found.place_id) if found and item.kind not in {"admin1", "country"} else None
            region = -1 if inside is None else inside
            if country == NO_COUNTRY:
                land = self.regions.country_at(item.lon, item.lat)
                country = self._countries.get(
                    (land.country if land else found.country if found else None) or "", NO_COUNTRY
                )
        source, _, key = item.place_id.partition(":")
        return (
            round(item.lon * UNIT), round(item.lat * UNIT), min(max(item.population, 0), 2**31 - 1),
            int(key) if source == "geonames" else 0, _log(item.prominence),
            NO_RADIUS if math.isnan(item.radius_km) else min(round(item.radius_km * 10), NO_RADIUS - 1), region, country,
            KINDS.index(item.kind), 0,
        )  # fmt: skip

    def _flush(self) -> None:
        if self._held:
            self._places.write(np.array(self._held, dtype=PLACE).tobytes())
            self._held.clear()
        self._places.flush()
        self._labels.flush()

    def take_layer(self, layer: Layer) -> None:
        """Take all of an older layer over the same shipped places."""
        count = len(layer.places)
        self._flush()
        self._places.write(np.asarray(layer.places).tobytes())
        self._labels.write(bytes(layer.labels))
        self.ends.extend(np.asarray(layer.ends).tolist())
        self.features = list(layer.manifest["features"])
        self.feature.extend(np.asarray(layer.features).tolist())
        self.ids = {place_id: row - self.first for row, place_id in layer.ids.items()}
        self.notes = {row - self.first: note for row, note in layer.notes.items()}
        self.updates = {int(record["row"]): record["place"] for record in layer.updates}
        numbers = np.asarray(layer.places["geonames"])
        self._reserve(int(numbers.max(initial=0)))
        known = np.flatnonzero(numbers)
        self._rows[numbers[known]] = self.first + known + 1
        for key, postings in layer.names.records():
            for posting in postings:
                self.names.add_key(key, posting >> 8, posting & 255)
        if layer.has_shapes:
            table = ShapeTable(layer.folder, "exact", "international")
            for row in table.index["row"].tolist():
                shape = table.get(row)
                if shape is not None:
                    self.shapes[row] = shape
        assert len(self) == count  # noqa: S101 - the tables of a layer have one length

    def write(self, out: Path) -> int:
        """Write the tables into `out`; return how many names there are."""
        self._flush()
        count = len(self)
        places = np.lib.format.open_memmap(out / "places.npy", mode="w+", dtype=PLACE, shape=(count,))
        for start in range(0, count, 1 << 20):
            size = min(1 << 20, count - start)
            raw = _read(self._places, start * PLACE.itemsize, size * PLACE.itemsize)
            places[start : start + size] = np.frombuffer(raw, dtype=PLACE)
        for row, record in self._patches.items():
            places[row] = record
        updates = np.zeros(len(self.updates), dtype=UPDATE)
        for at, row in enumerate(sorted(self.updates)):
            updates[at]["row"], updates[at]["place"] = row, self.updates[row]
        np.save(out / "updates.npy", updates)
        np.save(out / "ends.npy", np.array(self.ends, dtype="<u4"))
        np.save(out / "features.npy", np.array(self.feature, dtype="<u2"))
        special = {row: (place_id, self.notes.get(row, "")) for place_id, row in self.ids.items()}
        special |= {
            row: (f"geonames:{places[row]['geonames']}", note) for row, note in self.notes.items() if row not in special
        }
        lines = ["row\tplace_id\tnote", *(f"{row}\t{i}\t{_one_line(n)}" for row, (i, n) in sorted(special.items()))]
        (out / "ids.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        shipped: NDArray[np.float64] = self.base.prominence
        names = self.names.write(
            out, lambda row: float(shipped[row]) if row < self.first else float(places[row - self.first]["prominence"])
        )
        places.flush()
        return names


def _read(file: IO[bytes], start: int, size: int) -> bytes:
    """Read a stretch of a file that is being written, and go back to its end."""
    file.seek(start)
    found = file.read(size)
    file.seek(0, os.SEEK_END)
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _log(people: float) -> int:
    return min(round(math.log10(max(people, 1)) * LOG_UNIT), 2**16 - 1)


def _codes(folder: Path) -> dict[str, int]:
    """Return the rows of shipped regions by GeoNames' code."""
    lines = (folder / "admin1.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {code: int(row) for row, _, _, code, *_ in (line.split("\t") for line in lines)}
