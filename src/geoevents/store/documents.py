"""Reports in the store: every version of every report with what was read in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from geoevents.model import Document, Extraction, Report
from geoevents.store.packing import join, split
from geoevents.text import fold, fold_text

Outcome = Literal["new", "updated", "unchanged"]
Versions = Sequence[tuple[str, str]]
_COLUMNS = (
    "report, text_sha256, title, text, published, published_basis, published_why, publisher, url, language, sharing"
)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A version of a report in the store; `latest` is the one that counts, the others stay readable."""

    report: Report
    latest: bool
    mentions: int
    versions: tuple[tuple[str, str], ...]


def add_document(db: sqlite3.Connection, document: Document, extraction: Extraction, now: str) -> Outcome:
    """Store a report with its extraction, inside the caller's transaction; the same again changes nothing."""
    known = db.execute(
        "SELECT fid, latest FROM documents WHERE report = ? AND text_sha256 = ?", (document.id, document.text_sha256)
    ).fetchone()
    if known is None:
        fid, outcome = _insert(db, document, now), _outcome_of_new(db, document)
        _write_extraction(db, fid, extraction)
    else:
        fid = known[0]
        changed = [_update_document(db, fid, document), _update_extraction(db, fid, extraction)]
        outcome = "updated" if any(changed) else "unchanged"
    _note_reading(db, fid, document)
    moved = _choose_latest(db, document)
    return "updated" if moved and outcome == "unchanged" else outcome


def kept_internal(
    db: sqlite3.Connection, pairs: Iterable[tuple[Document, Extraction]], *, share: bool
) -> Iterator[tuple[Document, Extraction]]:
    """Yield reports with what was read in them; those that are internal in the store stay it, unless `share` is set."""
    for document, extraction in pairs:
        known = "SELECT count(*) FROM documents WHERE report = ? AND sharing = 'internal'"
        if share or document.sharing == "internal" or not db.execute(known, (document.id,)).fetchone()[0]:
            yield document, extraction
        else:
            head = replace(extraction.report, sharing="internal")
            yield replace(document, sharing="internal"), replace(extraction, report=head)


def remove(db: sqlite3.Connection, report: str) -> tuple[int, int]:
    """Delete all versions of a report with what was read in them, inside the caller's transaction.

    Returns:
        How many versions and mentions there were.
    """
    rows = db.execute("SELECT fid, url FROM documents WHERE report = ?", (report,)).fetchall()
    mentions = 0
    for fid, _ in rows:
        mentions += db.execute("SELECT count(*) FROM mentions WHERE document = ?", (fid,)).fetchone()[0]
        _clear(db, fid)
        db.execute("DELETE FROM documents WHERE fid = ?", (fid,))
    for url in {url for _, url in rows if url is not None}:
        for name in [name for (name,) in db.execute("SELECT DISTINCT report FROM documents WHERE url = ?", (url,))]:
            other = document(db, name, None)
            if other is not None:
                _choose_latest(db, other)
    return len(rows), mentions


def _values(document: Document) -> tuple[object, ...]:
    return (
        document.id,
        document.text_sha256,
        document.title,
        document.text,
        document.published and document.published.isoformat(),
        document.published_basis,
        document.published_why,
        document.publisher,
        document.url,
        document.language,
        document.sharing,
    )


def _insert(db: sqlite3.Connection, document: Document, now: str) -> int:
    cursor = db.execute(
        f"INSERT INTO documents ({_COLUMNS}, latest, first_seen) VALUES (?,?,?,?,?,?,?,?,?,?,?,0,?)",  # noqa: S608 - constant columns
        (*_values(document), now),
    )
    return int(cursor.lastrowid or 0)


def _note_reading(db: sqlite3.Connection, fid: int, document: Document) -> None:
    """Keep from which file a version came first, and what was passed over while reading it last."""
    known = db.execute("SELECT source, notes FROM document_readings WHERE document = ?", (fid,)).fetchone()
    source, notes = known or (None, "[]")
    wanted = (source or document.source, json.dumps(document.notes, ensure_ascii=False))
    if wanted != (source, notes):
        db.execute("INSERT OR REPLACE INTO document_readings VALUES (?, ?, ?)", (fid, *wanted))


def _outcome_of_new(db: sqlite3.Connection, document: Document) -> Outcome:
    others = db.execute("SELECT count(*) FROM documents WHERE report = ?", (document.id,)).fetchone()[0]
    return "updated" if others > 1 else "new"


