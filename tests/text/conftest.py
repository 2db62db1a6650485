from __future__ import annotations

import pytest

from geoevents.lexicon import Lexicon, read_rule_file
from geoevents.resources import data_folder


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The two shipped files of this room alone."""
    folder = data_folder("lexicons")
    files = {name: read_rule_file(folder / f"{name}.toml", f"{name}.toml") for name in ("text", "boilerplate")}
    return Lexicon(files=files, version="text")
