"""Events in the making: one draft for each trigger that tells one, before a report's retellings are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from geoevents.events.dating import Dating
from geoevents.events.reality import Reality
from geoevents.events.siting import Siting
from geoevents.events.status import StatusReading
from geoevents.events.triggers import Trigger
from geoevents.events.types import EventRules
from geoevents.events.view import ReportView
from geoevents.model import Attribution, Figure, FigureKind, Level, Reason, SentenceKind

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
_HARM_OF = {
    "disaster": _HARM | {"displaced", "evacuated", "money", "area"},
    "accident": _HARM | {"displaced", "evacuated", "money", "area"},
    "attack": _HARM - {"evacuated"} | {"captured", "money"},
}
_GAINS = frozenset({"depth", "area"})
_GAINING = frozenset({"advance", "incursion", "control"})
_SENTENCES_BEHIND = 2
_UNTOLD = frozenset({"other", "troops"})  # people counted, and nothing said of what became of them
_MOVED = frozenset({"captured", "displaced", "evacuated"})  # what "took", "crossed" or "flew" alone may mean
_BESIDE = 70  # characters between a number and the trigger that says what became of those it counts


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
    begins, sentence = 0, -1  # where the triggers of the sentence begin in `kept`
    for trigger, reality in judged:
        if trigger.sentence != sentence:
            begins, sentence = len(kept), trigger.sentence
        rivals = range(begins, len(kept))
        rival = next((at for at in rivals if _same_words(kept[at][0], trigger, rules)), None)
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


def _rank(trigger: Trigger, reality: Reality, rules: EventRules) -> tuple[bool, bool, bool, int, float]:
    priority = rules.types[trigger.rule.type].priority
    return reality.kind == "real", not trigger.rule.weak, not reality.definite, priority, trigger.weight


def share_figures(
    drafts: Sequence[Draft], figures: Sequence[Figure], view: ReportView, persons: frozenset[str] = frozenset()
) -> None:
    """Give each figure to the draft that tells what became of those it counts: its clause, its sentence, the one before.

    `persons` are the units that count people; those of which only the number is told take the kind that the rule of the
    nearest trigger says (`counts`).
    """
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.trigger.sentence, []).append(draft)
    plain: list[tuple[Figure, list[Draft]]] = []
    for figure in figures:
        sentence = view.sentence_of(min(view.token_at(figure.span.start), len(view.words) - 1))
        here = by_sentence.get(sentence, [])
        if figure.unit in persons and _untold(figure, here):
            plain.append((figure, here))
        elif (owner := _owner(by_sentence, figure, sentence)) is not None:
            owner.figures = (*owner.figures, figure)
    for figure, here in plain:
        _count(figure, here)


def _untold(figure: Figure, here: Sequence[Draft]) -> bool:
    """Whether only the trigger beside a number says what became of those it counts; "took 30 people" may save them."""
    counting = any(d.trigger.rule.counts for d in here)
    moved = figure.kind in _MOVED and not any(figure.kind in _allowed(d.type) for d in here)
    return counting and (figure.kind in _UNTOLD or moved)


def _count(figure: Figure, here: Sequence[Draft]) -> None:
    """Give people of whom only the number is told to the nearest trigger that says what became of them."""
    counting = [d for d in here if d.trigger.rule.counts and d.trigger.clause.span.contains(figure.span)]
    near = [d for d in counting if d.trigger.span.distance(figure.span) <= _BESIDE]
    if near:
        draft = min(near, key=lambda d: d.trigger.span.distance(figure.span))
        kind = cast("FigureKind", draft.trigger.rule.counts)
        if all(f.kind != kind for f in draft.figures):
            draft.figures = (*draft.figures, replace(figure, kind=kind))
            return
    if fitting := [draft for draft in here if figure.kind in _allowed(draft.type)]:
        draft = min(fitting, key=lambda d: _distance(d.trigger, figure))
        draft.figures = (*draft.figures, figure)


def _owner(by_sentence: Mapping[int, list[Draft]], figure: Figure, sentence: int) -> Draft | None:
    here = by_sentence.get(sentence, [])
    if fitting := [draft for draft in here if figure.kind in _allowed(draft.type)]:
        return min(fitting, key=lambda draft: _distance(draft.trigger, figure))
    if figure.kind not in _HARM | _GAINS or any(_elsewhere(draft) for draft in here):
        return None
    types, reach = (_GAINING, 1) if figure.kind in _GAINS else (_HARMING | _GAINING, _SENTENCES_BEHIND)
    for number in range(sentence - 1, sentence - reach - 1, -1):
        before = [d for d in by_sentence.get(number, []) if d.type in types and figure.kind in _allowed(d.type)]
        if before:
            return before[-1]
    return None


def _elsewhere(draft: Draft) -> bool:
    """Whether a sentence tells an event that names its own place, so that its figures are not of the one before."""
    return draft.type != "statement" and draft.siting.how in ("clause", "sentence")


def _distance(trigger: Trigger, figure: Figure) -> tuple[bool, int]:
    clause = trigger.clause.span
    return not clause.contains(figure.span), trigger.span.distance(figure.span)


def _allowed(event_type: str) -> frozenset[str]:
    if event_type in FIGURES:
        return FIGURES[event_type]
    return _HARM_OF.get(event_type, _HARM - {"evacuated"})
