"""Events in the making: one draft for each trigger that tells one, before a report's retellings are joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geoevents.events.dating import Dating
from geoevents.events.reality import Reality
from geoevents.events.siting import Siting
from geoevents.events.status import StatusReading
from geoevents.events.triggers import Trigger
from geoevents.events.types import EventRules
from geoevents.events.view import ReportView
from geoevents.model import Attribution, Figure, Level, Reason, SentenceKind

FIGURES: dict[str, frozenset[str]] = {
    "incursion": frozenset({"troops", "equipment", "killed", "wounded", "area", "depth"}),
    "advance": frozenset({"area", "depth", "troops", "killed"}),
    "control": frozenset({"area", "depth", "killed", "troops"}),
    "battle": frozenset({"killed", "wounded", "missing", "equipment", "troops", "captured"}),
    "capture": frozenset({"captured"}),
    "mobilization": frozenset({"troops", "equipment"}),
    "evacuation": frozenset({"evacuated", "displaced"}),
    "protest": frozenset({"killed", "wounded", "captured", "other"}),
    "arrest": frozenset({"captured", "killed", "wounded", "other"}),
    "aid": frozenset({"money", "other", "evacuated", "displaced"}),
    "agreement": frozenset({"money", "captured"}),
    "emergency": frozenset(),
    "security-measure": frozenset(),
    "meeting": frozenset(),
    "statement": frozenset(),
}
_HARM = frozenset({"killed", "wounded", "missing", "displaced", "evacuated", "equipment"})
_HARMING = frozenset({"strike", "attack", "damage", "battle", "accident", "disaster", "protest"})
_ONCE = frozenset({"meeting", "agreement", "emergency"})  # told once a sentence, in however many clauses
_HOMELESS = frozenset({"disaster", "accident"})
_GAINS = frozenset({"depth", "area"})
_GAINING = frozenset({"advance", "incursion", "control"})
_SENTENCES_BEHIND = 2


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
    another: bool = False  # the words say that it is not one already told

    @property
    def type(self) -> str:
        """The event type."""
        return self.trigger.rule.type


def select(judged: Iterable[tuple[Trigger, Reality]], rules: EventRules) -> list[tuple[Trigger, Reality]]:
    """Keep one trigger a type and clause, one of the strike family a clause, weak ones and statements only alone."""
    kept: list[tuple[Trigger, Reality]] = []
    for trigger, reality in judged:
        rival = next((at for at, (other, _) in enumerate(kept) if _same_words(other, trigger, rules)), None)
        if rival is None:
            kept.append((trigger, reality))
        elif _rank(trigger, reality, rules) > _rank(*kept[rival], rules):
            kept[rival] = (trigger, reality)
    strong = {t.sentence for t, r in kept if not t.rule.weak and not t.rule.speech and r.kind == "real"}
    told = strong | {t.sentence for t, r in kept if not t.rule.speech and r.kind == "real"}
    return [
        (t, r)
        for t, r in kept
        if not (t.rule.weak and t.sentence in strong) and not (t.rule.speech and t.sentence in told)
    ]


def _same_words(a: Trigger, b: Trigger, rules: EventRules) -> bool:
    if a.sentence != b.sentence or a.clause != b.clause:
        both = a.rule.speech and b.rule.speech
        return a.sentence == b.sentence and (both or (a.rule.type == b.rule.type and a.rule.type in _ONCE))
    same = a.rule.type == b.rule.type
    strikes = rules.family(a.rule.type) == rules.family(b.rule.type) == "strike"
    return same or strikes


def _rank(trigger: Trigger, reality: Reality, rules: EventRules) -> tuple[bool, bool, int, float]:
    priority = rules.types[trigger.rule.type].priority
    return reality.kind == "real", not reality.definite, priority, trigger.weight


def share_figures(drafts: Sequence[Draft], figures: Sequence[Figure], view: ReportView) -> None:
    """Give each figure to the draft that tells what became of those it counts: its clause, its sentence, the one before."""
    given: dict[int, list[Figure]] = {}
    for figure in figures:
        sentence = view.sentence_of(min(view.token_at(figure.span.start), len(view.words) - 1))
        owner = _owner(drafts, figure, sentence)
        if owner is not None:
            given.setdefault(owner, []).append(figure)
    for index, mine in given.items():
        drafts[index].figures = tuple(mine)


def _owner(drafts: Sequence[Draft], figure: Figure, sentence: int) -> int | None:
    fitting = [at for at, d in enumerate(drafts) if figure.kind in _allowed(d.type)]
    here = [at for at in fitting if drafts[at].trigger.sentence == sentence]
    if here:
        return min(here, key=lambda at: _distance(drafts[at].trigger, figure))
    if any(d.trigger.sentence == sentence and d.type != "statement" for d in drafts):
        return None
    types, reach = (_GAINING, 1) if figure.kind in _GAINS else (_HARMING, _SENTENCES_BEHIND)
    if figure.kind not in _HARM | _GAINS:
        return None
    before = [at for at in fitting if drafts[at].type in types and 0 < sentence - drafts[at].trigger.sentence <= reach]
    return before[-1] if before else None


def _distance(trigger: Trigger, figure: Figure) -> tuple[bool, int]:
    clause = trigger.clause.span
    return not clause.contains(figure.span), trigger.span.distance(figure.span)


def _allowed(event_type: str) -> frozenset[str]:
    extra = frozenset({"displaced", "evacuated", "money", "area"}) if event_type in _HOMELESS else frozenset()
    return FIGURES.get(event_type, _HARM - {"evacuated"} | extra)
