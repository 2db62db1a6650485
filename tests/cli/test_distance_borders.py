"""Better borders on the command line: one file for measuring, reading, storing and exporting."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_distance_by_better_borders(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.geojson"
    line = {"type": "LineString", "coordinates": [[35.171, 50.5], [35.171, 52.0]]}
    feature = {"type": "Feature", "properties": {"between": "RU-UA"}, "geometry": line}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    code, out, _ = run("distance", "51.191,35.271", "border", "--borders", file, "--border-accuracy", "0.1")
    assert code == 0
    assert out.startswith("7.0 km (6.9–7.1) from 51.191,35.271 to the Russia–Ukraine border")
    assert "mine.geojson, accurate to 0.1 km" in out
    for words in (
        ["--borders", file],
        ["--border-accuracy", "1"],
        ["--borders", tmp_path / "no.gpkg", "--border-accuracy", "1"],
    ):
        code, out, err = run("distance", "Sudzha", "border", *words)
        assert (code, out, err.count("\n")) == (1, "", 1)


LINE = {"type": "LineString", "coordinates": [[35.171, 50.5], [35.171, 52.0]]}
WORDS = "mine.geojson of 2026-10, accurate to 0.1 km"
REPORT = (
    "SUDZHA, Russia (Reuters) - A drone hit a warehouse in Sudzha on Tuesday, August 6, some 10 km from the border.\n"
)


def better(folder: Path) -> list[str | Path]:
    """Write a border 7 km west of Sudzha; return the options that name it."""
    path = folder / "mine.geojson"
    feature = {"type": "Feature", "properties": {"between": "RU-UA"}, "geometry": LINE}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return ["--borders", path, "--border-accuracy", "0.1", "--border-date", "2026-10"]


def report(folder: Path) -> Path:
    path = folder / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def event(run: Run, store: Path) -> dict[str, object]:
    _, out, _ = run("events", "--store", store, "--format", "jsonl")
    found: dict[str, object] = json.loads(out.splitlines()[0])
    return found


def test_extract_measures_to_them(run: Run, tmp_path: Path) -> None:
    text, options = report(tmp_path), better(tmp_path)
    shipped = json.loads(run("extract", text)[1])["distance_claims"][0]
    mine = json.loads(run("extract", text, *options)[1])["distance_claims"][0]
    assert (round(shipped["measured"], 1), shipped["border_source"]) == (9.6, "country-coder 5.6.1 of 2025")
    assert (round(mine["measured"], 1), mine["border_source"]) == (7.0, WORDS)
    assert not [name for name in os.environ if name.startswith("GEOEVENTS_BORDER")], "they stand for one command only"


def test_ingest_and_reprocess_store_them(run: Run, tmp_path: Path) -> None:
    store, options = tmp_path / "events.gpkg", better(tmp_path)
    assert run("ingest", report(tmp_path), "--store", store, *options)[0] == 0
    assert (round(event(run, store)["border_km"], 1), event(run, store)["border_source"]) == (7.0, WORDS)  # type: ignore[call-overload]
    assert run("reprocess", "--store", store)[0] == 0
    assert event(run, store)["border_source"] == "country-coder 5.6.1 of 2025"
    assert run("reprocess", "--store", store, *options)[0] == 0
    assert event(run, store)["border_source"] == WORDS


def test_export_measures_again(run: Run, tmp_path: Path) -> None:
    store, options = tmp_path / "events.gpkg", better(tmp_path)
    run("ingest", report(tmp_path), "--store", store)
    for form in ("geojson", "jsonl"):
        out = run("export", "--store", store, "--format", form, "-o", "-", *options)[1]
        facts = json.loads(out)["features"][0]["properties"] if form == "geojson" else json.loads(out.splitlines()[0])
        assert (round(facts["border_km"], 1), facts["border_source"]) == (7.0, WORDS)
        out = run("export", "--store", store, "--format", form, "-o", "-")[1]
        facts = json.loads(out)["features"][0]["properties"] if form == "geojson" else json.loads(out.splitlines()[0])
        assert facts["border_source"] == "country-coder 5.6.1 of 2025"
    run("export", "--store", store, "--format", "html", "-o", tmp_path / "map.html", *options)
    assert f"RU-UA: {WORDS}; others country-coder 5.6.1 of 2025" in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_the_environment_names_them_for_every_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    better(tmp_path)
    monkeypatch.setenv("GEOEVENTS_BORDERS", str(tmp_path / "mine.geojson"))
    code, _, err = run("distance", "Sudzha", "border")
    assert (code, err.count("\n")) == (1, 1)
    assert "GEOEVENTS" not in err or "accuracy" in err
    monkeypatch.setenv("GEOEVENTS_BORDER_ACCURACY", "near")
    assert "GEOEVENTS_BORDER_ACCURACY is 'near'" in run("distance", "Sudzha", "border")[2]
    monkeypatch.setenv("GEOEVENTS_BORDER_ACCURACY", "0.1")
    assert "mine.geojson, accurate to 0.1 km" in run("distance", "Sudzha", "border")[1]
    assert json.loads(run("extract", report(tmp_path))[1])["distance_claims"][0]["border_source"].startswith(
        "mine.geojson"
    )


@pytest.mark.parametrize("command", [["extract", "x.txt"], ["export", "--format", "csv", "-o", "-"], ["app"]])
def test_options_that_do_not_fit(run: Run, command: list[str]) -> None:
    for words in (["--border-accuracy", "1"], ["--border-date", "2026"], ["--borders", "none.geojson"]):
        code, out, err = run(*command, *words)
        assert (code, out, err.count("\n")) == (1, "", 1)
