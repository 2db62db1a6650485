"""The shell sessions of README and docs are run, and print what they say.

A ```console block is run line by line in one temporary folder that holds the sample reports; `…` in the expected output stands
for anything. Blocks behind `<!-- not run: reason -->` start a server or install something, and are left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(?P<skip><!-- not run: [^>]+ -->\n)?```(?P<kind>console|python)\n(?P<body>.*?)```", re.DOTALL)


def blocks(kind: str) -> list[tuple[str, str]]:
    """The blocks of each page, joined: a session goes on over its blocks."""
    found = []
    for page in PAGES:
        bodies = [
            m["body"] for m in BLOCK.finditer(page.read_text(encoding="utf-8")) if m["kind"] == kind and not m["skip"]
        ]
        if bodies:
            found.append((page.name, "".join(bodies)))
    return found


def steps(session: str) -> list[tuple[str, str]]:
    """Commands with what they should print."""
    parts = re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def matches(expected: str, printed: str) -> bool:
    pattern = ".*?".join(re.escape(piece.rstrip()) for piece in expected.strip().split("…"))
    tidy = "\n".join(line.rstrip() for line in printed.strip().splitlines())
    return re.fullmatch(pattern, tidy, re.DOTALL) is not None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.mark.parametrize(
    ("page", "session"), blocks("console"), ids=lambda value: value if value.endswith(".md") else ""
)
def test_console(page: str, session: str, folder: Path) -> None:
    environment = {
        **os.environ,
        "GEOEVENTS_STORE": str(folder / "events.gpkg"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUTF8": "1",
    }
    for command, expected in steps(session):
        done = subprocess.run(
            ["/bin/bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        printed = done.stdout + done.stderr
        assert matches(expected, printed), f"{page}: $ {command}\nexpected:\n{expected}\nprinted:\n{printed}"


@pytest.mark.parametrize(("page", "code"), blocks("python"), ids=lambda value: value if value.endswith(".md") else "")
def test_python(page: str, code: str, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{page}\n{code}\n{done.stderr}"
