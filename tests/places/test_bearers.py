"""Places that bear a name are looked up once, and stay what the gazetteer says."""

from __future__ import annotations

import itertools

import pytest

from geoevents.atlas.format import KINDS
from geoevents.pipeline import Resources
from geoevents.places import bearers
from geoevents.places.bearers import bearers_of
from geoevents.places.prior import Saying, points_of

NAMES = [
    "Georgia",
    "Kursk",
    "New York",
    "Baghdad International Airport",
    "Jisr al-Shughur",
    "Rio Grande",
    "Xyzzyx",
    "Lima",
]


def test_columns_are_those_of_the_gazetteer(resources: Resources) -> None:
    gazetteer = resources.atlas.gazetteer
    for name in NAMES:
        found = bearers_of(gazetteer, name, None)
        for row, (own, kind, country, region), real in zip(
            found.rows, found.columns.whole.tolist(), found.columns.real.tolist(), strict=True
        ):
            place = gazetteer.place(row)
            assert (own, KINDS[kind], real[:2]) == (row, place.kind, [place.lon, place.lat])
            assert (country, region) == (gazetteer.country[row], gazetteer.admin1[row])


def test_what_is_said_of_a_name_does_not_change_what_another_report_says(resources: Resources) -> None:
    sayings = [
        Saying(level, office, capital, hinted, definite, government)
        for level, office in itertools.product(("", "admin1", "settlement", "water"), ("", "region", "town"))
        for capital, hinted, definite, government in itertools.product((False, True), repeat=4)
    ]
    for name in NAMES:
        found = bearers_of(resources.atlas.gazetteer, name, None)
        for saying in [*sayings, *reversed(sayings)]:
            assert found.points(saying).tolist() == points_of(saying, found.columns).tolist()


def test_names_are_remembered_within_bounds(resources: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearers, "KEPT", 5)
    gazetteer = resources.atlas.gazetteer
    names = bearers.Names(gazetteer)
    rows = [names[name, None].rows for name in NAMES for _ in range(2)]
    assert rows == [bearers_of(gazetteer, name, None).rows for name in NAMES for _ in range(2)]
    assert len(names) <= 5


@pytest.mark.parametrize(
    ("name", "told"),
    [("Ukraine", {"country"}), ("Oregon", {"region"}), ("Tokyo", {"metropolis"}), ("Rio Grande", {"landscape"})],
)
def test_what_a_name_is(name: str, told: set[str], resources: Resources) -> None:
    found = bearers_of(resources.atlas.gazetteer, name, None)
    said = {
        "country": found.country_alone is not None,
        "region": found.is_region,
        "metropolis": found.is_metropolis,
        "landscape": found.is_landscape,
    }
    assert {key for key, value in said.items() if value} == told
