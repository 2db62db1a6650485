"""How fast the store is with many events: `python benchmarks/store.py [EVENTS] [--keep FILE]`.

A seeded generator writes events over 4,000 towns and 400 regions straight through the store's own writer, in
transactions as `merge` would; then each question is asked with a cold and a warm snapshot, the median of nine, of the process and by the clock. Ingest is
measured apart, through `EventStore.add` and `EventStore.merge`, on reports of `benchmarks/merge.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent))

from geoevents.events.identity import event_id
from geoevents.model import DateRange, Document, Event, EventPlace, Extraction, Measurement, MentionRef, Span
from geoevents.store import EventStore, Filter, Snapshot, snapshot
from geoevents.store.events import write_event
from geoevents.store.packing import plain
from merge import START, TYPES, WORDS, reports, towns

SEED = 11
REPEATS = 9


def events(number: int) -> Iterator[Event]:
    """Yield made-up events: one place in ten a region, one in twenty without a date, one in ten without a place."""
    rng = random.Random(SEED)  # noqa: S311 - a benchmark, no secret
    places = towns(rng)
    regions = [replace(p, place_id=f"region:{p.admin1}", name=str(p.admin1), kind="admin1") for p in places[::10]]
    for n in range(number):
        place = rng.choice(regions) if n % 10 == 3 else rng.choice(places)  # noqa: PLR2004 - one in ten
        day = START + timedelta(days=int(rng.triangular(0, 2_000, 1_900)))
        dates = DateRange(day, day, "day", "bench") if n % 20 else DateRange(None, None, "unknown", "bench")
        quote = " ".join(rng.sample(WORDS, 12))
        km = rng.expovariate(1 / 200)
        placed = () if n % 10 == 7 else (EventPlace(place, "in"),)  # noqa: PLR2004 - one in ten
        yield Event(
            id=event_id(str(n)),
            type=rng.choice(TYPES),
            summary=quote[:50],
            dates=dates,
            mentions=(MentionRef(f"report-{n // 5}", f"{n:x}", Span(0, 80), quote, publisher="Paper", published=day),),
            places=placed,
            actors=("Some army",),
            mapped=bool(placed),
            border=Measurement(km, km, km, between="XA-XB") if placed else None,
        )


def fill(path: Path, number: int) -> float:
    """Write the events and return the seconds it took."""
    start = time.process_time()
    noon = ("2031-01-01T12:00:00.000Z", "2031-01-01T12:00:00.000Z")
    with EventStore(path) as store, store._writing() as db:  # noqa: SLF001 - a million events without a million reports
        for event in events(number):
            write_event(db, event, plain(event), noon)
        snapshot.save(db, 0)
    return time.process_time() - start


def median_ms(question: Callable[[], object]) -> tuple[float, float]:
    """Return the median time of a question in milliseconds: of the process itself, and by the clock."""
    times = []
    for _ in range(REPEATS):
        start, begun = time.process_time(), time.perf_counter()
        question()
        times.append((1e3 * (time.process_time() - start), 1e3 * (time.perf_counter() - begun)))
    return statistics.median(own for own, _ in times), statistics.median(clock for _, clock in times)


def grid(found: Snapshot, kept: npt.NDArray[np.bool_], box: tuple[float, float, float, float]) -> object:
    """Return how many places of the kept events lie in each cell of a viewport, as a map of them is drawn."""
    west, south, east, north = box
    places = np.flatnonzero(kept[found.place_event] & found.places_in(box))
    columns = ((found.lon[places] - west) * (40 / (east - west))).astype(np.int64).clip(0, 39)
    rows = ((found.lat[places] - south) * (25 / (north - south))).astype(np.int64).clip(0, 24)
    return np.bincount(rows * 40 + columns, minlength=1000)


def questions(store: EventStore) -> dict[str, Callable[[], object]]:
    """Return the questions of an analyst's screen."""
    month = Filter(date_from=date(2034, 6, 1), date_to=date(2034, 6, 30))
    boxed = replace(month, bbox=(-10.0, 30.0, 60.0, 60.0), types=("strike", "battle"))
    searched = Filter(month.date_from, types=("strike", "battle"), text=f"{WORDS[3]} {WORDS[17]}")
    snapshot = store.snapshot()
    middle = next(store.events(month, limit=1)).id
    return {
        "count: date range (snapshot)": lambda: int(snapshot.mask(month).sum()),
        "count: dates, box and type (snapshot)": lambda: int(snapshot.mask(boxed).sum()),
        "count: box of the world (snapshot)": lambda: int(snapshot.mask(Filter(bbox=(-180, -90, 180, 90))).sum()),
        "viewport grid, 40 by 25 cells": lambda: grid(snapshot, snapshot.mask(month), (-10.0, 30.0, 60.0, 60.0)),
        "top places of dates and type": lambda: store.top_places(replace(boxed, bbox=None)),
        "top places of all": store.top_places,
        "histogram of all days": lambda: snapshot.histogram(snapshot.mask(Filter())),
        "text search, count": lambda: store.count(Filter(text=f"{WORDS[3]} {WORDS[17]}")),
        "text search with dates and type, count (snapshot)": lambda: int(store.mask(searched).sum()),
        "page of 100, from the start": lambda: list(store.events(limit=100)),
        "page of 100, from the middle": lambda: list(store.events(after=middle, limit=100)),
        "page of 100 of dates, box and type": lambda: list(store.events(boxed, limit=100)),
        "one event by id": lambda: store.event(middle),
    }


