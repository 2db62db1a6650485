"""Text keeps to its place: piled marks are cut, open turns of direction are ended, all else stays as it is."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.views.calm import MOST_MARKS, calm
from geoevents.views.markup import element


@pytest.mark.parametrize(
    "words",
    [
        "",
        "plain",
        "Kyiv – Київ",
        "Tiếng Việt",
        "Việt ệ",
        "שָׁלוֹם",
        "مَرْحَبًا",
        "हिन्दी",
        "ไทยที่สุด",
        "👨‍👩‍👧",
        "e\u0301\u0323\u0302",
    ],
)
def test_words_of_real_languages_stay_as_they_are(words: str) -> None:
    assert calm(words) == words


def test_marks_piled_on_a_letter_are_cut() -> None:
    assert calm("Z" + "\u0301" * 500 + "a") == "Z" + "\u0301" * MOST_MARKS + "a"
    assert "\u0310" * 5 not in element("b", "x" + "\u0310" * 90)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("\u202eabc", "\u202c"),
        ("\u202eabc\u202c", ""),
        ("\u2067a\u202eb", "\u202c\u2069"),
        ("\u202ea\u2066b\u202c", "\u2069\u202c"),  # inside an isolate nothing ends what was begun outside
        ("\u2066a\u202eb\u2069", ""),
        ("\u2069\u202c", ""),
    ],
)
def test_turns_of_direction_end_with_the_words(words: str, ends: str) -> None:
    assert calm(words) == words + ends


def balance(words: str) -> int:
    depth = 0
    for letter in words:
        if letter in "\u202a\u202b\u202d\u202e":
            depth += 1
        elif letter == "\u202c" and depth:
            depth -= 1
    return depth


@given(st.text(st.sampled_from("a\u202e\u202a\u202c"), max_size=30))
def test_overrides_are_always_ended(words: str) -> None:
    assert balance(calm(words)) == 0


def test_a_hundred_thousand_turns_take_a_moment() -> None:
    for words in (
        "\u202e" * 50_000 + "\u2069" * 50_000,
        "\u2066\u202e" * 50_000 + "\u2069" * 50_000,
        "\u0301" * 100_000,
    ):
        start = time.process_time()
        calm(words)
        assert time.process_time() - start < 2


@given(st.text(max_size=80))
def test_only_marks_are_taken_and_only_ends_are_added(words: str) -> None:
    made = calm(words)
    bare = [letter for letter in words if unicodedata.category(letter) not in {"Mn", "Me"}]
    kept = [letter for letter in made if unicodedata.category(letter) not in {"Mn", "Me"}]
    assert kept[: len(bare)] == bare
    assert set(kept[len(bare) :]) <= {"\u202c", "\u2069"}
