"""The passages with marked place names: what the sources make, with every name in its text and on its place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geoevents.atlas import Atlas

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "evaluation" / "gold"
sys.path.insert(0, str(GOLD))

import make_toponyms  # noqa: E402 - evaluation is no package

ROWS = [json.loads(line) for line in (GOLD / "toponyms.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_file_is_what_its_sources_make() -> None:
    done = subprocess.run(
        [sys.executable, "evaluation/gold/make_toponyms.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_both_sets_hold_all_kinds() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids)) >= 50
    styles = {name: {row["style"] for row in ROWS if row["set"] == name} for name in ("development", "kept")}
    assert styles["development"] == styles["kept"]
    assert len(styles["kept"]) >= 10


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_names_stand_in_their_text(row: dict[str, Any]) -> None:
    end = 0
    for toponym in row["toponyms"]:
        assert row["text"][toponym["start"] : toponym["end"]] == toponym["name"]
        assert toponym["start"] >= end
        end = toponym["end"]
        assert (toponym["lat"] is None) == (toponym["lon"] is None)
        assert toponym["lat"] is None or (-90 <= toponym["lat"] <= 90 and -180 <= toponym["lon"] <= 180)
    assert not re.search(r"\|-?\d|\[[DMP]:", row["text"])


@pytest.mark.parametrize("body", ["In [Lima|-12.0,-77.0 it rained.", "In [Lima|@PE it rained."])
def test_an_open_mark_is_refused(body: str) -> None:
    head = make_toponyms.HEAD.match("# x1 world kept\n")
    assert head is not None
    with pytest.raises(ValueError, match="x1: a mark is not closed"):
        make_toponyms.passage(head, body, Atlas.load())


def test_points_are_numbers_countries_or_none() -> None:
    atlas = Atlas.load()
    assert make_toponyms.point("51.19,35.27", atlas) == (51.19, 35.27)
    assert make_toponyms.point("N", atlas) == (None, None)
    lat, lon = make_toponyms.point("@PE", atlas)
    assert lat == pytest.approx(-10, abs=3)
    assert lon == pytest.approx(-76, abs=3)
    with pytest.raises(ValueError, match="no country"):
        make_toponyms.point("@QQ", atlas)
