"""Numbers as digits and as words, before their qualifier is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geoevents.events.figures.number_words import DASHES, HYPHENS, Mode, NumberTables, Words
from geoevents.model.quick import quick

LARGEST = 1e12  # beyond it, digits are a serial number, a phone number or a mistake
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+|\d+(?:\.\d+)?")
_CURRENCY = "£$€₽₴¥₹₺₪₩"
_SHARES = frozenset({"percent", "per", "percentage", "pct", "am", "pm", "a.m", "p.m", "gmt"})
_LONGEST = 16  # words of one number
_DETERMINERS = frozenset({"no", "any", "each", "every", "this", "that", "some"})
_FIRST_YEAR, _LAST_YEAR = 1500, 2100  # plain digits between them are years unless they count something


@quick
@dataclass(slots=True)
class Plain:
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


def past_broken(words: Words, i: int) -> int:
    """Return the index behind an ill-formed number: digits that follow it at once belong to it."""
    j = i + 1
    while j < len(words.lower) and words.lower[j][0].isdigit() and words.ends[j - 1] + 2 > words.starts[j]:
        j += 1
    return j


def past_chain(words: Words, i: int) -> int:
    """Return the index behind numbers joined by dashes ("3-2", "2008-09-11") that are no range."""
    i += 1
    while i < len(words.lower) and words.lower[i][0].isdigit() and words.gap(i - 1, i) in {*DASHES}:
        i += 1
    return i


def digits(words: Words, i: int, tables: NumberTables) -> Plain | None:
    """Read the digit group at word `i`, with grouped thousands, magnitude and attached unit."""
    raw, text = words.lower[i], words.text
    plain = raw.isascii() and raw.isdigit()
    if not (plain or _DIGITS.fullmatch(raw)) or _names_something(words, i, tables):
        return None
    last = i
    joined = raw if plain else re.sub(r"[,\u00a0\u202f\u2009]", "", raw)
    while len(raw) <= 3 and last + 1 < len(words.lower) and _thousands(words, last):  # noqa: PLR2004 - three digits
        last += 1
        joined += words.lower[last]
    end = words.ends[last]
    value, attached = float(joined), None
    currency = text[words.starts[i] - 1] if words.starts[i] and text[words.starts[i] - 1] in _CURRENCY else None
    if (
        currency is None
        and i
        and words.lower[i - 1] in tables.currency_words
        and words.gap(i - 1, i) in {" ", ". ", "."}
    ):
        currency = text[words.starts[i - 1] : words.ends[i - 1]]  # "Rs 5 lakh"
    if end < len(text) and (text[end].isalpha() or text[end] in DASHES):
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
    year = last == i and raw.isdigit() and _FIRST_YEAR <= value <= _LAST_YEAR
    return Plain(i, last, value, currency=currency, attached=attached, year_like=year, end=words.ends[last])


def _thousands(words: Words, i: int) -> bool:
    """Whether the next word is a group of three digits after one plain space: "12 000"."""
    following = words.lower[i + 1]
    if len(following) != 3 or not following.isdigit() or words.gap(i, i + 1) != " ":  # noqa: PLR2004 - three digits
        return False
    end = words.ends[i + 1]
    return not (words.text[end : end + 1].isalpha() or (words.text[end : end + 1] in DASHES and end < len(words.text)))


def _names_something(words: Words, i: int, tables: NumberTables) -> bool:
    """Whether the digits at word `i` are part of a name, a date, a time, a share, a score, an age or a sign."""
    text, start, end = words.text, words.starts[i], words.ends[i]
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and (
        before.isalnum() or before in "#№/:.,_@'’+§°" or (before in DASHES and not _range_before(text, start))
    ):
        return True
    if text[start - 2 : start] in {"№ ", "# "}:
        return True
    if after and (after in "%‰°@" or (after in "/:" and text[end + 1 : end + 2].isdigit())):
        return True
    previous = words.lower[i - 1] if i and words.gap(i - 1, i).strip(". ") == "" else ""
    following = words.lower[i + 1] if i + 1 < len(words.lower) and words.gap(i, i + 1).strip(" ") == "" else ""
    if previous in tables.designators and (previous not in {"no", "top"} or not following):
        return True
    if previous in tables.months or following in tables.months:
        return words.lower[i].isdigit() and float(words.lower[i][:5]) <= _LAST_YEAR
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
    if gap not in {"", *DASHES}:
        return None
    known = following in tables.units or following in tables.scales or (money and following == "m")
    return following if known else None


def _range_follows(words: Words, i: int) -> bool:
    """Whether a dash and another number follow word `i`, or the dash is one between words."""
    if i + 1 >= len(words.lower):
        return not words.text[words.ends[i] : words.ends[i] + 1].isalpha()
    gap = words.gap(i, i + 1)
    return (gap in DASHES and words.lower[i + 1][0].isdigit()) or gap[:1] == "—" or gap.startswith("- ")


def _scaled(words: Words, i: int, value: float, tables: NumberTables) -> tuple[float, int]:
    """Multiply by the magnitude words behind word `i`: "4.5 million"."""
    while words.close(i) and words.lower[i + 1] in tables.scales:
        value *= tables.scales[words.lower[i + 1]]
        i += 1
    return value, i


def spelled(words: Words, i: int, tables: NumberTables) -> Plain | None:
    """Read number words at word `i`: "two hundred and fifty", "a dozen", "tens of thousands", "half a mile"."""
    start, word = words.starts[i], words.lower[i]
    if word == "couple" or (start and words.text[start - 1] in DASHES + "'’"):
        return None
    if word in tables.vague:
        return _vague(words, i, tables)
    if word in {"a", "an", "half"}:
        return _articled(words, i, tables)
    if word == "one" and i and words.lower[i - 1] in _DETERMINERS:
        return None
    value, last = _counted(words, i, tables)
    return None if _hyphenated(words, last, tables) or value > LARGEST else Plain(i, last, value, end=words.ends[last])


def _counted(words: Words, i: int, tables: NumberTables) -> tuple[float, int]:
    """Add up number words from word `i`; return the value and the index of the last word."""
    total, current, last = 0.0, 0.0, i
    j = i
    previous = 0.0
    while j < min(len(words.lower), i + _LONGEST):
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
    if j + 1 >= len(words.lower) or words.gap(j, j + 1) not in {" ", "\n", *HYPHENS}:
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
    if i + 1 >= len(words.lower) or words.gap(i, i + 1) not in HYPHENS:
        return False
    return words.lower[i + 1] not in tables.units


def _vague(words: Words, i: int, tables: NumberTables) -> Plain | None:
    """Read a plural without a number ("hundreds", "tens of thousands") or "several hundred"."""
    word, value, last = words.lower[i], tables.vague[words.lower[i]], i
    if word in {"several", "few"}:
        scaled, last = _scaled(words, i, 2.0, tables)  # "several hundred" is at least what "hundreds" is
        value = scaled if last > i else value
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
    return Plain(first, last, value, "vague", qualifier=phrase, end=words.ends[last])


def _articled(words: Words, i: int, tables: NumberTables) -> Plain | None:
    """Read "a dozen", "a hundred", "a couple (of)", "half a million", "a mile", "a half mile"."""
    following = words.lower[i + 1] if words.close(i) else ""
    if following and "half" in {words.lower[i], following}:
        return _halved(words, i, tables)
    if following == "quarter":
        return _quarter(words, i, tables)
    if following == "couple":
        return _couple(words, i, tables)
    if following in {"few", "handful"}:
        return _vague(words, i + 1, tables)
    if following in tables.scales:
        value, last = _counted(words, i + 1, tables)
        return None if _hyphenated(words, last, tables) else Plain(i, last, value, end=words.ends[last])
    spelled_out = following in tables.length_units and len(following) > len("km")
    return Plain(i, i, 1.0, end=words.ends[i]) if spelled_out else None


def _quarter(words: Words, i: int, tables: NumberTables) -> Plain | None:
    """Read "a quarter of a million" at the article's index."""
    if words.lower[i + 2 : i + 4] not in {("of", "a"), ("of", "an")} or i + 4 >= len(words.lower):
        return None
    value, last = _scaled(words, i + 3, 0.25, tables)
    return Plain(i, last, value, end=words.ends[last]) if last > i + 3 else None


def _couple(words: Words, i: int, tables: NumberTables) -> Plain:
    """Read "a couple", "a couple of hundred" at the article's index."""
    linked = words.lower[i + 2 : i + 3] == ("of",) and words.lower[i + 3 : i + 4] != ()
    last = i + 2 if linked and words.lower[i + 3] in tables.scales else i + 1
    value, last = _scaled(words, last, 2.0, tables)
    return Plain(i, last, value, "around", qualifier="a couple", end=words.ends[last])


def _halved(words: Words, i: int, tables: NumberTables) -> Plain | None:
    """Read "half a million", "half a mile", "a half mile", "half a dozen"."""
    last = i + 1 if words.lower[i] in {"a", "an"} or words.lower[i + 1] in {"a", "an"} else i
    if not words.close(last):
        return None
    following = words.lower[last + 1]
    if following in tables.scales:
        value, last = _scaled(words, last, 0.5, tables)
        return Plain(i, last, value, end=words.ends[last])
    return Plain(i, last, 0.5, end=words.ends[last]) if following in tables.length_units else None
