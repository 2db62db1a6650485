"""review, store purge, ingest --sharing: as a person types them, and what then stands in files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
OPEN = "A missile hit a mill in Sudzha on 9 August 2024. Two people were killed.\n"
INSIDE = "A missile hit a mill in Sudzha on 9 August 2024, Zylograph said. 17 people were killed near Rylsk.\n"
HEAD = "---\ntitle: Zylo title\npublisher: Quibble\nurl: https://zylo.example/x\nsharing: internal\n---\n"
WORDS = ("Zylograph", "Zylo title", "Quibble", "zylo.example", "zylo-report", "Rylsk")


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Path:
    """A store of two reports of one strike; one of them is internal."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "open.txt").write_text(OPEN, "utf-8")
    (reports / "zylo-report.txt").write_text(HEAD + INSIDE, "utf-8")
    store = tmp_path / "events.gpkg"
    assert run("ingest", reports, "--store", store)[0] == 0
    return store


def events(run: Run, store: Path, *options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("events", "--format", "jsonl", "--store", store, *options)[1].splitlines()]


def everything(run: Run, store: Path, tmp_path: Path, *options: str) -> str:
    """All that lists and exports say, as one text."""
    texts = []
    for form in ("table", "csv", "jsonl"):
        texts.append("".join(run("events", "--format", form, "--store", store, *options)[1:]))
        texts.append(run("events", "--format", form, "--changed-since", "2000-01-01", "--store", store, *options)[1])
    for form in ("geojson", "csv", "jsonl"):
        path = tmp_path / f"out.{form}"
        assert run("export", "--format", form, "-o", path, "--store", store, *options)[0] == 0
        texts.append(path.read_text("utf-8"))
    return "\n".join(texts).replace(str(tmp_path), "")


def test_no_list_or_export_holds_what_is_internal(run: Run, filled: Path, tmp_path: Path) -> None:
    text = everything(run, filled, tmp_path)
    assert "Sudzha" in text
    assert not [word for word in WORDS if word in text]
    inside = everything(run, filled, tmp_path, "--internal")
    assert not [word for word in ("Quibble", "zylo.example", "zylo-report", "Zylograph") if word not in inside]


def test_ingest_sharing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zylo-report.txt").write_text(INSIDE, "utf-8")
    store = tmp_path / "events.gpkg"
    run("ingest", tmp_path / "zylo-report.txt", "--sharing", "internal", "--store", store)
    assert (events(run, store), bool(events(run, store, "--internal"))) == ([], True)
    run("ingest", tmp_path / "zylo-report.txt", "--store", store)
    assert events(run, store) == []
    run("ingest", tmp_path / "zylo-report.txt", "--sharing", "public", "--store", store)
    assert events(run, store)


def test_a_manifest_says_what_is_internal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    rows = [{"id": "zylo-report", "text": INSIDE}, {"id": "b", "text": INSIDE, "sharing": "internal"}]
    (tmp_path / "r" / "many.jsonl").write_text("\n".join(map(json.dumps, rows[:1])), "utf-8")
    (tmp_path / "r" / "one.jsonl").write_text("\n".join(map(json.dumps, rows[1:])), "utf-8")
    (tmp_path / "r" / "manifest.csv").write_text("file,sharing\nmany.jsonl,internal\none.jsonl,\n", "utf-8")
    store = tmp_path / "events.gpkg"
    run("ingest", tmp_path / "r", "--store", store)
    assert events(run, store) == []
    assert events(run, store, "--internal")


