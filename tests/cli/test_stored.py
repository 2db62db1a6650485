"""events, export, geocode, distance, gazetteer, store: against a store of the sample reports."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


def events(run: Run, store: Path, *filters: str) -> list[dict[str, Any]]:
    code, out, _ = run("events", "--format", "jsonl", "--store", store, *filters)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_filters_keep_what_they_say(run: Run, store: Path) -> None:
    everything = events(run, store)
    assert everything
    strikes = events(run, store, "--type", "strike", "damage")
    assert strikes == [event for event in everything if event["type"] in ("strike", "damage")]
    dated = events(run, store, "--from", "2024-08-09", "--to", "2024-08-09")
    assert dated == [
        event
        for event in everything
        if event["date_start"] and event["date_start"] <= "2024-08-09" <= event["date_end"]
    ]
    claimed = events(run, store, "--status", "claimed")
    assert claimed
    assert {event["status"] for event in claimed} == {"claimed"}
    near = events(run, store, "--within-km-of-border", "15")
    assert near
    assert all(event["border_km"] is not None for event in near)
    assert events(run, store, "--bbox", "-180,-90,-170,-80") == []
    assert events(run, store, "--text", "no such words at all") == []


def test_a_table_for_people(run: Run, store: Path) -> None:
    code, out, err = run("events", "--store", store)
    assert code == 0
    assert out.splitlines()[0].split() == ["DATE", "TYPE", "PLACE", "STATUS", "SOURCES", "SUMMARY"]
    assert f"{len(out.splitlines()) - 1} events shown" in err
    assert all(char.isprintable() for line in out.splitlines() for char in line)


def test_changes_since_a_day(run: Run, store: Path) -> None:
    changed = events(run, store, "--changed-since", "2000-01-01")
    assert {event["change"] for event in changed} == {"new"}
    assert len(changed) == len(events(run, store))
    assert events(run, store, "--changed-since", "2999-01-01") == []
    assert "CHANGE" in run("events", "--changed-since", "2000-01-01", "--store", store)[1]


def test_exports_hold_exactly_the_filtered_events(run: Run, store: Path, tmp_path: Path) -> None:
    wanted = {event["id"] for event in events(run, store, "--type", "strike")}
    path = tmp_path / "a.geojson"
    code, out, err = run("export", "--format", "geojson", "-o", path, "--type", "strike", "--store", store)
    assert (code, out) == (0, "")
    found = json.loads(path.read_text("utf-8"))
    placed = {feature["properties"]["event_id"] for feature in found["features"]}
    assert placed <= wanted
    assert len(placed) + found["unplaced"] == len(wanted)
    assert f"{found['unplaced']} without a place" in err
    code, out, _ = run("export", "--format", "csv", "-o", "-", "--type", "strike", "--store", store)
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert {row["event_id"] for row in rows} == wanted
    assert run("events", "--format", "csv", "--type", "strike", "--store", store)[1] == out
    code, out, _ = run("export", "--format", "jsonl", "-o", "-", "--type", "strike", "--store", store)
    assert {json.loads(line)["id"] for line in out.splitlines()} == wanted


def test_regions_as_points(run: Run, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    run("export", "--format", "geojson", "-o", path, "--regions", "point", "--store", store)
    assert {f["geometry"]["type"] for f in json.loads(path.read_text("utf-8"))["features"]} == {"Point"}


def test_geocode(run: Run) -> None:
    code, out, err = run("geocode", "Sudzha", "Paris, Texas")
    assert code == 0
    assert "51.19" in out
    assert "lies in Texas" in out
    assert err == "geocode: 2 names, 2 found.\n"
    found = [
        json.loads(line) for line in run("geocode", "Sudzha", "--country", "RU", "--format", "jsonl")[1].splitlines()
    ]
    assert {row["country"] for row in found} == {"RU"}
    assert all(row["reasons"] for row in found)
    code, out, err = run("geocode", "Xyzzyqq", "Kyiv")
    assert code == 1
    assert "Kyiv" in out
    assert "no place is called 'Xyzzyqq'" in err


@pytest.mark.parametrize(
    ("words", "low", "high", "holds"),
    [
        (("Sudzha", "border"), 8.5, 10.5, "Russia–Ukraine border"),
        (("Sudzha", "border:UA"), 8.5, 10.5, "Ukraine border"),
        (("51.191,35.271", "border"), 8.5, 10.5, "border"),
        (("Kursk", "Moscow"), 450, 465, "bearing 11° (N"),
        (("-34.6,-58.4", "border"), 30, 60, "Argentina–Uruguay"),
    ],
)
def test_distance(words: tuple[str, str], low: float, high: float, holds: str, run: Run) -> None:
    code, out, _ = run("distance", *words)
    assert code == 0
    number, unit = out.split()[:2]
    assert unit == "km"
    assert low <= float(number) <= high
    assert holds in out


@pytest.mark.parametrize(
    "words", [("Xyzzyqq", "border"), ("91,0", "border"), ("Sudzha", "border:IS"), ("Sudzha", "Xyzzyqq")]
)
def test_distances_that_cannot_be_answered(words: tuple[str, str], run: Run) -> None:
    code, out, err = run("distance", *words)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_gazetteer_info(run: Run) -> None:
    code, out, err = run("gazetteer", "info", "--debug")
    assert code == 0
    assert "version" in out
    assert "README.md" in err


def test_store_care(run: Run, store: Path, tmp_path: Path) -> None:
    code, _, err = run("store", "check", "--store", store)
    assert code == 0
    assert "sound" in err
    copy = tmp_path / "copy.gpkg"
    assert run("store", "backup", copy, "--store", store)[0] == 0
    assert run("store", "vacuum", "--store", copy)[0] == 0
    assert events(run, copy) == events(run, store)


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\x00torn"])
def test_what_is_no_store(content: bytes | None, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    if content is not None:
        path.write_bytes(content)
    for words in (("events",), ("store", "check"), ("export", "--format", "csv", "-o", tmp_path / "y.csv")):
        code, out, err = run(*words, "--store", path)
        assert (code, out) == (1, "")
        assert len(err.splitlines()) == 1
    assert not (tmp_path / "y.csv").exists()


def test_a_reader_that_leaves_is_no_error(store: Path) -> None:
    command = (
        f"{sys.executable} -m geoevents events --format jsonl --store '{store}' | head -c 1; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)  # noqa: S607
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert done.stdout == b"{0\n"


def test_letters_of_all_scripts_in_a_plain_locale(process: Process, tmp_path: Path) -> None:
    (tmp_path / "звіт.txt").write_text("Ракета влучила в ринок у Харкові.\n", "utf-8")
    done = process("extract", tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout.decode("utf-8"))["id"] == "звіт"


def test_no_progress_bar_in_a_pipe(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing happened.\n")
    done = process("extract", tmp_path)
    assert b"\r" not in done.stderr
    assert all(line.startswith(b"extract: ") for line in done.stderr.splitlines())
