"""Types of one report: figures, attributions, distance claims, event mentions and the extraction that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geoevents.model.places import Measurement, Place, Resolution
from geoevents.model.quick import quick
from geoevents.model.text import PublishedBasis, Reason, Sentence, Sharing, Span
from geoevents.model.times import UNDATED, DateRange, PublicationProposal, Timex

Relation = Literal["in", "near", "toward", "across", "from", "topic"]
Status = Literal["asserted", "claimed", "hedged", "disputed", "denied"]
Level = Literal["local", "regional", "federal"]
FigureKind = Literal[
    "killed", "wounded", "missing", "captured", "displaced", "evacuated", "troops", "equipment", "area", "depth",
    "money", "other",
]  # fmt: skip
EventType = str  # the ids of the rule files in data/lexicons/events; a user may add types
ClaimKind = Literal["to-border", "to-place", "depth", "extent", "area", "travel-time"]
Verdict = Literal["consistent", "does-not-match", "cannot-check"]
MAPPED_RELATIONS: frozenset[Relation] = frozenset({"in", "near", "toward", "across"})


@quick
@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people, things, square kilometres or money. "at least 14" is low 14, best 14, high None.

    `parts` keeps what a sum was made of ("two policemen and one nurse"); `side` whose loss it is.
    """

    kind: FigureKind
    low: float | None
    best: float | None
    high: float | None
    unit: str
    span: Span
    qualifier: str | None = None
    cumulative: bool = False
    said_by: str | None = None
    side: str | None = None
    parts: tuple[Figure, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a stretch of text. `source` is the normalised name, `span` the words that name them, `scope` what they
    are said to have said; `party` is their relation to the event.
    """

    source: str
    span: Span
    scope: Span
    party: Literal["party", "authority", "third-party", "unnamed", "reporter"] = "unnamed"
    verb: str | None = None
    country: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class DistanceClaim:
    """A distance, depth, length, area or travel time that the text states, and what the map says to it.

    `stated_value` and `stated_unit` are the words; `low`, `best`, `high` are converted to `unit`.
    """

    span: Span
    text: str
    sentence: Span
    kind: ClaimKind
    stated_value: str
    stated_unit: str
    low: float | None
    best: float | None
    high: float | None
    unit: Literal["km", "km2"] = "km"
    qualifier: str | None = None
    direction: str | None = None
    subject: Place | None = None
    subject_name: str | None = None
    reference: Place | None = None
    reference_name: str | None = None
    attributed_to: str | None = None
    measurement: Measurement | None = None
    verdict: Verdict = "cannot-check"
    direction_verdict: Verdict | None = None
    why: str = ""


@quick
@dataclass(frozen=True, slots=True)
class EventPlace:
    """A place of an event: `relation` to it, the words in the text (None where it was carried over), why this place."""

    place: Place
    relation: Relation
    span: Span | None = None
    uncertainty_km: float | None = None
    why: tuple[Reason, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as one report tells it. `id` is a hash of report id, trigger span and type.

    `rules` names each rule that made or changed it; `confidence` (0–1) is the machine's reading, no likelihood of truth.
    """

    id: str
    report: str
    type: EventType
    summary: str
    sentence: Span
    trigger: Span
    quote: str
    dates: DateRange = UNDATED
    level: Level | None = None
    places: tuple[EventPlace, ...] = ()
    actors: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    attributed_to: str | None = None
    attribution_span: Span | None = None
    status: Status = "asserted"
    status_span: Span | None = None
    background: bool = False
    mapped: bool = False
    rules: tuple[Reason, ...] = ()
    confidence: float = 0.0
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a report besides its text: the head of an `Extraction`, and what merging needs of it."""

    id: str
    text_sha256: str
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    published_why: str = ""
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    sharing: Sharing = "public"


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was read in one report: the result of the map step.

    `signature` are shingle hashes for finding near-duplicates (`geoevents.text.signature`); `versions` names program,
    gazetteer, rules and model it was made with; `notes` are one-line remarks to the user.
    """

    report: Report
    resolutions: tuple[Resolution, ...] = ()
    timexes: tuple[Timex, ...] = ()
    mentions: tuple[EventMention, ...] = ()
    claims: tuple[DistanceClaim, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    proposal: PublicationProposal | None = None
    signature: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
