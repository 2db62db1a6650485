"""Many reports, one event: `merge(extractions) -> tuple[Event, ...]`, the reduce step.

The result depends neither on the order of the reports nor on how they were partitioned. Mentions meet in blocks, are
clustered (see `merge_clusters`), and each cluster becomes an event that keeps every mention, the best value of each
field (see `merge_values`), the number of independent sources and origins, the series of its figures, and what its
sources contradict each other on. docs/store.md tells the rules for people.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geoevents.events.conflicts import conflicts_between, conflicts_within
from geoevents.events.duplicates import ReportKey, copy_groups, count_origins, report_key, source_of
from geoevents.events.identity import event_id, with_aliases
from geoevents.events.merge_clusters import cluster, components
from geoevents.events.merge_evidence import Cluster
from geoevents.events.merge_profiles import Key, Profile, Shared, profile
from geoevents.events.merge_rules import MergeRules, merge_rules
from geoevents.events.merge_values import (
    best_dates,
    best_level,
    best_places,
    best_status,
    best_type,
    fullest,
    union,
)
from geoevents.events.series import best_figures, dated_figures, series
from geoevents.lexicon import Lexicon
from geoevents.model import (
    MAPPED_RELATIONS,
    DistanceClaim,
    Event,
    EventPlace,
    Extraction,
    Measurement,
    MentionRef,
    Place,
)

if TYPE_CHECKING:
    from geoevents.atlas import Atlas

Claims = Mapping[ReportKey, Sequence[DistanceClaim]]


def merge(
    extractions: Iterable[Extraction],
    *,
    atlas: Atlas | None = None,
    previous: Sequence[Event] = (),
    lexicon: Lexicon | None = None,
) -> tuple[Event, ...]:
    """Return the events that the mentions of all reports make, in order of date and id.

    Args:
        extractions: what was read in each report; equal ones count once, two texts of one report id as two reports.
        atlas: measures each event's distance to the nearest border, in kilometres; without it there is none.
        previous: the events of before; their ids that no event bears now become aliases.
        lexicon: the rules of merging; the shipped ones by default.

    Raises:
        DataError: when the rules of merging are missing or malformed.
    """
    with uncollected():
        return _merge(extractions, atlas, previous, merge_rules(lexicon))


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the search for garbage cycles: merging makes none, and looking for them would take half of its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _merge(
    extractions: Iterable[Extraction], atlas: Atlas | None, previous: Sequence[Event], rules: MergeRules
) -> tuple[Event, ...]:
    unique = {report_key(extraction.report): extraction for extraction in extractions}
    reports = [unique[key] for key in sorted(unique)]
    parts = merge_parts(reports, copy_groups(reports), rules)
    events = in_order([made for part in parts for made in part.made])
    contradicted = contradict(events, rules)
    measured = with_borders(contradicted, atlas) if atlas is not None else contradicted
    return with_aliases(measured, previous)


@dataclass(frozen=True, slots=True)
class Part:
    """A component: mentions that block keys connect, and the events that they make, each with its founding key.

    Whatever else is merged, the same component makes the same events; only conflicts between events, aliases and
    `in_order` look beyond it.
    """

    members: tuple[Profile, ...]
    made: tuple[tuple[Key, Event], ...]


def merge_parts(
    extractions: Sequence[Extraction], copies: Mapping[ReportKey, str], rules: MergeRules
) -> Iterator[Part]:
    """Yield the components of all mentions.

    Args:
        extractions: reports in order of their keys, each once.
        copies: the copy group of each report (see `copy_groups`).
        rules: the rules of merging.
    """
    claims = {report_key(e.report): e.claims for e in extractions if e.claims}
    parts = components(profiles_of(extractions, rules, copies))
    while parts:  # each is let go when it is done: of many mentions few are held at a time
        part = parts.pop()
        made = [(min(m.key for m in found.members), event_of(found, claims, rules)) for found in cluster(part, rules)]
        yield Part(tuple(item for item, _ in part), tuple(made))


def profiles_of(
    extractions: Sequence[Extraction], rules: MergeRules, copies: Mapping[ReportKey, str] | None = None
) -> list[Profile]:
    """Return the mentions of all reports as merging sees them; a mention id that a report repeats counts once."""
    copies = copy_groups(extractions) if copies is None else copies
    found: list[Profile] = []
    shared: Shared = {}
    for extraction in extractions:
        group = copies[report_key(extraction.report)]
        mentions = {mention.id: mention for mention in extraction.mentions}
        found += [profile(mention, extraction.report, group, rules, shared) for mention in mentions.values()]
    return found


def in_order(made: Sequence[tuple[Key, Event]]) -> list[Event]:
    """Return events, given with their founding keys, in order of date and id, each id once."""
    events = _unique_ids(made)
    events.sort(key=lambda event: (event.dates.first is None, str(event.dates.first), event.id))
    return events


def event_of(found: Cluster, claims: Claims, rules: MergeRules) -> Event:
    """Return the event that a cluster makes; where internal reports tell it too, with what the public ones tell alone.

    Args:
        found: mentions of one happening.
        claims: the distance claims of each report.
        rules: the rules of merging.
    """
    members = sorted(found.members, key=lambda member: member.key)
    whole = _event(members, found, claims, rules)
    public = [member for member in members if member.report.sharing == "public"]
    if not public or len(public) == len(members):
        return whole
    shared = _event(public, replace(found, members=public, reasons=[]), claims, rules)
    return replace(whole, public=replace(shared, id=whole.id))


def _event(members: Sequence[Profile], found: Cluster, claims: Claims, rules: MergeRules) -> Event:
    sources = source_of((member.report, member.copies) for member in members)
    kind, why_type = best_type(members, sources)
    dates, why_dates = best_dates(members)
    figures = dated_figures(members)
    first = fullest(members)
    return Event(
        id=event_id(members[0].mention.id),
        type=kind,
        summary=first.mention.summary,
        dates=dates,
        mentions=_refs(members, first),
        level=best_level(members),
        places=best_places(members, sources),
        actors=union(members, sources),
        figures=best_figures(figures),
        series=series(figures, sources),
        status=best_status(members, sources),
        attributed_to=tuple(dict.fromkeys(m.mention.attributed_to for m in members if m.mention.attributed_to)),
        background=found.background,
        mapped=any(member.mention.mapped for member in members),
        sources=len(set(sources.values())),
        origins=count_origins(((m.mention, m.report) for m in members), sources, rules),
        reports=len({report_key(member.report) for member in members}),
        conflicts=conflicts_within(members, figures),
        claims=_claims(members, claims),
        confidence=max(member.mention.confidence for member in members),
        rules=(*first.mention.rules, why_type, why_dates, *found.reasons),
        sharing="public" if any(m.report.sharing == "public" for m in members) else "internal",
    )


def _refs(members: Sequence[Profile], first: Profile) -> tuple[MentionRef, ...]:
    """Return the mentions, the one that speaks for the event first, then in order of publication."""
    ordered = [first, *(member for member in members if member is not first)]
    return tuple(
        MentionRef(
            report=member.report.id,
            mention=member.mention.id,
            sentence=member.mention.sentence,
            quote=member.mention.quote,
            url=member.report.url,
            publisher=member.report.publisher,
            published=member.report.published,
            sharing=member.report.sharing,
        )
        for member in ordered
    )


def _claims(members: Sequence[Profile], claims: Claims) -> tuple[DistanceClaim, ...]:
    """Return the distance claims that stand in the sentences of the event, each once."""
    found: dict[tuple[ReportKey, int, str], DistanceClaim] = {}
    for member in members:
        key = report_key(member.report)
        for claim in claims.get(key, ()):
            if claim.sentence.overlaps(member.mention.sentence):
                found.setdefault((key, claim.span.start, claim.kind), claim)
    return tuple(found.values())


def _unique_ids(events: Sequence[tuple[Key, Event]]) -> list[Event]:
    """Return events given with their founding keys; where two texts of one report id found one id, later ones are salted."""
    found: dict[str, Event] = {}
    for key, event in sorted(events, key=lambda pair: pair[0]):
        name = event.id if event.id not in found else event_id(key.mention, key.text_sha256)
        found[name] = event if name == event.id else replace(event, id=name)
    return list(found.values())


def contradict(events: Sequence[Event], rules: MergeRules) -> tuple[Event, ...]:
    """Return the events with what they say against each other (see `conflicts_between`).

    What public reports tell is held against what other public reports tell: where an internal report contradicts a
    public event, the event keeps itself as it is without that.
    """
    full = conflicts_between(events, rules)
    if all(event.public is None and event.sharing == "public" for event in full):
        return full
    known = {number: event.public or event for number, event in enumerate(events) if event.sharing == "public"}
    shared = dict(zip(known, conflicts_between(list(known.values()), rules), strict=True))
    return tuple(_with_public(event, shared.get(number)) for number, event in enumerate(full))


def _with_public(event: Event, public: Event | None) -> Event:
    if public is None or public == replace(event, public=None):
        return event if event.public is None else replace(event, public=None)
    return replace(event, public=public)


def with_borders(events: Sequence[Event], atlas: Atlas) -> tuple[Event, ...]:
    """Return the events with the distance of their best place to the nearest border; each place is measured once."""
    known: dict[tuple[Place, float | None], Measurement | None] = {}

    def measured(event: Event) -> Event:
        shared = event.public and measured(event.public)
        best = next((place for place in event.places if place.relation in MAPPED_RELATIONS), None)
        if best is None or not event.mapped:
            return event if shared is None else replace(event, public=shared)
        key = (best.place, best.uncertainty_km)
        if key not in known:
            known[key] = border_distance(best, atlas)
        border = known[key]
        view = atlas.borders.view if border is None else border.view
        return replace(event, border=border, border_view=view, public=shared)

    return tuple(measured(event) for event in events)


def remeasured(events: Iterable[Event], atlas: Atlas) -> Iterator[Event]:
    """Yield events with the distance of their best place to this atlas' borders; those measured so already as they are."""
    for event in events:
        done = event.border is None or atlas.borders.made(event.border)
        yield event if done else with_borders((event,), atlas)[0]


def border_distance(place: EventPlace, atlas: Atlas) -> Measurement | None:
    """Return the distance of a place to the nearest land border in kilometres: of a region its range, of a town from its
    point, and where the event is only near it, with that uncertainty. Countries, lines and wider regions have none.
    """
    where = place.place
    if where.kind in {"country", "wider-region", "line"}:
        return None
    beyond_town = place.uncertainty_km is not None and place.uncertainty_km > (where.radius_km or 0.0)
    return atlas.borders.from_place(where, reach_km=place.uncertainty_km or 0.0 if beyond_town else 0.0)
