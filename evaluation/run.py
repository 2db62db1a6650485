"""Measure, print, and write the page of results: `python evaluation/run.py [--corpora DIR] [--raise-floors]`.

Floors (`floors.json`) are what `make test` holds the program to; `--raise-floors` lifts each one that the run beats by
more than the margin, and lowers none.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from geoevents.pipeline import Resources  # noqa: E402
from measure import Figures, measure_corpora, measure_own, measure_places, measure_time  # noqa: E402 - lies beside this file

FLOORS = HERE / "floors.json"
RESULTS = HERE / "results" / "results.md"
MARGIN = 0.01
LOWER_IS_BETTER = {"trap rate"}


def page(measured: dict[str, Figures], resources: Resources) -> str:
    """Write the results as Markdown, with the day, the machine and the versions they were made with."""
    made_with = ", ".join(f"{name} {value}" for name, value in resources.versions())
    python = f"Python {platform.python_version()}, numpy {version('numpy')}, shapely {version('shapely')}"
    lines = [
        "# How right the program is",
        "",
        f"{datetime.now(UTC).date()} · {platform.machine()}, {os.cpu_count()} cores, {platform.system()} · {python} · {made_with}",
        "",
        "Made by `python evaluation/run.py`. What each figure means stands in the docstrings of the scorers beside it. The rules'",
        'authors had the sample reports, the reports and the five originals in hand, and not "unseen", where that set is there: believe it.',
    ]
    for name, figures in measured.items():
        lines += ["", f"## {name}", "", "| figure | value |", "| --- | ---: |"]
        lines += [f"| {figure} | {value:.3f} |" for figure, value in figures.items()]
    return "\n".join(lines) + "\n"


def raised(floors: dict[str, Figures], measured: dict[str, Figures]) -> dict[str, Figures]:
    """Return the floors, each lifted where the measured value beats it by more than the margin."""
    new = {name: dict(values) for name, values in floors.items()}
    for name, figures in measured.items():
        for figure, value in figures.items():
            old = new.setdefault(name, {}).get(figure)
            if figure in LOWER_IS_BETTER:
                candidate = round(value + MARGIN, 3)
                new[name][figure] = candidate if old is None else min(old, candidate)
            else:
                candidate = round(max(value - MARGIN, 0.0), 3)
                new[name][figure] = candidate if old is None else max(old, candidate)
    return new


def main() -> None:
    """Run the measurements that the arguments ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--corpora", type=Path, default=os.environ.get("GEOEVENTS_CORPORA"), help="folder of public gold sets"
    )
    parser.add_argument(
        "--raise-floors", action="store_true", help="lift the floors of `make test` to what was measured"
    )
    arguments = parser.parse_args()
    resources = Resources.load()
    measured = measure_own(resources) | measure_places(resources) | measure_time()
    if arguments.corpora:
        measured |= measure_corpora(Path(arguments.corpora), resources)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(page(measured, resources), encoding="utf-8")
    if arguments.raise_floors:
        floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
        FLOORS.write_text(json.dumps(raised(floors, measured), indent=1) + "\n", encoding="utf-8")
    print(page(measured, resources))


if __name__ == "__main__":
    main()
