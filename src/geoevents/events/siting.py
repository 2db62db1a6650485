"""Where an event took place: its own clause first, then the sentence, then ordered fallbacks, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geoevents.events.sites import Site, holds, narrowest
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView, Stretch
from geoevents.model import EventPlace, Place, Reason, Relation, Span

MOVING = frozenset({"mobilization", "advance", "incursion", "evacuation", "aid", "strike"})
ROUTED = frozenset({"accident", "disaster", "protest", "arrest", "meeting"})  # "a flight to Cairo" crashed elsewhere
LEAVING = frozenset({"evacuation"})
MEANT = frozenset({"aid", "evacuation", "emergency", "security-measure"})  # "evacuation orders for parts of …"
DECLARING = frozenset({"emergency", "security-measure"})
# Those who take part say the country where nothing else does.
NATIONAL = frozenset({"protest", "emergency", "security-measure", "arrest", "mobilization", "disaster"})
FACTORS = {
    "clause": 1.0,
    "sentence": 0.92,
    "retold": 0.9,
    "pointed": 0.85,
    "carried": 0.7,
    "national": 0.65,
    "focus": 0.6,
    "none": 0.6,
}
TALKS = frozenset({"meeting", "agreement"})
_ANNOUNCING = frozenset({"announced", "unveiled", "proclaimed", "signed", "declared", "announcing"})
_ANNOUNCED = 5  # words between such a verb and where it was said
_NO_VENUE = frozenset({"after", "following", "since", "over", "despite", "amid", "that", "which", "who", "whose"})
POINT_KINDS = frozenset({"settlement", "capital", "site"})
_REGION_KINDS = frozenset({"admin1", "admin2", "wider-region"})
_ANAPHORS: dict[str, frozenset[str]] = {
    "town": POINT_KINDS - {"capital"}, "city": POINT_KINDS, "village": POINT_KINDS - {"capital"}, "capital": frozenset({"capital"}), "settlement": POINT_KINDS,
    "region": _REGION_KINDS, "province": _REGION_KINDS, "oblast": _REGION_KINDS, "district": _REGION_KINDS,
    "state": _REGION_KINDS, "county": _REGION_KINDS, "department": _REGION_KINDS, "governorate": _REGION_KINDS,
    "prefecture": _REGION_KINDS, "canton": _REGION_KINDS, "municipality": POINT_KINDS | _REGION_KINDS, "suburb": POINT_KINDS, "country": frozenset({"country"}),
    "area": POINT_KINDS | _REGION_KINDS, "island": frozenset({"admin1", "admin2", "wider-region", "other"}), "site": frozenset(), "scene": frozenset(),
}  # fmt: skip
_POINTING = frozenset({*_ANAPHORS, "there"})
_FINER = {"county": frozenset({"admin2"}), "district": frozenset({"admin2"})}  # looked for first
_AT_A_SPOT = frozenset({"strike", "attack", "accident", "damage"})
_POINTERS = frozenset({"the", "that", "this", "his", "her", "its", "their"})
_TALKING = frozenset({"discuss", "discussing", "about", "over", "regarding", "concerning", "talk"})
_EXISTENTIAL = frozenset({"is", "are", "was", "were", "has", "have", "had", "will", "would", "may", "be", "'s"})
_LASTING = (frozenset({"capital"}), frozenset({"country"}))  # meant however far back they were named
_SENTENCES_BACK = 5
_REGION_BACK = 12  # for "the province", of which a report has mostly one
_BESIDES = frozenset({"after", "as", "when", "before", "following", "since", "while", "where"})  # another event
_EARLIER = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years", "hours", "since", "before"})
_LOCATING = frozenset({"in", "near", "across"})
_OPENING = 4  # words in which a sentence names its subject
NEAR = 2  # sentences between an event and the one whose place it shares
_NEARBY_KM = 15.0  # what "near" a town may mean
_TOWN_KM = 3.0  # the size of a town whose size is not known
_THRESHOLD = 0.4
_DONE = frozenset({"strike", "attack", "mobilization", "advance", "incursion"})
_SUBJECT_TYPES = DECLARING | {"strike", "attack", "disaster", "damage", "protest", "control", "evacuation", "battle"}


@dataclass(slots=True)
class Siting:
    """The places of an event, how they were found (a key of FACTORS), and why."""

    places: tuple[EventPlace, ...] = ()
    how: str = "none"
    reasons: list[Reason] = field(default_factory=list)
    confidence: float = 1.0

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the places."""
        return frozenset([place.place.place_id for place in self.places])


