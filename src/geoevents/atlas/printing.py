"""Distances as a person would write them; decimals stay in the data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geoevents.model import Measurement

if TYPE_CHECKING:
    from geoevents.atlas.borders import Borders

VIEW_WORDS = {
    "international": "recognised borders, Crimea in Ukraine",
    "de-facto": "shows control, not recognition",
}


def rounded(km: float) -> str:
    """Return a distance as people write it: whole kilometres, tens from 200 on, below 1 a decimal."""
    if km < 0.95:  # noqa: PLR2004 - what rounds to 1
        return f"{km:.1f}" if km >= 0.05 else "0"  # noqa: PLR2004 - what rounds to 0.1
    if km < 200:  # noqa: PLR2004 - beyond, whole kilometres pretend too much
        return f"{km:.0f}"
    return f"{round(km, -1):,.0f}"


def in_range(measurement: Measurement) -> str:
    """Return the value with its range: "10 km (9-11)", one number where both ends round alike."""
    value, low, high = (rounded(v) for v in (measurement.value, measurement.low, measurement.high))
    return f"{value} km" if low == high == value else f"{value} km ({low}–{high})"


def border_name(between: str | None, names: dict[str, str] | None = None) -> str:
    """Return "the Russia–Ukraine border" for "RU-UA", with `names` of countries by code."""
    if not between:
        return "the border"
    sides = [(names or {}).get(code, code) for code in between.split("-")]
    return f"the {'–'.join(sides)} border"


def describe_border(measurement: Measurement, *, short: bool = False, names: dict[str, str] | None = None) -> str:
    """Return a printable distance to a border.

    Args:
        measurement: as `Borders` returns it.
        short: "10 km from border (9–11)" instead of "about 10 km (9–11) from the Russia–Ukraine border".
        names: names of countries by ISO code, for the long form.
    """
    if short:
        value, low, high = (rounded(v) for v in (measurement.value, measurement.low, measurement.high))
        return f"{value} km from border" + ("" if low == high == value else f" ({low}–{high})")
    return f"about {in_range(measurement)} from {border_name(measurement.between, names)}"


def why_border(measurement: Measurement, words: str, borders: Borders) -> Measurement:
    """Return the measurement with its printable `why` and its `source`."""
    names = borders.country_names(measurement.between)
    line = f"{describe_border(measurement, names=names)}, {words}"
    source = borders.source_of(measurement.between)
    view = f"; {measurement.view} view ({VIEW_WORDS[measurement.view]}), {source}"
    return replace(measurement, why=line + view, source=source)
