"""What the map draws for a view."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from geoevents.views.palette import FAMILY_IDS
from geoevents.views.viewport import (
    AREA,
    AREAS_SHOWN,
    COUNTRY,
    MANY_PLACES,
    PLACES_SHOWN,
    POINT,
    PointColumns,
    RowWords,
    extent_of,
    viewport,
)

WORLD = (-180.0, -90.0, 180.0, 90.0)


def columns(
    places: Sequence[int] | NDArray[np.intp], seed: int = 0, extents: Sequence[int] | None = None
) -> PointColumns:
    """Columns with one row for each number in `places`; rows of one place share its point."""
    generator = np.random.default_rng(seed)
    places = np.asarray(places, np.int32)
    count = int(places.max()) + 1 if len(places) else 0
    lon, lat = generator.uniform(-179, 179, count), generator.uniform(-80, 80, count)
    extent = np.zeros(count, np.int8) if extents is None else np.asarray(extents, np.int8)
    rows = len(places)
    return PointColumns(
        lon=lon[places], lat=lat[places], family=generator.integers(0, len(FAMILY_IDS), rows).astype(np.int8),
        extent=extent[places], claimed=generator.random(rows) < 0.5, filled=generator.random(rows) < 0.3,
        place=places,
        words=lambda rows: [RowWords(f"p{places[r]}", f"geonames:{places[r]}", f"Place {places[r]}", f"row {r}", 1.5, 5.0 if r % 5 == 0 else None) for r in rows],
    )  # fmt: skip


def everything(cols: PointColumns) -> NDArray[np.bool_]:
    return np.ones(len(cols.place), bool)


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(0, 12))
def test_every_event_is_in_one_symbol(places: list[int], zoom: int) -> None:
    cols = columns(places)
    answer = viewport(cols, everything(cols), WORLD, zoom)
    assert sum(s["n"] for s in answer["symbols"]) == len(places)
    assert len(answer["symbols"]) == len(set(places))
    assert all(sum(s["families"].values()) == s["n"] for s in answer["symbols"])


@pytest.mark.parametrize("zoom", [2, 5, 9])
def test_many_places_become_cells_and_none_is_lost(zoom: int) -> None:
    cols = columns(np.arange(PLACES_SHOWN * 20))
    symbols = viewport(cols, everything(cols), WORLD, zoom)["symbols"]
    assert sum(s["n"] for s in symbols) == len(cols.place)
    assert all(s["cell"] for s in symbols)
    assert all(-180 <= s["lon"] <= 180 and -90 <= s["lat"] <= 90 for s in symbols)


def test_a_box_keeps_what_lies_in_it_also_across_the_date_line() -> None:
    cols = columns(np.arange(300))
    for box in [(0, 0, 90, 80), (170, -80, 190, 80), (-190, -80, -170, 80)]:
        west, south, east, north = box
        shift = np.mod(cols.lon - west, 360)
        expected = int(((shift <= east - west) & (cols.lat >= south) & (cols.lat <= north)).sum())
        assert sum(s["n"] for s in viewport(cols, everything(cols), box, 6)["symbols"]) == expected


def test_regions_and_countries_are_areas_and_never_points() -> None:
    cols = columns([0, 0, 1, 2, 2, 2], extents=[POINT, AREA, COUNTRY])
    answer = viewport(cols, everything(cols), WORLD, 5)
    assert [s["key"] for s in answer["symbols"]] == ["p0"]
    assert [(s["key"], s["n"]) for s in answer["regions"]] == [("p1", 1)]
    assert [(s["key"], s["n"]) for s in answer["countries"]] == [("p2", 3)]


def test_a_symbol_is_filled_by_any_and_dashed_by_all() -> None:
    cols = columns([0, 0, 0])
    for claimed, filled in [([1, 1, 1], [0, 0, 1]), ([1, 0, 1], [0, 0, 0])]:
        cols.claimed[:] = claimed
        cols.filled[:] = filled
        (symbol,) = viewport(cols, everything(cols), WORLD, 5)["symbols"]
        assert symbol["claimed"] == all(claimed)
        assert symbol["filled"] == any(filled)


def test_the_rows_that_are_filtered_out_are_not_shown() -> None:
    cols = columns(np.arange(50))
    rows = np.arange(50) < 10
    assert viewport(cols, rows, WORLD, 5)["total"] == 10
    assert len(viewport(cols, rows, WORLD, 5)["symbols"]) == 10
    (south, west), (north, east) = extent_of(cols, rows)
    assert south <= cols.lat[:10].min() + 1e-9
    assert east >= cols.lon[:10].max() - 1e-9
    assert west <= north or west <= east


def test_nothing_is_nothing() -> None:
    cols = columns([])
    answer = viewport(cols, everything(cols), WORLD, 5)
    assert answer == {"total": 0, "symbols": [], "regions": [], "countries": []}
    assert extent_of(cols, everything(cols)) is None


def test_a_few_titles_are_told() -> None:
    cols = columns([0] * 10)
    assert viewport(cols, everything(cols), WORLD, 5)["symbols"][0]["titles"] == ["row 0", "row 1", "row 2"]


def test_regions_are_in_view_where_they_reach_into_it_also_across_the_date_line() -> None:
    cols = columns(np.arange(4), extents=[AREA] * 4)
    west, east = np.array([10.0, -20.0, 170.0, 30.0]), np.array([20.0, 60.0, -170.0, 40.0])
    bounded = replace(cols, bounds=(west, np.full(4, 10.0), east, np.full(4, 20.0)))

    def seen(*box: float) -> list[str]:
        return [region["key"] for region in viewport(bounded, everything(cols), box, 5)["regions"]]

    assert seen(12, 12, 14, 14) == ["p0", "p1"]  # inside one, and inside the larger one around it
    assert seen(0, 0, 35, 90) == ["p0", "p1", "p3"]
    assert seen(175, 0, 185, 90) == ["p2"]
    assert seen(-185, 0, -175, 90) == ["p2"]
    assert seen(61, 0, 100, 90) == []
    assert seen(12, 30, 14, 40) == []
    assert seen(-180, -90, 180, 90) == ["p0", "p1", "p2", "p3"]


def test_more_regions_than_can_be_told_apart_are_drawn_together_and_none_is_lost() -> None:
    number = AREAS_SHOWN * 5
    cols = columns(np.repeat(np.arange(number), 3), extents=[AREA] * number)
    far = viewport(cols, everything(cols), WORLD, 2)["regions"]
    assert sum(region["n"] for region in far) == number * 3
    assert len(far) < AREAS_SHOWN
    assert all(region["cell"] and not region["place"] for region in far)
    few = np.isin(cols.place, np.arange(AREAS_SHOWN))
    near = viewport(cols, few, WORLD, 2)["regions"]
    assert len(near) == AREAS_SHOWN
    assert not any("cell" in region for region in near)


def test_of_very_many_places_one_title_each_is_told() -> None:
    cols = columns(np.repeat(np.arange(MANY_PLACES + 1), 2))
    symbols = viewport(cols, everything(cols), WORLD, 5)["symbols"]
    assert [symbol["titles"] for symbol in symbols[:2]] == [["row 0"], ["row 2"]]
