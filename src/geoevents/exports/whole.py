"""Files that are complete or not there: written aside, then renamed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, TextIO

from geoevents.errors import UnreadableFile


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a text file beside `path` that takes its place when all went well, and vanishes when not.

    Raises:
        UnreadableFile: when the folder is not there or cannot be written.
    """
    with _aside(path) as (aside, mode), aside.open(mode, encoding="utf-8", newline="") as stream:
        yield stream
        _settle(stream, mode)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file of bytes as `replacing` writes a text.

    Raises:
        UnreadableFile: as there.
    """
    with _aside(path) as (aside, mode), aside.open("wb" if mode == "w" else "xb") as stream:
        stream.write(data)
        _settle(stream, mode)


def _settle(stream: IO[Any], mode: str) -> None:
    stream.flush()
    if mode == "x":
        os.fsync(stream.fileno())


@contextmanager
def _aside(path: Path) -> Iterator[tuple[Path, Literal["w", "x"]]]:
    """Yield where to write and how to open it; rename it afterwards, or take it away."""
    if path.is_dir():
        raise UnreadableFile(f"{path} is a folder: name a file.")
    # A device or pipe, such as /dev/stdout, is written to and not replaced.
    special = path.exists() and not path.is_file()
    aside = path if special else path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        yield aside, "w" if special else "x"
        if not special:
            aside.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if not special:
            aside.unlink(missing_ok=True)
