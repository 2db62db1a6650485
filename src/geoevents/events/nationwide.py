"""Acts of a whole country or region: "nationwide", "across the country", the decree of a governor.

No town of the report is then their place.
"""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.atlas import Atlas
from geoevents.events.drafts import Draft
from geoevents.events.sites import Site
from geoevents.events.siting import DECLARING, NATIONAL, POINT_KINDS, Siting, uncertainty_km
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import EventPlace, Reason

_GROUND = frozenset(
    {"border", "borders", "airspace", "frontier", "frontiers", "ports", "airports", "waters", "territory"}
)
_SUBJECT = 3  # words of a clause in which a country that acts is named
_PLACES = frozenset({"regions", "provinces", "states", "departments", "districts", "cities", "towns", "counties"})
_OWN = frozenset({"its", "their"})
_GLOBAL = frozenset({"worldwide", "globally"})
_WIDE = frozenset({"nationwide", "countrywide", "nationally"})
_CAPITAL = frozenset({"capital"})
_REGION = frozenset({"province", "state", "governorate", "oblast", "department", "prefecture"})
_INTO = frozenset(
    {"in", "across", "throughout", "from", "of", "fled", "left", "into", "to", "around", "within", "over"}
)
_THE = frozenset({"the", "that", "this"})
_HOME = NATIONAL - {"mobilization"}  # of which those who act say the country
_MANY = frozenset({"most", "several", "many", "dozens", "all", "major", "other", "scores"})
_UNITS = frozenset({"provinces", "regions", "states", "departments", "governorates", "oblasts", "prefectures"})
_ONE = frozenset({"the", "these", "those", "both", "two", "neighbouring", "neighboring"})
_PARTS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
_WHOLE, _SPOTS = frozenset({"country", "nation"}), frozenset({"cities", "places"})
_TOLD_OF_ALL = _WIDE | _WHOLE | _SPOTS | _UNITS
_SPREAD = frozenset({"across", "throughout", "around", "in", "over"})


def nationwide_siting(view: ReportView, trigger: Trigger, sites: Sequence[Site], atlas: Atlas) -> Siting | None:
    """Return the country of the places told before, where the trigger's clause speaks of all of it; None elsewhere.

    Args:
        view: the report.
        trigger: what tells the event.
        sites: the sites of the sentences around, in order.
        atlas: gives the country by its code.
    """
    wide = _all_over(view, trigger) or _in_a_part(view, trigger)
    if wide is None:
        return None
    own = national_siting(view, trigger, atlas) if trigger.rule.type in _HOME else _over_home(view, trigger, atlas)
    own = _whose_units(view, trigger) or own
    if own.places:  # "Spain's government declared an emergency in three regions"
        return Siting(own.places, "pointed", [Reason("events.place.nationwide", wide)], own.confidence)
    told = [
        s for s in sites if s.first < trigger.clause.last and s.place.country and (s.usable or s.how == "container")
    ]
    located = [s for s in told if s.how != "subject" or s.place.kind != "country"]  # not states that only acted
    country = atlas.gazetteer.country_place((located or told)[-1].place.country or "") if told else None
    if country is None:
        return None
    why = Reason("events.place.nationwide", wide)
    return Siting((EventPlace(country, "in", None, None, (why,)),), "pointed", [why])


def _whose_units(view: ReportView, trigger: Trigger) -> Siting | None:
    """Return the country whose regions a clause counts: "across seven US states", "in three Indian states"."""
    for at in view.standing_at(_UNITS, trigger.clause):
        named = view.named.get(at - 1)
        country = named.place if named is not None and named.toponym.role in {"demonym", "metonym"} else None
        if country is not None and country.kind == "country":
            why = Reason("events.place.national", view.words[at])
            return Siting((EventPlace(country, "in", None, None, (why,)),), "national", [why])
    return None


def _over_home(view: ReportView, trigger: Trigger, atlas: Atlas) -> Siting:
    """Return the country whose air defence tells of drones over its regions: "Moscow said it had downed 96 drones over …"."""
    if not trigger.rule.id.endswith("air-defence"):
        return Siting()
    sentence = view.sentences[trigger.sentence]
    for resolution in view.resolved_in(sentence.span):
        place = resolution.place
        if resolution.toponym.span.end > trigger.span.start or place is None or place.country is None:
            break
        if resolution.toponym.role == "demonym" and view.token_at(resolution.toponym.span.start) > trigger.first - 3:
            continue
        country = atlas.gazetteer.country_place(place.country)
        if country is not None:
            why = Reason("events.place.national", resolution.toponym.surface)
            return Siting((EventPlace(country, "in", None, None, (why,)),), "national", [why], resolution.confidence)
    return Siting()


