"""geoevents dates: what each report states, what its words and the batch allow, and that nothing is stored."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

from geoevents.resources import seeds_folder

Run = Callable[..., tuple[int, str, str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


def table(text: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def test_stated_dates_are_listed_with_what_says_so(run: Run) -> None:
    code, out, err = run("dates", seeds_folder())
    found = table(out)
    assert code == 0
    assert found["000-federal-emergency"]["published"] == "2024-08-09"
    assert all(row["basis"] == "metadata" and not row["proposed"] for row in found.values())
    assert err == "dates: 5 reports: 5 with a date, 0 with days proposed, 0 to be asked about.\n"


def test_a_batch_proposes_and_asks(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The depot burned on Friday, the mayor said.\n")
    code, out, _ = run("dates", tmp_path)
    assert code == 0
    assert (table(out)["a"]["published"], table(out)["a"]["proposed"]) == ("", "")
    assert "give the publication date" in table(out)["a"]["why"]
    (tmp_path / "b.md").write_text("---\npublished: 2024-08-08\n---\nThe depot stood.\n")
    code, out, err = run("dates", tmp_path, "-o", tmp_path / "dates.csv")
    assert (code, out) == (0, "")
    found = table((tmp_path / "dates.csv").read_text("utf-8"))
    assert found["a"]["published"] == ""
    assert found["a"]["proposed"].split()[0] == "2024-08-09"
    assert "other reports of the batch" in found["a"]["why"]
    assert "1 with days proposed" in err


def test_what_is_proposed_is_not_taken_for_stated(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Slicks reached the beach today, eight days after a tanker sank on March 4, 2026.\n"
    )
    assert table(run("dates", tmp_path)[1])["a"]["proposed"] == "2026-03-12"
    store = tmp_path / "s.gpkg"
    assert run("ingest", tmp_path / "a.txt", "--store", store)[0] == 0
    listed = run("events", "--store", store, "--undated", "--format", "jsonl")[1]
    assert "2026-03-12" not in listed


def test_a_cell_is_one_line_and_no_formula(run: Run, tmp_path: Path) -> None:
    (tmp_path / "=1+1.txt").write_text("It was Tuesday,\nAugust 6, 2024. It rained on Wednesday.\n")
    out = run("dates", tmp_path)[1]
    assert len(out.splitlines()) == 2
    assert out.splitlines()[1].startswith("'=1+1,")


def test_bad_input_is_passed_over_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("=1+1 on Friday,\n\x00 it was\n")
    (tmp_path / "b.html").write_bytes(b"\xff\xfe\xff")
    code, out, err = run("dates", tmp_path, tmp_path / "missing")
    assert code == 1
    assert all(line.startswith("dates: ") for line in err.splitlines())
    assert "Traceback" not in out + err
    code, _, err = run("dates", "-")
    assert (code, err) == (2, "dates: error: dates reads files and folders, not standard input: give a PATH.\n")


def test_no_zone_of_the_machine_moves_a_day(process: Process, tmp_path: Path) -> None:
    page = (
        '<html><head><meta property="article:published_time" content="2024-08-10T00:30:00+03:00"></head><body><article>'
        "<p>Drones hit a depot in Kyiv overnight, the mayor said on Saturday. He had warned of it yesterday evening.</p>"
        "</article></body></html>"
    )
    (tmp_path / "a.html").write_text(page)
    east, west = (process("extract", tmp_path, TZ=zone).stdout for zone in ("Pacific/Kiritimati", "Etc/GMT+12"))
    assert east == west
    assert b'"published": "2024-08-10"' in east
    assert b'"value": "2024-08-09TEV"' in east
