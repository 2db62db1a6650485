"""What only an internal report tells is in no byte of a file, unless it was asked for: every format, searched byte by byte."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geoevents.exports import BINARY, FORMATS, Format, write
from geoevents.pipeline import Resources, extract
from geoevents.reading import document
from geoevents.store import EventStore, Filter, PublicView

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
DRAWN = {"html", "briefing", "briefing-wide", "briefing-png", "briefing-wide-png"}
OPEN = (
    "A missile hit a market in Kharkiv on 3 May 2024, killing at least 3 people, the mayor said.\n"
    "Flooding closed the road to Sumy on 2 May 2024.\n"
)
HIDDEN = (
    "A missile hit a market in Kharkiv on 3 May 2024, killing 8131 people, the Zarethan Institute said.\n"
    "Troops shelled Kupiansk on 4 May 2024, wounding 7717 people, the Zarethan Institute said.\n"
)
SECRETS = ("Zarethan", "killed 8,131", "wounded 7,717", "Quillfeather", "quillfeather.example", "inner-report")
# The ground of a map has numbers and towns of its own; that they are the same for all is tested below.
NOT_ON_THE_GROUND = ("8131", "7717", "Kupiansk")


@dataclass
class Shelf:
    """A store with a public and an internal report of one event, and one that never saw the internal report."""

    both: EventStore
    public: EventStore
    resources: Resources


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    resources = Resources.load()
    folder = tmp_path_factory.mktemp("shelf")
    seen = document(OPEN, id="open-report", published=date(2024, 5, 4), publisher="Open Times")
    inner = document(
        HIDDEN, id="inner-report", published=date(2024, 5, 5), publisher="Quillfeather Desk",
        url="https://quillfeather.example/1", sharing="internal",
    )  # fmt: skip
    made = []
    for name, reports in (("both", (seen, inner)), ("public", (seen,))):
        store = EventStore(folder / f"{name}.gpkg", now=lambda: NOON)
        store.add((one, extract(one, resources)) for one in reports)
        store.merge(atlas=resources.atlas, lexicon=resources.lexicon)
        made.append(store)
    yield Shelf(*made, resources)
    for store in made:
        store.close()


def file_of(shelf: Shelf, form: Format, view: EventStore | PublicView, path: Path, *, internal: bool = False) -> bytes:
    write(
        view.events(),
        form,
        path,
        atlas=shelf.resources.atlas,
        lexicon=shelf.resources.lexicon,
        title="May",
        internal=internal,
    )
    return path.read_bytes()


def readable(data: bytes) -> str:
    """The bytes as text, with the escapes of JSON and of JavaScript read too."""
    text = data.decode("utf-8", "replace")
    return text + re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def test_the_internal_report_tells_of_both_events(shelf: Shelf) -> None:
    told = list(shelf.both.events())
    assert any({ref.report for ref in event.mentions} == {"open-report", "inner-report"} for event in told)
    assert any({ref.report for ref in event.mentions} == {"inner-report"} for event in told)
    inside = json.dumps([ref.quote for event in told for ref in event.mentions])
    assert "8131" in inside
    assert "7717" in inside


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("through", ["the public view", "the store"])
def test_no_byte_of_a_file_tells_what_only_an_internal_report_does(
    shelf: Shelf, tmp_path: Path, form: Format, through: str
) -> None:
    view = shelf.both.public() if through == "the public view" else shelf.both
    text = readable(file_of(shelf, form, view, tmp_path / "file"))
    secrets = SECRETS if form in DRAWN else SECRETS + NOT_ON_THE_GROUND
    assert not [secret for secret in secrets if secret.casefold() in text.casefold()]


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"gpkg"}))  # a GeoPackage says when it was made
def test_a_file_is_the_one_of_a_store_that_never_saw_the_internal_report(
    shelf: Shelf, tmp_path: Path, form: Format
) -> None:
    shared = file_of(shelf, form, shelf.both.public(), tmp_path / "shared")
    assert shared == file_of(shelf, form, shelf.public, tmp_path / "public")


@pytest.mark.parametrize("form", FORMATS)
def test_asked_for_it_is_there(shelf: Shelf, tmp_path: Path, form: Format) -> None:
    inside = file_of(shelf, form, shelf.both, tmp_path / "file", internal=True)
    if form in {"briefing-png", "briefing-wide-png"}:
        assert inside != file_of(shelf, form, shelf.public, tmp_path / "public")
    else:
        assert "Kupiansk" in readable(inside)
    assert (form in BINARY) == (inside[:4] in {b"\x89PNG", b"SQLi"})


def test_a_filter_on_what_only_an_internal_report_tells_keeps_nothing_to_share(shelf: Shelf, tmp_path: Path) -> None:
    for wanted in (
        Filter(publishers=("Quillfeather Desk",)),
        Filter(text="Zarethan"),
        Filter(said_by=("Zarethan Institute",)),
    ):
        assert list(shelf.both.events(wanted))
        written = write(
            shelf.both.public().events(wanted), "csv", tmp_path / "file.csv", lexicon=shelf.resources.lexicon
        )
        assert written.events == 0
