"""One `Document` of a text, and what stands in its place where there is none."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geoevents.errors import BadDate, InputError
from geoevents.model import Document, PublishedBasis, Sharing
from geoevents.reading.days import parse_day
from geoevents.text import detect_language

BYTE_ORDER_MARK = "\ufeff"
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_SHOWN = 60  # characters of a user's words in a message


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """Something that could not be used: `where` (file, or file and line) and the `error`, one printable sentence.

    A `BadDate` concerns the date alone: the report follows, dated by the next source that speaks.
    """

    where: str
    error: InputError


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date, where it is from, and the words that say so."""

    day: date | None = None
    basis: PublishedBasis = "unknown"
    why: str = ""


UNKNOWN = Published()


def sharing_of(words: object) -> Sharing:
    """Return the sharing that a user wrote: public where nothing is said; whatever is not "public" is kept internal."""
    return "public" if not words or str(words).strip().casefold() in {"", "public"} else "internal"


def unread_sharing(words: object) -> tuple[str, ...]:
    """Return a note where words on sharing are neither of the two that there are: a slip of the pen must not stay unseen."""
    if not words or str(words).strip().casefold() in {"", "public", "internal"}:
        return ()
    return (f"sharing: {shown(str(words))} is neither public nor internal; the report is kept internal.",)


def strictest(*words: object) -> Sharing:
    """Return internal where one of several sources says so."""
    return "internal" if "internal" in map(sharing_of, words) else "public"


def language_of(words: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the code of the language that a user or page states ("en" of "en-GB"), and a note where it is no code."""
    if not words or not words.strip():
        return None, ()
    code = _LANGUAGE.fullmatch(words.strip())
    if code is None:
        return None, (f"language: {shown(words)} is no code such as en or uk; the text's own is used.",)
    return code[1].lower(), ()


def shown(words: str) -> str:
    """Return words as a message quotes them, cut where they are long."""
    words = " ".join(words.split())
    return repr(words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…")


def source_of(path: Path) -> str:
    """Return the mark of a file: a hash of its full path, so that a store that is given away names no folder."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]


def day_of(value: str | date, where: str) -> date:
    """Return a day that a user wrote.

    Raises:
        BadDate: when it is none.
    """
    if isinstance(value, date):
        return value
    day = parse_day(value)
    if day is None:
        raise BadDate(f"{where}: {shown(value)} is no date; write it as YYYY-MM-DD.")
    return day


def document(
    text: str,
    *,
    id: str,  # noqa: A002 - the public name of the field
    title: str | None = None,
    published: str | date | None = None,
    published_basis: PublishedBasis = "given",
    published_why: str = "",
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    sharing: Sharing = "public",
    source: str | None = None,
    notes: Iterable[str] = (),
    untouched: bool = False,
) -> Document:
    """Return a document of `text`, with its hash; all offsets of an extraction count in `.text` of the result.

    A byte order mark is removed and CRLF becomes LF unless `untouched`. `language` is a code such as "en" or "en-GB"; it
    is detected where none, or something else, is given. `source` and `notes` are those of `Document`.

    Raises:
        BadDate: when `published` is no date.
    """
    if not untouched:
        text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")
    day = day_of(published, id) if published else None
    code, passed_over = language_of(language)
    return Document(
        id=id,
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=title or None,
        published=day,
        published_basis=published_basis if day else "unknown",
        published_why=published_why or (f"given: {day}" if day else ""),
        publisher=publisher or None,
        url=url or None,
        language=code or detect_language(text),
        sharing=sharing,
        source=source,
        notes=(*notes, *passed_over),
    )
