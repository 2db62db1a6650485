"""When reports without a date were published: on reports of many kinds, alone and in batches, and what is left open."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geoevents.lexicon import Lexicon
from geoevents.model import PublicationProposal
from geoevents.text import parse
from geoevents.times import BatchReport, find_timexes, infer_batch, infer_publication

GOLD = Path(__file__).resolve().parents[2] / "evaluation" / "gold"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def propose(text: str, lexicon: Lexicon, year: int | None = None) -> PublicationProposal:
    prose = parse(text, lexicon)
    return infer_publication(find_timexes(prose, lexicon), prose, lexicon, year=year)


def batch_report(name: str, text: str, lexicon: Lexicon, published: date | None = None) -> BatchReport:
    prose = parse(text, lexicon)
    return BatchReport(name, find_timexes(prose, lexicon), prose, published)


REPORTS = rows("publication.jsonl")


def test_eight_of_ten_reports_that_allow_it_are_within_a_day(lexicon: Lexicon) -> None:
    allowed = [row for row in REPORTS if row["allows"]]
    off = {}
    for row in allowed:
        proposal = propose(row["text"], lexicon)
        day = date.fromisoformat(row["published"])
        assert day in proposal.days, row["id"]
        off[row["id"]] = abs((proposal.days[0] - day).days)
    assert sum(days <= 1 for days in off.values()) >= 0.8 * len(allowed), off


@pytest.mark.parametrize("row", [row for row in REPORTS if not row["allows"]], ids=lambda row: row["id"])
def test_the_uncertain_are_asked_about(lexicon: Lexicon, row: dict[str, Any]) -> None:
    proposal = propose(row["text"], lexicon)
    assert proposal.days == ()
    assert proposal.asks is not None
    assert "--published" in proposal.asks


def test_history_is_no_clue_to_the_day_of_the_news(lexicon: Lexicon) -> None:
    """Of the reports of the gold, which state days of this news without a year, hardly one may be dated wrongly."""
    proposals = {row["id"]: propose(row["text"], lexicon) for row in rows("reports.jsonl")}
    wrong = {
        row["id"]: proposals[row["id"]].days
        for row in rows("reports.jsonl")
        if proposals[row["id"]].days and date.fromisoformat(row["published"]) not in proposals[row["id"]].days
    }
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Crews searched on Thursday, two days after the bridge fell on 14 August 2018. He spoke on Wednesday.", "2018-08-16"),
        ("Slicks reached the beach today, eight days after a tanker sank on March 4, 2026.", "2026-03-12"),
        ("It was read at 18:00 today, 4 January 2024. Snow is expected from Sunday.", "2024-01-04"),
        ("Floods - Update No. 2 (as of 20 June 2024)\nRain fell until Tuesday. Four died on Wednesday.", "2024-06-20"),
        ("The vote on November 14, 2021 was close. The party won in Sunday's election, it was shown on Monday.", "2021-11-15"),
    ],
)  # fmt: skip
def test_counted_and_stated_days_lead(lexicon: Lexicon, text: str, first: str) -> None:
    proposal = propose(text, lexicon)
    assert proposal.days[:1] == (date.fromisoformat(first),), proposal


def test_a_date_after_days_without_a_year_is_history(lexicon: Lexicon) -> None:
    text = "A mine killed two on August 6. On Friday the army spoke. A convoy was hit here on 12 June 2022."
    proposal = propose(text, lexicon)
    assert (proposal.days, proposal.asks) == ((), propose("It was on August 6.", lexicon).asks)


def test_a_year_that_is_known_completes_the_days_of_the_text(lexicon: Lexicon) -> None:
    text = (
        "Drones hit the airfield overnight, the governor said on Friday. On Tuesday, August 6, it had been hit before."
    )
    assert propose(text, lexicon).days == ()
    assert date(2024, 8, 9) in propose(text, lexicon, year=2024).days


def test_a_batch_gives_year_and_week_and_prefers_what_is_near_its_reports(lexicon: Lexicon) -> None:
    reports = [
        batch_report("a", "The army spoke on Friday.", lexicon),
        batch_report("b", "It was hit.", lexicon, date(2024, 8, 8)),
        batch_report("c", "It was hit.", lexicon, date(2024, 8, 12)),
        batch_report("d", "It was hit on August 6, he said on Wednesday.", lexicon),
    ]
    proposals = infer_batch(reports, lexicon)
    assert set(proposals) == {"a", "d"}
    assert proposals["a"].days[0] == date(2024, 8, 9)
    assert proposals["d"].days
    assert all(day >= date(2024, 8, 6) for day in proposals["d"].days)
    assert any(reason.rule == "times.batch" for reason in proposals["d"].reasons)


def test_a_batch_of_many_months_bounds_nothing(lexicon: Lexicon) -> None:
    reports = [
        batch_report("a", "The army spoke on Friday.", lexicon),
        batch_report("b", "It was hit.", lexicon, date(2023, 1, 8)),
        batch_report("c", "It was hit.", lexicon, date(2024, 8, 12)),
    ]
    assert infer_batch(reports, lexicon)["a"].days == ()
