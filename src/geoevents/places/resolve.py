"""Choose the place that each toponym means: `resolve(toponyms, prose, atlas, focus=…, own=…)`.

First what is sure (countries, peoples, regions), then what lies inside and beside it; one sense a report. A name
for which nothing speaks stays unresolved. Every choice says why, and keeps the candidates that lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geoevents.atlas import Atlas
from geoevents.model import Candidate, OwnPlace, Place, Prose, Reason, Resolution, Toponym
from geoevents.places import weights as w
from geoevents.places.bearers import Bearers, bearers_of
from geoevents.places.candidates import Sense, gather_senses
from geoevents.places.context import find_containers, is_of_people, read_context
from geoevents.places.distances import read_distances
from geoevents.places.field import make_field
from geoevents.places.own import own_index, own_regions
from geoevents.places.scoring import Ranking, rank_all

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the user says that the reports play.

    `bbox` is (west, south, east, north) in WGS84 degrees; `near` the name of a place.
    """

    bbox: tuple[float, float, float, float] | None = None
    near: str | None = None


def resolve(
    toponyms: Sequence[Toponym],
    prose: Prose,
    atlas: Atlas,
    *,
    focus: Focus | None = None,
    own: Sequence[OwnPlace | Place] = (),
) -> tuple[Resolution, ...]:
    """Return a resolution for each toponym, in the same order.

    Args:
        toponyms: what `find_toponyms` found in `prose`.
        prose: the report.
        atlas: the gazetteer and regions.
        focus: a hint where the report plays; it tips the balance, it forces nothing.
        own: the user's places; one whose spelling a toponym bears is preferred where the report plays near it, or in
            the region that it is meant in; in reports that play outside that region it is not used.
    """
    people = {n for n, toponym in enumerate(toponyms) if is_of_people(toponym, atlas)}
    senses = gather_senses(toponyms, people, atlas)
    _borrow_designators(senses, toponyms)
    _share_level(senses, toponyms, prose)
    _mark_definite(senses, toponyms, prose, atlas)
    by_name = own_index(own).by_name if own else {}
    field = make_field(senses, atlas, by_name, find_containers(atlas, senses), read_distances(senses, toponyms, prose))
    bbox, point = focus.bbox if focus else None, focus_point(atlas, focus)
    context = read_context(toponyms, people, atlas, senses, focus_point=point, focus_bbox=bbox)
    if field.owned:
        middles = [point] if point else []
        middles += [((bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2)] if bbox else []
        context = replace(context, own_regions=own_regions(field, middles, atlas))
    rankings = rank_all(field, context)
    for _ in range(_ROUNDS - 1):
        following = context.after(rankings, atlas)
        if following == context:
            break  # nothing new: the same choices would be made again
        context, rankings = following, rank_all(field, following)
    return _in_order(toponyms, senses, rankings, atlas)


def focus_point(atlas: Atlas, focus: Focus | None) -> tuple[float, float] | None:
    """Return (lon, lat) of the place that the user named, the most populous of that name, or None."""
    if focus is None or not focus.near:
        return None
    rows = atlas.gazetteer.find(focus.near)
    if not len(rows):
        return None
    best = max(rows, key=lambda row: int(atlas.gazetteer.population[row]))
    return float(atlas.gazetteer.lon[best]), float(atlas.gazetteer.lat[best])


def _borrow_designators(senses: Sequence[Sense], toponyms: Sequence[Toponym]) -> None:
    """Let a bare name take the level of the same name that the report designates ("in Kursk", "the Kursk region").

    Of several it takes the nearest one before its first mention, else the first behind; not where a metropolis bears
    the name, which stands for itself.
    """
    named: dict[str, list[tuple[int, Sense]]] = {}
    for sense in senses:
        if sense.level in {"admin1", "admin2", "settlement"}:
            named.setdefault(sense.key, []).extend((number, sense) for number in sense.mentions)
    for sense in senses:
        if sense.designator or sense.office or sense.key not in named:
            continue
        first = sense.mentions[0]
        before = [pair for pair in named[sense.key] if pair[0] < first]
        source = max(before, key=lambda p: p[0]) if before else min(named[sense.key], key=lambda p: p[0])
        if source[1].level == "settlement" or not sense.bearers.is_metropolis:
            sense.designator = source[1].designator
            sense.region_hint = (
                f"the report speaks of {toponyms[source[0]].surface} {source[1].designator or 'as a town'}"
            )


def _mark_definite(senses: Sequence[Sense], toponyms: Sequence[Toponym], prose: Prose, atlas: Atlas) -> None:
    """Mark names that are also a river's or landscape's where they stand behind "the" by themselves.

    Short names of seas and rivers that the gazetteer has by their full names alone get these there ("the Baltic").
    """
    text = prose.text
    for sense in senses:
        if sense.designator or not (sense.bearers.is_landscape or sense.bearers.is_little):
            continue
        spans = [toponyms[number].span for number in sense.mentions]
        is_alone = any(
            text[max(span.start - 4, 0) : span.start].lower() == "the " and _ALONE.match(text, span.end)
            for span in spans
        )
        if sense.bearers.is_landscape:
            sense.definite = is_alone
        elif is_alone and (water := _water(toponyms[sense.mentions[0]].surface, atlas)):
            sense.bearers, sense.definite = water, True


def _water(surface: str, atlas: Atlas) -> Bearers | None:
    for word in ("Sea", "River", "Ocean"):
        found = bearers_of(atlas.gazetteer, f"{surface} {word}", None)
        if found.is_landscape:
            return found
    return None


_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_ALONE = re.compile(
    r"(?=[.,;:)]|\s*$| (?:near|in|at|to|from|and|or|on|off|by|with|for|into|after|before|where|which|that|was|is|were|are|"
    r"toward|towards|through|across|along|could|will|would|may|until|"
    r"has|had|have|overnight|between|late|early|during|under|as|while|when|since|last|this|over|around|again)\b)"
)


def _share_level(senses: Sequence[Sense], toponyms: Sequence[Toponym], prose: Prose) -> None:
    """Hint at regions where bare names stand in a list with one, or beside one ("Kursk region, Belgorod and Bryansk",
    "Belgorod, which borders the Kursk region").
    """
    owner = {mention: sense for sense in senses for mention in sense.mentions}
    chain: list[Sense] = []
    last: Toponym | None = None
    for number in sorted(owner) if len(owner) > 1 else ():  # a report's only name stands beside nothing
        if last is not None and not _beside(last, toponyms[number], prose.text):
            _share_in_chain(chain)
            chain = []
        chain.append(owner[number])
        last = toponyms[number]
    _share_in_chain(chain)


def _beside(a: Toponym, b: Toponym, text: str) -> bool:
    """Tell whether two names stand in one list, or one is said to lie beside the other."""
    if a.within:
        return False
    between = text[a.span.end : b.span.start].removeprefix(f" {a.designator}")
    if between.strip() in _LINKS:
        return True
    return between.endswith(_BESIDE_ENDS) and bool(_BESIDE.search(between)) and not _SENTENCE_END.search(between)


def _share_in_chain(chain: Sequence[Sense]) -> None:
    regions = [sense for sense in chain if sense.level in {"admin1", "admin2"} or sense.bearers.is_region]
    if not regions:
        return
    said = [sense for sense in regions if sense.designator]
    if not said and 2 * len(regions) <= len(chain):
        return
    one = (said or regions)[0]
    lands = Counter(land for sense in regions for land in sense.bearers.region_lands).most_common(1)
    # Three regions of a country and a fourth name that one of its regions bears too: a list of regions ("Utah, Ohio, Iowa and Maine").
    home = lands[0][0] if lands and lands[0][1] >= _MANY_REGIONS and 2 * len(regions) > len(chain) else None
    for sense in chain:
        if not sense.designator and not sense.region_hint:
            sense.region_hint = f"listed beside {one.key}, a {one.designator or 'region'}"
            if home in sense.bearers.region_lands:
                sense.designator = "region"


_MANY_REGIONS = 3
_LINKS = frozenset({",", "and", ", and", "or", "&"})
_BESIDE = re.compile(
    r"^[^.;:]{0,60}\b(?:beside|next to|borders|bordering|neighbou?rs|neighbou?ring|adjoins|adjoining|adjacent to)(?: the)? $"
)
_BESIDE_ENDS = tuple(
    f"{word}{the} "
    for word in ("beside", "next to", "borders", "ing", "bors", "bours", "joins", "adjacent to")
    for the in ("", " the")
)
"""How what `_BESIDE` finds can end."""


def _in_order(
    toponyms: Sequence[Toponym], senses: Sequence[Sense], rankings: Sequence[Ranking], atlas: Atlas
) -> tuple[Resolution, ...]:
    found: dict[int, Resolution] = {}
    for sense, ranking in zip(senses, rankings, strict=True):
        place, candidates, confidence, reasons = ranking.verdict(atlas)
        for number in sense.mentions:
            found[number] = Resolution(toponyms[number], place, candidates, confidence, reasons)
    for number, toponym in enumerate(toponyms):
        if number not in found:
            found[number] = _of_people(toponym, atlas)
    return tuple(found[number] for number in range(len(toponyms)))


def _of_people(toponym: Toponym, atlas: Atlas) -> Resolution:
    place = atlas.gazetteer.demonym(toponym.surface)
    if place is None:
        reason = Reason("resolve.no_country", f"{toponym.surface} is of no one country")
        return Resolution(toponym, None, (), 0.0, (reason,))
    reasons = (Reason("resolve.people", f"{toponym.surface} is of {place.name}"),)
    return Resolution(toponym, place, (Candidate(place, w.KIND_PRIOR["country"], reasons),), 0.95, reasons)
