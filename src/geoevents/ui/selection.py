"""What is selected: an event, a place on the map, a stated distance, or nothing. One place to set it, whoever asks: map, table, link."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

import streamlit as st

_EVENT, _PLACE, _CLAIM, _FOCUS = "sel_event", "sel_place", "sel_claim", "sel_focus"


def event_id() -> str:
    """Return the id of the selected event, or ""."""
    return str(st.session_state.get(_EVENT, ""))


def place_key() -> str:
    """Return the key of the selected place, or ""."""
    return str(st.session_state.get(_PLACE, ""))


def claim_key() -> str:
    """Return the key of the selected claim, or ""."""
    return str(st.session_state.get(_CLAIM, ""))


def focus() -> int:
    """Return a number that grows whenever the map is asked to go to the selection."""
    return int(st.session_state.get(_FOCUS, 0))


def select(event: str = "", place: str = "", *, claim: str = "", go: bool = False) -> None:
    """Select an event, a place, a claim, or (with none) nothing; with `go` the map moves there."""
    st.session_state[_EVENT], st.session_state[_PLACE], st.session_state[_CLAIM] = event, place, claim
    if go:
        st.session_state[_FOCUS] = focus() + 1


def clicked_place(value: Mapping[str, object] | None) -> str:
    """Return the key that the map handed over with a click, or "". It is percent-encoded, then numbered."""
    token = str((value or {}).get("last_object_clicked_tooltip") or "")
    return unquote(token.rsplit("#", 1)[0]) if "#" in token else ""
