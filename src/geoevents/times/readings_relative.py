"""Readings of expressions that hang on a day: of telling ("yesterday") or of the narrative ("the next day")."""

from __future__ import annotations

import re
from datetime import date

from geoevents.model.quick import replace
from geoevents.times.days import days_of, shift, shift_months, week_value
from geoevents.times.reading import Context, Reading, Said, calendar, of_day, vague
from geoevents.times.readings_calendar import base_day, direction, with_code
from geoevents.times.words import group, mod_of, number_of, part_of

_UNDATED = "no publication date is known"
_DEICTIC = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_WEEK = 7
_SMALLER = {
    "month": ("day", 30),
    "quarter": ("month", 3),
    "year": ("month", 12),
    "decade": ("year", 10),
    "century": ("year", 100),
}
_LONG_AGO_YEARS = 5
_IN_BRACKETS = re.compile(r"\s?\((monday|tuesday|wednesday|thursday|friday|saturday|sunday)\)")
_PART_OF_YEAR = re.compile(r"\d{4}-(?:\d\d|Q[1-4]|H[12])")
_CLAUSE_OPENS = re.compile(r"(?:^|[;,.:–—]\s+|\b(?:and|but|while)\s+)$")
_HAPPENS = re.compile(r"[^.;]{0,60}\b(?:(?:is|are)\s+\w+ing|was|were|had|did|said|will|would|\w{3,}ed)\b")
_LONG_UNITS = frozenset({"month", "quarter", "year", "decade", "century"})
_UNKNOWN = {
    "day": "XXXX-XX-XX", "night": "XXXX-XX-XXTNI", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "fortnight": "P2W",
    "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX", "decade": "XXX", "century": "XX", "period": "XXXX",
    "hour": "XXXX-XX-XXTXX", "minute": "XXXX-XX-XXTXX", "second": "XXXX-XX-XXTXX", "morning": "XXXX-XX-XXTMO", "evening": "XXXX-XX-XXTEV",
}  # fmt: skip


def _day(day: date | None, fallback: str = "XXXX-XX-XX") -> Reading:
    return vague("DATE", fallback, _UNDATED) if day is None else of_day(day)


def weekday(said: Said) -> Reading:
    """Read a weekday: the nearest past one, the day of telling included; ahead where words or verb say so."""
    match, context = said.match, said.context
    number = context.grammar.weekdays[match["weekday"]]
    phrase, before = group(match, "dir"), group(match, "before")
    day = _weekday_day(number, phrase, group(match, "tail"), context)
    if day is not None and group(match, "tailn"):
        day = shift(day, -_WEEK)
    reading = _day(day, f"XXXX-WXX-{number}")
    part = part_of(group(match, "part") or before, context.grammar)
    if part is None:
        return replace(reading, mod=mod_of(before, context.grammar))
    if (
        part[1] == "overnight"
        and before == "overnight on"
        and day is not None
        and context.now is not None
        and day < context.now
    ):
        # "overnight on Friday", read on Saturday or later: the night that began on Friday.
        return with_code(_day(shift(day, 1)), part)
    return with_code(reading, part)


def _weekday_day(number: int, phrase: str | None, tail: str | None, context: Context) -> date | None:
    base = (
        base_day(phrase, context)
        if phrase in {"the following", "the previous", "the preceding", "the next", "that", "the same"}
        else context.now
    )
    if base is None:
        return None
    if tail is not None:
        return shift(base, number - base.isoweekday() + _WEEK * direction(tail))
    behind, ahead = (base.isoweekday() - number) % _WEEK, (number - base.isoweekday()) % _WEEK
    step = direction(phrase)
    if step:
        return shift(base, -(behind or _WEEK) if step < 0 else ahead or _WEEK)
    looks_ahead = context.tense != "past" if phrase == "this" else phrase is None and context.tense == "future"
    return shift(base, ahead if looks_ahead else -behind)


def deictic(said: Said) -> Reading:
    """Read "today", "yesterday evening", "tonight" and their like."""
    match, context = said.match, said.context
    word = group(match, "deictic") or "today"
    if word == "today" and _is_nowadays(said):
        return vague("DATE", "PRESENT_REF", "tells how things are now, against long ago")
    reading = _day(
        _named_behind(match, context) or (None if context.now is None else shift(context.now, _DEICTIC[word]))
    )
    part = part_of(group(match, "part", "at"), context.grammar) or (("TNI", "night") if word == "tonight" else None)
    if part is not None:
        return with_code(reading, part)
    if group(match, "hours"):
        return with_code(reading, ("TNI", "night"))
    return replace(reading, mod=mod_of(group(match, "mod"), context.grammar))


