"""The app in a real browser: offline, linked both ways, and deaf to text that wants to be run."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

if TYPE_CHECKING:
    from conftest import Server, Visit

OURS = ("blob:", "data:", "about:")


def params(visit: "Visit") -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(visit.page.url).query).items()}


def named(symbols: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(symbol for symbol in symbols if symbol["name"] == name)


def test_no_request_leaves_the_machine(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    frame.evaluate("geoevents.layer.map.setView([50, 36], 8, { animate: false })")
    visit.page.wait_for_timeout(800)
    for tab in ("Claims", "Conflicts", "Not mapped", "Sources", "Export", "About"):
        visit.page.get_by_role("tab", name=tab).click()
        visit.page.wait_for_timeout(200)
    hosts = {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)}
    assert hosts == {"127.0.0.1"}
    assert not visit.errors


def test_the_first_view_holds_every_event_that_has_a_place(sample_server: "Server", visit: "Visit") -> None:
    symbols = visit.symbols(visit.open(sample_server.url))
    box = visit.page.locator("iframe[title*=streamlit_folium]").bounding_box()
    assert box
    assert symbols
    for symbol in symbols:
        assert box["x"] <= symbol["x"] <= box["x"] + box["width"]
        assert box["y"] <= symbol["y"] <= box["y"] + box["height"]
    high, low = visit.map_frame().evaluate(
        "[geoevents.layer.map.getSize().y, document.querySelector('.ge-legend').offsetHeight]"
    )
    assert high >= 400
    assert high + low <= box["height"] + 1
    legend = visit.map_frame().locator(".ge-legend").inner_text()
    for words in (
        "Ground fighting",
        "one origin",
        "claimed",
        "region",
        "within the ring",
        "somewhere in the town",
        "measured: to the border, or as claimed",
        "border and its error",
        "Crimea in Ukraine",
    ):
        assert words in legend


def test_a_click_opens_the_card_and_the_address_brings_it_back(sample_server: "Server", visit: "Visit") -> None:
    symbols = visit.symbols(visit.open(sample_server.url))
    town = next(s for s in symbols if s["n"] == 1 and s["key"].startswith("at:"))
    visit.page.mouse.click(town["x"], town["y"])
    visit.page.wait_for_selector(".ge-card dl")
    visit.settled()
    card = visit.page.locator(".ge-card").first.inner_text()
    assert params(visit)["place"] == town["key"]
    visit.open(visit.page.url)
    visit.page.wait_for_selector(".ge-card dl")
    assert visit.page.locator(".ge-card").first.inner_text() == card
    assert not visit.errors


def test_the_selected_town_has_its_line_to_the_border(sample_server: "Server", visit: "Visit") -> None:
    symbols = visit.symbols(visit.open(sample_server.url))
    town = next(s for s in symbols if s["n"] == 1 and s["key"].startswith("at:"))
    visit.page.mouse.click(town["x"], town["y"])
    visit.page.wait_for_selector(".ge-card dl")
    visit.settled()
    selected = visit.map_frame().evaluate("geoevents.layer.state.selected")
    assert selected["key"] == town["key"]
    assert len(selected["line"]) == 2
    assert "km from border" in selected["label"]


def test_a_region_is_an_area_with_a_list(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    region = next(s for s in visit.symbols(frame) if s["key"].startswith("area:") and s["n"] > 1)
    visit.page.mouse.click(region["x"], region["y"])
    visit.page.wait_for_selector(".st-key-panel .ge-card")
    visit.settled()
    assert f"{region['n']} events here" in visit.page.locator(".st-key-panel").inner_text()
    assert frame.evaluate("Array.from(geoevents.layer.shapes.values()).filter(Boolean).length") >= 1


def test_a_filter_reaches_the_map_without_losing_its_view(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    before = sum(symbol["n"] for symbol in visit.symbols(frame))
    frame.evaluate("geoevents.layer.touched = true, geoevents.layer.map.setZoom(6, { animate: false })")
    visit.page.get_by_placeholder("place, person, text").fill("Sudzha")
    visit.page.keyboard.press("Enter")
    visit.settled()
    frame.wait_for_function("geoevents.layer.state.query.includes('Sudzha')")
    visit.page.wait_for_timeout(600)
    assert params(visit)["text"] == "Sudzha"
    assert frame.evaluate("geoevents.layer.map.getZoom()") == 6
    assert 0 < sum(symbol["n"] for symbol in visit.symbols(frame)) < before
    assert not visit.errors


def test_the_file_holds_exactly_what_is_filtered(sample_server: "Server", visit: "Visit") -> None:
    visit.open(f"{sample_server.url}/?from=2024-08-09&to=2024-08-09")
    head = visit.page.locator(".ge-count").first.inner_text()
    visit.page.get_by_role("tab", name="Export").click()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="GeoJSON").click()
    download = waiting.value
    assert download.suggested_filename == "geoevents_2024-08-09.geojson"
    made = json.loads(download.path().read_text(encoding="utf-8"))
    shown = int(head.split(" of ")[0])
    assert len({f["properties"]["event_id"] for f in made["features"]}) + made["unplaced"] == shown
    assert all(f["properties"]["date_start"] <= "2024-08-09" <= f["properties"]["date_end"] for f in made["features"])


def test_hostile_text_runs_nowhere(hostile_server: "Server", visit: "Visit") -> None:
    frame = visit.open(hostile_server.url)
    symbols = visit.symbols(frame)
    for symbol in symbols:
        visit.page.mouse.move(symbol["x"], symbol["y"])
        visit.page.wait_for_timeout(150)
        tip = frame.locator(".ge-tip").inner_text()
        assert "49" not in tip.replace("{{ 7*7 }}", "")
    visit.page.mouse.click(symbols[0]["x"], symbols[0]["y"])
    visit.settled()
    picks = visit.page.locator(".st-key-panel [class*=st-key-pick_] button")
    if picks.count():
        picks.first.click()
        visit.settled()
    assert "{{ 7*7 }}" in visit.page.locator(".st-key-panel").inner_text()
    for tab in ("Claims", "Conflicts", "Not mapped", "Sources", "Export"):
        visit.page.get_by_role("tab", name=tab).click()
        visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("window.pwned") is None
    assert all(f.evaluate("window.pwned") is None for f in visit.page.frames)
    assert visit.page.locator("img[src=x], a[href^=javascript]").count() == 0
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)} == {"127.0.0.1"}
    assert not visit.errors


def test_a_hostile_address_fetches_and_runs_nothing(sample_server: "Server", visit: "Visit") -> None:
    payload = "![x](http://192.0.2.1/x.png) <img src=x onerror='window.pwned=1'> [a](javascript:window.pwned=1) :material/home:"
    visit.open(
        f"{sample_server.url}/?{urlencode({'from': payload, 'type': payload, 'text': payload, 'event': payload})}"
    )
    visit.page.get_by_role("tab", name="Export").click()
    visit.settled()
    assert "192.0.2.1" in visit.page.locator("[data-testid=stMain]").inner_text()
    assert visit.page.evaluate("window.pwned") is None
    assert visit.page.locator("[data-testid=stMain] img, a[href^=javascript]").count() == 0
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)} == {"127.0.0.1"}


@pytest.mark.parametrize("width", [390, 768, 1500])
def test_nothing_is_wider_than_the_screen(sample_server: "Server", visit: "Visit", width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.open(sample_server.url)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    box = visit.page.locator("iframe[title*=streamlit_folium]").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_the_map_does_not_pile_up_while_people_work(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    for words in ("a", "b", "c", ""):
        visit.page.get_by_placeholder("place, person, text").fill(words)
        visit.page.keyboard.press("Enter")
        visit.settled()
    assert frame.evaluate("window.feature_group.length") == 1
    assert frame.evaluate("document.querySelectorAll('canvas:not(.ge-sample)').length") == 2
