"""Where reports come in: pasted (one, or several posts in one paste), uploaded, or from a folder of this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import streamlit as st

from geoevents.errors import GeoEventsError, UnreadableFile
from geoevents.model import Document
from geoevents.reading import Post, ReadFailure, SplitAt, document, read, split_posts
from geoevents.reading.dateline import dateline_day
from geoevents.reading.documents import UNKNOWN, Published
from geoevents.ui.drafts import Draft, keep_drafts
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

MOST_REPORTS = 500  # read at once on the page; the command line reads any number
_MOST_BYTES = 2_000_000
_EARLIEST, _LATEST = date(1800, 1, 1), date(2200, 1, 1)
_WAYS = ("Paste", "Files", "Folder")
_TYPES = ["txt", "md", "html", "htm", "jsonl", "csv"]
_SPLIT_WORDS: dict[SplitAt, str] = {
    "nothing": "One report",
    "rule": "Posts, parted by lines of dashes or stars",
    "gap": "Posts, parted by two or more empty lines",
    "paragraph": "Posts, parted by an empty line",
    "stamp": "Posts, each begun by a day and a time, as messengers copy them",
}


def show_inbox(library: Library) -> None:
    """Draw the form that adds reports; what it reads becomes drafts, and nothing is stored yet."""
    way = st.segmented_control("From", _WAYS, default=_WAYS[0], key="add_way", label_visibility="collapsed") or _WAYS[0]
    with st.form("add", border=True):
        _given(way)
        left, middle, right = st.columns(3)
        left.date_input(
            "Published on", value=None, key="add_day", min_value=_EARLIEST, max_value=_LATEST, format="YYYY-MM-DD",
            help="Weekdays and “yesterday” are counted from this day. Of several reports it dates those that state no day.",
        )  # fmt: skip
        middle.text_input("Publisher", key="add_publisher", help="Of several reports, of those that name none.")
        right.text_input("Title", key="add_title", disabled=way != "Paste", help="Of one pasted report.")
        st.checkbox(
            "Internal: leave it out of what is shared", key="add_internal",
            help="What only an internal report tells is in no file, unless you ask for it when you export.",
        )  # fmt: skip
        read_it = st.form_submit_button("Read it", type="primary")
    if not read_it:
        return
    try:
        with _documents(way) as found:
            _read_all(library, list(islice(found, MOST_REPORTS + 1)))
    except GeoEventsError as error:
        st.error(plain(str(error), LONG))


def _given(way: str) -> None:
    """Draw the part of the form that takes the text."""
    if way == "Paste":
        st.text_area(
            "Text of the report", key="add_text", height=160, placeholder="Paste a report here, or several posts."
        )
        st.selectbox("The paste holds", list(_SPLIT_WORDS), format_func=lambda at: _SPLIT_WORDS[at], key="add_split")
    elif way == "Files":
        st.file_uploader(
            "Files: text, web pages, JSON lines, tables", type=_TYPES, accept_multiple_files=True, key="add_file"
        )
    else:
        st.text_input(
            "Folder or file on this machine", key="add_folder", placeholder="/home/me/reports",
            help="Read with everything below it; manifest.csv, front matter, file names and datelines date the reports.",
        )  # fmt: skip


@contextmanager
def _documents(way: str) -> Iterator[Iterator[Document | ReadFailure]]:
    """Yield what the form holds as documents, with its day, publisher and sharing where they state none.

    Raises:
        UnreadableFile: when it holds nothing that could be read.
    """
    state = st.session_state
    day: date | None = state.add_day
    if way == "Paste":
        posts = split_posts(state.add_text.replace("\r\n", "\n").strip(), state.add_split)
        if not posts:
            raise UnreadableFile("There is no text yet: paste a report, or choose files or a folder.")
        yield _with_given(pasted(posts, state.add_title.strip(), day))
    elif way == "Files":
        if not state.add_file:
            raise UnreadableFile("There is no file yet: choose one, or several.")
        with TemporaryDirectory(prefix="geoevents-") as folder:
            yield _with_given(uploaded(state.add_file, Path(folder), day))
    else:
        words = state.add_folder.strip()
        if not words:
            raise UnreadableFile("No folder is named yet: type its path on this machine.")
        yield _with_given(read([Path(words).expanduser()], published=day))


def _with_given(found: Iterable[Document | ReadFailure]) -> Iterator[Document | ReadFailure]:
    publisher = st.session_state.add_publisher.strip() or None
    internal = bool(st.session_state.add_internal)
    for item in found:
        if isinstance(item, ReadFailure):
            yield item
            continue
        sharing = "internal" if internal else item.sharing
        yield replace(item, publisher=item.publisher or publisher, sharing=sharing)


def pasted(posts: tuple[Post, ...], title: str = "", day: date | None = None) -> Iterator[Document]:
    """Yield posts as documents; the id of each says that it was pasted and what it holds.

    One post bears the title, and the given day before that of its dateline. Of several, each has the day of its stamp,
    else of its dateline, else the given one.
    """
    alone = len(posts) == 1
    for post in posts:
        line = dateline_day(post.text)
        given = Published(day, "given", "given in the app") if day else UNKNOWN
        stamped = Published(post.published, "metadata", f"before the post: {post.stamp}")
        dated = Published(line[0], "dateline", f"dateline: {line[1]}") if line else UNKNOWN
        stated = (given, stamped, dated) if alone else (stamped, dated, given)
        known = next((one for one in stated if one.day), UNKNOWN)
        made = document(
            post.text,
            id="pasted",
            title=(title or None) if alone else None,
            published=known.day,
            published_basis=known.basis,
            published_why=known.why,
            publisher=post.publisher,
        )
        yield replace(made, id=f"{_slug(made.title or post.text)}-{made.text_sha256[:8]}")


def _slug(words: str) -> str:
    letters = re.sub(r"[^a-z0-9]+", "-", words[:60].casefold()).strip("-")
    return letters[:40].rstrip("-") or "pasted"


def uploaded(files: Iterable[UploadedFile], folder: Path, day: date | None = None) -> Iterator[Document | ReadFailure]:
    """Yield the documents of uploaded files, read as a folder of them would be; `folder` holds them meanwhile."""
    for number, file in enumerate(files):
        name = PurePath(file.name).name
        data = file.getvalue()
        if len(data) > _MOST_BYTES:
            big = f"{name} has {len(data) / 1e6:.1f} MB: read it as a folder, or with `geoevents ingest`."
            yield ReadFailure(name, UnreadableFile(big))
            continue
        path = folder / name
        if path.exists():  # two of one name, from two folders
            path = folder / str(number) / name
            path.parent.mkdir()
        path.write_bytes(data)
    for item in read([folder], published=day) if any(folder.iterdir()) else ():
        if isinstance(item, ReadFailure):
            words = str(item.error).replace(f"{folder}/", "")
            yield ReadFailure(item.where.replace(f"{folder}/", ""), type(item.error)(words))
        else:
            yield item


def _read_all(library: Library, found: list[Document | ReadFailure]) -> None:
    """Read the documents, showing how far it has come; keep them as drafts."""
    failures = [str(item.error) for item in found[:MOST_REPORTS] if isinstance(item, ReadFailure)]
    documents = [item for item in found[:MOST_REPORTS] if isinstance(item, Document)]
    if len(found) > MOST_REPORTS:
        failures.append(f"Only the first {MOST_REPORTS} were read: `geoevents ingest` reads any number.")
    if not documents and not failures:
        raise UnreadableFile("There is no report in it: text files, web pages, JSON lines and tables are read.")
    drafts = []
    bar = st.progress(0.0, text="Loading place names and rules …")
    for number, one in enumerate(documents):
        bar.progress(
            number / len(documents), text=plain(f"Reading {number + 1} of {len(documents)}: {one.title or one.id}")
        )
        try:
            drafts.append(Draft(one, library.extract(one)))
        except GeoEventsError as error:
            failures.append(f"{one.id}: {error}")
    bar.empty()
    keep_drafts(drafts, failures)
