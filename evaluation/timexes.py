"""How right the time expressions are: the room alone over a gold file, with the measures of TempEval-3 task A.

    python evaluation/timexes.py GOLD.jsonl [--types DATE,TIME] [--errors N] [--dev | --held]

A gold line is {"id", "dct" or "published": "YYYY-MM-DD", "text", "timexes": [{"start", "end", "type", "value"}]}. `--dev` and `--held` take
the even or the odd documents: rules were written with the even ones in view. What is measured is told in `score_timex.py`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import score_timex  # the scorer beside this file
from geoevents.lexicon import load_lexicon
from geoevents.text import parse
from geoevents.times import anchor, find_timexes


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
    lines = [json.loads(line) for line in given.gold.read_text(encoding="utf-8").splitlines()]
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
