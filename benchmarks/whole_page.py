"""The whole page with a million events and five people at once, in Chromium.

    python benchmarks/whole_page.py [EVENTS] [--store FILE] [--keep FILE] [--people 5] [--write]

The store is filled by the generator of `benchmarks/store.py`, with a report for each five events; `--store` takes one that
is filled already, `--keep` leaves it for the next time. Beside the times by the clock stand the processor seconds of the
server and of the page for one action: these are the same however busy the machine is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import psutil
from playwright.sync_api import Browser, CDPSession, Frame, Page, sync_playwright

from first_map import FLAGS, chromium_path, drawn, memory_mb, server
from geoevents.store import EventStore, snapshot
from geoevents.store.filters import mapped_places
from store import fill

RESULTS = Path(__file__).parent / "results" / "whole_page.md"
EVENTS_OF_A_REPORT, PUBLISHERS = 5, 300
WALK = 200
HEAP = "performance.memory ? performance.memory.usedJSHeapSize / 1e6 : 0"
MOVE = (
    "(number) => new Promise((done) => { const l = geoevents.layer, r = geoevents.ready, t = performance.now();"
    " l.touched = true; l.map.panBy([number % 2 ? 180 : -180, 0], { animate: false });"
    " const look = () => geoevents.ready > r ? requestAnimationFrame(() => done((performance.now() - t) / 1000)) : setTimeout(look, 4);"
    " look(); })"
)
WALKING = (
    "(count) => { const move = " + MOVE + "; window.walked = null; (async () => { const out = [];"
    " for (let n = 0; n < count; n++) { out.push(await move(n)); await new Promise((go) => setTimeout(go, 120)); }"
    " window.walked = out; })(); }"
)
LOOK = "([lat, lon, zoom]) => { geoevents.layer.touched = true; geoevents.layer.map.setView([lat, lon], zoom, { animate: false }); }"
SYMBOL = "(geoevents.layer.drawn.find((d) => d.thing.key && d.thing.key.startsWith('at:') && !d.thing.cell) || {thing: {}}).thing.key || ''"


@dataclass
class Visit:
    """A person's page: it, its map, and the browser's own figures of it."""

    page: Page
    frame: Frame
    figures: CDPSession

    def busy(self) -> float:
        """Return the processor seconds that the page has taken so far."""
        found = self.figures.send("Performance.getMetrics")["metrics"]
        return next(float(figure["value"]) for figure in found if figure["name"] == "TaskDuration")


@dataclass
class Measured:
    """Times of an action by the clock, and the processor seconds that it took of the server and of the page."""

    what: str
    aim: str
    seconds: list[float] = field(default_factory=list)
    server: float = 0.0
    page: float = 0.0

    def row(self) -> tuple[str, ...]:
        """Return a line of the table."""
        count = max(1, len(self.seconds))
        busy = [f"{taken / count * 1000:,.0f} ms" if taken else "" for taken in (self.server, self.page)]
        return (
            self.what,
            self.aim,
            f"{median(self.seconds) * 1000:,.0f} ms, {max(self.seconds) * 1000:,.0f} ms",
            *busy,
        )


def fill_reports(path: Path, events: int) -> None:
    """Give the events their reports: each tells five, of one of 300 publishers."""
    noon = "2031-01-01T12:00:00.000Z"
    reports = -(-events // EVENTS_OF_A_REPORT)

    def documents() -> Iterator[tuple[object, ...]]:
        for number in range(reports):
            name = f"report-{number}"
            sha = hashlib.sha256(name.encode()).hexdigest()
            yield name, sha, f"{name} " * 30, f"Paper {number * 7919 % PUBLISHERS}", noon

    with EventStore(path) as store, store._writing() as db:  # noqa: SLF001 - as `store.fill`
        db.executemany(
            "INSERT INTO documents (report, text_sha256, latest, text, published_basis, published_why, publisher, language,"
            " sharing, first_seen) VALUES (?, ?, 1, ?, 'given', '', ?, 'en', 'public', ?)",
            documents(),
        )
        db.execute(
            "INSERT INTO mentions (document, mention, type, event) SELECT (fid - 1) / ? + 1, printf('%x', fid), event_type, fid"
            " FROM events",
            (EVENTS_OF_A_REPORT,),
        )
        snapshot.save(db, 0)


def timed(action: Callable[[], object]) -> float:
    """Return how many seconds an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


