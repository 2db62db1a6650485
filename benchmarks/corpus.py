"""What a large corpus costs, and that nothing changes its bytes: `python benchmarks/corpus.py [--sizes N …] [--kills N]`.

The reports are made by corpus_reports.py. Each size is run on two plain processes and on Dask with two workers, with the same
stages and files, and the outputs are compared byte for byte. With `--kills`, a corpus of short reports is read and merged in one
process, and run four times on Dask: calm, with a worker killed while reports are read, with one killed while
events are merged, and with the driver killed and started again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq

from corpus_reports import write
from geoevents.corpus.cluster import on_dask
from geoevents.corpus.job import Job
from geoevents.corpus.runner import Executor, TaskOf, prepare, run
from geoevents.events import merge
from geoevents.pipeline import Options, Resources, extract
from geoevents.reading import document
from geoevents.records import event_record
from geoevents.workers import resources as known

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "benchmarks" / "results" / "corpus.md"
WORKERS = 2
BOTH = 50_000  # reports up to which plain processes run as well
SINGLE = 1_000  # reports up to which one process merges them as well
MAP = "reading reports"
DRIVER = "driver"
TITLES = {"plain": "two processes", "dask": "Dask, 2 workers"}
KILLS = {
    "nothing": "",
    "a worker in the map stage": MAP,
    "a worker in the merge stage": "merging events",
    "the driver in the map stage, then started again": DRIVER,
}


class Plain:
    """Two plain processes without Dask: what its overhead is measured against."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        """Take a pool of processes."""
        self._pool = pool

    def run(self, task: TaskOf, job: Job, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the number of each task when it is done."""
        futures = {self._pool.submit(task, job, number): number for number in numbers}
        for future in as_completed(futures):
            future.result()
            yield futures[future], ""


@dataclass
class Cost:
    """What a run took: seconds by stage, seconds of processors, the most memory of a worker, bytes between stages."""

    stages: dict[str, float] = field(default_factory=dict)
    cpu: float = 0.0
    memory: str = ""
    shuffled: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """All stages."""
        return sum(self.stages.values())


class Watcher:
    """Looks at the worker processes twice a second: seconds of processors, and memory that they share with nobody."""

    def __init__(self) -> None:
        """Begin to look."""
        self._cpu: dict[int, float] = {}
        self.stage = ""
        self.samples: list[tuple[str, float]] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._end.wait(0.5):
            most = 0.0
            for process in psutil.Process().children(recursive=True):
                try:
                    times, memory = process.cpu_times(), process.memory_full_info()
                except (psutil.NoSuchProcess, psutil.ZombieProcess):
                    continue
                self._cpu[process.pid] = times.user + times.system
                most = max(most, memory.uss / 1e6)
            self.samples.append((self.stage, most))

    def most(self, *, reading: bool, last: bool = False) -> float:
        """Return the most memory in MB of a worker while reports are read (in the first or last third), or afterwards."""
        found = [memory for stage, memory in self.samples if (stage == MAP) == reading and stage]
        third = len(found) // 3 if reading else len(found)
        return max(found[-third:] if last else found[:third], default=0.0)

    def stop(self) -> float:
        """End, and return the seconds of processors that the workers took."""
        self._end.set()
        self._thread.join()
        return sum(self._cpu.values())


def measured(job: Job, executor: Executor) -> Cost:
    """Run a job and return what it took."""
    cost = Cost()
    watcher = Watcher()
    own = time.process_time()

    def watch(doing: str, done: Iterable[Any], _count: int) -> Iterator[Any]:
        start = time.perf_counter()
        watcher.stage = doing
        yield from done
        cost.stages[doing] = time.perf_counter() - start
        cost.shuffled = max(cost.shuffled, size_of(Path(job.out) / "_work"))

    result = run(job, executor, watch)
    cost.cpu = watcher.stop() + time.process_time() - own
    cost.memory = f"{watcher.most(reading=True):.0f} → {watcher.most(reading=True, last=True):.0f}, {watcher.most(reading=False):.0f}"
    cost.rows = result.manifest["rows"]
    return cost


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def digest(folder: Path) -> str:
    """Return a hash of the names and bytes of all files below a folder."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def on_plain(job: Job, use: Callable[[Job, Executor], Cost]) -> Cost:
    """Run a job on two plain processes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, context, initializer=known, initargs=("international",)) as pool:
        list(pool.map(time.sleep, [1.0] * WORKERS))  # both have started and opened their data, as Dask's have
        return use(job, Plain(pool))


