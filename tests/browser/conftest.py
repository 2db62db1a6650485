"""A real server with a store of its own, and a real Chromium that is told to talk to nobody else."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, sync_playwright

from geoevents.model import Document
from geoevents.pipeline import Resources, extract
from geoevents.reading import read
from geoevents.resources import seeds_folder
from geoevents.store import EventStore

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
HOSTILE = (
    '{{ 7*7 }} {% x ${1} <script>window.pwned=1</script><img src=x onerror="window.pwned=1"> [x](javascript:window.pwned=1) '
    "\u202eabc\u202c :material/home: $x^2$"
)


def chromium() -> str | None:
    """Return Chromium's path, or None where there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (Debian: apt-get install chromium)"))


@dataclass
class Server:
    """A running app: its address, its store and its process."""

    url: str
    store: Path
    process: subprocess.Popen[bytes]
    log: Path = field(default_factory=Path)

    def stop(self) -> None:
        """End the server that was started here."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(store: Path, folder: Path) -> Server:
    """Start `streamlit run app.py` and wait until it says that it is well."""
    port = free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "GEOEVENTS_STORE": str(store)}, stdout=out, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return Server(url, store, process, log)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the server did not answer within a minute")


def write_store(store: Path, documents: Iterable[Document]) -> None:
    """Read reports into a store with the real pipeline."""
    resources = Resources.load()
    with EventStore(store) as opened:
        opened.add((document, extract(document, resources)) for document in documents)
        opened.merge(atlas=resources.atlas, lexicon=resources.lexicon)


def hostile_documents() -> Iterator[Document]:
    """Reports whose every field tries to be run."""
    for number in range(3):
        text = (
            f"{HOSTILE}\nA missile hit a market in Kharkiv on 3 May 2024, killing {number + 2} people, {HOSTILE} said.\n"
            f"Evacuation was ordered in the Kursk region on 4 May 2024, {HOSTILE}."
        )
        yield Document(
            id=f"{HOSTILE} {number}",
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=f"{HOSTILE} {number}",
            published=date(2024, 5, 4),
            published_basis="given",
            publisher=HOSTILE,
            url="javascript:window.pwned=1",
        )


# What was tried against folium, Jinja2, Streamlit's Markdown, HTML, SVG and spreadsheets; each speaks from every field.
PAYLOADS = {
    "template": "{{ 7*191 }} {% x %} {# y #} {{ cycler.__init__.__globals__.os.getcwd() }}",
    "script": "</script><script>window.pwned=1</script><svg onload=window.pwned=1><img src=x onerror=window.pwned=1>",
    "literal": "`${window.pwned=1}` ${7*191} \\u003cscript\\u003e \u2028window.pwned=1\u2029",
    "link": "[x](javascript:window.pwned=1) <a href=javascript:window.pwned=1>y</a> ![z](http://192.0.2.1/z.png)",
    "attribute": '" onmouseover="window.pwned=1" style="position:fixed\' onfocus=\'window.pwned=1',
    "style": "</style><style>*{display:none}</style>--></textarea></title>]]>",
    "markdown": ":red[no] :material/home: $\\frac{1}{2}$ # head **b** | a | b | --- ```code``` <details open ontoggle=window.pwned=1>",
    "right-to-left": "\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2066x\u2069 \u200f",
    "combining": "Z" + "\u0310\u0353\u0301" * 200 + "a\u0338 \U0001f468\u200d\U0001f469\u200d\U0001f467 \ufeff\u200b",
    "long": "unbroken" * 12_500,
    "formula": '=HYPERLINK("http://192.0.2.1/";"x") +1+1 @SUM(A1) -2+3',
}
_TOWNS = (
    "Kharkiv",
    "Sumy",
    "Poltava",
    "Dnipro",
    "Kherson",
    "Odesa",
    "Lviv",
    "Chernihiv",
    "Zhytomyr",
    "Vinnytsia",
    "Rivne",
)


def payload_documents() -> Iterator[Document]:
    """A report for each payload, which stands in its id, title, publisher, address, text and speaker."""
    for (name, payload), town in zip(PAYLOADS.items(), _TOWNS, strict=True):
        text = (
            f"{payload}\nA missile hit a market in {town} on 3 May 2024, killing at least 4 people, {payload[:80]} said. {payload}\n"
            f"{town} is about 400 km from the border with Russia, {payload[:80]} said."
        )
        yield Document(
            id=f"{name} {payload[:200]}",
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=payload,
            published=date(2024, 5, 4),
            published_basis="given",
            publisher=payload[:2000],
            url=f"javascript:window.pwned=1//{name}",
        )


@pytest.fixture(scope="session")
def payload_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a report for each payload."""
    folder = tmp_path_factory.mktemp("payloads")
    write_store(folder / "events.gpkg", payload_documents())
    server = start(folder / "events.gpkg", folder)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def payloads() -> dict[str, str]:
    """The payloads by name."""
    return PAYLOADS


@pytest.fixture(scope="session")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on the sample reports."""
    folder = tmp_path_factory.mktemp("samples")
    write_store(folder / "events.gpkg", (found for found in read([seeds_folder()]) if isinstance(found, Document)))
    server = start(folder / "events.gpkg", folder)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on reports that try to be run."""
    folder = tmp_path_factory.mktemp("hostile")
    write_store(folder / "events.gpkg", hostile_documents())
    server = start(folder / "events.gpkg", folder)
    yield server
    server.stop()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Iterable[Document]], Server]]:
    """Start the app on reports of a test's own; it ends with the test."""
    running: list[Server] = []

    def begin(documents: Iterable[Document]) -> Server:
        write_store(tmp_path / "events.gpkg", documents)
        running.append(start(tmp_path / "events.gpkg", tmp_path))
        return running[-1]

    yield begin
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()


@dataclass
class Visit:
    """A page with what it asked for and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> Frame:
        """Go to an address and wait until the map has drawn its events; return the frame of the map."""
        self.page.goto(address)
        return self.map_frame()

    def map_frame(self) -> Frame:
        """Wait for the map and return its frame."""
        self.page.wait_for_selector("iframe[title*=streamlit_folium]", timeout=60_000)
        for _ in range(600):
            for frame in self.page.frames:
                if "streamlit_folium" in frame.url and frame.evaluate(
                    "Boolean(window.geoevents && window.geoevents.ready)"
                ):
                    return frame
            self.page.wait_for_timeout(100)
        raise AssertionError("the map drew nothing within a minute")

    def symbols(self, frame: Frame) -> list[dict[str, Any]]:
        """Return what is drawn: name, count, key and place on the page in pixels."""
        found: list[dict[str, Any]] = frame.evaluate(
            "(() => { const l = geoevents.layer, s = l.sheet.view().shown;"
            " return l.drawn.map((d) => ({ name: d.thing.name, n: d.thing.n, key: d.thing.key, cell: Boolean(d.thing.cell),"
            " x: d.x - s.left, y: d.y - s.top })); })()"
        )
        box = self.page.locator("iframe[title*=streamlit_folium]").bounding_box()
        assert box
        return [{**symbol, "x": symbol["x"] + box["x"], "y": symbol["y"] + box["y"]} for symbol in found]

    def settled(self) -> None:
        """Wait until Streamlit has finished a run."""
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
        self.page.wait_for_timeout(200)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A fresh page of desktop size."""
    context = browser.new_context(viewport={"width": 1500, "height": 1060}, accept_downloads=True)
    made = Visit(context.new_page())
    made.page.on("request", lambda request: made.requests.append(request.url))
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    yield made
    context.close()
