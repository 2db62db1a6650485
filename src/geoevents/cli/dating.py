"""The command that tells when reports were published: dates."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.cli.console import FAILED, MISUSED, OK, Console, counted, one_line, output

if TYPE_CHECKING:
    from geoevents.model import Document, PublicationProposal

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name
_COLUMNS = ("id", "published", "basis", "proposed", "why")
_DAYS_SHOWN = 7


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    dates = commands.add_parser(
        "dates",
        help="when each report was published, or which days its words and the other reports allow",
        description="List as CSV when each report was published and what says so; for those that state no day, the days that their words and the other reports allow, likeliest first, or the question to answer. Nothing is stored: confirm a day with --published or in a manifest.csv.",
    )
    dates.add_argument(
        "paths", nargs="+", metavar="PATH", help="files and folders of reports of one time, read together"
    )
    dates.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    dates.set_defaults(run=run_dates)


def run_dates(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents dates`."""
    from geoevents.exports.csvfile import safe  # noqa: PLC0415
    from geoevents.reading import ReadFailure, read  # noqa: PLC0415 - heavy imports wait until a command runs

    if "-" in arguments.paths:
        console.error("dates reads files and folders, not standard input: give a PATH.")
        return MISUSED
    documents: list[Document] = []
    failed = 0
    for item in console.progress(read(arguments.paths), "reports"):
        if isinstance(item, ReadFailure):
            failed += 1
            console.error(str(item.error))
        else:
            documents.append(item)
    proposals = _proposals(documents)
    with output(arguments.output) as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(_COLUMNS)
        for document in documents:
            table.writerow(safe(one_line(cell)) for cell in _row(document, proposals.get(document.id)))
    stated = sum(document.published is not None for document in documents)
    offered = sum(bool(proposal.days) for proposal in proposals.values())
    asked = len(documents) - stated - offered
    console.say(
        f"{counted(len(documents), 'report')}: {stated:,} with a date, {offered:,} with days proposed, {asked:,} to be asked about"
        f"{f'; {failed:,} failed, see above' if failed else ''}."
    )
    return FAILED if failed else OK


def _proposals(documents: list[Document]) -> dict[str, PublicationProposal]:
    from geoevents.lexicon import load_lexicon  # noqa: PLC0415
    from geoevents.text import parse  # noqa: PLC0415
    from geoevents.times import BatchReport, find_timexes, infer_batch  # noqa: PLC0415

    lexicon = load_lexicon()
    batch = []
    for document in documents:
        prose = parse(document.text, lexicon, document.language)
        batch.append(BatchReport(document.id, find_timexes(prose, lexicon), prose, document.published))
    return infer_batch(batch, lexicon)


def _row(document: Document, proposal: PublicationProposal | None) -> tuple[str, str, str, str, str]:
    if proposal is None:
        day = "" if document.published is None else document.published.isoformat()
        return document.id, day, document.published_basis, "", document.published_why
    days = " ".join(day.isoformat() for day in proposal.days[:_DAYS_SHOWN])
    why = "; ".join(reason.detail for reason in proposal.reasons) if proposal.days else proposal.asks or ""
    return document.id, "", "inferred" if proposal.days else "unknown", days, why
