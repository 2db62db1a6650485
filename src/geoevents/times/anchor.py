"""Anchor time expressions to the publication date, to the report's own narrative, and to when a quote was said."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from geoevents.lexicon import Lexicon
from geoevents.model import DateRange, Prose, Quote, Sentence, Span, Timex
from geoevents.text import lowered
from geoevents.times.dateline import in_dateline
from geoevents.times.grammar import Grammar, grammar_of
from geoevents.times.reading import Context, Reading, Said, Verbs
from geoevents.times.readings import READINGS
from geoevents.times.select import combine_ranges

_SPEECH = r"(?:said|says|told|wrote|posted|tweeted|announced|added|stated|warned|declared|explained|claimed)"
_SAID_ON = re.compile(rf"\b{_SPEECH}\b(?:\s+\w+){{0,3}}?\s+(?:on\s+|early\s+|late\s+)?$")
_LEADS = re.compile(r"\W*(?:on\s+)?")
_SPOKE = re.compile(rf",?[^,;:]*\b{_SPEECH}\b[^;]*")
_RETOLD = re.compile(
    rf"\b(?:he|she|they|the\s+(?:president|minister|governor|spokesman|spokeswoman|spokesperson|official|general|mayor|leader))"
    rf"\s+(?:also\s+)?{_SPEECH}\b|\b{_SPEECH}\s+(?:he|she|they)\b"
)
_MEETING = re.compile(
    rf"\b{_SPEECH}\s+(?:at\s+)?the\s+(?:\w+\s+)?(?:meeting|summit|conference|briefing|session|ceremony|rally)\s+that\b"
)
_MET = re.compile(r"\b(?:met|meets|meeting|held|hosted|summit|conference|briefing|session|ceremony|rally)\b")
_HISTORY = re.compile(
    r"\b(?:biggest|largest|worst|first|deadliest|most|highest|lowest|heaviest|fiercest|greatest|longest|best|only|record|major"
    r"|level|levels)\b[^.;]*\bsince\s+(?:the\s+)?$"
)
# "since the full-scale invasion in February 2022" names the day of that invasion; "since the start of May" does not.
_SINCE_EVENT = re.compile(
    r"\bsince\s+(?:the|its|his|her|their|a|an|[a-z]+[’']s)\s+(?!(?:very\s+)?(?:start|beginning|end|middle|rest|first|second|third"
    r"|fourth|last|early|late|morning|afternoon|evening|night|week|month|year|summer|winter|spring|autumn|fall)\b)"
    r"(?:[\w’'-]+\s+){1,8}(?:in|of|on)\s+(?:early\s+|late\s+|mid-)?$"
)
_NAMED_BEFORE = re.compile(r"(?:\b(?:the|its|his|her|their|our|a|an|this|that)|[’']s?)\s+$")
_NAMED_AFTER = re.compile(
    r"\s+(?!(?:and|or|to|in|on|at|by|for|with|from|when|as|after|before|while|but|that|which|the|a|was|were|is|has|had|have|will|until|of|during|since|because|it|he|she|they|we|said)\b)[a-z]"
)
_LOOSE_AFTER = re.compile(r"\s+(?:after|before|since|from)\b")
_COUNTED = re.compile(
    r"\b(?:biggest|largest|worst|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th)|deadliest"
    r"|most|highest|lowest|latest|heaviest|so\s+far|only)\b[^.;,]*$"
)
_YEAR = re.compile(r"\d{4}")
_MEMORY = 4
_NEAR = 80
_BEFORE = 120
_REACH = 3
_FAR_DAYS = 60


def anchor(timexes: tuple[Timex, ...], prose: Prose, published: date | None, lexicon: Lexicon) -> tuple[Timex, ...]:
    """Return the expressions with TIMEX3 values, the days they mean, and whether these may date an event.

    Args:
        timexes: from `find_timexes` on the same report.
        prose: the parsed report.
        published: the publication date; None keeps values such as XXXX-WXX-5 and dates only what is stated in full.
        lexicon: the same as for `find_timexes`.

    Returns:
        The expressions in the same order. Those that name the two ends of a range ("between January and July this
        year") share one `DateRange` of precision "interval", whose text and span cover both; see `ranges`.
    """
    walk = _Walk(prose, published, grammar_of(lexicon))
    position, done = 0, []
    while position < len(timexes):
        step = walk.pair(timexes, position)
        done.extend(step)
        position += len(step)
    return combine_ranges(tuple(done), prose)


class _Walk:
    """One pass over the expressions of a report, which remembers the last day that was told."""

    def __init__(self, prose: Prose, published: date | None, grammar: Grammar) -> None:
        self.prose = prose
        self.published = published
        self.grammar = grammar
        self.today = None if published is None else (published, published)
        self.low = lowered(prose.text)
        self.sentence_starts = [sentence.span.start for sentence in prose.sentences]
        self.quote_starts = [quote.span.start for quote in prose.quotes]
        self.told: list[tuple[int, Timex]] = []
        self.mentioned: tuple[int, Timex] | None = None
        self.day_first = _day_first(self.low) if "/" in self.low else None

    def pair(self, timexes: tuple[Timex, ...], position: int) -> list[Timex]:
        """Anchor the expression at `position`, together with the next where both are halves of one rule's range."""
        timex = timexes[position]
        rule = self.grammar.by_id.get(timex.rule)
        if rule is None:
            return [timex]
        sentence = self._sentence(timex.span.start)
        match = self.grammar.compiled[rule.id].match(self.low, timex.span.start, sentence.span.end)
        if match is None:
            return [timex]
        context = self._context(timex, sentence)
        if not rule.sets.get("pair"):
            done = [
                self._anchored(timex, READINGS[rule.sets["op"]](Said(match, rule, context)), sentence, context.said)
            ]
        else:
            members = timexes[position : position + 2]
            done = [
                self._anchored(
                    member, READINGS[rule.sets["op"]](Said(match, rule, context, half)), sentence, context.said
                )
                for member, half in zip(members, ("first", "second"), strict=False)
            ]
        for member in done:
            self._remember(member, sentence)
        return done

    def _sentence(self, at: int) -> Sentence:
        return self.prose.sentences[max(0, bisect_right(self.sentence_starts, at) - 1)]

    def _quote(self, span: Span) -> Quote | None:
        index = bisect_right(self.quote_starts, span.start) - 1
        quote = self.prose.quotes[index] if index >= 0 else None
        return quote if quote is not None and quote.span.contains(span) else None

    def _retold(self, span: Span, sentence: Sentence) -> Quote | None:
        """Return what "he told the meeting that …" retells, which is told on the day of that meeting, as a quote."""
        if self.low.find("that", sentence.span.start, span.start) < 0:
            return None
        meeting = _MEETING.search(self.low, sentence.span.start, span.start)
        return None if meeting is None else Quote(Span(meeting.end(), sentence.span.end))

    def _context(self, timex: Timex, sentence: Sentence) -> Context:
        span = timex.span
        quote = self._quote(span) or self._retold(span, sentence)
        said = None if quote is None else self._said(quote, sentence)
        return Context(
            grammar=self.grammar,
            now=said[0] if said else self.published,
            said=said[1] if said else "",
            last=self._last_told(sentence),
            mentioned=self._last_mentioned(sentence),
            last_day=self._last_day(sentence),
            same_sentence=self._told_in(sentence),
            verbs=Verbs(self.low, sentence.span, span),
            before=self.low[max(sentence.span.start, span.start - 12) : span.start],
            day_first=self.day_first,
        )

    def _said(self, quote: Quote, sentence: Sentence) -> tuple[date, str] | None:
        """Return the day on which a quote was said, where the words around it tell, and those words."""
        for index, told in reversed(self.told[-_MEMORY:]):
            if told.dates is None or told.dates.precision != "day" or told.dates.first is None:
                continue
            outside_quote = index == sentence.index and not quote.span.contains(told.span)
            if outside_quote and (
                _SAID_ON.search(self.low, max(sentence.span.start, told.span.start - _NEAR), told.span.start)
                or self._opens_speech(told.span, quote.span, sentence)
            ):
                return told.dates.first, told.dates.text or ""
        floor, ceiling = quote.span.start - 2 * _NEAR, quote.span.end + 2 * _NEAR
        outside = (
            self.low[max(sentence.span.start, floor) : quote.span.start]
            + " "
            + self.low[quote.span.end : min(sentence.span.end, ceiling)]
        )
        if not _RETOLD.search(outside):
            return None
        # "He said": who speaks, and when, was told by the sentence before; its leading words date that. "He told the
        # meeting" looks for the sentence that tells of it.
        met = _MEETING.search(self.low, sentence.span.start, quote.span.end) is not None
        for index, told in self.told[-_MEMORY:]:
            if (
                told.dates is None
                or told.dates.precision != "day"
                or not 0 < sentence.index - index <= (_REACH if met else 1)
            ):
                continue
            if not met or _MET.search(self.low, *self._bounds(index)):
                return (told.dates.first, told.dates.text or "") if told.dates.first else None
        return None

    def _opens_speech(self, told: Span, quote: Span, sentence: Sentence) -> bool:
        """Whether a sentence goes "On 12 December the minister told parliament: …" up to the quote."""
        leads = _LEADS.fullmatch(self.low, sentence.span.start, told.start) is not None
        return leads and told.end <= quote.start and _SPOKE.fullmatch(self.low, told.end, quote.start) is not None

    def _bounds(self, index: int) -> tuple[int, int]:
        span = self.prose.sentences[index].span
        return span.start, min(span.end, span.start + 4 * _BEFORE)

    def _last_told(self, sentence: Sentence) -> Timex | None:
        near = [timex for index, timex in self.told[-_MEMORY:] if index >= sentence.index - _MEMORY]
        return near[-1] if near else None

    def _last_mentioned(self, sentence: Sentence) -> Timex | None:
        return self.mentioned[1] if self.mentioned and self.mentioned[0] >= sentence.index - _MEMORY else None

    def _last_day(self, sentence: Sentence) -> date | None:
        for index, told in reversed(self.told[-_MEMORY:]):
            if index >= sentence.index - _MEMORY and told.dates is not None and told.dates.precision == "day":
                return told.dates.first
        return None

    def _told_in(self, sentence: Sentence) -> Timex | None:
        same = [
            t for index, t in self.told[-_MEMORY:] if index == sentence.index and t.dates and t.dates.precision == "day"
        ]
        return same[-1] if same else None

    def _remember(self, timex: Timex, sentence: Sentence) -> None:
        dated = timex.dates is not None and timex.dates.first is not None
        if not dated or sentence.kind == "boilerplate" or timex.type not in {"DATE", "TIME"}:
            return
        self.mentioned = sentence.index, timex
        if timex.usable:
            self.told.append((sentence.index, timex))
            del self.told[: -2 * _MEMORY]

    def _anchored(self, timex: Timex, reading: Reading, sentence: Sentence, said: str) -> Timex:
        usable, why = reading.usable, reading.why
        if usable and (barred := self._barred(timex, reading, sentence)):
            usable, why = False, barred
        if usable and not why and said:
            why = f"in a quote of {said!r}"
        dates = None
        if reading.days is not None:
            dates = DateRange(
                first=reading.days[0],
                last=reading.days[1],
                precision=reading.precision,
                basis=timex.rule,
                text=timex.span.of(self.prose.text),
                span=timex.span,
                part_of_day=reading.part,
            )
        return Timex(timex.span, reading.type, reading.value, reading.mod, dates, usable, timex.rule, why)

    def _barred(self, timex: Timex, reading: Reading, sentence: Sentence) -> str:
        """Say why an expression dates no event although it has a date, or ""."""
        if sentence.kind == "boilerplate":
            return "boilerplate dates nothing"
        if timex.rule.startswith("times.date.") and in_dateline(self.prose.text, timex.span):
            return "is the date of the report"
        if sentence.kind == "headline" and timex.rule.startswith("times.date.") and reading.days == self.today:
            return "is the date of the report"
        if self.grammar.media.match(self.low, timex.span.end, sentence.span.end):
            return "names an issue of a publication, not a day"
        if reading.days is None or timex.type not in {"DATE", "TIME"}:
            return ""
        return self._compared(timex, reading, sentence)

    def _compared(self, timex: Timex, reading: Reading, sentence: Sentence) -> str:
        span = timex.span
        before = self.low[max(sentence.span.start, span.start - _BEFORE) : span.start]
        if "since" in before:
            if _HISTORY.search(before):
                return "compares with an earlier time"
            if _SINCE_EVENT.search(before):
                return "is the date of an earlier event"
        if timex.rule == "times.unit_directed" and reading.precision in {"month", "year"} and _COUNTED.search(before):
            return "tells what is counted or compared, not when"
        if self._is_anniversary(timex, reading, before, sentence):
            return "names an event of that day"
        bare_year = reading.precision == "year" and timex.rule == "times.date.year" and reading.mod is None
        if bare_year and _NAMED_BEFORE.search(before) and _NAMED_AFTER.match(self.low, span.end, sentence.span.end):
            return "names an event of that year"
        return ""

    def _is_anniversary(self, timex: Timex, reading: Reading, before: str, sentence: Sentence) -> bool:
        """Whether "the September 11 attacks" are meant, and not what happened on the last 11 September."""
        if (
            self.published is None
            or reading.days is None
            or reading.precision != "day"
            or not timex.rule.startswith("times.date.")
        ):
            return False
        far = abs((reading.days[0] - self.published).days) > _FAR_DAYS
        if not far or _YEAR.search(timex.span.of(self.low)):
            return False
        noun = _NAMED_AFTER.match(self.low, timex.span.end, sentence.span.end)
        return noun is not None and _NAMED_BEFORE.search(before) is not None


def _day_first(low: str) -> bool | None:
    """Return whether dates such as 06/08/2024 put the day first; None where no date of the text tells."""
    votes = set()
    for first, second in re.findall(r"(?<![\w/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?!\w)", low):
        if (int(first) > 12) != (int(second) > 12):  # noqa: PLR2004 - no month has a number above 12
            votes.add(int(first) > 12)  # noqa: PLR2004
    return votes.pop() if len(votes) == 1 else None
