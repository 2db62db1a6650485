"""Event mentions of one report: triggers, places, days, figures, speakers and status put together.

Confidence is the weight of the trigger's rule, times a factor for each step away from the clause by which its place
(`siting.FACTORS`) and its day (`dating.FACTORS`) were found, times 0.5 + half the confidence of the place's resolution,
times 0.8 for a headline that nothing in the body repeats. It says how surely the text was read, not how likely it is.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import compress, pairwise

from geoevents.atlas import Atlas
from geoevents.events import fallbacks, siting
from geoevents.events.actors import Actors
from geoevents.events.blasts import called_attacks
from geoevents.events.coreference import join_retellings, resolve_references
from geoevents.events.dates import dating
from geoevents.events.drafts import Draft, select
from geoevents.events.figures.find import figures_in
from geoevents.events.figures.rules import figure_tables
from geoevents.events.figures.sharing import share_figures
from geoevents.events.focus import Focus
from geoevents.events.level import level_of
from geoevents.events.nationwide import (
    at_home,
    capital_siting,
    country_declares,
    goes_beyond,
    in_many_countries,
    national_siting,
    nationwide_siting,
    on_own_ground,
    regional_siting,
    says_region,
)
from geoevents.events.reality import Reality, judge
from geoevents.events.sites import Site, find_sites
from geoevents.events.speakers.attribution import Scopes, find_attributions
from geoevents.events.speakers.status import status_of
from geoevents.events.summary import summarise
from geoevents.events.triggers import Trigger, find_triggers
from geoevents.events.types import EventRules, event_rules
from geoevents.events.view import ReportView
from geoevents.lexicon import Lexicon
from geoevents.model import (
    MAPPED_RELATIONS,
    Attribution,
    DateRange,
    Document,
    EventMention,
    Figure,
    Prose,
    Reason,
    Resolution,
    Span,
    Timex,
)
from geoevents.text.memory import Memory
from geoevents.times import usable_dates

LANGUAGES = frozenset({"en", "und"})
_HEADLINE = 0.8
_GOING_ON = frozenset({"the", "they", "it", "he", "she", "these", "those"})
_COORDINATING = frozenset({"and", "while", "but"})
_DATED = frozenset({"day", "week", "month", "year", "interval"})
_MEMORY = 40  # sentences back to which "the town" or "the capital" can point
_AHEAD = 4  # sentences ahead in which a thing can be told again
_CARRYING = 30  # events back from which a place is carried over
_KEYWORD = 5  # letters of the shortest keyword
_TELLING = Memory(lambda word: len(word) >= _KEYWORD and word.isalpha())  # whether a word can be a keyword
_MOST_KEYWORDS = 12


def find_events(  # noqa: PLR0917 - the common form of this room's verbs
    document: Document,
    prose: Prose,
    resolutions: Sequence[Resolution],
    timexes: Sequence[Timex],
    atlas: Atlas,
    lexicon: Lexicon,
    *,
    attributions: Sequence[Attribution] | None = None,
) -> tuple[EventMention, ...]:
    """Return the events that a report tells, in order of their triggers; none for a language that is not read yet.

    Args:
        document: the report; its publication date stands in where the text dates nothing.
        prose: its parsed text.
        resolutions: its toponyms with the places they were taken to mean.
        timexes: its anchored time expressions.
        atlas: places and regions; gives the country of those who act.
        lexicon: the rules.
        attributions: who says what in the report; found here when not given.
    """
    if prose.language not in LANGUAGES or not prose.sentences:
        return ()
    return _Assembly(document, prose, tuple(resolutions), tuple(timexes), atlas, lexicon).mentions(attributions)


class _Assembly:
    """The work on one report; holds what all its events share."""

    def __init__(  # noqa: PLR0917 - as find_events
        self,
        document: Document,
        prose: Prose,
        resolutions: tuple[Resolution, ...],
        timexes: tuple[Timex, ...],
        atlas: Atlas,
        lexicon: Lexicon,
    ) -> None:
        self.document = document
        self.prose = prose
        self.dated = tuple(t for t in timexes if t.dates is not None and t.dates.first is not None)
        self.atlas = atlas
        self.lexicon = lexicon
        self.rules: EventRules = event_rules(lexicon)
        self.view = ReportView(prose, resolutions, self.rules.lists)
        self.resolutions = resolutions
        self.actors = Actors(self.view, lexicon)
        self.sites: tuple[Site, ...] = ()
        self.sited: list[int] = []  # the sentence of each site
        self.focus = Focus(())
        self.spoken = Scopes(())
        self.keywords: dict[int, tuple[str, ...]] = {}  # of sentences that tell several events

    def mentions(self, attributions: Sequence[Attribution] | None) -> tuple[EventMention, ...]:
        """Run the steps in order: triggers, drafts, references, retellings, mentions."""
        found = find_triggers(self.view, self.rules)
        if not found:
            return ()
        self.sites = find_sites(self.view)
        self.sited = [site.sentence for site in self.sites]
        self.focus = Focus(self.sites)
        judged = [(t, self._told_anyway(t, judge(self.view, t))) for t in found]
        if attributions is None:
            attributions = find_attributions(self.prose, self.resolutions, self.lexicon)
        self.spoken = Scopes(attributions)
        drafts = self._drafts([(t, r) for t, r in select(judged, self.rules, self._elsewhere) if r.kind == "real"])
        called_attacks(drafts, self.view, self.rules)
        share_figures(drafts, self._figures({d.trigger.sentence for d in drafts}), self.view, self.lexicon)
        drafts = resolve_references(drafts, self.rules, self.prose.text)
        self._carry(drafts)
        drafts = join_retellings(drafts, self.rules)
        for draft in drafts:
            draft.attribution = draft.attribution or self._later_speaker(draft)
        return tuple(self._mention(draft) for draft in drafts)

    def _told_anyway(self, trigger: Trigger, reality: Reality) -> Reality:
        """Make real what is only pointed at, where place and day stand with it: "since the crash in Oslo on 2 May"."""
        if reality.kind != "pointing" or not trigger.nominal or reality.reason.detail.startswith("about"):
            return reality  # a museum about a bombing opens on another day
        behind = Span(trigger.span.end, max(trigger.span.end, trigger.clause.span.end))
        placed = any(
            s.sentence == trigger.sentence and s.how == "preposition" and behind.contains(s.resolution.toponym.span)
            for s in self._around(trigger.sentence)
        )
        if not placed or not any(t.type == "DATE" for t in usable_dates(self.dated, behind)):
            return reality
        return Reality("real", Reason("events.told-anyway", str(reality.reason)), definite=True)

    def _elsewhere(self, trigger: Trigger) -> bool:
        """Whether a clause coordinated with another counts people at a place of its own: "and 20 were killed in Jos"."""
        view, clause = self.view, trigger.clause
        before = [c for c in view.clauses(trigger.sentence) if c.first < clause.first]
        opening = (
            view.words[clause.first] in _COORDINATING or "after" in view.words[clause.first + 1 : clause.first + 4]
        )
        if not before or not opening or "@number" not in view.words_of(clause):
            return False
        return any(
            s.clause == clause and s.how == "preposition" and s.relation in MAPPED_RELATIONS
            for s in self._around(trigger.sentence)
        )

    def _drafts(self, told: list[tuple[Trigger, Reality]]) -> list[Draft]:
        drafts: list[Draft] = []
        days: list[tuple[str, DateRange]] = []
        for trigger, reality in told:
            if self.view.quoted(trigger.span) and not trigger.rule.speech and not self._concrete(trigger):
                continue
            around = self._around(trigger.sentence)
            place = siting.own_siting(self.view, trigger, around)
            if not trigger.rule.speech:
                retold = siting.retold_siting(self.view, trigger, around)
                place = siting.narrowed(place, retold) if place.places else retold
                if place.how != "clause" or goes_beyond(self.view, trigger, place):
                    wide = nationwide_siting(self.view, trigger, around, self.atlas)
                    place = wide or capital_siting(self.view, trigger, place, around, self.atlas) or place
                place = siting.as_departed(trigger, place)
            when = dating.date_trigger(self.view, trigger, self.dated, self.document.published, days)
            days.append((trigger.rule.type, when.dates))
            drafts.append(self._draft(trigger, reality, place, when))
        return drafts

    def _later_speaker(self, draft: Draft) -> Attribution | None:
        """Return who tells its toll in a sentence behind it: "A rocket hit a bus. Officials said that nine died"."""
        end = self.view.sentences[draft.trigger.sentence].span.end
        for figure in draft.figures:
            if figure.span.start >= end and figure.best and not figure.cumulative:
                return self.spoken.at(figure.span)
        return None

    def _around(self, sentence: int) -> tuple[Site, ...]:
        """Return the sites that the words of a sentence can mean: those not far before it, and the next few."""
        first = bisect_left(self.sited, sentence - _MEMORY)
        return self.sites[first : bisect_left(self.sited, sentence + _AHEAD)]

    def _draft(self, trigger: Trigger, reality: Reality, place: siting.Siting, when: dating.Dating) -> Draft:
        view, clause = self.view, trigger.clause.span
        sentence = view.sentences[trigger.sentence].span
        attribution = self.spoken.at(trigger.span)
        country = next((p.place.country for p in place.places), None)
        return Draft(
            trigger=trigger,
            reality=reality,
            kind=view.sentence(trigger.sentence).kind,
            siting=place,
            dating=when,
            actors=self.actors.of(clause, trigger.rule.type),
            attribution=attribution,
            status=status_of(self.prose, clause, attribution, self.lexicon, event_country=country),
            level=level_of(trigger.rule.type, clause.of(view.text), sentence.of(view.text)),
            background=dating.is_background(when.dates, self.document.published),
            unplaced=siting.unplaced_name(view, trigger),
            another=self._another(trigger),
        )

    def _another(self, trigger: Trigger) -> bool:
        """Whether the words before a trigger say that it is not one already told; "They also …" goes on with one."""
        view = self.view
        if self.rules.lists["another"].isdisjoint(view.vocabulary(trigger.sentence)):
            return False
        words = view.words[view.sentences[trigger.sentence].first : trigger.first]
        found = self.rules.lists["another"].intersection(words)
        return bool(found - {"also"} if words and words[0] in _GOING_ON else found)

    def _concrete(self, trigger: Trigger) -> bool:
        """Whether words in a quote tell something of their own: a place, a day, a number, or what "we" did."""
        words = self.view.words_of(trigger.clause)
        if not {"we", "they", "@number"}.isdisjoint(words):
            return True
        return "@place" in words and not trigger.nominal

    def _figures(self, sentences: set[int]) -> list[Figure]:
        wanted = {s + ahead for s in sentences for ahead in (-1, 0, 1, 2) if 0 <= s + ahead < len(self.prose.sentences)}
        found: list[Figure] = []
        tables = figure_tables(self.lexicon)
        for number in sorted(wanted):
            sentence = self.prose.sentences[number]
            if sentence.kind != "boilerplate" and (number in sentences or self._counts(number)):
                found.extend(figures_in(self.prose, sentence.span, tables))
        return found

    def _counts(self, sentence: int) -> bool:
        """Whether a sentence holds a number at all."""
        stretch = self.view.sentences[sentence]
        said = self.view.vocabulary(sentence)
        if self.view.numbered(stretch.first, stretch.last) or not self.rules.lists["counting"].isdisjoint(said):
            return True
        return any(word[0].isdigit() for word in said if not word.isascii())

    def _carry(self, drafts: list[Draft]) -> None:
        """Give a place to those that name none, and a finer one to those that name a country."""
        told: list[tuple[Trigger, siting.Siting, bool]] = []
        for draft in drafts:
            trigger, places = draft.trigger, draft.siting.places
            del told[:-_CARRYING]
            if not places and not trigger.rule.speech:
                earlier = _told_before(draft, told)
                if not draft.background or self._known_thing(trigger, earlier):
                    draft.siting = at_home(draft, self._fallback(trigger, earlier), self.atlas)
                    if draft.level == "regional" or says_region(self.view, trigger):
                        draft.siting = regional_siting(draft.siting, self.atlas)
                else:
                    draft.siting = fallbacks.stricken_siting(self.view, trigger, self.atlas)
            elif len(places) == 1 and places[0].place.kind == "country" and draft.siting.how != "pointed":
                foreign, earlier = self._foreign(trigger), _told_before(draft, told)
                finer = fallbacks.carried_siting(trigger, earlier, self.focus.regions, foreign, self.rules.family)
                named = draft.siting.how == "clause"  # "strikes on Chile" are not those on the town told of before
                draft.siting = siting.narrowed(draft.siting, siting.only_area(finer) if named else finer)
            told.append((trigger, draft.siting, draft.background))

    def _known_thing(self, trigger: Trigger, earlier: list[tuple[Trigger, siting.Siting]]) -> bool:
        """Whether history happened to a thing of this report: "the same plant", "the depot" told of before."""
        words = self.view.words[trigger.clause.first : trigger.clause.last]
        if "same" in words:
            return True
        lists = [self.rules.lists[name] for name in ("structure", "edifice", "target")]
        definite = [word for before, word in pairwise(words) if before == "the"]
        things = [word for word in definite if any(word in names for names in lists)]
        return bool(things) and any(not self.view.vocabulary(other.sentence).isdisjoint(things) for other, _ in earlier)

    def _fallback(self, trigger: Trigger, earlier: list[tuple[Trigger, siting.Siting]]) -> siting.Siting:
        """Try the fallbacks in order; where the clause names a place that is not known, only areas will do."""
        if in_many_countries(self.view, trigger):
            return siting.Siting()
        foreign = self._foreign(trigger)
        unplaced = siting.unplaced_name(self.view, trigger)
        steps: tuple[Callable[[], siting.Siting], ...] = (
            lambda: fallbacks.stricken_siting(self.view, trigger, self.atlas),
            lambda: fallbacks.carried_siting(trigger, earlier, self.focus.regions, foreign, self.rules.family),
            lambda: national_siting(self.view, trigger, self.atlas),
            lambda: self.focus.siting(trigger, foreign, areas=unplaced),
        )
        if on_own_ground(self.view, trigger) or country_declares(self.view, trigger):
            steps = (steps[0], steps[2], steps[1], steps[3])
        for step in steps:
            found = siting.only_area(step()) if unplaced else step()
            if found.places:
                return found
        return siting.Siting()

    def _foreign(self, trigger: Trigger) -> frozenset[str]:
        """Return the countries that adjectives behind a trigger give to what was hit ("a Kenyan base")."""
        found = set()
        agreed = trigger.rule.type == "agreement"  # "the Swiss parliament approved a deal" was not where others met
        for token in self.view.marked_in(trigger.clause.first if agreed else trigger.last, trigger.clause.last):
            resolution = self.view.named[token]
            place = resolution.place if resolution.toponym.role == "demonym" else None
            following = self.view.words[token + 1 : token + 3]
            if place and place.country and self.rules.lists["forces"].isdisjoint(following):
                found.add(place.country)
        return frozenset(found)

    def _mention(self, draft: Draft) -> EventMention:
        trigger, text = draft.trigger, self.prose.text
        info = self.rules.types[draft.type]
        sentence = self.view.sentences[trigger.sentence].span
        status = draft.status.status if draft.status else "asserted"
        source = draft.attribution.source if draft.attribution else None
        return EventMention(
            id=mention_id(self.document.id, trigger.span, draft.type),
            report=self.document.id,
            type=draft.type,
            summary=summarise(info, draft, self.rules.lists["loaded"]),
            sentence=sentence,
            trigger=trigger.span,
            quote=sentence.of(text),
            dates=draft.dating.dates,
            level=draft.level,
            places=draft.siting.places,
            actors=draft.actors,
            figures=draft.figures,
            attributed_to=source,
            attribution_span=draft.attribution.span if draft.attribution else None,
            status=status,
            status_span=draft.status.span if draft.status else None,
            background=draft.background,
            mapped=info.mapped and self._is_mapped(draft, status),
            rules=self._reasons(draft),
            confidence=_confidence(draft),
            keywords=self._keywords(trigger.sentence),
        )

    def _is_mapped(self, draft: Draft, status: str) -> bool:
        if status == "denied" or not any(p.relation in MAPPED_RELATIONS for p in draft.siting.places):
            return False
        return not draft.background or draft.dating.dates.precision in _DATED

    def _reasons(self, draft: Draft) -> tuple[Reason, ...]:
        words = draft.trigger.span.of(self.prose.text)
        status = draft.status.reasons if draft.status else ()
        words += "; type assumed, no cause is told" if draft.trigger.rule.untold else ""
        return (Reason(draft.trigger.rule.id, words), *draft.siting.reasons, draft.dating.reason, *status, *draft.rules)

    def _keywords(self, sentence: int) -> tuple[str, ...]:
        if (known := self.keywords.get(sentence)) is not None:
            return known
        stretch = self.view.sentences[sentence]
        words = self.view.words[stretch.first : stretch.last]
        for token in self.view.marked_in(stretch.first, stretch.last):
            words[token - stretch.first] = ""  # names are no keywords
        found = set(compress(words, map(_TELLING.__getitem__, words))) - self.rules.lists["plain"]
        self.keywords[sentence] = kept = tuple(sorted(found)[:_MOST_KEYWORDS])
        return kept


def _told_before(
    draft: Draft, told: Sequence[tuple[Trigger, siting.Siting, bool]]
) -> list[tuple[Trigger, siting.Siting]]:
    """Return the events told before whose place another can take over: of history only what is history too."""
    return [(other, place) for other, place, history in told if draft.background or not history]


def mention_id(report: str, trigger: Span, event_type: str) -> str:
    """Return the id of a mention: 12 hex digits of a hash of report id, trigger span and type."""
    key = f"{report}\n{trigger.start}-{trigger.end}\n{event_type}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _confidence(draft: Draft) -> float:
    value = draft.trigger.weight * siting.FACTORS[draft.siting.how] * dating.FACTORS[draft.dating.how]
    if draft.siting.places:
        value *= 0.5 + 0.5 * draft.siting.confidence
    return round(value * (_HEADLINE if draft.kind == "headline" else 1.0), 3)
