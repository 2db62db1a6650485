"""A user's own table of places (CSV or GeoJSON, see `geoevents.atlas.own_files`), as a source of the gazetteer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.atlas.build.rows import OFFICIAL
from geoevents.atlas.build.shapes import clean
from geoevents.atlas.own import FEATURES
from geoevents.atlas.own_files import OWN, read_own
from geoevents.atlas.sources.items import Item, MoreNames
from geoevents.errors import InputError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ADDED = "added:"
_LARGEST = 2_000_000_000  # bytes
_AREAS = frozenset({"Polygon", "MultiPolygon"})


def items(path: Path) -> Iterator[Item | MoreNames]:
    """Yield the places of a table, areas with their polygons; a row that means a GeoNames id gives that place its names.

    Raises:
        UnreadableFile, InputError: when the file or a line of it cannot be used.
    """
    areas = _areas(path) if path.suffix.lower() in {".geojson", ".json"} else {}
    for number, row in enumerate(read_own(path, largest=_LARGEST)):
        names = tuple((name, OFFICIAL) for name in row.spellings)
        if row.means is not None:
            source, _, key = row.means.partition(":")
            if source != "geonames" or not key.isdigit():
                raise InputError(f"{row.where}: {row.means!r} is no GeoNames id; give geonames:NUMBER.")
            yield MoreNames(((row.name, OFFICIAL), *names), number=int(key))
        elif row.lon is not None and row.lat is not None:
            group, code = FEATURES.get(row.kind, ("", ""))
            people = int(row.extra.get("population") or 0) if str(row.extra.get("population", "")).isdigit() else 0
            yield Item(
                ADDED + row.id.removeprefix(OWN), row.name, row.kind, row.lon, row.lat, population=people,
                prominence=people or 1000, feature=f"{group}.{code}" if group else "",
                radius_km=1.0 if row.radius_km is None else row.radius_km, note=row.note or "", names=names,
                shape=areas.get(number),
            )  # fmt: skip


def _areas(path: Path) -> dict[int, BaseGeometry]:
    """Return the polygons of a GeoJSON file by feature; what else is wrong with it is said when it is read."""
    from shapely.errors import ShapelyError  # noqa: PLC0415 - only for maps
    from shapely.geometry import shape  # noqa: PLC0415

    found: dict[int, BaseGeometry] = {}
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    except (OSError, ValueError, KeyError, TypeError):
        return found
    for number, feature in enumerate(features):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if isinstance(geometry, dict) and geometry.get("type") in _AREAS:
            try:
                found[number] = clean(shape(geometry))
            except (ShapelyError, ValueError, TypeError, KeyError, IndexError) as error:
                raise InputError(f"{path}, feature {number + 1}: its polygon is none ({error}).") from None
    return found
