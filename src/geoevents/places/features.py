"""What the recogniser sees: runs of capitalised words and the features of each word in them.

One extractor serves training and use. Features are short strings; a model knows the ones that it learned. Features of
a word alone (shape, affixes, lists) are asked for once a word type, so that a caller can sum their weights once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress
from operator import ne

from geoevents.model.quick import quick
from geoevents.places.wordlists import (
    AGENCY_WORDS,
    BODY_WORDS,
    COMPASS_WORDS,
    CONNECTORS,
    DESIGNATORS,
    MONTHS_AND_DAYS,
    PREPOSITIONS,
    SPEECH_VERBS,
    TITLES,
)
from geoevents.text import lower_words

MAX_RUN = 24
"""Longest run of words that is tagged as one piece; longer ones (a text in capitals) are cut."""
MAX_GAP = 2
"""Most connecting words between two capitalised ones."""
MAX_NAME = 6
"""Longest place name in words that is looked up."""

WORD_PREFIXES = ("b", "a", "b2", "a2", "ob", "ol")
"""Of features that are a word: before, behind, second before and behind, outside the run before and behind it."""
Facts = tuple[str, str, str, str, str, bool, bool, bool, bool]

_SHAPE = re.compile(r"(?P<u>[A-ZÀ-ÖØ-Þ]+)|(?P<d>\d+)|(?P<l>[^\W\d_]+)")
_PARTS = re.compile(r"[-'’]")
_TIGHT = "-–'’"  # marks that no blanks stand beside in a name
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


@quick
@dataclass(frozen=True, slots=True)
class Run:
    """Tokens `first` to `last` (half-open) of one sentence that may hold names."""

    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Words:
    """A report's tokens as the recogniser sees them, as parallel columns.

    `large` are the indexes of words that may be part of a name; `small` the words that the report writes in small
    letters, `inner` those (in small letters) that it writes large inside a sentence.
    """

    words: Sequence[str]
    lower: Sequence[str]
    sentence: Sequence[int]
    large: tuple[int, ...]
    small: frozenset[str]
    inner: frozenset[str]

    @classmethod
    def of(cls, words: Sequence[str], sentence: Sequence[int]) -> Words:
        """Lower-case the words and find those that are capitalised."""
        lower = lower_words(words)
        changed = compress(range(len(words)), map(ne, words, lower))
        large = tuple([i for i in changed if is_capitalised(words[i])])
        inner = frozenset([lower[i] for i in large if i and sentence[i - 1] == sentence[i]])
        return cls(words, lower, sentence, large, frozenset(words), inner)

    @cached_property
    def padded(self) -> list[str]:
        """The words in small letters, with two "^" before, between and behind the sentences."""
        found, at = ["^", "^"], 0
        for number in range(self.sentence[-1] + 1 if self.sentence else 0):
            end = bisect_left(self.sentence, number + 1, at)
            found += self.lower[at:end]
            found += ("^", "^")
            at = end
        return found

    @cached_property
    def runs(self) -> list[Run]:
        """The runs of words that may hold names."""
        return find_runs(self)


@lru_cache(maxsize=20_000)
def is_capitalised(word: str) -> bool:
    """Tell whether a word may be part of a name: it begins with a capital, or a part of it does (al-Bab, d'Ivoire)."""
    if word[0].isupper():
        return True
    return word[0].isalpha() and any(part[:1].isupper() for part in _PARTS.split(word)[1:])


def find_runs(view: Words) -> list[Run]:
    """Return the runs of capitalised words, joined by up to two small connecting words ("of", "and", "al")."""
    lower, sentence = view.lower, view.sentence
    runs: list[Run] = []
    first = last = -1
    for i in view.large:
        joined = (
            first >= 0
            and sentence[i] == sentence[first]
            and i - first < MAX_RUN
            and (i == last or (i - last <= MAX_GAP and all(word in CONNECTORS for word in lower[last:i])))
        )
        if not joined:
            if first >= 0:
                runs.append(Run(first, last))
            first = i
        last = i + 1
    if first >= 0:
        runs.append(Run(first, last))
    return runs


@lru_cache(maxsize=20_000)
def shape(word: str) -> str:
    """Return a word's shape: U for capitals, l for small letters, d for digits, repeated kinds once ("Xl", "U.U.")."""
    parts = []
    for match in _SHAPE.finditer(word[:24]):
        kind = match.lastgroup
        parts.append(("X" if len(match[0]) == 1 else "U") if kind == "u" else "l" if kind == "l" else "d")
    mark = "-" if "-" in word else "." if "." in word else "'" if "'" in word or "’" in word else ""
    return "".join(parts[:5]) + mark


def word_class(lower: str) -> str:
    """Return the class of a word that matters beside a name: title, body, designator, preposition and so on."""
    return _CLASSES.get(lower, "")


CLASS_NAMES = ("", "say", "cmp", "agy", "bod", "des", "prp", "ttl", "mon")
_CLASSES: dict[str, str] = {}
_LISTS = (SPEECH_VERBS, COMPASS_WORDS, AGENCY_WORDS, BODY_WORDS, DESIGNATORS, PREPOSITIONS, TITLES, MONTHS_AND_DAYS)
for _name, _list in zip(CLASS_NAMES[1:], _LISTS, strict=True):
    _CLASSES.update(dict.fromkeys(_list, _name))


def type_features(word: str, lower: str, listed: str) -> list[str]:
    """Return the features of a word alone. `listed` says which of the model's lists hold it (`Recogniser.lists_of`)."""
    found = [f"sh={shape(word)}", f"p2={lower[:2]}", f"p3={lower[:3]}", f"s2={lower[-2:]}", f"s3={lower[-3:]}"]
    found += (f"s4={lower[-4:]}", f"ln={min(len(word), 9)}", f"li={listed}", f"cl={word_class(lower)}", f"w={lower}")
    return found


def context_features(view: Words, run: Run, marks: Sequence[str]) -> list[list[str]]:
    """Return, for each word of a run, the features that come from what stands around it: always as many.

    `marks` holds, for each word of the run, its place in the longest gazetteer name there ("B:P5", "I:A", "").
    """
    found = []
    for words, facts, shapes in surroundings(view, run, marks):
        named = [f"{prefix}={word}" for prefix, word in zip(WORD_PREFIXES, words, strict=True)]
        told = fact_features(facts)
        found.append([*named[:4], *told[:-1], *named[4:], told[-1], *shapes])
    return found


def surroundings(view: Words, run: Run, marks: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Facts, list[str]]]:
    """Yield, for each word of a run, the words beside it, what else is known of its place, and features of its neighbours.

    The words are those of `WORD_PREFIXES`. Each part alone tells its features, so that a caller can remember them.
    """
    size = run.last - run.first
    around = _around(view, run)
    if size == 1:
        second, before, low, after, following = around
        seen = ("l" if low in view.small else "") + ("L" if low in view.inner else "")
        cb, ca = _CLASSES.get(before, ""), _CLASSES.get(after, "")
        alone = (marks[0], cb, ca, cb, seen, before == "^", True, True, after in POSSESSIVE)
        yield (before, after, second, following, before, after), alone, ["an=", "bn="]
        return
    classes = [_CLASSES.get(word, "") for word in around]
    shapes = [shape(word) for word in view.words[run.first : run.last]]
    outer, behind, oc = around[1], around[size + 2], classes[1]
    small, inner = view.small, view.inner
    for k, gaz in enumerate(marks):
        low, before, after, cb = around[k + 2], around[k + 1], around[k + 3], classes[k + 1]
        seen = ("l" if low in small else "") + ("L" if low in inner else "")
        last = k == size - 1
        facts = (gaz, cb, classes[k + 3], oc, seen, before == "^", k == 0, last, after in POSSESSIVE)
        beside = [
            "an=" if last else f"an={shapes[k + 1]}|{marks[k + 1]}",
            "bn=" if k == 0 else f"bn={shapes[k - 1]}|{marks[k - 1]}|{cb}",
        ]
        yield (before, after, around[k], around[k + 4], outer, behind), facts, beside


