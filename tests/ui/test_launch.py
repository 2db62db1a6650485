"""`geoevents app` and a checkout serve the same page with the same settings."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit import config

from geoevents.errors import GeoEventsError
from geoevents.ui.launch import PAGE, settings, warm_up
from geoevents.ui.library import open_library

ROOT = Path(__file__).parents[2]


def test_the_settings_of_the_checkout_are_those_of_the_command() -> None:
    file = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    flat = {f"{part}.{name}": value for part, values in file.items() for name, value in values.items()}
    assert flat == settings()


def test_streamlit_knows_every_setting() -> None:
    assert set(settings()) <= set(config._config_options_template)


def test_the_page_speaks_to_nobody_and_shows_no_traceback() -> None:
    made = settings()
    assert made["browser.gatherUsageStats"] is False
    assert made["client.showErrorDetails"] == "none"
    assert made["server.address"] == "127.0.0.1"


def test_the_page_and_its_icon_are_files_of_the_package() -> None:
    assert PAGE.is_file()
    assert (PAGE.parent / "icon.png").read_bytes().startswith(b"\x89PNG")
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


def test_warming_up_loads_the_store_and_passes_over_what_is_none(
    sample_store: Path, tmp_path: Path, use_store: Callable[[Path], None]
) -> None:
    use_store(sample_store)
    warm_up().join(60)
    assert open_library().columns.lon.size
    (tmp_path / "other.gpkg").write_text("no store", encoding="utf-8")
    use_store(tmp_path / "other.gpkg")
    warm_up().join(60)  # an exception in the thread would be a warning, and so a failure
    with pytest.raises(GeoEventsError):
        open_library()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only glibc, on Linux, keeps freed arrays; nothing is set elsewhere"
)
def test_freed_arrays_go_back_to_the_system() -> None:
    """In a process of its own: what glibc is told holds for all of it."""
    script = """
import threading, psutil
import numpy as np
from geoevents.ui.launch import spare_memory
spare_memory()
start = psutil.Process().memory_info().rss
def work():
    for size in (1_000_000, 2_000_000, 500_000) * 5:
        np.ones(size).copy()
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(psutil.Process().memory_info().rss - start)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert int(done.stdout) < 20_000_000
