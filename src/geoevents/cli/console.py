"""What a command says beside its output: one line each, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

T = TypeVar("T")
OK, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130  # 130: as a shell says of a command that Ctrl-C ended


class Console:
    """Speaks for one command; a progress bar shows on a terminal only."""

    def __init__(self, command: str, *, debug: bool = False) -> None:
        """Take the command's name, which stands before each line, and whether errors may show a traceback."""
        self.command = command
        self.debug = debug
        self._bar = False

    def say(self, message: str) -> None:
        """Print one line: what was done, or what the user should know."""
        line = f"{self.command}: {one_line(message)}"
        if self._bar:
            from tqdm import tqdm  # noqa: PLC0415 - the bar is on, so it is loaded

            tqdm.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr)

    def error(self, message: str) -> None:
        """Print one line of error."""
        self.say(f"error: {message}")

    def trace(self, lines: str) -> None:
        """Print where in the program an error came from, as Python prints it."""
        print(lines, file=sys.stderr)

    def progress(
        self, items: Iterable[T], unit: str, *, doing: str | None = None, total: int | None = None
    ) -> Iterator[T]:
        """Yield the items; on a terminal a bar counts them, of `total` where that is known, and says what it is doing."""
        if not sys.stderr.isatty():
            yield from items
            return
        from tqdm import tqdm  # noqa: PLC0415 - only a terminal needs it

        self._bar = True
        try:
            name = self.command if doing is None else f"{self.command}: {doing}"
            yield from tqdm(items, desc=name, total=total, unit=f" {unit}", file=sys.stderr, leave=False)
        finally:
            self._bar = False


def one_line(message: str) -> str:
    """Return a message on one line, without characters that would move the cursor."""
    return " ".join("".join(char if char.isprintable() else " " for char in message).split())


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "1 report", "2,000 reports"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """Open the file that `-o` names (complete or not there), or standard output for None and `-`."""
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    from geoevents.exports.whole import replacing  # noqa: PLC0415 - loaded when a file is written

    with replacing(path) as stream:
        yield stream