def capital_siting(
    view: ReportView, trigger: Trigger, place: Siting, sites: Sequence[Site], atlas: Atlas
) -> Siting | None:
    """Return the capital that a clause names by its country: "in the Italian capital", "Kenya's capital".

    "The capital", where no capital was named (`place` says so), is that of the country told of last.
    """
    for at in view.standing_at(_CAPITAL, trigger.clause):
        owner = next((view.named[k] for k in (at - 1, at - 2) if k in view.named), None)
        owned = view.words[at - 1] in {"'s", "’s"} or (owner is not None and owner.toponym.role == "demonym")
        code = owner.place.country if owned and owner is not None and owner.place is not None else None
        plain = (
            not place.places and view.words[at - 1] == "the" and view.words[at + 1 : at + 2] not in (["of"], ["city"])
        )
        if plain and owner is None:
            code = next((s.place.country for s in reversed(sites) if s.first < at and s.place.country), None)
        capital = atlas.gazetteer.capital_of(code) if code else None
        if capital is not None and capital.place_id not in place.ids:
            why = Reason("events.place.capital", view.text[view.starts[at - 1] : view.ends[at]])
            return Siting((EventPlace(capital, "in", None, uncertainty_km(capital), (why,)),), "pointed", [why])
    return None


def says_region(view: ReportView, trigger: Trigger) -> bool:
    """Whether a clause places itself in "the province", "the state": the one that holds the town told before."""
    first = trigger.clause.first
    known = (at for at in view.standing_at(_REGION, trigger.clause) if at > first + 1)
    return any(view.words[at - 1] in _THE and view.words[at - 2] in _INTO for at in known)


def goes_beyond(view: ReportView, trigger: Trigger, siting: Siting) -> bool:
    """Whether a place is not the one meant: "shot a man in Nakuru and arrested 300 people nationwide", "Kenya's capital"."""
    ends = [view.token_at(place.span.end) for place in siting.places if place.span is not None]
    if not ends:
        return False
    if view.words[max(ends) : max(ends) + 2] in (["'s", "capital"], ["’s", "capital"]):
        return True
    wide = not _WIDE.isdisjoint(view.words[trigger.last : trigger.clause.last])
    return wide and max(ends) <= trigger.first and "and" in view.words[max(ends) : trigger.first]


def regional_siting(siting: Siting, atlas: Atlas) -> Siting:
    """Widen the town that stands in for the place of a governor's act ("Gov. Ann Lee declared …") to its region."""
    if len(siting.places) != 1 or siting.places[0].place.kind not in POINT_KINDS:
        return siting
    gazetteer = atlas.gazetteer
    row = gazetteer.row_of(siting.places[0].place.place_id)
    region = int(gazetteer.admin1[row]) if row is not None else -1
    if region < 0:
        return siting
    place = gazetteer.place(region)
    why = Reason("events.place.regional", place.name)
    return Siting((EventPlace(place, "in", None, None, (why,)),), siting.how, [*siting.reasons, why], siting.confidence)


def national_siting(view: ReportView, trigger: Trigger, atlas: Atlas) -> Siting:
    """Return the country of those who act, for protests and acts of states: "Kenyan nurses went on strike".

    All of a list, where they act on their own ground: "Zambia and Angola have closed their borders".
    """
    several = on_own_ground(view, trigger)
    defends = several and trigger.rule.id.endswith("air-defence")  # "Jordan shot down drones over its territory"
    if trigger.rule.type not in NATIONAL and not defends:
        return Siting()
    found = []
    for resolution in view.resolved_in(trigger.clause.span):
        toponym, place = resolution.toponym, resolution.place
        inside = trigger.clause.span.contains(toponym.span) and toponym.span.end <= trigger.span.start
        police = toponym.role == "name-part" and _of_police(view, toponym.span.end)
        if not inside or (toponym.role == "name-part" and not police) or place is None or place.country is None:
            continue
        country = place if place.kind == "country" else atlas.gazetteer.demonym(toponym.surface)
        if toponym.role == "metonym" and place.kind == "capital":  # "Manila summoned the ambassador"
            country = atlas.gazetteer.country_place(place.country)
        if country is not None and country.kind == "country":
            why = Reason("events.place.national", toponym.surface)
            found.append((EventPlace(country, "in", None, None, (why,)), why, resolution.confidence))
    kept = found if several else found[:1]
    if not kept:
        return Siting()
    return Siting(tuple(p for p, _, _ in kept), "national", [why for _, why, _ in kept], max(c for _, _, c in kept))


