"""Find the place names of a report and their roles: `find_toponyms(prose, atlas, recogniser, lexicon)`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial

from geoevents.atlas import Atlas
from geoevents.lexicon import Lexicon
from geoevents.model import OwnPlace, Place, Prose, Span, Toponym
from geoevents.places.acronyms import acronyms
from geoevents.places.appositions import appose
from geoevents.places.compounds import dateline, hyphenated, region_codes, seats
from geoevents.places.designators import coordinated, designate, place_within
from geoevents.places.drafts import draft_toponyms
from geoevents.places.features import Words
from geoevents.places.gazetteer import known_names
from geoevents.places.lists import announced, list_members
from geoevents.places.own import displace, own_drafts, own_index
from geoevents.places.recogniser import Recogniser
from geoevents.places.roles import RoleRules, judge, role_rules
from geoevents.places.scene import Draft, Scene, spaced
from geoevents.places.small_letters import in_small_letters


def find_toponyms(
    prose: Prose, atlas: Atlas, recogniser: Recogniser, lexicon: Lexicon, own: Sequence[OwnPlace | Place] = ()
) -> tuple[Toponym, ...]:
    """Return the place names of a report in order of the text, disjoint, each with its role and the reasons for it.

    Total: any text gives an answer. A span is the name alone: of "the Kursk region" it is "Kursk", with the designator
    "region". Adjectives of peoples ("Ukrainian") and places inside the names of bodies ("Kentucky" in "Kentucky State
    Police") are among them, marked by their roles. Spellings of the user's `own` places are found wherever they stand.
    """
    if not prose.tokens.words:
        return ()
    rules = role_rules(lexicon)
    scene = Scene(
        prose=prose,
        spaced=spaced(prose.text),
        view=Words.of(prose.tokens.words, prose.tokens.sentence),
        known=known_names(atlas),
        country_of=partial(_country_of, atlas),
        lists=recogniser.lists,
        never_alone=frozenset(lexicon["places"].words("never_alone")),
    )
    drafts = _all_drafts(scene, recogniser, rules, lexicon, own)
    lists = coordinated(scene, drafts)
    designate(scene, drafts, lists)
    appose(scene, drafts, lists)
    place_within(scene, drafts, lists)
    return tuple(_toponym(scene, draft, rules) for draft in drafts)


def _country_of(atlas: Atlas, word: str) -> str | None:
    place = atlas.gazetteer.demonym(word)
    return place.name if place else None


def _all_drafts(
    scene: Scene, recogniser: Recogniser, rules: RoleRules, lexicon: Lexicon, own: Sequence[OwnPlace | Place]
) -> list[Draft]:
    """Gather drafts, surest first: one that overlaps a surer one is left out."""
    pattern = next(rule.regex for rule in lexicon["places"].rules if rule.id == "places.dateline")
    drafts = _merged([], [*seats(scene, rules.seats), *dateline(scene, pattern)])
    found = draft_toponyms(scene, recogniser)
    if own:
        drafts = _merged(drafts, displace(own_drafts(scene, own_index(own), found.persons), found.drafts))
    drafts = _merged(drafts, found.drafts)
    taken = frozenset(i for draft in drafts for i in range(draft.first, draft.last))
    drafts = _merged(drafts, hyphenated(scene, taken))
    drafts = _merged(drafts, region_codes(scene, drafts))
    drafts = _merged(drafts, list_members(scene, drafts, found.persons))
    drafts = _merged(drafts, [*announced(scene), *in_small_letters(scene)])
    return acronyms(scene, drafts)


def _merged(sure: Sequence[Draft], more: Sequence[Draft]) -> list[Draft]:
    """Add drafts that overlap none so far, longest first."""
    if not more:
        return list(sure)
    kept = sorted(sure, key=lambda d: d.start)
    starts = [draft.start for draft in kept]
    for draft in sorted(more, key=lambda d: (d.start - d.end, d.start)):
        at = bisect_left(starts, draft.start)
        if (at < len(kept) and kept[at].start < draft.end) or (at > 0 and kept[at - 1].end > draft.start):
            continue
        kept.insert(at, draft)
        starts.insert(at, draft.start)
    return kept


def _toponym(scene: Scene, draft: Draft, rules: RoleRules) -> Toponym:
    role, reason = judge(scene, draft, rules)
    reasons = (reason, *[r for r in draft.reasons if r.rule != reason.rule or r != reason])
    return Toponym(
        span=Span(draft.start, draft.end),
        surface=draft.surface(scene.prose.text),
        role=role,
        designator=draft.designator,
        within=draft.within,
        confidence=draft.confidence,
        reasons=reasons,
    )
