"""Readings of durations, sets, times of the clock and vague words."""

from __future__ import annotations

import re
from datetime import date

from geoevents.model import PartOfDay
from geoevents.model.quick import replace
from geoevents.times.days import Days, shift, shift_months
from geoevents.times.reading import Context, Reading, Said, calendar, vague
from geoevents.times.readings_calendar import SEASON_CODES, full_date
from geoevents.times.words import group, number_of, ordinal_of, part_of

_CODES = {
    "second": ("PT", "S", 1), "minute": ("PT", "M", 1), "hour": ("PT", "H", 1), "day": ("P", "D", 1), "night": ("P", "TNI", 1),
    "week": ("P", "W", 1), "weekend": ("P", "WE", 1), "fortnight": ("P", "W", 2), "month": ("P", "M", 1), "quarter": ("P", "Q", 1),
    "year": ("P", "Y", 1), "decade": ("P", "Y", 10), "century": ("P", "Y", 100), "quarter-century": ("P", "Y", 25), "winter": ("P", "WI", 1),
}  # fmt: skip
_HALVES = {"hour": "PT30M", "year": "P6M", "decade": "P5Y", "century": "P50Y"}
_PERIODIC = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "biweekly": "P2W", "fortnightly": "P2W",
    "monthly": "P1M", "bimonthly": "P2M", "quarterly": "P3M", "semi-annual": "P6M", "biannual": "P6M", "yearly": "P1Y",
    "annual": "P1Y", "annually": "P1Y",
}  # fmt: skip
_AFTER_OR_BEFORE = re.compile(r"\s+(after|before)\b")
_NO_DATE = "a duration is no date"
_NOON = 12
_LINK = re.compile(r",?\s+(?:on\s+)?")
_TO = re.compile(r"\s?(?:to|until|till|and|-|–)\s?")
_CLOCK_RULES = ("times.clock_12", "times.clock_24")
_DAY_RULES = ("times.date.month_day", "times.date.day_month")
_HALF = 0.5


def singular(name: str) -> str:
    """Return the unit's singular: "centuries" → "century"."""
    return "century" if name == "centuries" else name.removesuffix("s")


def period(name: str, count: float | None) -> str:
    """Return a TIMEX3 duration: P2D, PT30M, P2.5Y; PXY where the number is not said."""
    if count == _HALF and name in _HALVES:
        return _HALVES[name]
    prefix, letter, factor = _CODES[name]
    if count is None:
        return f"{prefix}X{letter}"
    total = float(count * factor)
    return f"{prefix}{int(total) if total.is_integer() else total}{letter}"


def _count(match: re.Match[str]) -> float | None:
    said = 1.0 if match[0].startswith("all") else number_of(group(match, "n"))
    if said is None:
        return 0.5 if group(match, "halfhyphen") else None
    if group(match, "n") in {"a", "an"} and group(match, "half_first") == "half":
        return 0.5
    return said + 0.5 if (group(match, "half", "half_first") or "").endswith("half") else said


def duration(said: Said) -> Reading:
    """Read "two days", "almost a year", "fifty-year"; "the past nine days" also says which days."""
    match, context = said.match, said.context
    name = singular(group(match, "unit", "plural") or "day")
    plural = group(match, "plural")
    one = said.rule.sets.get("one") or (plural is not None and not plural.endswith("s"))
    count = 1.0 if one else _count(match)
    if said.half == "second":
        count = number_of(group(match, "n2"))
    mod = context.grammar.approximations.get(group(match, "approx") or "")
    value = period(name, count)
    days = _window(group(match, "window"), name, count, context.now)
    if days is not None:
        return Reading(type="DURATION", value=value, days=days, precision="interval", mod=mod)
    return _counted(match, name, count, replace(vague("DURATION", value, _NO_DATE), mod=mod), context)


def duration_compound(said: Said) -> Reading:
    """Read "three years and seven months" as P3Y7M, "2 hours 3 minutes" as PT2H3M."""
    days = clock = ""
    for tail in ("", "2", "3"):
        if (unit := group(said.match, f"unit{tail}")) is None:
            continue
        prefix, letter, _ = _CODES[singular(unit)]
        part = f"{int(number_of(group(said.match, f'n{tail}')) or 0)}{letter}"
        days, clock = (days, clock + part) if prefix == "PT" else (days + part, clock)
    mod = said.context.grammar.approximations.get(group(said.match, "approx") or "")
    return replace(vague("DURATION", f"P{days}T{clock}" if clock else f"P{days}", _NO_DATE), mod=mod)


