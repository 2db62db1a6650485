"""Small passages of news of our own, read whole: which events, where, when, how many; and what must not be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]
PUBLISHED = date(2025, 6, 12)  # a Thursday


def of(mentions: tuple[EventMention, ...], kind: str) -> list[EventMention]:
    return [mention for mention in mentions if mention.type == kind]


def names(mention: EventMention) -> list[str]:
    return [place.place.name for place in mention.places]


def killed(mention: EventMention) -> float | None:
    return next((f.best or f.low for f in mention.figures if f.kind == "killed"), None)


# --- days

DAYS = [
    # a year or day before the noun
    ("A 2016 quake in Ecuador killed 670 people.", "disaster", "2016-01-01", "2016-12-31"),
    ("The 2019 floods in Beira left 600 dead.", "disaster", "2019-01-01", "2019-12-31"),
    # what followed on Monday had happened by then
    ("Nine people were hurt on Monday after a bus overturned near Kitale, police said.", "accident", "2025-06-09", None),
    ("The minister resigned on Tuesday after protesters set fire to the court in Kisumu.", "protest", "2025-06-10", None),
    # moments after is the same day
    ("A plane crashed into a hillside moments after taking off from Pokhara on Sunday.", "accident", "2025-06-08", None),
    # those who were called
    ("A man was stabbed to death in Leeds. Officers were called to Vicar Lane at about 3.20am on Sunday.", "attack", "2025-06-08", None),
    # a noun's own date stands behind it
    ("Crowds rallied in Belgrade on Saturday over the collapse of a roof in Zagreb on 2 May that killed 16 people.", "accident", "2025-05-02", None),
    # days that only name something
    ("In December a man rammed a van into a Christmas market in Ghent, killing six.", "attack", "2024-12-01", "2024-12-31"),
    ("Police arrested 20 people in May 13 Square in Antananarivo on Sunday.", "arrest", "2025-06-08", None),
    # a fight that went on
    ("Troops recaptured the town of Anefis after a battle that lasted most of Tuesday, the army said.", "control", "2025-06-10", None),
    # those who came
    ("Bandits abducted 30 pupils from a school in Kankara. The attackers came at about 2 a.m. on Monday.", "attack", "2025-06-09", None),
    # a month that looks like a modal verb
    ("The ministry declared an outbreak of cholera in Uvira on 19 May after tests in Bukavu.", "disaster", "2025-05-19", None),
    ("Floods on 3 May killed 20 people in Porto Alegre.", "disaster", "2025-05-03", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "first", "last"), DAYS, ids=[row[0][:50] for row in DAYS])
def test_days(told: Reader, text: str, kind: str, first: str, last: str | None) -> None:
    found = [(str(m.dates.first), str(m.dates.last)) for m in of(told(text, PUBLISHED), kind)]
    assert (first, last or first) in found


def test_a_clock_time_goes_on_with_the_story(told: Reader) -> None:
    text = "A storm hit Galway on Tuesday night.\n\nA tree fell on a van near Oranmore at about 8.15pm, killing a man."
    assert [str(m.dates.first) for m in of(told(text, PUBLISHED), "accident")] == ["2025-06-10"]


def test_the_small_hours_may_be_those_of_the_report(told: Reader) -> None:
    text = "Shells hit Kupiansk on Tuesday.\n\nGuided bombs hit Chuhuiv at about 3 am, police said."
    assert str(told(text, PUBLISHED)[-1].dates.first) == "2025-06-12"


# --- places

PLACES = [
    # talks are where they were announced, not where they will be felt, nor where the fighting was
    ("Mediators announced in Doha on Tuesday that the two sides had agreed to a truce in Gaza.", "agreement", ["Doha"]),
    ("The two armies agreed to a ceasefire after fighting in Kandahar killed 12.", "agreement", []),
    # the next clause has a place of its own
    ("A quake struck central Chile on Friday, and in Mendoza, 200 km away, a block of flats collapsed.", "accident", ["Mendoza"]),
    # the river and the town beside it
    ("A boat sank in the Congo River near Mbandaka.", "accident", ["Mbandaka"]),
    # ground and air that an adjective names
    ("Two mortar shells landed on Thai soil on Monday.", "strike", ["Thailand"]),
    ("A drone violated Romanian airspace on Monday.", "incursion", ["Romania"]),
    # what only describes a thing
    ("Pirates who seized a Malta-flagged tanker off Somalia freed the crew.", "attack", ["Somalia"]),
    # near the town from which it is measured, where the village is in no gazetteer
    ("A shell fell on a camp in Kavinjira, about 35 km north of Uvira, killing four people.", "strike", ["Uvira"]),
    # a state that acts and names no place, and a country that is told of later
    ("Spain deployed another 500 soldiers on Monday. In Portugal, a storm cut power in Faro.", "mobilization", ["Spain"]),
    # left behind
    ("The army ordered people to leave Goma on Monday.", "evacuation", ["Goma"]),
    # those who tell of it live elsewhere
    ("Warplanes bombed the outskirts of Goma, according to a monitor based in Britain.", "strike", ["Goma"]),
    # as large as
    ("Kenya sent 500 soldiers to fight fires over an area twice the size of London.", "mobilization", ["Kenya"]),
    # the ministry that tells of a disease, and no part of the disease's name
    ("Iraq has recorded 231 cases of Crimean-Congo fever, including 30 deaths.", "disaster", ["Iraq"]),
    ("Samoa's Ministry of Health declared an outbreak of dengue.", "disaster", ["Samoa"]),
    # a state acts in many places
    ("Storms cut power in Porto on Monday. Spain declared a state of emergency in eight regions.", "emergency", ["Spain"]),
    # what a day before led to is not where the border was closed
    ("India closed its border, a day after gunmen killed 26 people in Pahalgam.", "security-measure", ["India"]),
    # the main clause goes on behind a relative one
    ("In Adre, which hosts 200,000 people who fled El Geneina, the charity treated 900 patients last week.", "aid", ["Adré"]),
    # cases are reported there, not by those who are there
    ("Cholera: 7,700 cases were reported in Kisumu County.", "disaster", ["Kisumu County"]),
    # left from there
    ("Thirty people were evacuated from Beledweyne, officials said.", "evacuation", ["Beledweyne"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), PLACES, ids=[row[0][:50] for row in PLACES])
def test_places(told: Reader, text: str, kind: str, expected: list[str]) -> None:
    found = [names(m) for m in of(told(text, PUBLISHED), kind)]
    assert expected in found or (not expected and found == [[]]), found


def test_those_who_leave_a_town_are_on_the_map_there(told: Reader) -> None:
    (event,) = of(told("Thirty people were evacuated from Beledweyne, officials said."), "evacuation")
    assert event.mapped


def test_nationwide_is_no_town(told: Reader) -> None:
    text = "Floods hit Karachi on Monday. Since late May, monsoon rains have killed 739 people across the country."
    assert [names(m) for m in of(told(text, PUBLISHED), "disaster")] == [["Karachi"], ["Pakistan"]]


def test_an_unknown_village_does_not_lie_in_a_region_of_a_later_story(told: Reader) -> None:
    text = (
        "The army said that rebels had seized the village of Vrnovlaka. "
        "Drones hit an oil depot in Kaluga Oblast on Tuesday night, a governor said."
    )
    assert [names(m) for m in of(told(text, PUBLISHED), "control")] == [[]]


def test_history_hands_its_place_to_no_news(told: Reader) -> None:
    text = (
        "Thousands rallied in Belgrade on Wednesday over the collapse of a roof in Zagreb on 2 November that killed 16. "
        "Police reported 22 arrests."
    )
    assert [names(m) for m in of(told(text, PUBLISHED), "arrest")] == [["Belgrade"]]


# --- figures

FIGURES = [
    ("Gangs set fire to homes in Delmas and at least 20 people were killed in Kenscoff.", {"Delmas": None, "Kenscoff": 20}),
    ("Bandits raided Gusau in Zamfara. The army said troops killed 21 bandits near Biu.", {"Gusau": None, "Biu": 21}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tolls"), FIGURES, ids=[row[0][:50] for row in FIGURES])
def test_each_place_has_its_own_toll(told: Reader, text: str, tolls: dict[str, float | None]) -> None:
    assert {names(m)[0]: killed(m) for m in told(text, PUBLISHED)} == tolls


def test_a_storm_in_which_a_boat_sank_is_part_of_it(told: Reader) -> None:
    text = "A tourist boat capsized near Bohol on Saturday when a thunderstorm struck, leaving 38 people dead."
    (event,) = told(text, PUBLISHED)
    assert (event.type, killed(event)) == ("accident", 38)


def test_houses_that_fell_in_a_quake_are_no_accident_of_their_own(told: Reader) -> None:
    text = (
        "An earthquake of magnitude 6 shook Herat on Monday. Rescuers worked through the night. Aid arrived by air. "
        "Schools were used as wards. Nobody slept indoors. A total of 1,264 houses collapsed."
    )
    assert not of(told(text, PUBLISHED), "accident")


def test_those_who_are_driven_at_are_hurt_by_the_attack(told: Reader) -> None:
    text = "A man drove a car into a demonstration in Mannheim on Monday, injuring 36 people."
    hurt = {m.type: [(f.kind, f.best) for f in m.figures] for m in told(text, PUBLISHED)}
    assert hurt["attack"] == [("wounded", 36)]
    assert not hurt.get("protest")


def test_a_toll_that_was_put_right_is_left_out(told: Reader) -> None:
    text = "Forty-six people died when two buses collided near Gulu, police said, revising an earlier toll of 63."
    (event,) = told(text, PUBLISHED)
    assert [f.best for f in event.figures] == [46]


def test_a_rival_toll_belongs_to_the_same_blow(told: Reader) -> None:
    text = (
        "Six servicemen were killed when Russia struck a camp in Sumy region with a missile, Ukraine's army said. "
        "Russia's defence ministry claimed up to 70 troops had been killed."
    )
    (event,) = told(text, PUBLISHED)
    assert {(f.best, f.high) for f in event.figures} == {(6, 6), (None, 70)}


def test_those_arrested_over_a_fire_killed_nobody(told: Reader) -> None:
    text = "Police arrested 13 people on Monday over a fire that tore through a tower in Sharjah last Wednesday, killing 51 people."
    tolls = {m.type: killed(m) for m in told(text, PUBLISHED)}
    assert tolls == {"arrest": None, "accident": 51}


def test_those_killed_when_a_house_was_stormed(told: Reader) -> None:
    text = "Four gunmen were killed and eleven captured when gendarmes stormed the house in Thies on Monday."
    assert 4 in {killed(m) for m in told(text, PUBLISHED)}


# --- kinds


def test_an_explosion_that_is_called_a_bomb_is_an_attack(told: Reader) -> None:
    text = "Three explosions rocked Cali on Tuesday, killing four people. Two car bombs had gone off near a station."
    assert of(told(text, PUBLISHED), "attack")
    assert not of(told(text, PUBLISHED), "accident")


def test_an_explosion_whose_cause_is_none_stays_an_accident(told: Reader) -> None:
    text = "An explosion tore through a bakery in Lille, killing four people. Police ruled out a terrorist attack."
    assert of(told(text, PUBLISHED), "accident")
    assert not of(told(text, PUBLISHED), "attack")


def test_they_also_goes_on_with_one_event(told: Reader) -> None:
    text = (
        "Gunmen stormed the town of Hinche on Monday. The attackers also looted a shop. At least 15 people were killed."
    )
    (event,) = told(text, PUBLISHED)
    assert killed(event) == 15


# --- what must not be read

NOTHING = [
    "In the novel, rebels seize the port of Mombasa.",
    "Students in Leuven marched into the exam hall.",
    "The airport in Bern was closed for runway repairs.",
    "Guards practised repelling an assault on the embassy in Kabul.",
    "The blaze of publicity surprised the singer in Cork.",
    "Hospitals in Taipei rehearsed for a mass casualty attack.",
    "A museum about the bombing of Dresden opened on Monday.",
    "Police in Malmo foiled a plot to bomb a synagogue.",
    "Residents of Miami braced for the hurricane.",
    "The ministry denied that shells had fallen on the village of Krasne.",
    "A statue of the general who captured Quebec was cleaned.",
    "Had the missile hit the reactor in Bushehr, thousands would have died.",
    "The report lists 12 attacks that were averted in Lyon.",
    "Talks to end the strike at the mine in Cananea broke down.",
    "A false alarm emptied the terminal in Zurich.",
    "Tourists fled the rain in Venice.",
    "A trial over the 2015 attacks in Paris will begin in May.",
    "Troops would be sent to Nuuk only if parliament agreed.",
    "Fans clashed over the new stadium design in Seville.",
    "The film shoot set a car on fire in Prague.",
    "Fireworks exploded over Sydney harbour at midnight.",
    "Tropical Storm Lidia is expected to make landfall near Acapulco on Saturday.",
    "The two sides discussed a pause in fighting in Idlib.",
    "Talks between the two teams in Geneva on 20 June are to focus on a port.",
    "A murdered colleague was remembered in Lagos.",
    "Police said reports of an explosion at a school in Leeds were false.",
    "The airline shattered a ceasefire in the price war.",
    "Leeds commemorated the 1996 bombing, which injured 200 people.",
    "The mayor of Lyon launched a battle against plastic waste.",
    "Residents of Tehran queued for petrol near the port.",
    "Cholera kits were stored in Nampula as a precaution.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_pin(told: Reader, text: str) -> None:
    assert not [m for m in told(text, PUBLISHED) if m.mapped]


@pytest.mark.parametrize(
    "text",
    [
        "Eleven people were hurt when a bus overturned near Arequipa. They were taken to hospital.",
        "A ferry sank off Cebu on Monday. Survivors were taken to the town hall.",
    ],
)
def test_the_injured_who_are_taken_away_are_not_evacuated(told: Reader, text: str) -> None:
    assert not of(told(text, PUBLISHED), "evacuation")


# --- who says so


def test_a_channel_is_no_part_of_a_name(told: Reader) -> None:
    (event,) = told("On his Telegram channel Pavlo Kirichenko wrote that a drone hit a house in Sumy.")
    assert event.attributed_to == "Pavlo Kirichenko"


def test_without_in_a_name_denies_nothing(told: Reader) -> None:
    (event,) = told("Cholera has killed 40 people in Kassala, Doctors Without Borders said on Tuesday.")
    assert event.attributed_to == "Doctors Without Borders"


def test_air_defence_that_destroys_drones_is_read(told: Reader) -> None:
    (event,) = told("The ministry said that air defences had destroyed 44 drones over Rostov region overnight.")
    assert (event.type, [f.best for f in event.figures]) == ("strike", [44])


def test_an_armed_group_claims(told: Reader) -> None:
    (event,) = told("JNIM said it had taken control of barracks in Kayes.")
    assert event.status == "claimed"


def test_by_the_count_of(told: Reader) -> None:
    (event,) = told("By the count of the Red Cross, 40 people died in floods in Kisumu.")
    assert event.attributed_to == "Red Cross"


# --- whose ground

GROUND = [
    ("A rally took place in the Black Sea port of Varna.", "protest", ["Varna"]),
    ("Fourteen people were arrested in the Kivu region town of Goma.", "arrest", ["Goma"]),
    ("A rocket hit a bakery in Goma, the capital of North Kivu.", "strike", ["Goma"]),
    ("Cholera killed 11 people in Kigali. Uganda and Tanzania have stepped up checks at their borders.", "security-measure", ["Uganda", "Tanzania"]),
    ("TULSA, Okla. — A tornado hit Tulsa on Friday, injuring six people. Gov. Ann Lee declared a state of emergency on Saturday.", "emergency", ["Oklahoma"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), GROUND, ids=[row[0][:50] for row in GROUND])
def test_whose_ground(told: Reader, text: str, kind: str, wanted: list[str]) -> None:
    assert wanted in [names(mention) for mention in of(told(text, PUBLISHED), kind)]


UNTOLD = [
    ("Rumours on social media that schools in Nairobi had been closed are false, the ministry said.", "security-measure"),
    ("Soldiers seized 18 rifles in Guayaquil and arrested nine men.", "control"),
    ("Conditions in the crowded jails of Peru are poor.", "arrest"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), UNTOLD, ids=[row[0][:50] for row in UNTOLD])
def test_what_is_not_told(told: Reader, text: str, kind: str) -> None:
    assert not of(told(text, PUBLISHED), kind)


def test_a_direction_with_an_article_is_no_plan(told: Reader) -> None:
    text = (
        "Toretsk, 40 kilometres to the north, came under artillery fire at dawn; nobody was hurt there, the mayor said."
    )
    assert [m.type for m in told(text, PUBLISHED)] == ["strike"]


def test_the_clause_that_tells_of_a_noun_has_its_place(told: Reader) -> None:
    text = "In Jakarta, the minister faced questions over a bus crash that killed 11 pupils in West Java on Saturday."
    assert [names(m) for m in of(told(text, PUBLISHED), "accident")] == [["West Java"]]


def test_what_is_not_said_again_is_the_same(told: Reader) -> None:
    text = "An earthquake killed at least 250 people in Kunar province and another 12 in Nangarhar on Monday."
    (quake,) = of(told(text, PUBLISHED), "disaster")
    assert [(f.kind, f.low) for f in quake.figures] == [("killed", 250), ("killed", 12)]


def test_it_is_the_body_that_the_sentence_is_about(told: Reader) -> None:
    text = "The RSF did not comment. The army retook a bridge in Khartoum on Saturday, it said in a statement."
    assert [m.attributed_to for m in of(told(text, PUBLISHED), "control")] == ["army"]
    text = "The army said so. Troops killed 13 insurgents in Maiduguri on Saturday, it said."
    assert [m.attributed_to for m in of(told(text, PUBLISHED), "battle")] == ["army"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Two people were hurt when a lorry overturned near Denver, the highway patrol reported.", "highway patrol"),
        ("A man was lynched by a crowd in Oaxaca, a local radio station reported.", "local radio station"),
        ("Villagers blocked a road near Osh on Saturday, a local website reported.", "local website"),
    ],
)
def test_stations_and_patrols_report(told: Reader, text: str, source: str) -> None:
    assert [m.attributed_to for m in told(text, PUBLISHED)] == [source]


PLANNED = [
    "Rail workers in France have called a strike for Thursday.",
    "In Lima, the prime minister cut short a visit to Chile.",
    "The two sides have agreed to nothing, diplomats in Geneva said.",
    "Rain is forecast for Saturday, which could bring mudslides to California.",
]


@pytest.mark.parametrize("text", PLANNED)
def test_plans_and_nothing_make_no_pin(told: Reader, text: str) -> None:
    assert not [m for m in told(text, PUBLISHED) if m.mapped and not m.background and m.type != "statement"]


HELD = [
    ("About 900 people were ordered out of Red Lake, in northwestern Ontario, as a wildfire burns within six kilometres of the town.", "disaster", ["Red Lake"]),
    ("Syrian rebels pushed south on Sunday, a day after they took most of the city of Aleppo.", "control", ["Aleppo"]),
    ("All 96 passengers of a ferry were taken off by lifeboats near Piraeus.", "evacuation", ["Piraeus"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), HELD, ids=[row[0][:50] for row in HELD])
def test_a_place_goes_before_what_holds_it(told: Reader, text: str, kind: str, wanted: list[str]) -> None:
    assert wanted in [names(mention) for mention in of(told(text, PUBLISHED), kind)]


def test_a_country_that_acts_abroad_is_no_site(told: Reader) -> None:
    text = "The United States carried out two air strikes on Sunday, its Africa Command said."
    assert [names(m) for m in of(told(text, PUBLISHED), "strike")] == [[]]
