"""Paths that a user names, as documents: folders are walked, files read, dates taken from the source that speaks first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from geoevents.errors import InputError, UnreadableFile
from geoevents.model import Document
from geoevents.reading.dateline import dateline_day
from geoevents.reading.days import day_in_name
from geoevents.reading.decoding import decode
from geoevents.reading.documents import (
    UNKNOWN,
    Published,
    ReadFailure,
    day_of,
    document,
    sharing_of,
    source_of,
    strictest,
    unread_sharing,
)
from geoevents.reading.front_matter import split_front_matter
from geoevents.reading.manifest import MANIFEST, Row, read_manifests
from geoevents.reading.parquet import read_parquet
from geoevents.reading.tables import read_csv, read_jsonl, stated

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".jsonl", ".csv", ".parquet"})
_PAGES = frozenset({".html", ".htm"})
Item = Document | ReadFailure


@dataclass(frozen=True, slots=True)
class Named:
    """A file to read: its path, the id of a report in it that gives itself none, what a manifest says of it."""

    path: Path
    stem: str
    row: Row = field(default_factory=dict)


Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def read(paths: Paths, *, published: str | date | None = None) -> Iterator[Item]:
    """Yield the documents of files and folders, in order, and a `ReadFailure` in place of each that cannot be used.

    A folder is read recursively, sorted: .txt .md .html .jsonl .csv .parquet; hidden files and README* are passed over
    unless named. `manifest.csv` in a folder speaks for the files below it. The publication date comes from the manifest,
    front matter, HTML metadata, file name or dateline, in this order, then `published`, else it is unknown. The id is
    the one a file gives itself, else its path relative to the argument without suffix; where that is taken, with its
    suffix or a number. A file named twice is read once.

    Raises:
        BadDate: when `published` is no date.
    """
    fallback = day_of(published, "--published") if published else None
    return (item for named in list_files(paths) for item in _read_listed(named, fallback))


def list_files(paths: Paths) -> Iterator[Named | ReadFailure]:
    """Yield the files that `read` would read, in its order, with the ids that it would give."""
    run = _Run()
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    for path in given:
        try:
            yield from _list_argument(Path(path), run)
        except OSError as error:  # a name that the system does not take, a folder that may not be entered
            reason = error.strerror or type(error).__name__
            yield ReadFailure(str(path), UnreadableFile(f"{str(path)[:200]} cannot be read: {reason}."))


def _read_listed(named: Named | ReadFailure, fallback: date | None) -> Iterator[Item]:
    if isinstance(named, ReadFailure):
        yield named
        return
    for item in read_named(named, fallback):
        listed = named.row.get("sharing")
        if isinstance(item, Document) and listed:
            notes = (*item.notes, *unread_sharing(listed))
            yield replace(item, sharing=strictest(listed, item.sharing), notes=notes)
        else:
            yield item


@dataclass
class _Run:
    """What one listing keeps: the ids it gave away, the files it has listed."""

    ids: set[str] = field(default_factory=set)
    files: set[Path] = field(default_factory=set)

    def is_new(self, path: Path) -> bool:
        known = path.resolve() in self.files
        self.files.add(path.resolve())
        return not known

    def id_of(self, name: str, stem: str) -> str:
        """Return the id of a file: its path without suffix, with it where that is taken, else with a number."""
        numbered = (f"{name}~{number}" for number in range(2, len(self.ids) + 3))
        chosen = next(id_ for id_ in (stem, name, *numbered) if id_ not in self.ids)
        self.ids.add(chosen)
        return chosen


def _list_argument(path: Path, run: _Run) -> Iterator[Named | ReadFailure]:
    if not path.exists():
        yield ReadFailure(str(path), UnreadableFile(f"{path} does not exist: check the path."))
    elif path.is_dir():
        yield from _list_folder(path, run)
    else:
        yield from _list_file(path, path.name, {}, run)


def _list_folder(folder: Path, run: _Run) -> Iterator[Named | ReadFailure]:
    files = sorted(_visible(folder), key=lambda p: p.relative_to(folder).as_posix())
    rows, failures = read_manifests(path for path in files if path.name == MANIFEST)
    yield from failures
    listed = set(files)
    named = [path for path in rows if path not in listed]
    reports = [path for path in files if path.name != MANIFEST and (path.suffix.lower() in SUFFIXES or path in rows)]
    if not reports and not named and not failures:
        where = str(folder)
        yield ReadFailure(
            where, UnreadableFile(f"{where} holds no reports (.txt, .md, .html, .jsonl, .csv, .parquet).")
        )
    for path in sorted([*reports, *named], key=lambda p: p.relative_to(folder).as_posix()):
        yield from _list_file(path, path.relative_to(folder).as_posix(), rows.get(path, {}), run)


def _visible(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if not name.startswith(".") and not name.upper().startswith("README"):
                yield Path(root) / name


def _list_file(path: Path, name: str, row: Row, run: _Run) -> Iterator[Named]:
    if not run.is_new(path):
        return
    suffix = path.suffix.lower()
    name = os.fsencode(name).decode("utf-8", "replace")  # whatever the locale takes file names for
    yield Named(path, run.id_of(name, name[: -len(suffix)] if suffix else name), row)


def read_named(named: Named, fallback: date | None) -> Iterator[Item]:
    """Yield what one file holds, as `read` does; `fallback` dates reports that state no date."""
    path, stem, row = named.path, named.stem, named.row
    suffix = path.suffix.lower()
    try:
        if suffix == ".jsonl":
            with path.open("rb") as stream:
                yield from read_jsonl(stream, published=fallback, name=stem, source=source_of(path))
            return
        if suffix == ".parquet":
            yield from read_parquet(path, where=str(path), name=stem, published=fallback, source=source_of(path))
            return
        if not path.is_file():
            raise UnreadableFile(f"{path} is no file: give a file or a folder.")
        text = decode(path.read_bytes(), str(path), page=suffix in _PAGES)
        if suffix == ".csv":
            yield from read_csv(text, where=str(path), name=stem, published=fallback, source=source_of(path))
        elif suffix in _PAGES:
            yield from _page(text, path, stem, row, fallback)
        else:
            yield from _text(text, path, stem, row, fallback)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield ReadFailure(str(path), UnreadableFile(f"{path} cannot be read: {reason}."))
    except InputError as error:
        yield ReadFailure(str(path), error)


def _text(text: str, path: Path, stem: str, row: Row, fallback: date | None) -> Iterator[Item]:
    front = split_front_matter(text.replace("\r\n", "\n"))
    fields = front.fields
    key = "published" if fields.get("published") else "date"
    dated, failure = stated(fields.get(key), str(path), f"front matter: {key}: {fields.get(key)}")
    if failure:
        yield failure
    if not front.body.strip():
        raise UnreadableFile(f"{path} has no text behind its front matter: nothing to read.")
    report = document(
        front.body,
        id=fields.get("id") or stem,
        title=row.get("title") or fields.get("title"),
        publisher=row.get("publisher") or fields.get("publisher"),
        url=row.get("url") or fields.get("url"),
        language=row.get("language") or fields.get("language"),
        sharing=sharing_of(fields.get("sharing")),
        source=None if fields.get("id") else source_of(path),
        notes=(*front.notes, *unread_sharing(fields.get("sharing"))),
    )
    metadata = replace(dated, basis="metadata") if dated.day else UNKNOWN
    yield from _dated(report, path, row, metadata, fallback)


def _page(html: str, path: Path, stem: str, row: Row, fallback: date | None) -> Iterator[Item]:
    from geoevents.reading.pages import read_page  # noqa: PLC0415 - lxml and trafilatura are heavy

    page = read_page(html, str(path))
    report = document(
        page.text,
        id=stem,
        title=row.get("title") or page.title,
        publisher=row.get("publisher") or page.publisher,
        url=row.get("url") or page.url,
        language=row.get("language") or page.language,
        source=source_of(path),
        notes=page.notes,
    )
    metadata = Published(page.day, "metadata", page.day_from) if page.day else UNKNOWN
    yield from _dated(report, path, row, metadata, fallback)


def _dated(report: Document, path: Path, row: Row, metadata: Published, fallback: date | None) -> Iterator[Item]:
    """Yield a document with its date: of the manifest, metadata, file name, dateline or option, whichever speaks first."""
    words = (row.get("published") or "").strip()
    listed, failure = stated(words, str(path), f"{MANIFEST}: published: {words}")
    if failure:
        yield failure
    dated = listed if listed.day else metadata
    if not dated.day and (named := day_in_name(path.stem)):
        dated = Published(named[0], "filename", f"file name: {named[1]}")
    if not dated.day and (line := dateline_day(report.text)):
        dated = Published(line[0], "dateline", f"dateline: {line[1]}")
    if not dated.day and fallback:
        dated = Published(fallback, "given", f"--published {fallback}")
    yield replace(report, published=dated.day, published_basis=dated.basis, published_why=dated.why)