def fact_features(facts: Facts) -> list[str]:
    """Return the features of what is known of a word's place: gazetteer, classes beside it, case, place in its run."""
    gaz, cb, ca, oc, seen, start, first, last, possessive = facts
    place = f"{first:d}{last:d}"
    return [
        f"g={gaz}", f"cb={cb}|{gaz}", f"ca={ca}|{gaz}", f"seen={seen}|{start:d}", f"pos={place}{start:d}",
        f"gl={gaz}|{seen}|{start:d}", f"gp={gaz}|{place}", f"ps={possessive:d}|{gaz}", f"oc={oc}|{gaz}",
    ]  # fmt: skip


def _around(view: Words, run: Run) -> Sequence[str]:
    """Return the words of a run in small letters with two on either side, "^" where the sentence has none."""
    first = run.first + 2 * view.sentence[run.first]  # in `padded`, two before the run
    return view.padded[first : first + run.last - run.first + 4]


def gazetteer_spans(view: Words, run: Run, known: Callable[[str], str]) -> list[str]:
    """Mark the longest gazetteer names of a run, left to right: "B:" and "I:" with the class of the name, else ""."""
    words = view.words
    if run.last - run.first == 1:
        found = known(words[run.first])
        return [f"B:{found}"] if found else [""]
    marks = [""] * (run.last - run.first)
    i = run.first
    while i < run.last:
        if not is_capitalised(words[i]):
            i += 1
            continue
        for j in range(min(run.last, i + MAX_NAME), i, -1):
            if not is_capitalised(words[j - 1]) and j - 1 > i:
                continue
            found = known(words[i] if j == i + 1 else join_words(words[i:j]))
            if found:
                marks[i - run.first] = f"B:{found}"
                for k in range(i + 1, j):
                    marks[k - run.first] = f"I:{found}"
                i = j
                break
        else:
            i += 1
    return marks


def join_words(words: Sequence[str]) -> str:
    """Join tokens to a name as a gazetteer writes it (no spaces around hyphens and apostrophes)."""
    if len(words) == 1:
        return words[0]
    name = " ".join(words)
    for mark in _TIGHT:
        if mark in name:
            name = name.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return name
