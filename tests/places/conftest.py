"""The room's real resources, once a session, and a way to read a text with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from geoevents.atlas import Atlas
from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import Place, Resolution, Toponym
from geoevents.places import Focus, Recogniser, find_toponyms, resolve
from geoevents.text import parse

Read = Callable[..., tuple[Resolution, ...]]


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return Atlas.load()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    return Recogniser.load()


@pytest.fixture(scope="session")
def find(atlas: Atlas, lexicon: Lexicon, recogniser: Recogniser) -> Callable[[str], tuple[Toponym, ...]]:
    def run(text: str) -> tuple[Toponym, ...]:
        return find_toponyms(parse(text, lexicon), atlas, recogniser, lexicon)

    return run


@pytest.fixture(scope="session")
def read(atlas: Atlas, lexicon: Lexicon, recogniser: Recogniser) -> Read:
    def run(text: str, focus: Focus | None = None, own: Sequence[Place] = ()) -> tuple[Resolution, ...]:
        prose = parse(text, lexicon)
        return resolve(find_toponyms(prose, atlas, recogniser, lexicon), prose, atlas, focus=focus, own=own)

    return run
