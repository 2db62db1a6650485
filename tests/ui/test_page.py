"""The page as Streamlit runs it, without a browser: what each panel shows, and that no error is a traceback."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geoevents.model import Document
from geoevents.store.filters import Filter
from geoevents.ui.launch import PAGE
from geoevents.ui.library import Library, open_library

HOSTILE = "{{ 7*7 }} {% x ${1} <script>alert(1)</script> [x](javascript:alert(1)) $x^2$ :red[no] `code`"


def run(page: AppTest) -> AppTest:
    """Run the page and make sure that it did not break."""
    page.run()
    assert not page.exception, page.exception
    return page


@pytest.fixture
def page(sample_store: Path, use_store: Callable[[Path], None]) -> AppTest:
    use_store(sample_store)
    return AppTest.from_file(str(PAGE), default_timeout=60)


def asked(page: AppTest, name: str) -> str:
    """A parameter of the address, whichever way Streamlit hands it over."""
    value = page.query_params[name]
    return value[0] if isinstance(value, list) else value


def texts(page: AppTest) -> str:
    """All markup of the page in one string."""
    return "\n".join(str(node.proto.body) for node in page.get("html"))


def test_the_page_counts_its_events_and_has_its_tabs(page: AppTest) -> None:
    run(page)
    total = open_library().total
    assert f"{total} of {total} events shown" in texts(page)
    assert [tab.label.split(" ")[0] for tab in page.tabs] == [
        "Events",
        "Changes",
        "Claims",
        "Conflicts",
        "Sources",
        "Not",
        "Export",
        "About",
    ]
    assert len(page.dataframe[0].value) == total


def test_the_address_sets_the_filters(page: AppTest) -> None:
    page.query_params.update({"from": "2024-08-09", "to": "2024-08-09", "type": "battle"})
    run(page)
    wanted = Filter(date_from=date(2024, 8, 9), date_to=date(2024, 8, 9), types=("battle",))
    assert page.date_input(key="f_from").value == date(2024, 8, 9)
    assert open_library().tally(wanted).words().split(" · ")[0] in texts(page)
    assert not page.info


def test_an_address_may_ask_for_what_no_event_has(page: AppTest) -> None:
    page.query_params.update(
        {"type": "protest,battle", "status": "denied", "sources": "40", "border": "0.5", "from": "1700-01-01"}
    )
    run(page)
    assert "0 of" in texts(page)
    assert "Nothing to show" in texts(page)
    assert asked(page, "type") == "protest,battle"
    assert asked(page, "sources") == "40"
    assert not page.info or all(
        "No event passes" in info.value or "No " in info.value or "Nothing" in info.value for info in page.info
    )


def test_a_broken_address_is_passed_over_with_a_note(page: AppTest) -> None:
    page.query_params.update({"from": "2024-99-99", "type": "dance", "event": "no-such-event", "view": "<script>"})
    run(page)
    notes = [info.value for info in page.info]
    assert len(notes) == 4
    assert "from" not in page.query_params
    assert "event" not in page.query_params


def test_filters_go_to_the_address_and_can_be_cleared(page: AppTest) -> None:
    run(page)
    page.text_input(key="f_text").set_value("Sudzha")
    run(page)
    assert asked(page, "text") == "Sudzha"
    next(button for button in page.button if button.label == "Clear all filters").click()
    run(page)
    assert "text" not in page.query_params


def test_typed_dates_and_quick_picks(page: AppTest) -> None:
    run(page)
    next(button for button in page.button if button.label == "7 days").click()
    run(page)
    last = open_library().facets.last
    assert last is not None
    assert page.date_input(key="f_to").value == last
    page.button(key="back").click()
    run(page)
    assert page.date_input(key="f_to").value is not None
    assert page.date_input(key="f_to").value < last
    page.date_input(key="f_from").set_value(date(2024, 8, 20))
    page.date_input(key="f_to").set_value(date(2024, 8, 1))
    run(page)
    assert asked(page, "from") == "2024-08-01"


def test_a_selected_event_shows_its_card(page: AppTest) -> None:
    run(page)
    event = next(e for e in open_library().events(Filter(), 100) if e.mapped and e.border)
    page.query_params["event"] = event.id
    fresh = AppTest.from_file(str(PAGE), default_timeout=60)
    fresh.query_params["event"] = event.id
    run(fresh)
    shown = texts(fresh)
    assert "ge-card" in shown
    assert "Machine’s reading" in shown
    assert "km from border" in shown
    next(button for button in fresh.button if button.label == "Close").click()
    run(fresh)
    assert "event" not in fresh.query_params


def test_a_selected_place_lists_its_events(page: AppTest) -> None:
    run(page)
    library = open_library()
    answer = library.columns.words([0])[0]
    fresh = AppTest.from_file(str(PAGE), default_timeout=60)
    fresh.query_params["place"] = answer.key
    run(fresh)
    here = library.at_place(Filter(), answer.key)
    picks = [button for button in fresh.button if str(button.key).startswith("pick_")]
    assert len(picks) == len(here)
    picks[0].click()
    run(fresh)
    assert asked(fresh, "event") == here[0].id


def test_an_empty_store_says_what_to_do(tmp_path: Path, use_store: Callable[[Path], None]) -> None:
    use_store(tmp_path / "empty.gpkg")
    page = run(AppTest.from_file(str(PAGE), default_timeout=60))
    assert "No reports yet" in texts(page)
    assert "geoevents ingest" in texts(page)


def test_a_file_that_is_no_store_is_a_sentence(tmp_path: Path, use_store: Callable[[Path], None]) -> None:
    (tmp_path / "other.gpkg").write_text("this is no store", encoding="utf-8")
    use_store(tmp_path / "other.gpkg")
    page = run(AppTest.from_file(str(PAGE), default_timeout=60))
    assert len(page.error) == 1
    assert page.error[0].value.endswith(".")


def test_a_pasted_report_without_a_date_is_asked_for_it_and_stored_when_told(
    tmp_path: Path, use_store: Callable[[Path], None]
) -> None:
    use_store(tmp_path / "mine.gpkg")
    page = run(AppTest.from_file(str(PAGE), default_timeout=120))
    text = "A missile hit a market in Kharkiv on Friday, killing at least 3 people, officials said."
    page.text_area(key="add_text").set_value(text)
    next(button for button in page.button if button.label == "Read it").click()
    run(page)
    assert "publication date is not known" in page.warning[0].value
    assert '<mark class="ge-where">Kharkiv</mark>' in texts(page)
    assert open_library().total == 0
    page.date_input(key="add_day").set_value(date(2024, 5, 10))
    next(button for button in page.button if button.label == "Read it").click()
    run(page)
    assert not page.warning
    page.button(key="store_draft").click()
    run(page)
    assert open_library().total >= 1


def test_no_text_is_a_warning(tmp_path: Path, use_store: Callable[[Path], None]) -> None:
    use_store(tmp_path / "mine.gpkg")
    page = run(AppTest.from_file(str(PAGE), default_timeout=60))
    next(button for button in page.button if button.label == "Read it").click()
    run(page)
    assert "no text yet" in page.error[0].value


def test_hostile_text_stays_text(tmp_path: Path, use_store: Callable[[Path], None]) -> None:
    store = tmp_path / "hostile.gpkg"
    library = Library(store)
    for number in range(2):
        text = f"{HOSTILE} A missile hit a market in Kharkiv on 3 May 2024, killing 3 people, {HOSTILE} said. Report {number}."
        document = Document(
            f"hostile-{number}",
            text,
            hashlib.sha256(text.encode()).hexdigest(),
            HOSTILE,
            date(2024, 5, 4),
            "given",
            "",
            HOSTILE,
            "javascript:alert(1)",
        )
        library.add((document, library.extract(document)))
    assert library.total
    use_store(store)
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.query_params["event"] = library.events(Filter(), 1)[0].id
    run(page)
    shown = texts(page)
    assert "<script>" not in shown
    assert 'href="javascript' not in shown
    assert "{{ 7*7 }}" in shown
