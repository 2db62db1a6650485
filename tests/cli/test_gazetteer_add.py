"""gazetteer add and info, and what the other commands make of added places."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]
LINE = "491234\tSnagost’\tSnagost'\tSnagostishche\t51.3150\t34.8933\tP\tPPL\tRU\t\t41\t\t\t\t900\t\t154\tEurope/Moscow\t2024-08-15\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "RU.txt").write_text(LINE, encoding="utf-8")
    return tmp_path / "RU.txt"


def test_added_and_found(run: Run, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "added"
    code, out, err = run("gazetteer", "add", table, "--gazetteer", folder)
    assert code == 0
    assert out == "RU.txt (GeoNames, CC BY 4.0): 1 new places, 0 known, 4 names\n"
    assert err == f"gazetteer: 1 added places, 2 names and 0 polygons in {folder}.\n"
    code, out, _ = run("gazetteer", "info", "--gazetteer", folder)
    assert f"added    1 places in {folder}" in out
    assert "RU.txt (GeoNames, CC BY 4.0)" in out
    assert run("geocode", "Snagostishche")[0] == 1
    code, out, _ = run("geocode", "Snagostishche", "--format", "jsonl", "--gazetteer", folder)
    assert (code, json.loads(out)["place_id"]) == (0, "geonames:491234")
    assert run("distance", "Snagostishche", "border", "--gazetteer", folder)[0] == 0


def test_reports_are_read_with_added_places(process: Process, table: Path, tmp_path: Path) -> None:
    where = {"GEOEVENTS_GAZETTEER": str(tmp_path / "added")}
    assert process("gazetteer", "add", table, **where).returncode == 0
    text = "Troops left the village of Snagostishche near Sudzha, Kursk region.\n"
    done = process("extract", "-", given=text.encode(), **where)
    found = {t["text"]: t["place_id"] for t in json.loads(done.stdout)["toponyms"]}
    assert (done.returncode, found["Snagostishche"]) == (0, "geonames:491234")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "does not exist"), ("", "is empty"), (LINE + "491235\tA", "line 2: 2 columns instead of 19")],
)
def test_broken_sources_are_one_line(run: Run, tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "RU.txt").write_text(content, encoding="utf-8")
    code, out, err = run("gazetteer", "add", tmp_path / "RU.txt", "--gazetteer", tmp_path / "added")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert message in err
    assert not (tmp_path / "added").exists()


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, err = run("geocode", "Sudzha", "--gazetteer", tmp_path / "none")
    assert (code, err.count("\n")) == (1, 1)
    assert "No added places in" in err
    monkeypatch.setenv("GEOEVENTS_GAZETTEER", "")
    assert "name a folder with --gazetteer" in run("gazetteer", "add", tmp_path / "x.txt")[2]
