"""The rules of `data/lexicons/figures.toml` as look-up tables for `figures`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import get_args

from geoevents.events.figures.number_words import NumberTables, Words, compiled
from geoevents.events.figures.numbers import Quantity
from geoevents.lexicon import Lexicon, RuleFile
from geoevents.model import FigureKind
from geoevents.model.quick import quick
from geoevents.text import standing

FEW = 24  # cues or numbers that are looked through faster than a window is cut
REACH = 16  # words between a subject and its verb
_STOPPERS = frozenset(
    [
        "and",
        "or",
        "but",
        "in",
        "on",
        "at",
        "from",
        "with",
        "by",
        "for",
        "to",
        "into",
        "near",
        "after",
        "before",
        "when",
        "while",
        "who",
        "which",
        "that",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "be",
        "been",
        "as",
        "than",
        "the",
        "their",
        "his",
        "her",
        "its",
        "it",
        "they",
        "he",
        "she",
        "said",
        "says",
        "during",
        "since",
        "until",
        "where",
        "against",
        "across",
        "between",
        "behind",
    ]
)


@quick
@dataclass(slots=True)
class Cue:
    """A word of a rule found in the text: its kind, where its number stands, word indices and character end."""

    rule: str
    kind: str
    forms: frozenset[str]
    finite: bool
    first: int
    last: int
    end: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    size: int
    rule: str
    kind: str
    forms: frozenset[str]
    unit: str | None = None


@dataclass(frozen=True)
class FigureTables:
    """Cues by their first word, nouns with class and unit, and the small word lists."""

    numbers: NumberTables
    cues: dict[str, tuple[_Entry, ...]]
    nouns: dict[str, tuple[str, str]]
    noun_sizes: dict[str, tuple[int, ...]]
    singulars: frozenset[str]
    not_counted: frozenset[str]
    light: frozenset[str]
    conjunctions: frozenset[str]
    subset: frozenset[str]
    ordinals: frozenset[str]
    auxiliaries: frozenset[str]
    toll_heads: frozenset[str]
    toll_links: frozenset[str]
    depth_cues: frozenset[str]
    depth_after: frozenset[str]
    not_depth: frozenset[str]
    zero_people: frozenset[str]
    people_kinds: frozenset[str]
    weak: frozenset[str]
    elsewhere: frozenset[str]
    history: frozenset[str]
    wards: frozenset[str]
    following_kinds: frozenset[str]
    following_units: frozenset[str]
    follows: frozenset[str]
    persons: frozenset[str]
    fits: dict[str, frozenset[str]]
    fits_units: dict[str, frozenset[str]]
    groups: dict[str, float]
    closers: frozenset[str] = field(init=False)
    uncounted: frozenset[str] = field(init=False)
    units_apart: frozenset[str] = field(init=False)
    heads: frozenset[str] = field(init=False)
    told_by: frozenset[str] = field(init=False)
    seconds: dict[str, frozenset[str]] = field(init=False)  # second words of cues by their first, "" for single ones
    aged: frozenset[str] = field(init=False)
    enders: frozenset[str] = field(init=False)  # words at which a noun phrase ends
    noun_starts: frozenset[str] = field(init=False)  # with which a noun or what is counted itself begins
    articled: frozenset[str] = field(init=False)  # of which one stands around an article that counts
    kinds: frozenset[str]
    cue_starts: frozenset[str]
    count_starts: frozenset[str]
    stoppers: frozenset[str] = _STOPPERS

    def __post_init__(self) -> None:
        """Join the lists that are asked for together, once."""
        put = object.__setattr__
        put(self, "closers", self.cue_starts | self.auxiliaries | self.stoppers)
        put(self, "uncounted", self.not_counted | self.stoppers | self.auxiliaries)
        put(self, "units_apart", self.not_counted - self.ordinals)
        put(self, "heads", self.toll_heads | self.count_starts)
        put(self, "told_by", self.auxiliaries | self.cue_starts)
        put(self, "aged", self.singulars - {"family"})
        put(self, "enders", self.stoppers | self.cue_starts)
        put(self, "noun_starts", self.count_starts.union(self.noun_sizes))
        put(self, "articled", self.ordinals | {"another", "their", *self.noun_sizes, *self.groups})
        seconds = {
            first: frozenset(entry.words[1] if entry.size > 1 else "" for entry in entries)
            for first, entries in self.cues.items()
        }
        put(self, "seconds", seconds)

    def cues_in(self, words: Words) -> tuple[Cue, ...]:
        """Return the cues of scanned words in order, the longest at each place."""
        found: list[Cue] = []
        after = 0
        known, lower = self.cues, words.lower
        end = len(lower) - 1
        for index in standing(lower, known):
            seconds = self.seconds[lower[index]]
            if index < after or ("" not in seconds and (index == end or lower[index + 1] not in seconds)):
                continue
            if (cue := self._cue(words, index, known[lower[index]])) is not None:
                found.append(cue)
                after = cue.last + 1
        return tuple(found)

    def count_at(self, words: Words, index: int) -> Cue | None:
        """Return the cue at a word that is counted itself ("deaths", "prisoners of war"), or None."""
        word = words.lower[index]
        cue = self._cue(words, index, self.cues[word]) if word in self.count_starts else None
        return cue if cue is not None and "count" in cue.forms else None

    def _cue(self, words: Words, index: int, entries: tuple[_Entry, ...]) -> Cue | None:
        lower = words.lower
        for entry in entries:
            last = index + entry.size - 1
            if last == index or lower[index : last + 1] == entry.words:
                unit = "casualties" if entry.words == ("casualties",) else entry.unit
                return Cue(
                    entry.rule, entry.kind, entry.forms, "finite" in entry.forms, index, last, words.ends[last], unit
                )
        return None

    def qualifier_start(self, words: Words, quantity: Quantity) -> int:
        """Return the index of the first word of a quantity, its qualifier included."""
        index = quantity.first
        while index and words.starts[index - 1] >= quantity.span.start:
            index -= 1
        return index

    def side(self, words: Words, index: int) -> bool:
        """Whether a word inside a noun phrase names a people: capitalised, and no noun of ours."""
        return words.text[words.starts[index]].isupper() and words.lower[index].isalpha()

    def side_before(self, words: Words, index: int) -> str | None:
        """Return the people named before "losses of" or "toll": "Russian losses of 200 soldiers"."""
        for k in range(max(1, index - 3), index):
            if words.lower[k] in {"losses", "casualties", "deaths", "toll"} and self.side(words, k - 1):
                return words.text[words.starts[k - 1] : words.ends[k - 1]]
        return None


def near_cues(cues: Sequence[Cue], first: int, last: int) -> Sequence[Cue]:
    """Return the cues in reach of words `first` to `last`: a sentence can be as long as a book."""
    if len(cues) < FEW:
        return cues
    start = bisect_left(cues, first - 2 * REACH, key=lambda cue: cue.first)
    return cues[start : bisect_left(cues, last + 2 * REACH, key=lambda cue: cue.first)]


def _nouns(file: RuleFile) -> dict[str, tuple[str, str]]:
    """Return every noun form with its class and unit."""
    classes = {
        "nouns": "people",
        "troop_nouns": "troops",
        "equipment_nouns": "equipment",
        "other_nouns": "other",
        "area_units": "area",
        "length_units": "length",
    }
    nouns = {
        form.lower(): (name, unit)
        for table, name in classes.items()
        for unit, forms in file.tables[table].items()
        for form in forms
    }
    nouns.update({form: ("money", form) for form in file.words("currencies")})
    return nouns


def _sizes(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return how many words phrases have, the longest first, by their first word."""
    found: dict[str, set[int]] = {}
    for words in map(str.split, phrases):
        found.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


