"""Did it happen? Plans, threats, conditions, denials, aims and rules in general make no event; nor do words that only
point back to one ("condemned the attack", "It was the second strike on the town").

Read by walking left from the trigger: through auxiliaries and "to" for a verb, through the noun phrase to what governs
it for a noun. The word classes are lists in `data/lexicons/events.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import Reason

Kind = Literal["real", "unreal", "pointing"]
Lists = Mapping[str, frozenset[str]]

_STEPS = 8  # words to the left in which a governor is looked for
_OPENING = 4  # words of a clause among which a denied subject begins
_PHRASE = 6  # words of a noun phrase before its head
_AUXILIARY = frozenset("have has had having be been being was were is are am get got gets 's 're 've did does do".split())
_ADVERBS = frozenset("also then already still just now all even once again almost nearly not-yet only soon first".split())
_PREPOSITIONS = frozenset(
    "of in on at by for from to with against about over into after before during since following under amid despite"
    " through across between near as like than".split()
)
_FORCING = frozenset({"forced", "compelled", "obliged"})
_EDGES = frozenset({",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "and", "or", "but", "that", "which", "who", "while"})
_COPULA = frozenset("it this that was is were marks marked be been becoming became one".split())
_BASE_ENDINGS = ("ed", "ing", "s")


@dataclass(frozen=True, slots=True)
class Reality:
    """Whether a trigger tells something that took place, why not, and whether its noun phrase is a definite one."""

    kind: Kind
    reason: Reason
    definite: bool = False


_REAL = Reason("events.real", "")


def judge(view: ReportView, trigger: Trigger, lists: Lists) -> Reality:
    """Say whether a trigger tells a happening; statements are always real."""
    if trigger.rule.speech:
        return Reality("real", _REAL)
    for test in (_question, _conditional, _generic, _described):
        if reason := test(view, trigger, lists):
            return Reality("unreal", reason)
    if trigger.nominal:
        return _noun(view, trigger, lists)
    reason = _denied_subject(view, trigger) or _verb(view, trigger.first - 1, trigger.clause.first, trigger, lists)
    return Reality("unreal", reason) if reason else Reality("real", _REAL)


def _question(view: ReportView, trigger: Trigger, _: Lists) -> Reason | None:
    stretch = view.sentences[trigger.sentence]
    asks = view.words[max(stretch.first, stretch.last - 2) : stretch.last]
    return Reason("events.unreal.question", "the sentence asks") if "?" in asks else None


def _conditional(view: ReportView, trigger: Trigger, lists: Lists) -> Reason | None:
    words = view.words[trigger.clause.first : trigger.first]
    opening = [word for word in words[:3] if word not in {",", "and", "but", "even", "only", "“"}]
    if opening and opening[0] in lists["conditional"]:
        return Reason("events.unreal.condition", opening[0])
    return None


def _generic(view: ReportView, trigger: Trigger, lists: Lists) -> Reason | None:
    """Tell rules in general: "usually", or a present tense with "when" and a present tense."""
    words = view.words[trigger.clause.first : trigger.clause.last]
    habit = next((word for word in words if word in lists["generic"] and word != "every"), None)
    if habit:
        return Reason("events.unreal.habit", habit)
    sentence = view.sentences[trigger.sentence]
    following = view.words[trigger.last : sentence.last]
    if "when" in following:
        at = following.index("when")
        if {"is", "are", "exceeds", "exceed", "has"} & set(following[at + 1 : at + 4]) and not trigger.nominal:
            return Reason("events.unreal.habit", "when " + following[at + 1])
    return None


def _described(view: ReportView, trigger: Trigger, _: Lists) -> Reason | None:
    """Tell a relative clause that only describes: "where the army has been gaining ground", "when it has faced …"."""
    words = view.words[trigger.clause.first : trigger.first]
    if words and words[0] in {"where", "when", "whose"} and {"has", "have"} & set(words):
        return Reason("events.described", words[0])
    return None


def _denied_subject(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell "No missile hit the port", "None of the bridges collapsed"."""
    words = view.words[trigger.clause.first : min(trigger.first, trigger.clause.first + _OPENING)]
    denying = next((word for word in words if word in {"no", "none", "nobody", "neither"}), None)
    return Reason("events.unreal.negation", denying) if denying and "," not in words else None


