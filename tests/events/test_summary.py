"""Summaries: neutral, and a claim begins with who claims."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.events.level import level_of
from geoevents.events.types import event_rules
from geoevents.lexicon import load_lexicon
from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]
LOADED = event_rules(load_lexicon()).lists["loaded"]


def test_type_place_and_actor(told: Reader) -> None:
    assert (
        told("Kenyan police arrested 40 people in Mombasa on Monday.")[0].summary
        == "Arrest in Mombasa (Police of Kenya)"
    )


def test_a_claim_begins_with_who_claims(told: Reader) -> None:
    text = "The Azerbaijani Ministry of Defence claimed that Armenian forces shelled a village near Kalbajar."
    assert told(text)[0].summary.startswith("Azerbaijani Ministry of Defence claims: strike")


def test_several_places_are_listed(told: Reader) -> None:
    summary = told("Riots broke out in Lyon, Lille and Nantes on Monday.")[0].summary
    assert summary == "Protest in Lyon, Lille and Nantes"


@pytest.mark.parametrize(
    "text",
    [
        "The regime's terrorist thugs attacked a village near Homs, killing four people.",
        "A brutal terror attack killed nine people in Nice.",
        "The army began a counter-terrorist operation in Diffa and declared a curfew.",
    ],
)
def test_loaded_words_stand_in_the_quote_alone(text: str, told: Reader) -> None:
    for mention in told(text):
        assert LOADED.isdisjoint(mention.summary.lower().replace("(", " ").split())
        assert mention.quote == text


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("declared a federal emergency", "federal"),
        ("declared a nationwide curfew", "federal"),
        ("the provincial government declared an emergency", "regional"),
        ("the mayor declared a state of emergency", "local"),
        ("declared a state of emergency", None),
    ],
)
def test_levels(words: str, level: str | None) -> None:
    assert level_of("emergency", words, words) == level


def test_only_acts_have_a_level() -> None:
    assert level_of("strike", "a national strike", "a national strike") is None
