"""Which event a figure belongs to: the one in its clause, in its sentence, or told in the sentences before.

What can be told of an event is data: `[fits]` in `data/lexicons/figures.toml` names the kinds that mean something for
each type, `[fits_units]` the units of kind "other" (houses for a strike, sick people for an outbreak). A figure that
means nothing for any event near it is left out, and so is "no one was hurt": it counts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from geoevents.events.drafts import Draft
from geoevents.events.figures.rules import FigureTables, figure_tables
from geoevents.events.sites import holds
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.lexicon import Lexicon
from geoevents.model import Figure, FigureKind, Place
from geoevents.model.quick import replace

_REACH = 2  # sentences back to the event that a figure belongs to
_HARMLESS = frozenset({"arrest", "meeting", "agreement", "aid", "mobilization", "security-measure", "emergency"})
_BLOWS = frozenset({"attack", "strike", "accident", "disaster", "battle"})
_EARLIER = re.compile(
    r"\bmembers?\s+of\s+$|\b(?:earlier|previous|initial|preliminary|prior|first)\s+(?:\w+\s+)?(?:toll|count|figure|estimate|number|report)s?\s+of\s+(?:at\s+least\s+)?$"
)
_EARLIER_ENDS = ("of", "least")  # of what _EARLIER finds
_WORDS_BEFORE = 60  # characters before a number in which they stand
_HARM = frozenset({"killed", "wounded", "missing"})
_GAINS = frozenset({"depth", "area"})  # told right behind an advance
_UNTOLD = frozenset({"other", "troops"})  # people counted, and nothing said of what became of them
_MOVED = frozenset({"captured", "displaced", "evacuated"})  # "took 30 people" may save them
_BESIDE = 70  # characters between a number and the trigger that says what became of those it counts
_MORE = frozenset({"more", "another", "further", "additional", "other", "others"})
_OPENING = 4  # words in which a sentence says that it tells something else
_YEARS = frozenset(map(str, range(1900, 2100)))
_SPAN = frozenset({"year", "years", "month", "months", "decade", "summer", "winter"})
_AREAS = frozenset({"settlement", "capital", "admin1", "admin2", "country"})
_AT = frozenset({"in", "near", "at", "outside"})
_ITSELF = frozenset({"it", "this", "that", "the", "they", "these", "both", "he", "she"})


def share_figures(drafts: Sequence[Draft], figures: Sequence[Figure], view: ReportView, lexicon: Lexicon) -> None:
    """Give each figure to the draft that tells what became of those it counts: its clause, its sentence, the ones before.

    People of whom only the number is told take the kind that the rule of the nearest trigger says (`counts`).
    """
    sharing = _Sharing(drafts, view, figure_tables(lexicon))
    plain: list[tuple[Figure, list[Draft]]] = []
    for figure in figures:
        if figure.high == 0 or _is_earlier(view, figure.span.start):
            continue  # nobody, or a toll that was put right
        sentence = view.sentence_of(min(view.token_at(figure.span.start), len(view.words) - 1))
        here = sharing.by_sentence.get(sentence, [])
        if sharing.untold(figure, here):
            plain.append((figure, here))
        elif (owner := sharing.owner(figure, sentence, here)) is not None:
            owner.figures = add_figures(owner.figures, (figure,))
    for figure, beside in plain:
        sharing.count(figure, beside)


def _is_earlier(view: ReportView, start: int) -> bool:
    """Whether the words before a number say that it is that of a toll that was put right, or of members."""
    floor = max(0, start - _WORDS_BEFORE)
    if not view.low[floor:start].rstrip().endswith(_EARLIER_ENDS):
        return False
    return _EARLIER.search(view.low, floor, start) is not None


def add_figures(mine: Sequence[Figure], other: Sequence[Figure]) -> tuple[Figure, ...]:
    """Join the figures of two tellings of one event: the same number of the same kind is one figure."""
    joined = list(mine)
    known = {_key(figure) for figure in mine}
    for figure in other:
        if _key(figure) not in known:
            known.add(_key(figure))
            joined.append(figure)
    return tuple(joined)


def _key(figure: Figure) -> tuple[str, float | None]:
    return figure.kind, _number(figure)


def _number(figure: Figure) -> float | None:
    value = figure.best if figure.best is not None else figure.low
    return value if value is not None else figure.high


class _Sharing:
    """The drafts of one report by their sentence, and what may be told of them."""

    def __init__(self, drafts: Sequence[Draft], view: ReportView, tables: FigureTables) -> None:
        self.view = view
        self.tables = tables
        self.by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            self.by_sentence.setdefault(draft.trigger.sentence, []).append(draft)

    def fits(self, draft: Draft, figure: Figure) -> bool:
        """Whether a figure means something for an event of its type."""
        if figure.kind == "other":
            return figure.unit in self.tables.fits_units.get(draft.type, ())
        return figure.kind in self.tables.fits.get(draft.type, ())

    def owner(self, figure: Figure, sentence: int, here: Sequence[Draft]) -> Draft | None:
        """Return the event of the figure's own sentence that it fits, else the last one before that it can go on about."""
        here = [draft for draft in here if not _beside_harm(draft, figure)]
        if fitting := [draft for draft in here if self.fits(draft, figure)]:
            return min(_harming(fitting, figure), key=lambda draft: _distance(draft.trigger, figure))
        reach = 1 if figure.kind in _GAINS else _REACH
        if not self._can_follow(figure) or any(map(_elsewhere, here)) or self._opens_another(figure, sentence):
            return None
        past = self._is_past(sentence)
        seen = False
        for number in range(sentence - 1, sentence - reach - 1, -1):
            for draft in reversed(self.by_sentence.get(number, ())):
                seen = True
                if self.fits(draft, figure) and draft.type in self.tables.follows:
                    other = (past and not draft.background) or self._is_there(draft, sentence)
                    return None if other or self._is_part(figure, sentence) else draft
        return None if seen or here or past else self._ahead(figure, sentence)

    def _ahead(self, figure: Figure, sentence: int) -> Draft | None:
        """Return the event that the next sentence tells, where none was told before: "Three people died. The crash …"."""
        drafts = self.by_sentence.get(sentence + 1, ()) if figure.kind in _HARM else ()
        fitting = [d for d in drafts if self.fits(d, figure) and d.type in self.tables.follows and not d.background]
        return fitting[0] if fitting else None

    def _can_follow(self, figure: Figure) -> bool:
        """Whether a figure can be told in a sentence behind its event's."""
        kinds = self.tables.following_kinds
        return figure.kind in kinds or (figure.kind == "other" and figure.unit in self.tables.following_units)

    def _opens_another(self, figure: Figure, sentence: int) -> bool:
        """Whether a sentence begins with something else: "Elsewhere, …", or tells who did it: "Locals …, injuring four"."""
        stretch = self.view.sentences[sentence]
        words = self.view.words[stretch.first : stretch.last]
        if not self.tables.elsewhere.isdisjoint(words[:_OPENING]):
            return True
        at = self.view.token_at(figure.span.start)
        acting = (
            at > stretch.first and self.view.words[at - 1].endswith("ing") and self.view.words[at - 1] != "including"
        )
        opening = words[0] if words else ""
        return acting and not (opening in _ITSELF or opening[:1].isdigit() or opening in self.tables.numbers.words)

    def _is_there(self, draft: Draft, sentence: int) -> bool:
        """Whether a sentence names another place than its event's, and no hospital there: "Two more were hurt in Nikopol"."""
        known = [place.place for place in draft.siting.places]
        home = self.view.sentences[draft.trigger.sentence].span.of(self.view.text)
        stretch = self.view.sentences[sentence]
        if not self.tables.wards.isdisjoint(self.view.words[stretch.first : stretch.last]):
            return False
        for token in range(stretch.first + 1, stretch.last):
            named = self.view.named.get(token) if self.view.words[token - 1] in _AT else None
            place = named.place if named and named.toponym.role == "literal" else None
            if named and named.toponym.role == "literal" and place is None and named.toponym.surface not in home:
                return True
            apart = (known or draft.unplaced) and not any(place and _meet(place, mine) for mine in known)
            if place and apart and place.kind in _AREAS:
                return True
        return False

    def _is_past(self, sentence: int) -> bool:
        """Whether a sentence looks back on years: its figures are not those of today's event."""
        stretch = self.view.sentences[sentence]
        words = self.view.words[stretch.first : stretch.last]
        if not self.tables.history.isdisjoint(words) or not _YEARS.isdisjoint(words):
            return True
        return any(before in {"last", "past", "recent"} and word in _SPAN for before, word in pairwise(words))

    def _is_part(self, figure: Figure, sentence: int) -> bool:
        """Whether a smaller number told later counts some of those counted before: "14 died. Three were children"."""
        at = self.view.token_at(figure.span.start)
        end = self.view.token_at(figure.span.end - 1)
        if figure.cumulative or not _MORE.isdisjoint(self.view.words[max(0, at - 1) : end + 1]):
            return False
        number = _number(figure) or 0
        begins = self.view.sentences[sentence].span.start
        return any(
            known.span.end <= begins and known.kind == figure.kind and (_number(known) or 0) > number
            for before in range(sentence - _REACH - 1, sentence)
            for draft in self.by_sentence.get(before, ())
            for known in draft.figures
        )

    def untold(self, figure: Figure, here: Sequence[Draft]) -> bool:
        """Whether only the trigger beside a number says what became of those it counts."""
        if figure.unit not in self.tables.persons or not any(draft.trigger.rule.counts for draft in here):
            return False
        moved = figure.kind in _MOVED and not any(self.fits(draft, figure) for draft in here)
        return figure.kind in _UNTOLD or moved

    def count(self, figure: Figure, here: Sequence[Draft]) -> None:
        """Give people of whom only the number is told to the nearest trigger that says what became of them."""
        counting = [d for d in here if d.trigger.rule.counts and d.trigger.clause.span.contains(figure.span)]
        near = [d for d in counting if d.trigger.span.distance(figure.span) <= _BESIDE]
        if near:
            draft = min(near, key=lambda d: d.trigger.span.distance(figure.span))
            kind = cast("FigureKind", draft.trigger.rule.counts)
            if all(f.kind != kind for f in draft.figures):
                draft.figures = (*draft.figures, replace(figure, kind=kind))
                return
        if fitting := [draft for draft in here if self.fits(draft, figure)]:
            draft = min(fitting, key=lambda d: _distance(d.trigger, figure))
            draft.figures = add_figures(draft.figures, (figure,))


