"""`geoevents app` and a checkout serve the same page with the same settings."""

import tomllib
from pathlib import Path

from streamlit import config

from geoevents.ui.launch import PAGE, settings

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
