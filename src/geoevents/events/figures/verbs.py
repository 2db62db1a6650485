"""The word that a number belongs to: the verb before it, the verb or state behind it, or the noun that it counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from geoevents.events.figures.number_words import Words
from geoevents.events.figures.phrases import Counted, joined, one_clause
from geoevents.events.figures.rules import FEW, REACH, Cue, FigureTables, near_cues

_NEAR = 3  # words between them where the subject is no noun that the lexicon knows
PEOPLE = frozenset({"people", "troops"})
_HARM = frozenset({"killed", "wounded", "missing"})
_LABELS = frozenset({*_HARM, "displaced", "evacuated"})
_DEFINITE = frozenset({*_HARM, "captured"})  # what is told of one person with "the", "his" or "her"
# What words come to of people; those set free were captives.
_OF_PEOPLE = {
    "taken": "captured",
    "freed": "captured",
    "loss-of-life": "killed",
    "lives": "killed",
    "care": "wounded",
    "sought": "missing",
}
_AT_LARGE = frozenset({"attackers", "inmates", "patients", "police"})
_THINGS = {"equipment": "equipment", "area": "area", "other": "other"}
_OF_THINGS = frozenset({"loss", "taken", "loss-of-life"})
_ESCAPED = frozenset({"escaped", "escape", "fled", "broke", "absconded"})
_CULPRITS = 20  # so many who did something "and fled" did not leave their homes
_WITHIN = frozenset({("in", "which"), ("during", "which"), ("at", "which"), ("on", "which")})
_REFLEXIVES = frozenset({"himself", "herself", "themselves", "itself"})
_PARTS = frozenset({("of", "the"), ("of", "those"), ("of", "these")})
_STATES = frozenset({"still", "reported", "others", "more", "left", "also", "as"})
_COORDINATORS = frozenset({"and", "but", "while"})


def bind(words: Words, one: Counted, cues: Sequence[Cue], counted: Sequence[Counted], tables: FigureTables) -> None:
    """Give a counted thing its kind from its own noun, the verb before it or the verb behind it."""
    cues, counted = near_cues(cues, one.quantity.first, one.end), _near_counted(counted, one)
    if one.cue is not None:
        one.kind, one.way = one.cue.kind, "count"
        if one.kind == "captured":
            _fate_of_captives(words, one, cues, counted, tables)
        return
    if one.noun in {"money", "length"} or (one.noun == "" and one.quantity.year_like):
        return
    if one.noun == "" and _uncounted(words, one, tables) and not _take_unknown(words, one, tables):
        return
    if (label := _label(words, one, cues)) is not None:
        one.kind, one.way, one.verb = label.kind, "count", label
        return
    chosen, before = _choose(words, one, cues, counted, tables)
    kind = kind_of(chosen, one) if chosen is not None and not _ran_off(words, one, chosen) else None
    if one.guess and not (
        kind in tables.people_kinds
        and not (chosen and chosen.kind in _OF_PEOPLE)
        and _tight(words, one, chosen, tables)
    ):
        _forget(one)
    elif chosen is not None and not (one.way == "definite" and not _of_one(words, one, chosen, kind, tables)):
        if not one.noun and chosen.kind in {"taken", "loss-of-life"}:
            _inherit(one, counted)
            kind = kind_of(chosen, one)
        one.kind, one.verb = kind, chosen
        one.way = one.way or ("object" if chosen is before else "subject")
        if chosen.unit and one.noun in {"people", ""}:
            one.unit = chosen.unit


def _fate_of_captives(
    words: Words, one: Counted, cues: Sequence[Cue], counted: Sequence[Counted], tables: FigureTables
) -> None:
    """Let the verb tell what became of captives: "nine hostages died", "900 prisoners escaped"."""
    fate = _state(words, one, cues, tables) or _subject(words, one, cues, counted, tables)
    fate = fate or _object(words, one, cues, tables)
    one.kind = fate.kind if fate is not None and fate.kind in _HARM else one.kind
    if not _ESCAPED.isdisjoint(words.lower[one.end + 1 : one.end + _NEAR]):
        one.kind, one.unit = "other", "inmates"


def _ran_off(words: Words, one: Counted, cue: Cue) -> bool:
    """Whether "and fled" tells how culprits got away: "Four men robbed a jeweller and fled on motorbikes"."""
    after = cue.kind == "displaced" and cue.first > one.end + 1
    return after and words.lower[cue.first - 1] in {"and", "then"} and one.quantity.value <= _CULPRITS


def _near_counted(counted: Sequence[Counted], one: Counted) -> Sequence[Counted]:
    if len(counted) < FEW:
        return counted
    start = bisect_left(counted, one.quantity.first - 2 * REACH, key=lambda c: c.quantity.first)
    return counted[start : bisect_left(counted, one.end + 2 * REACH, key=lambda c: c.quantity.first)]


def _choose(
    words: Words, one: Counted, cues: Sequence[Cue], counted: Sequence[Counted], tables: FigureTables
) -> tuple[Cue | None, Cue | None]:
    """Return the cue that a counted thing belongs to, and the one before it."""
    state = _state(words, one, cues, tables)
    after = state or _subject(words, one, cues, counted, tables)
    before = _object(words, one, cues, tables)
    if before and after and before.first < after.first and _listed(words, one, after):
        return after, before
    if state and before and (before.kind in {"loss", state.kind} or before.rule in tables.weak):
        return state, before
    return before or after, before


def _label(words: Words, one: Counted, cues: Sequence[Cue]) -> Cue | None:
    """The word that a number is the entry of: "Killed: 14", "Deaths: 25"."""
    at = one.quantity.first - 1
    if one.noun or at < 0 or words.gap(at, at + 1).strip() != ":":
        return None
    return next((cue for cue in cues if cue.last == at and cue.kind in _LABELS), None)


def _take_unknown(words: Words, one: Counted, tables: FigureTables) -> bool:
    """Take a plural that the lexicon does not know for people, to be kept where what is told fits people alone."""
    for index in range(one.quantity.last + 1, min(one.quantity.last + 3, len(words.lower))):
        word = words.lower[index]
        if not words.close(index - 1) or word in tables.uncounted:
            return False
        if word.endswith("s") and not word.endswith(("ss", "us", "'s")) and word not in tables.cue_starts:
            one.noun, one.unit, one.noun_first, one.end, one.guess = "people", "people", index, index, True
            return True
    return False


def _forget(one: Counted) -> None:
    one.noun, one.unit, one.noun_first, one.end, one.guess = "", "", -1, one.quantity.last, False


def _tight(words: Words, one: Counted, cue: Cue | None, tables: FigureTables) -> bool:
    """Whether next to nothing stands between a thing and its verb."""
    if cue is None or cue.last < one.quantity.first:
        return cue is not None
    gap = words.lower[one.end + 1 : cue.first]
    return len(gap) <= _NEAR and all(word in tables.auxiliaries or word.endswith("ly") for word in gap)


def _of_one(words: Words, one: Counted, cue: Cue, kind: str | None, tables: FigureTables) -> bool:
    """Whether "the driver" is one who came to harm: "killing the driver", "the driver died"."""
    return kind in _DEFINITE and _tight(words, one, cue, tables) and cue.kind not in {"taken", "loss-of-life"}


def _inherit(one: Counted, counted: Sequence[Counted]) -> None:
    """Let a bare number count what the one before it counted: "killed 14 soldiers, captured seven"."""
    before = [c for c in counted if c.end < one.quantity.first and c.noun in PEOPLE]
    if before:
        one.noun, one.unit = before[-1].noun, before[-1].unit


def _uncounted(words: Words, one: Counted, tables: FigureTables) -> bool:
    """Whether a number without a noun of ours counts something else: "two days", "300,000 cases"."""
    following = one.quantity.last + 1
    if following >= len(words.lower):
        return False
    word = words.lower[following]
    if word in tables.not_counted:
        return True
    if not words.close(one.quantity.last) or word in tables.closers:
        return False
    if word.endswith("s") and word.isalpha():
        return words.text[words.starts[following]].islower()
    behind = words.lower[following + 1 : following + 2]
    return bool(behind) and behind[0] in tables.not_counted and words.close(following)


def kind_of(cue: Cue, one: Counted) -> str | None:
    """The kind of figure: of words such as "captured" and "lost" it depends on what was captured or lost."""
    if cue.kind == "other":
        return "other" if one.noun in {*PEOPLE, "other", ""} else None
    if one.noun in _THINGS:
        animals = one.unit == "animals" and cue.kind not in _OF_THINGS
        return "other" if animals else _THINGS[one.noun] if cue.kind in _OF_THINGS else None
    if cue.kind in {"loss", "taken", "freed", "loss-of-life", "lives"}:
        return _of_people(cue, one) if one.noun in PEOPLE else None
    return _of_people(cue, one)


def _of_people(cue: Cue, one: Counted) -> str | None:
    """The kind of figure that a word makes of people."""
    if cue.kind == "freed" and one.unit == "inmates":
        return "other"
    if cue.kind == "loss" or (cue.kind == "displaced" and (one.noun == "troops" or one.unit in _AT_LARGE)):
        return None  # soldiers that cross a border and prisoners that run are not displaced
    if cue.kind == "sought" and (one.way == "article" or one.unit == "attackers"):
        return None  # "searching for a man" may be the police
    return _OF_PEOPLE.get(cue.kind, cue.kind)


def _object(words: Words, one: Counted, cues: Sequence[Cue], tables: FigureTables) -> Cue | None:
    """The verb right before the number: nothing but articles, "the lives of" and the like between."""
    first = one.quantity.first
    start = tables.qualifier_start(words, one.quantity)
    for cue in reversed(cues):
        if cue.last < start and "object" in cue.forms:
            between = words.lower[cue.last + 1 : start]
            if between[:1] and between[0] in _REFLEXIVES and between[1:2] == ("and",):
                between = between[2:]
            light = all(w in tables.light for w in between) and "," not in words.text[cue.end : words.starts[first]]
            supposed = words.lower[max(0, cue.first - 2) : cue.first] in {("could", "have"), ("would", "have")}
            return cue if light and not supposed and one_clause(words, cue.last, first) else None
    return None


def _state(words: Words, one: Counted, cues: Sequence[Cue], tables: FigureTables) -> Cue | None:
    """The state right behind the phrase: "14 dead", "17 people injured", "44 still missing"."""
    for cue in cues:
        if cue.first > one.end and {"state", "listed"} & cue.forms:
            gap = words.lower[one.end + 1 : cue.first]
            near = not gap or (len(gap) == 1 and gap[0] in _STATES) or gap == ("of", "them")
            close = all(joined(words, at, at + 1) for at in range(one.end, cue.first)) if near else False
            return cue if close and not _has_object(words, cue, tables) else None
    return None


def _subject(
    words: Words, one: Counted, cues: Sequence[Cue], counted: Sequence[Counted], tables: FigureTables
) -> Cue | None:
    """The verb whose subject the phrase is: an auxiliary before a participle, or the participle at once."""
    relative = words.lower[one.end + 1 : one.end + 2] in {("who",), ("that",), ("which",)}
    part = words.lower[one.end + 1 : one.end + 3] in _PARTS
    found: Cue | None = None
    verbs = 0
    for cue in cues:
        if cue.first <= one.end or not {"subject", "count"} & cue.forms:
            continue
        gap = words.lower[one.end + 1 : cue.first]
        if part and cue.first == one.end + 3:
            one.part_of = cue.kind  # "two of the injured died"
            continue
        if "subject" not in cue.forms:
            continue
        pairs = set(pairwise(gap[1:]))
        # "people, half of them displaced, live there", "charged men with a raid in which a guard was killed"
        apart = "whom" in gap[2:] or ("of", "them") in pairwise(gap[2:]) or not _WITHIN.isdisjoint(pairs)
        far = len(gap) > REACH or apart or not one_clause(words, one.end, cue.first)
        if far or _interrupted(words, one, cue, counted, tables):
            break
        verb = cue.finite or not tables.auxiliaries.isdisjoint(gap)
        reduced = len(gap) <= 1 and joined(words, one.end, cue.first) and not _has_object(words, cue, tables)
        if verb or reduced:
            verbs += 1
            found = cue if found is None or (cue.finite and cue.kind != "care") else found
        if not relative:
            break  # "a woman who had been hurt died" goes on to the verb of the main clause
    return None if relative and one.way == "article" and verbs == 1 else found  # "relatives of a man who had died"


def _interrupted(words: Words, one: Counted, cue: Cue, counted: Sequence[Counted], tables: FigureTables) -> bool:
    """Whether another number with a verb of its own stands between the phrase and the verb.

    "6,800 people are infected and 5,700 people die", "three men killed 14 people who died", "thousands marched and a
    man was shot dead".
    """
    before = one
    for other in counted:
        if one.end < other.quantity.first < cue.first:
            own = other.kind is not None and other.way == "object"
            between = words.lower[before.end + 1 : tables.qualifier_start(words, other.quantity)]
            told = not tables.auxiliaries.isdisjoint(words.lower[one.end + 1 : other.quantity.first])
            if (
                own
                or told
                or (_COORDINATORS & set(between[-1:]) and not all(w in tables.conjunctions for w in between))
            ):
                return True
            before = other
    return False


def _has_object(words: Words, cue: Cue, tables: FigureTables) -> bool:
    """Whether an object follows the participle at once, so that it is an active verb: "gunmen killed 14"."""
    following = cue.last + 1
    if following >= len(words.lower) or not words.text[words.ends[cue.last] : words.starts[following]].isspace():
        return False
    word = words.lower[following]
    if word == "at":
        return words.lower[following + 1 : following + 2] == ("least",)
    return word[0].isdigit() or word in tables.numbers.starters or word in {"the", "his", "her", "their", "its", "more"}


def _listed(words: Words, one: Counted, cue: Cue) -> bool:
    """Whether a state stands at once behind the number: in "killed 14 and 44 injured" the 44 are injured."""
    return cue.first == one.end + 1 and joined(words, one.end, cue.first)
