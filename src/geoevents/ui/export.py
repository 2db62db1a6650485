"""The Export tab: files of exactly what is filtered, built when they are asked for and not before."""

from __future__ import annotations

import streamlit as st

from geoevents.store.filters import Filter
from geoevents.ui.facets import Tally, filter_words
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain


def show_export(library: Library, wanted: Filter, tally: Tally) -> None:
    """Draw the download buttons."""
    what = "; ".join(filter_words(wanted)) or "all events"
    st.markdown(f"**{tally.shown:,} events**, exactly those that the filters show")
    st.caption(plain(f"Filters: {what}. Reports marked internal are left out.", LONG))
    with st.container(horizontal=True):
        st.download_button(
            "GeoJSON (RFC 7946)",
            data=lambda: library.export(wanted, "geojson"),
            file_name=file_name(wanted, "geojson"),
            mime="application/geo+json",
            on_click="ignore",
            disabled=not tally.shown,
            type="primary",
        )
        st.download_button(
            "CSV",
            data=lambda: library.export(wanted, "csv"),
            file_name=file_name(wanted, "csv"),
            mime="text/csv",
            on_click="ignore",
            disabled=not tally.shown,
        )
    st.caption(
        "Regions carry their outline; events without a place are counted in the member “unplaced”. `geoevents export` writes the same on the command line."
    )


def file_name(wanted: Filter, suffix: str) -> str:
    """Return a file name that says which days it holds."""
    days = [day.isoformat() for day in (wanted.date_from, wanted.date_to) if day]
    return "_".join(["geoevents", *dict.fromkeys(days)]) + f".{suffix}"
