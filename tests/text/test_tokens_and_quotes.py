from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.text import parse, plain_words

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Kyiv’s mayor, the driver's", ["Kyiv", "’s", "mayor", ",", "the", "driver", "'s"]),
        ("U.S. troops paid £4.5m and $1,000", ["U.S.", "troops", "paid", "£", "4.5", "m", "and", "$", "1,000"]),
        ("L’gov and Kam'yanets don’t", ["L’gov", "and", "Kam'yanets", "don’t"]),
        ("a plane-launched Su-34, 9-year-old", ["a", "plane-launched", "Su-34", ",", "9-year-old"]),
        ("10km, 44th, 1990s, 12:30", ["10", "km", ",", "44th", ",", "1990s", ",", "12:30"]),
        ("St. Albans, Gen. Lund.", ["St.", "Albans", ",", "Gen.", "Lund", "."]),
        ("10–12 dead", ["10", "–", "12", "dead"]),
        ("3\u00a0000 людей", ["3\u00a0000", "людей"]),
        ("Cafe\u0301 и\u0306", ["Cafe\u0301", "и\u0306"]),
        ("see https://example.org/a?b=c.", ["see", "https://example.org/a?b=c."]),
        ("wait...now", ["wait", "...", "now"]),
        ("soldiers’ tanks", ["soldiers", "’", "tanks"]),
        ("AT&T {{ 7*7 }} ${1}", ["AT&T", "{", "{", "7", "*", "7", "}", "}", "$", "{", "1", "}"]),
    ],
)
def test_tokens(text: str, tokens: list[str], lexicon: Lexicon) -> None:
    assert list(parse(text, lexicon).tokens.words) == tokens


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("He said “we left” and “we came”.", ["“we left”", "“we came”"]),
        ('He said "we left" and "we came".', ['"we left"', '"we came"']),
        ("A 'federal' emergency in the soldiers' camp.", ["'federal'"]),
        ("It’s the driver’s, isn’t it?", []),
        ("‘The soldiers’ tanks burned,’ he said.", ["‘The soldiers’ tanks burned,’"]),
        ("“He called it ‘a raid’ twice,” she said.", ["“He called it ‘a raid’ twice,”", "‘a raid’"]),
        ("Он сказал: «Мы ушли».", ["«Мы ушли»"]),
        ("Er sagte: „Wir gehen.“ Dann ging er.", ["„Wir gehen.“"]),
        ("``We left, '' he said.", ["``We left, ''"]),
        ('"We left,” he said.', ['"We left,”']),
        ("The answer is \"the short one is 'partly'\". He left.", ["\"the short one is 'partly'\"", "'partly'"]),
        ("Back in the '90s, 'til May.", []),
        ("“One. Two. Three,” he said.", ["“One. Two. Three,”"]),
    ],
)
def test_quotes(text: str, quotes: list[str], lexicon: Lexicon) -> None:
    found = parse(text, lexicon).quotes
    assert [quote.span.of(text) for quote in found] == quotes
    assert all(quote.closed for quote in found)


def test_a_quote_of_several_paragraphs(lexicon: Lexicon) -> None:
    text = "“We left at dawn. It was cold.\n“We came at noon,” he said.\nNobody spoke."
    assert [(q.span.of(text), q.closed) for q in parse(text, lexicon).quotes] == [
        ("“We left at dawn. It was cold.", False),
        ("“We came at noon,”", True),
    ]


@given(st.text(max_size=80))
def test_plain_words_are_those_of_each_token(text: str) -> None:
    words = parse(text, LEXICON).tokens.words
    assert plain_words(words) == [word.lower().replace("’", "'") for word in words]
