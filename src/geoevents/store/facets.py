"""What events can be told apart by beside their columns: who says so, who publishes, figures, how place and day are known.

Each facet is a list of pairs of event and value, kept as two arrays, so that a filter over a million events is a few
look-ups and counts come with it. SQL and arrays are made from the same questions; tests hold their answers equal.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geoevents.store.filters import ANY, Filter

Mask = npt.NDArray[np.bool_]
SEPARATOR = "; "
FACETS = ("said_by", "publishers", "figures", "date_known", "place_known")
_KNOWN_TO = "CASE min(CASE WHEN kind = 'country' THEN 2 WHEN region THEN 1 ELSE 0 END) WHEN 0 THEN 'town' WHEN 1 THEN 'region' ELSE 'country' END"
_PARTS = {  # {column} stands for a condition on the events, 1 for all
    "said_by": "SELECT fid AS event, attributed_to AS value FROM events WHERE attributed_to IS NOT NULL AND {fid}",
    "publishers": "SELECT DISTINCT m.event AS event, d.publisher AS value FROM mentions m JOIN documents d ON d.fid = m.document"
    " WHERE m.event IS NOT NULL AND d.publisher IS NOT NULL AND {m.event}",
    "figures": "SELECT DISTINCT event, kind AS value FROM figures WHERE {event}",
    "date_known": "SELECT fid AS event, date_precision AS value FROM events WHERE {fid}",
    "place_known": f"SELECT event, {_KNOWN_TO} AS value FROM event_places WHERE {{event}} GROUP BY event"  # noqa: S608 - constant
    " UNION ALL SELECT event, 'none' FROM event_index WHERE NOT placed AND {event}",
}
_ASKED = re.compile(r"\{([a-z.]+)\}")
_PAIRS = {name: _ASKED.sub("1", sql) for name, sql in _PARTS.items()}
_PAIRS_OF = {name: _ASKED.sub(r"\1 IN (SELECT value FROM json_each(?1))", sql) for name, sql in _PARTS.items()}


@dataclass(frozen=True)
class Facet:
    """Pairs of one facet: `event` are places in the snapshot's columns, ascending; `names[value]` what each has."""

    names: tuple[str, ...]
    event: npt.NDArray[np.int64]
    value: npt.NDArray[np.int32]

    def counts(self) -> dict[str, int]:
        """Return how many events have each value, most frequent first."""
        found = np.bincount(self.value, minlength=len(self.names)).tolist()
        return dict(sorted(zip(self.names, found, strict=True), key=lambda pair: (-pair[1], pair[0])))

    def mask(self, wanted: tuple[str, ...], events: int) -> Mask:
        """Return which of `events` events have one of the wanted values."""
        kept = np.zeros(events, bool)
        if ANY in wanted:
            kept[self.event] = True
            return kept
        chosen = np.isin(np.array(self.names, dtype=object), wanted)
        kept[self.event[chosen[self.value]]] = True
        return kept


def facet_mask(facets: Mapping[str, Facet], where: Filter, events: int) -> Mask | None:
    """Return which events a filter's facets keep; None where it asks for none."""
    kept: Mask | None = None
    for name in FACETS:
        wanted: tuple[str, ...] = getattr(where, name)
        if wanted:
            one = facets[name].mask(wanted, events)
            kept = one if kept is None else kept & one
    return kept


def facet_conditions(where: Filter) -> Iterator[tuple[str, list[object]]]:
    """Yield SQL conditions on `event_index i` for the facets that a filter asks for, with their parameters."""
    for name in FACETS:
        wanted: tuple[str, ...] = getattr(where, name)
        if not wanted:
            continue
        inner = f"SELECT event FROM ({_PAIRS[name]})"  # noqa: S608 - constants
        if ANY in wanted:
            yield f"i.event IN ({inner})", []
        elif name == "said_by":
            test = " OR ".join("instr(?1 || value || ?1, ?) > 0".replace("?1", f"'{SEPARATOR}'") for _ in wanted)
            yield f"i.event IN ({inner} WHERE {test})", [f"{SEPARATOR}{value}{SEPARATOR}" for value in wanted]
        else:
            yield f"i.event IN ({inner} WHERE value IN ({', '.join('?' * len(wanted))}))", [*wanted]


