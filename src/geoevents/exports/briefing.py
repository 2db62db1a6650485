"""A one-page briefing as SVG, A4 or 16:9, drawn without a network: title, days, map, legend, events, sources, "as of"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TextIO

from geoevents.exports.briefmap import BORDER, Frame, draw_map, draw_symbol
from geoevents.exports.columns import name_of
from geoevents.exports.drawing import Svg, fitted, width_of, wrapped
from geoevents.exports.mapdata import MapData, days_words
from geoevents.model import Event
from geoevents.store.filters import mapped_places
from geoevents.views.layer import BORDER_WORDS, CREDIT
from geoevents.views.palette import FAMILIES
from geoevents.views.words import date_words, day_words, figure_words, place_words, plural, status_words

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

Page = Literal["a4", "16:9"]
_MARGIN = 40.0
_SMALL, _TEXT, _LINE = 10.5, 12.0, 15.0
_GREY = "#55565e"


@dataclass(frozen=True, slots=True)
class _Layout:
    width: float
    height: float
    map: tuple[float, float, float, float]  # left, top, width, height
    list: tuple[float, float, float]  # left, top, width of a column; it reaches down to the foot
    columns: int
    foot: float  # the height of the foot


_LAYOUTS: dict[str, _Layout] = {
    "a4": _Layout(794, 1123, (_MARGIN, 104, 714, 494), (_MARGIN, 690, 345), 2, 96),
    "16:9": _Layout(1280, 720, (_MARGIN, 96, 780, 446), (844, 96, 396), 1, 76),
}


def write_briefing(
    events: Iterable[Event], stream: TextIO, atlas: Atlas, title: str = "", page: Page = "a4"
) -> tuple[int, int, int]:
    """Write the page; return how many events, symbols and events without a place it shows.

    Raises:
        InputError: when there are more events than a page can hold.
    """
    data = MapData.of(events, atlas)
    layout = _LAYOUTS[page]
    heading = title or "Events on the map"
    svg = Svg(layout.width, layout.height, heading)
    _head(svg, layout, data, heading)
    left, top, width, height = layout.map
    draw_map(svg, Frame(left, top, width, height, data.box), data)
    _legend(svg, layout, data)
    _list(svg, layout, data)
    _foot(svg, layout, data)
    stream.write(svg.finish())
    unplaced = sum(not mapped_places(event) for event in data.events)
    return len(data.events), len(data.symbols["symbols"]) + len(data.symbols["regions"]), unplaced


def _head(svg: Svg, layout: _Layout, data: MapData, title: str) -> None:
    room = layout.width - 2 * _MARGIN
    svg.text(_MARGIN, 58, fitted(title, 27, room, 700), size=27, weight=700)
    as_of = f" · as of {day_words(data.as_of.date())}" if data.as_of else ""
    unplaced = sum(not mapped_places(event) for event in data.events)
    lost = f" · {unplaced:,} without a place" if unplaced else ""
    line = f"{plural(len(data.events), 'event')} · {days_words(data.days)}{lost}{as_of}"
    svg.text(_MARGIN, 82, fitted(line, 14, room), size=14, colour=_GREY)


def _legend(svg: Svg, layout: _Layout, data: MapData) -> None:
    left, top, width, height = layout.map
    x, y = left + 10, top + height + 20
    for sample, label in _entries(data):
        wide = width_of(label, _SMALL) + (24 if sample else 14)
        if x + wide > left + width and x > left + 10:
            x, y = left + 10, y + 19
        if isinstance(sample, str):
            _draw_line(svg, sample, x, y - 4)
        elif sample is not None:
            draw_symbol(svg, {**sample, "x": x + 7, "y": y - 4})
        svg.text(x + (19 if sample else 0), y, fitted(label, _SMALL, width - 40), size=_SMALL, colour="#33343a")
        x += wide + 10


def _entries(data: MapData) -> Iterator[tuple[dict[str, object] | str | None, str]]:
    """Yield what the map shows, each a symbol or the name of a line, and what it means."""
    look = {"n": 1, "filled": True, "claimed": False, "r": 6.5}
    for family in FAMILIES:
        if family.id in data.families:
            yield {**look, "families": {family.id: 1}}, family.label
    first = data.families[0] if data.families else "other"
    yield {**look, "families": {first: 1}, "filled": False}, "one origin (filled: two or more)"
    yield {**look, "families": {first: 1}, "filled": False, "claimed": True}, "only claimed, hedged or disputed"
    yield {**look, "families": {first: 1}, "n": 3, "r": 8.0}, "as many events at one place"
    if data.symbols["regions"]:
        yield "region", "somewhere in the region"
    yield "border", "border of states"
    yield "town", "town, to find one’s way"
    countries = [f"{country['name']} {country['n']:,}" for country in data.symbols["countries"]]
    if countries:
        yield None, "not drawn, somewhere in: " + ", ".join(countries)


def _draw_line(svg: Svg, name: str, x: float, y: float) -> None:
    if name == "region":
        svg.rect(x, y - 5, 14, 10, fill="#f3f5f7", stroke="#55565e", line=1.4, dash="4 3")
    elif name == "border":
        svg.path([[(x, y), (x + 14, y)]], stroke=BORDER, width=1.5, closed=False)
    else:
        svg.circle(x + 7, y, 2.0, fill="#45464d")


def _list(svg: Svg, layout: _Layout, data: MapData) -> None:
    left, y, width = layout.list
    column = 1
    bottom = layout.height - layout.foot - 18
    told = sorted(data.events, key=_weight)
    for number, event in enumerate(told):
        places = "; ".join(place_words(place, data.countries) for place in mapped_places(event)) or "no place"
        figures = " · ".join(dict.fromkeys(figure_words(found.figure) for found in event.figures))
        head = wrapped(f"{date_words(event.dates)} – {name_of(event)}", _TEXT, width, 2, 600)
        body = fitted(" · ".join(part for part in (places, figures) if part), _SMALL, width)
        who = fitted(status_words(event.status, event.attributed_to), _SMALL, width)
        if y + (len(head) + 2) * _LINE > bottom - _LINE and column < layout.columns:
            column, left, y = column + 1, left + width + 24, layout.list[1]
        if y + (len(head) + 2) * _LINE > bottom - _LINE:
            svg.text(left, y + _LINE, f"and {plural(len(told) - number, 'more event')}", size=_SMALL, colour=_GREY)
            return
        for line in head:
            y += _LINE
            svg.text(left, y, line, size=_TEXT, weight=600)
        svg.text(left, y + _LINE, body, size=_SMALL, colour="#33343a")
        svg.text(left, y + 2 * _LINE - 1, who, size=_SMALL, colour=_GREY)
        y += 2 * _LINE + 7


def _weight(event: Event) -> tuple[bool, int, int, str]:
    """Order events for a page that cannot hold all: news before history, what many tell first."""
    day = event.dates.first.toordinal() if event.dates.first else 0
    return (event.background, -event.sources, -day, event.id)


def _foot(svg: Svg, layout: _Layout, data: MapData) -> None:
    room = layout.width - 2 * _MARGIN
    names = "; ".join(f"{name} ({count:,})" for name, count in data.sources) or "none"
    lines = wrapped(f"Sources (events): {names}", _SMALL, room, 3 if layout.columns > 1 else 2)
    lines += wrapped(
        f"{BORDER_WORDS[data.atlas.view]}. {CREDIT}. Symbols stand for towns and regions, not for points in them."
        " Stated is not true. Made by geoevents.",
        _SMALL, room, 2,
    )  # fmt: skip
    y = layout.height - layout.foot
    svg.path([[(_MARGIN, y), (layout.width - _MARGIN, y)]], stroke="#c9ccd2", closed=False)
    for line in lines:
        y += 15
        svg.text(_MARGIN, y, line, size=_SMALL, colour=_GREY)
