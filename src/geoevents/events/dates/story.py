"""Days that come from elsewhere in the report: counted from another event, or that of the story a sentence continues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from geoevents.events.dates.words import standing
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import DateRange, Span, Timex
from geoevents.model.quick import replace
from geoevents.text.recent import Recent
from geoevents.times import usable_dates

_UNITS = {"hour": 0, "hours": 0, "minutes": 0, "day": 1, "days": 1, "night": 1, "evening": 1, "morning": 1, "week": 7, "weeks": 7, "eve": 1}  # fmt: skip
_NUMBERS = {
    "the": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_COUNTED = re.compile(
    r"\b(?:(?:(\w+)\s+)?(hours?|minutes|days?|night|evening|morning|weeks?)\s+(after|before)|(?:the\s+)?(eve)\s+(of))\s+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:They|He|She|It|Their|His|Her|Its|These|Those)\b")
_POINTS = frozenset({"day", "week", "month", "year"})
_TOOK_PLACE = re.compile(
    r"(?:The|This|That)\s+(?:[a-z]+\s+){0,2}?([a-z]+)\s+(?:took\s+place|happened|occurred|came|began|started|broke\s+out|struck|hit)\b"
)
_GENERAL = frozenset(
    {"attack", "incident", "accident", "assault", "blast", "explosion", "crash", "disaster", "tragedy", "violence"}
)
_AHEAD = 3  # sentences behind an event in which its day may be told
_FORMER = re.compile(r"\bhad\s+(?:\w+\s+)?(?:previously|once|formerly)\b|\bpreviously\s+had\b", re.IGNORECASE)
_FRESH_DAYS = 14  # a story whose day lies farther back is history, which the next sentence need not continue
_BACK = 3  # sentences back to which a story's day reaches
_LAPSES = re.compile(  # of small letters
    r"\b(?:ha(?:s|ve)|[’']ve|is|are|w(?:as\s+still|ere\s+still|ill|ould)|continues?|remains?|meanwhile|s(?:eparately|o\s+far)"
    r"|e(?:lsewhere|very|ach)|previously|last|in\s+recent|usually|often|years?)\b"
)
_OPENING = re.compile(
    r"(?:In|Near|Outside|Across|Around|At|Over|Further)\s+(?:the\s+)?[A-Z]|A\s+separate|Another|In\s+a\s+separate|Earlier|Later"
)


def counted_from(
    view: ReportView, trigger: Trigger, found: Sequence[Timex], told: Sequence[tuple[str, DateRange]]
) -> DateRange | None:
    """Read "a day after the bombing" from the day of that bombing, as its own words or an event told before give it.

    Args:
        view: the report.
        trigger: what tells the event that is dated.
        found: usable expressions of its sentence.
        told: (noun of the type, days) of the events told before, in order.
    """
    sentence = view.sentences[trigger.sentence].span
    if not view.says(sentence, "after", "before", "eve"):
        return None
    for match in _COUNTED.finditer(view.text, sentence.start, sentence.end):
        unit, sense = (match[2] or match[4]).lower(), (match[3] or "before").lower()
        word = (match[1] or "the").lower()
        count = _NUMBERS.get(word, int(word) if word.isdigit() and len(word) <= 2 else 1 if _UNITS[unit] == 0 else None)  # noqa: PLR2004
        stop = next(
            (c.span.end for c in view.clauses(trigger.sentence) if c.span.contains(Span(match.end() - 1, match.end()))),
            sentence.end,
        )
        behind = Span(match.end(), max(stop, match.end()))
        if count is None or behind.contains(trigger.span):
            continue
        base = _base(view, behind, found, told)
        if base is None or base.first is None or base.last is None:
            continue
        step = timedelta(days=count * _UNITS[unit] * (1 if sense == "after" else -1))
        text = " ".join(match[0].split())
        return replace(
            base,
            first=base.first + step,
            last=base.last + step,
            basis=f"events.date.counted: {text}",
            text=match[0].strip(),
            span=Span(match.start(), match.start() + len(match[0].rstrip())),
            part_of_day=None,
        )
    return None


def _base(
    view: ReportView, behind: Span, found: Sequence[Timex], told: Sequence[tuple[str, DateRange]]
) -> DateRange | None:
    """Return the day of what stands in a stretch: by a date in it, or as an event of that name told before."""
    for timex in found:
        if behind.overlaps(timex.span) and timex.dates is not None and timex.dates.precision == "day":
            return timex.dates
    return named_before(behind.of(view.text), told)


def named_before(words: str, told: Sequence[tuple[str, DateRange]]) -> DateRange | None:
    """Return the day of the last event told whose noun stands among words ("the strikes came …")."""
    found = {word.removesuffix("s") for word in re.findall(r"[a-z]+", words.lower())}
    return next((dates for noun, dates in reversed(told) if noun in found and dates.precision == "day"), None)


def _placeless(view: ReportView, trigger: Trigger) -> bool:
    """Whether a sentence names no place, so that its event can only be of the place that was told before."""
    stretch = view.sentences[trigger.sentence]
    return all(view.marks[token] != "@place" for token in view.marked_in(stretch.first, stretch.last))


def narrative_day(
    view: ReportView,
    trigger: Trigger,
    timexes: tuple[Timex, ...],
    told: Sequence[tuple[str, DateRange]],
    published: date | None,
) -> DateRange | None:
    """Return the day of the story that a sentence continues: the last one told just before it, in the same paragraph.

    Across paragraphs only the next sentence continues a story, and only where it names no place of its own. A sentence
    in the present or perfect tense, or one that opens another place ("In Osh, …"), tells a story of its own; history
    ("in 2019") goes on only where a pronoun takes it up.

    Args:
        view: the report.
        trigger: what tells the event that is dated.
        timexes: the anchored expressions of the report.
        told: (noun of the type, days) of the events told before, in order.
        published: the publication date, None where it is not known.
    """
    sentence = view.sentence(trigger.sentence)
    if published is None or trigger.rule.speech or sentence.kind != "body":
        return None
    clause = trigger.clause.span
    if _OPENING.match(view.text, sentence.span.start) or _LAPSES.search(view.low, clause.start, clause.end):
        return None
    for dates in _days_before(view, trigger, timexes, told):
        at = view.sentence_of(min(view.token_at(dates.span.start), len(view.words) - 1)) if dates.span else 0
        gap = trigger.sentence - at
        reach = _BACK if view.sentence(at).paragraph == sentence.paragraph else int(_placeless(view, trigger))
        if not 0 <= gap <= reach or dates.last is None:
            return None
        fresh = dates.precision == "day" and 0 <= (published - dates.last).days <= _FRESH_DAYS
        taken_up = gap == 1 and dates.last <= published and _PRONOUN.match(view.text, sentence.span.start)
        if not fresh and not (taken_up and dates.precision in _POINTS):
            return None
        return replace(dates, basis=f"events.date.narrative: {dates.basis}", part_of_day=None)
    return None


def _days_before(
    view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...], told: Sequence[tuple[str, DateRange]]
) -> Iterator[DateRange]:
    """Yield the days of the last event told, else those that the sentence before tells of what is no event."""
    yield from (dates for _, dates in reversed(told) if dates.span is not None and dates.first is not None)
    if trigger.sentence and view.sentence(trigger.sentence - 1).kind == "body":
        before = usable_dates(timexes, view.sentences[trigger.sentence - 1].span)
        yield from (t.dates for t in before if t.dates is not None and standing(view, trigger, t) == "own")


def told_later(view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...]) -> DateRange | None:
    """Return the day that a sentence soon behind tells of the event: "The attack took place on Saturday."."""
    later = _took_place(view)
    for number in range(trigger.sentence + 1, trigger.sentence + 1 + _AHEAD) if later else ():
        noun = later.get(number)
        if noun is None:
            continue
        if noun not in _GENERAL and noun not in trigger.span.of(view.text).lower() and noun != trigger.rule.type:
            continue
        found = usable_dates(timexes, view.sentences[number].span)
        if days := [t.dates for t in found if t.dates is not None and t.dates.precision == "day"]:
            return days[0]
    return None


@Recent
def _took_place(view: ReportView) -> dict[int, str]:
    """Return the nouns of which sentences of a report tell when it took place ("The attack took place …"), by sentence."""
    spans = [s.span for s in view.sentences]
    opening = [number for number, span in enumerate(spans) if view.text.startswith("Th", span.start)]
    matches = {number: _TOOK_PLACE.match(view.text, spans[number].start, spans[number].end) for number in opening}
    return {number: match[1].lower() for number, match in matches.items() if match is not None}


def is_former(view: ReportView, trigger: Trigger) -> bool:
    """Whether a clause tells what had been before, on no day that is told: "had previously shelled the town"."""
    clause = trigger.clause.span
    return view.says(clause, "had") and _FORMER.search(view.text, clause.start, clause.end) is not None
