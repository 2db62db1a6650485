"""One JSON line a merged event: what `geoevents events --format jsonl` prints, in the contract's fields and order."""

from __future__ import annotations

import json
from typing import Any

from geoevents.model import Conflict, DatedFigure, Event, Measurement, MentionRef, Series
from geoevents.records.reports import claim_record, dates_record, day, figure_record, number, place_record, span_pair

Record = dict[str, Any]


def event_record(event: Event) -> Record:
    """Return a merged event as the contract's JSON object."""
    return {
        "id": event.id,
        "aliases": list(event.aliases),
        "type": event.type,
        "level": event.level,
        "summary": event.summary,
        **dates_record(event.dates),
        "part_of_day": event.dates.part_of_day,
        "places": [place_record(place) for place in event.places],
        "figures": [dated_figure_record(figure) for figure in event.figures],
        "series": [series_record(series) for series in event.series],
        "status": event.status,
        "attributed_to": list(event.attributed_to),
        "sources": event.sources,
        "origins": event.origins,
        "reports": event.reports,
        "mentions": [mention_ref_record(ref) for ref in event.mentions],
        "conflicts": [conflict_record(conflict) for conflict in event.conflicts],
        "claims": [claim_record(claim) for claim in event.claims],
        **_border_fields(event.border),
        "border_view": event.border_view if event.border is None else event.border.view,
        "first_seen": None if event.first_seen is None else event.first_seen.isoformat(),
        "last_changed": None if event.last_changed is None else event.last_changed.isoformat(),
        "reviewed": list(event.reviewed),
        "sharing": event.sharing,
        "actors": list(event.actors),
        "background": event.background,
        "mapped": event.mapped,
        "confidence": event.confidence,
        "rules": [str(reason) for reason in event.rules],
        "machine": {field: json.loads(value) for field, value in event.machine},
        "border_source": None if event.border is None else event.border.source or None,
    }


def dated_figure_record(dated: DatedFigure) -> Record:
    """Return a figure of an event with the day and report it is from."""
    return {**figure_record(dated.figure), "as_of": day(dated.as_of), "report": dated.report}


def series_record(series: Series) -> Record:
    """Return how one kind of figure grew over the reports."""
    return {
        "kind": series.kind,
        "points": [
            {
                "as_of": day(point.as_of),
                "low": number(point.figure.low),
                "best": number(point.figure.best),
                "high": number(point.figure.high),
                "said_by": point.figure.said_by,
                "report": point.report,
            }
            for point in series.points
        ],
    }


def mention_ref_record(ref: MentionRef) -> Record:
    """Return where a mention of an event stands, with its words."""
    return {
        "report": ref.report,
        "event": ref.mention,
        "sentence": span_pair(ref.sentence),
        "quote": ref.quote,
        "url": ref.url,
        "publisher": ref.publisher,
        "published": day(ref.published),
        "sharing": ref.sharing,
    }


def conflict_record(conflict: Conflict) -> Record:
    """Return what the sources of an event disagree on."""
    return {
        "field": conflict.field,
        "values": [{"value": value.value, "reports": list(value.reports)} for value in conflict.values],
        "why": conflict.why,
    }


def _border_fields(border: Measurement | None) -> Record:
    return {
        "border_km": None if border is None else border.value,
        "border_km_low": None if border is None else border.low,
        "border_km_high": None if border is None else border.high,
        "border_between": None if border is None else border.between,
    }
