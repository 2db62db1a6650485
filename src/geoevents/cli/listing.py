"""Commands that show stored events: events, export."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Union

from geoevents.cli.console import OK, Console, counted, one_line, output
from geoevents.cli.options import add_borders, add_filters, add_store, add_view, filter_of

if TYPE_CHECKING:
    from geoevents.atlas import Atlas
    from geoevents.model import DateRange, Event
    from geoevents.store import Change, EventStore, PublicView

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name
_INTERNAL = "also what only internal reports tell"
FORMATS = (
    "geojson", "csv", "jsonl", "gpkg", "html", "briefing", "briefing-wide", "briefing-png", "briefing-wide-png",
)  # fmt: skip
_NARROWEST = 20  # columns of a summary in the table


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    events = commands.add_parser(
        "events", help="list merged events", description="List the merged events of the store that the filters keep."
    )
    events.add_argument("--format", choices=("table", "csv", "jsonl"), default="table", help="default: table")
    events.add_argument(
        "--changed-since",
        metavar="DATE",
        help="only what became new, changed, contradicted or withdrawn since this day (UTC)",
    )
    events.add_argument("--internal", action="store_true", help=_INTERNAL)
    add_filters(events)
    add_store(events)
    events.set_defaults(run=run_events)
    export = commands.add_parser(
        "export",
        help="write the filtered events to a file",
        description="Write exactly the filtered events to a file for other programs.",
    )
    export.add_argument(
        "--format",
        choices=FORMATS,
        required=True,
        help="geojson (RFC 7946), csv, jsonl (all that is known), gpkg, html (a map in one file that needs no network),"
        " briefing or briefing-wide (one page as SVG, A4 or 16:9), briefing-png or briefing-wide-png (the page as a picture)",
    )
    export.add_argument(
        "-o", "--output", type=Path, metavar="PATH", required=True, help="the file; - is standard output"
    )
    export.add_argument(
        "--regions",
        choices=("polygon", "point", "none"),
        default="polygon",
        help="draw regions as polygons (default), points, or without geometry (GeoJSON)",
    )
    export.add_argument("--title", default="", help="the heading of a map or briefing")
    export.add_argument(
        "--exact", action="store_true", help="keep points set by hand where they are, not at the nearest settlement"
    )
    export.add_argument("--internal", action="store_true", help=_INTERNAL)
    add_filters(export)
    add_view(export)
    add_borders(export)
    add_store(export)
    export.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents export`."""
    from geoevents.events.merging import remeasured  # noqa: PLC0415 - heavy imports wait until a command runs
    from geoevents.exports import BINARY, write, write_to  # noqa: PLC0415
    from geoevents.store import EventStore  # noqa: PLC0415

    where = filter_of(arguments)
    atlas = _atlas(arguments.border_view) if arguments.format != "jsonl" or arguments.borders else None
    with EventStore(arguments.store, readonly=True) as store:
        events = console.progress((store if arguments.internal else store.public()).events(where), "events")
        if arguments.borders and atlas:  # else distances stay as they were measured when the reports were read
            events = remeasured(events, atlas)
        said = {"regions": arguments.regions, "exact": arguments.exact, "internal": arguments.internal}
        if arguments.format in BINARY and str(arguments.output) != "-":
            written = write(events, arguments.format, arguments.output, atlas=atlas, title=arguments.title, **said)
        else:
            with output(arguments.output) as stream:
                written = write_to(stream, events, arguments.format, atlas=atlas, title=arguments.title, **said)
    place = "standard output" if str(arguments.output) == "-" else str(arguments.output)
    console.say(
        f"{counted(written.events, 'event')} as {counted(written.rows, 'row')} in {place};"
        f" {written.unplaced:,} without a place on the map."
    )
    return OK


def _atlas(view: str) -> Atlas:
    from geoevents.atlas import Atlas  # noqa: PLC0415

    return Atlas.load(view="de-facto" if view == "de-facto" else "international")


