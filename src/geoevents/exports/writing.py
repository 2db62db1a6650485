"""One verb for all formats."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, get_args

from geoevents.errors import InputError
from geoevents.events.audience import public_view
from geoevents.exports.briefing import Page, write_briefing
from geoevents.exports.columns import Catalogue
from geoevents.exports.csvfile import write_csv
from geoevents.exports.geojson import RegionsAs, write_geojson
from geoevents.exports.gpkgfile import write_gpkg
from geoevents.exports.htmlmap import write_html
from geoevents.exports.picture import png_of
from geoevents.exports.whole import replacing, write_bytes
from geoevents.lexicon import Lexicon
from geoevents.model import Event
from geoevents.records import event_record
from geoevents.store.filters import mapped_places

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

Format = Literal[
    "geojson", "csv", "jsonl", "html", "briefing", "briefing-wide", "briefing-png", "briefing-wide-png", "gpkg"
]
FORMATS: tuple[Format, ...] = get_args(Format)
_PICTURES: dict[str, Page] = {"briefing-png": "a4", "briefing-wide-png": "16:9"}
BINARY: frozenset[Format] = frozenset({"gpkg", "briefing-png", "briefing-wide-png"})


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: events, lines or features of them, and how many events have no place on the map."""

    events: int
    rows: int
    unplaced: int


def write(
    events: Iterable[Event],
    format: Format,  # noqa: A002 - the word users know
    path: str | Path,
    *,
    atlas: Atlas | None = None,
    lexicon: Lexicon | None = None,
    regions: RegionsAs = "polygon",
    exact: bool = False,
    internal: bool = False,
    title: str = "",
) -> Written:
    """Write events to a file, as many as there are, one at a time; an older file stays until the new one is complete.

    Args:
        events: merged events, in the order in which they shall stand.
        format: "geojson" (RFC 7946), "csv", "jsonl" (one line an event, all that is known of it), "html" (a map in one
            file that needs no network), "briefing" or "briefing-wide" (one page as SVG, A4 or 16:9), the same with
            "-png" (as a picture), or "gpkg".
        path: where to.
        atlas: for polygons of regions and for border distances of further places; without it regions are points.
        lexicon: names the codes of event types; the shipped one by default.
        regions: "polygon", "point" or "none" (GeoJSON alone).
        exact: keep points that a user set by hand where they are; else they stand at the nearest settlement.
        internal: also write what only internal reports tell; without it, what public reports tell of each event.
        title: the heading of a map or briefing.

    Raises:
        InputError: when the format is none, or the file cannot be written.
    """
    if format == "gpkg":
        catalogue = Catalogue(lexicon, atlas, exact=exact)
        shared = prepared(events, catalogue, internal=internal)
        return Written(*write_gpkg(shared, Path(path), catalogue, regions=regions))
    if format in _PICTURES:
        catalogue = Catalogue(lexicon, atlas, exact=exact)
        shared = prepared(events, catalogue, internal=internal)
        with io.StringIO() as drawing:
            counts = write_briefing(shared, drawing, _needed(atlas), title, _PICTURES[format])
            write_bytes(Path(path), png_of(drawing.getvalue()))
        return Written(*counts)
    with replacing(Path(path)) as stream:
        return write_to(
            stream,
            events,
            format,
            atlas=atlas,
            lexicon=lexicon,
            regions=regions,
            exact=exact,
            internal=internal,
            title=title,
        )


def write_to(
    stream: TextIO,
    events: Iterable[Event],
    format: Format,  # noqa: A002 - as in `write`
    *,
    atlas: Atlas | None = None,
    lexicon: Lexicon | None = None,
    regions: RegionsAs = "polygon",
    exact: bool = False,
    internal: bool = False,
    title: str = "",
) -> Written:
    """Write events to an open text stream; arguments and errors as in `write`."""
    catalogue = Catalogue(lexicon, atlas, exact=exact)
    shared = prepared(events, catalogue, internal=internal)
    if format == "jsonl":
        return _write_jsonl(shared, stream)
    if format == "geojson":
        return Written(*write_geojson(shared, stream, catalogue, regions=regions))
    if format == "csv":
        return Written(*write_csv(shared, stream, catalogue))
    if format in {"briefing", "briefing-wide"}:
        page: Page = "a4" if format == "briefing" else "16:9"
        return Written(*write_briefing(shared, stream, _needed(atlas), title, page))
    if format == "html":
        return Written(*write_html(shared, stream, _needed(atlas), title))
    if format in BINARY:
        raise InputError(f"{format} is no text: name a file to write it to.")
    raise InputError(f"There is no export format {format!r}: choose {', '.join(FORMATS)}.")


def _needed(atlas: Atlas | None) -> Atlas:
    """Return the atlas that a map is drawn with: the given one, else the shipped one."""
    from geoevents.atlas import Atlas as Shipped  # noqa: PLC0415 - only maps need it

    return Shipped.load() if atlas is None else atlas


def prepared(events: Iterable[Event], catalogue: Catalogue, *, internal: bool) -> Iterator[Event]:
    """Yield events as a file may tell them: without what only internal reports support, unless `internal` is set, and
    with points that a person set by hand at their settlement, unless the catalogue is `exact`.
    """
    for event in events:
        view = event if internal else public_view(event)
        if view is not None:
            yield catalogue.settled(view)


def _write_jsonl(events: Iterable[Event], stream: TextIO) -> Written:
    count = unplaced = 0
    for event in events:
        stream.write(json.dumps(event_record(event), ensure_ascii=False, allow_nan=False) + "\n")
        count += 1
        unplaced += not mapped_places(event)
    return Written(count, count, unplaced)
