"""The sample reports, extracted and stored once; commands run in this process, or as a real one where that matters."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geoevents.cli import main
from geoevents.resources import seeds_folder

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: exit code, standard output, standard error."""

    def command(*words: str | Path) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture(scope="session")
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command as a process of its own."""

    def command(*words: str | Path, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "geoevents", *map(str, words)],
            input=given,
            capture_output=True,
            env={**os.environ, **environment},
            check=False,
            timeout=120,
        )

    return command


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample reports; tests only read it."""
    path = tmp_path_factory.mktemp("store with space и кириллица") / "events.gpkg"
    assert main(["ingest", str(seeds_folder()), "--store", str(path)]) == 0
    return path
