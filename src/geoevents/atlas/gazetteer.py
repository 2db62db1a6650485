"""Every place by its names: exact look-ups on memory-mapped tables, and a geopy geocoder on top of them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoevents.atlas.demonyms import Demonyms
from geoevents.atlas.format import FEATURE_CLASSES, FEATURES, KINDS, LOG_UNIT, NO_COUNTRY, NO_RADIUS, PLACE, UNIT
from geoevents.atlas.geocoder import GeocoderMixin
from geoevents.atlas.geodesy import check_coordinates, ecef
from geoevents.atlas.tables import NameIndex, open_blob, open_manifest, open_table, special_ids
from geoevents.errors import DataError
from geoevents.model import Place
from geoevents.resources import fingerprint
from geoevents.text.folding import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CACHE = 50_000


class Gazetteer(GeocoderMixin):
    """The places of the world and the names that lead to them.

    Columns are read-only arrays by row: `lon`, `lat` (degrees, WGS84), `population` (0 where unknown), `prominence`
    (people that the name is ranked by, never 0; see data/gazetteer/README.md), `kind` (index into `KINDS`), `country`
    (index into `countries`, -1 for none), `admin1` (row of the first-level region, -1 unknown).

    Raises:
        DataMissing, DataVersion, DataError: when the folder is not a gazetteer of this program's format.
    """

    KINDS = KINDS

    def __init__(self, folder: Path | str | None = None, **geopy: Any) -> None:  # noqa: ANN401 - geopy's own options
        """Open the gazetteer in `folder`, the shipped one by default; `geopy` takes what geopy geocoders take."""
        self.folder, self.manifest = open_manifest(Path(folder) if folder is not None else None)
        self._table = open_table(self.folder / "places.npy")
        if self._table.dtype != PLACE or len(self._table) != self.manifest["places"]:
            raise DataError(f"places.npy in {self.folder} does not fit its manifest: run `geoevents gazetteer build`.")
        self._names = NameIndex.open(self.folder)
        self._labels = open_blob(self.folder / "labels.bin")
        self._ends = np.flatnonzero(np.frombuffer(self._labels, dtype=np.uint8) == ord("\n"))
        if len(self._ends) != len(self._table):
            raise DataError(f"labels.bin in {self.folder} does not fit places.npy: run `geoevents gazetteer build`.")
        self._ids, self._notes = special_ids(self.folder)
        self.countries: tuple[str, ...] = tuple(self.manifest["countries"])
        self.lon: NDArray[np.float64] = self._table["lon"] / UNIT
        self.lat: NDArray[np.float64] = self._table["lat"] / UNIT
        self.population: NDArray[np.int32] = np.ascontiguousarray(self._table["population"])
        self.prominence: NDArray[np.float64] = 10.0 ** (self._table["prominence"] / LOG_UNIT)
        self.kind: NDArray[np.uint8] = np.ascontiguousarray(self._table["kind"])
        country = self._table["country"].astype(np.int16)
        self.country: NDArray[np.int16] = np.where(country == NO_COUNTRY, np.int16(-1), country)
        self.admin1: NDArray[np.int16] = np.ascontiguousarray(self._table["admin1"])
        self._found: dict[str, tuple[int, ...]] = {}
        self._places: dict[int, Place] = {}
        super().__init__(**geopy)

    def __len__(self) -> int:
        return len(self._table)

    @cached_property
    def version(self) -> str:
        """A short hash of the data: changes when any place, name or border does."""
        return fingerprint(self.folder)

    @cached_property
    def demonyms(self) -> Demonyms:
        """Words for people of countries ("Ukrainian", "Britons")."""
        return Demonyms.open(self.folder)

    def find(self, name: str) -> tuple[int, ...]:
        """Return the rows of every place that bears this name, weightiest and largest first; empty when none does.

        Case, diacritics, apostrophes and ё do not matter; nothing else is bent.
        """
        found = self._found.get(name)
        if found is None:
            found = tuple(posting >> 8 for posting in self._names.postings(fold(name)))
            if len(name) < 100:  # noqa: PLR2004 - do not keep what is no name
                if len(self._found) >= _CACHE:
                    self._found.clear()
                self._found[name] = found
        return found

    def name_weight(self, name: str, row: int) -> float:
        """Return how surely `name` alone means this place, 0..1: 1 for the name shown, less for rare alternates."""
        for posting in self._names.postings(fold(name)):
            if posting >> 8 == row:
                return (posting & 255) / 255
        return 0.0

    def weighted(self, name: str) -> tuple[tuple[int, float], ...]:
        """Return `(row, weight)` of every place that bears this name."""
        return tuple((posting >> 8, (posting & 255) / 255) for posting in self._names.postings(fold(name)))

    def label(self, row: int) -> str:
        """Return the name shown for a row."""
        return self._labels[self._ends[row - 1] + 1 if row else 0 : self._ends[row]].decode()

    def place_id(self, row: int) -> str:
        """Return the stable id of a row."""
        return self._ids.get(row) or f"geonames:{self._table[row]['geonames']}"

    def place(self, row: int) -> Place:
        """Return the place of a row (0 to len - 1); the same object every time.

        Raises:
            IndexError: when there is no such row.
        """
        place = self._places.get(row)
        if place is None:
            if not 0 <= row < len(self._table):
                raise IndexError(f"There is no row {row} in a gazetteer of {len(self)} places.")
            place = self._places[row] = self._make(int(row))
        return place

    def _make(self, row: int) -> Place:
        cells = self._table[row]
        feature = FEATURES[cells["feature"]]
        region, radius, country = int(cells["admin1"]), int(cells["radius"]), int(cells["country"])
        return Place(
            place_id=self.place_id(row),
            name=self.label(row),
            kind=KINDS[cells["kind"]],
            lon=float(self.lon[row]),
            lat=float(self.lat[row]),
            country=None if country == NO_COUNTRY else self.countries[country],
            admin1=self.label(region) if region >= 0 else None,
            population=int(cells["population"]),
            feature_class=FEATURE_CLASSES.get(feature),
            feature_code=feature or None,
            radius_km=None if radius == NO_RADIUS else radius / 10,
            note=self._notes.get(row),
        )

    @cached_property
    def _rows_by_id(self) -> dict[str, int]:
        return {place_id: row for row, place_id in self._ids.items()}

    @cached_property
    def _by_number(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        numbers = np.ascontiguousarray(self._table["geonames"])
        order = np.argsort(numbers, kind="stable")
        return numbers[order], order

    def row_of(self, place_id: str) -> int | None:
        """Return the row of an id such as "geonames:538560", None when there is none."""
        if place_id in self._rows_by_id:
            return self._rows_by_id[place_id]
        source, _, key = place_id.partition(":")
        if source != "geonames" or not key.isascii() or not key.isdigit() or not 0 < int(key) < 2**32:
            return None
        numbers, order = self._by_number
        at = int(np.searchsorted(numbers, int(key)))
        return int(order[at]) if at < len(numbers) and int(numbers[at]) == int(key) else None

    def by_id(self, place_id: str) -> Place | None:
        """Return the place with this id, None when there is none."""
        row = self.row_of(place_id)
        return None if row is None else self.place(row)

    @cached_property
    def _country_rows(self) -> dict[str, int]:
        rows = np.flatnonzero(self.kind == KINDS.index("country"))
        return {self.countries[self.country[row]]: int(row) for row in rows}

    def country_place(self, code: str) -> Place | None:
        """Return the country with an ISO 3166-1 alpha-2 code ("UA"), None when there is none."""
        row = self._country_rows.get(code.upper())
        return None if row is None else self.place(row)

    def demonym(self, word: str) -> Place | None:
        """Return the country whose people or things a word names ("Ukrainian", "Russians", "Britons"), else None."""
        codes = self.demonyms.countries(word)
        return self.country_place(codes[0]) if codes else None

    @cached_property
    def all_keys(self) -> list[str]:
        """All folded names, for fuzzy matching; made when first asked for (a second, and 100 MB)."""
        return self._names.keys()

    @cached_property
    def _settlement_tree(self) -> tuple[NDArray[np.int64], Any]:
        from scipy.spatial import cKDTree  # noqa: PLC0415 - only for reverse look-ups

        towns = np.isin(self.kind, [KINDS.index("settlement"), KINDS.index("capital")])
        rows = np.flatnonzero(towns & (self._table["geonames"] > 0))  # points of the supplement may be stand-ins
        return rows, cKDTree(ecef(self.lon[rows], self.lat[rows]))

    def nearest_settlement(self, lon: float, lat: float) -> Place:
        """Return the settlement nearest to a point.

        Raises:
            BadCoordinates: when the point is out of range.
        """
        rows, tree = self._settlement_tree
        return self.place(int(rows[tree.query(ecef(*check_coordinates(lon, lat)))[1]]))
