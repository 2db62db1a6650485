"""Train the recogniser: `python -m geoevents.places.train --training FOLDER --out data/models`.

An averaged structured perceptron (Collins 2002) with dropout of features and a floor on their frequency, so that it
carries over to other kinds of text. Deterministic: the same texts, gazetteer and code give the same file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoevents.atlas import Atlas
from geoevents.errors import DataMissing
from geoevents.lexicon import load_lexicon
from geoevents.places.features import Run, Words, context_features, find_runs, gazetteer_spans, type_features
from geoevents.places.gazetteer import KnownNames
from geoevents.places.recogniser import LABELS, TAGS, Floats, Lists, Recogniser, allowed_transitions, with_zeros
from geoevents.places.sentences import own_texts
from geoevents.resources import data_folder
from geoevents.text import parse

SETS = ("crossner", "docred", "re3d", "uner_ewt", "wikigold")
OWN = "own"
"""The texts made of our own sentences: part of every training, never scored on, no source of word lists."""
EPOCHS = 6
COMMON, FREQUENT = 2, 8
"""A word is common or frequent when so many documents write it in small letters."""
MIN_DOCUMENTS = 3
"""A feature must occur in this many documents; a word itself in more, see `MIN_WORD_DOCUMENTS`."""
MIN_WORD_DOCUMENTS = 8
DROPOUT = 0.25
"""Share of a word's features left out at each training step."""
SMALLEST_WEIGHT = 0.02
"""Rows of weights that nowhere reach this share of the largest weight are left out of the file."""
SEED = 20261130

_TAG = {tag: i for i, tag in enumerate(TAGS)}
Tokenise = Callable[[str], tuple[Sequence[str], Sequence[int], Sequence[int], Sequence[int]]]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: for each word its features, and the right tags."""

    features: tuple[tuple[str, ...], ...]
    tags: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One document: its set, its runs, its tokens and the names that are right, for scoring."""

    source: str
    samples: tuple[Sample, ...]
    words: Sequence[str]
    sentence: Sequence[int]
    gold: frozenset[tuple[str, int, int]]


