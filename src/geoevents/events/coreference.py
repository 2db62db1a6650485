"""One event is told once a report: definite phrases point back, headlines repeat the lead, and retellings are joined."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import attrgetter

from geoevents.events.dates.words import lasting
from geoevents.events.drafts import Draft
from geoevents.events.figures.sharing import add_figures
from geoevents.events.sites import holds
from geoevents.events.siting import Siting
from geoevents.events.types import EventRules
from geoevents.model import Figure, Reason

_FORCE_FAMILIES = frozenset({"front", "strike"})
_LEAD = 2  # sentences in which a definite phrase may introduce its event
_SAME_DAYS = 9  # days between a publication date that stands in and a stated day of the same event
_CONSEQUENCES = frozenset({"accident", "damage"})
_TOLD = 200  # events back of its own type to which one can be told again: books have more
_RETOLD = _CONSEQUENCES | {"attack"}  # types that may only tell what another event did
_CAUSES = frozenset({"disaster", "strike", "attack", "accident", "battle"})
_HARMFUL = frozenset({"control", "incursion", "advance", "protest", "capture"})  # what deaths told later may belong to
_TOGETHER = frozenset({"killed", "wounded", "missing", "troops", "equipment", "displaced", "evacuated"})
_FORCES = {
    "quake": "earth", "volcano": "fire", "fire": "fire", "burnt": "fire", "acres": "fire", "slow": "drought",
    "epidemic": "disease", "disease": "disease", "cases": "disease", "confirmed-case": "disease",
}  # fmt: skip
_LASTING = 12  # sentences in which buildings fall that a disaster told before brought down
_CLOSE = 3  # sentences between a cause and what it did
_FARTHEST = max(_CLOSE, _LASTING)
_GENERAL = frozenset(
    {"attack", "attacks", "assault", "raid", "offensive", "operation", "strike", "strikes", "assaults"}
)


def resolve_references(drafts: Sequence[Draft], rules: EventRules, text: str) -> list[Draft]:
    """Drop definite phrases ("the incursion") that point to an event told elsewhere; they hand on their day and figures."""
    kept: list[Draft] = []
    before: dict[str, tuple[int, Draft]] = {}  # of each type the last one kept so far, with its place among all
    ahead: dict[str, list[tuple[int, Draft]]] = defaultdict(list)  # of each type those that are told anew
    for at, draft in enumerate(drafts):
        if _may_be_meant(draft) and not _points_back(draft):
            ahead[draft.type].append((at, draft))
    for at, draft in enumerate(drafts):
        if _points_back(draft):
            target = _antecedent(draft, before, rules, text) or _antecedent(
                draft, _first_behind(ahead, at), rules, text
            )
            if target is not None and _adds_nothing_else(draft, target):
                _hand_on(draft, target)
                continue
            if not _says_something(draft):
                continue
        kept.append(draft)
        if _may_be_meant(draft):
            before[draft.type] = (-at, draft)
    return kept


def _points_back(draft: Draft) -> bool:
    """Whether an event is told by a definite phrase."""
    return draft.trigger.nominal and draft.reality.definite


def _may_be_meant(draft: Draft) -> bool:
    return not draft.background and draft.type != "statement"


def _first_behind(told: Mapping[str, list[tuple[int, Draft]]], at: int) -> dict[str, tuple[int, Draft]]:
    """Return, of each type, the first draft behind a place."""
    found = {}
    for kind, pairs in told.items():
        first = bisect_right(pairs, at, key=lambda pair: pair[0])
        if first < len(pairs):
            found[kind] = pairs[first]
    return found


def _antecedent(draft: Draft, told: Mapping[str, tuple[int, Draft]], rules: EventRules, text: str) -> Draft | None:
    """Return the event that a definite phrase means: of its type, else of its family, else any use of force for "attack".

    `told` holds the nearest event of each type, with a number that is smaller the nearer it stands.
    """
    family = rules.family(draft.type)
    word = draft.trigger.span.of(text).lower()
    for fits in (
        lambda kind: kind == draft.type,
        lambda kind: word in _GENERAL and kind == "incursion",
        lambda kind: rules.family(kind) == family,
        lambda kind: word in _GENERAL and rules.family(kind) in _FORCE_FAMILIES,
    ):
        fitting = [pair for kind, pair in told.items() if fits(kind)]
        if fitting:
            return min(fitting, key=lambda pair: pair[0])[1]
    return None


def _says_something(draft: Draft) -> bool:
    """Whether a definite phrase without an antecedent tells an event of its own: a place, a day, a figure, the lead."""
    own = draft.siting.how in ("clause", "sentence", "retold") or draft.dating.how == "clause"
    return own or bool(draft.figures) or draft.trigger.sentence < _LEAD


def _adds_nothing_else(draft: Draft, target: Draft) -> bool:
    """Whether a phrase names no other place and no other day than the event that it points to."""
    far = draft.trigger.sentence - target.trigger.sentence > _LEAD
    if draft.siting.how == "clause" and not target.siting.places and (draft.another or far):
        return False
    if (
        draft.siting.how in ("clause", "retold")
        and target.siting.places
        and not compatible_places(draft.siting, target.siting)
    ):
        return False
    if draft.background and not target.background:
        return False  # "the worst floods, in 2022" are not those of today
    return not (draft.dating.own and target.dating.how == "clause" and not _days_meet(draft, target))


def _hand_on(draft: Draft, target: Draft) -> None:
    if draft.dating.own and (not target.dating.own or target.dating.how == "sentence"):
        target.dating = draft.dating
    if draft.siting.how in ("clause", "retold") and target.siting.how in ("none", "carried", "focus", "pointed"):
        target.siting = draft.siting
    target.figures = add_figures(target.figures, draft.figures)
    if (
        draft.status
        and draft.status.status == "hedged"
        and target.status
        and target.status.status == "asserted"
        and draft.figures
    ):
        target.status = draft.status
    target.rules.append(Reason("events.reference", f"{draft.trigger.rule.id} at {draft.trigger.span.start}"))


def join_retellings(drafts: Sequence[Draft], rules: EventRules) -> list[Draft]:
    """Join drafts that tell one event; the one that says most of its place, day and figures speaks for all."""
    groups: list[list[Draft]] = []
    # Numbers of the groups that hold a draft of a type, or of a sentence: no other group can be a draft's home. Of those
    # of its type the last ones are looked at, which is all of them in any report.
    by_type: dict[str, list[int]] = defaultdict(list)
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for draft in drafts:
        kind, sentence = draft.type, draft.trigger.sentence
        near = set(by_type[kind][-_TOLD:])
        for number in range(sentence - (_FARTHEST if kind in _RETOLD else 0), sentence + 1):
            near.update(by_sentence.get(number, ()))
        home = _home(draft, sorted(near), groups, rules)
        if home == len(groups):
            groups.append([])
        groups[home].append(draft)
        by_type[kind].append(home)
        by_sentence[sentence].append(home)
    joined = [group[0] if len(group) == 1 else _speaker(group) for group in groups]
    return sorted(joined, key=attrgetter("trigger.span.start", "trigger.span.end"))


def _home(draft: Draft, near: Sequence[int], groups: Sequence[Sequence[Draft]], rules: EventRules) -> int:
    """Return the number of the first of some groups of which all members tell the same event as a draft, else a new one."""
    for number in near:
        for other in groups[number]:
            if not _one_event(draft, other, rules):
                break
        else:
            return number
    return len(groups)


def _consequence(a: Draft, b: Draft) -> bool:
    """Whether `a` only tells what `b` did: buildings that fall in an earthquake, homes that burn after a strike, deaths."""
    told, cause = a.trigger.rule.type, b.trigger.rule.type
    if (told, cause) == ("disaster", "accident"):  # "capsized when a storm struck": the storm is how it came about
        behind = a.trigger.sentence == b.trigger.sentence and a.trigger.first > b.trigger.first
        caused = b.siting.how == "sentence" and a.trigger.clause.span.start >= b.trigger.span.end and _days_meet(a, b)
        nominal = a.trigger.nominal and a.siting.how != "clause"  # "drowned after a dam failed near Canton"
        return behind and (nominal or caused) and a.trigger.clause != b.trigger.clause
    retold = told == "attack" and a.trigger.rule.weak and (cause in _CAUSES or cause in _HARMFUL)
    beside = a.trigger.sentence == b.trigger.sentence  # "sank after it was attacked off Aden"
    one = (
        beside and a.trigger.clause == b.trigger.clause and a.siting.ids == b.siting.ids
    )  # "lightning burned down a church"
    own = (a.siting.how in ("clause", "retold") and not one) or (
        a.siting.how == "sentence" and not (a.reality.definite or beside)
    )
    if not (retold or (told in _CONSEQUENCES and cause in _CAUSES)) or own or a.unplaced:
        return False
    close = _LASTING if (told, cause) == ("accident", "disaster") else _CLOSE
    day = a.dating.own and not (beside and _days_meet(a, b))
    return 0 <= a.trigger.sentence - b.trigger.sentence <= close and not day


def _one_event(a: Draft, b: Draft, rules: EventRules) -> bool:
    told, other = a.trigger.rule.type, b.trigger.rule.type
    if told != other and told not in _RETOLD and a.trigger.sentence != b.trigger.sentence:
        return False  # of two types in two sentences, only a consequence is one event with its cause
    if told == "statement" or a.background != b.background:
        return False
    if a.another and a.trigger.first > b.trigger.first and a.siting.how not in ("clause", "sentence"):
        return False
    if a.level and b.level and a.level != b.level:
        return False
    if _consequence(a, b):
        return _figures_agree(a.figures, b.figures) or _rival_toll(a, b)
    return (
        _kinds_agree(a, b, rules)
        and not _somewhere_else(a, b)
        and not _defence_apart(a, b)
        and not (rules.family(a.type) == "strike" and _part_of_wave(a, b))
        and compatible_places(a.siting, b.siting)
        and _days_agree(a, b)
        and _figures_agree(a.figures, b.figures)
        and _speakers_agree(a, b)
        and _actors_agree(a, b)
    )


def _defence_apart(a: Draft, b: Draft) -> bool:
    """Whether one draft tells of drones or rockets shot down, and the other in another clause of a blow that fell."""
    one, other = a.trigger.rule.id, b.trigger.rule.id
    downed = one.endswith("air-defence") != other.endswith("air-defence")
    debris = {one, other} & {"strike.set-alight", "strike.impact"}  # "debris set a barn alight"
    return downed and not debris and a.trigger.clause != b.trigger.clause


def _somewhere_else(a: Draft, b: Draft) -> bool:
    """Whether one draft names a place of its own that no gazetteer knows, and the other one that is known."""
    one, other = (a, b) if a.unplaced else (b, a)
    return one.unplaced and not other.unplaced and other.siting.how in ("clause", "sentence")


def _rival_toll(a: Draft, b: Draft) -> bool:
    """Whether deaths of which another source tells are those of the blow before: "the ministry claimed 70 were killed"."""
    close = 0 < a.trigger.sentence - b.trigger.sentence <= _LEAD and a.trigger.rule.weak
    if not close or a.attribution is None or b.attribution is None or len(b.siting.places) > 1:
        return False
    return a.attribution.source != b.attribution.source


def _part_of_wave(a: Draft, b: Draft) -> bool:
    """Whether one of two strikes is told of several places and the other of one of them, with a toll of its own."""
    one, many = sorted((a, b), key=lambda draft: len(draft.siting.places))
    return len(one.siting.places) == 1 and one.siting.ids < many.siting.ids and bool(one.figures)


def _kinds_agree(a: Draft, b: Draft, rules: EventRules) -> bool:
    """Whether two drafts are of one type (of the strike family, in one sentence), and of one force of nature."""
    one, other = a.trigger.rule.type, b.trigger.rule.type
    beside = a.trigger.sentence == b.trigger.sentence
    if one != other:
        return beside and rules.family(one) == rules.family(other) == "strike"
    return one != "disaster" or beside or _force(a) == _force(b)


def _force(draft: Draft) -> str:
    """The force of nature that a disaster's rule is about: those of rain and wind are one, and so are those of disease."""
    return _FORCES.get(draft.trigger.rule.id.rsplit(".", 1)[-1], "weather")


