"""Files of a user's own places: CSV and GeoJSON, read with every line checked, written whole or not at all.

    id,name,spellings,lat,lon,radius_km,kind,region,means,note

`spellings` are parted by |. `region` says where the place is meant: a country or region by name or id, or a box
"west,south,east,north". A line with `means` (a place id) is a forced reading: its name and spellings mean that place
of the gazetteer, or of the same file. GeoJSON has one feature a place, with the same words as properties; a forced
reading has a null geometry. Columns that are not named here are kept as they are.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from geoevents.errors import BadCoordinates, InputError, UnreadableFile
from geoevents.model import PlaceKind
from geoevents.text.folding import fold

COLUMNS = ("id", "name", "spellings", "lat", "lon", "radius_km", "kind", "region", "means", "note")
OWN = "own:"
_KINDS: tuple[str, ...] = get_args(PlaceKind)
_GEOJSON = frozenset({".geojson", ".json"})
_LARGEST = 50_000_000  # bytes; own places are typed or exported by hand
_LONGEST = 200  # characters of a name
_WIDEST_KM = 2000.0
_COLUMN_ALIASES = {
    "latitude": "lat",
    "longitude": "lon",
    "lng": "lon",
    "radius": "radius_km",
    "other_names": "spellings",
}


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One line of such a file. `lon` and `lat` are None for a forced reading alone; `extra` are the other columns."""

    id: str
    name: str
    spellings: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    radius_km: float | None = None
    kind: PlaceKind = "settlement"
    region: str | None = None
    means: str | None = None
    note: str | None = None
    where: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


def slug_of(name: str) -> str:
    """Return the key of a name in an id: "hill-205" for "Hill 205"; letters of any script stay."""
    return re.sub(r"[^\w]+", "-", fold(name)).strip("-") or "place"


def read_own(path: Path, *, largest: int = _LARGEST) -> tuple[OwnRow, ...]:
    """Read a file of own places, by its suffix GeoJSON or CSV, up to `largest` bytes.

    Raises:
        UnreadableFile: when it is missing, no text, too large, or not of its format.
        InputError: when a line of it cannot be used; the message names the line.
    """
    text = _text(path, largest)
    cells = _from_geojson(text, path) if path.suffix.lower() in _GEOJSON else _from_csv(text, path)
    rows: list[OwnRow] = []
    taken: set[str] = set()
    for where, values in cells:
        row = _checked(values, where)
        given = row.id
        if given in taken:
            raise InputError(f"{where}: the id {given!r} stands there twice; change one.")
        row = replace(row, id=given or free_id(row.name, taken))
        taken.add(row.id)
        rows.append(row)
    return tuple(rows)


def free_id(name: str, taken: Iterable[str]) -> str:
    """Return "own:<slug>", with a number behind it when that is taken."""
    held, slug, number = set(taken), slug_of(name), 1
    while (found := OWN + slug + (f"-{number}" if number > 1 else "")) in held:
        number += 1
    return found


def _text(path: Path, largest: int) -> str:
    try:
        if path.stat().st_size > largest:
            raise UnreadableFile(f"{path} has more than {largest // 10**6} MB: load it with `geoevents gazetteer add`.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnreadableFile(f"{path} does not exist: check the path, or `geoevents places add` makes it.") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path} is not UTF-8 ({error.reason} at byte {error.start}): save it as UTF-8.") from None
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error


