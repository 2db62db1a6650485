"""Rows of countries: GeoNames' ids, countryinfo's points, news names and demonyms from our own table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geoevents.atlas.build.packages import Found, read_json
from geoevents.atlas.build.rows import ALTERNATE, CODE, SHOWN, Row

SKIPPED = frozenset({"AN", "CS"})  # no longer exist
_DEPENDENT = frozenset(  # dependent territories, which GeoNames codes PCLD
    [
        "AI",
        "AS",
        "AW",
        "AX",
        "BL",
        "BM",
        "BQ",
        "BV",
        "CC",
        "CK",
        "CW",
        "CX",
        "EH",
        "FK",
        "FO",
        "GF",
        "GG",
        "GI",
        "GL",
        "GP",
        "GS",
        "GU",
        "HK",
        "HM",
        "IM",
        "IO",
        "JE",
        "KY",
        "MF",
        "MO",
        "MP",
        "MQ",
        "MS",
        "NC",
        "NF",
        "NU",
        "PF",
        "PM",
        "PN",
        "PR",
        "PS",
        "RE",
        "SH",
        "SJ",
        "SX",
        "TC",
        "TF",
        "TK",
        "UM",
        "VG",
        "VI",
        "WF",
        "YT",
    ]
)
# Points that countryinfo lacks: the territory's middle is measured from its polygon instead (see `recipe`).


def points(countryinfo: Found) -> dict[str, tuple[float, float]]:
    """Read each country's point (longitude, latitude) by ISO code."""
    found: dict[str, tuple[float, float]] = {}
    for path in countryinfo.files():
        facts = read_json(path)
        iso = str((facts.get("ISO") or {}).get("alpha2") or "").upper()
        latlng = facts.get("latlng")
        if iso and latlng and len(latlng) == 2 and iso not in found:  # noqa: PLR2004 - latitude and longitude
            found[iso] = (float(latlng[1]), float(latlng[0]))
    return found


def info_names(countryinfo: Found) -> dict[str, list[str]]:
    """Read each country's other names, in its own languages too, by ISO code."""
    found: dict[str, list[str]] = {}
    for path in countryinfo.files():
        facts = read_json(path)
        iso = str((facts.get("ISO") or {}).get("alpha2") or "").upper()
        names = [
            str(facts.get("name") or ""),
            str(facts.get("nativeName") or ""),
            *map(str, facts.get("altSpellings") or []),
        ]
        found.setdefault(iso, []).extend(n for n in names if len(n) > 3)  # noqa: PLR2004 - codes are no names
    return found


def split(cell: str) -> list[str]:
    """Return the parts of a cell."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def country_rows(
    geonames: Mapping[str, Mapping[str, Any]],
    where: Mapping[str, tuple[float, float]],
    spellings: Mapping[str, list[str]],
    news: Mapping[str, Mapping[str, str]],
) -> list[Row]:
    """Make a row for each country and dependent territory, in order of ISO codes."""
    rows = []
    for iso in sorted(set(geonames) - SKIPPED):
        facts, ours = geonames[iso], news.get(iso, {})
        if iso not in where:
            continue
        row = Row(
            place_id=f"geonames:{facts['geonameid']}",
            name=ours.get("name") or str(facts["name"]).strip(),
            kind="country",
            lon=where[iso][0],
            lat=where[iso][1],
            country=iso,
            population=int(facts["population"]),
            prominence=int(facts["population"]),
            feature="PCLD" if iso in _DEPENDENT else "PCLI",
            code=iso,
        )
        for name in spellings.get(iso, []):
            row.called(name, ALTERNATE)
        row.called(str(facts["iso3"]), CODE)
        for name in [*split(ours.get("other_names", "")), str(facts["name"])]:
            row.called(name, SHOWN)  # "US" is the country before it is Us in France
        row.called(row.name, SHOWN)
        rows.append(row)
    return rows
