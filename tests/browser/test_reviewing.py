"""Scenes of an analyst's day, played through in a real browser: placing by a click, correcting, taking back."""

import csv
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


def test_sundays_report_of_drones_overnight_is_found_under_either_day(serve: "Serve", visit: "Visit") -> None:
    sunday = date(2024, 8, 11)
    text = "Drones attacked Kharkiv overnight, damaging two houses, the mayor said."
    server = serve([document(text, id="drones", published=sunday, publisher="The Courier")])
    for day, shown in (("2024-08-09", 0), ("2024-08-10", 1), ("2024-08-11", 1), ("2024-08-12", 0)):
        frame = visit.open(f"{server.url}/?from={day}&to={day}")
        visit.settled()
        assert visit.page.locator(".ge-count").first.inner_text().startswith(f"{shown} of 1 events shown"), day
        assert len(visit.symbols(frame)) == shown, day
    visit.open(f"{server.url}/?from=2024-08-10&to=2024-08-10&event={event_of(server, 'drones')}")
    visit.settled()
    card = visit.page.locator(".st-key-panel .ge-card").inner_text()
    assert "10–11 Aug 2024" in card.replace("Sat ", "").replace("Sun ", "")
    assert "overnight" in card


def test_the_view_of_a_day_in_a_town_exports_figures_that_sum(sample_server: "Server", visit: "Visit") -> None:
    visit.open(f"{sample_server.url}/?from=2024-08-09&to=2024-08-09&text=Kostiantynivka")
    visit.settled()
    visit.page.get_by_role("tab", name="Export").click()
    visit.settled()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="CSV").click()
    with waiting.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert sum(float(row["killed_low"] or 0) for row in rows) == 14
    assert sum(float(row["wounded_best"] or 0) for row in rows) == 44
    assert all(row["date_start"] <= "2024-08-09" <= row["date_end"] for row in rows)


def test_a_place_is_set_and_a_decision_taken_back_without_a_mouse(serve: "Serve", visit: "Visit") -> None:
    server = serve(two_reports())
    name = event_of(server, "first")
    frame = visit.open(f"{server.url}/?event={name}")
    visit.settled()
    pill = visit.page.locator(".st-key-panel [data-testid=stButtonGroup] button").filter(has_text="Place").first
    pill.focus()
    visit.page.keyboard.press("Enter")
    visit.settled()
    visit.page.get_by_role("button", name="Click it on the map").focus()
    visit.page.keyboard.press("Enter")
    frame.wait_for_function("geoevents.layer.pick.on")
    assert "press Enter" in frame.locator(".ge-asked").inner_text()
    assert frame.evaluate("document.activeElement === geoevents.layer.map.getContainer()")
    frame.locator(".leaflet-container").focus()
    visit.page.keyboard.press("Escape")
    assert not frame.evaluate("geoevents.layer.pick.on")
    frame.get_by_role("button", name="Set point").focus()
    visit.page.keyboard.press("Enter")
    frame.evaluate("geoevents.layer.map.setView([51.1, 34.4], 8, { animate: false })")
    frame.locator(".leaflet-container").focus()
    visit.page.keyboard.press("Enter")
    visit.settled()
    at = frame.evaluate("geoevents.layer.pick.at")
    assert at == pytest.approx([34.4, 51.1], abs=0.01)
    panel = visit.page.locator(".st-key-panel")
    panel.get_by_text("Keep it in my places").click()
    visit.settled()
    panel.get_by_role("button", name="Place the event", exact=True).focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".st-key-panel .ge-badge >> text=set by a person")
    visit.settled()
    with EventStore(server.store, readonly=True) as store:
        placed = store.event(name)
    assert placed is not None
    assert placed.mapped
    for _ in range(len(placed.reviewed)):
        panel.locator("[class*=st-key-undo_] button:enabled").first.focus()
        visit.page.keyboard.press("Enter")
        visit.settled()
    with EventStore(server.store, readonly=True) as store:
        back = store.event(name)
    assert back is not None
    assert not back.mapped
    assert back.reviewed == ()
    assert not visit.errors