def compatible_places(a: Siting, b: Siting) -> bool:
    """Whether two sitings can be one: the same places, or one of them was carried over or is not known."""
    if not a.places or not b.places:
        return True
    mine, other = a.ids, b.ids
    if not mine.isdisjoint(other):
        return mine <= other or other <= mine
    weak = {"carried", "focus", "national"}
    if a.how in weak or b.how in weak:
        return True
    if _country_of(a, b) or _country_of(b, a):
        return True
    near = {place.relation for place in (*a.places, *b.places)} & {"near", "toward"}
    return bool(near) and {p.place.admin1 for p in a.places} == {p.place.admin1 for p in b.places}


def _country_of(a: Siting, b: Siting) -> bool:
    """Whether the first siting is only the country of the second."""
    wide = a.places[0].place
    return wide.kind == "country" and all(holds(wide, place.place) for place in b.places)


def _days_meet(a: Draft, b: Draft) -> bool:
    x, y = a.dating.dates, b.dating.dates
    if x.first is None or x.last is None or y.first is None or y.last is None:
        return True
    return x.first <= y.last and y.first <= x.last


def _finer(a: Draft, b: Draft) -> bool:
    """Whether the first tells the day in a span of days that the second tells: "on 9 December" of "last week"."""
    return (
        a.dating.dates.precision == "day" and b.dating.dates.precision in ("week", "month", "year") and _days_meet(a, b)
    )


