"""How sure the text is: asserted, claimed, hedged, disputed or denied, with the words that set it.

    status_of(prose, span, attribution, lexicon) → StatusReading

Rules are in `data/lexicons/status.toml`. What the report says itself, or an authority about its own territory, is
asserted; what a party to a conflict says about the fighting is claimed, and so is what the text words as a claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from geoevents.events.figures.number_words import compiled
from geoevents.events.speakers.rules import attribution_tables
from geoevents.lexicon import Lexicon, Rule, RuleFile
from geoevents.model import Attribution, Prose, Reason, Span, Status
from geoevents.model.quick import quick
from geoevents.text import lowered, small_words
from geoevents.text.memory import Memory, Needs

_WORD = re.compile(r"[a-z]+")
Where = Literal["inside", "before", "after"]
_Key = tuple[str, str]
"""Where the words of a rule stand, and the status that they make."""
_QUESTIONS: tuple[tuple[Where, Status], ...] = (("inside", "hedged"), ("after", "disputed"))
_NEXT = 1  # sentences behind its own in which a claim is denied or called unverified


@quick
@dataclass(frozen=True, slots=True)
class StatusReading:
    """The status of a stretch of text, the words that set it (None where nothing did), and the rules that said so."""

    status: Status
    span: Span | None
    reasons: tuple[Reason, ...]


_ASSERTED = StatusReading("asserted", None, (Reason("status.asserted", "the report itself"),))


@dataclass(frozen=True)
class _StatusTables:
    """Rules with the phrases of which one stands, in small letters, wherever they match."""

    rules: tuple[tuple[Rule, tuple[str, ...]], ...]
    likely: Memory[tuple[str, ...]]  # phrases that a text may hold in which a word stands
    fighting: frozenset[str]

    @classmethod
    def of(cls, file: RuleFile) -> _StatusTables:
        rules = tuple(
            (rule, tuple(" ".join(words.lower().split()) for words in rule.words or file.words("modal_verbs")))
            for rule in file.rules
        )
        needs = Needs(phrase for _, phrases in rules for phrase in phrases)
        return cls(rules, Memory(needs.likely_with), frozenset(file.words("fighting")))

    def told_in(self, prose: Prose) -> dict[_Key, list[tuple[Rule, list[int]]]]:
        """Return the rules of which a phrase stands in a report, with where they may begin, by place and status."""
        small = _small(prose.text)
        rare = small is not lowered(prose.text)  # letters that the tokens do not show as patterns see them
        words = small.replace("’", "'").split() if rare else small_words(prose.tokens)
        likely: set[str] = set().union(*filter(None, map(self.likely.__getitem__, set(words))))
        plain = " ".join(words) if likely else ""
        held = {phrase for phrase in likely if phrase in plain}
        told: dict[_Key, list[tuple[Rule, list[int]]]] = {}
        for rule, phrases in self.rules if held else ():
            if not held.isdisjoint(phrases):
                places = _places(small, {_WORD.findall(phrase)[0] for phrase in phrases if phrase in held})
                told.setdefault((rule.sets["where"], rule.sets["status"]), []).append((rule, places))
        return told


def _places(text: str, words: Iterable[str]) -> list[int]:
    """Return where some words stand in a text, in order."""
    found: list[int] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1)
    return sorted(found)


def _any_in(places: Sequence[int], start: int, stop: int) -> bool:
    """Whether one of some places in order lies from `start` to `stop` (exclusive)."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < stop


def _small(text: str) -> str:
    """Return a text in small letters, of the same length, as patterns that ignore case see it."""
    low = lowered(text)
    return low if low.isascii() else low.replace("\u017f", "s").replace("\u0131", "i").replace("\u0130", "i")


def status_of(
    prose: Prose,
    span: Span,
    attribution: Attribution | None,
    lexicon: Lexicon,
    *,
    event_country: str | None = None,
) -> StatusReading:
    """Return how sure the text is of what it tells in `span` (a clause), said by `attribution` (None: the report).

    `event_country` is the ISO code of the country where it happened, where it is known: an authority that speaks about
    fighting in another country claims.
    """
    report = _report_of(prose, compiled(lexicon["status"], _StatusTables.of))
    near = bool(report.told) and report.holds_words_around(span)
    if attribution is None and not near:
        return _ASSERTED
    reading = _Reading(report, span, attribution, event_country, near)
    if attribution is not None and (entry := attribution_tables(lexicon).verbs.get(attribution.verb or "")):
        reading.verb, reading.verb_rule = entry
    return reading.denied() or reading.questioned() or reading.claimed() or reading.reported()


