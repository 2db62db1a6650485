"""Readings of dates that name a part of the calendar: days, months, years, decades, quarters, seasons, feasts."""

from __future__ import annotations

import re
from datetime import date

from geoevents.model import PartOfDay, Timex
from geoevents.model.quick import replace
from geoevents.times.days import Days, days_of, feast, make_date, month_days, shift, shift_months, week_value
from geoevents.times.grammar import trie
from geoevents.times.reading import Context, Reading, Said, calendar, vague
from geoevents.times.tense import PAST_VERBS
from geoevents.times.words import group, mod_of, ordinal_of, part_of

_NEAR_FUTURE_DAYS = 45
_LONG_AGO_DAYS = 300
_JUST_GONE_DAYS = 90
_JUST_GONE_MONTHS = 2
_JUST_GONE_FEAST_DAYS = 10
SEASON_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_DONE_ON = re.compile(rf"(?:(?<!decid)(?<!agre)ed|\b(?!set\b){trie([*PAST_VERBS, 'place'])})\s+(?:on\s+)?$")
_PREVIOUS = re.compile(r"last|previous|past|preceding|prior")
_NEXT = re.compile(r"next|following|coming")
_NARRATIVE = re.compile(r"the |that")


def direction(phrase: str | None) -> int:
    """Return -1 for "last …", 1 for "next …", 0 for "this …"."""
    if phrase is None:
        return 0
    return -1 if _PREVIOUS.search(phrase) else 1 if _NEXT.search(phrase) else 0


def base_day(phrase: str | None, context: Context, *, long: bool = False) -> date | None:
    """Return what "the previous …" (the day last told) or "last …" (the day of telling) counts from.

    `long` is for units of a month and more, which count from a month or year last told as well as from a day.
    """
    narrative = phrase is not None and _NARRATIVE.match(phrase) is not None
    if not narrative or phrase in {"the current", "the coming"}:
        return context.now
    return context.told_period if long else context.told


def _past_told_year(base: date | None, phrase: str | None, context: Context) -> date | None:
    """Return the end of the year last told where "the following spring" comes after it, else `base`."""
    told = None if context.mentioned is None else context.mentioned.dates
    after_year = told is not None and told.precision == "year" and told.first == base and direction(phrase) > 0
    return told.last if told is not None and after_year else base


def _year(match: re.Match[str], context: Context) -> int | None:
    if said := group(match, "year"):
        return int(said)
    phrase = group(match, "dir", "diry")
    base = base_day(phrase, context, long=True)
    return None if phrase is None or base is None else base.year + direction(phrase)


def full_date(said: Said) -> Reading:
    """Read a day, month or year that names itself, in full or in part; `half` picks one end of a range."""
    match, context = said.match, said.context
    grammar = context.grammar
    months = grammar.months
    second = said.half == "second"
    name = group(match, "month2", "month") if second else group(match, "month")
    month = int(group(match, "monthno") or 0) or (months[name.rstrip(".")] if name else None)
    day_text = group(match, "day2", "day") if second else group(match, "day")
    day = int(day_text) if day_text else ordinal_of(group(match, "dayword"))
    year = _second_year(match) if second and group(match, "year2") else _year(match, context)
    if (
        said.half == "first"
        and year
        and (late := group(match, "month2"))
        and month
        and months[late.rstrip(".")] < month
    ):
        year -= 1  # "November to March 2024" began in the year before
    if month is None and day is not None:
        return _nth(day, context)
    if year is None and month is not None:
        year = _implied_year(month, day, context)
    return _with_part(_named(year, month, day), match, context)


def _second_year(match: re.Match[str]) -> int:
    first, second = match["year"], match["year2"]
    return int(second if len(second) == len(first) else first[: -len(second)] + second)


def _named(year: int | None, month: int | None, day: int | None) -> Reading:
    parts = ["XXXX" if year is None else f"{year:04d}"]
    parts += [] if month is None else [f"{month:02d}"]
    parts += [] if day is None else [f"{day:02d}"]
    value = "-".join(parts)
    reading = calendar("DATE", value)
    if year is None:
        return replace(reading, usable=False, why="no year is stated and no publication date is known")
    if reading.days is None:
        return replace(reading, usable=False, why="the calendar has no such day")
    return reading


