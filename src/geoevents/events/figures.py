"""Figures: who was killed, hurt, moved, how much was lost or taken, with the words that say so.

    find_figures(prose, span, lexicon) → Figure …

A number becomes a figure through the word that it belongs to: the verb before ("killing 14 people"), the verb behind
("14 people were killed"), the noun it counts ("14 deaths"), the toll it is ("the death toll rose to 120"). Rules are in
`data/lexicons/figures.toml`, the table of low, best and high in `docs/figures.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

from geoevents.events.figures_phrases import Counted, joined, one_clause, phrase, with_articles, zeros
from geoevents.events.figures_rules import Cue, FigureTables, figure_tables
from geoevents.events.numbers import quantities
from geoevents.events.numbers_words import Words, scan, words_in
from geoevents.lexicon import Lexicon
from geoevents.model import Figure, FigureKind, Prose, Span

_REACH = 16  # words between a subject and its verb
_PARTITIVES = frozenset({("of", "the"), ("of", "its"), ("of", "their"), ("of", "all")})
_BEFORE_TOLL = 8  # words between "for evacuations" and "figure"
_LOOK_BACK = 220  # characters before a span in which an advance may be told whose depth the span gives
_PEOPLE_LIMIT = 1e10  # nothing counts more people than there are


def find_figures(prose: Prose, span: Span, lexicon: Lexicon) -> tuple[Figure, ...]:
    """Return every figure in a stretch of the text, in order of its words.

    Kinds are the contract's; "other" counts people or things without saying what became of them. Sums keep their parts,
    subsets ("including three children") are left out, totals ("the toll rose to") are marked cumulative.
    """
    tables = figure_tables(lexicon)
    words = words_in(prose, span)
    if not words.lower:
        return ()
    cues = tables.cues_in(words)
    none = zeros(words, cues, tables)
    counted = [phrase(words, q, tables) for q in quantities(words, tables.numbers)]
    if any(cue.kind != "other" for cue in cues):
        counted = with_articles(words, counted, tables)
    if not counted:
        return none
    for one in counted:
        _bind(words, one, cues, counted, tables)
    _toll(words, counted, cues, tables)
    _coordinate(words, counted, tables)
    _subsets(words, counted, tables)
    for one in counted:
        if one.kind is None:
            _unbound(prose, words, one, tables)
    return tuple(sorted((*none, *_figures(words, counted, tables)), key=lambda f: f.span))


# --- the verb that a number belongs to -------------------------------------------------------------------------------


def _bind(words: Words, one: Counted, cues: Sequence[Cue], counted: Sequence[Counted], tables: FigureTables) -> None:
    """Give a counted thing its kind from its own noun, the verb before it or the verb behind it."""
    if one.cue is not None:
        one.kind, one.way = one.cue.kind, "count"
        return
    if one.noun in {"money", "length"} or (one.noun == "" and one.quantity.year_like):
        return
    if one.noun == "" and _not_counted(words, one, tables):
        return
    after = _state(words, one, cues, tables) or _subject(words, one, cues, counted, tables)
    before = _object(words, one, cues, tables)
    chosen = before or after
    if before and after and before.first < after.first and _listed(words, one, after):
        chosen = after
    if chosen is not None:
        if not one.noun and chosen.kind in {"taken", "loss-of-life"}:
            _inherit(one, counted)
        one.kind, one.verb = _kind(chosen, one), chosen
        one.way = one.way or ("object" if chosen is before else "subject")


def _inherit(one: Counted, counted: Sequence[Counted]) -> None:
    """Let a bare number count what the one before it counted: "killed 14 soldiers, captured seven"."""
    before = [c for c in counted if c.end < one.quantity.first and c.noun in {"people", "troops"}]
    if before:
        one.noun, one.unit = before[-1].noun, before[-1].unit


def _not_counted(words: Words, one: Counted, tables: FigureTables) -> bool:
    """Whether a number without a noun of ours counts something else: "two days", "300,000 cases"."""
    following = one.quantity.last + 1
    if following >= len(words.lower):
        return False
    word = words.lower[following]
    if word in tables.not_counted:
        return True
    unknown = word.endswith("s") and word.isalpha() and words.text[words.starts[following]].islower()
    return (
        unknown
        and words.close(one.quantity.last)
        and word not in tables.cue_starts | tables.auxiliaries | tables.stoppers
    )


def _kind(cue: Cue, one: Counted) -> str | None:
    """The kind of figure: of words such as "captured" and "lost" it depends on what was captured or lost."""
    things = {"equipment": "equipment", "area": "area", "other": "other"}
    if cue.kind in {"loss", "taken", "loss-of-life", "lives"}:
        if one.noun in things:
            return None if cue.kind == "lives" else things[one.noun]
        if cue.kind == "lives":
            return None if one.noun == "" else "killed"
        kinds = {"taken": "captured", "loss-of-life": "killed"}
        return kinds.get(cue.kind) if one.noun in {"people", "troops"} else None
    if one.noun in things:
        return "other" if one.unit == "animals" else None
    return cue.kind


def _object(words: Words, one: Counted, cues: Sequence[Cue], tables: FigureTables) -> Cue | None:
    """The verb right before the number: nothing but articles, "the lives of" and the like between."""
    first = one.quantity.first
    start = tables.qualifier_start(words, one.quantity)
    for cue in reversed(cues):
        if cue.last < start and "object" in cue.forms:
            between = words.lower[cue.last + 1 : start]
            light = all(w in tables.light for w in between) and "," not in words.text[cue.end : words.starts[first]]
            return cue if light and one_clause(words, cue.last, first) else None
    return None


def _state(words: Words, one: Counted, cues: Sequence[Cue], tables: FigureTables) -> Cue | None:
    """The state right behind the phrase: "14 dead", "17 people injured", "44 still missing"."""
    for cue in cues:
        if cue.first > one.end and {"state", "listed"} & cue.forms:
            near = cue.first == one.end + 1 or (
                cue.first == one.end + 2 and words.lower[one.end + 1] in {"still", "reported", "others", "more"}
            )
            return cue if near and joined(words, one.end, cue.first) and not _has_object(words, cue, tables) else None
    return None


def _subject(
    words: Words, one: Counted, cues: Sequence[Cue], counted: Sequence[Counted], tables: FigureTables
) -> Cue | None:
    """The verb whose subject the phrase is: an auxiliary before a participle, or the participle at once."""
    relative = words.lower[one.end + 1 : one.end + 2] in {("who",), ("that",), ("which",)}
    found: Cue | None = None
    for cue in cues:
        if cue.first <= one.end or "subject" not in cue.forms:
            continue
        gap = words.lower[one.end + 1 : cue.first]
        far = len(gap) > _REACH or not one_clause(words, one.end, cue.first)
        if far or _interrupted(words, one, cue, counted, tables):
            break
        verb = cue.finite or not tables.auxiliaries.isdisjoint(gap)
        reduced = len(gap) <= 1 and joined(words, one.end, cue.first) and not _has_object(words, cue, tables)
        if verb or reduced:
            found = cue if found is None or cue.finite else found
        if not relative:
            break  # "a woman who had been hurt died" goes on to the verb of the main clause
    return found


def _interrupted(words: Words, one: Counted, cue: Cue, counted: Sequence[Counted], tables: FigureTables) -> bool:
    """Whether another number with a verb of its own stands between the phrase and the verb.

    "6,800 people are infected and 5,700 people die", "three men killed 14 people who died".
    """
    for other in counted:
        if one.end < other.quantity.first < cue.first:
            own = other.kind is not None and other.way == "object"
            if own or not tables.auxiliaries.isdisjoint(words.lower[one.end + 1 : other.quantity.first]):
                return True
    return False


def _has_object(words: Words, cue: Cue, tables: FigureTables) -> bool:
    """Whether an object follows the participle at once, so that it is an active verb: "gunmen killed 14"."""
    following = cue.last + 1
    if following >= len(words.lower) or not words.text[words.ends[cue.last] : words.starts[following]].isspace():
        return False
    word = words.lower[following]
    if word == "at":
        return words.lower[following + 1 : following + 2] == ("least",)
    return word[0].isdigit() or word in tables.numbers.starters or word in {"the", "his", "her", "their", "its", "more"}


def _listed(words: Words, one: Counted, cue: Cue) -> bool:
    """Whether a state stands at once behind the number: in "killed 14 and 44 injured" the 44 are injured."""
    return cue.first == one.end + 1 and joined(words, one.end, cue.first)


# --- totals, sums, subsets, zero -------------------------------------------------------------------------------------


def _toll(words: Words, counted: Sequence[Counted], cues: Sequence[Cue], tables: FigureTables) -> None:
    """Bind "the death toll rose to 120", "the figure for evacuations was 3,000": a head, what it counts, its number."""
    for index, word in enumerate(words.lower):
        counting = next((c for c in cues if c.first == index and "count" in c.forms and word.endswith("s")), None)
        if word not in tables.toll_heads and counting is None:
            continue
        kind = counting.kind if counting is not None else _toll_kind(words, index, cues, tables)
        if kind is None:
            continue
        for one in counted:
            start = tables.qualifier_start(words, one.quantity)
            if (
                one.quantity.first <= index
                or one.noun in {"money", "length", "area"}
                or (one.quantity.year_like and not one.noun)
            ):
                continue
            if one.quantity.first - index > _REACH or not one_clause(words, index, one.quantity.first):
                break
            if start and words.lower[start - 1] in tables.toll_links:
                one.kind, one.way, one.cumulative = kind, "toll", True
                break


def _toll_kind(words: Words, index: int, cues: Sequence[Cue], tables: FigureTables) -> str | None:
    """What a toll, number or figure counts: by the words before it ("death toll") or behind it ("number of injured")."""
    word = words.lower[index]
    for cue in cues:
        if word.startswith("put") and index < cue.first <= index + _REACH and cue.kind in tables.kinds:
            return cue.kind  # "put the people who fled at 11,000"
        if cue.first < index <= cue.last + _BEFORE_TOLL and "for" in words.lower[max(0, cue.first - 2) : cue.first]:
            return cue.kind  # "For evacuations, the latest figure was 3,000"
        behind = index < cue.first <= index + 5 and joined(words, index, index + 1)  # "figure for evacuations in"
        if behind and {"count", "listed", "state"} & cue.forms and cue.kind in tables.kinds:
            links = words.lower[index + 1 : cue.first]
            if not links or links[0] in {"of", "for", "on"}:
                return cue.kind
    return "killed" if word == "toll" else None


def _coordinate(words: Words, counted: Sequence[Counted], tables: FigureTables) -> None:
    """Join "two policemen and one nurse were killed" and "killing two policemen and a nurse"."""
    for number, (left, right) in enumerate(pairwise(counted)):
        if not _conjoined(words, left, right, tables):
            continue
        if left.kind is None and right.kind is not None and right.way == "subject" and left.noun:
            left.kind, left.way = right.kind, right.way
        elif (
            right.kind is None and left.kind is not None and left.way in {"object", "article", "linked"} and right.noun
        ):
            right.kind = _kind(left.verb, right) if left.verb is not None else left.kind
            right.way, right.verb = "linked", left.verb
        if left.kind is not None and left.kind == right.kind and left.way != "count" and _same_things(left, right):
            right.link = number


def _conjoined(words: Words, left: Counted, right: Counted, tables: FigureTables) -> bool:
    first = tables.qualifier_start(words, right.quantity)
    between = words.lower[left.end + 1 : first]
    gap = words.text[words.ends[left.end] : words.starts[right.quantity.first]]
    linked = "and" in between or "plus" in between or (not between and gap.strip() == ",")
    return linked and len(between) <= 4 and all(w in tables.conjunctions for w in between) and "." not in gap  # noqa: PLR2004 - "as well as another"


def _same_things(left: Counted, right: Counted) -> bool:
    people = {"people", "troops"}
    if left.noun in people and right.noun in people:
        return True
    return left.noun == right.noun and left.unit == right.unit and left.noun != ""


def _subsets(words: Words, counted: Sequence[Counted], tables: FigureTables) -> None:
    """Leave out "including three children": they are counted in the figure before."""
    previous: Counted | None = None
    for one in counted:
        start = tables.qualifier_start(words, one.quantity)
        before = words.lower[max(0, start - 3) : start]
        inside = any(w in tables.subset for w in before) or words.lower[one.end + 1 : one.end + 3] == ("of", "them")
        share = words.lower[one.end + 1 : one.end + 3] == ("of", "whom")
        partitive = previous is not None and words.lower[previous.end + 1 : start] in _PARTITIVES
        if partitive and previous is not None and not previous.noun:
            previous.noun, previous.unit, inside = one.noun, one.unit, True  # "14 of the 20 passengers"
        linked = previous is not None and previous.way == "subset" and _conjoined(words, previous, one, tables)
        if ((inside or linked) and previous is not None) or (
            share and (previous is None or one.kind in {None, previous.kind})
        ):
            one.kind, one.way, one.link = None, "subset", -1
        previous = one


# --- numbers without a verb, and the result --------------------------------------------------------------------------


def _unbound(prose: Prose, words: Words, one: Counted, tables: FigureTables) -> None:
    """Give a kind to what counts something by its noun alone: troops, equipment, area, money, depth, people."""
    if one.way in {"subset", "article"} or not one.noun:
        return
    if one.noun == "length":
        one.kind = "depth" if _is_depth(prose, words, one, tables) else None
    elif one.noun == "people":
        one.kind = "other"
    elif one.noun != "other":  # houses and villages of which nothing is told are no figure
        one.kind = one.noun


def _is_depth(prose: Prose, words: Words, one: Counted, tables: FigureTables) -> bool:
    """Whether a length says how far someone advanced: by the words behind it, or an advance told before it."""
    behind = words.lower[one.end + 1 : one.end + 3]
    if behind and behind[0] in tables.not_depth:
        return False
    if any(w in tables.depth_after for w in behind):
        return True
    before = words.lower[: one.quantity.first]
    if any(w in tables.depth_cues for w in before[-_REACH:]):
        return True
    start = words.starts[one.quantity.first]
    back = prose.text[max(0, start - _LOOK_BACK) : start].rsplit("\n", 1)[-1]
    opens = not before or prose.text[max(0, words.starts[0] - 3) : words.starts[0]].strip(" ") != ""
    return opens and any(w in tables.depth_cues for w in scan(back, Span(0, len(back))).lower)


def _figures(words: Words, counted: Sequence[Counted], tables: FigureTables) -> Iterable[Figure]:
    """Make figures of what has a kind, sums of what is coordinated."""
    groups: list[list[Counted]] = []
    for number, one in enumerate(counted):
        if one.kind is None:
            continue
        if one.link == number - 1 and groups and groups[-1][-1] is counted[one.link]:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups:
        made = [figure for one in group if (figure := _figure(words, one, tables)) is not None]
        if made:
            yield made[0] if len(made) == 1 else _sum(made)


def _figure(words: Words, one: Counted, tables: FigureTables) -> Figure | None:
    measured = one.noun in {"area", "length", "money"}
    low, best, high = one.quantity.bounds(counted=not measured)
    if not measured and max(v for v in (low, best, high, 0) if v is not None) > _PEOPLE_LIMIT:
        return None
    end = words.ends[one.end]
    side = next(
        (
            words.text[words.starts[i] : words.ends[i]]
            for i in range(one.quantity.last + 1, one.end)
            if tables.side(words, i)
        ),
        None,
    )
    return Figure(
        kind=cast("FigureKind", one.kind),
        low=low,
        best=best,
        high=high,
        unit=one.unit or "people",
        span=Span(one.quantity.span.start, max(end, one.quantity.span.end)),
        qualifier=one.quantity.qualifier,
        cumulative=one.cumulative,
        side=side or (tables.side_before(words, one.quantity.first) if one.kind in {"killed", "equipment"} else None),
    )


def _sum(parts: Sequence[Figure]) -> Figure:
    """Add up coordinated figures; a bound is known where it is known of each part."""

    def total(values: Sequence[float | None]) -> float | None:
        known = [v for v in values if v is not None]
        return sum(known) if len(known) == len(values) else None

    units = {part.unit for part in parts}
    qualifier = next((part.qualifier for part in parts if part.qualifier), None)
    return replace(
        parts[0],
        low=total([p.low for p in parts]),
        best=total([p.best for p in parts]),
        high=total([p.high for p in parts]),
        unit=units.pop() if len(units) == 1 else "people",
        span=Span(parts[0].span.start, parts[-1].span.end),
        qualifier=qualifier,
        parts=tuple(parts),
    )
