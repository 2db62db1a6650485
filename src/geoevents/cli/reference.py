"""The reference page of the command line, made from its parser: `python -m geoevents.cli.reference docs/cli.md`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from geoevents.cli.parser import build_parser

_HEAD = """# The command line

Made from the program by `make docs`; a test fails when this page is behind.

`geoevents` and `python -m geoevents` are the same. Every command says on standard error in one line what it did. Exit code 0:
all done; 1: something failed, the rest was done first; 2: wrong usage; 130: stopped by Ctrl-C, what was done is kept. Errors are one
line; `--debug` shows where they came from.
"""


def reference() -> str:
    """Return the page: for each command its usage, what it does, and its arguments."""
    pages = [_section(name, parser) for name, parser in commands()]
    return _HEAD + "\n" + "\n".join(pages)


def commands() -> list[tuple[str, argparse.ArgumentParser]]:
    """Return every command with its parser, commands of commands too."""
    return list(_walk("geoevents", build_parser()))[1:]


def _walk(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, parser
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way in
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for word, child in action.choices.items():
                yield from _walk(f"{name} {word}", child)


def _section(name: str, parser: argparse.ArgumentParser) -> str:
    shown = [a for a in parser._actions if a.help != argparse.SUPPRESS and a.dest not in ("help", "debug")]  # noqa: SLF001
    lines = [f"## {name}", "", parser.description or _help_of(name), ""]
    if shown:
        lines += ["| argument | meaning |", "| --- | --- |", *(_row(action) for action in shown), ""]
    return "\n".join(lines)


def _help_of(name: str) -> str:
    """Return the line by which a command of a command is listed."""
    *path, word = name.split(" ")
    parent = dict(_walk("geoevents", build_parser()))[" ".join(path)]
    for action in parent._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for choice in action._choices_actions:  # noqa: SLF001
                if choice.dest == word:
                    return f"{(choice.help or '').capitalize()}."
    return ""


def _row(action: argparse.Action) -> str:
    word = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    if action.choices and not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
        word = "|".join(str(choice) for choice in action.choices)
    flag = isinstance(action.nargs, int) and action.nargs == 0
    words = ", ".join(action.option_strings) + ("" if flag or not action.option_strings else f" {word}")
    names = (words or f"{word}").replace("|", "\\|")
    return f"| `{names}` | {(action.help or '').replace('|', chr(92) + '|')} |"


def main(argv: list[str]) -> int:
    """Write the page to the file named, or to standard output."""
    page = reference()
    if argv:
        Path(argv[0]).write_text(page, encoding="utf-8")
    else:
        print(page, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
