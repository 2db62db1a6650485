"""Distances, depths, lengths, areas and travel times that a report states, each with the map's answer.

    find_claims(document, prose, resolutions, mentions, atlas, lexicon) → DistanceClaim …

A claim is a number with a unit that says how far something is from something, how deep someone advanced, how long a
front is, how large an area. Speeds, races, ranges of weapons, rain and heights are none. Words are in
`data/lexicons/distances.toml`; what is compared with what, and how exactly, in `docs/distances.md`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from geoevents.atlas import Atlas
from geoevents.events.claims.ends import Named, Sites, find_pair, find_reference, find_subject, region_beside
from geoevents.events.claims.rules import DistanceTables, distance_tables
from geoevents.events.claims.verdicts import Stated, judge
from geoevents.events.figures.number_words import Words, report_words, scan, words_in
from geoevents.events.figures.numbers import Quantity, quantities, quantities_in
from geoevents.events.speakers.attribution import Scopes, find_attributions
from geoevents.lexicon import Lexicon
from geoevents.model import (
    Attribution,
    ClaimKind,
    DistanceClaim,
    Document,
    EventMention,
    Prose,
    Resolution,
    Sentence,
    Span,
)
from geoevents.model.quick import quick, replace
from geoevents.text import standing

_POINTS = frozenset({"settlement", "capital", "site"})
_JOINTS = " \n-\u2011\u00a0"
_PARENTHESIS = 40  # characters of a second value in parentheses
_SIGNED = re.compile(r"(?<![\w.)\]])[-−]\s?\d")  # "−5 km" states no distance
_SAME = 0.15  # two values of one distance ("10 km (6 miles)") may differ by this share
_ADVANCE_REACH = 12  # words before a number in which an advance is told
_LOOK_BACK = 220  # characters before a sentence in which an advance is told that the sentence measures


def find_claims(  # noqa: PLR0917 - the common form of this room's verbs
    document: Document,
    prose: Prose,
    resolutions: Sequence[Resolution],
    mentions: Sequence[EventMention],
    atlas: Atlas,
    lexicon: Lexicon,
    *,
    attributions: Sequence[Attribution] | None = None,
) -> tuple[DistanceClaim, ...]:
    """Return every distance that a report states, measured on the map, in order of its words.

    `mentions` give the place of a claim whose sentence names none; `attributions` (found here when not given) who says
    it. `document` is the report that `prose` was made from.
    """
    del document  # the text is in `prose`; the argument is the room's common form
    tables = distance_tables(lexicon)
    found: list[DistanceClaim] = []
    sites: Sites | None = None
    for sentence in _measuring(prose, tables):
        sites = (
            Sites.of(prose, sentence, resolutions, mentions, atlas) if sites is None else sites.in_sentence(sentence)
        )
        found.extend(_Reader(prose, sentence, words_in(prose, sentence.span), sites, tables).claims())
    if not found:
        return ()
    spoken = find_attributions(prose, resolutions, lexicon) if attributions is None else attributions
    scopes = Scopes(spoken)
    return tuple(_attributed(claim, scopes) for claim in found)


def _attributed(claim: DistanceClaim, spoken: Scopes) -> DistanceClaim:
    said = spoken.at(claim.span)
    return claim if said is None else replace(claim, attributed_to=said.source)


def _measuring(prose: Prose, tables: DistanceTables) -> list[Sentence]:
    """Return the sentences that hold a unit of length, area or time."""
    words, owners = report_words(prose)
    units, owner = tables.first_words, prose.tokens.sentence
    numbers = dict.fromkeys(owner[owners[at]] for at in standing(words.lower, units))
    return [
        sentence
        for sentence in map(prose.sentences.__getitem__, numbers)
        if sentence.kind != "boilerplate" and _is_triggered(prose.text, sentence.span, tables.trigger)
    ]


def _is_triggered(text: str, span: Span, trigger: re.Pattern[str]) -> bool:
    match = trigger.search(text, span.start, span.end + 1)  # which looks one character ahead
    return match is not None and match.start() < span.end


@quick
@dataclass(frozen=True, slots=True)
class _Length:
    """A quantity with its unit: index of its first word (qualifier included) and of the unit's last, character end.

    `twin` is the same in another unit, in parentheses, in kilometres: "10 km (6 miles)".
    """

    quantity: Quantity
    unit: str
    first: int
    last: int
    end: int
    twin: float | None = None


@quick
@dataclass(frozen=True, slots=True)
class _Reader:
    """One sentence that holds a unit."""

    prose: Prose
    sentence: Sentence
    words: Words
    sites: Sites
    tables: DistanceTables

    def claims(self) -> list[DistanceClaim]:
        """Return the claims of the sentence in order."""
        found: list[DistanceClaim] = []
        after = -1
        both = (*quantities_in(self.prose, self.sentence.span, self.tables.numbers), *self._signed())
        for quantity in sorted(both, key=attrgetter("span.start", "span.end")):
            if quantity.first <= after or quantity.currency:
                continue
            length = self._length(quantity)
            claim = self._travel_time(quantity) if length is None else self._claim(length, after + 1)
            if claim is not None:
                found.append(claim)
            if length is not None:
                after = length.last
        return found

    def _signed(self) -> list[Quantity]:
        """Read numbers with a minus sign, which are no quantities: a claim nobody can check is better than silence."""
        found: list[Quantity] = []
        text, span = self.prose.text, self.sentence.span
        if text.find("-", span.start, span.end) < 0 and text.find("−", span.start, span.end) < 0:
            return found
        for match in _SIGNED.finditer(text, span.start, span.end):
            index = bisect_left(self.words.starts, match.end() - 1)
            raw = self.words.lower[index].replace(",", "") if index < len(self.words.lower) else ""
            if raw.replace(".", "", 1).isdecimal():
                span = Span(match.start(), self.words.ends[index])
                found.append(Quantity(span, span, index, index, -float(raw)))
        return found

    def _length(self, quantity: Quantity) -> _Length | None:
        """Read the unit right behind a quantity, and the same distance in another unit in parentheses."""
        words, first = self.words, quantity.last + 1
        if quantity.mode == "vague" and words.lower[first : first + 1] == ("of",):
            first += 1  # "hundreds of kilometres"
        if first >= len(words.lower) or words.gap(first - 1, first).strip(_JOINTS):
            return None
        unit = self.tables.unit_at(words, first)
        if unit is None:
            return None
        length = _Length(quantity, unit[0], _first_word(words, quantity), unit[1], words.ends[unit[1]])
        return self._with_twin(length)

    def _with_twin(self, length: _Length) -> _Length:
        """Read "(6 miles)" behind a distance; what else stands in parentheses is left alone."""
        text, end = self.prose.text, length.end
        if text[end : end + 1] != "(" and text[end : end + 2] != " (":
            return length
        close = text.find(")", end, end + _PARENTHESIS)
        inside = scan(text, Span(end, close)) if close > 0 else None
        if inside is None or not inside.lower:
            return length
        numbers = quantities(inside, self.tables.numbers)
        unit = self.tables.unit_at(inside, numbers[0].last + 1) if len(numbers) == 1 else None
        if unit is None:
            return length
        twin = numbers[0].value * self.tables.factors[unit[0]]
        last = bisect_left(self.words.starts, close) - 1
        return replace(length, twin=twin, last=last, end=close + 1)

    def _claim(self, length: _Length, floor: int) -> DistanceClaim | None:
        """Make a claim of a length or area, or nothing where it is a speed, a race or a height."""
        joined = self._joined_behind(length)
        before = self.tables.rule_before(self.words, length.first, floor)
        behind = self.tables.rule_behind(self.words, length.last + 1) if joined else None
        rules = [rule[0] for rule in (before, behind) if rule is not None]
        if length.unit in self.tables.areas:
            sized = "area" in rules or self._is_size(length)
            region = region_beside(self.sites, length.quantity.span, behind=not sized)
            return self._made(length, "area", region, None, None, sized=sized)
        reading = self._referred(length) if joined else (None, None)
        inside = reading[0] is not None and reading[0].inside
        if "none" in rules and not inside:
            return None
        if "below" in rules:
            return self._made(length, "depth", None, None, None, below=True)
        pair = find_pair(self.words, length.first, length.last + 1, self.sites)
        if pair is not None:
            return self._made(length, "to-place", pair[0], pair[1], None)
        return self._made(length, "extent", None, None, None) if "extent" in rules else self._distance(length, reading)

    def _is_size(self, length: _Length) -> bool:
        """Whether an area is that of the region named before it: "Botswana, at 581,730 sq km, …"."""
        words, first = self.words, length.first
        if first < 2 or words.lower[first - 1] != "at" or words.gap(first - 2, first - 1).strip() != ",":  # noqa: PLR2004 - a name and "at"
            return False
        named = self.sites.literal(self.sentence.span.start, words.starts[first])
        last = named[-1] if named else None
        region = last is not None and last.place is not None and last.place.kind not in _POINTS
        return region and last is not None and last.toponym.span.end == words.ends[first - 2]

    def _referred(self, length: _Length) -> tuple[Named | None, str | None]:
        within = length.quantity.qualifier == "within"
        return find_reference(self.words, length.last + 1, self.sites, self.tables, within=within)

    def _distance(self, length: _Length, reading: tuple[Named | None, str | None]) -> DistanceClaim | None:
        """Make a claim of a distance to a place or border, or of a depth; nothing where it is neither."""
        reference, direction = reading
        if reference is None and direction is None:
            return self._made(length, "depth", None, None, None) if self._is_advance(length) else None
        if reference is not None and reference.inside:
            region = reference.place is not None and reference.place.kind not in _POINTS
            if region or reference.border or self._is_advance(length):
                return self._made(length, "depth", None, reference, direction)
        subject = find_subject(self.words, length.first, reference, self.sites, self.tables)
        kind: ClaimKind = "to-border" if reference is not None and reference.border else "to-place"
        return self._made(length, kind, subject, reference, direction)

    def _joined_behind(self, length: _Length) -> bool:
        """Whether the next word belongs to the same phrase: only a blank or a hyphen between."""
        behind = length.last + 1
        return behind < len(self.words.lower) and not self.prose.text[length.end : self.words.starts[behind]].strip(
            _JOINTS
        )

    def _is_advance(self, length: _Length) -> bool:
        """Whether a length is how far someone advanced, told in this sentence or, at its head, in the one before."""
        advance = self.tables.lists["advance"]
        start = length.first
        if not advance.isdisjoint(self.words.lower[max(0, start - _ADVANCE_REACH) : start]):
            return True
        behind = self.words.lower[length.last + 1 : length.last + 3]
        insides = self.tables.lists["insides"] - {"within", "deep"}  # "a trench two metres deep" is no advance
        if behind and (behind[0] in insides or (behind[0] == "deep" and behind[-1] in insides)):
            return True
        if start > 1 or self.sentence.index == 0:
            return False
        begin = max(0, self.sentence.span.start - _LOOK_BACK)
        stretch = self.prose.text[begin : self.sentence.span.start].rsplit("\n", 1)[-1]
        return not advance.isdisjoint(re.findall(r"[a-z]+", stretch.lower()))

    def _travel_time(self, quantity: Quantity) -> DistanceClaim | None:
        """Read "two hours' drive", "a 30-minute flight": a time, which no map tests."""
        words, unit = self.words, quantity.last + 1
        if unit + 1 >= len(words.lower) or words.lower[unit] not in self.tables.lists["time_units"]:
            return None
        behind = words.lower[unit + 1]
        by = (
            behind == "by"
            and words.lower[unit + 2 : unit + 3] != ()
            and words.lower[unit + 2] in self.tables.lists["roads"]
        )
        if not by and behind not in self.tables.lists["travel"]:
            return None
        span = Span(quantity.span.start, words.ends[unit + (2 if by else 1)])
        return DistanceClaim(
            span=span,
            text=span.of(words.text),
            sentence=self.sentence.span,
            kind="travel-time",
            stated_value=quantity.number.of(words.text),
            stated_unit=words.lower[unit].removesuffix("'s").rstrip("s"),
            low=None,
            best=None,
            high=None,
            qualifier=quantity.qualifier,
            why="The text gives a travel time, which depends on the road and the means: it cannot be checked.",
        )

    def _made(
        self, length: _Length, kind: ClaimKind, subject: Named | None, reference: Named | None, direction: str | None,
        *, sized: bool = False, below: bool = False,
    ) -> DistanceClaim:  # fmt: skip
        """Make the claim, converted, and let the map judge it."""
        quantity, factor = length.quantity, self.tables.factors[length.unit]
        low, best, high = (None if v is None else round(v * factor, 3) for v in quantity.bounds(counted=False))
        at_end = max(length.end, reference.end if reference is not None else 0)
        area = length.unit in self.tables.areas
        span = Span(quantity.span.start, at_end)
        claim = DistanceClaim(
            span=span,
            text=span.of(self.prose.text),
            sentence=self.sentence.span,
            kind=kind,
            stated_value=quantity.number.of(self.prose.text),
            stated_unit=length.unit,
            low=low,
            best=best,
            high=high,
            unit="km2" if area else "km",
            qualifier=quantity.qualifier,
            direction=direction,
            subject=subject.place if subject else None,
            subject_name=subject.name if subject else None,
            reference=reference.place if reference else None,
            reference_name=reference.name if reference else None,
        )
        value = quantity.value * factor
        stated = Stated(
            value=quantity.value,
            upper=quantity.upper,
            mode=quantity.mode,
            factor=factor,
            digits=quantity.number.of(self.prose.text),
            contradicts=length.twin is not None and abs(length.twin - value) > _SAME * max(length.twin, value),
            by_road=reference.by_road if reference else False,
            sized=sized,
            below=below,
            certain=subject.certain if subject else True,
        )
        return judge(claim, stated, reference.countries if reference else (), self.sites.atlas, self.tables.angles)


def _first_word(words: Words, quantity: Quantity) -> int:
    """Return the index of the first word of a quantity, its qualifier included."""
    index = quantity.first
    while index and words.starts[index - 1] >= quantity.span.start:
        index -= 1
    return index
