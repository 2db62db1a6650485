"""The type files: their tables and codes, their rules' examples and rejects, and rules that a user adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoevents.errors import BadRule
from geoevents.events.triggers import find_triggers
from geoevents.events.types import TriggerRule, event_rules
from geoevents.events.view import ReportView
from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import Resolution
from geoevents.pipeline import Resources
from geoevents.places import find_toponyms, resolve
from geoevents.text import parse

CONTRACT = frozenset(
    {
        "incursion", "advance", "control", "battle", "strike", "attack", "capture", "damage", "mobilization", "emergency",
        "security-measure", "evacuation", "aid", "meeting", "agreement", "protest", "arrest", "disaster", "accident", "statement",
    }
)  # fmt: skip
PLOVER = frozenset(
    {"AGREE", "CONSULT", "AID", "RETREAT", "PROTEST", "COERCE", "ASSAULT", "MOBILIZE", "SEIZE", "OTHER"}
)  # fmt: skip
LEXICON = load_lexicon()
RULES = event_rules(LEXICON)
EXAMPLES = {rule.id: rule.examples for file in LEXICON.below("events") for rule in file.rules}
HEAD = '[type]\nlabel="x"\nplover="x"\nacled_event_type="x"\nacled_sub_event_type="x"\nfamily="x"\npriority=1\nmapped=true\n'
OWN = [rule for rule in RULES.rules if rule.type]


def rules_in(text: str, resources: Resources | None, lexicon: Lexicon = LEXICON) -> set[str]:
    """Return the ids of the rules that trigger in a text whose places are resolved."""
    prose = parse(text, lexicon)
    found: tuple[Resolution, ...] = ()
    if resources is not None:
        toponyms = find_toponyms(prose, resources.atlas, resources.recogniser, lexicon)
        found = resolve(toponyms, prose, resources.atlas)
    rules = event_rules(lexicon)
    return {trigger.rule.id for trigger in find_triggers(ReportView(prose, found, rules.lists), rules)}


def test_every_type_of_the_contract_has_a_file() -> None:
    assert set(RULES.types) == CONTRACT


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_type_has_codes_and_a_label_that_names_no_side(name: str) -> None:
    info = RULES.types[name]
    assert info.plover in PLOVER
    assert info.acled_event_type
    assert info.acled_sub_event_type
    assert RULES.lists["loaded"].isdisjoint(info.label.lower().split())
    assert info.mapped is (name != "statement")


def test_families_are_those_of_the_contract() -> None:
    families: dict[str, set[str]] = {}
    for info in RULES.types.values():
        families.setdefault(info.family, set()).add(info.id)
    assert {"incursion", "advance", "control", "battle", "capture", "mobilization"} in families.values()
    assert {"strike", "attack", "damage"} in families.values()
    assert {"emergency", "security-measure"} in families.values()
    assert {"evacuation", "aid"} in families.values()
    assert sum(len(types) == 1 for types in families.values()) == len(CONTRACT) - 6 - 3 - 2 - 2


def test_there_is_more_than_war() -> None:
    civil = {"protest", "arrest", "disaster", "accident", "agreement", "aid", "meeting"}
    assert sum(rule.type in civil for rule in OWN) >= 25


@pytest.mark.parametrize("rule", OWN, ids=[rule.id for rule in OWN])
def test_examples_trigger_a_rule_of_their_type(rule: TriggerRule, resources: Resources) -> None:
    same = {other.id for other in OWN if other.type == rule.type}
    for example in EXAMPLES[rule.id]:
        assert rules_in(example, resources) & same, example


@pytest.mark.parametrize("rule", [rule for rule in OWN if rule.rejects], ids=lambda rule: rule.id)
def test_rejects_do_not_trigger_their_rule(rule: TriggerRule, resources: Resources) -> None:
    for sentence in rule.rejects:
        assert rule.id not in rules_in(sentence, resources), sentence


def test_a_user_adds_a_trigger_without_python(tmp_path: Path) -> None:
    extra = tmp_path / "protest.toml"
    extra.write_text(
        '[[rule]]\nid = "own.cacerolazo"\nwords = ["cacerolazo"]\nset = { weight = 0.9 }\n'
        'examples = ["A cacerolazo was heard in Rosario."]\n',
        encoding="utf-8",
    )
    lexicon = load_lexicon(extra=[extra])
    assert "own.cacerolazo" in rules_in("A cacerolazo was heard in Rosario.", None, lexicon)
    assert "protest" in event_rules(lexicon).types


def test_a_user_adds_a_type_without_python(tmp_path: Path) -> None:
    extra = tmp_path / "election.toml"
    extra.write_text(
        '[type]\nlabel = "election"\nplover = "OTHER"\nacled_event_type = "Other"\nacled_sub_event_type = "Election"\n'
        'family = "election"\npriority = 30\nmapped = true\n'
        '[[rule]]\nid = "election.held"\nwords = ["went to the polls"]\nexamples = ["Voters went to the polls in Ghana."]\n',
        encoding="utf-8",
    )
    rules = event_rules(load_lexicon(extra=[extra]))
    assert rules.types["election"].family == "election"
    assert rules.index["went"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('[[rule]]\nid = "x.y"\nwords = ["y"]\nexamples = ["y"]\n', "needs a table"),
        ('[type]\nlabel = "x"\n', "lacks plover"),
        (
            HEAD + '[[rule]]\nid = "x.y"\nwords = ["y"]\nexamples = ["y"]\nset = { requires = ["nowhere"] }\n',
            "nowhere",
        ),
        (
            HEAD + '[[rule]]\nid = "x.y"\nwords = ["y"]\nexamples = ["y"]\nset = { near = "z" }\n',
            "mean nothing",
        ),
        (
            HEAD + '[[rule]]\nid = "x.y"\nwords = ["y"]\nexamples = ["y"]\nset = { after = "(" }\n',
            "no regular expression",
        ),
    ],
)
def test_a_broken_type_file_is_named_in_one_sentence(tmp_path: Path, body: str, message: str) -> None:
    extra = tmp_path / "newtype.toml"
    extra.write_text(body, encoding="utf-8")
    with pytest.raises(BadRule, match=message):
        event_rules(load_lexicon(extra=[extra]))
