"""Makes a corpus out of the project's own reports: `python benchmarks/corpus_reports.py COUNT FILE.jsonl [--seed N] [--short]`.

Each report is one of the sample reports or of the own gold, retold: its places are exchanged for others of the same kind and
country, its days move, its figures change, its paragraphs come in another order or not at all, and words are replaced by
others of the same meaning. A sixth are near-copies of a report before, as agencies' texts are printed by several papers.
The same seed makes the same bytes everywhere.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from geoevents.pipeline import Resources, extract
from geoevents.reading import document

ROOT = Path(__file__).resolve().parents[1]
START = date(2023, 1, 1)
COPIES = 1 / 6
PAPERS = 400
_NUMBER = re.compile(
    r"(?<![\d.,:/-])(\d{1,3}(?:,\d{3})*|\d+)(?![\d.,:/-]|\s?(?:January|February|March|April|May|June|July|August|September|October|November|December))"
)
_YEARS = range(1900, 2100)
WORDS = (
    ("said", "stated", "reported"), ("killed", "left dead"), ("wounded", "injured", "hurt"), ("troops", "soldiers", "forces"),
    ("attack", "assault"), ("officials", "authorities"), ("residents", "inhabitants"), ("several", "a number of"),
    ("destroyed", "ruined"), ("large", "big"), ("near", "close to"), ("began", "started"), ("also", "in addition"),
    ("people", "persons"), ("about", "around"), ("evacuated", "moved to safety"), ("earlier", "before"), ("village", "settlement"),
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"\b(?:(\d{{1,2}}) ({'|'.join(MONTHS)})|({'|'.join(MONTHS)}) (\d{{1,2}}))\b")


@dataclass(frozen=True)
class Template:
    """A report to retell: its text, its day, and the places in it as (start, end, country, kind)."""

    text: str
    published: date
    places: tuple[tuple[int, int, str, str], ...]


def templates(resources: Resources) -> list[Template]:
    """Return the project's own reports with the places that are read in them."""
    found = []
    for path in [*sorted((ROOT / "seeds").glob("0*.md")), *sorted((ROOT / "evaluation/gold/reports").glob("*.md"))]:
        head, text = path.read_text(encoding="utf-8").split("---\n", 2)[1:]
        stated = re.search(r"\d{4}-\d\d-\d\d", head)
        published = date.fromisoformat(stated.group()) if stated else START
        read = extract(document(text, id=path.stem, published=published), resources)
        places = tuple(
            (r.toponym.span.start, r.toponym.span.end, r.place.country, r.place.kind)
            for r in read.resolutions
            if r.place is not None and r.place.country and r.place.kind in {"settlement", "admin1"}
            and r.toponym.role == "literal" and r.toponym.span.of(text)[:1].isupper()
        )  # fmt: skip
        found.append(Template(text, published, places))
    return found


def neighbours(resources: Resources, wanted: set[tuple[str, str]]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the names of up to 400 of the largest places of each country and kind, the largest first."""
    gazetteer = resources.atlas.gazetteer
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    order = sorted(range(len(gazetteer)), key=lambda row: (-int(gazetteer.population[row]), row))
    for row in order[:60_000]:
        place = gazetteer.place(row)
        key = (place.country or "", place.kind)
        if key in wanted and len(found[key]) < PAPERS and place.name.isascii():
            found[key].append(place.name)
    return found


class Writer:
    """Retells reports."""

    def __init__(self, seed: int, *, short: bool = False) -> None:
        """Load what is needed to read the own reports and to exchange their places; `short` ones end after a paragraph or two."""
        self._short = short
        self._random = random.Random(seed)  # noqa: S311 - a benchmark, no secret
        resources = Resources.load()
        self._templates = templates(resources)
        wanted = {(country, kind) for template in self._templates for *_, country, kind in template.places}
        self._names = neighbours(resources, wanted)

    def rows(self, count: int) -> Iterator[dict[str, str]]:
        """Yield reports as rows of JSON lines."""
        kept: list[dict[str, str]] = []
        for number in range(count):
            copied = kept and self._random.random() < COPIES
            row = dict(self._random.choice(kept)) if copied else self._retold()
            if copied:
                row["text"] = self._shortened(row["text"])
            row |= {"id": f"c{number:08}", "publisher": f"Paper {self._random.randrange(PAPERS)}"}
            kept.append(row)
            del kept[:-50]  # agencies' texts are printed within days
            yield row

    def _retold(self) -> dict[str, str]:
        template = self._random.choice(self._templates)
        shift = timedelta(days=self._random.randrange(720))
        text = self._moved(template)
        text = _DATE.sub(lambda found: self._day(found, template.published, shift), text)
        text = _NUMBER.sub(self._figure, text)
        for meanings in WORDS:
            if self._random.random() < 0.5:  # noqa: PLR2004 - a coin
                text = re.sub(rf"\b{meanings[0]}\b", self._random.choice(meanings), text)
        published = template.published + shift
        return {"text": self._shortened(text), "published": published.isoformat()}

    def _moved(self, template: Template) -> str:
        """Exchange each place for another of its kind and country, the same one everywhere in the report."""
        chosen: dict[str, str] = {}
        text = template.text
        for start, end, country, kind in sorted(template.places, reverse=True):
            name = template.text[start:end]
            others = self._names.get((country, kind))
            if (others and self._random.random() < 0.8) or name in chosen:  # noqa: PLR2004 - most places move
                new = chosen.setdefault(name, self._random.choice(others or [name]))
                text = text[:start] + new + text[end:]
        return text

    def _day(self, found: re.Match[str], published: date, shift: timedelta) -> str:
        day, month = found.group(1) or found.group(4), found.group(2) or found.group(3)
        try:
            moved = date(published.year, MONTHS.index(month) + 1, int(day)) + shift
        except ValueError:
            return found.group()
        return f"{moved.day} {MONTHS[moved.month - 1]}" if found.group(1) else f"{MONTHS[moved.month - 1]} {moved.day}"

    def _figure(self, found: re.Match[str]) -> str:
        number = int(found.group().replace(",", ""))
        if number in _YEARS or number < 3:  # noqa: PLR2004 - "one", "two" are seldom figures
            return found.group()
        changed = max(2, round(number * self._random.uniform(0.6, 1.7)))
        return f"{changed:,}" if "," in found.group() else str(changed)

    def _shortened(self, text: str) -> str:
        """Leave out a paragraph now and then, and let two change places."""
        paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
        if self._short:
            del paragraphs[self._random.choice([1, 2]) :]
        if len(paragraphs) > 4 and self._random.random() < 0.7:  # noqa: PLR2004 - short reports stay whole
            del paragraphs[self._random.randrange(2, len(paragraphs))]
        if len(paragraphs) > 4 and self._random.random() < 0.4:  # noqa: PLR2004 - as above
            at = self._random.randrange(2, len(paragraphs) - 1)
            paragraphs[at], paragraphs[at + 1] = paragraphs[at + 1], paragraphs[at]
        return "\n".join(paragraphs) + "\n"


def write(count: int, path: Path, seed: int = 7, *, short: bool = False) -> Path:
    """Write a corpus of `count` reports as JSON lines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in Writer(seed, short=short).rows(count):
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
    return path


def main() -> None:
    """Write the corpus that the arguments ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("count", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    path = write(given.count, given.path, given.seed, short=given.short)
    print(f"{given.count:,} reports, {path.stat().st_size:,} bytes in {path}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) > 1:  # `make bench` runs every script without arguments; this one is a part of corpus.py
        main()
