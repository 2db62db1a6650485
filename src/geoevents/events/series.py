"""How the figures of an event grew over the reports: dated series, never sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from geoevents.events.duplicates import ReportKey, report_key
from geoevents.events.merge_profiles import Profile, Total
from geoevents.model import DatedFigure, Figure, Series

_LATEST = date.max


def dated_figures(members: Sequence[Profile]) -> dict[Total, list[tuple[Profile, DatedFigure]]]:
    """Return all figures of an event's mentions by kind, unit and side, in order of the day they were given."""
    found: dict[Total, list[tuple[Profile, DatedFigure]]] = defaultdict(list)
    for member in members:
        for figure in member.mention.figures:
            total = (figure.kind, figure.unit, figure.side)
            found[total].append((member, DatedFigure(figure, as_of(member), member.report.id)))
    for points in found.values():
        points.sort(key=_order)
    return dict(sorted(found.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or "")))


def as_of(member: Profile) -> date | None:
    """Return the day on which a mention's figures stood: that of its report, else the last day of its date."""
    return member.report.published or member.mention.dates.last


def _order(point: tuple[Profile, DatedFigure]) -> tuple[date, str, str, int]:
    member, dated = point
    return (dated.as_of or _LATEST, dated.report, member.mention.id, dated.figure.span.start)


def best_figures(figures: Mapping[Total, Sequence[tuple[Profile, DatedFigure]]]) -> tuple[DatedFigure, ...]:
    """Return the figures to show: of each kind those of the latest mention that gives it.

    Of mentions of one day the one whose figure says most exactly, then the greater one, then the first by report.
    """
    best: list[DatedFigure] = []
    for points in figures.values():
        latest = max(dated.as_of or date.min for _, dated in points)
        of_day = [point for point in points if (point[1].as_of or date.min) == latest]
        chosen = min(of_day, key=lambda point: (-_exactness(point[1].figure), -_size(point[1].figure), _order(point)))
        best += [dated for member, dated in of_day if member.mention is chosen[0].mention]
    return tuple(best)


def _exactness(figure: Figure) -> int:
    return sum(value is not None for value in (figure.low, figure.best, figure.high))


def _size(figure: Figure) -> float:
    return max((value for value in (figure.low, figure.best, figure.high) if value is not None), default=0.0)


def series(
    figures: Mapping[Total, Sequence[tuple[Profile, DatedFigure]]], sources: Mapping[ReportKey, str]
) -> tuple[Series, ...]:
    """Return a series for each kind of figure that several days or values are known of.

    Of copies and reports of one source that say the same on the same day, the first stands for all.
    """
    found = []
    for total, points in figures.items():
        kept: dict[tuple[object, ...], DatedFigure] = {}
        for member, dated in points:
            figure = dated.figure
            source = sources[report_key(member.report)]
            kept.setdefault((dated.as_of, figure.low, figure.best, figure.high, source), dated)
        if len({(key[0], *key[1:4]) for key in kept}) > 1:
            found.append(Series(total[0], tuple(kept.values())))
    return tuple(found)
