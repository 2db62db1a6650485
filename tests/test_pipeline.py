"""The flow of a report: read by itself or beside others, short or very long."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geoevents.model import Document
from geoevents.pipeline import Options, Resources, extract, extract_batch
from geoevents.reading import document
from geoevents.workers import Reading, Task, Trouble, read_reports, whole

ROOT = Path(__file__).resolve().parents[1]
_WORST = 1.7  # times as much for each character as in a short text
_TRIES = 4  # a machine that is busy otherwise may slow one of them down


def reports() -> list[Document]:
    """The sample reports, every third one undated, and texts that are none."""
    paths = [*sorted((ROOT / "seeds").glob("0*.md")), *sorted((ROOT / "evaluation/gold/reports").glob("*.md"))[:12]]
    texts = [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in paths]
    texts += ["", " \n", "Взрыв в Курске.", "KYIV — Shells hit Sudzha on Friday.", "a" * 4_000]
    return [
        document(text, id=f"r{n}", published=date(2024, 8, 9) if n % 3 else None, untouched=True)
        for n, text in enumerate(texts)
    ]


def long_text(characters: int, resources: Resources) -> str:
    """Sentences of the own reports among others that tell of strikes on towns all over the world; the same every time."""
    gazetteer, chance = resources.atlas.gazetteer, random.Random(7)  # noqa: S311 - no secret
    pool = [line for made in reports() for line in made.text.split(". ") if 30 < len(line) < 300]
    made: list[str] = []
    size = 0
    while size < characters:
        towns = [gazetteer.label(chance.randrange(len(gazetteer))) for _ in range(2)]
        told = (
            f"At least {chance.randrange(2, 90)} people were killed when shells hit {towns[0]} on "
            f"{chance.choice(('Monday', 'Tuesday', '3 August'))}, officials in {towns[1]} said."
        )
        made.append(" ".join([told, *(f"{chance.choice(pool).strip()}." for _ in range(3))]))
        size += len(made[-1]) + 2
    return "\n\n".join(made)[:characters]


def seconds(text: str, resources: Resources) -> float:
    """Processor time of one reading."""
    report = document(text, id="long", published=date(2024, 8, 9))
    start = time.process_time()
    extract(report, resources)
    return time.process_time() - start


def test_reports_read_side_by_side_are_read_as_each_by_itself(resources: Resources) -> None:
    made = reports()
    together = extract_batch(made, resources)
    assert together == tuple(extract(report, resources) for report in made)
    assert extract_batch((), resources) == ()


def test_what_is_remembered_of_a_report_is_not_taken_for_that_of_another(resources: Resources) -> None:
    strike = document("Two people were killed when shells hit Sudzha on Friday.", id="a", published=date(2024, 8, 9))
    calm = document("Nobody was hurt when the sun shone on Sudzha on Friday.", id="b", published=date(2024, 8, 9))
    alone = [extract(report, resources) for report in (strike, calm)]
    for order in ((0, 1), (1, 0), (0, 1, 0, 1) * 12):
        found = extract_batch([(strike, calm)[n] for n in order], resources)
        assert list(found) == [alone[n] for n in order]


def test_a_text_that_breaks_off_at_any_word_is_read(resources: Resources) -> None:
    text = "A missile strike on Kyiv is expected to be told of, and 5 people were killed on Friday near the border."
    words = text.split(" ")
    cut = [document(" ".join(words[:end]), id="cut", published=date(2024, 8, 9)) for end in range(1, len(words) + 1)]
    assert len(extract_batch(cut, resources)) == len(words)


def test_one_report_that_cannot_be_read_costs_none_of_those_beside_it() -> None:
    made = reports()[:6]
    broken = replace(made[2], published="yesterday")  # type: ignore[arg-type]  # a defect of who makes documents
    outcomes = [outcome for _, outcome in read_reports([*made[:2], broken, *made[3:]], Task(whole, Options()))]
    assert [type(outcome) for outcome in outcomes] == [Reading, Reading, Trouble, Reading, Reading, Reading]


@pytest.mark.parametrize("join", ["\n\n", " "], ids=["paragraphs", "one line"])
def test_a_text_eight_times_as_long_takes_about_eight_times_as_long(join: str, resources: Resources) -> None:
    long = join.join(long_text(240_000, resources).split("\n\n"))
    short = long[:30_000]
    seconds(short, resources)  # what is looked up once is not counted
    ratios = []
    for _ in range(_TRIES):
        ratios.append(seconds(long, resources) / seconds(short, resources) / 8)
        if ratios[-1] <= _WORST:
            return
    pytest.fail(f"eight times as long takes {min(ratios) * 8:.1f} times as long")
