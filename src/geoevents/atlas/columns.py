"""The gazetteer's columns by row: of the shipped places, and of added ones behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geoevents.atlas.format import LOG_UNIT, NO_COUNTRY, UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geoevents.atlas.layer import Layer


_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Columns:
    """Parallel columns; see `Gazetteer` for what each holds."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    population: NDArray[np.int32]
    prominence: NDArray[np.float64]
    kind: NDArray[np.uint8]
    country: NDArray[np.int16]
    admin1: NDArray[np.int16]

    @classmethod
    def of(cls, table: NDArray[np.void], layer: Layer | None) -> Columns:
        """Make the columns of the shipped table, with a layer's newer values and its own rows."""
        if layer is None:
            return cls(**{name: _values(table, name) for name in cls.__slots__})
        columns = {name: _joined(table, layer.places, name) for name in cls.__slots__}
        for name in ("lon", "lat", "population", "prominence"):
            columns[name][layer.updates["row"]] = _values(layer.updates["place"], name)
        return cls(**columns)


def _joined(shipped: NDArray[np.void], added: NDArray[np.void], name: str) -> NDArray[Any]:
    """Return a column of both tables; the added one, which may be large, is converted in pieces."""
    first = _values(shipped, name)
    column = np.empty(len(shipped) + len(added), dtype=first.dtype)
    column[: len(first)] = first
    for start in range(0, len(added), _PIECE):
        piece = _values(added[start : start + _PIECE], name)
        column[len(first) + start : len(first) + start + len(piece)] = piece
    return column


def _values(table: NDArray[np.void], name: str) -> NDArray[Any]:
    """Return a column of a stored table in the units that the program uses."""
    if name in {"lon", "lat"}:
        return np.asarray(table[name] / UNIT)
    if name == "prominence":
        return np.asarray(10.0 ** (table[name] / LOG_UNIT))
    if name == "country":
        country = table[name].astype(np.int16)
        return np.where(country == NO_COUNTRY, np.int16(-1), country)
    return np.ascontiguousarray(table[name])
