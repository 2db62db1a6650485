"""How the gazetteer lies on disk: uncompressed tables that are mapped into memory, so that it starts at once.

    manifest.json             format version, counts, sources, the day of the border data, fold check
    places.npy                one record a place (`PLACE`), countries first, then admin-1 regions
    labels.bin                the names shown, UTF-8, one a line, in order of the places
    names.npy, names.bin      every folded name: CRC-32 of its bytes picks a bucket, `names.npy` says where that starts
                              (and by its length how many there are); a bucket holds records of: key length (1 byte),
                              number of places (1 byte; 0: two more bytes hold it), key (UTF-8), then 4 bytes a place:
                              row << 8 | weight
    ids.tsv                   places that have no GeoNames id, and notes: row, place_id, note
    countries.tsv, admin1.tsv for people: what the build made
    shapes-*.npy              polygons: steps from point to point in 1e-5 degrees (16 bits; a longer edge has points
                              in between), first points of rings, ring and polygon starts, `SHAPE` records
    borders-*.npy             land borders (`BORDER` records) of one view; `borders.tsv` names the pairs
All numbers are little-endian.
"""

from __future__ import annotations

from typing import get_args

import numpy as np

from geoevents.model import PlaceKind

FORMAT_VERSION = 2
UNIT = 1e5  # stored coordinates are whole numbers of 1e-5 degrees, about a metre
BUCKETS = 1 << 17  # of the shipped names
LAYER_BUCKETS = 1 << 19  # of a user's own layer, which may hold all of GeoNames
LONGEST_STEP = 30_000  # of `UNIT`, fits in 16 bits
LOG_UNIT = 5000.0
NO_RADIUS = 65535
NO_COUNTRY = 255

KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
FEATURES = ("", "PPL", "PPLC", "ADM1", "ADM2", "PCLI", "PCLD", "RGN", "H", "CONT", "S", "AIRP", "AIRB")
FEATURE_CLASSES = {
    "PPL": "P", "PPLC": "P", "ADM1": "A", "ADM2": "A", "PCLI": "A", "PCLD": "A", "RGN": "L", "H": "H", "CONT": "L",
    "S": "S", "AIRP": "S", "AIRB": "S",
}  # fmt: skip

PLACE = np.dtype(
    [
        ("lon", "<i4"),
        ("lat", "<i4"),
        ("population", "<i4"),
        ("geonames", "<u4"),  # GeoNames' id, 0 for none
        ("prominence", "<u2"),  # log10 of people times `LOG_UNIT`
        ("radius", "<u2"),  # tenths of a kilometre, `NO_RADIUS` for none
        ("admin1", "<i2"),  # row, -1 for unknown
        ("country", "u1"),  # index into the manifest's countries, `NO_COUNTRY` for none
        ("kind", "u1"),
        ("feature", "u1"),
    ]
)
SHAPE = np.dtype(
    [
        ("row", "<i4"),
        ("view", "<i4"),  # 0 both views, 1 international, 2 de-facto
        ("first", "<u4"),
        ("end", "<u4"),
        ("west", "<f4"),
        ("south", "<f4"),
        ("east", "<f4"),
        ("north", "<f4"),
    ]
)
BORDER = np.dtype([("lon1", "<f8"), ("lat1", "<f8"), ("lon2", "<f8"), ("lat2", "<f8"), ("pair", "<i4")])


def name_record(key: bytes, postings: bytes) -> bytes:
    """Return the record of one folded name: its key and its places, 4 bytes each (see the head of this module)."""
    count = len(postings) // 4
    many = bytes([count]) if count < 256 else b"\0" + count.to_bytes(2, "little")  # noqa: PLR2004 - what a byte holds
    return bytes([len(key)]) + many + key + postings


FOLD_PROBE = "Костянтинівка’s Łódź Orël São"
