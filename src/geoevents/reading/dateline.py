"""The full date at the head of a report: in its dateline, or in a line that says when it was published."""

from __future__ import annotations

import re
from datetime import date

from geoevents.reading.days import MONTH, find_day, parse_day

_LINES, _HEAD = 6, 1_200  # how much of a report is its head
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
# Says when: "Published: 9 August 2024, 10:30" and "Updated on Fri, 2024-08-09".
_STAMP = re.compile(
    rf"\s*(?:first\s+|last\s+)?(?:published|posted|updated|issued|date)(?:\s+(?:on|at))?\s*:?\s*{_WEEKDAY}(?P<date>{_DATE})",
    re.IGNORECASE,
)
# A line that is nothing but a date, with or without a time.
_ALONE = re.compile(
    rf"\s*{_WEEKDAY}(?P<date>{_DATE})(?:,?\s+(?:at\s+)?\d{{1,2}}[:.]\d{{2}}.{{0,16}})?\s*$", re.IGNORECASE
)
# Behind places, before a dash: "SPRINGFIELD, Ill., Aug. 9, 2024 (Agency) —".
_PLACE = re.compile(
    rf"\s*(?:[^\W\d_][\w’'.-]*,?\s+){{1,5}}?\(?(?P<date>(?i:{_DATE}))\)?[.,:]?\s*(?:\([^()\n]{{1,40}}\)\s*)?[—–:-]",
)


def dateline_day(text: str) -> tuple[date, str] | None:
    """Return the day and words of the dateline or publication line of a report, or None.

    Only a full date counts, and only in a form that dates the report: a date in a sentence dates an event.
    """
    for line in text[:_HEAD].splitlines()[:_LINES]:
        for pattern in (_STAMP, _ALONE, _PLACE):
            match = pattern.match(line)
            if match and (day := parse_day(match["date"]) or find_day(match["date"])):
                return day, match["date"]
    return None
