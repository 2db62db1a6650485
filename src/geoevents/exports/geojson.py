"""RFC 7946: points and simplified polygons, longitude first, counter-clockwise, six decimals, no `crs` member."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, TextIO

from geoevents.atlas.antimeridian import cut_at_antimeridian
from geoevents.exports.columns import COLUMNS, REGION_KINDS, SCHEMA_VERSION, Catalogue, coordinates, event_rows
from geoevents.model import Event, EventPlace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

RegionsAs = Literal["polygon", "point", "none"]
_GRID = 1e-6  # degrees
_LEGAL = "Places: GeoNames, CC BY 4.0. Regions: Natural Earth. Borders: country-coder (ISC)."


def write_geojson(
    events: Iterable[Event], stream: TextIO, catalogue: Catalogue, *, regions: RegionsAs = "polygon"
) -> tuple[int, int, int]:
    """Write a feature collection, one feature at a time; return how many events, features and unplaced events.

    A feature's `id` is the event's, with -2, -3 … behind it for further places. `regions` says how a region is drawn:
    its simplified polygon, a point, or no geometry. Events without a place where they happened are counted in the
    collection's member `unplaced`.
    """
    shapes: dict[str, str] = {}
    count = features = unplaced = 0
    stream.write('{"type":"FeatureCollection","features":[')
    for event in events:
        count += 1
        for row, place in event_rows(event, catalogue):
            if place is None:
                unplaced += 1
                continue
            identity = event.id if row["part"] == 1 else f"{event.id}-{row['part']}"
            geometry = _geometry(place, catalogue, regions, shapes)
            properties = _dump({name: row[name] for name in COLUMNS})
            stream.write(",\n" if features else "\n")
            stream.write(f'{{"type":"Feature","id":{_dump(identity)},"geometry":{geometry},"properties":{properties}}}')
            features += 1
    about = {"unplaced": unplaced, "schema_version": SCHEMA_VERSION, "attribution": _LEGAL}
    stream.write(f"\n],{_dump(about)[1:]}\n")
    return count, features, unplaced


def _dump(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _geometry(place: EventPlace, catalogue: Catalogue, regions: RegionsAs, shapes: dict[str, str]) -> str:
    """Return a geometry as JSON; polygons are made once a region and kept in `shapes`."""
    if place.place.kind in REGION_KINDS:
        if regions == "none":
            return "null"
        if regions == "polygon" and catalogue.atlas is not None:
            name = place.place.place_id
            if name not in shapes:
                shape = catalogue.atlas.regions.simplified(name)
                shapes[name] = "" if shape is None else _dump(polygon(shape))
            if shapes[name]:
                return shapes[name]
    return _dump({"type": "Point", "coordinates": coordinates(place)})


def polygon(shape: BaseGeometry) -> dict[str, Any]:
    """Return a polygon or multipolygon as a GeoJSON object: valid, outer rings counter-clockwise, six decimals."""
    import shapely  # noqa: PLC0415 - only files with regions need it
    from shapely.geometry.polygon import orient  # noqa: PLC0415

    whole = shapely.set_precision(shapely.make_valid(cut_at_antimeridian(shape)), _GRID)
    parts = [orient(part) for part in shapely.get_parts(whole) if part.geom_type == "Polygon" and part.area > 0]
    rings = [[_ring(ring.coords) for ring in (part.exterior, *part.interiors)] for part in parts]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _ring(points: Iterable[tuple[float, ...]]) -> list[tuple[float, float]]:
    return [(round(point[0], 6), round(point[1], 6)) for point in points]
