"""A person's own overlay: what is drawn of a file, and every file that is refused in a sentence."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.errors import InputError
from geoevents.views.overlay import MOST_POINTS, Overlay, read_overlay

DAY = date(2024, 8, 12)
HOSTILE = '<script>alert(1)</script>{{ 7*7 }}${1}" onload="x'
LINE = {"type": "LineString", "coordinates": [[34, 51.5, 120], [35.123456789, 51.0]]}
KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>A line</name><LineString><coordinates>34,51 35,52,0</coordinates></LineString></Placemark>
<Placemark><name>An area</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates>
</LinearRing></outerBoundaryIs></Polygon><Point><coordinates>5,6</coordinates></Point></MultiGeometry></Placemark></Document></kml>"""


def read(value: object, name: str = "lines.geojson") -> Overlay:
    return read_overlay(name, json.dumps(value).encode(), "An institute", DAY)


def tried(action: Callable[[], object]) -> str:
    """What an action says when it refuses; "." when it does not."""
    try:
        action()
    except InputError as error:
        return str(error)
    return "."


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_lines_areas_and_points_with_their_names() -> None:
    area = {
        "type": "MultiPolygon",
        "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 5], [6, 5], [6, 6], [5, 5]]]],
    }
    made = read({"type": "FeatureCollection", "features": [feature(LINE, name=HOSTILE), feature(area), feature(
        {"type": "GeometryCollection", "geometries": [{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}]}, title="P"
    ), feature(None)]})  # fmt: skip
    assert [shape.kind for shape in made.shapes] == ["line", "area", "area", "point"]
    assert made.shapes[0].paths == (((34.0, 51.5), (35.12346, 51.0)),)
    assert made.shapes[0].name == HOSTILE[:80]
    assert made.shapes[3].name == "P"
    assert made.credit == "Overlay: An institute, as of 2024-08-12"
    json.dumps(made.payload(), allow_nan=False)


def test_kml_is_read_without_its_entities() -> None:
    made = read_overlay("x.KML", KML.encode(), "s", DAY)
    assert [(shape.kind, shape.name) for shape in made.shapes] == [
        ("line", "A line"), ("point", "An area"), ("area", "An area")
    ]  # fmt: skip
    evil = KML.replace(
        '<kml xmlns="http://www.opengis.net/kml/2.2">',
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml xmlns="http://www.opengis.net/kml/2.2">',
    ).replace("A line", "&x;")
    assert "root:" not in str(read_overlay("x.kml", evil.encode(), "s", DAY))


@pytest.mark.parametrize(("source", "day"), [("", DAY), ("  ", DAY), ("someone", None)])
def test_source_and_date_are_required(source: str, day: date | None) -> None:
    with pytest.raises(InputError, match="source and its date"):
        read_overlay("x.geojson", json.dumps(LINE).encode(), source, day)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([], "no object"),
        ({"type": "FeatureCollection", "features": []}, "holds no point"),
        ({"type": "LineString", "coordinates": [[4_000_000, 6_000_000], [1, 2]]}, "WGS84"),
        ({"type": "LineString", "coordinates": [["a", "b"]]}, "are none"),
        ({"type": "Polygon", "coordinates": 5}, "are none"),
        ({"type": "Point", "coordinates": [True, 1]}, "are none"),
        ({"type": "LineString", "coordinates": [[0, 0]] * (MOST_POINTS + 1)}, "simplify"),
    ],
)
def test_what_cannot_be_drawn_is_refused(value: object, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(value)


@pytest.mark.parametrize("name", ["x.geojson", "x.kml"])
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_an_overlay_or_a_sentence(name: str, data: bytes) -> None:
    assert tried(lambda: read_overlay(name, data, "s", DAY)).endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "geometries", "name"]),
            inner | st.sampled_from(["Feature", "FeatureCollection", "Point", "Polygon", "GeometryCollection"]),
            max_size=4,
        )
    ),
)


@given(JSON)
def test_any_json_is_an_overlay_or_a_sentence(value: object) -> None:
    assert tried(lambda: read(value)).endswith(".")
