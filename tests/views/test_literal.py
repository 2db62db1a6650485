"""Data that reaches a template and a script must stay data."""

import json
import re
import shutil
import subprocess

import folium
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.views.layer import (
    ASSETS,
    SCRIPTS,
    EventLayer,
    MapConfig,
    MapState,
    Selected,
    ViewState,
    event_map,
    map_state,
)
from geoevents.views.literal import json_literal

PAYLOADS = [
    "{{ 7*7 }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% x",
    "{# never closed",
    "{%- raw -%}",
    "${alert(1)}",
    "`${1}`",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "a\u2028b\u2029c",
    "\\{{ 7*7 }}\\",
    '"]);alert(1);//',
    "'); alert(1); ('",
    "\u202eright to left\u202c",
    "e\u0301\u0301\u0301",
    "\x00\x1f",
    "🙂" * 3,
    "x" * 100_000,
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def parsed(literal: str) -> object:
    """Read a literal back as a browser would: first the JavaScript string, then its JSON."""
    inner = re.fullmatch(r"JSON\.parse\((\".*\")\)", literal, re.DOTALL)
    assert inner
    return json.loads(json.loads(inner[1]))


@given(VALUES)
def test_whatever_goes_in_comes_out(value: object) -> None:
    assert parsed(json_literal(value)) == value


@given(st.text() | st.sampled_from(PAYLOADS))
def test_no_character_is_left_that_a_template_script_or_page_reads(text: str) -> None:
    literal = json_literal({"headline": text})
    assert literal.isascii()
    assert not set(literal) & set("<>&`${}%#'\n\r")
    assert jinja2.Template(literal).render() == literal
    assert jinja2.Template("{% macro script() %}f(" + literal + ");{% endmacro %}").module.script() == f"f({literal});"


def test_a_number_that_json_cannot_write_is_an_error() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_literal(float("nan"))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: p[:18])
def test_folium_renders_hostile_text_as_it_stands(payload: str) -> None:
    config = {"inline": {"symbols": [{"name": payload, "titles": [payload]}]}}
    made = folium.Map(tiles=None)
    EventLayer(config).add_to(made)
    state = folium.FeatureGroup()
    MapState({"label": payload}).add_to(state)
    state.add_to(made)
    page = made.get_root().render()
    assert json_literal(config) in page
    assert json_literal({"label": payload}) in page


def test_scripts_are_sound_javascript() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    for script in sorted(ASSETS.glob("*.js")):
        done = subprocess.run([node, "--check", str(script)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_map_names_no_other_machine() -> None:
    page = event_map(MapConfig(base="../geoevents/")).get_root().render()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page)
    assert page.count('<script src="../geoevents/assets/') == len(SCRIPTS)


def test_online_tiles_are_there_only_when_asked_for() -> None:
    def render(*, tiles: bool) -> str:
        made = event_map(MapConfig(base="x/"))
        map_state(
            ViewState(query="f=1", tiles=tiles, selected=Selected("p", ((1.0, 2.0), (3.0, 4.0)), "10 km"))
        ).add_to(made)
        return str(made.get_root().render())

    assert "openstreetmap" not in render(tiles=False)
    assert "openstreetmap" in render(tiles=True)
