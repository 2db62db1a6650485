"""A run makes what a single process makes, whatever is its input and whatever goes wrong."""

from __future__ import annotations

import csv
import json
import resource
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus_texts import rows, write_jsonl

from conftest import PART_BYTES, REPORTS, contents
from geoevents.corpus import plan
from geoevents.corpus.mapping import read_part
from geoevents.corpus.runner import STAGES, Here, prepare, run
from geoevents.corpus.storage import Folder, tidy
from geoevents.errors import DamagedOutput, OtherRun
from geoevents.model import Event, Extraction
from geoevents.pipeline import Options, Resources
from geoevents.reading import ReadFailure, read
from geoevents.records import claim_record, event_record
from geoevents.records.reports import mention_record

Records = Callable[[Path, str], list[Any]]


def order(records: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(record) for record in records)


def test_a_run_equals_a_single_process(
    calm: Path, records: Records, single: tuple[Event, ...], extractions: list[Extraction]
) -> None:
    mentions = [mention_record(mention) for found in extractions for mention in found.mentions]
    claims = [claim_record(claim) for found in extractions for claim in found.claims]
    assert order(records(calm, "events")) == order(event_record(event) for event in single)
    assert order(records(calm, "mentions")) == order(mentions)
    assert order(records(calm, "claims")) == order(claims)
    assert sum(event.reports for event in single) > len(single) > 100
    assert any(event.conflicts for event in single)


def test_a_report_that_stands_twice_counts_once(calm: Path) -> None:
    found = json.loads((calm / "manifest.json").read_text("utf-8"))
    assert found["rows"]["reports"] == REPORTS
    assert found["partitions"] > 4
    assert not (calm / "_work").exists()


def mixed(folder: Path) -> Path:
    """A folder of reports in all forms that can be read, some of them broken."""
    folder.mkdir()
    made = list(rows(30))
    write_jsonl(folder / "lines.jsonl", 12)
    with (folder / "lines.jsonl").open("a", encoding="utf-8") as lines:
        lines.write('{"id": "half"\n{"no": "text"}\n')
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, ["id", "text", "published"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, "id": f"c{row['id']}", "text": row["text"] * 3} for row in made[:20])
    named = {
        name: [f"p{row[name]}" if name == "id" else row[name] for row in made] for name in ("id", "text", "published")
    }
    pq.write_table(pa.table(named), folder / "rows.parquet", row_group_size=7)
    (folder / "torn.parquet").write_bytes((folder / "rows.parquet").read_bytes()[:-400])
    (folder / "none.parquet").write_bytes(b"no parquet at all")
    (folder / "a").mkdir()
    (folder / "a" / "2024-08-07 report.txt").write_text(made[3]["text"], "utf-8")
    (folder / "a" / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "a" / "manifest.csv").write_text("file,published\n2024-08-07 report.txt,2024-08-09\n", "utf-8")
    return folder


@pytest.mark.parametrize("size", [9_000, 60_000, 10_000_000])
def test_partitions_hold_what_is_read_whole(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "LARGE_TABLE", 50_000)
    folder = mixed(tmp_path / "in")
    made = plan.make_plan(str(folder), Folder(str(tmp_path / "out")), size)
    whole = list(read([folder]))
    parted = [item for part in made.parts for item in read_part(part, None)]
    assert [item for item in parted if not isinstance(item, ReadFailure)] == [
        item for item in whole if not isinstance(item, ReadFailure)
    ]
    failed = {*(error for _, error in made.failures), *(str(i.error) for i in parted if isinstance(i, ReadFailure))}
    assert len(failed) == len([item for item in whole if isinstance(item, ReadFailure)])
    assert len(made.parts) > 100_000 // size


def test_what_cannot_be_read_is_listed_and_stops_nothing(tmp_path: Path, resources: Resources) -> None:
    folder, out = mixed(tmp_path / "in"), tmp_path / "out"
    long = " ".join(row["text"] for row in rows(25)) + " Troops " + "advanced and " * 2000
    (folder / "slow.txt").write_text(long, "utf-8")
    result = run(prepare(str(folder), str(out), resources, Options(), part_bytes=60_000), Here())
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text("utf-8").splitlines()]
    assert result.manifest["failures"] == len(failures) == 5
    assert result.manifest["rows"]["reports"] == 12 + 20 + 30 + 2
    assert all(set(failure) == {"partition", "where", "error"} for failure in failures)
    assert "torn.parquet" in str(failures)


