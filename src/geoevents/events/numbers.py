"""Quantities in running text: digits, number words, vague plurals, with their qualifiers and ranges.

What is no quantity is left out here, once for all who count: years in dates, ages, clock times, shares, scores, names
of models, flights and roads, ill-formed digits ("10,00 2"), numbers beyond 10^12.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from geoevents.lexicon import Lexicon, RuleFile
from geoevents.model import Span

Mode = Literal["exact", "at-least", "more-than", "up-to", "less-than", "around", "range", "vague"]
Bounds = tuple[float | None, float | None, float | None]
LARGEST = 1e12  # beyond it, digits are a serial number, a phone number or a mistake
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,\u00a0\u202f\u2009]\d+)*")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+|\d+(?:\.\d+)?")
_CURRENCY = "£$€₽₴¥₹₺₪₩"
_DASHES = "-–—‑"
_LONGEST_QUALIFIER = 4
_SHARES = frozenset({"percent", "per", "percentage", "pct", "am", "pm", "a.m", "p.m", "gmt"})
T = TypeVar("T")
_MEMO: dict[tuple[int, str], tuple[RuleFile, object]] = {}


def compiled(file: RuleFile, build: Callable[[RuleFile], T]) -> T:
    """Return `build(file)`, made once for each loaded rule file: rule files never change."""
    key = (id(file), build.__qualname__)
    known = _MEMO.get(key)
    if known is None or known[0] is not file:
        known = _MEMO[key] = (file, build(file))
    return known[1]  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Words:
    """Words and digit groups of a stretch of text, folded to lower case, as parallel columns."""

    text: str
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def gap(self, i: int, j: int) -> str:
        """The characters between word `i` and word `j`."""
        return self.text[self.ends[i] : self.starts[j]]

    def close(self, i: int) -> bool:
        """Whether only white space stands between word `i` and the next one."""
        return i + 1 < len(self.lower) and self.gap(i, i + 1).isspace()


def scan(text: str, span: Span) -> Words:
    """Return the words of `text` inside `span`."""
    found = [
        (m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text, *_bounds(text, span))
    ]
    if not found:
        return Words(text, (), (), ())
    lower, starts, ends = zip(*found, strict=True)
    return Words(text, lower, starts, ends)


def _bounds(text: str, span: Span) -> tuple[int, int]:
    return max(0, span.start), min(len(text), span.end)


@dataclass(frozen=True, slots=True)
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
        step = 1 if counted and self.value == int(self.value) else 0
        value = self.value
        table: dict[Mode, Bounds] = {
            "exact": (value, value, value),
            "at-least": (value, value, None),
            "more-than": (value + step, value, None),
            "up-to": (None, None, value),
            "less-than": (None, None, value - step),
            "around": (None, value, None),
            "range": (value, None, self.upper),
            "vague": (value, None, None),
        }
        low, best, high = table[self.mode]
        return _whole(low), _whole(best), _whole(high)


def _whole(value: float | None) -> float | None:
    """Return a whole number as an int, so that it prints without ".0"."""
    return int(value) if value is not None and value == int(value) else value


@dataclass(frozen=True, slots=True)
class NumberTables:
    """The lexicon's number words and lists, as look-up tables."""

    words: dict[str, float]
    scales: dict[str, float]
    vague: dict[str, float]
    qualifiers: dict[str, Mode]
    designators: frozenset[str]
    months: frozenset[str]
    growth: frozenset[str]
    not_counted: frozenset[str]
    units: frozenset[str]
    length_units: frozenset[str]
    starters: frozenset[str]

    @classmethod
    def of(cls, file: RuleFile) -> NumberTables:
        """Build the tables of `data/lexicons/figures.toml`."""
        numbers = file.tables["numbers"]
        units = {
            form for table in ("area_units", "length_units") for forms in file.tables[table].values() for form in forms
        }
        lengths = {form for forms in file.tables["length_units"].values() for form in forms}
        words, scales, vague = dict(numbers["words"]), dict(numbers["scales"]), dict(numbers["vague"])
        return cls(
            words=words,
            scales=scales,
            vague=vague,
            qualifiers={phrase: mode for mode, phrases in numbers["qualifiers"].items() for phrase in phrases},
            designators=frozenset(file.words("designators")),
            months=frozenset(file.words("months")),
            growth=frozenset(file.words("growth")),
            not_counted=frozenset(file.words("not_counted")),
            units=frozenset(form.split()[0] for form in units),
            length_units=frozenset(form.split()[0] for form in lengths),
            starters=frozenset({*words, *scales, *vague, "a", "an", "half", "couple"}),
        )


