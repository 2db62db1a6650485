"""What the map draws for one view: places with counts, or grid cells where there are too many places to tell apart.

All work is on columns, one row for each event and place, so that a million rows cost milliseconds and the answer stays
small whatever the store holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray  # noqa: TC002 - keeps the dataclass introspectable

from geoevents.views.palette import FAMILY_IDS

Box = tuple[float, float, float, float]
PLACES_SHOWN = 400
CELL_PIXELS = 64
TITLES_SHOWN = 3
TITLE_LENGTH = 160
POINT, AREA, COUNTRY = 0, 1, 2
Extent = Literal[0, 1, 2]
_TILE_PIXELS = 256
_MAX_LATITUDE = 85.05


@dataclass(frozen=True, slots=True)
class RowWords:
    """What the map says of one row: the key and id of its place, the place's name, and the event's headline.

    `radius_km` is how far the place reaches, `near_km` the radius of a ring where the event is only near, toward or
    across it; None where that is not known or not so.
    """

    key: str
    place_id: str
    name: str
    title: str
    radius_km: float | None = None
    near_km: float | None = None


@dataclass(frozen=True, slots=True)
class PointColumns:
    """Events on the map as parallel columns, a row for each event and mapped place.

    `lon`, `lat` in WGS84 degrees; `family` index into `FAMILY_IDS`; `extent` POINT, AREA or COUNTRY; `claimed` where
    the event is only claimed, hedged or disputed; `filled` where two or more origins tell it; `place` a
    number for each distinct place. `words(rows)` is asked once, for the few rows that are shown.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    family: NDArray[np.int8]
    extent: NDArray[np.int8]
    claimed: NDArray[np.bool_]
    filled: NDArray[np.bool_]
    place: NDArray[np.int32]
    words: Callable[[Sequence[int]], Sequence[RowWords]] = field(repr=False)


def viewport(columns: PointColumns, rows: NDArray[np.bool_], box: Box, zoom: int) -> dict[str, object]:
    """Return what to draw of the `rows` that hold (a mask), inside `box` (west, south, east, north) at a zoom level.

    Regions and countries are returned whatever the box: their areas may reach into it. JSON-ready.
    """
    points = rows & (columns.extent == POINT) & _inside(columns, box)
    return {
        "total": int(np.count_nonzero(rows)),
        "symbols": _symbols(columns, np.flatnonzero(points), zoom),
        "regions": _groups(columns, np.flatnonzero(rows & (columns.extent == AREA))),
        "countries": _groups(columns, np.flatnonzero(rows & (columns.extent == COUNTRY))),
    }


def everything(columns: PointColumns) -> dict[str, Any]:
    """Return what to draw of all rows, one symbol a place whatever their number: for files without a server."""
    extent = columns.extent
    return {
        "total": len(extent),
        "symbols": _groups(columns, np.flatnonzero(extent == POINT)),
        "regions": _groups(columns, np.flatnonzero(extent == AREA)),
        "countries": _groups(columns, np.flatnonzero(extent == COUNTRY)),
    }


def extent_of(columns: PointColumns, rows: NDArray[np.bool_]) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return ((south, west), (north, east)) of the rows that have a point or region, None where there is none."""
    chosen = rows & (columns.extent != COUNTRY)
    if not chosen.any():
        return None
    lon, lat = columns.lon[chosen], columns.lat[chosen]
    return (float(lat.min()), float(lon.min())), (float(lat.max()), float(lon.max()))


def _inside(columns: PointColumns, box: Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    in_band = (columns.lat >= south) & (columns.lat <= north)
    if east - west >= 360:  # noqa: PLR2004 - the whole round
        return in_band
    return in_band & (np.mod(columns.lon - west, 360.0) <= east - west)


def _symbols(columns: PointColumns, rows: NDArray[np.intp], zoom: int) -> list[dict[str, object]]:
    distinct, _ = _distinct(columns.place[rows])
    return _groups(columns, rows) if len(distinct) <= PLACES_SHOWN else _cells(columns, rows, zoom)


def _distinct(values: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the distinct values and, for each value, its place among them; counts instead of sorting."""
    if not len(values):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    present = np.bincount(values) > 0
    return np.flatnonzero(present), (np.cumsum(present) - 1)[values]


