"""The parser of all commands: one subparser a command, made by the module of its group."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from geoevents import __version__
from geoevents.cli import care, corpus, dating, listing, own, places, reports, review, serving


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the words it was given; takes "-34.6,-58.4" for a value, not for an option."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - argparse's own arguments
        """Take what argparse takes."""
        super().__init__(*args, **options)
        self._negative_number_matcher = re.compile(r"-\d[\d.,+-]*$")

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        self.exit(2, f"{self.prog}: error: {' '.join(message.split())}; see `{self.prog} --help`.\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `geoevents`; every command sets `run`, a function of its arguments and a console."""
    parser = Parser(
        prog="geoevents",
        description="News reports in, a map of dated, placed, sourced events out; nothing leaves this machine.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"geoevents {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for group in (reports, dating, corpus, listing, places, own, review, care, serving):
        group.add_commands(commands)
    parser.set_defaults(debug=False)
    for command in commands.choices.values():
        _add_debug(command)
    return parser


def _add_debug(parser: argparse.ArgumentParser) -> None:
    """Add `--debug` to a command and to the commands of it."""
    parser.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show where in the program an error came from",
    )
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way in
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for child in action.choices.values():
                _add_debug(child)
