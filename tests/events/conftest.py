"""Loaded resources for tests that read whole sentences, once a process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.model import EventMention
from geoevents.pipeline import Resources, extract
from geoevents.reading import document

PUBLISHED = date(2024, 7, 3)  # a Wednesday
Reader = Callable[..., tuple[EventMention, ...]]


@pytest.fixture(scope="session")
def resources() -> Resources:
    return Resources.load()


@pytest.fixture(scope="session")
def told(resources: Resources) -> Reader:
    """Read a text published on a Wednesday and return its events; statements are left out unless asked for."""

    def read(text: str, published: date | None = PUBLISHED, *, statements: bool = False) -> tuple[EventMention, ...]:
        mentions = extract(document(text, id="report", published=published), resources).mentions
        return mentions if statements else tuple(m for m in mentions if m.type != "statement")

    return read
