"""What a rule reads from its words: the context it is given, and the reading it gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from geoevents.lexicon import Rule
from geoevents.model import DatePrecision, PartOfDay, Span, Timex, TimexType
from geoevents.model.quick import quick
from geoevents.times.days import Days, days_of
from geoevents.times.grammar import Grammar
from geoevents.times.tense import Tense, tense_at


@dataclass(frozen=True)
class Verbs:
    """Where the verbs of an expression stand; they are read only where the tense decides."""

    low: str
    sentence: Span
    span: Span

    @cached_property
    def tense(self) -> Tense | None:
        """See `tense_at`."""
        return tense_at(self.low, self.sentence.start, self.sentence.end, self.span.start, self.span.end)


@quick
@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds an expression.

    `now` is the day it is told on: the publication date, or the day a quote was said (`said` then has the words that
    tell so); None for an undated report. `last` is the last expression before it that dates something, `mentioned` the
    last with a date at all ("the first since 1974"), `last_day` the last that told a day, `same_sentence` the last one of
    its own sentence that did.
    """

    grammar: Grammar
    now: date | None
    said: str
    last: Timex | None
    mentioned: Timex | None
    last_day: date | None
    same_sentence: Timex | None
    verbs: Verbs
    before: str
    day_first: bool | None

    @property
    def tense(self) -> Tense | None:
        """Whether the verbs around the expression tell the past or the future; None where none says so."""
        return self.verbs.tense

    @property
    def told(self) -> date | None:
        """The day that "the next day" counts from: the last one told, else the day of telling."""
        return self.now if self.last_day is None else self.last_day

    @property
    def told_period(self) -> date | None:
        """The day that "two years later" counts from: the first of what was last told, be it a day, a month or a year."""
        dates = None if self.mentioned is None else self.mentioned.dates
        return self.told if dates is None or dates.first is None else dates.first

    @property
    def told_is_late(self) -> bool:
        """Whether nothing was told yet, so that "that December" can only count back from the day of telling."""
        return self.mentioned is None

    @property
    def counts_from_no_day(self) -> bool:
        """Whether what was last told is a month or more, from which days cannot be counted."""
        dates = None if self.last is None else self.last.dates
        return dates is not None and dates.precision in {"month", "year"}


@quick
@dataclass(frozen=True, slots=True)
class Said:
    """A rule's match with its context; `half` is "first" or "second" where the match is a range of two expressions."""

    match: re.Match[str]
    rule: Rule
    context: Context
    half: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Reading:
    """A TIMEX3 value with the days it covers; `days` is None where it has none (durations, sets, vague words)."""

    type: TimexType
    value: str
    days: Days | None = None
    precision: DatePrecision = "day"
    mod: str | None = None
    part: PartOfDay | None = None
    usable: bool = True
    why: str = ""


def calendar(kind: TimexType, value: str, *, mod: str | None = None, part: PartOfDay | None = None) -> Reading:
    """Return the reading of a full calendar value; without days where the calendar has no such day."""
    days = days_of(value)
    return Reading(type=kind, value=value, days=days, precision=precision_of(value, days), mod=mod, part=part)


def of_day(day: date) -> Reading:
    """Return the reading of one day, as `calendar` does for its value."""
    return Reading(type="DATE", value=day.isoformat(), days=(day, day))


def precision_of(value: str, days: Days | None) -> DatePrecision:
    """Return how precise a calendar value is."""
    if days is None:
        return "unknown"
    if days[0] == days[1]:
        return "day"
    if "-W" in value and not value.endswith("-WE") and "-WI" not in value:
        return "week"
    length = (days[1] - days[0]).days + 1
    if 28 <= length <= 31:  # noqa: PLR2004 - the lengths of months
        return "month"
    return "year" if length in (365, 366) else "interval"


def vague(kind: TimexType, value: str, why: str, *, mod: str | None = None) -> Reading:
    """Return a reading that dates nothing, and why."""
    return Reading(type=kind, value=value, precision="unknown", mod=mod, usable=False, why=why)
