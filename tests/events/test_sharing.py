"""Which event the figures of small reports of our own belong to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geoevents.events.figures.rules import figure_tables
from geoevents.events.figures.sharing import add_figures
from geoevents.lexicon import load_lexicon
from geoevents.model import EventMention, Figure, Span

Reader = Callable[..., tuple[EventMention, ...]]
LEXICON = load_lexicon()


def figures(mentions: tuple[EventMention, ...]) -> list[tuple[str, list[tuple[str, float | None]]]]:
    """Return the events that have figures, with kind and number of each."""
    return [
        (m.type, [(f.kind, f.best if f.best is not None else f.low) for f in m.figures]) for m in mentions if m.figures
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A train derailed near Multan on Tuesday, killing 14 people. The crash also injured 60.",
            [("accident", [("killed", 14), ("wounded", 60)])],
        ),
        (
            "A train derailed near Multan. Fourteen people died.\n\nAnother nine died in hospital, taking the toll to 23.",
            [("accident", [("killed", 14), ("killed", 9), ("killed", 23)])],
        ),
        (
            "Three people died and eight were injured on Monday, police said. A bus crashed near Columbus, Ohio.",
            [("accident", [("killed", 3), ("wounded", 8)])],
        ),
        (
            "An earthquake killed 157 people in Nepal on Friday. In 2015, 9,000 people died there.",
            [("disaster", [("killed", 157)])],
        ),
        (
            "A bomb killed 14 people in Mogadishu on Monday. Three were children.",
            [("attack", [("killed", 14)])],
        ),
        (
            "An explosion shook a market in Quetta on Monday. Nobody was hurt.",
            [],
        ),
        (
            "An explosion shook a market in Quetta on Monday. Elsewhere, four farmers lost their lives.",
            [],
        ),
        (
            "An explosion killed six people in Quetta on Monday. Angry locals stoned a bus, injuring four.",
            [("accident", [("killed", 6)])],
        ),
    ],
)
def test_sentences_behind_an_event(told: Reader, text: str, expected: object) -> None:
    assert figures(told(text)) == expected


def test_figures_that_mean_nothing_for_an_event_are_left_out(told: Reader) -> None:
    mentions = told("The presidents of Kenya and Uganda met in Nairobi on Monday. Some 300 guests had come.")
    assert [m.type for m in mentions] == ["meeting"]
    assert not mentions[0].figures


def test_each_figure_of_a_sentence_goes_to_its_own_event(told: Reader) -> None:
    mentions = told("A bomb killed nine soldiers in Mogadishu on Monday and police arrested 14 suspects in Baidoa.")
    assert ("arrest", [("captured", 14)]) in figures(mentions)
    assert all(("killed", 9) not in found for kind, found in figures(mentions) if kind == "arrest")


def test_the_same_number_is_one_figure() -> None:
    said = Figure("evacuated", 76_001, 76_000, None, "people", Span(0, 4), "over")
    again = Figure("evacuated", 76_000, 76_000, 76_000, "people", Span(9, 12))
    other = Figure("killed", 3, 3, 3, "people", Span(20, 21))
    assert add_figures((said,), (again, other)) == (said, other)


def test_what_fits_is_data() -> None:
    tables = figure_tables(LEXICON)
    assert "captured" in tables.fits["arrest"]
    assert tables.fits_units["protest"] >= tables.persons
    assert tables.follows <= tables.fits.keys()
    assert {kind for kinds in tables.fits.values() for kind in kinds} <= tables.kinds
