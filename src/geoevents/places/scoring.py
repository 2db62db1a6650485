"""Points for the candidates of a report in its context, the choices among them, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from geoevents.atlas import Atlas
from geoevents.model import Candidate, Place, Reason
from geoevents.model.quick import quick
from geoevents.places import weights as w
from geoevents.places.candidates import Sense
from geoevents.places.company import by_rows
from geoevents.places.context import Context, focus_distance_km
from geoevents.places.field import EARTH_KM, Bools, Field, kilometres
from geoevents.places.own import elsewhere, own_points
from geoevents.places.prior import ADMIN1, CODE, COUNTRY, Floats, Ints

_LARGE = frozenset({COUNTRY, ADMIN1, CODE["wider-region"], CODE["water"]})
_SMALL = frozenset({"town", "village", "hamlet"})
_SMALLEST_SHOWN = 0.05
_LEAST_KNOWN = w.RARE_NAME * (w.KNOWN_NAME - 1)
_UNRIVALLED = 4.0
"""The lead of a choice without rivals."""
_RIVALS = 12
_SAME_SPOT = math.cos(w.SAME_SPOT_KM / EARTH_KM)
_FARTHEST_KM = math.pi * EARTH_KM
_KEPT = 4_096


class _Shown(dict[float, Reason | None]):
    """What is shown of the points that one thing gave, None where they are next to none; remembered within bounds."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rule = f"resolve.{name}"

    def __missing__(self, points: float) -> Reason | None:
        if len(self) >= _KEPT:
            self.clear()
        hidden = -_SMALLEST_SHOWN < points < _SMALLEST_SHOWN
        self[points] = shown = None if hidden else Reason(self._rule, f"{points:+.1f}")
        return shown


_shown = cache(_Shown)  # of a dozen names


@dataclass(frozen=True)
class Points:
    """Points of all candidates in one context as plain numbers, which single candidates are asked by.

    `plain` are the points by what gave them, `totals` their sums, `near` kilometres to the nearest sure place; `order` are
    the candidates of each sense, best first, sense after sense. `spread` is how many times `weights.FAR_KM` the sure
    places of the report lie apart; 1 at least where they are few.
    """

    plain: dict[str, list[float]]
    totals: list[float]
    near: list[float]
    order: list[int]
    spread: float

    @cached_property
    def _told(self) -> list[tuple[_Shown, list[float]]]:
        return [(_shown(name), column) for name, column in self.plain.items()]

    def why(self, i: int) -> tuple[Reason, ...]:
        """Return what gave a candidate its points."""
        return tuple([reason for shown, column in self._told if (reason := shown[column[i]])])


