"""The map of a briefing: the same ground, regions, symbols and labels as in the app, as lines of SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from geoevents.exports.drawing import Point, Svg, width_of
from geoevents.exports.mapdata import MapData, ground_parts
from geoevents.views.palette import FAMILIES, Family
from geoevents.views.viewport import Box

_SEA, _LAND, _COAST, _REGION, BORDER = "#e9eef2", "#ffffff", "#b9c4cd", "#dcdcd8", "#5d5f66"
_FAMILY = {family.id: family for family in FAMILIES}
_CORNERS = {
    "triangle": (3, -90.0, 1.32),
    "square": (4, 45.0, 1.18),
    "diamond": (4, 0.0, 1.24),
    "pentagon": (5, -90.0, 1.12),
    "hexagon": (6, 0.0, 1.08),
}
_MERGE = 18.0  # pixels
_EARTH_KM = 40075.017
_FINE = 12.0  # degrees across, above which the coarse ground is good enough


@dataclass
class Frame:
    """Where a box of degrees lies on the page; it is widened until it fills the frame."""

    x: float
    y: float
    width: float
    height: float
    box: Box
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Fit the box into the frame."""
        (left, bottom), (right, top) = _mercator(*self.box[:2]), _mercator(*self.box[2:])
        self.scale = min(self.width / max(right - left, 1e-9), self.height / max(bottom - top, 1e-9), 256 * 2**9)
        middle = (left + right) / 2, (top + bottom) / 2
        self._left, self._top = middle[0] - self.width / self.scale / 2, middle[1] - self.height / self.scale / 2

    def at(self, lon: float, lat: float) -> Point:
        """Return the pixel of a place."""
        x, y = _mercator(lon, lat)
        return self.x + (x - self._left) * self.scale, self.y + (y - self._top) * self.scale

    @property
    def bounds(self) -> Box:
        """West, south, east, north of what the frame shows."""
        right, bottom = self._left + self.width / self.scale, self._top + self.height / self.scale
        return (self._left - 0.5) * 360, _lat(bottom), (right - 0.5) * 360, _lat(self._top)

    @property
    def km_per_pixel(self) -> float:
        """Kilometres a pixel in the middle of the frame."""
        middle = math.radians((self.bounds[1] + self.bounds[3]) / 2)
        return _EARTH_KM * math.cos(middle) / self.scale

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Keep a rectangle for a label, if it is free and inside."""
        inside = left > self.x and top > self.y and right < self.x + self.width and bottom < self.y + self.height
        free = all(left >= r or right <= x or top >= b or bottom <= t for x, t, r, b in self.taken)
        if inside and free:
            self.taken.append((left, top, right, bottom))
        return inside and free


def draw_map(svg: Svg, frame: Frame, data: MapData) -> None:
    """Draw ground, regions, symbols, names and scale into the frame."""
    svg.clip(frame.x, frame.y, frame.width, frame.height)
    svg.rect(frame.x, frame.y, frame.width, frame.height, fill=_SEA)
    _ground(svg, frame, data.atlas.view)
    for region in data.symbols["regions"]:
        family = leading(region["families"])
        rings = [[frame.at(*at) for at in ring] for ring in data.shapes.get(region["place"], [])]
        svg.path(rings, fill=family.colour, opacity=0.08, stroke=family.colour, width=1.4, dash="6 4")
    symbols = _gathered(frame, data.symbols["symbols"])
    for symbol in symbols:
        draw_symbol(svg, symbol)
    _pills(svg, frame, data)
    for symbol in symbols:
        if symbol["name"]:
            _label(svg, frame, symbol["name"], (symbol["x"], symbol["y"]), _Ink(symbol["r"] + 4, 12.0, 700, "#17171c"))
    for town in data.towns(frame.bounds, 80):
        _town(svg, frame, town)
    svg.end_clip()
    svg.rect(frame.x, frame.y, frame.width, frame.height, fill="none", stroke="#c9ccd2")
    _scale(svg, frame)


def _town(svg: Svg, frame: Frame, town: Mapping[str, Any]) -> None:
    """Draw a town with its name where there is room for both, else neither."""
    x, y = frame.at(town["lon"], town["lat"])
    large = town["rank"] >= 2  # noqa: PLR2004 - the two ranks of towns
    if not frame.take(x - 3, y - 3, x + 3, y + 3):
        return
    ink = _Ink(5, 11.0, 600 if large else 400, "#45464d" if large else "#6b6c73")
    if _label(svg, frame, town["name"], (x, y), ink):
        svg.circle(x, y, 2.0, fill="#45464d")
    else:
        frame.taken.pop()


def leading(families: Mapping[str, int]) -> Family:
    """Return the most frequent family of a group."""
    return _FAMILY[min(families, key=lambda name: (-families[name], name))]


def draw_symbol(svg: Svg, symbol: Mapping[str, Any]) -> None:
    """Draw one symbol: filled for two origins, dashed for what is only claimed, a count or its letter inside."""
    family = leading(symbol["families"])
    x, y, radius = symbol["x"], symbol["y"], symbol["r"]
    colour = family.colour
    fill = colour if symbol["filled"] else "#ffffff"
    shape = family.shape if len(symbol["families"]) == 1 else "circle"
    dash = "3.4 2.6" if symbol["claimed"] else ""
    if shape in _CORNERS:
        svg.path([_corners(shape, x, y, radius + 2)], fill="#ffffff")
        svg.path([_corners(shape, x, y, radius)], fill=fill, stroke=colour, width=2.2, dash=dash)
    else:
        svg.circle(x, y, radius + 2, fill="#ffffff")
        svg.circle(x, y, radius, fill=fill, stroke=colour, width=2.2, dash=dash)
    words = family.letter if symbol["n"] == 1 else f"{symbol['n']:,}"
    low = radius * 0.3 if shape == "triangle" else 0
    ink = "#ffffff" if symbol["filled"] else colour
    svg.text(x, y + 4 + low, words, size=11, weight=700, colour=ink, anchor="middle")


def _corners(shape: str, x: float, y: float, radius: float) -> list[Point]:
    count, turn, grow = _CORNERS[shape]
    low = radius * 0.22 if shape == "triangle" else 0.0
    angles = [math.radians(turn + 360 * n / count) for n in range(count)]
    return [(x + radius * grow * math.cos(a), y + low + radius * grow * math.sin(a)) for a in angles]


def _gathered(frame: Frame, symbols: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put symbols that would lie on each other together, as the map does."""
    out: list[dict[str, Any]] = []
    for symbol in sorted(symbols, key=lambda s: (-s["n"], s["key"])):
        x, y = frame.at(symbol["lon"], symbol["lat"])
        near = next((o for o in out if math.hypot(o["x"] - x, o["y"] - y) < _MERGE), None)
        if near is None:
            out.append({**symbol, "x": x, "y": y, "families": dict(symbol["families"])})
            continue
        near["n"] += symbol["n"]
        near["filled"], near["claimed"] = near["filled"] or symbol["filled"], near["claimed"] and symbol["claimed"]
        for family, count in symbol["families"].items():
            near["families"][family] = near["families"].get(family, 0) + count
    for symbol in out:
        symbol["r"] = 8.5 if symbol["n"] == 1 else min(22.0, 9.5 + 2.2 * math.log2(symbol["n"]))
        reach = symbol["r"] + 3
        frame.taken.append((symbol["x"] - reach, symbol["y"] - reach, symbol["x"] + reach, symbol["y"] + reach))
    return out


