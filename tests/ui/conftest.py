"""A store of the sample reports, read and merged by the real pipeline, once for all tests of the page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geoevents.model import Document
from geoevents.pipeline import Resources, extract
from geoevents.reading import read
from geoevents.resources import seeds_folder
from geoevents.store import EventStore


def ingest(folder: Path, store: Path) -> None:
    """Read every report below a folder into a store."""
    resources = Resources.load()
    documents = [found for found in read([folder]) if isinstance(found, Document)]
    with EventStore(store) as opened:
        opened.add((document, extract(document, resources)) for document in documents)
        opened.merge(atlas=resources.atlas, lexicon=resources.lexicon)


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample reports; tests only read it."""
    store = tmp_path_factory.mktemp("store") / "events.gpkg"
    ingest(seeds_folder(), store)
    return store


@pytest.fixture
def use_store() -> Iterator[Callable[[Path], None]]:
    """Point the page at a store, and back afterwards."""
    before = os.environ.get("GEOEVENTS_STORE")

    def use(store: Path) -> None:
        os.environ["GEOEVENTS_STORE"] = str(store)

    yield use
    if before is None:
        os.environ.pop("GEOEVENTS_STORE", None)
    else:
        os.environ["GEOEVENTS_STORE"] = before
