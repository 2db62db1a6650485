"""What each time expression of a report says about the day on which the report was published."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from geoevents.lexicon import Lexicon
from geoevents.model import Prose, Reason, Timex
from geoevents.text import lowered
from geoevents.times.anchor import anchor
from geoevents.times.days import shift
from geoevents.times.grammar import Grammar, grammar_of
from geoevents.times.tense import Tense, tense_at
from geoevents.times.words import group, number_of, ordinal_of

_WEEK = 7
_DOUBLED_COST = 5
_APPOSED = re.compile(r"\s*[,(–—-]{0,2}\s*(?:on\s+)?")
_BEGAN = re.compile(r"\b(?:began|begun|started|launched|start(?:ing)?|begin(?:ning)?)\b[^.;]{0,30}$")
_STATED = (
    "times.date.iso",
    "times.date.numeric",
    "times.date.day_month",
    "times.date.month_day",
    "times.range.day",
    "times.range.month_day",
)


@dataclass(frozen=True, slots=True)
class Clue:
    """One expression's word on the day: `earliest` and `latest` bound it, `weekday` is one just behind it."""

    rule: str
    text: str
    says: str
    earliest: date | None = None
    latest: date | None = None
    weekday: int | None = None
    strictly: bool = False


@dataclass(slots=True)
class Clues:
    """All clues of a report; `latest` is the last full past date, from which candidates start."""

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
    began: date | None = None
    span_weeks: int | None = None
    near: bool = False

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
        ages = [self._age(day, clue) for clue in self.clues if clue.weekday is not None]
        return sum(ages) / max(1, len(ages)) + self._behind(day, named=bool(ages))

    def _behind(self, day: date, *, named: bool) -> float:
        """Return what the distance to the last stated date costs.

        Who names the days of the last week by their weekday gives a date to what is a week or more behind.
        """
        if self.latest is None:
            return 0
        behind = (day - self.latest).days
        weeks = (behind + self.latest.isoweekday() - day.isoweekday()) // _WEEK
        cost = abs(behind - _WEEK) / 2 if named and not self.latest_named else behind / 2
        return cost + (_DOUBLED_COST if self.last_week and weeks != 1 else 0)

    def _age(self, day: date, clue: Clue) -> float:
        age = (day.isoweekday() - (clue.weekday or 0)) % _WEEK
        if age == 0 and clue.strictly:
            return _WEEK
        # Who writes "today" or "yesterday" seldom calls the same day by its name as well.
        doubled = not clue.strictly and ((age == 0 and self.today) or (age == 1 and self.yesterday))
        return age + _DOUBLED_COST if doubled else age


def clues_of(timexes: tuple[Timex, ...], prose: Prose, lexicon: Lexicon, *, year: int | None = None) -> Clues:
    """Return what the expressions of a report say about its publication day.

    Args:
        timexes: from `find_timexes` or `anchor`.
        prose: the parsed report.
        lexicon: holds the rule file "times".
        year: completes dates that state none; None leaves them out.
    """
    gathering = _Gathering(prose, grammar_of(lexicon), year)
    gathering.gather(anchor(timexes, prose, None, lexicon))
    return gathering.clues


