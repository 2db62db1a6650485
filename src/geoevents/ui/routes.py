"""The data route: what the map asks for while people pan and zoom, answered without a rerun of the page.

    /geoevents/points?bbox=W,S,E,N&zoom=Z&<filter>   symbols, regions and countries of the view
    (with internal=1 what internal reports tell is in it: only where the person who looks asked for that)
    /geoevents/towns?bbox=W,S,E,N&zoom=Z             town names for the view
    /geoevents/region?place=ID                       the outline of a region
    /geoevents/overlay?id=ID                         the shapes of an overlay that someone loaded
    /geoevents/assets/…, /geoevents/basemap/…        files of the program

Nothing is written here, and answers are for this page only: a name in the Host header that is not this machine's is
refused, so that a foreign site cannot have itself resolved to this address and read along.
"""

from __future__ import annotations

import ipaddress
import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from geoevents.errors import BadFilter, GeoEventsError
from geoevents.resources import data_folder
from geoevents.store.filters import parse_bbox
from geoevents.ui.address import read_address
from geoevents.ui.library import Library, open_library
from geoevents.views.layer import ASSETS
from geoevents.views.viewport import Box, viewport

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

PREFIX = "/geoevents"
_ZOOMS = range(23)
_WORLD_DEGREES = 360.0
_MOST_LATITUDE = 90.0


def routes() -> list[BaseRoute]:
    """Return the routes to mount beside the page."""
    from starlette.routing import Mount, Route  # noqa: PLC0415 - comes with streamlit, and only the server needs it
    from starlette.staticfiles import StaticFiles  # noqa: PLC0415 - as above

    return [
        Route(f"{PREFIX}/points", _answer(_points)),
        Route(f"{PREFIX}/towns", _answer(_towns)),
        Route(f"{PREFIX}/region", _answer(_region)),
        Route(f"{PREFIX}/overlay", _answer(_overlay)),
        Mount(f"{PREFIX}/assets", StaticFiles(directory=ASSETS)),
        Mount(f"{PREFIX}/basemap", StaticFiles(directory=data_folder("basemap"))),
    ]


def parse_view(words: str) -> Box:
    """Return the box of a view, which may reach beyond ±180° and ±90° at small scales.

    Raises:
        BadFilter: when it is no box of four numbers.
    """
    try:
        west, south, east, north = (float(part) for part in words.split(","))
    except ValueError:
        raise BadFilter(f"bbox={words[:60]!r} is no box: give west,south,east,north.") from None
    if not all(math.isfinite(v) for v in (west, south, east, north)) or east < west or north < south:
        raise BadFilter(f"bbox={words[:60]!r} is no box: give west,south,east,north.")
    if east - west >= _WORLD_DEGREES:
        west, east = -_WORLD_DEGREES / 2, _WORLD_DEGREES / 2
    south, north = max(south, -_MOST_LATITUDE), min(north, _MOST_LATITUDE)
    if west >= -_WORLD_DEGREES / 2 and east <= _WORLD_DEGREES / 2 and south <= north:
        return parse_bbox(f"{west},{south},{east},{north}")
    return west, south, east, north


def _zoom(words: str) -> int:
    if words.isdecimal() and int(words[:3]) in _ZOOMS:
        return int(words)
    raise BadFilter(f"zoom={words[:20]!r} is none of 0 to {_ZOOMS[-1]}.")


def _points(request: Request, library: Library) -> object:
    asked = request.query_params
    address = read_address(asked, library.types)
    return viewport(
        library.columns, library.rows(address.filter), parse_view(asked.get("bbox", "")), _zoom(asked.get("zoom", ""))
    )


def _towns(request: Request, library: Library) -> object:
    asked = request.query_params
    return library.towns(parse_view(asked.get("bbox", "")), _zoom(asked.get("zoom", "")))


def _region(request: Request, library: Library) -> object:
    return library.outline(request.query_params.get("place", ""))


def _overlay(request: Request, library: Library) -> object:
    found = library.overlay(request.query_params.get("id", ""))
    if found is None:
        raise BadFilter("There is no overlay of that name: load it again.")
    return found.payload()


def _answer(ask: Callable[[Request, Library], object]) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:

        if not local_host(request.headers.get("host", "")):
            return _json({"error": "This address answers to its own machine's name only."}, 403)
        try:
            internal = request.query_params.get("internal") == "1"
            return _json(ask(request, open_library(internal=internal)), 200)
        except GeoEventsError as error:
            return _json({"error": str(error)}, 400)

    def _json(value: object, status: int) -> Response:
        from starlette.responses import Response  # noqa: PLC0415 - as in `routes`

        body = json.dumps(value, allow_nan=False, separators=(",", ":"))
        return Response(body, status, {"Cache-Control": "no-store"}, "application/json")

    return endpoint


def local_host(header: str) -> bool:
    """Whether a Host header names this machine: an address, localhost, or the name the server was told to bear."""
    from streamlit import get_option  # noqa: PLC0415 - the page's own settings

    name = header.rsplit(":", 1)[0] if header.count(":") == 1 else header.split("]", maxsplit=1)[0].lstrip("[")
    if name.casefold() in {"localhost", str(get_option("browser.serverAddress")), str(get_option("server.address"))}:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
