"""Commands of an analyst's decisions: review list|set|confirm|reject|note|merge|split|undo|export|import."""

from __future__ import annotations

import argparse
import getpass
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.cli.console import FAILED, OK, Console, counted, one_line, output
from geoevents.cli.options import add_places, add_store, add_view, event_types, places_file

if TYPE_CHECKING:
    from geoevents.model import Place
    from geoevents.store import EventStore, Review

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name
FIELDS = ("type", "status", "level", "summary", "date", "place", "figures")
_POINT = re.compile(r"\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*(?:,(.*))?")
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.|/)(\d{4}-\d{2}-\d{2})")
_WORDS = frozenset({"type", "status", "level", "summary"})


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    review = commands.add_parser(
        "review",
        help="decide on events: correct, confirm, reject, merge, split, keep a place, undo; carry decisions to another store",
        description="Decide on events. Every decision is kept with who, when and why; the machine's value stays beside it.",
    )
    what = review.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = what.add_parser("list", help="decisions, oldest first")
    listed.add_argument("event", nargs="?", metavar="EVENT", help="those on this event (default: all)")
    listed.set_defaults(run=run_list)
    _add_set(what.add_parser("set", help="correct a field of an event"))
    _add_keep(what.add_parser("keep-place", help="keep the point of an event as one of your own places"))
    confirm = what.add_parser("confirm", help="confirm a field of an event, or all of it")
    confirm.add_argument("event", metavar="EVENT", help="the event's id")
    confirm.add_argument("field", nargs="?", choices=(*FIELDS, "event"), default="event", metavar="FIELD")
    confirm.set_defaults(run=run_confirm)
    reject = what.add_parser("reject", help="take an event out of all lists")
    reject.add_argument("event", metavar="EVENT", help="the event's id")
    reject.set_defaults(run=run_reject)
    note = what.add_parser(
        "note", help="write a note about an event; it changes nothing and is never exported with events"
    )
    note.add_argument("event", metavar="EVENT", help="the event's id")
    note.add_argument("words", metavar="WORDS", help="the note")
    note.set_defaults(run=run_note, why="")
    merge = what.add_parser("merge", help="make one event of several")
    merge.add_argument("events", nargs="+", metavar="EVENT", help="their ids")
    merge.set_defaults(run=run_merge)
    split = what.add_parser("split", help="make an event of its own of what some reports tell of an event")
    split.add_argument("event", metavar="EVENT", help="the event's id")
    split.add_argument("reports", nargs="+", metavar="REPORT", help="ids of the reports")
    split.set_defaults(run=run_split)
    undo = what.add_parser("undo", help="take back a decision")
    undo.add_argument("review", type=int, metavar="NUMBER", help="its number in `geoevents review list`")
    undo.set_defaults(run=run_undo)
    for parser in (
        *(what.choices[name] for name in ("set", "keep-place", "confirm", "reject", "merge", "split", "undo")),
    ):
        parser.add_argument("--who", metavar="NAME", help="the person who decides (default: the name of your login)")
        parser.add_argument("--why", metavar="NOTE", default="", help="a note; it is never exported with events")
    note.add_argument("--who", metavar="NAME", help="the person who writes (default: the name of your login)")
    export = what.add_parser("export", help="write all decisions as CSV, internal ones too")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    export.set_defaults(run=run_export)
    take = what.add_parser("import", help="take over decisions of another store; again changes nothing")
    take.add_argument("file", type=Path, metavar="FILE", help="CSV that `geoevents review export` wrote")
    take.set_defaults(run=run_import)
    for parser in what.choices.values():
        add_store(parser)


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="the event's id")
    parser.add_argument("field", choices=FIELDS, metavar="FIELD", help=", ".join(FIELDS))
    parser.add_argument(
        "value",
        metavar="VALUE",
        help="words; a day or DAY..DAY; a place id (geonames:538560), LAT,LON or LAT,LON,NAME; or JSON",
    )
    parser.set_defaults(run=run_set)