class Bench:
    """A server, a browser, and what was measured."""

    def __init__(self, browser: Browser, url: str, process: int) -> None:
        """Measure the server at `url`, whose process is given."""
        self.browser, self.url, self.pid = browser, url, process
        self.process = psutil.Process(process)

    def server_busy(self) -> float:
        """Return the processor seconds that the server has taken so far."""
        return sum(self.process.cpu_times()[:2])

    def enter(self) -> Visit:
        """Open the page for one more person and begin to load it."""
        page = self.browser.new_context(viewport={"width": 1500, "height": 1060}).new_page()
        figures = page.context.new_cdp_session(page)
        figures.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(self.url, wait_until="commit")
        return Visit(page, page.main_frame, figures)

    def many(self, what: str, aim: str, visit: Visit, times: int, action: Callable[[int], float]) -> Measured:
        """Do something some times."""
        busy, page = self.server_busy(), visit.busy()
        out = Measured(what, aim, [action(number) for number in range(times)])
        visit.page.wait_for_timeout(700)
        out.server, out.page = self.server_busy() - busy, visit.busy() - page
        return out


def look(visit: Visit, lat: float, lon: float, zoom: int) -> None:
    """Go somewhere and wait until it is drawn."""
    before = visit.frame.evaluate("geoevents.ready")
    visit.frame.evaluate(LOOK, [lat, lon, zoom])
    visit.frame.wait_for_function("(ready) => geoevents.ready > ready", arg=before, polling=10)
    visit.page.wait_for_timeout(800)


def move(visit: Visit, number: int) -> float:
    """Return seconds of one pan, to the frame in which its answer is drawn."""
    seconds = float(visit.frame.evaluate(MOVE, number))
    visit.page.wait_for_timeout(120)
    return seconds


def filtered(visit: Visit, number: int) -> float:
    """Return seconds from a click on a kind of event to the map that obeys it."""
    pill = visit.page.locator(".st-key-f_types button").nth(number % 4)
    before = visit.frame.evaluate("[geoevents.layer.state.query, geoevents.ready]")

    def obey() -> None:
        pill.click()
        visit.frame.wait_for_function(
            "([query, ready]) => geoevents.layer.state.query !== query && geoevents.ready > ready",
            arg=before,
            polling=10,
        )

    seconds = timed(obey)
    visit.page.wait_for_timeout(900)
    return seconds


def detailed(visit: Visit, number: int) -> float:
    """Return seconds from a click on a symbol, or on a line of its list, to what the panel then shows."""
    if number % 2:
        line = visit.page.locator(".st-key-panel [class*=st-key-pick_] button").nth(number)

        def show() -> None:
            line.click()
            visit.page.wait_for_selector(".st-key-panel .ge-card dl")

        return timed(show)
    key = visit.frame.evaluate(SYMBOL)
    if not key:
        raise SystemExit("No symbol is in view: the generator has changed.")
    visit.frame.evaluate("(key) => geoevents.layer.choose(key)", key)
    start = time.perf_counter()
    visit.page.wait_for_selector(".st-key-panel [class*=st-key-pick_]")
    seconds = time.perf_counter() - start
    visit.page.wait_for_timeout(900)
    return seconds


def together(visits: list[Visit], moves: int) -> list[float]:
    """Let everyone pan at the same time; return the seconds of all pans."""
    for visit in visits:
        visit.frame.evaluate(WALKING, moves)
    out: list[float] = []
    for visit in visits:
        visit.frame.wait_for_function("window.walked", timeout=300_000, polling=100)
        out += visit.frame.evaluate("window.walked")
    return out


def measure(store: Path, people: int) -> list[tuple[str, ...]]:
    """Return the rows of the table."""
    with EventStore(store, readonly=True) as opened:
        place = next(
            p.place for event in opened.events(limit=50) for p in mapped_places(event) if p.place.kind == "settlement"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*FLAGS, "--enable-precise-memory-info"]
        )
        with server(store) as (url, _, process):
            rows = _rows(Bench(browser, url, process), (place.lat, place.lon), people)
        browser.close()
    return rows


