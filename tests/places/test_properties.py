"""What holds for every text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geoevents.model import Resolution

Read = Callable[..., tuple[Resolution, ...]]

WORDS = st.sampled_from(
    ["Lima", "the", "U.S.", "Kursk", "region", "said", "in", ",", ".", "and", "St.", "Kremlin", "-", "’s", "Russian", "(AP)", "\n\n", "Tehran-backed", "Niño", "😀", "е́", "KYIV", "—", "Al-Bab", "d'Ivoire", "“", "TX"],
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))


def check(text: str, found: tuple[Resolution, ...]) -> None:
    end = 0
    for resolution in found:
        span = resolution.toponym.span
        assert resolution.toponym.surface == text[span.start : span.end]
        assert resolution.toponym.surface.strip()
        assert end <= span.start < span.end <= len(text)
        end = span.end
        assert 0 <= resolution.confidence <= 1
        assert resolution.reasons
        assert resolution.place is None or resolution.place in [c.place for c in resolution.candidates]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text(read: Read, text: str) -> None:
    found = read(text)
    check(text, found)
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n\t ",
        "\x00\x01 Lima \x07",
        "Войска вошли в Курск и Суджу, сообщил губернатор.",
        "موسكو تعلن حالة الطوارئ في كورسك",
        "莫斯科宣布库尔斯克进入紧急状态",
        "🚨🚨 Kyiv 🚨 hit 🏚️ by e\u0301 drones",
        "KYIV" * 500,
        "Ky\u0301iv, Oде\u0301sa",
        "A" * 100_000,
        "Lima, " * 3_000,
    ],
)
def test_bad_input(read: Read, text: str) -> None:
    check(text, read(text))


def test_five_megabytes_in_one_line(read: Read) -> None:
    paragraph = (
        "Troops of Peru left Lima for Cusco on Monday. "
        + "Rain fell over the hills and the rivers rose for days. " * 38
    )
    text = paragraph * (5_000_000 // len(paragraph))
    start = time.process_time()
    found = read(text)
    seconds = time.process_time() - start
    check(text, found)
    assert [r.toponym.surface for r in found[:3]] == ["Peru", "Lima", "Cusco"]
    assert len(found) == 3 * text.count("Peru")
    assert seconds < 120  # linear: two thousand reports of 2.5 kB, each of which takes some milliseconds


def test_the_order_of_calls_changes_nothing(read: Read) -> None:
    one, two = "Fires near Springfield, Ill.", "Fires near Springfield, Mass."
    first = read(one)
    read(two)
    assert read(one) == first
