"""Many reports in one file: JSON lines, and CSV tables with a `text` column."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from geoevents.errors import BadDate, UnreadableFile
from geoevents.model import Document
from geoevents.reading.documents import UNKNOWN, Published, ReadFailure, day_of, document, sharing_of, unread_sharing

_FIELDS = ("id", "title", "published", "publisher", "url", "language")
_DELIMITERS = ",;\t|"
_LARGEST_CELL = 2**31 - 1


def read_jsonl(
    stream: Iterable[str | bytes],
    *,
    published: str | date | None = None,
    name: str = "stdin",
    first: int = 1,
    source: str | None = None,
) -> Iterator[Document | ReadFailure]:
    """Yield the report of each line `{"id", "text", "title"?, "published"?, "publisher"?, "url"?, "language"?}`.

    `stream` yields lines, as an open file does; the text of a line stays untouched, and a line without an id is called
    `name-number`, counted from `first`. `published` dates lines that state no date. `source` marks the file that they
    are from, None a stream of none. A line that cannot be used comes as a `ReadFailure`.
    """
    for number, line in enumerate(stream, first):
        where = f"{name} line {number}"
        try:
            row = _json_row(line, where, first=number == 1)
        except UnreadableFile as error:
            yield ReadFailure(where, error)
            continue
        if row is not None:
            yield from row_documents(row, where, f"{name}-{number}", published, source and f"{source}#{number}")


def _json_row(line: str | bytes, where: str, *, first: bool) -> dict[str, Any] | None:
    try:
        words = line.decode("utf-8") if isinstance(line, bytes) else line
        words = (words.removeprefix("\ufeff") if first else words).strip()
        row = json.loads(words) if words else None
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{where} is not UTF-8: JSON lines must be.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{where} is no JSON object: {str(error).rstrip('.')[:80]}.") from error
    if row is None:
        return None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UnreadableFile(f'{where} has no "text": give {{"id": …, "text": …}}.')
    if _half_character(row["text"]):
        raise UnreadableFile(f"{where} holds half a character (a lone surrogate): write it again as UTF-8.")
    return row


def _half_character(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def row_documents(
    row: Mapping[str, Any], where: str, default_id: str, published: str | date | None, source: str | None = None
) -> Iterator[Document | ReadFailure]:
    """Yield the document of one row, behind a failure where its date is none."""
    given = {name: str(value).strip() for name in _FIELDS if (value := row.get(name)) not in (None, "")}
    dated, failure = stated(given.get("published"), where, f"given: published: {given.get('published')}")
    if failure:
        yield failure
    if dated is UNKNOWN and published:
        dated = Published(day_of(published, "--published"), "given", f"--published {published}")
    yield document(
        row["text"],
        id=given.get("id") or default_id,
        title=given.get("title"),
        published=dated.day,
        published_basis=dated.basis,
        published_why=dated.why,
        publisher=given.get("publisher"),
        url=given.get("url"),
        language=given.get("language"),
        sharing=sharing_of(row.get("sharing")),
        source=None if given.get("id") else source or _mark_of(row["text"]),
        notes=unread_sharing(row.get("sharing")),
        untouched=True,
    )


def _mark_of(text: str) -> str:
    """Return the mark of a row of no file: its text, because the first line of the next stream is another report."""
    return "text:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def stated(value: str | None, where: str, why: str) -> tuple[Published, ReadFailure | None]:
    """Return the date that a user stated, or a failure where it is none."""
    if not value:
        return UNKNOWN, None
    try:
        return Published(day_of(value, where), "given", why), None
    except BadDate as error:
        return UNKNOWN, ReadFailure(where, error)


def read_csv(
    text: str, *, where: str, name: str, published: str | date | None = None, source: str | None = None
) -> Iterator[Document | ReadFailure]:
    """Yield the report of each row of a table with a column `text`; commas, semicolons and tabs part columns alike."""
    rows, error = table(text, where, "text")
    if error:
        yield error
    yield from read_rows(rows, where=where, name=name, published=published, source=source)


def read_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    where: str,
    name: str,
    published: str | date | None = None,
    first: int = 1,
    source: str | None = None,
) -> Iterator[Document | ReadFailure]:
    """Yield the report of each row of a table; a row without an id is called `name-number`, counted from `first`."""
    for number, row in enumerate(rows, first):
        here = f"{where} row {number}"
        text = row.get("text")
        if not isinstance(text, str) or not text.strip():
            yield ReadFailure(here, UnreadableFile(f"{here} has an empty text: nothing to read."))
            continue
        yield from row_documents(row, here, f"{name}-{number}", published, source and f"{source}#{number}")


def table(text: str, where: str, needed: str) -> tuple[list[dict[str, str]], ReadFailure | None]:
    """Return the rows of a CSV text by column name (in small letters), or a failure where `needed` is no column."""
    csv.field_size_limit(_LARGEST_CELL)
    head = text.split("\n", 1)[0]
    for delimiter in sorted(_DELIMITERS, key=head.count, reverse=True):
        names = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=delimiter), [])]
        if needed in names:
            break
    else:
        missing = UnreadableFile(f"{where} has no column {needed!r}: name it in the first row.")
        return [], ReadFailure(where, missing)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        return [], ReadFailure(where, UnreadableFile(f"{where} is no CSV table: {error}."))
    return [dict(zip(names, line, strict=False)) for line in lines[1:] if any(line)], None
