"""GeoNames' tables, as its readme lays them out (download.geonames.org/export/dump/readme.txt, read November 2026).

geoname (allCountries.txt, RU.txt, cities500.txt …), 19 columns: geonameid, name, asciiname, alternatenames, latitude,
longitude, feature class, feature code, country code, cc2, admin1 to admin4 code, population, elevation, dem, timezone,
modification date. alternateNamesV2.txt, 10 columns (alternateNames.txt had the first 8): alternateNameId, geonameid,
isolanguage, alternate name, isPreferredName, isShortName, isColloquial, isHistoric, from, to. admin1CodesASCII.txt and
admin2Codes.txt, 4 columns: code, name, asciiname, geonameid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, get_args

from geoevents.atlas.build.region_names import bare
from geoevents.atlas.build.rows import (
    ALTERNATE,
    BARE,
    CODE,
    OFFICIAL,
    TRANSLITERATED,
    UNLIKE,
    WEAK,
    alternate_weight,
)
from geoevents.atlas.build.settlements import radius_km, shown_name
from geoevents.atlas.sources.items import Item, MoreNames, Names
from geoevents.atlas.sources.texts import rows
from geoevents.errors import UnreadableFile
from geoevents.model import PlaceKind
from geoevents.text.folding import fold

GEONAME, ALTERNATE_NAMES, CODES = (19,), (8, 10), (4,)
CLASSES = "AHLPRSTUV"
_UNPEOPLED = 200  # what a settlement without a number ranks by: most such are hamlets
_OTHER = 100  # what a hill, a farm, a stream ranks by
_REGION = 1000
_DEAD = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})  # historical, abandoned, destroyed
_KINDS: dict[str, PlaceKind] = {
    "A": "admin2", "H": "water", "L": "site", "P": "settlement", "R": "line", "S": "site", "T": "other", "U": "water",
    "V": "other",
}  # fmt: skip
_CODES: dict[str, PlaceKind] = {"ADM1": "admin1", "PPLC": "capital", "RGN": "wider-region", "CONT": "wider-region"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# What stands in isolanguage without being a language: links, post codes, identifiers; and codes of airports.
_NO_NAMES = frozenset({"link", "post", "wkdt", "unlc", "phon", "tcid", "faac"})
_AIRPORTS = frozenset({"iata", "icao"})
assert set(_KINDS.values()) <= set(get_args(PlaceKind))  # noqa: S101 - a table of ours


def places(name: str, stream: IO[bytes], classes: str = CLASSES) -> Iterator[Item]:
    """Yield the places of a geoname table whose feature class is among `classes`.

    Raises:
        UnreadableFile: when a line is broken; the message names it.
    """
    for number, cells in rows(name, stream, GEONAME):
        if cells[6] and cells[6] not in classes:
            continue
        try:
            yield _place(cells)
        except ValueError as error:
            raise UnreadableFile(f"{name}, line {number}: {error}; fetch the file again.") from None


def _place(cells: list[str]) -> Item:
    geonames, lat, lon, people = _number(cells[0], "geonameid"), float(cells[4]), float(cells[5]), int(cells[14] or 0)
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees
        raise ValueError(f"latitude {cells[4]}, longitude {cells[5]} are out of range")
    if not _DATE.fullmatch(cells[18]):
        raise ValueError(f"modification date {cells[18]!r} is none")
    group, code, country = cells[6], cells[7], cells[8]
    alternates = [n for n in cells[3].split(",") if n]
    label = shown_name(cells[1], country, alternates)
    if not fold(label):
        raise ValueError(f"the place {geonames} has no name")
    towns = group == "P"
    return Item(
        f"geonames:{geonames}", label, _CODES.get(code) or _KINDS.get(group, "other"), lon, lat, country,
        f"{country}.{cells[10]}" if cells[10] else "", people, _prominence(group, code, people),
        f"{group}.{code}" if group else "", radius_km(people) if towns else 1.0 if group == "S" else float("nan"),
        names=_names(label, cells[1], cells[2], alternates, people if towns else 0),
    )  # fmt: skip


def _number(text: str, column: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 2**27:
        raise ValueError(f"{column} {text!r} is no number of GeoNames")
    return int(text)


def _prominence(group: str, code: str, people: int) -> int:
    if group == "P":
        return _OTHER if code in _DEAD else people or _UNPEOPLED
    if code.startswith("ADM1"):
        return people or _REGION
    return people or _OTHER


def _names(label: str, name: str, ascii_name: str, alternates: list[str], people: int) -> Names:
    main = fold(label)
    found = [(name, OFFICIAL), (ascii_name, ALTERNATE)]
    for other in alternates:
        weight = alternate_weight(other, main, people)
        if weight > TRANSLITERATED or weight == CODE:
            found.append((other, weight))
    return tuple(found)


def alternate_names(name: str, stream: IO[bytes]) -> Iterator[MoreNames]:
    """Yield the names of an alternateNames table; post codes, links and identifiers are left out.

    The weight of a plain name is 0: it depends on the place's own name (`plain_weight`).

    Raises:
        UnreadableFile: when a line is broken.
    """
    for number, cells in rows(name, stream, ALTERNATE_NAMES):
        language = cells[2]
        if language in _NO_NAMES or not cells[3]:
            continue
        try:
            geonames = _number(cells[1], "geonameid")
        except ValueError as error:
            raise UnreadableFile(f"{name}, line {number}: {error}; fetch the file again.") from None
        preferred, colloquial, historic = (cells[i] == "1" for i in (4, 6, 7))
        if language in _AIRPORTS:
            weight = CODE
        elif language == "abbr":
            weight = WEAK
        elif historic or colloquial:
            weight = UNLIKE
        else:
            weight = OFFICIAL if preferred and language == "en" else 0
        yield MoreNames(((cells[3], weight),), number=geonames)


@lru_cache(maxsize=4096)
def plain_weight(name: str, label: str, people: int) -> int:
    """Return the weight of a name from the table of alternates beside the name shown; 0 to leave it out."""
    weight = alternate_weight(name, fold(label), people)
    return 0 if weight == TRANSLITERATED else weight


def region_codes(name: str, stream: IO[bytes]) -> Iterator[MoreNames]:
    """Yield the names of admin1CodesASCII.txt or admin2Codes.txt, by code and number.

    Raises:
        UnreadableFile: when a line is broken.
    """
    for number, cells in rows(name, stream, CODES):
        try:
            geonames = _number(cells[3], "geonameid")
        except ValueError as error:
            raise UnreadableFile(f"{name}, line {number}: {error}; fetch the file again.") from None
        if not re.fullmatch(r"[A-Z]{2}\.[^.\s]+(\.[^\s]+)?", cells[0]):
            raise UnreadableFile(f"{name}, line {number}: {cells[0]!r} is no code of a region; fetch the file again.")
        yield MoreNames(tuple((n, region_weight(n)) for n in (cells[1], cells[2])), number=geonames, code=cells[0])


def region_weight(name: str) -> int:
    """Return the weight of a source's name for a region: full with the word for its kind, below its town's without."""
    return OFFICIAL if bare(name) != name else BARE
