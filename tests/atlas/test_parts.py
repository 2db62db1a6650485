"""Districts that a source lists as places rank behind their city."""

from __future__ import annotations

from geoevents.atlas.build.parts import SHARE, find_parts, rank_parts
from geoevents.atlas.build.rows import Row
from geoevents.atlas.build.settlements import radius_km


def place(name: str, lon: float, lat: float, people: int, names: int, *, country: str = "UA") -> Row:
    row = Row(f"geonames:{name}", name, "settlement", lon, lat, country, population=people, prominence=people)
    row.radius_km = radius_km(people)
    for number in range(names):
        row.called(f"{name} {number}", 180)
    return row


CITY = ("City", 37.54, 47.095, 230_000, 40)


def test_a_district_with_more_people_than_its_city_ranks_behind_it() -> None:
    rows = [place("Right Bank", 37.585, 47.115, 352_000, 2), place(*CITY)]
    assert find_parts(rows) == {0: 1}
    assert rank_parts(rows) == 1
    assert (rows[0].prominence, rows[0].population) == (round(352_000 * SHARE), 352_000)
    assert rows[0].prominence < rows[1].prominence == 230_000


def test_what_is_no_part() -> None:
    others = [
        place("Twin", 37.55, 47.1, 200_000, 20),  # known by many names of its own
        place("Far", 37.9, 47.1, 200_000, 2),  # beyond the city's disc
        place("Abroad", 37.55, 47.1, 200_000, 2, country="RU"),
        place("Hamlet", 37.55, 47.1, 400, 1),  # outranks nobody
        place("Greater", 37.55, 47.1, 500_000, 3),  # more than twice its people: the city may be its part
    ]
    assert find_parts([*others, place(*CITY)]) == {}
    assert find_parts([]) == {}


def test_a_part_belongs_to_the_city_with_the_most_names() -> None:
    rows = [place("Part", 37.55, 47.1, 50_000, 2), place("Town", 37.55, 47.1, 100_000, 12), place(*CITY)]
    assert find_parts(rows) == {0: 2}
