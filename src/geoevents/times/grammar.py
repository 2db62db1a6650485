"""The rules of `data/lexicons/times.toml`, compiled once, and the triggers that are cheap to look for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from geoevents.lexicon import Lexicon, Rule, RuleFile, alternation
from geoevents.model import PartOfDay
from geoevents.text.beginnings import LENGTH, Index, beginnings
from geoevents.text.memory import Memory

_LIMIT = 8
_BEHIND_NO_LETTER = re.compile(r"(?<![^\W_])(?=.)", re.DOTALL)
Matcher = Callable[[str, int, int], "re.Match[str] | None"]


@dataclass(frozen=True)
class Grammar:
    """The compiled rules and word lists of time expressions.

    `trigger` finds the words without which there is no expression; `lead` are the words by which one may begin left
    of its trigger.
    """

    file: RuleFile
    trigger: re.Pattern[str]
    lead: frozenset[str]
    rules: tuple[Rule, ...]
    compiled: Mapping[str, re.Pattern[str]]

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def matchers(self) -> Index[tuple[Rule, Matcher]]:
        """The rules in order, each with what matches its pattern, by how a match can begin."""
        return Index((pattern, (rule, pattern.match)) for rule in self.rules for pattern in [self.compiled[rule.id]])

    @cached_property
    def triggering(self) -> Memory[tuple[int, ...]]:
        """Where in a word a trigger may begin, as far as the word's own characters tell."""
        heads = beginnings(self.trigger)
        opening = frozenset(head[:size] for head in heads for size in range(1, LENGTH + 1))

        def places(word: str) -> tuple[int, ...]:
            starts = (0,) if word.isalnum() else (match.start() for match in _BEHIND_NO_LETTER.finditer(word))
            return tuple([at for at in starts if _may_open(word[at : at + LENGTH].lower(), heads, opening)])

        return Memory(places)

    @cached_property
    def months(self) -> Mapping[str, int]:
        """Names of months → 1–12."""
        return self._numbers("month_numbers")

    @cached_property
    def weekdays(self) -> Mapping[str, int]:
        """Names of weekdays → ISO 1 (Monday) – 7."""
        return self._numbers("weekday_numbers")

    @cached_property
    def capital(self) -> frozenset[str]:
        """Words that are dates only when they bear a capital."""
        return frozenset(self.file.words("capital"))

    @cached_property
    def parts(self) -> tuple[tuple[str, re.Pattern[str], str, PartOfDay], ...]:
        """Parts of the day, longest name first: name, pattern, TimeML code, part of the day in records."""
        raw = self.file.tables["parts"]
        return tuple(
            (name, re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)"), str(raw[name][0]), raw[name][1])
            for name in sorted(raw, key=len, reverse=True)
        )

    @cached_property
    def media(self) -> re.Pattern[str]:
        """What follows an expression that names an issue of a paper instead of a day."""
        words = alternation(self.file.tables["scan"]["media"])
        return re.compile(rf"(?:[’']s)?\s+(?:\w+\s+)?{words}\b")

    @cached_property
    def mods(self) -> Mapping[str, str]:
        """Words → TIMEX3's `mod` of a part of a period: START, MID, END."""
        return self._words("mods")

    @cached_property
    def approximations(self) -> Mapping[str, str]:
        """Words → TIMEX3's `mod` of a count: APPROX, LESS_THAN and so on."""
        return self._words("approximations")

    @cached_property
    def feasts(self) -> Mapping[str, str]:
        """Names of feasts → the rule of their day, see `days.feast`."""
        return self._words("feasts")

    def _words(self, name: str) -> Mapping[str, str]:
        return {str(key): str(value) for key, value in self.file.tables[name].items()}

    def _numbers(self, name: str) -> Mapping[str, int]:
        return {str(key): int(value) for key, value in self.file.tables[name].items()}


def _may_open(head: str, heads: frozenset[str], opening: frozenset[str]) -> bool:
    """Tell whether a text that goes on behind `head` may begin as one of `heads` does; `opening` are their beginnings."""
    return head in opening or head[:1] in heads or head[:2] in heads or "" in heads or not head.isascii()


_CACHE: dict[int, Grammar] = {}


def grammar_of(lexicon: Lexicon) -> Grammar:
    """Return the compiled grammar of a lexicon, compiled once for each lexicon file that is loaded."""
    file = lexicon["times"]
    known = _CACHE.get(id(file))
    # The cache holds the file itself, so that its id cannot be given to another one meanwhile.
    if known is None or known.file is not file:
        known = _compile(file)
        if len(_CACHE) >= _LIMIT:
            _CACHE.clear()
        _CACHE[id(file)] = known
    return known


def _compile(file: RuleFile) -> Grammar:
    scan = file.tables["scan"]
    words = [word for name in scan["triggers"] for word in file.words(name)] + list(scan["words"])
    trigger = re.compile(rf"(?<![^\W_])(?:{scan['digits']}|{trie(words)}(?![^\W_]))")
    patterns = {rule.id: rule.pattern.removeprefix("(?i)") for rule in file.rules}
    return Grammar(
        file=file,
        trigger=trigger,
        lead=frozenset(scan["lead"]).union(*(file.words(name) for name in ("number", "digit_word", "ordinal"))),
        rules=file.rules,
        compiled={key: re.compile(pattern) for key, pattern in patterns.items()},
    )


def trie(words: Iterable[str]) -> str:
    """Return an alternation grouped by first letter: where no word begins so, one test of a character is enough."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    return "(?:" + "|".join(re.escape(k) + alternation([w[1:] for w in v]) for k, v in sorted(groups.items())) + ")"
