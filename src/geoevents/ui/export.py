"""The Export tab: files of exactly what is filtered, built when they are asked for and not before."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geoevents.exports import MOST_EVENTS, Format
from geoevents.model import BorderView
from geoevents.store.filters import Filter
from geoevents.ui.facets import Tally, filter_words
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain

_TABLES: tuple[tuple[str, Format, str, str], ...] = (
    ("GeoJSON (RFC 7946)", "geojson", "geojson", "application/geo+json"),
    ("CSV", "csv", "csv", "text/csv"),
    ("GeoPackage", "gpkg", "gpkg", "application/geopackage+sqlite3"),
    ("JSON lines, all that is known", "jsonl", "jsonl", "application/x-ndjson"),
)
_MAPS: tuple[tuple[str, Format, str, str], ...] = (
    ("Map in one HTML file", "html", "html", "text/html"),
    ("Briefing, A4 (SVG)", "briefing", "svg", "image/svg+xml"),
    ("Briefing, 16:9 (SVG)", "briefing-wide", "16x9.svg", "image/svg+xml"),
)


def show_export(library: Library, wanted: Filter, tally: Tally, view: BorderView) -> None:
    """Draw the download buttons."""
    what = "; ".join(filter_words(wanted)) or "all events"
    st.markdown(f"**{tally.shown:,} events**, exactly those that the filters show")
    st.caption(plain(f"Filters: {what}. Reports marked internal are left out.", LONG))
    _buttons(library, wanted, view, _TABLES, disabled=not tally.shown)
    st.caption("Regions carry their outline; events without a place are counted in the member “unplaced” of GeoJSON.")
    st.text_input("Title of map and briefing", key="export_title", placeholder="Events on the map", max_chars=120)
    _buttons(library, wanted, view, _MAPS, disabled=not 0 < tally.shown <= MOST_EVENTS)
    st.caption(
        "The HTML file opens from disk without a network. A briefing is one page with map, legend, scale, sources and the"
        f" state of knowledge. Both hold {MOST_EVENTS:,} events at most. `geoevents export` writes the same on the command line."
    )


def _buttons(
    library: Library,
    wanted: Filter,
    view: BorderView,
    offered: tuple[tuple[str, Format, str, str], ...],
    *,
    disabled: bool,
) -> None:
    """Draw a button for each format; a file is made when its button is pressed, not before."""
    with st.container(horizontal=True):
        for label, form, suffix, mime in offered:
            title = str(st.session_state.get("export_title") or "")
            st.download_button(
                label,
                data=partial(library.export, wanted, form, title=title, view=view),
                file_name=file_name(wanted, suffix),
                mime=mime,
                key=f"export_{form}",
                on_click="ignore",
                disabled=disabled,
                type="primary" if form == offered[0][1] else "secondary",
            )


def file_name(wanted: Filter, suffix: str) -> str:
    """Return a file name that says which days it holds."""
    days = [day.isoformat() for day in (wanted.date_from, wanted.date_to) if day]
    return "_".join(["geoevents", *dict.fromkeys(days)]) + f".{suffix}"
