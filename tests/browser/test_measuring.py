"""Measuring and overlays on the map, in a real browser."""

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pyproj import Geod

if TYPE_CHECKING:
    from conftest import Server, Visit

OURS = ("blob:", "data:", "about:")
HOSTILE = "<img src=x onerror='window.pwned=1'>{{ 7*7 }}${window.pwned=1}"


def test_the_distance_is_that_of_the_ellipsoid(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    chance = random.Random(4)  # noqa: S311 - places, not secrets
    pairs = [
        [chance.uniform(-180, 180), chance.uniform(-89, 89), chance.uniform(-180, 180), chance.uniform(-89, 89)]
        for _ in range(500)
    ]
    pairs += [[35.271, 51.191, 35.134683, 51.201679], [179.9, 10, -179.9, 10.1], [0, 0, 0, 0], [10, 90, 20, -90]]
    found = frame.evaluate("(all) => all.map((p) => geoevents.geodesic([p[0], p[1]], [p[2], p[3]]))", pairs)
    geod = Geod(ellps="WGS84")
    settled = 0
    for pair, one in zip(pairs, found, strict=True):
        bearing, _, metres = geod.inv(*pair)
        if one is None:
            assert metres > 19_900_000  # nearly opposite points
            continue
        settled += 1
        assert one["km"] == pytest.approx(metres / 1000, abs=0.001)
        if 1 < metres < 1.9e7:
            assert (one["bearing"] - bearing + 180) % 360 - 180 == pytest.approx(0, abs=0.01)
    assert settled > 495


def test_two_clicks_measure_and_choose_nothing(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    town = next(s for s in visit.symbols(frame) if s["key"].startswith("at:"))
    frame.get_by_role("button", name="Measure").click()
    visit.page.mouse.click(town["x"], town["y"])
    visit.page.mouse.click(town["x"] - 150, town["y"] + 60)
    words = frame.locator(".ge-measured").inner_text()
    points = frame.evaluate("geoevents.layer.measure.points")
    metres = Geod(ellps="WGS84").inv(*points[0], *points[1])[2]
    assert float(words.split(" km")[0].replace(",", "")) == pytest.approx(metres / 1000, abs=0.06)
    assert "geodesic, WGS84" in words
    visit.settled()
    assert "place=" not in visit.page.url
    frame.locator(".leaflet-container").focus()
    visit.page.keyboard.press("Escape")
    assert frame.locator(".ge-measured").is_hidden()
    assert not visit.errors


def test_measuring_works_without_a_mouse(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    frame.get_by_role("button", name="Measure").focus()
    visit.page.keyboard.press("Enter")
    frame.locator(".leaflet-container").focus()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_timeout(600)
    visit.page.keyboard.press("Enter")
    assert " km, bearing " in frame.locator(".ge-measured").inner_text()


def test_an_overlay_is_drawn_with_its_source_and_runs_nothing(
    sample_server: "Server", visit: "Visit", tmp_path: Path
) -> None:
    file = tmp_path / "mine.geojson"
    line = {"type": "LineString", "coordinates": [[34, 51.5], [35.5, 51.0], [37, 50.2]]}
    file.write_text(
        json.dumps({"type": "Feature", "properties": {"name": HOSTILE}, "geometry": line}), encoding="utf-8"
    )
    frame = visit.open(sample_server.url)
    side = visit.page.locator("[data-testid=stSidebar]")
    side.get_by_text("Own overlay").click()
    side.locator("input[type=file]").set_input_files(str(file))
    visit.settled()
    side.get_by_role("button", name="Draw it").click()
    visit.settled()
    assert "source and its date" in side.locator("[data-testid=stAlert]").inner_text()
    side.get_by_label("Source (required)").fill(HOSTILE)
    visit.page.keyboard.press("Enter")
    visit.settled()
    side.locator(".react-aria-DateField").last.locator("[role=spinbutton]").first.click()
    visit.page.keyboard.type("20240812")
    visit.settled()
    side.get_by_role("button", name="Draw it").click()
    visit.settled()
    frame.wait_for_function("geoevents.layer.overlay.shapes.length === 1")
    credit = frame.locator(".ge-credit").inner_text()
    assert HOSTILE in credit
    assert "as of 2024-08-12" in credit
    side.get_by_role("button", name="Remove", exact=True).click()
    visit.settled()
    frame.wait_for_function("geoevents.layer.overlay.shapes.length === 0")
    assert visit.page.evaluate("window.pwned") is None
    assert all(f.evaluate("window.pwned") is None for f in visit.page.frames)
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)} == {"127.0.0.1"}
    assert not visit.errors