def _pills(svg: Svg, frame: Frame, data: MapData) -> None:
    for region in data.symbols["regions"]:
        colour = leading(region["families"]).colour
        at = frame.at(region["lon"], region["lat"])
        for dx, dy in ((0, 0), (0, -30), (30, 0), (-30, 0), (0, 30), (42, -30), (-42, 30)):
            x, y = at[0] + dx, at[1] + dy
            if frame.take(x - 16, y - 11, x + 16, y + 11):
                dash = "3.4 2.6" if region["claimed"] else ""
                svg.rect(x - 14, y - 9, 28, 18, fill="#ffffff", stroke=colour, radius=9, line=2, dash=dash)
                svg.text(x, y + 4, f"{region['n']:,}", size=11.5, weight=700, colour=colour, anchor="middle")
                _label(svg, frame, region["name"].upper(), (x, y), _Ink(19, 10.0, 600, colour))
                break


@dataclass(frozen=True, slots=True)
class _Ink:
    """How a label is written, and how far from its point."""

    gap: float
    size: float
    weight: int
    colour: str


def _label(svg: Svg, frame: Frame, words: str, at: Point, ink: _Ink) -> bool:
    """Write words on the first free side of a point; return whether there was room."""
    (x, y), gap, size, weight = at, ink.gap, ink.size, ink.weight
    wide, high = width_of(words, size, weight), size
    for tx, ty, anchor in (
        (x + gap, y, "start"),
        (x - gap, y, "end"),
        (x, y - gap - high / 2, "middle"),
        (x, y + gap + high / 2, "middle"),
    ):
        left = tx if anchor == "start" else tx - wide if anchor == "end" else tx - wide / 2
        if frame.take(left - 2, ty - high / 2 - 1, left + wide + 2, ty + high / 2 + 1):
            svg.text(tx, ty + size * 0.35, words, size=size, weight=weight, colour=ink.colour, anchor=anchor, halo=True)
            return True
    return False


