"""First- and second-level regions: GeoNames' codes and names, and the polygons that their settlements lie in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry  # noqa: TC002 - as TC001: geometries are what this module is about

from geoevents.atlas.build.divide import NOTE, divide
from geoevents.atlas.build.region_names import DISTRICT_WORDS, name_admin1, name_admin2, name_district
from geoevents.atlas.build.rows import BARE, UNLIKE, Row
from geoevents.atlas.build.seats import DISTRICT_KM, SEAT_NOTE, Seats
from geoevents.atlas.build.shapes import WHOLE, Unit, union
from geoevents.atlas.build.translations import Names, add_translations, for_region
from geoevents.atlas.geodesy import ecef
from geoevents.text.folding import fold

_SHORE_DEG = 0.05  # a place this near to a coast lies on it: coasts are 1-4 km off


@dataclass(slots=True)
class Drawn:
    """Rows of regions and the polygons of those that have one, by row position in `rows`."""

    rows: list[Row] = field(default_factory=list)
    shapes: dict[int, BaseGeometry] = field(default_factory=dict)


def locate(units: list[Unit], rows: list[Row]) -> list[int]:
    """Return for each row the number of the unit that its point lies in, or whose coast it is nearest to; -1 for none."""
    tree = shapely.STRtree([unit.shape for unit in units])
    points = shapely.points([r.lon for r in rows], [r.lat for r in rows])
    inside = np.full(len(rows), -1)
    hits, polygons = tree.query(points, predicate="within")
    inside[hits[::-1]] = polygons[::-1]
    outside = np.flatnonzero(inside < 0)
    ashore, nearest = tree.query_nearest(points[outside], max_distance=_SHORE_DEG, all_matches=False)
    inside[outside[ashore]] = nearest
    return [int(i) for i in inside]


def vote(units: list[Unit], inside: list[int], rows: list[Row], known: Mapping[str, str]) -> dict[int, str]:
    """Return the GeoNames code of each unit: that of most settlements in it, else the one its source gives."""
    ballots: dict[int, Counter[str]] = defaultdict(Counter)
    for row, unit in zip(rows, inside, strict=True):
        if unit >= 0 and row.code in known:
            ballots[unit][row.code] += 1
    codes = {}
    for number, candidate in enumerate(units):
        given = "" if candidate.key.endswith(WHOLE) else str(candidate.facts.get("gn_a1_code") or "")
        ranked = sorted(ballots[number].items(), key=lambda item: (-item[1], item[0]))
        if ranked:
            codes[number] = ranked[0][0]
        elif given in known:
            codes[number] = given
    return codes


def middle(shape: BaseGeometry) -> tuple[float, float]:
    """Return a point for a region: the centroid of its largest part, or a point inside where that lies outside."""
    parts = shapely.get_parts(shape)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    point = largest.centroid
    if not largest.contains(point):
        point = largest.representative_point()
    return round(float(point.x), 5), round(float(point.y), 5)


def spread(members: list[Row]) -> tuple[float, float, float]:
    """Return longitude, latitude and reach in km of a region known by its settlements alone.

    The point is their mean, weighted by people; the reach holds nine tenths of them.
    """
    points = ecef(np.array([m.lon for m in members]), np.array([m.lat for m in members]))
    weights = np.array([float(max(m.population, 1)) for m in members])
    mean = (points * weights[:, None]).sum(axis=0) / weights.sum()
    x, y, z = mean / np.linalg.norm(mean)
    lon, lat = float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y) * 0.99330562)))
    reach = float(np.quantile(np.linalg.norm(points - ecef(lon, lat), axis=1), 0.9))
    return round(lon, 5), round(lat, 5), max(5.0, round(reach, 1))


@dataclass(frozen=True, slots=True)
class Codes:
    """GeoNames' regions by code: English names, ids, the news names of `names-regions.tsv`, and further names."""

    names: Mapping[str, str]
    ids: Mapping[str, str]
    news: Mapping[str, Mapping[str, str]]
    iso: Mapping[str, str] = field(default_factory=dict)  # ISO 3166-2 as CLDR writes it ("ruda")
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translations: Names = field(default_factory=dict)
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of countries

    def translate(self, row: Row) -> None:
        """Give a region its names in other languages and scripts."""
        spoken = self.languages.get(row.country, frozenset())
        names = self.translations.get(self.iso.get(row.code, ""), ())
        first = row.kind == "admin1"
        add_translations(row, for_region(names, spoken, first_level=first), spoken, BARE if first else UNLIKE)


