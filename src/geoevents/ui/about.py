"""The About tab: what the map is made of, whose borders it shows, and what to keep in mind."""

from __future__ import annotations

import streamlit as st

from geoevents import __version__
from geoevents.model import BorderView
from geoevents.ui.library import Library
from geoevents.views.layer import BORDER_WORDS


def show_about(library: Library, view: BorderView) -> None:
    """Draw the tab."""
    st.markdown(
        f"""
**geoevents {__version__}** reads news reports and puts the events they tell on a map: each with its date, its place, its
source and the sentence it came from. Everything runs on this machine; no request leaves it unless online map tiles are
switched on.

**{BORDER_WORDS[view]}.** Distances are measured to: {library.atlas(view).borders.legend}. Shipped borders lie within 0.3 km (median) of OpenStreetMap's, 1.0 km for nine points in ten, 2.8 km at
most; near a border a distance is no better than that, and the map draws the border as a band. Control lines and front
lines are never inferred.

**What a symbol means.** A dot is *somewhere in that town*, not a house. A region is an outlined area, a country an entry in
the strip above the map: a pin on a capital would say more than the text does. “Stated” is not “true”: it says who stands
behind the words. Sources are independent publications; origins are who said it first.

**Data.** Towns and names: [GeoNames](https://www.geonames.org/), CC BY 4.0. Regions and land: Natural Earth, public domain.
Borders: country-coder, ISC. Names in other scripts: Unicode CLDR, Unicode-3.0. Airports: OurAirports, public domain.
Map library: Leaflet 1.9.4, BSD-2-Clause. Program: MIT.
"""
    )
    st.code(str(library.path), language=None)
    st.caption("The store: one GeoPackage that QGIS and geopandas open as it is.")
