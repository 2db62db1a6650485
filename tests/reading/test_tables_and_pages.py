from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.model import Document
from geoevents.reading import ReadFailure, parse_day, read, read_jsonl
from geoevents.reading.front_matter import split_front_matter

BODY = "A bridge over the river fell on Monday, the mayor said. Two people were hurt."


def lines(*rows: object) -> io.StringIO:
    return io.StringIO("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows))


def test_jsonl_text_is_untouched() -> None:
    text = "\ufeffOne\r\n two \u2028{{ 7*7 }}"
    (report,) = read_jsonl(lines({"id": 7, "text": text, "published": "2024-08-09", "publisher": None, "extra": [1]}))
    assert isinstance(report, Document)
    assert (report.id, report.text, report.published, report.published_basis) == ("7", text, date(2024, 8, 9), "given")


def test_bad_lines_are_named_and_the_rest_goes_on() -> None:
    stream = lines(
        "{no json\n", {"id": "a"}, {"text": 3}, "[1]\n", "\n", '{"text": "\\ud800"}\n', {"text": BODY, "published": "x"}, {"id": "b", "text": ""}
    )  # fmt: skip
    items = list(read_jsonl(stream, name="in"))
    assert [item.where for item in items if isinstance(item, ReadFailure)] == [
        f"in line {n}" for n in (1, 2, 3, 4, 6, 7)
    ]
    assert [item.id for item in items if isinstance(item, Document)] == ["in-7", "b"]


def test_published_fills_gaps_of_lines() -> None:
    found = list(read_jsonl(lines({"text": BODY}, {"text": BODY, "published": "2024-01-02"}), published="2024-08-09"))
    assert [d.published for d in found if isinstance(d, Document)] == [date(2024, 8, 9), date(2024, 1, 2)]


def test_bytes_that_are_not_utf8_are_a_failure() -> None:
    (item,) = read_jsonl(io.BytesIO(b'{"text": "caf\xe9"}\n'))
    assert isinstance(item, ReadFailure)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(delimiter: str, tmp_path: Path) -> None:
    cell = f'"{BODY.replace("said.", "said:")} ""No one{delimiter} he said""\nwas there."'
    head = delimiter.join(["ID", "Text", "published"])
    (tmp_path / "a.csv").write_text(
        f"{head}\nx{delimiter}{cell}{delimiter}2024-08-09\ny{delimiter}{delimiter}\n", "utf-8"
    )
    report, failure = read(tmp_path / "a.csv")
    assert isinstance(report, Document)
    assert (report.id, report.published) == ("x", date(2024, 8, 9))
    assert report.text.endswith(f'"No one{delimiter} he said"\nwas there.')
    assert isinstance(failure, ReadFailure)
    assert "row 2 has an empty text" in str(failure.error)


def test_csv_without_a_text_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    (failure,) = read(tmp_path)
    assert isinstance(failure, ReadFailure)
    assert "no column 'text'" in str(failure.error)


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Bridge | Example</title>
<meta property="og:site_name" content="Example News"><link rel="canonical" href="https://example.org/bridge">{meta}</head>
<body><nav>Home News Sport</nav><article><h1>Bridge falls</h1>{time}<p>{body}</p><p>{body}</p></article>
<script>var x = "{{{{ 7*7 }}}}";</script></body></html>"""
LD = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-08-09T23:30:00-05:00"}]}</script>'


@pytest.mark.parametrize(
    ("meta", "time", "day"),
    [
        ('<meta property="article:published_time" content="2024-08-09T23:59:00+02:00">', "", date(2024, 8, 9)),
        (LD, "", date(2024, 8, 9)),
        ("", '<time datetime="2024-08-09">9 Aug</time>', date(2024, 8, 9)),
        ('<meta name="pubdate" content="Fri, 09 Aug 2024 10:00:00 GMT">', "", date(2024, 8, 9)),
        ('<script type="application/ld+json">{broken</script><meta name="date" content="soon">', "", None),
    ],
)
def test_pages(meta: str, time: str, day: date | None, tmp_path: Path) -> None:
    html = PAGE.format(meta=meta, time=time, body=(BODY + " It had stood for ninety years. ") * 4)
    (tmp_path / "a.html").write_text(html, "utf-8")
    (report,) = read(tmp_path)
    assert isinstance(report, Document)
    assert (report.title, report.publisher, report.url, report.language) == (
        "Bridge falls", "Example News", "https://example.org/bridge", "en",
    )  # fmt: skip
    assert report.published == day
    assert "A bridge over the river fell" in report.text
    assert "Sport" not in report.text


def test_a_short_page_and_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes("<meta charset=windows-1251><p>Мост упал.<p>Два раненых.".encode("cp1251"))
    (tmp_path / "b.html").write_text("<html><body><script>x()</script></body></html>", "utf-8")
    report, failure = read(tmp_path)
    assert isinstance(report, Document)
    assert "Мост упал." in report.text
    assert isinstance(failure, ReadFailure)
    assert "without text" in str(failure.error)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024-08-09", date(2024, 8, 9)),
        ("2024-08-09T23:30:00-05:00", date(2024, 8, 9)),
        ("20240809", date(2024, 8, 9)),
        ("9 August 2024", date(2024, 8, 9)),
        ("Aug. 9, 2024", date(2024, 8, 9)),
        ("Fri, 09 Aug 2024 10:00:00 GMT", date(2024, 8, 9)),
        ("09.08.2024", date(2024, 8, 9)),
        ("9 серпня 2024", date(2024, 8, 9)),
        ("9 мая 2024", date(2024, 5, 9)),
        ("2024-13-40", None),
        ("2024-08", None),
        ("30 February 2024", None),
        ("next week", None),
        ("", None),
    ],
)
def test_parse_day(words: str, day: date | None) -> None:
    assert parse_day(words) == day


@given(st.text(max_size=80))
def test_parse_day_and_front_matter_take_anything(text: str) -> None:
    assert parse_day(text) is None or isinstance(parse_day(text), date)
    front = split_front_matter(f"---\n{text}\n---\nBody.\n")
    assert front.body.endswith("Body.\n")
    assert all(isinstance(value, str) for value in front.fields.values())
