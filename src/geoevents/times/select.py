"""Which of the anchored expressions date what stands in a stretch of text; ranges from two expressions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from geoevents.model import DateRange, Prose, Span, Timex
from geoevents.model.quick import replace
from geoevents.times.days import shift

_FEW = 16  # expressions that are looked through faster than a stretch of them is cut out
_WEEK = 7
_LONGEST_LINK = 40
_LINK = re.compile(r"\s*,?\s*(?:(?P<and>and|&)|to|until|till|through|-|–|—|/)\s*(?:on\s+|the\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_RELATIVE = (
    "times.weekday",
    "times.today",
    "times.this_part",
    "times.overnight",
    "times.unit",
    "times.offset",
    "times.day_around",
)
_PRECISION_ORDER = {"day": 0, "interval": 1, "week": 2, "month": 3, "year": 4, "publication": 5, "unknown": 6}


def combine_ranges(timexes: tuple[Timex, ...], prose: Prose) -> tuple[Timex, ...]:
    """Give the two ends of a range one `DateRange` of precision "interval", whose text and span cover both.

    Each end keeps its own span and TIMEX3 value. `times.range` stands in `basis` before the rule of the first end.
    """
    done = list(timexes)
    for index, (early, late) in enumerate(pairwise(timexes)):
        link = _linked(early, late, prose)
        if link is None:
            continue
        first, second = _in_order(early, late) if link == "opened" else (early, late)
        combined = _combined(first, second, prose, link)
        if combined is not None:
            first, second = replace(first, dates=combined), replace(second, dates=combined)
        if first is not early:
            done[index] = first
        if second is not late:
            done[index + 1] = second
    return tuple(done)


def _linked(first: Timex, second: Timex, prose: Prose) -> str | None:
    """Return how two expressions are joined: "opened" by "from" or "between", by a "dash" or by other "words"."""
    if second.span.start - first.span.end > _LONGEST_LINK:
        return None
    link = _LINK.fullmatch(prose.text, first.span.end, second.span.start)
    if link is None:
        return None
    before = prose.text[max(0, first.span.start - 14) : first.span.start]
    if (_BETWEEN if link["and"] else _FROM).search(before):
        return "opened"
    return "dash" if link[0].strip() in {"-", "–", "—"} else "words"


def _in_order(first: Timex, second: Timex) -> tuple[Timex, Timex]:
    """Return the Sunday before that Tuesday of "between Sunday and Tuesday", and "from 9 p.m. to 5 a.m." into the next day."""
    a, b = first.dates, second.dates
    if a is None or b is None or a.first is None or b.first is None:
        return first, second
    weekdays = first.rule == second.rule == "times.weekday" and a.first == a.last
    if weekdays and 0 < (a.first - b.first).days < _WEEK:
        return _moved(first, a.first, -_WEEK), second
    clocks = first.rule.startswith("times.clock") and second.rule.startswith("times.clock")
    if clocks and a.first == b.first and first.value.partition("T")[2] > second.value.partition("T")[2]:
        return first, _moved(second, b.first, 1)
    return first, second


def _moved(timex: Timex, day: date, days: int) -> Timex:
    moved = shift(day, days)
    if moved is None or timex.dates is None:
        return timex
    value = timex.value.replace(day.isoformat(), moved.isoformat())
    return replace(timex, value=value, dates=replace(timex.dates, first=moved, last=moved))


def _combined(first: Timex, second: Timex, prose: Prose, link: str) -> DateRange | None:
    a, b = first.dates, second.dates
    if a is None or b is None or a.first is None or b.last is None or "DURATION" in {first.type, second.type}:
        return None
    paired = first.rule == second.rule and first.rule.startswith("times.range")
    if not paired and link == "words":
        return None
    if a.first >= b.last:
        return None
    span = Span(first.span.start, second.span.end)
    return DateRange(
        first=a.first,
        last=b.last,
        precision="interval",
        basis=f"times.range: {first.rule}",
        text=span.of(prose.text),
        span=span,
        part_of_day=a.part_of_day if a.part_of_day == b.part_of_day else None,
    )


def ranges(timexes: tuple[Timex, ...]) -> tuple[DateRange, ...]:
    """Return the ranges that two expressions make together, in order ("between January and July this year" is one)."""
    found: list[DateRange] = []
    for timex in timexes:
        dates = timex.dates
        if dates is not None and dates.basis.startswith("times.range:") and dates not in found[-1:]:
            found.append(dates)
    return tuple(found)


def is_relative(timex: Timex) -> bool:
    """Whether an expression hangs on another day ("Friday", "last month") instead of naming its own."""
    return timex.rule.startswith(_RELATIVE)


def usable_dates(timexes: tuple[Timex, ...], span: Span, near: int | None = None) -> tuple[Timex, ...]:
    """Return the expressions in a stretch of text that may date an event, best first.

    Args:
        timexes: anchored expressions in order of the text.
        span: the stretch, a clause or sentence.
        near: the character, such as a trigger's first, that the date should stand close to; the stretch's start
            where it is None.

    Returns:
        Usable expressions with days: those that name their own date before those that hang on another day, the more
        precise before the less, the nearer before the farther.
    """
    at = span.start if near is None else near
    inside = [timex for timex in overlapping(timexes, span) if may_date(timex)]
    if len(inside) > 1:
        inside.sort(key=lambda t: _rank(t, at))
    return tuple(inside)


def overlapping(timexes: tuple[Timex, ...], span: Span) -> Sequence[Timex]:
    """Return the expressions, given in order of the text, that share a character with a stretch of it."""
    first, end = span.start, span.end
    if len(timexes) > _FEW:
        return timexes[bisect_right(timexes, first, key=_end) : bisect_left(timexes, end, key=_start)]
    return [timex for timex in timexes if timex.span.start < end and first < timex.span.end]


def may_date(timex: Timex) -> bool:
    """Whether an expression has days and may date an event."""
    return timex.usable and timex.dates is not None and timex.dates.first is not None


def _start(timex: Timex) -> int:
    return timex.span.start


def _end(timex: Timex) -> int:
    return timex.span.end


def _rank(timex: Timex, at: int) -> tuple[bool, int, int]:
    precision = "unknown" if timex.dates is None else timex.dates.precision
    distance = max(0, timex.span.start - at, at - timex.span.end)
    return is_relative(timex), _PRECISION_ORDER[precision], distance
