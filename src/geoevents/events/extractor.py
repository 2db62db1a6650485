"""The seam for other extractors: a small protocol, and the check that nothing comes back that the text does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from geoevents.atlas import Atlas
from geoevents.lexicon import Lexicon
from geoevents.model import Document, EventMention, Prose, Resolution, Span, Timex


class EventExtractor(Protocol):
    """Anything that reads events like `find_events`: a model, a service, another rule set."""

    def __call__(  # noqa: PLR0917 - as find_events
        self,
        document: Document,
        prose: Prose,
        resolutions: Sequence[Resolution],
        timexes: Sequence[Timex],
        atlas: Atlas,
        lexicon: Lexicon,
    ) -> Iterable[EventMention]:
        """Return the events of one report."""
        ...


def verbatim(mentions: Iterable[EventMention], prose: Prose) -> tuple[EventMention, ...]:
    """Return the mentions whose quote and spans hold in the text, word for word; drop the others.

    A mention falls when its quote is not its sentence, its trigger is empty or outside the sentence, or a place, figure,
    attribution or status points outside the text.
    """
    return tuple(mention for mention in mentions if _holds(mention, prose.text))


def _holds(mention: EventMention, text: str) -> bool:
    inside = mention.sentence.contains(mention.trigger) and mention.trigger.start < mention.trigger.end
    if not inside or mention.sentence.of(text) != mention.quote:
        return False
    if not mention.trigger.of(text).strip():
        return False
    return all(0 <= span.start < span.end <= len(text) for span in _spans(mention))


def _spans(mention: EventMention) -> Iterable[Span]:
    yield mention.sentence
    for span in (mention.attribution_span, mention.status_span, mention.dates.span):
        if span is not None:
            yield span
    yield from (place.span for place in mention.places if place.span is not None)
    yield from (figure.span for figure in mention.figures)
