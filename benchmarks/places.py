"""How fast the room `places` is: reports of 2.5 kB a second on one core, start-up and memory.

python benchmarks/places.py GOLD.jsonl        # any JSON lines with "text"
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import time
from pathlib import Path

REPORT_CHARACTERS = 2_500
ROUNDS = 3


def main() -> None:
    """Print milliseconds a report for each stage: the best of some rounds, names seen before and not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    texts = [json.loads(line)["text"] for line in parser.parse_args().texts.read_text(encoding="utf-8").splitlines()]
    start = time.perf_counter()
    from geoevents.atlas import Atlas  # noqa: PLC0415 - start-up is measured
    from geoevents.lexicon import load_lexicon  # noqa: PLC0415 - start-up is measured
    from geoevents.places import Recogniser, find_toponyms, resolve  # noqa: PLC0415 - start-up is measured
    from geoevents.text import parse  # noqa: PLC0415 - start-up is measured

    atlas, recogniser, lexicon = Atlas.load(), Recogniser.load(), load_lexicon()
    print(f"start-up {time.perf_counter() - start:.2f} s on {platform.machine()}, Python {platform.python_version()}")
    proses = [parse(text, lexicon) for text in texts]
    reports = sum(len(text) for text in texts) / REPORT_CHARACTERS
    for number in range(ROUNDS):
        find = res = 0.0
        for prose in proses:
            t0 = time.process_time()
            toponyms = find_toponyms(prose, atlas, recogniser, lexicon)
            t1 = time.process_time()
            resolve(toponyms, prose, atlas)
            find, res = find + t1 - t0, res + time.process_time() - t1
        line = f"find {1000 * find / reports:.2f} ms, resolve {1000 * res / reports:.2f} ms a report"
        print(f"round {number + 1}: {line}, {reports / (find + res):.0f} reports a second")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
