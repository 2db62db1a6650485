"""Clauses of an English sentence, by its conjunctions, relative pronouns and strong punctuation.

No parser: closed classes of words say where a clause may begin, and a cut is kept only where a finite verb stands on
the right side of it. A participle behind a comma (", killing at least 14") stays with the clause it belongs to, since
its figures do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Literal

from geoevents.model import Prose, Sentence, Span, Tokens
from geoevents.model.quick import quick, replace
from geoevents.text.memory import Memory
from geoevents.text.recent import Recent
from geoevents.text.tables import ClauseTables, clause_tables
from geoevents.text.tokens import small_words, standing

Kind = Literal["hard", "dash", "subordinate", "phrase", "relative", "coordinate"]

_SHORTEST = 5  # tokens of a sentence that can hold two clauses
_SUBJECT = 14  # tokens in which the verb of a coordinated clause must follow
_PHRASE = 2  # words that a phrase behind "after", "before", "following" needs to be one of its own
_DASHES = frozenset("—–-") | {"--"}
_NEEDS_COMMA = frozenset({"or", "yet", "nor", "so"})
_ELSEWHERE = frozenset({"in", "at", "near", "outside"})  # before a name: the clause behind is told of another place
_COUNTING = frozenset(
    {"at", "some", "about", "around", "nearly", "dozens", "hundreds", "thousands", "several", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "scores"}
)  # fmt: skip
_FRONTED = frozenset(
    {"in", "at", "near", "on", "outside", "around"}
)  # "In Tawila, which hosts …, the charity treated …"
_PERFECT = frozenset({"has", "have", "had", "ve"})
_WERE = frozenset({"was", "were", "have", "has", "had"})
_COUNTED = 7  # tokens in which the auxiliary of people who are counted must follow
_RELATIVE = frozenset({"that", "which", "who"})
_QUOTES = frozenset("“\"‘'«")
_PLURAL = frozenset({"people", "police", "who", "which"})
_NO_VERB_BEHIND = frozenset("“\"‘'«") | {"'s"}
_VERB_ENDINGS = ("ed", "s")  # of finite verbs that are in no list
_PAST_LENGTH = 4  # letters of the shortest past form in -ed: "used"


@quick
@dataclass(slots=True)
class _Cut:
    """A clause may begin at token `at`; `word` is the token that says so."""

    at: int
    kind: Kind
    word: int


@quick
@dataclass(slots=True)
class _Line:
    """The tokens of one sentence in lower case, and which are finite verbs."""

    words: Sequence[str]
    tokens: Tokens
    first: int
    finite: Sequence[bool]
    tables: ClauseTables

    def spaced(self, at: int) -> bool:
        """Whether a blank stands before a token of the sentence; none stands before its first, one behind its last."""
        token = self.first + at
        return at >= len(self.words) or (at > 0 and self.tokens.ends[token - 1] < self.tokens.starts[token])

    def written(self, at: int) -> str:
        """Return a token as it is written."""
        return self.tokens.words[self.first + at]

    def verb(self, start: int, end: int) -> bool:
        return any(self.finite[start:end])


def clauses(prose: Prose, sentence: Sentence) -> tuple[Span, ...]:
    """Return the clauses of a sentence of `prose`, in order; their spans partition the span of the sentence.

    Cut at ; and :, at dashes with a verb behind them, before subordinating conjunctions ("after", "while", "that" …,
    with the measure that goes with them: "four days after"), before relative pronouns, before coordinated clauses with
    a subject of their own, and where the main clause resumes. "after", "before" and "following" open a span without a
    verb too ("following a raid last week"). A main clause that another one interrupts comes as two spans. A phrase,
    headline or sentence in another language may come back whole.
    """
    tables = clause_tables()
    tokens = prose.tokens
    first, last = bisect_left(tokens.sentence, sentence.index), bisect_left(tokens.sentence, sentence.index + 1)
    words = small_words(tokens)[first:last]
    if len(words) < _SHORTEST or tables.openers.isdisjoint(words):
        return (sentence.span,)
    finite = [False] * len(words)
    for at in compress(range(len(words)), map(_may_be_finite(tables).__getitem__, words)):
        finite[at] = _is_finite(words, at, tables)
    line = _Line(words, tokens, first, finite, tables)
    starts = [tokens.starts[first + at] for at in _cut_points(line)]
    edges = [sentence.span.start, *starts, sentence.span.end]
    return tuple(map(Span, edges, edges[1:]))


@Recent
def _may_be_finite(tables: ClauseTables) -> Memory[bool]:
    """Return which words can be finite verbs at all."""
    return Memory(lambda word: word in tables.verbs or word.endswith(_VERB_ENDINGS))


def _is_finite(words: Sequence[str], at: int, tables: ClauseTables) -> bool:
    word = words[at]
    before = words[at - 1] if at else ""
    if word in tables.auxiliaries or (before in _RELATIVE and word.endswith("s") and len(word) > _PAST_LENGTH):
        return True
    if (
        before in _NO_VERB_BEHIND
        or (before in tables.determiners and before != "that")
        or before in tables.prepositions
    ):
        return False
    if word in tables.past_verbs or word in tables.present_singular:
        return True
    if word in tables.present_plural:
        return before.endswith("s") or before in tables.pronouns or before in _PLURAL
    in_ed = word.endswith("ed") and len(word) >= _PAST_LENGTH and "-" not in word and word not in tables.not_past
    return in_ed and words[at + 1 : at + 2] != ["by"]


def _cut_points(line: _Line) -> list[int]:
    kept: list[_Cut] = []
    end = len(line.words)
    for cut in reversed(_candidates(line)):
        if 0 < cut.at < end and _holds(line, cut, end):
            kept.append(_before_quote(line, cut))
            end = kept[-1].at
    if not kept and line.words[0] not in line.tables.fronting and not _measures(line, 0):
        return []  # a main clause alone, which nothing interrupts
    points = {cut.at for cut in kept}
    ordered = [_opening(line), *reversed(kept)]
    for cut, following in zip(ordered, [*[c.at for c in ordered[1:]], len(line.words)], strict=True):
        if (resumed := _resumes(line, cut, following)) is not None:
            points.add(resumed)
    return sorted(points)


def _before_quote(line: _Line, cut: _Cut) -> _Cut:
    """Return a cut moved before the quotation mark that opens its clause."""
    opens = cut.at > 1 and line.words[cut.at - 1] in _QUOTES and line.spaced(cut.at - 1) and not line.spaced(cut.at)
    return replace(cut, at=cut.at - 1) if opens else cut


def _opening(line: _Line) -> _Cut:
    """Return the cut that the first token stands for: a fronted clause or phrase, else the main clause."""
    tables = line.tables
    at = 0
    while at + 1 < len(line.words) and _measures(line, at):
        at += 1
    if at and line.words[at] not in ("after", "before", "since"):
        at = 0
    if line.words[at] in tables.prepositional:
        return _Cut(0, "phrase", at)
    return _Cut(0, "subordinate" if line.words[at] in tables.subordinators else "hard", at)


def _candidates(line: _Line) -> list[_Cut]:
    found: list[_Cut] = []
    dashes = _dash_pairs(line)
    cutting = line.tables.cutting
    last = len(line.words) - 1
    for at in standing(line.words, cutting):
        if not 0 < at < last:
            continue
        word = line.words[at]
        if word == ";" or (word == ":" and line.spaced(at + 1)):
            found.append(_Cut(at + 1, "hard", at))
        elif at in dashes:
            found.append(_Cut(at, "dash", at))
        else:
            for rule in _WORD_RULES:
                if cut := rule(line, at, found[-1].at if found else 0):
                    if not found or cut.at > found[-1].word + (found[-1].kind == "coordinate"):
                        found.append(cut)
                    break
    return found


def _dash_pairs(line: _Line) -> frozenset[int]:
    """Return the dashes that may open a clause; a pair around words without a verb is an apposition, and none."""
    if _DASHES.isdisjoint(line.words):
        return frozenset()
    found = [
        at
        for at, word in enumerate(line.words)
        if word in _DASHES and (line.spaced(at) or word == "—") and (line.spaced(at + 1) or word == "—")
    ]
    if len(found) > 1 and not line.verb(found[0], found[1]):
        found = found[2:]
    return frozenset(found)


def _relative(line: _Line, at: int, _: int) -> _Cut | None:
    if line.words[at] not in line.tables.relatives:
        return None
    start = at
    while start > 1 and (
        line.words[start - 1] in line.tables.prepositions
        or (start < at and line.words[start - 1] in line.tables.determiners)
    ):
        start -= 1
    return _Cut(start, "relative", at)


def _subordinate(line: _Line, at: int, _: int) -> _Cut | None:
    word, before = line.words[at], line.words[at - 1]
    tables = line.tables
    if word not in tables.subordinators or (word == "as" and before in tables.not_after):
        return None
    if word == "since" and before in _PERFECT:  # "have since pushed on"
        return None
    if word == "that" and (before in tables.prepositions or before in tables.determiners):
        return None
    if word in ("after", "before", "as", "since", "until") and _is_time(line, at + 1):
        return None
    start = _with_measure(line, at) if word in ("after", "before", "since") else at
    if start == at and before in tables.intensifiers and at > 1:
        start -= 1
    return _Cut(start, "phrase" if word in tables.prepositional else "subordinate", at)


def _following(line: _Line, at: int, _: int) -> _Cut | None:
    if line.words[at] != "following":
        return None
    before, after = line.words[at - 1], line.words[at + 1]
    tables = line.tables
    if before in tables.determiners or before in tables.prepositions or before in tables.auxiliaries:
        return None
    opens = before == "," or after in tables.determiners or after.endswith("s")
    return _Cut(at, "phrase", at) if opens and after not in tables.pronouns and not _is_time(line, at + 1) else None


def _is_time(line: _Line, at: int) -> bool:
    """Whether a bare time, a number or a mark stands at a token: "after midnight", "before 10 a.m."."""
    word = line.words[at]
    possessive = line.words[at + 1 : at + 2] == ["'s"]
    return not possessive and (
        word in line.tables.time_words or word[0].isdigit() or (not word[0].isalpha() and word not in "“\"'‘")
    )


def _with_measure(line: _Line, at: int) -> int:
    """Return where the measure before a conjunction begins: "four days after", "less than a week before"."""
    start = at
    while start > 0 and _measures(line, start - 1) and (start < at or line.words[at - 1] not in line.tables.quantities):
        start -= 1
    return start


def _measures(line: _Line, at: int) -> bool:
    word = line.words[at]
    return word in line.tables.measure_words or word in line.tables.quantities or word[0].isdigit()


def _coordinate(line: _Line, at: int, left: int) -> _Cut | None:
    word, after = line.words[at], line.words[at + 1]
    tables = line.tables
    comma = line.words[at - 1] == ","
    if word not in tables.conjunctions or (not comma and word in _NEEDS_COMMA) or not line.verb(left, at):
        return None
    if after in tables.subordinators or after in tables.relatives:
        return _Cut(at, "coordinate", at)
    if (comma and _elsewhere(line, at + 1)) or _counted_subject(line, at + 1):
        return _Cut(at, "coordinate", at)
    if line.finite[at + 1] or after.endswith("ing") or after in tables.prepositions:
        return None
    verb = _verb_of_subject(line, at + 1)
    if verb is None or (not comma and not _new_subject(line, at, left)):
        return None
    return _Cut(at, "coordinate", at)


def _elsewhere(line: _Line, start: int) -> bool:
    """Whether a clause opens with another place: ", and in Bangkok, 1,000 km away, a tower fell"."""
    named = line.words[start] in _ELSEWHERE and start + 1 < len(line.words)
    return named and line.written(start + 1)[0].isupper()


def _counted_subject(line: _Line, start: int) -> bool:
    """Whether people who are counted begin a clause of their own: "and at least 20 people were killed in …"."""
    word = line.words[start]
    if not (word[0].isdigit() or word in _COUNTING):
        return False
    for at in range(start + 1, min(start + _COUNTED, len(line.words))):
        if line.words[at] in _WERE:
            return True
        if line.finite[at] or not line.words[at][0].isalnum():
            return False
    return False


def _verb_of_subject(line: _Line, start: int) -> int | None:
    """Return the finite verb of the subject that begins at a token, if nothing parts the two."""
    for at in range(start, min(start + _SUBJECT, len(line.words))):
        word = line.words[at]
        if line.finite[at]:
            noun = word in line.tables.nouns_too and not _word_follows(line, at)
            return at if at > start and not noun else None
        if word in line.tables.relatives or (word in line.tables.subordinators and at > start):
            return None
        if word in (",", ";", ":") or word in _DASHES:
            return None
    return None


def _word_follows(line: _Line, at: int) -> bool:
    return at + 1 < len(line.words) and line.words[at + 1][0].isalnum()


def _new_subject(line: _Line, at: int, left: int) -> bool:
    """Whether a subject follows a bare "and": behind a complete clause, with an article, pronoun or name."""
    after = line.words[at + 1]
    if not (after in line.tables.determiners or after in line.tables.pronouns or line.written(at + 1)[0].isupper()):
        return False
    verb = max(k for k in range(left, at) if line.finite[k])
    return line.words[verb] not in line.tables.speech_verbs and at - verb > 1


_WORD_RULES: tuple[Callable[[_Line, int, int], _Cut | None], ...] = (_relative, _following, _subordinate, _coordinate)


def _holds(line: _Line, cut: _Cut, end: int) -> bool:
    """Whether a cut is kept, given where the next kept one lies."""
    if cut.kind == "hard" or line.verb(cut.word + 1, end):
        # "… — declared they": the main clause goes on without a subject.
        return not (cut.kind == "dash" and line.finite[cut.at + 1])
    if cut.kind != "phrase":
        return False
    words = sum(word[0].isalnum() for word in line.words[cut.word + 1 : end])
    return words >= _PHRASE


def _resumes(line: _Line, cut: _Cut, end: int) -> int | None:
    """Return the token behind the comma at which the main clause begins or goes on, inside one clause."""
    if cut.kind not in ("relative", "subordinate", "phrase") or (cut.at > 0 and cut.kind != "relative"):
        return None
    seen_verb = cut.kind == "phrase"
    for at in range(cut.word + 1, end - 1):
        seen_verb = seen_verb or line.finite[at]
        if line.words[at] != "," or not seen_verb:
            continue
        if cut.kind == "relative":
            adverb = line.words[at + 1].endswith("ly")
            fronted = line.words[0] in _FRONTED and _verb_of_subject(line, at + 1) is not None
            if fronted or line.finite[at + 1] or (adverb and at + 2 < end and line.finite[at + 2]):
                return at + 1
        elif _verb_of_subject(line, at + 1) is not None:
            return at + 1
    return None
