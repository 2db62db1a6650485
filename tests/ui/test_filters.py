"""The filters of the sidebar as Streamlit runs them: speakers, sources, figures, precision, stepping and playing."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geoevents.store.filters import Filter
from geoevents.ui.days import UP_TO
from geoevents.ui.facets import filter_words
from geoevents.ui.launch import PAGE
from geoevents.ui.library import open_library


@pytest.fixture
def page(sample_store: Path, use_store: Callable[[Path], None]) -> AppTest:
    use_store(sample_store)
    return AppTest.from_file(str(PAGE), default_timeout=60)


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, page.exception
    return page


def param(page: AppTest, name: str) -> str:
    value = page.query_params[name]
    return value[0] if isinstance(value, list) else value


def shown(page: AppTest) -> int:
    markup = "".join(str(node.proto.body) for node in page.get("html"))
    return int(markup.split(" of ")[0].rsplit(">", 1)[1].replace(",", ""))


@pytest.mark.parametrize("name", ["said_by", "publishers", "figures", "date_known", "place_known"])
def test_each_value_shows_as_many_events_as_it_counts(page: AppTest, name: str) -> None:
    run(page)
    library = open_library()
    counts = getattr(library.facets, name)
    assert counts
    for value, count in list(counts.items())[:3]:
        wanted = Filter(**{name: (value,)})
        assert library.tally(wanted).shown == count
        assert value[:20] in " ".join(filter_words(wanted)) or name in {"date_known", "place_known"}


def test_a_speaker_and_a_source_go_to_the_address_and_come_back(page: AppTest) -> None:
    run(page)
    facets = open_library().facets
    speaker, source = next(iter(facets.said_by)), next(iter(facets.publishers))
    page.multiselect(key="f_said_by").set_value([speaker])
    page.multiselect(key="f_publishers").set_value([source])
    run(page)
    found = shown(page)
    assert found == open_library().tally(Filter(said_by=(speaker,), publishers=(source,))).shown
    fresh = AppTest.from_file(str(PAGE), default_timeout=60)
    fresh.query_params.update({"who": param(page, "who"), "source": param(page, "source")})
    run(fresh)
    assert fresh.multiselect(key="f_said_by").value == [speaker]
    assert shown(fresh) == found
    assert not fresh.info or all("address" not in info.value for info in fresh.info)


def test_a_speaker_whom_no_report_knows_shows_nothing(page: AppTest) -> None:
    page.query_params.update({"who": "<script>alert(1)</script> {{ 7*7 }}", "figures": "any"})
    run(page)
    assert shown(page) == 0
    assert page.multiselect(key="f_said_by").value == ["<script>alert(1)</script> {{ 7*7 }}"]


def test_quick_picks_and_days_up_to_a_day(page: AppTest) -> None:
    run(page)
    facets = open_library().facets
    assert facets.first
    assert facets.last
    next(button for button in page.button if button.label == "Last day").click()
    run(page)
    assert param(page, "from") == param(page, "to") == facets.last.isoformat()
    page.session_state["f_steps"] = UP_TO
    page.button(key="back").click()
    run(page)
    assert "from" not in page.query_params
    assert param(page, "to") == (facets.last - timedelta(1)).isoformat()


def test_playing_goes_day_by_day_and_stops_at_the_last(page: AppTest) -> None:
    run(page)
    facets = open_library().facets
    assert facets.first
    assert facets.last
    page.button(key="play").click()
    run(page)
    assert param(page, "from") == param(page, "to") == facets.first.isoformat()
    page.session_state["play_on"] = True  # what the clock asks for
    run(page)
    assert date.fromisoformat(param(page, "to")).toordinal() == facets.days[1]
    assert shown(page) > 0
    page.session_state["f_from"] = page.session_state["f_to"] = date.fromordinal(facets.days[-2])
    page.session_state["play_on"] = True
    run(page)
    assert date.fromisoformat(param(page, "to")).toordinal() == facets.days[-1]
    assert page.session_state["playing"] is False
