"""What is selected: an event, a place on the map, a stated distance, or nothing. One place to set it, whoever asks: map, table, link."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

import streamlit as st

from geoevents.views.layer import Pick

_EVENT, _PLACE, _CLAIM, _FOCUS, _PICK = "sel_event", "sel_place", "sel_claim", "sel_focus", "sel_pick"
POINT = "point:"
RADIUS, RADIUS_KM = "own_radius", 1.0  # the field of it, and what it begins with: the least size of a settlement


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


def pick(*, on: bool = False, at: tuple[float, float] | None = None) -> None:
    """Wait for a click on the map (`on`), or take over the point (longitude, latitude) that was set; else forget it."""
    turn = picking().turn + 1
    st.session_state[_PICK] = Pick(turn, on, at)
    st.session_state[RADIUS] = RADIUS_KM


def picking() -> Pick:
    """Return the point that is being set by hand."""
    found: Pick = st.session_state.get(_PICK, Pick())
    return found


def clicked_point(token: str) -> tuple[float, float] | None:
    """Return longitude and latitude of "point:35.1,51.2"; None of any other token."""
    numbers = token.removeprefix(POINT).split(",") if token.startswith(POINT) else []
    try:
        lon, lat = (float(number) for number in numbers)
    except ValueError:
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None  # noqa: PLR2004 - degrees


def clicked_place(value: Mapping[str, object] | None) -> str:
    """Return the key that the map handed over with a click, or "". It is percent-encoded, then numbered."""
    token = str((value or {}).get("last_object_clicked_tooltip") or "")
    return unquote(token.rsplit("#", 1)[0]) if "#" in token else ""
