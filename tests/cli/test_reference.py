"""Every command is documented, and help comes at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geoevents.cli.reference import commands, reference

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"numpy", "shapely", "geopandas", "pandas", "streamlit", "trafilatura", "lxml", "pyproj", "scipy", "folium"}


def test_the_reference_is_up_to_date() -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_is_documented_and_has_help(name: str, run: Callable[..., tuple[int, str, str]]) -> None:
    assert f"## {name}\n" in (ROOT / "docs" / "cli.md").read_text("utf-8")
    code, out, _ = run(*name.split(" ")[1:], "--help")
    assert code == 0
    assert out.startswith("usage: ")


def test_every_option_says_what_it_does() -> None:
    for name, parser in commands():
        for action in parser._actions:
            assert action.help or not action.option_strings, f"{name} {action.option_strings} has no help"


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from geoevents.cli import main; main(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in HEAVY if f"'{name}'" in done.stderr}
    assert loaded == set()


def test_version(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("--version")[:2] == (0, "geoevents 0.1.0\n")
