"""Event types and their trigger rules, compiled once for each lexicon from `data/lexicons/events*.toml`.

A type is a file `events/<type>.toml` with a table `[type]`: `label` (how summaries call it), `plover`,
`acled_event_type`, `acled_sub_event_type` (codes), `family` (types that may tell one happening), `priority` (which type
wins where two claim the same words), `mapped` (whether it may become a pin).

A rule's `words` are the trigger. Its `set` may hold:

- `requires`, `also`: names of word lists; the clause (else the sentence) must hold a word of one of them. `@place`,
  `@demonym` and `@number` stand for a literal place, an adjective of people or a government, a number.
- `excludes`: names of word lists of which the clause must hold none.
- `before`, `after`, `not_before`, `not_after`: regular expressions on the words next to the trigger, in small letters;
  `near_before` and `near_after`: one of the two must match. `{list}` stands for a word list, `<4>` for up to four words and the blanks
  beside them, `(?-i:[A-Z])` for a capital letter; all else is matched in any case.
- `form`: "verb" or "noun" where the words can be either; `weight`: 0–1, how surely the words tell the type.
- `weak`: counts only where no other event stands in the sentence; `speech`, `quoted`: a statement, one with a quote.
- `untold`: the words tell casualties and no cause, so that the type is assumed; the summary and the rules on the card say so.
- `real`: words before "to" after which the act did happen; `act`: announcing it is doing it (an emergency).
- `block`: a figure of speech: the words make no event.
- `counts`: the kind of figure that people counted beside the trigger are of ("1,200 refugees crossed": displaced).

A table `[rejects]` holds, by rule id, sentences in which the words stand but their context forbids the rule. A test runs
each of them, and each example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from geoevents.errors import BadRule
from geoevents.lexicon import Lexicon, Rule, RuleFile, alternation

Form = Literal["verb", "noun", ""]
_CONTEXTS = ("before", "after", "not_before", "not_after", "near_before", "near_after")
_KEYS = frozenset(
    {
        "requires",
        "also",
        "excludes",
        "form",
        "weight",
        "weak",
        "speech",
        "quoted",
        "real",
        "act",
        "block",
        "counts",
        "untold",
    }
)
_TYPE_KEYS = ("label", "plover", "acled_event_type", "acled_sub_event_type", "family", "priority", "mapped")
_PSEUDO = frozenset({"@place", "@demonym", "@number"})
BLOCK_PRIORITY = 1_000
_CASED = "(?-i:"
_ESCAPED = re.compile(r"\\.")
_GAP = re.compile(r"<(\d)>")
_UP_TO = r"(?:[\s,]+[\w’'.$€£-]+){0,N}?[\s,]+"  # N words, as `<N>` in a pattern


@dataclass(frozen=True, slots=True)
class EventTypeInfo:
    """An event type: its names in this program, in PLOVER and in ACLED-style codes."""

    id: str
    label: str
    plover: str
    acled_event_type: str
    acled_sub_event_type: str
    family: str
    priority: int
    mapped: bool


@dataclass(frozen=True, slots=True)
class TriggerRule:
    """A trigger rule, compiled; the fields are those of the module's docstring."""

    id: str
    type: str
    priority: int
    requires: frozenset[str]
    also: frozenset[str]
    excludes: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    near_before: re.Pattern[str] | None
    near_after: re.Pattern[str] | None
    form: Form
    weight: float
    weak: bool
    speech: bool
    quoted: bool
    act: bool
    block: bool
    real: frozenset[str]
    untold: bool
    counts: str
    cased: bool  # a context asks for a capital letter, `(?-i:[A-Z])`
    rejects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may trigger, in lower case, with the rules that want them, the most important first."""

    words: tuple[str, ...]
    rules: tuple[TriggerRule, ...]
    size: int
    formed: bool  # a rule asks for a verb or a noun
    asks: bool  # a rule asks for words in the clause
    own: bool  # a word of the phrase itself is one of those that its rules ask for

    @classmethod
    def of(cls, words: tuple[str, ...], rules: tuple[TriggerRule, ...]) -> Phrase:
        """Read off the rules what has to be looked up for the phrase."""
        asked = frozenset().union(*(rule.requires | rule.also | rule.excludes for rule in rules))
        own = not asked.isdisjoint(words) or any(word[0].isdigit() for word in words)
        return cls(words, rules, len(words), any(rule.form for rule in rules), bool(asked), own)


@dataclass(frozen=True)
class EventRules:
    """All types and rules; `index` leads from a first word to its phrases, the longest first."""

    types: Mapping[str, EventTypeInfo]
    rules: tuple[TriggerRule, ...]
    index: Mapping[str, tuple[Phrase, ...]]
    lists: Mapping[str, frozenset[str]]

    @cached_property
    def by_two(self) -> Mapping[str, Mapping[str, tuple[Phrase, ...]]]:
        """The phrases of `index` by their second word, "" for those of one word."""
        made: dict[str, dict[str, tuple[Phrase, ...]]] = {}
        for first, phrases in self.index.items():
            for phrase in phrases:
                second = phrase.words[1] if len(phrase.words) > 1 else ""
                known = made.setdefault(first, {})
                known[second] = (*known.get(second, ()), phrase)
        return made

    def family(self, event_type: str) -> str:
        """Return the family of a type; a type that is not known is a family of its own."""
        info = self.types.get(event_type)
        return info.family if info else event_type


_CACHE: dict[int, tuple[Lexicon, EventRules]] = {}


def event_rules(lexicon: Lexicon) -> EventRules:
    """Return the compiled rules of a lexicon; compiled at the first call with it.

    Raises:
        BadRule: when an event file lacks `[type]`, or a rule names a list or field that is none.
    """
    known = _CACHE.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        known = (lexicon, _compile(lexicon))
        _CACHE.clear()
        _CACHE[id(lexicon)] = known
    return known[1]


def normal(word: str) -> str:
    """Return a word as rules are looked up by: lower case, straight apostrophes."""
    return word.lower().replace("’", "'")


def _compile(lexicon: Lexicon) -> EventRules:
    shared = lexicon["events"]
    types: dict[str, EventTypeInfo] = {}
    rules: list[TriggerRule] = [_rule(rule, shared, shared, None) for rule in shared.rules]
    phrases: dict[tuple[str, ...], list[TriggerRule]] = {}
    words_of: dict[str, tuple[str, ...]] = {rule.id: rule.words for rule in shared.rules}
    for file in lexicon.below("events"):
        info = _type(file)
        types[info.id] = info
        rules += [_rule(rule, file, shared, info) for rule in file.rules]
        words_of |= {rule.id: rule.words for rule in file.rules}
    for compiled in rules:
        for words in words_of[compiled.id]:
            phrases.setdefault(tuple(_split(words)), []).append(compiled)
    return EventRules(
        types=types,
        rules=tuple(rules),
        index=_index(phrases),
        lists={name: frozenset(map(normal, words)) for name, words in shared.lists.items()},
    )


def _split(words: str) -> Iterator[str]:
    """Cut a phrase as the tokeniser does: the possessive apart."""
    for word in normal(words).split():
        yield from (word[:-2], "'s") if word.endswith("'s") and len(word) > 2 else (word,)  # noqa: PLR2004


def _index(phrases: Mapping[tuple[str, ...], list[TriggerRule]]) -> Mapping[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for words in sorted(phrases, key=lambda words: (-len(words), words)):
        ordered = sorted(phrases[words], key=lambda rule: (-rule.priority, rule.id))
        index.setdefault(words[0], []).append(Phrase.of(words, tuple(ordered)))
    return {first: tuple(found) for first, found in index.items()}


def _type(file: RuleFile) -> EventTypeInfo:
    name = file.name.rsplit("/", 1)[-1].removesuffix(".toml")
    table = file.tables.get("type")
    if not isinstance(table, Mapping):
        raise BadRule(f"{file.name}: an event type needs a table [type] with {', '.join(_TYPE_KEYS)}.")
    if missing := [key for key in _TYPE_KEYS if key not in table]:
        raise BadRule(f"{file.name}: [type] lacks {', '.join(missing)}.")
    return EventTypeInfo(id=name, **{key: table[key] for key in _TYPE_KEYS})


def _rule(rule: Rule, file: RuleFile, shared: RuleFile, info: EventTypeInfo | None) -> TriggerRule:
    where = f"{file.name}: rule {rule.id!r}"
    if unknown := set(rule.sets) - _KEYS - set(_CONTEXTS):
        raise BadRule(
            f"{where} sets {sorted(unknown)}, which mean nothing here; known are {sorted((*_KEYS, *_CONTEXTS))}."
        )
    if not rule.words:
        raise BadRule(f"{where} needs words: event rules are looked up by their first word.")
    lists: Mapping[str, tuple[str, ...]] = {**shared.lists, **file.lists}

    def words(field: str) -> frozenset[str]:
        return frozenset(_members(rule.sets.get(field, ()), lists, where))

    get: Any = rule.sets.get
    cased = any(_CASED in get(field, "") for field in _CONTEXTS)

    def regex(field: str) -> re.Pattern[str] | None:
        return _regex(get(field), lists, where, cased=cased)

    return TriggerRule(
        id=rule.id,
        type=info.id if info else "",
        priority=info.priority if info else BLOCK_PRIORITY,
        requires=words("requires"),
        also=words("also"),
        excludes=words("excludes"),
        before=regex("before"),
        after=regex("after"),
        not_before=regex("not_before"),
        not_after=regex("not_after"),
        near_before=regex("near_before"),
        near_after=regex("near_after"),
        form=get("form", ""),
        weight=float(get("weight", 0.7)),
        weak=bool(get("weak", False)),
        speech=bool(get("speech", False)),
        quoted=bool(get("quoted", False)),
        act=bool(get("act", False)),
        block=bool(get("block", False)),
        real=frozenset(get("real", ())),
        untold=bool(get("untold", False)),
        counts=get("counts", ""),
        cased=cased,
        rejects=tuple(file.tables.get("rejects", {}).get(rule.id, ())),
    )


def _members(names: Iterable[str], lists: Mapping[str, tuple[str, ...]], where: str) -> Iterator[str]:
    for name in names:
        if name in _PSEUDO:
            yield name
        elif name in lists:
            yield from map(normal, lists[name])
        else:
            raise BadRule(f"{where} asks for a list {name!r} that is in neither its file nor events.toml.")


def _regex(
    pattern: str | None, lists: Mapping[str, tuple[str, ...]], where: str, *, cased: bool
) -> re.Pattern[str] | None:
    """Compile a context; those of a rule that asks for a capital anywhere are matched on the text as it is written."""
    if pattern is None:
        return None
    for name in re.findall(r"\{([a-z_]+)\}", pattern):
        if name in lists:
            pattern = pattern.replace("{" + name + "}", alternation(lists[name]))
    pattern = _GAP.sub(lambda gap: _UP_TO.replace("N", gap[1]), pattern)
    small = not cased and _ESCAPED.sub("", pattern).islower()
    try:
        return re.compile(
            rf"(?<!\w)(?:{pattern})" if pattern.rstrip().endswith("$") else pattern,
            re.NOFLAG if small else re.IGNORECASE,
        )
    except re.error as error:
        raise BadRule(f"{where} has a context that is no regular expression: {error}.") from error
