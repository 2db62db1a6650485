"""Places that the text ties to what holds them: with "in", a comma, a bearing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.model import Resolution

Read = Callable[..., tuple[Resolution, ...]]


def country_of(read: Read, text: str, name: str) -> str | None:
    place = {r.toponym.surface: r.place for r in read(text)}[name]
    assert place is not None
    return place.country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A flood hit Red Lake, in northwestern Ontario, on Friday.", "Red Lake", "CA"),
        ("A flood hit Red Lake in Ontario on Friday.", "Red Lake", "CA"),
        ("Two people died near Lac du Bonnet in southern Manitoba.", "Lac du Bonnet", "CA"),
        ("A patrol stopped near Zemio, in the southeast of the Central African Republic.", "Zemio", "CF"),
        ("They met in London in Ontario.", "London", "CA"),
    ],
)
def test_in_ties_a_place_to_what_holds_it(read: Read, text: str, name: str, country: str) -> None:
    assert country_of(read, text, name) == country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Refugees from Goma in Uganda said so.", "Goma", "CD"),
        ("Traders from Lahore in London closed their shops.", "Lahore", "PK"),
    ],
)
def test_where_those_from_a_place_are_does_not_hold_it(read: Read, text: str, name: str, country: str) -> None:
    assert country_of(read, text, name) == country


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Goma fell to the rebels.", "Goma"),
        ("Manbij changed hands twice.", "Manbij"),
        ("Mykolaiv residents heard explosions.", "Mykolaiv"),
        ("Homs was quiet.", "Homs"),
        ("Orikhiv came under artillery fire at dawn.", "Orikhiv"),
    ],
)
def test_a_town_at_the_head_of_a_sentence_is_known_by_what_happens_to_it(read: Read, text: str, name: str) -> None:
    assert [r.toponym.surface for r in read(text)] == [name]


@pytest.mark.parametrize(
    "text", ["Madison was hit by a car.", "Smith fell to the ground.", "Lincoln was attacked by critics."]
)
def test_what_happens_to_persons_makes_no_town(read: Read, text: str) -> None:
    assert read(text) == ()
