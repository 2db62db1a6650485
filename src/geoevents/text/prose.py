"""The structure of a report in one pass: paragraphs, sentences and their kinds, quotes, tokens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence

from geoevents.lexicon import Lexicon
from geoevents.model import Prose, Sentence, SentenceKind, Span
from geoevents.text.folding import lowered
from geoevents.text.lines import Paragraph, paragraphs
from geoevents.text.quotes import find_quotes
from geoevents.text.sentences import sentence_spans
from geoevents.text.tables import SentenceTables, sentence_tables
from geoevents.text.tokens import tokenize

_WHOLE = 1_000  # characters of a table row that is one sentence whatever marks stand in it
_CAPTION_SENTENCES = 4  # a longer paragraph is no caption, whatever credit stands in it


def parse(text: str, lexicon: Lexicon, language: str = "en") -> Prose:
    """Return sentences, quotes and tokens of any text; total, linear in its length, offsets in code points of `text`.

    Sentences are ordered and disjoint and hold every letter and digit except list numbers; tokens lie inside
    sentences. A sentence longer than 3,000 characters is cut. `language` is passed on in the result.
    """
    tables = sentence_tables(lexicon)
    found = paragraphs(text)
    spans: list[tuple[int, int, int]] = []
    for number, paragraph in enumerate(found):
        if paragraph.shape == "row" and paragraph.end - paragraph.start < _WHOLE:
            spans.append((paragraph.start, paragraph.end, number))
            continue
        spans.extend((a, b, number) for a, b in sentence_spans(text, paragraph.start, paragraph.end, tables))
    tokens, likely = tokenize(text, [(start, end) for start, end, _ in spans], tables.stretches)
    kinds = _kinds(text, found, spans, tables, likely)
    sentences = tuple(
        Sentence(index, Span(start, end), kind, number)
        for index, ((start, end, number), kind) in enumerate(zip(spans, kinds, strict=True))
    )
    return Prose(
        text=text,
        sentences=sentences,
        quotes=find_quotes(text, ((p.start, p.end) for p in found)),
        tokens=tokens,
        language=language,
    )


def _kinds(
    text: str,
    found: Sequence[Paragraph],
    spans: Sequence[tuple[int, int, int]],
    tables: SentenceTables,
    likely: Container[str],
) -> list[SentenceKind]:
    """Return the kinds of sentences; of what the rules need the text may hold the `likely` strings and no others."""
    kinds: list[SentenceKind] = ["headline" if found[number].headline else "body" for _, _, number in spans]
    if not spans:
        return kinds
    starts = [start for start, _, _ in spans]
    low = lowered(text)
    for rule in tables.kinds:
        needs = [need for need in rule.needs if need in likely and need in low]
        for index in _sentences_with(low, needs, starts) if needs else ():
            start, end, _ = spans[index]
            if kinds[index] == "boilerplate" or not rule.regex.search(text, start, end):
                continue
            for hit in _paragraph_of(spans, index) if rule.paragraph else (index,):
                if kinds[hit] != "boilerplate":
                    kinds[hit] = rule.kind
    return kinds


def _sentences_with(low: str, needs: Sequence[str], starts: Sequence[int]) -> Iterator[int]:
    """Yield the sentences in which one of the strings begins, each once a string."""
    for need in needs:
        at = low.find(need)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            if index >= 0:
                yield index
            at = low.find(need, starts[index + 1]) if index + 1 < len(starts) else -1


def _paragraph_of(spans: Sequence[tuple[int, int, int]], index: int) -> Sequence[int]:
    """Return the sentences of the paragraph that holds `index`, if they are few."""
    number = spans[index][2]
    first = last = index
    while first > 0 and spans[first - 1][2] == number and index - first < _CAPTION_SENTENCES:
        first -= 1
    while last + 1 < len(spans) and spans[last + 1][2] == number and last - index < _CAPTION_SENTENCES:
        last += 1
    return range(first, last + 1) if last - first < _CAPTION_SENTENCES else (index,)
