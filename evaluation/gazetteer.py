"""How right the look-ups of the gazetteer are: names of our own collection, in up to four spellings each.

    python evaluation/gazetteer.py [--write]

`gold/gazetteer.csv` has towns, namesakes, regions, countries and demonyms: English, local Latin, another script, and an old
or news spelling, each with the GeoNames id that it means, its country, for namesakes its region, and a rounded point, all
checked by hand. `--write` puts the table into results/gazetteer.md.

found: the place is among the candidates of the name alone. first: it is the best of them. hinted: it is the best with its
country (and region, where given) as a hint. Demonyms are looked up as such.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geoevents.atlas import Gazetteer, distance_km

HERE = Path(__file__).resolve().parent
GOLD = HERE / "gold" / "gazetteer.csv"
RESULTS = HERE / "results" / "gazetteer.md"
SPELLINGS = ("english", "local", "other_script", "old_or_news")
WORDS = {"english": "English", "local": "local, Latin", "other_script": "other script", "old_or_news": "old or news"}
MANY = 1000  # candidates looked at: all of a name
NEAR_KM = 25.0  # rounded points are up to 8 km off; those of countries and regions are not compared


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one spelling."""

    kind: str
    spelling: str
    name: str
    expected: str
    found: bool
    first: bool
    hinted: bool


def read(path: Path = GOLD) -> list[dict[str, str]]:
    """Read the collection."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def misplaced(gazetteer: Gazetteer, rows: list[dict[str, str]]) -> list[str]:
    """Return the names whose place is not in the gazetteer, in another country, or (towns) far from the given point."""
    wrong = []
    for row in rows:
        place = gazetteer.by_id(row["place_id"])
        if place is None or place.country != row["country"]:
            wrong.append(row["english"])
        elif row["kind"] in {"town", "namesake"}:
            away = distance_km(place.lon, place.lat, float(row["lon"]), float(row["lat"]))
            wrong += [row["english"]] if away > NEAR_KM else []
    return wrong


def look_up(gazetteer: Gazetteer, row: Mapping[str, str], spelling: str) -> Answer:
    """Look one spelling up."""
    name, expected = row[spelling], row["place_id"]
    if row["kind"] == "demonym":
        place = gazetteer.demonym(name)
        right = place is not None and place.place_id == expected
        return Answer(row["kind"], spelling, name, expected, right, right, right)
    alone = [c.place.place_id for c in gazetteer.candidates(name, limit=MANY)]
    hinted = gazetteer.candidates(name, country=row["country"], region=row["region"] or None, limit=1)
    return Answer(
        row["kind"], spelling, name, expected, expected in alone, alone[:1] == [expected],
        bool(hinted) and hinted[0].place.place_id == expected,
    )  # fmt: skip


def measure(gazetteer: Gazetteer, rows: list[dict[str, str]]) -> list[Answer]:
    """Look all spellings of all names up."""
    return [look_up(gazetteer, row, spelling) for row in rows for spelling in SPELLINGS if row[spelling]]


def shares(answers: list[Answer]) -> dict[str, float]:
    """Return the shares of found, first and hinted, overall and by kind ("town first")."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        for name in ("all", answer.kind):
            groups[name].append(answer)
    return {
        f"{name} {measure}": sum(bool(getattr(a, measure)) for a in group) / len(group)
        for name, group in groups.items()
        for measure in ("found", "first", "hinted")
    }


def page(rows: list[dict[str, str]], answers: list[Answer], version: str) -> str:
    """Write the results as Markdown."""
    made = f"Made by `python evaluation/gazetteer.py --write`: {len(rows)} places and peoples of our own collection"
    where = f"(`gold/gazetteer.csv`), {len(answers)} spellings, gazetteer {version}."
    explained = (
        "**found**: among the candidates of the name alone. **first**: the best of them (a namesake is rightly not: Paris "
        "alone is not the one in Texas). **hinted**: the best with country, and region where the collection gives one."
    )
    lines = ["# How right the look-ups are", "", f"{made} {where}", "", explained, ""]
    lines += ["| kind | spelling | names | found | first | hinted |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    kinds = list(dict.fromkeys(answer.kind for answer in answers))
    for kind in kinds:
        for spelling in (*SPELLINGS, ""):
            group = [a for a in answers if a.kind == kind and spelling in {"", a.spelling}]
            if group:
                lines.append(_row(kind, WORDS.get(spelling, "all"), group))
    lines.append(_row("all", "all", answers))
    lines += ["", "Not first even with the hint:", ""]
    lines += [
        f"- {a.kind}: {a.name} ({WORDS[a.spelling]}; {'found' if a.found else 'not found'})"
        for a in answers
        if not a.hinted
    ]
    return "\n".join(lines) + "\n"


def _row(kind: str, spelling: str, group: list[Answer]) -> str:
    cells = [f"{sum(bool(getattr(a, m)) for a in group) / len(group):.3f}" for m in ("found", "first", "hinted")]
    return f"| {kind} | {spelling} | {len(group)} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--write", action="store_true", help="write results/gazetteer.md")
    given = parser.parse_args()
    gazetteer, rows = Gazetteer(added=False), read()
    text = page(rows, measure(gazetteer, rows), gazetteer.version)
    print(text)
    if given.write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