def gold_tags(starts: Sequence[int], ends: Sequence[int], entities: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return a BIO tag for each token: a token belongs to a name when at least half of it lies inside."""
    tags = ["O"] * len(starts)
    for entity in sorted(entities, key=lambda e: (e["start"], -e["end"])):
        first, last, label = entity["start"], entity["end"], entity["label"]
        place = "B"
        for i in range(int(np.searchsorted(np.asarray(ends), first, side="right")), len(starts)):
            if starts[i] >= last:
                break
            overlap = min(ends[i], last) - max(starts[i], first)
            if tags[i] == "O" and 2 * overlap >= ends[i] - starts[i]:
                tags[i] = f"{place}-{label}"
                place = "I"
    return tags


@dataclass(frozen=True, slots=True)
class RawText:
    """One tokenised training document with a BIO tag for each token."""

    source: str
    words: Sequence[str]
    sentence: Sequence[int]
    tags: Sequence[str]


def read_set(path: Path, tokenise: Tokenise) -> list[RawText]:
    """Read one training file (see the folder's README for its form)."""
    texts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        words, starts, ends, sentence = tokenise(raw["text"])
        tags = gold_tags(starts, ends, raw["entities"])
        texts.append(RawText(path.stem, words, sentence, tags))
    return texts


def read_own(atlas: Atlas, folder: Path, tokenise: Tokenise) -> list[RawText]:
    """Read the texts that are made of our own sentences (`geoevents.places.sentences`)."""
    texts = []
    for raw in own_texts(atlas, folder):
        words, starts, ends, sentence = tokenise(raw["text"])
        texts.append(RawText(OWN, words, sentence, gold_tags(starts, ends, raw["entities"])))
    return texts


def common_words(texts: Iterable[RawText], least: int) -> frozenset[str]:
    """Return the words that at least so many documents write in small letters."""
    count: Counter[str] = Counter()
    for text in texts:
        count.update({word for word in text.words if word.islower() and word.isalpha()})
    return frozenset(word for word, n in count.items() if n >= least)


def with_features(texts: Iterable[RawText], known: Callable[[str], str], lists: Lists) -> list[TrainingText]:
    """Cut texts into runs and extract the features of their words."""
    found = []
    for text in texts:
        view = Words.of(text.words, text.sentence)
        samples = tuple(_sample(view, run, text.tags, known, lists) for run in find_runs(view))
        found.append(TrainingText(text.source, samples, text.words, text.sentence, _spans(text.tags)))
    return found


def _sample(view: Words, run: Run, tags: Sequence[str], known: Callable[[str], str], lists: Lists) -> Sample:
    around = context_features(view, run, gazetteer_spans(view, run, known))
    features, right = [], []
    before = "O"
    for i in range(run.first, run.last):
        word, low = view.words[i], view.lower[i]
        own = type_features(word, low, lists.of(low))
        features.append((*own, *around[i - run.first]))
        tag = tags[i]
        if tag.startswith("I-") and before[2:] != tag[2:]:
            tag = f"B-{tag[2:]}"
        right.append(_TAG[tag])
        before = tag
    return Sample(tuple(features), tuple(right))


def _spans(tags: Sequence[str]) -> frozenset[tuple[str, int, int]]:
    found, i = set(), 0
    while i < len(tags):
        if tags[i] == "O":
            i += 1
            continue
        j = i + 1
        while j < len(tags) and tags[j] == f"I-{tags[i][2:]}":
            j += 1
        found.add((tags[i][2:], i, j))
        i = j
    return frozenset(found)


def frequent_features(texts: Iterable[TrainingText]) -> dict[str, int]:
    """Return the features that occur in enough documents, numbered in alphabetical order."""
    count: Counter[str] = Counter()
    for text in texts:
        count.update({f for sample in text.samples for word in sample.features for f in word})
    kept = (f for f, n in count.items() if n >= (MIN_WORD_DOCUMENTS if f.startswith("w=") else MIN_DOCUMENTS))
    return {f: i for i, f in enumerate(sorted(kept))}


def viterbi(emissions: Floats, transitions: Floats) -> list[int]:
    """Return the best sequence of tags for one run."""
    score = emissions[0] + transitions[-1]
    back = []
    for row in emissions[1:]:
        total = score[:, None] + transitions[:-1]
        best = total.argmax(axis=0)
        back.append(best)
        score = total[best, np.arange(len(TAGS))] + row
    tag = int(score.argmax())
    path = [tag]
    for best in reversed(back):
        tag = int(best[tag])
        path.append(tag)
    return path[::-1]


class _Averaged:
    """Weights, and what is to be taken from them for their average over all steps."""

    def __init__(self, rows: int) -> None:
        self.weights = np.zeros((rows, len(TAGS)), np.float32)
        self.lagged = np.zeros_like(self.weights)
        self.allowed = allowed_transitions()
        self.transitions = self.allowed.copy()
        self.lagged_transitions = np.zeros_like(self.transitions)
        self.step = 1

    def learn(self, rows: Sequence[Rows], right: Sequence[int]) -> None:
        emissions = np.stack([self.weights[r].sum(axis=0) for r in rows])
        guess = viterbi(emissions, self.transitions)
        self.step += 1
        if guess == list(right):
            return
        start = len(TAGS)
        for r, good, bad in zip(rows, right, guess, strict=True):
            if good != bad:
                self.weights[r, good] += 1
                self.weights[r, bad] -= 1
                self.lagged[r, good] += self.step
                self.lagged[r, bad] -= self.step
        for path, sign in ((right, 1.0), (guess, -1.0)):
            for a, b in zip((start, *path[:-1]), path, strict=True):
                self.transitions[a, b] += sign
                self.lagged_transitions[a, b] += sign * self.step

    def average(self) -> tuple[Floats, Floats]:
        weights = self.weights - self.lagged / np.float32(self.step)
        return weights, self.transitions - self.lagged_transitions / np.float32(self.step)


def fit(texts: Sequence[TrainingText], lists: Lists) -> Recogniser:
    """Train a recogniser on texts."""
    keys = frequent_features(texts)
    samples = [
        ([np.array([keys[f] for f in word if f in keys], np.int64) for word in sample.features], sample.tags)
        for text in texts
        for sample in text.samples
    ]
    random = np.random.default_rng(SEED)
    model = _Averaged(len(keys))
    for _ in range(EPOCHS):
        for number in random.permutation(len(samples)):
            rows, right = samples[number]
            model.learn([r[random.random(len(r)) >= DROPOUT] for r in rows], right)
    weights, transitions = model.average()
    weights *= np.float32(1 - DROPOUT)
    return _pruned(keys, weights, transitions, lists)


def _pruned(keys: dict[str, int], weights: Floats, transitions: Floats, lists: Lists) -> Recogniser:
    """Leave out the features that hardly matter."""
    size = np.abs(weights).max(axis=1)
    kept = [key for key, row in keys.items() if size[row] >= SMALLEST_WEIGHT * size.max()]
    table = with_zeros(weights[[keys[key] for key in kept]])
    return Recogniser({key: i for i, key in enumerate(kept)}, table, transitions, lists)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of exact spans, in shares of 1."""

    precision: float
    recall: float
    f1: float


def evaluate(model: Recogniser, texts: Iterable[TrainingText], known: Callable[[str], str], label: str) -> Score:
    """Score exact spans of one label on texts."""
    hit = guessed = gold = 0
    for text in texts:
        found = {(n.label, n.first, n.last) for n in model.find_names(Words.of(text.words, text.sentence), known)}
        ours = {span for span in found if span[0] == label}
        right = {span for span in text.gold if span[0] == label}
        hit, guessed, gold = hit + len(ours & right), guessed + len(ours), gold + len(right)
    precision, recall = hit / max(guessed, 1), hit / max(gold, 1)
    return Score(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


def make_lists(texts: Sequence[RawText], names: Path) -> Lists:
    """Return the model's word lists: person names from `names`, common words from the training texts.

    Raises:
        DataMissing: when the lists of names are not there.
    """
    persons = []
    for name in ("first_names", "surnames"):
        path = names / f"{name}.txt"
        if not path.is_file():
            raise DataMissing(f"No list of names at {path}: run `python -m geoevents.places.names` first.")
        persons.append(frozenset(path.read_text(encoding="ascii").split()))
    read = [text for text in texts if text.source != OWN]
    return Lists(persons[0], persons[1], common_words(read, COMMON), common_words(read, FREQUENT))


def cross_domain(texts: Sequence[RawText], known: Callable[[str], str], names: Path) -> dict[str, dict[str, Score]]:
    """Train on all sets but one and score on that one, for each set but our own: {set: {label: score}}."""
    found = {}
    for held in sorted({text.source for text in texts} - {OWN}):
        rest = [text for text in texts if text.source != held]
        lists = make_lists(rest, names)
        model = fit(with_features(rest, known, lists), lists)
        tested = with_features([text for text in texts if text.source == held], known, lists)
        found[held] = {label: evaluate(model, tested, known, label) for label in LABELS}
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the five sets in a folder and write the model; or, with --check, print how it does on unseen domains."""
    parser = argparse.ArgumentParser(prog="python -m geoevents.places.train", description=main.__doc__)
    parser.add_argument("--training", type=Path, required=True, help="folder of the training sets, one JSONL file each")
    parser.add_argument("--out", type=Path, default=None, help="folder of models; the shipped one by default")
    parser.add_argument("--check", action="store_true", help="score each set with a model trained on the other four")
    given = parser.parse_args(arguments)
    out = given.out or data_folder("models")
    missing = [name for name in SETS if not (given.training / f"{name}.jsonl").is_file()]
    if missing:
        sys.stderr.write(f"{given.training} lacks {', '.join(missing)}: give --training the folder of the five sets.\n")
        return 1
    lexicon, atlas = load_lexicon(), Atlas.load()
    known = KnownNames(atlas)

    def tokenise(text: str) -> tuple[Sequence[str], Sequence[int], Sequence[int], Sequence[int]]:
        tokens = parse(text, lexicon).tokens
        return tokens.words, tokens.starts, tokens.ends, tokens.sentence

    texts = [text for name in SETS for text in read_set(given.training / f"{name}.jsonl", tokenise)]
    texts += read_own(atlas, out, tokenise)
    if given.check:
        for name, scores in cross_domain(texts, known, out).items():
            line = "  ".join(f"{label} {s.precision:.3f}/{s.recall:.3f}/{s.f1:.3f}" for label, s in scores.items())
            sys.stdout.write(f"{name:10s} {line}\n")
        return 0
    lists = make_lists(texts, out)
    path = fit(with_features(texts, known, lists), lists).save(out)
    sys.stderr.write(f"Trained on {len(texts)} documents: {path}, {path.stat().st_size:,} bytes.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
