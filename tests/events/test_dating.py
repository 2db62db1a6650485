"""The day of an event: its clause, its sentence, another event, the story, the saying, the publication date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]
PUBLISHED = date(2025, 6, 12)  # a Thursday

# words, type of the event, first day, last day, precision
DATED = [
    # the clause's own words
    ("Gunmen stormed the town of Goma before dawn on Monday, burning a police station.", "attack", "2025-06-09", "2025-06-09", "day"),
    ("GOMA, June 12 - Gunmen stormed an army base in Goma, in eastern Congo, at dawn on Sunday, killing ten.", "attack", "2025-06-08", "2025-06-08", "day"),
    ("In Osh, some 500 traders rallied on Monday against new fees, weeks before the election of 30 November.", "protest", "2025-06-09", "2025-06-09", "day"),
    ("Drones struck a fuel depot in Engels overnight.", "strike", "2025-06-11", "2025-06-12", "interval"),
    ("Shells struck a market in Kherson over the weekend, killing three people.", "strike", "2025-06-07", "2025-06-08", "interval"),
    ("Missiles struck a hospital in Kharkiv in the early hours of Tuesday.", "strike", "2025-06-10", "2025-06-10", "day"),
    ("Missiles struck a hospital in Kharkiv on Sunday night into Monday.", "strike", "2025-06-08", "2025-06-09", "interval"),
    ("Shelling killed two people in Kherson in the past 24 hours, the governor said on Thursday.", "strike", "2025-06-11", "2025-06-12", "interval"),
    ("Russian forces shelled the town of Kupiansk through most of Tuesday, killing a woman.", "strike", "2025-06-10", "2025-06-10", "day"),
    ("Police spoke of an ambush near Gao in which two students were shot dead on Wednesday afternoon.", "attack", "2025-06-11", "2025-06-11", "day"),
    ("Two men were arrested near Bonham over the weekend on suspicion of stealing cable on May 3.", "arrest", "2025-06-07", "2025-06-08", "interval"),
    ("In Jena, police detained a man after a knife attack on a tram in which two students were hurt on Tuesday.", "attack", "2025-06-10", "2025-06-10", "day"),
    # ranges that last
    ("More than 2,000 people have been evacuated from Goma since 2 June.", "evacuation", "2025-06-02", "2025-06-12", "interval"),
    ("Floods have killed 40 people in Assam since late May.", "disaster", "2025-05-01", "2025-06-12", "interval"),
    # what dates something else
    ("Police arrested 20 protesters in Tbilisi, the interior ministry said on Thursday.", "arrest", "2025-06-12", "2025-06-12", "publication"),
    ("Police arrested a captain in Jakarta whose ferry sank last week.", "arrest", "2025-06-12", "2025-06-12", "publication"),
    ("Villagers near Orikhiv were evacuated; the last of them are to be moved by 5 July.", "evacuation", "2025-06-12", "2025-06-12", "publication"),
    # counted from another day
    ("A bomb exploded at a market in Quetta on the eve of the vote on 8 June, killing three people.", "attack", "2025-06-07", "2025-06-07", "day"),
    ("Rebels captured Goma on Sunday, two days after a missile struck a hospital in Bukavu.", "strike", "2025-06-06", "2025-06-06", "day"),
    ("An earthquake struck Herat on Monday. Another quake struck Kandahar a day later.", "disaster", "2025-06-09", "2025-06-09", "day"),
    # a past day is never next year's
    ("Residents who may never return fled Vovchansk on 14 May, when shells struck the town.", "evacuation", "2025-05-14", "2025-05-14", "day"),
]  # fmt: skip


def days(mention: EventMention) -> tuple[str, str, str]:
    return str(mention.dates.first), str(mention.dates.last), mention.dates.precision


@pytest.mark.parametrize(("text", "kind", "expected"), [(row[0], row[1], row[2:]) for row in DATED])
def test_the_day_of_an_event(told: Reader, text: str, kind: str, expected: tuple[str, str, str]) -> None:
    found = [days(mention) for mention in told(text, PUBLISHED) if mention.type == kind]
    assert expected in found, (found, [(m.type, days(m)) for m in told(text, PUBLISHED)])


def test_a_story_keeps_its_day(told: Reader) -> None:
    text = (
        "A missile struck a market in Kherson on Tuesday, killing six people. Police cordoned off the area. "
        "A second shell hit an ambulance that had come to help, wounding two medics."
    )
    assert {days(m)[0] for m in told(text, PUBLISHED) if m.type in ("strike", "attack")} == {"2025-06-10"}


@pytest.mark.parametrize(
    "follows",
    [
        "More than 300 people have fled Kherson.",
        "In Odesa, firefighters evacuated 60 people from a burning hotel.",
    ],
)
def test_the_perfect_and_another_place_tell_stories_of_their_own(told: Reader, follows: str) -> None:
    text = f"A missile struck a market in Kherson on Monday, killing six people. {follows}"
    assert [m.dates.precision for m in told(text, PUBLISHED) if m.type == "evacuation"] == ["publication"]


def test_history_lends_its_year_to_no_news(told: Reader) -> None:
    text = "In 2019 a train derailed near Lima, killing five people.\nPolice arrested two men in Callao."
    assert [days(m) for m in told(text, PUBLISHED) if m.type == "arrest"] == [
        ("2025-06-12", "2025-06-12", "publication")
    ]


def test_what_was_said_days_ago_was_not_later(told: Reader) -> None:
    text = "Rebels captured the town of Masisi, the army said on Monday."
    assert [days(m)[0] for m in told(text, PUBLISHED)] == ["2025-06-09"]


def test_an_event_that_lasts_since_long_ago_is_history(told: Reader) -> None:
    long, new = (
        told(f"Rebels have attacked villages near Goma since {day}.", PUBLISHED)[0]
        for day in ("November 2023", "Monday")
    )
    assert (long.background, new.background) == (True, False)
    assert days(long) == ("2023-11-01", "2025-06-12", "interval")


def test_without_a_publication_date_nothing_is_guessed(told: Reader) -> None:
    found = told("Rebels have attacked villages near Goma since Monday.", None)
    assert [m.dates.first for m in found] == [None]


def test_an_event_whose_day_is_told_behind_it(told: Reader) -> None:
    text = "Six soldiers were killed in an ambush near Gao. The attack took place on Saturday."
    assert [days(m) for m in told(text, PUBLISHED)] == [("2025-06-07", "2025-06-07", "day")]


def test_a_pronoun_takes_history_up(told: Reader) -> None:
    text = "Rebels seized Masisi in March. They burned the market."
    assert {days(m)[:2] for m in told(text, PUBLISHED)} == {("2025-03-01", "2025-03-31")}


def test_what_had_been_before_is_of_no_day(told: Reader) -> None:
    text = "The army had previously shelled Masisi. Rebels captured the town on Monday."
    assert [m.dates.precision for m in told(text, PUBLISHED) if m.type == "strike"] == ["unknown"]


def test_a_day_of_the_sentence_before_holds(told: Reader) -> None:
    text = "Talks in Doha ended on Monday. The delegations signed an agreement."
    assert [days(m)[0] for m in told(text, PUBLISHED) if m.type == "agreement"] == ["2025-06-09"]
