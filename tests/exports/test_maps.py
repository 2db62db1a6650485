"""Maps in a file: HTML that fetches nothing, briefings that are sound SVG, a GeoPackage that others open."""

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from geoevents.atlas import Atlas
from geoevents.errors import InputError
from geoevents.exports import MOST_EVENTS, write, write_to
from geoevents.exports.drawing import Svg, fitted, width_of, wrapped
from geoevents.exports.picture import font_files
from geoevents.model import Event, MentionRef, Span

HOSTILE = (
    '{{ 7*7 }} {% x ${1} </script><script>window.pwned=1</script><img src=x onerror="window.pwned=1"> \u202eabc\u202c'
    " a\u0301\u0301 \x00\x0b ]]> &amp; -->"
)


def hostile(event: Event) -> Event:
    """An event whose every text tries to be run."""
    bad = MentionRef("r9", "m9", Span(0, 9), HOSTILE, "javascript:window.pwned=1", HOSTILE, None)
    places = tuple(replace(p, place=replace(p.place, name=HOSTILE)) for p in event.places)
    return replace(event, summary=HOSTILE + "x" * 100_000, attributed_to=(HOSTILE,), mentions=(bad,), places=places)


def text_of(events: list[Event], form: str, atlas: Atlas, **more: object) -> str:
    stream = io.StringIO()
    write_to(stream, events, form, atlas=atlas, **more)  # type: ignore[arg-type]
    return stream.getvalue()


def test_the_page_names_no_address_that_a_browser_would_fetch(event: Event, atlas: Atlas) -> None:
    page = text_of([event], "html", atlas, title="A title")
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:link|img|iframe|script[^>]*\ssrc)", page)
    assert "url(" not in "".join(re.findall(r"<style>.*?</style>", page, re.DOTALL))
    assert "sourceMappingURL" not in page
    assert "<title>A title</title>" in page
    assert 500_000 < len(page) < 4_000_000


def test_hostile_text_is_data_in_the_page(event: Event, atlas: Atlas) -> None:
    page = text_of([hostile(event)], "html", atlas, title=HOSTILE)
    assert "window.pwned=1</script>" not in page
    assert "<img src=x" not in page
    assert "{{ 7*7" not in page.split("geoevents.single(")[1]


@pytest.mark.parametrize(("form", "size"), [("briefing", ("794", "1123")), ("briefing-wide", ("1280", "720"))])
def test_a_briefing_is_sound_and_says_what_it_must(
    event: Event, atlas: Atlas, form: str, size: tuple[str, str]
) -> None:
    drawn = text_of([event], form, atlas, title="Kursk, August")
    root = ET.fromstring(drawn)  # noqa: S314 - our own file
    assert (root.get("width"), root.get("height")) == size
    words = " ".join(root.itertext())
    for needed in (
        "Kursk, August", "1 event", "9 Aug 2024", "as of", "km", "Borders: internationally recognised", "Example News (1)", "GeoNames",
        "Strike, attack, damage", "only claimed", "Sudzha",
    ):  # fmt: skip
        assert needed in words
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(node.get("x", "0")) <= float(size[0])
        assert 0 <= float(node.get("y", "0")) <= float(size[1])


