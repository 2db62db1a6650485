"""Calendar days as metadata, file names and datelines write them. A day keeps the zone it was written in."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_FILE_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")

_STEMS = (
    ("jan", "янв", "січ"), ("feb", "фев", "лют"), ("mar", "мар", "\u0431ер"), ("apr", "апр", "кві"),
    ("may", "мая", "май", "тра"), ("jun", "июн", "чер"), ("jul", "июл", "лип"), ("aug", "авг", "сер"),
    ("sep", "сен", "вер"), ("oct", "окт", "жов"), ("nov", "ноя", "лис"), ("dec", "дек", "\u0433ру"),
)  # fmt: skip
_MONTH_OF = {stem: number for number, stems in enumerate(_STEMS, 1) for stem in stems}
_ENGLISH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_SLAVIC = "(?:" + "|".join(stem for stems in _STEMS for stem in stems[1:]) + r")[а-яіїє]*"
MONTH = rf"(?:(?:{_ENGLISH})\.?|{_SLAVIC})"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+({MONTH}),?[\s-]+(\d{{4}})(?!\d)", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"(?<!\w)({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_LONGEST = 80  # characters of a written date


def parse_day(text: str) -> date | None:
    """Return the day that a metadata value writes, or None where it writes none.

    Understands ISO 8601 with or without a time (the day as written, no zone is applied), "9 August 2024",
    "August 9, 2024", mail dates, "09.08.2024", English, Russian and Ukrainian months.
    """
    words = text.strip()[:_LONGEST]
    for pattern in (_ISO, _COMPACT):
        if match := pattern.match(words):
            return _day(match[1], match[2], match[3])
    if match := _DOTTED.match(words):
        return _day(match[3], match[2], match[1])
    return find_day(words)


def find_day(words: str) -> date | None:
    """Return the first full date with a named month in some words, or None."""
    first = _DAY_FIRST.search(words)
    if first:
        return _day(first[3], first[2], first[1])
    second = _MONTH_FIRST.search(words)
    return _day(second[3], second[1], second[2]) if second else None


def day_in_name(name: str) -> tuple[date, str] | None:
    """Return the day in a file name and its characters: 2024-08-09, 2024_08_09, 20240809; None where there is none."""
    for match in _FILE_NAME.finditer(name):
        if day := _day(match[1], match[3], match[4]):
            return day, match[0]
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTH_OF[month.lower()[:3]]
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