def own_siting(view: ReportView, trigger: Trigger, sites: Sequence[Site]) -> Siting:
    """Return the places that the trigger's clause, else its sentence, names; or that "there", "the town" point to."""
    if trigger.rule.type in TALKS or trigger.rule.type in DECLARING:
        sites = _of_talks(view, trigger, sites)
    resumed = view.resumed(trigger.clause, trigger.sentence)
    here = {(clause.first, clause.last) for clause in (trigger.clause, resumed) if clause is not None}
    beside = [s for s in sites if s.sentence == trigger.sentence]
    if beside:
        beside = _past_the_dateline(view, beside)
        clause = [s for s in beside if (s.clause.first, s.clause.last) in here]
        if chosen := _best(_told_behind(view, trigger, beside), trigger, view) or _best(clause, trigger, view):
            return _siting(chosen, "clause", "events.place.clause")
    if found := _pointed(view, trigger, trigger.clause, sites) or _where(view, trigger, beside):
        return found
    if unplaced_name(view, trigger):
        return Siting()
    rest = [s for s in beside if (s.clause.first, s.clause.last) not in here]
    if rest and _of_dateline(view, rest[0]):  # not "… on Monday, a day after a bomb killed two in Mombasa"
        rest = [s for s in rest if _EARLIER.isdisjoint(view.words[s.clause.first : s.clause.first + 4])]
    if chosen := _best(rest, trigger, view):
        return _siting(chosen, "sentence", "events.place.sentence")
    if found := _pointed(view, trigger, view.sentences[trigger.sentence], sites):
        return found
    return Siting()


def _where(view: ReportView, trigger: Trigger, beside: Sequence[Site]) -> Siting | None:
    """Return the place that a clause with "where" tells of: "troops left Bria, where thousands have fled"."""
    first = trigger.clause.first
    if view.words[first] != "where":
        return None
    before = [s for s in beside if s.last <= first]
    if not before or view.words[before[-1].last : first] not in ([], [","]):
        return None
    # "from Red Lake, in Ontario, where": Red Lake
    named = next((s for s in reversed(before) if s.how != "container"), before[-1])
    return _siting([replace(named, relation="in", how="preposition")], "clause", "events.place.where")


def _told_behind(view: ReportView, trigger: Trigger, sites: Sequence[Site]) -> list[Site]:
    """Return the sites of the clause that tells of a noun: "questions over a bus crash that killed 11 in West Java"."""
    at = trigger.last
    if not trigger.nominal or at >= view.sentences[trigger.sentence].last or view.words[at] not in {"that", "which"}:
        return []
    clause = view.clause_of(at, trigger.sentence)
    return [s for s in sites if s.clause == clause and s.first > at]


def _of_talks(view: ReportView, trigger: Trigger, sites: Sequence[Site]) -> Sequence[Site]:
    """Return the sites that talks and acts of state can have: where their outcome was announced, and none of "after fighting in …"."""
    beside = [s for s in sites if s.sentence == trigger.sentence]
    for site in beside:
        before = view.words[max(view.sentences[site.sentence].first, site.first - _ANNOUNCED) : site.first]
        if site.how == "speaker" and not _ANNOUNCING.isdisjoint(before):
            return (
                *(s for s in sites if s.sentence < trigger.sentence),
                replace(site, how="preposition", relation="in"),
            )
    return [s for s in sites if s.clause == trigger.clause or not _of_another(view, s.clause)]


