"""Sentences without any capital."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from geoevents.atlas import Atlas
from geoevents.lexicon import Lexicon
from geoevents.model import Resolution, Toponym
from geoevents.places import Recogniser, find_toponyms
from geoevents.text import parse

Find = Callable[[str], tuple[Toponym, ...]]
Read = Callable[..., tuple[Resolution, ...]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "police say three hurt in springfield, illinois after crash near decatur",
            ["springfield", "illinois", "decatur"],
        ),
        ("the mayor of nairobi met people from kisumu and kampala.", ["nairobi", "kisumu", "kampala"]),
        ("it rained in paris and new york all day", ["paris", "new york"]),
        ("ukrainian troops left on monday", ["ukrainian"]),
    ],
)
def test_well_known_places_are_found(find: Find, text: str, names: list[str]) -> None:
    found = [toponym.surface for toponym in find(text)]
    assert [name for name in names if name not in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "he was reading a nice book of hope in march",
        "call me on my mobile in the morning, please",
        "the police and the army say that they will march on monday",
        "my sister jordan and my friend virginia like it here",
        "see photos below",
        "قصف على المدينة ليلا مرة أخرى",
        "北京 昨晚 发生 火灾 没有 人",
    ],
)
def test_plain_words_are_none(find: Find, text: str) -> None:
    assert [toponym.surface for toponym in find(text)] == []


def test_small_words_of_ordinary_sentences_are_left_alone(find: Find) -> None:
    assert [t.surface for t in find("Rain fell in Lima while the people of nairobi slept.")] == ["Lima"]


def test_they_are_placed_by_the_same_context(read: Read) -> None:
    found = {r.toponym.surface: r.place for r in read("three hurt in springfield, illinois after crash near decatur")}
    assert found["springfield"] is not None
    assert found["springfield"].admin1 == "Illinois"
    assert found["decatur"] is not None
    assert found["decatur"].admin1 == "Illinois"


def test_long_texts_take_time_in_proportion(atlas: Atlas, recogniser: Recogniser, lexicon: Lexicon) -> None:
    def seconds(copies: int) -> float:
        prose = parse("three hurt in springfield, illinois after a crash near decatur today. " * copies, lexicon)
        start = time.process_time()
        assert len(find_toponyms(prose, atlas, recogniser, lexicon)) > 2.9 * copies  # overlong sentences are cut
        return time.process_time() - start

    seconds(10)
    assert seconds(4000) < 40 * max(seconds(400), 0.01)