def _verb(view: ReportView, at: int, floor: int, trigger: Trigger, lists: Lists) -> Reason | None:
    """Walk left from a verb through its auxiliaries; return what unmakes it."""
    words = view.words
    for _ in range(_STEPS):
        if at < floor:
            return None
        word = words[at]
        if word in lists["modal"]:
            return Reason("events.unreal.modal", word)
        if word in lists["negator"] or word.endswith("n't"):
            return Reason("events.unreal.negation", word)
        if word == "to":
            return _infinitive(view, at, floor, trigger, lists)
        if word in {"and", "or"} and _is_base(words[trigger.first]):
            return _coordinated(view, at, floor, trigger, lists)
        if word in {"of", "from", "for", "against", "about", "without"}:
            return _gerund(view, at, floor, lists)
        if word in _AUXILIARY or word in _ADVERBS or word.endswith("ly"):
            at -= 1
            continue
        return None if word not in lists["unreal_verb"] else Reason("events.unreal.governor", word)
    return None


def _is_base(word: str) -> bool:
    return not word.endswith(_BASE_ENDINGS)


def _infinitive(view: ReportView, at: int, floor: int, trigger: Trigger, lists: Lists) -> Reason | None:
    """Read "… to <verb>": after "began" or "forced" it took place, after anything else it is a plan or an aim."""
    words = view.words
    if words[at + 1] == "have":
        return None
    real = lists["real_governor"] | trigger.rule.real
    for back in range(at - 1, max(floor, at - _STEPS) - 1, -1):
        word = words[back]
        if word in trigger.rule.real or (word in real and (back == at - 1 or word not in _AUXILIARY)):
            if word in _FORCING and _reduced(view, back, floor, trigger):
                return Reason("events.described", f"{word} to")
            return _verb(view, back - 1, floor, trigger, lists)
        if word in lists["unreal_governor"] or word in {",", ";"}:
            return Reason("events.unreal.plan", f"{word} to")
    return Reason("events.unreal.aim", "to " + words[at + 1])


def _reduced(view: ReportView, at: int, floor: int, trigger: Trigger) -> bool:
    """Whether "forced" only describes a noun ("people forced to flee"): no auxiliary before it; headlines leave it out."""
    if view.sentence(trigger.sentence).kind == "headline" or at - 1 < floor:
        return False
    before = view.words[max(floor, at - 4) : at]
    return _AUXILIARY.isdisjoint(before) and "to" in view.words[max(floor, at - 4) : at]


def _coordinated(view: ReportView, at: int, floor: int, trigger: Trigger, lists: Lists) -> Reason | None:
    """A bare verb behind "and" shares the "to" or the modal of the verb before."""
    for back in range(at - 1, max(floor, at - _STEPS) - 1, -1):
        if view.words[back] == "to":
            return _infinitive(view, back, floor, trigger, lists)
        if view.words[back] in lists["modal"]:
            return Reason("events.unreal.modal", view.words[back])
    return None


def _gerund(view: ReportView, at: int, floor: int, lists: Lists) -> Reason | None:
    """Read "<prevent X> from …ing", "threat of …ing", "accused of …ing"."""
    if view.words[at] == "without":
        return Reason("events.unreal.negation", "without")
    for word in reversed(view.words[max(floor, at - 5) : at]):
        if word in lists["unreal_verb"] or word in lists["unreal_noun"] or word in lists["unreal_governor"]:
            return Reason("events.unreal.governor", f"{word} {view.words[at]}")
        if word in lists["pointing"]:
            return Reason("events.pointing", f"{word} {view.words[at]}")
    return None


def _noun(view: ReportView, trigger: Trigger, lists: Lists) -> Reality:
    """Read a noun phrase: what stands inside it before the head, then what governs it."""
    start, definite = _phrase_start(view, trigger, lists)
    inside = view.words[start : trigger.first]
    for word in inside:
        if word in {"no", "without"}:
            return Reality("unreal", Reason("events.unreal.negation", word), definite)
        if word in lists["unreal_adjective"]:
            return Reality("unreal", Reason("events.unreal.adjective", word), definite)
    following = view.words[trigger.last : trigger.last + 1]
    if following and following[0] in lists["modal"]:
        return Reality("unreal", Reason("events.unreal.modal", following[0]), definite)
    if following and following[0] in lists["compound_heads"]:
        return Reality("pointing", Reason("events.pointing.compound", following[0]), definite)
    if reason := _counted(view, start, inside, trigger, lists):
        return Reality("pointing", reason, definite)
    return _governed(view, start, trigger, lists, definite=definite)


