"""Two files of one name are two reports; a corrected file is a version; ids that reports give themselves stay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from geoevents.errors import NotAStore
from geoevents.model import Document, Extraction, Report
from geoevents.reading import document, read, read_jsonl
from geoevents.store import EventStore
from geoevents.text import signature

LONG = (
    "The town of {} was shelled on Friday and two people were killed, the governor of the region said in a statement. "
)


def extracted(report: Document) -> Extraction:
    """What reading would give, as far as naming needs it."""
    head = Report(report.id, report.text_sha256, report.published, report.published_basis, report.published_why)
    return Extraction(head, signature=signature(report.text), notes=report.notes)


def keep(store: EventStore, items: Iterable[object]) -> tuple[list[str], list[str]]:
    """Store what was read; return the ids and what was said."""
    said: list[str] = []
    named = [item for item in store.named(items, say=said.append) if isinstance(item, Document)]
    store.add((report, extracted(report)) for report in named)
    return [report.id for report in named], said


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    one, two = tmp_path / "d1" / "report.txt", tmp_path / "d2" / "report.txt"
    for file, town in ((one, "Sudzha"), (two, "Yunakivka")):
        file.parent.mkdir()
        file.write_text(LONG.format(town), "utf-8")
    return one, two


@pytest.fixture
def store(tmp_path: Path) -> Iterable[EventStore]:
    with EventStore(tmp_path / "s.gpkg") as made:
        yield made


def versions(store: EventStore) -> list[tuple[str, bool]]:
    return [(stored.report.id, stored.latest) for stored in store.documents()]


def test_two_files_of_one_name_are_two_reports(store: EventStore, folders: tuple[Path, Path]) -> None:
    one, two = folders
    assert keep(store, read(one.parent)) == (["report"], [])
    names, (said,) = keep(store, read(two.parent))
    assert names == ["report~2"]
    assert said == "report is another report in the store, from another file: this one is kept as report~2."
    assert versions(store) == [("report", True), ("report~2", True)]
    for path in (two, [one, two], two.parent.parent):
        ids, _ = keep(store, read(path))
        assert set(ids) <= {"report", "report~2"}
    assert versions(store) == [("report", True), ("report~2", True)]


def test_both_in_one_run_are_two_reports_and_again_change_nothing(
    store: EventStore, folders: tuple[Path, Path]
) -> None:
    first, _ = keep(store, read(folders))
    second, _ = keep(store, read(folders))
    assert first == second == ["report", "report.txt"]
    assert len(versions(store)) == 2


def test_a_corrected_file_is_a_version_whatever_its_text(store: EventStore, folders: tuple[Path, Path]) -> None:
    one, two = folders
    keep(store, read(one.parent))
    keep(store, read(two.parent))
    two.write_text("Nobody was hurt.", "utf-8")
    assert keep(store, read(two.parent))[0] == ["report~2"]
    one.write_text("All was quiet.", "utf-8")
    assert keep(store, read(one))[0] == ["report"]
    assert versions(store) == [("report", False), ("report", True), ("report~2", False), ("report~2", True)]


def test_the_same_text_from_elsewhere_and_the_same_address_are_one_report(store: EventStore, tmp_path: Path) -> None:
    def page(folder: str, text: str, url: str) -> Path:
        file = tmp_path / folder / "page.md"
        file.parent.mkdir()
        file.write_text(f"---\nurl: {url}\n---\n{text}\n", "utf-8")
        return file

    assert keep(store, read(page("a", LONG.format("Kyiv"), "http://x.example/1")))[0] == ["page"]
    assert keep(store, read(page("b", LONG.format("Kyiv"), "http://x.example/2")))[0] == ["page"]
    assert keep(store, read(page("c", "Corrected.", "http://x.example/2")))[0] == ["page"]
    assert keep(store, read(page("d", "Another.", "http://x.example/3")))[0] == ["page~2"]


def test_an_id_that_is_given_stays_with_any_text(store: EventStore) -> None:
    keep(store, [document("One.", id="report")])
    assert keep(store, [document("Two.", id="report")]) == (["report"], [])


def test_a_file_does_not_take_the_place_of_a_report_with_a_given_id(
    store: EventStore, folders: tuple[Path, Path]
) -> None:
    keep(store, [document("One.", id="report")])
    assert keep(store, read(folders[0]))[0] == ["report~2"]


def test_a_stored_report_of_unknown_origin_with_nearly_the_same_text_is_the_same(
    store: EventStore, folders: tuple[Path, Path]
) -> None:
    text = LONG.format("Sudzha") + LONG.format("Korenevo")
    keep(store, [document(text, id="report")])
    folders[0].write_text(text + "More was to come.", "utf-8")
    assert keep(store, read(folders[0]))[0] == ["report"]


def test_rows_of_streams_and_files_without_ids_lose_nothing(store: EventStore, tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"Report {n}."}).encode() for n in range(4)]
    assert keep(store, read_jsonl(lines[:2]))[0] == ["stdin-1", "stdin-2"]
    assert keep(store, read_jsonl(lines[2:]))[0] == ["stdin-1~2", "stdin-2~2"]
    assert keep(store, read_jsonl(lines[2:]))[0] == ["stdin-1~2", "stdin-2~2"]
    for folder, line in (("a", lines[0]), ("b", lines[1])):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "in.jsonl").write_bytes(line)
    assert keep(store, read(tmp_path / "a" / "in.jsonl"))[0] == ["in-1"]
    assert keep(store, read(tmp_path / "b" / "in.jsonl"))[0] == ["in-1~2"]


def test_source_and_notes_are_read_back_and_go_with_the_report(store: EventStore, folders: tuple[Path, Path]) -> None:
    noted = document("One.", id="a", language="7")
    keep(store, [noted])
    keep(store, read(folders[0]))
    assert store.document("a") == noted
    stored = store.document("report")
    (read_again,) = read(folders[0])
    assert stored == read_again
    store.purge("report")
    with sqlite3.connect(store.path) as db:
        assert db.execute("SELECT count(*) FROM document_readings").fetchone() == (1,)
    assert store.check() == ()


def test_a_store_that_is_not_there_is_made_only_when_asked(tmp_path: Path) -> None:
    for options in ({"make": False}, {"readonly": True}):
        with pytest.raises(NotAStore, match="No store at"):
            EventStore(tmp_path / "none.gpkg", **options)
    (tmp_path / "empty.gpkg").touch()
    with pytest.raises(NotAStore, match="is empty, 0 bytes"):
        EventStore(tmp_path / "empty.gpkg", make=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.gpkg"]
