"""Make `toponyms.jsonl` from the marked passages `source/toponyms-*.txt`: `python evaluation/gold/make_toponyms.py [--check]`."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geoevents.atlas import Atlas

HERE = Path(__file__).resolve().parent
OUT = HERE / "toponyms.jsonl"
MARK = re.compile(r"\[(?:(?P<role>[DMP]):)?(?P<name>[^\]|]+)\|(?P<point>[^\]]+)\]")
HEAD = re.compile(r"^# (?P<id>\w+) (?P<style>[\w-]+) (?P<set>development|kept)\n", re.MULTILINE)
ROLES = {"D": "demonym", "M": "metonym", "P": "name-part", None: "literal"}


def passage(match: re.Match[str], body: str, atlas: Atlas) -> dict[str, Any]:
    """Return one line of gold: the text without its marks, and the names with offsets into it.

    Raises:
        ValueError: when a mark is not closed or its point is none.
    """
    text, toponyms, at = "", [], 0
    for mark in MARK.finditer(body):
        text += body[at : mark.start()]
        lat, lon = point(mark["point"], atlas)
        start = len(text)
        text += mark["name"]
        named = {"start": start, "end": len(text), "name": mark["name"], "role": ROLES[mark["role"]]}
        toponyms.append(named | {"lat": lat, "lon": lon})
        at = mark.end()
    text += body[at:]
    if re.search(r"\[[^\]]*\||\|@", text):
        raise ValueError(f"{match['id']}: a mark is not closed: write [role:words|latitude,longitude].")
    return {"id": match["id"], "style": match["style"], "set": match["set"], "text": text, "toponyms": toponyms}


def point(written: str, atlas: Atlas) -> tuple[float | None, float | None]:
    """Return (latitude, longitude) of "51.2,35.3", of a country "@RU", or nothing for "N"."""
    if written == "N":
        return None, None
    if written.startswith("@"):
        country = atlas.gazetteer.country_place(written[1:])
        if country is None:
            raise ValueError(f"{written!r} is no country: write its two letters.")
        return round(country.lat, 4), round(country.lon, 4)
    lat, _, lon = written.partition(",")
    return float(lat), float(lon)


def passages(atlas: Atlas) -> Iterator[dict[str, Any]]:
    """Yield all passages, in order of the files."""
    for path in sorted((HERE / "source").glob("toponyms-*.txt")):
        text = path.read_text(encoding="utf-8")
        heads = list(HEAD.finditer(text))
        ends = [head.start() for head in heads[1:]] + [len(text)]
        for head, end in zip(heads, ends, strict=True):
            yield passage(head, text[head.end() : end].strip(), atlas)


def lines() -> str:
    """Return what `toponyms.jsonl` holds."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in passages(Atlas.load()))


def main() -> None:
    """Write the file, or say whether it is what the sources make."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is not up to date")
    if parser.parse_args().check:
        if OUT.read_text(encoding="utf-8") != lines():
            raise SystemExit(f"{OUT.name} is not what its sources make: run python evaluation/gold/make_toponyms.py.")
        return
    OUT.write_text(lines(), encoding="utf-8")


if __name__ == "__main__":
    main()
