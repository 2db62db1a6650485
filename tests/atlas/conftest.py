from __future__ import annotations

import pytest

from geoevents.atlas import Atlas


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return Atlas.load()


@pytest.fixture(scope="session")
def de_facto() -> Atlas:
    return Atlas.load(view="de-facto")
