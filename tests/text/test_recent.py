"""What is remembered of the last reports is that of the report asked for."""

from __future__ import annotations

from geoevents.text import lower_words, plain_words, standing
from geoevents.text.recent import KEPT, Recent


class Thing:
    """Something that has an identity."""

    def __init__(self, name: str) -> None:
        self.name = name


def test_a_thing_is_worked_on_once_while_few_others_come_between() -> None:
    asked: list[str] = []

    def shout(thing: Thing) -> str:
        asked.append(thing.name)
        return thing.name.upper()

    recent = Recent(shout)
    things = [Thing(f"t{n}") for n in range(KEPT)]
    assert [recent(thing) for thing in things * 3] == [thing.name.upper() for thing in things] * 3
    assert asked == [thing.name for thing in things]


def test_equal_things_are_told_apart_and_many_are_forgotten() -> None:
    recent = Recent(lambda thing: [thing.name])
    one, other = Thing("a"), Thing("a")
    assert recent(one) is recent(one)
    assert recent(one) is not recent(other)
    for number in range(10 * KEPT):  # new things may be given the ids of old ones
        assert recent(Thing(f"n{number}")) == [f"n{number}"]


def test_words_are_the_same_however_often_they_are_asked_for() -> None:
    words = ["Don’t", "KYIV", "İzmir", "a" * 100, "Don’t"]
    for _ in range(2):
        assert plain_words(words) == [word.lower().replace("’", "'") for word in words]
        assert lower_words(words) == [word.lower() for word in words]
    assert standing(words, {"Don’t", "İzmir"}) == [0, 2, 4]
    assert standing([], {"a"}) == []
