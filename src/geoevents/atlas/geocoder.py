"""The gazetteer as a geopy geocoder: queries with context, candidates with reasons, fuzzy only when asked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geoevents.atlas.geodesy import check_coordinates, distance_km
from geoevents.errors import DataMissing, PlaceError
from geoevents.model import Candidate, Place, Reason
from geoevents.text.folding import fold

if TYPE_CHECKING:
    from geoevents.atlas.gazetteer import Gazetteer

_LONGEST = 300  # characters; no name of a place is longer
_ALSO = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<also>[^()]+)\)$")
_DEFAULT_LIMIT = 20
# What a kind of place weighs when only the name speaks: a country before its namesake town, a county after it.
_KIND_BONUS = {
    "country": 1.0, "capital": 1.0, "settlement": 0.0, "admin1": 0.0, "admin2": -1.0, "wider-region": 0.5, "water": 0.3,
    "site": 0.0,
}  # fmt: skip


# A chief town has this share of its region's people; one that is only also called as the region the larger one.
_CHIEF_SHARE, _ALSO_CALLED_SHARE, _TOWN_PEOPLE = 0.03, 0.2, 20_000
_SHOWN = 0.99
_BEHIND = 0.0001


def parse_query(query: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Return name, other name and contexts of a query: "Kyiv (Kiev)", "Sudzha, Kursk region", "Paris, Texas"."""
    head, *rest = (part.strip() for part in query.split(","))
    match = _ALSO.match(head)
    name, also = (match["name"], match["also"]) if match else (head, None)
    return name, also, tuple(part for part in rest if part)


