"""A decision taken on the page: who decides and why, done in a callback, told in a word, wrong ones in a sentence."""

from __future__ import annotations

import getpass
from collections.abc import Callable

import streamlit as st

from geoevents.errors import GeoEventsError

_WHO, _DONE = "reviewer", "done"
_LONGEST_NAME = 80


def who() -> str:
    """Return the name of the person who decides: typed once a visit, else that of the login."""
    return str(st.session_state.get(_WHO) or _login())


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a machine without a name for this user
        return ""


def ask_who(key: str) -> None:
    """Draw the field of the name; all forms share its value."""

    def keep() -> None:
        st.session_state[_WHO] = str(st.session_state[key]).strip()

    st.session_state[key] = who()
    st.text_input("Decided by", key=key, max_chars=_LONGEST_NAME, on_change=keep, help="Kept with every decision.")


def act(action: Callable[[], object], said: str) -> bool:
    """Do something in a callback; say that it is done, or in a sentence why not. Returns whether it was done."""
    try:
        action()
    except GeoEventsError as error:
        st.session_state.notes = [*st.session_state.get("notes", []), str(error)]
        return False
    st.session_state[_DONE] = [*st.session_state.get(_DONE, []), said]
    return True


def told() -> list[str]:
    """Return what was done since the last run, once."""
    done: list[str] = st.session_state.pop(_DONE, [])
    return done


def typed(key: str) -> str:
    """Return the words of a text field."""
    return str(st.session_state.get(key) or "").strip()