def at_home(draft: Draft, found: Siting, atlas: Atlas) -> Siting:
    """Return the country whose authority tells of an event, where nothing or only the focus of other countries stands in."""
    told = draft.attribution
    if found.how not in ("focus", "none") or told is None or told.party != "authority" or told.country is None:
        return found
    if draft.type not in _HOME or any(place.place.country == told.country for place in found.places):
        return found
    country = atlas.gazetteer.country_place(told.country)
    if country is None:
        return found
    why = Reason("events.place.national", told.source)
    return Siting((EventPlace(country, "in", None, None, (why,)),), "national", [why])


def in_many_countries(view: ReportView, trigger: Trigger) -> bool:
    """Whether a clause speaks of many countries at once: "outbreaks in 12 countries", "worldwide"."""
    words = view.words[trigger.clause.first : trigger.clause.last]
    if not _GLOBAL.isdisjoint(words):
        return True
    counted = (at for at, word in enumerate(words) if word == "countries" and at > 1)
    return any(words[at - 1] in _MANY or words[at - 1][0].isdigit() for at in counted)


def _of_police(view: ReportView, end: int) -> bool:
    """Whether a country's police act, which they do at home: "Indonesia's police detained …"; armies act abroad."""
    at = view.token_at(end)
    return "police" in view.words[at : at + 2]


def on_own_ground(view: ReportView, trigger: Trigger) -> bool:
    """Whether a state acts at "its border", "their airspace": its own place comes before those told before."""
    if _GROUND.isdisjoint(view.vocabulary(trigger.sentence)):
        return False
    words = view.words[trigger.first : trigger.clause.last]
    return any(word in _GROUND and not _OWN.isdisjoint(words[max(0, at - 3) : at]) for at, word in enumerate(words))


def country_declares(view: ReportView, trigger: Trigger) -> bool:
    """Whether a country is the subject of an act of state in many places: "Spain declared an emergency in eight regions"."""
    if trigger.rule.type not in DECLARING:
        return False
    beside = any(  # "Hong Kong shut schools"
        view.token_at(r.toponym.span.end - 1) == trigger.first - 1 for r in view.resolved_in(trigger.clause.span)
    )
    if not beside and _PLACES.isdisjoint(view.words[trigger.last : trigger.clause.last]):
        return False
    for token in range(trigger.clause.first, min(trigger.clause.first + _SUBJECT, trigger.first)):
        named = view.named.get(token)
        if named is not None and named.toponym.role != "demonym":
            seat = named.toponym.role == "metonym" and named.place is not None and named.place.kind == "capital"
            country = named.place is not None and named.place.kind == "country" and named.toponym.role != "name-part"
            return (country or seat) and view.words[token + 1 : token + 2] != ["'s"]
    return False


def _all_over(view: ReportView, trigger: Trigger) -> str | None:
    """Return the words of a clause that speak of all of a country: "nationwide", "across the country"."""
    said = view.vocabulary(trigger.sentence)
    if _TOLD_OF_ALL.isdisjoint(said):
        return None
    words = view.words[trigger.clause.first : trigger.clause.last]
    return next((word for word in words if word in _WIDE), None) or _spread(words)


def _spread(words: Sequence[str]) -> str | None:
    """Return the words that name all of a country or many of its parts: "across the country", "in most cities"."""
    for at, word in enumerate(words[:-2]):
        if word not in _SPREAD:
            continue
        first, second = words[at + 1 : at + 3]
        if first == "the" and words[at + 3 : at + 4] != ["of"] and second in _WHOLE:
            return f"{word} the {second}"
        units = words[at + 2 : at + 4]  # "across six provinces", "across seven US states"
        if not _UNITS.isdisjoint(units) and first not in _ONE and words[at + 3 : at + 4] != ["of"]:
            return f"{word} {first} {second}"
        if first in _MANY and second in _SPOTS and words[at + 3 : at + 4] != ["in"]:
            return f"{word} {first} {second}"
    return None


def _in_a_part(view: ReportView, trigger: Trigger) -> str | None:
    """Return the opening that leaves the place told before for another part of the country: "In the south, …"."""
    first = view.sentences[trigger.sentence].first
    opening = view.words[first : first + 4]
    part = len(opening) == 4 and opening[:2] == ["in", "the"] and opening[2] in _PARTS and opening[3] == ","  # noqa: PLR2004
    return f"in the {opening[2]}" if part else None
