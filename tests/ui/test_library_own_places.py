"""The app reads with the user's own places beside the store, as the command line does."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoevents.atlas.own_files import OwnRow
from geoevents.errors import InputError
from geoevents.pipeline import Options, versions
from geoevents.reading import document
from geoevents.store import EventStore
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


def test_reports_that_do_not_name_a_kept_place_are_not_stale(tmp_path: Path) -> None:
    store = tmp_path / "events.gpkg"
    library = Library(store)
    texts = {
        "a": "Shelling hit Verkhnya Rosha near Sumy on 9 August 2024.",
        "b": "Drones hit Toretsk on 9 August 2024.",
    }
    for name, text in texts.items():
        report = document(text, id=name)
        library.add((report, library.extract(report)))
    row = OwnRow("", "Verkhnya Rosha", lon=34.7, lat=51.0, radius_km=1.0)
    kept = library.keep_place(row).future
    assert kept is not None
    assert (kept.result().reports, kept.result().changed) == (1, 1)
    options = Options(own_places=library.own_places())
    with EventStore(store, readonly=True) as stored:
        assert stored.stale(versions(library.resources, options)) == ()
    assert library.drop_place(kept.result().row.id) == 1
    with EventStore(store, readonly=True) as stored:
        assert stored.stale(versions(library.resources, Options(own_places=library.own_places()))) == ()
