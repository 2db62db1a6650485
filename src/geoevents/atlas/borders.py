"""Distances to land borders: geodesic, with their error, for one point or whole columns.

Method: the borders are cut into pieces of at most a kilometre, straight in longitude and latitude as their source
draws them. A KD-tree over the pieces' middles in earth-centred coordinates finds the pieces that can be nearest; the
nearest point on each is found on its chord, and of these the geodesic distances decide. Against brute force this is
right to metres, at the poles and the antimeridian too (tests/atlas).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geoevents.atlas.border_files import BorderFile, read_borders
from geoevents.atlas.geodesy import check_coordinates, ecef, geod
from geoevents.atlas.printing import why_border
from geoevents.atlas.regions import Regions
from geoevents.atlas.tables import open_manifest, open_table
from geoevents.errors import BadCoordinates, DataError, PlaceError
from geoevents.model import BorderView, Measurement, Place

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.spatial import cKDTree

    from geoevents.atlas.gazetteer import Gazetteer

# country-coder's borders against OpenStreetMap's, 90th percentile (median 0.3, at most 2.8 km).
BORDER_ERROR_KM = 1.0
_STEP_KM = 1.0
_FIRST_K = 8
_PAIRS_NAMED = 3  # in a legend
_CURVATURE_KM = (6335.0, 6400.0)  # WGS84's least and greatest radius of curvature


@dataclass(frozen=True, slots=True)
class Nearest:
    """Columns of nearest borders: geodesic distance in km, nearest point, and number of the pair of countries."""

    km: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    pair: NDArray[np.int64]


def _margin_km(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much geodesics over chords of one length can differ in length, by the ellipsoid's curvature."""
    least, greatest = (2 * r * np.arcsin(np.minimum(chord / (2 * r), 1.0)) for r in _CURVATURE_KM)
    return least - greatest