def test_an_old_event_leads_from_the_map_to_its_row_and_back(sample_server: "Server", visit: "Visit") -> None:
    visit.page.set_viewport_size({"width": 1440, "height": 1500})
    frame = visit.open(f"{sample_server.url}/?from=2024-08-09&to=2024-08-09&text=Kostiantynivka")
    visit.settled()
    symbol = next(s for s in visit.symbols(frame) if s["key"].startswith("at:"))
    visit.page.mouse.click(symbol["x"], symbol["y"])
    visit.page.wait_for_selector(".st-key-panel .ge-card dl")
    visit.settled()
    headline = visit.page.locator(".st-key-panel .ge-card h3").first.inner_text()
    chosen = visit.page.locator("[data-testid=stDataFrame] [role=row][aria-selected=true]")
    assert headline in chosen.first.inner_text()
    press(visit, "Close")
    assert chosen.count() == 0


def test_an_event_is_made_of_highlighted_words(serve: "Serve", visit: "Visit") -> None:
    emoji = "\U0001f6a8 A first line with a mark of two UTF-16 units.\n\n"
    calm = "The council of elders sat for nine hours in the old mill."
    server = serve([document(f"{emoji}{FIRST}\n\n{calm}", id="mill", published=TUESDAY, publisher="The Courier")])
    visit.open(server.url)
    visit.page.get_by_role("tab", name="Sources").click()
    visit.page.get_by_label("Read a report with its marks").click()
    visit.page.get_by_role("option", name="mill").click()
    visit.page.wait_for_selector(".st-key-read_one .ge-report")
    visit.settled()
    visit.page.evaluate(
        "(words) => { const home = document.querySelector('.st-key-read_one .ge-report');"
        " const walk = document.createTreeWalker(home, NodeFilter.SHOW_TEXT); let node;"
        " while ((node = walk.nextNode())) { const at = node.data.indexOf(words);"
        " if (at >= 0) { const range = document.createRange(); range.setStart(node, at);"
        " range.setEnd(node, at + words.length); const s = document.getSelection(); s.removeAllRanges(); s.addRange(range); return; } } }",
        "council of elders",
    )
    button = visit.page.get_by_role("button", name="Make an event of")
    button.wait_for()
    assert "council of elders" in button.inner_text()
    button.click()
    visit.settled()
    form = visit.page.locator("[data-testid=stExpander]").filter(has_text="from a sentence of this report")
    assert calm in form.locator("blockquote").inner_text()
    form.get_by_label("Headline").fill("Council meets")
    form.get_by_role("button", name="Make the event").click()
    visit.page.wait_for_selector(".st-key-panel .ge-card >> text=Council meets")
    with EventStore(server.store, readonly=True) as store:
        made = next(event for event in store.events() if event.summary == "Council meets")
    assert made.mentions[0].quote.strip() == calm
    assert made.reviewed == ("create",)
    assert not visit.errors
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)} == {"127.0.0.1"}


def test_hostile_text_runs_in_no_form_of_review(hostile_server: "Server", visit: "Visit") -> None:
    with EventStore(hostile_server.store, readonly=True) as store:
        event = max(store.events(), key=lambda e: len(e.mentions))
    frame = visit.open(f"{hostile_server.url}/?event={event.id}")
    visit.settled()
    forms = visit.page.locator(".st-key-panel [data-testid=stButtonGroup]").first.locator("button")
    for number in range(forms.count()):
        forms.nth(number).click()
        visit.settled()
    choose(visit, "Type")
    words = "<img src=x onerror=window.pwned=1> {{ 7*7 }} [x](javascript:window.pwned=1) $x^2$"
    visit.page.locator(".st-key-review_form").get_by_label("Headline").fill(words)
    visit.page.locator(".st-key-review_form").get_by_label("Why").fill(words)
    press(visit, "Set it")
    assert words in visit.page.locator(".st-key-panel .ge-card h3").first.inner_text()
    assert words in visit.page.locator(".st-key-panel").inner_text().split("DECISIONS")[1]
    frame.get_by_role("button", name="Set point").click()
    frame.locator(".leaflet-container").click(position={"x": 300, "y": 250})
    visit.page.wait_for_selector(".st-key-point")
    visit.page.locator(".st-key-point").get_by_label("Name, as reports write it").fill(words)
    press(visit, "Save to my places")
    visit.settled()
    visit.page.locator("[data-testid=stSidebar]").get_by_text("My places").click()
    assert words in visit.page.locator("[data-testid=stSidebar]").inner_text()
    assert visit.page.evaluate("window.pwned") is None
    assert all(f.evaluate("window.pwned") is None for f in visit.page.frames)
    assert visit.page.locator("img[src=x], a[href^=javascript]").count() == 0
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)} == {"127.0.0.1"}
    assert not visit.errors
