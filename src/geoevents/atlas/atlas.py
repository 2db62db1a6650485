"""The atlas in one hand: names, regions and borders of one view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from geoevents.atlas.border_files import BorderFile
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
    def load(
        cls,
        folder: Path | None = None,
        *,
        view: BorderView = "international",
        borders: BorderFile | bool = True,
        added: Path | bool = True,
    ) -> Atlas:
        """Open the atlas in `folder`, the shipped one by default, with one view of disputed borders.

        `borders` is a file of better ones (True: that which `GEOEVENTS_BORDERS` names, if any; False for none), `added`
        the folder of added places (True: that of this user, where there is one).

        Raises:
            PlaceError: when there is no such view.
            InputError: when the file of borders cannot be used.
            DataMissing, DataVersion, DataError: when the folder is not a gazetteer of this program's format.
        """
        if view not in VIEW_WORDS:
            raise PlaceError(f"There is no border view {view!r}: choose international or de-facto.")
        gazetteer = Gazetteer(folder, added=added)
        file = BorderFile.of_environment() if borders is True else borders or None
        path, accuracy, date = (file.path, file.accuracy_km, file.date) if file else (None, None, "")
        lines = Borders(view, gazetteer=gazetteer, file=path, accuracy_km=accuracy, date=date)
        return cls(gazetteer, lines.regions, lines, view)

    @cached_property
    def version(self) -> str:
        """A short hash of the data, the view, and a user's own border file."""
        own = f"-{self.borders.version}" if self.borders.version else ""
        return f"{self.gazetteer.version}-{self.view}{own}"

    @property
    def view_words(self) -> str:
        """The view in words for legends: "recognised borders, Crimea in Ukraine"."""
        return VIEW_WORDS[self.view]

    def measure(self, a: Place, b: Place) -> Measurement:
        """Measure from `b` to `a`; see `geoevents.atlas.measure`."""
        from geoevents.atlas.measure import measure  # noqa: PLC0415 - measure names this class

        return measure(a, b, self)
