"""Days that the words around an event give it: a year or day before its noun, the clause that it led to, a clock time.

"A 2016 quake", "the March 4 attack"; "Ten were hurt on Monday after a bus overturned"; "Officers were called to Elm
Street at 3.20am on Sunday"; "At about 8.15pm a tree fell on a van", said behind a story that has its day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from geoevents.events.dates.words import dates_of, days_of, of_main_clauses
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import DateRange, Span, Timex
from geoevents.model.quick import replace
from geoevents.times import overlapping, usable_dates

_LED_TO = frozenset({"after", "following"})
_ATTRIBUTE = 3  # words between a date and the noun that it describes: "the 2016 Central Java quake"
_BEFORE_ATTRIBUTES = frozenset(
    {"a", "an", "the", "that", "this", "its", "their", "since", "in", "of", "during", "after"}
)
_CALLED_OUT = re.compile(
    r"(?:The\s+)?(?:Police|Officers|Deputies|Troopers|Firefighters|Crews|Paramedics|Rescuers|Medics|Ambulances|Emergency\s+\w+|Fire\s+\w+|Rescue\s+\w+)"
    r"(?:\s+from\s+[\w\s]{3,30}?)?\s+(?:(?:were|was)\s+(?:first\s+)?(?:called|alerted|sent|dispatched|summoned|scrambled)|responded|rushed|arrived)\b"
)
_ATTACKERS = re.compile(
    r"The\s+(?:\w+\s+)?(?:attackers?|assailants?|gunm[ae]n|bandits|hoodlums|militants|insurgents|raiders|robbers|kidnappers|abductors|invaders|hijackers|pirates|jihadists|terrorists)\s+(?:had\s+)?(?:[a-z]+ed|came|struck|broke|burst|drove|took|shot)\b"
)
_SUDDEN = frozenset({"attack", "accident", "disaster", "strike", "damage"})
_EARLY = re.compile(r"T0[0-8]")  # hours of a TIMEX3 value
_AHEAD = 3  # sentences behind an event in which its day may be told


def attributive_day(view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...]) -> DateRange | None:
    """Return the date that stands before the noun of an event and describes it: "A 2016 quake", "the Aug. 4 blast"."""
    if not trigger.nominal:
        return None
    sentence = view.sentences[trigger.sentence].span
    for timex in overlapping(timexes, Span(sentence.start, trigger.span.start)):
        if timex.span.end > trigger.span.start or timex.span.start < sentence.start or timex.dates is None:
            continue
        first, last = view.token_at(timex.span.start), view.token_at(timex.span.end - 1) + 1
        between = view.words[last : trigger.first]
        led = first > 0 and view.words[first - 1] in _BEFORE_ATTRIBUTES
        plain = all(word[0].isalpha() and word not in view.lists["prepositions"] for word in between)
        if timex.type == "DATE" and led and len(between) <= _ATTRIBUTE and plain and _is_noun_phrase(view, between):
            return timex.dates
    return None


def _is_noun_phrase(view: ReportView, words: Sequence[str]) -> bool:
    """Whether words can stand between a date and its noun: no verb, no article, no pronoun."""
    stops = view.lists["determiners"] | view.lists["auxiliaries"] | view.lists["past_forms"] | view.lists["pronouns"]
    return stops.isdisjoint(words) and not any(word.endswith("ed") for word in words)


def day_it_led_to(
    view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...], published: date | None
) -> DateRange | None:
    """Return the day of the main clause before "after …": what followed on Monday was caused then, or not long before."""
    clause = trigger.clause
    if view.words[clause.first] not in _LED_TO or clause.first == view.sentences[trigger.sentence].first:
        return None
    whole = usable_dates(timexes, view.sentences[trigger.sentence].span, trigger.span.start)
    main = [t for t in of_main_clauses(view, trigger, whole) if t.span.end <= clause.span.start]
    found = dates_of(view, trigger, main, published)
    days = days_of(view, trigger, found[0], published) if found else None
    return _of_the_story(days) if days is not None and days.precision == "day" else None


def _of_the_story(days: DateRange) -> DateRange:
    """Return days as those of the story: they are told of something else, and mean this event too."""
    return replace(days, basis=f"events.date.narrative: {days.basis}", part_of_day=None)


def called_out(view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...]) -> DateRange | None:
    """Return the day on which helpers were called, or attackers came, told soon behind: "Officers were called on Sunday"."""
    if trigger.rule.type not in _SUDDEN:
        return None
    for number in range(trigger.sentence + 1, min(trigger.sentence + 1 + _AHEAD, len(view.sentences))):
        span = view.sentences[number].span
        acting = trigger.rule.type == "attack" and _ATTACKERS.match(view.text, span.start, span.end)
        if not acting and not _CALLED_OUT.match(view.text, span.start, span.end):
            continue
        found = [t.dates for t in usable_dates(timexes, span) if t.dates is not None and t.dates.precision == "day"]
        if found:
            return found[0]
    return None


def clock_day(
    view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...], published: date | None
) -> DateRange | None:
    """Return the day of the story that a clock time or part of the day in the clause goes on with."""
    if published is None or view.sentence(trigger.sentence).kind != "body":
        return None
    for timex in overlapping(timexes, trigger.clause.span):
        if timex.type != "TIME" or not trigger.clause.span.contains(timex.span) or timex.dates is None:
            continue
        if _EARLY.search(timex.value):
            continue  # "at 3 am" may be the morning of the report itself
        if timex.dates.last is not None and timex.dates.last < published and timex.dates.precision == "day":
            return _of_the_story(timex.dates)
    return None