def _named_behind(match: re.Match[str], context: Context) -> date | None:
    """Return the Monday of "yesterday (Monday)", which tells the day better than the day of telling does."""
    named = _IN_BRACKETS.match(match.string, match.end())
    if named is None or context.now is None:
        return None
    behind = (context.now.isoweekday() - context.grammar.weekdays[named[1]]) % _WEEK
    return shift(context.now, _WEEK - behind if match["deictic"] == "tomorrow" and behind else -behind)


def _is_nowadays(said: Said) -> bool:
    """Whether "today" sets the present against a year long gone: "In 1960 there were 300 looms; today there are four"."""
    match, context = said.match, said.context
    last = None if context.last is None else context.last.dates
    if (
        last is None
        or last.last is None
        or last.precision == "day"
        or context.now is None
        or match.end("deictic") < match.end()
    ):
        return False
    long_ago = context.now.year - last.last.year >= _LONG_AGO_YEARS
    opens = _CLAUSE_OPENS.search(context.before) is not None
    return long_ago and opens and _HAPPENS.match(match.string, match.end()) is None


def this_part(said: Said) -> Reading:
    """Read "this morning", "last night", "that evening", "the following night"."""
    match, context = said.match, said.context
    phrase = group(match, "dir")
    base = base_day(phrase, context)
    reading = _day(None if base is None else shift(base, direction(phrase)))
    part = part_of(group(match, "part"), context.grammar) or ("TNI", "night")
    return replace(with_code(reading, part), mod=mod_of(group(match, "mod"), context.grammar))


def overnight(said: Said) -> Reading:
    """Read "overnight": the night before the day of telling, so two days; the night to come where verbs look ahead."""
    match, context = said.match, said.context
    if named := group(match, "weekday2", "weekday4"):
        day = _weekday_day(context.grammar.weekdays[named], None, None, context)
    else:
        day = context.now
        if day is not None and context.tense == "future":
            day = shift(day, 1)
    return with_code(_day(day), ("TNI", "overnight"))


def part_of_day(said: Said) -> Reading:
    """Read "in the morning", "at night": of the day that the sentence names, else of the day last told."""
    match, context = said.match, said.context
    own = context.same_sentence.dates if context.same_sentence is not None else None
    day = own.first if own is not None else context.told
    hours = group(match, "hours")
    name = f"{hours} hours" if hours else group(match, "part", "night", "instant")
    reading = with_code(_day(day), part_of(name, context.grammar) or ("TNI", "night"))
    return reading if own is not None else replace(reading, usable=False, why="the day is not said")


def unit(said: Said) -> Reading:
    """Read "last week", "earlier this month", "the previous day", "the same period last year"."""
    match, context = said.match, said.context
    phrase, name = group(match, "dir") or "this", match["unit"].replace("date", "day")
    mod = mod_of(group(match, "mod"), context.grammar)
    if phrase.endswith("same") or name == "period" or (phrase == "that" and name != "day"):
        return replace(_same(match, name, context), mod=mod)
    base = base_day(phrase, context, long=name in _LONG_UNITS)
    if base is None:
        return vague("DATE", _UNKNOWN[name], _UNDATED, mod=mod)
    if name == "weekend" and phrase == "this":
        reading = _weekend(base, 0, context, this=True)
    else:
        reading = unit_at(name, base, direction(phrase), context)
    return _edge_days(
        replace(reading, mod=mod), group(match, "mod"), base, this=direction(phrase) == 0, context=context
    )


def before_last(said: Said) -> Reading:
    """Read "the week before last", "the month after next"."""
    match, context = said.match, said.context
    if context.now is None:
        return vague("DATE", _UNKNOWN[match["unit"]], _UNDATED)
    if match["unit"] == "night":
        return with_code(_day(shift(context.now, -2 if match["past"] else 2)), ("TNI", "night"))
    if match["unit"] == "weekend":
        moved = shift(context.now, -_WEEK if match["past"] else _WEEK)
        return _weekend(moved or context.now, -1 if match["past"] else 1, context)
    return unit_at(match["unit"], context.now, -2 if match["past"] else 2, context)


