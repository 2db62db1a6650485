"""How plausible a day is as that of publication, by what the expressions of a report say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from geoevents.model import Reason

_WEEK = 7
_DOUBLED_COST = 5
_EARLIER_COST = 4
_LEAD_COSTS = (0.0, 0.5)


@dataclass(frozen=True, slots=True)
class Clue:
    """One expression's word on the day: `earliest` and `latest` bound it, `weekday` is one just behind it.

    `lead` is for the weekday of a report's first sentence, which is mostly today or yesterday.
    """

    rule: str
    text: str
    says: str
    earliest: date | None = None
    latest: date | None = None
    weekday: int | None = None
    strictly: bool = False
    lead: bool = False


@dataclass(slots=True)
class Clues:
    """All clues of a report; `latest` is the last full past date, from which candidates start.

    `latest_named` says that it bears the name of a weekday as well, `latest_before` that it is told as what went before
    the news ("had been agreed on 2 August 2025"). `near` is for words such as "today", `tied` for a date of the news itself
    and not of its history, `yearless` for days that are stated without their year.
    """

    clues: list[Clue] = field(default_factory=list)
    latest: date | None = None
    latest_text: str = ""
    vague_latest: str | None = None
    month_stated: bool = False
    today: str | None = None
    yesterday: str | None = None
    this_week: str | None = None
    last_week: bool = False
    latest_named: bool = False
    latest_before: bool = False
    began: date | None = None
    span_weeks: int | None = None
    near: bool = False
    tied: bool = False
    yearless: bool = False

    def reasons(self) -> tuple[Reason, ...]:
        """The clues as printable reasons, each once."""
        return tuple(dict.fromkeys(Reason(clue.rule, f"{clue.text!r}: {clue.says}") for clue in self.clues))

    def cost(self, day: date) -> float | None:
        """Return how implausible a day is, None where a clue forbids it.

        A writer names weekdays of the last few days and writes "today" instead of the day's own name, so small ages
        cost little; the weights only order the days that remain.
        """
        for clue in self.clues:
            if (clue.earliest is not None and day < clue.earliest) or (clue.latest is not None and day > clue.latest):
                return None
        if self.this_week is not None and day.isoweekday() == 1:
            return None
        if self.began is not None and self.span_weeks is not None:
            weeks = (day - self.began).days // _WEEK + 1
            if weeks != self.span_weeks:
                return None
        named = [clue for clue in self.clues if clue.weekday is not None]
        ages = [self._age(day, clue) for clue in named]
        lead = sum(self._lead_cost(age) for age, clue in zip(ages, named, strict=True) if clue.lead)
        return lead + sum(ages) / max(1, len(ages)) + self._behind(day, named=bool(ages))

    @staticmethod
    def _lead_cost(age: float) -> float:
        return _LEAD_COSTS[int(age)] if age < len(_LEAD_COSTS) else age

    def _behind(self, day: date, *, named: bool) -> float:
        """Return what the distance to the last stated date costs.

        Who names the days of the last week by their weekday gives a date to what is a week or more behind.
        """
        if self.latest is None:
            return 0
        behind = (day - self.latest).days
        weeks = (behind + self.latest.isoweekday() - day.isoweekday()) // _WEEK
        coincides = self.latest_named or any(clue.weekday == self.latest.isoweekday() for clue in self.clues)
        cost = abs(behind - _WEEK) / 2 if named and not coincides else behind / 2
        if self.latest_before and behind == 0:
            cost += _EARLIER_COST
        return cost + (_DOUBLED_COST if self.last_week and weeks != 1 else 0)

    def _age(self, day: date, clue: Clue) -> float:
        age = (day.isoweekday() - (clue.weekday or 0)) % _WEEK
        if age == 0 and clue.strictly:
            return _WEEK
        # Who writes "today" or "yesterday" seldom calls the same day by its name as well.
        doubled = not clue.strictly and ((age == 0 and self.today) or (age == 1 and self.yesterday))
        return age + _DOUBLED_COST if doubled else age
