"""Figures: who was killed, hurt, moved, how much was lost or taken, with the words that say so.

    find_figures(prose, span, lexicon) → Figure …

A number becomes a figure through the word that it belongs to: the verb before ("killing 14 people"), the verb behind
("14 people were killed"), the noun it counts ("14 deaths"), the toll it is ("the death toll rose to 120"). Rules are in
`data/lexicons/figures.toml`, the table of low, best and high in `docs/figures.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import cast

from geoevents.events.figures.groups import coordinate, elided, leave_out_parts, total
from geoevents.events.figures.number_words import Words, scan, words_in
from geoevents.events.figures.numbers import quantities_in
from geoevents.events.figures.phrases import Counted, phrase, with_articles, zeros
from geoevents.events.figures.rules import REACH, FigureTables, figure_tables
from geoevents.events.figures.verbs import bind
from geoevents.lexicon import Lexicon
from geoevents.model import Figure, FigureKind, Prose, Span
from geoevents.model.quick import replace

_LOOK_BACK = 220  # characters before a span in which an advance may be told whose depth the span gives
_PEOPLE_LIMIT = 1e10  # nothing counts more people than there are


def find_figures(prose: Prose, span: Span, lexicon: Lexicon) -> tuple[Figure, ...]:
    """Return every figure in a stretch of the text, in order of its words.

    Kinds are the contract's; "other" counts people or things without saying what became of them. Sums keep their parts,
    subsets ("including three children") are left out, totals ("the toll rose to") are marked cumulative.
    """
    return figures_in(prose, span, figure_tables(lexicon))


def figures_in(prose: Prose, span: Span, tables: FigureTables) -> tuple[Figure, ...]:
    """Return what `find_figures` does, by tables at hand."""
    words = words_in(prose, span)
    if not words.lower:
        return ()
    cues = tables.cues_in(words)
    none = zeros(words, cues, tables)
    counted = [phrase(words, q, tables) for q in quantities_in(prose, span, tables.numbers)]
    if cues and any(cue.kind != "other" for cue in cues):
        counted = with_articles(words, counted, tables)
    if not counted or (not cues and _count_nothing(words, counted, tables)):
        return none
    for one in counted:
        bind(words, one, cues, counted, tables)
    total(words, counted, cues, tables)
    elided(words, counted)
    coordinate(words, counted, tables)
    leave_out_parts(words, counted, tables)
    for one in counted:
        if one.kind is None:
            _unbound(prose, words, one, tables)
    return tuple(sorted((*none, *_figures(words, counted, tables)), key=attrgetter("span.start", "span.end")))


def _count_nothing(words: Words, counted: Sequence[Counted], tables: FigureTables) -> bool:
    """Whether numbers in words without a cue stand at no noun that the lexicon knows, and at no toll."""
    return not any(one.noun for one in counted) and tables.toll_heads.isdisjoint(words.lower)


# --- numbers without a verb, and the result --------------------------------------------------------------------------


def _unbound(prose: Prose, words: Words, one: Counted, tables: FigureTables) -> None:
    """Give a kind to what counts something by its noun alone: troops, equipment, area, money, depth, people."""
    if one.way in {"subset", "article", "definite"} or not one.noun:
        return
    if one.noun == "length":
        one.kind = "depth" if _is_depth(prose, words, one, tables) else None
    elif one.unit == "supplies" or (one.noun == "people" and not _one_of(words, one)):
        one.kind = "other"
    elif one.noun not in {"other", "people"}:  # houses and villages of which nothing is told are no figure
        one.kind = one.noun


def _one_of(words: Words, one: Counted) -> bool:
    """Whether a number only picks one out: "one of the residents said"."""
    return one.quantity.value == 1 and words.lower[one.quantity.last + 1 : one.quantity.last + 2] == ("of",)


def _is_depth(prose: Prose, words: Words, one: Counted, tables: FigureTables) -> bool:
    """Whether a length says how far someone advanced: by the words behind it, or an advance told before it."""
    behind = words.lower[one.end + 1 : one.end + 3]
    if behind and behind[0] in tables.not_depth:
        return False
    if any(w in tables.depth_after for w in behind):
        return True
    before = words.lower[: one.quantity.first]
    if any(w in tables.depth_cues for w in before[-REACH:]):
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
    if not measured and max(low or 0, best or 0, high or 0) > _PEOPLE_LIMIT:
        return None
    end = words.ends[one.end]
    inside = (i for i in range(one.quantity.last + 1, one.end) if tables.side(words, i))
    at = next(inside, None) if one.quantity.last + 1 < one.end else None
    side = words.text[words.starts[at] : words.ends[at]] if at is not None else None
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

    def added(values: Sequence[float | None]) -> float | None:
        known = [v for v in values if v is not None]
        return sum(known) if len(known) == len(values) else None

    units = {part.unit for part in parts}
    qualifier = next((part.qualifier for part in parts if part.qualifier), None)
    return replace(
        parts[0],
        low=added([p.low for p in parts]),
        best=added([p.best for p in parts]),
        high=added([p.high for p in parts]),
        unit=units.pop() if len(units) == 1 else "people",
        span=Span(parts[0].span.start, parts[-1].span.end),
        qualifier=qualifier,
        parts=tuple(parts),
    )
