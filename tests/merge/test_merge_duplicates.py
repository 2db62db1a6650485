"""Copies, sources and origins: independent publications are counted, rewrites are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merge_builders import one

from geoevents.events.duplicates import COPY, copy_groups, count_sources, normalised_origin, report_key
from geoevents.events.merge_rules import merge_rules
from geoevents.events.merging import merge
from geoevents.model import Extraction
from geoevents.text.folding import containment

WORDS = [f"word{n}" for n in range(400)]


def text(rng: random.Random, length: int = 120) -> str:
    return " ".join(rng.choices(WORDS, k=length))


def with_text(name: str, words: str, **fields: str) -> Extraction:
    return one(name, text=words, **fields)


def names(extractions: list[Extraction]) -> dict[str, str]:
    return {key[0]: group.split(" ")[0] for key, group in copy_groups(extractions).items()}


def test_a_shorter_edition_is_a_copy_of_the_fuller_one() -> None:
    rng = random.Random(1)  # noqa: S311 - no secret
    full = text(rng)
    short = " ".join(full.split()[10:80])
    assert names([with_text("short", short), with_text("full", full), with_text("other", text(rng))]) == {
        "short": "full",
        "full": "full",
        "other": "other",
    }


def test_ten_thousand_copies_of_one_report_are_one_source_and_every_one_is_kept() -> None:
    rng = random.Random(2)  # noqa: S311 - no secret
    words = text(rng, 200)
    copies = [with_text(f"r{n:05}", words + f" edition {n % 97}", quote="A rocket hit it.") for n in range(10_000)]
    (event,) = merge(copies)
    assert (event.reports, event.sources, event.origins) == (10_000, 1, 1)
    assert len(event.mentions) == 10_000


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 9))
def test_groups_agree_with_a_comparison_of_all_pairs(seed: int, number: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    base = [text(rng, 60) for _ in range(3)]
    made = []
    for n in range(number):
        words = rng.choice(base).split()
        cut = rng.randrange(5, 60)
        made.append(with_text(f"r{n}", " ".join(words[:cut] + text(rng, 60 - cut).split())))
    signatures = {e.report.id: e.signature for e in made}
    leaders = sorted(made, key=lambda e: (-len(e.signature), report_key(e.report)))
    expected: dict[str, str] = {}
    for extraction in leaders:
        own = extraction.report.id
        shares = [
            (containment(extraction.signature, signatures[leader]), -n, leader)
            for n, leader in enumerate(dict.fromkeys(expected.values()))
        ]
        best = max(shares, default=(0.0, 0, own))
        expected[own] = best[2] if best[0] >= COPY else own
    assert names(made) == expected


def test_short_texts_are_copies_only_when_they_are_equal() -> None:
    made = [with_text("a", "one two three"), with_text("b", "one two three"), with_text("c", "one two four")]
    assert names(made) == {"a": "a", "b": "a", "c": "c"}


def test_reports_without_text_are_no_copies_of_each_other() -> None:
    assert names([with_text("a", ""), with_text("b", "")]) == {"a": "a", "b": "b"}


def test_reports_of_one_publisher_are_one_source_and_unknown_ones_count_each() -> None:
    made = [one("a", publisher="The Herald"), one("b", publisher="THE  HERALD"), one("c"), one("d")]
    groups = copy_groups(made)
    assert count_sources((e.report, groups[report_key(e.report)]) for e in made) == 3


def test_three_rewrites_of_one_post_have_one_origin() -> None:
    made = [
        one("a", attributed_to="Vera Ivanova", publisher="A"),
        one("b", attributed_to="VERA IVANOVA", publisher="B"),
        one("c", attributed_to="Ivanova Vera", publisher="C"),
    ]
    (event,) = merge(made)
    assert (event.reports, event.sources, event.origins) == (3, 3, 1)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Russian Defence Ministry", "the Russian Ministry of Defense"),
        ("Ministry of Defence of Norland", "Norland Defense Ministry"),
    ],
)
def test_spellings_of_one_body_are_one_origin(a: str, b: str) -> None:
    rules = merge_rules()
    assert normalised_origin(a, rules) == normalised_origin(b, rules) != frozenset()


def test_nameless_speakers_count_once_a_source() -> None:
    made = [one("a", attributed_to="officials", publisher="A"), one("b", attributed_to="Officials", publisher="B")]
    (event,) = merge(made)
    assert event.origins == 2
