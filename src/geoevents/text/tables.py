"""Word lists and rules of this room, compiled once for each lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache, cached_property

from geoevents.lexicon import Lexicon, RuleFile, read_rule_file
from geoevents.model import SentenceKind
from geoevents.resources import data_folder
from geoevents.text.memory import Memory, Needs
from geoevents.text.tokens import Stretch, read_stretch


@dataclass(frozen=True)
class KindRule:
    """A rule that tells a kind of sentence; `needs` are lower-case strings of which the text must hold one."""

    kind: SentenceKind
    needs: tuple[str, ...]
    regex: re.Pattern[str]
    paragraph: bool


@dataclass(frozen=True)
class SentenceTables:
    """What sentence splitting and tokenising need to know of a language's abbreviations."""

    never_last: frozenset[str]
    before_number: frozenset[str]
    may_be_last: frozenset[str]
    starters: frozenset[str]
    speech: frozenset[str]
    dotted: frozenset[str]
    kinds: tuple[KindRule, ...]

    @cached_property
    def stretches(self) -> Memory[Stretch]:
        """What reads stretches between blanks: their tokens, and the needs of `kinds` that a text with them may hold."""
        needs = Needs(need for rule in self.kinds for need in rule.needs)
        return Memory(lambda stretch: read_stretch(stretch, self.dotted, needs))


@dataclass(frozen=True)
class ClauseTables:
    """Classes of English words by which clauses are cut; see data/lexicons/text.toml."""

    subordinators: frozenset[str]
    prepositional: frozenset[str]
    relatives: frozenset[str]
    conjunctions: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    not_after: frozenset[str]
    time_words: frozenset[str]
    measure_words: frozenset[str]
    intensifiers: frozenset[str]
    quantities: frozenset[str]
    prepositions: frozenset[str]
    auxiliaries: frozenset[str]
    past_verbs: frozenset[str]
    nouns_too: frozenset[str]
    not_past: frozenset[str]
    present_singular: frozenset[str]
    present_plural: frozenset[str]
    speech_verbs: frozenset[str]

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words and marks of which a sentence must hold one to be cut at all."""
        marks = (";", ":", "—", "–", "-", "--")
        return self.subordinators | self.prepositional | self.relatives | self.conjunctions | frozenset(marks)

    @cached_property
    def fronting(self) -> frozenset[str]:
        """Words by which a sentence may open with another clause than its main one."""
        return self.subordinators | self.prepositional

    @cached_property
    def cutting(self) -> frozenset[str]:
        """Words and marks at which a clause may begin: all others are passed over."""
        return self.openers | {"following"}

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Words that can be finite verbs whatever their ending."""
        return self.auxiliaries | self.past_verbs | self.present_singular | self.present_plural


# The few lexicons of a process, by identity: they are frozen, but hold mappings and so have no hash.
_SENTENCE_TABLES: dict[int, tuple[Lexicon, SentenceTables]] = {}
_KEPT = 8


def sentence_tables(lexicon: Lexicon) -> SentenceTables:
    """Return the tables of a lexicon; compiled at the first call with it."""
    known = _SENTENCE_TABLES.get(id(lexicon))
    if known is not None and known[0] is lexicon:
        return known[1]
    tables = _compile(lexicon["text"], lexicon["boilerplate"])
    if len(_SENTENCE_TABLES) >= _KEPT:
        _SENTENCE_TABLES.clear()
    _SENTENCE_TABLES[id(lexicon)] = (lexicon, tables)
    return tables


def _compile(words: RuleFile, boilerplate: RuleFile) -> SentenceTables:
    never, number, either = (
        frozenset(words.words(f"abbreviations_{name}")) for name in ("never_last", "before_number", "may_be_last")
    )
    return SentenceTables(
        never_last=never,
        before_number=number,
        may_be_last=either,
        starters=frozenset(words.words("starters")),
        speech=frozenset(words.words("speech_verbs")),
        dotted=never | number | either,
        kinds=tuple(
            KindRule(
                kind=rule.sets["kind"],
                needs=tuple(rule.sets.get("needs", ("",))),
                regex=rule.regex,
                paragraph=rule.sets.get("scope") == "paragraph",
            )
            for rule in boilerplate.rules
        ),
    )


@cache
def clause_tables() -> ClauseTables:
    """Return the shipped word classes; closed classes of a language are no rule that a user adds to."""
    words = read_rule_file(data_folder("lexicons") / "text.toml", "text")
    return ClauseTables(**{field.name: frozenset(words.words(field.name)) for field in fields(ClauseTables)})