@pytest.mark.parametrize(("form", "size"), [("briefing-png", (1588, 2246)), ("briefing-wide-png", (2560, 1440))])
def test_a_briefing_as_a_picture_has_its_words_drawn(
    event: Event, atlas: Atlas, tmp_path: Path, form: str, size: tuple[int, int]
) -> None:
    titles = ("Kursk, August", "Курськ, серпень", "", HOSTILE)
    drawn = []
    for title in titles:
        write([event], form, tmp_path / "page.png", atlas=atlas, title=title)  # type: ignore[arg-type]
        with Image.open(tmp_path / "page.png") as picture:
            assert (picture.format, picture.size) == ("PNG", size)
            drawn.append(picture.convert("L"))
    heads = [picture.crop((80, 60, size[0] - 80, 124)) for picture in drawn]
    for head in heads:
        assert sum(head.histogram()[:90]) > 2000  # dark pixels: the title is written
    assert len({head.tobytes() for head in heads}) == len(heads)
    assert len({picture.crop((80, 220, size[0] - 80, size[1] // 2)).tobytes() for picture in drawn}) == 1
    with pytest.raises(InputError, match="name a file"):
        text_of([event], form, atlas)


def test_words_fit_as_they_are_measured_in_the_font_of_pictures() -> None:
    regular, bold = (ImageFont.truetype(str(path), 100) for path in font_files())
    for words in (
        "Evacuation in Kursk Oblast (Armed Forces of Ukraine)", "WWWW MMMM @@@@ %%%%", "illicit filling, till July",
        "Київ, Запоріжжя, Щорс і Жмеринка", "ΑΘΗΝΑ και Θεσσαλονίκη", "76,001 or more · about 390 km2 – “no”", "ЖЖЖЖ ШЩШЩ юююю",
        "— ½ … €", "Ġgħawdex Żejtun", "e\u0301e\u0301e\u0301",
    ):  # fmt: skip
        assert regular.getlength(words) <= width_of(words, 100) * 1.03
        assert bold.getlength(words) <= width_of(words, 100, 700) * 1.06
        assert width_of(words, 100) <= regular.getlength(words) * 1.35 + 40
        assert regular.getlength(fitted(words, 100, 900)) <= 930


@pytest.mark.parametrize("form", ["briefing", "briefing-wide"])
def test_hostile_text_is_text_in_a_briefing(event: Event, atlas: Atlas, form: str) -> None:
    root = ET.fromstring(text_of([hostile(event)] * 3, form, atlas, title=HOSTILE))  # noqa: S314 - our own file
    assert {node.tag.rsplit("}", 1)[1] for node in root.iter()} <= {
        "svg", "title", "rect", "path", "circle", "text", "clipPath", "g"
    }  # fmt: skip


@pytest.mark.parametrize("form", ["html", "briefing", "briefing-wide"])
def test_no_event_is_a_map_too(atlas: Atlas, form: str) -> None:
    assert "0 events" in text_of([], form, atlas)


def test_more_events_than_a_file_holds_is_a_sentence(event: Event, atlas: Atlas) -> None:
    with pytest.raises(InputError, match="narrow the filters"):
        text_of([event] * (MOST_EVENTS + 1), "html", atlas)


def test_events_of_internal_reports_stay_out_of_maps(event: Event, atlas: Atlas) -> None:
    assert "0 events" in text_of([replace(event, sharing="internal")], "html", atlas)


def test_a_geopackage_holds_the_features_of_the_geojson(event: Event, atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "events.gpkg"
    written = write([event], "gpkg", path, atlas=atlas)
    frame = gpd.read_file(path, layer="events")
    assert len(frame) == written.rows == 2
    assert set(frame["event_id"]) == {event.id}
    assert frame.crs is not None
    assert frame.crs.to_epsg() == 4326
    with pytest.raises(InputError, match="name a file"):
        text_of([event], "gpkg", atlas)
    with pytest.raises(InputError):
        write([event], "gpkg", tmp_path / "no" / "such.gpkg", atlas=atlas)
    assert [found.name for found in tmp_path.iterdir()] == ["events.gpkg"]


@given(st.text(max_size=300), st.integers(20, 400))
def test_any_text_fits_and_is_sound_xml(words: str, room: int) -> None:
    svg = Svg(100, 100, words)
    for line in wrapped(words, 10, room, 3):
        svg.text(1, 1, line)
    assert len(wrapped(words, 10, room, 3)) <= 3
    assert len(fitted(words, 10, room)) <= max(2, room / 5.6 + 1)
    ET.fromstring(svg.finish())  # noqa: S314 - our own file
