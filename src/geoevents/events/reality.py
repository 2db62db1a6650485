"""Did it happen? Plans, threats, conditions, denials, aims and rules in general make no event; nor do words that only
point back to one ("condemned the attack", "It was the second strike on the town").

Read by walking left from the trigger: through auxiliaries and "to" for a verb, through the noun phrase to what governs
it for a noun. The word classes are lists in `data/lexicons/events.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geoevents.events.sentence_reality import (
    Test,
    attribute,
    denied_subject,
    ranked_since,
    sentence_tests,
)
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import Reason
from geoevents.model.quick import quick
from geoevents.text.recent import Recent

Kind = Literal["real", "unreal", "pointing"]

_OPENING = 4  # words of a sentence in which what is called off begins
_STEPS = 8  # words to the left in which a governor is looked for
_BEFORE_GERUNDS = frozenset({"of", "from", "for", "against", "about", "without"})
_PHRASE = 6  # words of a noun phrase before its head
_FORCING = frozenset({"forced", "compelled", "obliged"})
_EDGES = frozenset(
    {",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "and", "or", "but", "that", "which", "who", "while"}
)
_BASE_ENDINGS = ("ed", "ing", "s")
_TOOK_PLACE = frozenset({("took", "place"), ("came", "when"), ("happened", "in"), ("occurred", "in")})
_CAUSED_BY = frozenset({("blamed", "on")})  # "deaths blamed on floods"
_ARTICLES = frozenset({"a", "an", "the", "his", "her", "their", "its", "our", "my", "your"})
_BE = frozenset({"is", "are", "was", "were", "'s"})
_EXPECTED = frozenset(
    {"expected", "forecast", "predicted", "projected", "likely", "due", "scheduled", "set", "poised", "slated", "supposed", "to", "planned", "still"}
)  # fmt: skip
_TO_COME = frozenset({"planned", "scheduled", "expected", "due", "likely", "forecast"})  # "a march is planned"
_OPENING_MARKS = frozenset({"“", '"'})
_ANGER = frozenset({"protests", "protest", "anger", "outrage", "outcry", "row", "dispute", "lawsuit", "inquiry"})
_CHARGED = frozenset({"charged", "charging", "charge"})
_BETWEEN = 5  # words from "charged" to "with": "charged three men with a raid"
_DYING = frozenset({"died", "killed", "wounded", "injured", "drowned", "arrested", "detained"})
_LULLS = frozenset({"pause", "pauses", "lull", "halt", "break", "stop", "suspension"})


@quick
@dataclass(frozen=True, slots=True)
class Reality:
    """Whether a trigger tells something that took place, why not, and whether its noun phrase is a definite one."""

    kind: Kind
    reason: Reason
    definite: bool = False


_REAL = Reason("events.real", "")
_HAPPENED, _DEFINITELY = Reality("real", _REAL), Reality("real", _REAL, definite=True)


def _told(*, definite: bool) -> Reality:
    return _DEFINITELY if definite else _HAPPENED


def judge(view: ReportView, trigger: Trigger) -> Reality:
    """Say whether a trigger tells a happening; statements are always real."""
    if trigger.rule.speech:
        return _HAPPENED
    for test in _tests_in(view, trigger.sentence):
        if reason := test(view, trigger):
            return Reality("unreal", reason)
    if trigger.nominal:
        return _noun(view, trigger)
    reason = (
        attribute(view, trigger)
        or denied_subject(view, trigger)
        or ranked_since(view, trigger)
        or _verb(view, trigger.first - 1, trigger.clause.first, trigger)
    )
    return Reality("unreal", reason) if reason else _HAPPENED


def _tests_in(view: ReportView, sentence: int) -> Sequence[Test]:
    """Return the tests for which a word that they need stands in a sentence; looked up once for all its triggers."""
    known = _known_tests(view)
    found = known.get(sentence)
    if found is None:
        said = view.vocabulary(sentence)
        found = known[sentence] = [test for words, test in sentence_tests(view.lists) if not words.isdisjoint(said)]
    return found


@Recent
def _known_tests(_: ReportView) -> dict[int, list[Test]]:
    return {}


def _verb(view: ReportView, at: int, floor: int, trigger: Trigger) -> Reason | None:
    """Walk left from a verb through its auxiliaries; return what unmakes it."""
    auxiliaries, adverbs = view.lists["auxiliaries"], view.lists["adverbs"]
    for _ in range(_STEPS):
        if at < floor:
            return None
        word = view.words[at]
        if (reason := _unmade(view, word)) and not _is_month(view, at):
            return reason
        if word not in auxiliaries and word not in adverbs and not word.endswith("ly"):
            return _verb_behind(view, word, at, floor, trigger)
        at -= 1
    return None


def _is_month(view: ReportView, at: int) -> bool:
    """Whether "may" is the month: written with a capital, and not as the first word."""
    return view.words[at] == "may" and at > 0 and view.text[view.starts[at]].isupper()


def _unmade(view: ReportView, word: str) -> Reason | None:
    """Read a modal or a negation."""
    if word in view.lists["modal"]:
        return Reason("events.unreal.modal", word)
    if word in view.lists["negator"] or word.endswith("n't"):
        return Reason("events.unreal.negation", word)
    return None


def _verb_behind(view: ReportView, word: str, at: int, floor: int, trigger: Trigger) -> Reason | None:
    """Read the word that a verb group hangs on: "to", "and", a preposition, a verb that makes it a fear or a plan."""
    if word == "to":
        return _infinitive(view, at, floor, trigger)
    if word in {"and", "or"} and _is_base(view.words[trigger.first]):
        return _coordinated(view, at, floor, trigger)
    if word in _BEFORE_GERUNDS:
        return _gerund(view, at, floor)
    return Reason("events.unreal.governor", word) if word in view.lists["unreal_verb"] else None


def _is_base(word: str) -> bool:
    return not word.endswith(_BASE_ENDINGS)


def _infinitive(view: ReportView, at: int, floor: int, trigger: Trigger) -> Reason | None:
    """Read "… to <verb>": after "began" or "forced" it took place, after anything else it is a plan or an aim."""
    words = view.words
    if words[at + 1] == "have" or words[at + 1] in _ARTICLES:  # "60 kilometres to the south, came under fire"
        return None
    real = view.lists["real_governor"]
    for back in range(at - 1, max(floor, at - _STEPS) - 1, -1):
        word = words[back]
        if word in trigger.rule.real or (word in real and (back == at - 1 or word not in view.lists["auxiliaries"])):
            if word in _FORCING and _reduced(view, back, floor, trigger):
                return Reason("events.described", f"{word} to")
            return _verb(view, back - 1, floor, trigger)
        if word in view.lists["unreal_governor"] or word in {",", ";"}:
            return Reason("events.unreal.plan", f"{word} to")
    return Reason("events.unreal.aim", "to " + words[at + 1])


def _reduced(view: ReportView, at: int, floor: int, trigger: Trigger) -> bool:
    """Whether "forced" only describes a noun ("people forced to flee"): no auxiliary before it; headlines leave it out."""
    if view.sentence(trigger.sentence).kind == "headline" or at - 1 < floor:
        return False
    before = view.words[max(floor, at - 4) : at]
    return view.lists["auxiliaries"].isdisjoint(before) and "to" in view.words[max(floor, at - 4) : at]


def _coordinated(view: ReportView, at: int, floor: int, trigger: Trigger) -> Reason | None:
    """A bare verb behind "and" shares the "to" or the modal of the verb before."""
    for back in range(at - 1, max(floor, at - _STEPS) - 1, -1):
        if view.words[back] == "to":
            return _infinitive(view, back, floor, trigger)
        if view.words[back] in view.lists["modal"]:
            return Reason("events.unreal.modal", view.words[back])
    return None


def _gerund(view: ReportView, at: int, floor: int) -> Reason | None:
    """Read "<prevent X> from …ing", "threat of …ing", "accused of …ing"."""
    if view.words[at] == "without":
        return Reason("events.unreal.negation", "without")
    for word in reversed(view.words[max(floor, at - 5) : at]):
        if (
            word in view.lists["unreal_verb"]
            or word in view.lists["unreal_noun"]
            or word in view.lists["unreal_governor"]
        ):
            return Reason("events.unreal.governor", f"{word} {view.words[at]}")
        if word in view.lists["pointing"]:
            return Reason("events.pointing", f"{word} {view.words[at]}")
    return None


def _noun(view: ReportView, trigger: Trigger) -> Reality:
    """Read a noun phrase: what stands inside it before the head, behind it, and what governs it."""
    start, definite = _phrase_start(view, trigger)
    inside = view.words[start : trigger.first]
    if reason := _unreal_phrase(view, trigger, inside):
        return Reality("unreal", reason, definite)
    following = view.words[trigger.last : trigger.last + 2]
    if tuple(following) in _TOOK_PLACE and not view.lists["superlative"].isdisjoint(inside):
        return _HAPPENED  # "The bloodiest clash took place on Monday" is none of those told before
    if following and following[0] in view.lists["compound_heads"]:
        return Reality("pointing", Reason("events.pointing.compound", following[0]), definite)
    if reason := _counted(view, start, inside, trigger):
        return Reality("pointing", reason, definite)
    return _governed(view, start, trigger, definite=definite)


def _unreal_phrase(view: ReportView, trigger: Trigger, inside: list[str]) -> Reason | None:
    """Read "no attack", "a possible attack", "attacks would …", "Talks … have been put off"."""
    for word in inside:
        if word in {"no", "without"}:
            return Reason("events.unreal.negation", word)
        if word in view.lists["unreal_adjective"]:
            return Reason("events.unreal.adjective", word)
    if put_off := _put_off(view, trigger):
        return Reason("events.unreal.put-off", put_off)
    foretold = _foretold(view, trigger)
    return Reason("events.unreal.modal", foretold) if foretold else None


def _put_off(view: ReportView, trigger: Trigger) -> str | None:
    """Return the verb that calls off what a sentence begins with: "Talks … have been put off"."""
    sentence = view.sentences[trigger.sentence]
    late = trigger.first - sentence.first > _OPENING
    if late or view.lists["put_off"].isdisjoint(view.vocabulary(trigger.sentence)):
        return None
    words = view.words[trigger.last : sentence.last]
    for at, word in enumerate(words[1:], start=1):
        if word not in view.lists["put_off"] or words[at - 1] not in {"been", "was", "were", "be", "being"}:
            continue
        if word not in {"put", "called"} or words[at + 1 : at + 2] == ["off"]:
            return word
    return None


def _foretold(view: ReportView, trigger: Trigger) -> str | None:
    """Return the modal of the verb that a noun is the subject of: "attacks on the border would …", "is expected to"."""
    for at in range(trigger.last, min(trigger.last + _STEPS, trigger.clause.last)):
        word = view.words[at]
        if word in view.lists["modal"] and not _is_month(view, at):
            return word
        following = view.words[at + 1 : at + 5]
        expected = word in _BE and following and following[0] in _EXPECTED
        if expected and ("to" in following or (at == trigger.last and following[0] in _TO_COME)):
            return f"{word} {following[0]}"
        if word in _OPENING_MARKS:  # "protesters “must be stopped”"
            continue
        if (
            word in _EDGES
            or word in view.lists["auxiliaries"]
            or word in view.lists["past_forms"]
            or word.endswith("ed")
        ):
            return None
    return None


def _phrase_start(view: ReportView, trigger: Trigger) -> tuple[int, bool]:
    """Return where the noun phrase of a trigger begins, and whether it is definite."""
    floor = view.sentences[trigger.sentence].first
    at = trigger.first
    definite = False
    while at > floor and trigger.first - at < _PHRASE:
        word = view.words[at - 1]
        if word == "'s" or word in view.lists["definite"]:
            definite = True
            return (at - 1 if word != "'s" else max(floor, at - 2)), definite
        if word in {"a", "an", "no", "another", "any"}:
            return at - 1, definite
        if (
            word in view.lists["prepositions"]
            or word in _EDGES
            or word in view.lists["auxiliaries"]
            or word in view.lists["modal"]
        ):
            break
        if word in view.lists["unreal_verb"] or word in view.lists["pointing"] or word in view.lists["reporting"]:
            break
        if word in view.lists["act_verbs"]:
            break
        at -= 1
    for token in range(trigger.first - 1, at - 1, -1):
        if view.words[token].endswith("ed") and "-" not in view.words[token]:
            return token + 1, definite
    return at, definite


def _counted(view: ReportView, start: int, inside: list[str], trigger: Trigger) -> Reason | None:
    """Find a phrase that only counts or ranks an event: "It was the second strike", "the largest attack since …"."""
    floor = trigger.clause.first
    before = view.words[max(floor, start - 2) : start]
    ranks = [word for word in inside if word in view.lists["superlative"]]
    if before and before[-1] in view.lists["copulas"] and (ranks or {"a", "an"} & set(inside)):
        return Reason("events.pointing.copula", " ".join([*before, *inside]))
    told = view.words[floor:start]
    if before[-1:] == ["in"] and not _DYING.isdisjoint(told) and any(word[0].isdigit() for word in told):
        return None  # "121 people died in the deadliest police raid" tells of it
    if ranks and (before[-1:] in (["it"], ["in"], ["of"]) or {"making", "be"} & set(before) or inside[:1] == ["'s"]):
        return Reason("events.pointing.rank", ranks[0])
    if ranks and "'s" in inside and start > floor:
        return Reason("events.pointing.rank", ranks[0])
    return None


def _governed(view: ReportView, start: int, trigger: Trigger, *, definite: bool) -> Reality:
    """Read what stands before the noun phrase: a preposition with its noun, or a verb."""
    floor = view.sentences[trigger.sentence].first
    at = start - 1
    if at < floor:
        return _told(definite=definite)
    word = view.words[at]
    if word in {"off", "out"} and at > floor and view.words[at - 1] in view.lists["unreal_verb"]:
        return Reality("unreal", Reason("events.unreal.governor", f"{view.words[at - 1]} {word}"), definite)
    if word in view.lists["prepositions"] and at > floor:
        return _behind_preposition(view, at, floor, definite=definite)
    if word in view.lists["pointing"] and word not in view.lists["unreal_verb"]:
        return Reality("pointing", Reason("events.pointing", word), definite)
    unreal = word in view.lists["unreal_verb"]
    reason = Reason("events.unreal.governor", word) if unreal else _governing_verb(view, at, floor, trigger)
    return Reality("unreal" if reason else "real", reason or _REAL, definite)


def _behind_preposition(view: ReportView, at: int, floor: int, *, definite: bool) -> Reality:
    word, before = view.words[at], view.words[at - 1]
    over = word in {"over", "against"} and before in _ANGER  # "protests over raids"
    charged = word == "with" and not _CHARGED.isdisjoint(view.words[max(floor, at - _BETWEEN) : at])
    if over or charged or (word in {"about", "over", "since", "despite", "amid"} and definite):
        return Reality("pointing", Reason("events.pointing", word), definite)
    gerund = word in _BEFORE_GERUNDS and view.words[at + 1].endswith("ing")  # "warned against killing protesters"
    warned = _gerund(view, at, floor) if gerund else None
    if warned is not None and warned.rule != "events.pointing":  # who is accused of bombing may have done it
        return Reality("unreal", warned, definite)
    if word == "in" and before in _LULLS:
        return Reality("unreal", Reason("events.unreal.governor", f"{before} in"), definite)
    plain = word not in {"of", "for", "to", "against", "about", "on"}
    return _told(definite=definite) if plain else _behind_noun(view, at, floor, definite=definite)


def _behind_noun(view: ReportView, at: int, floor: int, *, definite: bool) -> Reality:
    """Read the noun before "of", "for", "against": "fears of an attack", "condemnation of the raid"."""
    word = view.words[at]
    for governor in reversed(view.words[max(floor, at - 3) : at]):
        if governor in _EDGES or governor in view.lists["prepositions"]:
            break
        if governor in view.lists["unreal_noun"] or (governor in view.lists["unreal_verb"] and word in {"of", "for"}):
            return Reality("unreal", Reason("events.unreal.governor", f"{governor} {word}"), definite)
        if governor in view.lists["pointing"] and (governor, word) not in _CAUSED_BY:
            return Reality("pointing", Reason("events.pointing", f"{governor} {word}"), definite)
    return _told(definite=definite)


def _governing_verb(view: ReportView, at: int, floor: int, trigger: Trigger) -> Reason | None:
    """Read the verb that a noun is the object of: "will impose a curfew", "plans to hold talks"."""
    announced = trigger.rule.act and not view.lists["declaring"].isdisjoint(view.words[floor:at])
    if announced and trigger.rule.real & set(view.words[max(floor, at - 3) : at + 1]):
        return None
    for back in range(at, max(floor, at - 3) - 1, -1):
        word = view.words[back]
        if word in view.lists["modal"] or word in view.lists["negator"] or word.endswith("n't") or word == "to":
            return _verb(view, back, floor, trigger)
        if word in _EDGES:
            break
    return None
