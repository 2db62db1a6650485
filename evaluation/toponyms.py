"""Measure the room `places` alone, without events: recognition, resolution and both together.

    python evaluation/toponyms.py GOLD.jsonl [--no-demonyms] [--no-name-parts] [--errors N] [--roles]

GOLD lines are `{"id", "text", "toponyms": [{"start", "end", "lat", "lon", "role"?}]}`. Definitions: `score_toponyms.py`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import score_toponyms as scorer
from geoevents.atlas import Atlas
from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import Resolution
from geoevents.places import Recogniser, find_toponyms, resolve
from geoevents.text import parse

Row = dict[str, Any]
THRESHOLD_KM = 161.0


def read(path: Path) -> list[Row]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def predict(text: str, atlas: Atlas, recogniser: Recogniser, lexicon: Lexicon) -> tuple[Resolution, ...]:
    """Run the room on one text."""
    prose = parse(text, lexicon)
    return resolve(find_toponyms(prose, atlas, recogniser, lexicon), prose, atlas)


def as_answer(resolution: Resolution) -> Row:
    """Write a resolution in the scorer's form."""
    place, toponym = resolution.place, resolution.toponym
    return {
        "start": toponym.span.start,
        "end": toponym.span.end,
        "name": toponym.surface,
        "role": toponym.role,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def score(gold: Iterable[Row], answers: dict[str, list[Row]], dropped: frozenset[str]) -> Row:
    """Score answers but for those of dropped roles."""
    rows = []
    for row in gold:
        kept = [answer for answer in answers[row["id"]] if answer["role"] not in dropped]
        rows.append(scorer.per_doc(row, {"toponyms": kept}, THRESHOLD_KM))
    result: Row = scorer.agg(rows, THRESHOLD_KM)
    return result


def roles(gold: Iterable[Row], answers: dict[str, list[Row]]) -> Counter[tuple[str, str]]:
    """Count pairs of (right role, found role) over names with the same span."""
    pairs: Counter[tuple[str, str]] = Counter()
    for row in gold:
        found = {(a["start"], a["end"]): a["role"] for a in answers[row["id"]]}
        for toponym in row["toponyms"]:
            if "role" in toponym:
                pairs[toponym["role"], found.get((toponym["start"], toponym["end"]), "missed")] += 1
    return pairs


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--no-demonyms", action="store_true")
    parser.add_argument("--no-name-parts", action="store_true")
    parser.add_argument("--roles", action="store_true", help="also print how roles were confused")
    given = parser.parse_args()
    atlas, recogniser, lexicon = Atlas.load(), Recogniser.load(), load_lexicon()
    gold = read(given.gold)
    start = time.perf_counter()
    answers = {row["id"]: [as_answer(r) for r in predict(row["text"], atlas, recogniser, lexicon)] for row in gold}
    seconds = time.perf_counter() - start
    dropped = ({"demonym"} if given.no_demonyms else set()) | ({"name-part"} if given.no_name_parts else set())
    for name, value in score(gold, answers, frozenset(dropped)).items():
        print(f"{name:20s} {value:.3f}" if isinstance(value, float) else f"{name:20s} {value}")
    size = sum(len(row["text"]) for row in gold)
    print(f"{'reports_per_second':20s} {size / 2500 / seconds:.0f} of 2.5 kB, sentences and tokens included")
    if given.roles:
        for (right, found), count in sorted(roles(gold, answers).items(), key=lambda item: -item[1]):
            print(f"{right:10s} → {found:10s} {count}")


if __name__ == "__main__":
    main()
