"""manifest.csv: a table beside reports that says when and by whom each was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from geoevents.errors import UnreadableFile
from geoevents.reading.decoding import decode
from geoevents.reading.documents import ReadFailure
from geoevents.reading.tables import table

MANIFEST = "manifest.csv"
Row = Mapping[str, str]


def read_manifests(paths: Iterable[Path]) -> tuple[dict[Path, Row], list[ReadFailure]]:
    """Return the rows of manifests by the path of the file that each speaks for, and what is wrong with them.

    Paths are relative to the manifest's own folder and must stay inside it; a manifest deeper down speaks last.
    """
    rows: dict[Path, Row] = {}
    failures: list[ReadFailure] = []
    for path in sorted(paths, key=lambda p: len(p.parts)):
        try:
            text = decode(path.read_bytes(), str(path))
        except UnreadableFile as error:
            failures.append(ReadFailure(str(path), error))
            continue
        found, failure = table(text.replace("\r\n", "\n"), str(path), "file")
        failures.extend([failure] if failure else [])
        for row in found:
            target = path.parent / row["file"].strip()
            inside = target.resolve().is_relative_to(path.parent.resolve())
            if inside and target.is_file():
                rows[target] = row
            else:
                missing = UnreadableFile(f"{path} names {row['file'].strip()!r}, which is not in its folder.")
                failures.append(ReadFailure(str(path), missing))
    return rows, failures
