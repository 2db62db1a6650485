"""Time: expressions in the text, the days they mean, and when a report can have been published.

    find_timexes(prose, lexicon)                      → expressions with their TIMEX3 type, not yet anchored
    anchor(timexes, prose, published, lexicon)        → the same with values, days and whether they date an event
    infer_publication(timexes, prose, lexicon)        → the days on which a report without a date can have appeared

Nothing here reads a clock: the same text and publication date always give the same days.
"""

from geoevents.times.anchor import anchor
from geoevents.times.find import find_timexes
from geoevents.times.publication import (
    BatchReport,
    DatelineDate,
    dateline_date,
    infer_batch,
    infer_publication,
    publication_stands_in,
)
from geoevents.times.select import may_date, overlapping, ranges, usable_dates

__all__ = [
    "BatchReport",
    "DatelineDate",
    "anchor",
    "dateline_date",
    "find_timexes",
    "infer_batch",
    "infer_publication",
    "may_date",
    "overlapping",
    "publication_stands_in",
    "ranges",
    "usable_dates",
]