@dataclass(slots=True)
class _Reading:
    """One stretch of text while its status is read."""

    report: _Report
    span: Span
    attribution: Attribution | None
    event_country: str | None
    near: bool  # whether words with which a rule begins stand around it at all
    verb: str = ""
    verb_rule: str = ""

    def denied(self) -> StatusReading | None:
        """Read denials: the source denies it, or the sentence does."""
        if self.attribution is not None and self.verb == "deny":
            return StatusReading("denied", _verb_span(self.report.prose, self.attribution), self._verb_reason())
        found = self._found("before", "denied") if self.attribution is None else None
        return StatusReading("denied", found[1], (found[0],)) if found else None

    def questioned(self) -> StatusReading | None:
        """Read hedges inside the clause, and that another side denies it."""
        for where, status in _QUESTIONS:
            found = self._found(where, status)
            if found is not None:
                return StatusReading(status, found[1], (found[0],))
        return None

    def claimed(self) -> StatusReading | None:
        """Read claims: so worded, or said about the fighting by a party to it; words of doubt about them are kept."""
        claim = self._claim()
        unverified = self._found("after", "unverified") if claim is not None else None
        if claim is None or unverified is None:
            return claim
        return StatusReading("claimed", unverified[1], (*claim.reasons, unverified[0]))

    def reported(self) -> StatusReading:
        """Read what is left: unnamed reports and what nobody could verify are hedged, all else is asserted."""
        hedge = self._found("before", "hedged") or self._found("after", "unverified")
        if hedge is not None:
            return StatusReading("hedged", hedge[1], (hedge[0],))
        source = self.attribution
        if source is None:
            return _ASSERTED
        return StatusReading(
            "asserted", None, (Reason("status.asserted", f"said by {source.source} ({source.party})"),)
        )

    def _claim(self) -> StatusReading | None:
        source = self.attribution
        if source is not None and self.verb == "claim":
            return StatusReading("claimed", _verb_span(self.report.prose, source), self._verb_reason())
        words = self._found("before", "claimed")
        if words is not None:
            return StatusReading("claimed", words[1], (words[0],))
        if source is None or not (source.party == "party" or self._abroad(source)) or not self._about_fighting():
            return None
        relation = "is a party to the fighting" if source.party == "party" else "speaks about another country"
        return StatusReading("claimed", source.span, (Reason("status.party", f"{source.source} {relation}"),))

    def _abroad(self, source: Attribution) -> bool:
        known = None not in {self.event_country, source.country}
        return source.party == "authority" and known and self.event_country != source.country

    def _about_fighting(self) -> bool:
        start = self.report.around(self.span)[0]
        words = _WORD.findall(self.report.prose.text[start : self.span.end].lower())
        return not self.report.tables.fighting.isdisjoint(words)

    def _found(self, where: Where, status: str) -> tuple[Reason, Span] | None:
        """Return the first rule of a place and status whose words stand there, with the words' span.

        Words that govern a clause may reach into it, and words about it may stand at its end: these regions overlap it.
        """
        rules = self.report.told.get((where, status)) if self.near else None
        if rules is None:
            return None
        begin, end = self.report.around(self.span)
        start, stop = (
            begin if where == "before" else self.span.start,
            end if where == "after" else self.span.end,
        )
        for rule, begins in rules:
            if not _any_in(begins, start, stop):
                continue
            match = rule.regex.search(self.report.prose.text, start, stop)
            if match is not None and not (
                where == "after" and _of_another(self.report.prose.text, self.span, match.start())
            ):
                return Reason(rule.id, match.group()), Span(match.start(), match.end())
        return None

    def _verb_reason(self) -> tuple[Reason, ...]:
        return (Reason(self.verb_rule, self.attribution.source if self.attribution else ""),)


def _of_another(text: str, span: Span, at: int) -> bool:
    """Whether words of the next sentence answer what that one tells: "… caught fire. Moscow took Izium; Kyiv denied it"."""
    between = text[span.end - 1 : at]
    ends = max(between.rfind(mark) for mark in (". ", ".\n", ".” "))
    return ends >= 0 and "; " in between[ends:]


class _Report:
    """A report with the rules of which the words stand in it anywhere: mostly none."""

    def __init__(self, prose: Prose, tables: _StatusTables) -> None:
        self.prose = prose
        self.tables = tables
        self.told = tables.told_in(prose)
        self._begins = sorted(at for rules in self.told.values() for _, begins in rules for at in begins)
        self._starts = [sentence.span.start for sentence in prose.sentences]
        self._around: dict[Span, tuple[int, int]] = {}

    def holds_words_around(self, span: Span) -> bool:
        """Whether the words with which a rule begins stand anywhere around a stretch."""
        return _any_in(self._begins, *self.around(span))

    def around(self, span: Span) -> tuple[int, int]:
        """Return what `_reach` does, looked up once for each stretch."""
        known = self._around.get(span)
        if known is None:
            known = self._around[span] = self._reach(span)
        return known

    def _reach(self, span: Span) -> tuple[int, int]:
        """Return where words that govern a stretch may begin, and where words about it end: in the next sentence."""
        sentences = self.prose.sentences
        if not sentences:
            return span.start, span.end
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = max(first, bisect_right(self._starts, max(span.start, span.end - 1)) - 1)
        following = sentences[last + 1 : last + 1 + _NEXT]
        near = [s for s in following if s.paragraph <= sentences[last].paragraph + 1 and s.kind == "body"]
        end = near[-1].span.end if near else sentences[last].span.end
        return min(sentences[first].span.start, span.start), max(end, span.end)


_LAST: dict[str, _Report] = {}


def _report_of(prose: Prose, tables: _StatusTables) -> _Report:
    """Return what is known of a report; that of the last one is kept."""
    known = _LAST.get("report")
    if known is None or known.prose is not prose or known.tables is not tables:
        known = _LAST["report"] = _Report(prose, tables)
    return known


def _verb_span(prose: Prose, attribution: Attribution) -> Span:
    """Return the span of the reporting verb beside the source's words, or the source's where it stands elsewhere."""
    verb = attribution.verb or ""
    start = (
        prose.text.find(verb, max(0, attribution.span.start - len(verb) - 2), attribution.span.end + 120)
        if verb
        else -1
    )
    return attribution.span if start < 0 else Span(start, start + len(verb))
