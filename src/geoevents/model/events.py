"""Types of many reports: events merged from mentions, their series and conflicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from geoevents.model.mentions import DistanceClaim, EventPlace, EventType, Figure, FigureKind, Level, Status
from geoevents.model.places import BorderView, Measurement
from geoevents.model.text import Reason, Sharing, Span
from geoevents.model.times import DateRange


@dataclass(frozen=True, slots=True)
class DatedFigure:
    """A figure of a merged event, with the day and report it is from."""

    figure: Figure
    as_of: date | None
    report: str


@dataclass(frozen=True, slots=True)
class Series:
    """How one kind of figure of an event grew over the reports; never a sum."""

    kind: FigureKind
    points: tuple[DatedFigure, ...]


@dataclass(frozen=True, slots=True)
class MentionRef:
    """A mention inside a merged event: where it stands, what it says, and whether its report may be shared."""

    report: str
    mention: str
    sentence: Span
    quote: str
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    sharing: Sharing = "public"


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that sources disagree on, with the reports that give it."""

    value: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which the sources of one event disagree."""

    field: str
    values: tuple[ConflictValue, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """One happening, merged from the mentions of all reports.

    `id` comes from the founding mention (earliest publication, then smallest mention id); `aliases` are ids it had
    before and resolve for ever. `sources` counts independent publications, `origins` who first said it.

    `public` is the event as its public reports alone tell it, where that is another than this one (see
    `geoevents.events.public_view`). `reviewed` names the fields that a person decided on, `machine` what the machine had
    read in those that the person changed, as JSON. A `rejected` event is in no list.
    """

    id: str
    type: EventType
    summary: str
    dates: DateRange
    mentions: tuple[MentionRef, ...]
    aliases: tuple[str, ...] = ()
    level: Level | None = None
    places: tuple[EventPlace, ...] = ()
    actors: tuple[str, ...] = ()
    figures: tuple[DatedFigure, ...] = ()
    series: tuple[Series, ...] = ()
    status: Status = "asserted"
    attributed_to: tuple[str, ...] = ()
    background: bool = False
    mapped: bool = False
    sources: int = 1
    origins: int = 1
    reports: int = 1
    conflicts: tuple[Conflict, ...] = ()
    claims: tuple[DistanceClaim, ...] = ()
    border: Measurement | None = None
    border_view: BorderView = "international"
    confidence: float = 0.0
    rules: tuple[Reason, ...] = ()
    first_seen: datetime | None = None
    last_changed: datetime | None = None
    reviewed: tuple[str, ...] = ()
    sharing: Sharing = "public"
    public: Event | None = None
    machine: tuple[tuple[str, str], ...] = ()
    rejected: bool = False
