"""Every frozen type that flows through geoevents.

    Document → Prose (sentences, quotes) → Toponym → Resolution (Place)  ┐
                                         → Timex (DateRange)             ├→ EventMention → Extraction → Event
                                         → DistanceClaim (Measurement)   ┘   one report               many reports

Conventions: offsets are Unicode code points of `Document.text`, half-open; longitude before latitude, WGS84 degrees;
distances in kilometres, areas in square kilometres; dates are calendar dates at the event's place, never date-times.
Absence is `None` or an empty tuple; ambiguity keeps its candidates; every score stands beside its reasons.
"""

from geoevents.model.events import Conflict, ConflictValue, DatedFigure, Event, MentionRef, Series
from geoevents.model.mentions import (
    MAPPED_RELATIONS,
    Attribution,
    ClaimKind,
    DistanceClaim,
    EventMention,
    EventPlace,
    EventType,
    Extraction,
    Figure,
    FigureKind,
    Level,
    Relation,
    Report,
    Status,
    Verdict,
)
from geoevents.model.places import (
    BorderView,
    Candidate,
    Measurement,
    OwnPlace,
    Place,
    PlaceKind,
    Resolution,
    Role,
    Toponym,
)
from geoevents.model.text import (
    Document,
    Prose,
    PublishedBasis,
    Quote,
    Reason,
    Sentence,
    SentenceKind,
    Sharing,
    Span,
    Tokens,
)
from geoevents.model.times import UNDATED, DatePrecision, DateRange, PartOfDay, PublicationProposal, Timex, TimexType

__all__ = [
    "MAPPED_RELATIONS",
    "UNDATED",
    "Attribution",
    "BorderView",
    "Candidate",
    "ClaimKind",
    "Conflict",
    "ConflictValue",
    "DatePrecision",
    "DateRange",
    "DatedFigure",
    "DistanceClaim",
    "Document",
    "Event",
    "EventMention",
    "EventPlace",
    "EventType",
    "Extraction",
    "Figure",
    "FigureKind",
    "Level",
    "Measurement",
    "MentionRef",
    "OwnPlace",
    "PartOfDay",
    "Place",
    "PlaceKind",
    "Prose",
    "PublicationProposal",
    "PublishedBasis",
    "Quote",
    "Reason",
    "Relation",
    "Report",
    "Resolution",
    "Role",
    "Sentence",
    "SentenceKind",
    "Series",
    "Sharing",
    "Span",
    "Status",
    "Timex",
    "TimexType",
    "Tokens",
    "Toponym",
    "Verdict",
]
