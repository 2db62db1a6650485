"""The noun phrase behind a number: what it counts, in which unit."""

from __future__ import annotations

from dataclasses import dataclass

from geoevents.events.figures_rules import Cue, FigureTables
from geoevents.events.numbers import Quantity
from geoevents.events.numbers_words import HYPHENS, Words
from geoevents.model import Span

_SHARED = frozenset({"them", "whom", "these", "those", "which"})  # "212 of them children"
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
    cumulative: bool = False
    link: int = -1  # index of the counted thing that this one is coordinated with


def phrase(words: Words, quantity: Quantity, tables: FigureTables) -> Counted:
    """Read the noun that a quantity counts: up to six words behind it, over adjectives, no further than punctuation."""
    one = Counted(quantity, -1, quantity.last)
    if quantity.currency:
        one.noun, one.unit = "money", quantity.currency
        return one
    for index in range(quantity.last + 1, min(len(words.lower), quantity.last + 2 + _MODIFIERS)):
        if not joined(words, index - 1, index) and not (index == quantity.last + 1 and quantity.attached):
            break
        word = words.lower[index]
        if word == "of" and words.lower[index + 1 : index + 2] and words.lower[index + 1] in _SHARED:
            break
        if _take_noun(words, one, index, tables):
            break
        if (
            word in tables.stoppers
            or word in tables.cue_starts
            or (index == quantity.last + 1 and word in tables.not_counted)
        ):
            break
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
    return words.gap(i, j).strip(_INSIDE) == ""


def _take_noun(words: Words, one: Counted, index: int, tables: FigureTables) -> bool:
    """Give `one` the noun that starts at word `index`, the longest that the lexicon knows there; tell whether there is one."""
    for size in range(tables.longest_noun, 0, -1):
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
    taken = {index for one in counted for index in range(one.quantity.first, one.end + 1)}
    for index, word in enumerate(words.lower):
        if word not in {"a", "an", "another"} or index in taken:
            continue
        quantity = Quantity(
            Span(words.starts[index], words.ends[index]),
            Span(words.starts[index], words.ends[index]),
            index,
            index,
            1.0,
        )
        one = phrase(words, quantity, tables)
        singular = one.noun in {"people", "troops", "equipment"} and words.lower[one.end] in tables.singulars
        if singular and one.end not in taken:
            one.way = "article"
            counted.append(one)
    return sorted(counted, key=lambda c: c.quantity.first)