def _days_agree(a: Draft, b: Draft) -> bool:
    if a.dating.own and b.dating.own and lasting(a.dating.dates) != lasting(b.dating.dates):
        return False  # a count "since March" or "over the past day" is not the one attack in it
    if _days_meet(a, b):
        return True
    if a.dating.own and b.dating.own:
        return "offset" in (a.dating.how, b.dating.how) and _gap(a, b) <= 1
    return _gap(a, b) <= _SAME_DAYS and a.type in ("incursion", "emergency", "disaster")


def _gap(a: Draft, b: Draft) -> int:
    x, y = a.dating.dates, b.dating.dates
    if x.first is None or x.last is None or y.first is None or y.last is None:
        return 0
    return max((x.first - y.last).days, (y.first - x.last).days, 0)


def _figures_agree(a: Sequence[Figure], b: Sequence[Figure]) -> bool:
    if not a or not b:
        return True
    kinds = {f.kind for f in a} & {f.kind for f in b}
    if not kinds:
        return {f.kind for f in (*a, *b)} <= _TOGETHER
    return all(_values(a, kind) & _values(b, kind) for kind in kinds)


def _values(figures: Sequence[Figure], kind: str) -> set[float | tuple[float | None, float | None] | None]:
    """The numbers that figures of a kind name: "16" and "at least 16" name one, "one to two" a pair."""
    return {f.best if f.best is not None else (f.low, f.high) for f in figures if f.kind == kind}


