"""How sure the text is: asserted, claimed, hedged, disputed or denied, with the words that set it.

    status_of(prose, span, attribution, lexicon) → StatusReading

Rules are in `data/lexicons/status.toml`. What the report says itself, or an authority about its own territory, is
asserted; what a party to a conflict says about the fighting is claimed, and so is what the text words as a claim.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from geoevents.events.attribution_rules import attribution_tables
from geoevents.events.numbers import compiled
from geoevents.lexicon import Lexicon, Rule, RuleFile
from geoevents.model import Attribution, Prose, Reason, Sentence, Span, Status

_WORD = re.compile(r"[a-z]+")
_NEXT = 1  # sentences behind its own in which a claim is denied or called unverified


@dataclass(frozen=True, slots=True)
class StatusReading:
    """The status of a stretch of text, the words that set it (None where nothing did), and the rules that said so."""

    status: Status
    span: Span | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class _StatusTables:
    """Rules by place and status, each with short strings of which one must stand in the text before it is tried."""

    rules: dict[tuple[str, str], tuple[tuple[Rule, tuple[str, ...]], ...]]
    fighting: frozenset[str]

    @classmethod
    def of(cls, file: RuleFile) -> _StatusTables:
        grouped: dict[tuple[str, str], list[tuple[Rule, tuple[str, ...]]]] = {}
        for rule in file.rules:
            hints = rule.words or file.words("modal_verbs")
            entry = (rule, tuple(hint.lower() for hint in hints))
            grouped.setdefault((rule.sets["where"], rule.sets["status"]), []).append(entry)
        return cls({key: tuple(rules) for key, rules in grouped.items()}, frozenset(file.words("fighting")))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the words of a rule may stand for one stretch of text: folded text and the offset of each region."""

    text: str
    inside: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]


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
    place = _place(prose, span)
    verb = attribution_tables(lexicon).verbs.get(attribution.verb or "") if attribution else None
    denied = _found(tables, place, "before", "denied")
    if attribution is not None and verb is not None and verb[0] == "deny":
        return StatusReading("denied", _verb_span(prose, attribution), (Reason(verb[1], attribution.source),))
    if denied is not None and (attribution is None or verb is None or verb[0] == "deny"):
        return StatusReading("denied", denied[1], (denied[0],))
    hedged = _found(tables, place, "inside", "hedged")
    if hedged is not None:
        return StatusReading("hedged", hedged[1], (hedged[0],))
    disputed = _found(tables, place, "after", "disputed")
    if disputed is not None:
        return StatusReading("disputed", disputed[1], (disputed[0],))
    return _claimed_or_asserted(prose, span, attribution, tables, place, verb, event_country)


def _claimed_or_asserted(
    prose: Prose,
    span: Span,
    attribution: Attribution | None,
    tables: _StatusTables,
    place: _Place,
    verb: tuple[str, str] | None,
    event_country: str | None,
) -> StatusReading:
    unverified = _found(tables, place, "after", "unverified")
    claim = _claim(prose, span, attribution, tables, place, verb, event_country)
    if claim is not None:
        reasons = claim.reasons if unverified is None else (*claim.reasons, unverified[0])
        return StatusReading("claimed", claim.span if unverified is None else unverified[1], reasons)
    reports = _found(tables, place, "before", "hedged")
    hedge = reports or unverified
    if hedge is not None:
        return StatusReading("hedged", hedge[1], (hedge[0],))
    detail = f"said by {attribution.source} ({attribution.party})" if attribution else "the report itself"
    return StatusReading("asserted", None, (Reason("status.asserted", detail),))


def _claim(
    prose: Prose,
    span: Span,
    attribution: Attribution | None,
    tables: _StatusTables,
    place: _Place,
    verb: tuple[str, str] | None,
    event_country: str | None,
) -> StatusReading | None:
    """Return the reading "claimed" where the words or the speaker make it one."""
    if attribution is not None and verb is not None and verb[0] == "claim":
        return StatusReading("claimed", _verb_span(prose, attribution), (Reason(verb[1], attribution.source),))
    words = _found(tables, place, "inside", "claimed") or _found(tables, place, "before", "claimed")
    if words is not None:
        return StatusReading("claimed", words[1], (words[0],))
    if attribution is None:
        return None
    abroad = (
        attribution.party == "authority"
        and None not in {event_country, attribution.country}
        and event_country != attribution.country
    )
    if (attribution.party == "party" or abroad) and _about_fighting(prose, span, place, tables):
        detail = (
            f"{attribution.source} is a party to the fighting"
            if not abroad
            else f"{attribution.source} about another country"
        )
        return StatusReading("claimed", attribution.span, (Reason("status.party", detail),))
    return None


def _about_fighting(prose: Prose, span: Span, place: _Place, tables: _StatusTables) -> bool:
    start, end = min(place.before[0], span.start), max(span.end, place.inside[1])
    return not tables.fighting.isdisjoint(_WORD.findall(prose.text[start:end].lower()))


def _place(prose: Prose, span: Span) -> _Place:
    sentences = prose.sentences
    first = max(0, bisect_right(sentences, span.start, key=_start) - 1)
    last = max(first, bisect_right(sentences, max(span.start, span.end - 1), key=_start) - 1)
    if not sentences:
        return _Place(prose.text, (span.start, span.end), (0, span.start), (span.end, len(prose.text)))
    begin = min(sentences[first].span.start, span.start)
    following = sentences[last + 1 : last + 1 + _NEXT]
    near = [s for s in following if s.paragraph <= sentences[last].paragraph + 1 and s.kind == "body"]
    end = near[-1].span.end if near else sentences[last].span.end
    return _Place(prose.text, (span.start, span.end), (begin, span.start), (span.end, max(end, span.end)))


def _start(sentence: Sentence) -> int:
    return sentence.span.start


def _found(
    tables: _StatusTables, place: _Place, where: Literal["inside", "before", "after"], status: str
) -> tuple[Reason, Span] | None:
    """Return the first rule of a place and status whose words stand there, with the words' span.

    Words that govern a clause may reach into it, and words about it may stand at its end: these regions overlap it.
    """
    rules = tables.rules.get((where, status)) or tables.rules.get(("before", status), ())
    start, end = {
        "inside": place.inside,
        "before": (place.before[0], place.inside[1]),
        "after": (place.inside[0], place.after[1]),
    }[where]
    lowered = place.text[start:end].lower()
    for rule, hints in rules:
        if any(hint in lowered for hint in hints):
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
