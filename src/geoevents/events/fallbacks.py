"""Where an event took place whose own words do not say: an event before, the country of those who act, the focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geoevents.atlas import Atlas
from geoevents.events.drafts import DISEASES
from geoevents.events.sites import compounded, holds
from geoevents.events.siting import DECLARING, NEAR, POINT_KINDS, Siting, uncertainty_km
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import EventPlace, Place, Reason

# An event of these types that names no place took place where the event told before it did.
CARRIED = frozenset(
    {"strike", "attack", "battle", "incursion", "advance", "control", "capture", "mobilization", "damage", "evacuation"}
)
_GOING_ON = CARRIED | DECLARING
NEIGHBOURING = frozenset({"aid", "arrest", "disaster", "accident", "protest", "emergency", "security-measure"})


def carried_siting(
    trigger: Trigger,
    earlier: Sequence[tuple[Trigger, Siting]],
    regions: Sequence[Place],
    foreign: frozenset[str],
    families: Callable[[str], str],
) -> Siting:
    """Return the place of an event told before, for types that go on at one place; `foreign` countries rule it out.

    Of the events before, those of the same family come first. A town is carried to the next sentences of its own family
    only; farther off, an event that names no place is put in the region of that town where the report names it.
    """
    kind = trigger.rule.type
    family = families(kind)
    chosen: tuple[Trigger, Siting] | None = None
    for other, siting in reversed(earlier):
        if chosen and trigger.sentence - chosen[0].sentence <= NEAR < chosen[0].sentence - other.sentence:
            break  # the story has gone on from there
        if siting.places and _may_carry(kind, other, trigger) and _in_countries(siting, foreign):
            if families(other.rule.type) == family:
                chosen = other, siting
                break
            chosen = chosen or (other, siting)
    if chosen is None:
        return Siting()
    other, siting = chosen
    close = trigger.sentence - other.sentence <= 1 and families(other.rule.type) == family and family != "front"
    places = tuple(
        EventPlace(place, "in", None, uncertainty_km(place), (Reason("events.place.carried", other.rule.type),))
        for place in (_carried(p.place, regions, widen=not close) for p in siting.places)
    )
    why = Reason("events.place.carried", f"from the {other.rule.type} before")
    return Siting(places, "carried", [why], siting.confidence)


def _may_carry(kind: str, other: Trigger, trigger: Trigger) -> bool:
    if kind == "agreement" and other.rule.type == "meeting":  # what was signed at a meeting was signed there
        return trigger.sentence - other.sentence <= NEAR
    if other.rule.type in ("meeting", "agreement", "statement"):
        return False
    if kind in CARRIED and other.rule.type in _GOING_ON:
        return True
    return (kind in CARRIED or kind in NEIGHBOURING) and trigger.sentence - other.sentence <= NEAR


def _in_countries(siting: Siting, foreign: frozenset[str]) -> bool:
    return not foreign or bool(foreign & {place.place.country for place in siting.places})


def _carried(place: Place, regions: Sequence[Place], *, widen: bool) -> Place:
    """Return the region of a town, where the report names it as a site (`regions`); else the place itself."""
    if not widen or place.kind not in POINT_KINDS:
        return place
    return next((region for region in regions if holds(region, place)), place)


def stricken_siting(view: ReportView, trigger: Trigger, atlas: Atlas) -> Siting:
    """Return the country whose health ministry tells of a disease: "Samoa's Ministry of Health declared an outbreak"."""
    if trigger.rule.id not in DISEASES:
        return Siting()
    for resolution in view.resolved_in(trigger.clause.span):
        toponym, place = resolution.toponym, resolution.place
        if compounded(view.text, toponym.span.start):
            continue
        inside = trigger.clause.span.contains(toponym.span) and toponym.span.end <= trigger.span.start
        if not inside or place is None or place.country is None:
            continue
        country = place if place.kind == "country" else atlas.gazetteer.demonym(toponym.surface)
        if country is not None and country.kind == "country":
            why = Reason("events.place.national", toponym.surface)
            return Siting((EventPlace(country, "in", None, None, (why,)),), "national", [why], resolution.confidence)
    return Siting()
