"""Which mentions must be merged together: those that block keys connect, directly or through others.

`keys` hands every mention's block keys to their buckets, `ties` connects the mentions of a key, `layout` gathers what is
connected and deals it out to merge tasks, neighbours on the map and in time together, and `scatter` sends the mentions.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geoevents.corpus.copies import answers_of, deal
from geoevents.corpus.job import Job
from geoevents.corpus.mapping import hash_of
from geoevents.corpus.shuffle import (
    Numbers,
    bucket_of,
    column,
    connected,
    name_of,
    node,
    numbers,
    part_of,
    read_slice,
    read_whole,
    row_of,
    stars,
    strings,
    write_slices,
    write_whole,
)
from geoevents.corpus.tables import geoparquet


def send_keys(job: Job, part: int) -> None:
    """Hand out the block keys of the mentions of a partition, that of the copy group among them.

    Mentions of one id go together as well: two texts of one report can have them, and their events must not share an id.
    """
    found, dropped = answers_of(job, part)
    rows, kept = _kept(job, part, dropped)
    _drop_repeated(job, part, rows, dropped)
    leaders = _leaders(job, part, rows, found)
    keys: list[int] = []
    holders: list[int] = []
    columns = (rows.column(name).to_pylist() for name in ("keys", "family", "id"))
    for row, (blocks, family, mention) in enumerate(zip(*columns, strict=True)):
        if kept[row]:
            own = [*blocks, hash_of(f"{family}|copy|{leaders[row]}"), hash_of(f"mention|{mention}")]
            keys += own
            holders += [row] * len(own)
    key = np.array(keys, np.uint64)
    table = numbers(key=key, row=np.array(holders, np.uint32))
    write_slices(job.work, name_of("keys", part), table, bucket_of(key, job.buckets), job.buckets)


def _kept(job: Job, part: int, dropped: set[int]) -> tuple[pa.Table, Numbers]:
    """Return the mentions of a partition, and which of them are of reports that count."""
    rows = read_whole(job.work, name_of("map", part))
    return rows, ~np.isin(column(rows, "report"), sorted(dropped))


def _leaders(job: Job, part: int, rows: pa.Table, leaders: dict[int, str]) -> list[str]:
    """Return the copy group of each mention of a partition."""
    heads = read_slice(job.work, name_of("heads", part), 0)
    own = [" ".join(key) for key in zip(strings(heads, "id"), strings(heads, "sha"), strict=True)]
    return [leaders.get(report, own[report]) for report in column(rows, "report").tolist()]


def _drop_repeated(job: Job, part: int, rows: pa.Table, dropped: set[int]) -> None:
    """Take the reports that stand in the corpus again out of the tables of a partition.

    The table of reports is written last: while it has all its rows, the work is to be done; another one that has fewer
    rows than it says was done before a stop.
    """
    length = read_slice(job.work, name_of("heads", part), 0).num_rows
    reports = _read(job, "reports", part)
    if not dropped or reports.num_rows != length:
        return
    numbers_of = {
        "claims": np.repeat(np.arange(length), column(reports, "claims")),
        "mentions": column(rows, "report"),
        "reports": np.arange(length),
    }
    for name, number in numbers_of.items():
        table = reports if name == "reports" else _read(job, name, part)
        if table.num_rows == len(number):
            kept = table.filter(pa.array(~np.isin(number, sorted(dropped))))
            job.folder.write(f"{name}/part-{part:05}.parquet", geoparquet(kept))


def _read(job: Job, name: str, part: int) -> pa.Table:
    with job.folder.open(f"{name}/part-{part:05}.parquet") as source:
        return pq.read_table(source)


def tie_mentions(job: Job, bucket: int) -> None:
    """Connect the mentions that share a block key."""
    keys, nodes = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    for part in range(job.parts):
        rows = read_slice(job.work, name_of("keys", part), bucket)
        keys.append(column(rows, "key"))
        nodes.append(node(part, column(rows, "row")))
    write_whole(job.work, name_of("ties", bucket), stars(np.concatenate(keys), np.concatenate(nodes)))


def lay_out(job: Job, _: int) -> None:
    """Deal the components out to merge tasks, in the order of their place on the map and their first day."""
    nodes, orders = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    for part in range(job.parts):
        rows, kept = _kept(job, part, answers_of(job, part)[1])
        nodes.append(node(part, np.flatnonzero(kept)))
        orders.append(column(rows, "order")[kept])
    mentions, order = np.concatenate(nodes), np.concatenate(orders)
    component = connected(mentions, (read_whole(job.work, name_of("ties", bucket)) for bucket in range(job.buckets)))
    first = np.full(len(mentions), np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(first, component, order)
    sort = np.lexsort((mentions, component, first[component]))
    bucket = deal(component[sort], job.buckets)
    mentions = mentions[sort]
    table = numbers(row=row_of(mentions).astype(np.uint32), bucket=bucket.astype(np.uint32))
    write_slices(job.work, name_of("layout", 0), table, part_of(mentions), job.parts)


def scatter(job: Job, part: int) -> None:
    """Send the mentions of a partition to their merge tasks."""
    found, dropped = answers_of(job, part)
    rows, _ = _kept(job, part, dropped)
    leaders = _leaders(job, part, rows, found)
    sent = read_slice(job.work, name_of("layout", 0), part)
    at = column(sent, "row")
    order = np.argsort(at, kind="stable")
    table = rows.select(["head", "mention", "claims"]).append_column("leader", pa.array(leaders, pa.large_string()))
    chosen = table.take(pa.array(at[order]))
    write_slices(job.work, name_of("scatter", part), chosen, column(sent, "bucket")[order], job.buckets)
