"""What reading passes over is said: bad front matter, metadata that is none, one id with two texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geoevents.model import Document
from geoevents.reading import document, noted_repeats, read, read_jsonl
from geoevents.reading.documents import language_of
from geoevents.reading.front_matter import split_front_matter

BODY = "Sudzha was shelled on Friday.\n"


def one(path: Path) -> Document:
    (item,) = read(path)
    assert isinstance(item, Document)
    return item


@pytest.mark.parametrize("length", [10, 70_000, 300_000])
def test_a_title_may_be_long(tmp_path: Path, length: int) -> None:
    file = tmp_path / "long.md"
    file.write_text(f"---\ntitle: {'x' * length}\npublished: 2024-08-09\n---\n{BODY}", "utf-8")
    report = one(file)
    assert (report.text, len(report.title or ""), str(report.published)) == (BODY, length, "2024-08-09")
    assert report.notes == ()


def test_front_matter_that_is_no_yaml_is_read_line_by_line_and_said(tmp_path: Path) -> None:
    file = tmp_path / "bad.md"
    file.write_text(
        f'---\ntitle: He said: "no\ntags:\n  - a\n- b\n# mine\n\npublished: 2024-08-09\n---\n{BODY}', "utf-8"
    )
    report = one(file)
    assert (report.title, str(report.published), report.text) == ('He said: "no', "2024-08-09", BODY)
    (note,) = report.notes
    assert note.startswith("its front matter is no YAML (line 2: ")


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe mayor spoke: nobody was hurt.\nHe left.\n---\nMore of the story.\n",
        "---\nA line of a story.\n---\n",
        "--- and so on\ntitle: x\n---\n",
        "---\ntitle: x\nno end of it\n",
    ],
)
def test_a_story_between_rules_is_no_front_matter(text: str) -> None:
    assert split_front_matter(text).body == text
    assert split_front_matter(text).fields == {}


def test_front_matter_may_end_the_file_or_be_empty() -> None:
    assert split_front_matter("---\ntitle: x\n---").fields == {"title": "x"}
    for nothing in ("", "\n", " \n\n"):
        assert split_front_matter(f"---\n{nothing}---\nBody.\n").body == "Body.\n"
    assert split_front_matter("---\ntitle: x\n...\nBody.\n").body == "Body.\n"


@pytest.mark.parametrize(
    ("words", "code"), [("en", "en"), ("EN-GB", "en"), ("pt_BR", "pt"), ("zh-Hans-CN", "zh"), (None, None), (" ", None)]
)
def test_language_codes(words: str | None, code: str | None) -> None:
    assert language_of(words) == (code, ())


@pytest.mark.parametrize("words", ["7", "English", "e", "en us", "{{ 7*7 }}"])
def test_a_language_that_is_no_code_is_said(words: str) -> None:
    report = document(BODY, id="a", language=words)
    assert report.language == "en"
    (note,) = report.notes
    assert words in note
    assert "no code" in note


def test_a_page_whose_date_is_none_says_so(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    head = '<html lang="7"><head><meta property="article:published_time" content="yesterday"></head>'
    file.write_text(
        f"{head}<body><article><p>{BODY * 12}</p></article><time datetime='P2D'>x</time></body></html>", "utf-8"
    )
    report = one(file)
    assert report.published is None
    assert [note.split(":")[0] for note in report.notes] == ["its metadata article", "language"]
    assert "'yesterday' is no date" in report.notes[0]


def test_a_page_with_a_second_date_that_is_one_is_dated_and_says_what_was_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    head = '<meta property="article:published_time" content="soon"><meta name="date" content="2024-08-09">'
    file.write_text(f"<html><head>{head}</head><body><p>{BODY * 12}</p></body></html>", "utf-8")
    report = one(file)
    assert str(report.published) == "2024-08-09"
    assert len(report.notes) == 1


def test_one_id_with_two_texts_is_said_once_for_each_further_text() -> None:
    rows = [
        b'{"id": "a", "text": "One."}',
        b'{"id": "a", "text": "One."}',
        b'{"id": "a", "text": "Two."}',
        b'{"text": "x"}',
    ]
    first, same, other, unnamed = noted_repeats(read_jsonl(rows, name="in"))
    assert isinstance(other, Document)
    assert [item.notes for item in (first, same, unnamed) if isinstance(item, Document)] == [(), (), ()]
    assert "came before with another text" in other.notes[0]


def test_only_ids_that_were_made_of_a_name_carry_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "b.md").write_text(f"---\nid: mine\n---\n{BODY}", "utf-8")
    (tmp_path / "c.csv").write_text("id,text\n,One.\nx,Two.\n", "utf-8")
    found = {item.id: item.source for item in read(tmp_path) if isinstance(item, Document)}
    assert {name: source is not None for name, source in found.items()} == {
        "a": True, "mine": False, "c-1": True, "x": False,
    }  # fmt: skip
    assert str(tmp_path) not in str(found)
    again = {
        item.id: item.source for item in read([tmp_path / "a.txt", tmp_path / "c.csv"]) if isinstance(item, Document)
    }
    assert again == {name: found[name] for name in again}


@pytest.mark.parametrize(
    ("words", "sharing", "told"),
    [
        ("public", "public", 0),
        ("Internal", "internal", 0),
        ("", "public", 0),
        ("pubic", "internal", 1),
        ("yes", "internal", 1),
    ],
)
def test_a_slip_in_sharing_keeps_the_report_and_is_said(tmp_path: Path, words: str, sharing: str, told: int) -> None:
    file = tmp_path / "shared.md"
    file.write_text(f"---\ntitle: x\nsharing: {words}\n---\n{BODY}", "utf-8")
    listed = tmp_path / "list.jsonl"
    listed.write_text(json.dumps({"text": BODY, "sharing": words}) + "\n", "utf-8")
    for report in (one(file), one(listed)):
        assert report.sharing == sharing
        assert sum("neither public nor internal" in note for note in report.notes) == told


def test_a_slip_in_the_column_of_a_manifest_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "manifest.csv").write_text("file,published,sharing\na.txt,2024-08-09,publik\n", "utf-8")
    (report,) = [item for item in read(tmp_path) if isinstance(item, Document)]
    assert report.sharing == "internal"
    assert any("'publik' is neither public nor internal" in note for note in report.notes)
