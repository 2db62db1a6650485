"""The page: filters at the side; counts, map and evidence card; the days; the tabs. Run by `st.App`, here or from app.py."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geoevents.errors import GeoEventsError
from geoevents.ui.layout import show_page
from geoevents.ui.plain import LONG, plain

st.set_page_config(
    page_title="geoevents",
    page_icon=str(Path(__file__).parent / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
try:
    show_page()
except GeoEventsError as error:
    st.error(plain(str(error), LONG))
