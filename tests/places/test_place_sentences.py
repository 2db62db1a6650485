"""Training texts that are made of our own sentences."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from geoevents.atlas import Atlas
from geoevents.errors import DataMissing
from geoevents.places.sentences import own_texts
from geoevents.resources import data_folder

MODELS = data_folder("models")
COUNT = 30


@pytest.fixture(scope="module")
def texts(atlas: Atlas) -> list[dict[str, object]]:
    return own_texts(atlas, MODELS, COUNT)


def names(text: dict[str, object], label: str) -> list[str]:
    words, entities = text["text"], text["entities"]
    assert isinstance(words, str)
    assert isinstance(entities, list)
    return [words[e["start"] : e["end"]] for e in entities if e["label"] == label]


def test_the_same_texts_every_time(atlas: Atlas, texts: list[dict[str, object]]) -> None:
    assert len(texts) == COUNT
    assert own_texts(atlas, MODELS, COUNT) == texts
    assert own_texts(atlas, MODELS, 5) == texts[:5]


def test_every_slot_is_filled_and_labelled(texts: list[dict[str, object]]) -> None:
    labels: Counter[str] = Counter()
    for text in texts:
        assert not re.search(r"[{}]", str(text["text"]))
        end = 0
        for entity in text["entities"]:  # type: ignore[attr-defined]  # a list
            assert entity["start"] >= end
            assert entity["end"] > entity["start"]
            end = entity["end"]
            labels[entity["label"]] += 1
    assert set(labels) == {"LOC", "PER", "ORG", "MISC"}
    assert labels["LOC"] > labels["PER"] > labels["ORG"] > labels["MISC"] > 0


def test_towns_are_of_one_region_and_come_again(atlas: Atlas, texts: list[dict[str, object]]) -> None:
    gazetteer = atlas.gazetteer
    repeated = 0
    for text in texts:
        towns = Counter(names(text, "LOC"))
        repeated += any(count > 1 for count in towns.values())
        known = [name for name in towns if gazetteer.find(name)]
        regions = [{int(gazetteer.admin1[row]) for row in gazetteer.find(name)} for name in known]
        common = Counter(region for found in regions for region in found)
        if len(known) > 3:
            assert common.most_common(1)[0][1] >= 0.6 * len(known)
    assert repeated > COUNT / 4


def test_a_dateline_heads_its_text(texts: list[dict[str, object]]) -> None:
    with_dash = [str(text["text"]) for text in texts if " — " in str(text["text"])]
    assert with_dash
    assert all(" — " in text[:60] for text in with_dash)


def test_persons_come_again_by_surname(texts: list[dict[str, object]]) -> None:
    again = [
        name
        for text in texts
        for name in names(text, "PER")
        if " " not in name and any(full.endswith(f" {name}") for full in names(text, "PER"))
    ]
    assert len(again) > COUNT / 3


@pytest.mark.parametrize("left_out", ["sentences.txt", "first_names.txt", "surnames.txt"])
def test_a_missing_file_is_named(atlas: Atlas, tmp_path: Path, left_out: str) -> None:
    for name in {"sentences.txt", "first_names.txt", "surnames.txt"} - {left_out}:
        (tmp_path / name).write_bytes((MODELS / name).read_bytes())
    with pytest.raises(DataMissing, match=left_out):
        own_texts(atlas, tmp_path, 1)
