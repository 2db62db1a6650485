"""Maps: Natural Earth's populated places and admin-1 units, geoBoundaries' regions, from any file that GDAL reads.

Natural Earth 10m (naturalearthdata.com) names its columns in capitals or small letters, by version: populated places
have NAME, NAMEASCII, NAMEALT, NAMEPAR, NAME_xx, FEATURECLA, ISO_A2, POP_MAX, NE_ID and GEONAMESID or GEONAMEID; admin-1 units
adm1_code, iso_a2, name, name_alt, name_local, name_xx, gn_id, gn_a1_code, type_en. geoBoundaries (geoboundaries.org) has
shapeName, shapeISO, shapeID, shapeGroup (ISO, three letters) and shapeType (ADM0 to ADM5).
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoevents.atlas.antimeridian import cut_at_antimeridian
from geoevents.atlas.border_files import country_code
from geoevents.atlas.build.region_names import bare
from geoevents.atlas.build.rows import ALTERNATE, OFFICIAL, alternate_weight
from geoevents.atlas.build.settlements import radius_km
from geoevents.atlas.build.shapes import clean
from geoevents.atlas.format import KINDS
from geoevents.atlas.geodesy import distance_km
from geoevents.atlas.sources.geonames import region_weight
from geoevents.atlas.sources.items import Item, Names
from geoevents.errors import InputError, UnreadableFile
from geoevents.model import Place, PlaceKind
from geoevents.text.folding import fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geoevents.atlas.gazetteer import Gazetteer
    from geoevents.atlas.regions import Regions

_SAME_TOWN_KM = 15.0
_SAME_REGION = 0.5  # share of both polygons that two outlines of one region have in common
_NEAR_DEG = 1.0  # of a region without a polygon: how far its point may lie from the outline
_LEVELS: dict[str, PlaceKind] = {"adm0": "country", "adm1": "admin1"}
_NOTHING = frozenset({"", "nan", "none", "-99", "-1", "0", "0.0", "null"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What features are held against: the shipped places and polygons."""

    gazetteer: Gazetteer
    regions: Regions


def kind_of(path: Path) -> str | None:
    """Return what a map holds: "natural-earth-places", "natural-earth-regions", "geoboundaries"; None for anything else.

    Raises:
        UnreadableFile: when GDAL cannot read it.
    """
    columns = {str(name).lower() for name in _read(path, rows=1).columns}
    if {"shapename", "shapetype"} <= columns:
        return "geoboundaries"
    if {"adm1_code", "name"} <= columns:
        return "natural-earth-regions"
    if {"featurecla", "pop_max", "name"} <= columns:
        return "natural-earth-places"
    return None


def is_map(path: Path) -> bool:
    """Whether a file is a shapefile (in an archive too) or a GeoPackage; GeoJSON is asked by its columns."""
    if path.suffix.lower() != ".zip":
        return path.suffix.lower() in {".shp", ".gpkg"}
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.lower().endswith(".shp") for name in packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return False  # said by the reader of archives


def _read(path: Path, rows: int | None = None) -> Any:  # noqa: ANN401 - geopandas is untyped
    import geopandas  # noqa: PLC0415 - heavy, and only for maps
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415
    from pyproj.exceptions import ProjError  # noqa: PLC0415

    try:
        frame = geopandas.read_file(path, rows=rows)
        return frame.to_crs(4326) if getattr(frame, "crs", None) is not None else frame
    except (DataSourceError, DataLayerError, ProjError, ValueError, OSError) as error:
        said = " ".join(str(error).split())[:160]
        raise UnreadableFile(
            f"{path} cannot be read as a map ({said}): it may be cut short, fetch it again."
        ) from error


def items(path: Path, kind: str, ground: Ground) -> Iterator[Item]:
    """Yield the features of a map.

    Raises:
        UnreadableFile: when GDAL cannot read it.
        InputError: when a feature has no name or no geometry where the source's format has one.
    """
    make = {"geoboundaries": _boundary, "natural-earth-regions": _unit, "natural-earth-places": _town}[kind]
    frame = _read(path)
    frame = frame.rename(columns={name: str(name).lower() for name in frame.columns if name != "geometry"})
    for number, facts in enumerate(frame.to_dict("records"), 1):
        shape = facts.pop("geometry", None)
        if shape is None or shape.is_empty:
            raise InputError(f"{path}, feature {number}: it has no geometry; fetch the file again.")
        west, south, east, north = shape.bounds
        if not (west >= -360.001 and east <= 360.001 and south >= -90.001 and north <= 90.001):  # noqa: PLR2004 - degrees
            raise InputError(f"{path}, feature {number}: it is not in degrees; give a map in WGS84.")
        item = make(facts, cut_at_antimeridian(shape) if shape.geom_type.endswith("Polygon") else shape, ground)
        if item is not None:
            yield item


def _text(facts: Mapping[str, Any], *columns: str) -> str:
    """Return the first of some columns that says anything."""
    for column in columns:
        value = str(facts.get(column, "")).strip()
        if value.lower() not in _NOTHING:
            return value
    return ""


def _whole(facts: Mapping[str, Any], *columns: str) -> int:
    try:
        value = float(_text(facts, *columns) or 0)
    except ValueError:
        return 0
    return int(value) if math.isfinite(value) and value > 0 else 0


def _translations(facts: Mapping[str, Any], main: str) -> Names:
    names = [
        _text(facts, column)
        for column in sorted(facts)
        if column.startswith("name_") and len(column) <= len("name_zht")
    ]
    return tuple((name, min(ALTERNATE, alternate_weight(name, main))) for name in names if name)


