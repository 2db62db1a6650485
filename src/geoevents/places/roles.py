"""What a place name does in its sentence: a place, a government or force, an adjective, a part of a name.

The rules are data (`data/lexicons/roles.toml`): regular expressions over the words around the name, which stands in
brackets. The first rule that matches sets the role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geoevents.lexicon import Lexicon, Rule, RuleFile
from geoevents.model import Reason, Role
from geoevents.places.gazetteer import CAPITAL, COUNTRY
from geoevents.places.scene import Draft, Scene
from geoevents.text.beginnings import LENGTH, Index
from geoevents.text.memory import Memory

_WINDOW = 64
_WORD = re.compile(r"[^\W\d_]+")
_KINDS = ("place", "power", "demonym")
_DEFAULT = Reason("roles.default", "a name that no rule speaks of is a place")


@dataclass(frozen=True)
class RoleRule:
    """A compiled rule: the role it sets and the kinds of names it is for (all, when empty).

    One of its `cues`, if it has any, stands before the name in small letters; `ahead` rules read only what follows it.
    """

    id: str
    role: Role
    only: frozenset[str]
    cues: frozenset[str]
    regex: re.Pattern[str]
    ahead: bool


class RoleRules:
    """The rules of roles.toml, in order, and the seats of government.

    Sets of rules are numbers with a bit for each, the first lowest: what may speak of a name is cut from them by the kind
    of name, the characters around it, and the words before it.
    """

    def __init__(self, file: RuleFile) -> None:
        """Compile the rules of a lexicon file."""
        self.rules = tuple(_compiled(rule, file) for rule in file.rules)
        bits = [(1 << number, rule) for number, rule in enumerate(self.rules)]
        self._of_kind = {kind: sum(bit for bit, rule in bits if _speaks_of(rule, kind)) for kind in _KINDS}
        ahead = Index((_behind(rule), bit) for bit, rule in bits)
        back = Index.before("[", ((None if rule.ahead else rule.regex, bit) for bit, rule in bits))
        self._by_behind = Memory(lambda head: sum(ahead.at(head)))
        self._by_before = Memory(lambda tail: sum(back.at(tail)))
        self._without_cue = sum(bit for bit, rule in bits if not rule.cues)
        cues = {cue for rule in self.rules for cue in rule.cues}
        self._by_cue = {cue: sum(bit for bit, rule in bits if cue in rule.cues) for cue in cues}
        self.seats: dict[str, str] = dict(file.tables.get("seats", {}))

    def of(self, kind: str, left: str, right: str, *, sole: bool) -> Iterator[RoleRule]:
        """Yield the rules that may speak of a kind of name with these words before and behind it.

        `sole` tells that the bracket before the name is the only one: in "[sic]" is another, and perhaps what a rule asks for.
        """
        near = self._of_kind[kind] & self._by_behind[right[:LENGTH]]
        if sole:
            near &= self._by_before[left[: -LENGTH - 1 : -1]]
        if near & ~self._without_cue:
            cued = self._without_cue
            for word in _WORD.findall(left.lower()):
                cued |= self._by_cue.get(word, 0)
            near &= cued
        while near:
            lowest = near & -near
            yield self.rules[lowest.bit_length() - 1]
            near ^= lowest


def _behind(rule: RoleRule) -> re.Pattern[str] | None:
    """Return what stands behind a name of which a rule speaks that reads only that."""
    return re.compile(rule.regex.pattern.replace("\\]", "", 1), rule.regex.flags) if rule.ahead else None


def _speaks_of(rule: RoleRule, kind: str) -> bool:
    """Whether a rule can set the role of a kind of name; an adjective of people is one, or a part of a name."""
    return (not rule.only or kind in rule.only) and (kind != "demonym" or rule.role == "name-part")


def _told_by(entry: str) -> str:
    """Return the word of an entry that tells most; its last one, to which a pattern may add letters, only where it is alone."""
    words: list[str] = _WORD.findall(entry.lower())
    return max(words[:-1] or words, key=len)


def _compiled(rule: Rule, file: RuleFile) -> RoleRule:
    entries = [entry for cue in rule.sets.get("cues", ()) for entry in file.lists.get(cue, (cue,))]
    cues = frozenset(_told_by(entry) for entry in entries)
    ahead = rule.pattern.startswith(("\\]", "(?i)\\]"))
    return RoleRule(rule.id, rule.sets["role"], frozenset(rule.sets.get("only", ())), cues, rule.regex, ahead)


def judge(scene: Scene, draft: Draft, rules: RoleRules) -> tuple[Role, Reason]:
    """Return the role of a draft and the rule that gave it."""
    if draft.kind == "part":
        return "name-part", draft.reasons[0]
    kind = _kind(scene, draft)
    left, right = _window(scene, draft)
    name = draft.surface(scene.prose.text)
    window = f"{left}[{name}]{right}"
    mark = len(left) + len(name) + 1
    for rule in rules.of(kind, left, right, sole=window.count("[") == 1):
        match = rule.regex.match(window, mark) if rule.ahead else rule.regex.search(window)
        if match:
            return rule.role, Reason(rule.id, match[0].strip())
    if kind == "demonym":
        return "demonym", Reason("roles.people", name)
    if draft.reasons and draft.reasons[0].rule == "roles.seat":
        return "metonym", draft.reasons[0]
    if draft.reasons and draft.reasons[0].rule == "places.body_called_as_place":
        return "metonym", draft.reasons[0]
    return "literal", _DEFAULT


def _kind(scene: Scene, draft: Draft) -> str:
    if draft.kind == "demonym":
        return "demonym"
    if draft.reasons and draft.reasons[0].rule == "roles.seat":
        return "power"
    known = scene.known(draft.surface(scene.prose.text))
    return "power" if known in {COUNTRY, CAPITAL} else "place"


def _window(scene: Scene, draft: Draft) -> tuple[str, str]:
    text = scene.spaced
    sentence = scene.prose.sentences[scene.view.sentence[draft.first]].span
    left = text[max(sentence.start, draft.start - _WINDOW) : draft.start]
    return left, text[draft.end : min(sentence.end, draft.end + _WINDOW)]


_RULES: dict[int, tuple[Lexicon, RoleRules]] = {}


def role_rules(lexicon: Lexicon) -> RoleRules:
    """Return the compiled rules of a lexicon; compiled at the first call with it."""
    known = _RULES.get(id(lexicon))
    if known is not None and known[0] is lexicon:
        return known[1]
    rules = RoleRules(lexicon["roles"])
    if len(_RULES) >= 8:  # noqa: PLR2004 - lexicons of one process
        _RULES.clear()
    _RULES[id(lexicon)] = (lexicon, rules)
    return rules
