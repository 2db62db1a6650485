"""Sources into a layer: told apart, read, written aside, and put in place when all is complete."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from geoevents.atlas.build.shapes import clean
from geoevents.atlas.build.write import write_shapes
from geoevents.atlas.format import FOLD_PROBE
from geoevents.atlas.layer import LAYER_FORMAT, Layer, base_version
from geoevents.atlas.regions import Regions
from geoevents.atlas.sources import geonames, own, texts, vector
from geoevents.atlas.sources.collect import Collector
from geoevents.errors import DataError, InputError, UnreadableFile
from geoevents.text.folding import fold

if TYPE_CHECKING:
    from geoevents.atlas.gazetteer import Gazetteer
    from geoevents.atlas.sources.items import Item, MoreNames

# In this order: names and codes need the places that they are of.
FORMATS = {
    "geonames-places": "GeoNames, CC BY 4.0", "natural-earth-places": "Natural Earth, public domain",
    "natural-earth-regions": "Natural Earth, public domain", "geoboundaries": "geoBoundaries, CC BY 4.0", "own": "your own",
    "geonames-regions": "GeoNames, CC BY 4.0", "geonames-names": "GeoNames, CC BY 4.0",
}  # fmt: skip
_DRAWN_DEG = 0.01
Watch = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class AddReport:
    """What came of the sources, and what the layer holds now."""

    folder: Path
    places: int
    names: int
    shapes: int
    sources: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.places:,} added places, {self.names:,} names and {self.shapes:,} polygons in {self.folder}"


def format_of(path: Path) -> str:
    """Return the format of a source, by its columns: one of `FORMATS`.

    Raises:
        UnreadableFile: when it is missing, broken, or none of them.
    """
    if not path.is_file():
        raise UnreadableFile(f"{path} does not exist or is no file: check the path.")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return "own"
    if vector.is_map(path) or suffix in {".geojson", ".json"}:
        kind = vector.kind_of(path)
        if kind is None and suffix in {".geojson", ".json"}:
            return "own"
        if kind is None:
            raise UnreadableFile(
                f"{path} is a map, but neither of Natural Earth's places or regions nor of geoBoundaries."
            )
        return kind
    cells = texts.first_line(path)
    if len(cells) in geonames.GEONAME:
        return "geonames-places"
    if len(cells) in geonames.ALTERNATE_NAMES:
        return "geonames-names"
    if len(cells) in geonames.CODES and re.match(r"[A-Z]{2}\.", cells[0]):
        return "geonames-regions"
    raise UnreadableFile(
        f"{path} has {len(cells)} columns and is no table of GeoNames (19, 10 or 4), Natural Earth, geoBoundaries, CSV or GeoJSON."
    )


def add_sources(
    files: Sequence[Path],
    folder: Path,
    *,
    base: Gazetteer | None = None,
    classes: str = geonames.CLASSES,
    watch: Watch = lambda items, _: items,
) -> AddReport:
    """Add sources to the layer in `folder`, which is made where there is none; all of them or nothing.

    Args:
        files: tables and maps, in any order.
        folder: of the layer.
        base: the shipped gazetteer, without a layer; opened by default.
        classes: GeoNames' feature classes to keep, of "AHLPRSTUV".
        watch: wraps a stream of items, with the file's name: for a progress bar.

    Raises:
        UnreadableFile, InputError: when a source is missing, broken, cut short or unknown; nothing is changed then.
        DataVersion, DataError: when the layer in `folder` is for other shipped data, or damaged.
    """
    wrong = set(classes) - set(geonames.CLASSES)
    if wrong or not classes:
        raise InputError(f"{''.join(sorted(wrong)) or 'No'} feature class: give letters of {geonames.CLASSES}.")
    from geoevents.atlas.gazetteer import Gazetteer as Opened  # noqa: PLC0415 - it opens layers

    shipped = base or Opened(added=False)
    order = list(FORMATS)
    sources = sorted(((format_of(path), path) for path in files), key=lambda pair: order.index(pair[0]))
    old = Layer.open(folder, shipped._numbers) if (folder / "manifest.json").exists() else None  # noqa: SLF001
    if old is None and folder.exists() and any(folder.iterdir()):
        raise DataError(f"{folder} holds other files: choose an empty folder for added places.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
        aside.mkdir()
    except OSError as error:
        raise UnreadableFile(f"{folder} cannot be written ({error.strerror}): choose another folder.") from error
    try:
        report = _Run(aside, shipped, classes, watch).fill(sources, old)
        _put(aside, folder)
    except OSError as error:
        cure = "make room, or choose another folder"
        raise UnreadableFile(f"The added places cannot be written to {folder}: {error.strerror}; {cure}.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return AddReport(folder, *report)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: where to, over what, and which classes."""

    aside: Path
    shipped: Gazetteer
    classes: str
    watch: Watch

    def fill(
        self, sources: Sequence[tuple[str, Path]], old: Layer | None
    ) -> tuple[int, int, int, tuple[dict[str, Any], ...]]:
        """Write the layer; return how many places, names and polygons it holds, and what came of each source."""
        collector = Collector(self.aside, self.shipped, Regions(self.shipped))
        try:
            if old is not None:
                collector.take_layer(old)
            new = tuple(self._take(collector, kind, path) for kind, path in sources)
            names = collector.write(self.aside)
        finally:
            collector.close()
        (self.aside / "places.raw").unlink()
        _write_shapes(self.aside, collector)
        seen = {source["sha256"] for source in new}
        before = [s for s in (old.manifest["sources"] if old else []) if s["sha256"] not in seen]
        self._write_manifest(collector, names, [*before, *new])
        return len(collector), names, len(collector.shapes), new

    def _take(self, collector: Collector, kind: str, path: Path) -> dict[str, Any]:
        collector.counts = dict.fromkeys(collector.counts, 0)
        ground = vector.Ground(self.shipped, collector.regions)
        with closing(_items(kind, path, ground, self.classes)) as items:  # so that files close when one is broken
            for item in self.watch(items, path.name):
                collector.take(item)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"file": path.name, "format": kind, "licence": FORMATS[kind], "sha256": digest, **collector.counts}

    def _write_manifest(self, collector: Collector, names: int, sources: list[dict[str, Any]]) -> None:
        base = base_version(self.shipped._numbers)  # noqa: SLF001
        manifest = {
            "layer": LAYER_FORMAT, "base": base, "fold": fold(FOLD_PROBE), "places": len(collector), "names": names,
            "shapes": len(collector.shapes), "updates": len(collector.updates), "features": collector.features,
            "sources": sources,
        }  # fmt: skip
        text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (self.aside / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


def _items(kind: str, path: Path, ground: vector.Ground, classes: str) -> Generator[Item | MoreNames]:
    if kind == "own":
        yield from own.items(path)
    elif kind in {"geoboundaries", "natural-earth-places", "natural-earth-regions"}:
        yield from vector.items(path, kind, ground)
    else:
        with texts.opened(path) as (name, stream):
            if kind == "geonames-places":
                yield from geonames.places(name, stream, classes)
            else:
                yield from (geonames.alternate_names if kind == "geonames-names" else geonames.region_codes)(
                    name, stream
                )


def _write_shapes(out: Path, collector: Collector) -> None:
    if not collector.shapes:
        return
    exact = [(row, 0, shape) for row, shape in collector.shapes.items()]
    write_shapes(out, "exact", exact)
    drawn = [(row, 0, clean(shapely.simplify(shape, _DRAWN_DEG))) for row, _, shape in exact]
    write_shapes(
        out, "drawn", [(row, v, thin if not thin.is_empty else collector.shapes[row]) for row, v, thin in drawn]
    )


def _put(aside: Path, folder: Path) -> None:
    """Let the complete folder take the old one's place."""
    old = folder.with_name(f"{aside.name}-old")
    if folder.exists():
        folder.rename(old)
    try:
        aside.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
