"""Lines of text files and of those inside zip archives, with errors that say which file and line, and what to do."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geoevents.errors import UnreadableFile

_READ_ME = frozenset({"readme.txt", "iso-languagecodes.txt"})
_LONGEST = 200_000  # bytes of a line; alternatenames has at most 10,000 characters


@contextmanager
def opened(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Open a text file, or the one text file in a zip archive; yields its name and bytes.

    Raises:
        UnreadableFile: when it is missing, a broken archive, or one without a table.
    """
    try:
        if path.suffix.lower() != ".zip":
            with path.open("rb") as stream:
                yield path.name, stream
            return
        with zipfile.ZipFile(path) as packed:
            names = [n for n in packed.namelist() if n.lower().endswith(".txt") and n.lower() not in _READ_ME]
            if len(names) != 1:
                raise UnreadableFile(
                    f"{path} holds {len(names)} tables (.txt): give one of GeoNames' archives, or unpack it."
                )
            with packed.open(names[0]) as stream:
                yield f"{path.name}:{names[0]}", stream
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableFile(f"{path} is broken or cut short ({error}): fetch it again.") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error


def rows(name: str, stream: IO[bytes], columns: tuple[int, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield line numbers and cells of a tab-separated table without a heading; notes (#) and empty lines are left out.

    Raises:
        UnreadableFile: when a line is no UTF-8, or has another number of cells than `columns` allows.
    """
    for number, raw in enumerate(iter(lambda: stream.readline(_LONGEST), b""), 1):
        try:
            line = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"{name}, line {number}: no UTF-8 ({error.reason}); fetch the file again.") from error
        if not line or (number == 1 and line.startswith("#")):
            continue
        cells = line.split("\t")
        if len(cells) not in columns or len(raw) == _LONGEST:
            wanted = " or ".join(map(str, columns))
            raise UnreadableFile(
                f"{name}, line {number}: {len(cells)} columns instead of {wanted}; the file is cut short or another one: "
                "fetch it again."
            )
        yield number, cells


def first_line(path: Path) -> list[str]:
    """Return the cells of the first line of a table.

    Raises:
        UnreadableFile: when there is none.
    """
    with opened(path) as (name, stream):
        for line in iter(lambda: stream.readline(_LONGEST), b""):
            if line.strip() and not line.startswith(b"#"):
                return line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        raise UnreadableFile(f"{name} is empty: fetch it again.")
