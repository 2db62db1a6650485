"""The map stage: a task reads the reports of one partition, and writes its tables and what the reduce stages need."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geoevents.corpus.job import Job
from geoevents.corpus.plan import Part, Piece, lines_of, open_input
from geoevents.corpus.shuffle import bucket_of, name_of, numbers, write_slices, write_whole
from geoevents.corpus.storage import Folder, is_url
from geoevents.corpus.tables import claim_row, geoparquet, mention_row, place_of, report_row, table_of
from geoevents.errors import InputError
from geoevents.events.duplicates import FEWEST_SHINGLES
from geoevents.events.merge_profiles import Shared, profile
from geoevents.events.merge_rules import merge_rules
from geoevents.model import Document, EventMention, Extraction, Report
from geoevents.reading import ReadFailure, read_jsonl
from geoevents.reading.days import parse_day
from geoevents.reading.files import Named, read_named
from geoevents.reading.parquet import read_parquet
from geoevents.records import from_payload
from geoevents.store.packing import plain
from geoevents.workers import Reading, Task, Trouble, read_reports, resources, whole

Item = Document | ReadFailure
_CELLS = 64  # a side of the grid by which events are laid out
_NOWHERE = _CELLS * _CELLS
_UNDATED = (1 << 24) - 1
MENTIONS = pa.schema([
    ("report", pa.uint32()), ("family", pa.string()), ("id", pa.string()), ("order", pa.uint64()),
    ("keys", pa.list_(pa.uint64())), ("head", pa.large_string()), ("mention", pa.large_string()), ("claims", pa.large_string()),
])  # fmt: skip


def hash_of(words: str) -> int:
    """Return 64 bits of a string, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest())


