"""Explosions that a report first tells of as such, and soon behind calls an attack: bombs, claims, terror."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geoevents.events.drafts import Draft
from geoevents.events.types import EventRules
from geoevents.events.view import ReportView
from geoevents.model import Reason
from geoevents.model.quick import replace

_EXPLOSION = "accident.explosion"
_ATTACK = "attack.blast-at"  # the rule that an explosion at a target has
_BLASTS = frozenset({"explosion", "explosions", "exploded", "explodes", "blast", "blasts", "blew"})
_AHEAD = 4  # sentences behind an explosion in which its cause is told
_BOMBED = re.compile(
    r"\b(?:(?:car|truck|roadside|motorcycle|suicide|pipe|nail)[ -]bombs?|bomb(?:ing|ings|er|ers)|claimed responsibility"
    r"|terror(?:ist|ists|ism)?|(?:the|this|a|an) (?:\w+ )?attacks?|saboteurs?|explosive devices?|detonated)\b"
)
_DOUBTED = re.compile(
    r"\b(?:rul(?:ed|e|ing) out|no (?:sign|indication|evidence|link)|not|denied|gas (?:leak|cylinders?)|boilers?|accidental"
    r"|fear(?:ed|s|ing)?|hoax|false|drills?|simulat\w+|last (?:week|month|year)|in (?:19|20)\d\d|previous|earlier|since)\b"
)


def called_attacks(drafts: Sequence[Draft], view: ReportView, rules: EventRules) -> None:
    """Make attacks of those explosions that one of the next sentences calls so, in words that it does not doubt.

    Args:
        drafts: the events in the making, in order; those concerned are changed.
        view: the report.
        rules: the rules of the types.
    """
    told = [d for d in drafts if d.trigger.rule.id == _EXPLOSION and view.words[d.trigger.first] in _BLASTS]
    if not told:
        return
    rule = next((r for r in rules.rules if r.id == _ATTACK), None)
    for draft in told:
        word = _called(draft, view)
        if rule is not None and word is not None:
            draft.trigger = replace(draft.trigger, rule=rule)
            draft.rules.append(Reason("events.blast.called", word))


def _called(draft: Draft, view: ReportView) -> str | None:
    """Return the words by which a sentence behind calls an explosion an attack."""
    first = draft.trigger.sentence + 1
    for stretch in view.sentences[first : first + _AHEAD]:
        match = _BOMBED.search(view.low, stretch.span.start, stretch.span.end)
        if match and not _DOUBTED.search(view.low, stretch.span.start, stretch.span.end):
            return match[0]
    return None
