"""Answers are kept for one state of the store, and the latest days are found without sorting all of them."""

import threading

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geoevents.ui.library import latest
from geoevents.ui.memory import Memory


def test_an_answer_is_made_once_and_again_when_it_was_crowded_out() -> None:
    made: list[str] = []
    memory = Memory(2)

    def ask(name: str) -> str:
        return memory.get(name, lambda: made.append(name) or name.upper())  # type: ignore[func-returns-value]

    assert [ask(name) for name in "aabab"] == list("AABAB")
    assert made == ["a", "b"]
    ask("c")  # "a" was asked longest ago
    ask("b")
    assert made == ["a", "b", "c"]
    ask("a")
    assert made == ["a", "b", "c", "a"]
    memory.forget()
    ask("a")
    assert made[-1] == "a"
    assert len(made) == 5


def test_nothing_is_an_answer_too() -> None:
    made: list[int] = []
    memory = Memory(2)
    for _ in range(3):
        assert memory.get("key", lambda: made.append(1)) is None  # type: ignore[func-returns-value]
    assert made == [1]


def test_many_threads_get_the_right_answers() -> None:
    memory = Memory(8)
    wrong: list[tuple[int, int]] = []

    def work(start: int) -> None:
        for number in range(400):
            asked = (start + number) % 20
            if (found := memory.get(asked, lambda asked=asked: asked * 7)) != asked * 7:  # type: ignore[misc]
                wrong.append((asked, found))

    threads = [threading.Thread(target=work, args=(start,)) for start in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@given(st.lists(st.integers(-5, 5), max_size=60), st.integers(1, 70))
def test_the_latest_are_those_of_a_full_sort(days: list[int], limit: int) -> None:
    found = latest(np.array(days, np.int32), limit).tolist()
    assert found == sorted(range(len(days)), key=lambda at: (-days[at], at))[:limit]
