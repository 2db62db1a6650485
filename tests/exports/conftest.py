from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from geoevents.atlas import Atlas
from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import DatedFigure, DateRange, Event, EventPlace, Figure, Measurement, MentionRef, Place, Span


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return Atlas.load()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


def place_of(atlas: Atlas, name: str, kind: str) -> Place:
    return next(p for row in atlas.gazetteer.find(name) if (p := atlas.gazetteer.place(row)).kind == kind)


@pytest.fixture(scope="session")
def town(atlas: Atlas) -> EventPlace:
    return EventPlace(place_of(atlas, "Sudzha", "settlement"), "near", Span(10, 16), uncertainty_km=5.0)


@pytest.fixture(scope="session")
def region(atlas: Atlas) -> EventPlace:
    return EventPlace(place_of(atlas, "Kursk", "admin1"), "in", Span(20, 25))


@pytest.fixture
def event(town: EventPlace, region: EventPlace) -> Event:
    day = date(2024, 8, 9)
    return Event(
        id="e0001",
        type="strike",
        summary="A raid on the mill",
        dates=DateRange(day, day, "day", "times.weekday", "on Friday", Span(40, 49)),
        mentions=(
            MentionRef("r1", "m1", Span(0, 60), "A raid hit the mill near Sudzha.", None, "Example News", day),
            MentionRef("r2", "m2", Span(5, 50), "The mill burned.", None, "Other News", day),
            MentionRef("r3", "m3", Span(5, 50), "The mill burned.", None, "Example News", day),
        ),
        places=(town, region, replace(town, relation="from"), replace(town, relation="topic")),
        actors=("rebels", "army"),
        figures=(
            DatedFigure(
                Figure("killed", 14, 14, None, "people", Span(3, 5), "at least", said_by="the mayor"), day, "r1"
            ),
            DatedFigure(Figure("wounded", 1, None, 2, "people", Span(6, 8)), day, "r1"),
        ),
        attributed_to=("the ministry",),
        status="claimed",
        mapped=True,
        sources=2,
        origins=1,
        reports=3,
        border=Measurement(9.6123456, 8.6, 10.6, between="RU-UA"),
        confidence=0.8123456,
        first_seen=datetime(2024, 8, 10, 12, 0, 0, 5, tzinfo=UTC),
        reviewed=("place", "date"),
    )
