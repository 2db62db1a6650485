"""places add|list|remove, and what extract, ingest and reprocess make of the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
REPORT = "Fighting went on at Hill 205 near Toretsk, Donetsk region, on 3 August 2024. Shells hit Hill 205.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def add_hill(run: Run, *options: str | Path) -> tuple[int, str, str]:
    return run("places", "add", "Hill 205", "--point", "48.1,37.7", "--region", "Donetsk Oblast", *options)


def test_added_listed_used_and_removed(run: Run, folder: Path) -> None:
    file = folder / "mine.csv"
    code, out, err = add_hill(run, "--places", file, "--spelling", "Height 205", "--note", "by hand")
    assert (code, out.split("  ")[0]) == (0, "own:hill-205")
    assert err == f"places: 1 place added, 1 place in {file}.\n"
    assert run("places", "add", "Niu York", "--means", "geonames:699751", "--places", file)[0] == 0
    code, out, _ = run("places", "list", "--format", "jsonl", "--places", file)
    first, second = map(json.loads, out.splitlines())
    assert (first["place_id"], first["spellings"], first["admin1"]) == (
        "own:hill-205",
        ["Height 205"],
        "Donetsk Oblast",
    )
    assert (second["forced"], second["place_id"]) == (True, "geonames:699751")
    code, out, _ = run("extract", folder / "reports", "--places", file)
    toponym = next(t for t in json.loads(out)["toponyms"] if t["text"] == "Hill 205")
    assert (code, toponym["place_id"], toponym["lat"], toponym["lon"]) == (0, "own:hill-205", 48.1, 37.7)
    code, _, err = run("places", "remove", "hill 205", "own:none", "--places", file)
    assert code == 1
    assert "no place in" in err
    assert "1 place removed, 1 place in" in err


def test_a_file_beside_the_store_is_used_and_makes_reports_stale(run: Run, folder: Path) -> None:
    store = folder / "events.gpkg"
    assert run("ingest", folder / "reports", "--store", store)[0] == 0
    assert "reprocess: 0 reports read again" in run("reprocess", "--store", store)[2]
    assert add_hill(run, "--store", store)[0] == 0
    assert (folder / "places.csv").exists()
    assert "reprocess: 1 report read again, 1 with other results" in run("reprocess", "--store", store)[2]
    assert "reprocess: 0 reports read again" in run("reprocess", "--store", store)[2]
    places = {p["place_id"] for line in events(run, store) for p in line["places"]}
    assert "own:hill-205" in places
    assert run("places", "remove", "Hill 205", "--store", store)[0] == 0
    assert "reprocess: 1 report read again" in run("reprocess", "--store", store)[2]


def events(run: Run, store: Path) -> list[dict[str, list[dict[str, str]]]]:
    return [json.loads(line) for line in run("events", "--format", "jsonl", "--store", store)[1].splitlines()]


def test_a_file_of_places_is_taken_in_once(run: Run, folder: Path) -> None:
    given, file = folder / "given.geojson", folder / "places.geojson"
    point = {"type": "Point", "coordinates": [37.7, 48.1]}
    feature = {"type": "Feature", "properties": {"name": "Hill 205", "spellings": ["Height 205"]}, "geometry": point}
    given.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert "1 place added" in run("places", "add", "--from", given, "--places", file)[2]
    assert json.loads(file.read_text("utf-8"))["features"][0]["geometry"] == point


def test_a_second_place_of_one_name_gets_a_number(run: Run, folder: Path) -> None:
    file = folder / "places.csv"
    assert add_hill(run, "--places", file)[0] == 0
    assert "stands in" in add_hill(run, "--places", file)[2]
    code, out, _ = run("places", "add", "Hill 205", "--point", "-34.6,-58.4", "--places", file)
    assert (code, out.split("  ")[0]) == (0, "own:hill-205-2")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([], 2, "give a NAME with --point or --means, or --from FILE"),
        (["Ada"], 1, "places add: 'Ada' has neither a point (lat, lon) nor a place that it means"),
        (["Ada", "--point", "95,10"], 1, "out of range"),
        (["Ada", "--point", "here"], 1, "lat 'here' is no number"),
        (["Ada", "--point", "1,2", "--region", "Nowhereland"], 1, "no country or region is called 'Nowhereland'"),
        (["Ada", "--means", "geonames:1"], 1, "no place has the id 'geonames:1'"),
        (["Ada", "--point", "1,2", "--kind", "castle"], 1, "there is no kind 'castle'"),
        (["a" * 10_000, "--point", "1,2"], 1, "is no name"),
        (["--from", "none.csv"], 1, "none.csv does not exist"),
    ],
)
def test_bad_words_say_what_to_do(run: Run, folder: Path, words: list[str], code: int, message: str) -> None:
    file = folder / "places.csv"
    found, _, err = run("places", "add", *words, "--places", file)
    assert (found, err.count("\n")) == (code, 1)
    assert message in err
    assert not file.exists(), "nothing is written when anything is wrong"


def test_a_broken_file_stops_extract_with_one_line(run: Run, folder: Path) -> None:
    file = folder / "places.csv"
    file.write_text("name,lat,lon\nAda,1\n", encoding="utf-8")
    code, out, err = run("extract", folder / "reports", "--places", file)
    assert (code, out) == (1, "")
    assert err == f"extract: error: {file}, line 2: lon is missing; write degrees and kilometres as 51.19.\n"
    assert run("extract", folder / "reports", "--places", folder / "none.csv")[0] == 1


def test_the_point_of_an_event_is_kept_as_a_place(run: Run, tmp_path: Path) -> None:
    reports, store = tmp_path / "in", tmp_path / "events.gpkg"
    reports.mkdir()
    text = "The village of Nova Zatoka was shelled on 8 August 2024, and two people were killed.\n"
    (reports / "a.txt").write_text(text, encoding="utf-8")
    assert run("ingest", reports, "--store", store, "--published", "2024-08-09")[0] == 0
    (event,) = (line["id"] for line in events(run, store))
    code, _, err = run("review", "keep-place", event, "Nova Zatoka", "--store", store)
    assert (code, "no point that was set by hand" in err) == (1, True)
    code, _, err = run("review", "keep-place", event, "Nova Zatoka", "--store", store, "--point", "north")
    assert (code, "--point 'north' is no point" in err) == (1, True)
    assert run("review", "set", event, "place", "51.1,34.6", "--store", store)[0] == 0
    code, _, err = run("review", "keep-place", event, "Nova Zatoka", "--store", store, "--radius", "2", "--who", "ann")
    assert code == 0
    assert "as own:nova-zatoka" in err
    assert "1 report that may name it read again" in err
    assert "own:nova-zatoka,Nova Zatoka,,51.1,34.6,2" in (tmp_path / "places.csv").read_text("utf-8")
    assert {p["place_id"] for line in events(run, store) for p in line["places"]} == {"own:nova-zatoka"}
    assert "reprocess: 0 reports read again" in run("reprocess", "--store", store)[2]
    assert "ann" in run("review", "list", event, "--store", store)[1]
