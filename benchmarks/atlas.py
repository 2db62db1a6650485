"""How fast the atlas is: opening, memory, look-ups, borders, text; and how exact its borders are against brute force.

    python benchmarks/atlas.py [--points 1000] [--write]

`--write` puts the table into benchmarks/results/atlas.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray  # noqa: TC002 - as TC001: arrays are what this script is about
from pyproj import Geod

from geoevents.atlas import Atlas, Gazetteer

GEOD = Geod(ellps="WGS84")
RESULTS = Path(__file__).parent / "results" / "atlas.md"


def timed(action: Callable[[], object], least: float = 0.5) -> float:
    """Return processor seconds a call, the best of repeated calls that take `least` of them together."""
    best, start = float("inf"), time.process_time()
    while time.process_time() - start < least:
        before = time.process_time()
        action()
        best = min(best, time.process_time() - before)
    return best


def opening() -> tuple[float, float, float]:
    """Return processor seconds from a new process to the first answer, of that to open alone, and peak memory in MB."""
    code = (
        "import time; a = time.process_time();"
        "from geoevents.atlas import Gazetteer; b = time.process_time();"
        "g = Gazetteer(); g.candidates('Sudzha, Kursk region'); c = time.process_time();"
        "import resource; print(c - a, c - b, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    runs = []
    for _ in range(3):
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603
        runs.append(tuple(float(x) for x in out.split()))
    return min(runs)


def look_ups(gazetteer: Gazetteer) -> tuple[float, float]:
    """Return look-ups a second of 50,000 different names: met for the first time, and again."""
    rows = np.random.default_rng(1).choice(len(gazetteer), 50_000, replace=False)
    names = [gazetteer.label(int(row)) for row in rows]
    fresh = Gazetteer(gazetteer.folder)

    def first() -> float:
        start = time.process_time()
        for name in names:
            fresh.find(name)
        return len(names) / (time.process_time() - start)

    return first(), first()


def scanning(gazetteer: Gazetteer) -> float:
    """Return MB a second of English text whose capitalised runs are all looked up, every part of each run too."""
    sentence = "Ukrainian forces crossed into the Kursk Region near Sudzha, Governor Alexei Smirnov said on Tuesday. "
    filler = "Officials in the capital said that the evacuation of people from border villages would go on for days. "
    text = (sentence + filler * 2) * 4000
    runs = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")

    def scan() -> None:
        for match in runs.finditer(text):
            words = match.group().split(" ")
            for i in range(len(words)):
                for j in range(i + 1, len(words) + 1):
                    gazetteer.find(" ".join(words[i:j]))

    return len(text) / 1e6 / timed(scan)


def unit(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Return unit vectors of points on the sphere."""
    x, y = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=-1)


def exact(lon: float, lat: float, points: NDArray[np.float64]) -> float:
    """Return the geodesic distance to the nearest of some points, in metres."""
    n = len(points)
    return float(np.min(GEOD.inv(np.full(n, lon), np.full(n, lat), points[:, 0], points[:, 1])[2])) if n else np.inf


