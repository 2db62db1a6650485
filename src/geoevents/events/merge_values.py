"""The best value of each field of an event, out of its mentions, each with the rule that chose it.

- type: what most sources say; of equals what the firmest mention says.
- dates: the finest stated date, a counted one ("four days after") behind it, then the earliest published statement; a
  day later than a report that tells it already is none; without any, the report's day stands in (of what goes on, from
  the first report to the last).
- places: all of them, the finest first, of equals what most sources name; a region that only holds a town where it happened is left to the mentions.
- status: what most sources say, of equals the more careful; told by some and denied by others is disputed.
- figures: of each kind the latest (see `series`).
- summary: of the fullest mention, the one that tells most of day, place, doer, level and figures; of equals the firmest
  (see `Profile.rank`, then figures and confidence).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

from geoevents.events.duplicates import ReportKey, report_key
from geoevents.events.merge_profiles import POINT_KINDS, Key, Profile, region_key
from geoevents.model import DateRange, EventPlace, Level, Reason, Status

PRECISION = {"day": 0, "interval": 1, "week": 1, "month": 2, "year": 3, "publication": 4, "unknown": 5}
RELATIONS = {"in": 0, "near": 1, "across": 2, "toward": 3, "from": 4, "topic": 5}
KINDS = {"site": 0, "settlement": 1, "capital": 1, "admin2": 2, "line": 3, "water": 3, "admin1": 4, "country": 6}
_OTHER_KIND = 5
CAREFUL: tuple[Status, ...] = ("denied", "disputed", "hedged", "claimed", "asserted")
_NEVER = date.max.toordinal()
T = TypeVar("T")


def firmest(members: Sequence[Profile]) -> Profile:
    """Return the mention that type and status of equals follow: firm date, precise place, most figures, surest reading."""
    return min(members, key=_firmness)


def fullest(members: Sequence[Profile]) -> Profile:
    """Return the mention that speaks for the event: it tells most of it; of equals the firmest."""
    if len(members) == 1:
        return members[0]
    return min(members, key=lambda member: (-_told(member), _firmness(member)))


def _told(member: Profile) -> int:
    """Count what a mention tells: a stated day, a town or region, a doer, a level, and up to two figures."""
    place = 2 if member.points else 1 if member.regions else 0
    stated = member.dating == "explicit" and not member.loose
    return stated + place + bool(member.actors) + bool(member.mention.level) + min(2, len(member.mention.figures))


def _firmness(member: Profile) -> tuple[object, ...]:
    dating, place, key = member.rank()
    return (dating, place, -len(member.mention.figures), -member.mention.confidence, key)


def by_source(members: Sequence[Profile], sources: Mapping[ReportKey, str], value: Mapping[int, T]) -> Counter[T]:
    """Count the sources that give each value; `value` maps the index of a member to what it says."""
    said: dict[T, set[str]] = defaultdict(set)
    for index, what in value.items():
        said[what].add(sources[report_key(members[index].report)])
    return Counter({what: len(names) for what, names in said.items()})


def best_type(members: Sequence[Profile], sources: Mapping[ReportKey, str]) -> tuple[str, Reason]:
    """Return the event's type and why."""
    if len(members) == 1:
        return members[0].mention.type, Reason("merge.type.most-sources", f"{members[0].mention.type}: 1 of 1")
    votes = by_source(members, sources, {n: m.mention.type for n, m in enumerate(members)})
    first = firmest(members).mention.type
    chosen = min(votes, key=lambda kind: (-votes[kind], kind != first, kind))
    return chosen, Reason("merge.type.most-sources", f"{chosen}: {votes[chosen]} of {votes.total()}")


def best_level(members: Sequence[Profile]) -> Level | None:
    """Return the level that the mentions name; they never name two."""
    return next((member.mention.level for member in members if member.mention.level), None)


def best_dates(members: Sequence[Profile]) -> tuple[DateRange, Reason]:
    """Return the event's days and why. A day stated for later than a report that tells it already cannot be right."""
    heard = [member for member in members if member.dating == "publication" and not member.carried]
    known = min((member.last for member in heard), default=_NEVER)
    stated = [member for member in members if member.dating == "explicit" and member.first <= known]
    if stated:
        chosen = min(stated, key=_date_rank)
        return chosen.mention.dates, Reason("merge.date.finest-then-earliest", f"stated in {chosen.report.id}")
    if carried := [member for member in members if member.carried and member.first <= known]:
        chosen = min(carried, key=_date_rank)
        return chosen.mention.dates, Reason("merge.date.carried", f"another sentence of {chosen.report.id} lends it")
    if heard:
        return _by_publication(heard)
    return members[0].mention.dates, Reason("merge.date.none", "no report states or implies a day")


