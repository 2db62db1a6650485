"""Near-duplicate reports across partitions, exactly as `events.duplicates` finds them, without all reports in one place.

Two reports can only be copies when the smaller one shares one of its rarest shingles, half of them and one more, with the
other. So: count shingles by bucket (`shared`), let each report name its rarest (`probes`), connect the reports that hold
a named shingle (`links`), gather what is connected (`groups`), and look for copies in each group by itself (`copies`).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa

from geoevents.corpus.job import Job
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
    read_slices,
    read_whole,
    row_of,
    stars,
    strings,
    write_slices,
    write_whole,
)
from geoevents.events.duplicates import ReportKey, group_copies

ANSWERS = pa.schema([("report", pa.uint32()), ("leader", pa.large_string()), ("kept", pa.bool_())])


def count_shared(job: Job, bucket: int) -> None:
    """Find the shingles of a bucket that several reports have, and tell each partition its own, with how many have it."""
    keys, nodes = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    for part in range(job.parts):
        rows = read_slice(job.work, name_of("shingles", part), bucket)
        keys.append(column(rows, "key"))
        nodes.append(node(part, column(rows, "report")))
    key, holder = np.concatenate(keys), np.concatenate(nodes)
    _, at, counts = np.unique(key, return_inverse=True, return_counts=True)
    count = counts[at]
    many = count > 1
    table = numbers(key=key[many], node=holder[many], count=count[many].astype(np.uint32))
    write_slices(job.work, name_of("shared", bucket), table, part_of(holder[many]), job.parts)


def choose_probes(job: Job, part: int) -> None:
    """Let each report of a partition name its rarest shingles: half of all that it has, and one more."""
    rows = read_slices(job.work, "shared", job.buckets, part)
    key, report, count = column(rows, "key"), row_of(column(rows, "node")), column(rows, "count")
    lengths = column(read_whole(job.work, name_of("lengths", part)), "length").astype(np.int64)
    order = np.lexsort((key, count, report))
    key, report = key[order], report[order]
    shared = np.bincount(report, minlength=len(lengths)).astype(np.int64)
    named = np.where(2 * shared >= lengths, lengths // 2 + 1 - (lengths - shared), 0)
    starts = np.cumsum(shared) - shared
    rank = np.arange(len(report)) - starts[report]
    chosen = np.unique(key[rank < named[report]])
    write_slices(job.work, name_of("probes", part), numbers(key=chosen), bucket_of(chosen, job.buckets), job.buckets)


def link_reports(job: Job, bucket: int) -> None:
    """Connect the reports that hold a shingle which one of them named."""
    probes = np.unique(column(read_slices(job.work, "probes", job.parts, bucket), "key"))
    holders = read_whole(job.work, name_of("shared", bucket))
    key, holder = column(holders, "key"), column(holders, "node")
    named = np.isin(key, probes)
    write_whole(job.work, name_of("alike", bucket), stars(key[named], holder[named]))


def gather_groups(job: Job, _: int) -> None:
    """Gather the reports that are connected, and deal the groups out to as many tasks as there are buckets."""
    links = [read_whole(job.work, name_of("alike", bucket)) for bucket in range(job.buckets)]
    nodes = np.unique(np.concatenate([column(table, side) for table in links for side in ("a", "b")]))
    group = connected(nodes, links)
    order = np.argsort(group, kind="stable")
    nodes, group = nodes[order], group[order]
    write_slices(
        job.work, name_of("groups", 0), numbers(node=nodes, group=group), deal(group, job.buckets), job.buckets
    )


def deal(group: Numbers, tasks: int) -> Numbers:
    """Return a task for each row of sorted groups: groups stay whole, and tasks get about as many rows each."""
    if not len(group):
        return np.empty(0, np.int64)
    first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    task = first * tasks // len(group)
    return np.asarray(np.repeat(task, np.diff(np.r_[first, len(group)])), np.int64)


def find_copies(job: Job, task: int) -> None:
    """Find the copies in the groups of a task; a report that stands in the corpus twice is kept once, the last time."""
    rows = read_slice(job.work, name_of("groups", 0), task)
    members: dict[int, list[int]] = defaultdict(list)
    for number, group in zip(column(rows, "node").tolist(), column(rows, "group").tolist(), strict=True):
        members[group].append(number)
    known = _heads(job, column(rows, "node"))
    answers: list[tuple[int, str, bool]] = []
    for nodes in members.values():
        last = {known[number][0]: number for number in sorted(nodes)}
        leaders = group_copies([(key, known[last[key]][1]) for key in sorted(last)])
        answers += [(n, leaders[known[n][0]], last[known[n][0]] == n) for n in sorted(nodes)]
    found = np.array([answer[0] for answer in answers], np.uint64)
    table = pa.table(
        [row_of(found).astype(np.uint32), [answer[1] for answer in answers], [answer[2] for answer in answers]],
        schema=ANSWERS,
    )
    write_slices(job.work, name_of("copies", task), table, part_of(found), job.parts)


def _heads(job: Job, nodes: Numbers) -> dict[int, tuple[ReportKey, Numbers]]:
    """Return key and shingles of reports."""
    known: dict[int, tuple[ReportKey, Numbers]] = {}
    for part in np.unique(part_of(nodes)).tolist():
        mine = np.sort(nodes[part_of(nodes) == part])
        heads = read_slice(job.work, name_of("heads", part), 0).take(pa.array(row_of(mine)))
        keys = zip(strings(heads, "id"), strings(heads, "sha"), strings(heads, "signature"), strict=True)
        for number, (name, sha, signature) in zip(mine.tolist(), keys, strict=True):
            known[number] = ((name, sha), np.frombuffer(signature, np.uint64))
    return known


def answers_of(job: Job, part: int) -> tuple[dict[int, str], set[int]]:
    """Return the leaders of the reports of a partition that were compared with others, and the reports to drop."""
    rows = read_slices(job.work, "copies", job.buckets, part)
    found = list(zip(column(rows, "report").tolist(), strings(rows, "leader"), strings(rows, "kept"), strict=True))
    return {report: leader for report, leader, _ in found}, {report for report, _, kept in found if not kept}