def _update_document(db: sqlite3.Connection, fid: int, document: Document) -> bool:
    """Take over title, date, publisher and so on of a report whose text is known; whether any of them is new."""
    old = db.execute(f"SELECT {_COLUMNS} FROM documents WHERE fid = ?", (fid,)).fetchone()  # noqa: S608 - as above
    if tuple(old) == _values(document):
        return False
    assignments = ", ".join(f"{name} = ?" for name in _COLUMNS.split(", "))
    db.execute(f"UPDATE documents SET {assignments} WHERE fid = ?", (*_values(document), fid))  # noqa: S608 - as above
    return True


def _choose_latest(db: sqlite3.Connection, document: Document) -> bool:
    """Mark the version that counts: the last published, of equals the one stored last; whether that has changed.

    Versions are reports of one id, or of one address.
    """
    rows = db.execute(
        "SELECT fid, latest FROM documents WHERE report = ? OR (url IS NOT NULL AND url = ?)"
        " ORDER BY coalesce(published, '') DESC, fid DESC",
        (document.id, document.url),
    ).fetchall()
    wanted = [(int(n == 0), fid) for n, (fid, latest) in enumerate(rows) if bool(latest) != (n == 0)]
    db.executemany("UPDATE documents SET latest = ? WHERE fid = ?", wanted)
    return bool(wanted)


def _versions_json(extraction: Extraction) -> str:
    return json.dumps([list(pair) for pair in extraction.versions])


def _update_extraction(db: sqlite3.Connection, fid: int, extraction: Extraction) -> bool:
    digest, *_ = parts = split(extraction)
    versions = _versions_json(extraction)
    old = db.execute("SELECT digest, versions FROM extractions WHERE document = ?", (fid,)).fetchone()
    if old is not None and old[0] == digest:
        if old[1] != versions:
            db.execute("UPDATE extractions SET versions = ? WHERE document = ?", (versions, fid))
        return False
    _clear(db, fid)
    _write_parts(db, fid, extraction, parts)
    return True


def _clear(db: sqlite3.Connection, fid: int) -> None:
    for table in ("extractions", "mentions", "claims"):
        db.execute(f"DELETE FROM {table} WHERE document = ?", (fid,))  # noqa: S608 - constant tables


def _write_extraction(db: sqlite3.Connection, fid: int, extraction: Extraction) -> None:
    _write_parts(db, fid, extraction, split(extraction))


def _write_parts(
    db: sqlite3.Connection, fid: int, extraction: Extraction, parts: tuple[bytes, bytes, bytes, bytes]
) -> None:
    db.execute("INSERT INTO extractions VALUES (?, ?, ?, ?, ?, ?)", (fid, _versions_json(extraction), *parts))
    mentions = {mention.id: mention for mention in extraction.mentions}
    db.executemany(
        "INSERT INTO mentions (document, mention, type) VALUES (?, ?, ?)",
        [(fid, mention.id, mention.type) for mention in mentions.values()],
    )
    db.executemany(
        "INSERT INTO claims (document, kind, text, low, best, high, unit, measured, measured_low, measured_high,"
        " verdict, direction_verdict, why) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        [
            (
                fid, c.kind, c.text, c.low, c.best, c.high, c.unit,
                *((None, None, None) if c.measurement is None else (c.measurement.value, c.measurement.low, c.measurement.high)),
                c.verdict, c.direction_verdict, c.why,
            )
            for c in extraction.claims
        ],
    )  # fmt: skip


def documents(db: sqlite3.Connection) -> Iterator[StoredReport]:
    """Yield all reports in all versions, without their texts, in order of id and of their storing."""
    rows = db.execute(
        f"SELECT {_COLUMNS.replace(' text,', '')}, latest, versions,"  # noqa: S608 - constant columns
        " (SELECT count(*) FROM mentions m WHERE m.document = d.fid)"
        " FROM documents d LEFT JOIN extractions x ON x.document = d.fid ORDER BY report, fid"
    )
    yield from map(_stored, rows)


def _stored(row: tuple[Any, ...]) -> StoredReport:
    report, sha, title, published, basis, why, publisher, url, language, sharing, latest, versions, mentions = row
    head = Report(report, sha, _date(published), basis, why, title, publisher, url, language, sharing)
    made_with = tuple((name, version) for name, version in json.loads(versions or "[]"))
    return StoredReport(head, bool(latest), mentions, made_with)


def newest(db: sqlite3.Connection, limit: int, *, public: bool = False) -> Iterator[StoredReport]:
    """Yield the reports that were stored last, the newest first, in all versions; with `public` only public ones."""
    seen = " WHERE d.sharing = 'public'" if public else ""
    rows = db.execute(
        f"SELECT {_COLUMNS.replace(' text,', '')}, latest, versions,"  # noqa: S608 - constants
        " (SELECT count(*) FROM mentions m WHERE m.document = d.fid)"
        f" FROM documents d LEFT JOIN extractions x ON x.document = d.fid{seen} ORDER BY d.fid DESC LIMIT ?",
        (limit,),
    )
    yield from map(_stored, rows)


