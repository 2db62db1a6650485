"""The words that a person highlights in a report that is read on the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geoevents.model import Span

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HOME = "read_one"  # the key of the container that holds the report's text
_HTML = '<button type="button" class="ge-marker" hidden></button>'
_CSS = """
.ge-marker { font: inherit; text-align: left; color: #fff; background: #0072b2; border: 0; border-radius: 6px; padding: .35rem .8rem;
  cursor: pointer; max-width: 100%; overflow-wrap: anywhere; }
.ge-marker:focus-visible { outline: 3px solid #17171c; }
.ge-marker[hidden] { display: none; }
"""


@cache
def _marker() -> ComponentRenderer:
    script = (Path(__file__).parent / "marker.js").read_text(encoding="utf-8")
    return st.components.v2.component("geoevents_marker", html=_HTML, css=_CSS, js=script)


def highlighted(key: str) -> Span | None:
    """Draw the button, and return the words that were highlighted when it was pressed, as a span of the report's text."""
    found = _marker()(key=key, on_words_change=lambda: None)
    words: Any = getattr(found, "words", None)
    if not words:
        return None
    start, end = int(words["start"]), int(words["end"])
    return Span(start, end) if 0 <= start < end else None
