"""Kills in the middle of writing, and a reader beside the writer: `python benchmarks/store_faults.py [--kills N] [--seconds S]`.

A process stores batches of four reports and merges after every fifth; it says which batch it has stored. Each round kills it
at a random moment and looks at the store: every batch that was said is there, no batch is there in part, `check` finds
nothing, and a merge makes every mention part of exactly one event. Then a reader asks for reports, events and snapshot for
a minute while another process writes: no error, and only whole batches. Ends with an exception where anything is wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from geoevents.store import EventStore
from merge import reports
from store import document_of

BATCH = 4


def write(path: Path, seed: int) -> None:
    """Store batches until this process is killed, and say each."""
    made = reports(seed, 40_000)
    with EventStore(path) as store:
        known = len(store.documents())
        for n in range(known // BATCH, len(made) // BATCH):
            store.add((document_of(one), one) for one in made[n * BATCH : (n + 1) * BATCH])
            if n % 5 == 4:  # noqa: PLR2004 - every fifth
                store.merge()
            print(n, flush=True)


def _writer(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(Path(__file__)), "--write", str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this file


def kill_round(path: Path, seconds: float) -> tuple[int, int]:
    """Kill a writer after some seconds of writing and look at the store; return reports and acknowledged batches."""
    process = _writer(path)
    if process.stdout is None:
        raise RuntimeError("The writer has no output.")
    said = [process.stdout.readline()]
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    acknowledged = int([line for line in said if line.endswith("\n")][-1]) + 1
    with EventStore(path) as store:
        _sound(store)
        stored = len(store.documents())
        if stored % BATCH or stored < acknowledged * BATCH:
            raise RuntimeError(f"{stored} reports stored, {acknowledged} batches of {BATCH} said.")
        store.merge()
        _sound(store)
        mentions = sum(report.mentions for report in store.documents())
        held = sum(len(event.mentions) for event in store.events())
        if mentions != held:
            raise RuntimeError(f"{mentions} mentions, {held} in events.")
    return stored, acknowledged


def _sound(store: EventStore) -> None:
    if problems := store.check():
        raise RuntimeError(f"{store.path} is not sound: {'; '.join(problems)}")


def read_beside(path: Path, seconds: float) -> tuple[int, int]:
    """Read for some seconds while another process writes; return how often, and how many reports came meanwhile."""
    process = _writer(path)
    if process.stdout is None:
        raise RuntimeError("The writer has no output.")
    process.stdout.readline()
    reads, before, stored = 0, 0, 0
    with EventStore(path, readonly=True) as store:
        before = stored = len(store.documents())
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            now = len(store.documents())
            if now % BATCH or now < stored:
                raise RuntimeError(f"{now} reports seen, {stored} before.")
            stored, reads = now, reads + 1
            snapshot = store.snapshot()
            if len(list(store.events(limit=100))) < min(100, len(snapshot)):
                raise RuntimeError("A page has fewer events than the snapshot before it.")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return reads, stored - before


def main() -> None:
    """Run the rounds and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0, help="of reading beside a writer")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write is not None:
        write(given.write, seed=5)
        return
    rng = random.Random(5)  # noqa: S311 - moments, no secret
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "сховище подій.gpkg")
        for _ in range(given.kills):
            stored, acknowledged = kill_round(path, rng.uniform(0.02, 1.5))
        print(
            f"{given.kills} kills: {stored:,} reports stored, {acknowledged:,} batches said, nothing lost or half there"
        )
        reads, came = read_beside(path, given.seconds)
        print(f"{reads:,} reads in {given.seconds:.0f} s while {came:,} reports came: no error, only whole batches")


if __name__ == "__main__":
    main()
