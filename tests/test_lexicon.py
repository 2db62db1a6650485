"""Lexicon files that break the rules are refused in one sentence that says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoevents.errors import BadRule, DataMissing
from geoevents.lexicon import alternation, load_lexicon, read_rule_file

GOOD = """
[lists]
day = ["Friday", "Good Friday"]
[[rule]]
id = "x.day"
pattern = '(?i)\\bon {day}'
examples = ["on Good Friday"]
counter_examples = ["on Monday"]
set = { type = "DATE" }
[[rule]]
id = "x.word"
words = ["ship's crew", "Crew"]
examples = ["the ship’s crew"]
"""


def write(folder: Path, text: str, name: str = "x.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_file_is_read(tmp_path: Path) -> None:
    file = read_rule_file(write(tmp_path, GOOD))
    assert [rule.id for rule in file.rules] == ["x.day", "x.word"]
    assert file.rules[0].sets == {"type": "DATE"}
    assert file.rules[0].regex.search("It fell on Good Friday.")
    assert file.rules[1].regex.search("The SHIP’S  CREW was saved.")
    assert not file.rules[1].regex.search("a screw")
    assert file.words("day") == ("Friday", "Good Friday")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rule]]\nwords = ['a']\nexamples = ['a']", "has no id"),
        ("[[rule]]\nid = 'a'\nexamples = ['a']", "needs either words or a pattern"),
        ("[[rule]]\nid = 'a'\nwords = ['a']\npattern = 'a'\nexamples = ['a']", "needs either words or a pattern"),
        ("[[rule]]\nid = 'a'\nwords = ['a']", "has no examples"),
        ("[[rule]]\nid = 'a'\npattern = '('\nexamples = ['a']", "no regular expression"),
        ("[[rule]]\nid = 'a'\nwords = ['a']\nexample = ['a']", "unknown fields ['example']"),
        ("[[rule", "is no TOML file"),
    ],
)
def test_a_broken_rule_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadRule) as caught:
        read_rule_file(write(tmp_path, text))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value).strip()


def test_a_missing_file_or_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="No lexicon at"):
        read_rule_file(tmp_path / "none.toml")
    with pytest.raises(BadRule, match="no list 'week'"):
        read_rule_file(write(tmp_path, GOOD)).words("week")
    with pytest.raises(DataMissing, match="No lexicon 'y'"):
        load_lexicon(write(tmp_path, GOOD).parent)["y"]


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "events/y.toml")
    with pytest.raises(BadRule, match=r"'x\.day' stands in"):
        load_lexicon(tmp_path)


def test_a_users_file_adds_rules_and_types(tmp_path: Path) -> None:
    write(tmp_path / "shipped", GOOD, "events/x.toml")
    more = write(tmp_path, "[[rule]]\nid = 'own.a'\nwords = ['a']\nexamples = ['a']", "x.toml")
    new = write(tmp_path, "[[rule]]\nid = 'own.b'\nwords = ['b']\nexamples = ['b']", "piracy.toml")
    lexicon = load_lexicon(tmp_path / "shipped", extra=[more, new])
    assert [rule.id for rule in lexicon["events/x"].rules] == ["x.day", "x.word", "own.a"]
    assert [file.name for file in lexicon.below("events")] == ["piracy.toml", "events/x.toml"]
    assert lexicon.version != load_lexicon(tmp_path / "shipped").version


def test_alternation_prefers_the_longest() -> None:
    assert alternation(["a", "a b", "c'd"]) == r"(?:a\s+b|c['’]d|a)"
