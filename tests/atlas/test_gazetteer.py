from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.atlas import KINDS, Atlas, Gazetteer
from geoevents.errors import PlaceError
from geoevents.text import fold


def best(atlas: Atlas, query: str, **hints: str) -> tuple[str, str, str | None]:
    place = atlas.gazetteer.candidates(query, **hints)[0].place
    return place.name, place.kind, place.country


@pytest.mark.parametrize(
    "spelling",
    ["Kostiantynivka", "Konstantinovka", "Костянтинівка", "Константиновка", "Kostyantynivka", "KOSTIANTYNIVKA"],
)
def test_a_town_is_found_by_its_spellings(atlas: Atlas, spelling: str) -> None:
    found = {place.place_id for place in map(atlas.gazetteer.place, atlas.gazetteer.find(spelling))}
    assert "geonames:705104" in found
    assert len(found) >= 5, "its namesakes are there too"


@pytest.mark.parametrize(
    ("spellings", "place_id"),
    [
        (["Kyiv", "Kiev", "Київ", "Киев"], "geonames:703448"),
        (["Odesa", "Odessa", "Одеса", "Одесса"], "geonames:698740"),
        (["Kharkiv", "Kharkov", "Харків", "Харьков"], "geonames:706483"),
        (["Sudzha", "Soudja", "Суджа", "SUDZHA"], "geonames:486816"),
        (["Lviv", "Lvov", "Львів", "Львов"], "geonames:702550"),
        (["Oryol", "Orel", "Орёл", "Орел"], "geonames:515012"),
        (["Kraków", "Krakow", "Cracow", "Краков"], "geonames:3094802"),
        (["Łódź", "Lodz", "Лодзь", "lodz"], "geonames:3093133"),
        (["Köln", "Koln", "Cologne", "Кёльн"], "geonames:2886242"),
        (["São Paulo", "Sao Paulo", "Сан-Паулу", "聖保羅"], "geonames:3448439"),
        (["Rylsk", "Ryl’sk", "Ryl'sk", "Рыльск"], "geonames:695019"),
    ],
)
def test_four_spellings_lead_to_one_place(atlas: Atlas, spellings: list[str], place_id: str) -> None:
    row = atlas.gazetteer.row_of(place_id)
    if row is None:
        pytest.fail(f"{place_id} is not in the gazetteer")
    for spelling in spellings:
        assert row in atlas.gazetteer.find(spelling), spelling


def test_labels_in_ukraine_follow_ukrainian(atlas: Atlas) -> None:
    for spelling, label in (
        ("Kostyantynivka", "Kostiantynivka"),
        ("Zaporozhye", "Zaporizhzhia"),
        ("Nikolayev", "Mykolaiv"),
        ("Krivoy Rog", "Kryvyi Rih"),
        ("Gorlovka", "Horlivka"),
    ):
        names = [c.place.name for c in atlas.gazetteer.candidates(spelling, country="UA")]
        assert label in names, (spelling, names)


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("Kursk", "Kursk", "settlement"),
        ("Kursk region", "Kursk Oblast", "admin1"),
        ("Kursk Oblast", "Kursk Oblast", "admin1"),
        ("Kurskaya Oblast'", "Kursk Oblast", "admin1"),
        ("Курская область", "Kursk Oblast", "admin1"),
        ("Kharkiv province", "Kharkiv Oblast", "admin1"),
        ("Donetsk oblast", "Donetsk Oblast", "admin1"),
        ("Texas", "Texas", "admin1"),
        ("Tex.", "Texas", "admin1"),
        ("Calif.", "California", "admin1"),
        ("B.C.", "British Columbia", "admin1"),
        ("New South Wales", "New South Wales", "admin1"),
        ("Uttar Pradesh", "Uttar Pradesh", "admin1"),
        ("Bavaria", "Bavaria", "admin1"),
        ("U.S.", "United States", "country"),
        ("UK", "United Kingdom", "country"),
        ("Britain", "United Kingdom", "country"),
        ("UAE", "United Arab Emirates", "country"),
        ("DRC", "Democratic Republic of the Congo", "country"),
        ("Ivory Coast", "Ivory Coast", "country"),
        ("Türkiye", "Turkey", "country"),
        ("Turkiye", "Turkey", "country"),
        ("Burma", "Myanmar", "country"),
        ("Moscow", "Moscow", "capital"),
        ("Kyiv", "Kyiv", "capital"),
        ("Washington", "Washington", "capital"),
        ("Cook County", "Cook County", "admin2"),
        ("Donbas", "Donbas", "wider-region"),
        ("the Balkans", "Balkans", "wider-region"),
        ("Middle East", "Middle East", "wider-region"),
        ("Black Sea", "Black Sea", "water"),
    ],
)
def test_names_as_news_writes_them(atlas: Atlas, query: str, name: str, kind: str) -> None:
    assert best(atlas, query)[:2] == (name, kind)