def on_workers(job: Job, use: Callable[[Job, Executor], Cost]) -> Cost:
    """Run a job on Dask with two workers."""
    with on_dask(WORKERS) as executor:
        executor.check(job)
        return use(job, executor)


def single(source: Path, resources: Resources) -> tuple[list[str], float, float]:
    """Return the records of the events that one process makes, and the seconds of reading and of merging."""
    rows = (json.loads(line) for line in source.open(encoding="utf-8"))
    start = time.process_time()
    read = [
        extract(
            document(r["text"], id=r["id"], published=r["published"], publisher=r["publisher"], untouched=True),
            resources,
        )
        for r in rows
    ]
    half = time.process_time()
    events = merge(read, atlas=resources.atlas, lexicon=resources.lexicon)
    end = time.process_time()
    return sorted(json.dumps(event_record(event)) for event in events), half - start, end - half


def records(out: Path) -> list[str]:
    """Return the records of the events of an output folder."""
    files = sorted((out / "events").glob("*.parquet"))
    lines = (line for file in files for line in pq.read_table(file).column("record").to_pylist())
    return sorted(json.dumps(json.loads(line)) for line in lines)


def size_rows(size: int, folder: Path, resources: Resources, *, short: bool = False) -> Iterator[str]:
    """Run one size both ways and yield the lines of its table; a very large one on Dask alone."""
    source = write(size, folder / f"{size}.jsonl", short=short)
    equal = ""
    if size <= SINGLE:
        wanted, reading, merging = single(source, resources)
        yield f"| {size:,} | one process | {reading + merging:.1f} | {reading + merging:.1f} | {reading:.1f} | {merging:.1f} | | | |"
    outs = {name: folder / f"{name}-{size}" for name in (("plain", "dask") if size <= BOTH else ("dask",))}
    costs = {}
    for name, out in outs.items():
        job = prepare(str(source), str(out), resources, Options())
        cost = costs[name] = (on_plain if name == "plain" else on_workers)(job, measured)
        rest = cost.seconds - cost.stages[MAP]
        yield (
            f"| {size:,} | {TITLES[name]} | {cost.seconds:.1f} | {cost.cpu:.1f} | {cost.stages[MAP]:.1f} | {rest:.1f} |"
            f" {cost.memory} | {cost.shuffled / 1e6:,.0f} | {size_of(out) / 1e6:,.0f} |"
        )
    if size <= SINGLE:
        equal = "; equal to one process" if wanted == records(outs["dask"]) else "; NOT EQUAL TO ONE PROCESS"
    dask = costs["dask"]
    told = (
        f"{source.stat().st_size / 1e6:,.1f} MB in, {dask.rows['mentions']:,} mentions, {dask.rows['events']:,} events"
    )
    over = ("", "")
    if "plain" in costs:
        plain = costs["plain"]
        over = (f"{dask.seconds / plain.seconds - 1:+.0%}", f"{dask.cpu / plain.cpu - 1:+.0%}")
        told += "; equal bytes" if digest(outs["plain"]) == digest(outs["dask"]) else "; DIFFERENT BYTES"
    title = "Dask over two processes" if over[0] else "of it"
    yield f"| {size:,} | {title} | {over[0]} | {over[1]} | {told}{equal} | | | | |"