@quick
@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one sense, best first (`order` are places in the field), and why none is good enough, if so."""

    sense: Sense
    field: Field
    points: Points
    order: list[int]
    margin: float
    refused: Reason | None

    @property
    def sure_row(self) -> int | None:
        """Return the gazetteer's row of a choice that may serve as context for others, else None.

        It leads clearly, and is well known or supported. The user's own places are in no gazetteer.
        """
        if self.refused is not None or not self.order or self.margin < w.SURE_MARGIN:
            return None
        best, parts = self.order[0], self.points.plain
        row = self.field.rows[best]
        if row < 0 or (parts["name"][best] < _LEAST_KNOWN and not parts["within"][best]):
            return None
        return row if parts["prior"][best] >= w.WEAK_PRIOR or self.points.totals[best] >= w.SUPPORTED else None

    def verdict(self, atlas: Atlas) -> tuple[Place | None, tuple[Candidate, ...], float, tuple[Reason, ...]]:
        """Return the place (or None), the best candidates, the confidence (0–1) and the reasons."""
        totals, place, why = self.points.totals, self.field.place, self.points.why
        kept = self.order[: w.KEPT_CANDIDATES]
        candidates = tuple([Candidate(place(i, atlas), round(totals[i], 2), why(i)) for i in kept])
        if self.refused is not None or not candidates:
            reason = self.refused or Reason("resolve.unknown", f"no place is called {self.sense.key!r}")
            return None, candidates, 0.0, (reason,)
        confidence = round(0.5 + 0.49 * math.tanh(max(self.margin, 0.0) / 2), 3)
        reasons = list(candidates[0].reasons)
        if self.sense.bearers.reduced:
            confidence = round(confidence * 0.8, 3)
            reasons.append(Reason("resolve.part_of_name", f"found as {self.sense.bearers.reduced!r}"))
        if len(candidates) > 1:
            lost = candidates[1].place
            where = f" in {lost.country}" if lost.country else ""
            lead = candidates[0].score - candidates[1].score
            reasons.append(Reason("resolve.lead", f"{lead:.1f} points before {lost.name} ({lost.kind}{where})"))
        return candidates[0].place, candidates, confidence, tuple(reasons)


def rank_all(field: Field, context: Context) -> list[Ranking]:
    """Give points to all candidates of a report in a context, and order those of each sense."""
    points = _points(field, context)
    rankings = []
    starts, order = field.starts.tolist(), points.order
    for number, sense in enumerate(field.senses):
        own = order[starts[number] : starts[number + 1]]
        refused = _refused(sense, field, context, points, own[0]) if own else None
        if refused is not None and (other := _second_best(sense, field, context, points, own)) is not None:
            own, refused = [own[other], *own[:other], *own[other + 1 :]], None
        elif (
            refused is not None
            and points.spread > 1
            and _refused(sense, field, context, points, own[0], spread=points.spread) is None
        ):
            refused = None
        rankings.append(Ranking(sense, field, points, own, _lead(field, points, own), refused))
    return rankings


def _lead(field: Field, points: Points, order: Sequence[int]) -> float:
    """Return by how many points the first candidate leads before the next one on another spot."""
    if len(order) < 2:  # noqa: PLR2004 - a single candidate has no rival
        return _UNRIVALLED
    spots, totals = field.spots, points.totals
    x, y, z = spots[order[0]]
    for rival in order[1:_RIVALS]:
        a, b, c = spots[rival]
        if a * x + b * y + c * z < _SAME_SPOT:
            return totals[order[0]] - totals[rival]
    return _UNRIVALLED


def _second_best(sense: Sense, field: Field, context: Context, points: Points, order: list[int]) -> int | None:
    """Return, where the best is no answer, the place in `order` of a candidate close behind it that is known by itself."""
    best, parts = points.totals[order[0]], points.plain
    if sense.bearers.reduced:
        return None
    for i, candidate in enumerate(order[1:_RIVALS], start=1):
        if points.totals[candidate] < best - w.SECOND_BEST:
            return None
        known = parts["prior"][candidate] + parts["name"][candidate] >= w.ABROAD_PRIOR
        if known and _refused(sense, field, context, points, candidate) is None:
            return i
    return None


def _points(field: Field, context: Context) -> Points:
    parts: dict[str, Floats] = dict(field.fixed)
    holding = _named_elsewhere(field, field.row, context.plays_in) & ~field.bare
    apart = _nearest(field, context)
    nearest = np.where(holding, 0.0, apart)
    parts["country"], spoken = _country_points(field, context)
    parts["region"] = _region_points(field, context, holding)
    beside = (field.kind != COUNTRY) | (nearest == 0.0)
    parts["nearby"] = np.asarray(w.NEARBY * np.exp(-nearest / w.NEARBY_KM) * beside, np.float64)
    if field.owned:
        plays: Bools = (nearest < w.FAR_KM) | np.isinf(nearest) | (spoken & (nearest < w.ABROAD_KM))
        parts["own"] = own_points(field, context, plays)
    focus = focus_distance_km(context, field.lon, field.lat)
    if focus is not None:
        parts["focus"] = np.asarray(w.FOCUS * np.exp(-focus / w.FOCUS_KM), np.float64)
    table = np.array(list(parts.values()), np.float64)
    total = table.sum(axis=0)
    order = np.lexsort((-total, field.sense)).tolist()
    plain = dict(zip(parts, table.tolist(), strict=True))
    return Points(plain, total.tolist(), nearest.tolist(), order, _spread(context, apart))


def _spread(context: Context, apart: Floats) -> float:
    """Return how far apart the sure places of a report lie: the middle distance to the nearest other, in `weights.FAR_KM`.

    `apart` are the kilometres from each candidate to the nearest of them.
    """
    if len(context.anchors) < 2:  # noqa: PLR2004 - one place lies apart from nothing
        return 1.0
    ordered: list[float] = sorted(
        min(km, _FARTHEST_KM) for km in apart[[place for place, _ in context.anchors]].tolist()
    )
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return middle / w.FAR_KM if len(ordered) >= w.LOCAL_PLACES else max(middle / w.FAR_KM, 1.0)


def _country_points(field: Field, context: Context) -> tuple[Floats, Bools]:
    """Return points for the countries that the report speaks of, and whether each candidate lies in one of them."""
    if not context.countries:
        return np.zeros(len(field.kind)), np.zeros(len(field.kind), bool)
    total = context.countries.total()
    shares = np.zeros(max(int(field.country.max(initial=0)), *context.countries) + 2)
    for country, count in context.countries.items():
        shares[country] = max(1 + math.log10(count / (total + 0.5)) / 2, 0.0) if count else 0.0
    points = w.COUNTRY_CONTEXT * shares[field.country]
    return np.where(field.kind == COUNTRY, w.COUNTRY_ITSELF * points, points), points > 0


def _region_points(field: Field, context: Context, holding: Bools) -> Floats:
    """Return points for places in a region that another name of the report is, and for the regions that it plays in."""
    inside = _named_elsewhere(field, field.admin1, context.regions) & (field.kind != ADMIN1)
    return w.REGION_CONTEXT * np.asarray(inside | holding, np.float64)


def _named_elsewhere(field: Field, column: Ints, rows: Sequence[tuple[int, int]]) -> Bools:
    """Return the candidates whose `column` is one of `rows`, each with the number of a sense, that bear another name.

    Of `context.plays_in` and the candidates' own rows: the regions and countries that hold a sure place.
    """
    if not rows:
        return np.zeros(len(column), bool)
    wanted, numbers = np.array(rows, np.int64).T
    names = field.name[field.starts[numbers]]
    found = np.zeros(len(column), bool)
    for part in by_rows(len(column), len(rows)):
        found[part] = ((column[part, None] == wanted) & (field.name[part, None] != names)).any(axis=1)
    return found


def _nearest(field: Field, context: Context) -> Floats:
    """Return kilometres to the nearest sure place of another name (infinite for none)."""
    count = len(field.kind)
    if not context.anchors:
        return np.full(count, np.inf)
    at = np.array([place for place, _ in context.anchors])
    best = np.zeros(count)
    for part in by_rows(count, len(at)):
        cosine = field.units[part] @ field.units[at].T
        cosine[field.name[part, None] == field.name[at][None]] = -2.0
        best[part] = cosine.max(axis=1)
    return np.where(best < -1.5, np.inf, kilometres(best))  # noqa: PLR2004 - the mark of a place's own name


def _refused(
    sense: Sense, field: Field, context: Context, points: Points, best: int, *, spread: float = 1.0
) -> Reason | None:
    """Return why the best candidate is no answer, or None where it is one.

    `spread` is how many times as far as usual a place of the report may lie from the others.
    """
    parts, total, own = points.plain, points.totals[best], field.rows[best]
    least = w.LEAST if context.countries or context.anchors else w.LEAST_ALONE
    if sense.bearers.reduced and field.kinds[best] == COUNTRY:
        return Reason(
            "resolve.part_of_name", f"{sense.bearers.reduced!r} is a country's name, and only a part of this one"
        )
    if total < least and (own >= 0 or parts["own"][best] >= 0):
        return Reason("resolve.weak", f"{total:.1f} points for the best, {least} needed")
    focused = "focus" in parts and parts["focus"][best] > 1.0
    if parts["within"][best] > 0 or own < 0 or focused:
        return elsewhere(field.owned[-1 - own]) if own < 0 and parts["own"][best] < 0 else None
    if (other := _another(sense, points, best) or _city_abroad(sense, field, context, points, best)) is not None:
        return other
    if (sense.level and parts["designator"][best] >= w.DESIGNATED) or (
        not sense.bearers.reduced and field.kinds[best] in _LARGE
    ):
        return None
    return _far_away(field, context, points, best, spread, common=len(sense.bearers.rows) >= w.COMMON_NAME)


def _another(sense: Sense, points: Points, best: int) -> Reason | None:
    """Return why a candidate is another place than the text means, for what it says itself, or None."""
    parts = points.plain
    if parts["within"][best] < 0 and parts["prior"][best] < w.GREAT_PRIOR:
        return Reason("resolve.outside", f"no place of this name is known in {', '.join(sense.within) or 'there'}")
    if (
        sense.level == "water"
        and parts["designator"][best] <= w.MISDESIGNATED
        and sense.designator not in sense.key.split()
    ):
        return Reason("resolve.designator", f"no {sense.designator} of this name is known")
    if sense.bearers.heard and (parts["country"][best] <= 0 or points.near[best] > w.FAR_KM):
        return Reason("resolve.heard", "found in another romanisation only, and not near the report's other places")
    return None


def _city_abroad(sense: Sense, field: Field, context: Context, points: Points, best: int) -> Reason | None:
    """Return why "the town of Palma" is no city in a country that the report does not speak of otherwise, or None."""
    if sense.designator not in _SMALL or not w.ABROAD_KM < points.near[best] < math.inf:
        return None
    country, prior = int(field.country[best]), points.plain["prior"][best]
    known = context.countries[country] > len(sense.mentions) or any(
        field.country[place] == country and field.name[place] != field.name[best] for place, _ in context.anchors
    )
    if known or prior >= w.GREAT_PRIOR:
        return None
    return Reason("resolve.abroad", f"a city in a country that the report does not speak of, and no {sense.designator}")


def _far_away(
    field: Field, context: Context, points: Points, best: int, spread: float, *, common: bool
) -> Reason | None:
    """Return why a candidate lies too far from all else in the report for how little it is known, or None.

    `common` names are borne by many places.
    """
    parts = points.plain
    prior = parts["prior"][best] + 0.5 * parts["name"][best]
    far = points.near[best] / spread
    spoken = parts["country"][best] > 0
    if w.ABROAD_KM < far < math.inf and prior < w.WEAK_IN_LOCAL and common and points.spread < w.LOCAL_SPREAD:
        return Reason("resolve.far", f"{far:.0f} km from all places of a local report, and one of many so called")
    if math.isfinite(far) and prior < w.WEAK_PRIOR:
        alone = spoken and not any(field.country[place] == field.country[best] for place, _ in context.anchors)
        if far > (w.ABROAD_KM if alone else w.FAR_KM):
            return Reason("resolve.far", f"{far:.0f} km from all other places of the report, and little known")
    if context.countries and not spoken and far > w.ABROAD_KM and prior < w.ABROAD_PRIOR:
        return Reason("resolve.abroad", "in a country that the report does not speak of, and little known")
    return None
