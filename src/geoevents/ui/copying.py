"""A button that copies the page's address, which holds the filters and what is selected."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_HTML = '<button type="button">Copy link</button><span role="status"></span>'
_CSS = """
button { font: inherit; font-size: 14px; color: inherit; background: none; border: 0; padding: 3px 2px; margin: 0; border-radius: 4px; cursor: pointer; white-space: nowrap; }
button:hover { color: #005a8e; } button:focus-visible { outline: 3px solid #0072b2; }
span { color: #00664a; font-size: .9em; margin-left: .3em; }
"""
_SCRIPT = """
export default function ({ parentElement }) {
  const said = parentElement.querySelector("span");
  parentElement.querySelector("button").onclick = () => {
    const copy = navigator.clipboard ? navigator.clipboard.writeText(location.href) : Promise.reject();
    copy.then(() => { said.textContent = "copied"; }, () => { said.textContent = "copy it from the address bar"; });
    setTimeout(() => { said.textContent = ""; }, 4000);
  };
}
"""


@cache
def _button() -> ComponentRenderer:
    return st.components.v2.component("geoevents_copy_link", html=_HTML, css=_CSS, js=_SCRIPT)


def show_copy_link(key: str) -> None:
    """Draw the button."""
    _button()(key=key, width="content")
