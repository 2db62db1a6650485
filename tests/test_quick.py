"""Quick dataclasses behave as those of the standard library do."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from geoevents.model import Reason, Span
from geoevents.model.quick import quick
from geoevents.model.quick import replace as quick_replace


@dataclass(frozen=True, slots=True, order=True)
class Plain:
    """As the standard library makes it."""

    start: int
    words: tuple[str, ...] = ("a",)


@quick
@dataclass(frozen=True, slots=True, order=True)
class Quick:
    """The same, quickly."""

    start: int
    words: tuple[str, ...] = ("a",)


def test_arguments_defaults_and_representation_are_those_of_dataclasses() -> None:
    assert inspect.signature(Quick) == inspect.signature(Plain)
    for one, other in ((Quick(1), Plain(1)), (Quick(2, words=("b",)), Plain(2, words=("b",)))):
        assert (one.start, one.words) == (other.start, other.words)
        assert repr(one).removeprefix("Quick") == repr(other).removeprefix("Plain")
        assert hash(one) == hash(other)


def test_they_compare_are_replaced_and_pickled() -> None:
    assert Quick(1) < Quick(2)
    assert Quick(1) == Quick(1, ("a",))
    assert replace(Quick(1), start=3) == Quick(3)
    assert pickle.loads(pickle.dumps(Span(3, 5))) == Span(3, 5)  # noqa: S301 - made here


def test_they_stay_frozen_and_refuse_wrong_arguments() -> None:
    with pytest.raises(FrozenInstanceError):
        Reason("a").rule = "b"  # type: ignore[misc]
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'end'"):
        Span(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword"):
        Span(1, 2, kind="x")  # type: ignore[call-arg]


def test_one_that_is_not_frozen_keeps_its_own_and_is_replaced_too() -> None:
    @quick
    @dataclass(slots=True)
    class Scratch:
        start: int
        words: tuple[str, ...] = ("a",)

    assert quick_replace(Scratch(1), words=()) == Scratch(1, ())
    assert "__init__" in vars(Scratch)
    assert Scratch.__init__.__qualname__.endswith("Scratch.__init__")


def test_what_is_no_plain_slotted_dataclass_is_refused() -> None:
    @dataclass(frozen=True)
    class Roomy:
        start: int

    @dataclass(frozen=True, slots=True)
    class Made:
        words: list[str] = field(default_factory=list)

    for cls in (Roomy, Made):
        with pytest.raises(TypeError, match="no plain slotted dataclass"):
            quick(cls)


def test_the_quick_replacement_does_what_that_of_the_standard_library_does() -> None:
    one = Quick(1, words=("b",))
    assert quick_replace(one, start=3) == replace(one, start=3) == Quick(3, ("b",))
    assert quick_replace(one) == one
    with pytest.raises(TypeError):
        quick_replace(one, end=3)


def test_the_quick_replacement_takes_any_dataclass() -> None:
    assert quick_replace(Plain(1), words=("b",)) == Plain(1, ("b",))
    with pytest.raises(TypeError):
        quick_replace(Plain(1), other=2)
