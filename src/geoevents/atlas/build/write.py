"""Write the tables of `geoevents.atlas.format`, the same bytes for the same rows."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.atlas.build.rows import Row
from geoevents.atlas.format import BORDER, BUCKETS, FEATURES, KINDS, PLACE, SHAPE, UNIT


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
            round(row.lon * UNIT), round(row.lat * UNIT), min(row.population, 2**31 - 1), min(row.prominence, 2**31 - 1),
            geonames, len(labels), row.radius_km, row.admin1, number.get(row.country, -1), KINDS.index(row.kind),
            FEATURES.index(row.feature),
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
        buckets[zlib.crc32(data) % BUCKETS].append(bytes([len(data)]) + len(held).to_bytes(2, "little") + data + packed)
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
    geometries = [shapely.multipolygons(shapely.get_parts(s[2])) for s in ordered]
    _, coordinates, (rings, polygons, parts) = shapely.to_ragged_array(geometries)
    index = np.zeros(len(ordered), dtype=SHAPE)
    for i, (row, view, geometry) in enumerate(ordered):
        index[i] = (row, view, parts[i], parts[i + 1], *geometry.bounds)
    whole = np.rint(coordinates[:, :2] * UNIT).astype("<i4")
    np.save(out / f"shapes-{name}-points.npy", whole)
    np.save(out / f"shapes-{name}-rings.npy", rings.astype("<u4"))
    np.save(out / f"shapes-{name}-polygons.npy", polygons.astype("<u4"))
    np.save(out / f"shapes-{name}-index.npy", index)


def write_borders(out: Path, view: str, segments: Sequence[tuple[float, float, float, float, int]]) -> None:
    """Write the land borders of one view as `borders-VIEW.npy`."""
    np.save(out / f"borders-{view}.npy", np.array([tuple(s) for s in segments], dtype=BORDER))


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write JSON with sorted keys."""
    path.write_bytes((json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode())
