"""Whole reports, read and merged: tellings of one happening meet, tellings of two never do."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

import pytest
from scenarios import SCENARIOS, Scenario, Telling

from geoevents.events.merging import merge
from geoevents.model import Document, Event, Extraction
from geoevents.pipeline import Resources, extract


@pytest.fixture(scope="module")
def resources() -> Resources:
    return Resources.load()


def read(scenario: Scenario, resources: Resources) -> list[Extraction]:
    return [
        extract(
            Document(name, text, hashlib.sha256(text.encode()).hexdigest(), published=day, published_basis="given"),
            resources,
        )
        for name, day, text in scenario.reports
    ]


def holders(telling: Telling, made: list[Extraction], events: tuple[Event, ...]) -> set[str]:
    """The events that hold the mentions which a telling means."""
    name, types, words = telling
    meant = {
        mention.id
        for extraction in made
        if extraction.report.id == name
        for mention in extraction.mentions
        if mention.type in types.split("|") and words in mention.quote
    }
    assert meant, f"nothing was read where {name} tells {words!r}"
    return {event.id for event in events for ref in event.mentions if ref.mention in meant}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_tellings_of_one_happening_are_one_event(scenario: Scenario, resources: Resources) -> None:
    made = read(scenario, resources)
    events = merge(made, lexicon=resources.lexicon)
    groups: Mapping[int, set[str]] = defaultdict(set)
    for number, group in enumerate(scenario.groups):
        for telling in group:
            groups[number] |= holders(telling, made, events)
    assert {number: len(found) for number, found in groups.items()} == dict.fromkeys(groups, 1)
    assert len(set.union(*groups.values())) == len(groups), "two happenings in one event"
    assert merge(list(reversed(made)), lexicon=resources.lexicon) == events
