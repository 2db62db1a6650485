"""The shell sessions and Python blocks of README and docs are run, and print what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import sessions

WITH_CONSOLE = [page for page in sessions.PAGES if sessions.blocks(page, "console")]
WITH_PYTHON = [page for page in sessions.PAGES if sessions.blocks(page, "python")]


@pytest.mark.parametrize("page", WITH_CONSOLE, ids=lambda page: page.name)
def test_console(page: Path, tmp_path: Path) -> None:
    environment = sessions.prepare(tmp_path)
    for session in sessions.blocks(page, "console"):
        for command, expected in sessions.steps(session):
            printed = sessions.run(command, tmp_path, environment)
            assert sessions.matches(expected, printed), (
                f"{page.name}: $ {command}\nit says:\n{expected}\nprinted:\n{printed}"
            )


@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda page: page.name)
def test_python(page: Path, tmp_path: Path) -> None:
    environment = sessions.prepare(tmp_path)
    code = "".join(sessions.blocks(page, "python"))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{page.name}\n{code}\n{done.stderr}"


def test_an_ellipsis_stands_for_anything() -> None:
    assert sessions.matches("a … c\n…\n", "a b c\nd\ne\n")
    assert not sessions.matches("a … c\n", "a b d\n")
