"""Starting the page from the command line: the same app and the same settings as in a checkout."""

from __future__ import annotations

import os
from pathlib import Path

PAGE = Path(__file__).parent / "page.py"
ADDRESS, PORT = "127.0.0.1", 8501


def settings(address: str = ADDRESS, port: int = PORT) -> dict[str, object]:
    """Return Streamlit's settings; they equal those of .streamlit/config.toml (a test compares them)."""
    return {
        "server.address": address,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 20,
        "browser.gatherUsageStats": False,
        "browser.serverAddress": address,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "theme.base": "light",
        "theme.baseFontSize": 14,
        "theme.primaryColor": "#0072b2",
        "theme.backgroundColor": "#ffffff",
        "theme.secondaryBackgroundColor": "#f3f5f7",
        "theme.textColor": "#17171c",
        "theme.borderColor": "#dfe1e5",
    }


def serve(store: Path, *, address: str = ADDRESS, port: int = PORT) -> None:
    """Serve the page for a store at http://address:port until it is stopped.

    Raises:
        OSError: when the port is taken.
    """
    import streamlit as st  # noqa: PLC0415 - takes seconds, and only the app needs it

    from geoevents.ui.routes import routes  # noqa: PLC0415 - as above

    os.environ["GEOEVENTS_STORE"] = str(store)
    st.App(PAGE, routes=routes()).run(config=settings(address, port))
