"""Places, days, figures, speakers and status of the events of small reports of our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.events import EventExtractor, find_events, verbatim
from geoevents.events.assembly import mention_id
from geoevents.model import MAPPED_RELATIONS, EventMention, Span
from geoevents.pipeline import Resources, extract
from geoevents.reading import document
from geoevents.text import fold, parse

Reader = Callable[..., tuple[EventMention, ...]]
PLAIN_RULES = ("events.place.", "events.date.")


def only(mentions: tuple[EventMention, ...], event_type: str) -> EventMention:
    """Return the one event of a type."""
    found = [mention for mention in mentions if mention.type == event_type]
    assert len(found) == 1, [(m.type, m.quote) for m in mentions]
    return found[0]


def places(mention: EventMention) -> list[str]:
    return [place.place.name for place in mention.places]


def test_several_places_of_one_event(told: Reader) -> None:
    event = only(told("Floods in Sylhet, Dhaka and Khulna killed three people on Monday."), "disaster")
    assert places(event) == ["Sylhet", "Dhaka", "Khulna"]


def test_the_narrower_place_of_one_phrase(told: Reader) -> None:
    event = only(told("A bomb exploded in Peshawar, in Pakistan's Khyber Pakhtunkhwa province."), "attack")
    assert places(event) == ["Peshawar"]


def test_measured_from_and_spoken_in_are_no_sites(told: Reader) -> None:
    event = only(
        told("A landslide in Goma, 1,500 km east of Kinshasa, killed 12, a minister said in Brussels."), "disaster"
    )
    assert places(event) == ["Goma"]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Soldiers clashed with rebels near Mekelle.", "near"),
        ("A drone hit a depot in Odesa.", "in"),
        ("Kenya sent 400 soldiers to Goma.", "toward"),
        ("Protesters marched through Bogotá.", "across"),
    ],
)
def test_relation_by_preposition(text: str, relation: str, told: Reader) -> None:
    assert told(text)[0].places[0].relation == relation


def test_there_and_the_town_point_back(told: Reader) -> None:
    mentions = told("Militia men entered Nyala on Monday.\n\nClashes with soldiers broke out there a day later.")
    event = only(mentions, "battle")
    assert places(event) == ["Nyala"]
    assert event.places[0].why[0].rule == "events.place.pointed"


def test_a_thing_told_again_gives_its_place(told: Reader) -> None:
    text = (
        "A missile slammed into a hospital on Tuesday, killing nine.\n\nThe hospital in Kharkiv was full of patients."
    )
    assert places(only(told(text), "strike")) == ["Kharkiv"]


def test_a_definite_phrase_is_no_second_event(told: Reader) -> None:
    text = "Gunmen attacked a bus near Quetta on Monday, killing 11 people.\n\nThe attack was condemned by the governor. It was the third attack on a bus this year."
    event = only(told(text), "attack")
    assert [(f.kind, f.best) for f in event.figures] == [("killed", 11)]


def test_headline_and_lead_tell_one_event(told: Reader) -> None:
    text = "Earthquake hits Lombok\n\nAn earthquake struck the island of Lombok on Sunday, killing 12 people and injuring 40."
    event = only(told(text), "disaster")
    assert {f.kind: f.best for f in event.figures} == {"killed": 12, "wounded": 40}


def test_two_happenings_of_one_type_stay_two(told: Reader) -> None:
    text = "A car bomb killed four people in Kabul on Monday. A car bomb killed two people in Herat on Tuesday."
    assert sorted(fold(places(m)[0]) for m in told(text)) == ["herat", "kabul"]


def test_consequences_belong_to_their_cause(told: Reader) -> None:
    text = "An earthquake shook Izmir on Friday.\n\nTwo buildings collapsed and five people were killed."
    event = only(told(text), "disaster")
    assert [(f.kind, f.best) for f in event.figures] == [("other", 2), ("killed", 5)]


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("A bus crashed near Puno on Monday.", date(2024, 7, 1), "day"),
        ("A bus crashed near Puno yesterday, killing two.", date(2024, 7, 2), "day"),
        ("A bus crashed near Puno, killing two.", date(2024, 7, 3), "publication"),
        ("In August 2019 a bus crashed near Puno, killing two.", date(2019, 8, 1), "month"),
    ],
)
def test_days(text: str, first: date, precision: str, told: Reader) -> None:
    event = only(told(text), "accident")
    assert (event.dates.first, event.dates.precision) == (first, precision)


def test_without_a_publication_date_nothing_stands_in(told: Reader) -> None:
    event = only(told("A bus crashed near Puno, killing two.", None), "accident")
    assert (event.dates.first, event.dates.precision) == (None, "unknown")
    assert event.mapped


def test_a_date_stays_in_its_clause(told: Reader) -> None:
    text = "Chad closed its border on Tuesday following an incursion by armed men from Darfur last week."
    assert only(told(text), "security-measure").dates.first == date(2024, 7, 2)


def test_so_many_days_after(told: Reader) -> None:
    text = "Police arrested two men in Lagos on Monday, three days after gunmen attacked a church in Ibadan."
    assert only(told(text), "attack").dates.first == date(2024, 6, 28)


def test_history_is_background_and_keeps_its_own_date(told: Reader) -> None:
    text = (
        "A fire broke out in a market in Kumasi on Monday.\n\nIn December 2020 a fire broke out in a market in Accra."
    )
    old, new = sorted(told(text), key=lambda m: m.dates.first or date.max)
    assert (old.background, old.mapped, old.dates.precision) == (True, True, "month")
    assert not new.background


def test_claims_name_who_claims_and_stay_neutral(told: Reader) -> None:
    text = "Sudan's army claimed that its forces destroyed a terrorist base in El Obeid on Monday."
    mentions = told(text)
    assert all(m.status == "claimed" and m.summary.split(" claim")[0].strip() for m in mentions)
    assert all("terror" not in m.summary.lower() for m in mentions)


def test_level_of_an_emergency(told: Reader) -> None:
    federal = told("Argentina's president declared a national emergency in Chubut on Monday.")
    regional = told("The governor of Oregon declared a state of emergency in Portland on Monday.")
    assert only(federal, "emergency").level == "federal"
    assert only(regional, "emergency").level == "regional"


def test_an_unknown_village_is_not_another_town(told: Reader) -> None:
    text = "Ministers met in Dakar on Monday.\n\nArmed men attacked the village of Kolmarewo, killing five people."
    attack = only(told(text), "attack")
    assert "Dakar" not in places(attack)


def test_mapped_means_what_the_contract_says(told: Reader) -> None:
    text = "Protesters marched in Lima on Monday. Rebels denied that they had attacked Uvira. Talks were held."
    for mention in told(text, statements=True):
        located = any(place.relation in MAPPED_RELATIONS for place in mention.places)
        assert not mention.mapped or (located and mention.type != "statement" and mention.status != "denied")


def test_every_mention_says_why(told: Reader) -> None:
    for mention in told("Gunmen attacked a bus near Quetta on Monday, killing 11 people, police said."):
        rules = [reason.rule for reason in mention.rules]
        assert rules[0] == "attack.armed"
        assert all(any(rule.startswith(prefix) for rule in rules) for prefix in PLAIN_RULES)
        assert 0 < mention.confidence <= 1


def test_each_fallback_costs_confidence(told: Reader) -> None:
    near = only(told("Gunmen attacked a bus near Quetta on Monday, killing 11 people."), "attack")
    far = only(told("Soldiers patrolled Quetta.\n\nGunmen attacked a bus, killing 11 people."), "attack")
    assert far.confidence < near.confidence


def test_ids_depend_on_report_trigger_and_type_alone(told: Reader) -> None:
    event = told("A bus crashed near Puno on Monday.")[0]
    assert event.id == mention_id("report", event.trigger, event.type)
    assert len(event.id) == 12
    assert event.id != mention_id("report", Span(event.trigger.start + 1, event.trigger.end), event.type)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("A young man was shot dead in Lima when police dispersed protesters in Lima.", ["protest"]),
        ("Troops recaptured the town of Sake after a battle that lasted most of Monday.", ["control"]),
        ("A fire at a hotel in Ankara killed 66 people. The blaze broke out at 3.27 a.m. on Tuesday.", ["accident"]),
        (
            "Students have marched in Nairobi since Monday. Doctors in Mombasa began a 48-hour strike.",
            ["protest", "protest"],
        ),
        ("The army fought rebels near Goma. It said nine rebels were killed.", ["battle"]),
        ("Reports that the town of Uvira had changed hands had not been confirmed.", []),
        ("Today marks a year since the war that displaced a million people in Lebanon.", []),
    ],
)
def test_what_belongs_together(text: str, types: list[str], told: Reader) -> None:
    assert [mention.type for mention in told(text)] == types


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A rocket hit a bus near Idlib. Officials said that nine people died.", "Officials"),
        ("A bomb went off in Quetta on Monday. The blast killed nine people, police said.", "police"),
        ("A bus crashed near Puno. No one was hurt, police said.", None),
    ],
)
def test_who_tells_the_toll_tells_the_event(text: str, source: str | None, told: Reader) -> None:
    assert told(text)[0].attributed_to == source


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("More than 7,000 refugees have crossed into Uganda since Monday.", "displaced", 7_000),
        ("Firefighters led 230 guests out of a hotel in Antalya.", "evacuated", 230),
        ("Forty soldiers surrendered near Kidal.", "captured", 40),
        ("A contingent of 150 police landed in Port-au-Prince.", "troops", 150),
        ("Lifeguards pulled 40 migrants from the sea off Tenerife.", "evacuated", 40),
    ],
)
def test_people_only_counted_are_what_the_trigger_says(text: str, kind: str, count: int, told: Reader) -> None:
    assert [(f.kind, f.best) for m in told(text) for f in m.figures] == [(kind, count)]


@pytest.mark.parametrize("text", ["", "   \n\n", "Во вторник войска обстреляли город Сумы.", "1 2 3 4 5", "—“”"])
def test_texts_without_events(text: str, resources: Resources) -> None:
    language = "ru" if "войска" in text else "en"
    assert extract(replace(document(text, id="r", published=None), language=language), resources).mentions == ()


@given(st.text(max_size=400))
@settings(max_examples=40, deadline=None)
def test_whatever_the_text_spans_hold(resources: Resources, text: str) -> None:
    found = extract(document(text, id="r", published=date(2024, 7, 3)), resources)
    assert verbatim(found.mentions, parse(text, resources.lexicon)) == found.mentions


def test_a_paragraph_of_many_sentences_is_read(told: Reader) -> None:
    assert len(told("A bomb exploded in Kabul on Monday, killing two. " * 200)) >= 1


def test_verbatim_drops_what_the_text_does_not_hold(told: Reader, resources: Resources) -> None:
    text = "A bus crashed near Puno on Monday."
    event = told(text)[0]
    prose = parse(text, resources.lexicon)
    invented = replace(event, trigger=Span(900, 910))
    misquoted = replace(event, quote="A bus crashed near Lima on Monday.")
    outside = replace(event, attribution_span=Span(10, 4_000))
    assert verbatim([invented, misquoted, outside, event], prose) == (event,)


def test_find_events_is_an_extractor() -> None:
    extractor: EventExtractor = find_events
    assert callable(extractor)
