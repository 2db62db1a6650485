"""Places inside hyphenated words, behind commas, in datelines, and seats of government."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from geoevents.model import Reason, Span
from geoevents.places.designators import is_region_code
from geoevents.places.gazetteer import DEMONYM
from geoevents.places.scene import Draft, DraftKind, Scene

_PART = re.compile("[^-\u2011\u2013]+")  # parts of a word between hyphens of any form
_ROAD = re.compile(r"[A-Z]{1,3}[-\u2011\u2013]\d+[A-Z]?")  # "I-95", "NH-44"
_JOINED = frozenset({"C", "K", "A", "P6", "N"})
_HEADED = frozenset({"C", "K", "A", "P6", "P5", "P4", "P3", "D2", "R"})


def hyphenated(scene: Scene, taken: frozenset[int]) -> list[Draft]:
    """Find the places in words such as "Washington-based", "pro-Russian" and "Russia-Ukraine"."""
    found = []
    tokens = scene.prose.tokens
    for i in _with_hyphen(scene):
        word = scene.view.words[i]
        if i in taken or not any(c.isupper() for c in word):
            continue
        start = tokens.starts[i]
        for match in _PART.finditer(word):
            if _ROAD.fullmatch(word):
                break
            known = scene.known(match[0]) if match[0][0].isupper() else ""
            if known in _JOINED and match[0].lower() not in scene.never_alone:
                kind: DraftKind = "demonym" if known == DEMONYM else "place"
                found.append(
                    Draft(
                        start + match.start(),
                        start + match.end(),
                        i,
                        i + 1,
                        kind,
                        reasons=[Reason("places.compound", word)],
                    )
                )
    return found


def _with_hyphen(scene: Scene) -> Iterator[int]:
    """Yield the tokens with a hyphen, in order."""
    text, starts, ends = scene.prose.text, scene.prose.tokens.starts, scene.prose.tokens.ends
    at = text.find("-")
    while at >= 0:
        i = bisect_right(starts, at) - 1
        end = at + 1
        if i >= 0 and at < ends[i]:
            yield i
            end = ends[i]
        at = text.find("-", end)


def region_codes(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Find abbreviated regions behind places: the "Ind." of "Gary, Ind."."""
    taken = {i for draft in drafts for i in range(draft.first, draft.last)}
    words, sentence = scene.view.words, scene.view.sentence
    found = []
    for draft in drafts:
        i = draft.last + 1
        if draft.kind == "demonym" or i >= len(words) or sentence[i] != sentence[draft.first] or i in taken:
            continue
        if words[i - 1] == "," and is_region_code(scene.known, words[i]):
            found.append(scene.draft(i, i + 1, "place", "places.region_code", words[i]))
    return found


def dateline(scene: Scene, pattern: re.Pattern[str]) -> list[Draft]:
    """Find the place that a paragraph heads itself with: "KYIV (Reuters) —", "GAZA CITY, Aug 9 -"."""
    found = []
    tokens = scene.prose.tokens
    paragraph = -1
    for sentence in scene.prose.sentences:
        if sentence.paragraph == paragraph:
            continue
        paragraph = sentence.paragraph
        head = sentence.span.of(scene.prose.text)[:120]
        match = pattern.search(head)
        if not match or scene.known(match["place"]) not in _HEADED:
            continue
        span = Span(sentence.span.start + match.start("place"), sentence.span.start + match.end("place"))
        first = bisect_left(tokens.starts, span.start)
        if first == len(tokens.starts) or tokens.starts[first] != span.start:
            continue
        last = first
        while last < len(tokens.starts) and tokens.starts[last] < span.end:
            last += 1
        found.append(
            Draft(span.start, span.end, first, last, "place", reasons=[Reason("places.dateline", match[0].strip())])
        )
    return found


def seats(scene: Scene, table: Mapping[str, str]) -> list[Draft]:
    """Find seats of government ("Kremlin", "White House"); `within` is the city where they are."""
    found = []
    text = scene.prose.text
    tokens = scene.prose.tokens
    index: dict[int, int] | None = None
    for name, city in table.items():
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if (at == 0 or not text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
                index = index or {start: i for i, start in enumerate(tokens.starts)}
                first = index.get(at)
                if first is not None:
                    last = first + 1
                    while last < len(tokens.starts) and tokens.starts[last] < end:
                        last += 1
                    found.append(
                        Draft(at, end, first, last, "place", within=city, reasons=[Reason("roles.seat", city)])
                    )
            at = text.find(name, end)
    return found
