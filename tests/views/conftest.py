"""Events made by hand, for views that show what they are given."""

from datetime import date

import pytest

from geoevents.model import (
    Conflict,
    ConflictValue,
    DatedFigure,
    DateRange,
    DistanceClaim,
    Event,
    EventMention,
    EventPlace,
    Figure,
    Measurement,
    MentionRef,
    Place,
    Reason,
    Report,
    Series,
    Span,
)

TEXT = "On Tuesday at least 12 people were hurt when shells hit Ardenne, some 10 km from the border, the mayor said."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def town() -> Place:
    return Place("geonames:1", "Ardenne", "settlement", 5.5, 50.1, "BE", "Luxembourg", 4000, radius_km=1.5)


@pytest.fixture
def dates() -> DateRange:
    return DateRange(date(2024, 5, 7), date(2024, 5, 7), "day", "times.weekday", "On Tuesday", span("On Tuesday"))


@pytest.fixture
def mention(town: Place, dates: DateRange) -> EventMention:
    return EventMention(
        id="m1", report="r1", type="strike", summary="Shells hit Ardenne", sentence=Span(0, len(TEXT)),
        trigger=span("hit"), quote=TEXT, dates=dates, places=(EventPlace(town, "in", span("Ardenne")),),
        figures=(Figure("wounded", 12, 12, None, "people", span("at least 12 people")),),
        attributed_to="the mayor", attribution_span=span("the mayor"), confidence=0.8, mapped=True,
    )  # fmt: skip


@pytest.fixture
def event(town: Place, dates: DateRange, mention: EventMention) -> Event:
    border = Measurement(9.6, 8.6, 10.6, line=((5.5, 50.1), (5.6, 50.15)), between="BE-LU")
    claim = DistanceClaim(
        span("some 10 km from the border"), "some 10 km from the border", Span(0, len(TEXT)), "to-border", "10", "km",
        8, 10, 12, measurement=border, verdict="consistent", why="measured 9.6 km (9–11)",
    )  # fmt: skip
    figure = DatedFigure(mention.figures[0], date(2024, 5, 7), "r1")
    later = DatedFigure(Figure("wounded", 20, 20, 20, "people", Span(0, 1)), date(2024, 5, 8), "r2")
    return Event(
        id="e1", type="strike", summary="Shells hit Ardenne", dates=dates,
        mentions=(MentionRef("r1", "m1", Span(0, len(TEXT)), TEXT, "https://example.org/a", "The Courier", date(2024, 5, 7)),),
        places=(EventPlace(town, "in", span("Ardenne"), why=(Reason("places.population", "largest of 2"),)),),
        figures=(figure,), series=(Series("wounded", (figure, later)),), attributed_to=("the mayor",), mapped=True,
        conflicts=(Conflict("date_start", (ConflictValue("2024-05-07", ("r1",)), ConflictValue("2024-05-06", ("r2",))), "reports differ"),),
        claims=(claim,), border=border, confidence=0.8, rules=(Reason("strike.hit", "hit"),), reports=2, sources=2, origins=1,
    )  # fmt: skip


@pytest.fixture
def report() -> Report:
    return Report("r1", "0" * 64, date(2024, 5, 7), "given", title="Shells hit Ardenne", publisher="The Courier")
