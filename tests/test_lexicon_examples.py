"""Every rule of every lexicon matches its examples and none of its counter-examples, fast on hostile text."""

from __future__ import annotations

import time

import pytest

from geoevents.lexicon import Rule, load_lexicon

LEXICON = load_lexicon()
RULES = [rule for file in LEXICON.files.values() for rule in file.rules]
HOSTILE = ["a" * 20_000, " " * 20_000, "the " * 5_000, "1" * 20_000, "“" * 20_000, "A b " * 5_000, "1,000 " * 3_000]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_examples(rule: Rule) -> None:
    for example in rule.examples:
        assert rule.regex.search(example), f"{rule.id} does not match its example {example!r}"
    for example in rule.counter_examples:
        assert not rule.regex.search(example), f"{rule.id} matches its counter-example {example!r}"


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_no_pattern_is_super_linear(rule: Rule) -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        sum(1 for _ in rule.regex.finditer(text))
        return time.perf_counter() - start

    for text in HOSTILE:
        short, long = seconds(text[: len(text) // 4]), seconds(text)
        # Four times the text may take four times as long; sixteen times (and long enough to measure) is quadratic.
        assert long < 0.25 or long < 10 * short, f"{rule.id} is super-linear on {text[:12]!r}…: {short:.3f} → {long:.3f} s"