def _speakers_agree(a: Draft, b: Draft) -> bool:
    if a.attribution is None or b.attribution is None:
        return True
    if a.attribution.party == b.attribution.party == "party" and a.attribution.country != b.attribution.country:
        return False
    return a.attribution.source == b.attribution.source or a.dating.own or b.dating.own


def _actors_agree(a: Draft, b: Draft) -> bool:
    return not a.actors or not b.actors or bool(set(a.actors) & set(b.actors)) or a.kind != b.kind


def _worth(draft: Draft) -> tuple[bool, int, bool, int, int]:
    """How much a draft says itself; the earlier one wins a tie."""
    place = {"clause": 3, "retold": 3, "sentence": 2, "pointed": 2}.get(draft.siting.how, 0)
    return (
        draft.kind == "body",
        place + 2 * draft.dating.own,
        not draft.reality.definite,
        len(draft.figures),
        -draft.trigger.first,
    )


def _speaker(group: list[Draft]) -> Draft:
    best = max(
        [d for d in group if not any(_consequence(d, other) for other in group if other is not d)] or group, key=_worth
    )
    for other in sorted(group, key=_worth, reverse=True):
        if other is best:
            continue
        if _siting_rank(other.siting) > _siting_rank(best.siting):
            best.siting = other.siting
        if other.dating.own and (not best.dating.own or _finer(other, best)):
            best.dating = other.dating
        best.figures = add_figures(best.figures, other.figures)
        best.actors = tuple(dict.fromkeys((*best.actors, *other.actors)))
        best.level = best.level or other.level
        best.attribution = best.attribution or other.attribution
        best.rules.append(Reason("events.retold", f"{other.trigger.rule.id} at {other.trigger.span.start}"))
    return best


def _siting_rank(siting: Siting) -> float:
    """How much a siting says; a whole country says less than a region that was carried over."""
    rank = {
        "clause": 5.0,
        "retold": 5.0,
        "sentence": 4.0,
        "pointed": 4.0,
        "carried": 2.0,
        "national": 1.5,
        "focus": 1.0,
    }
    wide = bool(siting.places) and all(place.place.kind == "country" for place in siting.places)
    return min(rank.get(siting.how, 0.0), 1.5 if wide and siting.how != "clause" else 5.0)
