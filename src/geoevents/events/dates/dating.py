"""When an event took place: the clause's own words, the sentence's, an event it follows, else the publication date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from geoevents.events.dates.links import attributive_day, called_out, clock_day, day_it_led_to
from geoevents.events.dates.story import counted_from, is_former, named_before, narrative_day, told_later
from geoevents.events.dates.words import BEHIND, SINCE, dates_of, days_of, of_main_clauses, standing, told_of
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import UNDATED, DateRange, Reason, Span, Timex
from geoevents.model.quick import replace
from geoevents.times import overlapping, publication_stands_in, usable_dates

OLD_NEWS_DAYS = 28  # an event that ended earlier than this before publication is told as history
FACTORS = {
    "clause": 1.0, "sentence": 0.95, "offset": 0.85, "after": 0.85, "narrative": 0.85, "saying": 0.85, "publication": 0.85, "unknown": 0.8,
}  # fmt: skip
_UNITS = {"hour": 0, "hours": 0, "day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_OFFSET = re.compile(
    r"\W*(?:(?:just|about|some|around)\s+)?(\w+)\s+(hours?|days?|weeks?|fortnight)\s+(after|before)\b", re.IGNORECASE
)
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
    """Return when a trigger's event took place.

    In this order: the words of its clause, those of its sentence, an event that it followed, the day on which the
    story stands that its sentence continues, the publication date. A date of the saying, of a deadline or of another
    thing ("the election of 30 November") is none of the event's.

    Args:
        view: the report.
        trigger: what tells the event.
        timexes: the anchored time expressions of the report.
        published: the publication date, None where it is not known.
        told: (noun of the type, days) of the events told before, in order.
    """
    here = tuple(overlapping(timexes, view.sentences[trigger.sentence].span))
    if offset := _offset(view, trigger, here, told):
        return offset
    if here and (described := attributive_day(view, trigger, here)):
        return Dating(described, "clause", Reason("events.date.attributive", described.text or ""))
    return _by_words(view, trigger, here, published, told) or _from_around(view, trigger, timexes, published, told)


def _by_words(
    view: ReportView,
    trigger: Trigger,
    here: tuple[Timex, ...],
    published: date | None,
    told: Sequence[tuple[str, DateRange]],
) -> Dating | None:
    """Return the day that the words of its clause or sentence, which holds the expressions `here`, give an event."""
    near, clause = trigger.span.start, trigger.clause.span
    if here and (
        own := _first(view, trigger, dates_of(view, trigger, usable_dates(here, clause, near), published), published)
    ):
        return Dating(own, "clause", Reason("events.date.clause", own.text or ""))
    sentence = view.sentences[trigger.sentence].span
    if told and view.says(sentence, "after") and (soon := _soon_after(sentence.of(view.text), told)):
        return soon
    if not here:
        return None
    if view.words[trigger.clause.first] in BEHIND:
        wide = dates_of(view, trigger, usable_dates(here, told_of(view, trigger), near), published)
    else:
        wide = dates_of(view, trigger, of_main_clauses(view, trigger, usable_dates(here, sentence, near)), published)
    dates = _first(view, trigger, wide, published)
    return None if dates is None else Dating(dates, "sentence", Reason("events.date.sentence", dates.text or ""))


def _from_around(
    view: ReportView,
    trigger: Trigger,
    timexes: tuple[Timex, ...],
    published: date | None,
    told: Sequence[tuple[str, DateRange]],
) -> Dating:
    """Return the day that another event, the story, the saying or the publication gives an event."""
    whole = usable_dates(timexes, view.sentences[trigger.sentence].span, trigger.span.start)
    if counted := counted_from(view, trigger, whole, told):
        return Dating(counted, "after", Reason("events.date.counted", counted.text or ""))
    if later := told_later(view, trigger, timexes) or called_out(view, trigger, timexes):
        return Dating(later, "after", Reason("events.date.told-later", later.text or ""))
    return _of_the_story(view, trigger, timexes, published, told) or _of_the_report(view, trigger, whole, published)


def _of_the_story(
    view: ReportView,
    trigger: Trigger,
    timexes: tuple[Timex, ...],
    published: date | None,
    told: Sequence[tuple[str, DateRange]],
) -> Dating | None:
    """Return the day of what an event led to, or of the story that it goes on with."""
    if led_to := day_it_led_to(view, trigger, timexes, published):
        return Dating(led_to, "narrative", Reason("events.date.led-to", led_to.text or ""))
    if is_former(view, trigger):
        return Dating(UNDATED, "unknown", Reason("events.date.former", "it had been before, on no day that is told"))
    if day := narrative_day(view, trigger, timexes, told, published):
        return Dating(day, "narrative", Reason("events.date.narrative", day.text or ""))
    if day := clock_day(view, trigger, timexes, published):
        return Dating(day, "narrative", Reason("events.date.clock", day.text or ""))
    return None


def _of_the_report(view: ReportView, trigger: Trigger, whole: Sequence[Timex], published: date | None) -> Dating:
    """Return the day on which it was said, where that is told and was not the publication's, else the publication's."""
    said = [t for t in whole if standing(view, trigger, t) == "saying" and t.dates is not None]
    if said and said[0].dates is not None and said[0].dates.last != published:
        return Dating(said[0].dates, "saying", Reason("events.date.saying", said[0].dates.text or ""))
    if published is None:
        return Dating(UNDATED, "unknown", Reason("events.date.unknown", "no publication date is known"))
    stands_in = publication_stands_in(published)
    return Dating(stands_in, "publication", Reason("events.date.publication", published.isoformat()))


def _first(view: ReportView, trigger: Trigger, found: Sequence[Timex], published: date | None) -> DateRange | None:
    return days_of(view, trigger, found[0], published) if found else None


def _offset(
    view: ReportView, trigger: Trigger, timexes: tuple[Timex, ...], told: Sequence[tuple[str, DateRange]]
) -> Dating | None:
    """Read "four days after <event>": the day of the main clause, moved."""
    clause = trigger.clause.span
    sentence = view.sentences[trigger.sentence].span
    if clause.start == sentence.start:
        return None
    match = _OFFSET.match(view.text, clause.start, trigger.span.start)
    if match is None:
        return None
    count = _NUMBERS.get(match[1].lower(), int(match[1]) if match[1].isdigit() and len(match[1]) < 4 else None)  # noqa: PLR2004
    main = usable_dates(timexes, Span(sentence.start, clause.start), clause.start)
    base = main[0].dates if main else named_before(Span(sentence.start, clause.start).of(view.text), told)
    if count is None or base is None or base.first is None or base.last is None or base.precision != "day":
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
    told = dates.first if dates.basis.startswith(SINCE) and dates.first is not None else dates.last
    return published is not None and (published - told).days > OLD_NEWS_DAYS