def number_tables(lexicon: Lexicon) -> NumberTables:
    """Return the number tables of a lexicon, built once."""
    return compiled(lexicon["figures"], NumberTables.of)


def find_quantities(text: str, span: Span, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Return the quantities inside `span` of `text`, in order."""
    return quantities(scan(text, span), number_tables(lexicon))


def quantities(words: Words, tables: NumberTables) -> tuple[Quantity, ...]:
    """Return the quantities of scanned words, in order; see the module's docstring for what is none."""
    found: list[Quantity] = []
    i, count = 0, len(words.lower)
    starters, lower = tables.starters, words.lower
    while i < count:
        word = lower[i]
        plain: _Plain | None = None
        if word[0].isdigit():
            plain = _digits(words, i, tables)
            if plain is None:
                i = _past_broken(words, i)
                continue
        elif word in starters:
            plain = _spelled(words, i, tables)
        if plain is None:
            i += 1
            continue
        whole = _ranged(words, plain, tables)
        if whole is not None:
            found.append(_qualified(words, whole, tables))
            i = whole.last + 1
        else:
            i = _past_chain(words, plain.last)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A number before its qualifier is read: word indices, value, and what its form says."""

    first: int
    last: int
    value: float
    mode: Mode = "exact"
    upper: float | None = None
    qualifier: str | None = None
    currency: str | None = None
    attached: str | None = None
    year_like: bool = False
    end: int = 0


def _past_broken(words: Words, i: int) -> int:
    """Return the index behind an ill-formed number: digits that follow it at once belong to it."""
    j = i + 1
    while j < len(words.lower) and words.lower[j][0].isdigit() and words.ends[j - 1] + 2 > words.starts[j]:
        j += 1
    return j


def _past_chain(words: Words, i: int) -> int:
    """Return the index behind numbers joined by dashes ("3-2", "2008-09-11") that are no range."""
    i += 1
    while i < len(words.lower) and words.lower[i][0].isdigit() and words.gap(i - 1, i) in {*_DASHES}:
        i += 1
    return i


def _digits(words: Words, i: int, tables: NumberTables) -> _Plain | None:
    """Read the digit group at word `i`, with grouped thousands, magnitude and attached unit."""
    raw, text = words.lower[i], words.text
    if not _DIGITS.fullmatch(raw) or _names_something(words, i, tables):
        return None
    last = i
    joined = re.sub(r"[,\u00a0\u202f\u2009]", "", raw)
    while len(raw) <= 3 and last + 1 < len(words.lower) and _thousands(words, last):  # noqa: PLR2004 - three digits
        last += 1
        joined += words.lower[last]
    end = words.ends[last]
    value, attached = float(joined), None
    currency = text[words.starts[i] - 1] if words.starts[i] and text[words.starts[i] - 1] in _CURRENCY else None
    if end < len(text) and (text[end].isalpha() or text[end] in _DASHES):
        suffix = _suffix(words, last, tables, money=currency is not None)
        if suffix is None and not _range_follows(words, last):
            return None
        if suffix in tables.scales or (suffix == "m" and currency):
            value, last = value * tables.scales.get(suffix or "", 1e6), last + 1
        elif suffix is not None:
            attached = suffix
    scaled = _scaled(words, last, value, tables)
    value, last = scaled
    if value > LARGEST:
        return None
    year = last == i and raw.isdigit() and 1500 <= value <= 2100  # noqa: PLR2004 - plain years of news and history
    return _Plain(i, last, value, currency=currency, attached=attached, year_like=year, end=words.ends[last])


def _thousands(words: Words, i: int) -> bool:
    """Whether the next word is a group of three digits after one plain space: "12 000"."""
    following = words.lower[i + 1]
    if len(following) != 3 or not following.isdigit() or words.gap(i, i + 1) != " ":  # noqa: PLR2004 - three digits
        return False
    end = words.ends[i + 1]
    return not (words.text[end : end + 1].isalpha() or (words.text[end : end + 1] in _DASHES and end < len(words.text)))


def _names_something(words: Words, i: int, tables: NumberTables) -> bool:
    """Whether the digits at word `i` are part of a name, a date, a time, a share, a score, an age or a sign."""
    text, start, end = words.text, words.starts[i], words.ends[i]
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and (
        before.isalnum() or before in "#№/:.,_@'’+§°" or (before in _DASHES and not _range_before(text, start))
    ):
        return True
    if after and (after in "%‰°@" or (after in "/:" and text[end + 1 : end + 2].isdigit())):
        return True
    previous = words.lower[i - 1] if i and words.gap(i - 1, i).strip(". ") == "" else ""
    following = words.lower[i + 1] if i + 1 < len(words.lower) and words.gap(i, i + 1).strip(" ") == "" else ""
    if previous in tables.designators and (previous not in {"no", "top"} or not following):
        return True
    if previous in tables.months or following in tables.months:
        return words.lower[i].isdigit() and float(words.lower[i][:5]) < 2101  # noqa: PLR2004 - a day or a year
    return following in _SHARES or _is_age(words, i)


def _range_before(text: str, start: int) -> bool:
    """Whether the dash before `start` stands between two numbers or is a dash between words."""
    earlier = text[start - 2 : start - 1]
    return earlier.isdigit() and start > 1


def _is_age(words: Words, i: int) -> bool:
    """Whether the number stands between commas behind a name: "John Smith, 34, was hurt"."""
    text, start, end = words.text, words.starts[i], words.ends[i]
    if not i or text[max(0, start - 2) : start] not in {", ", " ("} or text[end : end + 1] not in {",", ")"}:
        return False
    name = words.starts[i - 1]
    return text[name].isupper() and len(words.lower[i]) <= 3 and words.gap(i - 1, i) in {", ", " ("}  # noqa: PLR2004 - ages


def _suffix(words: Words, i: int, tables: NumberTables, *, money: bool) -> str | None:
    """Return the unit or magnitude written right behind the digits ("10km", "1,000-kilometre", "2bn"), or None."""
    if i + 1 >= len(words.lower):
        return None
    gap, following = words.gap(i, i + 1), words.lower[i + 1]
    if gap not in {"", *_DASHES}:
        return None
    known = following in tables.units or following in tables.scales or (money and following == "m")
    return following if known else None


def _range_follows(words: Words, i: int) -> bool:
    """Whether a dash and another number follow word `i`, or the dash is one between words."""
    if i + 1 >= len(words.lower):
        return not words.text[words.ends[i] : words.ends[i] + 1].isalpha()
    gap = words.gap(i, i + 1)
    return (gap in _DASHES and words.lower[i + 1][0].isdigit()) or gap[:1] == "—" or gap.startswith("- ")


def _scaled(words: Words, i: int, value: float, tables: NumberTables) -> tuple[float, int]:
    """Multiply by the magnitude words behind word `i`: "4.5 million"."""
    while words.close(i) and words.lower[i + 1] in tables.scales:
        value *= tables.scales[words.lower[i + 1]]
        i += 1
    return value, i


def _spelled(words: Words, i: int, tables: NumberTables) -> _Plain | None:
    """Read number words at word `i`: "two hundred and fifty", "a dozen", "tens of thousands", "half a mile"."""
    start = words.starts[i]
    if start and (words.text[start - 1] in _DASHES or words.text[start - 1] in "'’"):
        return None
    word = words.lower[i]
    if word in tables.vague:
        return _vague(words, i, tables)
    if word in {"a", "an", "half"}:
        return _articled(words, i, tables)
    if word == "couple":
        return None
    if word == "one" and i and words.lower[i - 1] in {"no", "any", "each", "every", "this", "that", "some"}:
        return None
    value, last = _counted(words, i, tables)
    if _hyphenated(words, last, tables) or value > LARGEST:
        return None
    return _Plain(i, last, value, end=words.ends[last])


def _counted(words: Words, i: int, tables: NumberTables) -> tuple[float, int]:
    """Add up number words from word `i`; return the value and the index of the last word."""
    total, current, last = 0.0, 0.0, i
    j = i
    previous = 0.0
    while j < len(words.lower):
        word = words.lower[j]
        if word in tables.words:
            value = tables.words[word]
            if previous and not (previous >= 20 > value > 0 and value < 10) and j > i:  # noqa: PLR2004 - "twenty five", not "five six"
                break
            current += value
            previous = value
        elif word in tables.scales:
            scale = tables.scales[word]
            total, current = (total, (current or 1) * scale) if scale <= 100 else (total + (current or 1) * scale, 0)  # noqa: PLR2004 - hundreds gather
            previous = 0.0
        else:
            break
        last = j
        step = _next_number(words, j, tables)
        if step is None:
            break
        if step > j + 1:
            previous = 0.0
        j = step
    return total + current + _half(words, last), last + (3 if _half(words, last) else 0)


def _half(words: Words, i: int) -> float:
    """Return 0.5 where "and a half" follows word `i`."""
    return 0.5 if words.lower[i + 1 : i + 4] == ("and", "a", "half") else 0.0


def _next_number(words: Words, j: int, tables: NumberTables) -> int | None:
    """Return the index of the number word that continues the one at `j`, over a space, hyphen or "and"."""
    if j + 1 >= len(words.lower) or words.gap(j, j + 1) not in {" ", "-", "\n", "‑"}:
        return None
    word = words.lower[j + 1]
    if word in tables.words or word in tables.scales:
        return j + 1
    after_scale = words.lower[j] in tables.scales and words.lower[j] != "dozen"
    if word == "and" and after_scale and words.close(j + 1) and words.lower[j + 2] in tables.words:
        # "a hundred and fifty", but "two thousand and three nurses" is rarer than "three hundred and three".
        return j + 2
    return None


def _hyphenated(words: Words, i: int, tables: NumberTables) -> bool:
    """Whether the number word is the head of a compound that counts nothing: "two-storey", "four-day"."""
    if i + 1 >= len(words.lower) or words.gap(i, i + 1) not in {"-", "‑"}:
        return False
    return words.lower[i + 1] not in tables.units


def _vague(words: Words, i: int, tables: NumberTables) -> _Plain | None:
    """Read a plural without a number ("hundreds", "tens of thousands") or "several hundred"."""
    word, value, last = words.lower[i], tables.vague[words.lower[i]], i
    if word in {"several", "few"}:
        value, last = _scaled(words, i, value, tables)
    elif (
        words.lower[i + 1 : i + 2] == ("of",)
        and i + 2 < len(words.lower)
        and words.lower[i + 2] in {"thousands", "millions"}
    ):
        value, last = value * tables.vague[words.lower[i + 2]] / 2, i + 2
    elif word == "tens":
        return None
    if word in {"scores", "several", "few", "handful"} and _hyphenated(words, last, tables):
        return None
    first = i - 1 if i and words.lower[i - 1] == "a" and word in {"few", "handful"} else i
    if word == "few" and first == i:
        return None  # "few people" says how few, not how many
    phrase = words.text[words.starts[first] : words.ends[last]].lower()
    return _Plain(first, last, value, "vague", qualifier=phrase, end=words.ends[last])


def _articled(words: Words, i: int, tables: NumberTables) -> _Plain | None:
    """Read "a dozen", "a hundred", "a couple (of)", "half a million", "a mile", "a half mile"."""
    word, rest = words.lower[i], words.lower[i + 1 : i + 4]
    if not rest or not words.close(i):
        return None
    if word == "half" or rest[0] == "half":
        return _halved(words, i, tables)
    if rest[0] == "couple":
        last = i + 1 + (rest[1:2] == ("of",) and rest[2:3] != () and rest[2] in tables.scales)
        value, last = _scaled(words, last, 2.0, tables)
        return _Plain(i, last, value, "around", qualifier="a couple", end=words.ends[last])
    if rest[0] in {"few", "handful"}:
        return _vague(words, i + 1, tables)
    if rest[0] in tables.scales:
        value, last = _counted(words, i + 1, tables)
        return None if _hyphenated(words, last, tables) else _Plain(i, last, value, end=words.ends[last])
    if rest[0] in tables.length_units and len(rest[0]) > 2:  # noqa: PLR2004 - a written-out unit, not "a m"
        return _Plain(i, i, 1.0, end=words.ends[i])
    return None


def _halved(words: Words, i: int, tables: NumberTables) -> _Plain | None:
    """Read "half a million", "half a mile", "a half mile", "half a dozen"."""
    last = i + 1 if words.lower[i] in {"a", "an"} or words.lower[i + 1] in {"a", "an"} else i
    if not words.close(last):
        return None
    following = words.lower[last + 1]
    if following in tables.scales:
        value, last = _scaled(words, last, 0.5, tables)
        return _Plain(i, last, value, end=words.ends[last])
    return _Plain(i, last, 0.5, end=words.ends[last]) if following in tables.length_units else None


def _ranged(words: Words, plain: _Plain, tables: NumberTables) -> _Plain | None:
    """Join "A to B", "A–B", "A or B", "between A and B"; None where the pair is a score, a phone number or years."""
    j = plain.last + 1
    if plain.mode == "vague" or plain.attached or j >= len(words.lower):
        return plain
    dashed = words.gap(plain.last, j) in _DASHES and words.gap(plain.last, j) != "" and words.lower[j][0].isdigit()
    before = words.lower[plain.first - 1] if plain.first else ""
    linked = words.lower[j] in {"to", "or"} or (words.lower[j] == "and" and before == "between")
    if not dashed and not (linked and words.close(plain.last) and words.close(j)):
        return plain
    second = _number_at(words, j if dashed else j + 1, tables)
    if second is None:
        return None if dashed else plain
    if before == "from" and plain.first > 1 and words.lower[plain.first - 2] in tables.growth:
        return plain
    return _pair(words, plain, second, between=before in {"between", "from"}, dashed=dashed)


def _number_at(words: Words, i: int, tables: NumberTables) -> _Plain | None:
    if i >= len(words.lower):
        return None
    if words.lower[i][0].isdigit():
        return _digits(words, i, tables)
    spelled = _spelled(words, i, tables) if words.lower[i] in tables.starters else None
    return None if spelled is None or spelled.mode == "vague" else spelled


def _pair(words: Words, low: _Plain, high: _Plain, *, between: bool, dashed: bool) -> _Plain | None:
    """Make a range of two numbers, or None where they cannot be one."""
    third = words.text[high.end : high.end + 2]
    if dashed and (low.year_like or (third[:1] in _DASHES and third[1:].isdigit())):
        return None
    # In "2 to 3 million" and "4–5 thousand" the magnitude is said once.
    scale = high.value / _unscaled(words, high) if low.first == low.last and _unscaled(words, high) else 1
    value = low.value * scale if scale > 1 and low.value < high.value / scale else low.value
    if value >= high.value:
        return None
    first = low.first - 1 if between else low.first
    return _Plain(first, high.last, value, "range", high.value, "range", low.currency, high.attached, end=high.end)


def _unscaled(words: Words, plain: _Plain) -> float:
    """The value of the digits of a number before its magnitude words."""
    raw = re.sub(r"[^\d.]", "", words.lower[plain.first]).strip(".")
    return float(raw) if raw.count(".") <= 1 and raw and plain.last > plain.first else 0.0


def _qualified(words: Words, plain: _Plain, tables: NumberTables) -> Quantity:
    """Read the qualifier before or behind a number and make the quantity."""
    first, mode, qualifier, end = plain.first, plain.mode, plain.qualifier, plain.end
    start = words.starts[first] - (plain.currency is not None and mode != "range")
    for size in range(min(_LONGEST_QUALIFIER, first), 0, -1):
        phrase = " ".join(words.lower[first - size : first])
        known = tables.qualifiers.get(phrase)
        if known and all(words.gap(k, k + 1).strip(" \n£$€~") == "" for k in range(first - size, first)):
            start, qualifier = words.starts[first - size], phrase if mode != "range" else qualifier
            mode = known if mode in {"exact", "around"} else mode
            break
    tail = words.text[end : end + 9].lower()
    if mode == "exact" and (
        tail.startswith(" or more") or (tail.startswith("+") and not tail[1:2].isdigit()) or tail.startswith("-plus")
    ):
        mode, qualifier = "at-least", "or more"
    elif mode == "exact" and tail.startswith(" or so"):
        mode, qualifier = "around", "or so"
    elif mode == "exact" and words.text[start - 1 : start] in {"~", "≈"}:
        mode, qualifier, start = "around", "~", start - 1
    return Quantity(
        span=Span(start, end),
        number=Span(words.starts[plain.first], end),
        first=plain.first,
        last=plain.last,
        value=plain.value,
        mode=mode,
        upper=plain.upper,
        qualifier=qualifier,
        currency=plain.currency,
        attached=plain.attached,
        year_like=plain.year_like,
    )
