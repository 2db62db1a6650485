"""Whether a mention may and should join a cluster: what forbids it, and how much speaks for it.

What forbids (one is enough): history against news; two levels; two kinds ("quake", "water"); "halted" against
"advanced" and the like; stated days more than a day apart from those of any member; two settlements; two kinds of
target; regions that share none; running totals that shrink. A cluster keeps the bounds of all its members, so that
every member agrees with every other and a chain swallows no neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geoevents.events.merge_profiles import STEM, TARGET_FAMILY, Point, Profile, Total, distance_km
from geoevents.events.merge_rules import MergeRules
from geoevents.model import Reason

SLACK = 1  # days between two stated dates of one happening
NEAR_KM = 30.0  # from "near" a settlement to another
SITE_KM = 10.0  # from a site to the settlement that it may belong to
REPRESENTATIVES = 4  # members that a mention is compared with
PEOPLE = "people"  # the unit of persons of whatever kind
FEW = 3  # persons: smaller counts are equal by chance
_EARLY, _LATE = -(10**9), 10**9


@dataclass(slots=True)
class Cluster:
    """Mentions that are one happening, with the bounds of what may still join.

    `starts` and `ends` are the latest first and earliest last stated day, `heard` the span of publication days.
    """

    number: int
    family: str
    background: bool
    members: list[Profile] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    levels: set[str] = field(default_factory=set)
    starts: int = _EARLY
    ends: int = _LATE
    heard_first: int = _LATE
    heard_last: int = _EARLY
    undated: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    points: set[tuple[Point, ...]] = field(default_factory=set)
    regions: set[frozenset[str]] = field(default_factory=set)
    targets: set[frozenset[str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    stances: set[str] = field(default_factory=set)
    totals: dict[Total, dict[int, tuple[float, float]]] = field(default_factory=dict)

    def add(self, item: Profile) -> None:
        """Take a mention in and narrow the bounds to it."""
        self.members.append(item)
        self.copies.add(item.copies)
        if item.mention.level:
            self.levels.add(item.mention.level)
        if item.dating == "explicit":
            self.starts, self.ends = max(self.starts, item.first), min(self.ends, item.last)
        elif item.dating == "publication":
            self.heard_first, self.heard_last = min(self.heard_first, item.first), max(self.heard_last, item.last)
        else:
            self.undated.add(item.copies)
        if item.points:
            self.points.add(item.points)
        if item.regions:
            self.regions.add(item.regions)
        if item.targets:
            self.targets.add(item.targets)
        if item.kind:
            self.kinds.add(item.kind.split(".")[0])
        self.stances |= item.stances
        if item.ongoing:
            _add_totals(self.totals, item)


def _add_totals(totals: dict[Total, dict[int, tuple[float, float]]], item: Profile) -> None:
    for kind, least, most in item.totals:
        days = totals.setdefault(kind, {})
        old = days.get(item.first, (0.0, float("inf")))
        days[item.first] = (max(old[0], least), min(old[1], most))


def may_join(item: Profile, cluster: Cluster, rules: MergeRules) -> bool:
    """Whether nothing forbids that a mention is the same happening as every member of a cluster."""
    return (
        item.mention.background == cluster.background
        and _dates_allow(item, cluster, rules)
        and _levels_allow(item, cluster)
        and (not item.kind or not cluster.kinds or item.kind.split(".")[0] in cluster.kinds)
        and (not item.against & cluster.stances or bool(item.stances & cluster.stances))
        and all(not item.targets or item.targets & other for other in cluster.targets)
        and all(not item.regions or item.regions & other for other in cluster.regions)
        and all(_points_allow(item.points, other) for other in cluster.points)
        and _totals_allow(item, cluster.totals)
    )


def _dates_allow(item: Profile, cluster: Cluster, rules: MergeRules) -> bool:
    if item.dating == "none":
        return cluster.copies <= {item.copies}
    if cluster.undated and cluster.undated != {item.copies}:
        return False
    return _days_allow(item, cluster, rules.ongoing_days if item.ongoing else rules.retold_days)


def _days_allow(item: Profile, cluster: Cluster, wait: int) -> bool:
    """Whether stated days lie together, and reports without a date follow them within `wait` days."""
    if item.dating == "explicit":
        near = item.first - cluster.ends <= SLACK and cluster.starts - item.last <= SLACK
        return near and _heard_after((item.first, item.last), (cluster.heard_first, cluster.heard_last), wait)
    together = max(cluster.heard_last, item.last) - min(cluster.heard_first, item.first) <= wait
    return together and _heard_after((cluster.starts, cluster.ends), (item.first, item.last), wait)


def _heard_after(stated: tuple[int, int], heard: tuple[int, int], wait: int) -> bool:
    """Whether reports of the days `heard` can speak of what is `stated` for some days (either may be unknown)."""
    if _EARLY in {stated[0], heard[1]}:
        return True
    return stated[0] - SLACK <= heard[0] and heard[1] <= stated[1] + wait


def _levels_allow(item: Profile, cluster: Cluster) -> bool:
    """Two levels are two acts; an unknown level joins a known one only on the same days."""
    level = item.mention.level
    if level and cluster.levels:
        return level in cluster.levels
    if bool(level) == bool(cluster.levels):
        return True
    return all(_overlap(item, member) for member in cluster.members)


def _overlap(a: Profile, b: Profile) -> bool:
    return a.first <= b.last and b.first <= a.last


def _points_allow(a: tuple[Point, ...], b: tuple[Point, ...]) -> bool:
    """Whether two sets of points can be one place: one of them is shared, or near enough where one is not exact."""
    if not a or not b or a == b:
        return True
    return any(p[0] == q[0] or (not (p[3] and q[3]) and distance_km(p, q) <= _reach(p, q)) for p in a for q in b)


def _reach(a: Point, b: Point) -> float:
    return NEAR_KM if not (a[3] or b[3]) else max(SITE_KM, NEAR_KM / 2)


def _totals_allow(item: Profile, totals: Mapping[Total, Mapping[int, tuple[float, float]]]) -> bool:
    """Whether running totals only grow from report to report."""
    if not item.ongoing:
        return True
    for kind, least, most in item.totals:
        for day, (old_least, old_most) in totals.get(kind, {}).items():
            if (day < item.first and most < old_least) or (day > item.first and old_most < least):
                return False
    return True


def evidence(item: Profile, cluster: Cluster, rules: MergeRules) -> float:
    """Return the points that speak for a mention being the same happening as a cluster (its best representative)."""
    return max(_pair(item, member, rules) for member in _representatives(cluster.members))


def _representatives(members: list[Profile]) -> Iterable[Profile]:
    return members[:REPRESENTATIVES]


def needed(item: Profile, cluster: Cluster, rules: MergeRules) -> float:
    """Return the points that joining needs: more where the cluster has a mention of the same report or a copy of it."""
    if item.dating != "none" and not item.ongoing and not _days_allow(item, cluster, SLACK):
        return rules.weights["merge_late"]
    within = item.copies in cluster.copies and item.told not in rules.single
    base = "merge_within" if within else "merge"
    speech = rules.weights["merge_speech"] if item.mention.type in rules.speech else 0.0
    return max(rules.weights[base], speech)


def _pair(a: Profile, b: Profile, rules: MergeRules) -> float:
    weights = rules.weights
    return (
        (weights["same_type"] if a.told == b.told else 0.0)
        + (weights["same_kind"] if a.told == b.told and a.kind == b.kind and a.told in rules.single else 0.0)
        + (weights["same_tale"] if _one_tale(a, b, rules) else 0.0)
        + weights.get(_place_evidence(a, b), 0.0)
        + weights.get(_date_evidence(a, b, rules), 0.0)
        + (weights["same_level"] if a.mention.level and a.mention.level == b.mention.level else 0.0)
        + weights.get(_actor_evidence(a, b, rules), 0.0)
        + (weights["same_target"] if a.targets & b.targets else 0.0)
        + _figure_evidence(a, b, rules)
        + _word_evidence(a, b, weights)
    )


def _place_evidence(a: Profile, b: Profile) -> str:
    if a.points and b.points:
        return "same_site" if {p[0] for p in a.points} & {p[0] for p in b.points} else "town_in_region"
    if a.regions & b.regions:
        return "town_in_region" if a.points or b.points else "same_region"
    return "same_country" if a.countries & b.countries else ""


def _date_evidence(a: Profile, b: Profile, rules: MergeRules) -> str:
    """Name the weight of two dates.

    A report without a date speaks of its own day or of the day before, or of what goes on. Inside one report, or its
    copies, equal dates say little: its author dates two things alike without saying so.
    """
    if "none" in {a.dating, b.dating}:
        return ""
    if a.dating == b.dating == "explicit":
        return _stated_evidence(a, b, rules)
    if _both_run(a, b, rules):
        return "ongoing"
    early, late = (a, b) if a.dating == "explicit" else (b, a)
    told = early.first <= late.last and late.first - (early.dating == "explicit") <= early.last
    return "publication_day" if told else ""


def _both_run(a: Profile, b: Profile, rules: MergeRules) -> bool:
    """Whether two reports tell of what goes on."""
    alike = a.told == b.told and (not a.kind or not b.kind or a.kind == b.kind)
    return alike and a.copies != b.copies and a.told in rules.ongoing


def _stated_evidence(a: Profile, b: Profile, rules: MergeRules) -> str:
    single = a.told == b.told and a.told in rules.single
    if a.loose or b.loose:  # a counted day agrees with those beside it, and says as little as no day
        return "ongoing" if _both_run(a, b, rules) else "publication_day"
    if not _overlap(a, b):
        return "dates_touch"
    if a.copies == b.copies and not single:
        return "publication_day"
    if (a.coarse or b.coarse) and (a.first, a.last) != (b.first, b.last):
        return "dates_cover" if single else "dates_coarse"
    return "dates_overlap"


def _actor_evidence(a: Profile, b: Profile, rules: MergeRules) -> str:
    if not a.actors or not b.actors:
        return ""
    if a.actors & b.actors:
        return "actors_shared"
    return "actors_differ" if a.family in rules.actors_tell else ""


def _one_tale(a: Profile, b: Profile, rules: MergeRules) -> bool:
    """Whether one report tells of one region and day twice, with nothing that tells two acts apart.

    No town and no target is named. Either both tell of a day's shelling by one side in general; or they are of one type and
    name no two doers, and one of them states neither day nor figures, so that the other is its detail, or their figures
    agree; they share a rarer word, or are of a type that one side does all day.
    """
    if a.copies != b.copies or a.family != b.family or a.mention.type in rules.speech:
        return False
    if a.points or b.points or a.targets or b.targets or not a.regions or a.regions != b.regions or a.first != b.first:
        return False
    lead = [item for item in (a, b) if item.dating == "publication" and not item.totals]
    if not lead and _figures_agree(a, b):
        lead = [a]
    if len(lead) > 1 and a.family == TARGET_FAMILY:
        return bool(a.actors) and a.actors == b.actors
    one_doer = not a.actors or not b.actors or a.actors == b.actors
    if not lead or a.told != b.told or a.kind != b.kind or not one_doer:
        return False
    if a.told in rules.tale:  # a figure without a day is what was won so far
        return _figures_agree(a, b) or all(item.dating == "explicit" or not item.totals for item in (a, b))
    return bool(_stems(a, rules) & _stems(b, rules))


def _figures_agree(a: Profile, b: Profile) -> bool:
    """Whether both give figures of one kind, and all of those agree."""
    theirs = {kind: (least, most) for kind, least, most in b.totals}
    shared = [(least, most, *theirs[kind]) for kind, least, most in a.totals if kind in theirs]
    return bool(shared) and all(least <= most_b and least_b <= most for least, most, least_b, most_b in shared)


def _stems(item: Profile, rules: MergeRules) -> set[str]:
    """Return the stems of a mention's rarer words, those of what happened among them."""
    return {word[:STEM] for word in item.mention.keywords if word not in rules.plain_words}


