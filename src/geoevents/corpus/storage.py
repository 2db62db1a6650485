"""Folders of small whole files, on a disk or in an object store (any URL that fsspec knows): complete or not there."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geoevents.errors import DamagedOutput


@cache
def _remote(url: str) -> tuple[Any, str]:
    """Return the file system of a URL and the path in it."""
    import fsspec  # noqa: PLC0415 - comes with the extra `cluster`, only URLs need it

    found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    return found


def is_url(name: str) -> bool:
    """Whether a name is a URL such as s3://bucket/folder, and no path."""
    return "://" in name


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its path or URL; names in it are relative, with `/`."""

    root: str

    @property
    def local(self) -> Path | None:
        """The path, None for an object store."""
        return None if is_url(self.root) else Path(self.root)

    def where(self, name: str) -> str:
        """Return the path or URL of a file."""
        return f"{self.root.rstrip('/')}/{name}"

    def write(self, name: str, data: bytes | memoryview) -> None:
        """Write a file whole: aside and renamed on a disk, in one request in an object store.

        Raises:
            DamagedOutput: there is no room, or no right to write.
        """
        try:
            if self.local is None:
                system, root = _remote(self.root)
                system.pipe_file(f"{root}/{name}", bytes(data))
            else:
                _replace(self.local / name, data)
        except OSError as error:
            cure = "make room" if error.errno == errno.ENOSPC else "make it writable"
            raise DamagedOutput(
                f"{self.where(name)} cannot be written: {error.strerror or error}; {cure}, then give the same command again:"
                " finished parts are kept."
            ) from error

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            DamagedOutput: it is not there or cannot be read.
        """
        with self._spoken(name):
            if self.local is None:
                system, root = _remote(self.root)
                return bytes(system.cat_file(f"{root}/{name}"))
            return (self.local / name).read_bytes()

    @contextmanager
    def open(self, name: str) -> Iterator[Any]:
        """Open a file for reading here and there: mapped into memory on a disk, by ranges in an object store."""
        import pyarrow as pa  # noqa: PLC0415 - heavy

        with self._spoken(name):
            if self.local is None:
                system, root = _remote(self.root)
                with system.open(f"{root}/{name}", "rb") as file:
                    yield file
            else:
                with pa.memory_map(str(self.local / name)) as file:
                    yield file

    @contextmanager
    def _spoken(self, name: str) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            raise DamagedOutput(f"{self.where(name)} cannot be read: {error}.") from error

    def names(self, part: str = "") -> set[str]:
        """Return the names of the files in a folder below, without those being written; empty where there is none."""
        if self.local is None:
            system, root = _remote(self.root)
            path = f"{root}/{part}".rstrip("/")
            found = system.ls(path, detail=False) if system.exists(path) else []
            return {str(name).rsplit("/", 1)[-1] for name in found}
        folder = self.local / part
        return {path.name for path in folder.iterdir() if path.name[0] != "."} if folder.is_dir() else set()

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        if self.local is None:
            system, root = _remote(self.root)
            return int(system.size(f"{root}/{name}"))
        return (self.local / name).stat().st_size

    def remove(self, part: str) -> None:
        """Remove a folder below with all that is in it, where it is there."""
        if self.local is None:
            system, root = _remote(self.root)
            if system.exists(f"{root}/{part}"):
                system.rm(f"{root}/{part}", recursive=True)
        else:
            shutil.rmtree(self.local / part, ignore_errors=True)


def tidy(folder: Folder) -> None:
    """Remove what processes that were killed had begun to write aside; an object store has none of it."""
    if folder.local is not None:
        for path in folder.local.rglob(".*.part"):
            path.unlink(missing_ok=True)


def _replace(path: Path, data: bytes | memoryview) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
