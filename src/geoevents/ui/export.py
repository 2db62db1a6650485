"""The Export tab: files of exactly what is filtered, built when they are asked for and not before."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geoevents.exports import MOST_EVENTS, Format
from geoevents.model import BorderView
from geoevents.store.filters import Filter
from geoevents.ui.facets import Tally, filter_words
from geoevents.ui.files import MOST_IN_A_FILE
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain
from geoevents.views.words import plural

_Offer = tuple[str, Format, str, str]  # label, format, suffix, media type
_TABLES: tuple[_Offer, ...] = (
    ("GeoJSON (RFC 7946)", "geojson", "geojson", "application/geo+json"),
    ("CSV", "csv", "csv", "text/csv"),
    ("GeoPackage", "gpkg", "gpkg", "application/geopackage+sqlite3"),
    ("JSON lines, all that is known", "jsonl", "jsonl", "application/x-ndjson"),
)
_MAPS: tuple[_Offer, ...] = (
    ("Map in one HTML file", "html", "html", "text/html"),
    ("Briefing, A4 (SVG)", "briefing", "svg", "image/svg+xml"),
    ("Briefing, A4 (PNG)", "briefing-png", "png", "image/png"),
    ("Briefing, 16:9 (SVG)", "briefing-wide", "16x9.svg", "image/svg+xml"),
    ("Briefing, 16:9 (PNG)", "briefing-wide-png", "16x9.png", "image/png"),
)


def show_export(library: Library, wanted: Filter, tally: Tally, view: BorderView) -> None:
    """Draw the download buttons."""
    shared = library.shared(wanted)
    internal = _with_internal(tally.shown - shared)
    count = tally.shown if internal else shared
    what = "; ".join(filter_words(wanted)) or "all events"
    st.markdown(f"**{count:,} events**, exactly those that the filters show")
    st.caption(plain(f"Filters: {what}. {_said(tally.shown - shared, internal=internal)}", LONG))
    make = partial(_buttons, library, wanted, view, internal=internal)
    make(_TABLES, disabled=not 0 < count <= MOST_IN_A_FILE)
    st.caption("Regions carry their outline; events without a place are counted in the member “unplaced” of GeoJSON.")
    st.text_input("Title of map and briefing", key="export_title", placeholder="Events on the map", max_chars=120)
    make(_MAPS, disabled=not 0 < count <= MOST_EVENTS)
    st.caption(
        "The HTML file opens from disk without a network. A briefing is one page with map, legend, scale, sources and the"
        f" state of knowledge. Both hold {MOST_EVENTS:,} events at most, the other files {MOST_IN_A_FILE:,}: `geoevents"
        " export` writes any number."
    )


def _with_internal(hidden: int) -> bool:
    """Ask whether what only internal reports tell shall be in the files; where there is nothing of it, do not ask."""
    if not hidden and not st.session_state.get("export_internal"):
        return False
    return st.checkbox(
        "With what only internal reports tell",
        key="export_internal",
        help="Off, a file holds what public reports tell: no sentence, address, publisher or figure of an internal report.",
    )


def _said(hidden: int, *, internal: bool) -> str:
    if internal:
        return "What internal reports tell is in the files: do not pass them on."
    return (
        f"{plural(hidden, 'event')} of internal reports left out." if hidden > 0 else "Internal reports are left out."
    )


def _buttons(
    library: Library, wanted: Filter, view: BorderView, offered: tuple[_Offer, ...], *, internal: bool, disabled: bool
) -> None:
    """Draw a button for each format; a file is made when its button is pressed, not before."""
    title = str(st.session_state.get("export_title") or "")
    with st.container(horizontal=True):
        for label, form, suffix, mime in offered:
            st.download_button(
                label,
                data=partial(library.export, wanted, form, title=title, view=view, internal=internal),
                file_name=file_name(wanted, suffix, internal=internal),
                mime=mime,
                key=f"export_{form}",
                on_click="ignore",
                disabled=disabled,
                type="primary" if form == offered[0][1] else "secondary",
            )


def file_name(wanted: Filter, suffix: str, *, internal: bool = False) -> str:
    """Return a file name that says which days it holds, and whether it may not be passed on."""
    days = [day.isoformat() for day in (wanted.date_from, wanted.date_to) if day]
    return "_".join(["geoevents", *dict.fromkeys(days), *(("internal",) if internal else ())]) + f".{suffix}"
