"""Claims and the card in full, in a real browser."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from geoevents.store import EventStore
from geoevents.store.filters import Filter

if TYPE_CHECKING:
    from conftest import Server, Visit


def choose_first_row(visit: "Visit") -> None:
    """Choose the first row of the table that is in view."""
    table = visit.page.locator("[data-testid=stTabPanel]:visible [data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + 15, box["y"] + 52)
    visit.settled()


def test_a_row_of_the_claims_goes_to_its_line(sample_server: "Server", visit: "Visit") -> None:
    visit.open(sample_server.url)
    visit.page.get_by_role("tab", name="Claims").click()
    visit.settled()
    choose_first_row(visit)
    frame = visit.map_frame()
    frame.wait_for_function("geoevents.layer.state.selected && geoevents.layer.state.selected.line.length === 2")
    selected = frame.evaluate("geoevents.layer.state.selected")
    assert selected["label"].startswith("text: ")
    assert frame.evaluate(
        "geoevents.layer.state.selected.line.every((at) => geoevents.layer.map.getBounds().contains([at[1], at[0]]))"
    )
    for word in ("Stated", "Measured", "Tolerance"):
        assert word.casefold() in visit.page.locator(".st-key-panel").inner_text().casefold()
    assert parse_qs(urlsplit(visit.page.url).query)["claim"]
    card = visit.page.locator(".st-key-panel .ge-card").inner_text()
    visit.open(visit.page.url)
    visit.settled()
    assert visit.page.locator(".st-key-panel .ge-card").inner_text() == card
    assert not visit.errors


@pytest.mark.parametrize(("width", "height"), [(1500, 1060), (390, 844)])
def test_the_card_opens_in_full(sample_server: "Server", visit: "Visit", width: int, height: int) -> None:
    with EventStore(sample_server.store, readonly=True) as store:
        event = max(store.events(Filter()), key=lambda found: len(found.mentions) if found.mapped else 0)
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open(f"{sample_server.url}/?event={event.id}")
    visit.page.get_by_role("button", name="In full").click()
    visit.page.wait_for_selector("[role=dialog] .ge-card")
    visit.settled()
    card = visit.page.locator("[role=dialog] .ge-card").first
    assert card.evaluate("(node) => node.scrollWidth <= node.clientWidth && node.scrollHeight <= node.clientHeight + 1")
    last = visit.page.locator("[role=dialog] .ge-key")
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_dragging_over_the_days_sets_the_dates(sample_server: "Server", visit: "Visit") -> None:
    visit.open(sample_server.url)
    visit.settled()
    chart = visit.page.locator(".st-key-days svg.marks, .st-key-days canvas").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 3
    visit.page.mouse.move(box["x"] + box["width"] * 0.35, middle)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + box["width"] * 0.6, middle + 5, steps=8)
    visit.page.mouse.up()
    visit.settled()
    asked = parse_qs(urlsplit(visit.page.url).query)
    assert asked["from"][0] < asked["to"][0]
    assert not visit.errors


def test_the_link_of_the_card_is_copied(sample_server: "Server", visit: "Visit") -> None:
    with EventStore(sample_server.store, readonly=True) as store:
        event = next(found for found in store.events() if found.mapped)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=sample_server.url)
    visit.open(f"{sample_server.url}/?event={event.id}&from=2020-01-01")
    visit.settled()
    visit.page.get_by_role("button", name="Copy link").click()
    visit.page.get_by_text("copied", exact=True).wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query) == {"event": [event.id], "from": ["2020-01-01"]}
