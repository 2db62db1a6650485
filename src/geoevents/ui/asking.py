"""One open store, asked in threads of its own, by those who may see everything and by those who see what is public.

Streamlit runs each visit in a new thread, which it may end at any call of its own, and a store keeps one connection for each
thread that ever asked: so all calls go through threads that stay.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from geoevents.store import EventStore, PublicView

T = TypeVar("T")
Reader = EventStore | PublicView


@dataclass(frozen=True)
class Opened:
    """An open store with its threads; all who look at it share it.

    `pool` asks and changes the store; `work` does what takes long, one thing after another, and goes on when the page that
    asked for it is run anew or closed.
    """

    store: EventStore
    public: PublicView
    pool: ThreadPoolExecutor = field(repr=False)
    work: ThreadPoolExecutor = field(repr=False)

    @classmethod
    def at(cls, path: Path) -> Opened:
        """Open the store at `path`, made first where there is none.

        Raises:
            StoreError: when the file is no store of this program, or cannot be written.
        """
        pool = ThreadPoolExecutor(2, thread_name_prefix="store")
        store = pool.submit(EventStore, path).result()
        return cls(store, store.public(), pool, ThreadPoolExecutor(1, thread_name_prefix="work"))


class Asking:
    """Questions to a store and changes of it. With `internal`, what internal reports tell is seen too."""

    def __init__(self, path: Path, *, internal: bool = False, opened: Opened | None = None) -> None:
        """Look at the store at `path`, or at one that is open already.

        Raises:
            StoreError: when the file is no store of this program, or cannot be written.
        """
        self.path = path
        self.internal = internal
        self.opened = opened or Opened.at(path)

    def _ask(self, question: Callable[[Reader], T]) -> T:
        """Ask the store as this visitor may see it."""
        seen: Reader = self.opened.store if self.internal else self.opened.public
        return self.opened.pool.submit(question, seen).result()

    def _do(self, action: Callable[[EventStore], T]) -> T:
        """Do something to the store itself."""
        return self.opened.pool.submit(action, self.opened.store).result()

    def _share(self, question: Callable[[PublicView], T]) -> T:
        """Ask the store as everyone may see it: for what leaves this machine."""
        return self.opened.pool.submit(question, self.opened.public).result()
