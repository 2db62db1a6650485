"""The noun phrase behind a number: what it counts, in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from geoevents.events.figures.number_words import HYPHENS, Words
from geoevents.events.figures.numbers import Quantity
from geoevents.events.figures.rules import Cue, FigureTables, near_cues
from geoevents.model import Figure, FigureKind, Span
from geoevents.model.quick import replace
from geoevents.text import standing

_SHARED = frozenset({"them", "whom", "these", "those", "which"})  # "212 of them children"
_DEFINITES = frozenset({"the", "his", "her", "their", "its"})
_ARTICLES = _DEFINITES | {"a", "an", "another", "both"}
_NOTHING = frozenset({"no", "nobody", "none"})
_NOT_SINGLE = frozenset({"missiles", "drones"})  # "a drone was downed" tells an attack, not a number
_REPORTS = frozenset({"reports", "report", "word"})
_HARM = frozenset({"killed", "wounded", "missing", "other"})
_PARTING = re.compile(r"[.;!?:] |\.[\n”]|\n\n")
_MODIFIERS = 6  # words between a number and its noun
_INSIDE = " \n'’“”\"‘" + "".join(HYPHENS)  # what may stand between two words of one phrase


@dataclass(slots=True)
class Counted:
    """A quantity with the noun phrase behind it: its unit, noun class and, once bound, its kind."""

    quantity: Quantity
    noun_first: int  # index of the first noun word, or -1
    end: int  # index of the last word of the phrase
    unit: str = ""
    noun: str = ""  # people, troops, equipment, area, length, money, other, cue or ""
    cue: Cue | None = None  # where the noun itself says the kind: "14 deaths"
    kind: str | None = None
    way: str = ""
    verb: Cue | None = None  # the word that gave it its kind
    cumulative: bool = False
    link: int = -1  # index of the counted thing that this one is coordinated with
    guess: bool = False  # its noun is not known to the lexicon, only that it is a plural
    part_of: str | None = None  # the kind of those of whom these are some: "two of the injured"


def phrase(words: Words, quantity: Quantity, tables: FigureTables) -> Counted:
    """Read the noun that a quantity counts: up to six words behind it, over adjectives, no further than punctuation."""
    one = Counted(quantity, -1, quantity.last)
    if quantity.currency:
        one.noun, one.unit = "money", quantity.currency
        return one
    lower, behind = words.lower, quantity.last + 1
    for index in range(behind, min(len(lower), behind + 1 + _MODIFIERS)):
        if not joined(words, index - 1, index) and not (index == behind and quantity.attached):
            break
        word = lower[index]
        if word == "of" and lower[index + 1 : index + 2] and lower[index + 1] in _SHARED:
            break
        number = word[0].isdigit() or word in tables.numbers.words
        if (number and words.close(index)) or (word in tables.noun_starts and _take_noun(words, one, index, tables)):
            break  # another number, though not the age in "a 45-year-old woman"
        if word in tables.enders or (index == behind and word in tables.units_apart):
            break
    if not one.noun and quantity.qualifier == "a couple":
        one.noun, one.unit = "people", "people"  # "a couple and their son"
    if not one.noun and words.lower[max(0, quantity.first - 2) : quantity.first] == ("in", "their"):
        _noun_before(words, one, tables)
    return one


def _noun_before(words: Words, one: Counted, tables: FigureTables) -> None:
    """Read "soldiers in their hundreds": the noun stands before the number."""
    index = one.quantity.first - 3
    entry = tables.nouns.get(words.lower[index]) if index >= 0 else None
    if entry is not None:
        one.noun, one.unit = entry


def joined(words: Words, i: int, j: int) -> bool:
    """Whether two words stand in one phrase: only blanks, hyphens, quotation marks or an apostrophe between."""
    gap = words.text[words.ends[i] : words.starts[j]]
    return gap == " " or not gap.strip(_INSIDE)


def _take_noun(words: Words, one: Counted, index: int, tables: FigureTables) -> bool:
    """Give `one` the noun that starts at word `index`, the longest that the lexicon knows there; tell whether there is one."""
    for size in tables.noun_sizes.get(words.lower[index], ()):
        entry = tables.nouns.get(" ".join(words.lower[index : index + size]))
        if entry is None or index + size > len(words.lower):
            continue
        one.noun, one.unit = entry
        one.noun_first, one.end = index, index + size - 1
        _head(words, one, tables)
        return True
    cue = tables.count_at(words, index)
    if cue is not None:
        one.noun, one.cue, one.noun_first, one.end = "cue", cue, index, cue.last
        one.unit = cue.unit or "people"
        return True
    return False


def _head(words: Words, one: Counted, tables: FigureTables) -> None:
    """Move on to the last noun of a compound: "police officers", "fighter pilots", "tank crew", "mine workers"."""
    while words.close(one.end):
        following = words.lower[one.end + 1]
        entry = tables.nouns.get(following)
        cue = tables.count_at(words, one.end + 1)
        if cue is not None:
            one.noun, one.cue, one.noun_first, one.end, one.unit = (
                "cue",
                cue,
                one.end + 1,
                cue.last,
                cue.unit or "people",
            )
            return
        if entry is None or entry[0] in {"area", "length", "money"}:
            return
        one.noun, one.unit = entry
        one.end += 1


def with_articles(words: Words, counted: list[Counted], tables: FigureTables) -> list[Counted]:
    """Add people and equipment told in the singular with an article: "a woman was killed", "destroyed a jet"."""
    lower, articled = words.lower, tables.articled
    grouped = not tables.groups.keys().isdisjoint(lower)
    taken = {index for one in counted for index in range(one.quantity.first, one.end + 1)}
    for index in standing(lower, _ARTICLES):
        if index in taken or articled.isdisjoint(lower[max(0, index - 1) : index + _MODIFIERS + 2]):
            continue
        definite = lower[index] in _DEFINITES
        span = Span(words.starts[index], words.ends[index])
        quantity = Quantity(span, span, index, index, 1.0)
        if grouped and (group := _group(words, index, tables)) is not None:
            taken.update(range(index, group.end + 1))
            counted.append(group)
            continue
        if words.lower[index] == "both":
            both = phrase(words, replace(quantity, value=2.0), tables)
            if both.noun in {"people", "troops"} and both.end not in taken:
                both.way = "definite"
                counted.append(both)
            continue
        one = phrase(words, quantity, tables)
        if not definite and not one.noun and _one_more(words, one, tables):
            counted.append(one)
            continue
        classes = {"people", "troops"} if definite else {"people", "troops", "equipment"}
        singular = one.noun in classes and _is_single(words, one, tables)
        if singular and one.end not in taken:
            one.way = "definite" if definite else "article"
            taken.update(range(index, one.end + 1))
            counted.append(one)
    return sorted(counted, key=lambda c: c.quantity.first)


def _is_single(words: Words, one: Counted, tables: FigureTables) -> bool:
    """Whether a phrase with an article is one person or thing: no weapon in flight, no "family of four"."""
    if one.unit in _NOT_SINGLE or (one.unit == "families" and words.lower[one.end + 1 : one.end + 2] == ("of",)):
        return False
    whole = " ".join(words.lower[one.noun_first : one.end + 1])
    return words.lower[one.end] in tables.singulars or whole in tables.singulars


def _group(words: Words, index: int, tables: FigureTables) -> Counted | None:
    """Read "an elderly couple" at its article: two people, over at most two adjectives."""
    for last in range(index + 1, min(index + 4, len(words.lower))):
        if not joined(words, last - 1, last) or words.lower[last] in tables.stoppers:
            return None
        if words.lower[last] in tables.groups:
            number = Span(words.starts[index], words.ends[last])
            size = Quantity(number, number, index, last, tables.groups[words.lower[last]])
            return Counted(size, last, last, "people", "people", way="definite")
    return None


def _one_more(words: Words, one: Counted, tables: FigureTables) -> bool:
    """Read "another was hurt", "a third was wounded": one person more, told without a noun."""
    index = one.quantity.first
    last = index if words.lower[index] == "another" else index + 1
    told = last == index or (last < len(words.lower) and words.lower[last] in tables.ordinals)
    following = words.lower[last + 1 : last + 2]
    if not told or not following or not words.close(last):
        return False
    if following[0] not in tables.told_by:
        return False
    one.noun, one.unit, one.way, one.end = "people", "people", "article", last
    return True


def one_clause(words: Words, i: int, j: int) -> bool:
    """Whether no sentence end or semicolon stands between two words, and no comma that opens another statement."""
    return _PARTING.search(words.text, words.ends[i], max(words.ends[i], words.starts[j])) is None


def zeros(words: Words, cues: Sequence[Cue], tables: FigureTables) -> tuple[Figure, ...]:
    """Read "no one was hurt" and "no casualties": a figure of nothing is a statement, not an absence."""
    found = []
    for index in standing(words.lower, _NOTHING):
        word = words.lower[index]
        near = near_cues(cues, index, index)
        size = 1 if word in {"nobody", "none"} else 2
        if word == "no" and (report := _no_report(words, index, near)) is not None:
            found.append(report)
            continue
        if " ".join(words.lower[index : index + size]) not in tables.zero_people:
            continue
        last = index + size - 1
        reach = 8 if word == "none" else 4  # "none of the 83 passengers was", "no one had been badly"
        for cue in near:
            own = cue.first == last and "count" in cue.forms and size == 2  # noqa: PLR2004 - "no deaths"
            later = 0 <= cue.first - last - 1 < reach and {"subject", "state"} & cue.forms
            if (own or later) and cue.kind in tables.kinds and one_clause(words, index, cue.last) and cue.last >= index:
                kind = cast("FigureKind", cue.kind)
                unit = "casualties" if kind == "other" else "people"
                found.append(Figure(kind, 0, 0, 0, unit, Span(words.starts[index], words.ends[last]), "no"))
                break
    return tuple(found)


def _no_report(words: Words, index: int, cues: Sequence[Cue]) -> Figure | None:
    """Read "no reports of casualties", "no immediate word on injuries" at the index of "no"."""
    stretch = words.lower[index + 1 : index + 5]
    if stretch and not _REPORTS.isdisjoint(stretch[:2]):
        for cue in cues:
            if index < cue.first <= index + 5 and "count" in cue.forms and cue.kind in _HARM:
                span = Span(words.starts[index], words.ends[cue.last])
                unit = "casualties" if cue.kind == "other" else "people"
                return Figure(cast("FigureKind", cue.kind), 0, 0, 0, unit, span, "no")
    return None
