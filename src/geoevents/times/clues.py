"""What each time expression of a report says about the day on which the report was published."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from geoevents.lexicon import Lexicon
from geoevents.model import Prose, Sentence, Timex
from geoevents.text import lowered
from geoevents.times.anchor import anchor
from geoevents.times.days import shift
from geoevents.times.grammar import Grammar, grammar_of
from geoevents.times.plausibility import Clue, Clues
from geoevents.times.tense import Tense, tense_at
from geoevents.times.words import group, number_of, ordinal_of

_AS_OF = re.compile(r"\bas\s+(?:of|at)\s+$")
_LEAD_SENTENCES = 3
_IN_DAYS = {"day": 1, "week": 7}
_AFTER = re.compile(r"\s+after\b")
_PAST_PERFECT = re.compile(
    r"\bhad\s+(?:(?:already|not|also|first)\s+)?(?:been\s+)?\w+(?:ed|en|un|t|ne|ld|de|wn)\b[^.;]*$"
)
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
class _Stated:
    """A past day that the text states: `named` as near, by a weekday or at the top, `before` as what went before the news.

    `early` is for the first sentences, which tell the news, where no day without its year stands before: what comes later
    with a year is mostly history.
    """

    day: date
    timex: Timex
    named: bool = False
    before: bool = False
    early: bool = False


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
        self.past: list[_Stated] = []
        self.lead: int | None = None
        self.same: list[tuple[Timex, re.Match[str] | None]] = []
        self.sentence = -1
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
            self._enter(sentence, timex, match)
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
        recent = [told for told in self.past if told.timex.usable or told.timex.value.startswith("XXXX") or told.named]
        if not recent:
            return
        latest = max(recent, key=lambda told: told.day)
        day, timex = latest.day, latest.timex
        with_year = not timex.value.startswith("XXXX")
        if with_year and day.year < max(self.latest_year, self.year or 0):
            self.clues.vague_latest = self._words(timex)
            return
        words = self._words(timex)
        self.clues.latest, self.clues.latest_text = day, words
        self.clues.latest_named = latest.named or any(
            name in words.lower() for name in self.grammar.file.words("weekday")
        )
        self.clues.latest_before = latest.before
        began = self.clues.began is not None and self.clues.span_weeks is not None
        self.clues.tied = self.clues.latest_named or began or latest.early or not with_year
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
        before = self.low[max(0, timex.span.start - 80) : timex.span.start]
        early = self.sentence < _LEAD_SENTENCES and not self.clues.yearless
        # A title "(as of 20 June 2024)" and a first sentence tell the day of the report itself or one just before.
        told = self.sentence == 0 or _AS_OF.search(before) is not None
        self.past.append(_Stated(day, timex, named=told, before=_PAST_PERFECT.search(before) is not None, early=early))
        self._counted(day)
        if _BEGAN.search(self.low, max(0, timex.span.start - 60), timex.span.start):
            clues.began = day

    def _enter(self, sentence: Sentence, timex: Timex, match: re.Match[str] | None) -> None:
        if sentence.index != self.sentence:
            self.sentence, self.same = sentence.index, []
        self.same.append((timex, match))

    def _counted(self, day: date) -> None:
        """Read "on Thursday, two days after the bridge fell on 14 August 2018": that Thursday is a stated day."""
        for index, (timex, match) in enumerate(self.same):
            count = self._days_after(timex, match)
            counted = None if count is None else shift(day, count)
            if counted is None:
                continue
            words = f"{self._words(timex)} after {day.isoformat()}"
            for other, own in self.same[:index]:
                low = self._words(other).lower()
                if other.rule == "times.today" and low == "today":
                    says = f"published on {counted.isoformat()}"
                    self.clues.clues.append(Clue(timex.rule, words, says, earliest=counted, latest=counted))
                elif own is not None and self._is_weekday_of(other, own, counted):
                    says = f"{self._words(other)} is {counted.isoformat()}"
                    self.clues.clues.append(Clue(timex.rule, words, says, earliest=counted))
                    self.past.append(_Stated(counted, timex, named=True))

    def _is_weekday_of(self, timex: Timex, match: re.Match[str], day: date) -> bool:
        return timex.rule == "times.weekday" and self.grammar.weekdays[match["weekday"]] == day.isoweekday()

    def _days_after(self, timex: Timex, match: re.Match[str] | None) -> int | None:
        """Return the days that "two days after", "a week after" count; None where it counts none."""
        unit = None if match is None else group(match, "unit")
        after = _AFTER.match(self.low, timex.span.end) is not None
        if match is None or not after or unit is None or timex.type != "DURATION" or unit.rstrip("s") not in _IN_DAYS:
            return None
        count = number_of(group(match, "n"))
        return None if count is None else int(count * _IN_DAYS[unit.rstrip("s")])

    def _partly(self, timex: Timex) -> None:
        words, dates = self._words(timex), timex.dates
        self.clues.yearless = self.clues.yearless or timex.rule.startswith(_STATED)
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
                lead = self.lead in {None, self.sentence} and self.sentence <= 1
                self.lead = self.sentence if lead else self.lead
                clues.clues.append(Clue(timex.rule, words, says, weekday=number, strictly=strictly, lead=lead))
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
            self.clues.near = self.clues.tied = True

    def _days_back(self, relative: Timex) -> int | None:
        words = " ".join(self._words(relative).lower().split())
        last = words.rpartition(" ")[2]
        if last in {"today", "yesterday"} and (last == words or relative.rule.startswith("times.clock")):
            return ("today", "yesterday").index(last)
        match = self.grammar.compiled["times.offset"].fullmatch(words)
        if match is None or match["sense"] != "ago" or match["unit"] not in {"day", "days"}:
            return None
        count = number_of(match["n"])
        return None if count is None else int(timedelta(days=count).days)
