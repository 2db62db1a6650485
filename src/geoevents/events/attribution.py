"""Who says so: reporting verbs, "according to", figures of a body, quotes and their speaker, pronouns.

    find_attributions(prose, resolutions, lexicon) → Attribution …   for the whole report
    attribution_of(attributions, span) → Attribution | None          for one stretch of it

Words are in `data/lexicons/attribution.toml`. An attribution's scope is what the source is said to have said: the rest
of the sentence behind the verb, the sentence before it ("…, police said"), or a quote, however many sentences it has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geoevents.events.attribution_names import Names, Source, party_of, read_source
from geoevents.events.attribution_rules import AttributionTables, VerbClass, attribution_tables
from geoevents.events.numbers import Words, scan
from geoevents.lexicon import Lexicon
from geoevents.model import Attribution, Prose, Quote, Resolution, Sentence, Span

_MARKS = ',;:—–“”"()«»‘'
_END_MARKS = ',;:—–“”"()«».!?‘'
_ADVERBIAL_REACH = 9  # words behind a verb among which "that" opens what is said
_APPOSITION = 14  # words of an apposition between a name and its verb
_LOOK_BACK = 700  # characters in which "he" finds a titled name


@dataclass(frozen=True, slots=True)
class _Hit:
    """A reporting word in a sentence: its class and rule, and the index of its word."""

    index: int
    kind: VerbClass
    rule: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A reporting word with its source and where what was said stands: "after" the verb, "whole" sentence, "same"."""

    hit: _Hit
    source: Source
    where: str
    begins: int


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
    for index in sorted(sentences):
        sentence = prose.sentences[index]
        if sentence.kind != "boilerplate":
            found.extend(_in_sentence(prose, sentence, names, tables, countries))
    found.extend(_quotes(prose, found))
    return tuple(sorted(found, key=lambda a: (a.span, a.scope)))


def attribution_of(attributions: Iterable[Attribution], span: Span) -> Attribution | None:
    """Return the attribution whose scope holds the middle of `span`; of several the one with the smallest scope."""
    middle = (span.start + span.end) // 2
    holding = [a for a in attributions if a.scope.start <= middle < max(a.scope.end, a.scope.start + 1)]
    return min(holding, key=lambda a: (a.scope.end - a.scope.start, -a.span.start), default=None)


def _survey(
    prose: Prose, resolutions: Sequence[Resolution], tables: AttributionTables
) -> tuple[set[int], frozenset[str]]:
    """Return the sentences that hold a reporting word, and the countries whose forces the report tells of."""
    tokens = prose.tokens
    sentences: set[int] = set()
    warring: set[str] = set()
    forces, verbs, codes = tables.lists["force_nouns"], tables.verbs, tables.codes
    words = tokens.words
    for i, word in enumerate(words):
        if word in verbs:
            sentences.add(tokens.sentence[i])
        elif word in forces:
            for k in range(max(0, i - 3), i):
                if (code := codes.get(words[k].lower())) is not None:
                    warring.add(code)
    if warring:
        warring.update(_adversaries(resolutions, words, tables))
    return sentences, frozenset(warring)


def _adversaries(resolutions: Sequence[Resolution], words: Sequence[str], tables: AttributionTables) -> set[str]:
    """Countries that act by their capital in a report with fighting: "Kyiv’s forces"."""
    forces = tables.lists["force_nouns"]
    behind: dict[str, bool] = {}
    for i, word in enumerate(words):
        if word in forces:
            behind.update({w: True for w in words[max(0, i - 2) : i] if w[:1].isupper()})
    return {
        r.place.country for r in resolutions
        if r.place is not None and r.place.country is not None and r.toponym.role == "metonym" and r.toponym.surface in behind
    }  # fmt: skip


