"""The reports behind the map, each with what was read in it; and adding more."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoevents.errors import GeoEventsError
from geoevents.model import Document
from geoevents.reading import read
from geoevents.resources import seeds_folder
from geoevents.ui.cells import cells
from geoevents.ui.creating import show_create
from geoevents.ui.drafts import show_drafts
from geoevents.ui.inbox import show_inbox
from geoevents.ui.library import Library
from geoevents.ui.marker import HOME
from geoevents.views.markup import element
from geoevents.views.reading import read_report
from geoevents.views.words import day_words

MOST_REPORTS = 1000  # listed; the filters and the card lead to every other
_MOST_SAMPLES = 20
_SAMPLE = "geoevents sample"  # how the publisher of each sample report begins


def show_sources(library: Library) -> None:
    """List the reports and offer to add one."""
    reports = library.reports(MOST_REPORTS)
    if reports:
        st.dataframe(
            [
                cells({
                    "Report": stored.report.title or stored.report.id,
                    "Publisher": stored.report.publisher or "",
                    "Published": day_words(stored.report.published) if stored.report.published else "unknown",
                    "How the date is known": stored.report.published_basis,
                    "Events told": stored.mentions,
                    "Language": stored.report.language,
                    "Sharing": stored.report.sharing,
                    "Version": "" if stored.latest else "older",
                    "Id": stored.report.id,
                })
                for stored in reports
            ],
            key="reports", hide_index=True, width="stretch",
        )  # fmt: skip
        if library.report_count > len(reports):
            st.caption(f"The {len(reports):,} reports that were stored last, of {library.report_count:,}.")
        _read_one(library, [stored.report.id for stored in reports if stored.latest])
    st.subheader("Add reports")
    show_inbox(library)
    show_drafts(library)


def _read_one(library: Library, ids: Sequence[str]) -> None:
    chosen = st.selectbox("Read a report with its marks", ids, index=None, placeholder="choose a report")
    if chosen is None:
        return
    document, extraction = library.report(chosen)
    if document is not None and extraction is not None:
        with st.container(key=HOME):
            st.html(read_report(document, extraction))
        show_create(library, document, extraction)


def show_empty(library: Library) -> None:
    """Say what to do when the store holds no report, and offer the samples to look around with."""
    st.html(
        element(
            "div",
            element("h3", "No reports yet"),
            element("p", "Add your own below: paste a text with the day it was published, choose files, or name a folder. On the"
                    " command line, “geoevents ingest FOLDER” does the same for any number of reports. Nothing leaves this"
                    " machine.", cls="ge-sub"),
            element("p", "To look around first, read the sample reports that come with the program.", cls="ge-sub"),
            cls="ge-card",
        )
    )  # fmt: skip
    st.button("Read the sample reports", key="samples", on_click=_read_samples, args=(library,))


def _read_samples(library: Library) -> None:
    try:
        samples = [found for found in read([seeds_folder()]) if isinstance(found, Document)]
        library.add(*((sample, library.extract(sample)) for sample in samples))
    except GeoEventsError as error:
        st.session_state.notes = [str(error)]


def samples_alone(library: Library) -> bool:
    """Whether the store holds the sample reports and nothing else."""
    if not 0 < library.report_count <= _MOST_SAMPLES:
        return False
    reports = library.reports(MOST_REPORTS)
    return all((stored.report.publisher or "").startswith(_SAMPLE) for stored in reports)


def show_samples_note() -> None:
    """Say that what is shown are samples, and where reports of one's own come in."""
    st.caption(
        "These are the sample reports that come with geoevents. Click a symbol to see why it is there; add your own reports"
        " in the tab Sources."
    )