def _figure_evidence(a: Profile, b: Profile, rules: MergeRules) -> float:
    """Return points for figures of one kind: equal, agreeing or growing, contradicting."""
    theirs = {kind: (least, most) for kind, least, most in b.totals}
    points = 0.0
    for kind, least, most in a.totals:
        if kind in theirs:
            points += rules.weights[_compared(a, b, (kind[0], (least, most), theirs[kind]), rules)]
        elif any(_one_count((kind, least, most), other) for other in b.totals):
            points += rules.weights["figures_agree"]
    return points


def _one_count(a: tuple[Total, float, float], b: tuple[Total, float, float]) -> bool:
    """Whether two reports count the same: "22 people" and "22 demonstrators" were arrested."""
    units = {a[0][1], b[0][1]}
    return a[0][0] == b[0][0] and a[0][2] == b[0][2] and PEOPLE in units and a[1:] == b[1:] and a[1] > FEW


def _compared(
    a: Profile, b: Profile, both: tuple[str, tuple[float, float], tuple[float, float]], rules: MergeRules
) -> str:
    """Name the weight of two figures of one kind."""
    kind, mine, other = both
    if mine == other:
        return "figures_equal"
    if (mine[0] <= other[1] and other[0] <= mine[1]) or (a.ongoing and b.ongoing):
        return "figures_agree"
    first, then = (other, mine) if mine[0] > other[1] else (mine, other)
    later = a.key.published > b.key.published if then is mine else b.key.published > a.key.published
    return "figures_grow" if later and then[0] > first[1] and kind in rules.growing else "figures_differ"


def _word_evidence(a: Profile, b: Profile, weights: Mapping[str, float]) -> float:
    """Return points for rarer words that both sentences have; copies of one sentence are recognised by them."""
    if not a.words or not b.words or _one_sentence(a, b):
        return 0.0
    shared = len(a.words & b.words)
    share = shared / min(len(a.words), len(b.words))
    if a.copies == b.copies and shared * 10 >= 7 * max(len(a.words), len(b.words)):
        return weights["words"] + weights["same_sentence"]
    return weights["words"] * share if shared > 1 else 0.0


def _one_sentence(a: Profile, b: Profile) -> bool:
    """Whether one sentence of a report tells both, so that words in common say nothing."""
    return a.report is b.report and a.mention.sentence.overlaps(b.mention.sentence)
