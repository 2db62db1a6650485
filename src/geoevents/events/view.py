"""One report as the rooms of this stage look at it: lower-case words, clauses as token ranges, names by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress

from geoevents.model import Prose, Resolution, Sentence, Span
from geoevents.model.quick import quick
from geoevents.text import clauses, lowered, small_words, standing
from geoevents.text.memory import Memory

_NUMERIC = Memory(lambda word: word[0] in "0123456789")
_RELATIVES = frozenset({"which", "who", "whose", "where", "that"})


@quick
@dataclass(slots=True)
class Stretch:
    """Tokens `first` to `last` (exclusive) and the characters they cover: a sentence or a clause."""

    first: int
    last: int
    span: Span


class ReportView:
    """Words, sentences, clauses, quotes and names of one report, looked up by token or character."""

    def __init__(self, prose: Prose, resolutions: tuple[Resolution, ...], lists: Mapping[str, frozenset[str]]) -> None:
        """Read the tokens of `prose` once; `resolutions` are those of its toponyms, `lists` the word lists of the rules."""
        self.prose = prose
        self.lists = lists
        self.text = prose.text
        self.words = small_words(prose.tokens)
        self.starts = prose.tokens.starts
        self.ends = prose.tokens.ends
        self.resolutions = resolutions
        self._clauses: dict[int, tuple[Stretch, ...]] = {}
        self._standing: dict[frozenset[str], list[int]] = {}
        self._vocabularies: dict[int, frozenset[str]] = {}
        self._said: dict[tuple[int, int, int, int], frozenset[str]] = {}
        owner = prose.tokens.sentence
        begins = [bisect_left(owner, s.index) for s in prose.sentences]
        ends = [*begins[1:], len(owner)]
        self.sentences = tuple(map(Stretch, begins, ends, [s.span for s in prose.sentences]))

    @cached_property
    def low(self) -> str:
        """The text in small letters, of the same length."""
        return lowered(self.text)

    def says(self, span: Span, *words: str) -> bool:
        """Whether one of some strings in small letters stands in a span: a cheap test before a pattern that needs it."""
        find, start, end = self.low.find, span.start, span.end
        for word in words:  # noqa: SIM110 - half the time of a generator
            if find(word, start, end) >= 0:
                return True
        return False

    def vocabulary(self, sentence: int) -> frozenset[str]:
        """Return the words of a sentence as a set: a rule that needs one of some words is tried only where one stands."""
        known = self._vocabularies.get(sentence)
        if known is None:
            stretch = self.sentences[sentence]
            known = self._vocabularies[sentence] = frozenset(self.words[stretch.first : stretch.last])
        return known

    @cached_property
    def named(self) -> dict[int, Resolution]:
        """Return the resolved names of places, peoples and governments by their first token."""
        ends = self.ends
        return {bisect_right(ends, resolution.toponym.span.start): resolution for resolution in self.resolutions}

    def resolved_in(self, span: Span) -> tuple[Resolution, ...]:
        """Return the resolutions of the names that begin in a stretch of the text."""
        return self.resolutions[bisect_left(self._begins, span.start) : bisect_left(self._begins, span.end)]

    @cached_property
    def _begins(self) -> list[int]:
        return [resolution.toponym.span.start for resolution in self.resolutions]

    @cached_property
    def _unplaced(self) -> tuple[list[int], list[int]]:
        """Where the literal names for which no place was found begin, and where they end."""
        spans = [r.toponym.span for r in self.resolutions if r.place is None and r.toponym.role == "literal"]
        return [span.start for span in spans], [span.end for span in spans]

    def holds_unplaced(self, span: Span) -> bool:
        """Whether a literal name for which no place was found lies in a stretch of the text."""
        begins, ends = self._unplaced
        inside = range(bisect_left(begins, span.start), bisect_right(begins, span.end)) if begins else ()
        return any(ends[at] <= span.end for at in inside) if inside else False

    @cached_property
    def marks(self) -> dict[int, str]:
        """Return the pseudo words "@place" and "@demonym" by the token they stand at."""
        return {
            token: "@place" if resolution.toponym.role == "literal" else "@demonym"
            for token, resolution in self.named.items()
            if resolution.toponym.role != "name-part"
        }

    @cached_property
    def quoting(self) -> frozenset[int]:
        """Return the numbers of the sentences that hold words of a quote."""
        found: set[int] = set()
        for quote in self.prose.quotes:
            first, last = self.token_at(quote.span.start), self.token_at(quote.span.end - 1)
            owners = self.prose.tokens.sentence[first : last + 1]
            if owners:
                found.update(range(owners[0], owners[-1] + 1))
        return frozenset(found)

    def sentence(self, index: int) -> Sentence:
        """Return a sentence by its number."""
        return self.prose.sentences[index]

    def token_at(self, offset: int) -> int:
        """Return the token that holds a character, or the first behind it."""
        return bisect_right(self.ends, offset)

    def standing_at(self, words: frozenset[str], stretch: Stretch) -> list[int]:
        """Return the tokens of a stretch that are one of `words`; all those of the report are looked up once."""
        known = self._standing.get(words)
        if known is None:
            known = self._standing[words] = standing(self.words, words)
        return known[bisect_left(known, stretch.first) : bisect_left(known, stretch.last)]

    def sentence_of(self, token: int) -> int:
        """Return the number of the sentence that a token stands in."""
        return self.prose.tokens.sentence[token]

    def clauses(self, sentence: int) -> tuple[Stretch, ...]:
        """Return the clauses of a sentence as stretches of tokens; cut when first asked for."""
        known = self._clauses.get(sentence)
        if known is None:
            whole, starts = self.sentences[sentence], self.starts
            spans = clauses(self.prose, self.prose.sentences[sentence])
            edges = [bisect_left(starts, span.start, whole.first, whole.last) for span in spans[1:]]
            known = tuple(map(Stretch, [whole.first, *edges], [*edges, whole.last], spans)) if edges else (whole,)
            self._clauses[sentence] = known
        return known

    def clause_of(self, token: int, sentence: int) -> Stretch:
        """Return the clause of a sentence that a token stands in."""
        for clause in self.clauses(sentence):
            if clause.first <= token < clause.last:
                return clause
        return self.sentences[sentence]

    def resumed(self, clause: Stretch, sentence: int) -> Stretch | None:
        """Return the first half of a main clause that a relative one interrupts: "X, which is poor, declared …"."""
        known = self.clauses(sentence)
        at = known.index(clause) if len(known) > 2 and clause in known else 0  # noqa: PLR2004 - the halves and between
        before = at - 1
        while before > 0 and self.words[known[before].first] in _RELATIVES:
            before -= 1
        return known[before] if 0 <= before < at - 1 else None

    def words_of(self, stretch: Stretch, but: tuple[int, int] = (0, 0)) -> frozenset[str]:
        """Return the words of a stretch without those of tokens `but`, names and numbers by their pseudo words too."""
        first, last = but
        key = (stretch.first, stretch.last, first, last)
        known = self._said.get(key)
        if known is not None:
            return known
        head = max(stretch.first, min(first, stretch.last)) if last else stretch.first
        tail = max(last, stretch.first)
        found = set(self.words[tail : stretch.last])
        if head > stretch.first:
            found.update(self.words[stretch.first : head])
        for token in self.marked_in(stretch.first, stretch.last):
            found.add(self.marks[token])
        if self.numbered(tail, stretch.last) or (head > stretch.first and self.numbered(stretch.first, head)):
            found.add("@number")
        self._said[key] = said = frozenset(found)
        return said

    def marked_in(self, first: int, last: int) -> list[int]:
        """Return the tokens from `first` to `last` (exclusive) that are names with a pseudo word."""
        marked = self._marked
        return marked[bisect_left(marked, first) : bisect_left(marked, last)]

    @cached_property
    def _marked(self) -> list[int]:
        return sorted(self.marks)

    @cached_property
    def _numbers(self) -> list[int]:
        return list(compress(range(len(self.words)), map(_NUMERIC.__getitem__, self.words)))

    def numbered(self, first: int, last: int) -> bool:
        """Whether a token from `first` to `last` (exclusive) begins with a digit."""
        numbers = self._numbers
        at = bisect_left(numbers, first)
        return at < len(numbers) and numbers[at] < last

    def quoted(self, span: Span) -> bool:
        """Whether a span lies between quotation marks of more than two words (scare quotes aside)."""
        for quote in self._quotes_over(span.start):
            if quote.contains(span):
                return self.text.count(" ", quote.start, quote.end) > 2  # noqa: PLR2004
        return False

    @cached_property
    def _reaching(self) -> tuple[list[int], list[int]]:
        """Where the quotes begin, and for each how far those up to it reach."""
        spans = [quote.span for quote in self.prose.quotes]
        return [span.start for span in spans], list(accumulate((span.end for span in spans), max))

    def _quotes_over(self, offset: int) -> Iterator[Span]:
        """Yield, in order, the quotes that begin before a character and may hold it."""
        starts, reach = self._reaching
        quotes, last = self.prose.quotes, bisect_right(starts, offset)
        for number in range(bisect_right(reach, offset, 0, last), last):
            yield quotes[number].span
