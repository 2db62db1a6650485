"""How fast one core reads reports, stage by stage: `python benchmarks/pipeline.py [--reports N]`.

Reports are the sample reports and the own gold, cut or repeated to 2.5 kB, each with another day, so that no cache answers.
Stages are timed in the run that reads the reports; the figures are of one process and one thread.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from geoevents import __version__, events, pipeline
from geoevents.model import Document
from geoevents.pipeline import Resources
from geoevents.reading import document

ROOT = Path(__file__).resolve().parents[1]
CHARACTERS = 2_500
STAGES = (
    "parse",
    "find_toponyms",
    "resolve",
    "find_timexes",
    "anchor",
    "find_attributions",
    "find_events",
    "find_claims",
    "signature",
)


def reports(count: int) -> list[Document]:
    """Make `count` reports of 2.5 kB from the project's own ones, each published on another day."""
    paths = [*sorted((ROOT / "seeds").glob("0*.md")), *sorted((ROOT / "evaluation/gold/reports").glob("*.md"))]
    bodies = [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in paths]
    made = []
    for number in range(count):
        text = "".join(bodies[(number + k) % len(bodies)] for k in range(4))[:CHARACTERS]
        made.append(document(text, id=f"r{number}", published=date(2024, 1, 1) + timedelta(days=number % 700)))
    return made


def timed(seconds: dict[str, float]) -> None:
    """Wrap each stage of the pipeline so that it adds its time to `seconds`."""
    for name in STAGES:
        stage = getattr(pipeline, name)

        def wrapped(*arguments: object, _stage: object = stage, _name: str = name, **named: object) -> object:
            start = time.perf_counter()
            try:
                return _stage(*arguments, **named)  # type: ignore[operator] # any of the stages' signatures
            finally:
                seconds[_name] += time.perf_counter() - start

        setattr(pipeline, name, wrapped)


def wall(code: str, repeat: int = 5) -> float:
    """Return the median seconds of a fresh Python process that runs `code`."""
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own code
        taken.append(time.perf_counter() - start)
    return sorted(taken)[repeat // 2]


def main() -> None:
    """Run and write `benchmarks/results/pipeline.md`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--reports", type=int, default=600)
    count = parser.parse_args().reports
    helped = wall("import sys; sys.argv = ['geoevents', '--help']; from geoevents.cli import main; sys.exit(main())")
    started = wall("from geoevents.pipeline import Resources; Resources.load()")
    resources = Resources.load()
    made = reports(count)
    for report in made[:30]:
        pipeline.extract(report, resources)
    seconds: dict[str, float] = defaultdict(float)
    start = time.perf_counter()
    for report in made[:count]:
        pipeline.extract(report, resources)
    plain = time.perf_counter() - start
    timed(seconds)
    extractions = [pipeline.extract(report, resources) for report in made]
    start = time.perf_counter()
    merged = events.merge(extractions, atlas=resources.atlas)
    merging = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    machine = f"{datetime.now(UTC).date()} · {platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    machine += f" · Python {platform.python_version()}, numpy {version('numpy')}, geoevents {__version__}"
    lines = [
        "# How fast one core reads",
        "",
        machine,
        "",
        f"Made by `python benchmarks/pipeline.py`: {count} reports of {CHARACTERS} characters, one process. Shared machine: read as ratios.",
        "",
        "| what | figure |",
        "| --- | ---: |",
        f"| reports a second, whole pipeline, one core | {count / plain:.0f} |",
        f"| start-up with data (fresh process) | {started:.2f} s |",
        f"| `geoevents --help` (fresh process) | {helped:.2f} s |",
        f"| peak memory | {peak_mb:.0f} MB |",
        f"| merging {sum(len(e.mentions) for e in extractions)} mentions into {len(merged)} events | {merging:.2f} s |",
        "",
        "| stage | ms a report |",
        "| --- | ---: |",
        *[f"| {name} | {1000 * seconds[name] / count:.2f} |" for name in STAGES],
    ]
    page = "\n".join(lines) + "\n"
    (ROOT / "benchmarks" / "results" / "pipeline.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