def load_facets(db: sqlite3.Connection, revision: int, rows: npt.NDArray[np.int64]) -> dict[str, Facet]:
    """Return all facets at a revision of the events; `rows` are the snapshot's row numbers, ascending."""
    saved = dict(db.execute("SELECT name, data FROM snapshots WHERE name LIKE 'facet%'"))
    if saved.get("facets") == str(revision).encode():
        return {name: _saved(saved, name, rows) for name in FACETS}
    return {name: _made(db, name, rows) for name in FACETS}


def save_facets(
    db: sqlite3.Connection, revision: int, rows: npt.NDArray[np.int64], changed: Sequence[int] | None = None
) -> None:
    """Leave the facets in the store beside the snapshot, inside the caller's transaction.

    Args:
        db: the store.
        revision: of the events.
        rows: the row numbers of the events, ascending.
        changed: the row numbers of the events that are others than in the facets saved last; all by default.
    """
    saved = dict(db.execute("SELECT name, data FROM snapshots WHERE name LIKE 'facet%'"))
    out: list[tuple[str, bytes]] = [("facets", str(revision).encode())]
    for name in FACETS:
        names, events, values = _pairs(db, name) if changed is None else _renewed(db, name, saved, changed)
        names, events, values = _listed(names, events, values, rows)
        out += [
            (f"facet {name} names", json.dumps(names).encode()),
            (f"facet {name} event", events.tobytes()),
            (f"facet {name} value", values.tobytes()),
        ]
    db.executemany("INSERT OR REPLACE INTO snapshots VALUES (?, ?)", out)


Pairs = tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int32]]  # names, row numbers of events, codes of names


def _renewed(db: sqlite3.Connection, name: str, saved: Mapping[str, bytes], changed: Sequence[int]) -> Pairs:
    """Return the pairs saved last, with those of the changed events as they are now."""
    names: list[str] = json.loads(saved[f"facet {name} names"])
    events = np.frombuffer(saved[f"facet {name} event"], np.int64)
    values = np.frombuffer(saved[f"facet {name} value"], np.int32)
    stay = ~np.isin(events, np.array(changed, np.int64))
    names, fresh, codes = _pairs(db, name, names, changed)
    both = np.concatenate([events[stay], fresh])
    order = np.argsort(both, kind="stable")
    return names, both[order], np.concatenate([values[stay], codes])[order]


def _pairs(db: sqlite3.Connection, name: str, names: Sequence[str] = (), only: Sequence[int] | None = None) -> Pairs:
    """Return the pairs of all events, or of those of some row numbers, by event; `names` keep their codes."""
    codes = {known: number for number, known in enumerate(names)}
    events: list[int] = []
    values: list[int] = []
    sql, given = (_PAIRS[name], ()) if only is None else (_PAIRS_OF[name], (json.dumps(list(only)),))
    for event, value in db.execute(f"SELECT event, value FROM ({sql}) ORDER BY event", given):  # noqa: S608 - constants
        for part in dict.fromkeys(value.split(SEPARATOR)) if name == "said_by" else (value,):
            events.append(event)
            values.append(codes.setdefault(part, len(codes)))
    return list(codes), np.array(events, np.int64), np.array(values, np.int32)


def _saved(saved: Mapping[str, bytes], name: str, rows: npt.NDArray[np.int64]) -> Facet:
    event = np.searchsorted(rows, np.frombuffer(saved[f"facet {name} event"], np.int64))
    names = tuple(json.loads(saved[f"facet {name} names"]))
    return Facet(names, event.astype(np.int64), np.frombuffer(saved[f"facet {name} value"], np.int32))


def _made(db: sqlite3.Connection, name: str, rows: npt.NDArray[np.int64]) -> Facet:
    names, events, values = _listed(*_pairs(db, name), rows)
    return Facet(tuple(names), np.searchsorted(rows, events), values)


def _listed(
    names: list[str], events: npt.NDArray[np.int64], values: npt.NDArray[np.int32], rows: npt.NDArray[np.int64]
) -> Pairs:
    """Return the pairs of the events of the columns (a rejected one is in none), and no name that none of them has."""
    at = np.minimum(np.searchsorted(rows, events), max(len(rows) - 1, 0))
    kept = rows[at] == events if len(rows) else np.zeros(len(events), bool)
    used, codes = np.unique(values[kept], return_inverse=True)
    return [names[code] for code in used.tolist()], events[kept], codes.astype(np.int32)
