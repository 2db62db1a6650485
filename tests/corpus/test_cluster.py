"""A run on Dask: the same bytes, calm or with workers and drivers killed; and other programs read the output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dask_geopandas
import duckdb
import geopandas
import psutil
import pytest

from conftest import PART_BYTES, REPORTS, contents
from geoevents.cli import main
from geoevents.corpus.cluster import DaskExecutor, on_dask
from geoevents.corpus.job import Job
from geoevents.corpus.runner import prepare, run
from geoevents.errors import OtherRun, WorkersLost
from geoevents.model import Event
from geoevents.pipeline import Options, Resources
from geoevents.records import event_record
from geoevents.store import EventStore


@pytest.fixture(scope="module")
def cluster() -> Iterator[DaskExecutor]:
    """Two workers on this machine."""
    with on_dask(2) as executor:
        yield executor


@pytest.fixture
def fresh(source: Path, tmp_path: Path, resources: Resources) -> Job:
    """A run that nothing is done of."""
    return prepare(str(source), str(tmp_path / "out"), resources, Options(), part_bytes=PART_BYTES)


def listening(process: psutil.Process) -> set[str]:
    """The addresses that a process listens on."""
    return {found.laddr.ip for found in process.net_connections("inet") if found.status == psutil.CONN_LISTEN}


def test_everything_listens_on_loopback_alone(cluster: DaskExecutor) -> None:
    me = psutil.Process()
    assert cluster.dashboard.startswith("http://127.0.0.1:")
    assert len(cluster.pids()) == 2
    assert listening(me) == {"127.0.0.1"}
    assert all(listening(child) <= {"127.0.0.1"} for child in me.children(recursive=True))


@pytest.mark.parametrize("killed_in", ["", "reading reports", "merging events"])
def test_dask_makes_the_same_bytes_when_a_worker_is_killed(
    killed_in: str, cluster: DaskExecutor, fresh: Job, calm: Path
) -> None:
    killed: list[int] = []

    def kill(doing: str, done: Iterable[Any], _count: int) -> Iterator[Any]:
        for item in done:
            if doing == killed_in and not killed:
                killed.append(cluster.pids()[0])
                os.kill(killed[0], signal.SIGKILL)
            yield item

    cluster.check(fresh)
    run(fresh, cluster, kill)
    assert len(killed) == (1 if killed_in else 0)
    assert contents(Path(fresh.out)) == contents(calm)


def test_a_worker_with_other_data_is_refused(cluster: DaskExecutor, fresh: Job) -> None:
    with pytest.raises(OtherRun, match="another version"):
        cluster.check(replace(fresh, versions=(("geoevents", "0"),)))


def test_a_scheduler_that_is_not_there_is_said() -> None:
    with pytest.raises(WorkersLost, match="No scheduler answers"), on_dask(1, "tcp://127.0.0.1:1", patience=0.5):
        pass


def test_a_killed_driver_goes_on_to_the_same_bytes(source: Path, calm: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [
        sys.executable,
        "-m",
        "geoevents",
        "run-corpus",
        str(source),
        str(out),
        "--workers",
        "2",
        "--partition-mb",
        str(PART_BYTES / 1e6),
    ]
    driver = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until and not (out / "_work" / "map").exists():
        time.sleep(0.02)
    children = psutil.Process(driver.pid).children(recursive=True)
    driver.kill()
    driver.wait()
    assert children
    assert not (out / "manifest.json").exists()
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert f"{REPORTS} reports" in done.stderr
    assert contents(out) == contents(calm)
    assert psutil.wait_procs(children, timeout=30)[1] == []  # workers end with their driver


@pytest.fixture(scope="module")
def loaded(calm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which the whole output was loaded."""
    store = tmp_path_factory.mktemp("loaded") / "events.gpkg"
    assert main(["ingest", str(calm), "--store", str(store)]) == 0
    return store


def test_the_output_can_be_loaded_into_a_store(loaded: Path, single: tuple[Event, ...], resources: Resources) -> None:
    with EventStore(loaded, readonly=True) as store:
        assert store.check() == ()
        assert len(store.documents()) == REPORTS
        assert store.stale(resources.versions()) == ()
        ours = {"first_seen": None, "last_changed": None}
        assert [event_record(event) | ours for event in store.events()] == [event_record(event) for event in single]


def test_a_part_of_the_output_can_be_loaded(calm: Path, tmp_path: Path) -> None:
    store = tmp_path / "part.gpkg"
    box = ["--bbox", "30,45,42,55", "--from", "2024-08-05", "--to", "2024-08-07"]
    assert main(["ingest", str(calm), "--store", str(store), *box]) == 0
    with EventStore(store, readonly=True) as found:
        assert 0 < len(found.documents()) < REPORTS
        assert found.check() == ()
    assert main(["ingest", str(calm.parent), "--store", str(store), *box]) == 2


@pytest.mark.parametrize("table", ["reports", "mentions", "claims", "events", "evidence"])
def test_geopandas_dask_geopandas_and_duckdb_read_every_table(table: str, calm: Path) -> None:
    files = sorted((calm / table).glob("*.parquet"))
    ours = sum(len(geopandas.read_parquet(file)) for file in files)
    frame = dask_geopandas.read_parquet(calm / table, gather_spatial_partitions=True)
    theirs = duckdb.execute(f"SELECT count(*) FROM read_parquet('{calm / table}/*.parquet')").fetchone()  # noqa: S608 - our own path
    assert ours == len(frame) == (theirs or (0,))[0] > 0
    assert frame.crs.to_epsg() in {4326, None}
    assert len(frame.spatial_partitions) == len(files)


def test_a_box_reads_only_what_lies_in_it(calm: Path, records: Callable[[Path, str], list[Any]]) -> None:
    box = (30.0, 45.0, 42.0, 55.0)
    found = geopandas.read_parquet(calm / "mentions", bbox=box)
    inside = [
        place
        for record in records(calm, "mentions")
        if (place := next((p for p in record["places"] if p["relation"] in {"in", "near", "toward", "across"}), None))
        and box[0] <= place["lon"] <= box[2] and box[1] <= place["lat"] <= box[3]
    ]  # fmt: skip
    assert len(found) == len(inside) > 0
