"""The Changes tab: what became new, changed, contradicted or withdrawn since a day."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from geoevents.ui import selection
from geoevents.ui.cells import cells
from geoevents.ui.library import Library
from geoevents.views.words import date_words

_SHOWN = 500
_WORDS = {"new": "new", "changed": "changed", "contradicted": "now contradicted", "withdrawn": "withdrawn"}


def show_changes(library: Library) -> None:
    """Ask for a day and list what happened to the events since then, the latest first."""
    today = date.today()  # noqa: DTZ011 - the day on the wall of whoever looks
    since = st.columns([1, 4])[0].date_input(
        "Since the day", today - timedelta(1), key="since", max_value=today, format="YYYY-MM-DD"
    )
    if not isinstance(since, date):
        return
    changes = library.changes(since)[::-1]
    if not changes:
        st.info("Nothing has changed since that day.")
        return
    events = {name: library.event(name) for name in dict.fromkeys(change.event for change in changes[:_SHOWN])}
    rows, ids = [], []
    for change in changes[:_SHOWN]:
        event = events[change.event]
        ids.append(event.id if event else "")
        rows.append({
            "When": change.at.strftime("%Y-%m-%d %H:%M UTC"),
            "What happened": _WORDS[change.kind],
            "Event": event.summary if event else change.event,
            "Date": date_words(event.dates) if event else "",
            "By reports": ", ".join(change.reports),
        })  # fmt: skip

    def choose() -> None:
        chosen = st.session_state.changes.selection.rows
        selection.select(ids[chosen[0]] if chosen and chosen[0] < len(ids) else "", go=True)

    st.dataframe(
        [cells(row) for row in rows],
        key="changes",
        on_select=choose,
        selection_mode="single-row",
        hide_index=True,
        width="stretch",
    )
    if len(changes) > _SHOWN:
        st.caption(f"The latest {_SHOWN} of {len(changes):,} changes.")
