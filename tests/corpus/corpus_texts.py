"""Reports for the tests of many reports: the sample reports and the own gold, each with other days and a line of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from geoevents.model import Document
from geoevents.reading import document

ROOT = Path(__file__).resolve().parents[2]


def bodies() -> list[str]:
    """Texts of the project's own reports, without their front matter."""
    paths = [*sorted((ROOT / "seeds").glob("0*.md")), *sorted((ROOT / "evaluation/gold/reports").glob("*.md"))]
    return [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in paths]


def rows(count: int) -> Iterator[dict[str, str]]:
    """Reports as rows: every seventh repeats another under a new name, so that there are copies to find."""
    texts = bodies()
    for number in range(count):
        text = texts[number * 5 % len(texts) if number % 7 else 0]
        day = date(2024, 8, 1) + timedelta(days=number % 9)
        own = f"Bulletin {number} of the district office, printed on sheet {number * 37 % 1001}." if number % 7 else ""
        yield {
            "id": f"r{number:05}",
            "text": f"{text.strip()}\n\n{own}\n",
            "published": day.isoformat(),
            "publisher": f"Paper {number % 13}",
        }


def documents(count: int) -> list[Document]:
    """The same as documents."""
    return [
        document(row["text"], id=row["id"], published=row["published"], publisher=row["publisher"], untouched=True)
        for row in rows(count)
    ]


def write_jsonl(path: Path, count: int) -> Path:
    """The same as a file of JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows(count)), encoding="utf-8")
    return path
