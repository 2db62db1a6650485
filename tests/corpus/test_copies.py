"""Copies found across partitions are those that one process finds, whatever the shingles and the cut."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.corpus.copies import (
    answers_of,
    choose_probes,
    count_shared,
    deal,
    find_copies,
    gather_groups,
    link_reports,
)
from geoevents.corpus.job import Job, Steering
from geoevents.corpus.mapping import _Found, write_part
from geoevents.corpus.shuffle import connected, numbers, stars
from geoevents.events.duplicates import ReportKey, group_copies


def signatures(seed: int) -> list[tuple[ReportKey, np.ndarray]]:
    """Reports that share none, some, most or all of few shingles; short ones and empty ones among them."""
    rng = random.Random(seed)  # noqa: S311 - made-up reports, no secret
    pool = [rng.getrandbits(64) for _ in range(120)]
    made: list[tuple[ReportKey, np.ndarray]] = []
    for number in range(60):
        if made and rng.random() < 0.5:
            old = list(rng.choice(made)[1])
            words = set(rng.sample(old, int(len(old) * rng.uniform(0.3, 1)))) | set(rng.sample(pool, rng.randrange(8)))
        else:
            words = set(rng.sample(pool, rng.choice([0, 3, 7, 8, 20, 40])))
        made.append(((f"r{number}", f"s{number}"), np.array(sorted(words), np.uint64)))
    return made


@pytest.mark.parametrize("seed", range(6))
def test_copies_across_partitions_are_those_of_one_process(seed: int, tmp_path: Path) -> None:
    reports = signatures(seed)
    job = Job(str(tmp_path / "out"), 5, 3, "", 1, Steering(), ())
    for part in range(job.parts):
        heads = [{"id": key[0], "sha": key[1], "signature": words} for key, words in reports[part::5]]
        write_part(job, part, _Found(heads=heads))
    for task, count in ((count_shared, 3), (choose_probes, 5), (link_reports, 3), (gather_groups, 1), (find_copies, 3)):
        for number in range(count):
            task(job, number)
    found = {key: " ".join(key) for key, _ in reports}
    for part in range(job.parts):
        leaders, dropped = answers_of(job, part)
        assert not dropped
        found |= {reports[part::5][row][0]: leader for row, leader in leaders.items()}
    wanted = group_copies(sorted(reports, key=lambda report: report[0]))
    assert found == wanted
    assert len(set(wanted.values())) < len(wanted)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 30)), max_size=60))
def test_stars_connect_what_shares_a_key(pairs: list[tuple[int, int]]) -> None:
    keys, nodes = np.array([p[0] for p in pairs], np.uint64), np.array([p[1] for p in pairs], np.uint64)
    everyone = np.arange(31, dtype=np.uint64)
    group = connected(everyone, [stars(keys, nodes)])
    expected = list(range(31))
    for _ in range(31):
        for key in set(keys.tolist()):
            held = [expected[n] for k, n in pairs if k == key]
            expected = [min(held) if label in held else label for label in expected]
    assert group.tolist() == expected


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 7))
def test_groups_are_dealt_whole(labels: list[int], tasks: int) -> None:
    group = np.array(sorted(labels), np.int64)
    task = deal(group, tasks)
    assert all(len(set(task[group == label].tolist())) == 1 for label in set(labels))
    assert not len(task) or (task.min() >= 0 and task.max() < tasks)
    assert (np.diff(task) >= 0).all()
    assert numbers(task=task).num_rows == len(labels)
