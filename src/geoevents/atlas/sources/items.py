"""What sources give: places with weighted names, further names of places, polygons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoevents.model import PlaceKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Names = tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Item:
    """A place of a source; `names` are those beside the one shown, with their weights (see `build.rows`).

    `admin1` is GeoNames' code of its region ("RU.41"), empty where the source has none; `feature` is "P.PPL".
    `prominence` is what its name is ranked by, `radius_km` not a number where the source gives no size.
    """

    place_id: str
    name: str
    kind: PlaceKind
    lon: float
    lat: float
    country: str = ""
    admin1: str = ""
    population: int = 0
    prominence: int = 0
    feature: str = ""
    radius_km: float = float("nan")
    note: str = ""
    names: Names = ()
    shape: BaseGeometry | None = None
    same_as: int | None = None  # row of the shipped place that it is, found by name and point where ids do not tell


@dataclass(slots=True)
class MoreNames:
    """Further names of the place with a GeoNames number, or of the region with a GeoNames code."""

    names: Names
    number: int = 0
    code: str = ""