@dataclass(slots=True)
class _Found:
    """What the reports of a partition hold, as rows."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    merging: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)


def map_part(job: Job, number: int) -> None:
    """Read the reports of one partition."""
    part = from_payload(Part, json.loads(job.work.read(f"plan/{number:05}.json")))
    found = _Found()
    task = Task(whole, job.steering.options(), job.steering.border_view)
    for item, outcome in read_reports(read_part(part, job.steering.published), task):
        if isinstance(item, ReadFailure):
            found.failures.append({"where": item.where, "error": str(item.error)})
        elif isinstance(outcome, Trouble):
            found.failures.append({"where": item.id, "error": f"{item.id} was passed over: {outcome.reason}"})
        elif isinstance(outcome, Reading):
            _take(found, item, replace(outcome.value, signature=()), np.array(outcome.value.signature, np.uint64), job)
    write_part(job, number, found)


def give_up(job: Job, number: int, reason: str) -> None:
    """Write a partition that no process survives as one without reports, and why."""
    where = name_of("part", number).split("/")[1].removesuffix(".arrow")
    write_part(job, number, _Found(failures=[{"where": f"partition {where}", "error": reason}]))


def read_part(part: Part, published: str | None) -> Iterator[Item]:
    """Yield the reports of a partition, as `reading.read` gives them; what cannot be read is a failure in its place."""
    for piece in part.pieces:
        try:
            yield from _read_piece(piece, published)
        except InputError as error:
            yield ReadFailure(piece.where or piece.path, error)
        except OSError as error:
            failure = InputError(f"{piece.path} cannot be read: {error.strerror or error}.")
            yield ReadFailure(piece.where or piece.path, failure)


def _read_piece(piece: Piece, published: str | None) -> Iterator[Item]:
    if piece.kind == "lines":
        yield from read_jsonl(lines_of(piece), published=published, name=piece.stem, first=piece.first)
    elif piece.kind == "rows" and is_url(piece.path):
        with open_input(piece.path) as file:
            yield from _rows(piece, file, published)
    elif piece.kind == "rows":
        yield from _rows(piece, Path(piece.path), published)
    else:
        day = parse_day(published) if published else None
        yield from read_named(Named(Path(piece.path), piece.stem, dict(piece.row)), day)


def _rows(piece: Piece, file: Any, published: str | None) -> Iterator[Item]:  # noqa: ANN401 - a path or an open file
    return read_parquet(file, where=piece.where, name=piece.stem, published=published, start=piece.start, end=piece.end)


def _take(found: _Found, document: Document, extraction: Extraction, signature: Any, job: Job) -> None:  # noqa: ANN401 - an array of 64-bit hashes
    number = len(found.heads)
    found.reports.append(report_row(document, extraction, plain(extraction), signature.tobytes()))
    found.heads.append({"id": document.id, "sha": document.text_sha256, "signature": signature})
    mentions = {mention.id: mention for mention in extraction.mentions}
    found.mentions += [mention_row(mention, document) for mention in mentions.values()]
    found.claims += [claim_row(claim, document) for claim in extraction.claims]
    rules = merge_rules(resources(job.steering.border_view).lexicon)
    shared: Shared = {}
    head = plain(extraction.report).decode("utf-8", "surrogatepass")
    for mention in mentions.values():
        keys, family = block_hashes(mention, extraction.report, rules, shared)
        found.merging.append({
            "report": number,
            "family": family,
            "id": mention.id,
            "order": order_of(mention),
            "keys": keys,
            "head": head,
            "mention": plain(mention).decode("utf-8", "surrogatepass"),
            "claims": _claims(mention, extraction),
        })  # fmt: skip


def block_hashes(mention: EventMention, report: Report, rules: Any, shared: Shared) -> tuple[list[int], str]:  # noqa: ANN401 - MergeRules
    """Return the hashes of the block keys of a mention, but for that of its copy group, which is not known yet."""
    item = profile(mention, report, "", rules, shared)
    copies = f"{item.family}|copy|"
    return [hash_of(key) for key in dict.fromkeys(item.block_keys()) if key != copies], item.family


def order_of(mention: EventMention) -> int:
    """Return where a mention lies in the layout of the output: by cell of the map, then by day."""
    place = place_of(mention.places)
    day = _UNDATED if mention.dates.first is None else mention.dates.first.toordinal()
    if place is None:
        return _NOWHERE << 24 | day
    x = min(_CELLS - 1, int((place.place.lon + 180) / 360 * _CELLS))
    y = min(_CELLS - 1, int((place.place.lat + 90) / 180 * _CELLS))
    cell = sum(((x >> bit & 1) << 2 * bit) | ((y >> bit & 1) << 2 * bit + 1) for bit in range(6))
    return cell << 24 | day


def _claims(mention: EventMention, extraction: Extraction) -> str:
    """Return the claims in a mention's sentence, with their places in the report's list."""
    near = [(n, claim) for n, claim in enumerate(extraction.claims) if claim.sentence.overlaps(mention.sentence)]
    return json.dumps([[n, json.loads(plain(claim))] for n, claim in near], ensure_ascii=False) if near else ""


def write_part(job: Job, number: int, found: _Found) -> None:
    """Write the files of a partition; that of its mentions last, by which the partition is known to be done."""
    for name, rows in (("reports", found.reports), ("mentions", found.mentions), ("claims", found.claims)):
        job.folder.write(f"{name}/part-{number:05}.parquet", geoparquet(table_of(name, rows)))
    lines = "".join(json.dumps(failure, ensure_ascii=False) + "\n" for failure in found.failures)
    job.work.write(f"failures/{number:05}.jsonl", lines.encode("utf-8", "surrogatepass"))
    _write_heads(job.work, number, found.heads)
    _write_shingles(job, number, found.heads)
    columns = [pa.array([row[f.name] for row in found.merging], f.type) for f in MENTIONS]
    write_whole(job.work, name_of("map", number), pa.Table.from_arrays(columns, schema=MENTIONS))


def _write_heads(work: Folder, number: int, heads: list[dict[str, Any]]) -> None:
    table = pa.table({
        "id": pa.array([head["id"] for head in heads], pa.large_string()),
        "sha": pa.array([head["sha"] for head in heads], pa.large_string()),
        "signature": pa.array([head["signature"].tobytes() for head in heads], pa.large_binary()),
    })  # fmt: skip
    write_whole(work, name_of("heads", number), table)


def _write_shingles(job: Job, number: int, heads: list[dict[str, Any]]) -> None:
    """Write the shingles of all reports by bucket; a report with too few for a near-copy counts as one shingle."""
    hashes = [np.empty(0, np.uint64)]
    for head in heads:
        signature = head["signature"]
        if len(signature) < FEWEST_SHINGLES:
            words = signature.tobytes().hex() or " ".join((head["id"], head["sha"]))
            signature = np.array([hash_of(words)], np.uint64)
        hashes.append(signature)
    counts = np.array([len(signature) for signature in hashes[1:]], np.uint32)
    keys = np.concatenate(hashes)
    reports = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    write_slices(
        job.work,
        name_of("shingles", number),
        numbers(key=keys, report=reports),
        bucket_of(keys, job.buckets),
        job.buckets,
    )
    write_whole(job.work, name_of("lengths", number), numbers(length=counts))
