"""Filters: words become one, and SQL, snapshot and plain Python keep the same events."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merge_builders import DAY, day, heard, mention, report
from store_builders import Clock, pair

from geoevents.atlas import Atlas
from geoevents.errors import BadDate, BadFilter
from geoevents.model import UNDATED, Event, EventPlace, Extraction, Figure, FigureKind, Place, Span
from geoevents.store import EventStore, Filter, mapped_places, paging, parse_bbox, parse_date, parse_filter
from geoevents.store.events import REGIONS
from geoevents.store.filters import ANY, PLACE_KNOWN

PLACES = [
    Place(f"p{n}", name, "settlement", lon, lat, country="XA", admin1=f"R{n}")
    for n, (name, lon, lat) in enumerate(
        [("Vesna", 35.25, 51.5), ("Žitná Niva", -179.5, 10.0), ("Сонячне", 179.5, 10.0), ("Nullpoint", 0.0, 0.0), ("Pole", 12.0, 90.0)]
    )
]  # fmt: skip
SPEAKERS = ["The mayor", "the mayor of 'Pole'", "Ärzte"]
KINDS = ["strike", "battle", "meeting", "protest"]
QUOTES = ["The mill burned.", "Der Müller floh, the miller fled.", "Млин згорів.", "It rained {{ 7*7 }} % all day."]


def extractions() -> Iterator[Extraction]:
    """Forty reports over five places and twenty days, some undated, some without a place."""
    for n in range(40):
        first = DAY + timedelta(days=n % 20)
        dates = [day(first), heard(first), day(first, first + timedelta(days=9), "interval"), None][n % 4]
        places = () if n % 5 == 0 else (EventPlace(PLACES[n % 7 % 5], "topic" if n % 11 == 0 else "in"),)
        told = mention(
            f"r{n}",
            KINDS[n % 3],
            quote=QUOTES[n % 4],
            places=places,
            mapped=bool(places) and n % 11 != 0,
            **({} if dates is None else {"dates": dates}),
            status=["asserted", "claimed", "hedged"][n % 3],
            attributed_to=SPEAKERS[n % 3] if n % 2 else None,
            figures=(Figure("killed", 3, 3, 3, "people", Span(0, 1)),) if n % 6 == 1 else (),
        )
        if dates is None:
            told = mention(f"r{n}", KINDS[n % 3], quote=QUOTES[3], places=places, dates=UNDATED)
        made = report(f"r{n}", told, published=None if dates is None else first)
        yield replace(made, report=replace(made.report, publisher=f"Paper {n % 3}" if n % 4 else None))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    path: Path = tmp_path_factory.mktemp("filters") / "store.gpkg"
    with EventStore(path, now=Clock()) as store:
        store.add(pair(extraction) for extraction in extractions())
        store.merge(atlas=Atlas.load())
        yield store


def keeps(where: Filter, event: Event) -> bool:
    """The definition of a filter in plain Python, words apart."""
    return (
        _dated(where, event)
        and (not where.types or event.type in where.types)
        and (not where.statuses or event.status in where.statuses)
        and event.sources >= where.min_sources
        and (where.within_km_of_border is None or _near(event, where.within_km_of_border))
        and (not where.said_by or bool(set(where.said_by) & set(event.attributed_to)))
        and (not where.publishers or bool({ref.publisher for ref in event.mentions} & set(where.publishers)))
        and (
            not where.figures
            or bool(
                {f.figure.kind for f in event.figures}
                & ({*where.figures} if ANY not in where.figures else {*get_args(FigureKind)})
            )
        )
        and (not where.date_known or event.dates.precision in where.date_known)
        and (not where.place_known or _known(event) in where.place_known)
        and (where.bbox is None or any(_inside(where.bbox, place.place) for place in mapped_places(event)))
    )


def _known(event: Event) -> str:
    kinds = [place.place.kind for place in mapped_places(event)]
    ranks = [2 if kind == "country" else 1 if kind in REGIONS else 0 for kind in kinds]
    return ("town", "region", "country")[min(ranks)] if ranks else "none"


def _dated(where: Filter, event: Event) -> bool:
    first, last = event.dates.first, event.dates.last
    ranged = where.date_from is not None or where.date_to is not None
    if first is None or last is None:
        return where.undated or not ranged
    if not ranged:
        return not where.undated
    return (where.date_from or date.min) <= last and first <= (where.date_to or date.max)


def _near(event: Event, km: float) -> bool:
    return event.border is not None and event.border.value <= km


def _inside(box: tuple[float, float, float, float], place: Place) -> bool:
    west, south, east, north = box
    across = west <= place.lon <= east if west <= east else place.lon >= west or place.lon <= east
    return across and south <= place.lat <= north


LON = st.sampled_from([-180.0, -179.5, -179.0, 0.0, 35.0, 35.25, 35.3, 179.0, 179.5, 180.0])
LAT = st.sampled_from([-90.0, 0.0, 10.0, 51.0, 51.5, 52.0, 90.0])
BOXES = st.tuples(LON, LAT, LON, LAT).filter(lambda b: b[1] <= b[3])
DAYS = st.none() | st.integers(-3, 32).map(lambda n: DAY + timedelta(days=n))


FILTERS = st.builds(
    Filter,
    date_from=DAYS,
    date_to=DAYS,
    undated=st.booleans(),
    types=st.lists(st.sampled_from([*KINDS, "unheard-of"]), max_size=3).map(tuple),
    bbox=st.none() | BOXES,
    text=st.just(""),
    statuses=st.lists(st.sampled_from(["asserted", "claimed", "denied"]), max_size=2).map(tuple),
    min_sources=st.integers(0, 3),
    within_km_of_border=st.none() | st.sampled_from([0.0, 20.0, 50.0, 600.0, 3000.0]),
    said_by=st.lists(st.sampled_from([*SPEAKERS, "The", "nobody"]), max_size=2).map(tuple),
    publishers=st.lists(st.sampled_from(["Paper 0", "Paper 1", "none such"]), max_size=2).map(tuple),
    figures=st.lists(st.sampled_from([ANY, "killed", "troops"]), max_size=1).map(tuple),
    date_known=st.lists(st.sampled_from(["day", "interval", "unknown", "year"]), max_size=2).map(tuple),
    place_known=st.lists(st.sampled_from(PLACE_KNOWN), max_size=2).map(tuple),
)


@settings(max_examples=250, deadline=None)
@given(FILTERS)
def test_sql_snapshot_and_definition_agree(filled: EventStore, where: Filter) -> None:
    expected = [event.id for event in filled.events() if keeps(where, event)]
    assert [event.id for event in filled.events(where)] == expected
    assert filled.count(where) == filled.counts(where).total == len(expected)
    rows = filled.snapshot().row[filled.mask(where)]
    assert sorted(event.id for event in filled.rows(rows.tolist())) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mill", {QUOTES[0], QUOTES[1]}),
        ("MILLER fled", {QUOTES[1]}),
        ("muller", {QUOTES[1]}),
        ("млин", {QUOTES[2]}),
        ("7*7", {QUOTES[3]}),
        ("{{ 7*7 }} %", {QUOTES[3]}),
        ('rained" OR "mill', set()),
        ("rained NEAR mill", set()),
        ("unheard", set()),
    ],
)
def test_words_are_found_in_quotes_whatever_their_case_and_accents(
    filled: EventStore, text: str, found: set[str]
) -> None:
    where = Filter(text=text)
    events = list(filled.events(where))
    told = {ref.quote for event in filled.events() for ref in event.mentions}
    assert found <= told
    assert [event.id for event in events] == [
        event.id for event in filled.events() if found & {ref.quote for ref in event.mentions}
    ]
    assert int(filled.mask(where).sum()) == len(events)


def test_a_text_without_words_asks_for_nothing(filled: EventStore) -> None:
    assert filled.count(Filter(text=" !!! ")) == filled.count()


def test_histogram_counts_each_event_on_each_of_its_days(filled: EventStore) -> None:
    days = dict(filled.histogram())
    events = list(filled.events())
    for some, number in days.items():
        assert number == sum(
            1 for e in events if e.dates.first and e.dates.last and e.dates.first <= some <= e.dates.last
        )


@pytest.mark.parametrize(
    "text", ["2024-13-40", "2024-2-3", "20240203", "yesterday", "", "2023-02-29", "\u0662024-01-01"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate, match="YYYY-MM-DD"):
        parse_date(text)


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "0,10,1,5", "0,0,181,1", "0,-91,1,1", "nan,0,1,1", "0,0,inf,1"]
)
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(BadFilter, match="west,south,east,north"):
        parse_bbox(text)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"date_from": "2024-02-01", "date_to": "2024-01-01"}, "swap"),
        ({"types": ["stryke"], "known_types": KINDS}, "stryke"),
        ({"statuses": ["maybe"]}, "maybe"),
        ({"min_sources": -1}, "negative"),
        ({"within_km_of_border": -1.0}, "0 or more"),
        ({"within_km_of_border": math.nan}, "0 or more"),
    ],
)
def test_filter_values_that_mean_nothing_are_refused(words: dict[str, object], says: str) -> None:
    with pytest.raises(BadFilter, match=says):
        parse_filter(**words)  # type: ignore[arg-type]


def test_words_of_a_command_line_become_a_filter() -> None:
    where = parse_filter(
        date_from="2024-08-01",
        bbox=" 33, 50,38,53",
        types=["strike"],
        known_types=KINDS,
        statuses=["claimed"],
        min_sources=2,
    )
    assert where == Filter(
        date_from=date(2024, 8, 1), bbox=(33, 50, 38, 53), types=("strike",), statuses=("claimed",), min_sources=2
    )
    assert parse_filter() == Filter()
    assert not parse_filter()
    assert where


def test_facets_count_events_and_are_kept_in_the_file(filled: EventStore) -> None:
    events = list(filled.events())
    facets = filled.facets()
    assert facets["said_by"].counts() == _counted(name for event in events for name in event.attributed_to)
    assert facets["place_known"].counts() == _counted(_known(event) for event in events)
    assert facets["figures"].counts() == _counted(
        kind for event in events for kind in {f.figure.kind for f in event.figures}
    )
    with EventStore(filled.path, readonly=True) as again:
        assert {name: facet.counts() for name, facet in again.facets().items()} == {
            name: facet.counts() for name, facet in facets.items()
        }


def _counted(values: Iterator[str]) -> dict[str, int]:
    return dict(Counter(values))


@settings(max_examples=60, deadline=None)
@given(where=FILTERS, limit=st.integers(1, 9))
def test_pages_of_any_filter_join_to_the_whole_list(filled: EventStore, where: Filter, limit: int) -> None:
    for view in (filled, filled.public()):
        whole = [event.id for event in view.events(where)]
        pages: list[str] = []
        while page := [event.id for event in view.events(where, after=pages[-1] if pages else None, limit=limit)]:
            assert len(page) <= limit
            pages += page
        assert pages == whole


def test_a_page_of_too_many_events_of_one_day_is_asked_of_sql(
    filled: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = Filter(types=("strike", "battle"))
    quick = [event.id for event in filled.events(where, limit=5)]
    monkeypatch.setattr(paging, "_MOST_OF_A_DAY", -1_000)
    assert [event.id for event in filled.events(where, limit=5)] == quick
    assert list(filled.events(where, limit=0)) == []


@pytest.mark.parametrize("text", ["mill", "it rain", "the mill", "млин", "nowhere", "'"])
def test_words_are_counted_as_they_are_listed(filled: EventStore, text: str) -> None:
    where = Filter(text=text)
    assert filled.count(where) == len(list(filled.events(where))) == int(filled.mask(where).sum())


@settings(max_examples=40, deadline=None)
@given(where=FILTERS, limit=st.integers(0, 6))
def test_the_top_places_are_those_of_the_kept_events(filled: EventStore, where: Filter, limit: int) -> None:
    for view in (filled, filled.public()):
        wanted = Counter(place.place for event in view.events(where) for place in mapped_places(event))
        counted = sorted(wanted.items(), key=lambda item: (-item[1], item[0].name, item[0].place_id))[:limit]
        assert [(p.place_id, p.name, p.events, p.lon, p.lat) for p in view.top_places(where, limit=limit)] == [
            (place.place_id, place.name, number, place.lon, place.lat) for place, number in counted
        ]


def test_places_on_both_sides_of_the_antimeridian_are_counted_apart(filled: EventStore) -> None:
    names = [place.name for place in filled.top_places(Filter(), limit=9)]
    assert {"Žitná Niva", "Сонячне"} <= set(names)
