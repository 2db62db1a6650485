"""The trained model and its features."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from geoevents.errors import DataMissing, DataVersion
from geoevents.places import train
from geoevents.places.features import Run, Words, context_features, find_runs, gazetteer_spans, is_capitalised, shape
from geoevents.places.recogniser import LABELS, TAGS, Lists, Recogniser, allowed_transitions
from geoevents.resources import data_folder

TEXT = "Ana Diaz of the Red Cross left Lima for Port of Spain ."


def view(text: str = TEXT) -> Words:
    words = text.split()
    return Words.of(words, [0] * len(words))


def known(name: str) -> str:
    return {"lima": "K", "port of spain": "K", "spain": "C"}.get(name.lower(), "")


def test_runs_hold_all_capitalised_words_and_no_others() -> None:
    found = view()
    runs = [" ".join(found.words[run.first : run.last]) for run in find_runs(found)]
    assert runs == ["Ana Diaz of the Red Cross", "Lima for Port of Spain"]


def test_no_run_crosses_a_sentence() -> None:
    found = Words.of(["Ana", "Diaz", "Lima", "Peru"], [0, 0, 1, 1])
    assert find_runs(found) == [Run(0, 2), Run(2, 4)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Lima", True),
        ("al-Bab", True),
        ("d'Ivoire", True),
        ("lima", False),
        ("12", False),
        ("—", False),
        ("U.S.", True),
    ],
)
def test_is_capitalised(word: str, expected: bool) -> None:
    assert is_capitalised(word) is expected


@pytest.mark.parametrize(
    ("word", "expected"), [("Lima", "Xl"), ("U.S.", "XX."), ("al-Bab", "lXl-"), ("KYIV", "U"), ("Su-34", "Xld-")]
)
def test_shape(word: str, expected: str) -> None:
    assert shape(word) == expected


def test_gazetteer_marks_the_longest_name() -> None:
    found = view()
    run = find_runs(found)[1]
    assert gazetteer_spans(found, run, known) == ["B:K", "", "B:K", "I:K", "I:K"]


def test_context_features_are_always_as_many() -> None:
    found = view()
    rows = [row for run in find_runs(found) for row in context_features(found, run, gazetteer_spans(found, run, known))]
    counts = {len(row) for row in rows}
    assert len(rows) == 11
    assert len(counts) == 1


def test_transitions_keep_names_whole() -> None:
    table = allowed_transitions()
    begin, inside, other = TAGS.index("B-LOC"), TAGS.index("I-LOC"), TAGS.index("I-PER")
    assert table[begin, inside] == 0
    assert table[begin, other] < -1000
    assert (table[-1, [TAGS.index(f"I-{label}") for label in LABELS]] < -1000).all()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up training folder in the form of the real one, and lists of names."""
    folder = tmp_path_factory.mktemp("training")
    rng = np.random.default_rng(7)
    for name in train.SETS:
        lines = []
        for number in range(12):
            person, place = rng.choice(["Ana Diaz", "Ole Berg", "Tom Kerr"]), rng.choice(["Lima", "Oslo", "Cork"])
            text = f"{person} spoke in {place} on Monday."
            spans = [(0, len(person), "PER"), (text.index(place), text.index(place) + len(place), "LOC")]
            entities = [{"start": a, "end": b, "label": label} for a, b, label in spans]
            lines.append(json.dumps({"id": f"{name}-{number}", "text": text, "entities": entities}))
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "first_names.txt").write_text("ana\nole\ntom\n", encoding="ascii")
    (folder / "surnames.txt").write_text("diaz\nberg\nkerr\n", encoding="ascii")
    sentences = "[local]\n{person} left {town}.\n[world]\n{surname} saw {town}.\n[both]\n{acronym} closed.\n"
    (folder / "sentences.txt").write_text(sentences, encoding="utf-8")
    return folder


def test_training_is_deterministic_and_learns(tiny: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for out in (one, two):
        out.mkdir()
        for name in ("first_names.txt", "surnames.txt", "sentences.txt"):
            (out / name).write_bytes((tiny / name).read_bytes())
        assert train.main(["--training", str(tiny), "--out", str(out)]) == 0
    assert (one / "recogniser.npz").read_bytes() == (two / "recogniser.npz").read_bytes()
    model = Recogniser.load(one)
    found = view("Ana Berg spoke in Cork on Monday .")
    assert [(name.label, name.first, name.last) for name in model.find_names(found, known)] == [
        ("PER", 0, 2),
        ("LOC", 4, 5),
    ]


def test_training_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["--training", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert "crossner" in capsys.readouterr().err


def test_saving_keeps_the_model(recogniser: Recogniser, tmp_path: Path) -> None:
    recogniser.save(tmp_path)
    again = Recogniser.load(tmp_path)
    assert again.keys == recogniser.keys
    assert np.allclose(again.weights, recogniser.weights, atol=float(np.abs(recogniser.weights).max()) / 127)
    assert again.lists.first_names == recogniser.lists.first_names


def test_a_model_travels_to_other_processes(recogniser: Recogniser) -> None:
    found = view()
    assert pickle.loads(pickle.dumps(recogniser)).find_names(found, known) == recogniser.find_names(found, known)  # noqa: S301 - our own bytes


def test_missing_and_damaged_models(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="make model"):
        Recogniser.load(tmp_path)
    (tmp_path / "recogniser.npz").write_bytes(b"nothing")
    with pytest.raises(DataVersion, match="damaged"):
        Recogniser.load(tmp_path)
    np.savez(tmp_path / "recogniser.npz", format=np.array(99))
    with pytest.raises(DataVersion, match="another version"):
        Recogniser.load(tmp_path)


def test_the_shipped_model_is_small_and_described() -> None:
    folder = data_folder("models")
    assert (folder / "recogniser.npz").stat().st_size < 600_000
    assert "CC BY-SA 4.0" in (folder / "NOTICE.txt").read_text(encoding="utf-8")


def test_lists() -> None:
    lists = Lists(frozenset({"ana"}), frozenset({"ana", "rose"}), frozenset({"rose", "the"}), frozenset({"the"}))
    assert [lists.of(word) for word in ("ana", "rose", "the", "lima")] == ["fs", "sc", "C", ""]
