"""How sure the text is: asserted, claimed, hedged, disputed or denied, with the words that set it.

    status_of(prose, span, attribution, lexicon) → StatusReading

Rules are in `data/lexicons/status.toml`. What the report says itself, or an authority about its own territory, is
asserted; what a party to a conflict says about the fighting is claimed, and so is what the text words as a claim.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from geoevents.events.figures.number_words import compiled
from geoevents.events.speakers.rules import attribution_tables
from geoevents.lexicon import Lexicon, Rule, RuleFile
from geoevents.model import Attribution, Prose, Reason, Span, Status
from geoevents.model.quick import quick
from geoevents.text import lowered

_WORD = re.compile(r"[a-z]+")
Where = Literal["inside", "before", "after"]
_Rules = Mapping[tuple[str, str], tuple[Rule, ...]]
_KEPT = 10_000  # sets of words whose rules are remembered
_QUESTIONS: tuple[tuple[Where, Status], ...] = (("inside", "hedged"), ("after", "disputed"))
_NEXT = 1  # sentences behind its own in which a claim is denied or called unverified


@quick
@dataclass(frozen=True, slots=True)
class StatusReading:
    """The status of a stretch of text, the words that set it (None where nothing did), and the rules that said so."""

    status: Status
    span: Span | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class _StatusTables:
    """Rules by place and status, each with first words of which one must stand in the text before it is tried."""

    rules: dict[tuple[str, str], tuple[tuple[Rule, frozenset[str]], ...]]
    first_words: frozenset[str]
    fighting: frozenset[str]
    _tried: dict[frozenset[str], _Rules] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, file: RuleFile) -> _StatusTables:
        grouped: dict[tuple[str, str], list[tuple[Rule, frozenset[str]]]] = {}
        for rule in file.rules:
            hints = frozenset(_WORD.findall(w.lower())[0] for w in rule.words or file.words("modal_verbs"))
            grouped.setdefault((rule.sets["where"], rule.sets["status"]), []).append((rule, hints))
        rules = {key: tuple(entries) for key, entries in grouped.items()}
        first_words = frozenset(w for entries in rules.values() for _, hints in entries for w in hints)
        return cls(rules, first_words, frozenset(file.words("fighting")))

    def trying(self, words: frozenset[str]) -> _Rules:
        """Return the rules of which one of `words` is a first word, by place and status; remembered, within bounds."""
        known = self._tried.get(words)
        if known is None:
            known = {
                key: tuple(rule for rule, hints in entries if not hints.isdisjoint(words))
                for key, entries in self.rules.items()
                if words
            }
            if len(self._tried) >= _KEPT:
                self._tried.clear()
            self._tried[words] = known
        return known


@quick
@dataclass(frozen=True, slots=True)
class _Place:
    """Where the words of a rule may stand for one stretch of text: folded text and the offset of each region."""

    text: str
    inside: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]
    rules: _Rules  # of which a first word stands in any of the regions


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
    tables = compiled(lexicon["status"], _StatusTables.of)
    reading = _Reading(prose, span, attribution, tables, _place(prose, span, tables), event_country)
    if attribution is not None and (entry := attribution_tables(lexicon).verbs.get(attribution.verb or "")):
        reading.verb, reading.verb_rule = entry
    return reading.denied() or reading.questioned() or reading.claimed() or reading.reported()


@dataclass(slots=True)
class _Reading:
    """One stretch of text while its status is read."""

    prose: Prose
    span: Span
    attribution: Attribution | None
    tables: _StatusTables
    place: _Place
    event_country: str | None
    verb: str = ""
    verb_rule: str = ""

    def denied(self) -> StatusReading | None:
        """Read denials: the source denies it, or the sentence does."""
        if self.attribution is not None and self.verb == "deny":
            return StatusReading("denied", _verb_span(self.prose, self.attribution), self._verb_reason())
        found = _found(self.place, "before", "denied") if self.attribution is None else None
        return StatusReading("denied", found[1], (found[0],)) if found else None

    def questioned(self) -> StatusReading | None:
        """Read hedges inside the clause, and that another side denies it."""
        for where, status in _QUESTIONS:
            found = _found(self.place, where, status)
            if found is not None:
                return StatusReading(status, found[1], (found[0],))
        return None

    def claimed(self) -> StatusReading | None:
        """Read claims: so worded, or said about the fighting by a party to it; words of doubt about them are kept."""
        claim = self._claim()
        unverified = _found(self.place, "after", "unverified") if claim is not None else None
        if claim is None or unverified is None:
            return claim
        return StatusReading("claimed", unverified[1], (*claim.reasons, unverified[0]))

    def reported(self) -> StatusReading:
        """Read what is left: unnamed reports and what nobody could verify are hedged, all else is asserted."""
        hedge = _found(self.place, "before", "hedged") or _found(self.place, "after", "unverified")
        if hedge is not None:
            return StatusReading("hedged", hedge[1], (hedge[0],))
        source = self.attribution
        detail = f"said by {source.source} ({source.party})" if source else "the report itself"
        return StatusReading("asserted", None, (Reason("status.asserted", detail),))

    def _claim(self) -> StatusReading | None:
        source = self.attribution
        if source is not None and self.verb == "claim":
            return StatusReading("claimed", _verb_span(self.prose, source), self._verb_reason())
        words = _found(self.place, "before", "claimed")
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
        start, end = self.place.before[0], max(self.span.end, self.place.inside[1])
        return not self.tables.fighting.isdisjoint(_WORD.findall(self.prose.text[start:end].lower()))

    def _verb_reason(self) -> tuple[Reason, ...]:
        return (Reason(self.verb_rule, self.attribution.source if self.attribution else ""),)


def _place(prose: Prose, span: Span, tables: _StatusTables) -> _Place:
    begin, end = span.start, span.end
    report = _report_of(prose, tables)
    if prose.sentences:
        sentences = prose.sentences
        first = max(0, bisect_right(report.starts, span.start) - 1)
        last = max(first, bisect_right(report.starts, max(span.start, span.end - 1)) - 1)
        following = sentences[last + 1 : last + 1 + _NEXT]
        near = [s for s in following if s.paragraph <= sentences[last].paragraph + 1 and s.kind == "body"]
        begin = min(sentences[first].span.start, begin)
        end = max(near[-1].span.end if near else sentences[last].span.end, end)
    rules = report.rules(begin, end)
    return _Place(prose.text, (span.start, span.end), (begin, span.end), (span.start, end), rules)


class _Report:
    """Where the sentences of a report begin, and the rules to try in the stretches that were asked for."""

    def __init__(self, prose: Prose, tables: _StatusTables) -> None:
        self.prose = prose
        self.tables = tables
        self.starts = [sentence.span.start for sentence in prose.sentences]
        self._rules: dict[tuple[int, int], _Rules] = {}

    def rules(self, begin: int, end: int) -> _Rules:
        """Return the rules of which a first word stands in a stretch, by place and status."""
        known = self._rules.get((begin, end))
        if known is None:
            words = _WORD.findall(lowered(self.prose.text)[begin:end])
            known = self._rules[begin, end] = self.tables.trying(self.tables.first_words.intersection(words))
        return known


_LAST: dict[str, _Report] = {}


def _report_of(prose: Prose, tables: _StatusTables) -> _Report:
    """Return what is known of a report; that of the last one is kept."""
    known = _LAST.get("report")
    if known is None or known.prose is not prose or known.tables is not tables:
        known = _LAST["report"] = _Report(prose, tables)
    return known


def _found(place: _Place, where: Where, status: str) -> tuple[Reason, Span] | None:
    """Return the first rule of a place and status whose words stand there, with the words' span.

    Words that govern a clause may reach into it, and words about it may stand at its end: these regions overlap it.
    """
    for rule in place.rules.get((where, status), ()):
        start, end = place.inside if where == "inside" else place.before if where == "before" else place.after
        match = rule.regex.search(place.text, start, end)
        if match is not None:
            return Reason(rule.id, match.group()), Span(match.start(), match.end())
    return None


def _verb_span(prose: Prose, attribution: Attribution) -> Span:
    """Return the span of the reporting verb beside the source's words, or the source's where it stands elsewhere."""
    verb = attribution.verb or ""
    start = (
        prose.text.find(verb, max(0, attribution.span.start - len(verb) - 2), attribution.span.end + 120)
        if verb
        else -1
    )
    return attribution.span if start < 0 else Span(start, start + len(verb))
