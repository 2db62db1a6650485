"""The days in the sidebar: slider, typed dates, quick picks, stepping and playing, a day alone or all up to it."""

from __future__ import annotations

import time
from bisect import bisect_right
from datetime import date, timedelta

import streamlit as st

from geoevents.ui.facets import Facets

_WEEK, _MONTH = 7, 30
ALONE, UP_TO = "a day alone", "all up to it"
_EVERY = 1.6  # seconds that a day stays while days are played
_TICK = 0.9  # of it, below which a run is one of the page and not of the clock


def show_days(facets: Facets) -> None:
    """Draw the widgets; they hold their values in the session as `f_from`, `f_to` and `f_undated`."""
    if facets.first is None or facets.last is None:
        st.caption("No event has a date yet.")
        return
    if st.session_state.pop("play_on", False):
        _play_on(facets)
        shown = st.session_state.get("f_to")
        if shown is None or shown.toordinal() >= facets.days[-1]:
            st.session_state.playing = False
    if facets.first < facets.last:
        _slider(facets.first, facets.last)
    left, right = st.columns(2)
    left.date_input("From", key="f_from", format="YYYY-MM-DD", min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
    right.date_input("To", key="f_to", format="YYYY-MM-DD", min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
    with st.container(horizontal=True, gap="small", key="quick"):
        st.button("All", on_click=set_days, args=(None, None), help="All days")
        st.button("Last day", on_click=set_days, args=(facets.last, facets.last))
        st.button("7 days", on_click=set_days, args=(facets.last - timedelta(_WEEK - 1), facets.last))
        st.button("30 days", on_click=set_days, args=(facets.last - timedelta(_MONTH - 1), facets.last))
        st.button("◀", key="back", on_click=_step, args=(-1, facets), help="The day before")
        st.button("▶", key="forth", on_click=_step, args=(1, facets), help="The day after")
        playing = bool(st.session_state.get("playing"))
        st.button("Stop" if playing else "Play", key="play", on_click=_play, args=(facets,), help="Day after day")
    _steps()
    st.checkbox(
        "Undated events too",
        key="f_undated",
        disabled=not (st.session_state.get("f_from") or st.session_state.get("f_to")),
    )


def _steps() -> None:
    st.segmented_control(
        "Step through", (ALONE, UP_TO), key="f_steps", default=ALONE, label_visibility="collapsed", required=True
    )
    if st.session_state.get("playing"):
        st.session_state.played_at = time.monotonic()
        _clock()


@st.fragment(run_every=_EVERY)
def _clock() -> None:
    """Ask for the next day when the clock, and not the page, runs this."""
    if st.session_state.get("playing") and time.monotonic() - st.session_state.played_at > _TICK * _EVERY:
        st.session_state.play_on = True
        st.rerun()


def _play(facets: Facets) -> None:
    """Start at the first day (or go on from the day that is shown), or stop."""
    st.session_state.playing = not st.session_state.get("playing")
    last = st.session_state.get("f_to")
    if st.session_state.playing and (last is None or facets.last is None or last >= facets.last):
        set_days(None if _cumulative() else facets.first, facets.first)


def _play_on(facets: Facets) -> None:
    """Go to the next day on which something happens: days without an event would only make people wait."""
    shown = (st.session_state.get("f_to") or date.min).toordinal()
    later = bisect_right(facets.days, shown)
    if later < len(facets.days):
        day = date.fromordinal(facets.days[later])
        set_days(None if _cumulative() else day, day)


def _slider(first: date, last: date) -> None:
    st.session_state.f_days = _clamped(first, last)
    st.slider("Dates", first, last, key="f_days", format="D MMM YYYY", on_change=_slid, args=(first, last))


def _clamped(first: date, last: date) -> tuple[date, date]:
    """Return the typed dates as positions of the slider."""
    low = st.session_state.get("f_from") or first
    high = st.session_state.get("f_to") or last
    low, high = min(low, high), max(low, high)
    return min(max(low, first), last), max(min(high, last), first)


def _slid(first: date, last: date) -> None:
    """Take over the slider; at its ends it sets no limit, so that undated events stay."""
    low, high = st.session_state.f_days
    set_days(None if low <= first else low, None if high >= last else high)


def set_days(first: date | None, last: date | None) -> None:
    """Set the range of days; None is no limit."""
    st.session_state.f_from, st.session_state.f_to = first, last


def _cumulative() -> bool:
    return bool(st.session_state.get("f_steps") == UP_TO)


def _step(direction: int, facets: Facets) -> None:
    """Move the range by its own length, or its end by a day; where none is set begin with the first or last day."""
    first, last = st.session_state.get("f_from"), st.session_state.get("f_to")
    if facets.first is None or facets.last is None:
        return
    if _cumulative():
        end = last or (facets.last if direction < 0 else facets.first - timedelta(1))
        set_days(None, end + timedelta(direction))
        return
    if first is None and last is None:
        day = facets.last if direction < 0 else facets.first
        set_days(day, day)
        return
    low, high = first or facets.first, last or facets.last
    length = timedelta((high - low).days + 1) * direction
    set_days(low + length, high + length)
