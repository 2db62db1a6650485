"""Actors under one name, for any country."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ethiopian troops attacked rebel positions near Lalibela.", "Armed Forces of Ethiopia"),
        ("Ethiopia's army attacked rebel positions near Lalibela.", "Armed Forces of Ethiopia"),
        ("The Colombian military bombed a camp in Putumayo.", "Armed Forces of Colombia"),
        ("Kenyan police fired tear gas at protesters in Nairobi.", "Police of Kenya"),
        ("Thailand's government declared a state of emergency in Bangkok.", "Government of Thailand"),
        ("Indian soldiers clashed with militants in Kashmir.", "Armed Forces of India"),
    ],
)
def test_one_name_a_body(text: str, actor: str, told: Reader) -> None:
    assert actor in {name for mention in told(text) for name in mention.actors}


def test_spellings_of_one_force_meet(told: Reader) -> None:
    names = [
        told(text)[0].actors
        for text in ("Peru's army shelled a camp near Satipo.", "Peruvian forces shelled a camp near Satipo.")
    ]
    assert names[0] == names[1]


def test_groups_keep_their_name(told: Reader) -> None:
    mention = told("On Monday the M23 rebels attacked soldiers near Sake.")[0]
    assert "M23 rebels" in mention.actors


def test_no_more_than_six(told: Reader) -> None:
    text = (
        "Troops from "
        + ", ".join(
            f"{n} soldiers" for n in ("Kenyan", "Ugandan", "Malian", "Indian", "Thai", "Peruvian", "Greek", "Cuban")
        )
        + " attacked rebels near Goma."
    )
    assert all(len(mention.actors) <= 6 for mention in told(text))