def _groups(columns: PointColumns, rows: NDArray[np.intp]) -> list[dict[str, object]]:
    """Group rows by place: one symbol for all events at one point."""
    distinct, group = _distinct(columns.place[rows])
    tally = _tally(columns, rows, group, len(distinct))
    members = _members(rows, group, len(distinct))
    told = iter(columns.words([row for few in members for row in few]))
    out: list[dict[str, object]] = []
    for number, few in enumerate(members):
        said = [next(told) for _ in few]
        near = [words.near_km for words in said if words.near_km is not None]
        out.append({
            "key": said[0].key,
            "place": said[0].place_id,
            "name": said[0].name,
            "lon": round(float(columns.lon[few[0]]), 5),
            "lat": round(float(columns.lat[few[0]]), 5),
            "radius_km": said[0].radius_km,
            "near_km": max(near, default=None),
            "titles": [words.title[:TITLE_LENGTH] for words in said],
            **tally[number],
        })  # fmt: skip
    return out


def _members(rows: NDArray[np.intp], group: NDArray[np.intp], groups: int) -> list[list[int]]:
    """Return the first few rows of each group, in order of the rows."""
    out: list[list[int]] = [[] for _ in range(groups)]
    todo = groups
    for row, number in zip(rows.tolist(), group.tolist(), strict=True):
        if len(out[number]) < TITLES_SHOWN:
            out[number].append(row)
            todo -= len(out[number]) == TITLES_SHOWN
            if not todo:
                break
    return out


def _cells(columns: PointColumns, rows: NDArray[np.intp], zoom: int) -> list[dict[str, object]]:
    """Group rows by the cells of a grid that is as fine as symbols on the screen."""
    across = max(1, math.ceil(_TILE_PIXELS * 2**zoom / CELL_PIXELS))
    lat = np.radians(np.clip(columns.lat[rows], -_MAX_LATITUDE, _MAX_LATITUDE))
    x = (columns.lon[rows] + 180.0) / 360.0
    y = 0.5 - np.arctanh(np.sin(lat)) / (2 * np.pi)
    cell = (y * across).astype(np.int64) * across + (x * across).astype(np.int64)
    distinct, group = np.unique(cell, return_inverse=True)
    count = np.bincount(group)
    lon = np.bincount(group, weights=columns.lon[rows]) / count
    lat_mean = np.bincount(group, weights=columns.lat[rows]) / count
    tally = _tally(columns, rows, group, len(distinct))
    return [
        {
            "key": f"cell:{number}",
            "cell": True,
            "lon": round(float(lon[i]), 5),
            "lat": round(float(lat_mean[i]), 5),
            **tally[i],
        }
        for i, number in enumerate(distinct.tolist())
    ]


def _tally(
    columns: PointColumns, rows: NDArray[np.intp], group: NDArray[np.intp], groups: int
) -> Sequence[dict[str, object]]:
    """Count each group: events, events by family, whether any has two origins, whether all are only claimed."""
    kinds = len(FAMILY_IDS)
    by_family = np.bincount(group * kinds + columns.family[rows], minlength=groups * kinds).reshape(groups, kinds)
    filled = np.bincount(group, weights=columns.filled[rows], minlength=groups) > 0
    claimed = np.bincount(group, weights=~columns.claimed[rows], minlength=groups) == 0
    return [
        {
            "n": int(by_family[i].sum()),
            "families": {FAMILY_IDS[k]: int(by_family[i, k]) for k in np.flatnonzero(by_family[i])},
            "filled": bool(filled[i]),
            "claimed": bool(claimed[i]),
        }
        for i in range(groups)
    ]
