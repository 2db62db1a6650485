"""What the drafts of the page ask for, in the words of the page."""

from __future__ import annotations

import pytest

from geoevents.times.publication import ASKS_ALL, ASKS_YEAR
from geoevents.ui.drafts import on_page


@pytest.mark.parametrize("asks", [ASKS_ALL, ASKS_YEAR])
def test_no_option_of_the_command_line_is_named(asks: str) -> None:
    assert "--published" in asks
    assert on_page(asks).endswith("give the publication date.")
