"""Shuffles by files: a task writes its rows sorted by bucket, and the task of a bucket reads its slice of every file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geoevents.corpus.storage import Folder

Numbers = npt.NDArray[Any]
Columns = Mapping[str, Numbers]
_HALF = np.uint64(32)


def name_of(stage: str, number: int) -> str:
    """Return the name of the file that a task of a stage writes."""
    return f"{stage}/{number:05}.arrow"


def write_slices(folder: Folder, name: str, table: pa.Table, buckets: Numbers, count: int) -> None:
    """Write a table as one file with `count` record batches: batch b holds the rows of bucket b, in their order."""
    order = np.argsort(buckets, kind="stable")
    bounds = np.searchsorted(buckets[order], np.arange(count + 1))
    rows = table.take(pa.array(order)).combine_chunks()
    batch = rows.to_batches()[0] if rows.num_rows else pa.RecordBatch.from_pylist([], schema=table.schema)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        for start, end in pairwise(bounds):
            writer.write_batch(batch.slice(start, end - start))
    folder.write(name, memoryview(sink.getvalue()))


def write_whole(folder: Folder, name: str, table: pa.Table) -> None:
    """Write a table as a file of one record batch."""
    write_slices(folder, name, table, np.zeros(table.num_rows, np.uint8), 1)


def read_slice(folder: Folder, name: str, bucket: int) -> pa.RecordBatch:
    """Return the rows of one bucket in a file that `write_slices` wrote."""
    with folder.open(name) as file:
        return pa.ipc.open_file(file).get_batch(bucket)


def read_slices(folder: Folder, stage: str, files: int, bucket: int) -> pa.Table:
    """Return the rows of one bucket in all files of a stage, in order of the files."""
    return pa.Table.from_batches([read_slice(folder, name_of(stage, number), bucket) for number in range(files)])


def read_whole(folder: Folder, name: str) -> pa.Table:
    """Return all rows of a file."""
    with folder.open(name) as file:
        return pa.ipc.open_file(file).read_all()


def column(table: pa.Table | pa.RecordBatch, name: str) -> Numbers:
    """Return a column of numbers."""
    found = table.column(name)
    return np.asarray(found.to_numpy(zero_copy_only=False) if isinstance(found, pa.Array) else found.to_numpy())


def strings(table: pa.Table | pa.RecordBatch, name: str) -> list[Any]:
    """Return a column of strings or bytes."""
    values: list[Any] = table.column(name).to_pylist()
    return values


def numbers(**columns: Numbers) -> pa.Table:
    """Return a table of columns of numbers."""
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def node(part: int | Numbers, row: Numbers) -> npt.NDArray[np.uint64]:
    """Return the numbers of rows of partitions among all rows: the partition in the upper half, the row in the lower."""
    upper = np.asarray(part, np.uint64) << _HALF
    return np.asarray(upper | np.asarray(row, np.uint64), np.uint64)


def part_of(nodes: Numbers) -> Numbers:
    """Return the partition of each node."""
    return np.asarray(nodes >> _HALF, np.int64)


def row_of(nodes: Numbers) -> Numbers:
    """Return the row of each node in its partition."""
    return np.asarray(nodes & np.uint64(0xFFFFFFFF), np.int64)


def bucket_of(keys: npt.NDArray[np.uint64], count: int) -> Numbers:
    """Return the bucket of each 64-bit hash, of `count`."""
    return np.asarray(keys % np.uint64(count), np.int64)


def stars(keys: Numbers, nodes: Numbers) -> pa.Table:
    """Return what connects all nodes of one key, as few pairs as can be: each node with the smallest of its key."""
    order = np.lexsort((nodes, keys))
    keys, nodes = keys[order], nodes[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.int64)
    hub = np.repeat(nodes[first], np.diff(np.r_[first, len(keys)]))
    pairs = np.unique(np.stack([hub, nodes])[:, hub != nodes], axis=1) if len(keys) else np.empty((2, 0), np.uint64)
    return numbers(a=pairs[0], b=pairs[1])


def connected(nodes: Numbers, links: Iterable[pa.Table]) -> Numbers:
    """Return for each of the sorted `nodes` the smallest index of a node that `links` connect it with, or its own."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - heavy
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    found = list(links)
    a = np.concatenate([np.empty(0, np.uint64), *(column(table, "a") for table in found)])
    b = np.concatenate([np.empty(0, np.uint64), *(column(table, "b") for table in found)])
    ends = (np.searchsorted(nodes, a), np.searchsorted(nodes, b))
    graph = coo_matrix((np.ones(len(a), np.bool_), ends), shape=(len(nodes), len(nodes)))
    _, labels = connected_components(graph, directed=False)
    smallest = np.full(len(nodes), len(nodes), np.int64)
    np.minimum.at(smallest, labels, np.arange(len(nodes)))
    return np.asarray(smallest[labels])
