"""Where tasks run: a Dask cluster on this machine, or one that listens elsewhere. The only module that imports dask.

The cluster of this machine has one process a worker, listens on 127.0.0.1 alone, and starts a worker that dies anew.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from geoevents.corpus.job import Job
from geoevents.corpus.runner import TaskOf
from geoevents.errors import DamagedOutput, GeoEventsError, OtherRun, WorkersLost
from geoevents.pipeline import versions
from geoevents.workers import resources, unheard

LOOPBACK = "127.0.0.1"
DEATHS = 3  # workers that one task may cost before it is given up
_SETTINGS = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.worker.memory.spill": False,  # tasks hold nothing when they are done
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.comm.retry.count": 2,
    "logging": dict.fromkeys(
        ("distributed", "distributed.client", "bokeh", "tornado", "tornado.application"), "critical"
    ),  # what matters comes back as a value or an error
    "distributed.worker.profile.enabled": False,  # sampling the stacks of rules would take a tenth of the time
}


class DaskExecutor:
    """Runs tasks on the workers of a Dask client."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - dask is untyped
        """Take a connected client."""
        self._client = client

    @property
    def dashboard(self) -> str:
        """The address of the dashboard."""
        return str(self._client.dashboard_link)

    def pids(self) -> tuple[int, ...]:
        """Return the process ids of the workers."""
        return tuple(self._client.run(os.getpid).values())

    def check(self, job: Job) -> None:
        """See that all workers read reports as this process does, and write to the same folder.

        Raises:
            OtherRun: when a worker has another version of the program or its data, or does not see the output folder.
            WorkersLost: when there is no worker.
        """
        self._client.wait_for_workers(1, timeout=60)
        answers = self._client.run(_look, job)
        if not answers:
            raise WorkersLost("The cluster has no workers: start some, then give the same command again.")
        for worker, (made_with, sees) in answers.items():
            if made_with != job.versions:
                raise OtherRun(f"{worker} has another version of geoevents, its data or its models: install the same.")
            if not sees:
                raise OtherRun(f"{worker} does not see {job.out}: name a shared folder, or a URL.")

    def run(self, task: TaskOf, job: Job, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the number of each task when it is done, with "" or with why no process survived it.

        Raises:
            RunError: when a task cannot be done, or the scheduler is gone.
        """
        from distributed import KilledWorker, as_completed  # noqa: PLC0415 - the extra `cluster`

        futures = {
            self._client.submit(task, job, number, key=f"{task.__name__}-{number:05}", pure=False): number
            for number in numbers
        }
        try:
            for future in as_completed(list(futures)):
                error = future.exception() if future.status == "error" else None
                if future.status not in {"finished", "error"}:
                    raise WorkersLost(_LOST)
                if error is not None and not isinstance(error, KilledWorker):
                    raise _spoken(error, task, futures[future])
                yield futures[future], "" if error is None else _DEATH
                future.release()
        except (OSError, TimeoutError) as error:
            raise WorkersLost(_LOST) from error
        finally:
            self._client.cancel([future for future in futures if not future.done()])


_LOST = "The scheduler is gone: start it, then give the same command again; finished parts are kept."
_DEATH = f"{DEATHS + 1} workers died over it (out of memory, or a crash of a library)"


def _spoken(error: BaseException, task: TaskOf, number: int) -> GeoEventsError:
    if isinstance(error, GeoEventsError):
        return error
    return DamagedOutput(f"{task.__name__} {number}: {type(error).__name__}: {error}; finished parts are kept.")


def _look(job: Job) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Return what a worker reads reports with, and whether it sees the output folder."""
    known = resources(job.steering.border_view)
    return versions(known, job.steering.options()), bool(job.folder.names())


@contextmanager
def on_dask(workers: int, scheduler: str | None = None, *, patience: float = 20.0) -> Iterator[DaskExecutor]:
    """Yield an executor on a cluster of this machine with so many workers, or on the one at an address.

    `patience` are the seconds in which that address must answer.

    Raises:
        WorkersLost: when nothing answers there, or the extra `cluster` is not installed.
    """
    try:
        import dask  # noqa: PLC0415 - the extra `cluster`
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise WorkersLost(
            'run-corpus needs Dask: install it with `python -m pip install "geoevents[cluster]"`.'
        ) from error
    _hush()
    with tempfile.TemporaryDirectory(prefix="geoevents-") as scratch, dask.config.set(_SETTINGS):
        if scheduler is not None:
            try:
                client = Client(scheduler, timeout=patience)
            except (OSError, ValueError, TimeoutError) as error:
                raise WorkersLost(f"No scheduler answers at {scheduler}: {error}.") from error
            with client:
                yield DaskExecutor(client)
            return
        with _local(workers, scratch) as cluster, Client(cluster) as client:
            yield DaskExecutor(client)


def _hush() -> None:
    """Keep Dask's logs off the screen: what matters comes back as a value or an error."""
    for name in [name for name in logging.root.manager.loggerDict if name.split(".")[0] in {"distributed", "tornado"}]:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _local(workers: int, scratch: str) -> Any:  # noqa: ANN401 - dask is untyped
    """Start a cluster of this machine; scheduler, workers, nannies and their pages listen on 127.0.0.1 alone."""
    from distributed import LocalCluster  # noqa: PLC0415 - the extra `cluster`

    with unheard():  # the thread that starts workers inherits it, now and when one has died
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            dashboard_address=f"{LOOPBACK}:0",
            worker_dashboard_address=f"{LOOPBACK}:0",
            local_directory=scratch,
            silence_logs=logging.CRITICAL,
        )
