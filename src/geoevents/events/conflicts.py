"""Where the sources of an event contradict each other, with the reports on each side; nothing is averaged away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from geoevents.events.merge_profiles import STANCE_FAMILY, Profile, Total
from geoevents.events.merge_rules import MergeRules, Stance
from geoevents.model import Conflict, ConflictValue, DatedFigure, Event

DAYS = 1  # days between two reports that can contradict each other about one place


def conflicts_within(
    members: Sequence[Profile], figures: Mapping[Total, Sequence[tuple[Profile, DatedFigure]]]
) -> tuple[Conflict, ...]:
    """Return what the mentions of one event disagree on: days, figures, whether it happened at all."""
    if len(members) == 1:
        return ()
    return (*_dates(members), *_figures(figures), *_status(members))


def _values(reports: Mapping[str, Iterable[str]]) -> tuple[ConflictValue, ...]:
    return tuple(ConflictValue(value, tuple(sorted(set(reports[value])))) for value in sorted(reports))


def _dates(members: Sequence[Profile]) -> Iterable[Conflict]:
    """Yield the days that exclude each other: stated ones, and one stated for later than a report that tells it already."""
    stated: dict[str, list[str]] = defaultdict(list)
    firm = [member for member in members if member.dating == "explicit" and not member.loose]
    for member in firm:
        first, last = member.mention.dates.first, member.mention.dates.last
        stated[f"{first}" if first == last else f"{first} to {last}"].append(member.report.id)
    if not firm:
        return
    start, end = max(m.first for m in firm), min(m.last for m in firm)
    early = [m for m in members if m.dating == "publication" and not m.carried and m.last < start]
    for member in early:
        stated[f"by {date.fromordinal(member.last)}"].append(member.report.id)
    if start > end:
        yield Conflict("date", _values(stated), "Reports state different days for what they otherwise tell alike.")
    elif early:
        yield Conflict("date", _values(stated), "A report tells it already before the day that another states.")


def _figures(figures: Mapping[Total, Sequence[tuple[Profile, DatedFigure]]]) -> Iterable[Conflict]:
    for (kind, unit, _), points in figures.items():
        if not _figures_clash(points):
            continue
        said: dict[str, list[str]] = defaultdict(list)
        for _, dated in points:
            said[_print(dated)].append(dated.report)
        yield Conflict(kind, _values(said), f"Reports give numbers ({unit}) that exclude each other.")


def _figures_clash(points: Sequence[tuple[Profile, DatedFigure]]) -> bool:
    """Whether two reports exclude each other: on one day, or a later one gives less; growth is no contradiction, nor is
    what one report rounds ("76,000" and "more than 76,000").

    Points come in order of their days, so it suffices to keep the greatest least and, of each day, the smallest most.
    """
    before = 0.0  # what earlier days said at least
    day: object = None
    least_today, most_today = 0.0, float("inf")
    for member, dated in points:
        least, most = _bounds(member, dated)
        if dated.as_of != day:
            before, day = max(before, least_today), dated.as_of
            least_today, most_today = 0.0, float("inf")
        if _several(member, dated):
            continue
        if most < before or most < least_today or most_today < least:
            return True
        least_today, most_today = max(least_today, least), min(most_today, most)
    return False


def _several(member: Profile, dated: DatedFigure) -> bool:
    """Whether one mention gives several figures of a kind ("11,000 fled, 1,000 of them …"): parts exclude nothing."""
    figure = dated.figure
    alike = [f for f in member.mention.figures if (f.kind, f.unit, f.side) == (figure.kind, figure.unit, figure.side)]
    return len(alike) > 1


def _bounds(member: Profile, dated: DatedFigure) -> tuple[float, float]:
    number = member.mention.figures.index(dated.figure)
    _, least, most = member.totals[number]
    return least, most


def _print(dated: DatedFigure) -> str:
    figure = dated.figure
    low, best, high = (None if v is None else f"{v:,.10g}" for v in (figure.low, figure.best, figure.high))
    if low and low == high:
        return low
    if low and high:
        return f"{low} to {high}"
    if low:
        return f"at least {low}"
    return f"up to {high}" if high else f"about {best}"


def _status(members: Sequence[Profile]) -> Iterable[Conflict]:
    said: dict[str, list[str]] = defaultdict(list)
    for member in members:
        said[member.mention.status].append(member.report.id)
    against = {"denied", "disputed"} & said.keys()
    if against and said.keys() - against:
        yield Conflict("status", _values(said), "Some reports deny or dispute what others tell.")


SITUATION = "situation"  # the field of conflicts between events


def without_situation(event: Event) -> Event:
    """Return an event without what `conflicts_between` adds to it."""
    return replace(event, conflicts=tuple(conflict for conflict in event.conflicts if conflict.field != SITUATION))


def conflicts_between(events: Sequence[Event], rules: MergeRules) -> tuple[Event, ...]:
    """Return the events with what they say against each other: "halted" against "advanced" in one region, "fighting"
    against "controls" in one town, on the same days. Both events stay; each lists the conflict.
    """
    places: dict[str, list[tuple[int, Stance]]] = defaultdict(list)
    for number, event in enumerate(events):
        for place, stance in stances_of(event, rules):
            places[place].append((number, stance))
    found: dict[int, list[Conflict]] = defaultdict(list)
    for place, told in places.items():
        for number, other, conflict in _clashes(events, place, told):
            for end in (number, other):
                if conflict not in found[end]:
                    found[end].append(conflict)
    if not found:
        return tuple(events)
    return tuple(
        replace(event, conflicts=(*event.conflicts, *sorted(found[number], key=_conflict_order)))
        if number in found
        else event
        for number, event in enumerate(events)
    )


def stances_of(event: Event, rules: MergeRules) -> list[tuple[str, Stance]]:
    """Return the sides that an event's sentences take, each with what it is taken about: a town, a region, an army."""
    if rules.family(event.type) != STANCE_FAMILY or event.background or event.dates.first is None:
        return []
    stances = {stance.name: stance for ref in event.mentions for stance in rules.stances_of(ref.quote)}
    return [(place, stance) for stance in stances.values() for place in dict.fromkeys(_where(event, stance))]