class _Gathering:
    """One pass over the expressions of an undated report."""

    def __init__(self, prose: Prose, grammar: Grammar, year: int | None) -> None:
        self.prose = prose
        self.low = lowered(prose.text)
        self.grammar = grammar
        self.year = year
        self.starts = [sentence.span.start for sentence in prose.sentences]
        self.quotes = [quote.span.start for quote in prose.quotes]
        self.clues = Clues()
        self.past: list[tuple[date, Timex]] = []
        self.latest_year = 0
        self.previous: tuple[Timex, date | None] | None = None

    def gather(self, timexes: tuple[Timex, ...]) -> None:
        for timex in timexes:
            sentence = self.prose.sentences[max(0, bisect_right(self.starts, timex.span.start) - 1)]
            if sentence.kind == "boilerplate":
                continue
            span = timex.span
            tense = tense_at(self.low, sentence.span.start, sentence.span.end, span.start, span.end)
            match = self.grammar.compiled[timex.rule].match(self.low, span.start, sentence.span.end)
            day = self._stated_day(timex)
            if timex.rule == "times.date.year" and tense != "future" and timex.value.isdigit():
                self.latest_year = max(self.latest_year, int(timex.value))
            if day is not None:
                self._stated(timex, day, tense)
            elif timex.rule.startswith("times.date.month") or timex.rule.startswith(_STATED):
                self._partly(timex)
            elif match is not None:
                self._relative(timex, match, tense)
            self._apposed(timex, day, match)
            self.previous = (timex, day)
        self._choose_latest()

    def _choose_latest(self) -> None:
        """Choose the last stated past day as the start of the candidates, unless it is history.

        A date with its year is history where another year is known, or where the text tells a later year; so is one
        that a record is measured from ("the lowest since October 9, 2002").
        """
        recent = [(day, timex) for day, timex in self.past if timex.usable or timex.value.startswith("XXXX")]
        if not recent:
            return
        day, timex = max(recent, key=lambda pair: pair[0])
        with_year = not timex.value.startswith("XXXX")
        if with_year and day.year < max(self.latest_year, self.year or 0):
            self.clues.vague_latest = self._words(timex)
            return
        words = self._words(timex)
        self.clues.latest, self.clues.latest_text = day, words
        self.clues.latest_named = any(name in words.lower() for name in self.grammar.file.words("weekday"))
        self.clues.near = self.clues.near or self.clues.latest_named

    def _words(self, timex: Timex) -> str:
        return timex.span.of(self.prose.text)

    def _stated_day(self, timex: Timex) -> date | None:
        value = timex.value[:10]
        if not timex.rule.startswith(_STATED):
            return None
        if value.startswith("XXXX") and self.year is not None:
            value = f"{self.year:04d}{value[4:]}"
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None

    def _stated(self, timex: Timex, day: date, tense: Tense | None) -> None:
        words, clues = self._words(timex), self.clues
        clues.month_stated = True
        if tense == "future":
            clues.clues.append(Clue(timex.rule, words, f"is still to come: on or before {day.isoformat()}", latest=day))
            return
        clues.clues.append(Clue(timex.rule, words, f"is past: on or after {day.isoformat()}", earliest=day))
        self.past.append((day, timex))
        if _BEGAN.search(self.low, max(0, timex.span.start - 60), timex.span.start):
            clues.began = day

    def _partly(self, timex: Timex) -> None:
        words, dates = self._words(timex), timex.dates
        if timex.rule != "times.date.month_directed":
            self.clues.month_stated = True
        if dates is not None and dates.first is not None and dates.precision != "day":
            self.clues.vague_latest = words
            says = f"on or after {dates.first.isoformat()}"
            self.clues.clues.append(Clue(timex.rule, words, says, earliest=dates.first))

    def _relative(self, timex: Timex, match: re.Match[str], tense: Tense | None) -> None:
        words, clues = self._words(timex), self.clues
        if timex.rule == "times.weekday":
            phrase = group(match, "dir", "tail")
            if phrase in {None, "last", "this"} and not (tense == "future" and phrase is None):
                number = self.grammar.weekdays[match["weekday"]]
                strictly = phrase == "last"
                says = "is the nearest before publication" if strictly else "is the nearest up to publication"
                clues.clues.append(Clue(timex.rule, words, says, weekday=number, strictly=strictly))
                clues.near = True
        elif timex.rule == "times.today":
            self._today(words, timex)
        elif (
            timex.rule == "times.unit_directed"
            and "this week" in match[0]
            and match["mod"]
            and match["mod"].startswith("ear")
        ):
            clues.this_week = words
            clues.near = True
            clues.clues.append(Clue(timex.rule, words, "publication is not on a Monday"))
        elif timex.rule == "times.unit_directed" and match[0] == "last week":
            clues.last_week = True
            clues.clues.append(Clue(timex.rule, words, "publication is in the week after"))
        elif timex.rule == "times.ordinal_unit" and match["unit"] == "week":
            clues.span_weeks = ordinal_of(match["ordinal"])
            clues.clues.append(Clue(timex.rule, words, "week of what began on a stated date"))
        elif timex.rule in {"times.this_part", "times.overnight"}:
            clues.near = True

    def _today(self, words: str, timex: Timex) -> None:
        low = words.lower()
        self.clues.near = True
        index = bisect_right(self.quotes, timex.span.start) - 1
        if index >= 0 and self.prose.quotes[index].span.contains(timex.span):
            return
        if "yesterday" in low:
            self.clues.yesterday = words
            self.clues.clues.append(
                Clue(timex.rule, words, "the day before publication is seldom named by its weekday")
            )
        elif "today" in low or "tonight" in low:
            self.clues.today = words
            self.clues.clues.append(Clue(timex.rule, words, "the day of publication is seldom named by its weekday"))

    def _apposed(self, timex: Timex, day: date | None, match: re.Match[str] | None) -> None:
        """Read "today, 9 August 2024" and "two days ago, on August 6": they tell the day itself."""
        if self.previous is None or match is None:
            return
        other, other_day = self.previous
        if not _APPOSED.fullmatch(self.prose.text, other.span.end, timex.span.start):
            return
        stated, relative = (day, other) if day is not None else (other_day, timex)
        back = self._days_back(relative)
        if stated is None or back is None or (day is None) == (other_day is None):
            return
        told = shift(stated, back)
        if told is not None:
            words = self.prose.text[other.span.start : timex.span.end]
            self.clues.clues.append(
                Clue(relative.rule, words, f"published on {told.isoformat()}", earliest=told, latest=told)
            )
            self.clues.near = True

    def _days_back(self, relative: Timex) -> int | None:
        words = " ".join(self._words(relative).lower().split())
        if words in {"today", "yesterday"}:
            return ("today", "yesterday").index(words)
        match = self.grammar.compiled["times.offset"].fullmatch(words)
        if match is None or match["sense"] != "ago" or match["unit"] not in {"day", "days"}:
            return None
        count = number_of(match["n"])
        return None if count is None else int(timedelta(days=count).days)
