"""Commands that read reports: extract, ingest, reprocess."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from geoevents.cli.console import MISUSED, Console, counted, output
from geoevents.cli.corpus import add_part, corpora_among, corpus_reports, wanted_part
from geoevents.cli.options import add_reading, add_steering, add_store, add_workers, steering_of
from geoevents.cli.working import Tally, readings, say_note

if TYPE_CHECKING:
    from geoevents.model import Document, Extraction
    from geoevents.pipeline import Options, Resources
    from geoevents.reading import ReadFailure

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    extract = commands.add_parser(
        "extract",
        help="read reports, print one JSON line each; no store is touched",
        description="Read reports and print one JSON line each: places, times, events, distance claims. No store is touched.",
    )
    add_reading(extract)
    add_workers(extract)
    extract.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    extract.add_argument("--with-text", action="store_true", help="repeat the report's text in its line")
    extract.add_argument(
        "--explain", action="store_true", help="add why: candidates of each place, anchored dates, notes, versions"
    )
    extract.set_defaults(run=run_extract)
    ingest = commands.add_parser(
        "ingest",
        help="read reports into the store and merge their events; again changes nothing",
        description="Read reports, store what they tell, and merge their events. The same input again changes nothing. An output folder of run-corpus is loaded, or a part of it.",
    )
    add_reading(ingest)
    add_workers(ingest)
    add_part(ingest)
    ingest.add_argument(
        "--sharing",
        choices=("public", "internal"),
        help="internal: keep these reports out of all lists and exports without --internal; public: reports that were"
        " internal may be shared, where they do not say otherwise (default: as each says; what is internal stays it)",
    )
    add_store(ingest)
    ingest.set_defaults(run=run_ingest)
    reprocess = commands.add_parser(
        "reprocess",
        help="read stored reports again that older rules or data had read",
        description="Read again the stored reports that an older program, gazetteer, rule set, model or list of own places had read.",
    )
    add_steering(reprocess)
    add_workers(reprocess)
    add_store(reprocess)
    reprocess.set_defaults(run=run_reprocess)


def run_extract(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents extract`."""
    if not _has_input(arguments, console):
        return MISUSED
    from geoevents.workers import Task  # noqa: PLC0415 - heavy imports wait until a command runs

    source = _items(arguments)
    _, options = _load(arguments)
    tally = Tally()
    line = partial(_line, with_text=arguments.with_text, explain=arguments.explain)
    with output(arguments.output) as stream:
        task = Task(line, options, arguments.border_view)
        for _, words in readings(source, task, arguments.workers, console, tally):
            stream.write(words)
        if tally.stopped:
            _keep_part(stream, arguments.output, console)
    console.say(tally.line())
    return tally.code


def _line(document: Document, extraction: Extraction, *, with_text: bool, explain: bool) -> str:
    from geoevents.records import extraction_record  # noqa: PLC0415

    record = extraction_record(extraction, text=document.text, with_text=with_text, explain=explain)
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def _keep_part(stream: TextIO, target: Path | None, console: Console) -> None:
    """Keep the lines that were written before Ctrl-C beside the file that they do not complete, and leave."""
    if target is not None and str(target) != "-" and (target.is_file() or not target.exists()):
        part = target.with_name(target.name + ".partial")
        stream.flush()
        shutil.copyfile(stream.name, part)
        console.say(f"the lines of the reports that were read are in {part}.")
    raise KeyboardInterrupt