def _conflict_order(conflict: Conflict) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    return (conflict.field, tuple((value.value, value.reports) for value in conflict.values))


def _where(event: Event, stance: Stance) -> Iterable[str]:
    """Return the places that a stance speaks of: towns for who holds them, whole regions for an advance.

    Whose advance it is stands for the place where one side names none.
    """
    towns = stance.name in {"held", "contested"}
    for place in event.places:
        if towns and place.place.kind in {"settlement", "capital", "site"}:
            yield place.place.place_id
        elif not towns and (region := place.place.admin1 or place.place.name):
            yield f"{place.place.country}/{region}"
    if not towns:
        yield from (f"~{actor}" for actor in event.actors)


def _clashes(
    events: Sequence[Event], place: str, told: Sequence[tuple[int, Stance]]
) -> Iterable[tuple[int, int, Conflict]]:
    ordered = sorted(told, key=lambda pair: (_day(events[pair[0]]), events[pair[0]].id, pair[1].name))
    for at, (number, stance) in enumerate(ordered):
        for other, against in ordered[at + 1 :]:
            if _day(events[other]) - _last(events[number]) > DAYS:
                break
            apart = place.startswith("~") and events[number].places and events[other].places
            if (
                other != number
                and stance.against == against.name
                and not apart
                and _one_subject(events[number], events[other])
            ):
                yield number, other, _contradiction(events, {stance.name: number, against.name: other})


def _day(event: Event) -> int:
    return 0 if event.dates.first is None else event.dates.first.toordinal()


def _last(event: Event) -> int:
    return 0 if event.dates.last is None else event.dates.last.toordinal()


def _one_subject(a: Event, b: Event) -> bool:
    """Whether both events name a party in common, or one of them names none."""
    return not a.actors or not b.actors or bool(set(a.actors) & set(b.actors))


def _contradiction(events: Sequence[Event], sides: Mapping[str, int]) -> Conflict:
    reports = {name: [ref.report for ref in events[number].mentions] for name, number in sides.items()}
    first, second = sorted(sides)
    return Conflict(
        field=SITUATION,
        values=_values(reports),
        why=f"Of one place on the same days some reports say {first}, others {second}.",
    )
