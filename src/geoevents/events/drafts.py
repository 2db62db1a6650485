"""Events in the making: one draft for each trigger that tells one, before a report's retellings are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from geoevents.events.dates.dating import Dating
from geoevents.events.reality import Reality
from geoevents.events.siting import Siting
from geoevents.events.speakers.status import StatusReading
from geoevents.events.triggers import Trigger
from geoevents.events.types import EventRules
from geoevents.model import Attribution, Figure, Level, Reason, SentenceKind

_ONCE = frozenset({"meeting", "agreement", "emergency", "evacuation"})  # told once a sentence, in however many clauses
_BEHIND = 12  # words after a taking in which the battle for it is told
DISEASES = frozenset({"disaster.epidemic", "disaster.disease", "disaster.cases", "disaster.confirmed-case"})
_SHOTS = frozenset({"attack.shooting", "attack.killed", "attack.raid-on"})


@dataclass(slots=True)
class Draft:
    """A trigger that tells an event, with what was read for it so far."""

    trigger: Trigger
    reality: Reality
    kind: SentenceKind
    siting: Siting
    dating: Dating
    actors: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    attribution: Attribution | None = None
    status: StatusReading | None = None
    level: Level | None = None
    background: bool = False
    rules: list[Reason] = field(default_factory=list)
    unplaced: bool = False  # its clause names a place that is not in the gazetteer
    another: bool = False  # the words say that it is not one already told

    @property
    def type(self) -> str:
        """The event type."""
        return self.trigger.rule.type


def select(
    judged: Iterable[tuple[Trigger, Reality]], rules: EventRules, own: Callable[[Trigger], bool] = lambda _: False
) -> list[tuple[Trigger, Reality]]:
    """Keep one trigger a type and clause, one of the strike family a clause, weak ones and statements only alone.

    Args:
        judged: triggers with whether they tell a happening.
        rules: the types and their families.
        own: whether a weak trigger tells an event of its own beside a strong one: in a clause with its own place.
    """
    kept: list[tuple[Trigger, Reality]] = []
    begins, sentence = 0, -1  # where the triggers of the sentence begin in `kept`
    for trigger, reality in judged:
        if trigger.sentence != sentence:
            begins, sentence = len(kept), trigger.sentence
        for rival in range(begins, len(kept)):
            if _same_words(kept[rival][0], trigger, rules):
                if _rank(trigger, reality, rules) > _rank(*kept[rival], rules):
                    kept[rival] = (trigger, reality)
                break
        else:
            kept.append((trigger, reality))
    beside: dict[int, list[Trigger]] = {}
    for trigger, reality in kept:
        if reality.kind == "real":
            beside.setdefault(trigger.sentence, []).append(trigger)
    kept = [pair for pair in kept if not _part_of_another(pair[0], beside.get(pair[0].sentence, ()))]
    strong = {t.sentence for t, r in kept if not t.rule.weak and not t.rule.speech and r.kind == "real"}
    told = strong | {t.sentence for t, r in kept if not t.rule.speech and r.kind == "real"}
    return [
        (t, r)
        for t, r in kept
        if not (t.rule.weak and t.sentence in strong and not own(t)) and not (t.rule.speech and t.sentence in told)
    ]


def _part_of_another(trigger: Trigger, beside: Sequence[Trigger]) -> bool:
    """Whether a trigger tells a part of another event of its sentence, told by one of the triggers `beside` it.

    "A man was shot dead when police dispersed them" is of the protest, "retook the town after a battle" of the taking.
    """
    if (
        trigger.rule.id in _SHOTS
    ):  # beside a stronger one, "protesters" alone make no protest that the shots could be of
        strong = any(not t.rule.weak and t.rule.id not in _SHOTS for t in beside)
        return any(t.rule.type == "protest" and not (strong and t.rule.weak) for t in beside)
    if trigger.rule.type == "battle" and trigger.nominal:
        return any(t.rule.type == "control" and 0 < trigger.first - t.last <= _BEHIND for t in beside)
    return False


def _same_words(a: Trigger, b: Trigger, rules: EventRules) -> bool:
    if a.sentence != b.sentence or a.clause != b.clause:
        if a.sentence == b.sentence and a.rule.id in DISEASES and b.rule.id in DISEASES:
            return True
        both = a.rule.speech and b.rule.speech
        return a.sentence == b.sentence and (both or (a.rule.type == b.rule.type and a.rule.type in _ONCE))
    same = a.rule.type == b.rule.type
    strikes = rules.family(a.rule.type) == rules.family(b.rule.type) == "strike"
    return same or strikes


def _rank(trigger: Trigger, reality: Reality, rules: EventRules) -> tuple[bool, bool, bool, int, float]:
    priority = rules.types[trigger.rule.type].priority
    return reality.kind == "real", not trigger.rule.weak, not reality.definite, priority, trigger.weight
