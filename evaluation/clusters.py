"""How well mentions of one happening meet: `python evaluation/clusters.py [--corpora DIR] [--write]`.

- The sample reports and, where a folder of corpora is given, the five originals: `score_clusters.py` counts the pairs of
  mentions that rightly stand in one event. Its gold calls an event of one report apart from its copy in another edition
  unless they have a cluster name, so that copies of unnamed events cost precision: "unnamed copies apart" leaves out the
  pairs of reports that are copies of each other and of events without a name.
- NewsReader MEANTIME (120 WikiNews reports, CC BY 4.0): pairs and B-cubed over those of our mentions whose trigger is an
  annotated event mention; the annotation goes by topic, ours by place and day.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from geoevents.events import merge  # noqa: E402
from geoevents.events.duplicates import ReportKey, copy_groups  # noqa: E402
from geoevents.model import Event, Extraction  # noqa: E402
from geoevents.pipeline import Resources  # noqa: E402
from geoevents.records import event_record  # noqa: E402
from measure import Figures, Row, extract_rows, rows  # noqa: E402 - lies beside this file

Label = tuple[str, str]  # our event, the gold's


def own_clusters(resources: Resources) -> Figures:
    """Measure on the sample reports."""
    gold = rows(HERE / "gold" / "seeds.jsonl")
    made = [extraction for _, extraction in extract_rows(gold, resources)]
    return _by_script(gold, merge(made, atlas=resources.atlas), copy_groups(made))


def original_clusters(corpora: Path, resources: Resources) -> Figures:
    """Measure on the five original reports below `corpora`."""
    gold = rows(corpora / "evaluation" / "seeds_events_gold.jsonl")
    texts = {row["id"]: row["text"] for row in rows(corpora / "evaluation" / "seeds_toponyms.jsonl")}
    full = [{**row, "text": texts[row["id"]]} for row in gold]
    made = [extraction for _, extraction in extract_rows(full, resources)]
    return _by_script(gold, merge(made, atlas=resources.atlas), copy_groups(made))


def _by_script(gold: Sequence[Row], events: Sequence[Event], copies: Mapping[ReportKey, str]) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        wanted, found = Path(folder, "gold.jsonl"), Path(folder, "events.jsonl")
        wanted.write_text("\n".join(json.dumps(row) for row in gold), encoding="utf-8")
        found.write_text("\n".join(json.dumps(event_record(event)) for event in events), encoding="utf-8")
        command = [sys.executable, str(HERE / "score_clusters.py"), str(wanted), str(found), "--json"]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own scorer
    scored = json.loads(printed)
    mixed = [names for names in scored["mixed"] if sum(name.startswith("X-") for name in names) > 1]
    return {
        "cluster pairs P": scored["P"],
        "cluster pairs R": scored["R"],
        "cluster pairs F1": scored["F1"],
        **_without_copies(gold, events, copies),
        "events of two named clusters": float(len(mixed)),
    }


def _without_copies(gold: Sequence[Row], events: Iterable[Event], copies: Mapping[ReportKey, str]) -> Figures:
    """Score as `score_clusters.py` does, but judge no pair of unnamed events in two copies of one report."""
    group = {report: name for (report, _), name in copies.items()}
    labels = list(_script_labels(gold, events))
    right = found = wanted = 0
    for (event, label, report), (other, mark, second) in combinations(labels, 2):
        named = label.startswith("X-") or mark.startswith("X-")
        if not named and report != second and group[report] == group[second]:
            continue
        found, wanted = found + (event == other), wanted + (label == mark)
        right += event == other and label == mark
    precision, recall = right / found if found else 1.0, right / wanted if wanted else 1.0
    return {"F1, unnamed copies apart": _f1(precision, recall)}


def _script_labels(gold: Sequence[Row], events: Iterable[Event]) -> Iterable[tuple[str, str, str]]:
    """Yield our event, the gold's and the report of each mention that hits a gold event, by the script's rule."""
    spans = [
        (row["id"], event["type"], *span, event.get("cluster") or f"{row['id']}/{event['id']}")
        for row in gold for event in row["events"] for span in event["spans"]
    ]  # fmt: skip
    for event in events:
        for ref in event.mentions:
            hits = [
                (kind == event.type, min(ref.sentence.end, end) - max(ref.sentence.start, start), start - end, label)
                for report, kind, start, end, label in spans if report == ref.report
            ]  # fmt: skip
            if best := max((hit for hit in hits if hit[1] > 0), default=None):
                yield event.id, best[3], ref.report


def meantime_clusters(corpora: Path, resources: Resources) -> Figures:
    """Measure on NewsReader MEANTIME below `corpora`."""
    gold = rows(corpora / "evaluation" / "meantime_en_eventcoref.jsonl")
    made = list(extract_rows(gold, resources))
    events = merge([extraction for _, extraction in made])
    labels = list(_labels(made, events))
    return {"mentions compared": float(len(labels)), **pair_scores(labels), **bcubed(labels)}


def _labels(made: Sequence[tuple[Row, Extraction]], events: Iterable[Event]) -> Iterable[Label]:
    event_of = {(ref.report, ref.mention): event.id for event in events for ref in event.mentions}
    for row, extraction in made:
        for mention in extraction.mentions:
            hits = [e for e in row["events"] if e["start"] < mention.trigger.end and mention.trigger.start < e["end"]]
            if hits:
                alone = f"{row['id']} {hits[0]['start']}"  # an annotated mention without an instance is one by itself
                yield event_of[mention.report, mention.id], hits[0]["instance"] or alone


def pair_scores(labels: Sequence[Label]) -> Figures:
    """Return precision, recall and F1 of the pairs of mentions that stand together."""

    def pairs(values: Iterable[object]) -> int:
        return sum(number * (number - 1) // 2 for number in Counter(values).values())

    right, found, wanted = pairs(labels), pairs(label[0] for label in labels), pairs(label[1] for label in labels)
    precision, recall = right / found if found else 1.0, right / wanted if wanted else 1.0
    return {"pairs wanted": float(wanted), "pairs P": precision, "pairs R": recall, "pairs F1": _f1(precision, recall)}


def bcubed(labels: Sequence[Label]) -> Figures:
    """Return B-cubed precision, recall and F1: of each mention, how pure and how whole its event is."""
    ours, theirs, both = Counter(a for a, _ in labels), Counter(b for _, b in labels), Counter(labels)
    precision = sum(both[label] / ours[label[0]] for label in labels) / max(1, len(labels))
    recall = sum(both[label] / theirs[label[1]] for label in labels) / max(1, len(labels))
    return {"B-cubed P": precision, "B-cubed R": recall, "B-cubed F1": _f1(precision, recall)}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure_clusters(resources: Resources, corpora: Path | None) -> dict[str, Figures]:
    """Measure on all that is there."""
    measured = {"own gold: clusters of the sample reports": own_clusters(resources)}
    if corpora is not None:
        measured["the five originals: clusters"] = original_clusters(corpora, resources)
        measured["NewsReader MEANTIME (events across reports)"] = meantime_clusters(corpora, resources)
    return measured


def page(measured: Mapping[str, Figures], resources: Resources) -> str:
    """Return the figures as a page, with the day and the versions that they were made with."""
    made_with = ", ".join(f"{name} {value}" for name, value in resources.versions())
    lines = [
        "# How mentions of one happening meet",
        "",
        f"`python evaluation/clusters.py --write` on {datetime.now(UTC).date()}: {made_with}.",
        "",
        "Pairs are those of mentions that stand in one event. The gold of the samples and the originals calls an event of one",
        "report apart from its copy in another edition of it, unless it has a name: such pairs count as wrong in the first F1, and",
        'are left out in "unnamed copies apart". NewsReader MEANTIME is about business: of its 2,699 annotated mentions few are of',
        "types that the program reads, and hardly any of these are told by two reports.",
    ]
    for name, figures in measured.items():
        lines += ["", f"## {name}", "", "| figure | |", "| --- | ---: |"]
        lines += [f"| {figure} | {value:.3f} |" for figure, value in figures.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("GEOEVENTS_CORPORA"))
    parser.add_argument("--write", action="store_true", help="write results/clusters.md too")
    wanted = parser.parse_args()
    resources = Resources.load()
    measured = measure_clusters(resources, None if wanted.corpora is None else Path(wanted.corpora))
    if wanted.write:
        (HERE / "results" / "clusters.md").write_text(page(measured, resources), encoding="utf-8")
    for name, figures in measured.items():
        print(f"{name}\n" + "\n".join(f"  {figure:<30} {value:.3f}" for figure, value in figures.items()))


if __name__ == "__main__":
    main()
