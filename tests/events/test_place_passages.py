"""Where it took place, in small passages of news of our own: what a whole country, a dateline or a helper's name says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]
PUBLISHED = date(2025, 6, 12)  # a Thursday


def places(mentions: tuple[EventMention, ...], kind: str) -> list[str]:
    """The names of the places of the last event of a type."""
    found = [mention for mention in mentions if mention.type == kind]
    return [place.place.name for place in found[-1].places] if found else ["no event"]


# --- the town of a dateline is where the report was written
DATELINES = [
    ("NAIROBI - Floods have killed 32 people in western Kenya since Sunday, the Red Cross said.", "disaster", ["Kenya"]),
    ("LIMA, Peru - Landslides cut roads in the Cusco region on Monday.", "disaster", ["Cuzco Department"]),
    ("BERLIN - Storms tore roofs off houses in Bavaria on Monday, killing two people.", "disaster", ["Bavaria"]),
    ("HANOI - A typhoon and the floods that followed have killed 127 people in northern Vietnam, a minister said.", "disaster", ["Vietnam"]),
    ("NAIROBI - Police fired tear gas at protesters on Monday, a day after a bomb killed two in Mombasa.", "protest", ["Nairobi"]),
    ("TUNIS - Protesters clashed with police on Monday night.", "protest", ["Tunis"]),
    ("LAGOS, Nigeria - Gunmen killed nine farmers on Monday.", "attack", ["Lagos"]),
]  # fmt: skip


# --- all of a country
WIDE = [
    ("Police shot a student in Nakuru on Monday and arrested 300 people nationwide.", "arrest", ["Kenya"]),
    ("A bomb went off in Quetta on Monday. Internet access was cut in most cities.", "security-measure", ["Pakistan"]),
    ("Rivers burst their banks in Can Tho on Monday. Rescuers moved 62,000 people to safety across six provinces.", "evacuation", ["Vietnam"]),
    ("Shops burned in Santiago on Monday. Police detained 900 people in several regions.", "arrest", ["Chile"]),
    ("Rebels shelled Goma on Monday. In the west, a landslide buried a dozen homes.", "disaster", ["Democratic Republic of the Congo"]),
]  # fmt: skip


# --- who helped is not where it was
HELPED = [
    ("The two governments agreed a truce in Doha in May with the help of Egypt and France.", "agreement", ["Doha"]),
    ("Mali and Niger signed a defence pact in Bamako on Monday in the presence of Togo and Ghana.", "agreement", ["Bamako"]),
    ("The army bombed a camp near Kismayo on Monday with the support of Turkey.", "strike", ["Kismayo"]),
]  # fmt: skip


# --- what X has lies in X
GROUNDS = [
    ("Nha Trang's streets were under water for a third day.", "disaster", ["Nha Trang"]),
    ("Police fired tear gas in Nairobi's Uhuru Park district on Monday as youths threw stones.", "protest", ["Nairobi"]),
    ("Valparaíso's port was closed on Monday.", "security-measure", ["Valparaíso"]),
]  # fmt: skip


# --- what ties a name to the country that holds it
HELD = [
    ("A storm tore roofs off houses in Black River, on the southwest coast of Jamaica.", "disaster", ["Black River"], "JM"),
    ("Two people died when a boat sank off Santiago, on the south coast of Cuba.", "accident", ["Santiago de Cuba"], "CU"),
    ("Troops shelled rebels in Pakistan's eastern Punjab on Monday.", "strike", ["Punjab"], "PK"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted", "country"), HELD, ids=[row[0][:40] for row in HELD])
def test_a_coast_or_a_bearing_ties(told: Reader, text: str, kind: str, wanted: list[str], country: str) -> None:
    found = [mention for mention in told(text, PUBLISHED) if mention.type == kind]
    assert [(p.place.name, p.place.country) for p in found[-1].places] == [(name, country) for name in wanted]


def test_a_town_is_no_city_of_a_country_never_spoken_of(told: Reader) -> None:
    text = (
        "PEMBA, Mozambique - Insurgents overran the town of Palma on Sunday. They had burned huts near Macomia in May."
    )
    assert places(told(text, PUBLISHED), "control") == []


# --- those who act say their country, not the one told before
def test_an_emergency_at_home(told: Reader) -> None:
    text = "A power cut paralysed Lisbon on Monday. Spain's government declared an emergency in three regions."
    assert places(told(text, PUBLISHED), "emergency") == ["Spain"]


# --- capitals, provinces and "where"
POINTED = [
    ("Hundreds marched in Buenos Aires. A strike by taxi drivers snarled traffic in the Italian capital.", "protest", ["Rome"]),
    ("Gunmen shot a mayor in Kenya's capital on Monday.", "attack", ["Nairobi"]),
    ("A bomb went off in the Afghan capital, killing two.", "attack", ["Kabul"]),
    ("Gunmen attacked a bank in Uvira on Monday. At least 9,000 people have fled the province.", "evacuation", ["South Kivu"]),
    ("A bomb hit a bank in Maiduguri on Monday. Police arrested 90 people across the state.", "arrest", ["Borno State"]),
    ("Troops were withdrawn from Los Angeles, where protests went into a fourth day.", "protest", ["Los Angeles"]),
    ("The minister flew to Winnipeg, in Manitoba, where a blast tore through a mall.", "accident", ["Winnipeg"]),
    ("In London police arrested 12 people at a rally.", "arrest", ["London"]),
    ("Two people died in Basel, and in Bern firefighters rescued 30 people from a burning hotel.", "aid", ["Bern"]),
    ("Indonesia's police detained more than 3,000 people in rallies across the country.", "arrest", ["Indonesia"]),
    ("Gunmen shot dead 26 tourists near Pahalgam in Indian-administered Kashmir.", "attack", ["Pahalgam"]),
]  # fmt: skip


def test_a_ministry_says_no_place(told: Reader) -> None:
    text = "A shell hit a school in Surin on Monday. About 900 people were moved to shelters, the interior ministry in Bangkok said."
    assert places(told(text, PUBLISHED), "evacuation") != ["Bangkok"]


# --- the capital of the country told of; a ministry that was hit and one that speaks
CAPITALS = [
    ("The mission took 12 wounded civilians to Goma. In the capital, opposition supporters burned tyres on Wednesday.", "protest", ["Kinshasa"]),
    ("Rebels shelled Port Sudan. Police arrested 40 people in the capital.", "arrest", ["Khartoum"]),
    ("A jet flipped over at Toronto's Pearson airport on Monday; 18 people were hurt.", "accident", ["Toronto"]),
    ("Israel bombed the defence ministry in Damascus on Wednesday.", "strike", ["Damascus"]),
    ("Germany and France lifted limits. Moscow said it had downed 96 Ukrainian drones over 12 regions.", "strike", ["Russia"]),
    ("Germany and France sent envoys. Kyiv's air force shot down 30 drones over several regions.", "strike", ["Ukraine"]),
    ("At least 32 people have died in tornadoes across seven US states since Friday. Missouri lost 12 people.", "disaster", ["United States"]),
    ("Police arrested 20 men in three Indian states on Monday.", "arrest", ["India"]),
    ("Floods in Taiwan killed 14 people. Hong Kong shut schools and grounded 700 flights.", "security-measure", ["Hong Kong"]),
    ("The Israeli military said it struck targets in Khan Younis and Rafah.", "strike", ["Khan Yunis", "Rafah"]),
    ("The army said they had hit a depot near Sumy.", "strike", ["Sumy"]),
    ("Floods hit Garissa in Kenya, where the Tana river burst its banks.", "disaster", ["Garissa"]),
    ("M23 rebels withdrew from Goma on Tuesday, residents said.", "mobilization", ["Goma"]),
    ("Xi Jinping hosted 26 leaders in Beijing. The Swiss parliament approved a deal with the EU.", "agreement", []),
    ("In Mozambique, Chido made landfall near Pemba and killed 120.", "disaster", ["Pemba"]),
    ("The president of Palau said a cyclone had flattened 200 homes. A bomb hit a bus in Amman. Gunmen killed a man in Irbid.", "disaster", ["Palau"]),
    ("Police arrested nine men in Hai Phong. Manila summoned the ambassador.", "security-measure", ["Philippines"]),
    ("Thousands marched in Hamilton. Storms have cut power to Auckland.", "disaster", ["Auckland"]),
    ("A cyclone brought heavy rain to Chennai on Monday, killing two.", "disaster", ["Chennai"]),
    ("Iran fired missiles at Tel Aviv. Jordan shot down drones over its territory.", "strike", ["Jordan"]),
    ("Measles outbreaks were reported in 12 countries in May. Chad told of 40 deaths in Ati.", "disaster", []),
    ("Ukraine struck a battery plant in Yelets on Thursday.", "strike", ["Yelets"]),
]  # fmt: skip


def test_the_story_has_gone_on(told: Reader) -> None:
    text = (
        "Guerrillas detonated a car bomb in Baqubah, killing seven people. A helicopter came home safe. Oil prices rose. "
        "In Fallujah, troops arrested a bride. The troops fired into a crowd, killing four."
    )
    assert places(told(text, PUBLISHED), "attack") == ["Al Fallujah"]


WELCOMED = [
    ("The minister welcomes the liberation of Sinjar.", False),
    ("The president welcomed the truce in Sanaa.", False),
    ("The premier welcomed steps towards peace in Juba.", False),
    ("The king welcomed President Biden in Jeddah.", True),
    ("The president welcomed a Chinese delegation in Nairobi.", True),
]


@pytest.mark.parametrize(("text", "met"), WELCOMED, ids=[row[0][:40] for row in WELCOMED])
def test_who_is_welcomed_and_what(told: Reader, text: str, met: bool) -> None:
    assert ("meeting" in [mention.type for mention in told(text, PUBLISHED)]) == met


PASSAGES = [*DATELINES, *WIDE, *HELPED, *GROUNDS, *POINTED, *CAPITALS]


@pytest.mark.parametrize(("text", "kind", "wanted"), PASSAGES, ids=[row[0][:40] for row in PASSAGES])
def test_where_it_was(told: Reader, text: str, kind: str, wanted: list[str]) -> None:
    assert places(told(text, PUBLISHED), kind) == wanted
