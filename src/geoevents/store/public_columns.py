"""Columns of the public view: those of the store without some events, and with others in their rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geoevents.store.facets import Facet
from geoevents.store.snapshot import Snapshot

Rows = npt.NDArray[np.int64]
_EVENT = ("day_first", "day_last", "status", "sources", "origins", "border_km", "placed")
_PLACE = ("lon", "lat", "region", "west", "south", "east", "north")


def both_snapshots(base: Snapshot, hidden: Rows, extra: Snapshot) -> Snapshot:
    """Return the columns of `base` without the hidden rows, and of `extra`, in order of the row numbers."""
    kept = ~np.isin(base.row, hidden)
    rows = np.concatenate([base.row[kept], extra.row])
    order = np.argsort(rows, kind="stable")
    types = tuple(sorted(set(np.array(base.types, object)[base.type[kept]]) | set(extra.types)))
    code = {name: number for number, name in enumerate(types)}
    old = np.array([code.get(name, -1) for name in base.types], np.int16)[base.type[kept]]
    new = np.array([code[name] for name in extra.types], np.int16)[extra.type] if len(extra) else extra.type
    columns = {name: np.concatenate([getattr(base, name)[kept], getattr(extra, name)])[order] for name in _EVENT}
    shown = kept[base.place_event]
    owner = np.concatenate([base.row[base.place_event[shown]], extra.row[extra.place_event]])
    by_owner = np.argsort(owner, kind="stable")
    places = {name: np.concatenate([getattr(base, name)[shown], getattr(extra, name)])[by_owner] for name in _PLACE}
    row = rows[order]
    return Snapshot(
        revision=base.revision,
        types=types,
        row=row,
        type=np.concatenate([old, new])[order],
        place_event=np.searchsorted(row, owner[by_owner]).astype(np.int64),
        **columns,
        **places,
    )


def both_facets(base_of: tuple[Facet, Rows], extra_of: tuple[Facet, Rows], rows: Rows, hidden: Rows) -> Facet:
    """Return the pairs of a facet without the hidden rows, and of a further one, each with its row numbers, for events in the order of `rows`."""
    (base, base_rows), (extra, extra_rows) = base_of, extra_of
    old = base_rows[base.event]
    kept = ~np.isin(old, hidden)
    owner = np.concatenate([old[kept], extra_rows[extra.event]])
    words = [base.names[value] for value in base.value[kept].tolist()] + [extra.names[v] for v in extra.value.tolist()]
    order = np.argsort(owner, kind="stable")
    names = tuple(dict.fromkeys(words[n] for n in order.tolist()))
    code = {name: number for number, name in enumerate(names)}
    values = np.array([code[words[n]] for n in order.tolist()], np.int32)
    return Facet(names, np.searchsorted(rows, owner[order]).astype(np.int64), values)
