"""What the map says to a stated distance: measurement, tolerance, verdict, and a sentence that can be printed.

The stated number is an interval: its rounding, and more where the text hedges ("around"), one-sided for "at least" and
"up to". The measurement is an interval too: towns have a size, regions are ranges, borders an error. The claim is
consistent when the two meet. All numbers are written down in `docs/distances.md` and tested at their edges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geoevents.atlas import BORDER_ERROR_KM, KINDS, Atlas, border_name, distance_km, measure
from geoevents.errors import PlaceError
from geoevents.events.figures.number_words import Mode
from geoevents.model import DistanceClaim, Measurement, Place, Verdict
from geoevents.model.quick import replace

SHOWN: dict[Verdict, str] = {
    "consistent": "Consistent with the map",
    "does-not-match": "Does not match our map: check place, reference and number",
    "cannot-check": "Cannot be checked",
}
ROUNDING_SHARE = 0.15  # a round number ("1,000 km") may be rounded by so much, whatever its zeros
HEDGE_SHARE = 0.15  # "around" adds as much again
VAGUE_FACTOR = 5.0  # "hundreds of kilometres" is 200 to 1,000
ROAD_FACTOR = 1.6  # a road is up to so much longer than the straight line
COMPASS_TOLERANCE_DEG = 45.0  # "north of", "southwest of"
FINE_COMPASS_TOLERANCE_DEG = 33.75  # "north-northeast of"
AREA_ERROR_SHARE = 0.05  # of regions drawn at 1 : 10 million
FARTHEST_KM = 20_004.0  # half a meridian: no two places are farther apart
_POINTS = frozenset({"settlement", "capital", "site"})
_FIVE = 5


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as stated: in its own unit, with its mode, its digits and what else was said about it.

    `factor` makes kilometres (or square kilometres) of it; `contradicts` says that the text gives a second value that
    does not agree; `by_road` that the distance is not the straight one, `sized`
    that an area is the size of the region named as subject, `below` that a depth is one below the ground, `certain` that the text ties the number to its subject.
    """

    value: float
    mode: Mode
    factor: float
    digits: str
    upper: float | None = None
    contradicts: bool = False
    by_road: bool = False
    sized: bool = False
    below: bool = False
    certain: bool = True


def rounding(value: float, digits: str) -> float:
    """Return half of the step to which a number was rounded, in its own unit.

    "12" is right to 0.5, "12.5" to 0.05; round numbers ("10", "35", "500") to half of their last place that is not
    zero (multiples of five to 2.5), at most 15 % of the value.
    """
    decimals = re.search(r"\.(\d+)\s*$", digits)
    if decimals:
        return float(0.5 * 10.0 ** -len(decimals[1]))
    if value < 1 or value != int(value):
        return 0.1 * value
    whole, step = int(value), 1
    while whole % (step * 10) == 0:
        step *= 10
    if step == 1 and whole % _FIVE == 0:
        step = _FIVE
    return max(0.5, min(step / 2.0, ROUNDING_SHARE * value))


def stated_interval(stated: Stated) -> tuple[float, float]:
    """Return the least and greatest value, in km or km², that the words allow."""
    value, half = stated.value, rounding(stated.value, stated.digits)
    hedge = HEDGE_SHARE * value
    infinite = float("inf")
    upper = stated.upper if stated.upper is not None else value
    low, high = {
        "exact": (value - half, value + half),
        "around": (value - half - hedge, value + half + hedge),
        "at-least": (value - half, infinite),
        "more-than": (value - half, infinite),
        "up-to": (0.0, value + half),
        "less-than": (0.0, value + half),
        "range": (value - half, upper + rounding(upper, "")),
        "vague": (value - half, VAGUE_FACTOR * value),
    }[stated.mode]
    return max(0.0, low * stated.factor), high * stated.factor


