"""Look-ups are at least as right as they were on our own collection of names; floors only rise."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from geoevents.atlas import Gazetteer

HERE = Path(__file__).resolve().parents[2] / "evaluation"
sys.path.insert(0, str(HERE))

from gazetteer import RESULTS, SPELLINGS, measure, misplaced, page, read, shares  # noqa: E402 - evaluation is no package

FLOORS = {
    "all found": 0.915, "all first": 0.85, "all hinted": 0.9, "town found": 0.98, "town first": 0.935, "town hinted": 0.97,
    "namesake hinted": 1.0, "demonym found": 1.0, "country found": 0.76, "region found": 0.66,
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(added=False)


def test_the_collection_is_sound(gazetteer: Gazetteer) -> None:
    rows = read()
    assert misplaced(gazetteer, rows) == []
    kinds = Counter(row["kind"] for row in rows)
    assert len(rows) >= 150
    assert min(kinds[kind] for kind in ("town", "namesake", "region", "country", "demonym")) >= 15
    assert sum(all(row[spelling] for spelling in SPELLINGS) for row in rows) >= 50
    places = [(row["kind"], row["place_id"]) for row in rows]
    assert len(set(places)) == len(places)


def test_look_ups(gazetteer: Gazetteer) -> None:
    measured = shares(measure(gazetteer, read()))
    fallen = {name: round(measured[name], 3) for name, floor in FLOORS.items() if measured[name] < floor}
    assert fallen == {}


def test_the_page_of_results_is_of_this_collection(gazetteer: Gazetteer) -> None:
    rows = read()
    head = page(rows, measure(gazetteer, rows), "v").split("\n")[2].split(", gazetteer")[0]
    assert RESULTS.read_text(encoding="utf-8").split("\n")[2].startswith(head)
