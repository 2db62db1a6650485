"""One verb for all formats; a file is written aside and renamed, so that it is complete or not there."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, get_args

from geoevents.errors import InputError, UnreadableFile
from geoevents.events.audience import public_view
from geoevents.exports.briefing import Page, write_briefing
from geoevents.exports.columns import Catalogue
from geoevents.exports.csvfile import write_csv
from geoevents.exports.geojson import RegionsAs, write_geojson
from geoevents.exports.gpkgfile import write_gpkg
from geoevents.exports.htmlmap import write_html
from geoevents.lexicon import Lexicon
from geoevents.model import Event
from geoevents.records import event_record
from geoevents.store.filters import mapped_places

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

Format = Literal["geojson", "csv", "jsonl", "html", "briefing", "briefing-wide", "gpkg"]
FORMATS: tuple[Format, ...] = get_args(Format)


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
            file that needs no network), "briefing" or "briefing-wide" (one page as SVG, A4 or 16:9), or "gpkg".
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
    if format == "gpkg":
        raise InputError("A GeoPackage is no text: name a file to write it to.")
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


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a text file beside `path` that takes its place when all went well, and vanishes when not.

    Raises:
        UnreadableFile: when the folder is not there or cannot be written.
    """
    if path.is_dir():
        raise UnreadableFile(f"{path} is a folder: name a file.")
    # A device or pipe, such as /dev/stdout, is written to and not replaced.
    special = path.exists() and not path.is_file()
    aside = path if special else path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("w" if special else "x", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            if not special:
                os.fsync(stream.fileno())
        if not special:
            aside.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if not special:
            aside.unlink(missing_ok=True)