def test_decide_list_undo(run: Run, filled: Path) -> None:
    (event,) = [found for found in events(run, filled) if found["type"] == "strike"]
    name = event["id"]
    ann = ("--who", "ann", "--store", filled)
    assert run("review", "set", name, "type", "attack", "--why", "so", *ann)[0] == 0
    assert run("review", "set", name, "date", "2024-08-08..2024-08-09", *ann)[0] == 0
    assert run("review", "confirm", name, "status", *ann)[0] == 0
    assert run("review", "note", name, "ask again", *ann)[0] == 0
    code, out, _ = run("review", "list", name, "--store", filled)
    assert (code, len(out.splitlines())) == (0, 4)
    found = next(e for e in events(run, filled, "--internal") if e["id"] == name)
    assert found["reviewed"] == ["date", "status", "type"]
    assert found["machine"]["type"] == "strike"
    assert run("review", "undo", "1", *ann)[0] == 0
    assert next(e for e in events(run, filled, "--internal") if e["id"] == name)["type"] == "strike"
    assert run("review", "reject", name, *ann)[0] == 0
    assert name not in {e["id"] for e in events(run, filled, "--internal")}
    for words in (
        ("set", name, "status", "sure"),
        ("set", name, "place", "geonames:0"),
        ("undo", "99"),
        ("set", name, "figures", "2"),
    ):
        code, out, err = run("review", *words, *ann)
        assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_a_point_set_by_hand_is_exact_only_when_asked(run: Run, filled: Path, tmp_path: Path) -> None:
    run("store", "purge", "zylo-report", "--store", filled)
    (event,) = [found for found in events(run, filled) if found["type"] == "strike"]
    code, _, err = run(
        "review", "set", event["id"], "place", "51.2034567,35.2845678,the mill", "--who", "ann", "--store", filled
    )
    assert code == 0, err
    text = everything(run, filled, tmp_path)
    assert "51.203" not in text
    assert "35.284" not in text
    exact = ""
    for form in ("geojson", "csv", "jsonl"):
        exact += run("export", "--format", form, "-o", "-", "--exact", "--store", filled)[1]
    assert exact.count("51.20345") >= 3
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(run("events", "--format", "csv", "--store", filled)[1], newline=""))
        if row["event_id"] == event["id"]
    ]
    assert (row["reviewed"], row["place"], row["place_kind"]) == ("place", "the mill", "site")
    assert 6 < float(row["border_km"]) < 13


def test_decisions_travel(run: Run, filled: Path, tmp_path: Path) -> None:
    (event,) = [found for found in events(run, filled) if found["type"] == "strike"]
    run("review", "set", event["id"], "summary", "The mill, by hand", "--who", "ann", "--store", filled)
    file, other = tmp_path / "reviews.csv", tmp_path / "other.gpkg"
    assert run("review", "export", "-o", file, "--store", filled)[0] == 0
    run("ingest", tmp_path / "reports", "--store", other)
    code, _, err = run("review", "import", file, "--store", other)
    assert (code, "1 decision taken over" in err) == (0, True)
    assert "0 decisions taken over, 1 known already" in run("review", "import", file, "--store", other)[2]
    assert {e["summary"] for e in events(run, other, "--internal")} >= {"The mill, by hand"}
    assert run("review", "import", tmp_path / "nothing.csv", "--store", other)[0] == 1


def test_merge_and_split(run: Run, filled: Path) -> None:
    ann = ("--who", "ann", "--store", filled)
    (event,) = [found for found in events(run, filled, "--internal") if found["type"] == "strike"]
    assert event["reports"] == 2
    assert run("review", "split", event["id"], "zylo-report", *ann)[0] == 0
    parts = [found for found in events(run, filled, "--internal") if found["type"] == "strike"]
    assert sorted(part["reports"] for part in parts) == [1, 1]
    assert run("review", "merge", *(part["id"] for part in parts), *ann)[0] == 0
    assert len([found for found in events(run, filled, "--internal") if found["type"] == "strike"]) == 1


def test_purge_names_copies(run: Run, filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gpkg"
    run("store", "backup", copy, "--store", filled)
    code, _, err = run("store", "purge", "zylo-report", "--store", filled)
    assert (code, str(copy) in err) == (0, True)
    data = b"".join(path.read_bytes() for path in tmp_path.glob("events.gpkg*"))
    assert not [word for word in WORDS if word.encode() in data]
    assert run("store", "check", "--store", filled)[0] == 0
    assert run("store", "purge", "zylo-report", "--store", filled)[0] == 1
