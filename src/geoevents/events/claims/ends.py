"""What a stated distance is from, and what it is a distance of: the places around a number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geoevents.atlas import Atlas
from geoevents.events.claims.rules import DistanceTables
from geoevents.events.figures.number_words import Words
from geoevents.model import EventMention, Place, Prose, Resolution, Sentence, Span
from geoevents.model.quick import quick, replace
from geoevents.text import fold

_REACH = 7  # words behind "from" in which the reference stands
_BESIDE = 14  # characters between a town and the region that it is in: "Sudzha, Kursk region"
_BACK = 2  # sentences before in which "the town" was named
_OPENING = 4  # words at the head of a sentence: a distance there is of a place named behind it
_NEAR = 40  # characters between an area and the region that it lies in: "390 square miles of the Kursk region"
_KNOWN = 50_000  # inhabitants of a town that is known by its name alone
_LINK = 6  # words between a place and its distance
_PAIR = 12  # words before a distance in which "between A and B" stands
_POINTS = frozenset({"settlement", "capital", "site"})
_PAIR_LINKS = frozenset({"border", "with", "between", "and", "of", "the", "to"})


@quick
@dataclass(frozen=True, slots=True)
class Named:
    """A place that a distance is from or of, as the text names it.

    `place` is None where the name is not known to the map. `end` is the character behind its words. `border` says that
    the border (with one of `countries`, ISO codes; any where empty) is meant, `inside` that the distance reaches into
    the place, `by_road` that it is not the straight one. `certain` is False for a place that is
    only the nearest one told, with other words between.
    """

    place: Place | None
    name: str
    end: int = 0
    border: bool = False
    inside: bool = False
    by_road: bool = False
    countries: tuple[str, ...] = ()
    certain: bool = True


@quick
@dataclass(frozen=True, slots=True)
class Sites:
    """The place words of a report as one sentence sees them, in order of the text."""

    prose: Prose
    sentence: Sentence
    resolutions: tuple[Resolution, ...]
    starts: tuple[int, ...]
    mentions: Sequence[EventMention]
    atlas: Atlas

    @classmethod
    def of(
        cls,
        prose: Prose,
        sentence: Sentence,
        resolutions: Sequence[Resolution],
        mentions: Sequence[EventMention],
        atlas: Atlas,
    ) -> Sites:
        """Order the resolutions for look-ups."""
        ordered = tuple(sorted(resolutions, key=lambda r: (r.toponym.span.start, r.toponym.span.end)))
        return cls(prose, sentence, ordered, tuple(r.toponym.span.start for r in ordered), mentions, atlas)

    def in_sentence(self, sentence: Sentence) -> Sites:
        """The same places, seen by another sentence."""
        return replace(self, sentence=sentence)

    def at(self, start: int) -> Resolution | None:
        """The place word that begins at a character."""
        index = bisect_left(self.starts, start)
        return self.resolutions[index] if index < len(self.starts) and self.starts[index] == start else None

    def between(self, start: int, end: int) -> tuple[Resolution, ...]:
        """The place words that begin between two characters, whatever their role."""
        return self.resolutions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def literal(self, start: int, end: int) -> list[Resolution]:
        """The literal places with a point on the map that begin between two characters."""
        return [r for r in self.between(start, end) if r.toponym.role == "literal" and r.place is not None]

    def named(self, resolution: Resolution) -> Named:
        """Return a place word as a place: a town where its name without a designator was taken for its region."""
        toponym, place = resolution.toponym, resolution.place
        if place is not None and place.kind == "admin1" and toponym.designator is None:
            place = self._town(place, toponym.surface) or place
        return Named(
            place, place.name if place is not None else toponym.surface, _designated(self.prose.text, resolution)
        )

    def holds(self, place: Place | None, other: Place | None) -> bool:
        """Whether `other` is the place or lies in it: no distance between the two is meant."""
        if place is None or other is None:
            return False
        region = place.kind not in _POINTS
        return place == other or (region and self.atlas.regions.contains(place.place_id, other.lon, other.lat))

    def _town(self, region: Place, surface: str) -> Place | None:
        """Return the largest town inside a region that bears the name: "Moscow" in "500 km southwest of Moscow"."""
        gazetteer = self.atlas.gazetteer
        towns = [gazetteer.place(row) for row in gazetteer.find(fold(surface))]
        inside = [
            t for t in towns
            if t.kind in _POINTS and t.country == region.country and self.atlas.regions.contains(region.place_id, t.lon, t.lat)
        ]  # fmt: skip
        return max(inside, key=lambda town: town.population, default=None)

    def antecedent(self, before: int, other: Place | None) -> Named | None:
        """Return the last settlement or site named before a character, in this sentence or the two before it."""
        sentences = self.prose.sentences
        start = sentences[max(0, self.sentence.index - _BACK)].span.start if sentences else 0
        for resolution in reversed(self.literal(start, before)):
            named = self.named(resolution)
            if named.place is not None and named.place.kind in _POINTS and named.place != other:
                return named
        return None


def _designated(text: str, resolution: Resolution) -> int:
    """Return the character behind a place word and its designator: behind "Kursk region"."""
    end, designator = resolution.toponym.span.end, resolution.toponym.designator
    if designator and text[end + 1 : end + 1 + len(designator)].lower() == designator.lower():
        return end + 1 + len(designator)
    return end


# --- the reference ---------------------------------------------------------------------------------------------------


def find_reference(
    words: Words, index: int, sites: Sites, tables: DistanceTables, *, within: bool = False
) -> tuple[Named | None, str | None]:
    """Read what stands behind a unit: "southwest of Moscow", "from the border", "into the Kursk region".

    `within` says that the number is "within 5 km of", which needs a reference: one that the map does not know is kept.

    Returns the reference, None where the text gives none, and the compass point, None where it gives none.
    """
    by_road, index = _road(words, index, tables)
    direction, index = _direction(words, index, tables)
    behind_road, index = _road(words, index, tables)
    first = index
    inside = False
    while index < len(words.lower) and words.lower[index] in tables.lists["links"] | tables.lists["insides"] | {"away"}:
        inside = inside or (words.lower[index] in tables.lists["insides"])
        index += 1
    linked = any(w != "away" for w in words.lower[first:index])
    if not linked or index >= len(words.lower):
        return None, direction
    bare_of = words.lower[first:index] == ("of",) and direction is None and not within
    found = _reference_from(words, index, sites, tables)
    if found is None or (found.place is None and not found.border and bare_of):
        return None, direction
    return (
        Named(found.place, found.name, found.end, found.border, inside, by_road or behind_road, found.countries),
        direction,
    )


def _road(words: Words, index: int, tables: DistanceTables) -> tuple[bool, int]:
    """Skip "by road"."""
    by = words.lower[index : index + 1] == ("by",) and index + 1 < len(words.lower)
    return (True, index + 2) if by and words.lower[index + 1] in tables.lists["roads"] else (False, index)


def _direction(words: Words, index: int, tables: DistanceTables) -> tuple[str | None, int]:
    """Read a compass point, over "to the" and "due"."""
    at = index
    while (
        at < len(words.lower) and at < index + 3 and words.lower[at] in {"to", "the", "due", "just", "directly", "away"}
    ):
        at += 1
    found = tables.compass_at(words, at) if at < len(words.lower) else None
    if found is None or (found[1] < len(words.lower) and words.lower[found[1]] in {"border", "bank", "coast", "side"}):
        return None, index
    return found


def _reference_from(words: Words, index: int, sites: Sites, tables: DistanceTables) -> Named | None:
    """Read the place or border in the words from `index` on, up to punctuation."""
    anaphor = -1
    for at in range(index, min(index + _REACH, len(words.lower))):
        if at > index and any(mark in words.gap(at - 1, at) for mark in ",.;:()—"):
            break
        word = words.lower[at]
        if (
            word in tables.lists["borders"]
            and words.lower[at + 1 : at + 2]
            and words.lower[at + 1] in tables.lists["border_compounds"]
        ):
            return Named(None, f"the {word} {words.lower[at + 1]}", words.ends[at + 1])
        if word in tables.lists["borders"]:
            return _border(words, index, at, sites)
        resolution = sites.at(words.starts[at])
        if resolution is not None and resolution.toponym.role != "demonym":
            if not _before_border(words, at, tables):
                return sites.named(resolution)
            continue
        if resolution is None and word not in tables.lists["fillers"] and word not in tables.lists["anaphors"]:
            return _unknown(words, index, at)
        anaphor = at if word in tables.lists["anaphors"] else anaphor
    return None if anaphor < 0 else _meant(words, index, anaphor, sites)


def _meant(words: Words, index: int, anaphor: int, sites: Sites) -> Named:
    """Return the place that "the town" or "the capital" means: named right behind it, or before."""
    end = words.ends[anaphor]
    if (apposed := _apposed(words, anaphor + 1, sites)) is not None:
        return apposed
    known = sites.antecedent(sites.sentence.span.start, None)
    return replace(known, end=end) if known else Named(None, words.text[words.starts[index] : end], end)


def _apposed(words: Words, at: int, sites: Sites) -> Named | None:
    """Read the town that says which is meant: "from the capital, Bamako"."""
    beside = at < len(words.starts) and words.gap(at - 1, at).strip() == ","
    if not beside or (found := sites.at(words.starts[at])) is None or found.toponym.role != "literal":
        return None
    named = sites.named(found)
    behind = sites.prose.text[named.end : named.end + 2].lstrip()
    closed = not behind or not behind[0].isalnum()
    return named if closed and named.place is not None and named.place.kind in _POINTS else None


def _before_border(words: Words, at: int, tables: DistanceTables) -> bool:
    """Whether a country only says which border is meant: "the Russia–Ukraine border"."""
    return (
        any(w in tables.lists["borders"] for w in words.lower[at + 1 : at + 4])
        and "," not in words.text[words.ends[at] : words.starts[min(at + 2, len(words.starts) - 1)]]
    )


def _unknown(words: Words, index: int, at: int) -> Named | None:
    """Keep the words of a reference that the map does not know; "from each other" and "from home" are none."""
    last = at
    while last + 1 < len(words.lower) and words.close(last) and words.text[words.starts[last + 1]].isupper():
        last += 1
    name = words.text[words.starts[index] : words.ends[last]]
    if words.lower[index] not in {"the", "its", "their", "a", "an"} and not words.text[words.starts[at]].isupper():
        return None
    return Named(None, name, words.ends[last])


def _border(words: Words, index: int, at: int, sites: Sites) -> Named:
    """Read which border is meant, from the words before ("the Ukrainian border") and behind ("border with Ukraine")."""
    last = at
    while (
        last + 1 < len(words.lower)
        and last < at + _REACH
        and (words.lower[last + 1] in _PAIR_LINKS or sites.at(words.starts[last + 1]) is not None)
        and "," not in words.gap(last, last + 1)
        and "." not in words.gap(last, last + 1)
    ):
        last += 1
    around = sites.between(words.starts[index], words.ends[last])
    behind = [r for r in around if r.toponym.span.start > words.starts[at]]
    linked = bool(behind) and words.lower[at + 1] in {"with", "between", "of", "to"}
    used = [r for r in around if r.toponym.span.start < words.starts[at]] + (behind if linked else [])
    countries = tuple(
        dict.fromkeys(
            r.place.country for r in used if r.place is not None and r.place.country and r.place.kind == "country"
        )
    )
    end = max([words.ends[at], *(r.toponym.span.end for r in used)])
    return Named(None, words.text[words.starts[index] : end], end, border=True, countries=countries)


# --- the subject -----------------------------------------------------------------------------------------------------


def find_pair(words: Words, start: int, behind: int, sites: Sites) -> tuple[Named, Named] | None:
    """Read "the distance between A and B is 300 km", "300 km between A and B", "A and B lie 300 km apart": the places."""
    before = words.lower[max(0, start - _PAIR) : start]
    if "between" in before:
        at = start - len(before) + before.index("between")
        pair = sites.literal(words.starts[at], words.starts[start])
    elif words.lower[behind : behind + 1] in {("between",), ("separates",), ("separate",), ("divides",)}:
        pair = sites.literal(words.starts[behind], sites.sentence.span.end)
    elif words.lower[behind : behind + 1] == ("apart",):
        pair = _joined(sites, words.starts[start])
    else:
        return None
    return (sites.named(pair[0]), sites.named(pair[1])) if len(pair) > 1 else None


def _joined(sites: Sites, before: int) -> list[Resolution]:
    """Return the last two places before a character where "and" alone joins them."""
    pair = sites.literal(sites.sentence.span.start, before)[-2:]
    ends = [(resolution.toponym.span.start, resolution.toponym.span.end) for resolution in pair]
    return pair if len(pair) > 1 and sites.prose.text[ends[0][1] : ends[1][0]].strip() == "and" else []


def find_subject(
    words: Words, start: int, reference: Named | None, sites: Sites, tables: DistanceTables
) -> Named | None:
    """Return the place whose distance is stated: the nearest before the number, in the sentence before where the text
    says "the town", behind the reference at the head of a sentence, or the place of the event told there.
    """
    at = words.starts[start]
    other = reference.place if reference is not None else None
    before = [r for r in sites.literal(sites.sentence.span.start, at) if not sites.holds(r.place, other)]
    if before:
        named = sites.named(_smallest(before))
        return replace(named, certain=_linked(words, named.end, start, tables))
    if (stated := _by_grammar(words, start, reference, sites, tables)) is not None:
        return stated
    anaphor = any(w in tables.lists["anaphors"] for w in words.lower[:start])
    if anaphor and (known := sites.antecedent(sites.sentence.span.start, other)) is not None:
        opening = words.starts[0] if words.starts else 0
        return replace(known, certain=_linked(words, opening, start, tables))
    if start <= _OPENING and reference is not None:
        behind = sites.literal(reference.end, sites.sentence.span.end)
        following = [r for r in behind if not sites.holds(r.place, other)]
        if following and "," in sites.prose.text[reference.end : following[0].toponym.span.start]:
            return replace(sites.named(following[0]), certain=False)
    return next(_of_mentions(sites, at, other), None)


def _linked(words: Words, end: int, start: int, tables: DistanceTables) -> bool:
    """Whether only a copula, an apposition or "the town" stands between a place and the number."""
    links = tables.lists["copulas"] | tables.lists["fillers"] | tables.lists["anaphors"]
    between = [words.lower[i] for i in range(start) if words.starts[i] >= end]
    apposed = bool(between) and between[0] in {"a", "an", "the"} and between[-1] in tables.lists["anaphors"]
    return len(between) <= _LINK and (apposed or all(word in links for word in between))


def _by_grammar(
    words: Words, start: int, reference: Named | None, sites: Sites, tables: DistanceTables
) -> Named | None:
    """Return the place that the grammar gives: a name right before "is 600 km from", "lies", or an apposition.

    Such a name is a place whatever its look. It is taken when the map knows one of that name in the country of the
    reference or of the border.
    """
    last = start - 1
    while last >= 0 and words.lower[last] in tables.lists["copulas"]:
        last -= 1
    first = last
    while first > 0 and words.text[words.starts[first - 1]].isupper() and words.close(first - 1):
        first -= 1
    if last < 0 or not words.text[words.starts[first]].isupper() or reference is None:
        return None
    name = words.text[words.starts[first] : words.ends[last]]
    gazetteer = sites.atlas.gazetteer
    found = [gazetteer.place(row) for row in gazetteer.find(fold(name))]
    towns = [place for place in found if place.kind in _POINTS and _may_be(place, reference, sites)]
    best = max(towns, key=lambda town: town.population, default=None)
    return None if best is None else Named(best, best.name, words.ends[last])


def _may_be(place: Place, reference: Named, sites: Sites) -> bool:
    """Whether a place of the right name is in the country of the reference, or borders on what the border is of."""
    if reference.place is not None:
        return place.country == reference.place.country
    if not reference.countries:
        return place.population > _KNOWN
    pairs = [pair.split("-") for pair in sites.atlas.borders.pairs]
    return any(place.country in pair and not set(pair).isdisjoint(reference.countries) for pair in pairs)


def _smallest(before: Sequence[Resolution]) -> Resolution:
    """Return the last place, or the town in it where a town and its region stand together: "Sudzha, Kursk region"."""
    last = before[-1]
    for earlier in reversed(before[:-1]):
        beside = last.toponym.span.start - earlier.toponym.span.end <= _BESIDE
        inside = last.place is not None and last.place.kind in {"admin1", "admin2", "country"}
        if not beside or not inside or earlier.place is None or earlier.place.kind not in _POINTS:
            break
        last = earlier
    return last


def _of_mentions(sites: Sites, at: int, other: Place | None) -> Iterator[Named]:
    """The places of the events told in the sentence, those named before the distance."""
    for mention in sites.mentions:
        if mention.sentence.overlaps(sites.sentence.span):
            for place in mention.places:
                named_before = place.span is not None and place.span.start < at
                if named_before and place.relation == "in" and place.place != other:
                    yield Named(place.place, place.place.name, place.span.end if place.span else 0, certain=False)


def region_beside(sites: Sites, span: Span, *, behind: bool) -> Named | None:
    """Return the region named right before or behind a stretch of text: "the Kursk region covers 29,000 km²"."""
    start, end = (span.end, sites.sentence.span.end) if behind else (sites.sentence.span.start, span.start)
    found = sites.literal(start, end)
    if not found:
        return None
    nearest = found[0] if behind else found[-1]
    between = sites.prose.text[span.end : nearest.toponym.span.start] if behind else ""
    return sites.named(nearest) if len(between) <= _NEAR and "," not in between else None
