"""The trained recogniser: a linear sequence model over runs of capitalised words, decoded by Viterbi; numpy only.

Trained by `geoevents.places.train` (averaged structured perceptron). A word that is in no run is outside of every name
by construction, so a report costs no more than its capitalised words.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoevents.errors import DataMissing, DataVersion
from geoevents.model.quick import quick
from geoevents.places.emissions import Emissions
from geoevents.places.features import Run, Words, gazetteer_spans
from geoevents.resources import data_folder
from geoevents.text.memory import Memory

FILE_NAME = "recogniser.npz"
FORMAT = 1
LABELS = ("PER", "ORG", "LOC", "DEM", "MISC")
TAGS = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
_INSIDE = tuple(TAGS.index(f"I-{tag[2:]}") if tag[2:] else 0 for tag in TAGS)
"""What goes on with the name of a tag, by its place in `TAGS`."""
_IMPOSSIBLE = -1e4

Floats = NDArray[np.float32]


@quick
@dataclass(frozen=True, slots=True)
class Name:
    """A name found in the text: tokens `first` to `last` (half-open) and what it is (see `LABELS`).

    `margin` is by how much the words' own scores favour the label over "no name", summed over the words.
    """

    label: str
    first: int
    last: int
    margin: float = 0.0


@dataclass(frozen=True, eq=False)
class Lists:
    """Word lists of the model: names of persons, and words that texts write in small letters (often, or at all)."""

    first_names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    frequent: frozenset[str] = frozenset()

    @staticmethod
    def names() -> tuple[str, ...]:
        """Return the names of the lists, as they stand in the file."""
        return ("first_names", "surnames", "common", "frequent")

    @cached_property
    def _known(self) -> Memory[str]:
        return Memory(self._look_up)

    def of(self, lower: str) -> str:
        """Return which lists hold a word: "f" first names, "s" surnames, "c" common and "C" frequent words."""
        return self._known[lower]

    def _look_up(self, lower: str) -> str:
        named = ("f" if lower in self.first_names else "") + ("s" if lower in self.surnames else "")
        return named + ("C" if lower in self.frequent else "c" if lower in self.common else "")


def allowed_transitions() -> Floats:
    """Return a square table of 0 where tag `b` may follow tag `a`, and a large negative number where it may not.

    The last row is the start of a run.
    """
    table = np.zeros((len(TAGS) + 1, len(TAGS)), np.float32)
    for b, tag in enumerate(TAGS):
        if not tag.startswith("I-"):
            continue
        for a, before in enumerate((*TAGS, "^")):
            if before[2:] != tag[2:] or before[:2] not in {"B-", "I-"}:
                table[a, b] = _IMPOSSIBLE
    return table


@dataclass(frozen=True, eq=False)
class Recogniser:
    """A trained model. Load it once; it is read-only but for a bounded memory of words it has seen (no effect on results).

    `keys` maps a feature to its row of `weights` (features × tags, then a row of zeros for a word without any known
    feature); `transitions` is (tags + start) × tags.
    """

    keys: dict[str, int]
    weights: Floats
    transitions: Floats
    lists: Lists
    version: str = "untrained"

    @classmethod
    def load(cls, folder: Path | None = None) -> Recogniser:
        """Open the shipped model, or the one in `folder`.

        Raises:
            DataMissing: when there is none.
            DataVersion: when it was written by another version of the program, or is damaged.
        """
        path = (folder or data_folder("models")) / FILE_NAME
        try:
            with np.load(path, allow_pickle=False) as file:
                columns = {name: file[name] for name in file.files}
        except FileNotFoundError:
            raise DataMissing(f"No trained recogniser at {path}: reinstall geoevents or run `make model`.") from None
        except (ValueError, OSError, zlib.error) as error:
            raise DataVersion(f"{path} is damaged ({error}): reinstall geoevents or run `make model`.") from error
        if int(columns.get("format", -1)) != FORMAT or "keys" not in columns:
            raise DataVersion(f"{path} is of another version: reinstall geoevents or run `make model`.")
        version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        return cls(
            keys={key: row for row, key in enumerate(_unpack(columns["keys"]))},
            weights=with_zeros(columns["weights"].astype(np.float32) * np.float32(columns["scale"])),
            transitions=columns["transitions"].astype(np.float32),
            lists=Lists(**{name: frozenset(_unpack(columns[name])) for name in Lists.names()}),
            version=version,
        )

    def save(self, folder: Path) -> Path:
        """Write the model to `folder`, the same bytes for the same model; weights are kept in 8 bits."""
        path = folder / FILE_NAME
        weights = self.weights[: len(self.keys)]
        scale = float(np.abs(weights).max()) / 127 if weights.size else 1.0
        order = sorted(self.keys, key=self.keys.__getitem__)
        columns: dict[str, NDArray[Any]] = {
            "format": np.array(FORMAT),
            "keys": _pack(order),
            "weights": np.round(weights / scale).astype(np.int8),
            "scale": np.array(scale, np.float32),
            "transitions": self.transitions.astype(np.float32),
            **{name: _pack(sorted(getattr(self.lists, name))) for name in Lists.names()},
        }
        np.savez_compressed(path, **columns)  # type: ignore[arg-type]  # numpy's stub takes allow_pickle for a column
        return path

    def find_names(self, view: Words, known: Callable[[str], str]) -> tuple[Name, ...]:
        """Find names of persons, bodies, places, peoples and other things in a report; none crosses a sentence.

        Args:
            view: the report's tokens.
            known: the gazetteer's class of a name, "" where it has none (`geoevents.places.gazetteer`).
        """
        runs = view.runs
        if not runs:
            return ()
        marks = [mark for run in runs for mark in gazetteer_spans(view, run, known)]
        emissions = self._emissions.of(view, runs, marks)
        return tuple(_names(runs, emissions, self._decode(runs, emissions)))

    @cached_property
    def _emissions(self) -> Emissions:
        return Emissions(self.keys, self.weights, self.lists)

    def _decode(self, runs: Sequence[Run], emissions: Floats) -> list[list[int]]:
        """Return the best sequence of tags of each run: Viterbi over all runs at once, one step a word."""
        lengths = np.array([run.last - run.first for run in runs])
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        order = np.argsort(-lengths, kind="stable")
        steps = int(lengths.max())
        alive = (lengths[:, None] > np.arange(steps)).sum(axis=0).tolist()
        inner, begins = self.transitions[:-1], offsets[order]
        score = emissions[begins] + self.transitions[-1]
        finals = [score]
        back = []
        for step in range(1, steps):
            total = score[: alive[step], :, None] + inner
            back.append(total.argmax(axis=1))
            score = total.max(axis=1) + emissions[begins[: alive[step]] + step]
            finals.append(score)
        ends = [final.argmax(axis=1).tolist() for final in finals]
        steps_back = [step.tolist() for step in back]
        paths: list[list[int]] = [[] for _ in runs]
        lengths_of = lengths.tolist()
        for place, run in enumerate(order.tolist()):
            length = lengths_of[run]
            tag = ends[length - 1][place]
            path = [tag]
            for step in range(length - 2, -1, -1):
                tag = steps_back[step][place][tag]
                path.append(tag)
            path.reverse()
            paths[run] = path
        return paths


def with_zeros(weights: Floats) -> Floats:
    """Add the row of zeros that stands for no feature at all."""
    return np.vstack([weights, np.zeros((1, len(TAGS)), np.float32)])


def _names(runs: Sequence[Run], emissions: Floats, paths: Sequence[Sequence[int]]) -> list[Name]:
    """Turn tags into names, in order of the text."""
    found: list[Name] = []
    tags = list(chain.from_iterable(paths))
    leads = (
        emissions[np.arange(len(tags)), tags] - emissions[:, 0]
    ).tolist()  # of the words' tags before that of no name
    offset = 0
    for run, path in zip(runs, paths, strict=True):
        i, size = 0, len(path)
        while i < size:
            tag = path[i]
            if not tag:
                i += 1
                continue
            inside, margin, j = _INSIDE[tag], leads[offset + i], i + 1
            while j < size and path[j] == inside:
                margin = float(np.float32(margin) + np.float32(leads[offset + j]))
                j += 1
            found.append(Name(TAGS[tag][2:], run.first + i, run.first + j, margin))
            i = j
        offset += size
    return found


def _pack(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpack(column: NDArray[np.uint8]) -> list[str]:
    text = column.tobytes().decode()
    return text.split("\n") if text else []
