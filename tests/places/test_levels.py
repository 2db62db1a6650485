"""Town or region: what a report says a place is, in lists, behind the name, by an office, by a distance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.model import Place, Resolution, Toponym

Read = Callable[..., tuple[Resolution, ...]]
REGION, TOWN = {"admin1"}, {"settlement", "capital"}


def places_of(resolutions: tuple[Resolution, ...], name: str) -> list[Place]:
    places = [r.place for r in resolutions if r.toponym.surface == name]
    assert places
    assert None not in places
    return [place for place in places if place is not None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tula, Oryol and Kaluga, three regions south of Moscow, were hit by drones.", "Tula Oryol Kaluga"),
        ("Tula and Oryol, both Russian regions, banned gatherings.", "Tula Oryol"),
        ("Tula, a Russian border region, called for calm.", "Tula"),
        ("Rostov, which borders the Voronezh region, was hit by hail, Russian officials said.", "Rostov Voronezh"),
        ("Hail fell in the Voronezh region, Tula and Kaluga, Russian officials said.", "Voronezh Tula Kaluga"),
        ("Governor Ivan Petrov of Tula asked Russian troops for help.", "Tula"),
        ("The governor of Poltava said his region had no water. Ukrainian crews worked on.", "Poltava"),
        ("Raqqa, Aleppo and Hama, three provinces that rebels hold in Syria, are without power.", "Raqqa Aleppo Hama"),
        ("Fires burned in Oregon, Washington and Idaho.", "Oregon Washington Idaho"),
    ],
)
def test_regions(read: Read, text: str, names: str) -> None:
    found = read(text)
    assert {name: {place.kind for place in places_of(found, name)} for name in names.split()} == dict.fromkeys(
        names.split(), REGION
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tula, a city south of Moscow, was hit by drones. The Tula region was spared.", "Tula"),
        ("In Tula, a state of emergency was declared, Russian officials said.", "Tula"),
        ("In Tula, the region's health ministry said nobody was hurt in the Russian plant.", "Tula"),
        ("Floods hit Mexico City, Puebla and Oaxaca.", "Puebla"),
        ("Students marched in Buenos Aires on Monday, Argentine police said.", "Buenos Aires"),
        ("Students marched in Vienna on Monday.", "Vienna"),
        ("Students marched in Jakarta, Bangkok and Delhi.", "Bangkok"),
        ("Students marched in Jakarta, Bangkok and Delhi.", "Jakarta"),
        ("Talks in Moscow ended without a deal.", "Moscow"),
        ("Shells fell in Kyiv and the Kyiv region.", "Kyiv"),
    ],
)
def test_towns(read: Read, text: str, name: str) -> None:
    assert places_of(read(text), name)[0].kind in TOWN


def test_mayors_rule_towns_and_governors_regions(read: Read) -> None:
    found = read("The mayor of Poltava spoke first. Poltava governor Ivan Petrenko spoke next, Ukrainian media said.")
    assert [place.kind for place in places_of(found, "Poltava")] == ["settlement", "admin1"]


def test_an_apposition_names_the_country(read: Read) -> None:
    place = places_of(read("Adre, a Chadian border town, took in refugees from Darfur."), "Adre")[0]
    assert (place.country, place.kind) == ("TD", "settlement")


def test_a_region_said_is_a_region_throughout(read: Read) -> None:
    found = read("Tula, a Russian region, was hit by drones. Crews in Tula fought fires. Nobody was hurt in Tula.")
    assert [place.kind for place in places_of(found, "Tula")] == ["admin1"] * 3


def test_a_stated_distance_tells_namesakes_apart(read: Read) -> None:
    one = "Shells fell on Novoselivka, about 12 km west of {}, Ukrainian officials said."
    east, north = (places_of(read(one.format(town)), "Novoselivka")[0] for town in ("Avdiivka", "Lyman"))
    assert east.admin1 == north.admin1 == "Donetsk Oblast"
    assert east.place_id != north.place_id


def test_no_namesake_at_another_distance(read: Read) -> None:
    found = read("Shells fell on Tripoli, 9 km north of Sarmin, Syrian rescuers said.")
    tripoli = next(r for r in found if r.toponym.surface == "Tripoli")
    assert any(
        reason.rule == "resolve.stated" and reason.detail == "-2.0" for c in tripoli.candidates for reason in c.reasons
    )


def test_the_known_namesake_stands_in_for_refused_ones(read: Read) -> None:
    found = read("Talks between Washington and Riyadh opened in Geneva, Sudanese officials in Khartoum said.")
    assert places_of(found, "Geneva")[0].country == "CH"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Poltava governor Ivan Petrenko said three people were hurt.", ["Poltava"]),
        ("A man was shot dead, according to Cicero police.", ["Cicero"]),
        ("A shell fell on a camp in Sange, about 35 km north of Uvira.", ["Sange", "Uvira"]),
        ("The commander of the Ukrainian Dnipro grouping spoke.", ["Ukrainian", "Dnipro"]),
        ("The Kansas Highway Patrol closed the road.", ["Kansas"]),
        ("A lorry overturned on NH-44 and on I-95.", []),
        ("A UN envoy met a Hamas delegation.", []),
        ("AIR STRIKES SHUT PERU'S LARGEST PORT, DOCK WORKERS SAY\n\nA strike hit the port.", ["PERU"]),
        ("MIDDLE EAST CRISIS LIVE: MINISTERS MEET AGAIN\n\nMinisters met.", ["MIDDLE EAST"]),
    ],
)
def test_cues_beside_a_name(find: Callable[[str], tuple[Toponym, ...]], text: str, names: list[str]) -> None:
    assert [toponym.surface for toponym in find(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rebels hold the oil refinery of al-Qarya, about 70 km north of Khartoum.", ["al-Qarya", "Khartoum"]),
        ("MULTAN: Two men were hurt near Bahawalpur on Monday.", ["MULTAN", "Bahawalpur"]),
        ("A truck overturned on U.S. 61 near Memphis.", ["Memphis"]),
        ("The Red Cross flew aid to Lima.", ["Lima"]),
    ],
)
def test_what_surrounds_a_name(find: Callable[[str], tuple[Toponym, ...]], text: str, names: list[str]) -> None:
    assert [toponym.surface for toponym in find(text)] == names


def test_an_adjective_that_is_also_a_name_of_the_country(find: Callable[[str], tuple[Toponym, ...]]) -> None:
    assert [(t.surface, t.role) for t in find("Two shells landed on Thai soil.")] == [("Thai", "demonym")]


def test_an_island_named_after_a_country_is_not_the_country(read: Read) -> None:
    found = read("People were moved from the Island of Guinea to schools on the mainland.")
    assert all(r.place is None or r.place.kind != "country" for r in found)


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("A volcano erupted in Java, killing three in Yogyakarta.", "Java", "wider-region", "ID"),
        ("A landslide hit Luzon, Philippine officials said.", "Luzon", "wider-region", "PH"),
        ("A storm hit Long Island and Queens.", "Long Island", "wider-region", "US"),
        ("A boat capsized in the Mediterranean off Malta.", "Mediterranean", "water", None),
        ("Migrants drowned in the Rio Grande near Eagle Pass, Texas.", "Rio Grande", "water", None),
        ("Jets struck Hodeidah, Yemeni medics said.", "Hodeidah", "settlement", "YE"),
        ("Rockets hit Odessa overnight, Ukrainian officials said.", "Odessa", "settlement", "UA"),
        ("A grass fire burned in Odessa, Texas.", "Odessa", "settlement", "US"),
        ("A train left Bombay for Calcutta.", "Calcutta", "settlement", "IN"),
        ("Fighting in Kordofan killed dozens, Sudanese medics said.", "Kordofan", "wider-region", "SD"),
    ],
)
def test_islands_waters_and_spellings_of_news(read: Read, text: str, name: str, kind: str, country: str | None) -> None:
    place = places_of(read(text), name)[0]
    assert (place.kind, place.country) == (kind, country)


@pytest.mark.parametrize(
    "text",
    [
        "The Kremlin gave no details of the Moscow meeting. Later the two regions bordering Ukraine were put on alert.",
        "Trains from Moscow were late. The regions bordering Belarus had snow.",
        "Ministers met in Moscow and Minsk.",
    ],
)
def test_a_capital_is_a_town_and_not_the_region_it_is_by_itself(read: Read, text: str) -> None:
    assert {place.kind for place in places_of(read(text), "Moscow")} == {"capital"}


def test_the_region_of_a_capital_is_not_the_capital_under_another_title(read: Read) -> None:
    places = places_of(read("Snow fell on Tuesday in the Moscow region, the Russian weather office said."), "Moscow")
    assert [place.name for place in places] == ["Moscow Oblast"]


def test_towns_nearby_make_no_town_of_what_is_called_an_area(read: Read) -> None:
    text = (
        "Russian troops were sent to Sudzha, Shebekino and Grayvoron. Russia put the neighbouring areas of Belgorod and "
        "Bryansk on alert."
    )
    found = read(text)
    assert {place.kind for name in ("Belgorod", "Bryansk") for place in places_of(found, name)} == REGION


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        (
            "Eggs were recalled in Idaho, Iowa, Kansas, Nebraska and Wyoming. Michigan saw no case.",
            "Wyoming",
            "admin1",
            "US",
        ),
        ("Sales fell in Colorado, Utah, Kansas and Nevada. Missouri, too, sold less.", "Kansas", "admin1", "US"),
        (
            "Cases rose in Alberta, Manitoba, Quebec and New Brunswick. New Jersey saw none.",
            "New Brunswick",
            "admin1",
            "CA",
        ),
        ("Trains stopped in Ohio, Iowa and Indiana, and in Portland.", "Portland", "settlement", "US"),
        ("A cable under the Baltic was cut near Gotland.", "Baltic", "water", None),
        ("Tankers burned on the Caspian, Iranian officials said.", "Caspian", "water", None),
        ("Ukrainian drones hit a bridge over the Don in Rostov.", "Don", "water", "RU"),
        ("Ice broke on the Ob near Novosibirsk.", "Ob", "water", "RU"),
        ("He was born in the Gambia, where three men were held.", "Gambia", "country", "GM"),
        ("The storm moved from the Atlantic towards Florida.", "Atlantic", "water", None),
        ("A convoy sailed through the Atlantic towards Ireland.", "Atlantic", "water", None),
    ],
)
def test_lists_of_regions_and_names_of_oceans(read: Read, text: str, name: str, kind: str, country: str | None) -> None:
    place = next(found.place for found in read(text) if found.toponym.surface == name)
    assert place is not None
    assert (place.kind, place.country) == (kind, country)
