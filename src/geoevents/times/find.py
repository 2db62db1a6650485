"""Find time expressions: triggers first, then the rules from the words that can lead up to a trigger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

from geoevents.lexicon import Lexicon, Rule
from geoevents.model import Prose, Span, Timex
from geoevents.model.quick import quick
from geoevents.text import lowered
from geoevents.text.beginnings import LENGTH
from geoevents.times.grammar import Grammar, grammar_of

_CONTEXT = re.compile(
    r"\b(?:in|since|by|until|till|from|of|during|before|after|between|and|to|year|through|late|early|mid)[\s-]+$"
)
_NOUN_AFTER = re.compile(r"\s+[a-z]{3,}s\b(?<!was)(?<!has)(?<!is)")
_QUANTITY_BEFORE = re.compile(
    r"\b(?:about|around|some|over|than|nearly|almost|least|roughly|approximately|another|of some)\s+$"
)
_SPORT = re.compile(
    r"\b(?:match|game|goals?|goalkeeper|scored|striker|penalty|half-?time|kick-?off|coach|midfielder|defender|league|minute|tackle|touchdown)\b"
)
_NEAR_WORDS = 120
_UNANCHORED = {"DATE": "XXXX-XX-XX", "TIME": "XXXX-XX-XXTXX", "DURATION": "PXD", "SET": "XXXX-XX-XX"}
_MAX_LEAD = 8
_HEAD = 200  # characters by which most texts show that they have small letters
_CAPITAL_GROUPS = ("month", "month2", "weekday", "feast")


@quick
@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match; `part2` is where the second expression of a pair begins, else None."""

    start: int
    end: int
    rule: Rule
    part2: int | None


def find_timexes(prose: Prose, lexicon: Lexicon) -> tuple[Timex, ...]:
    """Return the time expressions of a report in order, with type and rule; `anchor` fills values and days.

    Args:
        prose: the parsed report.
        lexicon: holds the rule file "times".

    Returns:
        Expressions that do not overlap, each inside one sentence; `value` is a placeholder until they are anchored.
    """
    scan = Scan(prose, grammar_of(lexicon))
    found: list[Timex] = []
    for hit in scan.hits():
        kind = str(hit.rule.sets["type"])
        if hit.part2 is not None:
            found.append(_timex(hit.start, _trim(scan.low, hit.start, hit.part2), kind, hit.rule.id))
        found.append(_timex(hit.start if hit.part2 is None else hit.part2, hit.end, kind, hit.rule.id))
    return tuple(found)


def _timex(start: int, end: int, kind: str, rule: str) -> Timex:
    if kind not in _UNANCHORED:
        raise ValueError(f"rule {rule} sets the unknown type {kind!r}")
    value = _UNANCHORED[kind]
    return Timex(span=Span(start, end), type=kind, value=value, rule=rule)  # type: ignore[arg-type]


def _trim(low: str, start: int, end: int) -> int:
    """Cut the link ("to", "and", "–") between the two halves of a range."""
    head = re.match(
        r".*?(?=\s?(?:-|–|—|/|\bto\b|\band\b|\buntil\b|\btill\b|\bthrough\b)\s?$)", low[start:end], re.DOTALL
    )
    return start + head.end() if head and head.end() else end


