"""What is only played, feared, warned of, ranked or described makes no event; what is counted beside it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]
PUBLISHED = date(2025, 6, 12)  # a Thursday

UNREAL = [
    # rehearsals
    "In the scenario, missiles destroyed two bridges over the Tamsui.",
    "Volunteers in Wellington pretended that a quake had killed dozens.",
    "Pupils in Osaka hid under desks in a drill in which sirens announced an air raid.",
    "Medics in Leuven took part in an exercise in which a train derailed near Ghent.",
    # warnings and sayings about people
    "Washington warned Tehran against killing protesters.",
    'The minister said in Minsk that protesters "must be taught a lesson".',
    "Caracas was accused of jailing demonstrators.",
    # what only describes
    "Crews with dogs dug through collapsed houses in Antakya.",
    "He grew up among displaced families in Goma.",
    # water that is sent is no aid
    "The dyke gave way near Canton, sending water into the streets.",
]
UNREAL_TYPES = {"strike", "disaster", "accident", "protest", "arrest", "attack", "aid", "evacuation"}


@pytest.mark.parametrize("text", UNREAL[:-1], ids=[text[:40] for text in UNREAL[:-1]])
def test_no_event(told: Reader, text: str) -> None:
    assert UNREAL_TYPES.isdisjoint(m.type for m in told(text, PUBLISHED) if m.mapped)


def test_water_that_is_sent_is_no_aid(told: Reader) -> None:
    assert "aid" not in [mention.type for mention in told(UNREAL[-1], PUBLISHED)]


TOLD = [
    ("Two soldiers died in an exercise in which a helicopter crashed near Darwin.", "accident"),
    ("A farmer was hurt in Bejaia province, where 8,000 people have fled their homes.", "evacuation"),
    ("Parents protested in Birnin Kebbi.", "protest"),
    ("In Vienna about 2,000 exiles marched to the chancellery.", "protest"),
    ("The army said its troops had taken two villages outside Lashio.", "control"),
    ("A power cut paralysed Havana on Monday.", "accident"),
    ("Storms on Sunday spawned three tornadoes in Kansas.", "disaster"),
    ("Chad and Sudan promised to cooperate on their border.", "agreement"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD, ids=[row[0][:40] for row in TOLD])
def test_what_is_told(told: Reader, text: str, kind: str) -> None:
    assert kind in [mention.type for mention in told(text, PUBLISHED)]


def test_the_start_of_a_ranking_is_no_event(told: Reader) -> None:
    text = "Six soldiers died in fighting near Tyre on Wednesday, the heaviest loss in a day since the army crossed the border in May."
    assert "incursion" not in [mention.type for mention in told(text, PUBLISHED)]
