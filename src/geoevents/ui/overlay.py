"""The person's own overlay in the sidebar: a file, its source and its date, all three required."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geoevents.errors import InputError
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain
from geoevents.views.overlay import Overlay, read_overlay

_KEY = "overlay"


def show_overlay(library: Library) -> Overlay | None:
    """Draw the form, and return the overlay that the map is to show."""
    with st.expander("Own overlay", expanded=False):
        file = st.file_uploader("GeoJSON or KML", type=["geojson", "json", "kml"], key="overlay_file")
        source = st.text_input("Source (required)", key="overlay_source", placeholder="who made it")
        day = st.date_input("As of (required)", value=None, key="overlay_day", format="YYYY-MM-DD")
        draw, remove = st.columns(2)
        if draw.button("Draw it", key="overlay_draw", width="stretch") and file is None:
            st.warning("There is no file yet: choose one.")
        elif st.session_state.get("overlay_draw") and file is not None:
            _read(library, file.name, file.getvalue(), source, day)
        remove.button(
            "Remove", key="overlay_remove", width="stretch", disabled=_KEY not in st.session_state, on_click=_drop
        )
        shown: Overlay | None = st.session_state.get(_KEY)
        if shown is not None:
            st.caption(plain(f"{shown.credit}: {len(shown.shapes):,} shapes", LONG))
        st.caption("Lines of control are loaded from a source, never inferred from events.")
    if shown is not None:
        library.keep_overlay(shown)
    return shown


def _read(library: Library, name: str, data: bytes, source: str, day: object) -> None:
    try:
        made = read_overlay(name, data, source, day if isinstance(day, date) else None)
    except InputError as error:
        st.warning(plain(str(error), LONG))
        return
    st.session_state[_KEY] = made
    library.keep_overlay(made)


def _drop() -> None:
    st.session_state.pop(_KEY, None)