def _of_another(view: ReportView, clause: Stretch) -> bool:
    """Whether a clause tells what went before an act of state or talks: "after fighting in …", "a day after …"."""
    words = view.words[clause.first : clause.first + 4]
    return words[0] in _NO_VENUE or "after" in words


def as_departed(trigger: Trigger, siting: Siting) -> Siting:
    """Read "were evacuated from X", where no goal is told, as taking place in X."""
    leaves = trigger.rule.type in LEAVING or trigger.rule.id.endswith(".withdraw")
    if not leaves or not siting.places or any(p.relation != "from" for p in siting.places):
        return siting
    return replace(siting, places=tuple(replace(place, relation="in") for place in siting.places))


def narrowed(wide: Siting, finer: Siting) -> Siting:
    """Return the finer of two sitings where the wide one names a whole country that holds it; else the wide one."""
    inside = wide.places and finer.places and wide.places[0].place.kind == "country"
    if not inside or not all(holds(wide.places[0].place, place.place) for place in finer.places):
        return wide
    return Siting(finer.places, finer.how, [*wide.reasons, *finer.reasons], finer.confidence)


def unplaced_name(view: ReportView, trigger: Trigger) -> bool:
    """Whether the clause names a place that is not in the gazetteer: no other town may then stand in for it."""
    return view.holds_unplaced(trigger.clause.span)


def only_area(siting: Siting) -> Siting:
    """Keep a siting that is an area, in which an unplaced name may lie; drop one that is a point."""
    return siting if all(p.place.kind not in POINT_KINDS for p in siting.places) else Siting()


def retold_siting(view: ReportView, trigger: Trigger, sites: Sequence[Site]) -> Siting:
    """Return the place that one of the next sentences gives to a thing of this one: "The mall in X", "The mall is in X"."""
    things: set[str] | None = None
    for site in sites:
        ahead = site.sentence - trigger.sentence
        if not 0 < ahead <= NEAR or site.how != "preposition" or site.relation not in ("in", "near"):
            continue
        located = _located(view, site)
        things = (things or _things_behind(view, trigger)) if located else set()
        if (thing := next((word for word in located if _singular(word) in things), None)) is not None:
            mates = [s for s in sites if s.sentence == site.sentence and s.usable]
            kept = [s for s in narrowest(mates) if s.group == site.group] or [site]
            return _siting(kept, "retold", "events.place.retold", thing)
    return Siting()


def _things_behind(view: ReportView, trigger: Trigger) -> set[str]:
    """Return the words behind a trigger that may name things, in the singular."""
    behind = view.words[trigger.last : view.sentences[trigger.sentence].last]
    return {_singular(word) for word in behind if len(word) > 3}  # noqa: PLR2004


def _located(view: ReportView, site: Site) -> list[str]:
    """Return the things that a site may locate: the noun before its preposition, the subject that opens its sentence."""
    first, words = view.sentences[site.sentence].first, view.words
    places = (site.head, *range(first + 1, min(first + _OPENING, site.first)))
    return [words[at] for at in places if at >= first and at > 0 and words[at - 1] in _POINTERS]


def _best(sites: Sequence[Site], trigger: Trigger, view: ReportView) -> list[Site]:
    """Return the sites of the best list among candidates, without those that only hold another one."""
    if not sites:
        return []
    declares = trigger.rule.type in DECLARING
    if trigger.rule.type in MEANT:
        sites = [_meant(view, s) for s in sites]
    sites = [s for s in sites if not _acts(view, s, trigger)]
    usable = [s for s in sites if s.usable or s.how == "reference" or (declares and s.how == "office")]
    topic = trigger.rule.type in ("meeting", "agreement")
    scored = [
        (_score(s, trigger) - _of_office(view, s), s) for s in usable if not (topic and _is_topic(view, trigger, s))
    ]
    fitting = [(score, s) for score, s in scored if score >= _THRESHOLD]
    if len(fitting) < 2:  # noqa: PLR2004 - nothing to choose from
        return [s for _, s in fitting]
    inner = narrowest(s for _, s in fitting)
    scored = [(score, s) for score, s in fitting if s in inner]
    best = max(scored, key=lambda pair: (pair[0], -pair[1].first))[1]
    if best.place.kind == "water":  # "in the Congo River near Mbandaka"
        shores = [
            s for _, s in scored if s.place.kind in POINT_KINDS and s.relation == "near" and s.clause == best.clause
        ]
        best = shores[0] if shores else best
    return [s for _, s in scored if s.group == best.group]