def finer(pieces: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on pieces of a border, 5 m apart where there are few: near a border 100 m are too coarse."""
    if len(pieces) > 50:  # noqa: PLR2004 - far from all of them
        return np.empty((0, 2))
    length = np.asarray(GEOD.inv(pieces[:, 0], pieces[:, 1], pieces[:, 2], pieces[:, 3])[2])
    steps = np.maximum(1, np.ceil(length / 5.0)).astype(int)
    of = np.repeat(np.arange(len(pieces)), steps)
    at = ((np.arange(len(of)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[of])[:, None]
    return np.asarray(pieces[of, :2] + (pieces[of, 2:] - pieces[of, :2]) * at)


def brute_force(atlas: Atlas, count: int) -> tuple[float, float]:
    """Return the largest and the 99th percentile of differences from brute force over random points, in metres."""
    pieces = atlas.borders.pieces()
    length = np.asarray(GEOD.inv(pieces[:, 0], pieces[:, 1], pieces[:, 2], pieces[:, 3])[2])
    steps = np.maximum(1, np.ceil(length / 100.0)).astype(int)
    of = np.repeat(np.arange(len(pieces)), steps)
    at = ((np.arange(len(of)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[of])[:, None]
    border = np.concatenate([pieces[of, :2] + (pieces[of, 2:] - pieces[of, :2]) * at, pieces[:, 2:]])
    vectors = unit(*border.T)
    rng = np.random.default_rng(7)
    lons = np.concatenate([rng.uniform(-180, 180, count), rng.choice([-180.0, 180.0], count // 10), np.zeros(2)])
    lats = np.degrees(np.arcsin(rng.uniform(-1, 1, count + count // 10)))
    lats = np.concatenate([lats, [90.0, -90.0]])
    found = atlas.borders.nearest_many(lons, lats)
    off = []
    for lon, lat, km in zip(lons, lats, found.km, strict=True):
        # On the sphere first, which errs by at most 0.6 %; what is within 1.2 % of the nearest is measured exactly.
        cosine = vectors @ unit(lon, lat)
        reach = np.arccos(min(float(cosine.max()), 1.0)) * 1.012 + 1e-5
        near = np.flatnonzero(cosine >= np.cos(reach))
        true = min(exact(lon, lat, border[near]), exact(lon, lat, finer(pieces[np.unique(of[near[near < len(of)]])])))
        off.append(abs(true - km * 1000))
    return max(off), float(np.quantile(off, 0.99))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=1000, help="points for the comparison with brute force")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/atlas.md")
    options = parser.parse_args()

    answer, open_alone, memory = opening()
    atlas = Atlas.load()
    first, again = look_ups(atlas.gazetteer)
    rng = np.random.default_rng(2)
    lons, lats = rng.uniform(-180, 180, 20_000), np.degrees(np.arcsin(rng.uniform(-1, 1, 20_000)))
    start = time.process_time()
    atlas.borders.nearest(35.271, 51.191)
    first_border = time.process_time() - start
    column = 20_000 / timed(lambda: atlas.borders.nearest_many(lons, lats))
    single = 1 / timed(lambda: atlas.borders.nearest(35.271, 51.191))
    place = 50_000 / timed(lambda: [atlas.gazetteer._make(row) for row in range(50_000)])
    region = 1 / timed(lambda: atlas.regions.admin1_at(35.271, 51.191))
    worst, most = brute_force(atlas, options.points)
    size = sum(p.stat().st_size for p in atlas.gazetteer.folder.iterdir())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        ("places / files of the gazetteer", f"{len(atlas.gazetteer):,} / {size / 1e6:.1f} MB"),
        ("new process to the first geocoded name", f"{answer:.2f} s (opening alone {open_alone:.2f} s)"),
        ("memory of that process at its peak", f"{memory:.0f} MB"),
        ("exact look-ups a second, each name new", f"{first:,.0f}"),
        ("exact look-ups a second, names met before", f"{again:,.0f}"),
        ("places made a second, without cache", f"{place:,.0f}"),
        ("text scanned, all capitalised runs looked up", f"{scanning(atlas.gazetteer):.1f} MB/s"),
        ("first border distance (builds the tree)", f"{first_border:.2f} s"),
        ("nearest borders a second, a column of the world", f"{column:,.0f}"),
        ("nearest borders a second, one by one, with words", f"{single:,.0f}"),
        ("region of a point, a second", f"{region:,.0f}"),
        (
            f"off brute force, {options.points + options.points // 10 + 2:,} points",
            f"at most {worst:.1f} m, 99 % within {most:.1f} m",
        ),
        ("memory of this benchmark at its peak", f"{peak:.0f} MB"),
    ]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "shapely", "pyproj", "geopy"))
    text = (
        f"# The atlas, measured\n\n`python benchmarks/atlas.py --points {options.points} --write` on "
        f"{dt.datetime.now(tz=dt.UTC).date()}: {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} shared cores, Python {platform.python_version()}, {libraries}.\n\n"
        "Seconds and rates are processor time of one core: other work on the machine does not count.\n\n"
        "| what | measured |\n| --- | --- |\n"
        + "".join(f"| {a} | {b} |\n" for a, b in rows)
        + "\nBrute force: every land border cut to 100 m, the nearest ones to 5 m, geodesic distance to each piece that can be nearest; points "
        "spread evenly over the globe, a tenth of them on the antimeridian, and both poles.\n"
    )
    print(text)
    if options.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
