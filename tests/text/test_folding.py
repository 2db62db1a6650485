from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.text import containment, detect_language, fold, signature


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("L’gov", "lgov"),
        ("Lgov", "lgov"),
        ("Kam'yanets’-Podil's\u02b9kyy", "kamyanets podilskyy"),
        ("Ёлкино", "елкино"),
        ("Łódź", "lodz"),
        ("  St.   Petersburg ", "st petersburg"),
        ("Al-Bab", "al bab"),
        ("al–Bāb", "al bab"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
        ("Tromsø", "tromso"),
        ("Côte d’Ivoire", "cote divoire"),
        ("", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


@given(st.text(max_size=40))
def test_fold_is_idempotent_and_tidy(name: str) -> None:
    key = fold(name)
    assert fold(key) == key
    assert key == " ".join(key.split())


TEXT = "Heavy rain fell over the valley on Monday and two old bridges near the mill were swept away, the mayor said."


def test_signature_ignores_how_it_is_written() -> None:
    assert signature(TEXT) == signature(TEXT.upper().replace(",", " –"))
    assert signature("It’s the mayor’s old bridge here") == signature("It's the mayor's old bridge here")
    assert signature(TEXT) == tuple(sorted(set(signature(TEXT))))
    assert all(0 <= value < 2**64 for value in signature(TEXT))


def test_signature_is_the_same_for_ever() -> None:
    # Stored with each report: a change here makes every stored signature worthless.
    assert signature("one two three four five") == (13504904427253584100,)


def test_short_texts_have_one_shingle() -> None:
    assert len(signature("Two words")) == 1
    assert signature("") == signature(" … ") == ()


def test_containment() -> None:
    shorter = signature(TEXT.partition(" and ")[0])
    assert containment(shorter, signature(TEXT)) == containment(signature(TEXT), shorter) == 1.0
    assert (
        containment(signature(TEXT), signature("Nothing of this stands in the other text at all, not one phrase."))
        == 0.0
    )
    assert containment((), shorter) == 0.0


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta"]), max_size=40))
def test_one_shingle_for_each_different_run_of_five_words(words: list[str]) -> None:
    runs = {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))} if words else set()
    assert len(signature(" ".join(words))) == len(runs)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("В понедельник в долине прошли сильные дожди, и два моста были снесены, сообщил мэр.", "ru"),
        ("\u0423 понеділок у долині пройшли сильні дощі, і два мости були знесені, повідомив мер.", "uk"),
        ("Am Montag fiel im Tal starker Regen, und zwei alte Brücken wurden von der Flut zerstört.", "und"),
        ("Le lundi, de fortes pluies sont tombées sur la vallée et deux ponts ont été emportés.", "und"),
        ("月曜日に谷で大雨が降った。", "und"),
        ("12345 …", "und"),
        ("", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language
