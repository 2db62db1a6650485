"""Mentions of one happening in the originals and the sample reports meet at least as rightly as they did."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geoevents.pipeline import Resources

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "evaluation"))

from clusters import original_clusters, own_clusters

PAIRS = "cluster pairs F1"


def test_own_clusters(resources: Resources) -> None:
    assert own_clusters(resources)[PAIRS] >= 0.59


@pytest.mark.corpora
def test_original_clusters(resources: Resources, corpora: Path) -> None:
    assert original_clusters(corpora, resources)[PAIRS] >= 0.872
