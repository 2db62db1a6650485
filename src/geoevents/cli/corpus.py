"""Commands for a large corpus: run-corpus, and the part of `ingest` that loads what it made."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from geoevents.cli.console import FAILED, INTERRUPTED, OK, Console, counted
from geoevents.cli.options import add_steering, steering_of, whole_number

if TYPE_CHECKING:
    from geoevents.cli.working import Tally
    from geoevents.corpus.loading import Wanted
    from geoevents.model import Document, Extraction

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    run = commands.add_parser(
        "run-corpus",
        help="read and merge a large corpus on all cores or a cluster; GeoParquet out",
        description=(
            "Read a large corpus in partitions and merge its events, on all cores or a Dask cluster, into a folder of"
            " GeoParquet. The events are those of a single process. Stopped or killed, the same command goes on where it was."
        ),
    )
    run.add_argument(
        "source", metavar="IN", help="a folder or file of reports (as for extract, .parquet too), or a URL"
    )
    run.add_argument(
        "out", metavar="OUT", help="a new folder, or that of the same run; or a URL such as s3://bucket/run"
    )
    where = run.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=whole_number, metavar="N",
        help="processes on this machine, which listen on 127.0.0.1 alone (default: one a core)",
    )  # fmt: skip
    where.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler that runs elsewhere: tcp://host:8786")
    run.add_argument("--published", metavar="DATE", help="publication date of reports that state none (YYYY-MM-DD)")
    run.add_argument(
        "--partition-mb", type=_megabytes, metavar="MB",
        help="size of a partition, whatever the number of workers (default: as the corpus asks for, 0.6 to 12.5)",
    )  # fmt: skip
    add_steering(run)
    run.set_defaults(run=run_corpus, store=None)


def _megabytes(words: str) -> int:
    """Return a size in bytes, for argparse."""
    try:
        size = int(float(words) * 1_000_000)
    except (ValueError, OverflowError):
        size = 0
    if size < 1:
        raise argparse.ArgumentTypeError(f"{words!r} is no size in megabytes")
    return size


def add_part(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ingest` that choose a part of a corpus."""
    group = parser.add_argument_group("a part of an output folder of run-corpus (PATH)")
    group.add_argument("--from", dest="date_from", metavar="DATE", help="reports of events on or after this day")
    group.add_argument("--to", dest="date_to", metavar="DATE", help="reports of events on or before this day")
    group.add_argument("--bbox", metavar="W,S,E,N", help="reports of events in this box, in degrees")


def run_corpus(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents run-corpus`."""
    from geoevents.corpus.cluster import on_dask  # noqa: PLC0415 - heavy imports wait until a command runs
    from geoevents.corpus.runner import made_before, prepare, run  # noqa: PLC0415
    from geoevents.pipeline import Resources  # noqa: PLC0415
    from geoevents.reading.documents import day_of  # noqa: PLC0415

    day = day_of(arguments.published, "--published").isoformat() if arguments.published else None
    resources = Resources.load(view=arguments.border_view)
    options = steering_of(arguments, resources)
    job = prepare(arguments.source, arguments.out, resources, options, published=day, part_bytes=arguments.partition_mb)
    result = made_before(job)
    try:
        if result is None:
            with on_dask(arguments.workers or os.cpu_count() or 1, arguments.scheduler) as executor:
                executor.check(job)
                console.say(f"{counted(job.parts, 'partition')}; dashboard {executor.dashboard}")
                result = run(job, executor, _watch(console))
    except KeyboardInterrupt:
        console.error("stopped by Ctrl-C; the same command goes on from the parts that are finished.")
        return INTERRUPTED
    rows, failures = result.manifest["rows"], result.manifest["failures"]
    failed = f"; {failures:,} failed, see failures.jsonl" if failures else ""
    made = "" if result.new else "made before: "
    console.say(
        f"{made}{counted(rows['reports'], 'report')}, {counted(rows['mentions'], 'mention')},"
        f" {counted(rows['events'], 'event')} in {arguments.out}{failed}."
    )
    return FAILED if failures else OK


def _watch(console: Console) -> Any:  # noqa: ANN401 - the runner's `Watch`
    def watch(doing: str, done: Iterable[Any], count: int) -> Iterator[Any]:
        return console.progress(done, "parts", doing=doing, total=count)

    return watch


def corpora_among(paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the output folders of run-corpus among paths, and the other paths."""
    from geoevents.corpus.loading import is_corpus  # noqa: PLC0415

    found = [path for path in paths if is_corpus(path)]
    return found, [path for path in paths if path not in found]


def corpus_reports(
    folders: Iterable[str], part: Wanted, console: Console, tally: Tally
) -> Iterator[tuple[Document, Extraction]]:
    """Yield the reports of a part of output folders, with what was read in them."""
    from geoevents.corpus.loading import load  # noqa: PLC0415

    for folder in folders:
        for document, extraction in console.progress(load(folder, part), "reports"):
            tally.read += 1
            yield document, extraction


def wanted_part(arguments: argparse.Namespace, folders: Sequence[str]) -> Wanted:
    """Return which part of output folders the arguments want.

    Raises:
        BadDate, BadFilter: when a value means nothing, or there is no output folder among the paths.
    """
    from geoevents.corpus.loading import Wanted  # noqa: PLC0415
    from geoevents.errors import BadFilter  # noqa: PLC0415
    from geoevents.store.filters import parse_bbox, parse_date  # noqa: PLC0415

    if not folders and (arguments.date_from or arguments.date_to or arguments.bbox):
        raise BadFilter("--from, --to and --bbox choose a part of an output folder of run-corpus: no PATH is one.")
    first = parse_date(arguments.date_from) if arguments.date_from else None
    last = parse_date(arguments.date_to) if arguments.date_to else None
    return Wanted(first, last, parse_bbox(arguments.bbox) if arguments.bbox else None)
