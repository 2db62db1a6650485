"""The whole page with a million events and five people at once, in Chromium.

    python benchmarks/whole_page.py [EVENTS] [--store FILE] [--people 5] [--write]

The store is filled by the generator of `benchmarks/store.py`; `--store` takes one that is filled already. Five pages open
at the same moment; then each pans, filters and opens an event in turn, and one of them moves 200 times.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from first_map import FLAGS, chromium_path, drawn, memory_mb, moves, server
from store import fill

RESULTS = Path(__file__).parent / "results" / "whole_page.md"
MOVES = 200
HEAP = "performance.memory ? performance.memory.usedJSHeapSize / 1e6 : 0"


def timed(action: Callable[[], object]) -> float:
    """Return how many seconds an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def open_together(browser: Browser, url: str, people: int) -> tuple[list[Page], float, list[Frame]]:
    """Open the page for everyone at the same moment; return the pages, the seconds until all maps are drawn, the frames."""
    pages = [browser.new_context(viewport={"width": 1500, "height": 1060}).new_page() for _ in range(people)]
    start = time.perf_counter()
    for page in pages:
        page.goto(url, wait_until="commit")
    frames = [drawn(page) for page in pages]
    return pages, time.perf_counter() - start, frames


def filtered(page: Page, frame: Frame) -> float:
    """Return seconds from a click on a type to the map that obeys it."""
    pill = page.locator("[data-testid=stSidebar] [data-testid=stButtonGroup] button").nth(2)
    before = frame.evaluate("[geoevents.layer.state.query, geoevents.ready]")

    def obey() -> None:
        pill.click()
        frame.wait_for_function(
            "([query, ready]) => geoevents.layer.state.query !== query && geoevents.ready > ready",
            arg=before,
            polling=10,
        )

    return timed(obey)


def detailed(page: Page, frame: Frame) -> float:
    """Return seconds from a click on a symbol to the panel that tells it."""
    frame.evaluate("geoevents.layer.touched = true, geoevents.layer.map.setView([50, 36], 10, { animate: false })")
    page.wait_for_timeout(1500)
    key = frame.evaluate("(geoevents.layer.drawn.find((d) => d.thing.key && !d.thing.cell) || {thing: {}}).thing.key")
    if not key:
        return float("nan")

    def show() -> None:
        frame.evaluate("(key) => geoevents.layer.choose(key)", key)
        page.wait_for_selector(".st-key-panel [class*=st-key-pick_], .st-key-panel .ge-card dl")

    return timed(show)


def long_walk(page: Page, frame: Frame) -> tuple[float, float]:
    """Return the page's memory in MB before and after many moves."""
    before = frame.evaluate(HEAP)
    for _ in range(MOVES // 10):
        moves(page, frame)
    return before, frame.evaluate(HEAP)


def measure(store: Path, people: int) -> list[tuple[str, str]]:
    """Return the rows of the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*FLAGS, "--enable-precise-memory-info"]
        )
        with server(store) as (url, _, process):
            alone = timed(lambda: drawn(_first(browser, url)))
            pages, together, frames = open_together(browser, url, people)
            pairs = list(zip(pages, frames, strict=True))
            pans = [seconds for page, frame in pairs for seconds in moves(page, frame)]
            filters = [filtered(page, frame) for page, frame in pairs]
            details = [detailed(page, frame) for page, frame in pairs]
            before, after = long_walk(*pairs[0])
            used = memory_mb(process)
        browser.close()
    return [
        ("first map, first visit to a new server", f"{alone:.2f} s"),
        (f"first map, {people} people at once, the last of them", f"{together:.2f} s"),
        ("pan to the drawn answer (median, worst)", _ms(pans)),
        ("filter to the map that obeys it (median, worst)", _ms(filters)),
        ("click to its panel (median, worst)", _ms(details)),
        (f"memory of the page before and after {MOVES} moves", f"{before:.0f} MB, {after:.0f} MB"),
        ("memory of the server", f"{used:.0f} MB"),
    ]


def _first(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport={"width": 1500, "height": 1060}).new_page()
    page.goto(url, wait_until="commit")
    return page


def _ms(seconds: list[float]) -> str:
    return f"{median(seconds) * 1000:,.0f} ms, {max(seconds) * 1000:,.0f} ms"


def main() -> None:
    """Fill the store, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--store", type=Path, help="a store that is filled already")
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/whole_page.md")
    given = parser.parse_args()
    with nullcontext() if given.store else tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(str(folder)) / "store.gpkg"
        if not given.store:
            fill(path, given.events)
        rows = measure(path, given.people)
    text = (
        f"# The whole page with {given.events:,} events, measured\n\n`python benchmarks/whole_page.py {given.events}"
        f" --people {given.people}` on {dt.datetime.now(tz=dt.UTC).date()}: {platform.machine()}, {os.cpu_count()} shared cores, headless"
        " Chromium without a graphics processor.\n\n| what | measured |\n| --- | --- |\n"
        + "".join(f"| {what} | {value} |\n" for what, value in rows)
    )
    print(text)
    if given.write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
