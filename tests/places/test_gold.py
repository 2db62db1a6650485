"""The room on our own small gold: reports of many countries and styles, written for these tests. Floors only rise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geoevents.atlas import distance_km
from geoevents.model import Resolution

Read = Callable[..., tuple[Resolution, ...]]
GOLD = [json.loads(line) for line in (Path(__file__).parent / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
FOUND, RIGHT_ROLE, RIGHT_PLACE, SPURIOUS = 0.97, 0.97, 0.95, 0.03
NEAR_KM = 161


@pytest.fixture(scope="module")
def pairs(read: Read) -> list[tuple[dict[str, Any], Resolution | None]]:
    """Each gold toponym with what was found on its span."""
    found = []
    for report in GOLD:
        by_span = {(r.toponym.span.start, r.toponym.span.end): r for r in read(report["text"])}
        found += [(gold, by_span.get((gold["start"], gold["end"]))) for gold in report["toponyms"]]
    return found


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_recognition(pairs: list[tuple[dict[str, Any], Resolution | None]]) -> None:
    assert share([found is not None for _, found in pairs]) >= FOUND


def test_roles(pairs: list[tuple[dict[str, Any], Resolution | None]]) -> None:
    assert share([found is not None and found.toponym.role == gold["role"] for gold, found in pairs]) >= RIGHT_ROLE


def test_places(pairs: list[tuple[dict[str, Any], Resolution | None]]) -> None:
    right = [
        found is not None
        and found.place is not None
        and distance_km(found.place.lon, found.place.lat, gold["lon"], gold["lat"]) <= NEAR_KM
        for gold, found in pairs
    ]
    assert share(right) >= RIGHT_PLACE


def test_nothing_else_is_found(read: Read) -> None:
    spare = []
    for report in GOLD:
        spans = [(gold["start"], gold["end"]) for gold in report["toponyms"]]
        for resolution in read(report["text"]):
            start, end = resolution.toponym.span.start, resolution.toponym.span.end
            spare.append(not any(a < end and start < b for a, b in spans))
    assert share(spare) <= SPURIOUS
