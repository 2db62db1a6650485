"""Where a report states its own date: in a dateline ("KYIV, Aug 9 (Reuters) -") or a line such as "Published: 9 August"."""

from __future__ import annotations

import re

from geoevents.model import Span

DATELINE_REACH = 600
_BEFORE = re.compile(
    r"(?:[A-ZÀ-ÞЀ-Я](?:[^\n.;:!?]|(?<=\b[A-Z])\.){0,60}?[,(/]\s*|(?:first\s+)?(?:published|posted|updated|date|last\s+updated|last\s+modified)"
    r"(?:\s+(?:on|at))?\s*:?\s*|)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*\)?(?:\s*\([^)\n]{2,40}\))?\s*(?:[-–—]+\s|:\s)|\s*(?:,?\s+(?:at\s+)?[\d:.]{3,5}\s?(?:[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?)?\s*(?:\n|$)"
)


def in_dateline(text: str, span: Span) -> bool:
    """Whether a date near the top of a text stands alone on its line, behind a place name or before the dash."""
    if span.start > DATELINE_REACH:
        return False
    line = text.rfind("\n", 0, span.start) + 1
    return _BEFORE.fullmatch(text, line, span.start) is not None and _AFTER.match(text, span.end) is not None