def _phrase_start(view: ReportView, trigger: Trigger, lists: Lists) -> tuple[int, bool]:
    """Return where the noun phrase of a trigger begins, and whether it is definite."""
    floor = view.sentences[trigger.sentence].first
    at = trigger.first
    definite = False
    while at > floor and trigger.first - at < _PHRASE:
        word = view.words[at - 1]
        if word == "'s" or word in lists["definite"]:
            definite = True
            return (at - 1 if word != "'s" else max(floor, at - 2)), definite
        if word in {"a", "an", "no", "another", "any"}:
            return at - 1, definite
        if word in _PREPOSITIONS or word in _EDGES or word in _AUXILIARY or word in lists["modal"]:
            break
        if word in lists["unreal_verb"] or word in lists["pointing"] or word in lists["reporting"]:
            break
        if word in lists["act_verbs"]:
            break
        at -= 1
    for token in range(trigger.first - 1, at - 1, -1):
        if view.words[token].endswith("ed") and "-" not in view.words[token]:
            return token + 1, definite
    return at, definite


def _counted(
    view: ReportView, start: int, inside: list[str], trigger: Trigger, lists: Lists
) -> Reason | None:
    """Find a phrase that only counts or ranks an event: "It was the second strike", "the largest attack since …"."""
    floor = trigger.clause.first
    before = view.words[max(floor, start - 2) : start]
    ranks = [word for word in inside if word in lists["superlative"]]
    if before and before[-1] in _COPULA and (ranks or {"a", "an"} & set(inside) or len(before) > 1):
        return Reason("events.pointing.copula", " ".join([*before, *inside]))
    if ranks and (before[-1:] in (["it"], ["in"], ["of"]) or {"making", "be"} & set(before) or inside[:1] == ["'s"]):
        return Reason("events.pointing.rank", ranks[0])
    if ranks and "'s" in inside:
        return Reason("events.pointing.rank", ranks[0])
    return None


def _governed(view: ReportView, start: int, trigger: Trigger, lists: Lists, *, definite: bool) -> Reality:
    floor = view.sentences[trigger.sentence].first
    at = start - 1
    if at < floor:
        return Reality("real", _REAL, definite)
    word = view.words[at]
    if word in {"off", "out"} and at > floor and view.words[at - 1] in lists["unreal_verb"]:
        return Reality("unreal", Reason("events.unreal.governor", f"{view.words[at - 1]} {word}"), definite)
    if word in _PREPOSITIONS and at > floor:
        return _behind_preposition(view, at, floor, lists, definite=definite)
    if word in lists["unreal_verb"]:
        return Reality("unreal", Reason("events.unreal.governor", word), definite)
    if word in lists["pointing"]:
        return Reality("pointing", Reason("events.pointing", word), definite)
    if reason := _governing_verb(view, at, floor, trigger, lists):
        return Reality("unreal", reason, definite)
    return Reality("real", _REAL, definite)


def _behind_preposition(view: ReportView, at: int, floor: int, lists: Lists, *, definite: bool) -> Reality:
    word = view.words[at]
    if word in {"about", "over", "since", "despite", "amid"} and definite:
        return Reality("pointing", Reason("events.pointing", word), definite)
    for back in range(at - 1, max(floor, at - 3) - 1, -1):
        governor = view.words[back]
        if governor in _EDGES or governor in _PREPOSITIONS:
            break
        if word in {"of", "for", "to", "against", "about", "on"}:
            if governor in lists["unreal_noun"] or (governor in lists["unreal_verb"] and word in {"of", "for"}):
                return Reality("unreal", Reason("events.unreal.governor", f"{governor} {word}"), definite)
            if governor in lists["pointing"]:
                return Reality("pointing", Reason("events.pointing", f"{governor} {word}"), definite)
    return Reality("real", _REAL, definite)


def _governing_verb(view: ReportView, at: int, floor: int, trigger: Trigger, lists: Lists) -> Reason | None:
    """Read the verb that a noun is the object of: "will impose a curfew", "plans to hold talks"."""
    announced = trigger.rule.act and not lists["declaring"].isdisjoint(view.words[floor:at])
    if announced and trigger.rule.real & set(view.words[max(floor, at - 3) : at + 1]):
        return None
    for back in range(at - 1, max(floor, at - 3) - 1, -1):
        word = view.words[back]
        if word in lists["modal"] or word in lists["negator"] or word.endswith("n't") or word == "to":
            return _verb(view, back, floor, trigger, lists)
        if word in _EDGES:
            break
    return None
