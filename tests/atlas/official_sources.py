"""Small files in the official formats, as their makers lay them out.

GeoNames: download.geonames.org/export/dump/readme.txt. Natural Earth 10m: column names of ne_10m_populated_places and
ne_10m_admin_1_states_provinces. geoBoundaries: properties of its GeoJSON files (shapeName, shapeISO, shapeID, shapeGroup,
shapeType).
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas
import shapely

# geonameid, name, asciiname, alternatenames, latitude, longitude, feature class and code, country, admin1, population
SUDZHA = (486816, "Sudzha", "Sudzha", "Sudscha,Sudzha,Суджа", 51.1977, 35.2725, "P", "PPLA2", "RU", "41", 5127)
SNAGOST = (491234, "Snagost’", "Snagost'", "Snagost,Снагость", 51.3150, 34.8933, "P", "PPL", "RU", "41", 0)
RIVER = (492345, "Snagost’ River", "Snagost' River", "reka Snagost',Снагость", 51.31, 34.90, "H", "STM", "RU", "41", 0)
KURSK_OBLAST = (
    538555,
    "Kursk Oblast",
    "Kursk Oblast",
    "Kurskaja oblast',Курская область",
    51.7,
    36.0,
    "A",
    "ADM1",
    "RU",
    "41",
    1,
)
ABANDONED = (499999, "Starovka", "Starovka", "", 51.0, 35.0, "P", "PPLQ", "RU", "41", 0)
PLACES = (SUDZHA, SNAGOST, RIVER, KURSK_OBLAST, ABANDONED)


def geoname_line(row: tuple[object, ...]) -> str:
    number, name, ascii_name, alternates, lat, lon, group, code, country, admin1, people = row
    cells = [number, name, ascii_name, alternates, lat, lon, group, code, country, "", admin1, "", "", "", people, "", 154,
             "Europe/Moscow", "2024-08-15"]  # fmt: skip
    return "\t".join(map(str, cells)) + "\n"


def geoname_table(path: Path, rows: tuple[tuple[object, ...], ...] = PLACES) -> Path:
    path.write_text("".join(map(geoname_line, rows)), encoding="utf-8", newline="")
    return path


def country_zip(path: Path, rows: tuple[tuple[object, ...], ...] = PLACES) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("readme.txt", "Readme for GeoNames Gazetteer extract files")
        packed.writestr(f"{path.stem}.txt", "".join(map(geoname_line, rows)))
    return path


ALTERNATES = (
    # alternateNameId, geonameid, isolanguage, name, preferred, short, colloquial, historic, from, to
    (1, 486816, "en", "Sudzha Town", "1", "", "", "", "", ""),
    (2, 486816, "de", "Sudschanien", "", "", "", "", "", ""),
    (3, 486816, "link", "https://en.wikipedia.org/wiki/Sudzha", "", "", "", "", "", ""),
    (4, 486816, "wkdt", "Q138504", "", "", "", "", "", ""),
    (5, 486816, "post", "307800", "", "", "", "", "", ""),
    (6, 491234, "en", "Snagostka", "", "", "", "1", "1700", "1900"),
    (7, 491234, "iata", "SNG", "", "", "", "", "", ""),
    (8, 77777777, "en", "Nowhere", "", "", "", "", "", ""),
)


def alternates_zip(path: Path) -> Path:
    text = "".join("\t".join(map(str, row)) + "\n" for row in ALTERNATES)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("iso-languagecodes.txt", "ISO 639-3\tISO 639-2\tISO 639-1\tLanguage Name\n")
        packed.writestr("alternateNamesV2.txt", text)
    return path


def admin1_codes(path: Path) -> Path:
    lines = ("RU.41\tKursk Land\tKursk Land\t538555\n", "RU.41\tKurskshire\tKurskshire\t538555\n", "ZZ.01\tNo\tNo\t1\n")
    path.write_text("".join(lines), encoding="utf-8", newline="")
    return path


def natural_earth_places(path: Path) -> Path:
    columns = {
        "SCALERANK": [8, 10], "NAME": ["Xanadu", "Sudzha"], "NAMEPAR": [None, None], "NAMEALT": ["Shangdu|Kemenfu", None],
        "NAMEASCII": ["Xanadu", "Sudzha"], "ADM0CAP": [0, 0], "FEATURECLA": ["Populated place", "Populated place"],
        "ISO_A2": ["CN", "RU"], "POP_MAX": [12000, 7000], "GEONAMESID": [-1.0, -1.0], "NE_ID": [1159113, 1159114],
        "NAME_EN": ["Xanadu", "Sudzha"], "NAME_RU": ["Ксанаду", "Суджа"],
    }  # fmt: skip
    points = [shapely.Point(116.18, 42.36), shapely.Point(35.28, 51.2)]
    geopandas.GeoDataFrame(columns, geometry=points, crs=4326).to_file(path.with_suffix(".shp"))
    with zipfile.ZipFile(path, "w") as packed:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != path:
                packed.write(part, part.name)
    return path


KURSK = shapely.box(34.0, 50.9, 38.6, 52.5)
NEW = shapely.box(-40.5, 10.0, -40.0, 10.5)


def natural_earth_regions(path: Path) -> Path:
    columns = {
        "adm1_code": ["RUS-2279", "ZZZ-1"], "iso_3166_2": ["RU-KRS", "ZZ-1"], "iso_a2": ["RU", "-99"],
        "name": ["Kursk", "Atlantis Region"], "name_alt": ["Kurskaya", None], "name_local": [None, "Атлантида"],
        "name_en": ["Kursk Oblast", "Atlantis Region"], "type_en": ["Region", "Region"], "gn_id": [538555, -1],
        "gn_a1_code": ["RU.41", None], "gn_name": ["Kursk Oblast", None],
    }  # fmt: skip
    geopandas.GeoDataFrame(columns, geometry=[KURSK, NEW], crs=4326).to_file(path)
    return path


def geo_boundaries(path: Path, level: str = "ADM1") -> Path:
    names = {"ADM1": ["Kursk Oblast", "Novaya Oblast"], "ADM2": ["Sudzhansky District", "Novy District"]}[level]
    features = [
        {
            "type": "Feature",
            "properties": {"shapeName": name, "shapeISO": "", "shapeID": f"9990{n}B{level}", "shapeGroup": "RUS", "shapeType": level},
            "geometry": shapely.geometry.mapping(shape),
        }
        for n, (name, shape) in enumerate(zip(names, (KURSK, NEW), strict=True))
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return path