@pytest.mark.parametrize(
    ("query", "country", "admin1"),
    [
        ("Sudzha, Kursk region", "RU", "Kursk Oblast"),
        ("Paris, Texas", "US", "Texas"),
        ("Paris, France", "FR", "Île-de-France"),
        ("Kyiv (Kiev)", "UA", "Kyiv City"),
        ("Cambridge, Mass.", "US", "Massachusetts"),
        ("Springfield, Ill.", "US", "Illinois"),
        ("Kostiantynivka, Donetsk Oblast, Ukraine", "UA", "Donetsk Oblast"),
    ],
)
def test_context_in_the_query(atlas: Atlas, query: str, country: str, admin1: str) -> None:
    place = atlas.gazetteer.candidates(query)[0].place
    assert (place.country, place.admin1) == (country, admin1)


def test_hints_choose_among_namesakes_and_give_reasons(atlas: Atlas) -> None:
    texan = atlas.gazetteer.candidates("Paris", region="Texas")
    assert texan[0].place.admin1 == "Texas"
    assert any(r.rule == "atlas.within" for r in texan[0].reasons)
    near = atlas.gazetteer.candidates("Kostiantynivka", near=(33.9, 46.8))
    assert near[0].place.admin1 == "Kherson Oblast"
    assert any(r.rule == "atlas.near" for r in near[0].reasons)


@pytest.mark.parametrize(
    ("name", "country", "admin1"),
    [
        ("Mumbai", "IN", "Maharashtra"),
        ("Munich", "de", "Bavaria"),
        ("London", "CA", "Ontario"),
        ("Bogotá", "CO", "Bogota D.C."),
        ("Tbilisi", "Georgia", "Tbilisi"),
    ],
)
def test_a_country_is_one_though_its_code_or_name_is_also_a_states(
    atlas: Atlas, name: str, country: str, admin1: str
) -> None:
    place = atlas.gazetteer.candidates(name, country=country)[0].place
    assert (place.name, place.admin1) == (name, admin1)


def test_countries_have_geonames_points(atlas: Atlas) -> None:
    russia, ukraine = atlas.gazetteer.country_place("RU"), atlas.gazetteer.country_place("UA")
    assert russia is not None
    assert ukraine is not None
    assert (russia.lat, russia.lon) == (60.0, 100.0)
    assert (ukraine.lat, ukraine.lon) == (49.0, 32.0)
    assert (ukraine.place_id, ukraine.feature_class, ukraine.feature_code) == ("geonames:690791", "A", "PCLI")


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Ukrainian", "UA"),
        ("Ukrainians", "UA"),
        ("Russians", "RU"),
        ("Britons", "GB"),
        ("French", "FR"),
        ("Dutch", "NL"),
    ],
)
def test_demonyms(atlas: Atlas, word: str, country: str) -> None:
    place = atlas.gazetteer.demonym(word)
    assert place is not None
    assert place.country == country


def test_a_word_that_is_no_demonym(atlas: Atlas) -> None:
    assert atlas.gazetteer.demonym("Ukraine") is None
    assert atlas.gazetteer.demonym("") is None


def test_population_nought_does_not_rank_a_town_last(atlas: Atlas) -> None:
    lgov, namesake = (atlas.gazetteer.row_of(f"geonames:{n}") for n in (535347, 535334))
    assert lgov is not None
    assert namesake is not None
    assert atlas.gazetteer.population[lgov] == 0
    assert atlas.gazetteer.prominence[lgov] == pytest.approx(atlas.gazetteer.population[namesake], rel=0.001)
    assert float(atlas.gazetteer.prominence.min()) >= 1


def test_columns_and_places_agree(atlas: Atlas) -> None:
    gazetteer = atlas.gazetteer
    for row in np.random.default_rng(5).integers(0, len(gazetteer), 500):
        place = gazetteer.place(int(row))
        assert (place.lon, place.lat) == (float(gazetteer.lon[row]), float(gazetteer.lat[row]))
        assert place.kind == KINDS[gazetteer.kind[row]]
        assert place.population == gazetteer.population[row]
        code = int(gazetteer.country[row])
        assert place.country == (gazetteer.countries[code] if code >= 0 else None)


def test_ids_are_unique_and_lead_back(atlas: Atlas) -> None:
    gazetteer = atlas.gazetteer
    ids = [gazetteer.place_id(row) for row in range(len(gazetteer))]
    assert len(set(ids)) == len(ids)
    for row in range(0, len(gazetteer), 251):
        place = gazetteer.by_id(ids[row])
        assert place is gazetteer.place(row)


