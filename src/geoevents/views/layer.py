"""The safe layer: folium draws the frame of the map, our own script draws the events, and no text ever reaches folium.

`event_map` is the map itself, the same for every filter, so that streamlit-folium keeps it while people work;
`map_state` is what changes: the question to ask the data route, the selected event and its line.
Assets are addresses relative to the frame, so that nothing is fetched from another machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

from geoevents.model import BorderView
from geoevents.views.literal import json_literal
from geoevents.views.palette import FAMILIES, FAMILY_IDS, Family

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = (
    "leaflet/leaflet.js",
    "sheet.js",
    "basemap.js",
    "symbols.js",
    "labels.js",
    "furniture.js",
    "measure.js",
    "pick.js",
    "overlay.js",
    "layer.js",
)
STYLES = ("leaflet/leaflet.css", "map.css")
BORDER_WORDS: dict[BorderView, str] = {
    "international": "Borders: internationally recognised (Crimea in Ukraine)",
    "de-facto": "Borders: de facto control lines of states (Crimea with Russia)",
}
CREDIT = "Data: GeoNames, Natural Earth, country-coder"
_START = (48.0, 34.0)
_MIN_ZOOM, _MAX_ZOOM = 2, 12


class EventLayer(MacroElement):
    """The one element that draws all events; `config` is plain data and is written as an inert literal."""

    _template = Template(
        "{% macro script(this, kwargs) %}window.geoevents.attach({{ this._parent.get_name() }}, {{ this.literal }});{% endmacro %}"
    )

    def __init__(self, config: Mapping[str, object]) -> None:
        """Keep `config` as its literal."""
        super().__init__()  # type: ignore[no-untyped-call] # branca ships no types
        self._name = "EventLayer"
        self.literal = json_literal(config)


class MapState(MacroElement):
    """What the map is to show now. Its first act stops a leak: streamlit-folium never empties its list of groups."""

    _template = Template(
        "{% macro script(this, kwargs) %}window.feature_group && window.feature_group.splice(0);"
        "window.geoevents.show({{ this.literal }});{% endmacro %}"
    )

    def __init__(self, state: Mapping[str, object]) -> None:
        """Keep `state` as its literal."""
        super().__init__()  # type: ignore[no-untyped-call] # branca ships no types
        self._name = "MapState"
        self.literal = json_literal(state)


@dataclass(frozen=True, slots=True)
class Selected:
    """What is selected on the map: the key of its symbol, the line to draw (longitude first) and the line's label."""

    key: str
    line: tuple[tuple[float, float], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A point that a person sets by hand: `at` (longitude, latitude) where it was set, `radius_km` how far the place reaches.

    `on` waits for a click, and is obeyed once for each new `turn`.
    """

    turn: int = 0
    on: bool = False
    at: tuple[float, float] | None = None
    radius_km: float = 0.0


@dataclass(frozen=True, slots=True)
class ViewState:
    """What the map is to show: `query` for the data route, the store's `version`, what is selected, where to look.

    `fit` is ((south, west), (north, east)) and is obeyed once for each new `fit_key`, so that a person's own panning
    is left alone. `overlay` is id and credit line of a person's own shapes.
    """

    query: str
    version: str = ""
    selected: Selected | None = None
    fit: tuple[tuple[float, float], tuple[float, float]] | None = None
    fit_key: str = ""
    tiles: bool = False
    overlay: Mapping[str, str] | None = None
    pick: Pick = field(default_factory=Pick)


@dataclass(frozen=True, slots=True)
class MapConfig:
    """What never changes while the map stands.

    `base` is the address of the data route as seen from the frame; `border_source` says where distances' borders are
    from and of when; `height` (pixels) is shared by
    map and legend, 0 is that of the frame; `families` are those that the legend explains;
    `inline` is an answer of the data route, for a page that has no server behind it.
    """

    base: str
    border_view: BorderView = "international"
    border_source: str = ""
    height: int = 0
    inline: Mapping[str, object] | None = None
    families: tuple[str, ...] = FAMILY_IDS


def event_map(config: MapConfig) -> folium.Map:
    """Return the folium map with our layer as its only child and no address outside `config.base`."""
    made = folium.Map(location=_START, zoom_start=4, tiles=None, zoom_control=True, attribution_control=False)
    made.options["minZoom"] = _MIN_ZOOM
    made.options["maxZoom"] = _MAX_ZOOM
    made.options["worldCopyJump"] = True
    made.options["zoomSnap"] = 0.5  # what is fitted fills the map
    assets = f"{config.base}assets/"
    made.default_js = [(name, assets + name) for name in SCRIPTS]
    made.default_css = [(name, assets + name) for name in STYLES]
    EventLayer({**asdict(config), **config_of(config)}).add_to(made)
    return made


def config_of(config: MapConfig) -> dict[str, object]:
    """Return the words and looks that the layer's script is given beside the plain fields of its configuration."""
    families = [_look(family) for family in FAMILIES if family.id in config.families]
    source = f", {config.border_source}" if config.border_source else ""
    return {"border_words": BORDER_WORDS[config.border_view] + source, "credit": CREDIT, "families": families}


def _look(family: Family) -> dict[str, str]:
    names = ("id", "label", "colour", "shape", "letter")
    return {name: getattr(family, name) for name in names}


def map_state(state: ViewState) -> folium.FeatureGroup:
    """Return the changing part as a feature group; online tiles are in it only when they were asked for."""
    group = folium.FeatureGroup(name="state")
    if state.tiles:
        folium.TileLayer("OpenStreetMap").add_to(group)
    MapState(asdict(state)).add_to(group)
    return group
