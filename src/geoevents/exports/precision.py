"""How precise place and date of an event are, in the codes of ACLED and of UCDP's Georeferenced Event Dataset.

Place (first line that fits):

| place of the event | ACLED geo_precision | UCDP where_prec |
| --- | --- | --- |
| relation "near" or "toward" | 2 near a known place | 2 within about 25 km of it |
| settlement, capital, site | 1 the place itself | 1 exact |
| admin2 | 2 part of a region | 3 second-order region |
| admin1 | 3 a larger region | 4 first-order region |
| line, water, wider-region, other, or relation "across" | 3 | 5 line or area without clear bounds |
| country | 3 | 6 country |

Date:

| precision of the date | ACLED time_precision | UCDP date_prec |
| --- | --- | --- |
| day | 1 the day | 1 the day |
| interval of 2 to 6 days | 2 within a week | 2 two to six days |
| week, or interval of 7 days; "publication": the report's day stands in | 2 | 3 a week |
| month, or interval of 8 to 31 days | 3 within a month | 4 eight to thirty-one days |
| year, or longer interval | 3 | 5 up to a year |
| unknown | null | null |

Sources: ACLED Codebook (fields `geo_precision`, `time_precision`); Högbladh, UCDP GED Codebook (`where_prec`,
`date_prec`). ACLED codes nothing coarser than 3; where it would leave an event out, 3 stands here.
"""

from __future__ import annotations

from geoevents.model import DateRange, EventPlace

_NEAR = frozenset({"near", "toward"})
_KINDS = {
    "settlement": (1, 1), "capital": (1, 1), "site": (1, 1), "admin2": (2, 3), "admin1": (3, 4), "country": (3, 6),
}  # fmt: skip
_FUZZY = (3, 5)
_PRECISIONS = {"day": (1, 1), "week": (2, 3), "publication": (2, 3), "month": (3, 4), "year": (3, 5)}
_DAYS = ((1, (1, 1)), (6, (2, 2)), (7, (2, 3)), (31, (3, 4)))  # last length in days, codes


def place_precision(place: EventPlace) -> tuple[int, int]:
    """Return ACLED geo_precision and UCDP where_prec of a place of an event."""
    if place.relation in _NEAR and place.place.kind in ("settlement", "capital", "site"):
        return (2, 2)
    if place.relation == "across":
        return _FUZZY
    return _KINDS.get(place.place.kind, _FUZZY)


def date_precision(dates: DateRange) -> tuple[int | None, int | None]:
    """Return ACLED time_precision and UCDP date_prec of a date; both None where it is unknown."""
    if dates.first is None or dates.last is None:
        return (None, None)
    if dates.precision in _PRECISIONS:
        return _PRECISIONS[dates.precision]
    length = (dates.last - dates.first).days + 1
    return next((codes for longest, codes in _DAYS if length <= longest), (3, 5))
