"""Where sentences begin and end, and what kind they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.lexicon import Lexicon
from geoevents.model import Prose
from geoevents.text import parse

EACH_ITS_OWN = [
    ["The U.S. State Department denied it.", "The U.N. did not."],
    ["It fell at 5 a.m. on Monday.", "Rescuers came at 6 p.m.", "They found two survivors."],
    ["Gen. A. B. Carter met Mr. Lund in St. Albans.", "No. 5 Company stayed."],
    ["He was born in the U.S.", "The family left in 1990."],
    ["Prices rose 3.5 per cent to 1,200.75 dinars.", "Bread cost 2.", "12 shops closed."],
    ["“We hold the bridge.”", "He then left."],
    ["“Who fired?” the mayor asked.", "Nobody knew!"],
    ["“Who fired?” Mayor Anna Lund asked.", "Nobody knew."],
    ["“We left.", "We did not look back.", "Never,” she said."],
    ["They waited... and waited.", "Then it came."],
    ["On Aug. 9 the town fell.", "In Sept. the river rose."],
    ["Shelling hit Camp B.", "The camp was empty."],
    ["The firm, Example Corp., closed.", "Its owner fled to Springfield, Ill., on Friday."],
    ["After World War I the border moved.", "He read about World War I.", "The book was long."],
    ["Взрыв прогремел в \u0433. Энск.", "Погибли 5 чел. из 20.", "Ул. Мира закрыта."],
    ["洪水は続いた。", "橋は落ちた。"],
]


def sentences(prose: Prose) -> list[str]:
    return [sentence.span.of(prose.text) for sentence in prose.sentences]


@pytest.mark.parametrize("expected", EACH_ITS_OWN, ids=lambda e: e[0][:24])
def test_splits_exactly_here(expected: list[str], lexicon: Lexicon) -> None:
    assert sentences(parse(" ".join(expected), lexicon)) == expected


def test_glued_sentences_come_apart(lexicon: Lexicon) -> None:
    text = "Listen to our podcast to hear what happened...A bridge fell on Monday.The road is shut."
    prose = parse(text, lexicon)
    assert sentences(prose)[1:] == ["A bridge fell on Monday.", "The road is shut."]
    assert [sentence.kind for sentence in prose.sentences] == ["boilerplate", "body", "body"]


def test_addresses_and_names_with_stops_stay_whole(lexicon: Lexicon) -> None:
    assert len(sentences(parse("See www.example.Org/a.Htm or IZ.RU for more on Node.js today.", lexicon))) == 1


def test_a_line_break_ends_a_paragraph(lexicon: Lexicon) -> None:
    prose = parse("Flood cuts off valley\nThe river rose on Monday.\nTwo bridges fell. One held.", lexicon)
    assert [(s.kind, s.paragraph) for s in prose.sentences] == [("headline", 0), ("body", 1), ("body", 2), ("body", 2)]


def test_hard_wrapped_lines_are_joined(lexicon: Lexicon) -> None:
    text = (
        "Heavy rain fell over the northern valleys for a third day and the\n"
        "river left its bed near the old mill, the regional water board\n"
        "said. Two villages were cut off.\n"
        "\n"
        "Soldiers brought food by boat to the school, where some hundred\n"
        "people had spent the night.\n"
    )
    found = sentences(parse(text, lexicon))
    assert [" ".join(s.split()) for s in found] == [
        (
            "Heavy rain fell over the northern valleys for a third day and the river left its bed near the old mill, the"
            " regional water board said."
        ),
        "Two villages were cut off.",
        "Soldiers brought food by boat to the school, where some hundred people had spent the night.",
    ]


def test_lists_and_tables(lexicon: Lexicon) -> None:
    prose = parse("Losses so far:\n- two bridges\n• one mill.\n3. Five houses\nDead\t5\tWounded\t7\n", lexicon)
    assert sentences(prose) == ["Losses so far:", "two bridges", "one mill.", "Five houses", "Dead\t5\tWounded\t7"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("FLOOD CUTS OFF VALLEY TOWN.\nThe river rose.", ["headline", "body"]),
        ("The river rose.\nWhat happens next\nBridges are rebuilt.", ["body", "headline", "body"]),
        ("A line without a stop", ["body"]),
        ("Flood\nBy Jane Doe\nPublished: 9 August 2024\nThe river rose.", ["headline", "boilerplate", "boilerplate", "body"]),
        ("Smoke over a depot. Credit: Jane Doe/Example\nThe river rose.", ["caption", "caption", "body"]),
        ("The river rose. (Reporting by Jane Doe)", ["body", "boilerplate"]),
        ("The river rose.\nRead more: Floods in the south\nIt fell again.", ["body", "boilerplate", "body"]),
        ("The group said in its newsletter that three had died.", ["body"]),
        ("Sign up for our newsletter. The river rose.", ["boilerplate", "body"]),
    ],
)  # fmt: skip
def test_kinds(text: str, kinds: list[str], lexicon: Lexicon) -> None:
    assert [sentence.kind for sentence in parse(text, lexicon).sentences] == kinds


def test_every_rule_of_kind_is_reached_through_its_needs(lexicon: Lexicon) -> None:
    for rule in lexicon["boilerplate"].rules:
        for example in rule.examples:
            kinds = {sentence.kind for sentence in parse(f"It rained.\n{example}\nIt rained.", lexicon).sentences}
            assert rule.sets["kind"] in kinds, f"{rule.id}: {example!r} gives {kinds}"


def check(prose: Prose) -> None:
    """What holds of every text."""
    text, end = prose.text, 0
    covered = bytearray(len(text))
    for index, sentence in enumerate(prose.sentences):
        words = sentence.span.of(text)
        assert sentence.index == index
        assert end <= sentence.span.start < sentence.span.end <= len(text)
        assert words == words.strip()
        end = sentence.span.end
        covered[sentence.span.start : end] = b"\1" * (end - sentence.span.start)
    tokens = prose.tokens
    last = 0
    for word, start, stop, owner in zip(tokens.words, tokens.starts, tokens.ends, tokens.sentence, strict=True):
        assert text[start:stop] == word
        assert last <= start < stop
        span = prose.sentences[owner].span
        assert span.start <= start
        assert stop <= span.end
        last = stop
    for quote in prose.quotes:
        assert 0 <= quote.span.start < quote.span.end <= len(text)
        assert quote.closed or text[quote.span.start] in '“”„"«`'
    assert list(prose.quotes) == sorted(prose.quotes, key=lambda quote: (quote.span.start, -quote.span.end))
    in_tokens = bytearray(len(text))
    for start, stop in zip(tokens.starts, tokens.ends, strict=True):
        in_tokens[start:stop] = b"\1" * (stop - start)
    for at, char in enumerate(text):
        if covered[at] and char.isalnum():
            assert in_tokens[at], f"no token holds {char!r} at {at}"


NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            list(" .,!?…\n\t\"'“”‘’«»„`()[]-—:;/@0123aAbéßİ\u0131ǅЖя中。؟e\u0301\u200b\ufeff\x00\x85\u2028🏚️|&#")
        ),
        st.characters(),
    ),
    max_size=120,
)


@settings(max_examples=400, deadline=None)
@given(text=NASTY)
def test_any_text_is_parsed(text: str, lexicon: Lexicon) -> None:
    prose = parse(text, lexicon)
    check(prose)
    letters = sum(map(str.isalpha, text))
    kept = sum(sum(map(str.isalpha, s.span.of(text))) for s in prose.sentences)
    assert kept >= letters - 4 * (text.count("\n") + text.count(".") + text.count(")") + 1)


NEWSLIKE = [
    "The",
    "U.S.",
    "Gen.",
    "town’s",
    "“fell",
    "‘so’",
    "said.”",
    "1,000",
    "people...",
    "Who?",
    "No!",
    "–",
    "(AP)",
    "\n",
    "\n\n",
]


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(NEWSLIKE),
        max_size=60,
    )
)
def test_newslike_text_is_parsed(words: list[str], lexicon: Lexicon) -> None:
    check(parse(" ".join(words), lexicon))


@pytest.mark.parametrize("text", ["", " \n\t\n", "...", "“", "- ", "\x00\x01", "🏚️", "----\n****"])
def test_texts_without_words_have_no_sentences(text: str, lexicon: Lexicon) -> None:
    assert parse(text, lexicon).sentences == ()


QUADRATIC = 40


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400_000,
        "x" * 2_000_000,
        "“a " * 500_000,
        "‘a " * 500_000,
        "a.B" * 500_000,
        "1,000." * 300_000,
        "Mr. " * 400_000,
        "a\n" * 400_000,
        " " * 2_000_000 + "x",
        "'a' " * 400_000,
        "photo: " * 100_000,
    ],
    ids=lambda t: repr(t[:6]),
)
def test_time_grows_with_the_length(text: str, lexicon: Lexicon) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        parse(part, lexicon)
        return time.process_time() - start

    def linear() -> bool:
        short, long = seconds(text[: len(text) // 8]), seconds(text)
        return long < 1.0 or long < QUADRATIC * short

    # Eight times the text: eight times the time is linear, 64 times is quadratic. A machine that stumbles does so once.
    assert linear() or linear() or linear()


def test_a_long_stretch_without_stops_is_cut_at_a_space(lexicon: Lexicon) -> None:
    found = sentences(parse("alpha beta " * 2_000, lexicon))
    assert len(found) > 5
    assert all(len(s) <= 3_000 and set(s.split()) == {"alpha", "beta"} for s in found)
