"""Types of places: toponyms, gazetteer places, resolutions, measurements on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geoevents.model.quick import quick
from geoevents.model.text import Reason, Span

Role = Literal["literal", "metonym", "demonym", "name-part"]
PlaceKind = Literal[
    "settlement", "admin1", "admin2", "country", "capital", "water", "site", "line", "wider-region", "other"
]
BorderView = Literal["international", "de-facto"]


@quick
@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the text. Only `literal` ones may become pins.

    `designator` is the word that says what it is ("region", "oblast", "river"), `within` the name of the containing
    place in "Paris, Texas" or "Sudzha, Kursk region"; neither is part of `span`.
    """

    span: Span
    surface: str
    role: Role
    designator: str | None = None
    within: str | None = None
    confidence: float = 1.0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer, in GeoNames words. `place_id` is `source:key`, stable over rebuilds.

    `radius_km` is how far from the point the place reaches (the size of a town), None for regions, whose polygon the
    atlas holds under the same id.
    """

    place_id: str
    name: str
    kind: PlaceKind
    lon: float
    lat: float
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    feature_class: str | None = None
    feature_code: str | None = None
    radius_km: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place of the user's own, or a reading that the user forces; it stands above the gazetteer.

    `spellings` lead to it beside the place's name; `region_id` (a country, region or wider region) or `bbox` (west,
    south, east, north) say where it is meant: in reports that play elsewhere it is not used. `forced` readings lead
    from their spellings alone to a place of the gazetteer ("Niu-York is the town"). `note` is the user's remark.
    """

    place: Place
    spellings: tuple[str, ...] = ()
    region_id: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    forced: bool = False
    note: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All spellings that lead to it."""
        return self.spellings if self.forced else (self.place.name, *self.spellings)

    @property
    def is_local(self) -> bool:
        """Whether it is meant in some region only."""
        return self.region_id is not None or self.bbox is not None


@quick
@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name could mean, with the score and reasons it got."""

    place: Place
    score: float
    reasons: tuple[Reason, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Resolution:
    """What a toponym was taken to mean. `place` is None where the text does not say enough; `reasons` tell why.

    `candidates` are those looked at, best first, the chosen one included; `confidence` is 0–1.
    """

    toponym: Toponym
    place: Place | None
    candidates: tuple[Candidate, ...] = ()
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Measurement:
    """A geodesic distance or area on the map with its range. `line` is the measured line, longitude first.

    `between` names the two countries of a border ("RU-UA"), `view` whose borders, `source` where that line is from
    ("country-coder 5.6.1 of 2025"); `why` is printable.
    """

    value: float
    low: float
    high: float
    unit: Literal["km", "km2"] = "km"
    bearing_deg: float | None = None
    bearing_low_deg: float | None = None
    bearing_high_deg: float | None = None
    line: tuple[tuple[float, float], ...] = ()
    between: str | None = None
    view: BorderView = "international"
    why: str = ""
    source: str = ""