def run_events(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents events`."""
    from geoevents.exports.columns import Catalogue  # noqa: PLC0415
    from geoevents.exports.writing import prepared  # noqa: PLC0415
    from geoevents.store import EventStore  # noqa: PLC0415
    from geoevents.store.filters import parse_date  # noqa: PLC0415

    where = filter_of(arguments)
    since = parse_date(arguments.changed_since) if arguments.changed_since else None
    with EventStore(arguments.store, readonly=True) as store:
        view = store if arguments.internal else store.public()
        changes = {change.event: change for change in view.changed_since(since)} if since else None
        found = (event for event in view.events(where) if changes is None or event.id in changes)
        if arguments.format == "csv":
            shown = _print_csv(found, internal=arguments.internal)
        elif arguments.format == "jsonl":
            shown = _print_jsonl(prepared(found, Catalogue(), internal=arguments.internal), changes, view)
        else:
            shown = _print_table(found, changes, view)
        console.say(f"{counted(shown, 'event')} shown, {counted(view.count(), 'event')} in {store.path}.")
    return OK


Changes = Mapping[str, "Change"] | None
View = Union["EventStore", "PublicView"]


def _print_csv(events: Iterator[Event], *, internal: bool) -> int:
    from geoevents.exports import write_to  # noqa: PLC0415

    return write_to(sys.stdout, events, "csv", atlas=_atlas("international"), internal=internal).events


def _print_jsonl(events: Iterator[Event], changes: Changes, store: View) -> int:
    from geoevents.records import event_record  # noqa: PLC0415

    shown = 0
    for event in events:
        record = event_record(event)
        if changes is not None:
            record |= {"change": changes[event.id].kind, "changed_by": list(changes[event.id].reports)}
        print(json.dumps(record, ensure_ascii=False, allow_nan=False))
        shown += 1
    for change in _withdrawn(changes, store):
        print(json.dumps({"id": change.event, "change": change.kind, "changed_by": list(change.reports)}))
        shown += 1
    return shown


def _withdrawn(changes: Changes, store: View) -> list[Change]:
    """Return the changes of events that are no more."""
    return [change for change in (changes or {}).values() if store.event(change.event) is None]


def _print_table(events: Iterator[Event], changes: Changes, store: View) -> int:
    head = ("DATE", "TYPE", "PLACE", "STATUS", "SOURCES", *(("CHANGE",) if changes is not None else ()))
    widths = (23, 16, 20, 8, 7, 12)
    width = max(shutil.get_terminal_size((160, 24)).columns - sum(w + 2 for w in widths[: len(head)]), _NARROWEST)
    print(_line(head, widths) + "SUMMARY")
    shown = 0
    for event in events:
        known = (date_words(event.dates), event.type, place_words(event), str(event.status), str(event.sources))
        cells = known if changes is None else (*known, changes[event.id].kind)
        print(_line(cells, widths) + _clip(one_line(event.summary), width))
        shown += 1
    for change in _withdrawn(changes, store):
        print(_line(("", "", "", "", "", change.kind), widths) + change.event)
        shown += 1
    return shown


def _line(cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    return "".join(f"{_clip(one_line(cell), width):<{width}}  " for cell, width in zip(cells, widths, strict=False))


def _clip(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 1] + "…"


def date_words(dates: DateRange) -> str:
    """Return a date as short as it is precise: 2024-08-09, 2024-08, 2024, a range, "~" for the day of the report."""
    if dates.first is None or dates.last is None:
        return "undated"
    if dates.precision in ("month", "year"):
        return dates.first.isoformat()[: 7 if dates.precision == "month" else 4]
    if dates.first != dates.last:
        return f"{dates.first}…{dates.last}"
    return f"~{dates.first}" if dates.precision == "publication" else dates.first.isoformat()


def place_words(event: Event) -> str:
    """Return the first place where an event happened, and how many more there are."""
    from geoevents.store.filters import mapped_places  # noqa: PLC0415

    places = mapped_places(event)
    if not places:
        return "—"
    more = f" +{len(places) - 1}" if len(places) > 1 else ""
    return f"{places[0].place.name}{more}"
