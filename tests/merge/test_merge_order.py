"""The result of merging depends neither on the order of the reports nor on how they are partitioned."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from merge_strategies import reports

from geoevents.events.merge_clusters import components
from geoevents.events.merge_rules import merge_rules
from geoevents.events.merging import merge, profiles_of
from geoevents.model import Event, Extraction


@settings(max_examples=150, deadline=None)
@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_the_reports_does_not_matter(made: list[Extraction], rng: random.Random) -> None:
    shuffled = rng.sample(made, len(made))
    assert merge(shuffled) == merge(made)
    assert merge([*shuffled, *made]) == merge(made)


@settings(max_examples=150, deadline=None)
@given(reports())
def test_every_mention_is_in_exactly_one_event_and_ids_are_unique(made: list[Extraction]) -> None:
    events = merge(made)
    told = sorted(ref.mention for event in events for ref in event.mentions)
    assert told == sorted(mention.id for extraction in made for mention in extraction.mentions)
    assert len({event.id for event in events}) == len(events)
    assert all(1 <= event.sources <= event.reports and event.origins >= 1 for event in events)


@settings(max_examples=150, deadline=None)
@given(reports(), st.randoms(use_true_random=False))
def test_components_can_be_merged_apart(made: list[Extraction], rng: random.Random) -> None:
    """Mentions that no block key connects do not influence each other, so each component can be merged on its own."""
    rules = merge_rules()
    parts = components(profiles_of(made, rules))
    rng.shuffle(parts)
    apart: dict[str, list[str]] = {}
    for part in parts:
        wanted = {item.key for item, _ in part}
        kept = [
            replace(e, mentions=tuple(m for m in e.mentions if any(m.id == key.mention for key in wanted)))
            for e in made
        ]
        apart |= content(merge(kept))
    assert apart == content(merge(made))


def content(events: tuple[Event, ...]) -> dict[str, list[str]]:
    return {event.id: [ref.mention for ref in event.mentions] for event in events}


@settings(max_examples=100, deadline=None)
@given(reports(), st.integers(0, 7))
def test_ids_of_before_lead_to_the_event_that_holds_their_founding_mention(made: list[Extraction], cut: int) -> None:
    before = merge(made[:cut])
    now = merge(made, previous=before)
    founders = {event.id: min(event.mentions, key=lambda r: (str(r.published or "~"), r.mention)) for event in before}
    for old in before:
        holders = [event for event in now if old.id in {event.id, *event.aliases}]
        assert len(holders) == 1
        assert founders[old.id].mention in {ref.mention for ref in holders[0].mentions}


@settings(max_examples=60, deadline=None)
@given(reports())
def test_aliases_survive_many_steps(made: list[Extraction]) -> None:
    events: tuple[Event, ...] = ()
    ever: set[str] = set()
    for number in range(len(made) + 1):
        events = merge(made[:number], previous=events)
        ever |= {event.id for event in events}
    known = {name for event in events for name in (event.id, *event.aliases)}
    assert ever == known
    assert {replace(event, aliases=()) for event in events} == set(merge(made))
