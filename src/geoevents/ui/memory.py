"""What was worked out for one state of the store is kept until the store changes, or until more recent answers crowd it out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Memory:
    """The latest answers, by what was asked. Several threads may ask at once; then an answer may be made twice."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` answers."""
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, asked: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to what is asked, made when it is not kept. The key names the state that it was made from."""
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return cast("T", self._kept[asked])
        made = make()
        with self._lock:
            self._kept[asked] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
