"""What merging knows as data: `data/lexicons/merging.toml` as one frozen value."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from geoevents.errors import BadRule
from geoevents.lexicon import Lexicon, Rule, RuleFile, read_rule_file
from geoevents.model import EventMention
from geoevents.resources import data_folder
from geoevents.text.folding import fold

FILE = "merging"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Stance:
    """One side of a contradiction, such as "halted" against "advanced"."""

    name: str
    against: str
    regex: re.Pattern[str]


@dataclass(frozen=True)
class MergeRules:
    """Families, running totals, weights and word lists of merging; weights are points of evidence."""

    stamp: str  # changes with the rules: what was merged with other ones is merged anew
    families: Mapping[str, str]
    ongoing: frozenset[str]
    ongoing_days: int
    single: frozenset[str]
    retold_days: int
    tale: frozenset[str]
    growing: frozenset[str]
    kinds: Mapping[str, str]
    actors_tell: frozenset[str]
    speech: frozenset[str]
    loose_dates: frozenset[str]
    carried_dates: frozenset[str]
    weights: Mapping[str, float]
    units: Mapping[str, tuple[str, float]]
    generic_actors: frozenset[str]
    plain_words: frozenset[str]
    unnamed_origins: frozenset[str]
    target_rules: tuple[Rule, ...]
    vehicle_rules: tuple[Rule, ...]
    act_rules: tuple[Rule, ...]
    stances: tuple[Stance, ...]

    def family(self, event_type: str) -> str:
        """Return the family of an event type; a type outside all families is one by itself."""
        return self.families.get(event_type, event_type)

    def kind(self, mention: EventMention) -> str:
        """Return what kind of its type a mention tells of ("water" of disasters), by the rule that found it; "" if any."""
        return self.kinds.get(mention.rules[0].rule, "") if mention.rules else ""

    def told(self, mention: EventMention) -> str:
        """Return the type that a mention tells of: its own, or that of the whole act that its sentence names.

        "Troops advance in the largest incursion for years" tells the incursion, unless it measures how far they came.
        """
        for rule in self.act_rules:
            if mention.type == rule.sets["of"] and not mention.figures and rule.regex.search(mention.quote):
                return str(rule.sets["act"])
        return mention.type

    @cached_property
    def _target_words(self) -> frozenset[str]:
        """The last words of all phrases: a sentence without any of them names no target by words."""
        return frozenset(
            words[-1]
            for rule in self.target_rules
            for phrase in rule.words
            if (words := _WORD.findall(phrase.casefold()))
        )

    def _other_target(self, text: str) -> bool:
        """Whether a rule that goes by a pattern, not by words, finds a target."""
        return any(rule.regex.search(text) for rule in self.target_rules if not rule.words)

    def targets(self, text: str) -> frozenset[str]:
        """Return the kinds of place ("shop", "school") that a sentence names as hit."""
        if self._target_words.isdisjoint(_WORD.findall(text.casefold())) and not self._other_target(text):
            return frozenset()
        return frozenset(str(rule.sets["target"]) for rule in self.target_rules if rule.regex.search(text))

    def vehicles(self, text: str) -> frozenset[str]:
        """Return the kinds of vehicle ("air", "road") that a sentence of an accident names."""
        return frozenset(str(rule.sets["vehicle"]) for rule in self.vehicle_rules if rule.regex.search(text))

    def stances_of(self, text: str) -> tuple[Stance, ...]:
        """Return the stances that a sentence takes."""
        if not self._any_stance.search(text):
            return ()
        return tuple(stance for stance in self.stances if stance.regex.search(text))

    @cached_property
    def _any_stance(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{_inline(stance.regex.pattern)})" for stance in self.stances), re.IGNORECASE)


def _stamp(file: RuleFile) -> str:
    rules = [(rule.id, rule.pattern, sorted(rule.sets.items())) for rule in file.rules]
    content = json.dumps([rules, sorted(file.lists.items()), file.tables], sort_keys=True, default=str)
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def _inline(pattern: str) -> str:
    return pattern.removeprefix("(?i)")


def _table(file: RuleFile, name: str) -> Mapping[str, Any]:
    table = file.tables.get(name)
    if not isinstance(table, Mapping):
        raise BadRule(f"{file.name}: there is no table [{name}]; add it.")
    return table


def merge_rules(lexicon: Lexicon | None = None) -> MergeRules:
    """Return the rules of merging from a lexicon, or from the shipped one.

    Raises:
        BadRule: when the file lacks a table or list.
        DataMissing: when there is no such file.
    """
    return _shipped(data_folder("lexicons")) if lexicon is None else _read(lexicon[FILE])


@lru_cache(maxsize=4)
def _shipped(folder: Path) -> MergeRules:
    return _read(read_rule_file(folder / f"{FILE}.toml"))


def _read(file: RuleFile) -> MergeRules:
    ongoing = _table(file, "ongoing")
    return MergeRules(
        stamp=_stamp(file),
        families={kind: family for family, kinds in _table(file, "families").items() for kind in kinds},
        ongoing=frozenset(ongoing["types"]),
        ongoing_days=int(ongoing["days"]),
        single=frozenset(_table(file, "single")["types"]),
        retold_days=int(_table(file, "retold")["days"]),
        tale=frozenset(_table(file, "tale")["types"]),
        growing=frozenset(_table(file, "growing")["kinds"]),
        kinds={rule: kind for kind, rules in _table(file, "kinds").items() for rule in rules},
        actors_tell=frozenset(file.words("actors_tell")),
        speech=frozenset(_table(file, "speech")["types"]),
        loose_dates=frozenset(file.words("loose_dates")),
        carried_dates=frozenset(file.words("carried_dates")),
        weights={name: float(value) for name, value in _table(file, "weights").items()},
        units={
            unit: (base, float(factor))
            for base, units in _table(file, "units").items()
            for unit, factor in units.items()
        },
        generic_actors=frozenset(file.words("generic_actors")),
        plain_words=frozenset(file.words("plain_words")),
        unnamed_origins=frozenset(fold(words) for words in file.words("unnamed_origins")),
        target_rules=tuple(rule for rule in file.rules if "target" in rule.sets),
        vehicle_rules=tuple(rule for rule in file.rules if "vehicle" in rule.sets),
        act_rules=tuple(rule for rule in file.rules if "act" in rule.sets),
        stances=tuple(
            Stance(str(rule.sets["stance"]), str(rule.sets["against"]), rule.regex)
            for rule in file.rules
            if "stance" in rule.sets
        ),
    )
