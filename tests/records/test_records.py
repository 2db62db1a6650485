"""The public lines: the contract's fields, in its order, with null where it says null."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from geoevents.model import (
    UNDATED,
    Candidate,
    Conflict,
    ConflictValue,
    DatedFigure,
    DateRange,
    DistanceClaim,
    Event,
    EventMention,
    EventPlace,
    Extraction,
    Figure,
    Measurement,
    MentionRef,
    Place,
    Reason,
    Report,
    Resolution,
    Sentence,
    Series,
    Span,
    Timex,
    Toponym,
)
from geoevents.records import event_record, extraction_record

TEXT = "Two mills burned in Vesna on Friday, 10 km from the border, the mayor said."
PLACE = Place("test:vesna", "Vesna", "settlement", 35.27, 51.19, country="XA", admin1="Norland")
WHY = (Reason("rule.a", "seen"), Reason("rule.b"))
DATES = DateRange(date(2031, 5, 9), date(2031, 5, 9), "day", "times.weekday", text="on Friday", span=Span(26, 35))
FIGURE = Figure("equipment", 2.0, 2.0, 2.0, "mills", Span(0, 9), said_by="the mayor")
BORDER = Measurement(9.6, 9.0, 11.0, bearing_deg=12.5, line=((35.27, 51.19), (35.2, 51.1)), between="XA-XB")
CLAIM = DistanceClaim(
    span=Span(37, 59), text="10 km from the border", sentence=Span(0, 75), kind="to-border", stated_value="10",
    stated_unit="km", low=9.5, best=10.0, high=10.5, subject=PLACE, reference_name="the border", measurement=BORDER,
    verdict="consistent", why="Vesna lies 9.6 km from the border.",
)  # fmt: skip
PLACED = EventPlace(PLACE, "in", Span(20, 25), 2.0, WHY)
MENTION = EventMention(
    id="m1", report="r1", type="damage", summary="two mills burned", sentence=Span(0, 75), trigger=Span(10, 16),
    quote=TEXT, dates=DATES, places=(PLACED,), actors=("arsonists",), figures=(FIGURE,), attributed_to="mayor",
    attribution_span=Span(61, 70), mapped=True, rules=WHY, confidence=0.75,
)  # fmt: skip
EXTRACTION = Extraction(
    report=Report("r1", "abc", date(2031, 5, 10), "given", "as given"),
    resolutions=(
        Resolution(Toponym(Span(20, 25), "Vesna", "literal"), PLACE, (Candidate(PLACE, 0.9, WHY),), 0.9, WHY),
        Resolution(Toponym(Span(1, 2), "X", "metonym"), None),
    ),
    timexes=(Timex(Span(26, 35), "DATE", "2031-05-09", dates=DATES), Timex(Span(0, 3), "DURATION", "P2D")),
    mentions=(MENTION,),
    claims=(CLAIM,),
    sentences=(Sentence(0, Span(0, 75)),),
    notes=("A note.",),
    versions=(("rules", "1"),),
)
HEAD = ["id", "text_sha256", "published", "published_basis", "published_why", "language", "toponyms", "timexes",
        "events", "distance_claims"]  # fmt: skip
TOPONYM = ["start", "end", "text", "role", "name", "place_id", "kind", "country", "admin1", "lat", "lon", "confidence",
           "reasons", "candidates"]  # fmt: skip
EVENT = ["id", "type", "level", "summary", "sentence", "trigger", "date_start", "date_end", "date_precision",
         "date_text", "date_span", "part_of_day", "places", "actors", "figures", "attributed_to", "attribution_span",
         "status", "status_span", "background", "mapped", "rules", "confidence"]  # fmt: skip
PLACE_FIELDS = ["name", "place_id", "kind", "country", "admin1", "lat", "lon", "relation", "start", "end",
                "uncertainty_km", "why"]  # fmt: skip
FIGURE_FIELDS = ["kind", "low", "best", "high", "unit", "qualifier", "cumulative", "said_by", "start", "end"]
CLAIM_FIELDS = ["start", "end", "text", "sentence", "kind", "stated_value", "stated_unit", "low", "best", "high", "unit",
                "qualifier", "direction", "subject", "reference", "attributed_to", "measured", "measured_low",
                "measured_high", "bearing", "line", "verdict", "direction_verdict", "why", "border_source"]  # fmt: skip
MERGED = ["id", "aliases", "type", "level", "summary", "date_start", "date_end", "date_precision", "date_text",
          "part_of_day", "places", "figures", "series", "status", "attributed_to", "sources", "origins", "reports",
          "mentions", "conflicts", "claims", "border_km", "border_km_low", "border_km_high", "border_between",
          "border_view", "first_seen", "last_changed", "reviewed", "sharing"]  # fmt: skip


def test_a_report_has_the_contracts_fields_in_order() -> None:
    record = extraction_record(EXTRACTION, text=TEXT)
    assert list(record) == HEAD
    assert list(record["toponyms"][0]) == TOPONYM
    assert list(record["timexes"][0]) == ["start", "end", "text", "type", "value"]
    assert list(record["events"][0]) == EVENT
    assert list(record["events"][0]["places"][0]) == PLACE_FIELDS
    assert list(record["events"][0]["figures"][0]) == FIGURE_FIELDS
    assert list(record["distance_claims"][0]) == CLAIM_FIELDS
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_words_are_cut_from_the_text_and_spans_are_pairs() -> None:
    record = extraction_record(EXTRACTION, text=TEXT)
    assert [timex["text"] for timex in record["timexes"]] == ["on Friday", "Two"]
    event = record["events"][0]
    assert (event["date_span"], event["attribution_span"], event["status_span"]) == ([26, 35], [61, 70], None)
    assert event["rules"] == ["rule.a: seen", "rule.b"]
    assert record["toponyms"][0]["reasons"] == ["rule.a: seen", "rule.b"]


def test_an_unresolved_name_is_null_in_every_field_of_the_place() -> None:
    unresolved = extraction_record(EXTRACTION)["toponyms"][1]
    assert {unresolved[name] for name in ("name", "place_id", "kind", "country", "admin1", "lat", "lon")} == {None}
    assert unresolved["candidates"] == 0


def test_a_claim_carries_its_measurement_or_nulls() -> None:
    claim = extraction_record(EXTRACTION)["distance_claims"][0]
    assert (claim["measured"], claim["measured_low"], claim["measured_high"], claim["bearing"]) == (
        9.6,
        9.0,
        11.0,
        12.5,
    )
    assert claim["line"] == [[35.27, 51.19], [35.2, 51.1]]
    assert (claim["subject"], claim["reference"]) == ("Vesna", "the border")
    bare = DistanceClaim(Span(0, 1), "x", Span(0, 1), "extent", "1", "km", None, None, None)
    record = extraction_record(Extraction(EXTRACTION.report, claims=(bare,)))["distance_claims"][0]
    assert {record[name] for name in ("measured", "measured_low", "measured_high", "bearing", "line")} == {None}


def test_whole_numbers_are_printed_whole() -> None:
    figure = extraction_record(EXTRACTION)["events"][0]["figures"][0]
    assert json.dumps(figure["low"]) == "2"
    assert json.dumps(extraction_record(EXTRACTION)["distance_claims"][0]["low"]) == "9.5"


def test_text_and_explanation_are_added_only_when_asked_for() -> None:
    record = extraction_record(EXTRACTION, text=TEXT, with_text=True, explain=True)
    assert list(record) == [*HEAD, "text", "explain"]
    assert record["text"] == TEXT
    explained = record["explain"]
    assert explained["places"][0]["candidates"][0]["score"] == 0.9
    assert explained["times"][0]["date_start"] == "2031-05-09"
    assert explained["notes"] == ["A note."]
    assert explained["versions"] == {"rules": "1"}


@pytest.mark.parametrize("dates", [UNDATED, DATES])
def test_never_a_start_without_an_end(dates: DateRange) -> None:
    mention = EventMention("m", "r", "damage", "s", Span(0, 1), Span(0, 1), "q", dates=dates)
    record = extraction_record(Extraction(EXTRACTION.report, mentions=(mention,)))["events"][0]
    assert (record["date_start"] is None) == (record["date_end"] is None) == (dates is UNDATED)


def test_an_event_has_the_contracts_fields_in_order() -> None:
    dated = DatedFigure(FIGURE, date(2031, 5, 10), "r1")
    event = Event(
        id="ev-1", type="damage", summary="two mills burned", dates=DATES, aliases=("ev-0",), places=(PLACED,),
        mentions=(MentionRef("r1", "m1", Span(0, 75), TEXT, "https://example.org", "Herald", date(2031, 5, 10)),),
        figures=(dated,), series=(Series("equipment", (dated,)),), claims=(CLAIM,), border=BORDER,
        conflicts=(Conflict("date", (ConflictValue("2031-05-09", ("r1",)),), "why"),),
        first_seen=datetime(2031, 5, 11, 8, tzinfo=UTC), last_changed=datetime(2031, 5, 12, 8, tzinfo=UTC),
    )  # fmt: skip
    record = event_record(event)
    assert list(record)[: len(MERGED)] == MERGED
    assert list(record["figures"][0]) == [*FIGURE_FIELDS, "as_of", "report"]
    assert record["series"] == [
        {
            "kind": "equipment",
            "points": [
                {"as_of": "2031-05-10", "low": 2, "best": 2, "high": 2, "said_by": "the mayor", "report": "r1"},
            ],
        }
    ]
    assert record["mentions"] == [
        {
            "report": "r1", "event": "m1", "sentence": [0, 75], "quote": TEXT, "url": "https://example.org",
            "publisher": "Herald", "published": "2031-05-10", "sharing": "public",
        }
    ]  # fmt: skip
    assert record["conflicts"] == [
        {"field": "date", "values": [{"value": "2031-05-09", "reports": ["r1"]}], "why": "why"}
    ]
    assert [record[name] for name in ("border_km", "border_km_low", "border_km_high", "border_between")] == [
        9.6, 9.0, 11.0, "XA-XB",
    ]  # fmt: skip
    assert record["first_seen"] == "2031-05-11T08:00:00+00:00"
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_an_event_that_was_never_measured_has_null_distances() -> None:
    record = event_record(Event("ev-1", "meeting", "s", UNDATED, ()))
    assert [record[name] for name in ("border_km", "border_km_low", "border_km_high", "border_between")] == [None] * 4
    assert record["border_view"] == "international"
    assert record["first_seen"] is None
