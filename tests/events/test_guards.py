"""A cheap test before a rule never hides what the rule finds: guarded and plain searches agree on many texts."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from geoevents.events.figures.find import _count_nothing
from geoevents.events.figures.groups import leave_out_parts, total
from geoevents.events.figures.number_words import compiled, scan, words_in
from geoevents.events.figures.numbers import quantities
from geoevents.events.figures.phrases import phrase, with_articles
from geoevents.events.figures.rules import figure_tables
from geoevents.events.figures.verbs import bind
from geoevents.events.sentence_reality import sentence_tests
from geoevents.events.speakers.status import _StatusTables
from geoevents.events.triggers import find_triggers
from geoevents.events.types import event_rules
from geoevents.events.view import ReportView
from geoevents.pipeline import Resources
from geoevents.text import parse

ROOT = Path(__file__).parents[2]
ODD = (
    "The army\ndenied  having shelled the town. Six MAY have died, unconfirmed’s reports suggest.",
    "Re\u017fults were unconf\u0131rmed; it could not be\u00a0verified. He can’t be independently verified.",
    "Pre-unconfirmed reports indicate that it fell. mis-reports \u0131ndicate that it fell.",
    "In the novel, rebels seize the port. Had the missile hit the plant, thousands would have died.",
    "A statue of the general who captured Quebec. Of the kind That drops bombs, when it is on.",
    "Did rebels shell the town? If rebels shell the town, people will flee. The army usually shells the town.",
    "Today marks a year since rebels shelled the town. Reports that rebels shelled the town were not confirmed.",
    "In the second-half, United attacked and shelled the goal.",
    "An elderly couple and a third were hurt, soldiers in their a few; both men and another were killed.",
)  # fmt: skip


class _Anything(frozenset[str]):
    """A set that is never disjoint from another."""

    def isdisjoint(self, _: object) -> bool:
        return False


@pytest.fixture(scope="module")
def texts(resources: Resources) -> list[str]:
    """Return the sample reports, the examples of the rules, and odd ones."""
    reports = [path.read_text(encoding="utf-8").split("---\n", 2)[-1] for path in sorted((ROOT / "seeds").glob("*.md"))]
    told = [
        " ".join((*rule.examples, *rule.counter_examples)) for f in resources.lexicon.files.values() for rule in f.rules
    ]
    return [*reports, *told, *ODD]


def test_status_rules_that_match_are_told(resources: Resources, texts: list[str]) -> None:
    file = resources.lexicon["status"]
    tables = compiled(file, _StatusTables.of)
    for text in texts:
        told = {
            rule.id: places
            for rules in tables.told_in(parse(text, resources.lexicon)).values()
            for rule, places in rules
        }
        for rule in file.rules:
            for match in rule.regex.finditer(text):
                assert any(match.start() <= at < match.end() for at in told.get(rule.id, ())), (rule.id, match.group())


def test_sentence_tests_a_sentence_find_nothing_without_their_words(resources: Resources, texts: list[str]) -> None:
    rules = event_rules(resources.lexicon)
    fired = set()
    for text in texts:
        view = ReportView(parse(text, resources.lexicon), (), rules.lists)
        for trigger in find_triggers(view, rules):
            said = view.vocabulary(trigger.sentence)
            for words, test in sentence_tests(rules.lists):
                if test(view, trigger) is not None:
                    fired.add(test)
                    assert not words.isdisjoint(said), (test.__name__, text)
    assert len(fired) > 5, fired


def test_articles_count_the_same_with_every_noun_looked_for(resources: Resources, texts: list[str]) -> None:
    tables = figure_tables(resources.lexicon)
    thorough = copy.copy(tables)
    object.__setattr__(thorough, "articled", _Anything())
    for text in texts:
        prose = parse(text, resources.lexicon)
        for sentence in prose.sentences:
            words = words_in(prose, sentence.span)
            assert with_articles(words, [], tables) == with_articles(words, [], thorough), text


def test_words_of_a_stretch_are_read_once_and_alike(resources: Resources, texts: list[str]) -> None:
    rules = event_rules(resources.lexicon)
    for text in texts[:40]:
        prose = parse(text, resources.lexicon)
        view = ReportView(prose, (), rules.lists)
        for number, stretch in enumerate(view.sentences):
            if stretch.first == stretch.last:
                continue
            assert view.vocabulary(number) == frozenset(view.words[stretch.first : stretch.last])
            assert view.words_of(stretch) - {"@number"} == view.vocabulary(number)
            assert words_in(prose, stretch.span) is words_in(prose, stretch.span)
            assert words_in(prose, stretch.span).lower == scan(text, stretch.span).lower or "'s" in view.vocabulary(
                number
            )


def test_numbers_without_a_cue_or_noun_make_no_figure(resources: Resources, texts: list[str]) -> None:
    tables = figure_tables(resources.lexicon)
    for text in texts:
        prose = parse(text, resources.lexicon)
        for sentence in prose.sentences:
            words = words_in(prose, sentence.span)
            cues = tables.cues_in(words)
            counted = [phrase(words, q, tables) for q in quantities(words, tables.numbers)]
            if not cues and counted and _count_nothing(words, counted, tables):
                for one in counted:
                    bind(words, one, cues, counted, tables)
                total(words, counted, cues, tables)
                leave_out_parts(words, counted, tables)
                assert all(one.kind is None and not one.noun for one in counted), text
