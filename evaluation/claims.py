"""Score distance claims on `gold/distance_sentences.jsonl`: 90 own sentences, true and false, from all over the world.

    python evaluation/claims.py [--errors]

Truth is written in each sentence's `basis`: geodesics between published coordinates, published areas and border
positions. Counted are claims found (words overlap), kind, value (2 %), subject, reference, verdict and direction
verdict, each over the gold claims, and claims found where the gold has none.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoevents.events.claims.find import find_claims
from geoevents.model import Document
from geoevents.places import Recogniser, find_toponyms, resolve
from geoevents.text import fold, parse

if TYPE_CHECKING:
    from geoevents.atlas import Atlas
    from geoevents.lexicon import Lexicon
    from geoevents.model import DistanceClaim

GOLD = Path(__file__).parent / "gold" / "distance_sentences.jsonl"
_TOLERANCE = 0.02


def score(atlas: Atlas, lexicon: Lexicon, recogniser: Recogniser) -> tuple[dict[str, float], list[str]]:
    """Return each figure (0 to 1, and the counts `claims` and `extra`) and a line for each mistake."""
    counts: Counter[str] = Counter()
    mistakes: list[str] = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = list(_claims(row["text"], atlas, lexicon, recogniser))
        for gold in row["claims"]:
            counts["claims"] += 1
            claim = _matching(row["text"], gold, found)
            if claim is None:
                mistakes.append(f"{row['id']} missed {gold['words']!r}")
                continue
            found.remove(claim)
            counts["found"] += 1
            for name, right in _compared(gold, claim).items():
                counts[name] += right
                if not right:
                    mistakes.append(
                        f"{row['id']} {name}: {gold} → {claim.why} ({claim.subject_name} → {claim.reference_name})"
                    )
        counts["extra"] += len(found)
        mistakes.extend(f"{row['id']} extra {claim.text!r}" for claim in found)
    names = ("found", "kind", "value", "subject", "reference", "verdict", "direction")
    figures = {name: counts[name] / counts["claims"] for name in names}
    return {**figures, "claims": counts["claims"], "extra": counts["extra"]}, mistakes


def _claims(text: str, atlas: Atlas, lexicon: Lexicon, recogniser: Recogniser) -> tuple[DistanceClaim, ...]:
    prose = parse(text, lexicon)
    resolutions = resolve(find_toponyms(prose, atlas, recogniser, lexicon), prose, atlas)
    return find_claims(Document("gold", text, ""), prose, resolutions, (), atlas, lexicon)


def _matching(text: str, gold: dict[str, Any], found: list[DistanceClaim]) -> DistanceClaim | None:
    start = text.rindex(gold["words"])
    overlapping = [c for c in found if c.span.start < start + len(gold["words"]) and start < c.span.end]
    return overlapping[0] if overlapping else None


def _compared(gold: dict[str, Any], claim: DistanceClaim) -> dict[str, bool]:
    return {
        "kind": claim.kind == gold["kind"],
        "value": all(_same(gold[key], getattr(claim, key)) for key in ("low", "best", "high")),
        "subject": _named(gold["subject"]) == _named(claim.subject_name),
        "reference": _named(gold["reference"]) == _named(claim.reference_name),
        "verdict": claim.verdict == gold["verdict"],
        "direction": claim.direction == gold["direction"] and claim.direction_verdict == gold["direction_verdict"],
    }


def _same(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else abs(a - b) <= _TOLERANCE * max(abs(a), 0.01)


def _named(name: str | None) -> str | None:
    return fold(name).removeprefix("the ") if name else None


def main() -> None:
    """Print the figures, and the mistakes with `--errors`."""
    from geoevents.atlas import Atlas  # noqa: PLC0415 - data is opened when the script runs
    from geoevents.lexicon import load_lexicon  # noqa: PLC0415 - as above

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print each mistake")
    wanted = parser.parse_args()
    figures, mistakes = score(Atlas.load(), load_lexicon(), Recogniser.load())
    for name, value in figures.items():
        print(f"{name:12s} {value:.3f}" if isinstance(value, float) else f"{name:12s} {value}")
    if wanted.errors:
        print(*mistakes, sep="\n")


if __name__ == "__main__":
    main()
