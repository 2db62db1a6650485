"""Points for the candidates of one sense, the choice among them, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geoevents.atlas import Atlas
from geoevents.atlas.format import KINDS
from geoevents.model import Candidate, Place, Reason
from geoevents.places import weights as w
from geoevents.places.candidates import Sense, columns
from geoevents.places.context import Context, distances_km, focus_distance_km

_CODE = {kind: i for i, kind in enumerate(KINDS)}
_PRIOR = np.array([w.KIND_PRIOR.get(kind, 0.0) for kind in KINDS])
_SETTLED = (_CODE["settlement"], _CODE["capital"])
_LARGE = (_CODE["country"], _CODE["admin1"], _CODE["wider-region"])
_AREAS = (_CODE["admin1"], _CODE["admin2"])
_ASKED: dict[str, dict[str, float]] = {
    "settlement": {"settlement": w.DESIGNATED, "capital": w.DESIGNATED, "admin1": w.MISDESIGNATED, "admin2": -1.0},
    "admin1": {"admin1": w.DESIGNATED, "admin2": w.NEARLY_DESIGNATED, "wider-region": w.NEARLY_DESIGNATED, "settlement": w.MISDESIGNATED, "capital": w.MISDESIGNATED, "country": 0.0},
    "admin2": {"admin2": w.DESIGNATED, "admin1": w.NEARLY_DESIGNATED, "settlement": -0.5, "capital": -1.0},
    "water": {"water": w.DESIGNATED, "settlement": w.MISDESIGNATED, "capital": w.MISDESIGNATED, "admin1": -2.0, "admin2": -2.0},
    "site": {"site": w.DESIGNATED},
    "wider-region": {"wider-region": w.DESIGNATED, "admin1": w.NEARLY_DESIGNATED, "settlement": -1.0},
    "country": {"country": w.NEARLY_DESIGNATED},
}  # fmt: skip
_ASKED_POINTS = {level: np.array([points.get(kind, 0.0) for kind in KINDS]) for level, points in _ASKED.items()}
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Ranking:
    """The candidates of a sense with their points, by what gave them. `own` are the user's places, before `rows`."""

    sense: Sense
    own: tuple[Place, ...]
    total: Floats
    parts: dict[str, Floats]
    order: NDArray[np.int64]
    refused: Reason | None
    lon: Floats
    lat: Floats

    @property
    def best_row(self) -> int | None:
        """Return the gazetteer's row of the choice; None when there is none or it is the user's own."""
        if self.refused is not None or not len(self.order) or self.order[0] < len(self.own):
            return None
        return int(self.sense.rows[self.order[0] - len(self.own)])

    @property
    def margin(self) -> float:
        """Return by how many points the choice leads before the next candidate on another spot."""
        if len(self.order) < 2:  # noqa: PLR2004 - a single candidate has no rival
            return 4.0
        first = self.order[:1]
        rest = self.order[1:12]
        away = distances_km(self.lon[first], self.lat[first], self.lon[rest], self.lat[rest])[0] > w.SAME_SPOT_KM
        rivals = rest[away]
        return float(self.total[first[0]] - self.total[rivals[0]]) if len(rivals) else 4.0

    @property
    def sure(self) -> bool:
        """Tell whether the choice may serve as context for others: it leads clearly, and is well known or supported."""
        if self.refused is not None or not len(self.order) or self.margin < w.SURE_MARGIN:
            return False
        best = int(self.order[0])
        return float(self.parts["prior"][best]) >= w.WEAK_PRIOR or float(self.total[best]) >= w.SUPPORTED

    def verdict(self, atlas: Atlas) -> tuple[Place | None, tuple[Candidate, ...], float, tuple[Reason, ...]]:
        """Return the place (or None), the best candidates, the confidence (0–1) and the reasons."""
        kept = [int(i) for i in self.order[: w.KEPT_CANDIDATES]]
        candidates = tuple(Candidate(self._place(i, atlas), round(float(self.total[i]), 2), self._why(i)) for i in kept)
        if self.refused is not None or not candidates:
            reason = self.refused or Reason("resolve.unknown", f"no place is called {self.sense.key!r}")
            return None, candidates, 0.0, (reason,)
        margin = self.margin
        confidence = round(0.5 + 0.49 * math.tanh(margin / 2) if margin > 0 else 0.5, 3)
        reasons = list(candidates[0].reasons)
        if self.sense.reduced:
            confidence = round(confidence * 0.8, 3)
            reasons.append(Reason("resolve.part_of_name", f"found as {self.sense.reduced!r}"))
        if len(candidates) > 1:
            lost = candidates[1].place
            reasons.append(
                Reason("resolve.lead", f"{margin:.1f} points before {lost.name} ({lost.kind}, {lost.country})")
            )
        return candidates[0].place, candidates, confidence, tuple(reasons)

    def _place(self, i: int, atlas: Atlas) -> Place:
        return self.own[i] if i < len(self.own) else atlas.gazetteer.place(int(self.sense.rows[i - len(self.own)]))

    def _why(self, i: int) -> tuple[Reason, ...]:
        return tuple(
            Reason(f"resolve.{name}", f"{points[i]:+.1f}")
            for name, points in self.parts.items()
            if abs(points[i]) >= 0.05  # noqa: PLR2004 - a rounded zero
        )


