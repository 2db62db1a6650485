"""The user's own places and forced readings, from file to resolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.atlas import Atlas
from geoevents.atlas.own import load_own, own_version, resolve_own
from geoevents.atlas.own_files import OwnRow, read_own, write_own
from geoevents.errors import GeoEventsError, InputError
from geoevents.lexicon import Lexicon
from geoevents.model import OwnPlace, Resolution
from geoevents.pipeline import Options, Resources, extract, versions
from geoevents.places import Recogniser, find_toponyms, resolve
from geoevents.reading import document
from geoevents.text import parse

Own = tuple[OwnPlace, ...]
Reader = Callable[[str, Own], dict[str, Resolution]]


@pytest.fixture(scope="session")
def reader(atlas: Atlas, lexicon: Lexicon, recogniser: Recogniser) -> Reader:
    def run(text: str, own: Own) -> dict[str, Resolution]:
        prose = parse(text, lexicon)
        found = resolve(find_toponyms(prose, atlas, recogniser, lexicon, own), prose, atlas, own=own)
        return {resolution.toponym.surface: resolution for resolution in found}

    return run


def own_of(atlas: Atlas, *rows: OwnRow) -> Own:
    return resolve_own([replace(row, id=row.id or f"own:{n}") for n, row in enumerate(rows)], atlas)


def meant(found: dict[str, Resolution], name: str) -> str | None:
    place = found[name].place
    return place.place_id if place else None


HILL = OwnRow("own:hill", "Hill 205", ("Height 205",), 37.7, 48.1, region="Donetsk Oblast")


@pytest.mark.parametrize("spelling", ["Hill 205", "Height 205", "HILL 205"])
def test_a_name_that_the_recogniser_misses_is_found(reader: Reader, atlas: Atlas, spelling: str) -> None:
    text = f"Fighting went on at {spelling} near Toretsk, Donetsk region."
    assert spelling not in reader(text, ())
    assert meant(reader(text, own_of(atlas, HILL)), spelling) == "own:hill"


@pytest.mark.parametrize(
    "text",
    [
        "Firemen went to Hill 205 near Boston.",
        "Firemen went to Hill 205 near Lima, in Peru.",
        "Peruvian firemen went to Hill 205.",
    ],
)
def test_outside_its_region_it_is_not_used(reader: Reader, atlas: Atlas, text: str) -> None:
    found = reader(text, own_of(atlas, HILL))["Hill 205"]
    assert found.place is None
    assert [reason.rule for reason in found.reasons] == ["resolve.own_elsewhere"]


@pytest.mark.parametrize("text", ["Fighting went on at Hill 205.", "Ukraine lost Hill 205."])
def test_where_nothing_says_otherwise_it_is_used(reader: Reader, atlas: Atlas, text: str) -> None:
    assert meant(reader(text, own_of(atlas, HILL)), "Hill 205") == "own:hill"


def test_it_stands_above_the_gazetteer_in_its_region_alone(reader: Reader, atlas: Atlas) -> None:
    own = own_of(atlas, OwnRow("own:farm", "Lima", (), 37.84, 48.33, kind="site", region="36,47,39,49"))
    assert meant(reader("Troops left Lima and Toretsk in Ukraine.", own), "Lima") == "own:farm"
    peru = reader("Troops left Lima, Callao and Trujillo in Peru.", own)["Lima"].place
    assert peru is not None
    assert peru.country == "PE"


def test_a_forced_reading_means_what_the_user_says(reader: Reader, atlas: Atlas) -> None:
    town = OwnRow("own:ny", "New York", ("Niu York",), means="geonames:699751", region="Donetsk Oblast")
    own = own_of(atlas, town)
    assert meant(reader("Troops left New York and Toretsk, Donetsk region.", own), "New York") == "geonames:699751"
    city = reader("Crowds met in New York and Newark, New Jersey.", own)["New York"].place
    assert city is not None
    assert city.country == "US"
    everywhere = own_of(atlas, replace(town, region=None))
    assert meant(reader("Crowds met in New York and Newark.", everywhere), "New York") == "geonames:699751"
    assert atlas.gazetteer.place(atlas.gazetteer.find("Niu-York")[0]).place_id == "geonames:699751"


def test_a_longer_name_keeps_its_words(reader: Reader, atlas: Atlas) -> None:
    own = own_of(atlas, OwnRow("own:san", "San", (), 37.7, 48.1))
    found = reader("The mayor of San Francisco spoke in Oakland, California.", own)
    assert "San" not in found
    assert "San Francisco" in found


def test_a_person_is_no_place(reader: Reader, atlas: Atlas) -> None:
    own = own_of(atlas, OwnRow("own:smirnov", "Smirnov", (), 37.7, 48.1))
    found = reader("Kursk governor Alexei Smirnov said on Monday that Sudzha was shelled.", own)
    assert "Smirnov" not in found


def test_extractions_with_another_list_are_stale(resources: Resources, atlas: Atlas) -> None:
    own = own_of(atlas, HILL)
    report = document("Fighting went on at Hill 205.", id="a")
    plain, mine = (extract(report, resources, Options(own_places=given)) for given in ((), own))
    assert plain.versions == resources.versions()
    assert mine.versions == versions(resources, Options(own_places=own)) != plain.versions
    other = own_of(atlas, replace(HILL, lon=37.71))
    assert len({own_version(own), own_version(other), own_version(own + other)}) == 3
    assert own_version(own + other) == own_version(other + own)


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"], exclude_characters="|"), min_size=1
).map(lambda text: f"A{text[:40]}")
rows = st.builds(
    OwnRow,
    id=st.uuids().map(lambda key: f"own:{key}"),
    name=names,
    spellings=st.lists(names, max_size=3, unique=True).map(tuple),
    lon=st.floats(-180, 180).map(lambda v: round(v, 6)),
    lat=st.floats(-90, 90).map(lambda v: round(v, 6)),
    radius_km=st.none() | st.floats(0, 100).map(lambda v: round(v, 3)),
    kind=st.sampled_from(["settlement", "site", "water"]),
    note=st.none() | names,
)


@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
@settings(max_examples=50)
@given(given_rows=st.lists(rows, max_size=5, unique_by=lambda row: row.id))
def test_files_come_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, given_rows: list[OwnRow]
) -> None:
    path = tmp_path_factory.mktemp("own") / f"places{suffix}"
    write_own(path, given_rows)
    back = read_own(path)
    assert [replace(row, where="", lon=(row.lon or 0) + 0.0) for row in back] == [
        replace(row, lon=(row.lon or 0) + 0.0) for row in given_rows
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: no column is called name"),
        ("name;lat;lon\nA;1;2\n", ""),
        ("lat,lon\n1,2\n", "line 1: no column is called name"),
        ("name,lat,lon\n,1,2\n", "line 2: the name is empty"),
        ("name,lat,lon\nAda,95,2\n", "out of range"),
        ("name,lat,lon\nAda,north,2\n", "line 2: lat 'north' is no number"),
        ("name,lat,lon\nAda,nan,2\n", "no number"),
        ("name,lat,lon\nAda,,\n", "neither a point"),
        ("name,lat,lon\nAda,1,2,3\n", "4 cells for 3 columns"),
        ("name,lat,lon,kind\nAda,1,2,castle\n", "no kind 'castle'"),
        ("name,lat,lon,radius_km\nAda,1,2,-5\n", "radius of -5"),
        ("name,lat,lon,id\nAda,1,2,geonames:5\n", "does not begin with own:"),
        ("name,lat,lon,id\nAda,1,2,own:a\nBea,1,2,own:a\n", "line 3: the id 'own:a' stands there twice"),
        ("name,lat,lon,region\nAda,1,2,Nowhereland\n", "no country or region is called 'Nowhereland'"),
        ('name,lat,lon,region\nAda,1,2,"5,5,1,1"\n', "no box"),
        ("name,means\nAda,geonames:1\n", "no place has the id"),
        ('name,lat,lon\n"Ada,1,2\n', "may be cut short"),
        ("name,lat,lon\n" + "a" * 300 + ",1,2\n", "is no name"),
    ],
)
def test_a_bad_line_is_named(atlas: Atlas, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    if not message:
        assert [own.place.name for own in load_own(path, atlas)] == ["A"]
        return
    with pytest.raises(GeoEventsError, match=message.replace("(", r"\(")) as caught:
        load_own(path, atlas)
    assert "\n" not in str(caught.value)
    assert "places.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.csv", None, "does not exist"),
        ("bytes.csv", b"name,lat,lon\n\xff\xfe", "is not UTF-8"),
        ("cut.geojson", b'{"type": "FeatureCollection", "feat', "may be cut short"),
        ("one.geojson", b'{"type": "Point"}', "no list of features"),
        ("odd.geojson", b'{"features": [3]}', "feature 1: no GeoJSON feature"),
        (
            "geometry.geojson",
            b'{"features": [{"properties": {"name": "A"}, "geometry": {"type": "Point"}}]}',
            "geometry",
        ),
    ],
)
def test_a_bad_file_says_what_to_do(
    atlas: Atlas, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        load_own(path, atlas)


def test_columns_of_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,latitude,longitude,colour\nAda,1.5,2.5,red\n", encoding="utf-8-sig")
    write_own(path, read_own(path))
    assert read_own(path)[0].extra == {"colour": "red"}
    assert read_own(path)[0].id == "own:ada"
