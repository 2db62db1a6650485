"""The app of a checkout: `streamlit run app.py`. The page itself is in the package, as for `geoevents app`."""

import streamlit as st

from geoevents.ui.launch import PAGE
from geoevents.ui.routes import routes

app = st.App(PAGE, routes=routes())
