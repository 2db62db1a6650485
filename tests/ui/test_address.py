"""The address bar: what it says, and what it does with nonsense."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.store.filters import PLACE_KNOWN, STATUSES, Filter
from geoevents.ui.address import KEYS, Address, filter_query, read_address, write_address

TYPES = ("battle", "strike", "security-measure")
NAMES = st.lists(
    st.text(min_size=1, max_size=20).filter(str.strip) | st.sampled_from(["a|b", "50%", "%7C", "x, y"]),
    unique=True,
    max_size=3,
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any filter that the page can set."""
    days = sorted(draw(st.lists(DAYS, max_size=2)))
    return Filter(
        date_from=days[0] if days else None,
        date_to=days[-1] if len(days) > 1 else None,
        undated=draw(st.booleans()),
        types=tuple(draw(st.lists(st.sampled_from(TYPES), unique=True))),
        text=draw(st.text(max_size=30)).strip(),
        statuses=tuple(draw(st.lists(st.sampled_from(STATUSES), unique=True))),
        min_sources=draw(st.integers(0, 9)),
        within_km_of_border=draw(st.none() | st.integers(0, 900).map(float)),
        said_by=tuple(draw(NAMES)),
        publishers=tuple(draw(NAMES)),
        figures=tuple(draw(st.lists(st.sampled_from(["any", "killed", "troops"]), unique=True))),
        date_known=tuple(draw(st.lists(st.sampled_from(["day", "publication"]), unique=True))),
        place_known=tuple(draw(st.lists(st.sampled_from(PLACE_KNOWN), unique=True))),
    )


@given(
    filters(),
    st.sampled_from(["", "e1"]),
    st.sampled_from(["", "geonames:1"]),
    st.sampled_from(["", "3-9@a report"]),
    st.sampled_from(["international", "de-facto"]),
)
def test_what_is_written_is_read_back(wanted: Filter, event: str, place: str, claim: str, view: str) -> None:
    address = Address(wanted, event, place, "de-facto" if view == "de-facto" else "international", claim=claim)
    assert read_address(write_address(address), TYPES) == address


@given(filters())
def test_the_data_route_gets_the_same_filter(wanted: Filter) -> None:
    query = filter_query(wanted)
    assert query
    assert read_address(dict(parse_qsl(query)), TYPES).filter == wanted


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=300)))
def test_nonsense_never_raises_and_is_told(params: dict[str, str]) -> None:
    address = read_address(params, TYPES)
    assert all(note.startswith("The address") for note in address.notes)


@pytest.mark.parametrize(
    ("name", "value"),
    [("from", "2024-13-40"), ("to", "yesterday"), ("type", "battle,dance"), ("status", "certain"), ("sources", "many"), ("sources", "-1"),
     ("border", "near"), ("border", "-5"), ("border", "nan"), ("view", "mine"), ("figures", "souls"), ("dated", "always"), ("placed", "house|town")],
)  # fmt: skip
def test_a_broken_value_is_passed_over_with_a_note_and_the_rest_holds(name: str, value: str) -> None:
    params = {"text": "mall", "from": "2024-08-01", name: value}
    address = read_address(params, TYPES)
    assert len(address.notes) == 1
    assert name in address.notes[0]
    assert address.filter.text == "mall"
    assert name == "from" or address.filter.date_from == date(2024, 8, 1)


def test_a_range_that_ends_before_it_begins_is_passed_over() -> None:
    address = read_address({"from": "2024-08-09", "to": "2024-08-01"}, TYPES)
    assert address.filter == Filter()
    assert len(address.notes) == 1


def test_the_bare_page_has_a_bare_address() -> None:
    assert write_address(Address()) == {}


@pytest.mark.parametrize("words", ["INF", "-inf", "nan", "1e999"])
def test_numbers_without_end_are_told(words: str) -> None:
    found = read_address({"sources": words}, TYPES)
    assert found.filter == Filter()
    assert len(found.notes) == 1
