"""Every place by its names: exact look-ups on memory-mapped tables, and a geopy geocoder on top of them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geoevents.atlas.columns import Columns
from geoevents.atlas.demonyms import Demonyms
from geoevents.atlas.format import FEATURE_CLASSES, FEATURES, KINDS, NO_COUNTRY, NO_RADIUS, PLACE
from geoevents.atlas.geocoder import GeocoderMixin
from geoevents.atlas.geodesy import check_coordinates, ecef
from geoevents.atlas.layer import Layer
from geoevents.atlas.romanised import printed
from geoevents.atlas.tables import NameIndex, open_blob, open_manifest, open_table, special_ids
from geoevents.errors import DataError
from geoevents.model import Place
from geoevents.resources import added_folder, fingerprint
from geoevents.text.folding import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CACHE = 50_000


class Gazetteer(GeocoderMixin):
    """The places of the world and the names that lead to them.

    Columns are read-only arrays by row: `lon`, `lat` (degrees, WGS84), `population` (0 where unknown), `prominence`
    (people that the name is ranked by, never 0; see data/gazetteer/README.md), `kind` (index into `KINDS`), `country`
    (index into `countries`, -1 for none), `admin1` (row of the first-level region, -1 unknown). Rows of places that the
    user added (`geoevents gazetteer add`) follow the shipped ones.

    Raises:
        DataMissing, DataVersion, DataError: when a folder is not a gazetteer of this program's format.
    """

    KINDS = KINDS

    def __init__(
        self,
        folder: Path | str | None = None,
        *,
        added: Path | str | bool = True,
        fallback: Any = None,  # noqa: ANN401 - any geopy geocoder
        **geopy: Any,  # noqa: ANN401 - geopy's own options
    ) -> None:
        """Open the gazetteer in `folder`, the shipped one by default.

        Args:
            folder: the gazetteer.
            added: the folder of added places; True for that of this user where there is one (not over a `folder` of
                your own), False for none.
            fallback: a geopy geocoder that `geocode` asks for names that are not here.
            geopy: what geopy geocoders take.
        """
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
        self.layer = self._open_layer(added, shipped=folder is None)
        self.countries: tuple[str, ...] = tuple(self.manifest["countries"])
        columns = Columns.of(self._table, self.layer)
        self.lon, self.lat = columns.lon, columns.lat
        self.population, self.prominence = columns.population, columns.prominence
        self.kind, self.country, self.admin1 = columns.kind, columns.country, columns.admin1
        self._found: dict[str, tuple[int, ...]] = {}
        self._places: dict[int, Place] = {}
        super().__init__(fallback, **geopy)

    def _open_layer(self, added: Path | str | bool, *, shipped: bool) -> Layer | None:
        """Open the added places that are asked for.

        Raises:
            DataMissing, DataVersion, DataError: when they are named and not there, made for other data, or damaged.
        """
        numbers = self._table["geonames"]
        if not isinstance(added, bool):
            return Layer.open(Path(added), numbers)
        where = added_folder() if added and shipped else None
        return Layer.open(where, numbers) if where and (where / "manifest.json").exists() else None

    def __len__(self) -> int:
        return len(self.lon)

    @cached_property
    def version(self) -> str:
        """A short hash of the data: changes when any place, name or border does."""
        return fingerprint(self.folder) + (f"+{self.layer.version}" if self.layer else "")

    def postings(self, name: str) -> tuple[tuple[int, float], ...]:
        """Return `(row, weight)` of every place that bears a name, weightiest and largest first."""
        return self.postings_of(fold(name))

    def postings_of(self, key: str) -> tuple[tuple[int, float], ...]:
        """Return what `postings` does for a name that is folded already."""
        found = self._names.postings(key)
        more = self.layer.names.postings(key) if self.layer else ()
        if not more:
            return tuple([(posting >> 8, (posting & 255) / 255) for posting in found])
        weights: dict[int, int] = {}
        for posting in (*found, *more):
            weights[posting >> 8] = max(weights.get(posting >> 8, 0), posting & 255)
        ranked = sorted(weights.items(), key=lambda item: (-item[1], -float(self.prominence[item[0]]), item[0]))
        return tuple((row, weight / 255) for row, weight in ranked)

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
            found = tuple(row for row, _ in self.postings(name))
            if len(name) < 100:  # noqa: PLR2004 - do not keep what is no name
                if len(self._found) >= _CACHE:
                    self._found.clear()
                self._found[name] = found
        return found

    def name_weight(self, name: str, row: int) -> float:
        """Return how surely `name` alone means this place, 0..1: 1 for the name shown, less for rare alternates."""
        return next((weight for other, weight in self.postings(name) if other == row), 0.0)

    def weighted(self, name: str) -> tuple[tuple[int, float], ...]:
        """Return `(row, weight)` of every place that bears this name."""
        return self.postings(name)

    def printed(self, row: int) -> str:
        """Return the name of a row as newspapers print it; that of an added place as its source gives it."""
        country = int(self.country[row])
        added = self.layer is not None and row >= self.layer.first
        return self.label(row) if added or country < 0 else printed(self.label(row), self.countries[country])

    def label(self, row: int) -> str:
        """Return the name of a row as the sources write it."""
        if self.layer and row >= self.layer.first:
            return self.layer.label(row - self.layer.first)
        return self._labels[self._ends[row - 1] + 1 if row else 0 : self._ends[row]].decode()

    def _cells(self, row: int) -> np.void:
        """Return the stored record of a row, with its newer values where a source has some."""
        layer, record = self.layer, self._table[min(row, len(self._table) - 1)]
        if layer is not None and row >= layer.first:
            record = layer.places[row - layer.first]
        elif layer is not None:
            at = int(np.searchsorted(layer.updates["row"], row))
            if at < len(layer.updates) and int(layer.updates["row"][at]) == row:
                record = layer.updates["place"][at]
        assert isinstance(record, np.void)  # noqa: S101 - a row of a structured table
        return record

    def place_id(self, row: int) -> str:
        """Return the stable id of a row."""
        special = self.layer.ids.get(row) if self.layer else None
        return special or self._ids.get(row) or f"geonames:{self._cells(row)['geonames']}"

    def place(self, row: int) -> Place:
        """Return the place of a row (0 to len - 1); the same object every time.

        Raises:
            IndexError: when there is no such row.
        """
        place = self._places.get(row)
        if place is None:
            if not 0 <= row < len(self):
                raise IndexError(f"There is no row {row} in a gazetteer of {len(self)} places.")
            place = self._places[row] = self._make(int(row))
        return place

    def _make(self, row: int) -> Place:
        cells = self._cells(row)
        feature_class, feature = self._feature(row, cells)
        region, radius, country = int(cells["admin1"]), int(cells["radius"]), int(cells["country"])
        return Place(
            place_id=self.place_id(row),
            name=self.printed(row),
            kind=KINDS[cells["kind"]],
            lon=float(self.lon[row]),
            lat=float(self.lat[row]),
            country=None if country == NO_COUNTRY else self.countries[country],
            admin1=self.printed(region) if region >= 0 else None,
            population=int(cells["population"]),
            feature_class=feature_class,
            feature_code=feature,
            radius_km=None if radius == NO_RADIUS else radius / 10,
            note=self._notes.get(row) or (self.layer.notes.get(row) if self.layer else None),
        )

    def _feature(self, row: int, cells: np.void) -> tuple[str | None, str | None]:
        if self.layer and row >= self.layer.first:
            return self.layer.feature(row - self.layer.first)
        feature = FEATURES[cells["feature"]]
        return FEATURE_CLASSES.get(feature), feature or None

    @cached_property
    def _rows_by_id(self) -> dict[str, int]:
        ids = self._ids | (self.layer.ids if self.layer else {})
        return {place_id: row for row, place_id in ids.items()}

    @cached_property
    def _numbers(self) -> NDArray[np.uint32]:
        """GeoNames' numbers by row, 0 for none."""
        parts = [self._table["geonames"], *([self.layer.places["geonames"]] if self.layer else [])]
        return np.concatenate(parts)

    @cached_property
    def _by_number(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        numbers = self._numbers
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
        at = int(numbers.searchsorted(np.uint32(int(key))))  # of its type: no copy of them all in another
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

    def capital_of(self, code: str) -> Place | None:
        """Return the capital of a country ("IT"), the most populous one of several; None when there is none."""
        row = self._capital_rows.get(code.upper())
        return None if row is None else self.place(row)

    @cached_property
    def _capital_rows(self) -> dict[str, int]:
        rows = np.flatnonzero(self.kind == KINDS.index("capital"))
        ranked = rows[np.argsort(self.population[rows], kind="stable")]  # of several the last one stays
        return {self.countries[self.country[row]]: int(row) for row in ranked}

    def is_of_people(self, key: str) -> bool:
        """Tell whether a folded word names the people or things of a country that is here."""
        codes = self.demonyms.codes.get(key)
        return codes is not None and self.country_place(codes[0]) is not None

    def demonym(self, word: str) -> Place | None:
        """Return the country whose people or things a word names ("Ukrainian", "Russians", "Britons"), else None."""
        codes = self.demonyms.countries(word)
        return self.country_place(codes[0]) if codes else None

    @cached_property
    def all_keys(self) -> list[str]:
        """All folded names, for fuzzy matching; made when first asked for (a second, and 100 MB)."""
        return self._names.keys() + (self.layer.names.keys() if self.layer else [])

    @cached_property
    def _settlement_tree(self) -> tuple[NDArray[np.int64], Any]:
        from scipy.spatial import cKDTree  # noqa: PLC0415 - only for reverse look-ups

        towns = np.isin(self.kind, [KINDS.index("settlement"), KINDS.index("capital")])
        rows = np.flatnonzero(towns & (self._numbers > 0))  # points of the supplement may be stand-ins
        return rows, cKDTree(ecef(self.lon[rows], self.lat[rows]))

    def nearest_settlement(self, lon: float, lat: float) -> Place:
        """Return the settlement nearest to a point.

        Raises:
            BadCoordinates: when the point is out of range.
        """
        rows, tree = self._settlement_tree
        return self.place(int(rows[tree.query(ecef(*check_coordinates(lon, lat)))[1]]))
