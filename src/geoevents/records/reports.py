"""One JSON line a report: what `geoevents extract` prints. Fields, order and nulls are the contract's."""

from __future__ import annotations

from datetime import date
from typing import Any

from geoevents.model import (
    DateRange,
    DistanceClaim,
    EventMention,
    EventPlace,
    Extraction,
    Figure,
    Measurement,
    Place,
    Reason,
    Resolution,
    Span,
    Timex,
)

Record = dict[str, Any]


def extraction_record(
    extraction: Extraction, *, text: str | None = None, with_text: bool = False, explain: bool = False
) -> Record:
    """Return an extraction as the contract's JSON object.

    `text` is the report's text: the words of time expressions are read from it, and `with_text` adds it as a field.
    `explain` adds what the contract's fields leave out: candidates of each place, anchored dates of each time
    expression, sentences, notes, versions.
    """
    report = extraction.report
    record: Record = {
        "id": report.id,
        "text_sha256": report.text_sha256,
        "published": day(report.published),
        "published_basis": report.published_basis,
        "published_why": report.published_why,
        "language": report.language,
        "toponyms": [toponym_record(resolution) for resolution in extraction.resolutions],
        "timexes": [timex_record(timex, text) for timex in extraction.timexes],
        "events": [mention_record(mention) for mention in extraction.mentions],
        "distance_claims": [claim_record(claim) for claim in extraction.claims],
    }
    if with_text:
        record["text"] = text
    if explain:
        record["explain"] = _explanation(extraction)
    return record


def day(value: date | None) -> str | None:
    """Return a day as YYYY-MM-DD, or None."""
    return None if value is None else value.isoformat()


def span_pair(span: Span | None) -> list[int] | None:
    """Return a span as [start, end], or None."""
    return None if span is None else [span.start, span.end]


def number(value: float | None) -> float | int | None:
    """Return whole numbers as integers, so that 14 is printed as 14."""
    return int(value) if value is not None and value == value // 1 and abs(value) < 1e15 else value  # noqa: PLR2004


def why(reasons: tuple[Reason, ...]) -> list[str]:
    """Return reasons as printed lines."""
    return [str(reason) for reason in reasons]


def _place_fields(place: Place | None) -> Record:
    if place is None:
        return dict.fromkeys(("name", "place_id", "kind", "country", "admin1", "lat", "lon"))
    return {
        "name": place.name,
        "place_id": place.place_id,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
    }


def toponym_record(resolution: Resolution) -> Record:
    """Return a place word of the text with what it was taken to mean."""
    toponym = resolution.toponym
    return {
        "start": toponym.span.start,
        "end": toponym.span.end,
        "text": toponym.surface,
        "role": toponym.role,
        **_place_fields(resolution.place),
        "confidence": resolution.confidence,
        "reasons": why(toponym.reasons + resolution.reasons),
        "candidates": len(resolution.candidates),
    }


def timex_record(timex: Timex, text: str | None = None) -> Record:
    """Return a time expression with its TIMEX3 type and value, and its words where the report's text is given."""
    known = timex.dates.text if timex.dates is not None else None
    return {
        "start": timex.span.start,
        "end": timex.span.end,
        "text": known if text is None else timex.span.of(text),
        "type": timex.type,
        "value": timex.value,
    }


def dates_record(dates: DateRange) -> Record:
    """Return the date fields that mentions and events share."""
    return {
        "date_start": day(dates.first),
        "date_end": day(dates.last),
        "date_precision": dates.precision,
        "date_text": dates.text,
    }


def place_record(place: EventPlace) -> Record:
    """Return a place of an event with its relation, words and reasons."""
    return {
        **_place_fields(place.place),
        "relation": place.relation,
        "start": None if place.span is None else place.span.start,
        "end": None if place.span is None else place.span.end,
        "uncertainty_km": place.uncertainty_km,
        "why": why(place.why),
    }


def figure_record(figure: Figure) -> Record:
    """Return a figure with its bounds and the words it stands in."""
    return {
        "kind": figure.kind,
        "low": number(figure.low),
        "best": number(figure.best),
        "high": number(figure.high),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "cumulative": figure.cumulative,
        "said_by": figure.said_by,
        "start": figure.span.start,
        "end": figure.span.end,
    }


def mention_record(mention: EventMention) -> Record:
    """Return an event as one report tells it."""
    return {
        "id": mention.id,
        "type": mention.type,
        "level": mention.level,
        "summary": mention.summary,
        "sentence": span_pair(mention.sentence),
        "trigger": span_pair(mention.trigger),
        **dates_record(mention.dates),
        "date_span": span_pair(mention.dates.span),
        "part_of_day": mention.dates.part_of_day,
        "places": [place_record(place) for place in mention.places],
        "actors": list(mention.actors),
        "figures": [figure_record(figure) for figure in mention.figures],
        "attributed_to": mention.attributed_to,
        "attribution_span": span_pair(mention.attribution_span),
        "status": mention.status,
        "status_span": span_pair(mention.status_span),
        "background": mention.background,
        "mapped": mention.mapped,
        "rules": why(mention.rules),
        "confidence": mention.confidence,
    }


def _measured_fields(measurement: Measurement | None) -> Record:
    if measurement is None:
        return dict.fromkeys(("measured", "measured_low", "measured_high", "bearing", "line"))
    return {
        "measured": measurement.value,
        "measured_low": measurement.low,
        "measured_high": measurement.high,
        "bearing": measurement.bearing_deg,
        "line": [list(point) for point in measurement.line] or None,
    }


def claim_record(claim: DistanceClaim) -> Record:
    """Return a stated distance with what the map says to it."""
    return {
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "sentence": span_pair(claim.sentence),
        "kind": claim.kind,
        "stated_value": claim.stated_value,
        "stated_unit": claim.stated_unit,
        "low": number(claim.low),
        "best": number(claim.best),
        "high": number(claim.high),
        "unit": claim.unit,
        "qualifier": claim.qualifier,
        "direction": claim.direction,
        "subject": claim.subject_name or (claim.subject.name if claim.subject else None),
        "reference": claim.reference_name or (claim.reference.name if claim.reference else None),
        "attributed_to": claim.attributed_to,
        **_measured_fields(claim.measurement),
        "verdict": claim.verdict,
        "direction_verdict": claim.direction_verdict,
        "why": claim.why,
        "border_source": None if claim.measurement is None else claim.measurement.source or None,
    }


def _explanation(extraction: Extraction) -> Record:
    return {
        "places": [
            {
                "start": resolution.toponym.span.start,
                "candidates": [
                    {**_place_fields(c.place), "score": c.score, "reasons": why(c.reasons)}
                    for c in resolution.candidates
                ],
            }
            for resolution in extraction.resolutions
        ],
        "times": [
            {
                "start": timex.span.start,
                **(dict.fromkeys(("date_start", "date_end")) if timex.dates is None else dates_record(timex.dates)),
                "usable": timex.usable,
                "rule": timex.rule,
                "why": timex.why,
            }
            for timex in extraction.timexes
        ],
        "sentences": [[s.span.start, s.span.end, s.kind] for s in extraction.sentences],
        "notes": list(extraction.notes),
        "versions": dict(extraction.versions),
    }
