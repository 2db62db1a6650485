"""A small store on disk, and the builders of the tests of merging."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geoevents.store import EventStore

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "merge")]

from store_builders import Clock  # noqa: E402 - the folder must be on the path first


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[EventStore]:
    with EventStore(tmp_path / "сховище подій" / "my events.gpkg", now=clock) as opened:
        yield opened