class _Pieces:
    """Border pieces of at most a kilometre with a KD-tree over their middles."""

    def __init__(self, segments: NDArray[np.void]) -> None:
        start = ecef(segments["lon1"], segments["lat1"])
        end = ecef(segments["lon2"], segments["lat2"])
        steps = np.maximum(1, np.ceil(np.linalg.norm(end - start, axis=1) / _STEP_KM)).astype(np.int64)
        of = np.repeat(np.arange(len(segments)), steps)
        number = np.arange(len(of)) - np.repeat(np.cumsum(steps) - steps, steps)
        self.a = self._between(segments, of, number / steps[of])
        self.b = self._between(segments, of, (number + 1) / steps[of])
        self.pair = segments["pair"][of].astype(np.int64)
        self.start, self.end = ecef(*self.a.T), ecef(*self.b.T)

    @staticmethod
    def _between(segments: NDArray[np.void], of: NDArray[np.int64], at: NDArray[np.float64]) -> NDArray[np.float64]:
        lon = segments["lon1"][of] + (segments["lon2"] - segments["lon1"])[of] * at
        lat = segments["lat1"][of] + (segments["lat2"] - segments["lat1"])[of] * at
        return np.stack([lon, lat], axis=1)

    @cached_property
    def tree(self) -> cKDTree:
        from scipy.spatial import cKDTree  # noqa: PLC0415 - only for measuring

        return cKDTree((self.start + self.end) / 2)

    def on_chords(
        self, points: NDArray[np.float64], which: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return chord distances and places along the pieces (0..1); shapes (n, k) for points (n, 3), pieces (n, k)."""
        start, along = self.start[which], self.end[which] - self.start[which]
        length = np.maximum((along * along).sum(axis=-1), 1e-18)
        at = np.clip(((points[:, None, :] - start) * along).sum(axis=-1) / length, 0.0, 1.0)
        away = np.linalg.norm(points[:, None, :] - start - along * at[..., None], axis=-1)
        return away, at

    def nearest(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Nearest:
        """Return the nearest border of each point."""
        points = ecef(lon, lat)
        km, x, y = (np.full(len(points), np.inf) for _ in range(3))
        pair = np.zeros(len(points), dtype=np.int64)
        left, k = np.arange(len(points)), _FIRST_K
        while len(left):
            k = min(k, len(self.pair))
            middles, which = self.tree.query(points[left], k=k)
            middles, which = middles.reshape(len(left), k), which.reshape(len(left), k)
            away, at = self.on_chords(points[left], which)
            best = away.min(axis=1)
            margin = _margin_km(best)
            done = (middles[:, -1] > best + margin + _STEP_KM / 2) | (k == len(self.pair))
            rows = np.flatnonzero(done)
            within = away[rows] <= (best[rows] + margin[rows] + 1e-6)[:, None]
            held = self._geodesic(lon[left[rows]], lat[left[rows]], which[rows], at[rows], within)
            km[left[rows]], x[left[rows]], y[left[rows]], pair[left[rows]] = held.km, held.lon, held.lat, held.pair
            left, k = left[~done], k * 4
        return Nearest(km, x, y, pair)

    def _geodesic(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], which: NDArray[np.int64], at: NDArray[np.float64],
        within: NDArray[np.bool_],
    ) -> Nearest:  # fmt: skip
        """Decide by geodesic distance among the pieces that are `within` reach of the shortest chord."""
        row, col = np.nonzero(within)
        piece, t = which[row, col], at[row, col][:, None]
        foot = self.a[piece] + (self.b[piece] - self.a[piece]) * t
        km = geod().inv(lon[row], lat[row], foot[:, 0], foot[:, 1])[2] / 1000.0
        order = np.lexsort((km, row))
        first = order[np.searchsorted(row[order], np.arange(len(lon)))]
        return Nearest(km[first], foot[first, 0], foot[first, 1], self.pair[piece[first]])


class Borders:
    """Land borders of one view: `international` (recognised; Crimea is Ukraine's) or `de-facto` (who holds it).

    Every measurement says its view; `date` is that of the border data. Errors: `low` and `high` are the value minus
    and plus `BORDER_ERROR_KM` (or the accuracy of a file of better borders), and for a place also its radius, since news measures from anywhere in a town.
    """

    def __init__(
        self,
        view: BorderView = "international",
        *,
        folder: Path | str | None = None,
        gazetteer: Gazetteer | None = None,
        file: Path | str | None = None,
        accuracy_km: float | None = None,
        date: str = "",
    ) -> None:
        """Open the borders of `view` in `folder`, the shipped gazetteer by default.

        Args:
            view: whose borders.
            folder: a gazetteer.
            gazetteer: an open one, instead.
            file: better borders (GeoJSON, GeoPackage, shapefile; see `geoevents.atlas.border_files`): between the
                countries that it has lines for, these stand instead of the shipped ones, in either view.
            accuracy_km: how far the lines of `file` may be from the true ones; must be given with it.
            date: what the lines of `file` are as of.

        Raises:
            PlaceError: when there is no such view.
            InputError: when `file` cannot be used, or its accuracy is not given.
            DataMissing, DataVersion, DataError: when the folder is not a gazetteer of this program's format.
        """
        if view not in {"international", "de-facto"}:
            raise PlaceError(f"There is no border view {view!r}: choose international or de-facto.")
        given = gazetteer.folder if gazetteer is not None else Path(folder) if folder is not None else None
        self.folder, manifest = open_manifest(given)
        self.view: BorderView = view
        self.source = str(manifest["border_source"])
        self.date = str(manifest["border_date"])
        self._segments = np.asarray(open_table(self.folder / f"borders-{view}.npy"))
        lines = (self.folder / "borders.tsv").read_text(encoding="utf-8").splitlines()[1:]
        self.pairs: tuple[str, ...] = tuple(line.split("\t")[1] for line in lines)
        if not len(self._segments) or int(self._segments["pair"].max()) >= len(self.pairs):
            raise DataError(
                f"borders-{view}.npy in {self.folder} is empty or damaged: run `geoevents gazetteer build`."
            )
        self._given = gazetteer
        self._by_country: dict[str, _Pieces] = {}
        self._file: BorderFile | None = None
        self._mine: frozenset[str] = frozenset()
        if file is not None:
            self._take(BorderFile.of(file, accuracy_km, date))

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        from geoevents.atlas.gazetteer import Gazetteer  # noqa: PLC0415 - distances alone need no names

        return self._given or Gazetteer(self.folder)

    def _take(self, file: BorderFile) -> None:
        """Put the borders of a file in the place of those between the same countries."""
        found = read_borders(file, self._gazetteer)
        pairs = list(self.pairs)
        pairs += [pair for pair in found if pair not in self.pairs]
        replaced = np.isin(self._segments["pair"], [pairs.index(pair) for pair in found])
        kept = [self._segments[~replaced]]
        for pair, segments in found.items():
            segments["pair"] = pairs.index(pair)
            kept.append(segments)
        self._segments, self.pairs = np.concatenate(kept), tuple(pairs)
        self._file, self._mine = file, frozenset(found)

    def error_km(self, between: str | None) -> float:
        """Return how far the line between two countries ("RU-UA") may be from the true one."""
        return self._file.accuracy_km if self._file and between in self._mine else BORDER_ERROR_KM

    def source_of(self, between: str | None) -> str:
        """Return where the line between two countries is from, and of when."""
        if self._file and between in self._mine:
            return self._file.words
        return f"{self.source} of {self.date}"

    @property
    def legend(self) -> str:
        """Where the lines are from and of when: "country-coder 5.6.1 of 2025", with a user's file before it."""
        shipped = f"{self.source} of {self.date}"
        if not self._file:
            return shipped
        pairs = sorted(self._mine)
        more = f" and {len(pairs) - _PAIRS_NAMED} more" if len(pairs) > _PAIRS_NAMED else ""
        return f"{', '.join(pairs[:_PAIRS_NAMED])}{more}: {self._file.words}; others {shipped}"

    def made(self, measured: Measurement) -> bool:
        """Whether a measurement was made with these borders: with this view, and a line of the same source."""
        return measured.view == self.view and measured.source == self.source_of(measured.between)

    @property
    def version(self) -> str:
        """A short hash of the user's own border file, empty without one; the shipped borders belong to the gazetteer."""
        return self._file.version if self._file else ""

    @cached_property
    def regions(self) -> Regions:
        """The polygons of this view."""
        return Regions(self._gazetteer, self.view)

    @cached_property
    def _all(self) -> _Pieces:
        return _Pieces(self._segments)

    def _of(self, country: str) -> _Pieces:
        code = country.upper()
        if code not in self._by_country:
            numbers = [i for i, pair in enumerate(self.pairs) if code in pair.split("-")]
            segments = self._segments[np.isin(self._segments["pair"], numbers)]
            if not len(segments):
                raise PlaceError(f"{country!r} has no land border: give the ISO code of a country that has one.")
            self._by_country[code] = _Pieces(segments)
        return self._by_country[code]

    def country_names(self, between: str | None) -> dict[str, str]:
        """Return the names of the countries in a pair such as "RU-UA", by code."""
        places = [self._gazetteer.country_place(code) for code in (between or "").split("-")]
        return {str(p.country): p.name for p in places if p is not None}

    def pieces(self) -> NDArray[np.float64]:
        """Return the land borders as an array (n, 4): longitude and latitude of both ends, for drawing."""
        return np.stack([self._segments[c] for c in ("lon1", "lat1", "lon2", "lat2")], axis=1)

    def nearest_many(self, lons: ArrayLike, lats: ArrayLike, *, country: str | None = None) -> Nearest:
        """Return the nearest border of every point of two columns, as columns; `pairs` names the numbers of `pair`.

        Raises:
            BadCoordinates: when the columns differ in length or a point is out of range or not a number.
        """
        lon, lat = np.atleast_1d(np.asarray(lons, dtype=np.float64)), np.atleast_1d(np.asarray(lats, dtype=np.float64))
        if lon.shape != lat.shape or lon.ndim != 1:
            raise BadCoordinates(f"Columns of {lon.shape} and {lat.shape} do not fit: give two of one length.")
        for i in np.flatnonzero(~((np.abs(lat) <= 90) & (np.abs(lon) <= 360)))[:1]:  # noqa: PLR2004 - degrees
            check_coordinates(float(lon[i]), float(lat[i]))
        return (self._all if country is None else self._of(country)).nearest(lon, lat)

    def _measure(self, lon: float, lat: float, radius_km: float, country: str | None, words: str) -> Measurement:
        lon, lat = check_coordinates(lon, lat)
        found = self.nearest_many([lon], [lat], country=country)
        value, between = float(found.km[0]), self.pairs[int(found.pair[0])]
        error = self.error_km(between) + radius_km
        x, y = (float(found.lon[0]) + 180.0) % 360.0 - 180.0, float(found.lat[0])
        measured = Measurement(
            value=round(value, 3), low=round(max(0.0, value - error), 3), high=round(value + error, 3),
            bearing_deg=round(float(geod().inv(lon, lat, x, y)[0]) % 360.0, 1),
            line=((lon, lat), (round(x, 6), round(y, 6))), between=between, view=self.view,
        )  # fmt: skip
        return why_border(measured, words, self)

    def nearest(self, lon: float, lat: float) -> Measurement:
        """Measure from a point to the nearest land border between two countries.

        `line` runs from the point to the border, `bearing_deg` is its direction at the point; `low` and `high` carry
        the error of the border data alone.

        Raises:
            BadCoordinates: when the point is out of range.
        """
        return self._measure(lon, lat, 0.0, None, "measured from the point")

    def to_country(self, lon: float, lat: float, country: str) -> Measurement:
        """Measure from a point to the nearest land border of a country (ISO code), from inside or outside.

        Raises:
            BadCoordinates: when the point is out of range.
            PlaceError: when the country has no land border.
        """
        return self._measure(lon, lat, 0.0, country, "measured from the point")

    def from_place(self, place: Place, country: str | None = None, *, reach_km: float = 0.0) -> Measurement:
        """Measure from a place: a region as a range (see `region_range`), a town from its point.

        `low` and `high` carry the error of the border, and `reach_km`: how far from the point the thing measured may
        be. For a place whose own point is not known ("near Sudzha", see its `note`) its radius stands in.

        Raises:
            PlaceError: when the country has no land border.
        """
        if place.radius_km is None:
            if self.regions.polygon(place.place_id) is not None:
                return self.region_range(place.place_id, country)
            return self._measure(place.lon, place.lat, reach_km, country, "measured from the place's point")
        kind = "town" if place.kind in {"settlement", "capital"} else "place's"
        reach_km = max(reach_km, place.radius_km) if place.note else reach_km
        return self._measure(place.lon, place.lat, reach_km, country, f"measured from the {kind} point")

    def region_range(self, place_id: str, country: str | None = None) -> Measurement:
        """Measure from a region: `low` is its nearest point to the border, `value` its middle, `high` its farthest.

        Raises:
            PlaceError: when the id has no polygon.
        """
        place, shape = self._gazetteer.by_id(place_id), self.regions.polygon(place_id)
        if place is None or shape is None:
            raise PlaceError(f"{place_id!r} has no polygon: give the id of a region or country.")
        import shapely  # noqa: PLC0415 - only for regions

        corners = shapely.get_coordinates(shapely.segmentize(shape, 0.05))
        edge = self.nearest_many(corners[:, 0], corners[:, 1], country=country)
        middle = self._measure(place.lon, place.lat, 0.0, country, "measured from its middle")
        touches = float(edge.km.min()) <= BORDER_ERROR_KM * 3  # the outlines are coarser than the borders
        low = 0.0 if touches else float(edge.km.min())
        high = max(float(edge.km.max()), middle.value)
        measured = Measurement(
            value=middle.value, low=round(low, 3), high=round(high, 3), bearing_deg=middle.bearing_deg, line=middle.line,
            between=middle.between, view=self.view,
        )  # fmt: skip
        return why_border(measured, f"{place.name} measured from its nearest point, middle and farthest point", self)

    def depth(self, lon: float, lat: float) -> Measurement:
        """Measure how deep a point lies inside its country: the distance to that country's nearest land border.

        Raises:
            BadCoordinates: when the point is out of range.
            PlaceError: when the point is in no country, or in one without a land border.
        """
        country = self.regions.country_at(lon, lat)
        if country is None or country.country is None:
            raise PlaceError(f"({lon:g}, {lat:g}) lies in no country: there is no border to be behind.")
        return self._measure(lon, lat, 0.0, country.country, f"inside {country.name}, measured from the point")

    def across(self, measurement: Measurement, country: str | None) -> str | None:
        """Return the code of the country on the other side of the measured border, None when it is not known."""
        if not measurement.between or not country or country not in (sides := measurement.between.split("-")):
            return None
        return next(side for side in sides if side != country)