def _of_dateline(view: ReportView, site: Site) -> bool:
    if site.first != view.sentences[site.sentence].first:
        return False
    return any(reason.rule == "places.dateline" for reason in site.resolution.toponym.reasons)


def _past_the_dateline(view: ReportView, beside: list[Site]) -> list[Site]:
    """Leave out the town of a dateline beside what the sentence itself locates: "HANOI - Floods … in northern Vietnam"."""
    located = (
        len(beside) > 1
        and _of_dateline(view, beside[0])
        and any(
            s.how == "preposition"
            and s.relation in _LOCATING
            and _BESIDES.isdisjoint(view.words[s.clause.first : s.clause.first + 4])
            for s in beside[1:]
        )
    )
    return beside[1:] if located else beside


def _acts(view: ReportView, site: Site, trigger: Trigger) -> bool:
    """Whether a country does to others what a verb says: "The United States has carried out two strikes"."""
    if trigger.nominal or site.place.kind != "country" or site.how != "subject" or trigger.rule.type not in _DONE:
        return False
    between = view.words[site.last : trigger.first]
    return site.last <= trigger.first and {"has", "have", "had", "also", "again", "then"}.issuperset(between)


def _meant(view: ReportView, site: Site) -> Site:
    """Return a site that help or orders are meant for as one they go to: "$5 million for Vanuatu"."""
    meant = site.how == "topic" and site.head >= 0 and view.words[site.head + 1] == "for"
    return replace(site, how="preposition", relation="toward") if meant else site


def _of_office(view: ReportView, site: Site) -> float:
    """What a site loses that only says where an office is: "the authorities in Kyiv ordered …"."""
    head = view.words[site.head] if site.head >= 0 else ""
    if head in {"government", "ministry"} and view.words[site.last] in view.lists["speech"]:
        return 2.8  # "the interior ministry in Bangkok said"
    return 1.5 if head in {"authorities", "officials", "government", "ministers", "ministry", "leaders"} else 0.0


def _is_topic(view: ReportView, trigger: Trigger, site: Site) -> bool:
    """Whether a name only says what was talked about: "talks on the crisis in …", "met to discuss … in …"."""
    between = view.words[trigger.last : site.first]
    return (site.head >= 0 and view.words[site.head] in view.lists["topics"]) or not _TALKING.isdisjoint(between)


_BY_RELATION: dict[Relation, float] = {"in": 3.0, "near": 2.8, "across": 2.8, "toward": 1.2, "from": 0.2, "topic": 0.0}


def _score(site: Site, trigger: Trigger) -> float:
    """How well a site fits a trigger: its part in the sentence, nearness, on the right side, not a whole country."""
    country = site.place.kind == "country"
    if site.last == trigger.first and trigger.nominal and country:
        return 0.0
    gap = max(site.first - trigger.last, trigger.first - site.last, 0)
    far = 0.01 if site.how == "reference" else 0.04  # "in Sange, a village 35 km north of Uvira"
    part = 2.7 if _left(site, trigger) else _part(site, trigger.rule.type)
    return part - far * gap + (0.25 if site.first >= trigger.last else 0.0) - 0.5 * country


def _left(site: Site, trigger: Trigger) -> bool:
    """Whether troops withdraw from a place: it is there."""
    return site.relation == "from" and trigger.rule.id.endswith(".withdraw")


def _part(site: Site, kind: str) -> float:
    if site.how in ("reference", "office"):
        return 0.6 if site.how == "reference" else 2.0
    if site.how == "subject":
        if site.resolution.toponym.role == "metonym":
            return 2.0 if kind in DECLARING else 1.0
        return 2.2 if kind in _SUBJECT_TYPES else 0.3
    if site.relation == "toward" and (kind in MOVING or kind in ROUTED):
        return 2.6 if kind in MOVING else 0.2
    if site.relation == "from" and kind in LEAVING:
        return 2.7
    return _BY_RELATION[site.relation]


