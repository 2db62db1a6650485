"""Commands that read reports: extract, ingest, reprocess."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from geoevents.cli.console import FAILED, MISUSED, OK, Console, counted, output
from geoevents.cli.options import add_reading, add_steering, add_store, steering_of

if TYPE_CHECKING:
    from geoevents.model import Document, Extraction
    from geoevents.pipeline import Options, Resources
    from geoevents.reading import ReadFailure

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name
_NOTES_SHOWN = 20


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    extract = commands.add_parser(
        "extract",
        help="read reports, print one JSON line each; no store is touched",
        description="Read reports and print one JSON line each: places, times, events, distance claims. No store is touched.",
    )
    add_reading(extract)
    extract.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    extract.add_argument("--with-text", action="store_true", help="repeat the report's text in its line")
    extract.add_argument(
        "--explain", action="store_true", help="add why: candidates of each place, anchored dates, notes, versions"
    )
    extract.set_defaults(run=run_extract)
    ingest = commands.add_parser(
        "ingest",
        help="read reports into the store and merge their events; again changes nothing",
        description="Read reports, store what they tell, and merge their events. The same input again changes nothing.",
    )
    add_reading(ingest)
    add_store(ingest)
    ingest.set_defaults(run=run_ingest)
    reprocess = commands.add_parser(
        "reprocess",
        help="read stored reports again that older rules or data had read",
        description="Read again the stored reports that an older program, gazetteer, rule set, model or list of own places had read.",
    )
    add_steering(reprocess)
    add_store(reprocess)
    reprocess.set_defaults(run=run_reprocess)


@dataclass
class Tally:
    """What came of a run over reports."""

    read: int = 0
    failed: int = 0
    events: int = 0
    mapped: int = 0
    claims: int = 0
    notes: int = 0

    def line(self) -> str:
        """Return the summary."""
        found = f"{counted(self.read, 'report')}, {counted(self.events, 'event')} ({self.mapped:,} on the map)"
        return f"{found}, {counted(self.claims, 'distance claim')}{self.failures()}."

    def failures(self) -> str:
        """Return how many inputs failed, for the end of a summary."""
        return f"; {self.failed:,} failed, see above" if self.failed else ""

    @property
    def code(self) -> int:
        """The exit code."""
        return FAILED if self.failed else OK


def run_extract(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents extract`."""
    if not _has_input(arguments, console):
        return MISUSED
    from geoevents.records import extraction_record  # noqa: PLC0415 - heavy imports wait until a command runs

    source = _items(arguments)
    resources, options = _load(arguments)
    tally = Tally()
    with output(arguments.output) as stream:
        for document, extraction in _extractions(source, resources, options, console, tally):
            record = extraction_record(
                extraction, text=document.text, with_text=arguments.with_text, explain=arguments.explain
            )
            _write_line(stream, record)
    console.say(tally.line())
    return tally.code


def _write_line(stream: TextIO, record: object) -> None:
    stream.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


