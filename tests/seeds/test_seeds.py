"""The sample reports retell their originals: every figure is there, no sentence is."""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT / "seeds").glob("0*.md"))
FREE_WORDS = (
    8  # A run of names and figures ("acting governor Alexei Smirnov said on Telegram") cannot be told otherwise.
)


def read(path: Path) -> tuple[dict[str, object], str]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'"))


def shingles(text: str, length: int) -> set[tuple[str, ...]]:
    of = words(text)
    return {tuple(of[i : i + length]) for i in range(len(of) - length + 1)}


def test_front_matter_is_complete() -> None:
    assert len(SEEDS) == 5
    for path in SEEDS:
        head, body = read(path)
        assert set(head) == {"title", "publisher", "published", "language", "original"}, path.name
        assert body.strip()


def test_two_editions_of_one_report_and_otherwise_none() -> None:
    texts = {path.name[:3]: read(path)[1] for path in SEEDS}
    for one, two in itertools.combinations(texts, 2):
        a, b = shingles(texts[one], 5), shingles(texts[two], 5)
        share = len(a & b) / min(len(a), len(b))
        assert share > 0.8 if (one, two) == ("000", "002") else share < 0.02, (one, two, share)


@pytest.mark.corpora
def test_no_sentence_is_copied(corpora: Path) -> None:
    originals = "\n".join(path.read_text(encoding="utf-8") for path in sorted((corpora / "seeds").glob("*.txt")))
    known = shingles(originals, FREE_WORDS + 1)
    for path in SEEDS:
        shared = shingles(read(path)[1], FREE_WORDS + 1) & known
        assert not shared, (path.name, [" ".join(run) for run in shared])


@pytest.mark.corpora
def test_every_figure_of_the_original_is_retold(corpora: Path) -> None:
    for path in SEEDS:
        head, body = read(path)
        original = (corpora / "seeds" / str(head["original"])).read_text(encoding="utf-8")
        assert set(re.findall(r"\d[\d,.]*\d|\d", original)) <= set(re.findall(r"\d[\d,.]*\d|\d", body)), path.name


@pytest.mark.corpora
def test_dates_are_those_of_the_manifest(corpora: Path) -> None:
    with (corpora / "seeds" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        published = {row["file"]: row["published"] for row in csv.DictReader(file)}
    for path in SEEDS:
        head, _ = read(path)
        assert str(head["published"]) == published[str(head["original"])]
