"""Make the gold files from the readings in `source/`: phrases become offsets, and every span is checked.

    python evaluation/gold/make.py [--check]

A reading (TOML) names its report and tells, in the report's own words, what a careful reader finds in it:

    toponyms     "surface ROLE place; …" in the order of the text; ROLE is L literal, M metonym, D demonym, N name-part;
                 the place is a key of places.toml, or "-" where the words have no point
    timexes      "surface|TYPE|VALUE[|MOD]; …" in the order of the text
    [[event]]    `spans` are "first words…last words" (the first span is the event's sentence); `dates` "first [last]
                 precision"; `places` "place relation [words at which it stands | implied]"; `figures` "kind[/other kind]
                 low best high unit qualifier [optional]" with "-" for unknown
    [[non_event]] a sentence that must not become an event on the map, and why
    [[claim]]    a stated distance; `value` is "low best high unit"

The output has the form of `evaluation/score_events.py`, with `toponyms`, `timexes` and the text beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROLES = {"L": "literal", "M": "metonym", "D": "demonym", "N": "name-part"}
UNITS = {"square_mile": "square mile", "square_kilometre": "square kilometre"}

# a set and its readings; in "events" and "unseen" a report may have its events alone marked
SETS = (("seeds", "0*.toml"), ("reports", "r*.toml"), ("events", "e*.toml"), ("unseen", "u*.toml"))


class ReadingError(Exception):
    """A reading names words that its report does not have, or has twice."""


def body_of(path: Path) -> tuple[dict[str, Any], str]:
    """Return the front matter and the text of a report, as the program reads them."""
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), text


def find(text: str, phrase: str, where: str) -> tuple[int, int]:
    """Return the offsets of "first words…last words"."""
    first, _, last = phrase.partition("…")
    if text.count(first) != 1 and last:
        candidates = [i for i in range(len(text)) if text.startswith(first, i)]
        if len(candidates) != 1:
            raise ReadingError(f"{where}: {first!r} stands {len(candidates)} times in the text")
    start = text.find(first)
    end = text.find(last, start + len(first)) + len(last) if last else start + len(first)
    if start < 0 or end < start + len(first):
        raise ReadingError(f"{where}: {phrase!r} is not in the text")
    return start, end


def whole_word(text: str, surface: str, start: int) -> int:
    """Return where `surface` next stands as whole words, -1 for nowhere."""
    while (start := text.find(surface, start)) >= 0:
        before, after = text[start - 1 : start], text[start + len(surface) : start + len(surface) + 1]
        if not before.isalnum() and not (after.isalnum() and surface[-1].isalnum()):
            return start
        start += 1
    return -1


def in_order(text: str, items: list[str], where: str) -> list[tuple[int, int]]:
    """Return the offsets of surfaces that follow each other in the text."""
    spans, position = [], 0
    for surface in items:
        start = whole_word(text, surface, position)
        if start < 0:
            raise ReadingError(f"{where}: {surface!r} does not follow after character {position}")
        spans.append((start, start + len(surface)))
        position = start + len(surface)
    return spans


def split(value: str) -> list[str]:
    """Split a list written over several lines with semicolons."""
    return [item.strip() for line in value.strip().splitlines() for item in line.split(";") if item.strip()]


def number(word: str) -> float | int | None:
    """Read a number of a reading; "-" is None."""
    if word == "-":
        return None
    return float(word) if "." in word else int(word)


def figure(line: str, low_alternatives: dict[str, list[float]]) -> dict[str, Any]:
    """Read "kind[/other kind] low best high unit qualifier [optional]"."""
    words = line.split()
    optional = words[-1] == "optional"
    kinds, (low, best, high) = words[0].split("/"), (number(word) for word in words[1:4])
    qualifier = " ".join(words[5:-1] if optional else words[5:])
    made: dict[str, Any] = {"kind": kinds[0], "low": low, "best": best, "high": high}
    made |= {"unit": UNITS.get(words[4], words[4]), "qualifier": qualifier}
    if len(kinds) > 1:
        made["kind_alternatives"] = kinds
    if kinds[0] in low_alternatives:
        made["low_alternatives"] = low_alternatives[kinds[0]]
    if optional:
        made["optional"] = True
    return made


def event_place(text: str, line: str, places: dict[str, Any], where: str) -> dict[str, Any]:
    """Read "place relation [words at which it stands | implied]"."""
    key, relation, *rest = line.split(" ", 2)
    made = {
        "admin1": None,
        **places[key],
        "relation": relation,
        "start": None,
        "end": None,
        "implied": rest == ["implied"],
    }
    if rest and rest != ["implied"]:
        made["start"], _ = find(text, rest[0], where)
        made["end"] = made["start"] + len(rest[0].split(",")[0].split(" ")[0])
    return made


def event(text: str, raw: dict[str, Any], places: dict[str, Any]) -> dict[str, Any]:
    """Turn one [[event]] of a reading into gold."""
    where = raw["id"]
    spans = [list(find(text, phrase, where)) for phrase in raw["spans"]]
    *days, precision = raw.get("dates", "unknown").split()
    return {
        "id": where,
        "type": raw["type"],
        "type_alternatives": raw.get("type_alternatives", []),
        "level": raw.get("level"),
        "summary": raw["summary"],
        "sentence": spans[0],
        "spans": spans,
        "trigger": None,
        "date_start": days[0] if days else None,
        "date_end": days[-1] if days else None,
        "date_precision": precision,
        "date_alternatives": raw.get("date_alternatives", []),
        "places": [event_place(text, line, places, where) for line in raw.get("places", [])],
        "actors": raw.get("actors", []),
        "figures": [figure(line, raw.get("low_alternatives", {})) for line in raw.get("figures", [])],
        "attributed_to": raw.get("attributed_to"),
        "attributed_alternatives": raw.get("attributed_alternatives", []),
        "status": raw.get("status", "asserted"),
        "status_alternatives": raw.get("status_alternatives", []),
        "background": raw.get("background", False),
        "mapped": raw.get("mapped", True),
        "optional": raw.get("optional", False),
        "cluster": raw.get("cluster"),
    }


def claim(text: str, raw: dict[str, Any]) -> dict[str, Any]:
    """Turn one [[claim]] of a reading into gold."""
    start, end = find(text, raw["span"], raw["span"])
    low, best, high, unit = raw["value"].split()
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "kind": raw["kind"],
        "kind_alternatives": raw.get("kind_alternatives", []),
        "low": number(low),
        "best": number(best),
        "high": number(high),
        "unit": unit,
        "value_alternatives": [],
        "qualifier": raw.get("qualifier", "exact"),
        "direction": raw.get("direction"),
        "subject": raw.get("subject"),
        "reference": raw.get("reference"),
        "verdict": raw.get("verdict"),
    }


def toponyms(text: str, raw: str, places: dict[str, Any], where: str) -> list[dict[str, Any]]:
    """Turn the toponyms of a reading into gold."""
    items = [item.rsplit(" ", 2) for item in split(raw)]
    made = []
    for (surface, role, key), (start, end) in zip(items, in_order(text, [i[0] for i in items], where), strict=True):
        place = places[key] if key != "-" else {"name": None, "kind": None, "lat": None, "lon": None}
        made.append(
            {"start": start, "end": end, "name": surface, "lat": place["lat"], "lon": place["lon"]}
            | {"place": place["name"], "kind": place["kind"], "role": ROLES[role]}
        )
    return made


def timexes(text: str, raw: str, where: str) -> list[dict[str, Any]]:
    """Turn the time expressions of a reading into gold."""
    items = [item.split("|") for item in split(raw)]
    made = []
    for (surface, kind, value, *mod), (start, end) in zip(
        items, in_order(text, [i[0] for i in items], where), strict=True
    ):
        made.append({"start": start, "end": end, "text": surface, "type": kind, "value": value})
        if mod:
            made[-1]["mod"] = mod[0]
    return made


def gold_of(path: Path, places: dict[str, Any]) -> dict[str, Any]:
    """Turn one reading into one line of gold.

    Raises:
        ReadingError: when words of the reading are not in its report, or not in this order.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    report = ROOT / raw["report"]
    head, text = body_of(report)
    here = {**places, **raw.get("place", {})}
    return {
        "id": report.stem,
        "report": raw["report"],
        "set": path.parent.name,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "published": str(head["published"]) if head.get("published") else None,
        "publisher": head.get("publisher"),
        "text": text,
        "events": [event(text, one, here) for one in raw.get("event", [])],
        "non_events": [
            {"sentence": list(find(text, one["sentence"], one["why"])), "why": one["why"]}
            for one in raw.get("non_event", [])
        ],
        "distance_claims": [claim(text, one) for one in raw.get("claim", [])],
        "toponyms": toponyms(text, raw.get("toponyms", ""), here, path.name),
        "timexes": timexes(text, raw.get("timexes", ""), path.name),
    }


def main() -> int:
    """Write (or with --check compare) the gold files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="compare with what lies there, write nothing")
    arguments = parser.parse_args()
    places = tomllib.loads((HERE / "source" / "places.toml").read_text(encoding="utf-8"))
    stale = 0
    for name, pattern in SETS:
        lines = [gold_of(path, places) for path in sorted((HERE / "source").glob(pattern))]
        if not lines:
            continue  # no report waits unseen
        made = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        out = HERE / f"{name}.jsonl"
        if not arguments.check:
            out.write_text(made, encoding="utf-8")
        elif not out.exists() or out.read_text(encoding="utf-8") != made:
            stale += 1
            print(f"{out.name} is not what its readings say: run python evaluation/gold/make.py", file=sys.stderr)
        print(f"{out.name}: {len(lines)} reports, {sum(len(line['events']) for line in lines)} events", file=sys.stderr)
    return min(stale, 1)


if __name__ == "__main__":
    sys.exit(main())
