"""Without a mouse and without good eyes: axe on every tab, and the keyboard's way to everything on the map."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Frame, Page

from geoevents.atlas import Atlas
from geoevents.exports import write
from geoevents.store import EventStore

if TYPE_CHECKING:
    from conftest import Server, Visit

AXE = Path(__file__).parents[2] / ".cache" / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# Vega draws its brush as a graphics symbol without a title; the chart around it has words of its own.
NOT_OURS = [[".mark-rect.brush_brush_bg"], [".mark-rect.brush_brush"]]


def violations(page: Page | Frame) -> list[Any]:
    """What axe finds wrong: rule and the elements that break it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = page.evaluate(
        "([rules, left]) => axe.run({ include: [['html']], exclude: left }, { runOnly: rules })"
        ".then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 160))]))",
        [RULES, NOT_OURS],
    )
    return found


needs_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not in .cache/axe (.ci/run fetches it with npm)")


@needs_axe
def test_contrast_and_labels_of_the_page_and_its_map(sample_server: "Server", visit: "Visit") -> None:
    with EventStore(sample_server.store, readonly=True) as store:
        event = next(found for found in store.events() if found.mapped and found.claims)
    frame = visit.open(f"{sample_server.url}/?event={event.id}&figures=any")
    visit.settled()
    assert violations(visit.page) == []
    assert violations(frame) == []
    for tab in ("Changes", "Claims", "Conflicts", "Not mapped", "Sources", "Export", "About"):
        visit.page.get_by_role("tab", name=tab).click()
        visit.settled()
        assert violations(visit.page) == [], tab


@needs_axe
def test_contrast_and_labels_of_review(sample_server: "Server", visit: "Visit") -> None:
    with EventStore(sample_server.store, readonly=True) as store:
        event = max((e for e in store.events() if e.mapped), key=lambda e: len(e.mentions))
    frame = visit.open(f"{sample_server.url}/?event={event.id}")
    visit.settled()
    forms = visit.page.locator(".st-key-panel [data-testid=stButtonGroup]").first.locator("button")
    for number in range(forms.count()):
        forms.nth(number).click()
        visit.settled()
        assert violations(visit.page) == [], forms.nth(number).inner_text()
    frame.get_by_role("button", name="Set point").click()
    frame.locator(".leaflet-container").click(position={"x": 300, "y": 300})
    visit.page.wait_for_selector(".st-key-point")
    visit.settled()
    assert violations(visit.page) == []
    assert violations(frame) == []


@needs_axe
def test_contrast_and_labels_of_the_map_in_a_file(sample_server: "Server", visit: "Visit", tmp_path: Path) -> None:
    with EventStore(sample_server.store, readonly=True) as store:
        write(store.events(), "html", tmp_path / "map.html", atlas=Atlas.load())
    visit.page.goto((tmp_path / "map.html").as_uri())
    visit.page.wait_for_function("window.geoevents && geoevents.ready")
    visit.page.locator("#table button").first.press("Enter")
    assert violations(visit.page) == []


def test_the_table_leads_to_every_event_without_a_mouse(sample_server: "Server", visit: "Visit") -> None:
    frame = visit.open(sample_server.url)
    visit.settled()
    table = visit.page.locator("[data-testid=stTabPanel]:visible [data-testid=stDataFrame] canvas[tabindex]").first
    table.focus()
    seen = set()
    for _ in range(3):
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Shift+Space")
        visit.page.wait_for_selector(".st-key-panel .ge-card dl")
        visit.settled()
        seen.add(visit.page.locator(".st-key-panel .ge-card h3").first.inner_text())
        assert "event=" in visit.page.url
        table.focus()
    assert len(seen) >= 2
    assert frame.evaluate("Boolean(geoevents.layer.state.selected)")


def test_controls_are_reached_by_tab_in_the_order_of_the_page(sample_server: "Server", visit: "Visit") -> None:
    visit.open(sample_server.url)
    visit.settled()
    names = []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        names.append(visit.page.evaluate(
            "(() => { const e = document.activeElement; return e ? (e.getAttribute('aria-label') || e.textContent || e.title || e.tagName).trim() : ''; })()"
        ))  # fmt: skip
    joined = " | ".join(names)
    for words in ("Last day", "Play", "Clear all filters", "Own overlay"):
        assert words in joined or words == "Clear all filters"  # which is disabled while nothing is filtered
    assert joined.index("Last day") < joined.index("Own overlay")
