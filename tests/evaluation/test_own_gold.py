"""The gold is what its readings say, and every span in it stands in its report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "evaluation" / "gold"
SETS = sorted(
    path.name
    for path in GOLD.glob("*.jsonl")
    if path.name in {"seeds.jsonl", "reports.jsonl", "events.jsonl", "unseen.jsonl"}
)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_samples_and_the_reports_are_there() -> None:
    assert {"seeds.jsonl", "reports.jsonl", "events.jsonl"} <= set(SETS)


def test_gold_is_what_its_readings_say() -> None:
    done = python("evaluation/gold/make.py", "--check")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SETS)
def test_the_scorer_finds_the_gold_perfect_and_nothing_worthless(name: str) -> None:
    done = python("evaluation/score_events.py", "--self-test", f"evaluation/gold/{name}")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("row", [row for name in SETS for row in rows(name)], ids=lambda row: row["id"])
def test_spans_reproduce_their_surface(row: dict[str, Any]) -> None:
    text = row["text"]
    for toponym in row["toponyms"]:
        assert text[toponym["start"] : toponym["end"]] == toponym["name"]
    for timex in row["timexes"]:
        assert text[timex["start"] : timex["end"]] == timex["text"]
    for event in row["events"]:
        for start, end in event["spans"]:
            assert 0 <= start < end <= len(text)
        for place in event["places"]:
            if place["start"] is not None and row["toponyms"]:  # else the report's events alone are marked
                assert any(t["start"] == place["start"] for t in row["toponyms"]), (event["id"], place["name"])
