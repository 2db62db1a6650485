"""The last stages: each merge task makes the events of its components; what events say against each other is added."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from geoevents.corpus.job import Job
from geoevents.corpus.mapping import hash_of
from geoevents.corpus.shuffle import (
    bucket_of,
    column,
    name_of,
    read_slice,
    read_slices,
    strings,
    write_slices,
    write_whole,
)
from geoevents.corpus.tables import event_row, evidence_rows, geoparquet, table_of
from geoevents.events.conflicts import SITUATION, conflicts_between
from geoevents.events.duplicates import ReportKey, report_key
from geoevents.events.merge_profiles import STANCE_FAMILY
from geoevents.events.merge_rules import MergeRules, merge_rules
from geoevents.events.merging import in_order, merge_parts, uncollected, with_borders
from geoevents.model import Conflict, DistanceClaim, Event, EventMention, Extraction, Report
from geoevents.records import from_payload
from geoevents.store.packing import plain
from geoevents.workers import resources

EVENTS = pa.schema([("event", pa.large_string())])
STANCES = pa.schema([("task", pa.uint32()), ("event", pa.large_string())])
CONFLICTS = pa.schema([("event", pa.large_string()), ("conflict", pa.large_string())])


def _text(value: object) -> str:
    return plain(value).decode("utf-8", "surrogatepass")


def make_events(job: Job, task: int) -> None:
    """Merge the mentions of a task, and hand out the events that may contradict others by their places."""
    known = resources(job.steering.border_view)
    rules = merge_rules(known.lexicon)
    with uncollected():
        reports, copies = _reports(read_slices(job.work, "scatter", job.parts, task))
        made = [pair for part in merge_parts(reports, copies, rules) for pair in part.made]
        events = with_borders(in_order(made), known.atlas)
    told = [(event, place) for event in events for place in sorted(_contested(event, rules))]
    places = np.array([hash_of(place) for _, place in told], np.uint64)
    light = {event.id: _text(_light(event)) for event, _ in told}
    rows = pa.table([np.full(len(told), task, np.uint32), [light[event.id] for event, _ in told]], schema=STANCES)
    write_slices(job.work, name_of("stances", task), rows, bucket_of(places, job.buckets), job.buckets)
    write_whole(job.work, name_of("events", task), pa.table([[_text(event) for event in events]], schema=EVENTS))


def _reports(rows: pa.Table) -> tuple[list[Extraction], dict[ReportKey, str]]:
    """Return the reports of the mentions of a task, as far as merging needs them, and their copy groups."""
    heads: dict[str, Report] = {}
    mentions: dict[ReportKey, list[EventMention]] = defaultdict(list)
    claims: dict[ReportKey, dict[int, DistanceClaim]] = defaultdict(dict)
    copies: dict[ReportKey, str] = {}
    columns = (strings(rows, name) for name in ("head", "mention", "claims", "leader"))
    for head, mention, near, leader in zip(*columns, strict=True):
        if head not in heads:
            heads[head] = from_payload(Report, json.loads(head))
        key = report_key(heads[head])
        copies[key] = leader
        mentions[key].append(from_payload(EventMention, json.loads(mention)))
        for number, claim in json.loads(near) if near else ():
            claims[key].setdefault(number, from_payload(DistanceClaim, claim))
    reports = {report_key(report): report for report in heads.values()}
    found = [
        Extraction(reports[key], mentions=tuple(mentions[key]), claims=tuple(c for _, c in sorted(claims[key].items(), key=_number)))
        for key in sorted(reports)
    ]  # fmt: skip
    return found, copies


def _number(item: tuple[int, DistanceClaim]) -> int:
    return item[0]


def _contested(event: Event, rules: MergeRules) -> set[str]:
    """Return the places, and regions of places, about which an event may contradict others; none where it takes no side."""
    if rules.family(event.type) != STANCE_FAMILY or event.background or event.dates.first is None:
        return set()
    if not any(rules.stances_of(ref.quote) for ref in event.mentions):
        return set()
    places = [where.place for where in event.places]
    return {place.place_id for place in places} | {f"{p.country}/{p.admin1 or p.name}" for p in places}


def _light(event: Event) -> Event:
    """Return an event as far as contradictions need it."""
    return replace(event, figures=(), series=(), conflicts=(), claims=(), rules=(), attributed_to=(), border=None)


def find_conflicts(job: Job, bucket: int) -> None:
    """Find what the events of the places of a bucket say against each other."""
    rows = read_slices(job.work, "stances", job.buckets, bucket)
    task_of: dict[str, int] = {}
    found: dict[str, Event] = {}
    for task, payload in zip(column(rows, "task").tolist(), strings(rows, "event"), strict=True):
        event = from_payload(Event, json.loads(payload))
        found[event.id], task_of[event.id] = event, task
    rules = merge_rules(resources(job.steering.border_view).lexicon)
    events = conflicts_between(in_order_of_day(found.values()), rules)
    pairs = [(event.id, conflict) for event in events for conflict in event.conflicts]
    table = pa.table([[name for name, _ in pairs], [_text(conflict) for _, conflict in pairs]], schema=CONFLICTS)
    tasks = np.array([task_of[name] for name, _ in pairs], np.int64)
    write_slices(job.work, name_of("conflicts", bucket), table, tasks, job.buckets)


def in_order_of_day(events: Iterable[Event]) -> Sequence[Event]:
    """Return events in the order of `merge`."""
    return sorted(events, key=lambda event: (event.dates.first is None, str(event.dates.first), event.id))


def finish(job: Job, task: int) -> None:
    """Write the events of a task with all that contradicts them, and the sentences that they rest on."""
    against: dict[str, set[Conflict]] = defaultdict(set)
    rows = read_slices(job.work, "conflicts", job.buckets, task)
    for name, payload in zip(strings(rows, "event"), strings(rows, "conflict"), strict=True):
        conflict = from_payload(Conflict, json.loads(payload))
        if conflict.field == SITUATION:
            against[name].add(conflict)
    payloads = strings(read_slice(job.work, name_of("events", task), 0), "event")
    events = [_contradicted(from_payload(Event, json.loads(payload)), against) for payload in payloads]
    evidence = [row for event in events for row in evidence_rows(event)]
    job.folder.write(f"evidence/part-{task:05}.parquet", geoparquet(table_of("evidence", evidence)))
    job.folder.write(f"events/part-{task:05}.parquet", geoparquet(table_of("events", [event_row(e) for e in events])))


def _contradicted(event: Event, against: dict[str, set[Conflict]]) -> Event:
    found = sorted(against.get(event.id, ()), key=_order)
    return replace(event, conflicts=(*event.conflicts, *found)) if found else event


def _order(conflict: Conflict) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    return (conflict.field, tuple((value.value, value.reports) for value in conflict.values))
