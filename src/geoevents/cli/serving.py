"""The command that serves the app."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import socket

from geoevents.cli.console import FAILED, OK, Console
from geoevents.cli.options import add_borders, add_store

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name
_MOST_PORT = 65535


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command of this group."""
    app = commands.add_parser(
        "app", help="serve the map at http://127.0.0.1:8501",
        description="Serve the Streamlit app for the store, on this machine alone, until Ctrl-C.",
    )  # fmt: skip
    app.add_argument("--port", type=port_number, default=8501, metavar="N", help="default: 8501")
    add_store(app)
    add_borders(app)
    app.set_defaults(run=run_app)


def run_app(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents app`."""
    from geoevents.resources import default_store  # noqa: PLC0415 - heavy imports wait until a command runs
    from geoevents.store import EventStore  # noqa: PLC0415 - as above

    store = arguments.store or default_store()
    EventStore(store).close()  # what is no store is told here, before the page is served
    if (reason := _taken(arguments.port)) is not None:
        console.error(f"port {arguments.port} cannot be used: {reason}; try another with --port N.")
        return FAILED
    # By name: the command line stands beside the app and does not need it for anything else.
    launch = importlib.import_module("geoevents.ui.launch")
    console.say(f"http://127.0.0.1:{arguments.port} shows {store}; Ctrl-C stops it.")
    with contextlib.suppress(KeyboardInterrupt):
        launch.serve(store, port=arguments.port)
    return OK


def port_number(words: str) -> int:
    """Return a port to listen on, for argparse."""
    number = int(words) if words.isascii() and words.isdecimal() and len(words) <= len(str(_MOST_PORT)) else 0
    if not 1 <= number <= _MOST_PORT:
        raise argparse.ArgumentTypeError(f"{words[:40]!r} is no port: give a number from 1 to {_MOST_PORT}")
    return number


def _taken(port: int) -> str | None:
    """Return why a port of this machine cannot be listened on, None when it can."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except OSError as error:
        return error.strerror or str(error)
    return None
