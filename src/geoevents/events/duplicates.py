"""Near-duplicate reports, and how many independent sources and origins stand behind an event.

Exact: shared shingles are counted through an inverted index, no sketches. Reports are taken from the fullest down;
each becomes a copy of the fullest report that holds at least half of its shingles, or stands by itself. Copies are
compared with such leaders only, so that ten thousand copies of one report cost as much as ten thousand reports, and
a chain of ever less similar texts is not one group.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from geoevents.events.merge_rules import MergeRules
from geoevents.model import EventMention, Extraction, Report
from geoevents.text.folding import fold

COPY = 0.5  # share of the smaller report's shingles that the other holds
FEWEST_SHINGLES = 8  # shorter texts are copies only when they are equal
ReportKey = tuple[str, str]  # id and text_sha256
Shingles = npt.NDArray[np.uint64]


def report_key(report: Report) -> ReportKey:
    """Return what tells reports apart: one id can have several versions of its text."""
    return (report.id, report.text_sha256)


def copy_groups(extractions: Sequence[Extraction]) -> dict[ReportKey, str]:
    """Return for each report the fullest report that it is a copy of (its own key where it is none), as "id sha256"."""
    return group_copies([(report_key(e.report), np.array(e.signature, dtype=np.uint64)) for e in extractions])


def group_copies(reports: Sequence[tuple[ReportKey, Shingles]]) -> dict[ReportKey, str]:
    """Do as `copy_groups` for reports given by their keys and shingles, sorted and each once.

    Reports that `alike` does not connect, directly or through others, do not influence each other.
    """
    ordered = sorted(reports, key=lambda report: (-len(report[1]), report[0]))
    names = [" ".join(key) for key, _ in ordered]
    signatures = [shingles for _, shingles in ordered]
    first: dict[bytes, int] = {}
    equal = [
        first.setdefault(_digest(shingles, name), n)
        for n, (shingles, name) in enumerate(zip(signatures, names, strict=True))
    ]
    leaders = _Leaders([signatures[number] for number in sorted(first.values())])
    leader_of: dict[int, int] = {}
    for number in sorted(first.values()):
        leader_of[number] = leaders.find(signatures[number], number)
    return {key: names[leader_of[same]] for (key, _), same in zip(ordered, equal, strict=True)}


def alike(a: Shingles, b: Shingles) -> bool:
    """Whether two reports can be copies: they are equal, or the fuller one holds half of the other's shingles."""
    if len(a) == len(b) and len(a) and bool((a == b).all()):
        return True
    fewer = min(len(a), len(b))
    return fewer >= FEWEST_SHINGLES and len(np.intersect1d(a, b, assume_unique=True)) >= COPY * fewer


def _digest(shingles: Shingles, name: str) -> bytes:
    return hashlib.blake2b(shingles.tobytes() or name.encode(), digest_size=16).digest()


class _Leaders:
    """The reports found so far to be no copies, by their shingles.

    A shingle that one report alone has is no evidence and stays out of the index. A report with n shingles that shares
    half of them with a leader shares one of its n // 2 + 1 rarest: only those are looked up (an exact prefix filter).
    """

    def __init__(self, signatures: Sequence[Shingles]) -> None:
        everything = np.concatenate(signatures) if signatures else np.empty(0, np.uint64)
        values, counts = np.unique(everything, return_counts=True)
        self._values, self._counts = values[counts > 1], counts[counts > 1]
        self._index: dict[int, list[int]] = defaultdict(list)
        self._kept: dict[int, Shingles] = {}

    def find(self, shingles: Shingles, number: int) -> int:
        """Return the leader of report `number`: the one with most of its shingles, or itself as a new leader."""
        shared = self._shared(shingles)
        best, most = number, COPY * len(shingles)
        if len(shingles) >= FEWEST_SHINGLES and 2 * len(shared) >= len(shingles):
            unshared = len(shingles) - len(shared)
            probes = shared[: max(0, len(shingles) // 2 + 1 - unshared)]
            for leader in sorted({leader for shingle in probes for leader in self._index.get(shingle, ())}):
                count = len(np.intersect1d(shingles, self._kept[leader], assume_unique=True))
                if count > most or (count == most and best == number):
                    best, most = leader, count
        if best == number:
            self._kept[number] = shingles
            for shingle in shared:
                self._index[shingle].append(number)
        return best

    def _shared(self, shingles: Shingles) -> list[int]:
        """Return the shingles that other reports have too, the rarest first."""
        if not len(self._values):
            return []
        places = np.minimum(np.searchsorted(self._values, shingles), len(self._values) - 1)
        found = self._values[places] == shingles
        order = np.argsort(self._counts[places[found]], kind="stable")
        return [int(value) for value in shingles[found][order]]


def count_sources(reports: Iterable[tuple[Report, str]]) -> int:
    """Return how many independent sources stand behind reports, given with their copy groups."""
    return len(set(source_of(reports).values()))


def source_of(reports: Iterable[tuple[Report, str]]) -> dict[ReportKey, str]:
    """Return the independent source of each report: copies are one, and reports of one publisher are one.

    Reports of unknown publishers count each by itself, unless they are copies.
    """
    known = list(reports)
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for report, group in known:
        if report.publisher and (house := fold(report.publisher)):
            a, b = sorted((root(f"text {group}"), root(f"publisher {house}")))
            parent[b] = a
    return {report_key(report): root(f"text {group}") for report, group in known}


def count_origins(
    mentions: Iterable[tuple[EventMention, Report]], sources: Mapping[ReportKey, str], rules: MergeRules
) -> int:
    """Return how many first sayers stand behind mentions: the named ones, and each source that names none."""
    named: set[frozenset[str]] = set()
    speaks: dict[str, bool] = {}
    for mention, report in mentions:
        source = sources[report_key(report)]
        origin = normalised_origin(mention.attributed_to, rules)
        speaks[source] = speaks.get(source, False) or bool(origin)
        if origin:
            named.add(origin)
    return len(named) + sum(not speaking for speaking in speaks.values())


def normalised_origin(name: str | None, rules: MergeRules) -> frozenset[str]:
    """Return the words of a speaker's name, in any order and without small words; empty where no one is named."""
    folded = fold(name or "")
    if not folded or folded in rules.unnamed_origins:
        return frozenset()
    return frozenset(word.replace("defence", "defense") for word in folded.split()) - {"the", "of", "s", "and", "for"}
