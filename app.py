"""The app of a checkout: `streamlit run app.py`. The page itself is in the package, as for `geoevents app`."""

import streamlit as st

from geoevents.ui.launch import PAGE, warm_up
from geoevents.ui.routes import routes

warm_up()
app = st.App(PAGE, routes=routes())
