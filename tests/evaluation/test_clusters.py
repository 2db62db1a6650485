"""Mentions of one happening meet, and others do not: the figures of `evaluation/clusters.py` as floors that only rise."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from geoevents.pipeline import Resources

SCRIPT = Path(__file__).resolve().parents[2] / "evaluation" / "clusters.py"
FLOORS = {
    "own": {"cluster pairs F1": 0.60, "F1, unnamed copies apart": 0.61, "cluster pairs P": 0.60},
    "originals": {"cluster pairs F1": 0.87, "F1, unnamed copies apart": 0.94, "cluster pairs P": 0.84},
}


@pytest.fixture(scope="module")
def clusters() -> Any:
    spec = importlib.util.spec_from_file_location("clusters_evaluation", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hold(figures: dict[str, float], floors: dict[str, float]) -> None:
    assert figures["events of two named clusters"] == 0, "two named happenings became one event"
    for name, floor in floors.items():
        assert figures[name] >= floor, f"{name}: {figures[name]:.3f}"


def test_mentions_of_the_sample_reports_meet(clusters: Any, resources: Resources) -> None:
    hold(clusters.own_clusters(resources), FLOORS["own"])


def test_mentions_of_the_originals_meet(clusters: Any, resources: Resources, corpora: Path) -> None:
    hold(clusters.original_clusters(corpora, resources), FLOORS["originals"])


def test_pairs_and_mentions_are_counted(clusters: Any) -> None:
    labels = [("e1", "a"), ("e1", "a"), ("e2", "a"), ("e2", "b")]
    assert clusters.pair_scores(labels) == {
        "pairs wanted": 3.0,
        "pairs P": 0.5,
        "pairs R": pytest.approx(1 / 3),
        "pairs F1": pytest.approx(0.4),
    }
    assert clusters.bcubed(labels)["B-cubed P"] == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert clusters.bcubed(labels)["B-cubed R"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
