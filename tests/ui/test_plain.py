"""Text in labels that read Markdown, and clicks that come from the map."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.ui.plain import plain
from geoevents.ui.selection import clicked_place


@given(st.text(max_size=80))
def test_every_mark_is_escaped_and_nothing_is_lost(text: str) -> None:
    out = plain(text)
    assert re.sub(r"\\(.)", r"\1", out) == re.sub(r"\s+", " ", text).strip()
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<$]", out)


def test_a_long_headline_is_cut() -> None:
    assert len(plain("x" * 100_000)) == 200


@pytest.mark.parametrize(
    ("token", "key"),
    [
        ("geonames%3A486130#3", "geonames:486130"),
        ("own%3A%3Cscript%3E#1", "own:<script>"),
        ("plain tooltip", ""),
        (None, ""),
        ("#1", ""),
    ],
)
def test_the_key_of_a_click(token: str | None, key: str) -> None:
    assert clicked_place({"last_object_clicked_tooltip": token}) == key
    assert clicked_place(None) == ""
