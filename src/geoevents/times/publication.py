"""When a report can have been published: from its dateline, or from what all its time expressions allow.

What is inferred here is a proposal that a person confirms; nothing stores it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from geoevents.lexicon import Lexicon
from geoevents.model import DateRange, Prose, PublicationProposal, Reason, Span, Timex
from geoevents.text import lowered
from geoevents.times.clues import clues_of
from geoevents.times.dateline import DATELINE_REACH, in_dateline
from geoevents.times.days import make_date, shift
from geoevents.times.find import find_timexes
from geoevents.times.grammar import grammar_of
from geoevents.times.plausibility import Clue, Clues

ASKS_ALL = "No month or year is stated: give the publication date (--published YYYY-MM-DD)."
ASKS_YEAR = "No year is stated: give the publication date (--published YYYY-MM-DD)."
_ASKS_DAY = (
    "The latest date in the text is {words!r}, which says no day: give the publication date (--published YYYY-MM-DD)."
)
_ASKS_NONE = "No day agrees with all dates of the text: give the publication date (--published YYYY-MM-DD)."
_ASKS_FAR = (
    "Nothing in the text lies near its publication but {words!r}: give the publication date (--published YYYY-MM-DD)."
)
_WINDOW_DAYS = 21
_BATCH_DAYS = 7
_WEEK_DAYS = 7
_BATCH_SPREAD_DAYS = 92
_TOLERANCE = 3


@dataclass(frozen=True, slots=True)
class DatelineDate:
    """The date of a dateline; `date` is None where it states no year, and then `month` and `day` are a constraint."""

    month: int
    day: int
    year: int | None
    date: date | None
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """A report of a batch: its expressions, its text, and its publication date where it states one."""

    id: str
    timexes: tuple[Timex, ...]
    prose: Prose
    published: date | None = None


def publication_stands_in(published: date | None) -> DateRange:
    """Return the range of an event that no words date: the publication date, said to be one (`precision`)."""
    if published is None:
        return DateRange(first=None, last=None, precision="unknown", basis="undated")
    return DateRange(first=published, last=published, precision="publication", basis="times.publication")


def dateline_date(prose: Prose, lexicon: Lexicon, published_hint: date | None = None) -> DatelineDate | None:
    """Return the date of a dateline ("KYIV, Aug 9 (Reuters) -") or of a line such as "Published: 9 August 2024".

    Args:
        prose: the parsed report.
        lexicon: holds the rule file "times".
        published_hint: a day near the publication, which then supplies a missing year; None leaves it open.

    Returns:
        The first such date near the top of the text, else None.
    """
    grammar = grammar_of(lexicon)
    low = lowered(prose.text[:DATELINE_REACH])
    for timex in find_timexes(prose, lexicon):
        if timex.span.end > len(low):
            break
        match = grammar.compiled[timex.rule].match(low, timex.span.start)
        if not timex.rule.startswith("times.date.") or match is None or "day" not in match.re.groupindex:
            continue
        if match["day"] and in_dateline(prose.text, timex.span):
            return _dateline(timex, match, grammar.months, prose, published_hint)
    return None


def _dateline(
    timex: Timex, match: re.Match[str], months: Mapping[str, int], prose: Prose, hint: date | None
) -> DatelineDate | None:
    groups = match.groupdict()
    month = int(groups.get("monthno") or 0) or months.get((groups.get("month") or "").rstrip("."), 0)
    day, year = int(match["day"]), int(groups["year"]) if groups.get("year") else None
    whole = None if year is None else make_date(year, month, day)
    if whole is None and year is None and hint is not None:
        near = [d for y in (hint.year - 1, hint.year, hint.year + 1) if (d := make_date(y, month, day)) is not None]
        whole = min(near, key=lambda d: abs((d - hint).days)) if near else None
    if make_date(2000 if year is None else year, month, day) is None:
        return None
    return DatelineDate(month=month, day=day, year=year, date=whole, span=timex.span, text=timex.span.of(prose.text))


def infer_publication(
    timexes: tuple[Timex, ...], prose: Prose, lexicon: Lexicon, *, year: int | None = None
) -> PublicationProposal:
    """Return the days on which a report without a stated date can have been published, most plausible first, and why.

    Args:
        timexes: from `find_timexes` or `anchor` on the same report.
        prose: the parsed report.
        lexicon: holds the rule file "times".
        year: a year that the user or a batch knows; it completes dates that state none.

    Returns:
        Few days with reasons; or none, and `asks` has the question for the user. A year is never filled in.
    """
    clues = clues_of(timexes, prose, lexicon, year=year)
    line = dateline_date(prose, lexicon)
    if line is not None and (whole := line.date or (make_date(year, line.month, line.day) if year else None)):
        return PublicationProposal(days=(whole,), reasons=(Reason("times.dateline", line.text),))
    if clues.latest is None:
        return PublicationProposal(days=(), reasons=clues.reasons(), asks=_question(clues))
    first = clues.latest
    if not (clues.tied and (clues.near or clues.span_weeks is not None)):
        asks = ASKS_YEAR if clues.yearless else _ASKS_FAR.format(words=clues.latest_text)
        return PublicationProposal(days=(), reasons=clues.reasons(), asks=asks)
    return _proposal(clues, first, _WINDOW_DAYS, ())


def _question(clues: Clues) -> str:
    if clues.vague_latest is not None:
        return _ASKS_DAY.format(words=clues.vague_latest)
    return ASKS_YEAR if clues.month_stated else ASKS_ALL


def _proposal(
    clues: Clues, first: date, days: int, more: tuple[Reason, ...], batch: tuple[date, date] | None = None
) -> PublicationProposal:
    candidates = [day for n in range(days + 1) if (day := shift(first, n)) is not None]
    left = [
        (cost + _apart(day, batch) / _WEEK_DAYS, day) for day in candidates if (cost := clues.cost(day)) is not None
    ]
    if not left:
        return PublicationProposal(days=(), reasons=more + clues.reasons(), asks=_ASKS_NONE)
    best = min(left)[0]
    kept = tuple(day for cost, day in sorted(left) if cost <= best + _TOLERANCE)
    return PublicationProposal(days=kept, reasons=more + clues.reasons())


def _apart(day: date, batch: tuple[date, date] | None) -> int:
    """Return how many days a day lies outside those of a batch's reports."""
    return 0 if batch is None else max(0, (batch[0] - day).days, (day - batch[1]).days)


