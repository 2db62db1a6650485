"""`geoevents app` and a checkout serve the same page with the same settings."""

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
