"""The command that serves the app."""

from __future__ import annotations

import argparse
import importlib

from geoevents.cli.console import FAILED, OK, Console
from geoevents.cli.options import add_store

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command of this group."""
    app = commands.add_parser(
        "app", help="serve the map at http://127.0.0.1:8501",
        description="Serve the Streamlit app for the store, on this machine alone, until Ctrl-C.",
    )  # fmt: skip
    app.add_argument("--port", type=int, default=8501, metavar="N", help="default: 8501")
    add_store(app)
    app.set_defaults(run=run_app)


def run_app(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents app`."""
    from geoevents.resources import default_store  # noqa: PLC0415

    store = arguments.store or default_store()
    # By name: the command line stands beside the app and does not need it for anything else.
    launch = importlib.import_module("geoevents.ui.launch")
    console.say(f"http://127.0.0.1:{arguments.port} shows {store}; Ctrl-C stops it.")
    try:
        launch.serve(store, port=arguments.port)
    except OSError as error:
        console.error(
            f"port {arguments.port} cannot be used: {error.strerror or error}; try --port {arguments.port + 1}."
        )
        return FAILED
    return OK