def rank(sense: Sense, atlas: Atlas, context: Context, own: Sequence[Place] = ()) -> Ranking:
    """Give points to all candidates of a sense in a context, and order them."""
    table = _table(sense, atlas, own)
    parts: dict[str, Floats] = {"prior": _prior(sense, table)}
    count = len(parts["prior"])
    if count:
        parts["name"] = w.RARE_NAME * (table["weight"] - 1.0)
        parts["country"] = _country_points(context, table)
        parts["region"] = _region_points(sense, context, table)
        parts["nearby"], nearest = _nearby(sense, context, atlas, table)
        parts["within"] = _within(sense, context, atlas, table)
        parts["designator"] = _designated(sense, context, table)
        parts["own"] = w.OWN * (table["own"] > 0) * _plays_near(context, nearest, table)
        focus = focus_distance_km(context, table["lon"], table["lat"])
        if focus is not None:
            parts["focus"] = w.FOCUS * np.exp(-focus / w.FOCUS_KM)
        if sense.metonym:
            parts["government"] = w.CAPITAL_AS_GOVERNMENT * np.isin(table["kind"], [_CODE["capital"], _CODE["country"]])
    total = np.sum(list(parts.values()), axis=0) if count else np.empty(0)
    order = np.lexsort((np.arange(count), -total))
    refused = _refused(sense, context, parts, total, order, nearest, table) if count else None
    return Ranking(sense, tuple(own), total, parts, order, refused, table["lon"], table["lat"])


def _table(sense: Sense, atlas: Atlas, own: Sequence[Place]) -> dict[str, NDArray[Any]]:
    """Return the columns of the candidates, the user's own places first."""
    table = columns(atlas, sense.rows)
    table["row"], table["weight"] = sense.rows, sense.weights
    table["own"] = np.zeros(len(sense.rows))
    if not own:
        return table
    index = {code: i for i, code in enumerate(atlas.gazetteer.countries)}
    mine: dict[str, list[float]] = {
        "lon": [p.lon for p in own],
        "lat": [p.lat for p in own],
        "population": [p.population for p in own],
        "prominence": [max(p.population, 1) for p in own],
        "kind": [_CODE[p.kind] for p in own],
        "country": [index.get(p.country or "", -1) for p in own],
        "admin1": [-1.0] * len(own),
        "row": [-1.0] * len(own),
        "weight": [1.0] * len(own),
        "own": [1.0] * len(own),
    }
    return {
        name: np.concatenate([np.asarray(mine[name], column.dtype if name != "row" else np.int64), column])
        for name, column in table.items()
    }


def _prior(sense: Sense, table: dict[str, NDArray[Any]]) -> Floats:
    kind = table["kind"].astype(np.int64)
    people = w.PER_TENFOLD_POPULATION * np.log10(np.maximum(table["prominence"].astype(np.float64), 1.0))
    settled = np.isin(kind, _SETTLED)
    prior = np.where(settled, people, _PRIOR[kind])
    prior = np.where(kind == _CODE["admin1"], np.maximum(prior, people), prior)
    prior = prior + w.CAPITAL * (kind == _CODE["capital"])
    hinted = bool(sense.level) or bool(sense.region_hint) or sense.holder
    if not hinted and settled.any():
        towns = table["admin1"][settled & (table["population"] >= 20_000)]  # noqa: PLR2004 - a town that news would name
        prior = prior + w.BARE_REGION * ((kind == _CODE["admin1"]) & np.isin(table["row"], towns))
    if np.any((kind == _CODE["country"]) & (table["weight"] >= w.PLAIN_NAME)):
        lands = table["country"][kind == _CODE["country"]]
        region = kind == _CODE["admin1"]
        prior = prior + w.COUNTRY_NAMESAKE * (settled | (region & np.isin(table["country"], lands)))
        prior = prior + w.COUNTRY_NAMED_REGION * (region & ~np.isin(table["country"], lands))
    return np.asarray(prior, np.float64)


def _country_points(context: Context, table: dict[str, NDArray[Any]]) -> Floats:
    if not context.countries:
        return np.zeros(len(table["kind"]))
    most = max(context.countries.values())
    shares = np.array([math.sqrt(context.countries.get(int(c), 0) / most) for c in table["country"]])
    points = w.COUNTRY_CONTEXT * shares
    return np.where(table["kind"] == _CODE["country"], 0.4 * points, points)


