"""How patterns begin: no match is lost by looking only where a text begins so."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geoevents.lexicon import load_lexicon
from geoevents.text.beginnings import LENGTH, Index, beginnings, endings

PATTERNS = (
    r"(?:on|in)\s+\d{1,2}",
    r"\b(?P<day>mon|tues)day\b",
    r"a{2,3}b?",
    r"(?:x?y)?z",
    r"(?i)[’']S\b",
    r"[^a]b",
    r"[a-c]\.|\d+(?!x)",
    r"(?<=a)b|(?=c)",
    r"\w+ed",
    r"(?:ab)*?c",
    "",
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bfri(?:day)?\b", {"fri"}),
        (r"(?:on|in)\s", {"on ", "in "}),
        (r"(?i)A[b-d]", {"ab", "ac", "ad"}),
        (r"a?b", {"ab", "b"}),
        (r"\w", {""}),
        (r"(?i)\u017f", {""}),
    ],
)
def test_beginnings_are_told_one_by_one(pattern: str, expected: set[str]) -> None:
    assert beginnings(re.compile(pattern)) == expected


LETTERS = "abcxyzonisemtuday0123. '’“—SA\n\u017f"


@given(st.sampled_from(PATTERNS), st.text(alphabet=LETTERS, max_size=8))
@example(r"(?i)[’']S\b", "’s")
def test_what_matches_is_looked_up(pattern: str, text: str) -> None:
    compiled = re.compile(pattern)
    found = Index([(compiled, pattern)]).at(text[:LENGTH])
    assert found == (pattern,) or compiled.match(text) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"in (?:the )?\[", {" ni", " eh"}),
        (r"\b(?:near|at)\b ?\[x\]", {"rae", "ta", " ra", " ta"}),
        (r"(?:a\[)?b", {""}),
        (r"\w+ \[", {" "}),
    ],
)
def test_endings_are_told_one_by_one(pattern: str, expected: set[str]) -> None:
    assert endings(re.compile(pattern), "[") == expected


@given(st.sampled_from([p for p in PATTERNS if p]), st.text(alphabet=LETTERS, max_size=8))
@example(r"(?i)[’']S\b", "it’s")
def test_what_matches_before_a_mark_is_looked_up(pattern: str, text: str) -> None:
    compiled = re.compile(rf"{pattern}\[")
    found = Index.before("[", [(compiled, pattern)]).at(text[::-1][:LENGTH])
    assert found == (pattern,) or compiled.search(f"{text}[") is None


def test_entries_keep_their_order_and_one_without_a_pattern_is_of_any_text() -> None:
    index = Index([(re.compile("b"), 1), (None, 2), (re.compile("a|b"), 3)])
    assert index.at("bee") == (1, 2, 3)
    assert index.at("ant") == (2, 3)
    assert index.at("é") == (1, 2, 3)  # nothing is known of letters beyond ASCII
    assert index.at("") == (2,)


def test_the_examples_of_the_time_rules_begin_as_their_patterns_do() -> None:
    for rule in load_lexicon()["times"].rules:
        compiled = re.compile(rule.pattern.removeprefix("(?i)"))
        index = Index([(compiled, rule.id)])
        for text in map(str.lower, rule.examples):
            starts = [at for at in range(len(text)) if compiled.match(text, at)]
            assert all(index.at(text[at : at + LENGTH]) for at in starts)
