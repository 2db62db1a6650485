"""The atlas in one hand: names, regions and borders of one view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from geoevents.atlas.borders import Borders
from geoevents.atlas.gazetteer import Gazetteer
from geoevents.atlas.printing import VIEW_WORDS
from geoevents.atlas.regions import Regions
from geoevents.errors import PlaceError
from geoevents.model import BorderView, Measurement, Place


@dataclass(frozen=True)
class Atlas:
    """Gazetteer, regions and borders that belong together; loaded once, never changed, handed to who needs it."""

    gazetteer: Gazetteer
    regions: Regions
    borders: Borders
    view: BorderView

    @classmethod
    def load(cls, folder: Path | None = None, *, view: BorderView = "international") -> Atlas:
        """Open the atlas in `folder`, the shipped one by default, with one view of disputed borders.

        Raises:
            PlaceError: when there is no such view.
            DataMissing, DataVersion, DataError: when the folder is not a gazetteer of this program's format.
        """
        if view not in VIEW_WORDS:
            raise PlaceError(f"There is no border view {view!r}: choose international or de-facto.")
        gazetteer = Gazetteer(folder)
        borders = Borders(view, gazetteer=gazetteer)
        return cls(gazetteer, borders.regions, borders, view)

    @cached_property
    def version(self) -> str:
        """A short hash of the data and the view."""
        return f"{self.gazetteer.version}-{self.view}"

    @property
    def view_words(self) -> str:
        """The view in words for legends: "recognised borders, Crimea in Ukraine"."""
        return VIEW_WORDS[self.view]

    def measure(self, a: Place, b: Place) -> Measurement:
        """Measure from `b` to `a`; see `geoevents.atlas.measure`."""
        from geoevents.atlas.measure import measure  # noqa: PLC0415 - measure names this class

        return measure(a, b, self)
