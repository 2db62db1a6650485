"""Real files in a real folder, good and nasty ones."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from geoevents.errors import BadDate, UnreadableFile
from geoevents.model import Document
from geoevents.reading import ReadFailure, document, read

BODY = "A bridge over the river fell on Monday, the mayor said. Two people were hurt.\n"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def documents(*paths: Path, published: str | None = None) -> list[Document]:
    items = list(read(paths, published=published))
    assert [item for item in items if isinstance(item, ReadFailure)] == []
    return [item for item in items if isinstance(item, Document)]


def failures(*paths: Path) -> list[str]:
    found = [item for item in read(paths) if isinstance(item, ReadFailure)]
    assert all("\n" not in str(failure.error) and str(failure.error).endswith(".") for failure in found)
    return [str(failure.error) for failure in found]


def test_a_folder_is_read_recursively_sorted_without_hidden_files_and_readmes(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b.TXT", ".hidden.txt", ".git/x.txt", "README.md", "a/readme.txt", "a/map.png"):
        write(tmp_path / name, BODY)
    assert [d.id for d in documents(tmp_path)] == ["a/b", "a/z", "b"]
    assert [d.id for d in documents(tmp_path / "README.md", tmp_path / "b.txt")] == ["README", "b"]


def test_text_is_the_body_and_its_hash_tells_versions_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"\xef\xbb\xbf" + BODY.replace("\n", "\r\n").encode())
    report = documents(path)[0]
    assert report.text == BODY
    assert report.text_sha256 == hashlib.sha256(BODY.encode()).hexdigest()
    assert report.language == "en"
    assert (report.published, report.published_basis) == (None, "unknown")


FRONT = "---\ntitle: Bridge falls\npublisher: Example News\npublished: 2024-08-09\nlanguage: no\nurl: https://example.org/1\n---\n"


def test_front_matter(tmp_path: Path) -> None:
    report = documents(write(tmp_path / "a.md", FRONT + BODY))[0]
    assert report.text == BODY
    assert (report.title, report.publisher, report.language, report.url) == (
        "Bridge falls", "Example News", "no", "https://example.org/1",
    )  # fmt: skip
    assert (report.published, report.published_basis) == (date(2024, 8, 9), "metadata")
    assert report.published_why == "front matter: published: 2024-08-09"


@pytest.mark.parametrize(
    "title", ["{{ 7*7 }}", "{% x", "${1}", "<script>alert(1)</script>", "One: two: three", "[a, b", "*x"]
)
def test_a_headline_may_hold_anything(title: str, tmp_path: Path) -> None:
    report = documents(write(tmp_path / "a.md", f"---\ntitle: {title}\npublished: 2024-08-09\n---\n{title}\n{BODY}"))[0]
    assert (report.title, report.published) == (title, date(2024, 8, 9))
    assert report.text == f"{title}\n{BODY}"


@pytest.mark.parametrize(
    "text", [f"---\n{BODY}---\nMore.\n", f"--- {BODY}", f"{BODY}---\na: b\n---\n", "---\nno end\n"]
)
def test_what_is_no_front_matter_is_text(text: str, tmp_path: Path) -> None:
    assert documents(write(tmp_path / "a.txt", text))[0].text == text


def test_a_manifest_speaks_for_its_files_and_first(tmp_path: Path) -> None:
    write(
        tmp_path / "manifest.csv",
        "file,published,publisher,note\na.md,2024-08-01,Manifest News,x\nsub/b.txt,2024-08-02,,\n",
    )
    write(tmp_path / "a.md", FRONT + BODY)
    write(tmp_path / "sub/b.txt", BODY)
    write(tmp_path / "c.txt", BODY)
    a, c, b = documents(tmp_path)
    assert (a.published, a.published_basis, a.publisher) == (date(2024, 8, 1), "given", "Manifest News")
    assert a.published_why == "manifest.csv: published: 2024-08-01"
    assert (a.title, b.published, c.published) == ("Bridge falls", date(2024, 8, 2), None)


def test_a_manifest_that_names_strangers_is_a_failure(tmp_path: Path) -> None:
    write(tmp_path / "in/manifest.csv", "file,published\n../out.txt,2024-08-01\ngone.txt,2024-08-01\n")
    write(tmp_path / "out.txt", BODY)
    write(tmp_path / "in/a.txt", BODY)
    assert len(failures(tmp_path / "in")) == 2
    write(tmp_path / "in/manifest.csv", "name\na.txt\n")
    assert "no column 'file'" in failures(tmp_path / "in")[0]


@pytest.mark.parametrize(
    ("name", "text", "day", "basis"),
    [
        ("2024-08-09-bridge.txt", BODY, date(2024, 8, 9), "filename"),
        ("bridge_20240809.txt", BODY, date(2024, 8, 9), "filename"),
        ("bridge_20249909.txt", BODY, None, "unknown"),
        ("bridge_1202408091.txt", BODY, None, "unknown"),
        ("a.txt", "SPRINGFIELD, Ill., Aug. 9, 2024 (Agency) — " + BODY, date(2024, 8, 9), "dateline"),
        ("a.txt", "Bridge falls\nPublished: 9 August 2024, 10:30\n" + BODY, date(2024, 8, 9), "dateline"),
        ("a.txt", "Bridge falls\nFriday, August 9, 2024\n" + BODY, date(2024, 8, 9), "dateline"),
        ("a.txt", "The war that began on 9 August 2024 goes on.\n" + BODY, None, "unknown"),
        ("2024-08-08.txt", "KYIV, 9 August 2024 — " + BODY, date(2024, 8, 8), "filename"),
    ],
)
def test_dates_of_names_and_datelines(name: str, text: str, day: date | None, basis: str, tmp_path: Path) -> None:
    report = documents(write(tmp_path / name, text))[0]
    assert (report.published, report.published_basis) == (day, basis)


def test_the_option_fills_gaps_only(tmp_path: Path) -> None:
    write(tmp_path / "a.md", FRONT + BODY)
    write(tmp_path / "b.txt", BODY)
    a, b = documents(tmp_path, published="2024-09-01")
    assert (a.published, b.published) == (date(2024, 8, 9), date(2024, 9, 1))
    assert (b.published_basis, b.published_why) == ("given", "--published 2024-09-01")
    with pytest.raises(BadDate):
        read(tmp_path, published="2024-13-40")


def test_a_bad_date_is_named_and_the_report_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path / "2024-08-01.md", FRONT.replace("2024-08-09", "2024-13-40") + BODY)
    failure, report = read(path)
    assert isinstance(failure, ReadFailure)
    assert isinstance(failure.error, BadDate)
    assert "2024-13-40" in str(failure.error)
    assert isinstance(report, Document)
    assert (report.published, report.published_basis) == (date(2024, 8, 1), "filename")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"%PDF-1.4 x", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        (bytes(range(256)) * 20, "no text"),
        (os.urandom(64) + b"\x00\x01\x02" * 400, "no text"),
        (b"---\ntitle: x\n---\n\n", "no text behind"),
    ],
    ids=["empty", "blank", "pdf", "png", "bytes", "random", "front matter alone"],
)
def test_what_is_no_text_is_a_failure_and_the_rest_goes_on(data: bytes, says: str, tmp_path: Path) -> None:
    write(tmp_path / "bad.txt", data)
    write(tmp_path / "good.txt", BODY)
    items = list(read(tmp_path))
    assert [type(item) for item in items] == [ReadFailure, Document]
    assert isinstance(items[0], ReadFailure)
    assert isinstance(items[0].error, UnreadableFile)
    assert says in str(items[0].error)


def test_missing_and_empty_folders(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    messages = failures(tmp_path / "gone", tmp_path / "void")
    assert "does not exist" in messages[0]
    assert "holds no reports" in messages[1]


RUSSIAN = (
    "В понедельник вечером в долине прошли сильные дожди, и два моста через реку были снесены, сообщил мэр города. " * 3
)
TYPOGRAPHIC = "The mayor’s office said “two bridges” fell – and the café near Łódź was shut. " * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "utf-16"),
        (TYPOGRAPHIC, "utf-16-le"),
        (TYPOGRAPHIC, "utf-16-be"),
        (TYPOGRAPHIC, "utf-32"),
        (TYPOGRAPHIC.replace("Łódź", "Lyon"), "cp1252"),
        (TYPOGRAPHIC, "utf-8-sig"),
    ],
)
def test_encodings(text: str, encoding: str, tmp_path: Path) -> None:
    assert documents(write(tmp_path / "a.txt", text.encode(encoding)))[0].text == text


def test_ids_never_collide_and_files_are_read_once(tmp_path: Path) -> None:
    for name in ("x/a.txt", "x/a.md", "y/a.txt"):
        write(tmp_path / name, BODY + name)
    found = documents(tmp_path / "x", tmp_path / "y", tmp_path / "x/a.txt")
    assert [d.id for d in found] == ["a", "a.txt", "a.txt~2"]
    assert [d.text[len(BODY) :] for d in found] == ["x/a.md", "x/a.txt", "y/a.txt"]


def test_document_helper() -> None:
    made = document("\ufeffOne\r\ntwo", id="x", published="9 August 2024", title="")
    assert (made.text, made.published, made.title) == ("One\ntwo", date(2024, 8, 9), None)
    with pytest.raises(BadDate):
        document("One", id="x", published="never")
