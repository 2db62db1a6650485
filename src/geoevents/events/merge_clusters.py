"""From profiles to clusters: blocks, components, and one deterministic pass over each component.

Mentions that share no block key, directly or through others, cannot influence each other: they form components, which
can be clustered apart, in any order and on any machine. Inside a component the mentions are taken in the order of
`Profile.rank` and each joins the cluster with most evidence that nothing forbids, or founds one. So the result depends
neither on the order of the reports nor on their partition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from geoevents.events.merge_evidence import Cluster, evidence, may_join, needed
from geoevents.events.merge_profiles import Profile
from geoevents.events.merge_rules import MergeRules
from geoevents.model import Reason


def components(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Return the groups of mentions that are connected by block keys; each in order of rank."""
    parent = list(range(len(profiles)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    seen: dict[str, int] = {}
    for number, item in enumerate(profiles):
        for key in item.block_keys():
            first = seen.setdefault(key, number)
            a, b = root(first), root(number)
            if a != b:
                parent[max(a, b)] = min(a, b)
    groups: dict[int, list[Profile]] = defaultdict(list)
    for number, item in enumerate(profiles):
        groups[root(number)].append(item)
    return [sorted(group, key=Profile.rank) for group in groups.values()]


class _Block:
    """The clusters that mentions of one block key can join, those in certain towns looked up by town.

    A mention in certain towns can only join clusters that share one of them, or have none (see `may_join`).
    """

    __slots__ = ("everything", "in_town", "loose")

    def __init__(self) -> None:
        self.everything: dict[int, Cluster] = {}
        self.loose: dict[int, Cluster] = {}
        self.in_town: dict[str, dict[int, Cluster]] = {}

    def add(self, home: Cluster, item: Profile) -> None:
        """Note that a mention of this block has joined a cluster."""
        self.everything[home.number] = home
        towns = certain_towns(item)
        if not towns:
            self.loose[home.number] = home
        for town in towns:
            self.in_town.setdefault(town, {})[home.number] = home

    def near(self, item: Profile) -> dict[int, Cluster]:
        """Return the clusters that a mention may be compared with."""
        towns = certain_towns(item)
        if not towns:
            return self.everything
        return self.loose | {number: home for town in towns for number, home in self.in_town.get(town, {}).items()}


def certain_towns(item: Profile) -> tuple[str, ...]:
    """Return the towns in which a mention plays, none where one of its points is not exact."""
    return tuple(point[0] for point in item.points) if all(point[3] for point in item.points) else ()


def cluster(component: Iterable[Profile], rules: MergeRules) -> list[Cluster]:
    """Return the happenings of one component, given in order of rank."""
    clusters: list[Cluster] = []
    blocks: dict[str, _Block] = defaultdict(_Block)
    told: dict[tuple[str, str, str], Cluster] = {}
    for item in component:
        keys = tuple(item.block_keys())
        same = (item.copies, item.mention.type, item.mention.quote)
        home = _home(item, keys, blocks, told.get(same), rules)
        if home is None:
            home = Cluster(number=len(clusters), family=item.family, background=item.mention.background)
            clusters.append(home)
        home.add(item)
        told.setdefault(same, home)
        for key in keys:
            blocks[key].add(home, item)
    return clusters


def _home(
    item: Profile,
    keys: Iterable[str],
    blocks: dict[str, _Block],
    copy: Cluster | None,
    rules: MergeRules,
) -> Cluster | None:
    """Return the cluster that a mention joins, None where it founds its own."""
    if copy is not None and copy.members[0].report is not item.report and may_join(item, copy, rules):
        return copy  # a copy of a report that tells the same words
    near = {number: other for key in keys for number, other in blocks[key].near(item).items()}
    best: tuple[float, int] | None = None
    for number, other in near.items():
        if not may_join(item, other, rules):
            continue
        points = evidence(item, other, rules)
        if points >= needed(item, other, rules) and (best is None or (points, -number) > best):
            best = (points, -number)
    if best is None:
        return None
    near[-best[1]].reasons.append(Reason("merge.joined", f"{item.mention.report}: {best[0]:.1f} points"))
    return near[-best[1]]