def _counted(match: re.Match[str], name: str, count: float | None, reading: Reading, context: Context) -> Reading:
    """Count "four days after …" from the day of its sentence; loosely, so that it dates nothing by itself."""
    own = context.same_sentence.dates if context.same_sentence is not None else None
    if own is None or own.first is None or count is None or name not in {"day", "week"}:
        return reading
    link = _AFTER_OR_BEFORE.match(match.string, match.end(), match.end() + 10)
    if link is None:
        return reading
    days = int(count) * (7 if name == "week" else 1) * (-1 if link[1] == "after" else 1)
    day = shift(own.first, days)
    why = f"counted loosely from {own.first.isoformat()}: never against a stated date"
    return reading if day is None else replace(reading, days=(day, day), precision="day", why=why)


def _window(phrase: str | None, name: str, count: float | None, now: date | None) -> Days | None:
    if phrase is None or count is None or now is None or phrase in {"the first", "the final", "these", "those"}:
        return None
    step = 1 if re.search(r"next|coming|following", phrase) else -1
    number = int(count) * step
    if name in {"month", "quarter", "year", "decade", "century"}:
        factor = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[name]
        other = shift_months(now, number * factor)
    elif name == "hour":
        other = shift(now, -(-int(count) // 24) * step)
    else:
        other = shift(now, number * {"week": 7, "weekend": 7, "fortnight": 14, "day": 1, "night": 1}.get(name, 0))
    if other is None:
        return None
    return (other, now) if other <= now else (now, other)


def window(said: Said) -> Reading:
    """Read "the past decade", "recent years", "the coming weeks"."""
    match, context = said.match, said.context
    phrase, name = match["window"], " ".join(match["plural"].split())
    if name == "24 hours":
        days = _window(phrase, "day", 1, context.now)
        reading = vague("DURATION", "PT24H", _NO_DATE)
        return reading if days is None else replace(reading, days=days, precision="interval", usable=True, why="")
    if name.endswith("s") or name == "centuries":
        ahead = any(word in phrase for word in ("coming", "next", "following", "ensuing"))
        return vague("DATE", "FUTURE_REF" if ahead else "PAST_REF", "how long is not said")
    days = _window(phrase, name, 1, context.now)
    reading = vague("DURATION", period(name, 1), _NO_DATE)
    return reading if days is None else replace(reading, days=days, precision="interval", usable=True, why="")


def ordinal_unit(said: Said) -> Reading:
    """Read "for a second week", a duration that goes on; "a second consecutive day" is the day of telling."""
    match, context = said.match, said.context
    name = group(match, "unit", "unit2") or "day"
    running = group(match, "row", "row2")
    if name == "day" and running and context.now is not None and (ordinal_of(match["ordinal"]) or 1) > 1:
        return replace(calendar("DATE", context.now.isoformat()), mod=None)
    # "For a third day" has lasted three days; "on the third day" is one of them, "for a second week" counts the one that is over.
    counted = running or (name in {"day", "night"} and not match[0].startswith("the "))
    return vague(
        "DURATION",
        period(name, ordinal_of(match["ordinal"]) if counted else 1),
        "tells how long it has gone on, not when",
    )


def every(said: Said) -> Reading:
    """Read "every two weeks", "twice a day", "each morning"."""
    match, context = said.match, said.context
    name = singular(match["unit"])
    if name in {"morning", "afternoon", "evening", "night"}:
        code, _ = part_of(name, context.grammar) or ("TNI", "night")
        return vague("SET", f"XXXX-XX-XX{code}", "a repeated time is no date")
    count = 2 if group(match, "other") else number_of(group(match, "n")) or 1
    return vague("SET", period(name, count), "a repeated time is no date")


def every_weekday(said: Said) -> Reading:
    """Read "every Friday morning", "on Sundays"."""
    match, context = said.match, said.context
    number = context.grammar.weekdays[group(match, "weekday", "weekday2", "weekday3") or "monday"]
    part = part_of(group(match, "part", "part2x", "part3"), context.grammar)
    return vague("SET", f"XXXX-WXX-{number}{part[0] if part else ''}", "a repeated time is no date")


def every_season(said: Said) -> Reading:
    """Read "every October" as XXXX-10, "each spring" as XXXX-SP."""
    month, season = group(said.match, "month"), group(said.match, "season")
    tail = f"{said.context.grammar.months[month]:02d}" if month else SEASON_CODES[season or "summer"]
    return vague("SET", f"XXXX-{tail}", "a repeated time is no date")


def periodic(said: Said) -> Reading:
    """Read "weekly", "annual"."""
    match = said.match
    return vague("SET", _PERIODIC[match["periodic"]], "a repeated time is no date")


def kind_set(said: Said) -> Reading:
    """Read "on weekdays", "at weekends", "evenings"."""
    match, context = said.match, said.context
    part = part_of(group(match, "part"), context.grammar)
    value = f"XXXX-XX-XX{part[0]}" if part else ("XXXX-WXX-WE" if match["kind"] == "weekends" else "XXXX-WXX-WD")
    return vague("SET", value, "a repeated time is no date")


def clock(said: Said) -> Reading:
    """Read a time of the clock, on the day it names, else on that of its sentence, else on the day last told."""
    match, context = said.match, said.context
    digits = group(match, "hhmm")
    hour, minute = (int(digits[:2]), int(digits[2:])) if digits else _in_words(match)
    if said.half == "second":
        hour, minute = int(match["hour2"]), int(group(match, "minute2") or 0)
    afternoon = group(match, "ampm") or {"morning": "a", "afternoon": "p", "evening": "p"}.get(
        group(match, "ampm_word") or ""
    )
    if afternoon:
        hour = hour % _NOON + (_NOON if afternoon == "p" else 0)
    zone = "Z" if group(match, "zone", "zone2") in {"utc", "gmt", "z"} else ""
    day, sure = _clock_day(match, context)
    tail = f"T{hour:02d}:{minute:02d}{zone}"
    if day is None:
        return vague("TIME", f"XXXX-XX-XX{tail}", "no publication date is known")
    reading = replace(
        calendar("DATE", day.isoformat()), type="TIME", value=f"{day.isoformat()}{tail}", part=_part_at(hour)
    )
    return reading if sure else replace(reading, usable=False, why="the day is not said")


def _in_words(match: re.Match[str]) -> tuple[int, int]:
    """Return hour and minute of "half past nine", "quarter to ten", or of digits."""
    hour = int(number_of(match["hour"]) or 0)
    if group(match, "half"):
        return hour, 30
    if (quarter := group(match, "quarter")) is not None:
        return (hour - 1, 45) if quarter.endswith("to") else (hour, 15)
    return hour, int(group(match, "minute") or 0)


def _clock_day(match: re.Match[str], context: Context) -> tuple[date | None, bool]:
    if name := group(match, "weekday"):
        if context.now is None:
            return None, False
        behind = (context.now.isoweekday() - context.grammar.weekdays[name]) % 7
        return shift(context.now, 7 - behind if context.tense == "future" and behind else -behind), True
    if word := group(match, "deictic"):
        return (
            None if context.now is None else shift(context.now, {"today": 0, "yesterday": -1, "tomorrow": 1}[word])
        ), True
    if (ahead := _day_behind(match, context)) is not None:
        return ahead, True
    own = context.same_sentence.dates if context.same_sentence is not None else None
    if own is not None:
        return own.first, True
    # The stamp of a live report, "17.42 GMT The army says …", is a time of the day of telling.
    stamp = match.start() == 0 or match.string[match.start() - 1] == "\n"
    return (context.now, False) if stamp else (context.told, False)


def _day_behind(match: re.Match[str], context: Context) -> date | None:
    """Return the day that follows a time of the clock: "16:15 UTC, June 1st", "from 6 a.m. to 8 p.m. Sunday"."""
    link = _LINK.match(match.string, match.end())
    for rule in _DAY_RULES if link is not None else ():
        day = context.grammar.compiled[rule].match(match.string, match.end() if link is None else link.end())
        if day is not None:
            days = full_date(Said(day, context.grammar.by_id[rule], context)).days
            return None if days is None else days[0]
    link = _TO.match(match.string, match.end())
    for rule in _CLOCK_RULES if link is not None else ():
        other = context.grammar.compiled[rule].match(match.string, match.end() if link is None else link.end())
        if other is not None and group(other, "weekday", "deictic"):
            return _clock_day(other, context)[0]
    return None


def _part_at(hour: int) -> PartOfDay:
    bounds: tuple[tuple[int, PartOfDay], ...] = ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"))
    return next((part for bound, part in bounds if hour < bound), "night")


def reference(said: Said) -> Reading:
    """Read "now", "recently", "soon": TIMEX3 references, which date nothing."""
    return vague("DATE", str(said.rule.sets["value"]), "a vague word is no date")
