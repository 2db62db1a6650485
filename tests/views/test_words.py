"""How facts are put into words."""

from datetime import date

import pytest

from geoevents.model import (
    UNDATED,
    DatePrecision,
    DateRange,
    EventPlace,
    Figure,
    Measurement,
    PartOfDay,
    Place,
    Span,
    Status,
)
from geoevents.views import words


def dated(
    first: str, last: str, precision: DatePrecision = "interval", part_of_day: PartOfDay | None = None
) -> DateRange:
    return DateRange(date.fromisoformat(first), date.fromisoformat(last), precision, "x", part_of_day=part_of_day)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (dated("2024-08-09", "2024-08-09", "day"), "9 Aug 2024"),
        (dated("2024-08-09", "2024-08-10"), "9–10 Aug 2024"),
        (dated("2024-07-30", "2024-08-02"), "30 Jul – 2 Aug 2024"),
        (dated("2023-12-30", "2024-01-02"), "30 Dec 2023 – 2 Jan 2024"),
        (dated("2023-09-01", "2023-09-30", "month"), "Sep 2023"),
        (dated("2022-01-01", "2022-12-31", "year"), "2022"),
        (dated("2024-08-09", "2024-08-09", "day", part_of_day="overnight"), "9 Aug 2024, overnight"),
        (UNDATED, "no date"),
    ],
)
def test_dates_are_no_more_precise_than_they_are_known(dates: DateRange, said: str) -> None:
    assert words.date_words(dates) == said


@pytest.mark.parametrize(
    ("bounds", "said"),
    [((44, 44, 44), "44"), ((14, 14, None), "14 or more"), ((None, 3000, None), "about 3,000"), ((None, None, 10), "up to 10"),
     ((1, None, 2), "1–2"), ((200, None, None), "200 or more"), ((None, None, None), "a number not given"), ((1.5, 1.5, 1.5), "1.5")],
)  # fmt: skip
def test_amounts(bounds: tuple[float | None, float | None, float | None], said: str) -> None:
    assert words.amount_words(*bounds) == said


@pytest.mark.parametrize(
    ("measured", "area", "said"),
    [
        (Measurement(9.6, 8.6, 10.6), False, "10 km from border (9–11)"),
        (Measurement(112.2, 111.9, 112.4), False, "112 km from border"),
        (Measurement(1.24, 0.2, 2.2), False, "1.2 km from border (0.2–2.2)"),
        (Measurement(87, 0, 170.4), True, "0–170 km from border"),
    ],
)
def test_a_distance_carries_its_error(measured: Measurement, area: bool, said: str) -> None:
    assert words.border_label(measured, area=area) == said


def test_places_name_what_holds_them_and_how_they_relate() -> None:
    town = Place("geonames:1", "Sudzha", "settlement", 35.3, 51.2, "RU", "Kursk Oblast")
    assert words.place_words(EventPlace(town, "in"), {"RU": "Russia"}) == "Sudzha, Kursk Oblast, Russia"
    assert words.place_words(EventPlace(town, "near")) == "near Sudzha, Kursk Oblast, RU"
    country = Place("geonames:2", "Chad", "country", 19, 15, "TD")
    assert words.place_words(EventPlace(country, "in"), {"TD": "Chad"}) == "Chad"


@pytest.mark.parametrize("status", ["asserted", "claimed", "hedged", "disputed", "denied"])
def test_every_status_has_words_with_and_without_a_name(status: Status) -> None:
    assert "X" in words.status_words(status, ("X",))
    assert words.status_words(status, ())


def test_figures_counts_and_readings() -> None:
    assert words.figure_words(Figure("area", 1010, 1010, 1010, "km2", Span(0, 1))) == "area 1,010 km2"
    assert (
        words.figure_words(Figure("area", None, 390, None, "square mile", Span(0, 1))) == "area about 390 square miles"
    )
    assert words.figure_words(Figure("area", 1, 1, 1, "square mile", Span(0, 1))) == "area 1 square mile"
    assert words.plural(1, "report") == "1 report"
    assert words.plural(1200, "report") == "1,200 reports"
    assert [words.reading_words(c) for c in (0.9, 0.6, 0.1)] == ["high", "medium", "low"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("The Courier", "The Courier"),
        ("\u0627\u0644\u0646\u0634\u0631\u0629", "\u2068\u0627\u0644\u0646\u0634\u0631\u0629\u2069"),
        ("\u05d4\u05d0\u05e8\u05e5 7", "\u2068\u05d4\u05d0\u05e8\u05e5 7\u2069"),
        ("x \u202eabc", "\u2068x \u202eabc\u2069"),
        ("Zürich é", "Zürich é"),
    ],
)
def test_names_from_right_to_left_keep_to_themselves(name: str, shown: str) -> None:
    assert words.isolated(name) == shown
