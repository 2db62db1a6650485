from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from geojson_validator import validate_geometries, validate_structure

from geoevents.atlas import Atlas
from geoevents.errors import InputError
from geoevents.exports import COLUMNS, write, write_to
from geoevents.exports.csvfile import safe
from geoevents.exports.precision import date_precision, place_precision
from geoevents.lexicon import Lexicon
from geoevents.model import UNDATED, DatePrecision, DateRange, Event, EventPlace, PlaceKind, Relation

CONTRACT = """name description event_id part parts date_start date_end timestamp date_precision date_text part_of_day event_type
plover acled_style_event_type acled_style_sub_event_type actors attributed_to status place place_id place_kind relation country
admin1 uncertainty_km geo_precision where_prec time_precision date_prec border_km border_km_low border_km_high border_between
border_view killed_low killed_best killed_high killed_text killed_said_by wounded_low wounded_best wounded_high wounded_text
wounded_said_by evacuated_low evacuated_best evacuated_high evacuated_text evacuated_said_by n_sources n_origins n_reports
source_names quote report_id char_start char_end confidence reviewed first_seen last_changed schema_version border_source"""


def collection(events: list[Event], atlas: Atlas | None, lexicon: Lexicon, **options: Any) -> dict[str, Any]:
    stream = io.StringIO()
    write_to(stream, events, "geojson", atlas=atlas, lexicon=lexicon, **options)
    return json.loads(stream.getvalue())  # type: ignore[no-any-return]


def test_properties_stand_in_the_contracts_order(event: Event, atlas: Atlas, lexicon: Lexicon) -> None:
    assert list(COLUMNS) == CONTRACT.split()
    for feature in collection([event], atlas, lexicon)["features"]:
        assert list(feature["properties"]) == CONTRACT.split()


def test_one_feature_for_each_place_where_it_happened(event: Event, atlas: Atlas, lexicon: Lexicon) -> None:
    first, second = collection([event], atlas, lexicon)["features"]
    assert (first["id"], second["id"]) == ("e0001", "e0001-2")
    one, two = first["properties"], second["properties"]
    assert [(p["part"], p["parts"], p["place"]) for p in (one, two)] == [(1, 2, "Sudzha"), (2, 2, two["place"])]
    assert one["name"] == "the ministry claims: A raid on the mill"
    assert (one["date_start"], one["date_end"], one["timestamp"]) == (
        "2024-08-09",
        "2024-08-09",
        "2024-08-09T00:00:00Z",
    )
    assert (one["killed_low"], one["killed_best"], one["killed_high"]) == (14, 14, None)
    assert (one["killed_text"], one["killed_said_by"], one["wounded_text"]) == ("at least 14", "the mayor", "1–2")
    assert all(two[name] is None for name in COLUMNS if name.startswith(("killed", "wounded", "evacuated")))
    assert one["source_names"] == "Example News; Other News"
    assert (one["actors"], one["reviewed"]) == ("rebels; army", "place; date")
    assert (one["plover"], one["acled_style_event_type"]) == ("ASSAULT", "Explosions/Remote violence")
    assert (one["quote"], one["report_id"], one["char_start"]) == ("A raid hit the mill near Sudzha.", "r1", 0)
    assert 8 < one["border_km"] < 11
    assert two["border_km_low"] < 5 < two["border_km_high"]
    assert one["first_seen"] == "2024-08-10T12:00:00+00:00"


def test_geojson_is_valid_in_every_way(event: Event, region: EventPlace, atlas: Atlas, lexicon: Lexicon) -> None:
    kinds = [replace(event, id=f"e{n}", mapped=n != 2, places=(region,) if n else event.places) for n in range(4)]
    found = collection(kinds, atlas, lexicon)
    assert found["unplaced"] == 1
    assert validate_structure(found, check_crs=True) == {}
    problems = validate_geometries(found)
    assert problems["invalid"] == {}
    assert set(problems["problematic"]) <= {"excessive_vertices", "holes"}
    assert "crs" not in found
    identities = [feature["id"] for feature in found["features"]]
    assert len(set(identities)) == len(identities) == 4
    for lon, lat in points(found):
        assert 34 < lon < 39, "axes are swapped, or a place is elsewhere"
        assert 50 < lat < 53
        assert (round(lon, 6), round(lat, 6)) == (lon, lat)


def points(found: dict[str, Any]) -> Iterator[tuple[float, float]]:
    pending = [feature["geometry"]["coordinates"] for feature in found["features"] if feature["geometry"]]
    while pending:
        item = pending.pop()
        if isinstance(item[0], list):
            pending.extend(item)
        else:
            yield tuple(item)


def test_every_region_polygon_is_valid(event: Event, atlas: Atlas, lexicon: Lexicon) -> None:
    names = ("Texas", "Krasnoyarsk", "Chukotka", "Nunavut", "Kyiv", "Gaza", "Bavaria", "Hokkaido", "Tierra del Fuego")
    rows = [row for name in names for row in atlas.gazetteer.find(name)]
    places = [p for row in rows if (p := atlas.gazetteer.place(row)).kind in ("admin1", "country")]
    places += [p for code in ("RU", "US", "FJ", "ZA", "IT") if (p := atlas.gazetteer.country_place(code))]
    found = collection([replace(event, places=tuple(EventPlace(p, "in") for p in places))], atlas, lexicon)
    assert len(found["features"]) > 8
    problems = validate_geometries(found)
    assert problems["invalid"] == {}
    assert "self_intersection" not in problems["problematic"]
    assert "excessive_coordinate_precision" not in problems["problematic"]