def _siting(sites: Sequence[Site], how: str, rule: str, detail: str = "") -> Siting:
    places = []
    for site in sites:
        relation: Relation = "near" if site.how == "reference" else site.relation
        why = (Reason(rule, detail or site.resolution.toponym.surface), *site.resolution.reasons[:2])
        places.append(
            EventPlace(
                site.place,
                relation,
                site.resolution.toponym.span,
                uncertainty_km(site.place, relation, site.distance_km or _NEARBY_KM),
                why,
            )
        )
    surest = max(site.resolution.confidence for site in sites)
    return Siting(tuple(places), how, [Reason(rule, detail or places[0].place.name)], surest)


def uncertainty_km(place: Place, relation: Relation = "in", away_km: float = _NEARBY_KM) -> float | None:
    """How far from the point it can have been: the town's size, and how far off where it is only near; None for areas."""
    if place.kind not in POINT_KINDS:
        return None
    radius = place.radius_km or _TOWN_KM
    return round(radius + (away_km if relation in ("near", "toward") else 0.0), 1)


def _pointed(view: ReportView, trigger: Trigger, stretch: Stretch, sites: Sequence[Site]) -> Siting | None:
    """Resolve "there", "the town", "the region" to the last literal place of that kind."""
    for token in view.standing_at(_POINTING, stretch):
        word = view.words[token]
        if word == "there" and view.words[token + 1 : token + 2] and view.words[token + 1] not in _EXISTENTIAL:
            kinds: frozenset[str] = frozenset()
        elif word in _ANAPHORS and not _POINTERS.isdisjoint(view.words[max(stretch.first, token - 2) : token]):
            if view.words[token + 1 : token + 2] == ["of"]:
                continue  # "the village of …" names its place
            kinds = _ANAPHORS[word]
        else:
            continue
        site = _last_site(trigger.sentence, token, sites, _FINER.get(word, kinds)) or _last_site(
            trigger.sentence, token, sites, kinds
        )
        if site is not None and word == "there" and trigger.rule.type in _AT_A_SPOT:
            site = _town_in(site, sites)
        if site is not None and not (kinds <= POINT_KINDS and _unknown_between(view, site, token)):
            return _siting([site], "pointed", "events.place.pointed", word)
    return None


def _town_in(region: Site, sites: Sequence[Site]) -> Site:
    """Return the town that was named shortly before the region that holds it: a blow "there" struck the town."""
    if region.place.kind in POINT_KINDS:
        return region
    before = [
        s for s in sites if s.usable and s.first < region.first and region.sentence - s.sentence < _SENTENCES_BACK
    ]
    return next((s for s in reversed(before) if s.place.kind in POINT_KINDS and holds(region.place, s.place)), region)


def _unknown_between(view: ReportView, site: Site, token: int) -> bool:
    """Whether a name that is in no gazetteer stands nearer to "the town" than a site: it may be the one that is meant."""
    start, end = view.ends[site.last - 1], view.starts[token]
    return any(r.place is None and r.toponym.role == "literal" for r in view.resolved_in(Span(start, end)))


def _last_site(sentence: int, token: int, sites: Sequence[Site], kinds: frozenset[str]) -> Site | None:
    for site in reversed(sites):
        back = _REGION_BACK if kinds == _REGION_KINDS else _SENTENCES_BACK
        if site.first >= token or (sentence - site.sentence > back and kinds not in _LASTING):
            continue
        if site.usable and site.relation != "from" and (not kinds or site.place.kind in kinds):
            mates = [
                s
                for s in sites
                if s.sentence == site.sentence and s.first < token and s.usable and s.relation != "from"
            ]
            inner = [s for s in narrowest(mates) if not kinds or s.place.kind in kinds]
            return inner[-1] if inner else site
    return None


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word  # noqa: PLR2004