def _town(facts: Mapping[str, Any], shape: BaseGeometry, ground: Ground) -> Item | None:
    name = _text(facts, "name_en", "name")
    if not fold(name):
        return None
    lon, lat = float(shape.centroid.x), float(shape.centroid.y)
    people, number = _whole(facts, "pop_max"), _whole(facts, "geonamesid", "geonameid")
    others = [_text(facts, column) for column in ("name", "nameascii", "namealt", "namepar")]
    names = [(n, OFFICIAL) for other in others for n in other.split("|") if n]
    capital = _text(facts, "featurecla").startswith("Admin-0 capital")
    place_id = f"geonames:{number}" if number else f"naturalearth:{_whole(facts, 'ne_id') or fold(name)}"
    return Item(
        place_id, name, "capital" if capital else "settlement", lon, lat,
        country_code(_text(facts, "iso_a2"), ground.gazetteer) or "", "", people, people or 1000,
        "P.PPLC" if capital else "P.PPL", radius_km(people), names=(*names, *_translations(facts, fold(name))),
        same_as=_same_town(name, lon, lat, ground.gazetteer) if ground.gazetteer.row_of(place_id) is None else None,
    )  # fmt: skip


def _same_town(name: str, lon: float, lat: float, gazetteer: Gazetteer) -> int | None:
    towns = {KINDS.index("settlement"), KINDS.index("capital")}
    near = [
        (distance_km(lon, lat, float(gazetteer.lon[row]), float(gazetteer.lat[row])), row)
        for row in gazetteer.find(name)
        if int(gazetteer.kind[row]) in towns and abs(float(gazetteer.lat[row]) - lat) < 1
    ]
    away, row = min(near, default=(math.inf, -1))
    return row if away <= _SAME_TOWN_KM else None


def _unit(facts: Mapping[str, Any], shape: BaseGeometry, ground: Ground) -> Item | None:
    name = _text(facts, "name_en", "name", "gn_name")
    outline = clean(shape)
    if not fold(name) or outline.is_empty:
        return None
    country = country_code(_text(facts, "iso_a2"), ground.gazetteer) or ""
    number, own = _whole(facts, "gn_id"), _text(facts, "adm1_code")
    others = [_text(facts, column) for column in ("name", "name_alt", "name_local", "gn_name")]
    names = [(n, region_weight(n)) for other in others for n in other.split("|") if n]
    names += [(n, min(w, region_weight(n))) for n, w in _translations(facts, fold(name))]
    place_id = f"geonames:{number}" if number else f"naturalearth:{own}"
    return _region(place_id, name, "admin1", country, outline, tuple(names), _text(facts, "gn_a1_code"), ground)


def _boundary(facts: Mapping[str, Any], shape: BaseGeometry, ground: Ground) -> Item | None:
    name, level = _text(facts, "shapename"), _text(facts, "shapetype").lower()
    outline = clean(shape)
    if not fold(name) or outline.is_empty:
        return None
    country = country_code(_text(facts, "shapegroup"), ground.gazetteer) or ""
    kind = _LEVELS.get(level, "admin2")
    key = _text(facts, "shapeid") or f"{country}-{level}-{fold(name)}"
    return _region(f"geoboundaries:{key}", name, kind, country, outline, ((name, region_weight(name)),), "", ground)


def _region(  # noqa: PLR0917 - parts of one record
    place_id: str,
    name: str,
    kind: PlaceKind,
    country: str,
    outline: BaseGeometry,
    names: Names,
    code: str,
    ground: Ground,
) -> Item:
    point = outline.representative_point()
    lon, lat = float(point.x), float(point.y)
    same = None
    if ground.gazetteer.row_of(place_id) is None:
        same = _same_region(name, kind, country, outline, ground)
    own = tuple((n, min(w, ALTERNATE)) for n, w in names) if kind == "admin2" else names
    return Item(
        place_id, name, kind, lon, lat, country, code, 0, 1000, {"admin1": "A.ADM1", "country": "A.PCLI"}.get(kind, "A.ADM2"),
        names=(*own, (bare(name), region_weight(bare(name)))) if kind == "admin1" else own, shape=outline, same_as=same,
    )  # fmt: skip


def _same_region(name: str, kind: PlaceKind, country: str, outline: BaseGeometry, ground: Ground) -> int | None:
    """Return the row of the shipped region that a feature is: by its name in its country, else by its outline."""
    gazetteer = ground.gazetteer
    if kind == "country":
        found = gazetteer.country_place(country) if country else None
        return gazetteer.row_of(found.place_id) if found else None
    for row in gazetteer.find(name):
        place = gazetteer.place(row)
        if place.kind == kind and place.country == country and _overlaps(place, outline, ground, least=0.1):
            return row
    point = outline.representative_point()
    if kind != "admin1":
        return None
    other = ground.regions.admin1_at(float(point.x), float(point.y))
    if other is None or other.country != country or not _overlaps(other, outline, ground, least=_SAME_REGION):
        return None
    return gazetteer.row_of(other.place_id)


def _overlaps(place: Place, outline: BaseGeometry, ground: Ground, *, least: float) -> bool:
    shape = ground.regions.polygon(place.place_id)
    if shape is None:
        return bool(outline.distance(_point(place)) < _NEAR_DEG)
    common = shape.intersection(outline).area
    return bool(common >= least * max(shape.area, outline.area))


def _point(place: Place) -> BaseGeometry:
    from shapely import Point  # noqa: PLC0415 - loaded with the map

    return Point(place.lon, place.lat)
