"""One corpus for the tests: what a single process makes of it, and what a run in this process makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from corpus_texts import documents, write_jsonl

from geoevents.corpus.runner import Here, prepare, run
from geoevents.events import merge
from geoevents.model import Event, Extraction
from geoevents.pipeline import Options, Resources, extract

REPORTS = 200
PART_BYTES = 50_000


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as JSON lines; its last line repeats its first, so that one report stands in it twice."""
    path = write_jsonl(tmp_path_factory.mktemp("corpus") / "corpus.jsonl", REPORTS)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[0]]) + "\n", "utf-8")
    return path


@pytest.fixture(scope="session")
def extractions(resources: Resources) -> list[Extraction]:
    """What a single process reads in the corpus."""
    return [extract(document, resources) for document in documents(REPORTS)]


@pytest.fixture(scope="session")
def single(extractions: list[Extraction], resources: Resources) -> tuple[Event, ...]:
    """The events of a single process."""
    return merge(extractions, atlas=resources.atlas, lexicon=resources.lexicon)


@pytest.fixture(scope="session")
def calm(source: Path, tmp_path_factory: pytest.TempPathFactory, resources: Resources) -> Path:
    """The output folder of a run that nothing disturbed."""
    out = tmp_path_factory.mktemp("calm") / "out"
    run(prepare(str(source), str(out), resources, Options(), part_bytes=PART_BYTES), Here())
    return out


@pytest.fixture(scope="session")
def records() -> Callable[[Path, str], list[Any]]:
    """The records of a table of an output folder."""

    def read(out: Path, table: str) -> list[Any]:
        files = sorted((out / table).glob("*.parquet"))
        return [json.loads(line) for file in files for line in pq.read_table(file).column("record").to_pylist()]

    return read


def contents(out: Path) -> dict[str, bytes]:
    """All files of an output folder."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
