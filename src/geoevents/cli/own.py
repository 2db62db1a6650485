"""Commands for the user's own places and forced readings: places add|list|remove."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.cli.console import FAILED, MISUSED, OK, Console, counted
from geoevents.cli.options import add_places, add_store, places_file

if TYPE_CHECKING:
    from geoevents.atlas.own_files import OwnRow
    from geoevents.model import OwnPlace

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    places = commands.add_parser(
        "places",
        help="your own places and forced readings",
        description="Keep your own places and forced readings, which stand above the gazetteer (docs/atlas.md).",
    )
    what = places.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = what.add_parser("add", help="add a place, a forced reading (--means), or all rows of a file (--from)")
    add.add_argument("name", nargs="?", metavar="NAME", help="the name, as shown and as reports write it")
    add.add_argument("--point", metavar="LAT,LON", help="where it is: latitude,longitude in degrees")
    add.add_argument("--means", metavar="ID", help="the place that the name means, by its id: a forced reading")
    add.add_argument("--spelling", action="append", default=[], metavar="NAME", help="another spelling (repeatable)")
    add.add_argument("--radius", metavar="KM", help="how far it reaches from its point (default 1)")
    add.add_argument("--kind", metavar="KIND", help="settlement (default), site, water, line, …")
    add.add_argument(
        "--region", metavar="NAME|W,S,E,N", help="where it is meant: in reports that play elsewhere it is not used"
    )
    add.add_argument("--note", metavar="TEXT", help="a remark for yourself")
    add.add_argument("--from", dest="source", type=Path, metavar="FILE", help="a CSV or GeoJSON file of places")
    add.set_defaults(run=run_add)
    show = what.add_parser("list", help="list them")
    show.add_argument("--format", choices=("text", "jsonl"), default="text", help="default: text")
    show.set_defaults(run=run_list)
    remove = what.add_parser("remove", help="remove places by id or name")
    remove.add_argument("names", nargs="+", metavar="ID|NAME", help="an id (own:…) or a name")
    remove.set_defaults(run=run_remove)
    for parser in (add, show, remove):
        add_places(parser)
        add_store(parser)


def run_add(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents places add`."""
    if (arguments.name is None) == (arguments.source is None):
        console.error("give a NAME with --point or --means, or --from FILE; see `geoevents places add --help`.")
        return MISUSED
    from geoevents.atlas import Atlas  # noqa: PLC0415 - heavy imports wait until a command runs
    from geoevents.atlas.own import resolve_own  # noqa: PLC0415
    from geoevents.atlas.own_files import free_id, read_own, write_own  # noqa: PLC0415

    path = places_file(arguments)
    old = read_own(path) if path.exists() else ()
    new = [_typed(arguments)] if arguments.source is None else list(read_own(arguments.source))
    rows = list(old)
    for row in new:
        if any(_same(row, other) for other in old):
            console.say(f"{row.name} stands in {path} as given already.")
            continue
        taken = {other.id for other in rows}
        rows.append(replace(row, id=row.id if row.id and row.id not in taken else free_id(row.name, taken)))
    added = rows[len(old) :]
    found = resolve_own(rows, Atlas.load())  # before anything is written: a region or id may mean nothing
    write_own(path, rows)
    for row, own in zip(added, found[len(old) :], strict=True):
        print(_line(row, own))
    console.say(f"{counted(len(added), 'place')} added, {counted(len(rows), 'place')} in {path}.")
    return OK


def _same(a: OwnRow, b: OwnRow) -> bool:
    return replace(a, id="", where="") == replace(b, id="", where="")


def _typed(arguments: argparse.Namespace) -> OwnRow:
    from geoevents.atlas.own_files import check_row  # noqa: PLC0415

    lat, _, lon = (arguments.point or "").partition(",")
    values = {
        "name": arguments.name, "spellings": "|".join(arguments.spelling), "lat": lat.strip(), "lon": lon.strip(),
        "radius_km": arguments.radius, "kind": arguments.kind, "region": arguments.region, "means": arguments.means,
        "note": arguments.note,
    }  # fmt: skip
    return check_row({key: value or "" for key, value in values.items()}, "places add")


def run_list(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents places list`."""
    from geoevents.atlas import Atlas  # noqa: PLC0415
    from geoevents.atlas.own import resolve_own  # noqa: PLC0415

    path = places_file(arguments)
    rows = _rows(path, must=arguments.places is not None)
    found = resolve_own(rows, Atlas.load()) if rows else ()
    for row, own in zip(rows, found, strict=True):
        print(json.dumps(_record(row, own), ensure_ascii=False) if arguments.format == "jsonl" else _line(row, own))
    console.say(f"{counted(len(rows), 'place')} in {path}.")
    return OK


def run_remove(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents places remove`."""
    from geoevents.atlas.own_files import write_own  # noqa: PLC0415
    from geoevents.text import fold  # noqa: PLC0415

    path = places_file(arguments)
    rows = _rows(path, must=True)
    kept, missing = list(rows), 0
    for name in arguments.names:
        left = [row for row in kept if name != row.id and fold(name) != fold(row.name)]
        if len(left) == len(kept):
            missing += 1
            console.error(f"no place in {path} is called {name!r}; `geoevents places list` shows them.")
        kept = left
    write_own(path, kept)
    console.say(f"{counted(len(rows) - len(kept), 'place')} removed, {counted(len(kept), 'place')} in {path}.")
    return FAILED if missing else OK


def _rows(path: Path, *, must: bool) -> Sequence[OwnRow]:
    from geoevents.atlas.own_files import read_own  # noqa: PLC0415

    return read_own(path) if must or path.exists() else ()


def _record(row: OwnRow, own: OwnPlace) -> dict[str, object]:
    place = own.place
    return {
        "id": row.id, "name": row.name, "spellings": list(row.spellings), "place_id": place.place_id, "kind": place.kind,
        "country": place.country, "admin1": place.admin1, "lat": place.lat, "lon": place.lon,
        "radius_km": place.radius_km, "region": row.region, "forced": own.forced, "note": row.note,
    }  # fmt: skip


def _line(row: OwnRow, own: OwnPlace) -> str:
    place = own.place
    names = " = ".join((row.name, *row.spellings))
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    what = f"means {place.name} ({place.place_id})" if own.forced else place.kind
    meant = f"; in reports of {row.region}" if row.region else ""
    note = f"; {row.note}" if row.note else ""
    return f"{row.id}  {names}: {what}, {where or 'at sea'}, {place.lat:.4f},{place.lon:.4f}{meant}{note}"
