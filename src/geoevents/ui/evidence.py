"""What stands behind an event: its mentions, their reports, the text around their sentences, distances stated nearby."""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.model import DistanceClaim, Event, Extraction
from geoevents.store.filters import mapped_places
from geoevents.ui.asking import Reader
from geoevents.views.card import Evidence
from geoevents.views.words import AREA_KINDS

_CONTEXT, _CONTEXTS = 420, 20  # characters before and after a sentence, and of how many sentences


def evidence_of(store: Reader, event: Event, countries: dict[str, str]) -> Evidence:
    """Return what the card of an event needs, as far as the reader may see it."""
    against = (report for conflict in event.conflicts for value in conflict.values for report in value.reports)
    names = dict.fromkeys([*(ref.report for ref in event.mentions), *against])
    found = (store.extraction(name) for name in names)
    extractions = [extraction for extraction in found if extraction is not None]
    return Evidence(
        mentions={mention.id: mention for extraction in extractions for mention in extraction.mentions},
        reports={extraction.report.id: extraction.report for extraction in extractions},
        countries=countries,
        claims=_claims_nearby(event, extractions),
        around=_around(store, event),
    )


def _claims_nearby(event: Event, extractions: Sequence[Extraction]) -> tuple[DistanceClaim, ...]:
    """Return the distances that the event's reports state of its places in other sentences than its own."""
    places = {place.place.place_id for place in mapped_places(event) if place.place.kind not in AREA_KINDS}
    own = {(claim.text, claim.span) for claim in event.claims}
    found = (claim for extraction in extractions for claim in extraction.claims)
    near = [c for c in found if c.subject is not None and c.subject.place_id in places and (c.text, c.span) not in own]
    return tuple({(c.kind, c.low, c.best, c.high): c for c in near}.values())


def _around(store: Reader, event: Event) -> dict[str, tuple[str, str]]:
    """Return the text before and after the sentences of an event's first mentions, by mention."""
    out = {}
    for ref in event.mentions[:_CONTEXTS]:
        document = store.document(ref.report)
        if document is None:
            continue
        text, first, last = document.text, ref.sentence.start, ref.sentence.end
        before, after = text[max(0, first - _CONTEXT) : first], text[last : last + _CONTEXT]
        out[ref.mention] = (
            before if first <= _CONTEXT else f"… {before.partition(' ')[2]}",
            after if last + _CONTEXT >= len(text) else f"{after.rpartition(' ')[0]} …",
        )
    return out
