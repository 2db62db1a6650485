"""What every task of a run knows: where its folder lies, how it is cut, and how reports are read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from geoevents.corpus.storage import Folder
from geoevents.model import BorderView, OwnPlace, Place
from geoevents.pipeline import Options
from geoevents.records import from_payload, to_payload

FORMAT = 1  # of the output folder
WORK = "_work"  # removed when all is done
RUN_FILE = "_run.json"


@dataclass(frozen=True, slots=True)
class Steering:
    """The options of a run as values that can be written down and compared."""

    published: str | None = None
    near: str | None = None
    focus_bbox: tuple[float, float, float, float] | None = None
    border_view: BorderView = "international"
    own_places: tuple[OwnPlace, ...] = ()

    def options(self) -> Options:
        """Return the options of `pipeline.extract`."""
        return Options(self.focus_bbox, self.near, self.border_view, self.own_places)


def steering(options: Options, published: str | None) -> Steering:
    """Return what a user asked for, as values that can be written down."""
    own = tuple(OwnPlace(place) if isinstance(place, Place) else place for place in options.own_places)
    return Steering(published, options.near, options.focus_bbox, options.border_view, own)


@dataclass(frozen=True, slots=True)
class Job:
    """A run: `parts` partitions, as many shuffle `buckets`, what it is made with and of."""

    out: str
    parts: int
    buckets: int
    digest: str
    inputs: int
    steering: Steering
    versions: tuple[tuple[str, str], ...]

    @property
    def folder(self) -> Folder:
        """The output folder."""
        return Folder(self.out)

    @property
    def work(self) -> Folder:
        """The folder of what the stages hand to each other."""
        return Folder(self.folder.where(WORK))

    def fingerprint(self) -> dict[str, object]:
        """Return what makes two runs the same: a folder of another fingerprint is of another run."""
        return {
            "format": FORMAT,
            "versions": [list(pair) for pair in self.versions],
            "inputs": {"count": self.inputs, "digest": self.digest},
            "options": to_payload(self.steering),
            "partitions": self.parts,
        }


def bytes_of(fingerprint: object) -> bytes:
    """Return JSON for people and programs, the same bytes for equal values."""
    return (json.dumps(fingerprint, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def steering_from(payload: object) -> Steering:
    """Return the options that a fingerprint names."""
    return from_payload(Steering, payload)
