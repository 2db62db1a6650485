"""How right the time expressions are: the room alone over a gold file, with the measures of TempEval-3 task A.

    python evaluation/timexes.py GOLD.jsonl [--types DATE,TIME] [--errors N] [--dev | --held]

A gold line is {"id", "dct" or "published": "YYYY-MM-DD", "text", "timexes": [{"start", "end", "type", "value"}]}, or has "marked"
in place of the last two, "It fell [last Friday|DATE|2025-06-06]." (`gold/timexes.jsonl`). `--dev` and `--held` take the even or
the odd documents: rules were written with the even ones in view. What is measured is told in `score_timex.py`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import score_timex  # the scorer beside this file
from geoevents.lexicon import load_lexicon
from geoevents.text import parse
from geoevents.times import anchor, find_timexes, infer_publication

_MARK = re.compile(r"\[(?P<words>[^|\[\]]+)\|(?P<type>[A-Z]+)\|(?P<value>[^|\[\]]+)\]")


def gold_lines(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a gold file, those with marks as text and spans."""
    return [unmarked(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def unmarked(line: dict[str, Any]) -> dict[str, Any]:
    """Return a gold line with "text" and "timexes" read from "marked", where it has that."""
    if "marked" not in line:
        return line
    text, timexes, position = "", [], 0
    for mark in _MARK.finditer(line["marked"]):
        text += line["marked"][position : mark.start()]
        start, position = len(text), mark.end()
        text += mark["words"]
        timexes.append({"start": start, "end": len(text), "text": mark["words"]} | mark.groupdict(""))
    return {**line, "text": text + line["marked"][position:], "timexes": timexes}


def published_within_a_day(path: Path) -> dict[str, float]:
    """Return how well publication dates are inferred, on lines {"id", "published", "allows", "text"}.

    "within a day" is the share, of reports whose text allows it, whose likeliest day is at most one off; "right day among
    them" the share where the day itself is proposed; "asked" the share of the others for which no day is, but a question.
    """
    lexicon = load_lexicon()
    near, among, asked = [], [], []
    for line in gold_lines(path):
        prose = parse(line["text"], lexicon)
        proposal = infer_publication(find_timexes(prose, lexicon), prose, lexicon)
        day = date.fromisoformat(line["published"])
        if line["allows"]:
            near.append(bool(proposal.days) and abs((proposal.days[0] - day).days) <= 1)
            among.append(day in proposal.days)
        else:
            asked.append(not proposal.days and proposal.asks is not None)
    shares = {"within a day": near, "right day among them": among, "uncertain reports asked about": asked}
    return {name: sum(told) / len(told) for name, told in shares.items()}


def predictions(gold: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what the room finds in each gold document, in the gold's form."""
    lexicon = load_lexicon()
    for line in gold:
        prose = parse(line["text"], lexicon)
        found = anchor(
            find_timexes(prose, lexicon), prose, date.fromisoformat(line.get("dct") or line["published"]), lexicon
        )
        timexes = [{"start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value} for t in found]
        yield {"id": line["id"], "timexes": timexes}


def main() -> None:
    """Print the measures as one JSON line, then the first mistakes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--types")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--held", action="store_true")
    given = parser.parse_args()
    lines = gold_lines(given.gold)
    if given.dev or given.held:
        lines = lines[1 if given.held else 0 :: 2]
    found = {line["id"]: line for line in predictions(iter(lines))}
    types = set(given.types.split(",")) if given.types else None
    result, mistakes = score_timex.score({line["id"]: line for line in lines}, found, types)
    print(json.dumps(result))
    for mistake in mistakes[: given.errors]:
        print(*mistake, sep="\t")


if __name__ == "__main__":
    main()
