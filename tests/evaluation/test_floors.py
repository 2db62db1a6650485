"""The program is at least as right as it was: floors on the own gold, and on the public sets where they are."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from geoevents.pipeline import Resources

HERE = Path(__file__).resolve().parents[2] / "evaluation"
sys.path.insert(0, str(HERE))

from measure import Figures, measure_corpora, measure_own, measure_places, measure_time  # noqa: E402 - evaluation is no package
from run import LOWER_IS_BETTER, raised  # noqa: E402

FLOORS: dict[str, Figures] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


def check(measured: dict[str, Figures]) -> None:
    fallen = [
        f"{name}, {figure}: {value:.3f}, floor {FLOORS[name][figure]}"
        for name, figures in measured.items()
        for figure, value in figures.items()
        if (value > FLOORS[name][figure] if figure in LOWER_IS_BETTER else value < FLOORS[name][figure])
    ]
    assert not fallen, "; ".join(fallen)


def test_own_gold(resources: Resources) -> None:
    check(measure_own(resources))


def test_own_gold_of_places(resources: Resources) -> None:
    check(measure_places(resources))


def test_own_gold_of_time() -> None:
    check(measure_time())


@pytest.mark.corpora
def test_public_gold(resources: Resources, corpora: Path) -> None:
    check(measure_corpora(corpora, resources))


def test_floors_only_rise() -> None:
    worse: dict[str, Figures] = {
        name: dict.fromkeys(figures, 0.0) | dict.fromkeys(LOWER_IS_BETTER & figures.keys(), 1.0)
        for name, figures in FLOORS.items()
    }
    assert raised(FLOORS, worse) == FLOORS