def run_ingest(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents ingest`."""
    if not _has_input(arguments, console):
        return MISUSED
    from geoevents.store import EventStore  # noqa: PLC0415
    from geoevents.workers import Task, whole  # noqa: PLC0415

    folders, arguments.paths = corpora_among(arguments.paths)
    part = wanted_part(arguments, folders)
    source, is_some = _begun(_items(arguments))
    resources, options = _load(arguments)
    tally = Tally()
    task = Task(whole, options, arguments.border_view)
    if not is_some and not folders and not _is_there(arguments.store):
        list(readings(source, task, 1, console, tally))  # says why
        console.say(f"nothing could be read{tally.failures()}; no store was made.")
        return tally.code
    with EventStore(arguments.store) as store:
        made = corpus_reports(folders, part, console, tally)
        found = chain(
            made,
            readings(
                store.named(source, say=partial(say_note, console=console, tally=tally)),
                task,
                arguments.workers,
                console,
                tally,
            ),
        )
        if arguments.sharing == "internal":
            found = chain.from_iterable([kept_back(pair)] for pair in found)
        added = store.add(found, share=arguments.sharing == "public")
        merged = store.merge(atlas=resources.atlas, lexicon=resources.lexicon)
        console.say(
            f"{counted(tally.read, 'report')}: {added.new:,} new, {added.updated:,} updated, {added.unchanged:,} unchanged"
            f"{tally.failures()}; {counted(merged.total, 'event')} in {store.path}:"
            f" {merged.new:,} new, {merged.changed:,} changed, {merged.withdrawn:,} withdrawn."
        )
    return tally.code


def _begun(items: Iterator[Document | ReadFailure]) -> tuple[Iterator[Document | ReadFailure], bool]:
    """Return the items, and whether there is a report among them: read up to the first."""
    from geoevents.reading import ReadFailure  # noqa: PLC0415

    ahead = []
    for item in items:
        ahead.append(item)
        if not isinstance(item, ReadFailure):
            return chain(ahead, items), True
    return iter(ahead), False


def _is_there(store: Path | None) -> bool:
    from geoevents.resources import default_store  # noqa: PLC0415

    return (store or default_store()).exists()


def kept_back(pair: tuple[Document, Extraction]) -> tuple[Document, Extraction]:
    """Return a report with what was read in it, both internal."""
    document, extraction = pair
    report = replace(extraction.report, sharing="internal")
    return replace(document, sharing="internal"), replace(extraction, report=report)


def run_reprocess(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents reprocess`."""
    from geoevents.pipeline import versions  # noqa: PLC0415
    from geoevents.store import EventStore  # noqa: PLC0415
    from geoevents.workers import Task, whole  # noqa: PLC0415

    resources, options = _load(arguments)
    tally = Tally()
    with EventStore(arguments.store, make=False) as store:
        stale = store.stale(versions(resources, options))
        found = (document for name in stale if (document := store.document(name)) is not None)
        task = Task(whole, options, arguments.border_view)
        added = store.add(readings(found, task, arguments.workers, console, tally))
        merged = store.merge(atlas=resources.atlas, lexicon=resources.lexicon)
        console.say(
            f"{counted(len(stale), 'report')} read again, {added.updated:,} with other results{tally.failures()};"
            f" {counted(merged.total, 'event')}: {merged.new:,} new, {merged.changed:,} changed,"
            f" {merged.withdrawn:,} withdrawn."
        )
    return tally.code


def _has_input(arguments: argparse.Namespace, console: Console) -> bool:
    if arguments.paths or arguments.jsonl:
        return True
    console.error(f"no input: give files, folders or --jsonl FILE; see `geoevents {arguments.command} --help`.")
    return False


def _load(arguments: argparse.Namespace) -> tuple[Resources, Options]:
    from geoevents.workers import resources  # noqa: PLC0415 - what this process reads reports with too

    opened = resources(arguments.border_view)
    return opened, steering_of(arguments, opened)


def _items(arguments: argparse.Namespace) -> Iterator[Document | ReadFailure]:
    """Return what the arguments name, checked before any of it is read.

    Raises:
        BadDate: when `--published` is none.
        UnreadableFile: when the JSON lines are not there.
    """
    from geoevents.errors import UnreadableFile  # noqa: PLC0415
    from geoevents.reading import noted_repeats, read  # noqa: PLC0415
    from geoevents.reading.documents import day_of  # noqa: PLC0415

    day = day_of(arguments.published, "--published") if arguments.published else None
    lines = arguments.jsonl
    if lines and lines != "-" and not Path(lines).exists():
        raise UnreadableFile(f"{lines} does not exist: check the path.")
    if lines and Path(lines).is_dir():
        raise UnreadableFile(f"{lines} is a folder: name it without --jsonl.")
    files = read([path for path in arguments.paths if path != "-"], published=day)

    def in_turn() -> Iterator[Document | ReadFailure]:
        if lines:
            yield from _json_lines(lines, day)
        if "-" in arguments.paths:
            yield from _standard_input(day)
        yield from files

    return noted_repeats(in_turn())


def _json_lines(name: str, day: date | None) -> Iterator[Document | ReadFailure]:
    from geoevents.reading import read_jsonl  # noqa: PLC0415
    from geoevents.reading.documents import source_of  # noqa: PLC0415

    if name == "-":
        yield from read_jsonl(sys.stdin.buffer, published=day)
        return
    with Path(name).open("rb") as stream:
        yield from read_jsonl(stream, published=day, name=Path(name).stem, source=source_of(Path(name)))


def _standard_input(day: date | None) -> Iterator[Document | ReadFailure]:
    from geoevents.errors import InputError  # noqa: PLC0415
    from geoevents.reading import ReadFailure, document  # noqa: PLC0415
    from geoevents.reading.decoding import decode  # noqa: PLC0415

    try:
        text = decode(sys.stdin.buffer.read(), "standard input")
    except InputError as error:
        yield ReadFailure("standard input", error)
        return
    # A name of its own for each text: two pasted reports are two reports, and not two versions of one.
    name = f"stdin-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    yield document(text, id=name, published=day, published_why=f"--published {day}" if day else "")
