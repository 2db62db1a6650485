"""Words of a stretch of text, and the lexicon's number words as look-up tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Literal, TypeVar

from geoevents.lexicon import Lexicon, RuleFile
from geoevents.model import Prose, Span
from geoevents.model.quick import quick
from geoevents.text import small_words
from geoevents.text.memory import Memory
from geoevents.text.recent import Recent

Mode = Literal["exact", "at-least", "more-than", "up-to", "less-than", "around", "range", "vague"]
DASHES = "-–—\N{NON-BREAKING HYPHEN}"
HYPHENS = frozenset({"-", "\N{NON-BREAKING HYPHEN}"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,\u00a0\u202f\u2009]\d+)*")
T = TypeVar("T")
_KEPT = 60_000  # words that are remembered
_MARK, _WHOLE, _OTHER = 0, 1, 2  # forms of tokens; marks are left out
_POSSESSIVE = frozenset({"'s", "’s"})
_MEMO: dict[tuple[int, str], tuple[RuleFile, object]] = {}


def compiled(file: RuleFile, build: Callable[[RuleFile], T]) -> T:
    """Return `build(file)`, made once for each loaded rule file: rule files never change."""
    key = (id(file), build.__qualname__)
    known = _MEMO.get(key)
    if known is None or known[0] is not file:
        known = _MEMO[key] = (file, build(file))
    return known[1]  # type: ignore[return-value]


@quick
@dataclass(slots=True)
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
        if i + 1 >= len(self.lower):
            return False
        gap = self.text[self.ends[i] : self.starts[i + 1]]
        return gap == " " or gap.isspace()


def scan(text: str, span: Span) -> Words:
    """Return the words of `text` inside `span`."""
    found = [(_small(m.group()), m.start(), m.end()) for m in _WORD.finditer(text, *_bounds(text, span))]
    if not found:
        return Words(text, (), (), ())
    lower, starts, ends = zip(*found, strict=True)
    return Words(text, lower, starts, ends)


def words_in(prose: Prose, span: Span) -> Words:
    """Return the words of a report inside `span`: those of its tokens, compounds taken apart ("twenty-five", "10km")."""
    known = _stretches(prose)
    key = (span.start, span.end)
    found = known.get(key)
    if found is None:
        found = known[key] = _read(prose, span)
    return found


@Recent
def _stretches(_: Prose) -> dict[tuple[int, int], Words]:
    """Return the place for the words of the stretches of a report that were asked for: speakers and figures share them."""
    return {}


def _read(prose: Prose, span: Span) -> Words:
    tokens = prose.tokens
    if not tokens.words:
        return scan(prose.text, span)
    first, last = bisect_left(tokens.starts, span.start), bisect_left(tokens.starts, span.end)
    if last <= first or tokens.ends[last - 1] > span.end or _parted(tokens.words, first) or _parted(tokens.words, last):
        return _taken_apart(prose, first, last, span.end)[0]
    whole, owners = report_words(prose)
    at, end = bisect_left(owners, first), bisect_left(owners, last)
    return Words(prose.text, whole.lower[at:end], whole.starts[at:end], whole.ends[at:end])


def _parted(tokens: Sequence[str], at: int) -> bool:
    """Whether a span that begins or ends at a token parts a possessive from its word."""
    return at < len(tokens) and tokens[at] in _POSSESSIVE


@Recent
def report_words(prose: Prose) -> tuple[Words, tuple[int, ...]]:
    """Return the words of a whole report and the token of each."""
    return _taken_apart(prose, 0, len(prose.tokens.words), len(prose.text))


def _taken_apart(prose: Prose, first: int, last: int, limit: int) -> tuple[Words, tuple[int, ...]]:
    """Read the words of tokens `first` to `last` up to character `limit`, and the number of the token of each."""
    tokens = prose.tokens
    lower: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    owners: list[int] = []
    small = small_words(tokens)[first:last]
    forms = list(map(_FORM.__getitem__, tokens.words[first:last]))
    if last > first and tokens.ends[last - 1] > limit:
        forms[-1] = _OTHER
    behind = first  # whole words are taken over in one go up to each token that is taken apart
    odd = [first + at for at in compress(range(len(forms)), map(_OTHER.__eq__, forms))]
    for number in (*odd, last):
        taken = forms[behind - first : number - first]
        lower += compress(small[behind - first : number - first], taken)
        starts += compress(tokens.starts[behind:number], taken)
        ends += compress(tokens.ends[behind:number], taken)
        owners += compress(range(behind, number), taken)
        behind = number + 1
        if number == last:
            break
        word, start, end = tokens.words[number], tokens.starts[number], tokens.ends[number]
        if len(word) == 1 and not word.isalnum():
            continue
        if word in _POSSESSIVE and ends and ends[-1] == start:
            lower[-1] += "'s"
            ends[-1] = end
            continue
        for piece, begins, stops in _pieces(word if end <= limit else prose.text[start:limit]):
            lower.append(piece)
            starts.append(start + begins)
            ends.append(start + stops)
            owners.append(number)
    return Words(prose.text, tuple(lower), tuple(starts), tuple(ends)), tuple(owners)


@lru_cache(maxsize=16_384)
def _pieces(token: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a token that is no plain word ("twenty-five", "10km") with where in it they begin and end."""
    return tuple((_small(match.group()), match.start(), match.end()) for match in _WORD.finditer(token))


