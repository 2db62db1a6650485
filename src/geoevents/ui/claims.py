"""The Claims tab: what the reports state of distances beside what the map measures; a row goes to its line."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geoevents.model import BorderView, DistanceClaim
from geoevents.ui import selection
from geoevents.ui.cells import cells
from geoevents.ui.library import Library
from geoevents.ui.tables import ROW_HEIGHT, table_height
from geoevents.views.claims import claim_card, claim_key, claim_row
from geoevents.views.layer import BORDER_WORDS

Claim = tuple[str, DistanceClaim]
_WIDTHS = {
    "The text says": 190,
    "Stated": 85,
    "Measured": 85,
    "Tolerance": 135,
    "Verdict": 105,
    "From": 90,
    "To": 90,
    "Why": 300,
    "Direction": 90,
    "Said by": 140,
}  # pixels


def show_claims(claims: Sequence[Claim], view: BorderView) -> None:
    """Draw the table of claims; a chosen row is the selected claim, and the map goes to its line."""
    if not claims:
        st.info("No report of these events states a distance, depth or area.")
        return
    ordered = sorted(claims, key=lambda pair: pair[1].measurement is None)  # what can be seen on the map comes first
    keys = [claim_key(report, claim) for report, claim in ordered]

    def choose() -> None:
        rows = st.session_state.claims.selection.rows
        chosen = keys[rows[0]] if rows and rows[0] < len(keys) else ""
        selection.select(claim=chosen, go=bool(chosen))

    st.dataframe(
        [cells(claim_row(claim, report)) for report, claim in ordered],
        key="claims", on_select=choose, selection_mode="single-row", hide_index=True, width="stretch",
        row_height=ROW_HEIGHT, height=table_height(len(claims)),
        column_config={name: st.column_config.TextColumn(width=width) for name, width in _WIDTHS.items()},
    )  # fmt: skip
    measured = {claim.measurement.view for _, claim in claims if claim.measurement is not None}
    other = "" if not measured or view in measured else f" They were measured with: {BORDER_WORDS[measured.pop()]}."
    st.caption(
        "Choose a row to see its line on the map. Distances end at borders of states, with their error; a front line is no"
        f" border and is never inferred.{other}"
    )


def show_claim(library: Library, chosen: Claim) -> None:
    """Draw the card of the selected claim in the panel."""
    report, claim = chosen
    _, right = st.columns([3, 1])
    right.button("Close", on_click=selection.select, key="close_claim", type="tertiary")
    document, _ = library.report(report)
    sentence = document.text[claim.sentence.start : claim.sentence.end] if document else claim.text
    title = (document.publisher or document.title or report) if document else report
    st.html(claim_card(claim, title, sentence))
    if not (claim.measurement and claim.measurement.line):
        st.caption("There is no line to draw: the map could not measure it.")
