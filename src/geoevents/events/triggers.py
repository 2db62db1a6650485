"""Find the words that tell events: one walk over the tokens, a dictionary of first words, context only at hits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geoevents.events.types import EventRules, Form, Phrase, TriggerRule
from geoevents.events.view import ReportView, Stretch
from geoevents.model import Span
from geoevents.model.quick import quick
from geoevents.text import standing

_LONG_SENTENCE = 45  # tokens; in a longer one the context of a trigger is its clause alone
_REACH = 160  # characters beside a trigger that context patterns see
_PERFECT = frozenset({"has", "have", "had"})
_ANTECEDENT = 2  # words before a relative clause that name whom it tells of
_RELATIVES = frozenset({"who", "which", "that"})
_FROM_SENTENCE = 0.9  # what a rule weighs whose context stands in another clause
_KEYED = 2  # words of a longer phrase by which it was looked up, so that they stand there


@quick
@dataclass(slots=True)
class Trigger:
    """Words that tell an event, at tokens `first` to `last` (exclusive), and where they stand."""

    rule: TriggerRule
    first: int
    last: int
    span: Span
    sentence: int
    clause: Stretch
    weight: float
    nominal: bool


def find_triggers(view: ReportView, rules: EventRules) -> tuple[Trigger, ...]:
    """Return the triggers of a report in order; boilerplate has none, and no two overlap."""
    found: list[Trigger] = []
    behind, index, words, owner = 0, rules.by_two, view.words, view.prose.tokens.sentence
    following = [*words[1:], ""]
    for at in standing(words, index):
        known = index[words[at]]
        if at < behind or ("" not in known and following[at] not in known):
            continue
        number = owner[at]
        phrases = _phrases_at(view, rules, at, view.sentences[number].last)
        if not phrases or view.sentence(number).kind == "boilerplate":
            continue
        trigger, behind = _first_of(view, phrases, at, number)
        if trigger is not None:
            found.append(trigger)
    return tuple(found)


def _phrases_at(view: ReportView, rules: EventRules, at: int, end: int) -> Sequence[Phrase]:
    """Return the phrases that stand at a token and end in its sentence, the longest first."""
    words, known = view.words, rules.by_two[view.words[at]]
    alone = known.get("", ())
    longer = known.get(words[at + 1]) if at + 1 < end else None
    if longer is None:
        return alone
    found = [
        phrase
        for phrase in longer
        if phrase.size == _KEYED or (at + phrase.size <= end and tuple(words[at : at + phrase.size]) == phrase.words)
    ]
    return [*found, *alone] if found else alone


def _first_of(view: ReportView, phrases: Sequence[Phrase], at: int, number: int) -> tuple[Trigger | None, int]:
    """Return the trigger of the first phrase that makes one, and the token behind the words that are used up."""
    for phrase in phrases:
        end = at + phrase.size
        leading = phrase.rules[0]
        if leading.block:
            return None, end
        if leading.quoted and number not in view.quoting:
            continue
        if trigger := _accepted(view, phrase, at, number, view.sentences[number]):
            return trigger, end
    return None, at + 1


def _accepted(view: ReportView, phrase: Phrase, at: int, number: int, sentence: Stretch) -> Trigger | None:
    """Return the trigger of the first rule that the words beside a phrase and its context allow; cheap tests first."""
    end = at + phrase.size
    if _is_name(view, at, end, sentence):
        return None
    begins, ends = view.starts[at], view.ends[end - 1]
    left, right = max(sentence.span.start, begins - _REACH), min(sentence.span.end, ends + _REACH)
    before, after = view.low[left:begins], view.low[ends:right]
    forms = _forms_at(view, at) if phrase.formed else ()
    fitting = [
        rule
        for rule in phrase.rules
        if (not rule.form or rule.form in forms)
        and (
            _beside(rule, view.text[left:begins], view.text[ends:right]) if rule.cased else _beside(rule, before, after)
        )
    ]
    if not fitting:
        return None
    clause = view.clause_of(at, number)
    but = (at, end) if phrase.own or view.marked_in(at, end) else (0, 0)
    near: frozenset[str] = _near(view, clause, but, sentence) if phrase.asks else frozenset()
    for rule in fitting:
        weight = _context(view, rule, near, but, sentence)
        if weight:
            noun = _is_nominal(view, at, end) if not rule.form else rule.form == "noun"
            return Trigger(rule, at, end, Span(begins, ends), number, clause, weight, noun)
    return None


def _near(view: ReportView, clause: Stretch, but: tuple[int, int], sentence: Stretch) -> frozenset[str]:
    """Return the words of a clause without those of tokens `but`, and whom a relative clause tells of."""
    near = view.words_of(clause, but)
    if view.words[clause.first] in _RELATIVES:  # "Pirates who seized a tanker"
        near = near.union(view.words[max(sentence.first, clause.first - _ANTECEDENT) : clause.first])
    return near


def _is_name(view: ReportView, at: int, end: int, sentence: Stretch) -> bool:
    """Whether a single word is capitalised inside a sentence that is not: part of a name ("Andrew Burns")."""
    if end > at + 1 or at == sentence.first or not view.text[view.starts[at]].isupper():
        return False
    if view.words[at] in view.lists["named_events"] or view.text[view.starts[at - 1]] in "“\"‘'—–-:)":
        return False
    around = [view.text[start].isupper() for start in view.starts[sentence.first : sentence.last]]
    return sum(around) * 2 < len(around)


def _beside(rule: TriggerRule, before: str, after: str) -> bool:
    if rule.not_after and rule.not_after.match(after):
        return False
    if rule.after and not rule.after.match(after):
        return False
    if rule.not_before and rule.not_before.search(before):
        return False
    if rule.before and not rule.before.search(before):
        return False
    if rule.near_after is None and rule.near_before is None:
        return True
    return bool(
        (rule.near_after and rule.near_after.match(after)) or (rule.near_before and rule.near_before.search(before))
    )


def _forms_at(view: ReportView, at: int) -> Sequence[Form]:
    """Return whether the word before a token lets it be a verb, a noun, or both."""
    if at == 0:
        return ("noun", "verb")
    before, lists = view.words[at - 1], view.lists
    noun = before not in lists["pronouns"]
    if before == "since" and at > 1 and view.words[at - 2] in _PERFECT:  # "have since pushed on"
        before = view.words[at - 2]
    verb = before not in lists["determiners"] and (
        view.words[at].endswith("ing") or (before not in lists["before_nouns"] and before != "'s")
    )
    return (*(("noun",) if noun else ()), *(("verb",) if verb else ()))


def _is_nominal(view: ReportView, at: int, end: int) -> bool:
    """Whether the trigger is a noun phrase: no past form, and no -ing form behind a form of "be" or a subject."""
    for word in view.words[at:end]:
        if word in view.lists["past_forms"] or (word.endswith("ed") and len(word) > 3):  # noqa: PLR2004
            return False
    word = view.words[end - 1]
    before = view.words[at - 1] if at else ""
    if word.endswith("ing"):
        return (
            before in view.lists["determiners"]
            or before in view.lists["before_nouns"]
            or before in {"'s", ""}
            or before[0].isdigit()
            or _adjectival(before)
        )
    return before not in view.lists["pronouns"]


def _adjectival(word: str) -> bool:
    return word.endswith(
        ("ian", "ish", "ese", "li", "heavy", "al", "ic", "ed", "ous", "an", "ive", "fierce", "intense", "ly")
    )


def _context(
    view: ReportView, rule: TriggerRule, near: frozenset[str], but: tuple[int, int], sentence: Stretch
) -> float:
    """Return what the rule weighs in this context, 0 where it does not hold."""
    if not rule.excludes.isdisjoint(near):
        return 0.0
    if _holds_all(rule, near):
        return rule.weight
    if sentence.last - sentence.first > _LONG_SENTENCE:
        return 0.0
    return rule.weight * _FROM_SENTENCE if _holds_all(rule, view.words_of(sentence, but)) else 0.0


def _holds_all(rule: TriggerRule, words: frozenset[str]) -> bool:
    """Whether a word of each list that a rule requires is among some words."""
    return not ((rule.requires and rule.requires.isdisjoint(words)) or (rule.also and rule.also.isdisjoint(words)))
