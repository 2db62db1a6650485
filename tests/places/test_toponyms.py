"""Which words are place names: the traps that news sets, in sentences of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.model import Toponym

Find = Callable[[str], tuple[Toponym, ...]]


def names(toponyms: tuple[Toponym, ...]) -> list[str]:
    return [toponym.surface for toponym in toponyms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Floods hit Piura and Chiclayo in Peru.", ["Piura", "Chiclayo", "Peru"]),
        ("Flights between Addis Ababa and Dar es Salaam were halted.", ["Addis Ababa", "Dar es Salaam"]),
        ("The ferry left Port of Spain for Saint Vincent and the Grenadines.", ["Port of Spain", "Saint Vincent and the Grenadines"]),
        ("A storm closed schools in St. Louis and in St. Paul, Minn.", ["St. Louis", "St. Paul", "Minn."]),
        ("Exports to the U.S. and the U.K. fell.", ["U.S.", "U.K."]),
        ("Two villages near L'Aquila and Stoke-on-Trent were cut off.", ["L'Aquila", "Stoke-on-Trent"]),
        ("The vote in Papua New Guinea was delayed.", ["Papua New Guinea"]),
        ("Talks resumed in the Democratic Republic of the Congo on Monday.", ["Democratic Republic of the Congo"]),
        ("Fires burned near Trois-Rivières, Quebec, and Sault Ste. Marie, Ont.", ["Trois-Rivières", "Quebec", "Sault Ste. Marie", "Ont."]),
    ],
)  # fmt: skip
def test_names_of_one_to_six_words(find: Find, text: str, expected: list[str]) -> None:
    assert names(find(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LIMA (Reuters) — Rain fell for a third day, officials said.", "LIMA"),
        ("NAIROBI, Aug 9 - Police fired tear gas at crowds.", "NAIROBI"),
        ("PORT-AU-PRINCE, Haiti (AP) — Gangs attacked a prison.", "PORT-AU-PRINCE"),
        ("BRATISLAVA – The government resigned on Tuesday.", "BRATISLAVA"),
    ],
)
def test_datelines(find: Find, text: str, expected: str) -> None:
    first = find(text)[0]
    assert first.surface == expected
    assert first.role == "literal"


def test_a_headline_in_capitals_uses_what_the_body_says(find: Find) -> None:
    text = (
        "QUAKE KILLS TEN NEAR LAMBAYEQUE AS RESCUERS RUSH TO HELP\nA quake shook Lambayeque in northern Peru on Sunday."
    )
    assert names(find(text)) == ["LAMBAYEQUE", "Lambayeque", "Peru"]


def test_a_headline_in_title_case_makes_no_places_of_its_words(find: Find) -> None:
    found = names(find("Many Best Hopes Fade As Reading Of New Law Nears\nThe law was read in Nairobi."))
    assert found == ["Nairobi"]


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton smiled, and Hilton left.",
        "Jordan Peterson spoke for an hour.",
        "In May and August the rains came; May was the wettest.",
        "Reading is a habit. Nice people read.",
        "Of all the plans, none worked.",
        "Most Mobile phones were jammed on Sunday.",
        "Dr. Austin Lincoln treated them.",
        "The bill is US$30 and the fine A$20.",
    ],
)
def test_persons_months_and_common_words_are_no_places(find: Find, text: str) -> None:
    assert names(find(text)) == []


@pytest.mark.parametrize(
    ("text", "designators"),
    [
        ("The Kharkiv, Poltava and Sumy regions were hit.", {"Kharkiv": "region", "Poltava": "region", "Sumy": "region"}),
        ("Power failed in the provinces of Herat and Farah.", {"Herat": "province", "Farah": "province"}),
        ("Three regions were named: Tula, Oryol and Ryazan.", {"Tula": "region", "Oryol": "region", "Ryazan": "region"}),
        ("The neighbouring areas of Tula and Oryol were warned.", {"Tula": "area", "Oryol": "area"}),
        ("Crowds met in the town of Garissa.", {"Garissa": "town"}),
        ("Smoke rose over the Herat military airport.", {"Herat": "airport"}),
        ("A strike near the Leningrad nuclear power plant failed.", {"Leningrad": "plant"}),
        ("They fled along the Senegal river.", {"Senegal": "river"}),
    ],
)  # fmt: skip
def test_designators_alone_and_shared_by_lists(find: Find, text: str, designators: dict[str, str]) -> None:
    assert {toponym.surface: toponym.designator for toponym in find(text)} == designators


@pytest.mark.parametrize(
    ("text", "name", "within"),
    [
        ("A factory burned in Paris, Texas, overnight.", "Paris", "Texas"),
        ("He was born in Gary, Ind., in 1950.", "Gary", "Ind."),
        ("Shells fell on Oskol, Kharkiv region, at noon.", "Oskol", "Kharkiv region"),
        ("Refugees reached Chad's Abéché on foot.", "Abéché", "Chad"),
        ("A blast shook the Iraqi city of Kirkuk.", "Kirkuk", "Iraq"),
    ],
)
def test_what_a_place_lies_in(find: Find, text: str, name: str, within: str) -> None:
    assert {toponym.surface: toponym.within for toponym in find(text)}[name] == within


def test_neighbours_in_a_list_are_no_containers(find: Find) -> None:
    assert [toponym.within for toponym in find("It rained in Ohio, Indiana and Iowa.")] == [None, None, None]


def test_an_acronym_means_what_the_report_says(find: Find) -> None:
    found = find("Fires spread in New South Wales (NSW). Crews left NSW on Friday.")
    assert names(found) == ["New South Wales", "NSW", "NSW"]
    assert found[1].reasons[-1].detail == "New South Wales"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Philippine Department of Health (DOH) sent doctors to Cebu. DOH officials are in Manila.",
            ["Cebu", "Manila"],
        ),
        ("Deputies of Unidos Podemos (UP) met in Madrid. UP wants a vote.", ["Madrid"]),
        ("Police in Uttar Pradesh (UP) shut roads. UP has 75 districts.", ["Uttar Pradesh", "UP", "UP"]),
    ],
)
def test_an_acronym_of_a_body_is_no_place(find: Find, text: str, expected: list[str]) -> None:
    found = [toponym.surface for toponym in find(text) if toponym.role in {"literal", "metonym"}]
    assert found == expected


def test_places_inside_the_names_of_bodies(find: Find) -> None:
    found = find("The Kentucky State Police and the University of Toronto signed a deal.")
    assert [(toponym.surface, toponym.role) for toponym in found] == [
        ("Kentucky", "name-part"),
        ("Toronto", "name-part"),
    ]


def test_one_name_gets_one_reading_in_a_report(find: Find) -> None:
    text = "Troops left Zaranj at dawn. Zaranj was quiet. “Zaranj fell,” he said."
    assert names(find(text)) == ["Zaranj", "Zaranj", "Zaranj"]
