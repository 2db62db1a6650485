"""How fast the expressions of time are found and anchored: reports of 2.5 kB a second on one core.

    python benchmarks/times.py [--repeat 20]

The reports are the samples of `seeds/`; parsing is another stage and is not counted. Best of all repeats: a busy machine
only ever makes a run slower.
"""

from __future__ import annotations

import argparse
import platform
import time
from datetime import date

from geoevents.lexicon import load_lexicon
from geoevents.resources import seeds_folder
from geoevents.text import parse
from geoevents.times import anchor, find_timexes, infer_publication

REPORT_CHARACTERS = 2_500


def main() -> None:
    """Print milliseconds a report and reports a second, for each step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=20)
    repeats = parser.parse_args().repeat
    lexicon = load_lexicon()
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(seeds_folder().rglob("*.md")) if path.name != "README.md"
    ]
    proses = [parse(text, lexicon) for text in texts]
    reports = sum(len(text) for text in texts) / REPORT_CHARACTERS
    best = {"find": 9e9, "anchor": 9e9, "infer publication": 9e9}
    for _ in range(repeats):
        start = time.perf_counter()
        found = [find_timexes(prose, lexicon) for prose in proses]
        middle = time.perf_counter()
        for timexes, prose in zip(found, proses, strict=True):
            anchor(timexes, prose, date(2024, 8, 9), lexicon)
        end = time.perf_counter()
        for timexes, prose in zip(found, proses, strict=True):
            infer_publication(timexes, prose, lexicon)
        steps = {"find": middle - start, "anchor": end - middle, "infer publication": time.perf_counter() - end}
        best = {name: min(best[name], steps[name]) for name in best}
    for name, seconds in best.items():
        print(f"{name}: {1000 * seconds / reports:.2f} ms a report")
    both = best["find"] + best["anchor"]
    print(
        f"find and anchor: {reports / both:.0f} reports a second and core ({platform.machine()}, Python {platform.python_version()})"
    )


if __name__ == "__main__":
    main()
