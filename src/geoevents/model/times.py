"""Types of time: expressions, the days they mean, proposals for a publication date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geoevents.model.quick import quick
from geoevents.model.text import Reason, Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
DatePrecision = Literal["day", "week", "month", "year", "interval", "publication", "unknown"]
PartOfDay = Literal["night", "morning", "afternoon", "evening", "overnight"]


@quick
@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day of what a time expression says, both inclusive; both None where `precision` is unknown.

    `basis` is the id of the rule that anchored it, `text` and `span` the words (None for a date that the publication
    date stands in for). `part_of_day` is kept beside the days.
    """

    first: date | None
    last: date | None
    precision: DatePrecision
    basis: str
    text: str | None = None
    span: Span | None = None
    part_of_day: PartOfDay | None = None


UNDATED = DateRange(first=None, last=None, precision="unknown", basis="undated")


@quick
@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression as TIMEX3. `dates` is its anchored calendar range, None for durations, sets and vague words.

    `usable` is False where the words date no event (boilerplate, a named event such as "the 2022 invasion", a war
    that something is compared with); `why` then says so.
    """

    span: Span
    type: TimexType
    value: str
    mod: str | None = None
    dates: DateRange | None = None
    usable: bool = True
    rule: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class PublicationProposal:
    """Days on which a report without a stated date can have been published; a person confirms, nothing is stored.

    `days` is empty where the text allows no day or does not say enough; `asks` then is the question to put to the
    user ("no month or year is stated: give --published YYYY-MM-DD").
    """

    days: tuple[date, ...]
    reasons: tuple[Reason, ...]
    asks: str | None = None
