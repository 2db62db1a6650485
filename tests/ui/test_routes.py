"""The data route: what the map gets, and what strangers get."""

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from starlette.applications import Starlette

from geoevents.errors import BadFilter
from geoevents.reading import document
from geoevents.ui.library import Library
from geoevents.ui.routes import local_host, parse_view, routes


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Client:
    """Asks a server paths exactly as they are written, dots and all."""

    port: int

    def get(self, path: str, host: str = "127.0.0.1") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        return Answer(answer.status, {name.casefold(): value for name, value in answer.getheaders()}, text)


@pytest.fixture
def client(sample_store: Path, use_store: Callable[[Path], None]) -> Iterator[Client]:
    use_store(sample_store)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=routes()), log_level="warning", lifespan="off", ws="none")
        )
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Client(listening.getsockname()[1])
        server.should_exit = True
        thread.join()


def test_points_of_a_view(client: Client) -> None:
    answer = client.get("/geoevents/points?bbox=-180,-90,180,90&zoom=5&f=1")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert {"total", "symbols", "regions", "countries"} == set(body)
    assert body["regions"]


def test_the_filter_of_the_page_is_the_filter_of_the_map(client: Client) -> None:
    every = client.get("/geoevents/points?bbox=-180,-90,180,90&zoom=5&f=1").json()["total"]
    some = client.get("/geoevents/points?bbox=-180,-90,180,90&zoom=5&type=strike").json()["total"]
    assert 0 < some < every


@pytest.mark.parametrize(
    "path",
    ["points", "points?bbox=1,2,3", "points?bbox=a,b,c,d&zoom=5", "points?bbox=0,0,nan,9&zoom=5", "points?bbox=0,0,9,9&zoom=-1",
     "points?bbox=0,0,9,9&zoom=999999999999999999999", "points?bbox=9,9,0,0&zoom=5", "towns?bbox=0,0,9,9"],
)  # fmt: skip
def test_nonsense_is_answered_in_a_sentence(client: Client, path: str) -> None:
    answer = client.get(f"/geoevents/{path}")
    assert answer.status == 400
    assert answer.json()["error"].endswith(".")


def test_outlines_and_towns(client: Client) -> None:
    place = client.get("/geoevents/points?bbox=-180,-90,180,90&zoom=5&f=1").json()["regions"][0]["place"]
    assert client.get(f"/geoevents/region?place={quote(place)}").json()
    assert client.get("/geoevents/region?place=../../etc/passwd").json() == []
    assert client.get("/geoevents/towns?bbox=33,50,38,53&zoom=7").json()


def test_files_are_served_and_nothing_beside_them(client: Client) -> None:
    script = client.get("/geoevents/assets/leaflet/leaflet.js")
    assert script.headers["content-type"].startswith("text/javascript")
    index = client.get("/geoevents/basemap/index.json").json()
    assert client.get(f"/geoevents/basemap/{index['detail'][0]}").status == 200
    for path in ("assets/../layer.py", "assets/..%2flayer.py", "basemap/../gazetteer/manifest.json"):
        assert client.get(f"/geoevents/{path}").status == 404


def test_a_foreign_name_for_this_machine_is_refused(client: Client) -> None:
    answer = client.get("/geoevents/points?bbox=0,0,9,9&zoom=5", host="evil.example:8501")
    assert answer.status == 403
    assert json.loads(answer.text) == {"error": "This address answers to its own machine's name only."}


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1:8501", True),
        ("localhost:8501", True),
        ("[::1]:8501", True),
        ("192.168.0.9", True),
        ("evil.example", False),
        ("", False),
    ],
)
def test_hosts(host: str, ours: bool) -> None:
    assert local_host(host) is ours


def test_views_may_reach_round_the_world() -> None:
    assert parse_view("-540,-90,540,90") == (-180.0, -90.0, 180.0, 90.0)
    assert parse_view("170,-10,190,10") == (170.0, -10.0, 190.0, 10.0)
    assert parse_view("0,-95,10,95") == (0.0, -90.0, 10.0, 90.0)
    with pytest.raises(BadFilter, match="no box"):
        parse_view("1,2,3,4,5")


def test_internal_reports_are_on_the_map_only_where_they_were_asked_for(
    client: Client, tmp_path: Path, use_store: Callable[[Path], None]
) -> None:
    library = Library(tmp_path / "events.gpkg")
    for name, sharing, town in (("open", "public", "Kharkiv"), ("kept", "internal", "Poltava")):
        made = document(f"A missile hit a market in {town} on 3 May 2024, killing 3 people.", id=name, sharing=sharing)
        library.add((made, library.extract(made)))
    use_store(tmp_path / "events.gpkg")
    asked = "/geoevents/points?bbox=20,40,40,60&zoom=6"
    for query in ("", "&internal=0", "&internal=", "&internal=true"):
        answer = client.get(asked + query)
        assert [symbol["name"] for symbol in answer.json()["symbols"]] == ["Kharkiv"]
        assert "Poltava" not in answer.text
    everything = client.get(f"{asked}&internal=1").json()["symbols"]
    assert {symbol["name"] for symbol in everything} == {"Kharkiv", "Poltava"}
