"""Words in the cells of tables: short enough to be sent with each run of the page, and keeping to their cell."""

from __future__ import annotations

from collections.abc import Mapping

from geoevents.views.calm import calm

LONGEST = 400  # characters; the card and the report have all of them


def cells(row: Mapping[str, object]) -> dict[str, object]:
    """Return a row of a table with its texts made fit for cells."""
    return {name: fit(value) if isinstance(value, str) else value for name, value in row.items()}


def fit(words: str) -> str:
    """Return words as a cell shows them: cut where they are very long, without piled marks or open turns of direction."""
    return calm(words if len(words) <= LONGEST else words[: LONGEST - 1] + "…")
