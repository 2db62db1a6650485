"""Who says so: reporting verbs, "according to", figures of a body, quotes and their speaker, pronouns.

    find_attributions(prose, resolutions, lexicon) → Attribution …   for the whole report
    attribution_of(attributions, span) → Attribution | None          for one stretch of it

Words are in `data/lexicons/attribution.toml`. An attribution's scope is what the source is said to have said: the rest
of the sentence behind the verb, the sentence before it ("…, police said"), or a quote, however many sentences it has.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from geoevents.events.figures.number_words import Words, report_words, words_in
from geoevents.events.speakers.names import Names, Source, party_of
from geoevents.events.speakers.rules import AttributionTables, attribution_tables
from geoevents.events.speakers.sources import Frame, Hit, Said, read_said
from geoevents.lexicon import Lexicon
from geoevents.model import Attribution, Prose, Quote, Resolution, Sentence, Span
from geoevents.model.quick import replace
from geoevents.text import standing

_NO_SPEECH = frozenset({"according", "citing", "quoting"})  # these name a source for one sentence, no speaker of quotes


def find_attributions(prose: Prose, resolutions: Sequence[Resolution], lexicon: Lexicon) -> tuple[Attribution, ...]:
    """Return every attribution of a report, in order of the words that name the source.

    `source` is normalised ("Russian Ministry of Defence" for every spelling, "Alexei Smirnov" for "he"), `span` are the
    words that name it, `scope` what it is said to have said. `resolutions` give the country of sources that are named
    by a capital or a seat of government ("Kyiv", "the Kremlin").
    """
    tables = attribution_tables(lexicon)
    sentences, warring = _survey(prose, resolutions, tables)
    if not sentences and not prose.quotes:
        return ()
    names = Names(warring=warring)
    countries = _countries(resolutions)
    found: list[Attribution] = []
    whole, owners = report_words(prose)
    telling = {prose.tokens.sentence[owners[hit.index]] for hit in _hits(whole, tables)} if owners else sentences
    for index in sorted(sentences & telling):
        sentence = prose.sentences[index]
        if sentence.kind != "boilerplate":
            found.extend(_in_sentence(prose, sentence, names, tables, countries))
    found.extend(_quotes(prose, found))
    return tuple(sorted(found, key=attrgetter("span.start", "span.end", "scope.start", "scope.end")))


def attribution_of(attributions: Iterable[Attribution], span: Span) -> Attribution | None:
    """Return the attribution whose scope holds the middle of `span`; of several the one with the smallest scope."""
    middle = (span.start + span.end) // 2
    holding = [a for a in attributions if a.scope.start <= middle < a.scope.end or a.scope.start == middle]
    if len(holding) < 2:  # noqa: PLR2004 - nothing to choose from
        return holding[0] if holding else None
    return min(holding, key=lambda a: (a.scope.end - a.scope.start, -a.span.start))


class Scopes:
    """The attributions of a report, looked up by what they cover."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        """Order them by where their scopes begin."""
        self._ordered = sorted(attributions, key=lambda a: a.scope.start)
        self._starts = [a.scope.start for a in self._ordered]
        self._reach = list(accumulate((max(a.scope.end, a.scope.start + 1) for a in self._ordered), max))
        self._rank = {id(a): rank for rank, a in enumerate(attributions)}

    def at(self, span: Span) -> Attribution | None:
        """Return what `attribution_of` returns of them all."""
        middle = (span.start + span.end) // 2
        last = bisect_right(self._starts, middle)
        near = self._ordered[bisect_right(self._reach, middle, 0, last) : last]
        if not near:
            return None
        if len(near) > 1:
            near.sort(key=lambda a: self._rank[id(a)])
        return attribution_of(near, span)


def _survey(
    prose: Prose, resolutions: Sequence[Resolution], tables: AttributionTables
) -> tuple[set[int], frozenset[str]]:
    """Return the sentences that hold a reporting word, and the countries whose forces the report tells of."""
    tokens = prose.tokens
    sentences: set[int] = set()
    warring: set[str] = set()
    forces, verbs, codes = tables.lists["force_nouns"], tables.verbs, tables.codes
    words = tokens.words
    sentences.update(map(tokens.sentence.__getitem__, standing(words, verbs)))
    for i in standing(words, forces):
        for k in range(max(0, i - 3), i) if words[i] not in verbs else ():
            if (code := codes.get(words[k].lower())) is not None:
                warring.add(code)
    if warring:
        warring.update(_adversaries(resolutions, words, tables))
        sites = Counter(r.place.country for r in resolutions if r.place is not None and r.toponym.role == "literal")
        warring.update(code for code, _ in sites.most_common(1) if code is not None)
    return sentences, frozenset(warring)


def _adversaries(resolutions: Sequence[Resolution], words: Sequence[str], tables: AttributionTables) -> set[str]:
    """Countries that act by their capital in a report with fighting: "Kyiv’s forces"."""
    forces = tables.lists["force_nouns"]
    behind: dict[str, bool] = {}
    for i in standing(words, forces):
        behind.update({w: True for w in words[max(0, i - 2) : i] if w[:1].isupper()})
    return {
        r.place.country for r in resolutions
        if r.place is not None and r.place.country is not None and r.toponym.role == "metonym" and r.toponym.surface in behind
    }  # fmt: skip


class _Countries(NamedTuple):
    """Where the place words of a report begin that were resolved, and their countries."""

    starts: list[int]
    codes: list[str]


def _countries(resolutions: Sequence[Resolution]) -> _Countries:
    found = {
        r.toponym.span.start: r.place.country
        for r in resolutions
        if r.place is not None and r.place.country is not None
    }
    starts = sorted(found)
    return _Countries(starts, [found[start] for start in starts])


def _in_sentence(
    prose: Prose, sentence: Sentence, names: Names, tables: AttributionTables, countries: _Countries
) -> list[Attribution]:
    words = words_in(prose, sentence.span)
    frame = Frame(prose, words, names, tables)
    for hit in _hits(words, tables):
        one = read_said(frame, hit)
        if one is not None:
            source = _placed(one.source, countries, names, tables)
            names.remember(source)
            frame.said.append(one if source is one.source else replace(one, source=source))
    said = frame.said
    return [
        Attribution(
            source=one.source.name,
            span=one.source.span,
            scope=_scope(words, sentence, said, number),
            party=one.source.party,
            verb=words.text[words.starts[one.hit.index] : words.ends[one.hit.index]].lower(),
            country=one.source.country,
        )
        for number, one in enumerate(said)
        if one.where != "same"
    ]


def _placed(source: Source, countries: _Countries, names: Names, tables: AttributionTables) -> Source:
    """Give a source the country of the place word inside its name, and what follows from it for its party."""
    if source.country is not None:
        return source
    begins = countries.starts
    at = bisect_left(begins, source.span.start)
    if at == len(begins) or begins[at] >= source.span.end:
        return source
    code = countries.codes[at]
    party = party_of(source.surface.split(), code, names, tables)
    known = source.party != "unnamed" or party != "unnamed"
    capital = " " not in source.name and not source.person
    if not known and capital:
        party = "party" if code in names.warring else "authority"
    return replace(source, country=code, party=party if known or capital else source.party)


def _hits(words: Words, tables: AttributionTables) -> Iterable[Hit]:
    verbs = tables.verbs
    for index in standing(words.lower, verbs):
        word = words.lower[index]
        kind, rule = verbs[word]
        capital = words.text[words.starts[index]].isupper()
        if capital and kind != "noun":
            continue
        if word == "according" and words.lower[index + 1 : index + 2] != ("to",):
            continue
        if word == "in":
            continue
        yield Hit(index, kind, rule)


# --- what was said ---------------------------------------------------------------------------------------------------


def _scope(words: Words, sentence: Sentence, said: Sequence[Said], number: int) -> Span:
    """Return what the source of `said[number]` is said to have said, inside its sentence."""
    one = said[number]
    begins = sentence.span.start
    for earlier in said[:number]:
        if earlier.where == "whole":
            begins = max(begins, earlier.source.span.end)
    ends = sentence.span.end
    for later in said[number + 1 :]:
        other = later.source.name != one.source.name or later.hit.kind != one.hit.kind
        if later.where == "after" and later.begins > words.ends[one.hit.index] and other:
            if _opens_statement(words, later.begins):
                ends = later.begins
            break
    if one.hit.kind == "noun":
        return Span(sentence.span.start, ends)
    if one.where == "whole":
        return Span(min(begins, one.begins), ends)
    return Span(words.ends[one.hit.index], max(ends, words.ends[one.hit.index]))


def _opens_statement(words: Words, begins: int) -> bool:
    """Whether a source stands at the head of a statement of its own: ", but Y denied", "while Y said"."""
    before = words.text[max(0, begins - 10) : begins].rstrip().lower()
    return before.endswith((",", ";", "but", "while", "and", "—", "–", "whereas", "although", "though"))


def _quotes(prose: Prose, found: Sequence[Attribution]) -> list[Attribution]:
    """Give every quote its speaker: the source in whose sentence it stands, or the one of the quote before it."""
    added: list[Attribution] = []
    ordered = sorted(found, key=attrgetter("span.start", "span.end"))
    starts = [a.span.start for a in ordered]
    speaker: Attribution | None = None
    paragraph = -2
    outer = -1
    for quote in prose.quotes:
        if quote.span.start < outer:
            continue
        outer = quote.span.end
        touched = _sentences_of(prose, quote)
        if not touched:
            continue
        near = ordered[bisect_left(starts, touched[0].span.start) : bisect_left(starts, touched[-1].span.end)]
        own = _speaker(quote, near)
        here = touched[0].paragraph
        if own is not None:
            speaker, paragraph = own, touched[-1].paragraph
        elif (
            speaker is None
            or here > paragraph + 1
            or not _is_statement(prose, quote)
            or (here == paragraph + 1 and quote.span.start > touched[0].span.start + 1)
        ):
            continue
        paragraph = touched[-1].paragraph
        if not speaker.scope.contains(quote.span):
            added.append(replace(speaker, scope=quote.span))
    return added


def _sentences_of(prose: Prose, quote: Quote) -> list[Sentence]:
    first = max(0, bisect_right(prose.sentences, quote.span.start, key=lambda s: s.span.start) - 1)
    touched = []
    for sentence in prose.sentences[first:]:
        if sentence.span.start >= quote.span.end:
            break
        if sentence.span.overlaps(quote.span):
            touched.append(sentence)
    return touched


def _speaker(quote: Quote, near: Sequence[Attribution]) -> Attribution | None:
    """Return the source outside the quote in the sentences that it touches, the nearest first."""
    speaking = [
        a
        for a in near
        if not quote.span.contains(a.span)
        and (a.scope.overlaps(quote.span) or quote.span.distance(a.span) < len("” said "))
    ]
    return min(speaking, key=lambda a: a.span.distance(quote.span), default=None)


def _is_statement(prose: Prose, quote: Quote) -> bool:
    """Whether a quote is a statement and no quoted word: it ends a sentence or is long."""
    inside = quote.span.of(prose.text)
    return inside.count(" ") >= 5 or inside[-2:-1] in {".", "!", "?", ","}  # noqa: PLR2004 - words of a statement
