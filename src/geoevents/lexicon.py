r"""Rules as data: TOML files in `data/lexicons` that an editor can extend without Python.

A file holds tables `[[rule]]`:

    [[rule]]
    id = "times.weekday"              # unique in all files; it travels to the pop-up: "why is this dot here?"
    words = ["on Friday"]             # whole words, any case; or
    pattern = '(?i)\b…\b'            # a regular expression, in which {name} stands for a list of the file's [lists]
    set = { type = "DATE" }           # what the rule sets; its meaning is the room's that reads the file
    examples = ["It fell on Friday."]           # must match
    counter_examples = ["a Friday newsletter"]  # must not
    source = "…"                      # where the rule is from, when not from us

`[lists]` are named word lists, for patterns (longest first) and for the room itself; other tables are the room's own.
A test runs every example. No pattern may be super-linear on hostile text (the tests feed each one long strings).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from geoevents.errors import BadRule, DataMissing
from geoevents.resources import data_folder, fingerprint

_FEW = 8  # words that are not worth grouping
_KEYS = {"id", "words", "pattern", "set", "examples", "counter_examples", "source", "case", "note"}


@dataclass(frozen=True)
class Rule:
    """One rule of a lexicon file; see the module's docstring for its fields."""

    id: str
    words: tuple[str, ...]
    pattern: str
    sets: Mapping[str, Any]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    source: str = ""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern of the rule; words match whole and in any case."""
        return re.compile(self.pattern)


@dataclass(frozen=True)
class RuleFile:
    """One lexicon file: its rules in order, its word lists, and its other tables as they stand in TOML."""

    name: str
    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Any] = field(default_factory=dict)

    def words(self, name: str) -> tuple[str, ...]:
        """Return a word list of `[lists]`.

        Raises:
            BadRule: when the file has no such list.
        """
        try:
            return self.lists[name]
        except KeyError:
            raise BadRule(f"{self.name}: there is no list {name!r} in [lists]; add it.") from None


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression for whole words, longest first, spaces as any white space, apostrophes of any form."""
    return "(?:" + _branches(sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def _branches(words: Sequence[str]) -> str:
    """Return alternatives in order, many of them grouped by first letter: where none begins so, one test is enough.

    Words that begin alike stay in order, and others never match at one place, so that grouping changes no match. Words
    that differ by the case of their first letter are left whole: a pattern that ignores case would match both.
    """
    if len(words) < _FEW:
        return "|".join(map(_escaped, words))
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[:1].casefold().replace("’", "'"), []).append(word)
    made = []
    for key, alike in sorted(groups.items(), reverse=True):  # the empty word, which always matches, comes last
        one_case = len(alike) > 1 and len({word[0] for word in alike} if key else ()) == 1
        rest = _branches([word[1:] for word in alike]) if one_case else ""
        made.append(f"{_escaped(alike[0][0])}(?:{rest})" if one_case else "|".join(map(_escaped, alike)))
    return "|".join(made)


def _escaped(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’]")


def _rule(name: str, number: int, raw: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]]) -> Rule:
    where = f"{name}: rule {raw.get('id', number)!r}"
    if unknown := set(raw) - _KEYS:
        raise BadRule(f"{where} has unknown fields {sorted(unknown)}; a rule has {sorted(_KEYS)}.")
    if not isinstance(raw.get("id"), str):
        raise BadRule(f"{where} has no id; give it one that is unique in all lexicons.")
    words = tuple(raw.get("words", ()))
    if bool(words) == bool(raw.get("pattern")):
        raise BadRule(f"{where} needs either words or a pattern.")
    if not raw.get("examples"):
        raise BadRule(f"{where} has no examples; give at least one sentence that it must match.")
    if words:
        flags = "" if raw.get("case") else "(?i)"
        pattern = flags + r"(?<!\w)" + alternation(words) + r"(?!\w)"
    else:
        pattern = str(raw["pattern"])
        for key, values in lists.items():
            pattern = pattern.replace("{" + key + "}", alternation(values))
    made = Rule(
        id=str(raw["id"]),
        words=words,
        pattern=pattern,
        sets=dict(raw.get("set", {})),
        examples=tuple(raw["examples"]),
        counter_examples=tuple(raw.get("counter_examples", ())),
        source=str(raw.get("source", "")),
    )
    if not words:  # a pattern of words is always right, and compiled when it is first asked for
        _compiled(made, where)
    return made


def _compiled(rule: Rule, where: str) -> re.Pattern[str]:
    try:
        return rule.regex
    except re.error as error:
        raise BadRule(f"{where} has a pattern that is no regular expression: {error}.") from error


def read_rule_file(path: Path, name: str | None = None) -> RuleFile:
    """Read and check one lexicon file.

    Raises:
        BadRule: when it is no TOML, or a rule breaks the form in the module's docstring.
        DataMissing: when it is not there.
    """
    name = name or path.name
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataMissing(f"No lexicon at {path}: reinstall geoevents or set GEOEVENTS_DATA.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRule(f"{path} is no TOML file: {error}.") from error
    lists = {key: tuple(values) for key, values in raw.pop("lists", {}).items()}
    rules = tuple(_rule(name, number, rule, lists) for number, rule in enumerate(raw.pop("rule", [])))
    return RuleFile(name=name, rules=rules, lists=lists, tables=raw)


@dataclass(frozen=True)
class Lexicon:
    """All lexicon files, by their path below the folder without suffix: "times", "events/strike" and so on."""

    files: Mapping[str, RuleFile]
    version: str

    def __getitem__(self, name: str) -> RuleFile:
        """Return a file by its name.

        Raises:
            DataMissing: when the lexicon has no such file.
        """
        try:
            return self.files[name]
        except KeyError:
            raise DataMissing(f"No lexicon {name!r} among {sorted(self.files)}: reinstall geoevents.") from None

    def below(self, folder: str) -> tuple[RuleFile, ...]:
        """Return the files below a folder, such as "events", in order of their names."""
        return tuple(self.files[name] for name in sorted(self.files) if name.startswith(f"{folder}/"))


def load_lexicon(folder: Path | None = None, extra: Iterable[Path] = ()) -> Lexicon:
    """Read every lexicon file below `folder` (the shipped ones by default), then the user's `extra` files.

    An extra file adds rules: as a file of its own below "events/" when its name is new, else behind the rules of the
    shipped file with that name.

    Raises:
        BadRule: when a file or rule is malformed, or two rules have one id.
        DataMissing: when the folder or a file is not there.
    """
    folder = folder or data_folder("lexicons")
    files = {
        path.relative_to(folder).with_suffix("").as_posix(): read_rule_file(path, path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*.toml"))
    }
    version = fingerprint(folder)
    for path in extra:
        added = read_rule_file(path)
        known = [name for name in files if name.rsplit("/", 1)[-1] == path.stem]
        name = known[0] if known else f"events/{path.stem}"
        old = files.get(name)
        files[name] = RuleFile(
            name=added.name if old is None else old.name,
            rules=(() if old is None else old.rules) + added.rules,
            lists={**({} if old is None else old.lists), **added.lists},
            tables={**({} if old is None else old.tables), **added.tables},
        )
        version = f"{version}+{path.stem}"
    seen: dict[str, str] = {}
    for file in files.values():
        for rule in file.rules:
            if rule.id in seen:
                raise BadRule(f"{file.name}: rule id {rule.id!r} stands in {seen[rule.id]} already; choose another.")
            seen[rule.id] = file.name
    return Lexicon(files=files, version=version)
