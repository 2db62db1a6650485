"""How fast events are read: one core, the five sample reports and the own gold, the events stage alone.

    python benchmarks/events.py [--seconds 5] [--profile]

Prints milliseconds a report of 2.5 kB and reports a second, of the stage as a whole and of its largest parts.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import platform
import pstats
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from geoevents.events import event_rules, find_events
from geoevents.events.speakers.attribution import find_attributions
from geoevents.events.triggers import find_triggers
from geoevents.events.view import ReportView
from geoevents.pipeline import Resources
from geoevents.places import find_toponyms, resolve
from geoevents.reading import document
from geoevents.text import parse
from geoevents.times import anchor, find_timexes

GOLD = Path(__file__).resolve().parents[1] / "evaluation" / "gold"
SIZE = 2_500  # characters that a report is counted as
Read = tuple[Any, ...]


def prepared(resources: Resources) -> list[Read]:
    """Read every stage before this one, for all reports of the own gold."""
    lexicon, reads = resources.lexicon, []
    for path in sorted(GOLD.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "events" not in row:
                continue  # single sentences of other rooms
            published = date.fromisoformat(row["published"]) if row.get("published") else None
            report = document(row["text"], id=row["id"], published=published)
            prose = parse(report.text, lexicon)
            resolutions = resolve(
                find_toponyms(prose, resources.atlas, resources.recogniser, lexicon), prose, resources.atlas
            )
            timexes = anchor(find_timexes(prose, lexicon), prose, published, lexicon)
            reads.append((report, prose, resolutions, timexes))
    return reads


def milliseconds(action: Callable[[Read], object], reads: list[Read], seconds: float) -> float:
    """Return milliseconds for 2.5 kB of report, over whole rounds of all reports that take `seconds` together."""
    size = sum(len(read[0].text) for read in reads)
    rounds, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for read in reads:
            action(read)
        rounds += 1
    return (time.process_time() - start) / rounds / size * SIZE * 1_000


def main() -> None:
    """Measure the stage and its parts, or profile it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to measure each part")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    arguments = parser.parse_args()
    resources = Resources.load()
    lexicon, rules = resources.lexicon, event_rules(resources.lexicon)
    reads = prepared(resources)

    def whole(read: Read) -> object:
        return find_events(*read, resources.atlas, lexicon)

    def triggers(read: Read) -> object:
        return find_triggers(ReportView(read[1], read[2], rules.lists), rules)

    def attributions(read: Read) -> object:
        return find_attributions(read[1], read[2], lexicon)

    if arguments.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [whole(read) for read in reads * 20])
        pstats.Stats(profile).sort_stats("cumulative").print_stats(35)
        return
    print(f"{platform.machine()}, Python {platform.python_version()}, {len(reads)} reports")
    for name, action in (("events", whole), ("triggers", triggers), ("attributions", attributions)):
        spent = milliseconds(action, reads, arguments.seconds)
        print(f"{name:13s} {spent:6.2f} ms for 2.5 kB  {1_000 / spent:7.0f} reports a second")


if __name__ == "__main__":
    main()