def _from_csv(text: str, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [_COLUMN_ALIASES.get(name.strip().lower(), name.strip()) for name in next(reader, [])]
        names = [name.lower() if name.lower() in COLUMNS else name for name in names]
        if "name" not in names:
            raise UnreadableFile(f"{path}, line 1: no column is called name; the columns are {', '.join(COLUMNS)}.")
        for cells in reader:
            where = f"{path}, line {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                raise InputError(f"{where}: {len(cells)} cells for {len(names)} columns; quote cells with commas.")
            yield where, dict(zip(names, (cell.strip() for cell in cells), strict=False))
    except csv.Error as error:
        raise UnreadableFile(f"{path}, line {reader.line_num}: no CSV ({error}); the file may be cut short.") from None


def _from_geojson(text: str, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableFile(f"{path} is no JSON ({error}); the file may be cut short.") from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise UnreadableFile(f"{path} is no GeoJSON FeatureCollection: it has no list of features.")
    for number, feature in enumerate(features, 1):
        where = f"{path}, feature {number}"
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            raise InputError(f"{where}: no GeoJSON feature.")
        values = {}
        for name, value in (feature.get("properties") or {}).items():
            key = _COLUMN_ALIASES.get(str(name).lower(), str(name))
            key = key.lower() if key.lower() in COLUMNS else key
            values[key] = "|".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        if geometry := feature.get("geometry"):
            values["lon"], values["lat"] = _middle(geometry, where)
        yield where, values


def _middle(geometry: Any, where: str) -> tuple[str, str]:  # noqa: ANN401 - what stands in a JSON file
    from shapely.errors import ShapelyError  # noqa: PLC0415 - only for GeoJSON
    from shapely.geometry import shape  # noqa: PLC0415

    try:
        point = shape(geometry).representative_point()
        return repr(float(point.x)), repr(float(point.y))
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise InputError(f"{where}: its geometry is none ({error}); give a Point.") from None


def _checked(values: dict[str, str], where: str) -> OwnRow:
    """Return the values of a line as a row.

    Raises:
        InputError: when one of them cannot be used.
    """
    name = values.get("name", "")
    if not fold(name):
        raise InputError(f"{where}: the name is empty.")
    spellings = tuple(dict.fromkeys(s.strip() for s in values.get("spellings", "").split("|") if s.strip()))
    for one in (name, *spellings):
        if len(one) > _LONGEST or not fold(one):
            raise InputError(f"{where}: {one[:40]!r} is no name: give 1 to {_LONGEST} characters.")
    kind = values.get("kind", "") or "settlement"
    if kind not in _KINDS:
        raise InputError(f"{where}: there is no kind {kind!r}; the kinds are {', '.join(_KINDS)}.")
    given = values.get("id", "")
    if given and (not given.startswith(OWN) or len(given) == len(OWN)):
        raise InputError(f"{where}: the id {given!r} does not begin with own: and a key; leave it empty for one.")
    means = values.get("means") or None
    lon, lat = _point(values, where, needed=means is None)
    extra = {key: value for key, value in values.items() if key not in COLUMNS}
    return OwnRow(
        id=given, name=name, spellings=spellings, lon=lon, lat=lat, radius_km=_radius(values, where),
        kind=next(k for k in get_args(PlaceKind) if k == kind), region=values.get("region") or None, means=means,
        note=values.get("note") or None, where=where, extra=extra,
    )  # fmt: skip


def _point(values: Mapping[str, str], where: str, *, needed: bool) -> tuple[float | None, float | None]:
    from geoevents.atlas.geodesy import check_coordinates  # noqa: PLC0415 - loads numpy

    lat, lon = values.get("lat", ""), values.get("lon", "")
    if not lat and not lon:
        if needed:
            raise InputError(f"{where}: {values['name']!r} has neither a point (lat, lon) nor a place that it means.")
        return None, None
    y, x = _number(lat, "lat", where), _number(lon, "lon", where)
    try:
        return check_coordinates(x, y)
    except BadCoordinates as error:
        raise BadCoordinates(f"{where}: {error}") from None


def _radius(values: Mapping[str, str], where: str) -> float | None:
    if not values.get("radius_km"):
        return None
    radius = _number(values["radius_km"], "radius_km", where)
    if not 0 <= radius <= _WIDEST_KM:
        raise InputError(f"{where}: a radius of {radius:g} km; give 0 to {_WIDEST_KM:g}.")
    return radius


def _number(text: str, column: str, where: str) -> float:
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        said = f"{column} {text!r} is no number" if text else f"{column} is missing"
        raise InputError(f"{where}: {said}; write degrees and kilometres as 51.19.") from None
    if not math.isfinite(value):
        raise InputError(f"{where}: {column} {text!r} is no number.")
    return value


def check_row(values: Mapping[str, str], where: str) -> OwnRow:
    """Return what a user typed as a row, checked like a line of a file; its id is empty when none was given.

    Raises:
        InputError: when a value cannot be used.
    """
    return _checked({key: value for key, value in values.items() if value}, where)


def write_own(path: Path, rows: Sequence[OwnRow]) -> None:
    """Write rows to a file, by its suffix GeoJSON or CSV; the old file stays until the new one is complete.

    Raises:
        UnreadableFile: when the folder cannot be written to.
    """
    text = _as_geojson(rows) if path.suffix.lower() in _GEOJSON else _as_csv(rows)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8", newline="")
        os.replace(aside, path)  # noqa: PTH105 - as atomic as the system has it
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UnreadableFile(f"{path} cannot be written: {error.strerror}; choose another with --places.") from error


def _cells(row: OwnRow) -> dict[str, str]:
    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.10g}"

    return {
        "id": row.id, "name": row.name, "spellings": "|".join(row.spellings), "lat": number(row.lat),
        "lon": number(row.lon), "radius_km": number(row.radius_km), "kind": row.kind, "region": row.region or "",
        "means": row.means or "", "note": row.note or "", **row.extra,
    }  # fmt: skip


def _as_csv(rows: Sequence[OwnRow]) -> str:
    names = [*COLUMNS, *dict.fromkeys(name for row in rows for name in row.extra)]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_cells(row) for row in rows)
    return stream.getvalue()


def _as_geojson(rows: Sequence[OwnRow]) -> str:
    features: list[dict[str, Any]] = []
    for row in rows:
        properties: dict[str, Any] = {k: v or None for k, v in _cells(row).items() if k not in {"lat", "lon"}}
        properties["radius_km"] = row.radius_km
        point = None if row.lon is None else {"type": "Point", "coordinates": [row.lon, row.lat]}
        features.append({"type": "Feature", "properties": properties, "geometry": point})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"
