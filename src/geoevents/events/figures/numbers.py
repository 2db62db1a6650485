"""Quantities in running text: digits, number words, vague plurals, with their qualifiers and ranges.

What is no quantity is left out here, once for all who count: years in dates, ages, clock times, shares, scores, names
of models, flights and roads, ill-formed digits ("10,00 2"), numbers beyond 10^12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress

from geoevents.events.figures.number_forms import Plain, digits, past_broken, past_chain, spelled
from geoevents.events.figures.number_words import DASHES, Mode, NumberTables, Words, number_tables, scan, words_in
from geoevents.lexicon import Lexicon
from geoevents.model import Prose, Span
from geoevents.model.quick import quick
from geoevents.text.recent import Recent

Bounds = tuple[float | None, float | None, float | None]
# Which of low, best and high the number itself is.
_KNOWN: dict[Mode, tuple[bool, bool, bool]] = {
    "at-least": (True, True, False),
    "up-to": (False, False, True),
    "around": (False, True, False),
    "vague": (True, False, False),
}
_LONGEST_QUALIFIER = 4
_ARTICLES = frozenset({"a", "an"})
_RATES = frozenset({"every", "each", "per"})  # "one in every 200"


@quick
@dataclass(slots=True)
class Quantity:
    """A number as the text gives it.

    `span` runs from the qualifier through the number; `number` is the number alone; `first` and `last` are the indices
    of its words in `Words`. `upper` is the end of a range. `currency` is a sign before it, `attached` a unit written
    right behind the digits ("10km"). `year_like` marks four plain digits that are a year unless they count something.
    """

    span: Span
    number: Span
    first: int
    last: int
    value: float
    mode: Mode = "exact"
    upper: float | None = None
    qualifier: str | None = None
    currency: str | None = None
    attached: str | None = None
    year_like: bool = False

    def bounds(self, *, counted: bool) -> Bounds:
        """Low, best and high by the table of docs/figures.md; `counted` for whole things, else a measure."""
        value, mode = _whole(self.value), self.mode
        if mode == "exact":
            return value, value, value
        step = 1 if counted and self.value == int(self.value) else 0
        if mode == "more-than":
            return _whole(self.value + step), value, None
        if mode == "less-than":
            return None, None, _whole(self.value - step)
        if mode == "range":
            return value, None, _whole(self.upper)
        low, best, high = _KNOWN[mode]
        return value if low else None, value if best else None, value if high else None


def _whole(value: float | None) -> float | None:
    """Return a whole number as an int, so that it prints without ".0"."""
    if value is None:
        return None
    value = round(value, 6)  # 33.2 million is no 33,200,000.000000004
    return int(value) if value == int(value) else value


def find_quantities(text: str, span: Span, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Return the quantities inside `span` of `text`, in order."""
    return quantities(scan(text, span), number_tables(lexicon))


def quantities_in(prose: Prose, span: Span, tables: NumberTables) -> tuple[Quantity, ...]:
    """Return the quantities of a stretch of a report, read once for all who count in it."""
    known = _counted(prose)
    key = (id(tables), span.start, span.end)
    found = known.get(key)
    if found is None:
        found = known[key] = quantities(words_in(prose, span), tables)
    return found


@Recent
def _counted(_: Prose) -> dict[tuple[int, int, int], tuple[Quantity, ...]]:
    """Return the place for the quantities of the stretches of a report: figures and claims share them."""
    return {}


def quantities(words: Words, tables: NumberTables) -> tuple[Quantity, ...]:
    """Return the quantities of scanned words, in order; see the module's docstring for what is none."""
    found: list[Quantity] = []
    i = 0  # words before are read
    lower = words.lower
    for at in compress(range(len(lower)), map(tables.begins.__getitem__, lower)):
        if at < i or (lower[at] in _ARTICLES and tables.behind_article.isdisjoint(lower[at + 1 : at + 2])):
            continue
        plain: Plain | None = None
        if lower[at][0].isdigit():
            plain = digits(words, at, tables)
            if plain is None:
                i = past_broken(words, at)
                continue
        else:
            plain = spelled(words, at, tables)
        if plain is None:
            continue
        whole = _ranged(words, plain, tables)
        if whole is not None and _is_rate(words, whole, tables):
            i = whole.last + 1
        elif whole is not None:
            found.append(_qualified(words, whole, tables))
            i = whole.last + 1
        else:
            i = past_chain(words, plain.last)
    return tuple(found)


