"""Several posts in one paste are cut where it was asked for, and nowhere else; no word is lost."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.reading import split_posts
from geoevents.reading.posts import SPLITS, SplitAt

TELEGRAM = """Northern Channel, [09.08.2024 14:33]
Two villages were left overnight.

More to come.

Northern Channel, [10.08.2024 07:05]
A bridge was hit at dawn.
"""
WHATSAPP = "[2024-08-09 14:33:05] Anna: The road is closed.\n[2024-08-10 08:00] Bohdan: It is open again: all lanes.\n"
EXPORT = "09.08.2024, 14:33 - Anna: The road is closed.\n10.08.2024, 08:00 - The group was renamed\n"


def test_nothing_is_cut_unless_it_is_asked_for() -> None:
    (post,) = split_posts(f"{TELEGRAM}\n---\n\n\nMore.", "nothing")
    assert "---" in post.text
    assert (post.published, post.publisher) == (None, None)


@pytest.mark.parametrize("rule", ["---", "***", "=====", "_ _ _", "* * *", "————", "~~~~", "###", "  - - - - "])
def test_rules_part_posts(rule: str) -> None:
    posts = split_posts(f"One.\n\n{rule}\nTwo – and a half.\nStill two.\n{rule}\n{rule}\n", "rule")
    assert [post.text for post in posts] == ["One.", "Two – and a half.\nStill two."]


@pytest.mark.parametrize("line", ["-- not a rule --", "---- said the mayor", "-", "--", "-*-", "– dash at the start"])
def test_a_line_with_words_or_other_marks_is_no_rule(line: str) -> None:
    assert len(split_posts(f"One.\n{line}\nTwo.", "rule")) == 1


def test_gaps_and_paragraphs() -> None:
    text = "A title\n\nA text.\n\n\nAnother title\n \t\nIts text.\n\n\n\n"
    assert [post.text for post in split_posts(text, "gap")] == ["A title\n\nA text.", "Another title\n \t\nIts text."]
    assert [post.text for post in split_posts(text, "paragraph")] == [
        "A title",
        "A text.",
        "Another title",
        "Its text.",
    ]


def test_stamps_date_their_posts_and_name_their_writers() -> None:
    first, second = split_posts(TELEGRAM, "stamp")
    assert first.text == "Two villages were left overnight.\n\nMore to come."
    assert (first.published, first.publisher) == (date(2024, 8, 9), "Northern Channel")
    assert (second.published, second.stamp) == (date(2024, 8, 10), "Northern Channel, [10.08.2024 07:05]")
    one, two = split_posts(WHATSAPP, "stamp")
    assert (one.text, one.publisher) == ("The road is closed.", "Anna")
    assert (two.text, two.publisher, two.published) == ("It is open again: all lanes.", "Bohdan", date(2024, 8, 10))
    one, two = split_posts(EXPORT, "stamp")
    assert (one.publisher, two.publisher, two.text) == ("Anna", None, "The group was renamed")


def test_what_stands_before_the_first_stamp_is_a_post_of_its_own() -> None:
    posts = split_posts(f"Collected by hand.\n{WHATSAPP}", "stamp")
    assert [post.published for post in posts] == [None, date(2024, 8, 9), date(2024, 8, 10)]


@pytest.mark.parametrize(
    "text",
    [
        "The raid of 9.8.2024 14:33 was the third.",
        "09.08.2024 was a Friday.",
        "[99.99.2024 14:33] No such day.",
        "8/9/2024, 14:33 - Anna: whether this is August is not known.",
        "Article [3] says 14:33.",
    ],
)
def test_a_day_in_a_sentence_is_no_stamp(text: str) -> None:
    assert [post.text for post in split_posts(text, "stamp")] == [text]


def test_empty_posts_are_left_out() -> None:
    for at in SPLITS:
        assert split_posts(" \n\n\n---\n\n\n…", at) == ()


@given(st.text("ab .\n-*[]0123456789:,T\t—é", max_size=400), st.sampled_from(SPLITS))
def test_no_letter_is_lost(text: str, at: SplitAt) -> None:
    posts = split_posts(text, at)
    assert re.sub(r"\W", "", "".join(f"{post.stamp}{post.text}" for post in posts)) == re.sub(r"\W", "", text)


def test_a_megabyte_of_marks_is_cut_in_a_moment() -> None:
    for text in (
        "-" * 500_000,
        "- " * 250_000,
        "\n" * 500_000,
        "a, " * 150_000,
        "[2024-08-09 14:33" * 30_000,
        " \t" * 250_000,
    ):
        for at in SPLITS:
            start = time.process_time()
            split_posts(text, at)
            assert time.process_time() - start < 3