def unit_at(name: str, base: date, step: int, context: Context) -> Reading:
    """Return the reading of the unit of the calendar that is `step` units from the one that holds `base`."""
    if name in {"day", "night"}:
        reading = _day(shift(base, step))
        return with_code(reading, ("TNI", "night")) if name == "night" else reading
    if name == "weekend":
        return _weekend(base, step, context)
    if name in {"week", "fortnight"}:
        day = shift(base, _WEEK * step * (2 if name == "fortnight" else 1))
        return vague("DATE", "XXXX-WXX", _UNDATED) if day is None else calendar("DATE", week_value(day))
    if name in {"month", "quarter"}:
        moved = shift_months(base.replace(day=1), step * (3 if name == "quarter" else 1))
        if moved is None:
            return vague("DATE", "XXXX-XX", "outside the calendar")
        tail = f"Q{(moved.month - 1) // 3 + 1}" if name == "quarter" else f"{moved.month:02d}"
        return calendar("DATE", f"{moved.year:04d}-{tail}")
    length = {"year": 1, "decade": 10, "century": 100}[name]
    year = base.year // length + step
    return calendar("DATE", f"{max(0, year):0{4 - len(str(length)) + 1}d}")


def _weekend(base: date, step: int, context: Context, *, this: bool = False) -> Reading:
    saturday = shift(base, 6 - base.isoweekday())
    weekday_number = base.isoweekday()
    # "Over the weekend", told on a Wednesday: the one behind, unless a verb looks ahead. From Thursday on, "this weekend" is
    # the one to come, whatever verb stands near.
    behind = weekday_number <= (5 if context.tense == "past" and not this else 3)
    if step < 0 or (step == 0 and context.tense != "future" and behind):
        saturday = None if saturday is None else shift(saturday, -_WEEK)
    elif step > 0 and weekday_number >= 6:  # noqa: PLR2004 - Saturday, Sunday
        saturday = None if saturday is None else shift(saturday, _WEEK)
    if saturday is None:
        return vague("DATE", "XXXX-WXX-WE", "outside the calendar")
    return calendar("DATE", f"{week_value(saturday)}-WE")


def _edge_days(reading: Reading, mod: str | None, base: date, *, this: bool, context: Context) -> Reading:
    """Cut "earlier this week" at the day of telling, and "later this week" before it; likewise what is not over yet."""
    days = reading.days
    if days is None or not this or not days[0] <= base <= days[1] or reading.value.endswith("-WE"):
        return reading
    if mod is not None and mod.startswith(("later", "late", "rest", "the rest", "remainder")):
        return replace(reading, days=(base, days[1]))
    if mod is not None and mod.startswith("ear"):
        return replace(reading, days=(days[0], base))
    if mod is None and context.tense != "future":
        return replace(reading, days=(days[0], base))
    return reading


def _same(match: re.Match[str], name: str, context: Context) -> Reading:
    """Read "the same period", "that year": the unit that holds what was last told, a year earlier where it says so."""
    years = _years_back(match)
    last = context.mentioned
    value = None if last is None or last.dates is None else last.value[:10]
    if name == "day" and context.last_day is not None:
        value = context.last_day.isoformat()
    if value is None and context.now is not None:
        value = context.now.isoformat()[: {"year": 4, "period": 4, "month": 7, "quarter": 7}.get(name, 10)]
    if value is None or not value[:4].isdigit():
        return vague("DATE", _UNKNOWN[name], _UNDATED)
    days = days_of(value)
    if days is not None and name in {"week", "weekend", "month", "quarter", "year"}:
        value = unit_at(name, days[0], 0, context).value
    if years and name == "period" and len(value) > 7:  # noqa: PLR2004 - a day has no period
        value = value[:4]
    if said_year := group(match, "year"):
        value = f"{said_year}{value[4:]}"
    if years:
        value = f"{int(value[:4]) - years:04d}{value[4:]}" if len(value) >= 4 else value  # noqa: PLR2004
        if "-W" in value:
            value = value[:4]
    return calendar("DATE", value)


def year_ago(said: Said) -> Reading:
    """Read "the year-ago quarter": the quarter or month last told, a year earlier; else the year before."""
    mentioned, now = said.context.mentioned, said.context.now
    value = "" if mentioned is None else mentioned.value
    if _PART_OF_YEAR.fullmatch(value):
        return calendar("DATE", f"{int(value[:4]) - 1:04d}{value[4:]}")
    return vague("DATE", "XXXX", _UNDATED) if now is None else calendar("DATE", f"{now.year - 1:04d}")


