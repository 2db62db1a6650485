"""How long merging takes, and how its cost grows: `python benchmarks/merge.py [MENTIONS …]`.

A seeded generator makes reports of happenings all over 4,000 made-up towns in 400 regions: each happening is told by one
to six reports, with its own words, figures and dates, some of them a day off, some only by the day of the report; every
twentieth report is a copy of another. Reports carry five mentions. The same seed gives the same reports everywhere.
"""

from __future__ import annotations

import platform
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from geoevents.events.merging import merge
from geoevents.model import DateRange, EventMention, EventPlace, Extraction, Figure, Place, Report, Span

TYPES = ["strike", "attack", "damage", "battle", "advance", "control", "evacuation", "emergency", "protest", "disaster"]
HEADS, TAILS = (
    ("bar", "cor", "del", "fan", "gor", "han", "jil", "kam", "lun", "mor"),
    ("ado", "esk", "ina", "oro", "uto", "ylen"),
)
WORDS = [head + tail for head in HEADS for tail in TAILS]
START = date(2030, 1, 1)
PER_REPORT = 5
SHINGLES = 400  # of a report of 2.5 kB


def towns(rng: random.Random, number: int = 4_000) -> list[Place]:
    """Return made-up towns, ten in a region, all over the world."""
    return [
        Place(
            f"bench:{n}", f"Town {n}", "settlement", rng.uniform(-180, 180), rng.uniform(-60, 75),
            country=f"X{n % 40:02}", admin1=f"Region {n // 10}",
        )
        for n in range(number)
    ]  # fmt: skip


def happenings(rng: random.Random, number: int, places: list[Place]) -> Iterator[list[EventMention]]:
    """Yield the mentions of one happening after the other until there are `number` mentions."""
    made = 0
    days = max(30, number // 200)
    while made < number:
        told = min(number - made, rng.choice([1, 1, 1, 2, 3, 6]))
        place, kind = rng.choice(places), rng.choice(TYPES)
        when = START + timedelta(days=rng.randrange(days))
        words, dead = rng.sample(WORDS, 8), rng.randrange(1, 60)
        yield [_mention(rng, made + n, (kind, place, when, dead), words) for n in range(told)]
        made += told


def _mention(rng: random.Random, number: int, told: tuple[str, Place, date, int], words: list[str]) -> EventMention:
    kind, place, when, dead = told
    quote = " ".join(rng.sample(words, 6) + rng.sample(WORDS, 6))
    stated = rng.random() < 0.6  # noqa: PLR2004 - the share of mentions with a date of their own
    day = when + timedelta(days=rng.choice([0, 0, 0, 0, 1]) if stated else rng.choice([0, 0, 1]))
    return EventMention(
        id=f"{number:016x}",
        report="",
        type=kind,
        summary=quote[:60],
        sentence=Span(100 * (number % PER_REPORT), 100 * (number % PER_REPORT) + len(quote)),
        trigger=Span(100 * (number % PER_REPORT), 100 * (number % PER_REPORT)),
        quote=quote,
        dates=DateRange(day, day, "day" if stated else "publication", "bench"),
        places=(EventPlace(place, "in"),),
        actors=(f"Army of {place.country}",) if rng.random() < 0.5 else (),  # noqa: PLR2004 - as above
        figures=(Figure("killed", dead, dead, None, "people", Span(0, 2)),) if rng.random() < 0.3 else (),  # noqa: PLR2004
        mapped=True,
        confidence=0.8,
    )


def reports(seed: int, number: int) -> list[Extraction]:
    """Return reports with `number` mentions in all."""
    rng = random.Random(seed)  # noqa: S311 - a benchmark, no secret
    mentions = [mention for told in happenings(rng, number, towns(rng)) for mention in told]
    rng.shuffle(mentions)
    found: list[Extraction] = []
    for at in range(0, len(mentions), PER_REPORT):
        held = tuple(mentions[at : at + PER_REPORT])
        published = max(mention.dates.first or START for mention in held)
        name = f"report-{at // PER_REPORT:07}"
        shingles = tuple(sorted(rng.getrandbits(64) for _ in range(SHINGLES)))
        if found and rng.random() < 0.05:  # noqa: PLR2004 - the share of copies
            shingles = tuple(sorted((*rng.choice(found).signature[20:], *shingles[:20])))
        publisher = f"Paper {rng.randrange(300)}" if rng.random() < 0.7 else None  # noqa: PLR2004 - as above
        found.append(Extraction(Report(name, name, published, publisher=publisher), mentions=held, signature=shingles))
    return found


def main(sizes: list[int]) -> None:
    """Print a line for each size."""
    print(f"{platform.machine()}, Python {platform.python_version()}, one core")
    for size in sizes:
        made = reports(7, size)
        start = time.process_time()  # of this process alone: others may share the machine
        events = merge(made)
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>9,} mentions of {len(made):,} reports → {len(events):,} events in {seconds:.1f} s"
            f" ({1e6 * seconds / size:.0f} µs a mention), peak {peak:,.0f} MB with the reports themselves"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
