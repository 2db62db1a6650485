"""Scenes of an analyst's day, played through in a real browser: placing by a click, correcting, taking back."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from geoevents.model import Document
from geoevents.reading import document
from geoevents.store import EventStore

if TYPE_CHECKING:
    from conftest import Server, Visit

    Serve = Callable[[Iterable[Document]], Server]

OURS = ("blob:", "data:", "about:")
MISSING = "Verkhnya Dubrava"
TUESDAY = date(2024, 8, 13)
FIRST = f"A drone hit a house in {MISSING} on Tuesday, wounding two people, officials said."
OTHER = f"Shelling set a barn on fire in {MISSING} on Monday, residents said."
NEXT = f"Rescuers said that a missile struck a school in {MISSING} on Wednesday, killing one person."


def two_reports() -> list[Document]:
    """Two reports of a village that no gazetteer knows."""
    return [
        document(FIRST, id="first", published=TUESDAY, publisher="The Courier"),
        document(OTHER, id="other", published=TUESDAY, publisher="The Herald"),
    ]


def event_of(server: "Server", report: str) -> str:
    """The id of the event that a report tells."""
    with EventStore(server.store, readonly=True) as store:
        return next(e.id for e in store.events() if any(ref.report == report for ref in e.mentions))


def choose(visit: "Visit", what: str) -> None:
    """Choose what to do with the event on the card."""
    visit.page.locator(".st-key-panel [data-testid=stButtonGroup] button").filter(has_text=what).first.click()
    visit.settled()


def press(visit: "Visit", name: str) -> None:
    """Press a button of the panel."""
    visit.page.locator(".st-key-panel").get_by_role("button", name=name, exact=True).first.click()
    visit.settled()


def test_a_missing_village_is_placed_by_one_click_and_the_next_report_too(
    serve: "Serve", visit: "Visit", tmp_path: Path
) -> None:
    own_server = serve(two_reports())
    name = event_of(own_server, "first")
    frame = visit.open(f"{own_server.url}/?event={name}")
    visit.settled()
    assert "no place that could be put on a map" in visit.page.locator(".st-key-panel").inner_text()
    choose(visit, "Place")
    press(visit, "Click it on the map")
    frame.wait_for_function("geoevents.layer.pick.on")
    frame.evaluate("geoevents.layer.map.setView([51.1, 34.4], 8, { animate: false })")
    box = visit.page.locator("iframe[title*=streamlit_folium]").bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + 300, box["y"] + 220)
    visit.settled()
    panel = visit.page.locator(".st-key-panel")
    assert panel.get_by_label("Name, as reports write it").input_value() == MISSING
    at = frame.evaluate("geoevents.layer.pick.at")
    assert frame.evaluate("geoevents.layer.state.pick.radius_km") == 1
    press(visit, "Save to my places")
    visit.page.wait_for_selector(".st-key-panel .ge-badge >> text=by a person")
    with EventStore(own_server.store, readonly=True) as store:
        placed, other = store.event(name), store.event(event_of(own_server, "other"))
        assert placed is not None
        assert other is not None
        reviews = store.reviews(name)
    assert [p.place.place_id for p in placed.places] == ["own:verkhnya-dubrava"]
    assert (placed.places[0].place.lon, placed.places[0].place.lat) == pytest.approx(tuple(at), abs=1e-5)
    assert {"place", "summary"} <= set(placed.reviewed)
    assert reviews[0].machine == []  # what the machine had then stays beside it
    assert [p.place.name for p in other.places] == [MISSING]  # the stored report that names it too
    assert other.mapped
    assert not other.reviewed
    # the next report: read by the command line, or by the page, which reads with the same places
    (tmp_path / "next.txt").write_text(NEXT, encoding="utf-8")
    command = ["ingest", str(tmp_path / "next.txt"), "--published", "2024-08-15", "--store", str(own_server.store)]
    subprocess.run([sys.executable, "-m", "geoevents", *command], check=True, capture_output=True, timeout=120)
    with EventStore(own_server.store, readonly=True) as store:
        told = [e for e in store.events() if any("school" in ref.quote for ref in e.mentions)]
    assert told
    assert all(p.place.name == MISSING and p.place.lon == placed.places[0].place.lon for e in told for p in e.places)
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)} == {"127.0.0.1"}
    assert not visit.errors
    symbol = next(s for s in visit.symbols(visit.open(own_server.url)) if s["name"] == MISSING)
    assert symbol["n"] >= 3