def _rows(bench: Bench, at: tuple[float, float], people: int) -> list[tuple[str, ...]]:
    first = Measured("first map, first visit to a new server", "4 s")
    busy, start = bench.server_busy(), time.perf_counter()
    visit = bench.enter()
    visit.frame = drawn(visit.page)
    first.seconds = [time.perf_counter() - start]
    first.server, first.page = bench.server_busy() - busy, visit.busy()
    visit.page.wait_for_timeout(5000)
    found = [first]
    for name, zoom in (("the world", 2), ("a continent", 4), ("a country", 7), ("a district", 10)):
        look(visit, *at, zoom)
        found.append(bench.many(f"pan over {name}, drawn", "500 ms", visit, 10, lambda n: move(visit, n)))
    found.append(
        bench.many("filter by a kind, to the map that obeys", "700 ms", visit, 6, lambda n: filtered(visit, n))
    )
    visit.page.goto(bench.url)
    visit.frame = drawn(visit.page)
    visit.page.wait_for_timeout(2000)
    look(visit, *at, 10)
    found.append(bench.many("click to its list, and to its card", "600 ms", visit, 2, lambda n: detailed(visit, n)))
    before = visit.frame.evaluate(HEAP)
    visit.frame.evaluate(WALKING, WALK)
    visit.frame.wait_for_function("window.walked", timeout=600_000, polling=500)
    after = visit.frame.evaluate(HEAP)
    visits = [bench.enter() for _ in range(people)]
    opened = timed(lambda: [setattr(one, "frame", drawn(one.page)) for one in visits])
    for one in visits:
        one.page.wait_for_timeout(1500)
    crowd = Measured(f"pan over the world, {people} people at once", "–", together(visits, 10))
    used = memory_mb(bench.pid)
    return [
        *(one.row() for one in [*found, crowd]),
        (f"first map, {people} people at the same moment, the last", "–", f"{opened:.1f} s", "", ""),
        (f"memory of the page before and after {WALK} moves", "flat", f"{before:.0f} MB, {after:.0f} MB", "", ""),
        (f"memory of the server, {people + 1} pages open", "1 GB", f"{used:.0f} MB", "", ""),
    ]


def page_of(given: Any, rows: list[tuple[str, ...]], filled: float, load: tuple[float, float]) -> str:  # noqa: ANN401 - argparse's own
    """Return the page of results."""
    made = f", filled in {filled / 60:.0f} min" if filled else ""
    return (
        f"# The whole page with {given.events:,} events, measured\n\n`python benchmarks/whole_page.py {given.events}"
        f" --people {given.people}` on {dt.datetime.now(tz=dt.UTC):%Y-%m-%d %H:%M} UTC: {platform.system()} {platform.machine()},"
        f" {os.cpu_count()} shared cores with a load of {load[0]:.1f} at the start and {load[1]:.1f} at the end, Python"
        f" {platform.python_version()}, headless Chromium without a graphics processor{made}. By the clock: median, worst."
        " A load above the number of cores means that each time by the clock is mostly waiting for other work: the two columns"
        " of processor time for one action say what it takes by itself.\n\n"
        "| what | aim | by the clock | server | page |\n| --- | --- | --- | --- | --- |\n"
        + "".join(f"| {' | '.join(row)} |\n" for row in rows)
    )


def main() -> None:
    """Fill the store, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--store", type=Path, help="a store that is filled already")
    parser.add_argument("--keep", type=Path, help="where to leave the store that is filled")
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/whole_page.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, filled = given.store, 0.0
        if path is None:
            path = Path(folder) / "store.gpkg"
            print(f"filling a store with {given.events:,} events …", flush=True)
            filled = timed(lambda: (fill(path, given.events), fill_reports(path, given.events)))
            if given.keep:
                shutil.copyfile(path, given.keep)
        load = os.getloadavg()[0]
        rows = measure(path, given.people)
        text = page_of(given, rows, filled, (load, os.getloadavg()[0]))
    print(text)
    if given.write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
