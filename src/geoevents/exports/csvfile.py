"""CSV for spreadsheets and scripts: the columns of GeoJSON, then `lon` and `lat`; UTF-8, no byte order mark.

A cell of text that a spreadsheet would run (it starts with = + - @, a tab or a line end) gets an apostrophe in front;
numbers stay numbers. Regions stand at their middle. Events without a place are rows too, with empty place columns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from geoevents.exports.columns import COLUMNS, Catalogue, Value, coordinates, event_rows
from geoevents.model import Event

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - the wide forms run too


def write_csv(events: Iterable[Event], stream: TextIO, catalogue: Catalogue) -> tuple[int, int, int]:
    """Write one row for each place of each event; return how many events, rows and events without a place."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*COLUMNS, "lon", "lat"])
    count = rows = unplaced = 0
    for event in events:
        count += 1
        for row, place in event_rows(event, catalogue):
            lon, lat = coordinates(place) if place else (None, None)
            writer.writerow([safe(value) for value in (*(row[name] for name in COLUMNS), lon, lat)])
            rows += 1
            unplaced += place is None
    return count, rows, unplaced


def safe(value: Value) -> Value:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_RUNS):
        return f"'{value}"
    return value
