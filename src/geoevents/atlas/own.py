"""A user's own places on the map of the atlas: regions found, forced readings followed, a version of the whole list."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.atlas.own_files import OwnRow, read_own
from geoevents.errors import GeoEventsError, InputError
from geoevents.model import OwnPlace, Place

if TYPE_CHECKING:
    from geoevents.atlas.atlas import Atlas

_AREAS = frozenset({"country", "admin1", "admin2", "wider-region", "water"})
_RADIUS_KM = 1.0  # of a place whose file gives none: the least size of a settlement in the gazetteer
FEATURES = {
    "settlement": ("P", "PPL"), "capital": ("P", "PPLC"), "admin1": ("A", "ADM1"), "admin2": ("A", "ADM2"),
    "country": ("A", "PCLI"), "water": ("H", "H"), "site": ("S", "S"), "wider-region": ("L", "RGN"),
}  # fmt: skip
Box = tuple[float, float, float, float]


def load_own(path: Path, atlas: Atlas) -> tuple[OwnPlace, ...]:
    """Read a file of own places (see `geoevents.atlas.own_files`) and find what its regions and readings mean.

    Raises:
        UnreadableFile, InputError: when the file or a line of it cannot be used; the message names the line.
    """
    return resolve_own(read_own(path), atlas)


def resolve_own(rows: Sequence[OwnRow], atlas: Atlas) -> tuple[OwnPlace, ...]:
    """Return rows as places: own ones with country and region by their point, forced ones as what they mean.

    Raises:
        InputError: when a region or a place id means nothing.
    """
    own = {row.id: _place(row, atlas) for row in rows if row.means is None}
    return tuple(_own(row, own, atlas) for row in rows)


def _place(row: OwnRow, atlas: Atlas) -> Place:
    assert row.lon is not None  # noqa: S101 - checked when the row was read: it means no other place
    assert row.lat is not None  # noqa: S101
    region, country = atlas.regions.lands_at(row.lon, row.lat)
    feature_class, feature = FEATURES.get(row.kind, (None, None))
    return Place(
        place_id=row.id, name=row.name, kind=row.kind, lon=row.lon, lat=row.lat,
        country=country.country if country else region.country if region else None,
        admin1=region.name if region else None, feature_class=feature_class, feature_code=feature,
        radius_km=_RADIUS_KM if row.radius_km is None else row.radius_km,
    )  # fmt: skip


def _own(row: OwnRow, own: Mapping[str, Place], atlas: Atlas) -> OwnPlace:
    region_id, box = read_region(row.region, atlas, row.where) if row.region else (None, None)
    if row.means is None:
        return OwnPlace(own[row.id], row.spellings, region_id, box, note=row.note)
    place = own.get(row.means) or atlas.gazetteer.by_id(row.means)
    if place is None:
        raise InputError(f"{row.where}: no place has the id {row.means!r}; `geoevents geocode NAME` prints ids.")
    return OwnPlace(place, (row.name, *row.spellings), region_id, box, forced=True, note=row.note)


def read_region(words: str, atlas: Atlas, where: str) -> tuple[str | None, Box | None]:
    """Return the id of the region that a user names (by name or id), or a box "west,south,east,north".

    Raises:
        InputError: when it is neither.
    """
    parts = words.split(",")
    if len(parts) == 4:  # noqa: PLR2004 - sides of a box
        try:
            west, south, east, north = (float(part) for part in parts)
        except ValueError:
            pass  # four words with commas between them name a region, or nothing
        else:
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
                raise InputError(f"{where}: {words!r} is no box; give west,south,east,north in degrees.")
            return None, (west, south, east, north)
    if (place := atlas.gazetteer.by_id(words)) is not None and place.kind in _AREAS:
        return place.place_id, None
    try:
        found = atlas.gazetteer.candidates(words)
    except GeoEventsError as error:
        raise InputError(f"{where}: {error}") from None
    areas = [c.place for c in found if c.place.kind in _AREAS]
    if not areas:
        raise InputError(f"{where}: no country or region is called {words!r}; check it, or give a box W,S,E,N.")
    return areas[0].place_id, None


_VERSIONS: dict[int, tuple[Sequence[OwnPlace | Place], str]] = {}


def own_version(own: Sequence[OwnPlace | Place]) -> str:
    """Return a short hash of a list of own places: extractions made with another list are stale.

    The same for the same places in any order; made once for each list of a process.
    """
    known = _VERSIONS.get(id(own))
    if known is not None and known[0] is own:
        return known[1]
    version = hashlib.sha256("\n".join(sorted(map(repr, own))).encode()).hexdigest()[:12]
    if len(_VERSIONS) >= 8:  # noqa: PLR2004 - lists of one process
        _VERSIONS.clear()
    _VERSIONS[id(own)] = (own, version)
    return version