@given(st.integers(min_value=0, max_value=250_000))
def test_a_place_is_found_by_its_own_name(row: int) -> None:
    gazetteer = _shared()
    name = gazetteer.label(row)
    assert row in gazetteer.find(name)
    assert gazetteer.name_weight(name, row) == 1.0


@given(st.text(max_size=60))
def test_any_text_is_an_answerable_question(text: str) -> None:
    gazetteer = _shared()
    rows = gazetteer.find(text)
    assert all(0 <= row < len(gazetteer) for row in rows)
    assert rows == gazetteer.find(fold(text))
    assert all(gazetteer.name_weight(text, row) > 0 for row in rows[:5])


_OPENED: list[Gazetteer] = []


def _shared() -> Gazetteer:
    if not _OPENED:
        _OPENED.append(Gazetteer())
    return _OPENED[0]


@pytest.mark.parametrize("name", ["", "   ", "(", "Xqzzyvbk", "\x00", "\ud800", "a" * 10_000])
def test_names_that_are_none(atlas: Atlas, name: str) -> None:
    assert atlas.gazetteer.find(name) == ()


def test_geocoding_what_is_no_name(atlas: Atlas) -> None:
    assert atlas.gazetteer.candidates("") == ()
    assert atlas.gazetteer.candidates("Paris, Xqzzyvbk") == ()
    assert atlas.gazetteer.candidates("Paris, Ukraine, Texas") == ()
    assert atlas.gazetteer.geocode("Xqzzyvbk") is None
    assert atlas.gazetteer.geocode("Xqzzyvbk", exactly_one=False) is None
    with pytest.raises(PlaceError, match="10000 characters"):
        atlas.gazetteer.candidates("a" * 10_000)
    with pytest.raises(PlaceError, match="Nowhereland"):
        atlas.gazetteer.candidates("Paris", country="Nowhereland")


def test_unknown_ids(atlas: Atlas) -> None:
    for place_id in ("", "geonames:", "geonames:0", "geonames:99999999999", "geonames:x", "supplement:none", "²:²"):
        assert atlas.gazetteer.by_id(place_id) is None
    with pytest.raises(IndexError):
        atlas.gazetteer.place(len(atlas.gazetteer))
    with pytest.raises(IndexError):
        atlas.gazetteer.place(-1)


def test_the_supplement_says_what_it_knows(atlas: Atlas) -> None:
    precise = atlas.gazetteer.candidates("Malaya Loknya")[0].place
    assert precise.place_id == "supplement:malaya-loknya-kursk"
    assert precise.admin1 == "Kursk Oblast"
    vague = atlas.gazetteer.candidates("Sverdlikovo")[0].place
    assert vague.note is not None
    assert vague.note.startswith("near Sudzha")
    assert vague.radius_km is not None
    assert vague.radius_km >= 10


def test_fuzzy_only_when_asked(atlas: Atlas) -> None:
    pytest.importorskip("rapidfuzz")
    assert atlas.gazetteer.candidates("Kostiantynyvka") == ()
    found = atlas.gazetteer.candidates("Kostiantynyvka", fuzzy=True)
    assert found[0].place.name == "Kostiantynivka"
    assert found[0].reasons[0].rule == "atlas.fuzzy"


def test_it_is_a_geopy_geocoder(atlas: Atlas) -> None:
    location = atlas.gazetteer.geocode("Sudzha", timeout=3)
    assert location is not None
    assert (location.latitude, location.longitude) == (51.191, 35.271)
    assert location.raw["place_id"] == "geonames:486816"
    many = atlas.gazetteer.geocode("Kostiantynivka", exactly_one=False)
    assert isinstance(many, list)
    assert len(many) >= 5
    assert atlas.gazetteer.reverse((51.19, 35.27)).address.startswith("Sudzha")


def test_geopandas_geocodes_with_it() -> None:
    import geopandas  # noqa: PLC0415 - slow to import

    frame = geopandas.tools.geocode(["Sudzha", "Xqzzyvbk"], provider=Gazetteer)
    assert (frame.geometry[0].x, frame.geometry[0].y) == (35.271, 51.191)
    assert frame.geometry[1].is_empty


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Istanbul", "settlement"),
        ("New York", "settlement"),
        ("Osaka", "settlement"),
        ("Texas", "admin1"),
        ("Ontario", "admin1"),
    ],
)
def test_a_chief_town_comes_before_its_region(atlas: Atlas, name: str, kind: str) -> None:
    found = atlas.gazetteer.candidates(name)
    assert found[0].place.kind == kind
    assert {"settlement", "admin1"} <= {candidate.place.kind for candidate in found}
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
