"""What was made of the last few reports, so that stages that need the same of one report make it once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")

KEPT = 16
"""Objects that are remembered: as many as there are reports under way at a time."""


class Recent(Generic[K, T]):
    """A function of objects that never change, which remembers what it made of the last few of them, by identity."""

    def __init__(self, make: Callable[[K], T]) -> None:
        """Remember what `make` makes."""
        self._make = make
        self._known: dict[int, tuple[K, T]] = {}
        self._latest: tuple[K, T] | None = None

    def __call__(self, key: K) -> T:
        """Return what `make` makes of an object."""
        latest = self._latest
        if latest is not None and latest[0] is key:
            return latest[1]
        known = self._known.get(id(key))
        if known is not None and known[0] is key:  # an id can be given to another object later
            self._latest = known
            return known[1]
        made = self._make(key)
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[id(key)] = self._latest = (key, made)
        return made
