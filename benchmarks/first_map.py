"""How soon the map is there, in Chromium: the first visit to a new server, later ones, a pan, a click, a filter.

    python benchmarks/first_map.py [--rows 1000000] [--visits 5] [--write]

The server is `streamlit run app.py` on the sample reports. `--rows` is how many rows the aggregation behind the data
route is timed with. `--write` puts the table into benchmarks/results/first_map.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Frame, Page, sync_playwright

from geoevents.model import Document
from geoevents.pipeline import Resources, extract
from geoevents.reading import read
from geoevents.resources import seeds_folder
from geoevents.store import EventStore
from geoevents.views.palette import FAMILY_IDS
from geoevents.views.viewport import PointColumns, RowWords, viewport

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results" / "first_map.md"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
FRAME = "iframe[title*=streamlit_folium]"


def write_store(store: Path) -> None:
    """Read the sample reports into a store."""
    resources = Resources.load()
    found = [document for document in read([seeds_folder()]) if isinstance(document, Document)]
    with EventStore(store) as opened:
        opened.add((document, extract(document, resources)) for document in found)
        opened.merge(atlas=resources.atlas, lexicon=resources.lexicon)


@contextmanager
def server(store: Path) -> Iterator[tuple[str, float, int]]:
    """Run the app; yield its address, the seconds until it answered, and its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    start = time.perf_counter()
    with (store.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=ROOT, env={**os.environ, "GEOEVENTS_STORE": str(store)}, stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310 - our own address
                    break
            except OSError:
                if process.poll() is not None:
                    raise
                time.sleep(0.05)
        yield url, time.perf_counter() - start, process.pid
    finally:
        process.terminate()
        process.wait(20)


def drawn(page: Page) -> Frame:
    """Wait until the map has drawn its events."""
    page.wait_for_selector(FRAME, timeout=120_000)
    while True:
        for frame in page.frames:
            if "streamlit_folium" in frame.url and frame.evaluate("Boolean(window.geoevents && geoevents.ready)"):
                return frame
        page.wait_for_timeout(20)


def first_map(browser: Browser, url: str) -> float:
    """Return seconds from the address to the drawn map, with nothing in the browser's cache."""
    context = browser.new_context(viewport={"width": 1500, "height": 1060})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url)
    drawn(page)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def moves(page: Page, frame: Frame) -> list[float]:
    """Return seconds from each of ten pans to the answer of the data route, drawn."""
    out = []
    for number in range(10):
        out.append(
            frame.evaluate(
                "(n) => new Promise((done) => { const l = geoevents.layer, r = geoevents.ready, t = performance.now();"
                " l.touched = true; l.map.panBy([n % 2 ? 180 : -180, 0], { animate: false });"
                " const look = () => geoevents.ready > r ? done((performance.now() - t) / 1000) : setTimeout(look, 4);"
                " look(); })",
                number,
            )
        )
        page.wait_for_timeout(100)
    return out


def reruns(page: Page, frame: Frame) -> tuple[float, float]:
    """Return seconds from a click on a symbol to its panel, and from words in the filter to the map that obeys them."""
    start = time.perf_counter()
    frame.evaluate(
        "geoevents.layer.choose(geoevents.layer.drawn.find((d) => d.thing.key.startsWith('area')).thing.key)"
    )
    page.wait_for_selector(".st-key-panel [class*=st-key-pick_]")
    click = time.perf_counter() - start
    start = time.perf_counter()
    page.get_by_placeholder("place, person, text").fill("Kursk")
    page.keyboard.press("Enter")
    frame.wait_for_function("geoevents.layer.state.query.includes('Kursk')", polling=10)
    return click, time.perf_counter() - start


def aggregation(rows: int) -> list[tuple[str, float, int]]:
    """Return name, seconds and symbols of three views over many rows: two thirds of them share a point with others."""
    generator = np.random.default_rng(1)
    claimed, filled = generator.random((2, rows)) < np.array([[0.4], [0.3]])
    place = generator.integers(0, rows // 3, rows).astype(np.int32)
    lon, lat = generator.uniform(20, 60, rows // 3), generator.uniform(40, 65, rows // 3)
    columns = PointColumns(
        lon=lon[place], lat=lat[place], family=generator.integers(0, len(FAMILY_IDS), rows).astype(np.int8),
        extent=np.zeros(rows, np.int8), claimed=claimed, filled=filled,
        place=place, words=lambda wanted: [RowWords(str(row), str(row), "place", "title") for row in wanted],
    )  # fmt: skip
    kept = np.ones(rows, bool)
    views = {
        "a continent (zoom 4)": (20, 40, 60, 65, 4),
        "a country (zoom 6)": (30, 46, 41, 53, 6),
        "a district (zoom 11)": (36, 50, 36.4, 50.2, 11),
    }
    out = []
    for name, (west, south, east, north, zoom) in views.items():

        def ask(
            box: tuple[float, float, float, float] = (west, south, east, north), zoom: int = zoom
        ) -> dict[str, Any]:
            return viewport(columns, kept, box, zoom)

        out.append((name, best(ask), len(ask()["symbols"])))
    return out


def best(action: Callable[[], object], times: int = 5) -> float:
    """Return the quickest of a few calls, in seconds."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def memory_mb(process: int) -> float:
    """Return the memory of a process in MB, 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def chromium_path() -> str:
    """Return Chromium's path, or leave with a sentence where there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium.")
    return found


def measure(rows: int, visits: int) -> list[tuple[str, str]]:
    """Run everything and return the lines of the table."""
    chromium = chromium_path()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "events.gpkg"
        write_store(store)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with server(store) as (url, ready, process):
            cold = first_map(browser, url)
            later = [first_map(browser, url) for _ in range(visits)]
            page = browser.new_page(viewport={"width": 1500, "height": 1060})
            page.goto(url)
            frame = drawn(page)
            panned = moves(page, frame)
            click, filtered = reruns(page, frame)
            used = memory_mb(process)
        browser.close()
    table = [
        ("server started to its first answer", f"{ready:.1f} s"),
        ("first map, the first visit to a new server", f"{cold:.2f} s"),
        (f"first map, later visits (median of {visits}, worst)", f"{median(later):.2f} s, {max(later):.2f} s"),
        (
            "pan to the drawn answer of the data route (median, worst of 10)",
            f"{median(panned) * 1000:.0f} ms, {max(panned) * 1000:.0f} ms",
        ),
        ("click on a region to its list (a rerun of the page)", f"{click:.2f} s"),
        ("words in the filter to the map that obeys them", f"{filtered:.2f} s"),
        ("memory of the server", f"{used:.0f} MB"),
    ]
    return table + [
        (f"aggregation of {rows:,} rows, {name}", f"{s * 1000:.0f} ms, {n} symbols") for name, s, n in aggregation(rows)
    ]


def report(table: Sequence[tuple[str, str]], command: str) -> str:
    """Return the page of results."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "streamlit-folium", "folium", "numpy"))
    return (
        f"# The first map, measured\n\n`{command}` on {dt.datetime.now(tz=dt.UTC).date()}: {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, {libraries}, headless "
        "Chromium without a graphics processor, on the sample reports.\n\n"
        "| what | measured |\n| --- | --- |\n" + "".join(f"| {what} | {value} |\n" for what, value in table)
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the aggregation")
    parser.add_argument("--visits", type=int, default=5, help="later visits")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/first_map.md")
    options = parser.parse_args()
    text = report(
        measure(options.rows, options.visits),
        f"python benchmarks/first_map.py --rows {options.rows} --visits {options.visits}",
    )
    print(text)
    if options.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
