"""What is remembered of words changes no result, and is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from geoevents.lexicon import load_lexicon
from geoevents.text import memory
from geoevents.text.memory import Memory, Needs
from geoevents.text.tables import sentence_tables

if TYPE_CHECKING:
    import pytest

NEEDS = [need for rule in sentence_tables(load_lexicon()).kinds for need in rule.needs]
FINDER = Needs(NEEDS)
WORDS = st.lists(
    st.sampled_from([*NEEDS, "nearby", "reporting", "us", "\n", "\u00a0", "the(file", "©", "ß"]), min_size=1
)


def test_a_word_is_made_once() -> None:
    asked: list[str] = []

    def make(word: str) -> str:
        asked.append(word)
        return word.upper()

    upper = Memory(make)
    assert [upper["kyiv"], upper["kyiv"], upper["sumy"]] == ["KYIV", "KYIV", "SUMY"]
    assert asked == ["kyiv", "sumy"]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT", 10)
    lower = Memory(str.lower)
    assert [lower[f"WORD{n}"] for n in range(1_000)] == [f"word{n}" for n in range(1_000)]
    assert len(lower) <= 10
    assert lower["X" * 1_000] == "x" * 1_000
    assert "X" * 1_000 not in lower


@given(WORDS, st.sampled_from([" ", "", "\n"]))
def test_no_string_that_a_text_holds_is_unlikely(words: list[str], between: str) -> None:
    text = f"a{between.join(words)}b"
    likely = {need for stretch in text.split(" ") for need in FINDER.likely_with(stretch)}
    assert likely >= {need for need in NEEDS if need in text}