def _countries(resolutions: Sequence[Resolution]) -> dict[int, str]:
    """Return the country of each resolved place word by the start of its span."""
    return {
        r.toponym.span.start: r.place.country
        for r in resolutions
        if r.place is not None and r.place.country is not None
    }


def _in_sentence(
    prose: Prose, sentence: Sentence, names: Names, tables: AttributionTables, countries: dict[int, str]
) -> list[Attribution]:
    words = scan(prose.text, sentence.span)
    said: list[_Said] = []
    for hit in _hits(words, tables):
        one = _read(prose, words, hit, said, names, tables)
        if one is not None:
            source = _placed(one.source, countries, names, tables)
            names.remember(source)
            said.append(replace(one, source=source))
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


def _placed(source: Source, countries: dict[int, str], names: Names, tables: AttributionTables) -> Source:
    """Give a source the country of the place word inside its name, and what follows from it for its party."""
    if source.country is not None:
        return source
    code = next((c for start, c in countries.items() if source.span.start <= start < source.span.end), None)
    if code is None:
        return source
    party = party_of(source.surface.split(), code, names, tables)
    known = source.party != "unnamed" or party != "unnamed"
    capital = " " not in source.name and not source.person
    if not known and capital:
        party = "party" if code in names.warring else "authority"
    return replace(source, country=code, party=party if known or capital else source.party)


def _hits(words: Words, tables: AttributionTables) -> Iterable[_Hit]:
    for index, word in enumerate(words.lower):
        entry = tables.verbs.get(word)
        if entry is None:
            continue
        kind, rule = entry
        capital = words.text[words.starts[index]].isupper()
        if capital and kind != "noun":
            continue
        if word == "according" and words.lower[index + 1 : index + 2] != ("to",):
            continue
        if word == "in":
            continue
        yield _Hit(index, kind, rule)


# --- the source of one reporting word --------------------------------------------------------------------------------


def _read(
    prose: Prose, words: Words, hit: _Hit, said: Sequence[_Said], names: Names, tables: AttributionTables
) -> _Said | None:
    if hit.kind == "noun":
        return _named_behind(
            words, hit, names, tables, skip=2 if words.lower[hit.index] == "according" else 1, where="whole"
        )
    if hit.kind == "figure":
        return _figure(words, hit, names, tables)
    if hit.kind == "release" and not _has_word(words, hit.index, tables.lists["released"], 4):
        return None
    before = words.lower[max(0, hit.index - 3) : hit.index]
    if any(w in tables.lists["negations"] for w in before) or before[-1:] == ("to",):
        return None
    if words.lower[hit.index + 1 : hit.index + 2] == ("by",) and hit.kind != "release":
        return _named_behind(words, hit, names, tables, skip=2, where="whole")
    if (
        before
        and before[-1] in {"was", "were", "been", "be", "is", "are"}
        and words.lower[hit.index][-2:] not in {"ng"}
    ):
        return None
    if before[-1:] == ("as",):
        hit = replace(hit, index=hit.index)
        return _quoted_as(words, hit, names, tables)
    return _by_position(prose, words, hit, said, names, tables)


def _by_position(
    prose: Prose, words: Words, hit: _Hit, said: Sequence[_Said], names: Names, tables: AttributionTables
) -> _Said | None:
    """Find the source before the verb, behind it ("said the mayor"), over an apposition, or in the verb before."""
    first = _chunk_start(words, hit.index, tables)
    participle = words.lower[hit.index].endswith("ing")
    last = said[-1] if said else None
    if (
        last is not None
        and (participle or first <= last.hit.index)
        and last.hit.index < hit.index
        and first <= last.hit.index + 1
    ):
        # The chunk holds the verb before: "released footage claiming to show", "said …, adding that".
        return _Said(hit, last.source, "same", words.starts[hit.index])
    if first == hit.index:
        if participle:
            if last is not None:
                return _Said(hit, last.source, "same", words.starts[hit.index])
            return _subject(words, hit, names, tables)
        return _apposed(words, hit, names, tables) or _named_behind(words, hit, names, tables, skip=1, where="whole")
    source = _source(prose, words, first, hit.index - 1, names, tables)
    if source is None:
        return None
    where = "whole" if _stands_behind(words, hit.index, first) else "after"
    return _Said(hit, source, where, words.starts[first])


