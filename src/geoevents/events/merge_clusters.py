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
from geoevents.events.merge_profiles import Key, Profile
from geoevents.events.merge_rules import MergeRules
from geoevents.model import Reason

Blocked = tuple[Profile, tuple[int, ...]]  # a mention and the numbers of the blocks that it shares with others


def components(profiles: Sequence[Profile]) -> list[list[Blocked]]:
    """Return the groups of mentions that are connected by block keys; each in order of rank."""
    parent = list(range(len(profiles)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    first_of: dict[str, int] = {}
    blocks: dict[str, int] = {}
    shared: dict[int, list[int]] = defaultdict(list)
    for number, item in enumerate(profiles):
        for key in item.block_keys():
            first = first_of.setdefault(key, number)
            if first == number:
                continue
            if key not in blocks:
                blocks[key] = len(blocks)
                shared[first].append(blocks[key])
            shared[number].append(blocks[key])
            a, b = root(first), root(number)
            if a != b:
                parent[max(a, b)] = min(a, b)
    groups: dict[int, list[Blocked]] = defaultdict(list)
    for number, item in enumerate(profiles):
        groups[root(number)].append((item, tuple(dict.fromkeys(shared.get(number, ())))))
    return [sorted(group, key=_rank) for group in groups.values()]


def _rank(blocked: Blocked) -> tuple[int, int, Key]:
    return blocked[0].rank()


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
        if not item.towns:
            self.loose[home.number] = home
        for town in item.towns:
            self.in_town.setdefault(town, {})[home.number] = home

    def near(self, item: Profile) -> dict[int, Cluster]:
        """Return the clusters that a mention may be compared with."""
        if not item.towns:
            return self.everything
        near = dict(self.loose)
        for town in item.towns:
            near.update(self.in_town.get(town, ()))
        return near


def cluster(component: Iterable[Blocked], rules: MergeRules) -> list[Cluster]:
    """Return the happenings of one component, given in order of rank."""
    clusters: list[Cluster] = []
    blocks: dict[int, _Block] = defaultdict(_Block)
    told: dict[tuple[str, str, str], Cluster] = {}
    for item, keys in component:
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
    keys: Iterable[int],
    blocks: dict[int, _Block],
    copy: Cluster | None,
    rules: MergeRules,
) -> Cluster | None:
    """Return the cluster that a mention joins, None where it founds its own."""
    if copy is not None and copy.members[0].report is not item.report and may_join(item, copy, rules):
        return copy  # a copy of a report that tells the same words
    near: dict[int, Cluster] = {}
    for key in keys:
        near.update(blocks[key].near(item))
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