def _add_keep(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Make one of your own places of the point that was set for an event, and read with it all stored reports that"
        " may name it; later reports are read with it too."
    )
    parser.add_argument("event", metavar="EVENT", help="the event's id")
    parser.add_argument("name", metavar="NAME", help="the place's name, as shown and as reports write it")
    parser.add_argument(
        "--point", metavar="LAT,LON", help="where it is (default: the point that `review set EVENT place` set)"
    )
    parser.add_argument("--radius", type=float, metavar="KM", help="how far it reaches from its point (default 1)")
    parser.add_argument("--spelling", action="append", default=[], metavar="NAME", help="another spelling (repeatable)")
    parser.add_argument(
        "--kind", default="settlement", metavar="KIND", help="settlement (default), site, water, line, …"
    )
    add_places(parser)
    add_view(parser)
    parser.set_defaults(run=run_keep)


def _who(arguments: argparse.Namespace) -> str:
    return str(arguments.who or getpass.getuser())


def _store(arguments: argparse.Namespace, *, make: bool = False) -> EventStore:
    from geoevents.store import EventStore  # noqa: PLC0415 - heavy imports wait until a command runs

    return EventStore(arguments.store, make=make)


def run_list(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review list`."""
    from geoevents.store import EventStore  # noqa: PLC0415

    with EventStore(arguments.store, readonly=True) as store:
        found = store.reviews(arguments.event)
        for review in found:
            print(one_line(_line(review)))
        console.say(f"{counted(len(found), 'decision')} in {store.path}.")
    return OK


def _line(review: Review) -> str:
    what = (
        f"takes back {review.undoes}" if review.undoes is not None else f"{review.field} = {json.dumps(review.value)}"
    )
    note = f" ({review.why})" if review.why else ""
    return f"{review.id}  {review.at:%Y-%m-%d %H:%M}  {review.who}  {review.event}  {what}{note}"


def run_set(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review set`."""
    value = _value(arguments.field, arguments.value)
    with _store(arguments) as store:
        review = store.add_review(arguments.event, arguments.field, value, who=_who(arguments), why=arguments.why)
        console.say(f"{review.field} of {review.event} decided (number {review.id}).")
    return OK


def _value(field: str, words: str) -> object:
    """Return what the words of a command line mean as a value of a field.

    Raises:
        InputError: when they mean none.
    """
    from geoevents.errors import InputError  # noqa: PLC0415
    from geoevents.store.fields import date_value  # noqa: PLC0415
    from geoevents.store.filters import parse_date  # noqa: PLC0415

    if field == "type" and words not in event_types():
        raise InputError(f"{words!r} is no type of event: choose {', '.join(event_types())}.")
    if field in _WORDS:
        return words
    if words.lstrip().startswith(("{", "[", "null")):
        try:
            return json.loads(words)
        except ValueError as error:
            raise InputError(f"{words[:60]!r} is no JSON: {error}.") from error
    if field == "date":
        if both := _DATES.fullmatch(words):
            return date_value(parse_date(both[1]), parse_date(both[2]), "interval")
        return date_value(parse_date(words))
    if field == "place":
        return _place(words)
    raise InputError(f'{field} is JSON, such as [{{"kind": "killed", "low": 14, "best": 14, "high": null}}].')


def _place(words: str) -> object:
    """Return the value of a place that is given by id or as a point, with its distance to the nearest border."""
    from geoevents.atlas import Atlas  # noqa: PLC0415
    from geoevents.errors import InputError  # noqa: PLC0415
    from geoevents.events.merging import border_distance  # noqa: PLC0415
    from geoevents.model import EventPlace  # noqa: PLC0415
    from geoevents.store.fields import hand_point, place_value  # noqa: PLC0415

    atlas = Atlas.load()
    place: Place | None
    if point := _POINT.fullmatch(words):
        lat, lon = float(point[1]), float(point[2])
        on_earth = abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004 - degrees
        region, country = atlas.regions.lands_at(lon, lat) if on_earth else (None, None)
        name = (point[3] or "").strip() or "a point set by hand"
        place = hand_point(lon, lat, name, country.country if country else None, region.name if region else None)
    else:
        place = atlas.gazetteer.by_id(words)
    if place is None:
        raise InputError(f"No place {words!r}: give an id that `geoevents geocode --format jsonl` lists, or LAT,LON.")
    return place_value(place, border=border_distance(EventPlace(place, "in"), atlas))


def run_keep(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review keep-place`."""
    from geoevents.errors import InputError  # noqa: PLC0415
    from geoevents.pipeline import Options, Resources  # noqa: PLC0415
    from geoevents.store import keep_as_place  # noqa: PLC0415

    point = None
    if arguments.point is not None:
        found = _POINT.fullmatch(arguments.point)
        if found is None or found[3]:
            raise InputError(f"--point {arguments.point!r} is no point: give latitude,longitude in degrees.")
        point = (float(found[2]), float(found[1]))
    file = places_file(arguments)
    with _store(arguments) as store:
        kept = keep_as_place(
            store, arguments.event, arguments.name, file=file, resources=Resources.load(view=arguments.border_view),
            who=_who(arguments), why=arguments.why, point=point, radius_km=arguments.radius,
            spellings=arguments.spelling, kind=arguments.kind, options=Options(border_view=arguments.border_view),
            watch=lambda reports: console.progress(reports, "reports"),
        )  # fmt: skip
        for failure in kept.failed:
            console.error(failure)
        console.say(
            f"{kept.place.name} kept in {file} as {kept.place.place_id}, place of {kept.review.event} (number"
            f" {kept.review.id}); {counted(kept.read, 'report')} that may name it read again:"
            f" {kept.merged.new:,} new, {kept.merged.changed:,} changed, {kept.merged.withdrawn:,} withdrawn events."
        )
    return FAILED if kept.failed else OK


def run_confirm(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review confirm`."""
    with _store(arguments) as store:
        review = store.confirm(arguments.event, arguments.field, who=_who(arguments), why=arguments.why)
        console.say(f"{review.field} of {review.event} confirmed (number {review.id}).")
    return OK


def run_reject(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review reject`."""
    with _store(arguments) as store:
        review = store.reject(arguments.event, who=_who(arguments), why=arguments.why)
        console.say(f"{review.event} rejected (number {review.id}).")
    return OK


def run_note(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review note`."""
    with _store(arguments) as store:
        review = store.add_review(arguments.event, "note", arguments.words, who=_who(arguments))
        console.say(f"a note on {review.event} (number {review.id}).")
    return OK


def run_merge(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review merge`."""
    with _store(arguments) as store:
        review = store.merge_events(arguments.events, who=_who(arguments), why=arguments.why)
        merged = store.event(review.event)
        console.say(f"{counted(len(arguments.events), 'event')} are {merged and merged.id} now (number {review.id}).")
    return OK


def run_split(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review split`."""
    from geoevents.errors import InputError  # noqa: PLC0415

    with _store(arguments) as store:
        event = store.event(arguments.event)
        if event is None:
            raise InputError(f"No event {arguments.event!r} in the store.")
        known = {ref.report for ref in event.mentions}
        if strange := [report for report in arguments.reports if report not in known]:
            raise InputError(f"{strange[0]!r} tells nothing of {event.id}: its reports are {', '.join(sorted(known))}.")
        if known <= set(arguments.reports):
            raise InputError(f"{event.id} is told by these reports alone: leave one of them with it.")
        mentions = [(ref.report, ref.mention) for ref in event.mentions if ref.report in arguments.reports]
        review = store.split_event(event.id, mentions, who=_who(arguments), why=arguments.why)
        console.say(
            f"{counted(len(mentions), 'mention')} of {event.id} are an event of their own (number {review.id})."
        )
    return OK


def run_undo(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review undo`."""
    with _store(arguments) as store:
        review = store.undo(arguments.review, who=_who(arguments), why=arguments.why)
        console.say(f"decision {review.undoes} taken back (number {review.id}).")
    return OK


def run_export(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review export`."""
    from geoevents.store import EventStore  # noqa: PLC0415

    with EventStore(arguments.store, readonly=True) as store, output(arguments.output) as stream:
        number = store.export_reviews(stream)
        console.say(f"{counted(number, 'decision')} of {store.path} written.")
    return OK


def run_import(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents review import`."""
    from geoevents.errors import UnreadableFile  # noqa: PLC0415

    try:
        text = arguments.file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{arguments.file} cannot be read: {getattr(error, 'strerror', None) or error}."
        ) from error
    with _store(arguments, make=True) as store:
        new, known = store.import_reviews(io.StringIO(text, newline=""))
        console.say(f"{counted(new, 'decision')} taken over, {known:,} known already, in {store.path}.")
    return OK
