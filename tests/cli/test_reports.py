"""extract, ingest, reprocess: what they print, and that bad input stops nothing."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geoevents import workers
from geoevents.pipeline import Resources
from geoevents.resources import seeds_folder

Run = Callable[..., tuple[int, str, str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]
BODY = "A missile hit a market in Kharkiv on Friday, killing at least 4 people, the mayor said.\n"
LINE = [
    "id", "text_sha256", "published", "published_basis", "published_why", "language", "toponyms", "timexes", "events",
    "distance_claims",
]  # fmt: skip
NASTY = ["{{ 7*7 }}", "{% x", "${1}", "<script>alert(1)</script>", "\u202eabc", "=1+1", "e\u0301" * 50, "x" * 5_000]


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_one_line_a_report_in_the_contracts_fields(run: Run, tmp_path: Path) -> None:
    code, out, err = run("extract", seeds_folder(), "-o", tmp_path / "out.jsonl")
    assert (code, out) == (0, "")
    found = lines((tmp_path / "out.jsonl").read_text("utf-8"))
    assert len(found) == 5
    assert all(list(line) == LINE for line in found)
    assert err.splitlines()[-1].startswith("extract: 5 reports, ")
    assert found[0]["published"] == "2024-08-09"


def test_text_and_explanation_on_request(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    line = lines(run("extract", tmp_path, "--with-text", "--explain")[1])[0]
    assert line["text"] == BODY
    assert line["explain"]
    for toponym in line["toponyms"]:
        assert BODY[toponym["start"] : toponym["end"]] == toponym["text"]


def test_an_undated_report_is_asked_about(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    code, out, err = run("extract", tmp_path)
    assert code == 0
    assert lines(out)[0]["published"] is None
    assert "no month or year is stated" in err.lower()
    assert "--published" in err
    code, out, err = run("extract", tmp_path, "--published", "2024-08-09")
    assert lines(out)[0]["published"] == "2024-08-09"
    assert [event["date_start"] for event in lines(out)[0]["events"]] == ["2024-08-09"]
    assert "--published" not in err


def test_json_lines_and_standard_input(process: Process) -> None:
    row = json.dumps({"id": "x/1", "text": BODY, "published": "2024-08-09"}).encode()
    done = process("extract", "--jsonl", "-", given=row + b"\n{broken\n" + row.replace(b"x/1", b"x/2"))
    assert [line["id"] for line in lines(done.stdout.decode())] == ["x/1", "x/2"]
    assert done.returncode == 1
    assert b"stdin line 2 is no JSON object" in done.stderr
    pasted = process("extract", "-", given=BODY.encode())
    assert [line["id"].partition("-")[0] for line in lines(pasted.stdout.decode())] == ["stdin"]


def test_bad_input_is_one_line_each_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    bad = {"empty.txt": b"", "binary.txt": b"\x00\x01\x02" * 99, "pdf.txt": b"%PDF-1.7"}
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "date.md").write_text("---\npublished: 2024-13-40\n---\n" + BODY)
    (tmp_path / "good.txt").write_text(BODY)
    (tmp_path / "nothing.txt").write_text("The weather is fine.\n")
    code, out, err = run("extract", tmp_path, tmp_path / "gone")
    assert code == 1
    assert [line["id"] for line in lines(out)] == ["date", "good", "nothing"]
    errors = [line for line in err.splitlines() if "error:" in line]
    assert len(errors) == 5
    assert "Traceback" not in err
    assert all(line.startswith("extract: ") for line in err.splitlines())
    assert "5 failed" in err


@pytest.mark.parametrize("words", NASTY, ids=lambda w: repr(w[:12]))
def test_nasty_headlines_are_plain_text(words: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: {words}\npublished: 2024-08-09\n---\n{words}\n{BODY}", "utf-8")
    code, out, _ = run("extract", tmp_path, "--with-text")
    assert code == 0
    assert lines(out)[0]["text"].startswith(words)
    store = tmp_path / "s.gpkg"
    assert run("ingest", tmp_path / "a.md", "--store", store)[0] == 0
    code, out, _ = run("events", "--store", store)
    assert code == 0
    assert run("export", "--format", "geojson", "-o", tmp_path / "a.geojson", "--store", store)[0] == 0
    json.loads((tmp_path / "a.geojson").read_text("utf-8"))


@pytest.mark.parametrize(
    "words",
    [
        ("extract",), ("ingest",), (), ("no-such-command",), ("extract", "--published", "2024-13-40", "x"),
        ("extract", "--focus-bbox", "1,2,3", "."), ("extract", "--near", "Xyzzyqq", "."),
        ("extract", "--border-view", "mine", "."), ("events", "--from", "yesterday"), ("events", "--type", "miracle"),
        ("events", "--bbox", "9,9,1"), ("events", "--status", "sure"), ("events", "--min-sources", "-1"),
        ("export", "--format", "kml", "-o", "x"), ("export", "--format", "csv"), ("events", "--to", "2024-01-01", "--from", "2024-02-01"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_2_and_one_line(
    words: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(BODY)
    code, out, err = run(*words)
    assert code == 2
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "error:" in err


def test_missing_json_lines_are_exit_1(run: Run, tmp_path: Path) -> None:
    code, _, err = run("extract", "--jsonl", tmp_path / "gone.jsonl")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "does not exist" in err


def test_ingest_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "events.gpkg"
    first = run("ingest", seeds_folder(), "--store", store)
    listed = run("events", "--format", "jsonl", "--store", store)[1]
    second = run("ingest", seeds_folder(), "--store", store)
    assert (first[0], second[0]) == (0, 0)
    assert "5 new, 0 updated, 0 unchanged" in first[2]
    assert "0 new, 0 updated, 5 unchanged" in second[2]
    assert second[2].rstrip().endswith("0 new, 0 changed, 0 withdrawn.")
    assert run("events", "--format", "jsonl", "--store", store)[1] == listed
    code, _, err = run("reprocess", "--store", store)
    assert code == 0
    assert "0 reports read again" in err


def test_a_future_date_is_accepted_with_a_note(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    code, out, err = run("extract", tmp_path, "--published", "2999-01-01")
    assert code == 0
    assert lines(out)[0]["published"] == "2999-01-01"
    assert "lies in the future" in err


def test_where_nothing_can_be_read_no_store_is_made(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "events.gpkg"
    code, _, err = run("ingest", tmp_path / "nothere", "--store", store)
    assert (code, store.exists()) == (1, False)
    assert "nothere does not exist: check the path." in err
    assert err.endswith("no store was made.\n")
    for command in (["reprocess"], ["review", "undo", "1"], ["store", "vacuum"]):
        code, _, err = run(*command, "--store", store)
        assert (code, store.exists()) == (1, False)
        assert f"No store at {store}" in err
    store.touch()
    code, _, err = run("events", "--store", store)
    assert (code, "is empty, 0 bytes" in err) == (1, True)


def test_two_files_of_one_name_and_one_id_twice_are_said(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "events.gpkg"
    for folder, town in (("d1", "Sudzha"), ("d2", "Korenevo")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(f"{town} was shelled on 8 August 2024.\n", encoding="utf-8")
    assert "1 new, 0 updated" in run("ingest", tmp_path / "d1", "--store", store)[2]
    _, _, err = run("ingest", tmp_path / "d2", "--store", store)
    assert "this one is kept as report~2." in err
    assert "1 new, 0 updated" in err
    assert "0 new, 0 updated, 2 unchanged" in run("ingest", tmp_path / "d1", tmp_path / "d2", "--store", store)[2]
    lines = tmp_path / "in.jsonl"
    lines.write_text('{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n', encoding="utf-8")
    assert "a: the id 'a' came before with another text" in run("extract", "--jsonl", lines)[2]
    code, _, err = run("ingest", "--jsonl", tmp_path, "--store", store)
    assert (code, f"{tmp_path} is a folder" in err) == (1, True)


def test_the_data_is_opened_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    load = Resources.load

    def counted(*arguments: Any, **named: Any) -> Resources:
        opened.append(named)
        return load(*arguments, **named)

    monkeypatch.setattr(Resources, "load", counted)
    workers._resources.cache_clear()
    (tmp_path / "a.txt").write_text(BODY)
    assert run("extract", tmp_path, "--published", "2024-08-09")[0] == 0
    assert run("ingest", tmp_path, "--published", "2024-08-09", "--store", tmp_path / "s.gpkg")[0] == 0
    assert len(opened) == 1
