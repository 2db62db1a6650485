"""Events that a person merged or split: which mentions belong together, laid over what merging found."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geoevents.events.duplicates import ReportKey, report_key
from geoevents.events.merge_evidence import Cluster
from geoevents.events.merge_profiles import Key
from geoevents.events.merge_rules import MergeRules
from geoevents.events.merging import event_of, profiles_of
from geoevents.model import Event, Extraction, Reason, Span
from geoevents.store.reviews import MERGE, SPLIT, Anchor, active, all_reviews, as_anchors

Made = tuple[Key, Event]
_Named = tuple[str, str]  # report and mention
_Group = frozenset[_Named]


@dataclass(frozen=True, slots=True)
class Decision:
    """Some mentions that are to be one event (`merge`: with all of the events that hold them; else by themselves)."""

    merge: bool
    anchors: tuple[Anchor, ...]

    @property
    def reports(self) -> frozenset[str]:
        """The ids of the reports."""
        return frozenset(report for report, *_ in self.anchors)


def decisions(db: sqlite3.Connection) -> tuple[Decision, ...]:
    """Return what people decided and did not undo, in order."""
    found = (review for review in active(all_reviews(db)) if review.field in {MERGE, SPLIT})
    return tuple(Decision(review.field == MERGE, as_anchors(review.value)) for review in found)


def arranged(
    wanted: Sequence[Decision],
    made: list[Made],
    reports: Sequence[Extraction],
    copies: Mapping[ReportKey, str],
    rules: MergeRules,
) -> list[Made]:
    """Return the events, given with their founding keys, as people arranged them.

    Args:
        wanted: the decisions, in order.
        made: the events that merging found.
        reports: all reports.
        copies: the copy group of each.
        rules: the rules of merging.
    """
    if not wanted:
        return made
    groups = [frozenset((ref.report, ref.mention) for ref in event.mentions) for _, event in made]
    before = dict(zip(groups, made, strict=True))
    spans = {(r.report.id, m.id): m.sentence for r in reports for m in r.mentions}
    for decision in wanted:
        members = _members(decision, spans)
        groups = _joined(groups, members) if decision.merge else _parted(groups, members)
    changed = [group for group in groups if group not in before]
    named = _union(changed)
    touched = [report for report in reports if any((report.report.id, m.id) in named for m in report.mentions)]
    profiles = {(p.report.id, p.mention.id): p for p in profiles_of(touched, rules, copies)}
    claims = {report_key(report.report): report.claims for report in touched}
    kept = [before[group] for group in groups if group in before]
    for group in changed:
        told = [profiles[name] for name in sorted(group)]
        cluster = Cluster(0, rules.family(told[0].mention.type), all(m.mention.background for m in told), told)
        cluster.reasons.append(Reason("review.arranged", "a person merged or split it"))
        kept.append((min(member.key for member in told), event_of(cluster, claims, rules)))
    return kept


def _members(decision: Decision, spans: Mapping[_Named, Span]) -> frozenset[_Named]:
    """Return the mentions that a decision means now: its own, or where one is gone those told in the same sentence."""
    found: set[_Named] = set()
    for report, mention, start, end in decision.anchors:
        if (report, mention) in spans:
            found.add((report, mention))
        else:
            sentence = Span(start, end)
            found.update(name for name, span in spans.items() if name[0] == report and span.overlaps(sentence))
    return frozenset(found)


def _joined(groups: Sequence[_Group], members: _Group) -> list[_Group]:
    held = [group for group in groups if group & members]
    return [*(group for group in groups if group not in held), *([_union(held)] if held else [])]


def _parted(groups: Sequence[_Group], members: _Group) -> list[_Group]:
    rest = [group - members for group in groups]
    return [group for group in (*rest, _union([group & members for group in groups])) if group]


def _union(groups: Sequence[_Group]) -> _Group:
    return frozenset(name for group in groups for name in group)
