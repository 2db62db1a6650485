"""The codec loses nothing, and refuses what is not its own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.errors import DataError
from geoevents.model import (
    UNDATED,
    Document,
    Event,
    EventMention,
    Extraction,
    Figure,
    Measurement,
    PublicationProposal,
    Report,
    Resolution,
    Sentence,
    Span,
    Timex,
)
from geoevents.records import from_payload, to_payload

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)
st.register_type_strategy(float, FINITE)
FIGURES = st.builds(Figure, parts=st.lists(st.builds(Figure, parts=st.just(())), max_size=2).map(tuple))
st.register_type_strategy(Figure, FIGURES)


@pytest.mark.parametrize(
    "cls", [Document, Report, Timex, Resolution, EventMention, Measurement, PublicationProposal, Sentence, Figure]
)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_small_types_survive_the_round_trip_through_json_text(cls: type, data: st.DataObject) -> None:
    value = data.draw(st.builds(cls))
    assert from_payload(cls, json.loads(json.dumps(to_payload(value)))) == value


@pytest.mark.parametrize("cls", [Extraction, Event])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_large_types_survive_the_round_trip_through_json_text(cls: type, data: st.DataObject) -> None:
    value = data.draw(st.builds(cls))
    assert from_payload(cls, json.loads(json.dumps(to_payload(value)))) == value


def test_defaults_are_left_out_so_that_payloads_stay_small() -> None:
    assert to_payload(Report(id="a", text_sha256="b", published=date(2024, 8, 9))) == {
        "id": "a",
        "text_sha256": "b",
        "published": "2024-08-09",
    }


def test_a_field_is_written_when_it_is_not_its_default() -> None:
    event = Event(
        id="ev-1",
        type="strike",
        summary="",
        dates=UNDATED,
        mentions=(),
        border=Measurement(value=9.6, low=9.0, high=11.0),
        first_seen=datetime(2024, 8, 9, 12, 30, tzinfo=UTC),
    )
    payload = to_payload(event)
    assert payload.keys() == {"id", "type", "summary", "dates", "mentions", "border", "first_seen"}
    assert payload["first_seen"] == "2024-08-09T12:30:00+00:00"


@pytest.mark.parametrize(
    ("cls", "payload", "says"),
    [
        (Span, {"start": 1}, "without end"),
        (Span, {"start": "1", "end": 2}, "where a int"),
        (Span, {"start": True, "end": 2}, "where a int"),
        (Span, {"start": 1, "end": 2, "middle": 1}, "no field 'middle'"),
        (Span, [1, 2], "where a Span"),
        (Report, {"id": "a", "text_sha256": "b", "published": "2024-13-40"}, "no date"),
        (Report, {"id": "a", "text_sha256": "b", "published": 7}, "no date"),
        (Report, {"id": "a", "text_sha256": "b", "sharing": "secret"}, "none of public"),
        (Measurement, {"value": 1.0, "low": 1.0, "high": 1.0, "line": [[1.0]]}, "list of 2"),
        (Extraction, {"report": {"id": "a", "text_sha256": "b"}, "signature": "7"}, "no list"),
    ],
)
def test_a_foreign_payload_is_an_error_and_never_a_wrong_object(cls: type, payload: Any, says: str) -> None:
    with pytest.raises(DataError, match=says):
        from_payload(cls, payload)


def test_a_type_that_the_model_does_not_use_is_refused() -> None:
    with pytest.raises(TypeError, match="no type of the model"):
        to_payload({"a": 1})
    with pytest.raises(TypeError, match="no type of the model"):
        from_payload(dict, {})
