"""When an event took place: the clause's own words, the sentence's, an event it follows, else the publication date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import UNDATED, DateRange, Reason, Span, Timex
from geoevents.times import publication_stands_in, usable_dates

OLD_NEWS_DAYS = 28  # an event that ended earlier than this before publication is told as history
FACTORS = {"clause": 1.0, "sentence": 0.95, "offset": 0.85, "after": 0.85, "publication": 0.85, "unknown": 0.8}
_UNITS = {"hour": 0, "hours": 0, "day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_OFFSET = re.compile(
    r"\W*(?:(?:just|about|some|around)\s+)?(\w+)\s+(hours?|days?|weeks?|fortnight)\s+(after|before)\b", re.IGNORECASE
)
_BEHIND = frozenset({"after", "following", "since", "before"})
_SOON = re.compile(
    r"\b(?:shortly|soon|hours?|minutes?|immediately|moments|just)\s+after\s+(?:the|that|this|their|his|her)\s+(\w+)(?:\s+(\w+))?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Dating:
    """The days of an event, how they were found (a key of FACTORS), and why."""

    dates: DateRange
    how: str
    reason: Reason

    @property
    def own(self) -> bool:
        """Whether the text dates the event, however loosely."""
        return self.how in ("clause", "sentence", "offset", "after")


def date_trigger(
    view: ReportView,
    trigger: Trigger,
    timexes: tuple[Timex, ...],
    published: date | None,
    told: Sequence[tuple[str, DateRange]] = (),
) -> Dating:
    """Return when a trigger's event took place; `told` are (noun of the type, days) of events told before."""
    clause = trigger.clause.span
    near = trigger.span.start
    if offset := _offset(view, trigger, timexes):
        return offset
    own = usable_dates(timexes, clause, near)
    if own and own[0].dates is not None:
        return Dating(own[0].dates, "clause", Reason("events.date.clause", own[0].dates.text or ""))
    sentence = view.sentences[trigger.sentence].span
    if soon := _soon_after(sentence.of(view.text), told):
        return soon
    if view.words[trigger.clause.first] not in _BEHIND:
        wide = _of_main_clauses(view, trigger, usable_dates(timexes, sentence, near))
        if wide and wide[0].dates is not None:
            return Dating(wide[0].dates, "sentence", Reason("events.date.sentence", wide[0].dates.text or ""))
    if published is None:
        return Dating(UNDATED, "unknown", Reason("events.date.unknown", "no publication date is known"))
    stands_in = publication_stands_in(published)
    return Dating(stands_in, "publication", Reason("events.date.publication", published.isoformat()))


def _of_main_clauses(view: ReportView, trigger: Trigger, found: Sequence[Timex]) -> list[Timex]:
    """Leave out expressions of clauses such as "following a raid last week", which date something else."""
    other = [
        c.span for c in view.clauses(trigger.sentence) if view.words[c.first] in _BEHIND or _measured(view, c.first)
    ]
    return [timex for timex in found if not any(span.contains(timex.span) for span in other)]


def _measured(view: ReportView, first: int) -> bool:
    return not {"after", "before"}.isdisjoint(view.words[first + 1 : first + 4]) and view.words[first] in _NUMBERS


def _offset(view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...]) -> Dating | None:
    """Read "four days after <event>": the day of the main clause, moved."""
    clause = trigger.clause.span
    match = _OFFSET.match(view.text, clause.start, trigger.span.start)
    sentence = view.sentences[trigger.sentence].span
    if match is None or clause.start == sentence.start:
        return None
    count = _NUMBERS.get(match[1].lower(), int(match[1]) if match[1].isdigit() and len(match[1]) < 4 else None)  # noqa: PLR2004
    main = usable_dates(timexes, Span(sentence.start, clause.start), clause.start)
    if count is None or not main or main[0].dates is None:
        return None
    base = main[0].dates
    if base.first is None or base.last is None or base.precision != "day":
        return None
    days = count * _UNITS[match[2].lower()]
    step = timedelta(days=-days if match[3].lower() == "after" else days)
    text = match[0].strip(" ,")
    start = match.start() + match[0].index(text)
    moved = replace(
        base,
        first=base.first + step,
        last=base.last + step,
        basis=f"events.date.offset: {text}",
        text=text,
        span=Span(start, start + len(text)),
        part_of_day=None,
    )
    return Dating(moved, "offset", Reason("events.date.offset", text))


def _soon_after(sentence: str, told: Sequence[tuple[str, DateRange]]) -> Dating | None:
    """Read "shortly after the meeting": the day of that event."""
    match = _SOON.search(sentence)
    if match is None:
        return None
    for noun, dates in reversed(told):
        if (
            noun in {match[1].lower(), (match[2] or "").lower()}
            and dates.first is not None
            and dates.precision != "publication"
        ):
            return Dating(replace(dates, part_of_day=None), "after", Reason("events.date.after", match[0]))
    return None


def is_background(dates: DateRange, published: date | None) -> bool:
    """Whether days lie so far before publication that the event is told as history."""
    if dates.last is None or dates.precision in ("publication", "unknown"):
        return False
    return published is not None and (published - dates.last).days > OLD_NEWS_DAYS
