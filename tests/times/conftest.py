"""What the tests of time share: the shipped lexicon, and reading a text in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import Timex
from geoevents.text import parse
from geoevents.times import anchor, find_timexes

Reader = Callable[..., tuple[Timex, ...]]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Reader:
    """Find and anchor: `read(text, published="2024-08-11")`; `published=None` for an undated report."""

    def reading(text: str, published: str | None = "2024-08-11") -> tuple[Timex, ...]:
        prose = parse(text, lexicon)
        day = None if published is None else date.fromisoformat(published)
        return anchor(find_timexes(prose, lexicon), prose, day, lexicon)

    return reading
