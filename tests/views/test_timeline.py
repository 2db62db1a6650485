"""Bars over days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.views.timeline import Stretch, bars, by_family, stretches, timeline

DAYS = st.dictionaries(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.dictionaries(st.sampled_from(["ground", "strike"]), st.integers(1, 9)),
    max_size=30,
)


@given(DAYS)
def test_no_event_is_lost_and_bars_leave_no_gap(counts: dict[date, dict[str, int]]) -> None:
    drawn = bars(counts)
    assert sum(sum(b.counts.values()) for b in drawn) == sum(sum(c.values()) for c in counts.values())
    assert all(later.first == earlier.last + timedelta(1) for earlier, later in pairwise(drawn))


@pytest.mark.parametrize(("length", "labels"), [(9, 9), (200, 29), (1200, 40)])
def test_bars_are_days_weeks_or_months(length: int, labels: int) -> None:
    counts = {date(2024, 1, 1): {"ground": 1}, date(2024, 1, 1) + timedelta(length - 1): {"strike": 2}}
    assert len(bars(counts)) == labels


def test_the_chart_is_drawn_without_asking_anyone() -> None:
    spec = timeline(bars({date(2024, 8, 9): {"ground": 2}})).to_json()
    assert '"9 Aug 2024"' in spec
    assert "http" not in spec.replace("https://vega.github.io/schema", "")


def test_families_come_in_their_order() -> None:
    assert list(by_family({"strike": 1, "ground": 2, "talks": 0})) == ["ground", "strike"]


def test_weeks_months_and_unknown_days_are_stretches_and_no_bars() -> None:
    drawn = bars({date(2024, 8, 5): {"ground": 1}, date(2024, 8, 12): {"strike": 2}})
    week = Stretch(date(2024, 8, 7), date(2024, 8, 20), "7–20 Aug 2024", 3)
    before = Stretch(date(2023, 9, 1), date(2023, 9, 30), "Sep 2023", 1)
    unknown = Stretch(None, None, "no date", 4)
    chart, outside = stretches(drawn, [before, week, unknown])
    assert outside == [before]
    assert chart is not None
    rows = next(iter(chart.to_dict()["datasets"].values()))
    assert [(row["from"], row["to"], row["what"]) for row in rows] == [
        ("2024-08-07", "2024-08-12", "7–20 Aug 2024: 3"), ("2024-08-05", "2024-08-12", "no date: 4")
    ]  # fmt: skip
    assert stretches((), [week]) == (None, [week])


def test_bars_can_be_dragged_over() -> None:
    spec = timeline(bars({date(2024, 8, 9): {"ground": 2}})).to_dict()
    assert {param["name"] for param in spec["params"]} == {"bar", "brush"}
