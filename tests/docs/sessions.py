"""Run the shell sessions of README and docs; `python tests/docs/sessions.py` writes what they print into the pages.

A ```console block is run command by command in one temporary folder that holds the sample reports. `…` at the end of an
expected line or alone on a line stands for anything, and survives rewriting only where the lines before it still fit. Blocks
behind `<!-- not run: reason -->` start a server or install something, and are left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(?P<skip><!-- not run: [^>]+ -->\n)?```(?P<kind>console|python)\n(?P<body>.*?)```", re.DOTALL)


def blocks(page: Path, kind: str) -> list[str]:
    """The blocks of one kind that are run, in order."""
    text = page.read_text(encoding="utf-8")
    return [m["body"] for m in BLOCK.finditer(text) if m["kind"] == kind and not m["skip"]]


def steps(session: str) -> list[tuple[str, str]]:
    """Commands with what they should print."""
    parts = re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def prepare(folder: Path) -> dict[str, str]:
    """Lay the sample reports into a folder and return the environment for its session."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    return {
        **os.environ,
        "GEOEVENTS_STORE": str(folder / "events.gpkg"),
        "GEOEVENTS_GAZETTEER": str(folder / "gazetteer"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUTF8": "1",
        "COLUMNS": "120",
    }


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Run one command of a session and return what it prints, both streams in order, without the folder's own path."""
    done = subprocess.run(
        ["/bin/bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    printed = "\n".join(line.rstrip() for line in done.stdout.replace(f"{folder}{os.sep}", "").strip().splitlines())
    return printed + "\n" if printed else ""


def matches(expected: str, printed: str) -> bool:
    """Whether what was printed fits what a page shows; `…` stands for anything."""
    pattern = ".*?".join(re.escape(piece) for piece in expected.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


def rewritten(session: str, folder: Path, environment: dict[str, str]) -> str:
    """A session with what its commands print now; a step that still fits stays as it is."""
    made = []
    for command, expected in steps(session):
        printed = run(command, folder, environment)
        made.append(f"$ {command}\n{expected if matches(expected, printed) else printed}")
    return "".join(made)


def main() -> None:
    """Rewrite the pages."""
    for page in PAGES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            environment = prepare(folder)
            text = page.read_text(encoding="utf-8")
            for session in blocks(page, "console"):
                text = text.replace(
                    f"```console\n{session}```", f"```console\n{rewritten(session, folder, environment)}```"
                )
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
