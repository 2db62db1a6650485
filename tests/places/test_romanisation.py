"""Names as news hears them, and as gazetteers write them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from geoevents.model import Resolution
from geoevents.places.romanisation import LEAST_LETTERS, MOST_VARIANTS, romanisations

Read = Callable[..., tuple[Resolution, ...]]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Jisr al-Shughur", "jisr ash shughur"),
        ("Hawija", "al hawijah"),
        ("Makhmour", "makhmur"),
        ("Seiyun", "sayun"),
        ("el-Rastan", "ar rastan"),
        ("As-Suwayda", "al suwayda"),
        ("Deir al-Zour", "deir az zur"),
    ],
)
def test_variants_hold_what_gazetteers_write(name: str, written: str) -> None:
    assert written in list(romanisations(name))


@pytest.mark.parametrize("name", ["", "Ufa", "Taiz", "北京", "Курск", "Қарағанды"])
def test_short_names_and_other_scripts_have_none(name: str) -> None:
    assert list(romanisations(name)) == []


@pytest.mark.parametrize(
    "name", ["Hawija", "Jisr al-Shughur", "oueiyoueiyou" * 40, "al " * 200 + "shams", "kkqqchee" * 500]
)
def test_variants_are_few_distinct_and_quickly_made(name: str) -> None:
    start = time.process_time()
    found = list(romanisations(name))
    assert len(found) == len(set(found)) <= MOST_VARIANTS
    assert name.lower() not in found
    assert all(len(variant) >= LEAST_LETTERS - 2 for variant in found)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Shells fell in Idlib and in Jisr al-Shughur, Syrian rescuers said.", "Jisr al-Shughur", "SY"),
        ("Gunmen from Kirkuk drove to Hawija, Iraqi police said.", "Hawija", "IQ"),
    ],
)
def test_a_name_heard_otherwise_is_placed(read: Read, text: str, name: str, country: str) -> None:
    found = next(r for r in read(text) if r.toponym.surface == name)
    assert found.place is not None
    assert found.place.country == country


def test_a_name_heard_otherwise_stays_open_far_from_all_else(read: Read) -> None:
    found = next(
        r
        for r in read("Rain fell in Lima and Cusco, and near Hawija, Peruvian officials said.")
        if r.toponym.surface == "Hawija"
    )
    assert found.place is None