def killer(stage: str, executor: Any) -> Callable[[str, Iterable[Any], int], Iterator[Any]]:  # noqa: ANN401 - a DaskExecutor
    """Return a watch that kills a worker after the first task of a stage."""

    def watch(doing: str, done: Iterable[Any], _count: int) -> Iterator[Any]:
        for number, item in enumerate(done):
            if doing == stage and number == 0:
                os.kill(next(iter(executor.pids())), signal.SIGKILL)
            yield item

    return watch


def kill_rows(size: int, folder: Path, resources: Resources) -> Iterator[str]:
    """Run one corpus calm and three times disturbed, and yield the lines of the table as they are known."""
    source = write(size, folder / "kills.jsonl", short=True)
    calm = ""
    for name, stage in KILLS.items():
        out = folder / f"kill {name}"
        start = time.perf_counter()
        if stage == DRIVER:
            found = driver_killed(source, out)
        else:
            job = prepare(str(source), str(out), resources, Options())
            with on_dask(WORKERS) as executor:
                run(job, executor, killer(stage, executor))
            found = digest(out)
        calm = calm or found
        same = "equal" if found == calm else "DIFFERENT"
        yield f"| {size:,} | {name} | {time.perf_counter() - start:.0f} | {same} | `{found}` |"
    wanted, reading, merging = single(source, resources)
    same = "the same events" if wanted == records(folder / "kill nothing") else "OTHER EVENTS"
    yield f"| {size:,} | one process, for comparison | {reading + merging:.0f} | {same} ({len(wanted):,}) | |"


def driver_killed(source: Path, out: Path) -> str:
    """Kill a command in the middle of its map stage, give it again, and return the hash of its output."""
    words = [sys.executable, "-m", "geoevents", "run-corpus", str(source), str(out), "--workers", str(WORKERS)]
    driver = subprocess.Popen(words)  # noqa: S603 - our own command
    made = out / "_work" / "map"
    while driver.poll() is None and len(list(made.glob("*.arrow")) if made.is_dir() else []) < 8:  # noqa: PLR2004 - in the middle
        time.sleep(0.1)
    driver.kill()
    driver.wait()
    subprocess.run(words, check=True)  # noqa: S603 - our own command
    return digest(out)


def main() -> None:
    """Run and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--kills", type=int, default=20_000, metavar="N")
    parser.add_argument("--short", action="store_true", help="sizes of short reports, a paragraph or two")
    parser.add_argument("--page", type=Path, default=PAGE)
    given = parser.parse_args()
    resources = Resources.load()
    load = os.getloadavg()[0]
    machine = f"{datetime.now(UTC).date()} · {platform.machine()}, {os.cpu_count()} cores, {platform.system()}, load {load:.1f} at the start"
    versions = ", ".join(f"{name} {version(name)}" for name in ("dask", "distributed", "pyarrow", "numpy"))
    lines = [
        "# What a large corpus costs", "", f"{machine} · Python {platform.python_version()}, {versions}", "",
        "Made by `python benchmarks/corpus.py`: reports of 1.1 kB (short ones: 0.4 kB) from a seeded generator (benchmarks/corpus_reports.py), two worker processes.",
        "Seconds of processors are those of the run alone, starting the processes and opening the data included.", "",
        "| reports | on | wall s | processor s | map s | reduce s | MB of a worker's own: map, first third → last third, reduce | MB between stages | MB out |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        for line in _rows(given, Path(folder), resources):
            lines.append(line)
            print(line, flush=True)
            given.page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rows(given: argparse.Namespace, folder: Path, resources: Resources) -> Iterator[str]:
    """Yield the lines of all tables."""
    for size in given.sizes:
        yield from size_rows(size, folder, resources, short=given.short)
    if given.kills:
        yield from ("", "| reports | what was killed | wall s | output | hash of all bytes |")
        yield "| ---: | --- | ---: | --- | --- |"
        yield from kill_rows(given.kills, folder, resources)


if __name__ == "__main__":
    main()
