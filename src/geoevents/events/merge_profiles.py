"""What merging looks at in a mention, and the block keys under which mentions can meet.

A mention meets those that share a key: type family × country and region that holds the place × day ± 1 (as two keys
a day: its own and the next, so that neighbours share one); what goes on for days also by country and by week; where no
place is known, family × actor × day; equal figures by region and week. Inside one report and its copies: by words, by
place, and region and country by day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Literal, NamedTuple
from zlib import crc32

from geoevents.events.merge_rules import MergeRules
from geoevents.model import EventMention, EventPlace, FigureKind, Report
from geoevents.text.folding import fold

POINT_KINDS = frozenset({"settlement", "capital", "site"})
STANCE_FAMILY = "fighting"  # the family whose sentences take sides ("halted", "advanced")
TARGET_FAMILY = "strike"  # the family whose sentences name what was hit
LONGEST_BLOCKED = 31  # days; longer ranges only meet ranges that are the same
WEEK = 7
_NONE: frozenset[str] = frozenset()
_NEVER = date.max.toordinal()
_WORDS = re.compile(r"[^\W\d_]{4,}")
STEM = 6  # letters that make two word forms one: "evacuated" and "evacuation"
EARTH_KM = 6371.0088

Shared = dict[frozenset[str], frozenset[str]]
Dating = Literal["explicit", "publication", "none"]
Point = tuple[str, float, float, bool]  # place id, lon, lat, exact ("in" a settlement, not near one and no site)
Total = tuple[FigureKind, str, str | None]  # kind, unit, whose


class Key(NamedTuple):
    """The order of mentions that founds an event: earliest publication, then smallest mention id, then text."""

    published: int
    mention: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A mention with all that deciding needs, computed once.

    `told` is the type that it tells of (see `MergeRules.told`), `kind` what kind of it; `towns` are the places in which it certainly plays, none where one of its points is not exact; `first` and `last` are ordinals of days; `loose` marks a date that was only counted; `copies` is the fullest report that this one is a copy of (or itself).
    """

    key: Key
    mention: EventMention
    report: Report
    copies: str
    family: str
    told: str
    kind: str
    dating: Dating
    loose: bool
    first: int
    last: int
    points: tuple[Point, ...]
    towns: tuple[str, ...]
    regions: frozenset[str]
    countries: frozenset[str]
    actors: frozenset[str]
    words: frozenset[str]
    targets: frozenset[str]
    stances: frozenset[str]
    against: frozenset[str]
    ongoing: bool
    totals: tuple[tuple[Total, float, float], ...]

    @property
    def coarse(self) -> bool:
        """Whether the date is stated, but no single day."""
        return self.dating == "explicit" and self.last > self.first

    @property
    def carried(self) -> bool:
        """Whether another sentence of the report lent the date."""
        return self.dating == "publication" and self.mention.dates.precision not in {"publication", "unknown"}

    def rank(self) -> tuple[int, int, Key]:
        """Return the place in the order of clustering: firm dates first, then precise places, then early reports."""
        dating = {"explicit": 1 if self.coarse else 0, "publication": 2, "none": 3}[self.dating]
        return (dating, 0 if self.points else 1 if self.regions else 2, self.key)

    def block_keys(self) -> Iterator[str]:
        """Yield the keys of the blocks in which this mention can meet others."""
        wheres, whens = self._wheres(), list(self._whens())
        for where in wheres:
            for when in whens:
                yield f"{self.family}|{where}|{when}"
        yield from self._tolls()
        copy = f"{self.family}|copy|{self.copies}"
        yield f"{copy}|{crc32(self.mention.quote.encode('utf-8', 'surrogatepass'))}"
        for where in wheres or ("",):
            yield f"{copy}|{where}"
        if not self.points:
            for country in self.countries:
                for when in whens:
                    yield f"{copy}|={country}|{when}"

    def _tolls(self) -> Iterator[str]:
        """Yield keys by region, week and figure: a report that tells it again, days later and without a date."""
        if self.dating == "none" or self.coarse:
            return
        week = self.first // WEEK
        for (kind, _, _), least, most in self.totals:
            for region in self.regions:
                yield f"{self.family}|{region}|{kind} {least:g} {most:g}|w{week}"
                yield f"{self.family}|{region}|{kind} {least:g} {most:g}|w{week + 1}"

    def _wheres(self) -> list[str]:
        """Return the regions; the countries where there are none, or where it goes on all over them; else an actor."""
        countries = [f"={country}" for country in sorted(self.countries)]
        regions = sorted(self.regions)
        if self.ongoing:
            regions += countries
        return regions or countries or [f"~{actor}" for actor in sorted(self.actors)[:1]]

    def _whens(self) -> Iterator[str]:
        if self.dating == "none":
            return
        if self.last - self.first > LONGEST_BLOCKED:
            yield f"{self.first}-{self.last}"
            return
        for day in range(self.first, self.last + 2):
            yield str(day)
        if self.ongoing:
            week = self.first // WEEK
            yield from (f"{self.told}w{week}", f"{self.told}w{week + 1}")


