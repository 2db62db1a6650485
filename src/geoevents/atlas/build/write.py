"""Write the tables of `geoevents.atlas.format`, the same bytes for the same rows."""

from __future__ import annotations

import json
import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - as TC001: geometries are what this module is about

from geoevents.atlas.build.rows import Row
from geoevents.atlas.build.shapes import clean
from geoevents.atlas.format import (
    BORDER,
    BUCKETS,
    FEATURES,
    KINDS,
    LOG_UNIT,
    LONGEST_STEP,
    NO_COUNTRY,
    NO_RADIUS,
    PLACE,
    SHAPE,
    UNIT,
    name_record,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


def write_places(out: Path, rows: Sequence[Row], countries: Sequence[str]) -> None:
    """Write `places.npy`, `labels.bin` and `ids.tsv`."""
    table = np.zeros(len(rows), dtype=PLACE)
    number = {code: i for i, code in enumerate(countries)}
    labels = bytearray()
    special = ["row\tplace_id\tnote"]
    for i, row in enumerate(rows):
        source, _, key = row.place_id.partition(":")
        geonames = int(key) if source == "geonames" else 0
        if not geonames or row.note:
            special.append(f"{i}\t{row.place_id}\t{row.note}")
        table[i] = (
            round(row.lon * UNIT), round(row.lat * UNIT), min(row.population, 2**31 - 1), geonames,
            round(math.log10(max(row.prominence, 1)) * LOG_UNIT),
            NO_RADIUS if math.isnan(row.radius_km) else min(round(row.radius_km * 10), NO_RADIUS - 1), row.admin1,
            number.get(row.country, NO_COUNTRY), KINDS.index(row.kind), FEATURES.index(row.feature),
        )  # fmt: skip
        labels += row.name.encode() + b"\n"
    np.save(out / "places.npy", table)
    (out / "labels.bin").write_bytes(bytes(labels))
    write_text(out / "ids.tsv", special)


def write_text(path: Path, lines: Iterable[str]) -> None:
    """Write lines as UTF-8 with line feeds on every system."""
    path.write_bytes(("\n".join(lines) + "\n").encode())


def write_names(out: Path, rows: Sequence[Row]) -> int:
    """Write the index of folded names; return how many there are."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, row in enumerate(rows):
        for key, weight in row.names.items():
            places[key].append((i, weight))
    buckets: dict[int, list[bytes]] = defaultdict(list)
    for key in sorted(places):
        held = sorted(places[key], key=lambda p: (-p[1], -rows[p[0]].prominence, p[0]))
        data = key.encode()
        packed = np.array([i << 8 | w for i, w in held], dtype="<u4").tobytes()
        buckets[zlib.crc32(data) % BUCKETS].append(name_record(data, packed))
    starts = np.zeros(BUCKETS + 1, dtype="<u4")
    blob = bytearray()
    for bucket in range(BUCKETS):
        starts[bucket] = len(blob)
        for record in buckets.get(bucket, ()):
            blob += record
    starts[BUCKETS] = len(blob)
    np.save(out / "names.npy", starts)
    (out / "names.bin").write_bytes(bytes(blob))
    return len(places)


def write_shapes(out: Path, name: str, shapes: Sequence[tuple[int, int, BaseGeometry]]) -> None:
    """Write polygons of (row, view, geometry) as `shapes-NAME-*.npy`, in order of rows and views."""
    ordered = sorted(shapes, key=lambda s: s[:2])
    # Rounded by GEOS, so that what is stored is valid.
    snapped = shapely.set_precision([s[2] for s in ordered], 1 / UNIT)
    geometries = [MultiPolygon(list(shapely.get_parts(clean(g)))) for g in snapped]
    _, coordinates, (rings, polygons, parts) = shapely.to_ragged_array(geometries)
    index = np.zeros(len(ordered), dtype=SHAPE)
    for i, (row, view, geometry) in enumerate(ordered):
        index[i] = (row, view, parts[i], parts[i + 1], *geometry.bounds)
    whole = np.rint(coordinates[:, :2] * UNIT).astype(np.int64)
    starts, steps, counts = _steps(whole, rings.astype(np.int64))
    np.save(out / f"shapes-{name}-steps.npy", steps)
    np.save(out / f"shapes-{name}-starts.npy", starts)
    np.save(out / f"shapes-{name}-rings.npy", counts)
    np.save(out / f"shapes-{name}-polygons.npy", polygons.astype("<u4"))
    np.save(out / f"shapes-{name}-index.npy", index)


def _steps(
    points: NDArray[np.int64], rings: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.uint32]]:
    """Return rings as first points, steps of 16 bits (the first of a ring is nought), and where each ring starts.

    An edge longer than `LONGEST_STEP` gets points in between, on the line.
    """
    delta = np.diff(points, axis=0, prepend=points[:1])
    delta[rings[:-1]] = 0
    parts = np.maximum(1, -(-np.abs(delta).max(axis=1) // LONGEST_STEP))
    of = np.repeat(np.arange(len(delta)), parts)
    number = np.arange(len(of)) - np.repeat(np.cumsum(parts) - parts, parts)
    done, ahead = number[:, None], number[:, None] + 1
    share = parts[of][:, None]
    steps = delta[of] * ahead // share - delta[of] * done // share
    counts = np.concatenate([[0], np.cumsum(parts)])[rings]
    return points[rings[:-1]].astype("<i4"), steps.astype("<i2"), counts.astype("<u4")


def write_borders(out: Path, view: str, segments: Sequence[tuple[float, float, float, float, int]]) -> None:
    """Write the land borders of one view as `borders-VIEW.npy`."""
    np.save(out / f"borders-{view}.npy", np.array([tuple(s) for s in segments], dtype=BORDER))


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write JSON with sorted keys."""
    path.write_bytes((json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode())