def test_a_partition_that_kills_every_process_is_left_out(tmp_path: Path, source: Path, resources: Resources) -> None:
    out = tmp_path / "out"

    class Deadly(Here):
        def run(self, task: Any, job: Any, numbers: Any) -> Iterator[tuple[int, str]]:
            for number in numbers:
                if task.__name__ == "map_part" and number == 2:
                    yield number, "4 workers died over it"
                else:
                    yield from super().run(task, job, [number])

    job = prepare(str(source), str(out), resources, Options(), part_bytes=PART_BYTES)
    result = run(job, Deadly())
    assert 0 < result.manifest["rows"]["reports"] < REPORTS
    assert json.loads((out / "failures.jsonl").read_text("utf-8"))["partition"] == "00002"


@pytest.mark.parametrize("stage", range(len(STAGES)), ids=lambda number: STAGES[number].name)
def test_a_run_that_was_stopped_anywhere_goes_on_to_the_same_bytes(
    stage: int, tmp_path: Path, resources: Resources, small: tuple[Path, Path]
) -> None:
    source, whole = small
    out = tmp_path / "out"
    job = prepare(str(source), str(out), resources, Options(), part_bytes=30_000)

    def stop(doing: str, done: Iterable[Any], _count: int) -> Iterator[Any]:
        for number, item in enumerate(done):
            if doing == STAGES[stage].doing and number == min(1, STAGES[stage].tasks(job) - 1):
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt):
        run(job, Here(), stop)
    assert not (out / "manifest.json").exists()
    run(prepare(str(source), str(out), resources, Options(), part_bytes=30_000), Here())
    assert contents(out) == contents(whole)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, resources: Resources) -> tuple[Path, Path]:
    """A small corpus and the output of a run over it."""
    folder = tmp_path_factory.mktemp("small")
    source = write_jsonl(folder / "small.jsonl", 30)
    run(prepare(str(source), str(folder / "out"), resources, Options(), part_bytes=30_000), Here())
    return source, folder / "out"


def test_a_folder_of_another_run_is_refused(small: tuple[Path, Path], tmp_path: Path, resources: Resources) -> None:
    source, out = small
    other = write_jsonl(tmp_path / "other.jsonl", 31)
    with pytest.raises(OtherRun, match="input differ"):
        prepare(str(other), str(out), resources, Options(), part_bytes=40_000)
    with pytest.raises(OtherRun, match="options differ"):
        prepare(str(source), str(out), resources, Options(near="Kursk"), part_bytes=30_000)
    fingerprint = json.loads((out / "_run.json").read_text("utf-8"))
    older = tmp_path / "older"
    older.mkdir()
    fingerprint["versions"][0][1] = "0.0.1"
    (older / "_run.json").write_text(json.dumps(fingerprint), "utf-8")
    with pytest.raises(OtherRun, match="version of the program"):
        prepare(str(source), str(older), resources, Options(), part_bytes=30_000)
    with pytest.raises(OtherRun, match="holds other files"):
        prepare(str(source), str(tmp_path), resources, Options())


def test_no_room_is_said_and_nothing_half_written_is_taken_for_whole(
    small: tuple[Path, Path], tmp_path: Path, resources: Resources
) -> None:
    source, whole = small
    out = tmp_path / "out"
    job = prepare(str(source), str(out), resources, Options(), part_bytes=30_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
    try:
        with pytest.raises(DamagedOutput, match=r"cannot be written.*give the same command again"):
            run(job, Here())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not [path for path in out.rglob("*") if path.name.endswith(".part")]
    run(job, Here())
    assert contents(out) == contents(whole)


def test_an_object_store_holds_the_same_bytes(small: tuple[Path, Path], resources: Resources) -> None:
    source, whole = small
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/in/small.jsonl", source.read_bytes())
    job = prepare("memory://in/small.jsonl", "memory://out/run", resources, Options(), part_bytes=30_000)
    run(job, Here())
    made = {path.removeprefix("/out/run/"): memory.cat_file(path) for path in memory.find("/out/run")}
    assert made == contents(whole)


def test_what_a_killed_process_wrote_aside_is_removed(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    folder.write("claims/part-00000.parquet", b"whole")
    (tmp_path / "claims" / ".part-00001.parquet.9c662566.part").write_bytes(b"half")
    tidy(folder)
    assert [path.name for path in (tmp_path / "claims").iterdir()] == ["part-00000.parquet"]
