"""Measure the program on gold: the own one, and the public ones where a folder of corpora is given.

Every figure comes from the scorers beside this file; what each means stands in their docstrings.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import score_events  # noqa: E402 - the scorers lie beside this file and are no package
import score_timex  # noqa: E402
import score_toponyms  # noqa: E402
import timexes  # noqa: E402
from geoevents.model import Extraction  # noqa: E402
from geoevents.pipeline import Resources, extract  # noqa: E402
from geoevents.reading import document  # noqa: E402
from geoevents.records import extraction_record  # noqa: E402

Row = dict[str, Any]
Figures = dict[str, float]

# PLOVER names a whole family where the program names what happened; event types without a counterpart are left out.
PLOVER_TYPES = {
    "ASSAULT": {"strike", "attack", "battle", "damage", "incursion", "advance", "control", "capture"},
    "PROTEST": {"protest"},
    "AID": {"aid"},
    "AGREE": {"agreement"},
    "MOBILIZE": {"mobilization"},
    "COERCE": {"arrest", "security-measure", "emergency"},
    "CONSULT": {"meeting"},
}


def rows(path: Path) -> list[Row]:
    """Read a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def published_of(row: Row) -> date | None:
    """Return a gold report's publication date, under any of the names that the gold sets use."""
    given = str(row.get("published") or row.get("dct") or "")
    return date.fromisoformat(given) if re.fullmatch(r"\d{4}-\d\d-\d\d", given) else None


def extract_rows(gold: Iterable[Row], resources: Resources) -> Iterator[tuple[Row, Extraction]]:
    """Run the program on the texts of a gold set."""
    for row in gold:
        report = document(row["text"], id=str(row["id"]), published=published_of(row), publisher=row.get("publisher"))
        yield row, extract(report, resources)


def records(gold: Iterable[Row], resources: Resources) -> dict[str, Row]:
    """Return what `geoevents extract` would print for a gold set, by report."""
    return {str(row["id"]): extraction_record(made) for row, made in extract_rows(gold, resources)}


def _events(gold: list[Row], made: dict[str, Row]) -> Figures:
    scored, _ = score_events.score({str(row["id"]): row for row in gold}, made)
    named = ("detection", "typed", "placed", "dated", "full", "full_mapped", "figures", "distance_claims")
    figures = {f"{name} F1": scored[name]["F1"] for name in named}
    for name in ("status_accuracy", "attribution_accuracy", "trap_rate"):
        if scored[name] is not None:
            figures[name.replace("_", " ")] = scored[name]
    return figures


def _toponyms(gold: list[Row], made: dict[str, Row], *, demonyms: bool = True) -> Figures:
    def kept(record: Row) -> Row:
        toponyms = [t for t in record["toponyms"] if demonyms or t["role"] != "demonym"]
        return {"toponyms": toponyms}

    scored = score_toponyms.agg([score_toponyms.per_doc(row, kept(made[str(row["id"])]), 161.0) for row in gold], 161.0)
    return {
        "toponyms overlap F1": scored["overlap_F1"],
        "toponyms within 161 km": scored["acc161"],
        "toponyms end to end F1": scored["e2e_F1"],
    }


def _timexes(gold: list[Row], made: dict[str, Row]) -> Figures:
    scored, _ = score_timex.score({str(row["id"]): row for row in gold}, made)
    return {
        "timexes strict F1": scored["strict_F1"] / 100,
        "timexes relaxed F1": scored["relaxed_F1"] / 100,
        "timexes value F1": scored["value_F1"] / 100,
        "DATE values right": scored["DATE_value_acc"] / 100,
    }


def measure_own(resources: Resources) -> dict[str, Figures]:
    """Measure on the own gold: the sample reports, other reports, and reports that no rule was made with.

    Place names and times are measured in sets where every report has them marked.
    """
    measured = {}
    for name in ("seeds", "reports", "events", "unseen"):
        path = HERE / "gold" / f"{name}.jsonl"
        if not path.exists():
            continue  # all that were unseen have been opened, and are reports now
        gold = rows(path)
        made = records(gold, resources)
        figures = _events(gold, made)
        if all(row["toponyms"] for row in gold):
            figures |= _toponyms(gold, made) | _timexes(gold, made)
        measured[f"own gold: {name}"] = figures
    return measured


def measure_time() -> dict[str, Figures]:
    """Measure the room of time alone: on sentences of all kinds of news, and on when reports were published."""
    gold = timexes.gold_lines(HERE / "gold" / "timexes.jsonl")
    made = {str(row["id"]): row for row in timexes.predictions(iter(gold))}
    return {
        "own gold: time expressions in sentences": _timexes(gold, made),
        "own gold: publication dates": timexes.published_within_a_day(HERE / "gold" / "publication.jsonl"),
    }


def measure_places(resources: Resources) -> dict[str, Figures]:
    """Measure place names on passages of many kinds of news and of the web; adjectives of peoples left out.

    The passages that are kept apart were not read by who made the rules.
    """
    gold = [
        row | {"toponyms": [toponym for toponym in row["toponyms"] if toponym["role"] != "demonym"]}
        for row in rows(HERE / "gold" / "toponyms.jsonl")
    ]
    made = records(gold, resources)
    sets = {"development": "place names in passages", "kept": "place names in passages kept apart"}
    return {
        f"own gold: {title}": _toponyms([row for row in gold if row["set"] == name], made, demonyms=False)
        for name, title in sets.items()
    }


def _originals(corpora: Path, resources: Resources) -> Figures:
    gold = rows(corpora / "evaluation" / "seeds_events_gold.jsonl")
    texts = {row["id"]: row for row in rows(corpora / "evaluation" / "seeds_toponyms.jsonl")}
    times = rows(corpora / "evaluation" / "seeds_timex.jsonl")
    made = records(({**row, "text": texts[row["id"]]["text"]} for row in gold), resources)
    by_file = {row["id"]: made[row["id"].removesuffix(".txt")] for row in times}
    return _events(gold, made) | _toponyms(list(texts.values()), made) | _timexes(times, by_file)


def _plover(corpora: Path, resources: Resources) -> Figures:
    gold = [row for row in rows(corpora / "evaluation" / "plover_gsr_events.jsonl") if row["event"] in PLOVER_TYPES]
    made = records(gold, resources)
    found = right = 0
    for row in gold:
        types = [event["type"] for event in made[row["id"]]["events"] if event["type"] != "statement"]
        found += bool(types)
        right += any(kind in PLOVER_TYPES[row["event"]] for kind in types)
    return {
        "sentences with an event": found / len(gold),
        "sentences with an event of the right type": right / len(gold),
    }


def _geovirus(corpora: Path, resources: Resources) -> Figures:
    gold = rows(corpora / "evaluation" / "geovirus.jsonl")
    return _toponyms(gold, records(gold, resources), demonyms=False)


def _meantime(corpora: Path, resources: Resources) -> Figures:
    gold = rows(corpora / "evaluation" / "meantime_en_timex.jsonl")
    return _timexes(gold, records(gold, resources))


def measure_corpora(corpora: Path, resources: Resources) -> dict[str, Figures]:
    """Measure on the public gold sets and the five original reports below `corpora`."""
    sets: dict[str, Callable[[Path, Resources], Figures]] = {
        "the five originals": _originals,
        "GeoVirus (WikiNews; demonyms left out)": _geovirus,
        "NewsReader MEANTIME (time expressions)": _meantime,
        "PLOVER gold standard (types of sentences)": _plover,
    }
    return {name: measure(corpora, resources) for name, measure in sets.items()}