def distance_km(a: Point, b: Point) -> float:
    """Return the distance of two points on a sphere in kilometres (within 0.5 % of the ellipsoid)."""
    lon_a, lat_a, lon_b, lat_b = map(radians, (a[1], a[2], b[1], b[2]))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def profile(mention: EventMention, report: Report, copies: str, rules: MergeRules, shared: Shared) -> Profile:
    """Return what merging looks at in a mention.

    Args:
        mention: the mention.
        report: the report that it stands in.
        copies: the copy group of the report.
        rules: the rules of merging.
        shared: sets that profiles have in common, each kept once: a hundred thousand mentions name few places and actors.
    """
    dated_by = {mention.dates.basis.split(":")[0], *(reason.rule for reason in mention.rules)}
    dating, first, last = _days(mention, report, carried=not rules.carried_dates.isdisjoint(dated_by))
    places = _located(mention)
    cumulative = any(figure.cumulative for figure in mention.figures)
    family = rules.family(mention.type)
    told = rules.told(mention)
    stances = rules.stances_of(mention.quote) if family == STANCE_FAMILY else ()

    points = tuple(_point(place) for place in places if place.place.kind in POINT_KINDS)

    def once(words: Iterable[str]) -> frozenset[str]:
        found = frozenset(words)
        return shared.setdefault(found, found)

    return Profile(
        key=founding_key(mention, report),
        mention=mention,
        report=report,
        copies=copies,
        family=family,
        told=told,
        kind=rules.kind(mention),
        dating=dating,
        loose=not rules.loose_dates.isdisjoint(dated_by),
        first=first,
        last=last,
        points=points,
        towns=tuple(point[0] for point in points) if all(point[3] for point in points) else (),
        regions=once(key for key in map(region_key, places) if key),
        countries=once(p.place.country or p.place.place_id for p in places),
        actors=once(_actor_words(mention, rules)),
        words=_telling_words(mention, rules),
        targets=_targets(mention, family, rules),
        stances=once(stance.name for stance in stances),
        against=once(stance.against for stance in stances),
        ongoing=cumulative or told in rules.ongoing,
        totals=_totals(mention, rules),
    )


def _targets(mention: EventMention, family: str, rules: MergeRules) -> frozenset[str]:
    """Return what tells two of a family apart: the kinds of place that were hit, of accidents the kinds of vehicle."""
    if family == TARGET_FAMILY:
        return rules.targets(mention.quote)
    return rules.vehicles(mention.quote) if family == "accident" else _NONE


def founding_key(mention: EventMention, report: Report) -> Key:
    """Return the key whose smallest founds an event."""
    published = _NEVER if report.published is None else report.published.toordinal()
    return Key(published, mention.id, report.text_sha256)


def _days(mention: EventMention, report: Report, *, carried: bool) -> tuple[Dating, int, int]:
    dates = mention.dates
    if dates.first is not None and dates.last is not None:
        dating: Dating = "publication" if carried or dates.precision == "publication" else "explicit"
        return dating, dates.first.toordinal(), max(dates.first, dates.last).toordinal()
    if report.published is not None and not mention.background:
        return "publication", report.published.toordinal(), report.published.toordinal()
    return "none", 0, 0


def _located(mention: EventMention) -> tuple[EventPlace, ...]:
    """Return the places where it happened; where there is none, those that it was about."""
    located = tuple(place for place in mention.places if place.relation != "topic")
    return located or mention.places


def _point(place: EventPlace) -> Point:
    exact = place.relation == "in" and place.place.kind != "site" and not place.uncertainty_km
    return (place.place.place_id, place.place.lon, place.place.lat, exact)


def region_key(place: EventPlace) -> str:
    """Return "country/region" of the region that holds a place or is it; "" for a country and what has no region."""
    where = place.place
    if where.kind == "country":
        return ""
    region = where.admin1 or (where.name if where.kind == "admin1" else "")
    return f"{where.country or '-'}/{fold(region)}" if region else ""


def _actor_words(mention: EventMention, rules: MergeRules) -> frozenset[str]:
    words = (word for actor in mention.actors for word in fold(actor).split())
    return frozenset(word[:4] for word in words if word not in rules.generic_actors)


def _telling_words(mention: EventMention, rules: MergeRules) -> frozenset[str]:
    """Return the stems of the rarer words of the sentence: no plain words, trigger, places, actors or speakers."""
    start = mention.trigger.start - mention.sentence.start
    trigger = mention.quote[max(0, start) : max(0, mention.trigger.end - mention.sentence.start)]
    names = [mention.attributed_to or "", *mention.actors, *(place.place.name for place in mention.places)]
    known = " ".join([trigger, *names])
    dull = {word[:4] for word in _WORDS.findall(known.casefold())}
    words = _WORDS.findall(f"{mention.quote} {' '.join(mention.keywords)}".casefold())
    return frozenset(word[:STEM] for word in words if word not in rules.plain_words and word[:4] not in dull)


def _totals(mention: EventMention, rules: MergeRules) -> tuple[tuple[Total, float, float], ...]:
    """Return the figures as open ranges: kind, unit and side, then the least and the most that was said, lengths in
    kilometres.
    """
    found = []
    for figure in mention.figures:
        least = figure.low if figure.low is not None else 0.0
        if figure.best is not None:
            least = min(least, figure.best)  # "more than 76,000" agrees with "76,000"
        most = figure.high if figure.high is not None else float("inf")
        if figure.low is None and figure.high is None and figure.best is not None:
            least, most = 0.8 * figure.best, 1.25 * figure.best  # "around 3,000": a fifth either way
        unit, factor = rules.units.get(figure.unit, (figure.unit, 1.0))
        found.append(((figure.kind, unit, figure.side), least * factor, most * factor))
    return tuple(found)
