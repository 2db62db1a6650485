"""The rules of `data/lexicons/distances.toml` as look-up tables for `claims`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geoevents.events.figures.number_words import NumberTables, Words, compiled, number_tables
from geoevents.events.figures.rules import figure_tables
from geoevents.lexicon import Lexicon, RuleFile

_LISTS = (
    "borders", "border_compounds", "links", "insides", "fillers", "roads", "anaphors", "travel", "advance", "time_units",
    "copulas",
)  # fmt: skip
_SHORT = 3  # letters of a unit that is no word
_REACHES = {"before": 6, "just-before": 2}  # words before a number in which a rule's words may stand


@dataclass(frozen=True)
class DistanceTables:
    """Units with their factors, compass words, word lists, and the rules about what a length is."""

    numbers: NumberTables
    units: dict[str, str]
    longest_unit: int
    factors: dict[str, float]
    areas: frozenset[str]
    angles: dict[str, float]
    compass_words: dict[str, str]
    lists: dict[str, frozenset[str]]
    behind: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    before: tuple[tuple[str, str, str, int], ...]
    trigger: re.Pattern[str]
    first_words: frozenset[str]

    def unit_at(self, words: Words, index: int) -> tuple[str, int] | None:
        """Return the unit whose words begin at `index` and the index of its last word, or None."""
        for size in range(min(self.longest_unit, len(words.lower) - index), 0, -1):
            unit = self.units.get(" ".join(words.lower[index : index + size]))
            if unit is not None:
                return unit, index + size - 1
        return None

    def rule_behind(self, words: Words, index: int) -> tuple[str, str] | None:
        """Return what a length is by the words that begin at `index`, right behind its unit: (claim, rule id)."""
        if index >= len(words.lower):
            return None
        for phrase, claim, rule in self.behind.get(words.lower[index], ()):
            if words.lower[index : index + len(phrase)] == phrase:
                return claim, rule
        return None

    def rule_before(self, words: Words, index: int, floor: int) -> tuple[str, str] | None:
        """Return what a length is by the words before its number, from `floor` to `index`: (claim, rule id)."""
        stretches = {
            reach: f" {' '.join(words.lower[max(floor, index - reach) : index])} " for reach in set(_REACHES.values())
        }
        for phrase, claim, rule, reach in self.before:
            if phrase in stretches[reach]:
                return claim, rule
        return None

    def compass_at(self, words: Words, index: int) -> tuple[str, int] | None:
        """Return the compass point whose words begin at `index` ("south-southwest") and the index behind them."""
        letters, end = "", index
        while end < len(words.lower) and end < index + 3:
            letter = self.compass_words.get(words.lower[end])
            if letter is None or (end > index and words.gap(end - 1, end) not in {"-", " ", "\N{NON-BREAKING HYPHEN}"}):
                break
            letters += letter
            end += 1
        # "south west" and "north-north-east" are one point each.
        return (letters, end) if letters in self.angles else None


def distance_tables(lexicon: Lexicon) -> DistanceTables:
    """Return the distance rules of a lexicon as tables, built once."""
    figures = figure_tables(lexicon)

    def build(file: RuleFile) -> DistanceTables:
        units = {form: unit for form, (name, unit) in figures.nouns.items() if name in {"area", "length"}}
        behind: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        before: list[tuple[str, str, str, int]] = []
        for rule in file.rules:
            for phrase in rule.words:
                if rule.sets["where"] in _REACHES:
                    before.append((f" {phrase} ", rule.sets["claim"], rule.id, _REACHES[rule.sets["where"]]))
                else:
                    parts = tuple(phrase.split())
                    behind.setdefault(parts[0], []).append((parts, rule.sets["claim"], rule.id))
        return DistanceTables(
            numbers=number_tables(lexicon),
            units=units,
            longest_unit=max(len(form.split()) for form in units),
            factors=dict(file.tables["factors"]),
            areas=frozenset(unit for name, unit in figures.nouns.values() if name == "area"),
            angles=dict(file.tables["compass"]),
            compass_words=dict(file.tables["compass_words"]),
            lists={name: frozenset(file.words(name)) for name in _LISTS},
            behind={first: tuple(sorted(found, key=lambda e: -len(e[0]))) for first, found in behind.items()},
            before=tuple(before),
            first_words=frozenset({*(form.split()[0] for form in units), *file.words("time_units")}),
            trigger=_trigger({form.split()[0] for form in units} | {"hour", "minute"}),
        )

    return compiled(lexicon["distances"], build)


def _trigger(first_words: set[str]) -> re.Pattern[str]:
    """Return one cheap search that tells most sentences that they state no distance: literal beginnings only."""
    long = {word for word in first_words if len(word) > _SHORT}
    stems = {word for word in long if not any(word != other and word.startswith(other) for other in long)}
    literal = "|".join(sorted(re.escape(f) for stem in stems for f in (stem, stem.capitalize(), stem.upper())))
    short = "|".join(sorted(re.escape(word) for word in first_words - long))
    # A short unit ("m", "ha") stands right behind digits; the literals go first, for speed.
    return re.compile(rf"{literal}|[0-9][ \u00a0-]?(?:{short})(?![^\W\d_])")