class GeocoderMixin(Geocoder):  # type: ignore[misc]
    """`candidates`, `geocode` and `reverse` for a gazetteer."""

    def __init__(self, fallback: Any = None, **geopy: Any) -> None:  # noqa: ANN401 - any geopy geocoder, geopy's own options
        """Take geopy's options, and a geopy geocoder to ask for names that are not here; without one no network is used.

        Raises:
            PlaceError: when `fallback` is no geocoder.
        """
        if fallback is not None and not callable(getattr(fallback, "geocode", None)):
            raise PlaceError(f"{fallback!r} is no geocoder: give an object such as geopy.geocoders.Nominatim(…).")
        self.fallback = fallback
        allowed = {k: v for k, v in geopy.items() if k in {"scheme", "timeout", "proxies", "user_agent", "ssl_context"}}
        super().__init__(**allowed)

    def candidates(
        self,
        query: str,
        *,
        country: str | None = None,
        region: str | None = None,
        near: Place | tuple[float, float] | None = None,
        fuzzy: bool = False,
        limit: int = _DEFAULT_LIMIT,
    ) -> tuple[Candidate, ...]:
        """Return the places that a query could mean, best first, each with its score and reasons.

        Args:
            query: a name; with context behind commas ("Paris, Texas"), with another spelling in brackets.
            country: ISO code or name of the country; others are left out.
            region: name of the first-level region; others are left out.
            near: a place, or longitude and latitude: nearer ones come first.
            fuzzy: also match names that are only alike, when none is the same (needs `rapidfuzz`).
            limit: how many to return.

        Raises:
            PlaceError: when the query is longer than any name, or a hint names no place.
        """
        gazetteer = cast("Gazetteer", self)
        text = query.strip()
        if len(text) > _LONGEST:
            raise PlaceError(f"A name of {len(text)} characters is none: give at most {_LONGEST}.")
        name, also, contexts = parse_query(text)
        if not name:
            return ()
        hits, reason = _hits(gazetteer, text, name, also, fuzzy=fuzzy)
        whole = bool(gazetteer.find(text))
        said = [] if whole else [Hint.read(gazetteer, c) for c in contexts]
        hints = [hint for hint in said if hint is not None]
        if len(hints) < len(said):
            return ()  # the query says where, and no such place is known
        hints += [Hint.of_country(gazetteer, country)] if country else []
        hints += [Hint.of(gazetteer, region)] if region else []
        point = _point(near)
        found: list[Candidate] = []
        for row, weight in hits.items():
            fits = [hint.reason(gazetteer, row) for hint in hints]
            if all(fits):
                found.append(_candidate(gazetteer, row, weight, [reason, *(f for f in fits if f)], point))
        found = towns_first(gazetteer, found, hits)
        found.sort(key=lambda c: (-c.score, c.place.place_id))
        return tuple(found[:limit])

    def geocode(
        self,
        query: str,
        exactly_one: bool = True,
        *,
        country: str | None = None,
        region: str | None = None,
        near: Place | tuple[float, float] | None = None,
        fuzzy: bool = False,
        limit: int = _DEFAULT_LIMIT,
        **geopy: Any,  # noqa: ANN401 - geopy's own options
    ) -> Location | list[Location] | None:
        """Return the best place as a geopy `Location` (all of them with `exactly_one=False`), None for an unknown name.

        `Location.raw` has the place's fields, `score` and `reasons`; its `source` says where the place is from
        ("geonames", "supplement", …; of the fallback its name, "nominatim"). Arguments as in `candidates`. The fallback
        is asked for what is not found here, with the hints behind the name and with geopy's own options (`timeout` …).

        Raises:
            PlaceError: as `candidates`.
            geopy.exc.GeopyError: whatever the fallback raises.
        """
        found = self.candidates(str(query), country=country, region=region, near=near, fuzzy=fuzzy, limit=limit)
        locations = [location(c) for c in found]
        if not locations and self.fallback is not None and str(query).strip():
            locations = asked(self.fallback, [str(query), *(hint for hint in (region, country) if hint)], geopy)
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: tuple[float, float],
        exactly_one: bool = True,
        **_geopy: Any,  # noqa: ANN401 - geopy's own options
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point, given as geopy does: latitude first."""
        latitude, longitude, *_ = query
        lon, lat = check_coordinates(longitude, latitude)
        place = cast("Gazetteer", self).nearest_settlement(lon, lat)
        away = distance_km(lon, lat, place.lon, place.lat)
        found = location(Candidate(place, 1.0, (Reason("atlas.nearest", f"{away:.1f} km from the point"),)))
        return found if exactly_one else [found]


def towns_first(gazetteer: Gazetteer, found: list[Candidate], weights: Mapping[int, float]) -> list[Candidate]:
    """Rank a region behind its chief town of the same name: "Istanbul" alone is the city, "Ontario" the province.

    Such a town lies in the region and has a share of its people, a larger one where it is only also called so.
    """
    rows = [row for candidate in found if (row := gazetteer.row_of(candidate.place.place_id)) is not None]
    if len(rows) != len(found):
        return found
    towns = [(row, c) for row, c in zip(rows, found, strict=True) if c.place.kind in {"settlement", "capital"}]
    ranked = []
    for row, candidate in zip(rows, found, strict=True):
        below = candidate.score
        for town, other in towns if candidate.place.kind in {"admin1", "admin2"} else ():
            if _is_chief(gazetteer, town, row, weights[town]):
                below = min(below, other.score - _BEHIND)
        ranked.append(replace(candidate, score=round(max(below, 0.0), 4)) if below < candidate.score else candidate)
    return ranked


def _is_chief(gazetteer: Gazetteer, town: int, region: int, weight: float) -> bool:
    share = _CHIEF_SHARE if weight >= _SHOWN else _ALSO_CALLED_SHARE
    home = region if gazetteer.KINDS[gazetteer.kind[region]] == "admin1" else int(gazetteer.admin1[region])
    people = float(gazetteer.prominence[town])
    return int(gazetteer.admin1[town]) == home and people >= max(
        share * float(gazetteer.prominence[region]), _TOWN_PEOPLE
    )


def location(candidate: Candidate) -> Location:
    """Return a candidate as geopy's `Location`; `raw` carries everything."""
    place = candidate.place
    address = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
    raw = {name: getattr(place, name) for name in Place.__dataclass_fields__}
    raw |= {
        "score": candidate.score,
        "reasons": [str(r) for r in candidate.reasons],
        "source": place.place_id.split(":")[0],
    }
    return Location(address, (place.lat, place.lon), raw)


def asked(fallback: Any, words: Iterable[str], geopy: Mapping[str, Any]) -> list[Location]:  # noqa: ANN401 - any geopy geocoder
    """Return what another geocoder finds, each `raw` with the `source` it is from."""
    found = fallback.geocode(", ".join(words), exactly_one=False, **geopy)
    source = type(fallback).__name__.lower()
    locations = []
    for one in found or ():
        raw = one.raw if isinstance(one.raw, dict) else {"raw": one.raw}
        locations.append(Location(one.address, one.point, {**raw, "source": source}))
    return locations


def _hits(
    gazetteer: Gazetteer, text: str, name: str, also: str | None, *, fuzzy: bool
) -> tuple[dict[int, float], Reason]:
    for words in (text, name):
        hits = dict(gazetteer.weighted(words))
        if hits:
            if also and words == name:
                both = {row: 1.0 for row, _ in gazetteer.weighted(also) if row in hits}
                if both:
                    return both, Reason("atlas.two-names", f"bears both names, {name} and {also}")
            return hits, Reason("atlas.name", f"{words} is a name of it")
    if also and (hits := dict(gazetteer.weighted(also))):
        return hits, Reason("atlas.name", f"{also} is a name of it")
    if fuzzy and (alike := _alike(gazetteer, name)):
        hits = {}
        for key, score in alike:
            for row, weight in gazetteer.weighted(key):
                hits[row] = max(hits.get(row, 0.0), weight * score)
        return hits, Reason("atlas.fuzzy", f"no place is called {name}; alike: {', '.join(k for k, _ in alike[:3])}")
    return {}, Reason("atlas.name")


