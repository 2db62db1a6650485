"""Figures in hundreds of sentences as agencies, local papers and aid bodies write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from geoevents.events.figures.find import find_figures
from geoevents.lexicon import load_lexicon
from geoevents.model import Figure
from geoevents.text import parse

LEXICON = load_lexicon()
SENTENCES = Path(__file__).with_name("figure_sentences.txt")


def cases() -> Iterator[tuple[str, Counter[tuple[str, float]]]]:
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, figures = line.partition(" ||")
            told = (figure.split() for figure in figures.split(",") if figure.strip())
            yield text, Counter((kind, float(value)) for kind, value in told)


def number(figure: Figure) -> float:
    return next(float(v) for v in (figure.best, figure.low, figure.high) if v is not None)


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_sentence(text: str, expected: Counter[tuple[str, float]]) -> None:
    prose = parse(text, LEXICON)
    found = Counter((f.kind, number(f)) for s in prose.sentences for f in find_figures(prose, s.span, LEXICON))
    unsaid = {key for key in found if key[0] == "other" and key not in expected}
    assert {key: times for key, times in found.items() if key not in unsaid} == dict(expected)


@pytest.mark.parametrize("text", [text for text, _ in cases()])
def test_figures_stand_where_they_are_read(text: str) -> None:
    prose = parse(text, LEXICON)
    for sentence in prose.sentences:
        for figure in find_figures(prose, sentence.span, LEXICON):
            assert sentence.span.contains(figure.span)
            assert figure.span.of(text).strip() == figure.span.of(text) != ""
