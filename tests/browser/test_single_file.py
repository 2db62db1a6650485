"""The map in one HTML file, opened from disk in a real browser; briefings as the browser draws them."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geoevents.atlas import Atlas
from geoevents.exports import write
from geoevents.store import EventStore

if TYPE_CHECKING:
    from conftest import Server, Visit


@pytest.mark.parametrize("hostile", [False, True])
def test_the_file_opens_from_disk_and_asks_no_one(
    request: pytest.FixtureRequest, visit: "Visit", tmp_path: Path, *, hostile: bool
) -> None:
    server: Server = request.getfixturevalue("hostile_server" if hostile else "sample_server")
    file = tmp_path / "map.html"
    with EventStore(server.store, readonly=True) as store:
        events = list(store.events())
    write(events, "html", file, atlas=Atlas.load(), title="<script>window.pwned=1</script>")
    page = visit.page
    page.goto(file.as_uri())
    page.wait_for_function("window.geoevents && geoevents.ready && geoevents.layer.drawn.length > 0")
    assert page.locator("#table tbody tr").count() == len(events)
    for button in page.locator("#table button").all()[:5]:
        button.press("Enter")
        assert page.locator("#panel dl").count() == 1
    page.evaluate("geoevents.layer.choose(geoevents.layer.drawn[0].thing.key)")
    assert page.locator("#panel h3").count() == 1
    for box in page.locator("#panel, .ge-mapbox, .ge-tablebox").all():
        assert (box.bounding_box() or {"x": -1})["x"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("window.pwned") is None
    assert page.locator("a[href^=javascript], #panel img").count() == 0
    assert {url for url in visit.requests if not url.startswith(("data:", "blob:"))} == {file.as_uri()}
    assert not visit.errors


def test_the_file_fits_a_phone(sample_server: "Server", visit: "Visit", tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    with EventStore(sample_server.store, readonly=True) as store:
        write(store.events(), "html", file, atlas=Atlas.load())
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.goto(file.as_uri())
    visit.page.wait_for_function("window.geoevents && geoevents.ready")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("form", ["briefing", "briefing-wide"])
def test_words_of_a_briefing_stay_on_the_page(
    sample_server: "Server", visit: "Visit", tmp_path: Path, form: str
) -> None:
    file = tmp_path / "page.svg"
    with EventStore(sample_server.store, readonly=True) as store:
        write(store.events(), form, file, atlas=Atlas.load(), title="A long title " * 12)  # type: ignore[arg-type]
    visit.page.goto(file.as_uri())
    outside = visit.page.evaluate(
        "(() => { const s = document.documentElement, w = +s.getAttribute('width');"
        " return Array.from(document.querySelectorAll('text')).filter((t) => !t.closest('g'))"
        " .map((t) => [t.textContent, t.getBBox()]).filter(([, b]) => b.x < 0 || b.x + b.width > w).map(([t]) => t); })()"
    )
    assert not outside
    assert {url for url in visit.requests if not url.startswith(("data:", "blob:"))} == {file.as_uri()}
