"""The command line: `geoevents COMMAND …`. Thin: each command reads its words, calls the library, and says what it did.

Exit code 0: all done; 1: something failed, the rest was done first; 2: wrong usage; 130: stopped by Ctrl-C. Nothing heavy is imported before a
command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from geoevents.cli.console import FAILED, INTERRUPTED, MISUSED, OK, Console
from geoevents.cli.options import named_borders
from geoevents.cli.parser import build_parser
from geoevents.errors import BadDate, BadFilter, GeoEventsError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Reports hold any letters, whatever the terminal's encoding is said to be.
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = build_parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as leaving:  # argparse leaves after --help, and after an error that it has printed
        return leaving.code if isinstance(leaving.code, int) else MISUSED
    console = Console(arguments.command, debug=arguments.debug)
    try:
        with named_borders(arguments):
            code = int(arguments.run(arguments, console))
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        console.error("stopped by Ctrl-C; what was stored before is kept.")
        return INTERRUPTED
    except GeoEventsError as error:
        if console.debug:
            raise
        console.error(str(error))
        return MISUSED if isinstance(error, BadDate | BadFilter) else FAILED
    except Exception as error:
        if console.debug:
            raise
        console.error(f"{type(error).__name__}: {error}. This is a defect of geoevents: run again with --debug.")
        return FAILED
    return code


def _reader_left() -> int:
    """End quietly when the reader of a pipe (`head`) has seen enough."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - Python flushes it at exit
    return OK
