"""Borders that a user brings: polygons of countries, or lines between two, from any file that GDAL reads.

Polygons carry their country in one column (an ISO code, of two or three letters, or a name); what two countries'
polygons share is their border. Lines carry both countries, in two columns or as "RU-UA" in one.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoevents.atlas.format import BORDER
from geoevents.errors import InputError, PlaceError, UnreadableFile

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geoevents.atlas.gazetteer import Gazetteer

_COUNTRY_COLUMNS = (
    "iso_a2", "iso_a2_eh", "iso2", "iso1a2", "iso_3166_1", "cntr_id", "country_code", "countrycode", "iso", "code", "country",
    "shapegroup", "iso_a3", "iso3", "adm0_a3", "name_en", "name",
)  # fmt: skip
_PAIR_COLUMNS = ("between", "pair", "border")
_SIDE_COLUMNS = (
    ("country_a", "country_b"),
    ("left", "right"),
    ("iso_a", "iso_b"),
    ("country1", "country2"),
    ("a", "b"),
)
FILE_VARIABLE, ACCURACY_VARIABLE = "GEOEVENTS_BORDERS", "GEOEVENTS_BORDER_ACCURACY"
DATE_VARIABLE = "GEOEVENTS_BORDER_DATE"
_WORST_KM = 50.0
_GRID_DEG = 1e-6  # a tenth of a metre: corners nearer than this are one
_UNKNOWN = frozenset({"", "-99", "-1", "none", "nan", "null"})


@dataclass(frozen=True, slots=True)
class BorderFile:
    """A file of borders and how accurate it is: how far its lines may be from the true ones, in kilometres."""

    path: Path
    accuracy_km: float
    date: str = ""  # what its lines are as of, as the user says it

    @classmethod
    def of(cls, path: Path | str, accuracy_km: float | None, date: str = "") -> BorderFile:
        """Check the accuracy; `date` says what the lines are as of.

        Raises:
            InputError: when the accuracy is not given or out of range.
        """
        if accuracy_km is None:
            raise InputError(f"How accurate is {path}? Give its error in kilometres (accuracy_km, --border-accuracy).")
        if not 0 < accuracy_km <= _WORST_KM:
            raise InputError(
                f"An accuracy of {accuracy_km:g} km: give the error of the lines, above 0 to {_WORST_KM:g}."
            )
        return cls(Path(path), float(accuracy_km), " ".join(date.split()))

    @classmethod
    def of_environment(cls) -> BorderFile | None:
        """Return the file that `GEOEVENTS_BORDERS` names, None where it names none: that of a user for all commands.

        `GEOEVENTS_BORDER_ACCURACY` (kilometres) goes with it, `GEOEVENTS_BORDER_DATE` may.

        Raises:
            InputError: when the accuracy is no number, not given or out of range.
        """
        path = os.environ.get(FILE_VARIABLE)
        if not path:
            return None
        given = os.environ.get(ACCURACY_VARIABLE)
        try:
            accuracy = float(given) if given else None
        except ValueError:
            raise InputError(f"{ACCURACY_VARIABLE} is {given!r}: give kilometres, such as 0.1.") from None
        return cls.of(path, accuracy, os.environ.get(DATE_VARIABLE, ""))

    @contextmanager
    def in_environment(self) -> Iterator[None]:
        """Make this the file of borders of this process, and of those that it starts, for a while."""
        ours = {
            FILE_VARIABLE: str(self.path.absolute()), ACCURACY_VARIABLE: repr(self.accuracy_km), DATE_VARIABLE: self.date,
        }  # fmt: skip
        before = {name: os.environ.get(name) for name in ours}
        os.environ.update(ours)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    @property
    def words(self) -> str:
        """The file in words: "mine.geojson of 2026-10, accurate to 0.1 km"."""
        dated = f" of {self.date}" if self.date else ""
        return f"{self.path.name}{dated}, accurate to {self.accuracy_km:g} km"

    @property
    def version(self) -> str:
        """A short hash of the file, with its accuracy and date.

        Raises:
            UnreadableFile: when it is not there.
        """
        try:
            with self.path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableFile(f"{self.path} cannot be read: {error.strerror}.") from error
        return f"{digest[:12]}~{self.accuracy_km:g}" + (f"~{self.date}" if self.date else "")


def read_borders(file: BorderFile, gazetteer: Gazetteer) -> dict[str, NDArray[np.void]]:
    """Return the `BORDER` segments of each pair of countries ("RU-UA") in a file, WGS84 degrees.

    Raises:
        UnreadableFile: when GDAL cannot read the file.
        InputError: when it holds neither polygons nor lines with countries, or no two polygons share a border.
    """
    frame = _frame(file.path)
    lines = frame[frame.geom_type.isin(["LineString", "MultiLineString"])]
    polygons = frame[frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    if len(lines):
        found = _of_lines(lines, file.path, gazetteer)
    elif len(polygons):
        found = _of_polygons(polygons, file.path, gazetteer)
    else:
        raise InputError(f"{file.path} holds neither polygons nor lines: give borders, or countries as polygons.")
    return {pair: _segments(shapes) for pair, shapes in sorted(found.items())}


def _frame(path: Path) -> Any:  # noqa: ANN401 - geopandas is untyped
    import geopandas  # noqa: PLC0415 - heavy, and only for a user's own borders
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415
    from pyproj.exceptions import ProjError  # noqa: PLC0415

    if not path.exists():
        raise UnreadableFile(f"{path} does not exist: check the path.")
    try:
        frame = geopandas.read_file(path)
        if not isinstance(frame, geopandas.GeoDataFrame):
            raise InputError(f"{path} has no geometries: give borders, or countries as polygons.")
        frame = frame if frame.crs is None else frame.to_crs(4326)
    except (DataSourceError, DataLayerError, ProjError, ValueError, OSError) as error:
        said = " ".join(str(error).split())[:160]
        raise UnreadableFile(
            f"{path} cannot be read as a map ({said}): give GeoJSON, GeoPackage or a shapefile."
        ) from error
    frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    bounds = frame.total_bounds if len(frame) else np.zeros(4)
    if not (np.abs(bounds) <= [180.001, 90.001, 180.001, 90.001]).all():
        raise InputError(f"{path} is not in degrees: give it in WGS84, or with its coordinate system.")
    return frame.rename(columns={name: str(name).lower() for name in frame.columns if name != frame.geometry.name})


def country_code(words: object, gazetteer: Gazetteer) -> str | None:
    """Return the ISO code (alpha-2) of a country by its code of two or three letters or its name, None for none."""
    text = str(words).strip()
    if text.lower() in _UNKNOWN:
        return None
    if len(text) == 2 and text.upper() in gazetteer.countries:  # noqa: PLR2004 - alpha-2
        return text.upper()
    try:
        found = gazetteer.candidates(text)
    except PlaceError:
        return None
    return next((c.place.country for c in found if c.place.kind == "country"), None)


def _of_lines(frame: Any, path: Path, gazetteer: Gazetteer) -> Mapping[str, list[BaseGeometry]]:  # noqa: ANN401
    pair_column = next((name for name in _PAIR_COLUMNS if name in frame.columns), None)
    sides = next((names for names in _SIDE_COLUMNS if set(names) <= set(frame.columns)), None)
    if pair_column is None and sides is None:
        raise InputError(
            f'{path}: its lines do not say between whom; give a column "between" with values such as RU-UA.'
        )
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for number, (_, row) in enumerate(frame.iterrows(), 1):
        words = str(row[pair_column]).split("-") if pair_column else [str(row[name]) for name in sides or ()]
        codes = [country_code(word, gazetteer) for word in words]
        if len(codes) != 2 or None in codes or codes[0] == codes[1]:  # noqa: PLR2004 - a border has two sides
            raise InputError(f"{path}, line {number}: {'-'.join(words)!r} are not two countries; write RU-UA.")
        found["-".join(sorted(code for code in codes if code))].append(row[frame.geometry.name])
    return found


def _of_polygons(frame: Any, path: Path, gazetteer: Gazetteer) -> Mapping[str, list[BaseGeometry]]:  # noqa: ANN401
    import shapely  # noqa: PLC0415 - only for a user's own borders

    column = next((n for n in _COUNTRY_COLUMNS if n in frame.columns), None)
    if column is None:
        raise InputError(f'{path}: its polygons do not say of which country; give a column "iso_a2" with ISO codes.')
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for words, shape in zip(frame[column], frame.geometry, strict=True):
        code = country_code(words, gazetteer)
        if code is not None:
            parts[code].append(shapely.make_valid(shape))
    outlines = {code: shapely.boundary(shapely.union_all(shapes)) for code, shapes in sorted(parts.items())}
    found: dict[str, list[BaseGeometry]] = {}
    for (a, line_a), (b, line_b) in combinations(outlines.items(), 2):
        if shapely.box(*line_a.bounds).intersects(shapely.box(*line_b.bounds)):
            shared = shapely.intersection(line_a, line_b, grid_size=_GRID_DEG)
            lines = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
            if lines:
                found[f"{a}-{b}"] = lines
    if not found:
        raise InputError(f"{path}: no two countries' polygons share a border; neighbours must have the same corners.")
    return found


def _segments(lines: Iterable[BaseGeometry]) -> NDArray[np.void]:
    import shapely  # noqa: PLC0415

    ends = [
        (*a, *b, 0)
        for line in shapely.get_parts(list(lines))
        for a, b in pairwise(shapely.get_coordinates(line).tolist())
        if a != b
    ]
    return np.array(ends, dtype=BORDER)
