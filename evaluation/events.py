"""How right the events are: what is missed, invented or misread, and what was gained and lost since the last run.

    python evaluation/events.py [--gold FILE.jsonl …] [--corpora DIR] [--errors N] [--write]

Without arguments the own gold is read; with `--corpora` (or GEOEVENTS_CORPORA) the five originals and the PLOVER
sentences too. Gold events found are kept in `results/events.json` (`--write`), so that the next run can tell which are
new and which are gone. The definitions stand in `score_events.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import score_events  # noqa: E402 - the scorers lie beside this file and are no package
from geoevents.pipeline import Resources  # noqa: E402
from measure import PLOVER_TYPES, Row, records, rows  # noqa: E402

FOUND = HERE / "results" / "events.json"
MEASURES = ("detection", "typed", "placed", "dated", "full", "full_mapped", "figures")
RATES = ("status_accuracy", "background_accuracy", "mapped_accuracy", "attribution_accuracy", "trap_rate")
MISSED = "MISS"


def originals(corpora: Path) -> list[Row]:
    """Return the gold of the five originals with their texts."""
    texts = {row["id"]: row["text"] for row in rows(corpora / "evaluation" / "seeds_toponyms.jsonl")}
    return [{**row, "text": texts[row["id"]]} for row in rows(corpora / "evaluation" / "seeds_events_gold.jsonl")]


def report(name: str, gold: list[Row], resources: Resources, errors: int) -> list[str]:
    """Print the measures and first errors of one gold set; return the ids of the gold events that were found."""
    scored, mistakes = score_events.score({str(row["id"]): row for row in gold}, records(gold, resources))
    print(f"\n{name}: {len(gold)} reports, {scored['gold_events']} events")
    for measure in MEASURES:
        print(
            f"  {measure:14s} P {scored[measure]['P']:.3f}  R {scored[measure]['R']:.3f}  F1 {scored[measure]['F1']:.3f}"
        )
    print("  " + "  ".join(f"{rate} {scored[rate]:.3f}" for rate in RATES if scored[rate] is not None))
    texts = {str(row["id"]): row["text"] for row in gold}
    for kind, where, what, span, made, *rest in mistakes[:errors]:
        print(f"  {kind}\t{where}\t{what}\t{made}\t{rest[0] if rest else ''}\n\t\t{texts[where][span[0] : span[1]]!r}")
    missed = {(mistake[1], tuple(mistake[3])) for mistake in mistakes if mistake[0] == MISSED}
    return [
        f"{row['id']} {event['id']} {event['type']}"
        for row in gold
        for event in row["events"]
        if event["type"] != "statement" and not event.get("optional")
        if (str(row["id"]), tuple(event["sentence"])) not in missed
    ]


def plover(corpora: Path, resources: Resources, errors: int) -> None:
    """Print, by PLOVER type, in how many sentences an event of a type that answers to it was found."""
    gold = [row for row in rows(corpora / "evaluation" / "plover_gsr_events.jsonl") if row["event"] in PLOVER_TYPES]
    made = records(gold, resources)
    right: Counter[str] = Counter()
    instead: dict[str, Counter[str]] = defaultdict(Counter)
    for row in gold:
        types = sorted({event["type"] for event in made[row["id"]]["events"]} - {"statement"})
        if PLOVER_TYPES[row["event"]] & set(types):
            right[row["event"]] += 1
        else:
            instead[row["event"]][", ".join(types) or "nothing"] += 1
            if sum(map(sum, (c.values() for c in instead.values()))) <= errors:
                print(f"  {row['event']}\t{types}\t{row['text']}")
    print(
        f"\nPLOVER sentences: {sum(right.values()) / len(gold):.3f} of {len(gold)} with an event of an answering type"
    )
    for name, count in sorted(Counter(row["event"] for row in gold).items()):
        others = "; ".join(f"{made} {times}" for made, times in instead[name].most_common(4))
        print(f"  {name:9s} {right[name]:3d} of {count:3d}   instead: {others or '-'}")


def compare(found: list[str], *, write: bool) -> None:
    """Print the gold events found now and not at the last run, and the reverse."""
    before = set(json.loads(FOUND.read_text(encoding="utf-8"))) if FOUND.exists() else set()
    for word, events in (("gained", set(found) - before), ("lost", before - set(found))):
        print(f"\n{word} since the last run: {len(events)}")
        for event in sorted(events)[:40]:
            print(f"  {event}")
    if write:
        FOUND.parent.mkdir(exist_ok=True)
        FOUND.write_text(json.dumps(sorted(found), indent=0) + "\n", encoding="utf-8")


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    own = sorted((HERE / "gold").glob("*.jsonl"))
    parser.add_argument("--gold", type=Path, nargs="*", default=own, help="gold files with texts")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("GEOEVENTS_CORPORA"), help="folder of corpora")
    parser.add_argument("--errors", type=int, default=0, help="mistakes to list for each set")
    parser.add_argument("--write", action="store_true", help="keep what was found, to compare the next run with")
    arguments = parser.parse_args()
    resources = Resources.load()
    found: list[str] = []
    for path in arguments.gold:
        if gold := [row for row in rows(path) if "events" in row]:
            found += report(path.stem, gold, resources, arguments.errors)
    compare(found, write=arguments.write)
    if arguments.corpora:
        report("the five originals", originals(Path(arguments.corpora)), resources, arguments.errors)
        plover(Path(arguments.corpora), resources, arguments.errors)


if __name__ == "__main__":
    main()
