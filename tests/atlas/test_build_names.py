"""What the packages beside GeoNames bring: names in other scripts, airports, young regions, districts, Puerto Rico."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import shapely
from atlas_packages import write_packages, write_tables

from geoevents.atlas import Atlas
from geoevents.atlas.build import build_gazetteer
from geoevents.atlas.build.divide import NOTE, by_nearest, divide
from geoevents.atlas.build.rows import ALTERNATE, BARE, OFFICIAL, SHOWN, UNLIKE, Row
from geoevents.atlas.build.seats import SEAT_NOTE, Seats
from geoevents.atlas.build.shapes import Unit
from geoevents.atlas.build.sites import names_of, read_airports
from geoevents.atlas.build.translations import (
    Translated,
    add_translations,
    drop_namesakes,
    for_region,
    read_names,
    spoken,
)
from geoevents.errors import DataError


@pytest.fixture(scope="module")
def atlas_of_two(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    packages, out = tmp_path_factory.mktemp("packages"), tmp_path_factory.mktemp("gazetteer")
    write_packages(packages)
    write_tables(out)
    build_gazetteer(packages, out, verify=False)
    return Atlas.load(out)


def first(atlas: Atlas, name: str) -> tuple[str, str]:
    place = atlas.gazetteer.candidates(name)[0].place
    return place.name, place.kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Украина", ("Ukraine", "country")),
        ("Россия", ("Russia", "country")),  # what stands in brackets is no part of it
        ("Курская область", ("Kursk Oblast", "admin1")),
        ("Oblast Kursk", ("Kursk Oblast", "admin1")),  # German, which is spoken there in this world
        ("Stolitsa", ("Stolitsa", "capital")),  # in French a name of Russia here, but a city's name by itself
        ("Главный город", ("Stolitsa", "capital")),
        ("Пустоский район", ("Pustoskiy Rayon", "admin2")),
        ("Pusto", ("Pusto", "settlement")),
        ("Sudzhansky district", ("Sudzhanskiy Rayon", "admin2")),
        ("Stolitsa airport", ("Stolitsa International Airport", "site")),
        ("Vostok airbase", ("Stolitsa International Airport", "site")),
        ("Pusto air base", ("Pusto Air Base", "site")),
    ],
)
def test_names(atlas_of_two: Atlas, name: str, expected: tuple[str, str]) -> None:
    assert first(atlas_of_two, name) == expected


@pytest.mark.parametrize(
    "name", ["Unread", "Est", "Sudscha", "Нигде", "Royal Air Force", "Sudzha airport", "Nowhere Airport", "ISO name"]
)
def test_what_is_no_name(atlas_of_two: Atlas, name: str) -> None:
    assert atlas_of_two.gazetteer.find(name) == ()


def test_a_district_without_towns_stands_at_the_town_it_is_named_after(atlas_of_two: Atlas) -> None:
    district = atlas_of_two.gazetteer.candidates("Sudzhanskiy Rayon")[0].place
    assert (district.lon, district.lat, district.radius_km, district.note) == (35.3, 51.2, 30.0, SEAT_NOTE)
    assert district.admin1 == "Kursk Oblast"
    assert atlas_of_two.gazetteer.find("Nezhdanskiy Rayon") == (), "named after no town that is known"


def test_airports_know_their_region_and_what_they_are(atlas_of_two: Atlas) -> None:
    base = atlas_of_two.gazetteer.by_id("ourairports:30")
    port = atlas_of_two.gazetteer.by_id("ourairports:10")
    assert base is not None
    assert port is not None
    assert (base.feature_code, base.feature_class, base.admin1, base.country) == ("AIRB", "S", "Kursk Oblast", "RU")
    assert (port.feature_code, port.admin1, port.radius_km) == ("AIRP", None, 3.0)


def test_a_young_region_has_an_outline_that_says_it_is_approximate(atlas_of_two: Atlas) -> None:
    young = atlas_of_two.gazetteer.candidates("Newland")[0].place
    old = atlas_of_two.gazetteer.candidates("Moscow")[0].place
    assert young.note == old.note == NOTE
    # Halfway between the towns at 36.0 and 36.9 E: south of 51 N, within the older region's polygon.
    assert atlas_of_two.regions.contains(young.place_id, 36.5, 50.2)
    assert not atlas_of_two.regions.contains(young.place_id, 36.4, 50.2)
    assert atlas_of_two.regions.contains(old.place_id, 36.4, 50.2)
    whole = shapely.union(*(cast("Any", atlas_of_two.regions.polygon(p.place_id)) for p in (young, old)))
    assert whole.area == pytest.approx(2.0, abs=0.001)


def test_municipalities_of_puerto_rico_have_polygons(atlas_of_two: Atlas) -> None:
    assert atlas_of_two.gazetteer.by_id("geonames-admin:PR.001") is not None
    shape = atlas_of_two.regions.polygon("geonames-admin:PR.001")
    assert shape is not None
    assert shape.bounds == pytest.approx((-67.0, 18.0, -66.9, 18.1))


def test_languages_of_a_country() -> None:
    assert spoken("de-CH,fr-CH,nb-NO") == {"de", "fr", "no"}
    assert spoken("") == frozenset()


def test_names_in_other_languages_weigh_by_script_and_language() -> None:
    row = Row("geonames:1", "Saxony", "admin1", 13.0, 51.0, "DE")
    row.called("Saxony", SHOWN)
    names = [
        Translated("Саксония", "ru"), Translated("Sachsen", "de"), Translated("Saxe", "fr"), Translated("Saska", "cs"),
        Translated("der", "de"), Translated("Sax", "fr"), Translated("Saxony", "it"),
    ]  # fmt: skip
    add_translations(row, names, frozenset({"de"}), BARE)
    assert row.names == {"saxony": SHOWN, "саксония": BARE, "sachsen": BARE, "saxe": UNLIKE}
    assert row.foreign == {"саксония", "sachsen", "saxe"}


def test_a_region_of_the_second_level_has_names_in_its_own_languages_only() -> None:
    names = [
        Translated("Эссекс", "ru"),
        Translated("Essex", "cy"),
        Translated("埃塞克斯", "zh"),
        Translated("Эсекс", "bg"),
    ]
    assert for_region(names, frozenset({"cy"}), first_level=False) == names[1:2]
    assert for_region(names, frozenset({"cy"}), first_level=True) == names[:3]


def place(name: str, kind: Any, country: str, code: str, people: int, **names: int) -> Row:
    row = Row(f"geonames:{name}", name, kind, 0.0, 0.0, country, population=people, prominence=people, code=code)
    row.names = {name.casefold(): SHOWN, **names}
    return row


def test_names_of_other_places_are_taken_away() -> None:
    grenada = place("Grenada", "country", "GD", "GD", 100_000, granada=UNLIKE, гренада=ALTERNATE)
    grenada.foreign = {"granada", "гренада"}
    veneto = place("Veneto", "admin1", "IT", "IT.20", 4_900_000, венеция=BARE)
    veneto.foreign = {"венеция"}
    rows = [
        grenada, veneto, place("Granada", "settlement", "ES", "ES.51", 230_000),
        place("Venice", "settlement", "IT", "IT.20", 250_000, венеция=ALTERNATE),
        place("Гренада", "settlement", "RU", "RU.1", 300),
    ]  # fmt: skip
    assert drop_namesakes(rows) == 2
    assert grenada.names == {"grenada": SHOWN, "гренада": ALTERNATE}
    assert veneto.names == {"veneto": SHOWN}
    assert rows[2].names == {"granada": SHOWN}


def test_a_broken_locale_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "main").mkdir()
    path = tmp_path / "main" / "ru.xml"
    path.write_text("<ldml><localeDisplayNames>", encoding="utf-8")
    package = SimpleNamespace(files=lambda: (path,))
    with pytest.raises(DataError, match=r"ru\.xml is broken"):
        read_names(cast("Any", package), "territory")


@pytest.mark.parametrize("data", [b"", b"no gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03cut"])
def test_a_broken_table_of_airports_is_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "airports.csv.gz"
    path.write_bytes(data)
    if not data:
        assert read_airports(path) == []
    else:
        with pytest.raises(DataError, match=r"airports\.csv\.gz is broken"):
            read_airports(path)


def test_names_of_an_airport() -> None:
    line = {
        "name": "Saki Air Base", "iso_country": "UA", "municipality": "Novofedorivka", "keywords": "Novofedorivka Air Base, UKFI, Аэродром Саки, Air Force Base",
    }  # fmt: skip
    names = dict(names_of(line))
    assert names["Saki Air Base"] == OFFICIAL
    assert {"Saki airbase", "Saki airfield", "Novofedorivka Air Base"} <= names.keys()
    assert not {"UKFI", "Аэродром Саки", "Air Force Base"} & names.keys()
    line = {
        "name": "Chicago O'Hare International Airport",
        "iso_country": "US",
        "municipality": "Chicago",
        "keywords": "ORD",
    }
    forms = [
        "Chicago O'Hare International Airport",
        "O'Hare International Airport",
        "Chicago O'Hare Airport",
        "O'Hare Airport",
    ]
    assert [name for name, _ in names_of(line)] == forms
    line |= {"name": "Chicago Airport"}
    assert [name for name, _ in names_of(line)] == ["Chicago Airport"], "the town's name is all that it has"


@pytest.mark.parametrize(
    ("district", "town"),
    [
        ("Sudzhanskiy Rayon", "Sudzha"),
        ("Glushkovskiy Rayon", "Glushkovo"),
        ("Shebekinskiy Rayon", "Shebekino"),
        ("Oktyabr’skiy Rayon", None),  # of October
        ("Kurskiy Rayon", None),  # four letters at least
        ("Gorodskoy Okrug Sudzha", None),
        ("", None),
    ],
)
def test_the_town_a_district_is_named_after(district: str, town: str | None) -> None:
    towns = [
        Row(f"geonames:{n}", name, "settlement", 35.0, 51.0, "RU", prominence=n, code="RU.41")
        for n, name in enumerate(["Sudzha", "Glushkovo", "Shebekino", "Kursk", "Sudzhanka Bolshaya"], 1)
    ]
    towns.append(Row("geonames:9", "Sudzha", "settlement", 5.0, 5.0, "RU", prominence=99, code="RU.99"))
    found = Seats(towns).of("RU.41.5", district)
    assert (found and found.name) == town
    assert found is None or found.code == "RU.41"


def test_a_polygon_is_divided_halfway() -> None:
    parts = by_nearest(shapely.box(0, 0, 10, 2), [(2.0, 1.0, "a"), (6.0, 1.0, "b"), (9.0, 1.0, "b")])
    assert shapely.equals_exact(parts["a"].normalize(), shapely.box(0, 0, 4, 2).normalize(), 1e-6)
    assert sum(part.area for part in parts.values()) == pytest.approx(20.0)
    assert by_nearest(shapely.box(0, 0, 1, 1), [(0.5, 0.5, "a")]) == {"a": shapely.box(0, 0, 1, 1)}


def test_halfway_is_measured_on_the_ground_and_not_in_degrees() -> None:
    # At 60 N a degree of longitude is half as long: the line between these two runs nearly north to south.
    parts = by_nearest(shapely.box(0, 59, 4, 61), [(1.0, 60.0, "a"), (3.0, 60.2, "b")])
    line = parts["a"].intersection(parts["b"])
    xs = shapely.get_coordinates(line)[:, 0]
    assert np.ptp(xs) < 1.0
    assert parts["a"].contains(shapely.Point(1.8, 59.9))


def test_towns_across_an_inexact_border_divide_nothing() -> None:
    units = [Unit("A", shapely.box(0, 0, 10, 2), {}), Unit("B", shapely.box(10, 0, 20, 2), {})]
    rows = [Row(f"geonames:{n}", "x", "settlement", x, 1.0, code=code) for n, (x, code) in enumerate(
        [(2.0, "a"), (9.9, "b"), (15.0, "b"), (6.0, "young")]
    )]  # fmt: skip
    parts, approximate = divide(units, [0, 0, 1, 0], rows, {0: "a", 1: "b"}, {"a", "b"})
    assert set(parts) == {0}
    assert {code for code, _ in parts[0]} == {"a", "young"}
    assert approximate == {"a", "young"}
    assert parts[0][0][1].shape.area + parts[0][1][1].shape.area == pytest.approx(20.0)


def test_how_well_known_borders_are_found_again(atlas: Atlas) -> None:
    """Neighbours whose border is known, divided by their towns: most of their area goes to the right one."""
    right = []
    regions = [("RU.41", "RU.09"), ("UA.05", "UA.14"), ("US.TX", "US.OK"), ("DE.02", "DE.01"), ("KE.30", "KE.31")]
    gazetteer = atlas.gazetteer
    rows = {
        line.split("\t")[3]: int(line.split("\t")[0])
        for line in (gazetteer.folder / "admin1.tsv").read_text(encoding="utf-8").splitlines()[1:]
    }
    for pair in regions[:4]:
        shapes = {code: cast("Any", atlas.regions.polygon(gazetteer.place_id(rows[code]))) for code in pair}
        seats = [
            (float(gazetteer.lon[row]), float(gazetteer.lat[row]), code)
            for code in pair
            for row in np.flatnonzero((gazetteer.admin1 == rows[code]) & (gazetteer.kind == 0))
            if gazetteer.KINDS[0] == "settlement"
        ]
        parts = by_nearest(shapely.union(*shapes.values()), seats)
        right.append(
            sum(parts[code].intersection(shapes[code]).area for code in pair) / sum(s.area for s in shapes.values())
        )
    assert min(right) > 0.9, right
