"""Events over days, stacked by family: bars a day, or a week or month where there are too many days to tell apart.

What is known to some days, a month or not at all is no bar: it lies below them as the stretch in which it happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from geoevents.views.palette import FAMILIES, FAMILY_IDS

if TYPE_CHECKING:
    import altair as alt

Step = Literal["day", "week", "month"]
SELECTION, BRUSH = "bar", "brush"
_AXIS = 34  # pixels beside the bars, the same for bars and stretches
_MOST_DAYS, _MOST_WEEKS = 62, 62 * 7
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its first and last day, its label on the axis, and how many events of each family fall in it."""

    first: date
    last: date
    label: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events that are known to a stretch of days only; None for both where no day is known at all."""

    first: date | None
    last: date | None
    label: str
    count: int


def bars(counts: Mapping[date, Mapping[str, int]]) -> tuple[Bar, ...]:
    """Return the bars for counts by day and family; days without events between them get empty bars."""
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    length = (last - first).days + 1
    step: Step = "day" if length <= _MOST_DAYS else "week" if length <= _MOST_WEEKS else "month"
    spans = _spans(first, last, step)
    sums: dict[date, dict[str, int]] = {start: {} for start, _ in spans}
    starts = [start for start, _ in spans]
    at = 0
    for day in sorted(counts):
        while at + 1 < len(starts) and starts[at + 1] <= day:
            at += 1
        for family, count in counts[day].items():
            sums[starts[at]][family] = sums[starts[at]].get(family, 0) + count
    return tuple(Bar(start, end, _label(start, step, first), sums[start]) for start, end in spans)


def _spans(first: date, last: date, step: Step) -> list[tuple[date, date]]:
    out = []
    start = first if step == "day" else first - timedelta(first.weekday()) if step == "week" else first.replace(day=1)
    while start <= last:
        if step == "month":
            following = (start.replace(day=28) + timedelta(4)).replace(day=1)
        else:
            following = start + timedelta(1 if step == "day" else 7)
        out.append((start, following - timedelta(1)))
        start = following
    return out


def _label(start: date, step: Step, first: date) -> str:
    if step == "month":
        return f"{_MONTHS[start.month - 1]} {start.year}"
    year = f" {start.year}" if start == first or (start.month, start.day) == (1, 1) else ""
    return f"{start.day} {_MONTHS[start.month - 1]}{year}"


def timeline(drawn: tuple[Bar, ...], height: int = 120) -> alt.Chart:
    """Return the bars as an altair chart; a click on one selects it under the name
    `SELECTION` (field "first"), dragging over several selects them under `BRUSH`.
    """
    import altair as alt  # noqa: PLC0415 - takes a third of a second, and only the page draws charts

    rows = [
        {
            "first": bar.first.isoformat(),
            "label": bar.label,
            "events": bar.counts.get(family.id, 0),
            "kind": family.label,
            "order": n,
        }
        for bar in drawn
        for n, family in enumerate(FAMILIES)
        if bar.counts.get(family.id) or n == 0
    ]
    labels = {bar.first.isoformat(): bar.label for bar in drawn}
    every = max(1, -(-len(drawn) // 16))
    shown = [day for number, day in enumerate(labels) if number % every == 0]
    names = " : ".join(f"datum.value == '{day}' ? '{labels[day]}'" for day in shown) + " : ''"
    chosen = alt.selection_point(name=SELECTION, fields=["first"], toggle="false")
    brush = alt.selection_interval(name=BRUSH, encodings=["x"])
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(stroke="#ffffff", strokeWidth=1)
        .encode(
            x=alt.X(
                "first:O",
                sort=None,
                title=None,
                axis=alt.Axis(
                    labelExpr=names,
                    labelAngle=0,
                    labelOverlap="greedy",
                    ticks=False,
                    domainColor="#c9ccd2",
                    values=shown,
                ),
                scale=alt.Scale(domain=list(labels), paddingInner=0.35),
            ),
            y=alt.Y(
                "sum(events):Q",
                title=None,
                axis=alt.Axis(
                    tickMinStep=1,
                    tickCount=3,
                    format="d",
                    grid=True,
                    gridColor="#eeeeea",
                    domain=False,
                    ticks=False,
                    minExtent=_AXIS,
                    maxExtent=_AXIS,
                ),
            ),
            color=alt.Color(
                "kind:N",
                legend=None,
                scale=alt.Scale(domain=[f.label for f in FAMILIES], range=[f.colour for f in FAMILIES]),
            ),
            order=alt.Order("order:Q"),
            opacity=alt.condition(chosen, alt.value(1.0), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("label:N", title="day"),
                alt.Tooltip("kind:N", title="kind"),
                alt.Tooltip("events:Q", title="events"),
            ],
        )
        .add_params(chosen, brush)
        .properties(height=height)
        .configure_view(stroke=None)
        .configure_axis(labelColor="#55565e", labelFontSize=12)
    )
    return chart


def chart_spec(chart: alt.Chart) -> dict[str, Any]:
    """Return a chart as the Vega-Lite that the page draws: made once for each filter, since checking it takes a while.

    The size that altair gives a chart by itself is left out: the page gives it one.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)  # tests check it against the schema
    view = spec.get("config", {}).get("view", {})
    for name in ("continuousWidth", "continuousHeight"):
        view.pop(name, None)
    return spec


def stretches(drawn: tuple[Bar, ...], spans: Sequence[Stretch]) -> tuple[alt.Chart | None, list[Stretch]]:
    """Return the stretches that lie in the days of the bars as a chart below them, and those that lie elsewhere.

    An event without any day could be on each of them: its stretch is the whole line.
    """
    import altair as alt  # noqa: PLC0415 - as in `timeline`

    rows: list[dict[str, object]] = []
    outside: list[Stretch] = []
    for span in spans:
        under = [bar for bar in drawn if (span.last or bar.last) >= bar.first and (span.first or bar.first) <= bar.last]
        if not under:
            outside.append(span)
            continue
        known = "known to these days" if span.first else "no day known"
        rows.append({"from": under[0].first.isoformat(), "to": under[-1].first.isoformat(), "row": len(rows),
                     "what": f"{span.label}: {span.count:,}", "known": known})  # fmt: skip
    if not rows:
        return None, outside
    domain = [bar.first.isoformat() for bar in drawn]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y(
            "row:O",
            title=None,
            axis=alt.Axis(labels=False, ticks=False, domain=False, minExtent=_AXIS, maxExtent=_AXIS),
        ),
        tooltip=[alt.Tooltip("what:N", title="events"), alt.Tooltip("known:N", title="date")],
    )
    place = alt.X("from:O", sort=None, axis=None, scale=alt.Scale(domain=domain, paddingInner=0.35), bandPosition=0)
    lines = base.mark_bar(fill="#eeeeea", stroke="#6b6c73", strokeDash=[4, 3], strokeWidth=1.2, height=14).encode(
        x=place, x2=alt.X2("to:O", bandPosition=1)
    )
    words = base.mark_text(align="left", baseline="middle", dx=5, color="#33343a", fontSize=11).encode(
        x=place, text="what:N"
    )
    chart: alt.Chart = (lines + words).properties(height=20 * len(rows)).configure_view(stroke=None)
    return chart, outside


def by_family(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts in the order of the families, without empty ones."""
    return {family: counts[family] for family in FAMILY_IDS if counts.get(family)}
