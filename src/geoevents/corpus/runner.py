"""A run from its input to its manifest: stage after stage, each task once, whatever was killed in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from geoevents.corpus import blocks, copies, events, manifest, mapping
from geoevents.corpus.job import RUN_FILE, WORK, Job, bytes_of, steering
from geoevents.corpus.plan import make_plan
from geoevents.corpus.storage import Folder, tidy
from geoevents.errors import OtherRun, RunError
from geoevents.pipeline import Options, Resources, versions
from geoevents.store.packing import plain

TaskOf = Callable[[Job, int], None]
MOST_BUCKETS = 256


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a run: one task for each partition ("parts"), each bucket ("buckets"), or one alone ("one")."""

    name: str
    doing: str
    task: TaskOf
    count: str
    made: str  # the folder whose files tell which tasks are done

    def tasks(self, job: Job) -> int:
        """Return how many tasks there are."""
        return {"parts": job.parts, "buckets": job.buckets, "one": 1}[self.count]


STAGES = (
    Stage("map", "reading reports", mapping.map_part, "parts", f"{WORK}/map"),
    Stage("shared", "counting shingles", copies.count_shared, "buckets", f"{WORK}/shared"),
    Stage("probes", "choosing shingles", copies.choose_probes, "parts", f"{WORK}/probes"),
    Stage("alike", "comparing reports", copies.link_reports, "buckets", f"{WORK}/alike"),
    Stage("groups", "gathering copies", copies.gather_groups, "one", f"{WORK}/groups"),
    Stage("copies", "finding copies", copies.find_copies, "buckets", f"{WORK}/copies"),
    Stage("keys", "sending block keys", blocks.send_keys, "parts", f"{WORK}/keys"),
    Stage("ties", "tying mentions", blocks.tie_mentions, "buckets", f"{WORK}/ties"),
    Stage("layout", "laying out components", blocks.lay_out, "one", f"{WORK}/layout"),
    Stage("scatter", "sending mentions", blocks.scatter, "parts", f"{WORK}/scatter"),
    Stage("merge", "merging events", events.make_events, "buckets", f"{WORK}/events"),
    Stage("conflicts", "finding contradictions", events.find_conflicts, "buckets", f"{WORK}/conflicts"),
    Stage("finish", "writing events", events.finish, "buckets", "events"),
)


class Executor(Protocol):
    """Where tasks run."""

    def run(self, task: TaskOf, job: Job, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the number of each task when it is done, with "" or with why no process survived it, in any order.

        Raises:
            RunError: when a task cannot be done for another reason, or there is nothing left to run on.
        """
        ...


class Here:
    """Runs tasks in this process, one after the other."""

    def run(self, task: TaskOf, job: Job, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the number of each task when it is done."""
        for number in numbers:
            task(job, number)
            yield number, ""


Watch = Callable[[str, Iterable[Any], int], Iterable[Any]]


def unwatched(_doing: str, done: Iterable[Any], _count: int) -> Iterable[Any]:
    """Show nothing."""
    return done


@dataclass(frozen=True, slots=True)
class Result:
    """What a run made: its manifest, and whether it was made now (or was there already)."""

    manifest: dict[str, Any]
    new: bool


def prepare(
    source: str,
    out: str,
    resources: Resources,
    options: Options,
    *,
    published: str | None = None,
    part_bytes: int | None = None,
) -> Job:
    """Cut the input into partitions, and take the output folder into possession or find it to be of the same run.

    Args:
        source: what to read (see `plan.make_plan`).
        out: the output folder, a path or URL.
        resources: what reports are read with here; it must be the same where they are read.
        options: how they are read.
        published: the date of reports that state none.
        part_bytes: the size of a partition; by default as the corpus asks for.

    Raises:
        OtherRun: when the folder is of another run, another version, or something else.
        DamagedOutput: when it cannot be written.
    """
    folder = Folder(out)
    known = folder.names()
    if known and RUN_FILE not in known:
        raise OtherRun(f"{out} holds other files, and none of a run: name a new folder.")
    plan = make_plan(source, folder, part_bytes)
    parts = len(plan.parts)
    buckets = max(1, min(MOST_BUCKETS, parts // 2))
    made_with = versions(resources, options)
    job = Job(out, parts, buckets, plan.digest, plan.inputs, steering(options, published), made_with)
    wanted = bytes_of(job.fingerprint())
    if RUN_FILE in known:
        _compare(folder, json.loads(folder.read(RUN_FILE)), json.loads(wanted))
    if manifest.MANIFEST in known:
        return job
    for number, part in enumerate(plan.parts):
        job.work.write(f"plan/{number:05}.json", plain(part))
    lines = (json.dumps({"where": where, "error": error}, ensure_ascii=False) for where, error in plan.failures)
    job.work.write("failures/input.jsonl", "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
    folder.write(RUN_FILE, wanted)
    return job


def _compare(folder: Folder, there: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Refuse a folder of another run, and say in what it differs."""
    names = {
        "format": "format of the folder", "versions": "version of the program or its data", "inputs": "input",
        "options": "options", "partitions": "partitions",
    }  # fmt: skip
    other = [words for key, words in names.items() if there.get(key) != wanted[key]]
    if other:
        raise OtherRun(
            f"{folder.root} is of another run ({', '.join(other)} differ): name a new folder, or remove this one."
        )


def run(job: Job, executor: Executor, watch: Watch = unwatched) -> Result:
    """Do what is left to do of a run, and write its manifest.

    Raises:
        RunError: when a stage cannot go on; what is finished stays, and the same run goes on from there.
    """
    folder = job.folder
    if (known := made_before(job)) is not None:
        return known
    for stage in STAGES if job.parts else ():
        _run_stage(stage, job, executor, watch)
    written = manifest.write(job)
    folder.remove(WORK)
    tidy(folder)
    return Result(written, new=True)


def made_before(job: Job) -> Result | None:
    """Return the result of a run that was finished before, None while there is something to do."""
    if manifest.MANIFEST not in job.folder.names():
        return None
    return Result(manifest.read(job.folder), new=False)


def _run_stage(stage: Stage, job: Job, executor: Executor, watch: Watch) -> None:
    there = job.folder.names(stage.made)
    ending = "part-{:05}.parquet" if stage.made == "events" else "{:05}.arrow"
    left = [number for number in range(stage.tasks(job)) if ending.format(number) not in there]
    for number, death in watch(stage.doing, executor.run(stage.task, job, left), len(left)):
        if not death:
            continue
        if stage.name != "map":
            raise RunError(f"{stage.doing}: part {number} cannot be done: {death}; {_AGAIN}")
        mapping.give_up(job, number, death)


_AGAIN = "give the processes more memory, then give the same command again: finished parts are kept."
