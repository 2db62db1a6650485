"""Which place a name means, and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.model import Place, Resolution
from geoevents.places import Focus

Read = Callable[..., tuple[Resolution, ...]]


def place_of(resolutions: tuple[Resolution, ...], name: str) -> Place:
    place = next(r.place for r in resolutions if r.toponym.surface == name)
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("A barn burned in Paris, Texas, overnight.", "Paris", "US", "Texas"),
        ("A barn burned in Paris overnight, French police said.", "Paris", "FR", None),
        ("Fires near Springfield, Ill., spread. Residents of Decatur were told to leave.", "Decatur", "US", "Illinois"),
        ("Georgia's parliament met in Tbilisi.", "Georgia", "GE", None),
        ("Police in Macon and Savannah, Georgia, made arrests.", "Macon", "US", "Georgia"),
        ("London, Ontario, and Windsor were hit by a storm, Canadian officials said.", "Windsor", "CA", "Ontario"),
        ("Refugees reached Chad's Abéché on foot.", "Abéché", "TD", None),
        ("Students marched in Tripoli; Lebanese troops watched.", "Tripoli", "LB", None),
        ("Students marched in Tripoli; Libyan troops watched.", "Tripoli", "LY", None),
        ("Spanish firefighters saved Córdoba and Granada.", "Granada", "ES", None),
        ("Nicaraguan police closed roads to Granada and León.", "Granada", "NI", None),
    ],
)
def test_context_decides_between_namesakes(read: Read, text: str, name: str, country: str, admin1: str | None) -> None:
    place = place_of(read(text), name)
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1


@pytest.mark.parametrize(
    ("text", "admin1"),
    [
        ("Police in Lancaster said a barn burned in Lititz. Crews from Ephrata and Manheim helped.", "Pennsylvania"),
        (
            "Teens from Medford were hurt near Ashland, Jackson County deputies said, and flown to Klamath Falls.",
            "Oregon",
        ),
        (
            "A tornado hit homes in Jackson, Brandon and Clinton. Schools in Vicksburg and Natchez closed.",
            "Mississippi",
        ),
        ("Buses from Blackburn, Burnley and Lancaster were late. Preston was dry.", "England"),
        ("Deputies drove from Bonham and Sherman to Paris.", "Texas"),
    ],
)
def test_names_that_lie_together_find_each_other(read: Read, text: str, admin1: str) -> None:
    found = [r.place for r in read(text) if r.place and r.place.kind == "settlement"]
    assert len(found) >= 3
    assert {place.admin1 for place in found} == {admin1}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A drill was held in the Lipetsk region. Later, shots were heard in Lipetsk.", ["admin1", "admin1"]),
        ("A drill was held in the Voronezh region. The city of Voronezh was calm.", ["admin1", "settlement"]),
        ("Shots were heard in Voronezh.", ["settlement"]),
        ("The Kyiv region was hit; in Kyiv, trams stopped.", ["admin1", "capital"]),
        ("Alarms rang in the Tula, Oryol and Ryazan regions.", ["admin1", "admin1", "admin1"]),
        ("The areas of Tula and Oryol were warned.", ["admin1", "admin1"]),
        ("Smoke rose over the Voronezh nuclear power plant.", ["settlement"]),
        ("Ice broke on Lake Erie and the Danube river.", ["water", "water"]),
        ("They farm in Donbas.", ["wider-region"]),
    ],
)
def test_town_region_water(read: Read, text: str, kinds: list[str]) -> None:
    assert [r.place.kind if r.place else None for r in read(text)] == kinds


def test_spellings_are_one_place(read: Read) -> None:
    ids = {
        r.place.place_id
        for r in read("Trams ran in Kiev, which is Kyiv, and in Odessa, which is Odesa, in Ukraine.")
        if r.place
    }
    assert len(ids) == 3


def test_metonyms_and_demonyms_get_places_too(read: Read) -> None:
    found = read("The Kremlin said Ukrainian troops had left. Washington-based analysts agreed.")
    assert [r.place.name if r.place else None for r in found] == ["Moscow", "Ukraine", "Washington"]
    assert [r.toponym.role for r in found] == ["metonym", "demonym", "name-part"]


def test_a_little_known_namesake_far_from_everything_stays_open(read: Read) -> None:
    found = read("Shells fell on Sumy, Konotop and Shostka in Ukraine's north. Ukrainian troops left Xexéu.")
    by_name = {r.toponym.surface: r for r in found}
    assert by_name["Konotop"].place is not None
    assert by_name["Xexéu"].place is None
    assert by_name["Xexéu"].confidence == 0
    assert by_name["Xexéu"].reasons[0].rule.startswith("resolve.")


def test_focus_tips_the_balance(read: Read) -> None:
    text = "A bridge fell in Springfield."
    near = place_of(read(text, focus=Focus(near="Boston")), "Springfield")
    boxed = place_of(read(text, focus=Focus(bbox=(-94.5, 36.5, -92.5, 38.0))), "Springfield")
    assert (near.admin1, boxed.admin1) == ("Massachusetts", "Missouri")


def test_own_places_come_first_where_they_lie(read: Read) -> None:
    own = Place(place_id="own:1", name="Niu-York", kind="settlement", lon=37.84, lat=48.33, country="UA")
    here = read("Troops left Niu-York and Toretsk in Ukraine.", own=[own])
    assert place_of(here, "Niu-York") == own
    farm = Place(place_id="own:2", name="Lima", kind="site", lon=37.84, lat=48.33, country="UA")
    there = read("Troops left Lima, Callao and Trujillo in Peru.", own=[farm])
    assert place_of(there, "Lima").country == "PE"


def test_each_choice_has_reasons_and_keeps_the_losers(read: Read) -> None:
    found = read("Crowds met in Springfield, Illinois.")
    first = found[0]
    assert first.place is not None
    assert len(first.candidates) == 5
    assert first.candidates[0].place == first.place
    assert [c.score for c in first.candidates] == sorted((c.score for c in first.candidates), reverse=True)
    assert {reason.rule for reason in first.reasons} >= {"resolve.prior", "resolve.within", "resolve.lead"}
    assert 0 < first.confidence <= 1


def test_one_unknown_name_costs_no_other(read: Read) -> None:
    found = read("Rain fell in Qwertzuiopville and in Nairobi.")
    assert place_of(found, "Nairobi").country == "KE"