def _chunk_start(words: Words, index: int, tables: AttributionTables) -> int:
    """Return the index of the first word of the stretch right before a verb: back to punctuation or a conjunction."""
    first = index
    while first:
        gap = words.gap(first - 1, first)
        word = words.lower[first - 1]
        if any(mark in gap for mark in _MARKS) or " - " in gap or word in tables.lists["boundaries"]:
            break
        if word in {"and", "or"} and _has_verb(words, first - 1, tables):
            break
        first -= 1
    return first


def _has_verb(words: Words, index: int, tables: AttributionTables) -> bool:
    """Whether a verb stands shortly before "and", so that it joins statements and not names."""
    for k in range(index - 1, max(-1, index - 9), -1):
        word = words.lower[k]
        if (
            word in {"was", "were", "is", "are", "has", "have", "had"}
            or word in tables.verbs
            or (word.endswith("ed") and len(word) > 4)
        ):  # noqa: PLR2004 - "red" is none
            return True
        if any(mark in words.gap(k, k + 1) for mark in ",;"):
            return False
    return False


def _source(
    prose: Prose, words: Words, first: int, last: int, names: Names, tables: AttributionTables
) -> Source | None:
    """Read the source in words `first` to `last`, if they can name one."""
    if last < first:
        return None
    if first == last and words.lower[first] in tables.lists["singular_pronouns"]:
        _recall(prose, words.starts[first], names, tables)
    source = read_source(words.text, Span(words.starts[first], words.ends[last]), names, tables)
    return source if source is not None and _plausible(source, tables) else None


def _plausible(source: Source, tables: AttributionTables) -> bool:
    """Whether the words can name a source: a name, or people and bodies that the lexicon knows; no clause."""
    if source.person:
        return True
    lowered = source.surface.lower().replace("’", "'").split()
    if any(w in {"was", "were", "is", "are", "has", "have", "had", "will"} for w in lowered[:-1]):
        return False
    known = (
        tables.lists["body_heads"]
        | tables.lists["titles"]
        | tables.lists["role_of"]
        | tables.lists["plural_pronouns"]
        | tables.lists["singular_pronouns"]
    )
    singles = {w for _, s, _ in tables.party_words for w in s}
    plain = {w.removesuffix("'s").strip(".,") for w in lowered}
    return bool(plain & known or plain & singles) or (source.surface[:1].isupper() and len(lowered) <= 6)  # noqa: PLR2004 - a name


def _recall(prose: Prose, at: int, names: Names, tables: AttributionTables) -> None:
    """Let "he" mean a titled name that stands nearer than the last speaker: "President X met officials … he said"."""
    since = max(names.person.span.end if names.person else 0, at - _LOOK_BACK)
    words = scan(prose.text, Span(since, at))
    for index in range(len(words.lower) - 2, -1, -1):
        if words.lower[index] not in tables.lists["titles"] or not words.text[words.starts[index + 1]].isupper():
            continue
        last = index + 1
        while words.close(last) and words.text[words.starts[last + 1]].isupper() and last < index + 4:
            last += 1
        source = read_source(prose.text, Span(words.starts[max(0, index - 1)], words.ends[last]), names, tables)
        if source is not None and source.person:
            names.remember(source)
            return