def _with_part(reading: Reading, match: re.Match[str], context: Context) -> Reading:
    before = group(match, "before")
    if (hour := group(match, "hour")) and int(hour) <= 24:  # noqa: PLR2004 - hours of a day
        zone = "Z" if group(match, "zone") else ""
        return replace(reading, type="TIME", value=f"{reading.value}T{hour}:{match['minute']}{zone}")
    part = part_of(group(match, "part") or before, context.grammar)
    if part is not None:
        return with_code(reading, part)
    return replace(reading, mod=mod_of(group(match, "mod") or before, context.grammar))


def with_code(reading: Reading, part: tuple[str, PartOfDay]) -> Reading:
    """Add a part of the day to the reading of a day; "overnight" is the night that began the day before."""
    code, name = part
    if name != "overnight" or reading.days is None:
        return replace(reading, type="TIME", value=f"{reading.value}{code}", part=name)
    evening = shift(reading.days[0], -1) or reading.days[0]
    days = (evening, reading.days[1])
    return replace(
        reading, type="TIME", value=f"{evening.isoformat()}{code}", part=name, days=days, precision="interval"
    )


def _nth(day: int, context: Context) -> Reading:
    base = context.now
    if base is None:
        return vague("DATE", f"XXXX-XX-{day:02d}", "no month or year is stated and no publication date is known")
    if context.same_sentence is not None and (after := _nth_after(day, context.same_sentence)) is not None:
        return calendar("DATE", after.isoformat())
    step = 1 if context.tense == "future" else -1
    for months in (0, step, 2 * step):
        moved = shift_months(base.replace(day=1), months)
        found = None if moved is None else make_date(moved.year, moved.month, day)
        if found is not None and (found - base).days * step >= 0:
            return calendar("DATE", found.isoformat())
    return vague("DATE", f"XXXX-XX-{day:02d}", "the calendar has no such day near the publication date")


def _nth_after(day: int, told: Timex) -> date | None:
    """Return the first such day from one that the same sentence tells: "left on 12 October, due on the 24th"."""
    if told.dates is None or told.dates.first is None:
        return None
    first = told.dates.first
    moved = first if first.day <= day else shift_months(first.replace(day=1), 1)
    return None if moved is None else make_date(moved.year, moved.month, day)


def _implied_year(month: int, day: int | None, context: Context) -> int | None:
    """Return the year that a date without one means: the nearest past, or the nearest to come where the verb says so."""
    now = context.now
    if now is None:
        return None
    if day is None:
        if context.tense == "future" and (now.month - month) % 12 > _JUST_GONE_MONTHS:
            return now.year + (month < now.month)
        return now.year - (month > now.month)
    past = next((y for y in range(now.year, now.year - 9, -1) if (d := make_date(y, month, day)) and d <= now), None)
    ahead = next((y for y in range(now.year, now.year + 9) if (d := make_date(y, month, day)) and d >= now), None)
    if past is None or ahead is None:
        return past or ahead or now.year
    to_come = (date(ahead, month, day) - now).days
    gone = (now - date(past, month, day)).days
    if context.tense == "future":
        # A day without a year that lies weeks back is that one, whatever verb stands near: nobody means next year's.
        return past if gone <= _JUST_GONE_DAYS < to_come else ahead
    # News writes the year of a day that is most of a year behind: told in February, "decided on 23 March as the date" looks
    # ahead, and only "ended on 23 March" does not.
    done = context.tense == "past" and _DONE_ON.search(context.before) is not None
    return ahead if to_come <= (1 if done else _NEAR_FUTURE_DAYS) and gone > _LONG_AGO_DAYS else past


def numeric(said: Said) -> Reading:
    """Read 06/08/2024 where the order of day and month is known; dots always put the day first."""
    match, context = said.match, said.context
    text = match["numeric"]
    first, second, year = (int(part) for part in re.split(r"[/.]", text))
    if year < 100:  # noqa: PLR2004 - two digits
        year += 2000 if year < 70 else 1900  # noqa: PLR2004 - POSIX's pivot
    order = True if "." in text else context.day_first
    if first > 12 or second > 12:  # noqa: PLR2004 - no month has a number above 12
        order = first > 12  # noqa: PLR2004
    if order is None and first != second:
        return vague("DATE", f"{year:04d}-XX-XX", "the order of day and month is not known")
    day, month = (first, second) if order else (second, first)
    return _named(year, month, day)


