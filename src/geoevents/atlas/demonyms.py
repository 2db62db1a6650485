"""Words for the people of countries, from `names-countries.tsv`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geoevents.errors import DataMissing
from geoevents.text.folding import fold


@dataclass(frozen=True, slots=True)
class Demonyms:
    """Folded demonyms and the ISO codes of their countries, in order of the table."""

    codes: Mapping[str, tuple[str, ...]]

    @classmethod
    def open(cls, folder: Path) -> Demonyms:
        """Read the table.

        Raises:
            DataMissing: when it is not there.
        """
        path = folder / "names-countries.tsv"
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise DataMissing(f"No table at {path}: reinstall geoevents.") from None
        lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
        code, words = lines[0].index("iso"), lines[0].index("demonyms")
        found: dict[str, list[str]] = {}
        for cells in lines[1:]:
            for word in cells[words].split("|") if len(cells) > words else ():
                if word and cells[code] not in found.setdefault(fold(word), []):
                    found[fold(word)].append(cells[code])
        return cls({word: tuple(codes) for word, codes in found.items()})

    def countries(self, word: str) -> tuple[str, ...]:
        """Return the ISO codes of the countries whose people a word names; several for "Congolese"."""
        return self.codes.get(fold(word), ())