def ingest(folder: Path, mentions: int) -> None:
    """Print how fast extracted reports are added and merged, and how long one more report then takes."""
    *made, last = reports(3, mentions)
    with EventStore(folder / "ingest.gpkg") as store:
        start = time.process_time()
        store.add((document_of(extraction), extraction) for extraction in made)
        added = time.process_time()
        merged = store.merge()
        done = time.process_time()
        store.add([(document_of(last), last)])
        more = store.merge()
        one = time.process_time() - done
    print(
        f"ingest: {mentions:,} mentions of {len(made):,} reports added in {added - start:.1f} s"
        f" ({mentions / (added - start):,.0f} a second), merged to {merged.total:,} events in {done - added:.1f} s;"
        f" both: {mentions / (done - start):,.0f} mentions, {merged.total / (done - start):,.0f} events a second"
    )
    print(f"one more report: {one:.2f} s, {more.looked_at:,} mentions looked at")


def document_of(extraction: Extraction) -> Document:
    """Return a document for what was read: its head, and a text."""
    head = extraction.report
    text = " ".join(WORDS) * 4
    sha = hashlib.sha256(head.id.encode()).hexdigest()
    return Document(head.id, text, head.text_sha256 or sha, published=head.published, publisher=head.publisher)


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write the events to FILE, or ask one that is there")
    parser.add_argument("--ingest", type=int, default=20_000, help="mentions to ingest")
    given = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, one core")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path: Path = given.keep or folder / "store.gpkg"
        if not path.exists():
            ingest(folder, given.ingest)
            seconds = fill(path, given.events)
            size = path.stat().st_size / 1e6
            print(
                f"{given.events:,} events written in {seconds:.0f} s ({given.events / seconds:,.0f} a second),"
                f" {size:,.0f} MB"
            )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        with EventStore(path, readonly=True) as store:
            print(f"opened in {1e3 * (time.perf_counter() - start):.0f} ms")
            start = time.perf_counter()
            store.snapshot()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            grown = max(0.0, (peak - before) / 1024)
            seconds = time.perf_counter() - start
            print(f"snapshot read in {seconds:.1f} s, peak {peak / 1024:.0f} MB, grown by {grown:.0f} MB")
            for what, question in questions(store).items():
                own, clock = median_ms(question)
                print(f"{own:8.1f} ms ({clock:.1f} by the clock)  {what}")


if __name__ == "__main__":
    main()
