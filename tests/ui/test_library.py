"""What the page asks of a store, on the sample reports."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from geoevents.exports import Format
from geoevents.reading import document as draft
from geoevents.store.filters import Filter, mapped_places
from geoevents.ui.library import Library, open_library
from geoevents.views.viewport import AREA, COUNTRY, POINT, viewport

WORLD = (-180.0, -90.0, 180.0, 90.0)
FILTERS = [
    Filter(),
    Filter(date_from=date(2024, 8, 9), date_to=date(2024, 8, 9)),
    Filter(types=("strike", "battle")),
    Filter(statuses=("claimed",)),
    Filter(text="Sudzha"),
    Filter(min_sources=2),
    Filter(within_km_of_border=50.0),
]


@pytest.fixture(scope="module")
def library(sample_store: Path) -> Library:
    return Library(sample_store)


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_every_count_agrees_with_the_events(library: Library, wanted: Filter) -> None:
    events = library.events(wanted, 10_000)
    tally = library.tally(wanted)
    assert tally.shown == len(events) == int(library.mask(wanted).sum())
    assert tally.total == library.total
    assert tally.unplaced == len(library.unplaced(wanted, 10_000)) == sum(not mapped_places(e) for e in events)
    assert tally.undated == len(library.undated(wanted, 10_000)) == sum(e.dates.first is None for e in events)
    placed = sum(len(mapped_places(event)) for event in events)
    assert viewport(library.columns, library.rows(wanted), WORLD, 6)["total"] == placed


def test_the_latest_come_first_and_the_undated_last(library: Library) -> None:
    days = [event.dates.first or date.min for event in library.events(Filter(), 10_000)]
    assert days == sorted(days, reverse=True)
    assert len(library.events(Filter(), 3)) == 3


def test_regions_are_areas_towns_are_points_and_countries_neither(library: Library) -> None:
    kinds = {"country": COUNTRY, "admin1": AREA, "settlement": POINT}
    columns, snapshot = library.columns, library.snapshot
    for row in range(len(columns.lon)):
        (event,) = library.events_of([row])
        here = [
            p.place
            for p in mapped_places(event)
            if p.place.lon == snapshot.lon[row] and p.place.lat == snapshot.lat[row]
        ]
        assert columns.extent[row] in {kinds.get(place.kind, columns.extent[row]) for place in here}


def test_a_symbol_leads_to_exactly_its_events(library: Library) -> None:
    answer = viewport(library.columns, library.rows(Filter()), WORLD, 6)
    symbols = [*answer["symbols"], *answer["regions"], *answer["countries"]]  # type: ignore[misc]
    assert symbols
    for symbol in symbols:
        here = library.at_place(Filter(), symbol["key"])
        assert len({event.id for event in here}) == len(here)
        assert all(any(p.place.place_id == symbol["place"] for p in mapped_places(event)) for event in here)
        assert library.place_name(symbol["key"]) == symbol["name"]


def test_a_key_that_is_none_names_no_place(library: Library) -> None:
    for key in ("", "at:", "at:x,y", "geonames:1", "at:1,2,3", "at:0,0"):
        assert library.at_place(Filter(), key) == ()
    assert library.place_name("nonsense") == "This place"


def test_days_are_counted_by_family(library: Library) -> None:
    days = library.by_day(Filter())
    coarse = sum(span.count for span in library.not_to_the_day(Filter()) if span.first)
    dated = library.tally(Filter()).shown - library.tally(Filter()).undated
    assert sum(sum(families.values()) for families in days.values()) == dated - coarse


def test_evidence_has_the_mentions_and_reports_of_the_event(library: Library) -> None:
    for event in library.events(Filter(), 100):
        evidence = library.evidence(event)
        assert {ref.mention for ref in event.mentions} <= set(evidence.mentions)
        assert {ref.report for ref in event.mentions} <= set(evidence.reports)


def test_the_export_holds_exactly_what_is_filtered(library: Library) -> None:
    wanted = Filter(date_from=date(2024, 8, 9), date_to=date(2024, 8, 9))
    made = json.loads(library.export(wanted, "geojson"))
    expected = {event.id for event in library.events(wanted, 10_000)}
    mapped = {event.id for event in library.events(wanted, 10_000) if mapped_places(event)}
    assert {feature["properties"]["event_id"] for feature in made["features"]} == mapped
    assert made["unplaced"] == len(expected) - len(mapped)
    assert library.export(wanted, "csv").count(b"\n") > 1


def test_threads_share_a_library(library: Library) -> None:
    seen: list[int] = []
    threads = [Thread(target=lambda: seen.append(len(library.events(Filter(), 10_000)))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [library.total] * 20


def test_a_report_that_is_added_is_there_at_once(tmp_path: Path) -> None:
    library = Library(tmp_path / "new.gpkg")
    assert library.total == 0
    assert library.tally(Filter()).words() == "0 of 0 events shown"
    text = "A missile hit a market in Kharkiv on Monday, killing 3 people, officials said."
    document = draft(text, id="pasted", title="Strike", published=date(2024, 5, 8))
    library.add((document, library.extract(document)))
    assert library.total >= 1
    assert any(p.place.name == "Kharkiv" for event in library.events(Filter(), 9) for p in mapped_places(event))
    library.add((document, library.extract(document)))
    assert library.total == len(library.events(Filter(), 99))


def test_a_border_distance_of_the_other_view_is_measured_anew(library: Library) -> None:
    for event in library.events(Filter(), 100):
        if event.border is not None:
            assert library.border(event, "international") == event.border
            other = library.border(event, "de-facto")
            assert other is not None
            assert other.view == "de-facto"
    bare = replace(library.events(Filter(), 1)[0], places=(), border=None)
    assert library.border(bare, "international") is None


def test_the_page_opens_the_store_that_the_setting_names(sample_store: Path, use_store: Callable[[Path], None]) -> None:
    use_store(sample_store)
    assert open_library() is open_library()
    assert open_library().path == sample_store.resolve()


def test_towns_and_outlines(library: Library) -> None:
    towns = library.towns((33.0, 50.0, 38.0, 53.0), 7)
    assert {"Kursk", "Belgorod"} <= {town["name"] for town in towns}
    assert len(library.towns(WORLD, 2)) <= 45
    regions = viewport(library.columns, library.rows(Filter()), WORLD, 6)["regions"]
    for region in regions:  # type: ignore[attr-defined]
        rings = library.outline(region["place"])
        assert rings
        assert np.isfinite(np.array([at for ring in rings for at in ring])).all()
    assert library.outline("nonsense") == []


def test_what_may_be_one_happening_is_near_in_days_and_place(library: Library) -> None:
    for event in library.events(Filter(), 100):
        found = library.around(event, timedelta(3), 1000)
        assert event.id in {other.id for other in found}
        if event.dates.first is None or event.dates.last is None:
            assert all(other.dates.first is None for other in found)
            continue
        assert all(
            other.dates.first <= event.dates.last + timedelta(3)
            and other.dates.last >= event.dates.first - timedelta(3)
            for other in found
            if other.dates.first is not None and other.dates.last is not None
        )
    placed = next(event for event in library.events(Filter(), 100) if mapped_places(event))
    here = {place.place.place_id for place in mapped_places(placed)}
    nearest = library.around(placed, timedelta(3), 3)
    assert any(not here.isdisjoint(p.place.place_id for p in other.places) for other in nearest)


def test_a_day_in_a_town_exports_the_figures_of_its_reports_once(library: Library) -> None:
    day = date(2024, 8, 9)
    wanted = Filter(date_from=day, date_to=day, text="Kostiantynivka")
    made = csv.DictReader(io.StringIO(library.export(wanted, "csv").decode("utf-8")))
    assert sum(int(row["killed_best"]) for row in made if row["killed_best"]) == 14


@pytest.mark.parametrize("form", ["briefing-png", "gpkg", "html"])
def test_every_kind_of_file_is_made_from_the_page(library: Library, form: Format) -> None:
    made = library.export(Filter(types=("evacuation",)), form, title="A title")
    assert made[:4] in {b"\x89PNG", b"SQLi", b"<!DO"}
    assert len(made) > 20_000


def test_only_the_newest_reports_are_listed_and_all_are_counted(library: Library) -> None:
    assert library.report_count == len(library.reports(99))
    assert len(library.reports(2)) == 2
    ((name, sha), *_) = {(stored.report.id, stored.report.text_sha256) for stored in library.reports(1)}
    assert library.known_reports([name, "no such report"]) == {(name, sha)}
