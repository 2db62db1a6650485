"""The evidence card: every fact beside its words, and nothing in it runs."""

import html
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.model import UNDATED, Event, EventMention, MentionRef, Report, Span
from geoevents.views.card import Evidence, evidence_card, highlight, mention_marks
from geoevents.views.markup import Html, element, link


class Reader(HTMLParser):
    """Collects tags, attributes and text of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


@pytest.fixture
def evidence(mention: EventMention, report: Report) -> Evidence:
    return Evidence({"m1": mention}, {"r1": report}, {"BE": "Belgium"})


def test_the_card_tells_what_when_where_how_many_and_who(event: Event, evidence: Evidence) -> None:
    text = Reader(evidence_card(event, evidence)).text
    for words in (
        "Shells hit Ardenne", "strike", "stated by the mayor", "Tue 7 May 2024", "“On Tuesday”, to the day",
        "Ardenne, Luxembourg, Belgium", "geonames:1", "places.population: largest of 2", "wounded 12 or more",
        "low 12 · best 12 · high –", "12 or more (7 May 2024) → 20 (8 May 2024)", "10 km from border (9–11)", "BE–LU",
        "some 10 km from the border", "consistent with the map", "2 reports · 2 sources · 1 origin", "The Courier",
        "reports differ", "Mon 6 May 2024", "high", "not the likelihood of truth", "strike.hit",
    ):  # fmt: skip
        assert words in text, words


def test_the_words_of_the_facts_are_lit(event: Event, evidence: Evidence) -> None:
    card = evidence_card(event, evidence)
    assert '<mark class="ge-what">hit</mark>' in card
    assert '<mark class="ge-when">On Tuesday</mark>' in card
    assert '<mark class="ge-where">Ardenne</mark>' in card
    assert '<mark class="ge-figure">at least 12 people</mark>' in card
    assert '<mark class="ge-who">the mayor</mark>' in card


def test_what_is_not_known_is_said(event: Event) -> None:
    bare = replace(
        event, dates=UNDATED, places=(), figures=(), series=(), border=None, claims=(), conflicts=(), attributed_to=()
    )
    text = Reader(evidence_card(bare, Evidence())).text
    assert "no date" in text
    assert "no place that could be put on a map" in text
    assert "stated by the report, no source named" in text


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}${1}"


def test_hostile_text_is_shown_as_it_stands(event: Event, evidence: Evidence) -> None:
    ref = MentionRef("r1", "m1", Span(0, len(HOSTILE)), HOSTILE, "javascript:alert(1)", HOSTILE)
    bad = replace(event, summary=HOSTILE, mentions=(ref,), attributed_to=(HOSTILE,), type=HOSTILE)
    read = Reader(evidence_card(bad, evidence))
    assert not {"script", "img", "a"} & read.tags
    assert not any(name.startswith("on") for name, _ in read.attributes)
    assert read.text.count("<script>alert(1)</script>") >= 4


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8), st.integers(0, 20))
def test_highlighting_never_loses_or_adds_a_character(text: str, pairs: list[tuple[int, int]], start: int) -> None:
    marks = [(Span(min(pair), max(pair)), "what") for pair in pairs]
    lit = highlight(text, start, marks)
    read = Reader(str(lit).replace("&#x27;", "'"))
    assert isinstance(lit, Html)
    assert read.tags <= {"mark"}
    assert html.unescape(str(lit).replace('<mark class="ge-what">', "").replace("</mark>", "")) == text or "\r" in text


def test_marks_of_a_mention_lie_in_its_sentence(mention: EventMention) -> None:
    assert all(mention.sentence.contains(span) for span, _ in mention_marks(mention))


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://example.org/?a=1&b=<2>", True), ("javascript:alert(1)", False), ("data:text/html,x", False),
     ("//example.org", False), ("http://[bad", False), (None, False), ("", False)],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None, linked: bool) -> None:
    assert ("<a " in link(url, "source")) is linked


def test_attributes_are_escaped() -> None:
    assert element("b", "x", title='"><script>') == '<b title="&quot;&gt;&lt;script&gt;">x</b>'


def test_a_growing_figure_has_bars_beside_its_words(event: Event, mention: EventMention) -> None:
    card = evidence_card(event, Evidence(mentions={"m1": mention}))
    assert card.count('style="height:') == 2
    assert "12 or more" in card
    assert "height:22px" in card


def test_a_sentence_is_shown_in_the_text_of_its_report(event: Event, evidence: Evidence) -> None:
    ref = event.mentions[0]
    around = {ref.mention: ("Before it, <script>alert(1)</script>. ", " And {{ 7*7 }} after it.")}
    read = Reader(evidence_card(event, replace(evidence, around=around)))
    assert f"Before it, <script>alert(1)</script>. {ref.quote} And {{{{ 7*7 }}}} after it." in read.text
    assert "script" not in read.tags
    assert "in the report’s text" in read.text
    assert "in the report’s text" not in Reader(evidence_card(event, evidence)).text


def test_the_card_says_what_is_internal_rejected_and_made_by_hand(event: Event, evidence: Evidence) -> None:
    kept = replace(event, mentions=tuple(replace(ref, sharing="internal") for ref in event.mentions), rejected=True)
    text = Reader(evidence_card(replace(kept, reviewed=("create", "event")), evidence)).text
    for words in ("internal report", "rejected", "made by hand"):
        assert words in text
    for words in ("internal", "rejected", "made by hand", "by a person"):
        assert words not in Reader(evidence_card(event, evidence)).text