def _form_of(token: str) -> int:
    """Return whether a token is a mark, one whole word, or something that is taken apart or joined to the word before."""
    if len(token) == 1 and not token.isalnum():
        return _MARK
    whole = token.isalpha() or (token not in _POSSESSIVE and _pieces(token) == ((_small(token), 0, len(token)),))
    return _WHOLE if whole else _OTHER


_FORM = Memory(_form_of)


def _small(word: str) -> str:
    return word.lower().replace("’", "'")


def _bounds(text: str, span: Span) -> tuple[int, int]:
    return max(0, span.start), min(len(text), span.end)


class Begins(dict[str, bool]):
    """Whether a number may begin with a word: one that starts numbers, or digits. What was looked up is remembered."""

    def __init__(self, starters: frozenset[str]) -> None:
        """Remember the words that start numbers."""
        super().__init__(dict.fromkeys(starters, True))
        self._starters = starters

    def __missing__(self, word: str) -> bool:
        """Look a word up that has not been asked for yet."""
        if len(self) >= _KEPT:
            self.clear()
        self[word] = found = word in self._starters or word[0].isdigit()
        return found


@dataclass(frozen=True, slots=True)
class NumberTables:
    """The lexicon's number words and lists, as look-up tables."""

    words: dict[str, float]
    scales: dict[str, float]
    vague: dict[str, float]
    qualifiers: dict[str, Mode]
    qualifier_ends: frozenset[str]
    designators: frozenset[str]
    months: frozenset[str]
    growth: frozenset[str]
    not_counted: frozenset[str]
    units: frozenset[str]
    length_units: frozenset[str]
    starters: frozenset[str]
    currency_words: frozenset[str]
    behind_article: frozenset[str]
    begins: Begins

    @classmethod
    def of(cls, file: RuleFile) -> NumberTables:
        """Build the tables of `data/lexicons/figures.toml`."""
        numbers = file.tables["numbers"]
        units = {
            form for table in ("area_units", "length_units") for forms in file.tables[table].values() for form in forms
        }
        lengths = {form for forms in file.tables["length_units"].values() for form in forms}
        words, scales, vague = dict(numbers["words"]), dict(numbers["scales"]), dict(numbers["vague"])
        starters = frozenset({*words, *scales, *vague, "a", "an", "half", "couple"})
        return cls(
            words=words,
            scales=scales,
            vague=vague,
            qualifiers={phrase: mode for mode, phrases in numbers["qualifiers"].items() for phrase in phrases},
            qualifier_ends=frozenset(p.split()[-1] for phrases in numbers["qualifiers"].values() for p in phrases),
            designators=frozenset(file.words("designators")),
            months=frozenset(file.words("months")),
            growth=frozenset(file.words("growth")),
            not_counted=frozenset(file.words("not_counted")),
            units=frozenset({*(form.split()[0] for form in units), *file.words("time_units")}),
            length_units=frozenset(form.split()[0] for form in lengths),
            currency_words=frozenset(file.words("currency_words")),
            starters=starters,
            begins=Begins(starters),
            behind_article=frozenset(
                {*scales, *(form.split()[0] for form in lengths), "half", "quarter", "couple", "few", "handful"}
            ),
        )


def number_tables(lexicon: Lexicon) -> NumberTables:
    """Return the number tables of a lexicon, built once."""
    return compiled(lexicon["figures"], NumberTables.of)