def _years_back(match: re.Match[str]) -> int:
    if group(match, "diry") in {"last", "the previous"} and group(match, "unit2") == "year":
        return 1
    if group(match, "unit3") == "year":
        return int(number_of(group(match, "shift")) or 1)
    return 0


def edge(said: Said) -> Reading:
    """Read "the start of the day", "over the weekend", "by the end of the year", "year-end"."""
    match, context = said.match, said.context
    name = group(match, "unit", "unit2", "unit3", "weekend") or "year"
    mod = mod_of(
        group(match, "mod") or ("end" if match[0].endswith("end") and name != "weekend" else None),
        context.grammar,
    )
    base = context.told if name in {"day", "night"} else context.now
    if base is None:
        return vague("DATE", _UNKNOWN[name], _UNDATED, mod=mod)
    return replace(unit_at(name, base, 0, context), mod=mod)


def offset(said: Said) -> Reading:
    """Read "two days ago" (from the day of telling) and "a week later" (from the day last told)."""
    match, context = said.match, said.context
    name = (group(match, "half_unit") or match["unit"]).removesuffix("s").replace("centurie", "century")
    sense = " ".join(match["sense"].split())
    telling = sense in {"ago", "from now", "hence"} or sense.endswith("time") or group(match, "deictic") is not None
    step = -1 if sense in {"ago", "earlier", "previously", "before"} else 1
    count = _offset_count(match)
    mod = context.grammar.approximations.get(group(match, "approx") or "")
    base = _offset_base(match, name, context, telling=telling)
    if sense == "on" and context.last is None:
        return vague("DATE", "PRESENT_REF", "counted from a day that is not told")
    if count is None:
        return _uncounted(name, base, step, telling=telling, mod=mod)
    if base is None:
        return vague("DATE", _UNKNOWN[name], _UNDATED, mod=mod)
    if not telling and name in {"day", "night", "week"} and context.counts_from_no_day:
        return vague("DATE", _UNKNOWN[name], "counted from no day", mod=mod)
    return replace(_offset_at(name, base, step * count, context), mod=mod)


def _offset_count(match: re.Match[str]) -> float | None:
    if group(match, "half_unit"):
        return 0.25 if group(match, "quarter") else 0.5
    count = number_of(group(match, "n"))
    return count + 0.5 if count is not None and group(match, "half", "half_first") else count


def _offset_base(match: re.Match[str], name: str, context: Context, *, telling: bool) -> date | None:
    if not telling:
        return context.told_period if name in _LONG_UNITS else context.told
    day = group(match, "deictic")
    return context.now if day is None or context.now is None else shift(context.now, _DEICTIC[day])


def _uncounted(name: str, base: date | None, step: int, *, telling: bool, mod: str | None) -> Reading:
    """Read "hours earlier", "minutes later": the day that was told, since few hours are meant."""
    reading = vague("DATE", "PAST_REF" if step < 0 else "FUTURE_REF", "how long is not said", mod=mod)
    if telling or base is None or name not in {"hour", "minute", "second"}:
        return reading
    return replace(_day(base), mod=mod, why="counted in hours: the day is taken")


def _offset_at(name: str, base: date, count: float, context: Context) -> Reading:
    if name in {"hour", "minute", "second"}:
        return replace(
            _day(base), type="TIME", value=f"{base.isoformat()}TXX", why="counted in hours: the day is taken"
        )
    if name in {"day", "night"}:
        return _day(shift(base, int(count)))
    if name in {"week", "fortnight", "weekend"}:
        weeks = count * (2 if name == "fortnight" else 1)
        day = shift(base, int(weeks * _WEEK))
        if day is None or abs(weeks) == 1:
            return _day(day)
        return calendar("DATE", week_value(day))
    if name in _LONG_UNITS and count != int(count):
        smaller, parts = _SMALLER[name]
        name, count = smaller, count * parts
    return unit_at(name, base, int(count), context)


def day_around(said: Said) -> Reading:
    """Read "the day before", "the night before": from the day last told."""
    match, context = said.match, said.context
    step = 1 if match["sense"] == "after" else -1
    name = match["unit"]
    base = context.told_period if name in _LONG_UNITS else context.told
    if base is None:
        return vague("DATE", _UNKNOWN[name], _UNDATED)
    if name in {"morning", "evening", "night"}:
        return with_code(_day(shift(base, step)), part_of(name, context.grammar) or ("TNI", "night"))
    return unit_at(name, base, step, context)
