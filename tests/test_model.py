"""Spans, and the public names."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geoevents
from geoevents.model import Reason, Span

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))


@given(spans, spans)
def test_overlap_is_mutual_and_means_no_distance(one: Span, two: Span) -> None:
    assert one.overlaps(two) == two.overlaps(one)
    assert one.distance(two) == two.distance(one)
    if one.overlaps(two):
        assert one.distance(two) == 0


@given(st.text(max_size=60), spans)
def test_a_span_covers_its_words(text: str, span: Span) -> None:
    assert span.of(text) == text[span.start : span.end]


def test_a_reason_prints_as_rule_and_detail() -> None:
    assert str(Reason("times.weekday", "Friday")) == "times.weekday: Friday"
    assert str(Reason("undated")) == "undated"


def test_the_promised_names_are_there() -> None:
    promised = {"read", "extract", "merge", "Gazetteer", "Borders", "EventStore"}
    assert promised <= set(dir(geoevents))
    for name in promised:
        assert getattr(geoevents, name)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = geoevents.nonsense


def test_importing_costs_nothing() -> None:
    code = "import sys, geoevents; print(*sorted(m for m in ('numpy', 'pandas', 'folium', 'streamlit') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
