"""Type-checked only: the public names have the types that a user's checker should see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_type

import geoevents
from geoevents import Document, Event, Extraction, Resources


def one_report(document: Document, resources: Resources) -> None:
    extraction = geoevents.extract(document, resources)
    assert_type(extraction, Extraction)
    for mention in extraction.mentions:
        assert_type(mention.sentence.of(document.text), str)


def many_reports(extractions: Iterable[Extraction]) -> None:
    events = geoevents.merge(extractions)
    assert_type(events, tuple[Event, ...])