def _stands_behind(words: Words, index: int, first: int) -> bool:
    """Whether a verb stands behind what was said: "…, the mayor said on Monday"."""
    if first == 0:
        return False
    opening = words.gap(first - 1, first)
    if not any(mark in opening for mark in ',”"»—–'):
        return False
    behind = words.lower[index + 1 : index + 1 + _ADVERBIAL_REACH]
    if not behind:
        return True
    gap = words.gap(index, index + 1)
    if any(mark in gap for mark in ',.;:“"'):
        return ("“" not in gap and ":" not in gap) or '"' in opening or "”" in opening
    if words.lower[index] in {"told", "tells"} and "that" not in behind:
        return True
    clause = next((k for k in range(len(behind)) if "," in words.gap(index + k, index + k + 1)), len(behind))
    if "that" in behind[:clause] or first <= 2:  # noqa: PLR2004 - "On Monday, X said …"
        return False
    return behind[0] in {
        "on",
        "in",
        "at",
        "during",
        "via",
        "late",
        "early",
        "through",
        "to",
        "after",
        "earlier",
    } or behind[0].endswith("day")


def _apposed(words: Words, hit: _Hit, names: Names, tables: AttributionTables) -> _Said | None:
    """Read "NAME, a spokesman for …, said" and "officials, including the governor, described"."""
    if (
        not hit.index
        or "," not in words.gap(hit.index - 1, hit.index)
        or any(q in words.gap(hit.index - 1, hit.index) for q in '”"»')
    ):
        return None
    start = hit.index - 1
    while start and "," not in words.gap(start - 1, start):
        start -= 1
    opens = (
        words.lower[start] in tables.lists["articles"] | {"who", "which", "including"}
        or words.lower[start] in tables.lists["titles"] | tables.lists["role_of"]
    )
    if not start or hit.index - start > _APPOSITION or not opens:
        return None
    first = _chunk_start(words, start - 1, tables)
    if start - first > 8:  # noqa: PLR2004 - a name, not a clause
        return None
    source = read_source(words.text, Span(words.starts[first], words.ends[start - 1]), names, tables)
    if source is None or not _plausible(source, tables):
        return None
    if source.party == "unnamed":
        described = words.text[words.starts[start] : words.ends[hit.index - 1]].split()
        source = replace(source, party=party_of(described, source.country, names, tables))
    return _Said(hit, source, "after", words.starts[first])


def _named_behind(
    words: Words, hit: _Hit, names: Names, tables: AttributionTables, *, skip: int, where: str
) -> _Said | None:
    """Read the source behind a word: "according to the police", "said Governor X", "was reported by the agency"."""
    first = hit.index + skip
    if first >= len(words.lower) or any(mark in words.gap(first - 1, first) for mark in _END_MARKS):
        return None
    if (
        skip == 1
        and hit.kind != "noun"
        and words.lower[first] in tables.lists["prepositions"] | {"for", "to", "that", "it"}
    ):
        return None
    last = first
    while last + 1 < len(words.lower):
        gap = words.gap(last, last + 1)
        if (
            any(mark in gap for mark in ',;:—–“”"()«»!?')
            or ". " in gap
            or words.lower[last + 1] in tables.lists["boundaries"]
        ):
            break
        last += 1
    for index in range(first, min(last, first + 4)):
        # "according to calculations by X": X is the source.
        if words.lower[index] in tables.lists["data_nouns"] and words.lower[index + 1] in {
            "by",
            "from",
            "released",
            "of",
        }:
            first = index + 2
            break
    source = (
        read_source(words.text, Span(words.starts[first], words.ends[min(last, len(words.lower) - 1)]), names, tables)
        if first <= last
        else None
    )
    if source is None or not _plausible(source, tables):
        return None
    return _Said(hit, source, where, words.starts[hit.index])


def _quoted_as(words: Words, hit: _Hit, names: Names, tables: AttributionTables) -> _Said | None:
    """Read "X was quoted as saying": the source stands before "was quoted"."""
    if hit.index < 3 or words.lower[hit.index - 2] not in {"quoted", "cited"}:  # noqa: PLR2004 - "X quoted as"
        return None
    last = hit.index - 3
    first = _chunk_start(words, last + 1, tables)
    source = read_source(words.text, Span(words.starts[first], words.ends[last]), names, tables)
    return (
        _Said(hit, source, "after", words.starts[first]) if source is not None and _plausible(source, tables) else None
    )