def run_ingest(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents ingest`."""
    if not _has_input(arguments, console):
        return MISUSED
    from geoevents.store import EventStore  # noqa: PLC0415

    source = _items(arguments)
    resources, options = _load(arguments)
    tally = Tally()
    with EventStore(arguments.store) as store:
        added = store.add(_extractions(source, resources, options, console, tally))
        merged = store.merge(atlas=resources.atlas, lexicon=resources.lexicon)
        console.say(
            f"{counted(tally.read, 'report')}: {added.new:,} new, {added.updated:,} updated, {added.unchanged:,} unchanged"
            f"{tally.failures()}; {counted(merged.total, 'event')} in {store.path}:"
            f" {merged.new:,} new, {merged.changed:,} changed, {merged.withdrawn:,} withdrawn."
        )
    return tally.code


def run_reprocess(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents reprocess`."""
    from geoevents.pipeline import versions  # noqa: PLC0415
    from geoevents.store import EventStore  # noqa: PLC0415

    resources, options = _load(arguments)
    tally = Tally()
    with EventStore(arguments.store) as store:
        stale = store.stale(versions(resources, options))
        found = (document for name in stale if (document := store.document(name)) is not None)
        added = store.add(_extractions(found, resources, options, console, tally))
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
    from geoevents.pipeline import Resources  # noqa: PLC0415

    resources = Resources.load(view=arguments.border_view)
    return resources, steering_of(arguments, resources)


def _items(arguments: argparse.Namespace) -> Iterator[Document | ReadFailure]:
    """Return what the arguments name, checked before any of it is read.

    Raises:
        BadDate: when `--published` is none.
        UnreadableFile: when the JSON lines are not there.
    """
    from geoevents.errors import UnreadableFile  # noqa: PLC0415
    from geoevents.reading import read  # noqa: PLC0415
    from geoevents.reading.documents import day_of  # noqa: PLC0415

    day = day_of(arguments.published, "--published") if arguments.published else None
    lines = arguments.jsonl
    if lines and lines != "-" and not Path(lines).exists():
        raise UnreadableFile(f"{lines} does not exist: check the path.")
    files = read([path for path in arguments.paths if path != "-"], published=day)

    def chain() -> Iterator[Document | ReadFailure]:
        if lines:
            yield from _json_lines(lines, day)
        if "-" in arguments.paths:
            yield from _standard_input(day)
        yield from files

    return chain()


def _json_lines(name: str, day: date | None) -> Iterator[Document | ReadFailure]:
    from geoevents.reading import read_jsonl  # noqa: PLC0415

    if name == "-":
        yield from read_jsonl(sys.stdin.buffer, published=day)
        return
    with Path(name).open("rb") as stream:
        yield from read_jsonl(stream, published=day, name=Path(name).stem)


def _standard_input(day: date | None) -> Iterator[Document | ReadFailure]:
    from geoevents.errors import InputError  # noqa: PLC0415
    from geoevents.reading import ReadFailure, document  # noqa: PLC0415
    from geoevents.reading.decoding import decode  # noqa: PLC0415

    try:
        text = decode(sys.stdin.buffer.read(), "standard input")
    except InputError as error:
        yield ReadFailure("standard input", error)
        return
    yield document(text, id="stdin", published=day, published_why=f"--published {day}" if day else "")


def _extractions(
    items: Iterator[Document | ReadFailure] | Iterator[Document],
    resources: Resources,
    options: Options,
    console: Console,
    tally: Tally,
) -> Iterator[tuple[Document, Extraction]]:
    """Yield each report with what was read in it; what fails is said, counted, and passed over."""
    from geoevents.pipeline import extract  # noqa: PLC0415
    from geoevents.reading import ReadFailure  # noqa: PLC0415

    for item in console.progress(items, "reports"):
        if isinstance(item, ReadFailure):
            tally.failed += 1
            console.error(str(item.error))
            continue
        try:
            extraction = extract(item, resources, options)
        except Exception as error:
            if console.debug:
                raise
            tally.failed += 1
            console.error(f"{item.id} was passed over: {type(error).__name__}: {error}; --debug shows where.")
            continue
        _count(item, extraction, console, tally)
        yield item, extraction


def _count(document: Document, extraction: Extraction, console: Console, tally: Tally) -> None:
    tally.read += 1
    tally.events += len(extraction.mentions)
    tally.mapped += sum(mention.mapped for mention in extraction.mentions)
    tally.claims += len(extraction.claims)
    notes = list(extraction.notes)
    if document.published and document.published > datetime.now(UTC).date():
        notes.append(f"its publication date {document.published} lies in the future ({document.published_why}).")
    for note in notes:
        tally.notes += 1
        if tally.notes <= _NOTES_SHOWN:
            console.say(f"{document.id}: {note}")
        elif tally.notes == _NOTES_SHOWN + 1:
            console.say("more notes are left out; `geoevents extract --explain` has them all.")