def _region_points(sense: Sense, context: Context, table: dict[str, NDArray[Any]]) -> Floats:
    """Return points for places in a region that another name of the report is, and for the regions that it plays in."""
    named = context.regions - frozenset(sense.rows.tolist())
    inside = np.isin(table["admin1"], list(named)) & (table["kind"] != _CODE["admin1"])
    holds = np.isin(table["row"], list(context.plays_in)) & (table["kind"] == _CODE["admin1"])
    return w.REGION_CONTEXT * np.asarray(inside | holds, np.float64)


def _nearby(sense: Sense, context: Context, atlas: Atlas, table: dict[str, NDArray[Any]]) -> tuple[Floats, Floats]:
    """Return points for nearness, and kilometres to the nearest sure place of another sense (infinite for none)."""
    rows = [row for row, _ in context.anchors if row not in _own_rows(sense)]
    count = len(table["kind"])
    if not rows:
        return np.zeros(count), np.full(count, np.inf)
    gazetteer = atlas.gazetteer
    lons = np.asarray(gazetteer.lon[rows], np.float64)
    lats = np.asarray(gazetteer.lat[rows], np.float64)
    nearest = distances_km(table["lon"].astype(np.float64), table["lat"].astype(np.float64), lons, lats).min(axis=1)
    nearest = np.where(np.isin(table["row"], list(context.plays_in)), 0.0, nearest)
    points = w.NEARBY * np.exp(-nearest / w.NEARBY_KM)
    return np.where(table["kind"] == _CODE["country"], 0.0, points), nearest


def _own_rows(sense: Sense) -> frozenset[int]:
    return frozenset(sense.rows.tolist())


def _within(sense: Sense, context: Context, atlas: Atlas, table: dict[str, NDArray[Any]]) -> Floats:
    points = np.zeros(len(table["kind"]))
    if sense.seat:
        return points
    gazetteer = atlas.gazetteer
    for name in sense.within:
        inside = np.zeros(len(points), bool)
        for row in context.containers.get(name, ()):
            kind = int(gazetteer.kind[row])
            if kind == _CODE["country"]:
                inside |= table["country"] == int(gazetteer.country[row])
            elif kind == _CODE["admin1"]:
                inside |= (table["admin1"] == row) & (table["row"] != row)
            else:
                lon, lat = np.array([float(gazetteer.lon[row])]), np.array([float(gazetteer.lat[row])])
                near = (
                    distances_km(table["lon"].astype(np.float64), table["lat"].astype(np.float64), lon, lat)[:, 0] < 80
                )  # noqa: PLR2004 - km, a large district
                inside |= near & (table["admin1"] == int(gazetteer.admin1[row])) & (table["row"] != row)
        if inside.any():
            points += np.where(inside, w.WITHIN, w.OUTSIDE)
    return points


def _designated(sense: Sense, context: Context, table: dict[str, NDArray[Any]]) -> Floats:
    kind = table["kind"].astype(np.int64)
    points = np.zeros(len(kind))
    if sense.level:
        points = points + _ASKED_POINTS[sense.level][kind]
    if sense.designator == "capital":
        points = points + w.NEARLY_DESIGNATED * (kind == _CODE["capital"])
    if sense.region_hint or sense.holder:
        points = points + w.SOFT_REGION * np.isin(kind, _AREAS)
    return points


def _plays_near(context: Context, nearest: Floats, table: dict[str, NDArray[Any]]) -> Floats:
    """Return 1 where a report may speak of the user's own place: near its other places, or where it names none."""
    spoken = np.isin(table["country"], list(context.countries))
    return np.where((nearest < w.FAR_KM) | np.isinf(nearest) | (spoken & (nearest < w.ABROAD_KM)), 1.0, 0.0)


def _refused(
    sense: Sense,
    context: Context,
    parts: dict[str, Floats],
    total: Floats,
    order: NDArray[np.int64],
    nearest: Floats,
    table: dict[str, NDArray[Any]],
) -> Reason | None:
    """Return why the best candidate is no answer, or None where it is one."""
    best = int(order[0])
    points, prior = float(total[best]), float(parts["prior"][best] + 0.5 * parts["name"][best])
    tied = (
        float(parts["within"][best]) > 0 or bool(table["own"][best]) or float(parts.get("focus", total * 0)[best]) > 1.0
    )
    least = w.LEAST if context.countries or context.anchors else w.LEAST_ALONE
    if points < least:
        return Reason("resolve.weak", f"{points:.1f} points for the best of {len(order)}, {least} needed")
    if tied or (sense.level and float(parts["designator"][best]) >= w.DESIGNATED):
        return None
    if int(table["kind"][best]) in _LARGE:
        return None
    far = float(nearest[best])
    if np.isfinite(far) and far > w.FAR_KM and prior < w.WEAK_PRIOR:
        return Reason("resolve.far", f"{far:.0f} km from all other places of the report, and little known")
    spoken = float(parts["country"][best]) > 0
    if context.countries and not spoken and (not np.isfinite(far) or far > w.ABROAD_KM) and prior < w.ABROAD_PRIOR:
        return Reason("resolve.abroad", "in a country that the report does not speak of, and little known")
    return None
