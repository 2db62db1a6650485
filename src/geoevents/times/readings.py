"""The readings that rules name in `set.op`: from a rule's words and context to a TIMEX3 value and days."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from geoevents.times import readings_calendar, readings_relative, readings_spans
from geoevents.times.reading import Reading, Said

READINGS: Mapping[str, Callable[[Said], Reading]] = {
    "date": readings_calendar.full_date,
    "numeric": readings_calendar.numeric,
    "month_directed": readings_calendar.month_directed,
    "part_of_month": readings_calendar.part_of_month,
    "decade": readings_calendar.decade,
    "century": readings_calendar.century,
    "quarter": readings_calendar.quarter,
    "season": readings_calendar.season,
    "feast": readings_calendar.feast_day,
    "named": readings_calendar.named_day,
    "new_year": readings_calendar.new_year,
    "weekday": readings_relative.weekday,
    "deictic": readings_relative.deictic,
    "this_part": readings_relative.this_part,
    "overnight": readings_relative.overnight,
    "part_of_day": readings_relative.part_of_day,
    "unit": readings_relative.unit,
    "year_ago": readings_relative.year_ago,
    "before_last": readings_relative.before_last,
    "edge": readings_relative.edge,
    "offset": readings_relative.offset,
    "day_around": readings_relative.day_around,
    "duration": readings_spans.duration,
    "duration_compound": readings_spans.duration_compound,
    "window": readings_spans.window,
    "ordinal": readings_spans.ordinal_unit,
    "every": readings_spans.every,
    "every_season": readings_spans.every_season,
    "every_weekday": readings_spans.every_weekday,
    "periodic": readings_spans.periodic,
    "kind_set": readings_spans.kind_set,
    "clock": readings_spans.clock,
    "ref": readings_spans.reference,
}
