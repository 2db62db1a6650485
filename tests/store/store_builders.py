"""A clock that the test turns, and documents for extractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from geoevents.model import Document, Extraction


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    now: datetime = datetime(2031, 5, 10, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, days: int) -> None:
        self.now += timedelta(days=days)


def pair(extraction: Extraction, text: str = "Some text.") -> tuple[Document, Extraction]:
    """A document for an extraction: its head, and a text."""
    head = extraction.report
    document = Document(
        id=head.id,
        text=text,
        text_sha256=head.text_sha256,
        title=head.title,
        published=head.published,
        published_basis=head.published_basis,
        published_why=head.published_why,
        publisher=head.publisher,
        url=head.url,
        language=head.language,
        sharing=head.sharing,
    )
    return document, extraction