def _is_rate(words: Words, plain: Plain, tables: NumberTables) -> bool:
    """Whether a number is an end of a rate: "one in every 200", "one in five"."""
    if plain.first and words.lower[plain.first - 1] in _RATES:
        return True
    behind = words.lower[plain.last + 1 : plain.last + 3]
    return (
        len(behind) == len(("in", "every"))
        and behind[0] == "in"
        and (behind[1] in _RATES or (words.lower[plain.first] == "one" and behind[1] in tables.words))
    )


def _ranged(words: Words, plain: Plain, tables: NumberTables) -> Plain | None:
    """Join "A to B", "A–B", "A or B", "between A and B"; None where the pair is a score, a phone number or years."""
    j = plain.last + 1
    if plain.mode == "vague" or plain.attached or j >= len(words.lower):
        return plain
    dashed = words.gap(plain.last, j) in DASHES and words.gap(plain.last, j) != "" and words.lower[j][0].isdigit()
    before = words.lower[plain.first - 1] if plain.first else ""
    linked = words.lower[j] in {"to", "or"} or (words.lower[j] == "and" and before == "between")
    if not dashed and not (linked and words.close(plain.last) and words.close(j)):
        return plain
    second = _number_at(words, j if dashed else j + 1, tables)
    if second is None:
        return None if dashed else plain
    if before == "from" and plain.first > 1 and words.lower[plain.first - 2] in tables.growth:
        return plain
    pair = _pair(words, plain, second, between=before in {"between", "from"}, dashed=dashed)
    return pair if pair is not None or dashed else plain


def _number_at(words: Words, i: int, tables: NumberTables) -> Plain | None:
    if i >= len(words.lower):
        return None
    if words.lower[i][0].isdigit():
        return digits(words, i, tables)
    plain = spelled(words, i, tables) if words.lower[i] in tables.starters else None
    return None if plain is None or plain.mode == "vague" else plain


def _pair(words: Words, low: Plain, high: Plain, *, between: bool, dashed: bool) -> Plain | None:
    """Make a range of two numbers, or None where they cannot be one."""
    third = words.text[high.end : high.end + 2]
    if dashed and (low.year_like or (third[:1] in DASHES and third[1:].isdigit())):
        return None
    # In "2 to 3 million" and "4–5 thousand" the magnitude is said once.
    scale = high.value / _unscaled(words, high) if low.first == low.last and _unscaled(words, high) else 1
    value = low.value * scale if scale > 1 and low.value < high.value / scale else low.value
    if value >= high.value:
        return None
    first = low.first - 1 if between else low.first
    return Plain(first, high.last, value, "range", high.value, "range", low.currency, high.attached, end=high.end)


def _unscaled(words: Words, plain: Plain) -> float:
    """The value of the digits of a number before its magnitude words."""
    raw = re.sub(r"[^\d.]", "", words.lower[plain.first]).strip(".")
    return float(raw) if raw.count(".") <= 1 and raw and plain.last > plain.first else 0.0


def _qualified(words: Words, plain: Plain, tables: NumberTables) -> Quantity:
    """Read the qualifier before or behind a number and make the quantity."""
    first, mode, qualifier, end = plain.first, plain.mode, plain.qualifier, plain.end
    start = words.starts[first]
    if plain.currency is not None and mode != "range":
        start = words.starts[first - 1] if plain.currency.isalpha() else start - 1
    before = words.lower[first - 1] if first else ""
    for size in range(min(_LONGEST_QUALIFIER, first) if before in tables.qualifier_ends else 0, 0, -1):
        phrase = " ".join(words.lower[first - size : first])
        known = tables.qualifiers.get(phrase)
        if known and all(words.gap(k, k + 1).strip(" \n£$€~") == "" for k in range(first - size, first)):
            start, qualifier = words.starts[first - size], phrase if mode != "range" else qualifier
            mode = known if mode in {"exact", "around"} else mode
            break
    if mode == "exact":
        tail = words.text[end : end + 9].lower()
        if tail.startswith((" or more", "-plus")) or (tail[:1] == "+" and not tail[1:2].isdigit()):
            mode, qualifier = "at-least", "or more"
        elif tail.startswith(" or so"):
            mode, qualifier = "around", "or so"
        elif words.text[start - 1 : start] in {"~", "≈"}:
            mode, qualifier, start = "around", "~", start - 1
    number = Span(words.starts[first], end)
    return Quantity(
        number if start == number.start else Span(start, end),
        number,
        first,
        plain.last,
        plain.value,
        mode,
        plain.upper,
        qualifier,
        plain.currency,
        plain.attached,
        plain.year_like,
    )
