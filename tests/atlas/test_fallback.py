"""Another geocoder behind ours: geopy's own Nominatim and Photon, answered by a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse

import pytest
from geopy.exc import GeocoderServiceError
from geopy.geocoders import Nominatim, Photon

from geoevents.atlas import Gazetteer
from geoevents.errors import PlaceError

ASKED: list[str] = []


class Service(BaseHTTPRequestHandler):
    """Answers as Nominatim and Photon do: one place for every name that begins with "Ulitsa", none for others."""

    def do_GET(self) -> None:
        asked = urlparse(self.path)
        query = parse_qs(asked.query)["q"][0]
        ASKED.append(query)
        known = query.startswith("Ulitsa")
        if asked.path.startswith("/search"):
            answer: object = [{"lat": "51.2", "lon": "35.3", "display_name": query, "osm_id": 7}] if known else []
        else:
            feature = {"geometry": {"type": "Point", "coordinates": [35.3, 51.2]}, "properties": {"name": query}}
            answer = {"features": [feature] if known else []}
        self.send_response(500 if query == "Broken" else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def gazetteer(address: str) -> Gazetteer:
    ASKED.clear()
    return Gazetteer(fallback=Nominatim(user_agent="geoevents tests", domain=address, scheme="http"))


def test_it_is_asked_for_unknown_names_alone(gazetteer: Gazetteer) -> None:
    known = gazetteer.geocode("Sudzha")
    assert (known.raw["source"], ASKED) == ("geonames", [])
    found = gazetteer.geocode("Ulitsa Xqzz", country="RU", region="Kursk Oblast", timeout=5)
    assert (found.latitude, found.longitude, found.raw["source"], found.raw["osm_id"]) == (51.2, 35.3, "nominatim", 7)
    assert ASKED == ["Ulitsa Xqzz, Kursk Oblast, RU"]
    assert gazetteer.geocode("Xqzzyvbk") is None
    assert gazetteer.geocode("Xqzzyvbk", exactly_one=False) is None
    assert [one.raw["source"] for one in gazetteer.geocode("Ulitsa Xqzz", exactly_one=False)] == ["nominatim"]


def test_any_geopy_geocoder_will_do(address: str) -> None:
    gazetteer = Gazetteer(fallback=Photon(domain=address, scheme="http"))
    found = gazetteer.geocode("Ulitsa Xqzz")
    assert (found.longitude, found.latitude, found.raw["source"]) == (35.3, 51.2, "photon")


def test_one_gazetteer_behind_another() -> None:
    found = Gazetteer(fallback=Gazetteer()).geocode("Sudzha")
    assert found.raw["source"] == "geonames"


def test_it_never_stands_behind_candidates_or_empty_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates("Ulitsa Xqzz") == ()
    assert gazetteer.geocode("  ") is None
    assert ASKED == []


def test_its_errors_are_geopys(gazetteer: Gazetteer) -> None:
    with pytest.raises(GeocoderServiceError):
        gazetteer.geocode("Broken")


def test_off_by_default_and_no_geocoder_is_refused() -> None:
    assert Gazetteer().fallback is None
    with pytest.raises(PlaceError, match="is no geocoder"):
        Gazetteer(fallback="nominatim")
