"""What a whole sentence or clause says of an event: a question, a condition, a habit, hearsay, a match, an anniversary.

Each test returns the reason for which a trigger of it tells no happening, None where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import Reason
from geoevents.text.recent import Recent

_OPENING = 4  # words of a clause among which a denied subject begins
_FORCE = frozenset({"strike", "attack", "battle", "advance", "control", "incursion", "capture", "damage"})
_TALES = frozenset(
    {"novel", "film", "movie", "play", "book", "series", "game", "opera", "drama", "episode", "thriller"}
)
_SHOWING = frozenset(
    {"shows", "depicts", "tells", "follows", "portrays", "recounts", "describes", "retells", "imagines"}
)
_SHOWN = 6  # words before "who" in which a work of art is named
_WORKS = frozenset(
    {
        "statue",
        "portrait",
        "bust",
        "film",
        "novel",
        "painting",
        "biography",
        "memoir",
        "song",
        "play",
        "opera",
        "monument",
    }
)
_DOUBTS = frozenset({"not", "unconfirmed", "false", "untrue", "denied", "unfounded", "baseless"})
_UNTRUE = frozenset({"false", "untrue", "unfounded", "baseless"})
_RUMOURS = frozenset({"reports", "rumours", "rumors", "suggestions"})
_HEARSAY = frozenset({"reports", "rumours", "rumors", "claims", "suggestions"})
_DESCRIBING = frozenset({"where", "when", "whose"})
_PRESENT = frozenset({"is", "are", "exceeds", "exceed", "has"})
_DENYING = frozenset({"no", "none", "nobody", "neither"})
_MARKING = frozenset({"marks", "marked", "marking"})
_KINDS = frozenset({"kind", "kinds", "type", "types", "sort", "sorts"})  # "of the kind that drops bombs"
_PRETENDED = frozenset({"scenario", "scenarios", "pretended", "pretending", "simulated", "simulating", "fictitious"})
_REHEARSALS = frozenset(
    {"drill", "drills", "exercise", "exercises", "rehearsal", "simulation", "film", "novel", "series"}
)
_SINCE, _RANKED = 6, 8  # words from "since" to a verb, and from a superlative to "since"
_BEHIND_REHEARSALS = 8  # words between such a noun and the clause that tells what was played
_LONG = frozenset({"year", "years", "month", "months", "decade", "decades"})
_ARTICLES = frozenset({"a", "an", "the", "his", "her", "their", "its", "our", "my", "your"})
_INSIDE = frozenset(
    {"through", "under", "beneath", "among", "inside", "in", "of", "between"}
)  # "dug through collapsed houses"
_NOT_NOUNS = frozenset(
    {"in", "by", "at", "on", "and", "or", "were", "was", "are", "is", "have", "had", "during", "after"}
)


def question(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell a sentence that asks."""
    stretch = view.sentences[trigger.sentence]
    asks = view.words[max(stretch.first, stretch.last - 2) : stretch.last]
    return Reason("events.unreal.question", "the sentence asks") if "?" in asks else None


