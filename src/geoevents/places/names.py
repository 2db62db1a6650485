"""Make the lists of person names that the recogniser knows: `python -m geoevents.places.names --faker … --census … --out …`.

Sources, unpacked: the wheel of Faker (MIT; its `faker/providers/person` has first and last names of some ninety
languages and countries) and the sdist of `names` (names of the United States census of 1990, public domain).
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from geoevents.text import fold

SURNAMES_KEPT = 20_000
"""The most common of the census's surnames: rarer ones are as often something else."""
_NAME = re.compile(r"[a-z]{3,15}(?:-[a-z]+)?")
_FIRST, _LAST = ("first_name", "first_romanized"), ("last_name", "last_romanized")


def faker_names(folder: Path, prefixes: Sequence[str]) -> Iterator[str]:
    """Yield the names in Faker's person providers whose class attribute begins with one of `prefixes`; nothing is run."""
    for path in sorted(folder.rglob("providers/person/*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Name) and t.id.startswith(tuple(prefixes)) for t in targets):
                yield from (
                    leaf.value
                    for leaf in ast.walk(node.value)
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                )


def census_names(path: Path, most: int | None = None) -> Iterator[str]:
    """Yield names of a census table, most common first."""
    for line in path.read_text(encoding="ascii").splitlines()[:most]:
        yield line.split()[0]


def clean(names: Iterable[str]) -> list[str]:
    """Return names in Latin letters as sorted keys, without those of one or two letters."""
    return sorted({key for key in map(fold, names) if _NAME.fullmatch(key)})


def main(arguments: Sequence[str] | None = None) -> int:
    """Write `first_names.txt` and `surnames.txt`."""
    parser = argparse.ArgumentParser(prog="python -m geoevents.places.names", description=__doc__.splitlines()[0])
    parser.add_argument("--faker", type=Path, required=True, help="folder of the unpacked wheel of Faker")
    parser.add_argument(
        "--census", type=Path, required=True, help="folder with dist.male.first, dist.female.first, dist.all.last"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    given = parser.parse_args(arguments)
    first = clean(
        [
            *faker_names(given.faker, _FIRST),
            *(n for sex in ("male", "female") for n in census_names(given.census / f"dist.{sex}.first")),
        ]
    )
    last = clean([*faker_names(given.faker, _LAST), *census_names(given.census / "dist.all.last", SURNAMES_KEPT)])
    for name, words in (("first_names", first), ("surnames", last)):
        (given.out / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="ascii")
    sys.stderr.write(f"{len(first)} first names and {len(last)} surnames written to {given.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
