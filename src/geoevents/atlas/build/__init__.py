"""Make `data/gazetteer` from pinned packages and the hand-written tables in it, the same bytes every time.

The steps, in order: open and check the packages; rows of settlements; polygons and which region each settlement lies
in; rows of countries, regions, wider regions and the supplement; land borders of both views; tables on disk; README.
"""

from __future__ import annotations

from geoevents.atlas.build.recipe import BuildReport, build_gazetteer

__all__ = ["BuildReport", "build_gazetteer"]
