"""Calendar arithmetic on plain dates: weeks, months, seasons, moveable feasts, and the days a TIMEX3 value covers.

No clock, no time zone: a day is a `datetime.date`. Everything outside years 1–9999 is answered with None.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
Days = tuple[date, date]
_SEASONS = {
    "SP": (3, 5),
    "SU": (6, 8),
    "FA": (9, 11),
    "WI": (12, 2),
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
    "H1": (1, 6),
    "H2": (7, 12),
}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PART = re.compile(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])")
_YEARS = re.compile(r"\d{2,4}")


def make_date(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none (31 April, year 0)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, days: int) -> date | None:
    """Return the day `days` later (earlier when negative), or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: date, months: int) -> date | None:
    """Return the day `months` later; the last day of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    last = month_days(count // 12, count % 12 + 1)
    return None if last is None else last[0].replace(day=min(day.day, last[1].day))


def month_days(year: int, month: int) -> Days | None:
    """Return the first and last day of a month, None where there is none."""
    first = make_date(year, month, 1)
    if first is None:
        return None
    after = make_date(year + month // 12, month % 12 + 1, 1)
    return first, (date(year, 12, 31) if after is None else after - ONE_DAY)


def week_value(day: date) -> str:
    """Return the ISO week of a day, as TIMEX3 writes it: 2024-W32."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def days_of(value: str) -> Days | None:
    """Return the first and last day that a TIMEX3 DATE or TIME value covers, None where it is no calendar value.

    Seasons are the meteorological ones of the northern hemisphere; a winter begins in December of its year.
    """
    if match := _DAY.fullmatch(value):
        day = make_date(int(match[1]), int(match[2]), int(match[3]))
        return None if day is None else (day, day)
    if match := _WEEK.fullmatch(value):
        return _week_days(int(match[1]), int(match[2]), weekend=match[3] is not None)
    if match := _MONTH.fullmatch(value):
        return month_days(int(match[1]), int(match[2]))
    if match := _PART.fullmatch(value):
        begin, end = _SEASONS[match[2]]
        first, last = month_days(int(match[1]), begin), month_days(int(match[1]) + (end < begin), end)
        return None if first is None or last is None else (first[0], last[1])
    if _YEARS.fullmatch(value):
        years = 10 ** (4 - len(value))
        start, stop = make_date(int(value) * years, 1, 1), make_date(int(value) * years + years - 1, 12, 31)
        return None if start is None or stop is None else (start, stop)
    return None


def _week_days(year: int, week: int, *, weekend: bool) -> Days | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return (monday + 5 * ONE_DAY, monday + 6 * ONE_DAY) if weekend else (monday, monday + 6 * ONE_DAY)
    except (ValueError, OverflowError):
        return None


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date | None:
    """Return Easter Sunday of the Julian calendar as a Gregorian date (Meeus); None outside the calendar."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    day = make_date(year, (d + e + 114) // 31, (d + e + 114) % 31 + 1)
    return None if day is None else shift(day, year // 100 - year // 400 - 2)


def feast(rule: str, year: int) -> date | None:
    """Return the day of a feast in a year; `rule` is "MM-DD", "easter±days", "orthodox±days" or "month/weekday/number"."""
    if not 1 <= year <= 9999:  # noqa: PLR2004 - what datetime.date can hold
        return None
    if rule.startswith(("easter", "orthodox")):
        name, days = re.fullmatch(r"([a-z]+)([+-]\d+)", rule).groups()  # type: ignore[union-attr]
        sunday = easter(year) if name == "easter" else orthodox_easter(year)
        return None if sunday is None else shift(sunday, int(days))
    if "/" in rule:
        month, weekday, number = (int(part) for part in rule.split("/"))
        return _nth_weekday(year, month, weekday, number)
    return make_date(year, int(rule[:2]), int(rule[3:]))


def _nth_weekday(year: int, month: int, weekday: int, number: int) -> date | None:
    days = month_days(year, month)
    if days is None:
        return None
    if number < 0:
        return days[1] - timedelta(days=(days[1].isoweekday() - weekday) % 7)
    return days[0] + timedelta(days=(weekday - days[0].isoweekday()) % 7 + 7 * (number - 1))