def _alike(gazetteer: Gazetteer, name: str) -> list[tuple[str, float]]:
    try:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise DataMissing('Fuzzy matching needs rapidfuzz: install "geoevents[fuzzy]".') from None
    found = process.extract(fold(name), gazetteer.all_keys, scorer=fuzz.ratio, score_cutoff=82, limit=8)
    return [(key, score / 100) for key, score, _ in found]


class Hint:
    """What a context says a place must lie in: some countries, regions, or around some points."""

    def __init__(
        self, words: str, countries: frozenset[int], regions: frozenset[int], around: tuple[Place, ...]
    ) -> None:
        """Keep the words and what they may mean."""
        self.words = words
        self.countries = countries
        self.regions = regions
        self.around = around

    @classmethod
    def of(cls, gazetteer: Gazetteer, words: str) -> Hint:
        """Read a hint that was given as an argument.

        Raises:
            PlaceError: when it names no place.
        """
        hint = cls.read(gazetteer, words)
        if hint is None:
            raise PlaceError(f"No country, region or place is called {words!r}: check the hint, or leave it out.")
        return hint

    @classmethod
    def of_country(cls, gazetteer: Gazetteer, words: str) -> Hint:
        """Read the country that was given: its code before all else, though "IN", "CA" and "DE" are states of the USA too.

        Raises:
            PlaceError: when it names no place.
        """
        code = words.strip().upper()
        if code in gazetteer.countries:
            return cls(words, frozenset({gazetteer.countries.index(code)}), frozenset(), ())
        hint = cls.of(gazetteer, words)
        return cls(words, hint.countries, frozenset(), ()) if hint.countries else hint

    @classmethod
    def read(cls, gazetteer: Gazetteer, words: str) -> Hint | None:
        """Read a hint: an ISO code, or the name of a country, region, county, wider region or town; None for neither."""
        rows = [row for row, weight in gazetteer.weighted(words) if weight > 0.1]  # noqa: PLR2004 - not airports
        kinds = {row: gazetteer.KINDS[gazetteer.kind[row]] for row in rows}
        countries = {int(gazetteer.country[row]) for row, kind in kinds.items() if kind == "country"}
        regions = {row for row, kind in kinds.items() if kind == "admin1"}
        code = words.upper()
        if len(words) == 2 and code in gazetteer.countries and not regions:  # noqa: PLR2004 - ISO alpha-2
            countries.add(gazetteer.countries.index(code))
        around = tuple(gazetteer.place(row) for row, kind in kinds.items() if kind not in {"country", "admin1"})
        if not (countries or regions or around):
            return None
        return cls(words, frozenset(countries), frozenset(regions), around)

    def reason(self, gazetteer: Gazetteer, row: int) -> Reason | None:
        """Return why a place fits the hint, None when it does not."""
        if int(gazetteer.country[row]) in self.countries or int(gazetteer.admin1[row]) in self.regions:
            return Reason("atlas.within", f"lies in {self.words}")
        place = gazetteer.place(row)
        for other in self.around:
            if other.place_id == place.place_id:
                continue
            reach = max(other.radius_km or 0.0, 30.0)
            if (
                abs(other.lat - place.lat) * 111 <= reach
                and distance_km(other.lon, other.lat, place.lon, place.lat) <= reach
            ):
                return Reason("atlas.within", f"lies within {reach:.0f} km of {other.name}")
        return None


def _point(near: Place | tuple[float, float] | None) -> tuple[float, float] | None:
    if near is None:
        return None
    return (near.lon, near.lat) if isinstance(near, Place) else check_coordinates(*near)


def _candidate(
    gazetteer: Gazetteer, row: int, weight: float, reasons: Iterable[Reason], point: tuple[float, float] | None
) -> Candidate:
    """Score a place: its name's weight and the logarithm of its people, both 0..1, and nearness where it is asked."""
    place, people = gazetteer.place(row), int(gazetteer.prominence[row])
    score = weight * (1.0 + math.log10(max(people, 1)) / 8.0 + 0.25 * _KIND_BONUS.get(place.kind, 0.0)) / 2.25
    why = [*reasons, Reason("atlas.people", f"{place.population:,}" if place.population else "unknown")]
    if point is not None:
        away = distance_km(*point, place.lon, place.lat)
        score *= 1.0 / (1.0 + away / 100.0)
        why.append(Reason("atlas.near", f"{away:.0f} km away"))
    return Candidate(place, round(min(score, 1.0), 4), tuple(why))
