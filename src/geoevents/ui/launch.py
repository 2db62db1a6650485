"""Starting the page from the command line: the same app and the same settings as in a checkout."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread

from geoevents.errors import GeoEventsError

PAGE = Path(__file__).parent / "page.py"
ADDRESS, PORT = "127.0.0.1", 8501
_MMAP_THRESHOLD, _MOST_HEAPS = -3, -8  # M_MMAP_THRESHOLD and M_ARENA_MAX of glibc's malloc.h
_LARGE_BYTES = 1 << 20


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


def warm_up() -> Thread:
    """Load what the first page needs while no one asks for it yet: libraries, the store's columns. Returns the thread.

    A store that cannot be opened is told of by the page, in words; here it is passed over.
    """
    spare_memory()
    made = Thread(target=_load, daemon=True, name="warm up")
    made.start()
    return made


def spare_memory() -> None:
    """Have the system take large arrays back when they are freed.

    glibc keeps freed arrays of up to 32 MB for later, in a heap of its own for each thread, and each visit is a thread: with
    a million events the server grew by 50 MB with each page. Other systems are left as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_MOST_HEAPS, 2)


def _load() -> None:
    # Not the page's own modules: a component that is registered before the server runs is not found by it.
    for name in ("altair", "folium", "pandas"):
        import_module(name)
    from geoevents.ui.library import open_library  # noqa: PLC0415 - takes seconds, and only the app needs it

    with contextlib.suppress(GeoEventsError):
        library = open_library()
        if library.total:
            _ = library.facets, library.columns.of_extent, library.countries


def serve(store: Path, *, address: str = ADDRESS, port: int = PORT) -> None:
    """Serve the page for a store at http://address:port until it is stopped.

    Raises:
        OSError: when the port is taken.
    """
    import streamlit as st  # noqa: PLC0415 - takes seconds, and only the app needs it

    from geoevents.ui.routes import routes  # noqa: PLC0415 - as above

    os.environ["GEOEVENTS_STORE"] = str(store)
    warm_up()
    st.App(PAGE, routes=routes()).run(config=settings(address, port))
