"""Reports that were read and are not stored yet: what was found in each and what not, then to store or discard them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from geoevents.errors import GeoEventsError
from geoevents.model import Document, Extraction, PublicationProposal
from geoevents.text import parse
from geoevents.times import BatchReport, infer_batch
from geoevents.ui.cells import cells
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain
from geoevents.views.reading import read_report, unplaced_names
from geoevents.views.words import day_words, plural

_DRAFTS, _FAILURES = "drafts", "draft_failures"
_DAYS_OFFERED = 7
_BATCH_MOST = 60  # drafts that are read against each other while the page is drawn
_FIRST_WORDS = 90  # characters that name a report without a title
_FAILURES_SHOWN = 20
_KNOWN_FROM = {
    "given": "given here", "metadata": "stated with it", "filename": "file name", "dateline": "dateline",
    "inferred": "worked out", "unknown": "not known",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A report with what was read in it."""

    document: Document
    extraction: Extraction


def keep_drafts(drafts: Sequence[Draft], failures: Sequence[str]) -> None:
    """Put what was read into the session, in place of what was there."""
    st.session_state[_DRAFTS] = list(drafts)
    st.session_state[_FAILURES] = list(failures)


def show_drafts(library: Library) -> None:
    """Show what was read before anything is stored; ask for the days that the reports do not state."""
    for failure in st.session_state.get(_FAILURES, [])[:_FAILURES_SHOWN]:
        st.error(plain(failure, LONG))
    drafts: list[Draft] = st.session_state.get(_DRAFTS) or []
    if not drafts:
        return
    undated = sum(draft.document.published is None for draft in drafts)
    st.subheader("Read, not stored yet")
    chosen = 0
    if len(drafts) > 1:
        chosen = _table(library, drafts)
        if undated:
            st.warning(
                f"{undated} of {len(drafts)} reports have no publication date, so their weekdays stay open: choose one to give"
                " its day, or set the day above and read them again."
            )
    _one(library, drafts, chosen)
    label = "Store it" if len(drafts) == 1 else f"Store all {len(drafts)}"
    if undated:
        label = "Store without a date" if len(drafts) == 1 else f"{label}, {undated} without a date"
    left, right, _ = st.columns([1.4, 1, 3])
    left.button(
        label, key="store_draft", type="secondary" if undated else "primary", on_click=_store, args=(library, drafts)
    )
    right.button("Discard", key="discard_draft", on_click=_discard)


def _table(library: Library, drafts: Sequence[Draft]) -> int:
    """Draw a row for each draft; return the chosen one, the first at the start."""
    known = library.known_reports([draft.document.id for draft in drafts])
    st.dataframe(
        [cells(_row(draft, known)) for draft in drafts],
        key="draft_table", on_select="rerun", selection_mode="single-row", hide_index=True, width="stretch",
    )  # fmt: skip
    st.caption("Choose a row to see its text with what was found in it.")
    rows = st.session_state.draft_table.selection.rows
    return rows[0] if rows and rows[0] < len(drafts) else 0


def _row(draft: Draft, known: set[tuple[str, str]]) -> dict[str, object]:
    report, found = draft.document, draft.extraction
    new = "new version" if any(name == report.id for name, _ in known) else "new"
    if (report.id, report.text_sha256) in known:
        new = "there already"
    return {
        "Report": report.title or " ".join(report.text[:_FIRST_WORDS].split()),
        "Publisher": report.publisher or "",
        "Published": day_words(report.published) if report.published else "unknown",
        "Date from": _KNOWN_FROM[report.published_basis],
        "Events": len(found.mentions),
        "On the map": sum(mention.mapped for mention in found.mentions),
        "Distances": len(found.claims),
        "Names not placed": ", ".join(unplaced_names(found)),
        "Sharing": report.sharing,
        "In the store": new,
    }


def _one(library: Library, drafts: list[Draft], chosen: int) -> None:
    """Show one draft with its marks, and the days that its text allows where it states none."""
    document, extraction = drafts[chosen].document, drafts[chosen].extraction
    if document.published is None:
        proposal = _allowed(library, drafts, chosen)
        asks = (proposal.asks if proposal else None) or "When was this report published?"
        st.warning(f"The publication date is not known, so weekdays stay open. {plain(on_page(asks), LONG)}")
        offered = proposal.days[:_DAYS_OFFERED] if proposal else ()
        if offered:
            bounded = proposal is not None and any(reason.rule == "times.batch" for reason in proposal.reasons)
            source = "The text and the other reports allow" if bounded else "The text itself allows"
            key = f"draft_day_{document.text_sha256[:12]}"
            st.pills(
                f"{source} these days; choose one to read it again", offered, key=key,
                format_func=lambda day: day_words(day, weekday=True), on_change=_dated, args=(library, chosen, key),
            )  # fmt: skip
    for note in extraction.notes:
        st.caption(plain(on_page(note), LONG))
    st.html(read_report(document, extraction))


def on_page(words: str) -> str:
    """Return what the program asks for without the option of the command line that would answer it."""
    return words.replace(" (--published YYYY-MM-DD)", "")


def _allowed(library: Library, drafts: list[Draft], chosen: int) -> PublicationProposal | None:
    """Return the days that a draft's text allows; where others of the drafts state their day, these bound it."""
    own = drafts[chosen].extraction.proposal
    dated = any(draft.document.published is not None for draft in drafts)
    if not dated or len(drafts) > _BATCH_MOST:
        return own
    lexicon = library.resources.lexicon
    batch = [
        BatchReport(
            f"{number:04d}",
            draft.extraction.timexes,
            parse(draft.document.text, lexicon, draft.document.language),
            draft.document.published,
        )
        for number, draft in enumerate(drafts)
    ]
    return infer_batch(batch, lexicon).get(f"{chosen:04d}", own)


def _dated(library: Library, chosen: int, key: str) -> None:
    """Read a draft again, as published on the day that was chosen."""
    day: date | None = st.session_state[key]
    drafts: list[Draft] = st.session_state[_DRAFTS]
    if day is None or chosen >= len(drafts):
        return
    dated = replace(drafts[chosen].document, published=day, published_basis="given", published_why="chosen in the app")
    try:
        drafts[chosen] = Draft(dated, library.extract(dated))
    except GeoEventsError as error:
        st.session_state.notes = [str(error)]


def _discard() -> None:
    for key in (_DRAFTS, _FAILURES):
        st.session_state.pop(key, None)


def _store(library: Library, drafts: Sequence[Draft]) -> None:
    try:
        added = library.add(*((draft.document, draft.extraction) for draft in drafts))
    except GeoEventsError as error:
        st.session_state.notes = [str(error)]
        return
    counts = ((added.new, "new"), (added.updated, "as a new version or reading"), (added.unchanged, "there already"))
    st.session_state.notes = [
        f"Stored: {plural(len(drafts), 'report')} ({', '.join(f'{count} {word}' for count, word in counts if count)})."
    ]
    _discard()
