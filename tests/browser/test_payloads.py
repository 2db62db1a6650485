"""Text that wants to be run, or to break what shows it, through map, list, card, tables, report, form, files: it stays text."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from geoevents.atlas import Atlas
from geoevents.exports import FORMATS, write
from geoevents.store import EventStore

if TYPE_CHECKING:
    from conftest import Server, Visit

OURS = ("blob:", "data:", "about:")
RUN = "Array.from(document.querySelectorAll('*')).flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith('on')).length"


def unharmed(visit: "Visit") -> None:
    """Nothing ran, nothing was fetched from elsewhere, nothing pushes the page out of shape."""
    page = visit.page
    for frame in page.frames:
        assert frame.evaluate("window.pwned") is None
        assert frame.evaluate(RUN) == 0
        assert frame.evaluate("document.querySelectorAll('a[href^=javascript], img[src=x], svg[onload]').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1500
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(OURS)} == {"127.0.0.1"}
    assert not visit.errors
    assert "1337" not in page.locator("[data-testid=stMain]").inner_text()  # 7 × 191: a template was evaluated


def test_every_payload_stays_text_on_the_map_in_the_list_and_on_its_card(
    payload_server: "Server", visit: "Visit", payloads: dict[str, str]
) -> None:
    frame = visit.open(payload_server.url)
    visit.settled()
    with EventStore(payload_server.store, readonly=True) as store:
        events = [event for event in store.events() if event.mapped]
    assert {ref.report.split(" ")[0] for event in events for ref in event.mentions} >= {"template", "script", "long"}
    symbols = visit.symbols(frame)
    assert len(events) >= len(payloads) - 1
    assert symbols
    for symbol in symbols:
        visit.page.mouse.move(symbol["x"], symbol["y"])
        visit.page.wait_for_timeout(60)
        assert len(frame.locator(".ge-tip").inner_text()) < 3000
    unharmed(visit)
    for event in events:
        visit.open(f"{payload_server.url}/?event={quote(event.id)}")
        visit.page.wait_for_selector(".ge-card dl")
        visit.settled()
        panel = visit.page.locator(".st-key-panel")
        assert panel.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
        unharmed(visit)


def test_every_payload_stays_text_in_the_tables_and_the_reports(payload_server: "Server", visit: "Visit") -> None:
    visit.open(payload_server.url)
    for tab in ("Events", "Changes", "Claims", "Conflicts", "Not mapped", "Sources", "Export", "About"):
        visit.page.get_by_role("tab", name=tab).click()
        visit.settled()
        unharmed(visit)
    visit.page.get_by_role("tab", name="Sources").click()
    for name in ("script", "markdown", "long"):
        visit.page.get_by_label("Read a report with its marks").fill(name)
        visit.page.wait_for_timeout(1000)
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_selector(".ge-report")
        visit.settled()
        unharmed(visit)


def test_payloads_stay_text_when_they_are_pasted(
    sample_server: "Server", visit: "Visit", payloads: dict[str, str]
) -> None:
    visit.open(sample_server.url)
    visit.page.get_by_role("tab", name="Sources").click()
    visit.settled()
    visit.page.get_by_label("Text of the report").fill("\n***\n".join(payloads.values()))
    visit.page.locator(".st-key-add_split").click()
    visit.page.get_by_role("option").filter(has_text="lines of dashes").click()
    visit.page.get_by_label("Publisher").last.fill(payloads["script"])
    visit.page.get_by_role("button", name="Read it").click()
    visit.page.wait_for_selector(".st-key-store_draft", timeout=60_000)
    visit.settled()
    unharmed(visit)
    visit.page.get_by_role("button", name="Discard").click()
    visit.settled()


@pytest.mark.parametrize("form", ["html", "briefing", "briefing-wide"])
def test_payloads_stay_text_in_files_that_a_browser_opens(
    payload_server: "Server", visit: "Visit", tmp_path: Path, payloads: dict[str, str], form: str
) -> None:
    assert form in FORMATS
    file = tmp_path / ("page.html" if form == "html" else "page.svg")
    with EventStore(payload_server.store, readonly=True) as store:
        events = list(store.events())
    write(events, form, file, atlas=Atlas.load(), title=" ".join(payloads.values())[:5000])  # type: ignore[arg-type]
    page = visit.page
    page.goto(file.as_uri())
    if form == "html":
        page.wait_for_function("window.geoevents && geoevents.ready")
        for number in range(page.locator("#table button").count()):
            page.locator("#table button").nth(number).press("Enter")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("window.pwned") is None
    assert page.evaluate(RUN) == 0
    assert page.evaluate("document.querySelectorAll('a[href^=javascript], img, script[src]').length") == 0
    assert {url for url in visit.requests if not url.startswith(("data:", "blob:"))} == {file.as_uri()}
    assert not visit.errors