def _units(file: RuleFile) -> dict[str, frozenset[str]]:
    """Return the units of kind "other" that mean something for each event type; "@persons" stands for all of people."""
    persons = frozenset((*file.tables["nouns"], *file.tables["troop_nouns"]))
    return {
        name: frozenset(units) | (persons if "@persons" in units else frozenset())
        for name, units in file.tables["fits_units"].items()
    }


def _cue_table(file: RuleFile) -> dict[str, tuple[_Entry, ...]]:
    table: dict[str, list[_Entry]] = {}
    for rule in file.rules:
        for phrase in rule.words:
            parts = tuple(phrase.lower().split())
            kind, forms = str(rule.sets["kind"]), frozenset(rule.sets["form"])
            entry = _Entry(parts, len(parts), rule.id, kind, forms, rule.sets.get("unit"))
            table.setdefault(parts[0], []).append(entry)
    return {first: tuple(sorted(entries, key=lambda e: -len(e.words))) for first, entries in table.items()}


def figure_tables(lexicon: Lexicon) -> FigureTables:
    """Return the figure rules of a lexicon as tables, built once."""
    return compiled(lexicon["figures"], _tables)


def _tables(file: RuleFile) -> FigureTables:
    numbers = compiled(file, NumberTables.of)
    nouns, cues = _nouns(file), _cue_table(file)
    singulars = {n for n, (c, _) in nouns.items() if c in {"people", "troops", "equipment"} and _is_singular(n, nouns)}
    lists = {
            name: frozenset(file.words(name))
            for name in (
                "not_counted", "light", "conjunctions", "subset", "ordinals", "auxiliaries", "toll_heads", "toll_links",
                "depth_cues", "depth_after", "not_depth", "zero_people", "people_kinds", "weak",
                "elsewhere", "history", "wards", "following_kinds", "following_units", "follows",
            )
        }  # fmt: skip
    return FigureTables(
        numbers=numbers,
        cues=cues,
        nouns=nouns,
        noun_sizes=_sizes(nouns),
        singulars=frozenset(singulars),
        persons=frozenset((*file.tables["nouns"], *file.tables["troop_nouns"])),
        fits={name: frozenset(kinds) for name, kinds in file.tables["fits"].items()},
        fits_units=_units(file),
        groups={word: float(size) for word, size in file.tables["groups"].items()},
        kinds=frozenset(get_args(FigureKind)),
        count_starts=frozenset(
            first for first, entries in cues.items() if any("count" in entry.forms for entry in entries)
        ),
        cue_starts=frozenset(
            first for first, entries in cues.items() if any("count" not in entry.forms for entry in entries)
        ),
        **lists,
    )


def _is_singular(noun: str, nouns: dict[str, tuple[str, str]]) -> bool:
    """Whether a form is the singular of another one in the lists, or the same in both numbers."""
    plurals = {
        noun + "s",
        noun + "es",
        noun[:-1] + "ies",
        noun[:-3] + "men",
        noun[:-5] + "women",
        noun + "ren",
        noun[:-2] + "ves",
    }
    return any(form in nouns and form != noun for form in plurals) or noun in {
        "person",
        "crewman",
        "aircraft",
        "passer by",
        "passerby",
    }
