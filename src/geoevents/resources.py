"""Where the program's data lies: in a checkout, in the installed wheel, or where `GEOEVENTS_DATA` says."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from geoevents.errors import DataMissing

DATA_VARIABLE = "GEOEVENTS_DATA"
_PACKAGE = Path(__file__).resolve().parent


def data_folder(part: str = "") -> Path:
    """Return the folder of data, or of one `part` of it ("gazetteer", "lexicons", "models", "basemap").

    Looked for in `GEOEVENTS_DATA`, then beside the source of a checkout, then inside the installed package.

    Raises:
        DataMissing: when the folder is in none of these places.
    """
    given = os.environ.get(DATA_VARIABLE)
    roots = [Path(given)] if given else [_PACKAGE.parents[1] / "data", _PACKAGE / "data"]
    for root in roots:
        if (root / part).is_dir():
            return root / part
    where = " or ".join(str(root / part) for root in roots)
    cure = (
        f"set {DATA_VARIABLE} to a data folder" if given else "run `geoevents gazetteer build` or reinstall geoevents"
    )
    raise DataMissing(f"No data folder at {where}: {cure}.")


def seeds_folder() -> Path:
    """Return the folder of the sample reports, in a checkout or in the installed package."""
    for folder in (_PACKAGE.parents[1] / "seeds", _PACKAGE / "seeds"):
        if folder.is_dir():
            return folder
    raise DataMissing(f"No sample reports at {_PACKAGE.parents[1] / 'seeds'}: reinstall geoevents.")


def default_store() -> Path:
    """Return the store used when none is named: `GEOEVENTS_STORE`, else one in the user's data folder."""
    import platformdirs  # noqa: PLC0415 - not needed by a command that names its store

    given = os.environ.get("GEOEVENTS_STORE")
    return Path(given) if given else Path(platformdirs.user_data_dir("geoevents", appauthor=False)) / "events.gpkg"


ADDED_VARIABLE = "GEOEVENTS_GAZETTEER"


def added_folder() -> Path | None:
    """Return where the user's added places are kept: `GEOEVENTS_GAZETTEER`, else a folder in the user's data folder.

    None when the variable is set to nothing: then none are used.
    """
    import platformdirs  # noqa: PLC0415 - not needed by a process that names its folder

    given = os.environ.get(ADDED_VARIABLE)
    if given is not None:
        return Path(given) if given else None
    return Path(platformdirs.user_data_dir("geoevents", appauthor=False)) / "gazetteer"


@cache
def fingerprint(folder: Path) -> str:
    """Return a short hash of the names and bytes of all files below `folder`: the version of that data.

    Read once a process: resources never change while it runs.
    """
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md"):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
