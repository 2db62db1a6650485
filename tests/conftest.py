"""What all tests share: where the corpora lie, and the loaded resources, once a process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geoevents.pipeline import Resources

os.environ["GEOEVENTS_GAZETTEER"] = ""  # the tests know the shipped places, whatever this user has added
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of shared corpora that `GEOEVENTS_CORPORA` names; tests that need it are skipped where it is not."""
    given = os.environ.get("GEOEVENTS_CORPORA")
    if not given or not Path(given).is_dir():
        pytest.skip("GEOEVENTS_CORPORA names no folder: the original reports and public gold sets are not here")
    return Path(given)


@pytest.fixture(scope="session")
def resources() -> Resources:
    """Atlas, rules and recogniser as shipped."""
    return Resources.load()