def _ground(svg: Svg, frame: Frame, view: str) -> None:
    bounds = frame.bounds
    parts = ground_parts(bounds)
    names = [name for name in parts if name.startswith("detail/")]
    chosen = names if names and bounds[2] - bounds[0] <= 2 * _FINE else ["overview.json"]
    for name in chosen:
        for rings in parts[name]["land"]:
            decoded = [_decode(ring, parts[name]["steps"]) for ring in rings]
            shape = shapely.make_valid(shapely.Polygon(decoded[0], decoded[1:]))
            cut = _rings(shapely.clip_by_rect(shape, *bounds), frame)
            svg.path(cut, fill=_LAND, stroke=_COAST if chosen == ["overview.json"] else _LAND, width=0.7)
    for name in chosen:
        for path in parts[name].get("region") or ():
            _line(svg, frame, _decode(path, parts[name]["steps"]), _REGION, 0.9)
    for name in chosen:
        for path in parts[name]["border"].get(view) or parts[name]["border"]["international"]:
            _line(svg, frame, _decode(path, parts[name]["steps"]), BORDER, 1.5)


def _line(svg: Svg, frame: Frame, points: list[Point], colour: str, width: float) -> None:
    if len(points) > 1:
        cut = shapely.clip_by_rect(shapely.LineString(points), *frame.bounds)
        lines = [shapely.get_coordinates(part).tolist() for part in shapely.get_parts(cut)]
        svg.path([[frame.at(*at) for at in line] for line in lines], stroke=colour, width=width, closed=False)


def _rings(shape: shapely.Geometry, frame: Frame) -> list[list[Point]]:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return [[frame.at(*at) for at in ring.coords] for part in parts for ring in (part.exterior, *part.interiors)]


def _decode(path: list[int], steps: float) -> list[Point]:
    """Return a path of whole steps, each after the first relative to the one before, as degrees."""
    return [tuple(at) for at in (np.cumsum(np.array(path, np.int64).reshape(-1, 2), axis=0) / steps).tolist()]


def _scale(svg: Svg, frame: Frame) -> None:
    room = 120 * frame.km_per_pixel
    step = 10 ** math.floor(math.log10(room))
    km = next(step * n for n in (5, 3, 2, 1) if step * n <= room)
    wide = km / frame.km_per_pixel
    x, y = frame.x + frame.width - wide - 14, frame.y + frame.height - 14
    svg.rect(x - 8, y - 20, wide + 16, 28, fill="#ffffff")
    svg.path([[(x, y - 5), (x, y), (x + wide, y), (x + wide, y - 5)]], stroke="#33343a", width=1.6, closed=False)
    svg.text(x + wide / 2, y - 7, f"{km:,g} km", size=10.5, anchor="middle", colour="#33343a")


def _mercator(lon: float, lat: float) -> Point:
    sine = math.sin(math.radians(max(-85.05, min(85.05, lat))))
    return 0.5 + lon / 360, 0.5 - math.atanh(sine) / (2 * math.pi)


def _lat(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