def inverted(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell "Had the missile hit the plant, thousands would have died"."""
    sentence = view.sentences[trigger.sentence]
    opens = trigger.first > sentence.first and trigger.clause.first == sentence.first
    if opens and view.words[sentence.first] == "had" and "would" in view.words[trigger.last : sentence.last]:
        return Reason("events.unreal.condition", "had")
    return None


def conditional(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell a clause that opens with a condition: "if", "unless", "until"."""
    words = view.words[trigger.clause.first : min(trigger.first, trigger.clause.first + 3)]
    opening = next((word for word in words if word not in {",", "and", "but", "even", "only", "“"}), None)
    return Reason("events.unreal.condition", opening) if opening in view.lists["conditional"] else None


def habit(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell rules in general: "usually"."""
    words = view.words[trigger.clause.first : trigger.clause.last]
    word = next((word for word in words if word in view.lists["generic"] and word != "every"), None)
    return Reason("events.unreal.habit", word) if word else None


def general(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell a present tense with "when" and a present tense."""
    following = view.words[trigger.last : view.sentences[trigger.sentence].last]
    if trigger.nominal or "when" not in following:
        return None
    at = following.index("when")
    if _PRESENT.isdisjoint(following[at + 1 : at + 4]):
        return None
    return Reason("events.unreal.habit", "when " + following[at + 1])


def described(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell a relative clause that only describes: "where the army has been gaining ground", "when it has faced …"."""
    words = view.words[trigger.clause.first : trigger.first]
    if not words or words[0] not in _DESCRIBING:
        return None
    passive = words[-1:] == ["been"] and not view.words[trigger.first].endswith("ing")
    near = words[: words.index(",")] if "," in words else words
    if passive or any(word[0].isdigit() for word in near):  # "where 8,000 people have fled" is news
        return None
    return Reason("events.described", words[0]) if "has" in near or "have" in near else None


def in_a_tale(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell "In the novel, rebels seize the port", "The film shows rebels storming the port"."""
    first = view.sentences[trigger.sentence].first
    tale = view.words[first] == "in" and not _TALES.isdisjoint(view.words[first + 1 : first + 4])
    opening = view.words[first : min(first + _OPENING, trigger.first)]
    tale = tale or any(a in _TALES and b in _SHOWING for a, b in pairwise(opening))
    return Reason("events.described", "in a tale") if tale else None


def portrayed(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell "a statue of the general who captured Quebec"."""
    first = trigger.clause.first
    if first >= trigger.first or view.words[first] != "who":
        return None
    shown = view.words[max(view.sentences[trigger.sentence].first, first - _SHOWN) : first]
    work = next((word for word in shown if word in _WORKS), None)
    return Reason("events.described", work) if work is not None else None


def of_a_kind(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell "of the kind that drops bombs"."""
    first = trigger.clause.first
    if not 0 < first < trigger.first or view.words[first] != "that" or view.words[first - 1] not in _KINDS:
        return None
    return Reason("events.described", f"{view.words[first - 1]} that")


def unconfirmed(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell "Reports that the town had fallen had not been confirmed", "Police said rumours of an attack were false"."""
    sentence = view.sentences[trigger.sentence]
    opening = view.words[sentence.first : trigger.first]
    behind = set(view.words[trigger.last : sentence.last])
    for at, word in enumerate(opening):
        if word not in _HEARSAY or {"that", "of"}.isdisjoint(opening[at + 1 :]):
            continue
        doubts = _DOUBTS if at == 0 else _DOUBTS & _UNTRUE if word in _RUMOURS else frozenset()
        doubt = next(iter(sorted(doubts & behind)), None)
        if doubt is not None:
            return Reason("events.unreal.negation", f"{word} … {doubt}")
    return None


def sporting(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell the battles and sieges of a match from those of a war."""
    if trigger.rule.type not in _FORCE:
        return None
    sentence = view.sentences[trigger.sentence]
    words = view.words[sentence.first : sentence.last]
    word = next((word for word in words if word in view.lists["match_report"]), None)
    return Reason("events.unreal.sport", word) if word else None


def commemorated(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell what a sentence only looks back on: "Today marks a year since the war that displaced a million"."""
    words = view.words[view.sentences[trigger.sentence].first : trigger.first]
    at = next((at for at, word in enumerate(words) if word in _MARKING), None)
    if at is None or {"since", "anniversary"}.isdisjoint(words[at:]):
        return None
    return Reason("events.pointing", words[at])


def long_before(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell what a clause only counts from: "a year after crowds stormed parliament", "two months after the coup"."""
    opening = view.words[trigger.clause.first : min(trigger.first, trigger.clause.first + _OPENING)]
    if "after" not in opening or _LONG.isdisjoint(opening[: opening.index("after")]):
        return None
    return Reason("events.pointing", f"{opening[opening.index('after') - 1]} after")


def rehearsed(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell what was only played: "in the scenario, missiles hit …", "a drill in which sirens announced an air raid"."""
    if trigger.rule.type == "mobilization":
        return None
    first = view.sentences[trigger.sentence].first
    before = view.words[first : trigger.first]
    played = next((word for word in before if word in _PRETENDED), None)
    if played is not None:
        return Reason("events.unreal.rehearsal", played)
    whole = view.words[first : view.sentences[trigger.sentence].last]
    opening = view.words[trigger.clause.first : trigger.clause.first + 2]
    if opening != ["in", "which"] or not view.lists["casualty"].isdisjoint(whole):
        return None  # "an exercise in which two soldiers were killed" took place
    shown = view.words[max(first, trigger.clause.first - _BEHIND_REHEARSALS) : trigger.clause.first]
    played = next((word for word in shown if word in _REHEARSALS), None)
    return Reason("events.unreal.rehearsal", played) if played else None


def ranked_since(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell what only gives the start of a ranking: "the heaviest loss since it crossed the border in May"."""
    first = view.sentences[trigger.sentence].first
    near = view.words[max(first, trigger.first - _SINCE) : trigger.first]
    if "since" not in near or trigger.nominal:
        return None
    since = trigger.first - len(near) + near.index("since")
    rank = next((w for w in view.words[max(first, since - _RANKED) : since] if w in view.lists["superlative"]), None)
    return Reason("events.pointing.rank", f"{rank} since") if rank else None


Test = Callable[[ReportView, Trigger], Reason | None]


@Recent
def sentence_tests(lists: Mapping[str, frozenset[str]]) -> tuple[tuple[frozenset[str], Test], ...]:
    """Return the tests of a sentence in order, each with the words of which one must stand in it; `lists` are of the rules."""
    return (
        (frozenset({"?"}), question),
        (frozenset({"would"}), inverted),
        (lists["conditional"], conditional),
        (lists["generic"] - {"every"}, habit),
        (frozenset({"when"}), general),
        (_DESCRIBING, described),
        (_TALES, in_a_tale),
        (_WORKS, portrayed),
        (frozenset({"that"}), of_a_kind),
        (_HEARSAY, unconfirmed),
        (_MARKING, commemorated),
        (_LONG, long_before),
        (_PRETENDED | _REHEARSALS, rehearsed),
        (lists["match_report"], sporting),
    )


def attribute(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell a participle that only describes the noun behind it: "a murdered colleague", "through collapsed houses"."""
    before = view.words[trigger.first - 1] if trigger.first > trigger.clause.first else ""
    single = trigger.last == trigger.first + 1 and view.words[trigger.first].endswith(("ed", "en"))
    following = view.words[trigger.last : trigger.last + 1]
    bare = before in _INSIDE and following and following[0].endswith("s")
    if (
        single
        and (before in _ARTICLES or bare)
        and following
        and following[0].isalpha()
        and following[0] not in _NOT_NOUNS
    ):
        return Reason("events.described", f"{before} {view.words[trigger.first]}")
    return None


def denied_subject(view: ReportView, trigger: Trigger) -> Reason | None:
    """Tell "No missile hit the port", "None of the bridges collapsed"."""
    words = view.words[trigger.clause.first : min(trigger.first, trigger.clause.first + _OPENING)]
    if _DENYING.isdisjoint(words):
        return None
    denying = next((word for word in words if word in _DENYING), None)
    return Reason("events.unreal.negation", denying) if denying and "," not in words else None