class Scan:
    """One pass over a report: from each trigger back over the words that lead up to it, and the rules from there."""

    def __init__(self, prose: Prose, grammar: Grammar) -> None:
        """Scan a report for the expressions of a grammar."""
        self.prose = prose
        self.grammar = grammar
        self.text = prose.text
        self.low = lowered(prose.text)
        # A text in one case, such as a headline feed, tells nothing by its capitals.
        head = self.text[:_HEAD]
        self.caseless = self.low == self.text or (head.upper() == head and self.text.upper() == self.text)

    def hits(self) -> list[Hit]:
        """Return the matches, in order and apart from each other."""
        sentences, owner = self.prose.sentences, self.prose.tokens.sentence
        hits: list[Hit] = []
        done = 0
        for token, at in self.triggers():
            span = sentences[owner[token]].span
            if at < done:
                continue
            hit = self._hit_at(token, max(done, span.start), at, span.end)
            if hit is not None:
                hits.append(hit)
                done = hit.end
        return hits

    def triggers(self) -> Iterator[tuple[int, int]]:
        """Yield the triggers, apart from each other: the token in which each begins, and its first character."""
        tokens, match = self.prose.tokens, self.grammar.trigger.match
        places = list(map(self.grammar.triggering.__getitem__, tokens.words))
        end = 0
        for token in compress(range(len(places)), places):
            for place in places[token]:
                at = tokens.starts[token] + place
                if at >= end and (trigger := match(self.low, at)):
                    end = trigger.end()
                    yield token, at

    def _hit_at(self, token: int, floor: int, at: int, end: int) -> Hit | None:
        """Return the first match that begins at the trigger or at a word that leads up to it."""
        for start in self._starts(token, floor, at):
            hit = self._longest(start, end)
            if hit is not None and hit.end > at:
                return hit
        return None

    def _starts(self, position: int, floor: int, at: int) -> list[int]:
        tokens, lead = self.prose.tokens, self.grammar.lead
        starts = [at]
        if floor <= tokens.starts[position] < at:
            starts.append(tokens.starts[position])
        for before in range(position - 1, max(-1, position - 1 - _MAX_LEAD), -1):
            if tokens.starts[before] < floor:
                break
            word = self.low[tokens.starts[before] : tokens.ends[before]]
            if word not in lead and not word[0].isdigit() and word.split("-")[0] not in lead:
                break
            starts.append(tokens.starts[before])
        starts.reverse()
        return starts

    def _longest(self, start: int, end: int) -> Hit | None:
        """Return the longest acceptable match of the rules at a place, the first of those that are equally long."""
        best: Hit | None = None
        low = self.low
        for rule, matched in self.grammar.matchers.at(low[start : start + LENGTH]):
            match = matched(low, start, end)
            if match is None or (best is not None and match.end() <= best.end):
                continue
            if self._acceptable(rule, match):
                best = Hit(match.start(), match.end(), rule, match.start("part2") if rule.sets.get("pair") else None)
        return best

    def _acceptable(self, rule: Rule, match: re.Match[str]) -> bool:
        """Apply what a rule's `set` asks beyond its pattern: capitals, no name behind it, a year that is none of things."""
        sets = rule.sets
        if sets.get("year_guard") and not _is_year(self.low, match):
            return False
        if sets.get("no_sport") and _is_of_a_match(self.low, match):
            return False
        if sets.get("dotted_needs_zone") and "." in match[0] and not (match["zone"] or match["zone2"]):
            return False
        return self.caseless or self._capitals_fit(rule, match)

    def _capitals_fit(self, rule: Rule, match: re.Match[str]) -> bool:
        text, sets, groups = self.text, rule.sets, match.re.groupindex
        for name in _CAPITAL_GROUPS:
            word = match[name] if name in groups else None
            if word and word in self.grammar.capital and not text[match.start(name)].isupper():
                return False
        if sets.get("proper") and not text[match.start("feast")].isupper():
            return False
        name_follows = _capital_next(text, match.end())
        if sets.get("lower") and name_follows and text[match.start()].isupper():
            return False
        return not (sets.get("alone") and name_follows) or bool(
            _CONTEXT.search(self.low, max(0, match.start() - 12), match.start())
        )


def _capital_next(text: str, end: int) -> bool:
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _is_of_a_match(low: str, match: re.Match[str]) -> bool:
    """Whether "the second half" is that of a match and not of a year."""
    if match["span"] != "half" or match["year"] or match["dir"]:
        return False
    return _SPORT.search(low, max(0, match.start() - _NEAR_WORDS), match.end() + _NEAR_WORDS) is not None


def _is_year(low: str, match: re.Match[str]) -> bool:
    """Tell a year from a count: "in 2009", "the 2008 games", but not "about 2000 newly built homes"."""
    before = low[max(0, match.start() - 16) : match.start()]
    if match["mod"] or not match[0][0].isdigit() or _CONTEXT.search(before):
        return True
    return not (
        _QUANTITY_BEFORE.search(before) or (_NOUN_AFTER.match(low, match.end()) and not before.endswith("the "))
    )
