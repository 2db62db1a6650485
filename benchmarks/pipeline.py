"""How fast one core reads reports, stage by stage: `python benchmarks/pipeline.py [--reports N]`.

Reports are the sample reports and the own gold, cut or repeated to 2.5 kB, each with another day, so that no cache answers.
Stages are timed in the run that reads the reports; the figures are processor time of one process and one thread.

Beside them stand, on the same texts in the same run: two packages that find names of places and nothing more, put into an
environment that is thrown away (left out, with the reason, where they cannot be installed), and the floor of the libraries
that the stages stand on: words by one regular expression, names by the mapped index, weights by numpy.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import numpy as np

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
TOGETHER = 12  # reports side by side, as `--workers` reads them
OTHERS = ("flashgeotext", "geotext")
ASK_OTHERS = """
import json, sys, time
texts = json.load(sys.stdin)
def flash():
    from flashgeotext.geotext import GeoText
    finder = GeoText()
    return lambda text: sum(len(found) for found in finder.extract(text).values())
def plain():
    from geotext import GeoText
    def names(text):
        found = GeoText(text)
        return len(found.cities) + len(found.countries)
    return names
told = {}
for name, make in (("flashgeotext", flash), ("geotext", plain)):
    names = make()
    names(texts[0])
    start = time.process_time()
    count = sum(map(names, texts))
    told[name] = [(time.process_time() - start) / len(texts) * 1000, count / len(texts)]
json.dump(told, sys.stdout)
"""


def others(texts: Sequence[str]) -> tuple[dict[str, list[float]], str]:
    """Return ms and names a report of packages that find names alone, or why they are left out."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python")
        steps: tuple[tuple[list[str], str | None], ...] = (
            ([python, "-m", "pip", "install", "--quiet", *OTHERS], None),
            ([python, "-c", ASK_OTHERS], json.dumps(texts)),
        )
        for command, given in steps:
            try:
                done = subprocess.run(  # noqa: S603 - our own command
                    command, input=given, check=True, capture_output=True, text=True, timeout=300
                )
            except (subprocess.SubprocessError, OSError) as error:
                return (
                    {},
                    f"left out: {Path(command[0]).name} {' '.join(command[1:4])[:40]} failed ({type(error).__name__})",
                )
        return json.loads(done.stdout), ""


def floor(texts: Sequence[str], resources: Resources) -> dict[str, float]:
    """Return ms a report of what the libraries alone take for what the stages are built on."""
    words = re.compile(r"\w+|[^\w\s]")
    large = [[word for word in words.findall(text) if word[0].isupper()] for text in texts]
    weights, gazetteer = resources.recogniser.weights, resources.atlas.gazetteer
    rows = [np.arange(17 * max(len(names), 1)).reshape(-1, 17) * 97 % len(weights) for names in large]
    steps: dict[str, Callable[[int], object]] = {
        "words and marks, one regular expression": lambda n: [match.span() for match in words.finditer(texts[n])],
        "look-ups of capitalised words in the mapped index": lambda n: [gazetteer.postings(name) for name in large[n]],
        "sums of the recogniser's weights, numpy": lambda n: weights[rows[n]].sum(axis=1),
    }
    taken = {}
    for name, step in steps.items():
        start = time.process_time()
        for number in range(len(texts)):
            step(number)
        taken[name] = (time.process_time() - start) / len(texts) * 1000
    return taken


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
            start = time.process_time()
            try:
                return _stage(*arguments, **named)  # type: ignore[operator] # any of the stages' signatures
            finally:
                seconds[_name] += time.process_time() - start

        setattr(pipeline, name, wrapped)


def processor(code: str, repeat: int = 5) -> float:
    """Return the median seconds of processor time of a fresh Python process that runs `code`."""
    taken = []
    for _ in range(repeat):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own code
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(taken)[repeat // 2]


def main() -> None:
    """Run and write `benchmarks/results/pipeline.md`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--reports", type=int, default=600)
    count = parser.parse_args().reports
    helped = processor(
        "import sys; sys.argv = ['geoevents', '--help']; from geoevents.cli import main; sys.exit(main())"
    )
    started = processor("from geoevents.pipeline import Resources; Resources.load()")
    resources = Resources.load()
    made = reports(count)
    for report in made[:30]:
        pipeline.extract(report, resources)
    seconds: dict[str, float] = defaultdict(float)
    start = time.process_time()
    for report in made[:count]:
        pipeline.extract(report, resources)
    plain = time.process_time() - start
    start = time.process_time()
    for first in range(0, count, TOGETHER):
        pipeline.extract_batch(made[first : first + TOGETHER], resources)
    together = time.process_time() - start
    texts = [report.text for report in made[: min(count, 200)]]
    least = floor(texts, resources)
    found, why = others(texts)
    timed(seconds)
    extractions = [pipeline.extract(report, resources) for report in made]
    start = time.process_time()
    names_ms = sum(seconds[name] for name in ("parse", "find_toponyms", "resolve"))
    told = sum(len(extraction.resolutions) for extraction in extractions) / count
    merged = events.merge(extractions, atlas=resources.atlas)
    merging = time.process_time() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    machine = f"{datetime.now(UTC).date()} · {platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    machine += f", load {os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else ""
    machine += f" · Python {platform.python_version()}, numpy {version('numpy')}, geoevents {__version__}"
    lines = [
        "# How fast one core reads",
        "",
        machine,
        "",
        f"Made by `python benchmarks/pipeline.py`: {count} reports of {CHARACTERS} characters, one process, processor time.",
        "Where other processes share the machine (see its load) all of it takes up to twice as long: read as ratios.",
        "",
        "| what | figure |",
        "| --- | ---: |",
        f"| reports a second, whole pipeline, one core, one by one | {count / plain:.0f} |",
        f"| the same, {TOGETHER} side by side (`extract_batch`, `--workers`) | {count / together:.0f} |",
        f"| start-up with data (fresh process) | {started:.2f} s |",
        f"| `geoevents --help` (fresh process) | {helped:.2f} s |",
        f"| peak memory | {peak_mb:.0f} MB |",
        f"| merging {sum(len(e.mentions) for e in extractions)} mentions into {len(merged)} events | {merging:.2f} s |",
        "",
        "| stage | ms a report |",
        "| --- | ---: |",
        *[f"| {name} | {1000 * seconds[name] / count:.2f} |" for name in STAGES],
        f"| all, one by one | {1000 * plain / count:.2f} |",
        "",
        "Names of places alone, with packages that find nothing else, on the same texts:",
        "",
        *(
            [
                "| package | ms a report | names a report |",
                "| --- | ---: | ---: |",
                *[f"| {name} | {ms:.2f} | {names:.1f} |" for name, (ms, names) in found.items()],
                f"| this program: parse, find_toponyms, resolve | {1000 * names_ms / count:.2f} | {told:.1f} |",
            ]
            if found
            else [why]
        ),
        "",
        "The floor: what the libraries below the stages take for a report, without any rule:",
        "",
        "| what | ms a report |",
        "| --- | ---: |",
        *[f"| {name} | {ms:.3f} |" for name, ms in least.items()],
    ]
    page = "\n".join(lines) + "\n"
    (ROOT / "benchmarks" / "results" / "pipeline.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
