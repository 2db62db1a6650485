"""The reports behind the map, and adding one: paste or upload, look at what was read, then store."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

import streamlit as st

from geoevents.errors import GeoEventsError, UnreadableFile
from geoevents.model import Document, Extraction
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain
from geoevents.views.markup import element
from geoevents.views.reading import read_report
from geoevents.views.words import day_words

_DRAFT = "draft"
_MOST_BYTES = 2_000_000
_EARLIEST, _LATEST = date(1800, 1, 1), date(2200, 1, 1)


def show_sources(library: Library) -> None:
    """List the reports and offer to add one."""
    reports = library.reports()
    if reports:
        st.dataframe(
            [
                {
                    "Report": stored.report.title or stored.report.id,
                    "Publisher": stored.report.publisher or "",
                    "Published": day_words(stored.report.published) if stored.report.published else "unknown",
                    "How the date is known": stored.report.published_basis,
                    "Events told": stored.mentions,
                    "Language": stored.report.language,
                    "Sharing": stored.report.sharing,
                    "Version": "" if stored.latest else "older",
                    "Id": stored.report.id,
                }
                for stored in reports
            ],
            key="reports", hide_index=True, width="stretch",
        )  # fmt: skip
        _read_one(library, [stored.report.id for stored in reports if stored.latest])
    st.subheader("Add a report")
    _form(library)
    draft = st.session_state.get(_DRAFT)
    if draft is not None:
        _review(library, *draft)


def _read_one(library: Library, ids: Sequence[str]) -> None:
    chosen = st.selectbox("Read a report with its marks", ids, index=None, placeholder="choose a report")
    if chosen is None:
        return
    document, extraction = library.report(chosen)
    if document is not None and extraction is not None:
        st.html(read_report(document, extraction))


def decode(name: str, data: bytes) -> str:
    """Return an uploaded file as text.

    Raises:
        UnreadableFile: when it is empty, too large, binary or in no encoding that could be told.
    """
    if not data.strip():
        raise UnreadableFile(f"{name} is empty: choose a file with text.")
    if len(data) > _MOST_BYTES:
        raise UnreadableFile(f"{name} has {len(data) / 1e6:.1f} MB: use `geoevents ingest` for large files.")
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(f"{name} is binary: choose a text file.")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only when a file is uploaded

    best = from_bytes(data).best()
    if best is None:
        raise UnreadableFile(f"{name} is in no encoding that could be told: save it as UTF-8.")
    return str(best).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def draft_document(
    text: str, title: str, publisher: str, published: date | None, url: str = "", *, internal: bool = False
) -> Document:
    """Return pasted text as a document; its id says that it was pasted and what it holds."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        id=f"{_slug(title or text)}-{digest[:8]}",
        text=text,
        text_sha256=digest,
        title=title or None,
        published=published,
        published_basis="given" if published else "unknown",
        published_why="given in the app" if published else "",
        publisher=publisher or None,
        url=url or None,
        sharing="internal" if internal else "public",
    )


def _slug(words: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", words[:60].casefold()).strip("-")
    return plain[:40].rstrip("-") or "pasted"


def _form(library: Library) -> None:
    with st.form("add", border=True):
        st.text_area(
            "Text of the report",
            key="add_text",
            height=160,
            placeholder="Paste a report here, or upload a text file below.",
        )
        upload = st.file_uploader("Text file", type=["txt", "md", "html", "htm"], key="add_file")
        left, middle, right = st.columns(3)
        left.date_input(
            "Published on",
            value=None,
            key="add_day",
            min_value=_EARLIEST,
            max_value=_LATEST,
            format="YYYY-MM-DD",
            help="Weekdays and “yesterday” are counted from this day.",
        )
        middle.text_input("Publisher", key="add_publisher")
        right.text_input("Title", key="add_title")
        internal = st.checkbox("Internal: leave it out of what is shared", key="add_internal")
        read = st.form_submit_button("Read it", type="primary")
    if not read:
        return
    state = st.session_state
    try:
        text = decode(PurePath(upload.name).name, upload.getvalue()) if upload else state.add_text.strip()
        if not text:
            st.warning("There is no text yet: paste a report or choose a file.")
            return
        document = draft_document(
            text, state.add_title.strip(), state.add_publisher.strip(), state.add_day, internal=internal
        )
        with st.spinner("Reading …"):
            state[_DRAFT] = (document, library.extract(document))
    except GeoEventsError as error:
        st.error(plain(str(error), LONG))


def _review(library: Library, document: Document, extraction: Extraction) -> None:
    """Show what was read before anything is stored; ask for the date when the text does not state one."""
    undated = document.published is None
    if undated:
        asks = (extraction.proposal.asks if extraction.proposal else None) or "When was this report published?"
        st.warning(f"The publication date is not known, so weekdays stay open. {plain(asks, LONG)}")
        proposed = extraction.proposal.days[:7] if extraction.proposal else ()
        if proposed:
            st.caption(
                "The text itself allows: "
                + ", ".join(day_words(day, weekday=True) for day in proposed)
                + ". Choose the day above and read again."
            )
    for note in extraction.notes:
        st.caption(plain(note, LONG))
    st.html(read_report(document, extraction))
    left, right, _ = st.columns([1, 1, 3])
    label = "Store without a date" if undated else "Store it"
    left.button(
        label,
        key="store_draft",
        type="secondary" if undated else "primary",
        on_click=_store,
        args=(library, document, extraction),
    )
    right.button("Discard", key="discard_draft", on_click=_discard)


def _discard() -> None:
    st.session_state.pop(_DRAFT, None)


def _store(library: Library, document: Document, extraction: Extraction) -> None:
    try:
        library.add(document, extraction)
    except GeoEventsError as error:
        st.session_state.notes = [str(error)]
        return
    st.session_state.notes = [f"Stored: {document.title or document.id}."]
    _discard()


def show_empty() -> None:
    """Say what to do when the store holds no report."""
    st.html(
        element(
            "div",
            element("h3", "No reports yet"),
            element("p", "Add one below: paste its text with the day it was published. Or, on the command line, "
                    "run “geoevents ingest FOLDER” for your own reports; “make run” reads the samples in seeds.", cls="ge-sub"),
            cls="ge-card",
        )
    )  # fmt: skip
