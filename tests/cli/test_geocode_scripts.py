"""`geoevents geocode` and `distance` in any script, and names of what is no town."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Суджа", "geonames:486816"),
        ("СУДЖА", "geonames:486816"),
        ("Суджа, Курская область", "geonames:486816"),
        ("الخرطوم", "geonames:379252"),
        ("Харьковская область", "geonames:706482"),
        ("Чечня", "geonames:569665"),
        ("乌克兰", "geonames:690791"),
        ("أوكرانيا", "geonames:690791"),
        ("烏克蘭", "geonames:690791"),
        ("Allemagne", "geonames:2921044"),
        ("Bayern", "geonames:2951839"),
        ("Суджанский район", "geonames:486813"),
        ("Harris County, Texas", "geonames:4696376"),
        ("Harris County", "geonames:4696376"),
        ("Maiduguri Local Government Area", "geonames:8659860"),
    ],
)
def test_names_in_other_scripts_and_of_regions(run: Run, name: str, expected: str) -> None:
    code, out, _ = run("geocode", name, "--format", "jsonl")
    assert code == 0
    assert json.loads(out.splitlines()[0])["place_id"] == expected


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        ("Engels air base", "Engels Air Base"),
        ("Heathrow Airport", "London Heathrow Airport"),
        ("RAF Akrotiri", "RAF Akrotiri"),
    ],
)
def test_airports_and_air_bases(run: Run, name: str, feature: str) -> None:
    found = json.loads(run("geocode", name, "--format", "jsonl")[1].splitlines()[0])
    assert (found["name"], found["kind"]) == (feature, "site")
    assert found["place_id"].startswith("ourairports:")


@pytest.mark.parametrize("name", ["Погребки", "Oleshnya, Kursk region", "Горналь", "Гончаровка, Курская область"])
def test_villages_without_a_point_say_so(run: Run, name: str) -> None:
    found = json.loads(run("geocode", name, "--format", "jsonl")[1].splitlines()[0])
    assert found["place_id"].startswith("supplement:")
    code, out, _ = run("distance", name, "border:UA")
    assert code == 0
    value, low, high = (float(number) for number in re.findall(r"[0-9.]+", out)[:3])
    assert high - low > 10, "the range is as wide as what is not known"
    assert value == 9.6, "the town's, which stands in"


def test_distance_in_cyrillic(run: Run) -> None:
    assert run("distance", "Суджа", "border:UA")[1].startswith("9.6 km (8.6–10.6) from Sudzha, Kursk Oblast, RU")
