"""When a report can have been published: datelines, inference from one report, and from a batch."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from geoevents.lexicon import Lexicon
from geoevents.model import PublicationProposal
from geoevents.text import parse
from geoevents.times import BatchReport, dateline_date, find_timexes, infer_batch, infer_publication

ASKS_ALL = "No month or year is stated: give the publication date (--published YYYY-MM-DD)."


def propose(text: str, lexicon: Lexicon, year: int | None = None) -> PublicationProposal:
    prose = parse(text, lexicon)
    return infer_publication(find_timexes(prose, lexicon), prose, lexicon, year=year)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KYIV, Aug 9 (Reuters) - Forces struck a mall.", (8, 9, None)),
        ("MOSCOW, Aug. 8, 2024 (AP) — Forces struck.", (8, 8, date(2024, 8, 8))),
        ("A headline\nPublished: 9 August 2024\nForces struck.", (8, 9, date(2024, 8, 9))),
        ("A headline\nBy J. Smith, 9 August 2024\nForces struck.", (8, 9, date(2024, 8, 9))),
        ("Aug 8, 2024 at 3:15 pm\nForces struck.", (8, 8, date(2024, 8, 8))),
        ("LIMA, March 12 - A train derailed.", (3, 12, None)),
    ],
)
def test_datelines(lexicon: Lexicon, text: str, expected: tuple[int, int, date | None]) -> None:
    line = dateline_date(parse(text, lexicon), lexicon)
    assert line is not None
    assert (line.month, line.day, line.date) == expected
    assert line.span.of(text) == line.text


@pytest.mark.parametrize(
    "text", ["The 8 August 2024 attack was long.", "Forces struck on 9 August.", "KYIV, Feb 31 - Forces struck.", ""]
)
def test_no_dateline(lexicon: Lexicon, text: str) -> None:
    assert dateline_date(parse(text, lexicon), lexicon) is None


def test_a_hint_completes_a_dateline(lexicon: Lexicon) -> None:
    line = dateline_date(parse("KYIV, Dec 31 (AFP) - Forces struck.", lexicon), lexicon, date(2025, 1, 2))
    assert line is not None
    assert line.date == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("A missile hit a mall on Friday. Last September, a missile hit a market.", ASKS_ALL),
        ("", ASKS_ALL),
        ("It began on August 6 and went on.", "No year is stated: give the publication date (--published YYYY-MM-DD)."),
        ("On Friday he spoke of the invasion in February 2022.", "'February 2022', which says no day"),
    ],
)
def test_what_says_too_little_asks_and_fills_nothing_in(lexicon: Lexicon, text: str, asks: str) -> None:
    proposal = propose(text, lexicon)
    assert proposal.days == ()
    assert proposal.asks is not None
    assert asks in proposal.asks


# What reports say who allow it: text, and the day on which it was published.
ALLOWED = [
    ("It was hit today, 9 August 2024.", "2024-08-09"),
    ("It was hit yesterday, 8 August 2024, he said.", "2024-08-09"),
    ("It was hit two days ago, on August 6, 2024.", "2024-08-08"),
    ("KYIV, Aug. 9, 2024 (AP) — It was hit on Thursday.", "2024-08-09"),
    (
        "The town fell on Tuesday, August 6, 2024. Talks were held on Thursday, a spokesman said on Friday.",
        "2024-08-09",
    ),
    ("Troops crossed on Tuesday, 6 August 2024. On Wednesday the governor declared an emergency.", "2024-08-07"),
    (
        "The ferry sank on 9 December 2024. Officers were held after it sank last week, police said on Monday.",
        "2024-12-16",
    ),
    (
        "The offensive began on August 6, 2024 and is in its second week. He spoke today. A minister said on Tuesday it would go on.",
        "2024-08-14",
    ),
    (
        "On Monday, 3 March 2025 the river rose. By Wednesday two had drowned, the mayor said on Wednesday.",
        "2025-03-05",
    ),
    ("The strike ended on Saturday, May 10, 2025. Trains ran again on Sunday, the company said.", "2025-05-11"),
]


def test_inferred_within_a_day_on_eight_of_ten(lexicon: Lexicon) -> None:
    near = 0
    for text, published in ALLOWED:
        proposal = propose(text, lexicon)
        day = date.fromisoformat(published)
        assert day in proposal.days, f"{text}: {proposal}"
        assert proposal.reasons
        near += abs((proposal.days[0] - day).days) <= 1
    assert near >= 8


def test_reasons_name_the_words(lexicon: Lexicon) -> None:
    reasons = [str(reason) for reason in propose(ALLOWED[4][0], lexicon).reasons]
    assert any("'Tuesday, August 6, 2024'" in reason for reason in reasons)
    assert any("'Friday'" in reason for reason in reasons)


def test_a_future_date_bounds_the_day(lexicon: Lexicon) -> None:
    proposal = propose("Voting ended on Sunday, 1 June 2025. A second round will be held on June 3, 2025.", lexicon)
    assert proposal.days
    assert max(proposal.days) <= date(2025, 6, 3)


def batch_report(name: str, text: str, lexicon: Lexicon, published: date | None = None) -> BatchReport:
    prose = parse(text, lexicon)
    return BatchReport(name, find_timexes(prose, lexicon), prose, published)


def test_a_batch_bounds_its_undated_reports(lexicon: Lexicon) -> None:
    reports = [
        batch_report("a", "The army spoke on Friday.", lexicon),
        batch_report("b", "The army spoke on August 8.", lexicon, date(2024, 8, 9)),
    ]
    proposals = infer_batch(reports, lexicon)
    assert set(proposals) == {"a"}
    assert proposals["a"].days[0] == date(2024, 8, 2) or date(2024, 8, 9) in proposals["a"].days
    assert all(abs((day - date(2024, 8, 9)) / timedelta(days=1)) <= 7 for day in proposals["a"].days)
    assert proposals == infer_batch(reversed(reports), lexicon)


def test_a_batch_without_any_date_asks(lexicon: Lexicon) -> None:
    proposals = infer_batch([batch_report("a", "The army spoke on Friday.", lexicon)], lexicon)
    assert proposals["a"].asks == ASKS_ALL


def test_the_first_original_is_not_dated_by_guess(lexicon: Lexicon, corpora: Path) -> None:
    text = next((corpora / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    assert propose(text, lexicon) == PublicationProposal(days=(), reasons=propose(text, lexicon).reasons, asks=ASKS_ALL)