def admin1(codes: Codes, units: list[Unit], states: Mapping[str, Unit], towns: list[Row], inside: list[int]) -> Drawn:
    """Make a row for every first-level region of GeoNames, and for units of Natural Earth that are in none."""
    parts, approximate = _parts(codes, units, states, towns, inside)
    members: dict[str, list[Row]] = defaultdict(list)
    for row in towns:
        members[row.code].append(row)
    drawn = Drawn()
    for code in sorted(codes.names):
        if code.split(".")[1] == "00" or not (parts[code] or members[code]):
            continue
        shape = union(p.shape for p in parts[code]) if parts[code] else None
        drawn.rows.append(_region(code, codes, shape, members[code]))
        name_admin1(drawn.rows[-1], parts[code], codes.news.get(code, {}))
        codes.translate(drawn.rows[-1])
        drawn.rows[-1].note = NOTE if code in approximate else ""
        if shape is not None:
            drawn.shapes[len(drawn.rows) - 1] = shape
    return drawn


def _parts(
    codes: Codes, units: list[Unit], states: Mapping[str, Unit], towns: list[Row], inside: list[int]
) -> tuple[dict[str, list[Unit]], frozenset[str]]:
    """Return the polygons that make up each region, and which regions are drawn approximately."""
    known = {number: code for number, code in vote(units, inside, towns, codes.names).items() if code in codes.names}
    divided, approximate = divide(units, inside, towns, known, {*known.values(), *states})
    parts: dict[str, list[Unit]] = defaultdict(list)
    for number, code in known.items():
        for part_code, part in divided.get(number, [(code, units[number])]):
            parts[part_code].append(part)
    for code, unit in states.items():
        parts[code] = parts[code] or [unit]
    return parts, approximate


def _region(code: str, codes: Codes, shape: BaseGeometry | None, members: list[Row]) -> Row:
    if shape is not None:
        (lon, lat), reach = middle(shape), float("nan")
    else:
        lon, lat, reach = spread(members)
    number = codes.ids.get(code, "")
    return Row(
        place_id=f"geonames:{number}" if number else f"geonames-admin:{code}",
        name=codes.names[code],
        kind="admin1" if code.count(".") == 1 else "admin2",
        lon=lon,
        lat=lat,
        country=code[:2],
        population=sum(m.population for m in members),
        feature="ADM1" if code.count(".") == 1 else "ADM2",
        radius_km=reach,
        code=code,
    )


def admin2(codes: Codes, counties: Mapping[str, Unit], members: Mapping[str, list[Row]], towns: list[Row]) -> Drawn:
    """Make a row for second-level regions that have a polygon, settlements or a seat.

    One that bears the name of a town in it is named with the word for its kind ("Varanasi District"), or left out where
    it is a municipality: its town stands for it then.
    """
    drawn, seats = Drawn(), Seats(towns)
    for code in sorted(codes.names):
        county, held = counties.get(code), members.get(code, [])
        seat = None if held or county else seats.of(code, codes.names[code])
        if not (held or county or seat):
            continue
        row = _region(code, codes, county.shape if county else None, held or [seat] if seat else held)
        if seat:
            row.radius_km, row.note, row.population = DISTRICT_KM, SEAT_NOTE, 0
        if county is None and fold(row.name) in {fold(t.name) for t in held}:
            if row.country not in DISTRICT_WORDS:
                continue
            name_district(row)
        else:
            towns_names = {key for town in held for key in town.names}
            name_admin2(row, [a for a in codes.aliases.get(code, ()) if fold(a) not in towns_names])
            codes.translate(row)
        drawn.rows.append(row)
        if county is not None:
            drawn.shapes[len(drawn.rows) - 1] = county.shape
    return drawn


def assign(towns: list[Row], inside: list[int], owner: Mapping[int, str], row_of: Mapping[str, int]) -> None:
    """Give each settlement its first-level region: by its code, else by the polygon it lies in."""
    for row, unit in zip(towns, inside, strict=True):
        row.admin1 = row_of.get(row.code, -1)
        if row.admin1 < 0 and unit >= 0:
            code = owner.get(unit, "")
            if code.startswith(row.country):
                row.admin1 = row_of.get(code, -1)


def simplify(shapes: Iterable[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """Simplify polygons together, in degrees, so that neighbours keep one border."""
    return list(shapely.coverage_simplify(list(shapes), tolerance))
