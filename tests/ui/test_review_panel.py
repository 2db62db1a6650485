"""Review in the page as Streamlit runs it: every decision is kept, shown, exported, and taken back."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geoevents.model import Event
from geoevents.reading import document
from geoevents.store import EventStore
from geoevents.store.filters import Filter
from geoevents.ui import selection
from geoevents.ui.launch import PAGE
from geoevents.ui.library import Library, open_library
from geoevents.ui.review import days_of
from geoevents.views.layer import Pick

SUDZHA = (35.2716, 51.1911)


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, page.exception
    return page


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, use_store: Callable[[Path], None]) -> Path:
    """A store of the samples that a test may change."""
    copy = tmp_path / "events.gpkg"
    shutil.copyfile(sample_store, copy)
    use_store(copy)
    return copy


own_store = pytest.mark.usefixtures("store")


def pick_event(test: Callable[[Event], bool]) -> Event:
    return next(event for event in open_library().events(Filter(), 1000) if test(event))


def opened(event: Event | str, what: str = "") -> AppTest:
    """The page on an event, with a form of its review."""
    name = event if isinstance(event, str) else event.id
    page = AppTest.from_file(str(PAGE), default_timeout=120)
    page.query_params["event"] = name
    run(page)
    if what:
        page.session_state[f"rv_what_{name}"] = what
        run(page)
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return run(page)


def texts(page: AppTest) -> str:
    return "\n".join(str(node.proto.body) for node in page.get("html"))


def now(event: Event | str) -> Event:
    library = open_library()
    library.refresh()
    found = library.event(event if isinstance(event, str) else event.id)
    assert found is not None
    return found


@own_store
def test_type_and_headline_are_corrected_shown_exported_and_taken_back() -> None:
    event = pick_event(lambda e: e.type == "strike" and e.mapped)
    page = opened(event, "Type")
    page.selectbox(key=f"rv_type_{event.id}").set_value("attack")
    page.text_input(key=f"rv_summary_{event.id}").set_value("A {{ 7*7 }} headline of mine")
    page.text_input(key=f"rv_why_{event.id}").set_value("a photo")
    page.text_input(key=f"rv_who_{event.id}").set_value("ann")
    press(page, "Set it")
    after = now(event)
    assert (after.type, after.summary) == ("attack", "A {{ 7*7 }} headline of mine")
    assert dict(after.machine) == {"type": '"strike"', "summary": json.dumps(event.summary, ensure_ascii=False)}
    assert "set by a person" in texts(page)
    assert "machine read: strike" in texts(page)
    assert page.toast[0].value == "Type and headline are set\\."
    assert any("ann" in note.value and "a photo" in note.value for note in page.markdown)
    features = json.loads(open_library().export(Filter(), "geojson"))["features"]
    mine = next(f["properties"] for f in features if f["properties"]["event_id"] == event.id)
    assert (mine["event_type"], mine["reviewed"]) == ("attack", "summary; type")
    assert "a photo" not in json.dumps(features)
    for review, _ in open_library().decisions(after):
        page.button(key=f"undo_{review.id}").click()
        run(page)
    assert (now(event).type, now(event).summary, now(event).reviewed) == (event.type, event.summary, ())
    assert page.button(key="undo_1").disabled


@own_store
def test_confirming_all_marks_the_event() -> None:
    event = pick_event(lambda e: e.mapped)
    page = opened(event, "Confirm")
    press(page, "Confirm")
    assert now(event).reviewed == ("event",)
    assert "confirmed by a person" in texts(page)
    assert page.session_state[f"rv_what_{event.id}"] is None


@pytest.mark.parametrize(
    ("precision", "first", "last", "start", "end"),
    [
        ("day", date(2024, 8, 9), date(2024, 8, 12), "2024-08-09", "2024-08-09"),
        ("interval", date(2024, 8, 9), date(2024, 8, 12), "2024-08-09", "2024-08-12"),
        ("interval", date(2024, 8, 9), date(2024, 8, 1), "2024-08-09", "2024-08-09"),
        ("week", date(2024, 8, 9), None, "2024-08-05", "2024-08-11"),
        ("month", date(2024, 2, 9), None, "2024-02-01", "2024-02-29"),
        ("year", date(2024, 8, 9), date(2025, 1, 1), "2024-01-01", "2025-12-31"),
        ("unknown", None, None, None, None),
    ],
)
def test_days_are_as_wide_as_they_are_known(
    precision: str, first: date | None, last: date | None, start: str | None, end: str | None
) -> None:
    assert days_of(precision, first, last) == {"start": start, "end": end, "precision": precision}


@own_store
def test_the_date_is_set_to_a_month() -> None:
    event = pick_event(lambda e: e.dates.precision == "day")
    page = opened(event, "Date")
    page.selectbox(key=f"rv_precision_{event.id}").set_value("month")
    page.date_input(key=f"rv_first_{event.id}").set_value(date(2024, 7, 9))
    page.date_input(key=f"rv_last_{event.id}").set_value(None)
    press(page, "Set the date")
    assert (now(event).dates.first, now(event).dates.last) == (date(2024, 7, 1), date(2024, 7, 31))
    assert "Jul 2024" in texts(page)
    assert days_of("day", None, None) is None


@own_store
def test_figures_are_typed_as_people_write_them() -> None:
    event = pick_event(lambda e: len(e.figures) == 1)
    page = opened(event, "Figures")
    page.text_input(key=f"rv_number0_{event.id}").set_value("some words")
    press(page, "Set the figures")
    assert "is no figure" in page.info[0].value
    page.text_input(key=f"rv_number0_{event.id}").set_value("at least 14")
    page.selectbox(key=f"rv_kind1_{event.id}").set_value("wounded")
    page.text_input(key=f"rv_number1_{event.id}").set_value("40–44")
    press(page, "Set the figures")
    found = [(f.figure.kind, f.figure.low, f.figure.best, f.figure.high) for f in now(event).figures]
    assert found == [(event.figures[0].figure.kind, 14, 14, None), ("wounded", 40, None, 44)]


@own_store
def test_status_and_note() -> None:
    event = pick_event(lambda e: e.status == "asserted" and e.mapped)
    page = opened(event, "Status")
    page.selectbox(key=f"rv_status_{event.id}").set_value("disputed")
    press(page, "Set the status")
    assert now(event).status == "disputed"
    page = opened(event, "Note")
    press(page, "Write it down")
    assert "note without words" in page.info[0].value
    page.text_area(key=f"rv_note_{event.id}").set_value("ask again")
    press(page, "Write it down")
    assert [review.value for review, _ in open_library().decisions(now(event)) if review.field == "note"] == [
        "ask again"
    ]
    assert now(event).reviewed == ("status",)


@own_store
def test_a_rejected_event_leaves_the_lists_and_comes_back() -> None:
    event = pick_event(lambda e: e.mapped)
    total = open_library().total
    page = opened(event, "Reject")
    press(page, "Reject the event")
    assert open_library().total == total - 1
    assert open_library().rejected()[0].id == event.id
    assert "rejected this event" in page.warning[0].value
    assert any("1 event rejected by a person" in note.value for note in page.markdown)
    press(page, "Undo")
    assert open_library().total == total
    assert not page.warning


@own_store
def test_events_are_merged_and_parted_again() -> None:
    event = pick_event(lambda e: e.mapped and len(e.mentions) == 1)
    page = opened(event, "Merge")
    other = page.multiselect(key=f"rv_others_{event.id}").options[0]
    ids = {f"{e.summary}" for e in open_library().events(Filter(), 1000)}
    assert any(other.endswith(words) for words in ids)
    total = open_library().total
    near = next(e for e in open_library().events(Filter(), 1000) if other.endswith(e.summary) and e.id != event.id)
    page.multiselect(key=f"rv_others_{event.id}").set_value([near.id])
    press(page, "Merge")
    assert open_library().total == total - 1
    merged = now(event)
    assert now(near.id).id == merged.id
    page = opened(merged, "Split")
    refs = [(ref.report, ref.mention) for ref in merged.mentions if ref in near.mentions]
    page.multiselect(key=f"rv_parts_{merged.id}").set_value(refs[:1])
    press(page, "Split them off")
    assert open_library().total == total


@own_store
def test_the_place_is_found_by_name_and_may_be_nowhere() -> None:
    event = pick_event(lambda e: e.mapped and any(p.place.kind == "admin1" for p in e.places))
    page = opened(event, "Place")
    choice = page.radio(key=f"pl_{event.id}_choice_")
    assert choice.options[0].replace("\\", "").startswith(event.places[0].place.name)  # the candidates of its sentences
    page.text_input(key=f"pl_{event.id}_name").set_value("Rylsk")
    run(page)
    choice = page.radio(key=f"pl_{event.id}_choice_Rylsk")
    assert "Rylsk" in choice.options[0]
    press(page, "Set the place")
    assert now(event).places[0].place.name == "Rylsk"
    assert now(event).border is not None
    assert "Rylsk" in now(event).summary
    page = opened(event, "Place")
    page.radio(key=f"pl_{event.id}_choice_").set_value("nowhere: no place that may stand on a map")
    press(page, "Set the place")
    assert not now(event).mapped


@own_store
def test_a_point_of_the_map_places_an_event_without_keeping_a_place() -> None:
    event = pick_event(lambda e: not e.mapped and bool(e.mentions))
    page = opened(event)
    page.session_state["sel_pick"] = Pick(1, on=False, at=(35.3, 51.25))
    run(page)
    page.checkbox(key="point_keep").uncheck()
    run(page)
    page.text_input(key="point_name").set_value("the mill")
    press(page, "Place the event")
    placed = now(event)
    assert (placed.places[0].place.name, placed.places[0].place.country, placed.places[0].place.admin1) == (
        "the mill",
        "RU",
        "Kursk Oblast",
    )
    assert placed.border is not None
    assert not open_library().own_file.exists()


def test_a_place_of_ones_own_is_used_for_stored_reports_and_may_be_removed(
    tmp_path: Path, use_store: Callable[[Path], None]
) -> None:
    path = tmp_path / "events.gpkg"
    library = Library(path)
    text = "A drone hit a house in Verkhnya Dubrava on Tuesday, wounding two people, officials said."
    for name, words in (("a", text), ("b", text.replace("a house", "a school").replace("two", "nine"))):
        made = document(words, id=name, published=date(2024, 8, 13 + (name == "b")))
        library.add((made, library.extract(made)))
    use_store(path)
    page = run(AppTest.from_file(str(PAGE), default_timeout=120))
    page.session_state["sel_pick"] = Pick(1, on=False, at=(34.4, 51.1))
    run(page)
    page.text_input(key="point_name").set_value("")
    press(page, "Save to my places")
    assert "name is empty" in page.info[0].value
    page.text_input(key="point_name").set_value("Verkhnya Dubrava")
    page.number_input(key=selection.RADIUS).set_value(2.5)
    press(page, "Save to my places")
    run(page)
    library = open_library()
    (row,) = library.own_rows()
    assert (row.name, row.radius_km, row.lon, row.lat) == ("Verkhnya Dubrava", 2.5, 34.4, 51.1)
    assert row.region is not None
    placed = [e for e in library.events(Filter(), 99) if e.mapped]
    assert len(placed) == library.total
    assert {p.place.place_id for e in placed for p in e.places} == {"own:verkhnya-dubrava"}
    assert not any(e.reviewed for e in placed)
    page.session_state["sel_pick"] = Pick(9, on=False, at=(34.5, 51.2))
    run(page)
    page.text_input(key="point_name").set_value("verkhnya dubrava")
    press(page, "Save to my places")
    run(page)
    assert len(library.own_rows()) == 1  # the same name twice is refused in a sentence
    page.button(key="drop_own:verkhnya-dubrava").click()
    run(page)
    assert library.own_rows() == ()
    assert not any(e.mapped for e in open_library().events(Filter(), 99))


@own_store
def test_an_event_is_made_from_a_sentence_and_without() -> None:
    page = run(AppTest.from_file(str(PAGE), default_timeout=120))
    total = open_library().total
    page.selectbox(key="new__type").set_value("protest")
    page.text_input(key="new__place").set_value("Rylsk")
    run(page)
    page.date_input(key="new__day").set_value(date(2024, 8, 12))
    page.selectbox(key="new__kind").set_value("killed")
    page.text_input(key="new__number").set_value("up to 3")
    page.button(key="new__go").click()
    run(page)
    assert open_library().total == total + 1
    made = now(
        page.query_params["event"][0] if isinstance(page.query_params["event"], list) else page.query_params["event"]
    )
    assert (made.type, made.summary, made.places[0].place.name) == ("protest", "Protest in Rylsk", "Rylsk")
    assert made.figures[0].figure.high == 3
    assert made.border is not None
    assert "made by hand" in texts(page)
    report = next(r.report.id for r in open_library().reports(9))
    page = AppTest.from_file(str(PAGE), default_timeout=120)
    run(page)
    next(box for box in page.selectbox if box.label == "Read a report with its marks").set_value(report)
    run(page)
    page.selectbox(key=f"new_{report}_sentence").set_value(0)
    run(page)
    page.button(key=f"new_{report}_go").click()
    run(page)
    document_, _ = open_library().report(report)
    assert document_ is not None
    told = next(e for e in open_library().events(Filter(), 1000) if "create" in e.reviewed and e.mentions)
    (ref,) = told.mentions
    assert ref.report == report
    assert document_.text[ref.sentence.start : ref.sentence.end] == ref.quote


def test_internal_reports_show_only_when_asked_for(tmp_path: Path, use_store: Callable[[Path], None]) -> None:
    path = tmp_path / "events.gpkg"
    library = Library(path)
    for name, sharing, town in (("open", "public", "Kharkiv"), ("kept", "internal", "Poltava")):
        made = document(f"A missile hit a market in {town} on 3 May 2024, killing 3 people.", id=name, sharing=sharing)
        library.add((made, library.extract(made)))
    assert {p.place.name for e in library.events(Filter(), 9) for p in e.places} == {"Kharkiv"}
    use_store(path)
    page = run(AppTest.from_file(str(PAGE), default_timeout=120))
    assert "Poltava" not in page.dataframe[0].value.to_string()
    assert "1 of 1 events shown" in texts(page)
    page.toggle(key="internal").set_value(True)
    run(page)
    assert "Poltava" in page.dataframe[0].value.to_string()
    assert "2 of 2 events shown" in texts(page)
    assert "not for passing on" in texts(page)
    assert page.dataframe[0].value["Sources · origins"].str.contains("internal").sum() == 1
    kept = next(e for e in open_library(internal=True).events(Filter(), 9) if e.places[0].place.name == "Poltava")
    assert "internal" not in page.query_params  # a link that is passed on shows what everyone may see
    fresh = AppTest.from_file(str(PAGE), default_timeout=120)
    fresh.query_params["event"] = kept.id
    run(fresh)
    assert "not in this store" in fresh.info[0].value
    assert "Poltava" not in texts(fresh)
    with EventStore(path, readonly=True) as opened_store:
        assert opened_store.has_internal