def month_directed(said: Said) -> Reading:
    """Read "last September": of the year before, unless it is already two months behind."""
    match, context = said.match, said.context
    month = context.grammar.months[match["month"].rstrip(".")]
    mod = mod_of(group(match, "mod"), context.grammar)
    phrase = group(match, "dir")
    base = _past_told_year(base_day(phrase, context, long=True), phrase, context)
    if base is None:
        return replace(_named(None, month, None), mod=mod)
    step, year = direction(phrase), base.year
    if phrase is not None and phrase.startswith(("that", "the same")):
        year -= month > base.month and context.told_is_late  # "that December", where only the day of telling is known
    elif step < 0:
        year -= month > base.month - 2
    elif step > 0:
        year += month <= base.month
    return replace(_named(year, month, None), mod=mod)


def part_of_month(said: Said) -> Reading:
    """Read "the last week of March": seven days of the month; "the first half of July": its days 1–15."""
    match, context = said.match, said.context
    month = context.grammar.months[match["month"].rstrip(".")]
    year = _year(match, context) or _implied_year(month, None, context)
    days = None if year is None else month_days(year, month)
    number = 0 if match["ordinal"] in {"last", "final"} else ordinal_of(match["ordinal"]) or 1
    if year is None or days is None or (match["unit"] == "half" and number > 2):  # noqa: PLR2004 - there are two halves
        return replace(
            _named(year, month, None), usable=False, why="no year is stated and no publication date is known"
        )
    if match["unit"] == "half":
        cut = days[0].replace(day=15)
        first_half = number == 1
        span = (days[0], cut) if first_half else (cut.replace(day=16), days[1])
        return replace(_named(year, month, None), days=span, precision="interval", mod="START" if first_half else "END")
    return _week_of_month(days, number, weekend=match["unit"] == "weekend")


def _week_of_month(days: Days, number: int, *, weekend: bool) -> Reading:
    """Return the reading of the number-th seven days of a month (0 for the last ones), or of the weekend in them."""
    start = date.fromordinal(days[0].toordinal() + 7 * (number - 1) if number else days[1].toordinal() - 6)
    if weekend:
        saturday = date.fromordinal(start.toordinal() + (6 - start.isoweekday()) % 7)
        return calendar("DATE", f"{week_value(saturday)}-WE")
    middle, end = date.fromordinal(start.toordinal() + 3), date.fromordinal(start.toordinal() + 6)
    return replace(calendar("DATE", week_value(middle)), days=(start, end), precision="week")


def decade(said: Said) -> Reading:
    """Read "the 1990s", "the '70s", "the nineties"; short forms mean the latest such decade that has begun."""
    match, context = said.match, said.context
    mod = mod_of(group(match, "mod"), context.grammar)
    if full := group(match, "decade"):
        if full.endswith("00") and full < "2000":
            return calendar("DATE", full[:2], mod=mod)  # "the 1800s" are a century, "the 2000s" ten years
        return calendar("DATE", f"{int(full) // 10:03d}", mod=mod)
    word = group(match, "decadeword")
    names = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
    ten = names.index(word) + 2 if word else int(re.sub(r"\D", "", match["decade2"])) // 10
    this = 202 if context.now is None else context.now.year // 10
    return calendar("DATE", f"{this - (this - ten) % 10:03d}", mod=mod)


def century(said: Said) -> Reading:
    """Read "the 19th century" as TIMEX3's two digits, 18."""
    match, context = said.match, said.context
    number = int(match["nth"]) if match["nth"] else ordinal_of(match["ordinal"])
    if not number:
        return vague("DATE", "XX", "no such century")
    return calendar("DATE", f"{number - 1:02d}", mod=mod_of(group(match, "mod"), context.grammar))