def _harming(drafts: list[Draft], figure: Figure) -> list[Draft]:
    """Return those of the drafts that hurt people, where a clause also tells of a crowd: "drove into a rally, killing two"."""
    if figure.kind not in _HARM:
        return drafts
    blows = [d for d in drafts if d.type in _BLOWS and d.trigger.clause.span.contains(figure.span)]
    return blows or drafts


def _beside_harm(draft: Draft, figure: Figure) -> bool:
    """Whether deaths are told in a clause behind an act that hurts nobody: "arrested 13 over a fire that killed 90"."""
    behind = figure.span.start >= draft.trigger.clause.span.end
    return behind and figure.kind in _HARM and draft.type in _HARMLESS


def _elsewhere(draft: Draft) -> bool:
    """Whether a sentence tells an event that names its own place, so that its figures are not of the one before."""
    return draft.type != "statement" and draft.siting.how in ("clause", "sentence")


def _meet(a: Place, b: Place) -> bool:
    """Whether one of two places is the other, or holds it; two in one country of which one is a district may."""
    if a.place_id == b.place_id or holds(a, b) or holds(b, a):
        return True
    return "admin2" in (a.kind, b.kind) and a.country == b.country and a.admin1 == b.admin1


def _distance(trigger: Trigger, figure: Figure) -> tuple[bool, int]:
    clause = trigger.clause.span
    return not clause.contains(figure.span), trigger.span.distance(figure.span)