@pytest.mark.parametrize(
    ("regions", "kinds"), [("polygon", ["Point", "Polygon"]), ("point", ["Point", "Point"]), ("none", ["Point", None])]
)
def test_regions_as(regions: str, kinds: list[str | None], event: Event, atlas: Atlas, lexicon: Lexicon) -> None:
    found = collection([event], atlas, lexicon, regions=regions)["features"]
    assert [f["geometry"] and f["geometry"]["type"].removeprefix("Multi") for f in found] == kinds


def test_unknown_is_null_and_nothing_is_nan(event: Event, lexicon: Lexicon) -> None:
    bare = Event("e2", "no-such-type", "x", UNDATED, (), places=event.places[:1], mapped=True)
    (feature,) = collection([bare], None, lexicon)["features"]
    for name in (
        "date_start",
        "timestamp",
        "plover",
        "actors",
        "quote",
        "border_km",
        "killed_text",
        "reviewed",
        "time_precision",
    ):
        assert feature["properties"][name] is None


NASTY = ["{{ 7*7 }}", "{% x", "${1}", "<script>alert(1)</script>", 'a "b"\n\u2028c', "=1+1", "مرحبا", "e\u0301"]


@pytest.mark.parametrize("words", NASTY)
def test_any_words_pass_through(words: str, event: Event, atlas: Atlas, lexicon: Lexicon) -> None:
    quoted = replace(event.mentions[0], quote=words)
    odd = replace(event, summary=words, status="asserted", mentions=(quoted,))
    properties = collection([odd], atlas, lexicon)["features"][0]["properties"]
    assert properties["quote"] == words
    assert properties["name"] == " ".join(words.split())
    stream = io.StringIO()
    write_to(stream, [odd], "csv", atlas=atlas, lexicon=lexicon)
    row = next(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
    assert row["quote"].removeprefix("'") == words


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", " =1", "＝1"])  # noqa: RUF001 - the wide form is meant
def test_formulas_are_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert safe(-35.5) == -35.5
    assert safe("a-b") == "a-b"


def test_csv_has_the_same_columns_and_unplaced_events(
    event: Event, atlas: Atlas, lexicon: Lexicon, tmp_path: Path
) -> None:
    written = write(
        [event, replace(event, id="e9", mapped=False)], "csv", tmp_path / "a.csv", atlas=atlas, lexicon=lexicon
    )
    assert (written.events, written.rows, written.unplaced) == (2, 3, 1)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"), newline="")))
    assert list(rows[0]) == [*CONTRACT.split(), "lon", "lat"]
    assert [(r["event_id"], r["part"], r["lon"] != "") for r in rows] == [
        ("e0001", "1", True),
        ("e0001", "2", True),
        ("e9", "1", False),
    ]
    assert rows[2]["killed_best"] == "14"


def test_internal_events_stay_inside(event: Event, lexicon: Lexicon) -> None:
    secret = replace(event, sharing="internal")
    for format_ in ("geojson", "csv", "jsonl"):
        stream = io.StringIO()
        write_to(stream, [secret], format_, lexicon=lexicon)  # type: ignore[arg-type]
        assert "mill" not in stream.getvalue()
        write_to(stream, [secret], format_, lexicon=lexicon, internal=True)  # type: ignore[arg-type]
        assert "mill" in stream.getvalue()


def test_points_set_by_hand_snap_to_their_settlement(
    event: Event, town: EventPlace, atlas: Atlas, lexicon: Lexicon
) -> None:
    house = replace(town.place, place_id="own:house", name="a house", lon=town.place.lon + 0.01, kind="site")
    own = replace(event, places=(replace(town, place=house),))
    public = collection([own], atlas, lexicon)["features"][0]["geometry"]["coordinates"]
    exact = collection([own], atlas, lexicon, exact=True)["features"][0]["geometry"]["coordinates"]
    assert public == [round(town.place.lon, 6), round(town.place.lat, 6)]
    assert exact == [round(house.lon, 6), round(house.lat, 6)]


def test_a_file_is_complete_or_not_there(event: Event, lexicon: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text("old")

    def breaking() -> Iterator[Event]:
        yield event
        raise ValueError("torn")

    with pytest.raises(ValueError, match="torn"):
        write(breaking(), "geojson", path, lexicon=lexicon)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    write([event], "geojson", path, lexicon=lexicon)
    assert json.loads(path.read_text("utf-8"))["features"]
    for bad in (tmp_path, tmp_path / "no" / "such.csv"):
        with pytest.raises(InputError):
            write([event], "csv", bad, lexicon=lexicon)
    with pytest.raises(InputError, match="kml"):
        write([event], "kml", path, lexicon=lexicon)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == [path]


def test_precision_of_every_kind_and_relation(town: EventPlace) -> None:
    for kind in get_args(PlaceKind):
        for relation in get_args(Relation):
            acled, ged = place_precision(replace(town, place=replace(town.place, kind=kind), relation=relation))
            assert 1 <= acled <= 3
            assert 1 <= ged <= 7
    assert place_precision(town) == (2, 2)
    assert place_precision(replace(town, relation="in")) == (1, 1)


@pytest.mark.parametrize(
    ("precision", "days", "codes"),
    [
        ("day", 1, (1, 1)), ("interval", 2, (2, 2)), ("interval", 7, (2, 3)), ("week", 7, (2, 3)), ("interval", 12, (3, 4)),
        ("month", 30, (3, 4)), ("year", 366, (3, 5)), ("publication", 1, (2, 3)), ("interval", 90, (3, 5)),
    ],
)  # fmt: skip
def test_precision_of_dates(precision: DatePrecision, days: int, codes: tuple[int, int]) -> None:
    first = date(2024, 1, 1)
    assert date_precision(DateRange(first, first + timedelta(days - 1), precision, "x")) == codes
    assert date_precision(UNDATED) == (None, None)
