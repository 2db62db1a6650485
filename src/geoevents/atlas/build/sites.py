"""Airports and air bases of OurAirports: those with traffic, and the military ones whatever their size."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from geoevents.atlas.build.packages import Found
from geoevents.atlas.build.rows import ALTERNATE, OFFICIAL, SHOWN, Row, is_latin
from geoevents.errors import DataError

# What a name counts beside namesakes, in people, and how far the place reaches from its point.
_PEOPLE = {"large_airport": 100_000, "medium_airport": 10_000, "small_airport": 2_000}
_RADIUS_KM = {"large_airport": 3.0, "medium_airport": 2.0, "small_airport": 2.0}
_MILITARY = re.compile(
    r"\b(?:air ?base|air force|afb|naval air station|air station|army air ?field|joint base|space force|RAF|RNAS|CFB)\b",
    re.IGNORECASE,
)
_AVIATION = re.compile(
    r"\b(?:air ?port|air ?base|air ?field|aerodrome|air ?strip|air force|afb|air station|joint base|space force|RAF|RNAS|CFB)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(  # words that any airport may have in its name
    rf"{_AVIATION.pattern}|\b(?:royal|international|military|regional|municipal|national|city|army|navy|naval|air|force|base|"
    r"old|new|of|the|county|civil|public|domestic|central|main)\b",
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(r"\s+International(?=\s+Airport$)")
_BASE = re.compile(r"\s+(?:Air Base|Airbase|Air Force Base|AFB|Airfield)$", re.IGNORECASE)
_DUPLICATE = re.compile(r"duplicate|\bclosed\b|\(old\)|\[", re.IGNORECASE)
_AIRFIELDS = frozenset({"RU", "UA", "BY"})  # where news calls a base an airfield as well


def read_airports(packed: Path) -> list[dict[str, str]]:
    """Read OurAirports' table: large airports, medium ones with regular flights, military ones of any size, in order of their numbers.

    Raises:
        DataError: when the file is broken.
    """
    try:
        with gzip.open(packed, "rt", encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        kept = [line for line in lines if _is_wanted(line)]
        return sorted(kept, key=lambda line: int(line["id"]))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, KeyError, ValueError) as error:
        raise DataError(f"{packed} is broken ({error}): fetch its package again.") from error


def _is_wanted(line: Mapping[str, str]) -> bool:
    name = line["name"]
    if line["type"] not in _PEOPLE or not _AVIATION.search(name) or len(name.split()) < 2 or _DUPLICATE.search(name):  # noqa: PLR2004 - words
        return False
    served = line["type"] == "large_airport" or (
        line["type"] == "medium_airport" and line["scheduled_service"] == "yes"
    )
    return served or bool(_MILITARY.search(name))


def names_of(line: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the names of an airport with their weights: its own, news forms of it, and those among its keywords."""
    for name in (part.strip() for part in line["name"].split(" / ")):
        if not _AVIATION.search(name):
            continue
        yield name, OFFICIAL
        own = name.removeprefix(f"{line['municipality']} ") if line["municipality"] else name  # "Heathrow Airport"
        for form in dict.fromkeys((own, _INTERNATIONAL.sub("", name), _INTERNATIONAL.sub("", own))):
            if form != name and _GENERIC.sub("", form).strip():
                yield form, ALTERNATE
        stem = _BASE.sub("", name)
        if stem != name:
            kinds = (
                "airbase",
                "air base",
                "air force base",
                *(("airfield",) if line["iso_country"] in _AIRFIELDS else ()),
            )
            yield from ((f"{stem} {kind}", ALTERNATE) for kind in kinds)
    for name in (part.strip() for part in line["keywords"].split(",")):
        if is_latin(name) and name[:1].isupper() and _AVIATION.search(name) and _GENERIC.sub("", name).strip():
            yield name, ALTERNATE


def airport_rows(found: Found, region_of: Mapping[str, str], row_of: Mapping[str, int]) -> list[Row]:
    """Make the rows of airports and air bases.

    `region_of` gives GeoNames' code of an ISO 3166-2 region, `row_of` the row of that code. The only large airport of a
    town is called by the town too ("Kharkiv airport"), or the only medium one where there is no large one.
    """
    lines = read_airports(found.file("airports.csv.gz"))
    of_towns = _only_ones(lines)
    rows = []
    for line in lines:
        names = list(names_of(line))
        if not names:
            continue
        military = bool(_MILITARY.search(line["name"])) and "airport" not in line["name"].casefold()
        row = Row(
            place_id=f"ourairports:{line['id']}", name=names[0][0], kind="site", lon=float(line["longitude_deg"]),
            lat=float(line["latitude_deg"]), country=line["iso_country"],
            admin1=row_of.get(region_of.get(line["iso_region"], ""), -1), prominence=_PEOPLE[line["type"]],
            feature="AIRB" if military else "AIRP", radius_km=_RADIUS_KM[line["type"]],
        )  # fmt: skip
        for name, weight in names[1:]:
            row.called(name, weight)
        if line["id"] in of_towns:
            row.called(f"{line['municipality']} airport", ALTERNATE)
            row.called(f"{line['municipality']} international airport", ALTERNATE)
        row.called(row.name, SHOWN)
        rows.append(row)
    return rows


def _only_ones(lines: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """Return the numbers of the airports that are the only one of the highest type in their town."""
    types = tuple(_PEOPLE)
    held: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for line in lines:
        if line["municipality"] and "airport" in line["name"].casefold():
            held.setdefault((line["iso_country"], line["municipality"]), []).append(line)
    only = []
    for group in held.values():
        best = min(group, key=lambda line: types.index(line["type"]))["type"]
        if Counter(line["type"] for line in group)[best] == 1 and best != "small_airport":
            only += [line["id"] for line in group if line["type"] == best]
    return frozenset(only)
