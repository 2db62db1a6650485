"""Turns of local news: towns called like persons, lists, teams, courts, parks; and words that are no places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.model import Resolution, Toponym

Find = Callable[[str], tuple[Toponym, ...]]
Read = Callable[..., tuple[Resolution, ...]]


def surfaces(found: tuple[Toponym, ...]) -> list[str]:
    return [toponym.surface for toponym in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A man from Gary, Indiana, was held on Monday.", ["Gary", "Indiana"]),
        ("A man from Gary, Ind., was held on Monday.", ["Gary", "Ind."]),
        ("Residents of Chester, Wentworth and Ramona asked for a bus.", ["Chester", "Wentworth", "Ramona"]),
        ("At the hearing farmers from Walton, Hancock and Roxbury said no.", ["Walton", "Hancock", "Roxbury"]),
        ("The fever reached four villages: Bemolo, Katuzi, Ramanga and Tobwe, doctors said.", ["Bemolo", "Katuzi", "Ramanga", "Tobwe"]),
        ("People left three villages, including Bemolo and Aita al-Rih, on Sunday.", ["Bemolo", "Aita al-Rih"]),
        ("He saw it in Wilson.", ["Wilson"]),
        ("A bear came by Teton Village on Sunday.", ["Teton Village"]),
        ("Rangers closed two trails in Grand Teton National Park on Sunday.", ["Grand Teton National Park"]),
        ("Troops passed near Mir Ali on Sunday.", ["Mir Ali"]),
        ("Odessa was hit by drones for the third night in a row.", ["Odessa"]),
        ("Virginia was quiet.", ["Virginia"]),
    ],
)  # fmt: skip
def test_names_that_local_news_writes_are_found(find: Find, text: str, names: list[str]) -> None:
    found = surfaces(find(text))
    assert [name for name in names if name not in found] == []


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("In the other game, Great Falls Central rallied past Fort Benton.", "Great Falls", "name-part"),
        ("Sheffield Crown Court heard the case.", "Sheffield", "name-part"),
        ("The Madison City Council voted on Tuesday.", "Madison", "name-part"),
        ("The Oklahoma City Council voted on Tuesday.", "Oklahoma City", "name-part"),
    ],
)
def test_towns_inside_the_names_of_bodies(find: Find, text: str, name: str, role: str) -> None:
    assert [toponym.role for toponym in find(text) if toponym.surface == name] == [role]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Doctors gave him Zandrelin for a week, and Zandrelin helped.", "Zandrelin"),
        ("A boat sank off Hodeidah, Yemen, June 10, 2025.", "June"),
        ("Jane Odessa won. Odessa was tired.", "Odessa"),
        ("Ko Htet left Yangon on Monday.", "Ko"),
        ("In Delhi, the Centre said that it would pay.", "Centre"),
    ],
)
def test_words_that_are_no_places(find: Find, text: str, name: str) -> None:
    assert name not in surfaces(find(text))


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("Odessa was hit by hail, and so were Midland and Monahans, Texas troopers said.", "Odessa", "Texas"),
        ("Odessa was hit by drones, and silos burned in Izmail, Ukraine's air force said.", "Odessa", "Odesa"),
        ("Miners were saved in Taiyuan, north China's Shanxi province.", "Taiyuan", "Shanxi"),
    ],
)
def test_the_report_decides_which_one(read: Read, text: str, name: str, admin1: str) -> None:
    found = next(r for r in read(text) if r.toponym.surface == name)
    assert found.place is not None
    assert found.place.kind == "settlement"
    assert (found.place.admin1 or "").startswith(admin1)


def test_a_namesake_outside_of_the_region_that_is_named_is_not_meant(read: Read) -> None:
    found = next(r for r in read("A shop burned in Ramona, South Dakota, on Monday.") if r.toponym.surface == "Ramona")
    assert found.place is None
    assert "resolve.outside" in {reason.rule for reason in found.reasons}


def test_a_report_whose_places_lie_far_apart_keeps_its_small_ones(read: Read) -> None:
    text = "Games were played in Detroit, Denver, New Orleans, Green Bay and Orchard Park, New York fans said."
    found = next(r for r in read(text) if r.toponym.surface == "Orchard Park")
    assert found.place is not None
    assert found.place.admin1 == "New York"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Flood warnings stand for Rivers Medway, Stour and Rother.", "Rother"),
        ("Doctors at Children's Hospital of Pittsburgh agreed.", "Pittsburgh"),
    ],
)
def test_what_announces_or_follows_a_name_makes_it_a_place(find: Find, text: str, name: str) -> None:
    assert name in surfaces(find(text))


@pytest.mark.parametrize("text", ["BA 117 TO NEW YORK IS LATE TODAY", "THE BA STRIKE ENDS IN NEW YORK TODAY"])
def test_codes_in_capitals_are_no_towns(find: Find, text: str) -> None:
    assert "BA" not in surfaces(find(text))


def test_a_local_report_does_not_reach_for_a_namesake_across_the_country(read: Read) -> None:
    text = (
        "The Madison council sold the armory to a firm from Sioux Falls. Residents of Brookings, Chester and Mitchell "
        "had asked South Dakota lawmakers in Pierre to keep it."
    )
    found = {r.toponym.surface: r for r in read(text)}
    assert found["Chester"].place is None
    assert "resolve.far" in {reason.rule for reason in found["Chester"].reasons}
    for name in ("Sioux Falls", "Brookings", "Mitchell"):
        place = found[name].place
        assert place is not None
        assert place.admin1 == "South Dakota"


def test_a_name_of_one_place_only_is_believed_far_from_a_local_report(read: Read) -> None:
    text = "Crews from Lancaster, Lititz, Ephrata and Manheim helped. A man who had come from Beersheba was hurt."
    found = next(r for r in read(text) if r.toponym.surface == "Beersheba")
    assert found.place is not None
    assert found.place.country == "IL"