def judge(
    claim: DistanceClaim, stated: Stated, countries: tuple[str, ...], atlas: Atlas, angles: dict[str, float]
) -> DistanceClaim:
    """Return the claim with its measurement, verdict and reason.

    `countries` are those whose border is meant (any where empty), `angles` the degrees of the compass points.
    """
    obstacle = _obstacle(claim, stated)
    if obstacle is not None:
        return replace(claim, why=obstacle)
    try:
        measurement, what = _measured(claim, stated, countries, atlas)
    except PlaceError as error:
        return replace(claim, why=f"{error} So the claim cannot be checked.")
    if measurement is None:
        return replace(claim, why=what)
    low, high = stated_interval(stated)
    size = _size_km(claim)
    farthest = (measurement.high + size) * (ROAD_FACTOR if stated.by_road else 1.0)
    nearest = measurement.low - size
    if claim.kind == "depth":
        return _depth(claim, measurement, low, what)
    verdict: Verdict = "consistent" if low <= farthest and nearest <= high else "does-not-match"
    if verdict == "does-not-match" and not stated.certain and claim.subject is not None:
        doubt = f"the text may mean another place than {claim.subject.name}, for which our map measures {_printed(measurement)}"
        return replace(claim, measurement=measurement, why=f"{_said(claim)}; {doubt} {what}: it cannot be checked.")
    turned = _direction(claim, measurement, angles)
    if turned is not None and turned[0] == "does-not-match" and not stated.certain:
        turned = ("cannot-check", f"The direction {claim.direction} cannot be checked: another place may be meant.")
    said = _said(claim)
    road = " (a straight line; the text means the road)" if stated.by_road else ""
    why = f"{said}; our map measures {_printed(measurement)}{road} {what}: {_in_words(verdict)}."
    if turned is not None:
        why += f" {turned[1]}"
    return replace(
        claim, measurement=measurement, verdict=verdict, direction_verdict=turned[0] if turned else None, why=why
    )


def _obstacle(claim: DistanceClaim, stated: Stated) -> str | None:
    """Say why a claim cannot be checked whatever the map says, or None."""
    said = _said(claim)
    if stated.value <= 0:
        return f"{said}, which states no distance: it cannot be checked."
    if stated.contradicts:
        return f"{said} and gives a second value that does not agree with it: it cannot be checked."
    if claim.unit == "km" and stated.value * stated.factor > FARTHEST_KM:
        return f"{said}, but no two places on earth are farther apart than {FARTHEST_KM:,.0f} km: it cannot be checked."
    if stated.below:
        return f"{_said(claim)} below the ground, which no map of ours tests: it cannot be checked."
    if claim.kind == "extent":
        return f"{said}: the length of a line that our map does not hold; it cannot be checked."
    return None


def _said(claim: DistanceClaim) -> str:
    """Say what the text says: "The text says around 10 km"."""
    hedge = f"{claim.qualifier} " if claim.qualifier and claim.qualifier != "range" else ""
    value = claim.stated_value
    if claim.qualifier == "range" and None not in {claim.low, claim.high}:
        return f"The text says {claim.low:g} to {claim.high:g} {_unit_shown(claim.unit)}"
    unit = claim.stated_unit if claim.stated_unit in {"km", "km2"} else _plural(claim.stated_unit, value)
    return f"The text says {hedge}{value} {_unit_shown(unit)}"


def _unit_shown(unit: str) -> str:
    return "km²" if unit == "km2" else unit


def _plural(unit: str, value: str) -> str:
    return unit if value.strip().lower() in {"1", "a", "an", "one", "half", "half a"} else unit + "s"


def _in_words(verdict: Verdict) -> str:
    return {"consistent": "consistent", "does-not-match": "this does not match", "cannot-check": "not checked"}[verdict]


def _printed(measurement: Measurement) -> str:
    """Print a measurement with its range: "9.6 km (8.6–10.6)"."""
    unit = "km²" if measurement.unit == "km2" else "km"
    value, low, high = (_number(v) for v in (measurement.value, measurement.low, measurement.high))
    return f"{value} {unit}" if low == high == value else f"{value} {unit} ({low}–{high})"