def quarter(said: Said) -> Reading:
    """Read a quarter or half of a year; without a year, the latest that is over (the next one, where verbs look ahead)."""
    match, context = said.match, said.context
    ordinal, letter = group(match, "ordinal"), "H" if group(match, "span") == "half" else "Q"
    count = 2 if letter == "H" else 4
    if ordinal == "last" and not (group(match, "year") or group(match, "dir")):
        if context.now is None:
            return vague("DATE", "XXXX-QX", "no publication date is known")
        moved = shift_months(context.now, -12 // count)
        return calendar(
            "DATE", "XXXX" if moved is None else f"{moved.year:04d}-{letter}{(moved.month - 1) * count // 12 + 1}"
        )
    number = int(match["q"] or 0) or (count if ordinal in {"last", "final"} else ordinal_of(ordinal) or 1)
    if number > count:
        return vague("DATE", "XXXX", "a half-year has no such number")
    year = _year(match, context)
    if year is None and letter == "H":
        return vague("DATE", "XXXX-HX", "the half of what is not said")
    if year is None and context.now is not None:
        over = days_of(f"{context.now.year:04d}-{letter}{number}")
        year = context.now.year
        if context.tense != "future" and over is not None and over[1] >= context.now:
            year -= 1
    if year is None:
        return vague("DATE", f"XXXX-{letter}{number}", "no year is stated and no publication date is known")
    return calendar("DATE", f"{year:04d}-{letter}{number}")


def season(said: Said) -> Reading:
    """Read a season; the northern hemisphere's, a winter named by the year in which it began."""
    match, context = said.match, said.context
    code = SEASON_CODES[group(match, "season", "season2") or "summer"]
    mod = mod_of(group(match, "mod"), context.grammar)
    if year := _season_year(match, context):
        return calendar("DATE", f"{year:04d}-{code}", mod=mod)
    phrase = group(match, "dir")
    base = _past_told_year(base_day(phrase, context, long=True), phrase, context)
    if base is None:
        return vague("DATE", f"XXXX-{code}", "no year is stated and no publication date is known", mod=mod)
    if phrase is not None and phrase.startswith(("that", "the same")) and not context.told_is_late:
        return calendar("DATE", f"{base.year:04d}-{code}", mod=mod)
    spans = [(year, days) for year in range(base.year - 2, base.year + 3) if (days := days_of(f"{year:04d}-{code}"))]
    return calendar("DATE", f"{_pick_season(spans, base, direction(phrase), context):04d}-{code}", mod=mod)


def _season_year(match: re.Match[str], context: Context) -> int | None:
    if said := group(match, "year"):
        return int(said)
    phrase = group(match, "diry")
    return None if phrase is None or context.now is None else context.now.year + direction(phrase)


def _pick_season(spans: list[tuple[int, Days]], base: date, step: int, context: Context) -> int:
    over = [year for year, days in spans if days[1] < base]
    begun = [year for year, days in spans if days[0] <= base]
    ahead = [year for year, days in spans if days[0] > base]
    if step < 0:
        return (over or [base.year])[-1]
    now_in = [year for year, days in spans if days[0] <= base <= days[1]]
    if step > 0 or (context.tense == "future" and not now_in):
        return (ahead or [base.year])[0]
    return (begun or [base.year])[-1]


def feast_day(said: Said) -> Reading:
    """Read a feast; without a year, the nearest past, or the nearest to come where the verb says so."""
    match, context = said.match, said.context
    name = re.sub("’", "'", group(match, "feast") or "")
    when = context.grammar.feasts[name]
    year, now = _season_year(match, context), context.now
    if year is not None:
        day = feast(when, year)
        return (
            vague("DATE", f"{year:04d}", "outside the calendar") if day is None else calendar("DATE", day.isoformat())
        )
    if now is None:
        fixed = re.fullmatch(r"\d\d-\d\d", when)
        return vague(
            "DATE", f"XXXX-{when}" if fixed else "XXXX-XX-XX", "no year is stated and no publication date is known"
        )
    days = [d for y in range(now.year - 1, now.year + 2) if (d := feast(when, y)) is not None]
    step = direction(group(match, "dir")) or (1 if context.tense == "future" else 0)
    past, ahead = [d for d in days if d <= now], [d for d in days if d >= now]
    if not group(match, "dir") and past and (now - past[-1]).days <= _JUST_GONE_FEAST_DAYS:
        step = 0  # "will be out for weeks after being hurt on New Year's Day" is told of the one just gone
    chosen = ahead[:1] if step > 0 else past[-1:]
    return calendar("DATE", (chosen or days)[0].isoformat())


def new_year(said: Said) -> Reading:
    """Read "the new year": the year that has begun, or the one to come where the verb or the season says so."""
    now = said.context.now
    if now is None:
        return vague("DATE", "XXXX", "no year is stated and no publication date is known")
    ahead = said.context.tense == "future" or now.month == 12  # noqa: PLR2004 - December
    return calendar("DATE", f"{now.year + ahead:04d}")


def named_day(said: Said) -> Reading:
    """Read "Black Monday": the name of something that happened, not the date of what is told."""
    return vague("DATE", "XXXX-XX-XX", f"{said.match[0]!r} is the name of an event, not a date")
