"""The rules of `data/lexicons/attribution.toml` as look-up tables for `attribution` and `attribution_names`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from geoevents.events.figures.number_words import compiled
from geoevents.lexicon import Lexicon, RuleFile
from geoevents.text.memory import Memory

VerbClass = Literal["say", "claim", "deny", "describe", "release", "noun", "figure", "put"]
_LISTS = (
    "articles", "adverbs", "negations", "boundaries", "prepositions", "titles", "role_of", "shortened", "body_heads", "released",
    "data_nouns", "particles", "singular_pronouns", "plural_pronouns", "force_nouns", "be", "finite", "adverbial",
    "apposing", "no_source", "figure_links", "put_objects", "media", "and_but", "determiners",
)  # fmt: skip
_SOURCE_LISTS = ("body_heads", "titles", "role_of", "plural_pronouns", "singular_pronouns")
_NAME = 6  # words of a name that the lexicon does not know
PARTIES = ("civil", "unnamed", "third_party", "military", "heads", "authority")


@dataclass(frozen=True)
class AttributionTables:
    """Reporting words with their class and rule, word lists, party words, ministries and countries."""

    verbs: dict[str, tuple[VerbClass, str]]
    lists: dict[str, frozenset[str]]
    party_words: tuple[tuple[str, frozenset[str], dict[str, tuple[str, ...]]], ...]
    ministries: dict[str, str]
    adjectives: dict[str, str]
    names: dict[str, str]
    codes: dict[str, str]
    seats: dict[str, str]
    unnamed: frozenset[str]
    source_words: frozenset[str]
    openers: frozenset[str]  # articles and adverbs, which are no part of a name
    opens_country: Memory[bool]  # whether a word is written as one with which the name of a country begins
    phrase_starts: frozenset[str]  # first words of the phrases of party words

    @classmethod
    def of(cls, file: RuleFile) -> AttributionTables:
        """Build the tables of the rule file."""
        verbs = {word.split()[0]: (rule.sets["class"], rule.id) for rule in reversed(file.rules) for word in rule.words}
        countries: dict[str, list[str]] = file.tables["countries"]
        codes = {name.lower(): code for code, names in countries.items() for name in names}
        parties = tuple(_party(file, name) for name in PARTIES)
        return cls(
            verbs={**verbs, **{word.capitalize(): entry for word, entry in verbs.items() if entry[0] == "noun"}},
            lists={name: frozenset(file.words(name)) for name in _LISTS},
            party_words=parties,
            ministries=dict(file.tables["ministries"]),
            adjectives={code: names[1] for code, names in countries.items()},
            names={code: names[0] for code, names in countries.items()},
            codes=codes,
            seats={f" {seat} ": code for seat, code in file.tables["seats"].items()},
            unnamed=frozenset(file.words("unnamed")),
            source_words=frozenset(word for name in (*PARTIES, *_SOURCE_LISTS) for word in file.words(name)),
            openers=frozenset((*file.words("articles"), *file.words("adverbs"))),
            opens_country=_openings(codes),
            phrase_starts=frozenset(first for _, _, phrases in parties for first in phrases),
        )

    def seat_of(self, words: list[str]) -> str | None:
        """Return the country whose seat of government is named ("White House", "Kremlin"), or None."""
        phrase = f" {' '.join(map(_bare, words))} "
        return next((code for seat, code in self.seats.items() if seat in phrase), None)

    def plausible(self, surface: str, *, person: bool) -> bool:
        """Whether words can name a source: a name, or people and bodies that the lexicon knows; no clause."""
        if person:
            return True
        plain = [word.strip(".,").removesuffix("'s") for word in surface.lower().replace("’", "'").split()]
        if not self.lists["finite"].isdisjoint(plain[:-1]):
            return False
        if not self.source_words.isdisjoint(plain):
            return True
        # A name, or people at the head of a sentence ("Rescue teams said"); not "Nearly half of the".
        if any(word[:1].isupper() for word in surface.split()[1:]):
            return len(plain) <= _NAME
        return surface[:1].isupper() and (len(plain) == 1 or plain[-1].endswith("s")) and len(plain) <= _NAME

    def country_of(self, words: list[str]) -> tuple[str, int, int] | None:
        """Return the first country named in a list of words: its code and the half-open range of the words."""
        for index, word in enumerate(words):
            if not self.opens_country[word]:
                continue
            for size in range(min(3, len(words) - index), 0, -1):
                code = self.codes.get(_bare(" ".join(words[index : index + size])))
                if code is not None:
                    return code, index, index + size
        return None


def _openings(names: Iterable[str]) -> Memory[bool]:
    """Return whether words have a capital and begin one of some names in small letters."""
    starts = frozenset(name.split(" ")[0] for name in names)
    return Memory(
        lambda word: word[:1].isupper() and not starts.isdisjoint((_bare(word), word.lower().replace("’", "'")))
    )


def _bare(part: str) -> str:
    lowered = part.lower().replace("’", "'")
    return lowered.removesuffix("'s").removesuffix("'")


def _party(file: RuleFile, name: str) -> tuple[str, frozenset[str], dict[str, tuple[str, ...]]]:
    """Return a list of party words: single ones, and phrases (with a blank on either side) by their first word."""
    words = file.words(name)
    phrases: dict[str, tuple[str, ...]] = {}
    for phrase in (word for word in words if " " in word):
        first = phrase.split()[0]
        phrases[first] = (*phrases.get(first, ()), f" {phrase} ")
    return name, frozenset(w for w in words if " " not in w), phrases


def attribution_tables(lexicon: Lexicon) -> AttributionTables:
    """Return the attribution rules of a lexicon as tables, built once."""
    return compiled(lexicon["attribution"], AttributionTables.of)
