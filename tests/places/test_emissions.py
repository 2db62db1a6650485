"""Scores from tables are those of the features, whatever was remembered before."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geoevents.model import Prose
from geoevents.pipeline import Resources
from geoevents.places import emissions
from geoevents.places.emissions import Emissions
from geoevents.places.features import Words, context_features, gazetteer_spans, type_features
from geoevents.places.gazetteer import known_names
from geoevents.places.recogniser import Recogniser
from geoevents.text import parse

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS = [
    "Ana Diaz of the Red Cross left Lima for Port of Spain on Monday. Kyiv's mayor, Vitali Klitschko, said so.",
    "LIMA (Reuters) - THE UNITED NATIONS SAID ON FRIDAY. al-Bab was hit. In Dar es Salaam, Ms. Ito waited.",
    "Ürümqi, Xinjiang; N'Djamena and San José de los Arroyos. X",
    "Paris",
]


def summed(model: Recogniser, features: list[str]) -> NDArray[np.float32]:
    total = np.zeros(model.weights.shape[1], np.float32)
    for key in features:
        total += model.weights[model.keys.get(key, len(model.keys))]
    return total


def scores_by_features(model: Recogniser, view: Words, marks: list[list[str]]) -> list[list[float]]:
    """Each word's scores, summed feature by feature in the order in which the features stand."""
    found = []
    for run, mine in zip(view.runs, marks, strict=True):
        for i, around in zip(range(run.first, run.last), context_features(view, run, mine), strict=True):
            own = type_features(view.words[i], view.lower[i], model.lists.of(view.lower[i]))
            found.append((summed(model, around) + summed(model, own)).tolist())
    return found


def views(resources: Resources) -> list[tuple[Words, list[list[str]]]]:
    known = known_names(resources.atlas)
    prose: list[Prose] = [parse(text, resources.lexicon) for text in TEXTS]
    made = [Words.of(one.tokens.words, one.tokens.sentence) for one in prose]
    return [(view, [gazetteer_spans(view, run, known) for run in view.runs]) for view in made]


@pytest.mark.parametrize("kept", [60_000, 12])
def test_scores_are_the_sums_of_the_weights(resources: Resources, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emissions, "KEPT", kept)
    model = resources.recogniser
    scores = Emissions(model.keys, model.weights, model.lists)
    cases = views(resources)
    random.Random(3).shuffle(cases)  # noqa: S311 - no secret
    for view, marks in [*cases, *cases]:
        flat = [mark for run in marks for mark in run]
        assert scores.of(view, view.runs, flat).tolist() == scores_by_features(model, view, marks)


def test_threads_share_what_is_remembered(resources: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emissions, "KEPT", 40)
    model = resources.recogniser
    scores = Emissions(model.keys, model.weights, model.lists)
    cases = [(view, [mark for run in marks for mark in run]) for view, marks in views(resources)] * 25
    alone = [scores.of(view, view.runs, marks).tolist() for view, marks in cases]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda case: scores.of(case[0], case[0].runs, case[1]).tolist(), cases))
    assert together == alone
