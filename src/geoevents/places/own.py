"""The user's own places: found in the text by their exact spelling, and used where they are meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geoevents.atlas import KINDS, Atlas
from geoevents.model import OwnPlace, Place, Reason
from geoevents.places import weights as w
from geoevents.places.features import is_capitalised
from geoevents.places.scene import Draft, Scene
from geoevents.text import fold

if TYPE_CHECKING:
    from geoevents.places.context import Context
    from geoevents.places.field import Bools, Field
    from geoevents.places.prior import Floats

ByName = dict[str, list[OwnPlace]]
_COUNTRY = KINDS.index("country")
_LIKELY = 2.5
"""Candidates so many points behind the best of their name may still be what it means."""


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """Own places by folded spelling, the first words of these, and how many words the longest has."""

    by_name: ByName
    first_words: frozenset[str]
    longest: int


_INDEXES: dict[int, tuple[Sequence[OwnPlace | Place], OwnIndex]] = {}


def own_index(own: Sequence[OwnPlace | Place]) -> OwnIndex:
    """Return the index of a list of own places; made at the first call with it."""
    known = _INDEXES.get(id(own))
    if known is not None and known[0] is own:
        return known[1]
    by_name: ByName = {}
    for one in own:
        place = one if isinstance(one, OwnPlace) else OwnPlace(one)
        for key in dict.fromkeys(map(fold, place.names)):
            by_name.setdefault(key, []).append(place)
    index = OwnIndex(
        by_name,
        frozenset(key.split(" ")[0] for key in by_name if key),
        max((k.count(" ") + 1 for k in by_name), default=0),
    )
    if len(_INDEXES) >= 8:  # noqa: PLR2004 - lists of one process
        _INDEXES.clear()
    _INDEXES[id(own)] = (own, index)
    return index


def own_drafts(scene: Scene, index: OwnIndex, persons: Iterable[int]) -> list[Draft]:
    """Find spellings of own places that begin with a capital or a digit, the longest at each spot; no part of a person's name."""
    found: list[Draft] = []
    words, sentence = scene.view.words, scene.view.sentence
    taken = set(persons)
    end = 0
    for i, word in enumerate(words):
        capital = is_capitalised(word) or word[0].isdigit()
        if i < end or not capital or i in taken or (fold(word).split(" ") or [""])[0] not in index.first_words:
            continue
        for j in range(min(len(words), i + 2 * index.longest), i, -1):  # apostrophes and dashes may be words
            if sentence[j - 1] == sentence[i] and fold(words[j - 1]) and fold(_raw(scene, i, j)) in index.by_name:
                found.append(scene.draft(i, j, "place", "places.own", _raw(scene, i, j)))
                end = j
                break
    return found


def _raw(scene: Scene, i: int, j: int) -> str:
    tokens = scene.prose.tokens
    return scene.prose.text[tokens.starts[i] : tokens.ends[j - 1]]


def displace(own: Sequence[Draft], found: Sequence[Draft]) -> list[Draft]:
    """Return the own drafts that no longer name of the text holds ("Hill" in "Hill Street" is a part of another name)."""
    longer = [d for d in found if d.kind != "part"]
    return [
        draft
        for draft in own
        if not any(
            d.start <= draft.start and draft.end <= d.end and d.end - d.start > draft.end - draft.start for d in longer
        )
    ]


def own_points(field: Field, context: Context, plays: Bools) -> Floats:
    """Return points for the user's places: much where they are meant, so much less than nothing elsewhere that none is used.

    Args:
        field: the candidates of the report.
        context: where the report plays so far.
        plays: for each candidate, whether the report plays near it.
    """
    points = np.zeros(len(field.row))
    likely = np.asarray(np.sum(list(field.fixed.values()), axis=0), np.float64)
    for i in np.flatnonzero(field.row < 0).tolist():
        own = field.owned[-1 - int(field.row[i])]
        if not own.is_local:
            points[i] = w.FORCED if own.forced else w.OWN * bool(plays[i])
        elif _is_meant(i, field, context, likely):
            points[i] = w.FORCED if own.forced else w.OWN_AT_HOME
        else:
            points[i] = w.OWN_ELSEWHERE
    return points


def _is_meant(i: int, field: Field, context: Context, likely: Floats) -> bool:
    """Tell whether the report plays in the region of a place.

    It does when a sure place of it lies there; where none is sure, when the user's focus or a likely place does, when it
    speaks of the region's country, or when nothing at all says where it plays.
    """
    inside = context.own_regions[-1 - int(field.row[i])]
    others = [place for place, _ in context.anchors if field.name[place] != field.name[i]]
    if others:
        return bool(inside.candidates[others].any())
    if context.focus_point is not None or context.focus_bbox is not None:
        return inside.focused
    near_best = (likely >= _best_of_sense(field, likely) - _LIKELY) & (field.row >= 0) & (field.kind != _COUNTRY)
    rivals = near_best & (field.name != field.name[i])
    if bool((rivals & inside.candidates).any()):
        return True
    if context.countries:
        return any(context.countries[country] > 0 for country in inside.countries)
    return not rivals.any()


def _best_of_sense(field: Field, likely: Floats) -> Floats:
    """Return for each candidate the most points that one of its sense has."""
    best = np.full(len(field.senses), -np.inf)
    np.maximum.at(best, field.sense, likely)
    return np.asarray(best[field.sense])


@dataclass(frozen=True, slots=True)
class Region:
    """Where an own place is meant: which candidates of the report lie there, in which countries, and whether the focus does."""

    candidates: Bools
    countries: frozenset[int]
    focused: bool


def own_regions(field: Field, focus: Sequence[tuple[float, float]], atlas: Atlas) -> tuple[Region, ...]:
    """Return the region of each own place among the candidates; `focus` are points (lon, lat) that the user gave."""
    codes = {code: i for i, code in enumerate(atlas.gazetteer.countries)}
    regions = []
    for own in field.owned:
        if not own.is_local:
            regions.append(Region(np.zeros(len(field.row), bool), frozenset(), focused=False))
            continue
        lands = frozenset(codes[code] for code in (own.place.country, _country(own, atlas)) if code in codes)
        points = np.array(focus, np.float64).reshape(-1, 2)
        focused = bool(_inside(own, points[:, 0], points[:, 1], atlas).any())
        regions.append(Region(_inside(own, field.lon, field.lat, atlas), lands, focused))
    return tuple(regions)


def _country(own: OwnPlace, atlas: Atlas) -> str | None:
    region = atlas.gazetteer.by_id(own.region_id) if own.region_id else None
    return region.country if region else None


def _inside(own: OwnPlace, lon: Floats, lat: Floats, atlas: Atlas) -> Bools:
    import shapely  # noqa: PLC0415 - only where own places have regions

    if own.bbox is not None:
        west, south, east, north = own.bbox
        return np.asarray((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))
    shape = atlas.regions.polygon(own.region_id or "")
    if shape is not None:
        return np.asarray(shapely.intersects_xy(shape, lon, lat))
    points = zip(lon.tolist(), lat.tolist(), strict=True)
    return np.array([atlas.regions.contains(own.region_id or "", x, y) for x, y in points], bool)


def elsewhere(own: OwnPlace) -> Reason:
    """Return why an own place was not used."""
    return Reason("resolve.own_elsewhere", f"{own.place.name} of the user's places is meant in another region")
