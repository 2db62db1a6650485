"""The app reads with the user's own places beside the store, as the command line does."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoevents.errors import InputError
from geoevents.reading import document
from geoevents.ui.library import Library


def test_own_places_beside_the_store_are_used_at_once(tmp_path: Path) -> None:
    library = Library(tmp_path / "events.gpkg")
    report = document("Fighting went on at Hill 205 near Toretsk, Donetsk region.", id="a")
    names = {r.toponym.surface for r in library.extract(report).resolutions}
    assert "Hill 205" not in names
    file = tmp_path / "places.csv"
    file.write_text("name,lat,lon,region\nHill 205,48.1,37.7,Donetsk Oblast\n", encoding="utf-8")
    extraction = library.extract(report)
    found = {r.toponym.surface: r.place.place_id for r in extraction.resolutions if r.place is not None}
    assert found["Hill 205"] == "own:hill-205"
    assert "places" in dict(extraction.versions)
    file.write_text("name,lat,lon\nHill 205,north,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"places\.csv, line 2"):
        library.extract(report)