def count(db: sqlite3.Connection, *, public: bool = False) -> int:
    """Return how many reports there are, each once whatever its versions; with `public` only public ones."""
    seen = " AND sharing = 'public'" if public else ""
    (number,) = db.execute(f"SELECT count(*) FROM documents WHERE latest{seen}").fetchone()  # noqa: S608 - constants
    return int(number)


def known(db: sqlite3.Connection, reports: Iterable[str]) -> set[tuple[str, str]]:
    """Return the versions (id, hash of the text) that are stored of some reports."""
    asked = "SELECT report, text_sha256 FROM documents WHERE report IN (SELECT value FROM json_each(?))"
    return set(db.execute(asked, (json.dumps(list(reports)),)))


def document(db: sqlite3.Connection, report: str, text_sha256: str | None) -> Document | None:
    """Return a report: a given version, else the latest; None where there is none."""
    row = db.execute(
        f"SELECT {_COLUMNS}, source, notes FROM documents d LEFT JOIN document_readings r ON r.document = d.fid"  # noqa: S608 - constants
        f" WHERE {_WHICH}",
        _which(report, text_sha256),
    ).fetchone()
    if row is None:
        return None
    name, sha, title, text, published, basis, why, publisher, url, language, sharing, source, notes = row
    return Document(
        name, text, sha, title, _date(published), basis, why, publisher, url, language, sharing, source,
        tuple(json.loads(notes or "[]")),
    )  # fmt: skip


_READ = "documents d JOIN extractions x ON x.document = d.fid"
_WHICH = "d.report = ? AND (d.text_sha256 = ? OR ? IS NULL) ORDER BY d.latest DESC, d.fid DESC LIMIT 1"


def _which(report: str, text_sha256: str | None) -> tuple[str, str | None, str | None]:
    return (report, text_sha256, text_sha256)


def extraction(db: sqlite3.Connection, report: str, text_sha256: str | None) -> Extraction | None:
    """Return what was read in a report: a given version, else the latest; None where there is none."""
    row = db.execute(
        f"SELECT x.core, x.signature, x.rest, x.versions FROM {_READ} WHERE {_WHICH}",  # noqa: S608 - constants
        _which(report, text_sha256),
    ).fetchone()
    return None if row is None else join(*row)


def cores(db: sqlite3.Connection, only: Iterable[int] | None = None) -> Iterator[tuple[int, Extraction]]:
    """Yield row number and what merging needs of the latest version of each report, or of those of some row numbers."""
    every = "SELECT d.fid, x.core, x.signature FROM documents d JOIN extractions x ON x.document = d.fid WHERE d.latest"
    if only is None:
        rows = db.execute(every)
    else:
        rows = db.execute(f"{every} AND d.fid IN (SELECT value FROM json_each(?))", (json.dumps(list(only)),))  # noqa: S608 - constants
    for fid, core, signature in rows:
        yield fid, join(core, signature)


def stale(db: sqlite3.Connection, versions: Versions) -> tuple[str, ...]:
    """Return the ids of the reports whose latest version was read with other versions of program, rules or data."""
    wanted = json.dumps([list(pair) for pair in versions])
    rows = db.execute(
        "SELECT d.report FROM documents d LEFT JOIN extractions x ON x.document = d.fid"
        " WHERE d.latest AND x.versions IS NOT ? ORDER BY d.report",
        (wanted,),
    )
    return tuple(report for (report,) in rows)


def naming(db: sqlite3.Connection, names: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the reports whose latest version holds one of some names, however it is spelled."""
    keys = [key for name in names if (key := fold(name))]
    rows = db.execute("SELECT report, text FROM documents WHERE latest ORDER BY report")
    return tuple(report for report, text in rows if _holds(fold_text(text), keys))


def _holds(text: str, keys: Sequence[str]) -> bool:
    return any(key in text for key in keys)


def restamp(db: sqlite3.Connection, reports: Iterable[str], versions: Versions) -> None:
    """Note of the latest versions of reports that they would be read the same with other versions of rules or data."""
    db.execute(
        "UPDATE extractions SET versions = ? WHERE document IN"
        " (SELECT fid FROM documents WHERE latest AND report IN (SELECT value FROM json_each(?)))",
        (json.dumps([list(pair) for pair in versions]), json.dumps(list(reports))),
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
