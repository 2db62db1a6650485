"""A point set by hand is kept as an own place: the event, all stored reports that name it, and later ones are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from geoevents.atlas.own import load_own
from geoevents.atlas.own_files import read_own
from geoevents.errors import BadCoordinates, InputError
from geoevents.model import Document, Event
from geoevents.pipeline import Options, Resources, extract, versions
from geoevents.reading import document
from geoevents.store import EventStore, keep_as_place, mapped_places
from geoevents.store.fields import point_value

SHELLED = "The village of Nova Zatoka was shelled on 8 August 2024, and two people were killed.\n"
STRUCK = "Drones struck a barn near Nova Zatoka, in Sumy region, on Sunday.\n"
OTHER = "Drones struck the city of Kharkiv on Sunday.\n"
POINT = (34.6, 51.1)


def reports() -> Iterator[Document]:
    for name, text in (("a", SHELLED), ("b", STRUCK), ("c", OTHER)):
        yield document(text, id=name, published="2024-08-12")


@pytest.fixture
def filled(store: EventStore, resources: Resources) -> EventStore:
    store.add((report, extract(report, resources)) for report in reports())
    store.merge(atlas=resources.atlas, lexicon=resources.lexicon)
    return store


@pytest.fixture
def file(filled: EventStore) -> Path:
    return filled.path.with_name("places.csv")


def of(store: EventStore, report: str) -> Event:
    (event,) = (event for event in store.events() if report in {ref.report for ref in event.mentions})
    return event


def where(event: Event) -> list[tuple[str, float, float]]:
    return [(place.place.place_id, place.place.lon, place.place.lat) for place in mapped_places(event)]


def test_every_stored_and_later_report_that_names_it_is_there(
    filled: EventStore, resources: Resources, file: Path
) -> None:
    event = of(filled, "a")
    assert where(event) == []
    filled.add_review(event.id, "place", point_value(*POINT, "by the river"), who="ann")
    seen: list[str] = []

    def watch(found: Iterable[Document]) -> Iterator[Document]:
        for report in found:
            seen.append(report.id)
            yield report

    kept = keep_as_place(
        filled, event.id, "Nova Zatoka", file=file, resources=resources, who="ann", why="on my map", radius_km=2, watch=watch
    )  # fmt: skip
    assert (seen, kept.read, kept.failed) == (["a", "b"], 2, ())
    assert (kept.review.who, kept.review.why, kept.review.field) == ("ann", "on my map", "place")
    (row,) = read_own(file)
    assert (row.id, row.name, row.lon, row.lat, row.radius_km) == ("own:nova-zatoka", "Nova Zatoka", *POINT, 2)
    for report in "ab":
        assert where(of(filled, report)) == [("own:nova-zatoka", *POINT)]
    assert "own:nova-zatoka" not in str(where(of(filled, "c")))
    options = Options(own_places=load_own(file, resources.atlas))
    assert filled.stale(versions(resources, options)) == ()
    for report in reports():  # as if all had been read with it from the start
        assert filled.extraction(report.id) == extract(report, resources, options)
    later = document(
        "The village of Nova Zatoka was shelled again on 20 August 2024, officials said.",
        id="d",
        published="2024-08-21",
    )
    filled.add([(later, extract(later, resources, options))])
    filled.merge(atlas=resources.atlas, lexicon=resources.lexicon)
    assert where(of(filled, "d")) == [("own:nova-zatoka", *POINT)]
    assert filled.check() == ()


def test_again_changes_nothing_and_undoing_frees_the_event(
    filled: EventStore, resources: Resources, file: Path
) -> None:
    def keep() -> int:
        return keep_as_place(
            filled, of(filled, "c").id, "Nova Zatoka", file=file, resources=resources, who="ann", point=POINT
        ).review.id  # fmt: skip

    before = where(of(filled, "c"))
    first = keep()
    rows = file.read_text("utf-8")
    second = keep()
    assert file.read_text("utf-8") == rows
    assert where(of(filled, "c")) == [("own:nova-zatoka", *POINT)]
    filled.undo(second, who="ann")
    filled.undo(first, who="ann")
    assert where(of(filled, "c")) == before


def test_reports_that_were_read_otherwise_stay_stale(filled: EventStore, resources: Resources, file: Path) -> None:
    old = document(OTHER, id="old", published="2024-08-12")
    filled.add([(old, extract(old, resources, Options(own_places=(resources.atlas.gazetteer.place(0),))))])
    keep_as_place(filled, of(filled, "a").id, "Nova Zatoka", file=file, resources=resources, who="ann", point=POINT)
    options = Options(own_places=load_own(file, resources.atlas))
    assert filled.stale(versions(resources, options)) == ("old",)


def test_what_cannot_be_kept_is_said_and_nothing_is_written(
    filled: EventStore, resources: Resources, file: Path
) -> None:
    event = of(filled, "a").id

    def keep(name: str = "Nova Zatoka", id_: str = event, **more: object) -> None:
        given = {"file": file, "resources": resources, "who": "ann", "point": POINT, **more}
        keep_as_place(filled, id_, name, **given)  # type: ignore[arg-type]

    for problem, words in (
        (lambda: keep(id_="ev-none"), "No event 'ev-none'"),
        (lambda: keep(point=None), "no point that was set by hand"),
        (lambda: keep(point=(200.0, 91.0)), "out of range"),
        (lambda: keep(name=" "), "name is empty"),
        (lambda: keep(kind="castle"), "no kind 'castle'"),
        (lambda: keep(radius_km=-1), "radius of -1 km"),
    ):
        with pytest.raises((InputError, BadCoordinates), match=words):
            problem()
    assert not file.exists()
    assert filled.reviews() == ()
    keep()
    with pytest.raises(InputError, match="with other values"):
        keep(name="NOVA ZATOKA", radius_km=9)
    assert len(read_own(file)) == 1
