"""What the map draws for one view: places with counts, or grid cells where there are too many places to tell apart.

All work is on columns, one row for each event and place, so that a million rows cost milliseconds and the answer stays
small whatever the store holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray  # noqa: TC002 - keeps the dataclass introspectable

from geoevents.views.calm import calm
from geoevents.views.palette import FAMILY_IDS

Box = tuple[float, float, float, float]
PLACES_SHOWN = 400
CELL_PIXELS = 64
AREAS_SHOWN = 60  # outlines that can be told apart on a screen
AREA_CELL_PIXELS = 160
TITLES_SHOWN, TITLES_OF_MANY = 3, 1
MANY_PLACES = 150
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


@dataclass(frozen=True)
class PointColumns:
    """Events on the map as parallel columns, a row for each event and mapped place.

    `lon`, `lat` in WGS84 degrees; `family` index into `FAMILY_IDS`; `extent` POINT, AREA or COUNTRY; `claimed` where
    the event is only claimed, hedged or disputed; `filled` where two or more origins tell it; `place` a
    number for each distinct place. `words(rows)` is asked once, for the few rows that are shown. `bounds` are west,
    south, east and north of each row's region as four columns; without them every region counts as in view.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    family: NDArray[np.int8]
    extent: NDArray[np.int8]
    claimed: NDArray[np.bool_]
    filled: NDArray[np.bool_]
    place: NDArray[np.int32]
    words: Callable[[Sequence[int]], Sequence[RowWords]] = field(repr=False)
    bounds: tuple[NDArray[np.float64], ...] | None = field(default=None, repr=False)

    @cached_property
    def of_extent(self) -> dict[int, NDArray[np.intp]]:
        """The rows of points, of regions and of countries."""
        return {extent: np.flatnonzero(self.extent == extent) for extent in (POINT, AREA, COUNTRY)}


def viewport(columns: PointColumns, rows: NDArray[np.bool_], box: Box, zoom: int) -> dict[str, object]:
    """Return what to draw of the `rows` that hold (a mask), inside `box` (west, south, east, north) at a zoom level.

    Regions are in it where their bounds meet the box; where they are too many to tell apart, those near each other are
    one entry with their sum, marked as a cell. Countries are returned whatever the box. JSON-ready.
    """
    of = {extent: numbers[rows[numbers]] for extent, numbers in columns.of_extent.items()}
    points = of[POINT]
    return {
        "total": int(np.count_nonzero(rows)),
        "symbols": _symbols(columns, points[_inside(columns, points, box)], zoom),
        "regions": _regions(columns, of[AREA][_meeting(columns, of[AREA], box)], zoom),
        "countries": _groups(columns, of[COUNTRY]),
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


def _inside(columns: PointColumns, rows: NDArray[np.intp], box: Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    lat = columns.lat[rows]
    in_band = (lat >= south) & (lat <= north)
    if east - west >= 360:  # noqa: PLR2004 - the whole round
        return in_band
    return in_band & (np.mod(columns.lon[rows] - west, 360.0) <= east - west)


def _meeting(columns: PointColumns, rows: NDArray[np.intp], box: Box) -> NDArray[np.bool_]:
    """Return which regions reach into a box."""
    if columns.bounds is None:
        return np.ones(len(rows), bool)
    west, south, east, north = (column[rows] for column in columns.bounds)
    in_band = (south <= box[3]) & (north >= box[1])
    if box[2] - box[0] >= 360:  # noqa: PLR2004 - the whole round
        return in_band
    # West of the region lies in the box, or west of the box in the region, both counted round the world.
    met = (np.mod(west - box[0], 360.0) <= box[2] - box[0]) | (
        np.mod(box[0] - west, 360.0) <= np.mod(east - west, 360.0)
    )
    return in_band & met


def _symbols(columns: PointColumns, rows: NDArray[np.intp], zoom: int) -> list[dict[str, object]]:
    distinct, _ = _distinct(columns.place[rows])
    few = len(distinct) <= PLACES_SHOWN
    return _groups(columns, rows) if few else _cells(columns, rows, zoom, CELL_PIXELS)


def _regions(columns: PointColumns, rows: NDArray[np.intp], zoom: int) -> list[dict[str, object]]:
    distinct, _ = _distinct(columns.place[rows])
    if len(distinct) <= AREAS_SHOWN:
        return _groups(columns, rows)
    cells = _cells(columns, rows, zoom, AREA_CELL_PIXELS)
    return [{**cell, "key": f"areas:{cell['key']}", "place": "", "name": "", "titles": []} for cell in cells]


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
            "name": calm(said[0].name),
            "lon": round(float(columns.lon[few[0]]), 5),
            "lat": round(float(columns.lat[few[0]]), 5),
            "radius_km": said[0].radius_km,
            "near_km": max(near, default=None),
            "titles": [calm(words.title)[:TITLE_LENGTH] for words in said],
            **tally[number],
        })  # fmt: skip
    return out


def _members(rows: NDArray[np.intp], group: NDArray[np.intp], groups: int) -> list[list[int]]:
    """Return the first few rows of each group, in order of the rows; of very many groups only the first one of each."""
    most = TITLES_SHOWN if groups <= MANY_PLACES else TITLES_OF_MANY
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group, minlength=groups)) if groups else np.empty(0, np.intp)
    starts = [0, *ends[:-1].tolist()]
    return [
        rows[order[first : min(first + most, last)]].tolist()
        for first, last in zip(starts, ends.tolist(), strict=False)
    ]


def _cells(columns: PointColumns, rows: NDArray[np.intp], zoom: int, pixels: int) -> list[dict[str, object]]:
    """Group rows by the cells of a grid that is as fine as symbols on the screen: `pixels` wide."""
    across = max(1, math.ceil(_TILE_PIXELS * 2**zoom / pixels))
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
