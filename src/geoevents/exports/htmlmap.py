"""One HTML file with the whole map in it: it opens from disk, asks no one for anything, and forbids itself to.

Library, ground, outlines and events are inlined; the page's own policy (`default-src 'none'`) lets the browser fetch
nothing. Text of reports is data in one literal, put on the page by `textContent` alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import urlsplit

from geoevents.exports.columns import name_of
from geoevents.exports.mapdata import MapData, days_words, ground_parts, key_of
from geoevents.model import Event
from geoevents.store.filters import mapped_places
from geoevents.views.layer import ASSETS, SCRIPTS, STYLES, MapConfig, config_of
from geoevents.views.literal import json_literal
from geoevents.views.palette import family_of, type_label
from geoevents.views.viewport import Box
from geoevents.views.words import (
    border_label,
    date_words,
    day_words,
    echo_words,
    figure_words,
    place_words,
    precision_words,
    reading_words,
    status_words,
)

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

_URL = re.compile(r"url\([^)]*\)")
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_LONGEST_URL = 2000


def write_html(events: Iterable[Event], stream: TextIO, atlas: Atlas, title: str = "") -> tuple[int, int, int]:
    """Write the page; return how many events, symbols and events without a place it holds.

    Raises:
        InputError: when there are more events than a page can hold.
    """
    data = MapData.of(events, atlas)
    heading = title or "Events on the map"
    stream.write(_page(data, heading))
    unplaced = sum(not mapped_places(event) for event in data.events)
    return len(data.events), len(data.symbols["symbols"]) + len(data.symbols["regions"]), unplaced


def _page(data: MapData, title: str) -> str:
    styles = "\n".join(_style(name) for name in (*STYLES, "single.css"))
    scripts = "\n".join(f"<script>{_script(name)}</script>" for name in (*SCRIPTS, "single.js"))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{html.escape(title)}</title><style>{styles}</style></head><body>"
        '<header><h1 id="title"></h1><p id="line"></p></header>'
        '<main><div class="ge-mapbox"><div id="map"></div></div>'
        '<aside id="panel" aria-live="polite" aria-label="Evidence" tabindex="-1"></aside></main>'
        '<section aria-label="Events"><h2>Events</h2><div class="ge-tablebox" tabindex="0" role="region" aria-label="Table of events">'
        '<table id="table"></table></div></section><footer id="foot"></footer>'
        f"{scripts}<script>geoevents.single({json_literal(_data(data, title))});</script></body></html>\n"
    )


def _style(name: str) -> str:
    """Return a style sheet without anything that would be fetched."""
    return _URL.sub("none", (ASSETS / name).read_text(encoding="utf-8")).replace("</", "<\\/")


def _script(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8").replace("</", "<\\/").replace("//# sourceMappingURL", "// ")


def _data(data: MapData, title: str) -> dict[str, Any]:
    inline = {**data.symbols, "towns": data.towns(_wider(data.box)), "shapes": data.shapes}
    config = MapConfig(
        base="",
        border_view=data.atlas.view,
        border_source=data.atlas.borders.legend,
        inline=inline,
        families=data.families,
    )
    west, south, east, north = data.box
    as_of = f" · as of {day_words(data.as_of.date())}" if data.as_of else ""
    return {
        "config": {**asdict(config), **config_of(config), "ground": ground_parts(data.box)},
        "fit": [[south, west], [north, east]],
        "title": title,
        "line": f"{len(data.events):,} events · {days_words(data.days)}{as_of}",
        "sources": [f"{name} ({count:,})" for name, count in data.sources],
        "events": [_event(event, data.countries) for event in data.events],
    }


def _wider(box: Box) -> Box:
    """Return a box with half of its size around it: what a screen of another shape shows beside it."""
    west, south, east, north = box
    wide, high = (east - west) / 2, (north - south) / 2
    return max(west - wide, -180.0), max(south - high, -85.0), min(east + wide, 180.0), min(north + high, 85.0)


def _event(event: Event, countries: dict[str, str]) -> dict[str, Any]:
    places = mapped_places(event)
    family = family_of(event.type)
    area = bool(places) and key_of(places[0]).startswith("area:")
    quotes: dict[str, dict[str, Any]] = {}
    for ref in event.mentions:
        text = " ".join(ref.quote.split())
        day = f", {day_words(ref.published)}" if ref.published else ""
        told = quotes.setdefault(text, {"text": text, "by": []})
        by = {"name": f"{ref.publisher or ref.report}{day}", "url": _safe_url(ref.url)}
        if by not in told["by"]:
            told["by"].append(by)
    line = event.border.line if event.border and not area else ()
    return {
        "id": event.id,
        "name": name_of(event),
        "type": type_label(event.type),
        "colour": family.colour,
        "date": date_words(event.dates),
        "how": precision_words(event.dates),
        "place": "; ".join(place_words(place, countries) for place in places),
        "keys": list(dict.fromkeys(key_of(place) for place in places)),
        "figures": list(dict.fromkeys(figure_words(found.figure) for found in event.figures)),
        "who": status_words(event.status, event.attributed_to),
        "border": border_label(event.border, area=area) if event.border else "",
        "line": line,
        "echo": echo_words(event),
        "reading": reading_words(event.confidence),
        "quotes": list(quotes.values()),
    }


def _safe_url(url: str | None) -> str:
    """Return an address that may be linked: plain http or https; "" for anything else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return (url or "")[:_LONGEST_URL] if parts.scheme in {"http", "https"} and parts.netloc else ""
