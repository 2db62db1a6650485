"""Every rule of every lexicon matches its examples and none of its counter-examples, fast on hostile text."""

from __future__ import annotations

import time

import pytest

from geoevents.lexicon import Rule, load_lexicon

LEXICON = load_lexicon()
RULES = [rule for file in LEXICON.files.values() for rule in file.rules]
WORTH_MEASURING, QUADRATIC = 0.25, 10.0
HOSTILE = ["a" * 20_000, " " * 20_000, "the " * 5_000, "1" * 20_000, "“" * 20_000, "A b " * 5_000, "1,000 " * 3_000]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_examples(rule: Rule) -> None:
    for example in rule.examples:
        assert rule.regex.search(example), f"{rule.id} does not match its example {example!r}"
    for example in rule.counter_examples:
        assert not rule.regex.search(example), f"{rule.id} matches its counter-example {example!r}"


def seconds(rule: Rule, text: str) -> float:
    start = time.process_time()
    sum(1 for _ in rule.regex.finditer(text))
    return time.process_time() - start


def growth(rule: Rule, text: str) -> float:
    """How many times longer a text takes that is four times as long; 1 where it takes no time worth measuring."""
    long = seconds(rule, text)
    return long / max(seconds(rule, text[: len(text) // 4]), 1e-6) if long > WORTH_MEASURING else 1.0


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_no_pattern_is_super_linear(rule: Rule) -> None:
    for text in HOSTILE:
        # Linear is four times, quadratic sixteen; a machine that stumbles does so in one of three tries.
        least = min(growth(rule, text) for _ in range(1 if growth(rule, text) < QUADRATIC else 3))
        assert least < QUADRATIC, (
            f"{rule.id} is super-linear on {text[:12]!r}…: {least:.0f} times for four times the text"
        )
