"""What tells an event and what does not: kinds of news of the world, figures of speech, plans, denials, history."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news_codebook import TELLS as CODEBOOK
from news_codebook import TRAPS as CODEBOOK_EVERYDAY
from news_constructions import TELLS as CONSTRUCTIONS
from news_constructions import TRAPS as EVERYDAY
from news_rarer import TELLS as RARER
from news_rarer import TRAPS as RARER_EVERYDAY
from news_sentences import TELLS, TRAPS

from geoevents.events.triggers import find_triggers
from geoevents.events.types import event_rules
from geoevents.events.view import ReportView
from geoevents.lexicon import load_lexicon
from geoevents.model import EventMention
from geoevents.text import parse

LEXICON = load_lexicon()
RULES = event_rules(LEXICON)
Reader = Callable[..., tuple[EventMention, ...]]


@pytest.mark.parametrize(("text", "types"), TELLS, ids=[text[:60] for text, _ in TELLS])
def test_tells_its_event_and_no_other(text: str, types: frozenset[str], told: Reader) -> None:
    assert {mention.type for mention in told(text)} == types


@pytest.mark.parametrize(("text", "event_type"), CONSTRUCTIONS + RARER + CODEBOOK, ids=lambda value: str(value)[:60])
def test_tells_its_event_in_another_construction(text: str, event_type: str, told: Reader) -> None:
    assert {mention.type for mention in told(text)} == {event_type}


@pytest.mark.parametrize("text", EVERYDAY + RARER_EVERYDAY + CODEBOOK_EVERYDAY, ids=lambda text: text[:60])
def test_everyday_news_makes_no_event(text: str, told: Reader) -> None:
    assert not told(text)


@pytest.mark.parametrize("text", TRAPS, ids=[text[:60] for text in TRAPS])
def test_trap_makes_no_pin(text: str, told: Reader) -> None:
    assert not [mention for mention in told(text) if mention.mapped]


def test_most_of_the_sentences_are_placed(told: Reader) -> None:
    placed = sum(any(mention.mapped for mention in told(text)) for text, _ in TELLS)
    assert placed / len(TELLS) > 0.9


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Miners went on strike over pay in Cape Breton.", "protest.strike"),
        ("A strike by warplanes hit military positions near Hama.", "strike.hit"),
        ("Rebel artillery shelled Bangui airport.", "strike.shell"),
        ("Police raided two offices in Lagos and seized documents.", "arrest.raid"),
        ("Bandits raided a village near Sokoto.", "attack.raid"),
    ],
)
def test_one_word_is_read_by_its_company(text: str, rule: str, told: Reader) -> None:
    assert rule in {mention.rules[0].rule for mention in told(text)}


def test_months_and_names_are_no_triggers(told: Reader) -> None:
    assert not told("In March, Lieutenant Andrew Burns moved with Jane Strike to Perth.")


def test_a_headline_in_capitals_still_tells(told: Reader) -> None:
    assert {m.type for m in told("EARTHQUAKE KILLS 40 IN NEPAL\n\nRescuers were on their way on Tuesday.")} >= {
        "disaster"
    }


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_triggers_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    view = ReportView(parse(text, LEXICON), (), RULES.lists)
    triggers = find_triggers(view, RULES)
    assert all(t.span.of(text).strip() for t in triggers)
    assert all(a.span.end <= b.span.start for a, b in pairwise(triggers))


@given(st.lists(st.sampled_from(sorted(RULES.index)), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_heap_of_trigger_words_is_read_without_a_crash(words: list[str]) -> None:
    text = " ".join(words)
    view = ReportView(parse(text, LEXICON), (), RULES.lists)
    assert all(t.rule.type in RULES.types for t in find_triggers(view, RULES))