def _number(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"  # noqa: PLR2004 - three figures


# --- measuring -------------------------------------------------------------------------------------------------------


def _measured(
    claim: DistanceClaim, stated: Stated, countries: tuple[str, ...], atlas: Atlas
) -> tuple[Measurement | None, str]:
    """Measure what the claim is about; the second value says from what to what, or why nothing is measured."""
    subject, reference = claim.subject, claim.reference
    if claim.kind == "area":
        return _area(claim, stated, atlas)
    if claim.kind == "depth":
        return _depth_range(claim, atlas)
    missing = _missing(claim)
    if missing is not None or subject is None:
        return None, f"{_said(claim)}{missing}: it cannot be checked."
    if claim.kind == "to-border" or reference is None:
        return _to_border(subject, countries, atlas)
    return _to_place(subject, reference, atlas)


def _size_km(claim: DistanceClaim) -> float:
    """Return by how much the size of a town widens its distance to a border, which is measured from the town's point."""
    subject = claim.subject
    to_border = claim.kind == "to-border" or claim.reference is None
    return subject.radius_km or 0.0 if subject is not None and to_border and subject.kind in _POINTS else 0.0


def _missing(claim: DistanceClaim) -> str | None:
    """Say which end of a distance the text or the map does not give, or None."""
    subject, reference = claim.subject, claim.reference
    if subject is None:
        where = claim.reference_name or "its reference"
        return f" from {where}, but the text does not name the place that lies there"
    if claim.kind == "to-border":
        return None
    if reference is None:
        name = claim.reference_name
        return f", but {name!r} is not on our map" if name else ", but the text does not say from where"
    return f", but both ends are {subject.name}" if subject.place_id == reference.place_id else None


def _to_border(subject: Place, countries: tuple[str, ...], atlas: Atlas) -> tuple[Measurement, str]:
    other = [code for code in countries if code != subject.country]
    country = other[0] if other else (countries[0] if countries else None)
    measurement = measured_border(subject, country, atlas)
    names = atlas.borders.country_names(measurement.between)
    kind = "from the town point" if subject.kind in {"settlement", "capital"} else f"from {subject.name}"
    return measurement, f"{kind} to {border_name(measurement.between, names)}"


def _to_place(subject: Place, reference: Place, atlas: Atlas) -> tuple[Measurement | None, str]:
    """Measure between two places; from a region or country to a point its nearest edge is meant."""
    if subject.kind not in _POINTS and atlas.regions.contains(subject.place_id, reference.lon, reference.lat):
        return None, f"{reference.name} lies in {subject.name}: a distance between them cannot be checked."
    measurement = measured_places(subject, reference, atlas)
    what = f"from {reference.name} to {subject.name}"
    if (
        reference.kind not in _POINTS
        and subject.kind in _POINTS
        and atlas.regions.polygon(reference.place_id) is not None
    ):
        reach = BORDER_ERROR_KM + (subject.radius_km or 0.0)
        edge = measurement.low
        measurement = replace(measurement, value=edge, low=max(0.0, edge - reach), high=edge + reach)
        what = f"from the edge of {reference.name} to {subject.name}"
    return measurement, what


def _area(claim: DistanceClaim, stated: Stated, atlas: Atlas) -> tuple[Measurement | None, str]:
    known = claim.subject is not None and atlas.regions.polygon(claim.subject.place_id) is not None
    if claim.subject is None or not known or not stated.sized:
        return None, f"{_said(claim)}: an area whose outline the text does not give; it cannot be checked."
    return measured_area(claim.subject, atlas), f"for {claim.subject.name}"


def _depth_range(claim: DistanceClaim, atlas: Atlas) -> tuple[Measurement | None, str]:
    """Measure how deep a region reaches from the border: a depth beyond it cannot be."""
    region = claim.reference
    if region is None or region.kind in _POINTS or atlas.regions.polygon(region.place_id) is None:
        return None, f"{_said(claim)} of advance, but names no place that was reached: it cannot be checked."
    return measured_border(region, None, atlas), f"from the border to the far end of {region.name}"


def _depth(claim: DistanceClaim, measurement: Measurement, low: float, what: str) -> DistanceClaim:
    reach = _number(measurement.high)
    if low > measurement.high:
        why = f"{_said(claim)}; our map measures {reach} km {what}: this does not match."
        return replace(claim, measurement=measurement, verdict="does-not-match", why=why)
    why = f"{_said(claim)} of advance, but names no place that was reached; {reach} km would be the most, {what}: it cannot be checked."
    return replace(claim, measurement=measurement, why=why)


@lru_cache(maxsize=4096)
def measured_places(subject: Place, reference: Place, atlas: Atlas) -> Measurement:
    """Measure between two places, once for each pair: reports repeat them."""
    return measure(subject, reference, atlas)


@lru_cache(maxsize=4096)
def measured_border(place: Place, country: str | None, atlas: Atlas) -> Measurement:
    """Measure from a place to the nearest land border (of a country), once for each."""
    return atlas.borders.from_place(place, country)


@lru_cache(maxsize=1024)
def measured_area(place: Place, atlas: Atlas) -> Measurement:
    """Measure the geodesic land area of a region, or of a country as the sum of its regions, in km².

    The outlines of countries run out to sea, those of their regions do not; they are right to a few in a hundred.

    Raises:
        PlaceError: when the map holds no outline of it.
    """
    from pyproj import Geod  # noqa: PLC0415 - rare

    parts = _regions_of(place, atlas) if place.kind == "country" else [place.place_id]
    shapes = [shape for part in parts if (shape := atlas.regions.polygon(part)) is not None]
    if not shapes:
        raise PlaceError(f"Our map holds no outline of {place.name}.")
    ellipsoid = Geod(ellps="WGS84")
    km2 = sum(abs(ellipsoid.geometry_area_perimeter(shape)[0]) for shape in shapes) / 1e6
    low, high = km2 * (1 - AREA_ERROR_SHARE), km2 * (1 + AREA_ERROR_SHARE)
    return Measurement(value=round(km2, 1), low=round(low, 1), high=round(high, 1), unit="km2", view=atlas.view)


def _regions_of(country: Place, atlas: Atlas) -> list[str]:
    """Return the ids of a country's first-level regions."""
    gazetteer = atlas.gazetteer
    if country.country not in gazetteer.countries:
        return []
    code = gazetteer.countries.index(country.country)
    rows = ((gazetteer.country == code) & (gazetteer.kind == KINDS.index("admin1"))).nonzero()[0]
    return [gazetteer.place_id(int(row)) for row in rows]


# --- direction -------------------------------------------------------------------------------------------------------


def _direction(claim: DistanceClaim, measurement: Measurement, angles: dict[str, float]) -> tuple[Verdict, str] | None:
    """Judge the compass word apart from the distance: verdict and a sentence, None where the text has no such word."""
    if claim.direction is None:
        return None
    bearing, word = measurement.bearing_deg, claim.direction
    if bearing is None or measurement.low <= 0.0:
        return "cannot-check", f"The direction {word} cannot be checked: the two places overlap."
    turn = 180.0 if claim.kind == "to-border" else 0.0
    low, high = (
        (bearing if edge is None else edge) + turn
        for edge in (measurement.bearing_low_deg, measurement.bearing_high_deg)
    )
    tolerance = FINE_COMPASS_TOLERANCE_DEG if len(word) > len("NE") else COMPASS_TOLERANCE_DEG
    verdict: Verdict = "consistent" if _outside(angles[word], low, high) <= tolerance else "does-not-match"
    spread = f" ({low % 360:.0f}–{high % 360:.0f}°)" if high - low > 1 else ""
    return verdict, f"Direction {word}: our map measures {(bearing + turn) % 360:.0f}°{spread}, {_in_words(verdict)}."


def _outside(angle: float, low: float, high: float) -> float:
    """Return by how many degrees an angle lies outside the clockwise range from `low` to `high`."""
    width = (high - low) % 360.0
    past = (angle - low) % 360.0
    return 0.0 if past <= width else min(past - width, 360.0 - past)


def placed_point(claim: DistanceClaim, angles: dict[str, float]) -> tuple[float, float, float] | None:
    """Return the point that a claim itself gives ("10 km north of Sudzha"): longitude, latitude, uncertainty in km.

    None where the claim names its place, or gives no reference point, direction and single distance.
    """
    reference, km = claim.reference, claim.best
    if (
        claim.subject is not None
        or reference is None
        or claim.direction is None
        or km is None
        or claim.kind != "to-place"
    ):
        return None
    if not 0 < km <= FARTHEST_KM / 2:
        return None
    from pyproj import Geod  # noqa: PLC0415 - rare

    lon, lat, _ = Geod(ellps="WGS84").fwd(reference.lon, reference.lat, angles[claim.direction], km * 1000.0)
    # The direction is right to half of its sector on each side, the distance to a fifth, the town as far as it reaches.
    sector = 11.25 if len(claim.direction) > len("NE") else 22.5
    aside = distance_km(
        lon,
        lat,
        *Geod(ellps="WGS84").fwd(reference.lon, reference.lat, angles[claim.direction] + sector, km * 1000.0)[:2],
    )
    return round(float(lon), 5), round(float(lat), 5), round(aside + 0.2 * km + (reference.radius_km or 0.0), 1)