def _date_rank(member: Profile) -> tuple[int, bool, int, Key]:
    return (PRECISION[member.mention.dates.precision], member.loose, member.last - member.first, member.key)


def _by_publication(heard: Sequence[Profile]) -> tuple[DateRange, Reason]:
    chosen = min(heard, key=lambda m: m.key)
    first, last = date.fromordinal(min(m.first for m in heard)), date.fromordinal(max(m.last for m in heard))
    if not chosen.ongoing:
        last = max(first, date.fromordinal(chosen.last))
    part = chosen.mention.dates.part_of_day if first == last else None
    dates = DateRange(first, last, "publication", "merge.publication", part_of_day=part)
    return dates, Reason(
        "merge.date.publication", f"no report states a day that fits; {chosen.report.id} is the earliest"
    )


def best_places(members: Sequence[Profile], sources: Mapping[ReportKey, str]) -> tuple[EventPlace, ...]:
    """Return the places of the event, the most precise first; each once, with its strongest relation.

    Left to the mentions are regions and countries that only hold a finer place where it happened, and places in a region
    that fewer than half as many sources name as name another.
    """
    found: dict[str, tuple[tuple[object, ...], EventPlace]] = {}
    named: dict[str, set[str]] = defaultdict(set)
    for member in members:
        for place in member.mention.places:
            rank = (RELATIONS[place.relation], place.span is None, place.uncertainty_km or 0.0, member.key)
            named[region_key(place)].add(sources[report_key(member.report)])
            known = found.get(place.place.place_id)
            if known is None or rank < known[0]:
                found[place.place.place_id] = (rank, place)
    if len(found) == 1:
        return tuple(place for _, place in found.values())
    most = max((len(told) for told in named.values()), default=0)
    tellers = _tellers(members, sources)
    ranked = sorted(found.values(), key=lambda pair: _best_first(pair[1], tellers[pair[1].place.place_id]))
    places = [place for _, place in ranked if 2 * len(named[region_key(place)]) >= most]
    return tuple(place for place in places if not any(_only_holds(place, other) for other in places))


def _tellers(members: Sequence[Profile], sources: Mapping[ReportKey, str]) -> Mapping[str, set[str]]:
    """Return the sources that name each place."""
    told: dict[str, set[str]] = defaultdict(set)
    for member in members:
        for place in member.mention.places:
            told[place.place.place_id].add(sources[report_key(member.report)])
    return told


def _best_first(place: EventPlace, tellers: Collection[str]) -> tuple[int, int, int, int, str]:
    """Return the order of an event's places: what may be mapped, from sites to countries, then by sources and relation."""
    topic = 1 if place.relation in {"from", "topic"} else 0
    kind = KINDS.get(place.place.kind, _OTHER_KIND)
    return (topic, kind, -len(tellers), RELATIONS[place.relation], place.place.place_id)


def _only_holds(place: EventPlace, other: EventPlace) -> bool:
    """Whether a place is a country or region that holds another place, and says no more of the event than that does.

    A country yields to any place in it, a region to a town in which it happened; not to one that it happened near.
    """
    wide, fine = place.place, other.place
    if fine is wide or wide.country != fine.country or RELATIONS[other.relation] > RELATIONS[place.relation]:
        return False
    if wide.kind == "country":
        return fine.kind in POINT_KINDS or fine.kind in {"admin1", "admin2"}
    in_town = fine.kind in POINT_KINDS and not other.uncertainty_km
    return wide.kind == "admin1" and in_town and region_key(place) == region_key(other)


def best_status(members: Sequence[Profile], sources: Mapping[ReportKey, str]) -> Status:
    """Return whether the event is asserted, claimed, hedged, disputed or denied."""
    if len(members) == 1:
        return members[0].mention.status
    votes = by_source(members, sources, {n: m.mention.status for n, m in enumerate(members)})
    if "denied" in votes and len(votes) > 1:
        return "disputed"
    return min(votes, key=lambda status: (-votes[status], CAREFUL.index(status)))


def union(members: Sequence[Profile], sources: Mapping[ReportKey, str]) -> tuple[str, ...]:
    """Return the actors of all mentions: those that most sources name first, else as the earliest names them."""
    if len(members) == 1:
        return tuple(dict.fromkeys(members[0].mention.actors))
    said: dict[str, set[str]] = defaultdict(set)
    for member in members:
        for actor in member.mention.actors:
            said[actor].add(sources[report_key(member.report)])
    return tuple(sorted(said, key=lambda actor: -len(said[actor])))
