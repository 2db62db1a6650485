"""Official sources over the shipped gazetteer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import official_sources as official
import pytest

from geoevents.atlas import Atlas, Gazetteer
from geoevents.atlas.sources import AddReport, add_sources
from geoevents.errors import DataError, DataMissing, DataVersion, InputError, UnreadableFile

Maker = Callable[[Path], Path]


@pytest.fixture
def shipped(atlas: Atlas) -> Gazetteer:
    assert atlas.gazetteer.layer is None
    return atlas.gazetteer


def opened(tmp_path: Path, shipped: Gazetteer, *files: Path, classes: str = "AHLPRSTUV") -> tuple[Atlas, AddReport]:
    report = add_sources(files, tmp_path / "added", base=shipped, classes=classes)
    return Atlas.load(added=tmp_path / "added"), report


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [gazetteer.place_id(row) for row in gazetteer.find(name)]


@pytest.mark.parametrize("make", [official.geoname_table, official.country_zip])
def test_a_country_of_geonames(tmp_path: Path, shipped: Gazetteer, make: Maker) -> None:
    file = make(tmp_path / ("RU.zip" if make is official.country_zip else "allCountries.txt"))
    atlas, report = opened(tmp_path, shipped, file)
    gazetteer = atlas.gazetteer
    assert len(gazetteer) == len(shipped) + 3
    assert report.sources[0] | {"sha256": ""} == {
        "file": file.name, "format": "geonames-places", "licence": "GeoNames, CC BY 4.0", "sha256": "", "new": 3, "known": 2,
        "names": report.sources[0]["names"], "unknown": 0,
    }  # fmt: skip
    place = gazetteer.by_id("geonames:491234")
    assert place is not None
    assert (place.name, place.kind, place.country, place.admin1) == ("Snagost", "settlement", "RU", "Kursk Oblast")
    assert (place.lon, place.lat, place.feature_class, place.feature_code) == (34.8933, 51.315, "P", "PPL")
    assert {"geonames:491234", "geonames:492345"} <= set(ids(gazetteer, "Снагость"))
    assert ids(gazetteer, "Снагость")[-1] != "geonames:491234", "a settlement ranks before a river"
    river = gazetteer.by_id("geonames:492345")
    assert river is not None
    assert (river.kind, river.feature_code, river.radius_km) == ("water", "STM", None)


def test_newer_values_of_a_shipped_town(tmp_path: Path, shipped: Gazetteer) -> None:
    atlas, _ = opened(tmp_path, shipped, official.geoname_table(tmp_path / "RU.txt"))
    row = shipped.row_of("geonames:486816")
    assert row is not None
    assert row == atlas.gazetteer.row_of("geonames:486816")
    old, new = shipped.place(row), atlas.gazetteer.place(row)
    assert (new.lon, new.lat, new.population) == (35.2725, 51.1977, 5127)
    assert (new.name, new.kind, new.admin1) == (old.name, old.kind, old.admin1)
    assert (atlas.gazetteer.lon[row], atlas.gazetteer.population[row]) == (35.2725, 5127)
    assert row in atlas.gazetteer.find("Sudscha")
    region, before = (g.by_id("geonames:538555") for g in (atlas.gazetteer, shipped))
    assert region == before, "what is known of shipped regions stays; their names add up"


def test_only_the_feature_classes_asked_for(tmp_path: Path, shipped: Gazetteer) -> None:
    atlas, report = opened(tmp_path, shipped, official.country_zip(tmp_path / "RU.zip"), classes="P")
    assert report.places == 2
    assert atlas.gazetteer.by_id("geonames:492345") is None
    with pytest.raises(InputError, match="x feature class"):
        add_sources([tmp_path / "RU.zip"], tmp_path / "other", base=shipped, classes="Px")


def test_alternate_names_and_codes(tmp_path: Path, shipped: Gazetteer) -> None:
    files = [
        official.alternates_zip(tmp_path / "alternateNamesV2.zip"),  # named first: the order does not matter
        official.admin1_codes(tmp_path / "admin1CodesASCII.txt"),
        official.country_zip(tmp_path / "RU.zip"),
    ]
    atlas, report = opened(tmp_path, shipped, *files)
    gazetteer = atlas.gazetteer
    assert ids(gazetteer, "Sudzha Town") == ids(gazetteer, "Sudschanien") == ["geonames:486816"]
    assert ids(gazetteer, "Snagostka") == ["geonames:491234"]
    assert ids(gazetteer, "Kurskshire") == ids(gazetteer, "Kursk Land") == ["geonames:538555"]
    assert gazetteer.candidates("Kursk")[0].place.kind == "settlement"
    row = gazetteer.row_of("geonames:491234")
    assert row is not None
    assert (
        gazetteer.name_weight("Snagost", row)
        > gazetteer.name_weight("Snagostka", row)
        > gazetteer.name_weight("SNG", row)
        > 0
    )
    for junk in ("Q138504", "307800", "https://en.wikipedia.org/wiki/Sudzha", "Nowhere"):
        assert "geonames:486816" not in ids(gazetteer, junk)
    assert [source["unknown"] for source in report.sources] == [0, 1, 1]


def test_natural_earth(tmp_path: Path, shipped: Gazetteer) -> None:
    files = [
        official.natural_earth_places(tmp_path / "ne_10m_populated_places.zip"),
        official.natural_earth_regions(tmp_path / "ne_10m_admin_1_states_provinces.geojson"),
    ]
    atlas, report = opened(tmp_path, shipped, *files)
    gazetteer = atlas.gazetteer
    assert [(source["format"], source["new"], source["known"]) for source in report.sources] == [
        ("natural-earth-places", 1, 1),
        ("natural-earth-regions", 1, 1),
    ]
    xanadu = gazetteer.candidates("Ксанаду")[0].place
    assert (xanadu.place_id, xanadu.country, xanadu.population) == ("naturalearth:1159113", "CN", 12000)
    assert "naturalearth:1159113" in ids(gazetteer, "Kemenfu")
    assert ids(gazetteer, "Суджа")[0] == "geonames:486816", "no second Sudzha beside the shipped one"
    polygon, old = (a.regions.polygon("geonames:538555") for a in (atlas, Atlas.load(added=False)))
    assert polygon is not None
    assert old is not None
    assert polygon.equals_exact(official.KURSK, 1e-4) or polygon.symmetric_difference(official.KURSK).area < 1e-3
    assert not polygon.equals(old)
    inside = atlas.regions.admin1_at(-40.2, 10.2)
    assert inside is not None
    assert (inside.name, inside.kind) == ("Atlantis Region", "admin1")
    assert inside.place_id in ids(gazetteer, "Атлантида")
    assert atlas.regions.simplified(inside.place_id) is not None


@pytest.mark.parametrize(("level", "kind"), [("ADM1", "admin1"), ("ADM2", "admin2")])
def test_geoboundaries(tmp_path: Path, shipped: Gazetteer, level: str, kind: str) -> None:
    file = official.geo_boundaries(tmp_path / f"geoBoundaries-RUS-{level}.geojson", level)
    atlas, report = opened(tmp_path, shipped, file)
    assert report.sources[0]["format"] == "geoboundaries"
    new = atlas.gazetteer.by_id(f"geoboundaries:99901B{level}")
    assert new is not None
    assert (new.kind, new.country, new.feature_code) == (kind, "RU", level)
    assert atlas.regions.contains(new.place_id, -40.2, 10.2)
    assert not atlas.regions.contains(new.place_id, -41, 10.2)
    if level == "ADM1":
        assert report.sources[0]["known"] == 1
        assert atlas.regions.contains("geonames:538555", 34.1, 50.95), "the outline of the source, not the shipped one"


def test_a_table_of_ones_own(tmp_path: Path, shipped: Gazetteer) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(
        "name,spellings,lat,lon,radius_km,kind,note,means,population\n"
        "Ferma No. 7,Farm Seven|Ферма 7,51.2,35.3,0.5,site,by hand,,\nSudzhopolis,,,,,,,geonames:486816,\n"
        "Bolshoye,,51.3,35.4,,,,,90000\n",
        encoding="utf-8",
    )
    area = {"type": "Feature", "properties": {"name": "Grey Zone", "kind": "wider-region"},
            "geometry": json.loads(json.dumps(official.NEW.__geo_interface__))}  # fmt: skip
    (tmp_path / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8"
    )
    atlas, report = opened(tmp_path, shipped, table, tmp_path / "areas.geojson")
    farm = atlas.gazetteer.candidates("Farm Seven")[0].place
    assert (farm.place_id, farm.kind, farm.country, farm.admin1) == ("added:ferma-no-7", "site", "RU", "Kursk Oblast")
    assert (farm.radius_km, farm.note) == (0.5, "by hand")
    assert ids(atlas.gazetteer, "Sudzhopolis") == ["geonames:486816"]
    assert atlas.gazetteer.candidates("Bolshoye", country="RU")[0].place.population == 90000
    assert atlas.regions.contains("added:grey-zone", -40.2, 10.2)
    assert report.shapes == 1


def test_sources_add_up_and_the_same_again_changes_nothing(tmp_path: Path, shipped: Gazetteer) -> None:
    first, _ = opened(tmp_path, shipped, official.country_zip(tmp_path / "RU.zip"))
    opened(tmp_path, shipped, official.geo_boundaries(tmp_path / "b.geojson"))
    both, _ = opened(tmp_path, shipped, official.alternates_zip(tmp_path / "a.zip"))
    assert both.gazetteer.by_id("geonames:491234") == first.gazetteer.by_id("geonames:491234")
    assert ids(both.gazetteer, "Snagostka") == ["geonames:491234"]
    assert both.regions.contains("geoboundaries:99901BADM1", -40.2, 10.2)
    assert both.gazetteer.version != first.gazetteer.version
    again, _ = opened(tmp_path, shipped, tmp_path / "RU.zip", tmp_path / "a.zip", tmp_path / "b.geojson")
    assert len(again.gazetteer) == len(both.gazetteer)
    assert np.array_equal(again.gazetteer.lon, both.gazetteer.lon)
    assert len(again.gazetteer.layer.manifest["sources"]) == 3 if again.gazetteer.layer else False
    for name in ("Снагость", "Sudschanien", "Kursk Oblast", "Sudzha"):
        assert again.gazetteer.postings(name) == both.gazetteer.postings(name)


def test_the_same_sources_make_the_same_bytes(tmp_path: Path, shipped: Gazetteer) -> None:
    files = [official.country_zip(tmp_path / "RU.zip"), official.geo_boundaries(tmp_path / "b.geojson")]
    for name in ("one", "two"):
        add_sources(files, tmp_path / name, base=shipped)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two"))
    assert one == two


def test_shipped_look_ups_stay_as_they_are(tmp_path: Path, shipped: Gazetteer) -> None:
    atlas, _ = opened(tmp_path, shipped, official.country_zip(tmp_path / "RU.zip"))
    rng = np.random.default_rng(3)
    for row in rng.choice(len(shipped), 300, replace=False).tolist():
        name = shipped.label(row)
        assert [r for r in atlas.gazetteer.find(name) if r < len(shipped)] == list(shipped.find(name))


def test_it_geocodes_and_measures(tmp_path: Path, shipped: Gazetteer) -> None:
    atlas, _ = opened(tmp_path, shipped, official.country_zip(tmp_path / "RU.zip"))
    location = atlas.gazetteer.geocode("Snagost, Kursk region")
    assert location.raw["source"] in {"geonames", "supplement"}
    place = atlas.gazetteer.by_id("geonames:491234")
    assert place is not None
    assert 10 < atlas.borders.from_place(place).value < 25
    assert atlas.gazetteer.nearest_settlement(34.8933, 51.3150).place_id == "geonames:491234"
    assert "snagostka" not in atlas.gazetteer.all_keys
    assert "snagost" in atlas.gazetteer.all_keys


BROKEN: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "is empty"),
    ("other.txt", b"a\tb\tc\n", "has 3 columns and is no table"),
    ("cut.txt", official.geoname_line(official.SUDZHA).encode() * 2 + b"491234\tSnag", "line 3: 2 columns instead of 19"),
    ("date.txt", official.geoname_line(official.SUDZHA).encode()[:-4] + b"\n", "line 1: modification date '2024-08' is none"),
    ("number.txt", b"x" + official.geoname_line(official.SUDZHA).encode(), "line 1: geonameid 'x486816' is no number"),
    ("range.txt", official.geoname_line((*official.SUDZHA[:4], 151.2, *official.SUDZHA[5:])).encode(), "out of range"),
    ("bytes.txt", official.geoname_line(official.SUDZHA).encode() + b"\xff\xfe\t\n", "no UTF-8"),
    ("broken.zip", b"PK\x03\x04 and no more", "is broken or cut short"),
    ("broken.geojson", b'{"type": "FeatureCollection", "features": [{"ty', "broken.geojson"),
    ("broken.gpkg", b"SQLite format 3\x00 and no more", "cannot be read as a map"),
    ("broken.csv", b'name,lat,lon\n"A,1,2\n', "may be cut short"),
    ("codes.txt", b"RU.41\tA\tA\t538555\nKursk\tA\tA\t1\n", "line 2: 'Kursk' is no code"),
    ("alternates.txt", b"1\t-5\ten\tA\t\t\t\t\t\t\n", "line 1: geonameid '-5' is no number"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_broken_sources_change_nothing(
    tmp_path: Path, shipped: Gazetteer, name: str, content: bytes, message: str
) -> None:
    sound = official.country_zip(tmp_path / "RU.zip")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        add_sources([sound, tmp_path / name], tmp_path / "added", base=shipped)
    assert "\n" not in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["RU.zip", name]), "nothing is left behind"
    add_sources([sound], tmp_path / "added", base=shipped)
    before = {p.name: p.read_bytes() for p in (tmp_path / "added").iterdir()}
    with pytest.raises(InputError):
        add_sources([tmp_path / name], tmp_path / "added", base=shipped)
    assert {p.name: p.read_bytes() for p in (tmp_path / "added").iterdir()} == before


def test_archives_cut_short(tmp_path: Path, shipped: Gazetteer) -> None:
    rows = tuple((n, *official.SNAGOST[1:]) for n in range(20_000_000, 20_003_000))
    whole = official.country_zip(tmp_path / "RU.zip", rows).read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    for content in (whole[: len(whole) // 2], bytes(flipped)):
        (tmp_path / "cut.zip").write_bytes(content)
        with pytest.raises(UnreadableFile, match=r"cut\.zip"):
            add_sources([tmp_path / "cut.zip"], tmp_path / "added", base=shipped)
    assert not (tmp_path / "added").exists()


def test_layers_that_do_not_fit(tmp_path: Path, shipped: Gazetteer) -> None:
    folder = tmp_path / "added"
    with pytest.raises(DataMissing, match="No added places"):
        Gazetteer(added=folder)
    add_sources([official.country_zip(tmp_path / "RU.zip")], folder, base=shipped)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for key, value, error in (
        ("base", "0-0", DataVersion),
        ("layer", 99, DataVersion),
        ("fold", "x", DataVersion),
        ("places", 1, DataError),
    ):
        (folder / "manifest.json").write_text(json.dumps(manifest | {key: value}), encoding="utf-8")
        with pytest.raises(error, match="geoevents gazetteer add"):
            Gazetteer(added=folder)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="is damaged"):
        Gazetteer(added=folder)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "labels.bin").write_bytes(b"a")
    with pytest.raises(DataError, match=r"labels.bin .* is cut short"):
        Gazetteer(added=folder)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="holds other files"):
        add_sources([tmp_path / "RU.zip"], tmp_path / "full", base=shipped)


def test_the_users_own_folder_is_used_by_default(
    tmp_path: Path, shipped: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOEVENTS_GAZETTEER", str(tmp_path / "added"))
    assert Gazetteer().layer is None
    add_sources([official.country_zip(tmp_path / "RU.zip")], tmp_path / "added", base=shipped)
    assert len(Gazetteer()) == len(shipped) + 3
    assert Gazetteer(added=False).layer is None
    assert Gazetteer(shipped.folder).layer is None, "a gazetteer of one's own has no layer unless it is named"
    assert Atlas.load().version != Atlas.load(added=False).version