def infer_batch(reports: Iterable[BatchReport], lexicon: Lexicon) -> dict[str, PublicationProposal]:
    """Return proposals for the reports of a batch that state no date: what one report says bounds the others.

    Reports with a date, or for which `infer_publication` leaves one, tell when the batch is from; where these days
    lie within three months, they give the others their year and a window of a week on either side.
    """
    known: list[tuple[date, str]] = []
    open_reports: list[BatchReport] = []
    proposals: dict[str, PublicationProposal] = {}
    for report in sorted(reports, key=lambda r: r.id):
        if report.published is not None:
            known.append((report.published, report.id))
            continue
        own = infer_publication(report.timexes, report.prose, lexicon)
        proposals[report.id] = own
        if len(own.days) == 1:
            known.append((own.days[0], report.id))
        else:
            open_reports.append(report)
    known.sort()
    if not known or (known[-1][0] - known[0][0]).days > _BATCH_SPREAD_DAYS:
        return proposals
    for report in open_reports:
        proposals[report.id] = _in_batch(report, proposals[report.id], known, lexicon)
    return proposals


def _in_batch(
    report: BatchReport, own: PublicationProposal, known: list[tuple[date, str]], lexicon: Lexicon
) -> PublicationProposal:
    years = {day.year for day, _ in known}
    clues = clues_of(report.timexes, report.prose, lexicon, year=max(years))
    first, last = shift(known[0][0], -_BATCH_DAYS), shift(known[-1][0], _BATCH_DAYS)
    if first is None or last is None:
        return own
    if clues.latest is not None:
        first = max(first, clues.latest)
    around = f"{known[0][0].isoformat()} to {known[-1][0].isoformat()} ({', '.join(name for _, name in known[:5])})"
    reason = Reason("times.batch", f"other reports of the batch are from {around}")
    if own.days:
        days = tuple(day for day in own.days if first <= day <= last)
        return PublicationProposal(days=days or own.days, reasons=(reason, *own.reasons) if days else own.reasons)
    if last < first:
        return own
    return _proposal(clues, first, (last - first) // timedelta(days=1), (reason,), (known[0][0], known[-1][0]))


__all__ = [
    "ASKS_ALL",
    "ASKS_YEAR",
    "BatchReport",
    "Clue",
    "DatelineDate",
    "dateline_date",
    "infer_batch",
    "infer_publication",
    "publication_stands_in",
]
