"""Which of the dates in a stretch of text are an event's own: not those of the saying, of a deadline, of another thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView, Stretch
from geoevents.model import DateRange, Span, Timex
from geoevents.model.quick import replace
from geoevents.text.recent import Recent

BEHIND = frozenset({"after", "following", "since", "before"})
SINCE = "events.date.since"
EVE = "events.date.eve"
Standing = Literal["own", "other", "saying", "ahead"]

_REACH = 90
_ADJUNCT = 3  # words between "before" and a date that belongs to it: "before dawn on Monday"
_SPEECH = (
    r"(?:s(?:aid|ays|tated|tatement|peech)|t(?:old|ells|weeted)|wrote|p(?:osted|ost|ress\s+conference)|a(?:nnounced|dded"
    r"|ccording\s+to|ddress)|re(?:ported|ports|port)|confirmed|briefing|interview|message|update)"
)
_SAYING = re.compile(
    rf"\b{_SPEECH}\b(?:\s+(?!that\b|to\b|of\b|in\b|at\b|an?\b|and\b)[\w’'.-]+){{0,3}}?\s+(?:late\s+|early\s+)?(?:on\s+|late\s+|early\s+)?$"
)
_AHEAD = re.compile(r"\b(?:by|until|till|before|ahead\s+of|prior\s+to|for)\s+(?:the\s+|this\s+)?$")
_AHEAD_ENDS = ("by", "until", "till", "before", "of", "to", "for", "the", "this")
_OF = re.compile(
    r"\b(?!(?:as|most|much|all|some|part|parts|half|week|weekend|month|night|day|days|nights|evening|morning|start|end|beginning|hours|course|rest)\b)"
    r"([a-z][\w’'-]+)\s+of\s+(?:the\s+)?$"
)
_OF_ENDS = ("of", "the", "late", "early")  # of what _OF and _AS_OF find
_AS_OF = re.compile(r"\bas\s+of\s+(?:late\s+|early\s+)?$")
_FEAST = re.compile(r"Christmas|Easter|Halloween|Thanksgiving|Ramadan|New\s+Year|Valentine|Carnival|Diwali")
_NAMED_FOR = re.compile(  # "May 13 Square", "25 May Stadium"
    r"\s+(?:Square|Street|Avenue|Bridge|Stadium|Plaza|Boulevard|Movement|Hall|Park|Airport|Brigade|Revolution|Road|Party|Army|Hospital|University)\b"
)
_FEAST_THING = re.compile(
    r"(?:[’']s)?\s+(?:markets?|trees?|part(?:y|ies)|shopp\w+|concerts?|bazaars?|parades?|lights|mass|dinner|sales?|cards?)\b"
)
_SINCE = re.compile(r"\bsince\s+(?:at\s+least\s+|about\s+|around\s+)?$")
_EVE = re.compile(r"\beve\s+of\s+(?:[\w’'-]+\s+){0,8}?$")
_OWNED = re.compile(r"[’']s?\s+\w")
_LEADING = frozenset(
    {"shortly", "just", "soon", "immediately", "minutes", "hours", "days", "weeks", "months", "years", "moments"}
)
_AT_ONCE = frozenset({"moments", "minutes", "seconds", "shortly", "immediately", "right", "just", "soon"})  # that day
_UNITS = frozenset({"day", "days", "week", "weeks", "month", "year", "hour", "hours", "night", "morning", "evening"})
_NEAR_OWNER = 28
_COMMA = 40  # characters that a comma between an event and a date counts for
_TELLING = frozenset(
    {"said", "says", "told", "added", "reported", "announced", "confirmed", "claimed", "stated", "wrote"}
)
_RUNNING = frozenset({"lasted", "raged", "began", "happened", "occurred", "broke", "erupted", "continued", "ended"})
_RELATIVES = frozenset({"who", "which", "whose", "that", "where"})
_COARSE = {"month": 1, "year": 2}
_COUNTED = ("times.offset", "times.day_around", "times.unit_directed")


def dates_of(view: ReportView, trigger: Trigger, found: Sequence[Timex], published: date | None) -> list[Timex]:
    """Return those of the usable expressions that are the event's own, best first: fine before coarse, near before far.

    Args:
        view: the report.
        trigger: what tells the event.
        found: usable expressions of one stretch of text (`times.usable_dates`).
        published: the publication date; what lies wholly behind it is no date of what has happened.
    """
    own = [t for t in found if standing(view, trigger, t) == "own" and not _to_come(t, published)]
    return sorted(own, key=lambda t: _rank(view, t, trigger)) if len(own) > 1 else own


def standing(view: ReportView, trigger: Trigger, timex: Timex) -> Standing:
    """Say whether a date tells when the event was, when it was reported, what it is to end by, or when another thing was."""
    start, end = timex.span.start, timex.span.end
    before = _before(view, start)
    if not trigger.rule.speech and _SAYING.search(before) and not _told_between(before, trigger, start):
        return "saying"
    owned = _OWNED.match(view.text, end)
    bare = before.rstrip()
    if owned is None and timex.type == "DATE" and bare.endswith(_AHEAD_ENDS) and _AHEAD.search(before):
        return "ahead"
    of = bare.endswith(_OF_ENDS)
    if of and _AS_OF.search(before):
        return "saying"
    noun = _OF.search(before) if of else None
    if noun is not None and not _is_trigger(view, trigger, start - len(before) + noun.start(1)):
        return "other"
    away = owned is not None and not 0 <= trigger.span.start - end <= _NEAR_OWNER
    if away or _part_of_name(view.text, start, end):
        return "other"
    return "own"


def _part_of_name(text: str, start: int, end: int) -> bool:
    """Whether a date only names something: "a Christmas market", "May 13 Square"."""
    return bool((_FEAST.match(text, start) and _FEAST_THING.match(text, end)) or _NAMED_FOR.match(text, end))


def _before(view: ReportView, at: int) -> str:
    """Return the words right before a character in its sentence, in small letters; looked up once a report."""
    known = _known_before(view)
    found = known.get(at)
    if found is None:
        found = known[at] = _words_before(view, at)
    return found


@Recent
def _known_before(_: ReportView) -> dict[int, str]:
    return {}


def _words_before(view: ReportView, at: int) -> str:
    floor = view.sentences[view.sentence_of(min(view.token_at(at), len(view.words) - 1))].span.start
    return view.low[max(floor, at - _REACH) : at]


def _told_between(before: str, trigger: Trigger, start: int) -> bool:
    """Whether the event itself stands between the word of saying and the date: "said a blast on Friday"."""
    return start - len(before) <= trigger.span.start < start and not _SAYING.search(before[trigger.span.end - start :])


def _is_trigger(view: ReportView, trigger: Trigger, at: int) -> bool:
    return trigger.first <= view.token_at(at) < trigger.last


def _to_come(timex: Timex, published: date | None) -> bool:
    first = None if timex.dates is None else timex.dates.first
    if first is None or published is None:
        return False
    return first > published or (timex.type == "DURATION" and first >= published)


def _rank(view: ReportView, timex: Timex, trigger: Trigger) -> tuple[int, bool, int]:
    precision = "unknown" if timex.dates is None else timex.dates.precision
    near = trigger.span.start
    distance = max(0, timex.span.start - near, near - timex.span.end)
    between = sorted((near, timex.span.start))
    distance += _COMMA * view.text.count(",", between[0], between[1])
    if trigger.nominal and timex.span.end <= near and trigger.clause.span.contains(timex.span):
        distance += (
            2 * _COMMA
        )  # a noun's own date stands behind it: "rallied on Friday over the crash in Oslo on 2 May"
    hours = timex.type == "TIME" and precision == "interval"  # "a curfew from 9 p.m. to 5 a.m."
    return _COARSE.get(precision, int(hours)), timex.rule.startswith(_COUNTED), distance


def days_of(view: ReportView, trigger: Trigger, timex: Timex, published: date | None) -> DateRange | None:
    """Return the days that a date gives an event: "since" lasts until publication, "the eve of" is the day before."""
    dates = timex.dates
    if dates is None or dates.first is None or dates.last is None:
        return dates
    before = _before(view, timex.span.start)
    lasting = view.words[trigger.clause.first] != "when"  # "… since Friday, when a shell hit it"
    if lasting and "since" in before and _SINCE.search(before) and published is not None and dates.first < published:
        return replace(dates, last=published, precision="interval", basis=f"{SINCE}: {dates.basis}", part_of_day=None)
    if dates.precision == "day" and "eve" in before and _EVE.search(before):
        eve = dates.first - timedelta(days=1)
        return replace(dates, first=eve, last=eve, basis=f"{EVE}: {dates.basis}", part_of_day=None)
    return dates


def lasting(dates: DateRange) -> bool:
    """Whether days are those over which something went on or was counted: "since March", "over the past day"."""
    return dates.basis.startswith((SINCE, "times.duration"))


def of_main_clauses(view: ReportView, trigger: Trigger, found: Sequence[Timex]) -> list[Timex]:
    """Leave out expressions of clauses such as "following a raid last week", which date something else."""
    other = [
        clause
        for clause in view.clauses(trigger.sentence)
        if dates_another(view, clause)
        or ((not trigger.nominal or _of_a_place(view, trigger, clause)) and _relative(view, clause))
    ]
    return [
        timex for timex in found if not any(c.span.contains(timex.span) and not _adjunct(view, c, timex) for c in other)
    ]


def _of_a_place(view: ReportView, trigger: Trigger, clause: Stretch) -> bool:
    """Whether a clause tells what else happened at a place: "a vigil at the school where 21 people died in 2022"."""
    return view.words[clause.first] == "where" and clause.first > trigger.clause.first


def _relative(view: ReportView, clause: Stretch) -> bool:
    """Whether a clause tells something of a person or thing ("a ferry that sank"); "said … and that" goes on with what is told."""
    before = view.words[clause.first - 1] if clause.first else ""
    told = (
        before in _TELLING
        or before == "and"
        or not _RUNNING.isdisjoint(view.words[clause.first + 1 : clause.first + 3])
    )
    return view.words[clause.first] in _RELATIVES and not told


def told_of(view: ReportView, trigger: Trigger) -> Span:
    """Return the relative clause right behind a noun's clause: "after an attack in which two were hurt on Wednesday"."""
    known = view.clauses(trigger.sentence)
    at = known.index(trigger.clause) + 1 if trigger.clause in known else len(known)
    if (
        trigger.nominal
        and at < len(known)
        and not _RELATIVES.isdisjoint(view.words[known[at].first : known[at].first + 2])
    ):
        return known[at].span
    return Span(trigger.span.end, trigger.span.end)


def dates_another(view: ReportView, clause: Stretch) -> bool:
    """Whether a clause tells something that went before or came after: it begins with "after", "two days before"."""
    first = clause.first
    words = view.words[first : first + 4]
    if words[0] in BEHIND:
        return True
    if words[0] in _AT_ONCE and words[1] == "after":
        return False
    measures = words[0] in _LEADING or words[0].isdigit() or not _UNITS.isdisjoint(words[1:3])
    return measures and not {"after", "before"}.isdisjoint(words[1:])


def _adjunct(view: ReportView, clause: Stretch, timex: Timex) -> bool:
    """Whether the word that opens a clause only leads up to a date: "before dawn on Monday", "since Friday"."""
    return view.token_at(timex.span.start) - clause.first < _ADJUNCT and view.words[clause.first] in BEHIND