def _subject(words: Words, hit: _Hit, names: Names, tables: AttributionTables) -> _Said | None:
    """Read the subject of a sentence whose participle reports: "The army shelled the town, saying that …"."""
    for last in range(min(8, hit.index)):
        following = words.lower[last + 1] if last + 1 < len(words.lower) else ""
        if following in {"was", "were", "is", "are", "has", "have", "had"} or (
            following.endswith("ed") and len(following) > 4
        ):  # noqa: PLR2004 - a past tense
            source = read_source(words.text, Span(words.starts[0], words.ends[last]), names, tables)
            if source is not None and _plausible(source, tables):
                return _Said(hit, source, "after", words.starts[hit.index])
            return None
    return None


def _figure(words: Words, hit: _Hit, names: Names, tables: AttributionTables) -> _Said | None:
    """Read "the latest Russian figure for evacuations was": whose figure it is."""
    behind = words.lower[hit.index + 1 : hit.index + 2]
    if not behind or behind[0] not in {
        "for",
        "of",
        "on",
        "was",
        "is",
        "put",
        "puts",
        "stood",
        "stands",
        "show",
        "showed",
    }:
        return None
    first = _chunk_start(words, hit.index, tables)
    chunk = words.text[words.starts[first] : words.starts[hit.index]].split()
    country = tables.country_of(chunk)
    official = next(
        (
            k
            for k, w in enumerate(chunk)
            if w.lower().replace("’", "'").removesuffix("'s") in tables.lists["body_heads"] | {"official"}
        ),
        None,
    )
    if country is None and official is None:
        return None
    begin = country[1] if country is not None else official or 0
    name = " ".join([*chunk[begin:], words.lower[hit.index]])
    start = words.text.find(chunk[begin], words.starts[first])
    code = country[0] if country is not None else None
    source = Source(name, Span(start, words.ends[hit.index]), "authority", code, person=False, surface=name)
    return _Said(hit, source, "after", words.starts[first])


def _has_word(words: Words, index: int, wanted: frozenset[str], reach: int) -> bool:
    return any(w in wanted for w in words.lower[index + 1 : index + 1 + reach])


# --- what was said ---------------------------------------------------------------------------------------------------


def _scope(words: Words, sentence: Sentence, said: Sequence[_Said], number: int) -> Span:
    """Return what the source of `said[number]` is said to have said, inside its sentence."""
    one = said[number]
    begins = sentence.span.start
    for earlier in said[:number]:
        if earlier.where == "whole":
            begins = max(begins, earlier.source.span.end)
    ends = sentence.span.end
    for later in said[number + 1 :]:
        if later.where == "after" and later.begins > words.ends[one.hit.index] and later.source.name != one.source.name:
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
        own = _speaker(quote, touched, found)
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


def _speaker(quote: Quote, touched: Sequence[Sentence], found: Sequence[Attribution]) -> Attribution | None:
    """Return the source outside the quote in the sentences that it touches, the nearest first."""
    near = [
        a
        for a in found
        if any(s.span.contains(a.span) for s in touched)
        and not quote.span.contains(a.span)
        and (a.scope.overlaps(quote.span) or quote.span.distance(a.span) < 4)  # noqa: PLR2004 - ”, said
    ]
    return min(near, key=lambda a: a.span.distance(quote.span), default=None)


def _is_statement(prose: Prose, quote: Quote) -> bool:
    """Whether a quote is a statement and no quoted word: it ends a sentence or is long."""
    inside = quote.span.of(prose.text)
    return inside.count(" ") >= 5 or inside[-2:-1] in {".", "!", "?", ","}  # noqa: PLR2004 - words of a statement
