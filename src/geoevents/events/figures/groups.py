"""Counted things among each other: totals, sums, and those that are counted in another figure already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from geoevents.events.figures.number_words import Words
from geoevents.events.figures.phrases import Counted, joined, one_clause
from geoevents.events.figures.rules import REACH, Cue, FigureTables, near_cues
from geoevents.events.figures.verbs import PEOPLE, kind_of
from geoevents.text import standing

_PARTITIVES = frozenset({("of",), ("of", "the"), ("of", "its"), ("of", "their"), ("of", "all"), ("of", "some")})
_BEFORE_TOLL = 8  # words between "for evacuations" and "figure"
_SHARES = frozenset({"none", "half", "third", "quarter", "most", "majority", "percent", "few"})  # of a whole
_AGE_LIMIT = 120
_CHILDHOOD = 18
_TOLLS = frozenset({"killed", "wounded", "missing", "captured", "evacuated", "displaced"})
_PLACING = frozenset({"in", "near", "at", "outside"})
_ELIDED = 12  # words between a toll and the next of its list


def total(words: Words, counted: Sequence[Counted], cues: Sequence[Cue], tables: FigureTables) -> None:
    """Bind "the death toll rose to 120", "the figure for evacuations was 3,000": a head, what it counts, its number."""
    heads = tables.heads
    for index in standing(words.lower, heads):
        word, near = words.lower[index], near_cues(cues, index, index)
        counting = next((c for c in near if c.first == index and "count" in c.forms and word.endswith("s")), None)
        if word not in tables.toll_heads and counting is None:
            continue
        kind = counting.kind if counting is not None else _total_kind(words, index, near, tables)
        if kind is None:
            continue
        start = bisect_left(counted, index - 2 * REACH, key=lambda c: c.quantity.first)
        for one in counted[start:]:
            start = tables.qualifier_start(words, one.quantity)
            if one.end == index - 2 and words.lower[index - 1] == "the" and start and words.lower[start - 1] == "to":
                one.kind, one.way, one.cumulative = kind, "toll", True  # "bringing to 45 the number of deaths"
                break
            if one.quantity.first <= index or _no_total(one, kind, tables):
                continue
            if one.quantity.first - index > REACH or not one_clause(words, index, one.quantity.first):
                break
            if start and words.lower[start - 1] in tables.toll_links:
                one.kind, one.way, one.cumulative = kind, "toll", True
                break


def _no_total(one: Counted, kind: str, tables: FigureTables) -> bool:
    """Whether a number cannot be the total of a kind: money, lengths, years, houses among the dead."""
    if kind in tables.people_kinds and one.noun in {"other", "equipment"}:
        return True
    return one.noun in {"money", "length", "area"} or (one.quantity.year_like and not one.noun)


def _total_kind(words: Words, index: int, cues: Sequence[Cue], tables: FigureTables) -> str | None:
    """What a toll, number or figure counts: by the words before it ("death toll") or behind it ("number of injured")."""
    word = words.lower[index]
    for cue in cues:
        if cue.first == index and "toll" in cue.forms:
            return cue.kind
        verb = word.startswith(("put", "br"))
        if verb and index < cue.first <= index + REACH and cue.kind in tables.kinds and cue.kind != "other":
            return cue.kind  # "put the people who fled at 11,000"
        if cue.first < index <= cue.last + _BEFORE_TOLL and "for" in words.lower[max(0, cue.first - 2) : cue.first]:
            return cue.kind  # "For evacuations, the latest figure was 3,000"
        behind = index < cue.first <= index + 5 and joined(words, index, index + 1)  # "figure for evacuations in"
        if behind and {"count", "listed", "state", "subject"} & cue.forms and cue.kind in tables.kinds:
            links = words.lower[index + 1 : cue.first]
            if not links or links[0] in {"of", "for", "on"}:
                return cue.kind
    return "killed" if word == "toll" else None


def elided(words: Words, counted: Sequence[Counted]) -> None:
    """Read "killed three people in Ohio, two in Indiana and another in Kentucky": what is not said again is the same."""
    for left, right in pairwise(counted):
        if left.kind not in _TOLLS or left.noun not in PEOPLE or right.kind is not None or right.noun:
            continue
        behind, at = words.lower[right.end + 1 : right.end + 2], right.end + 2
        named = at < len(words.lower) and words.text[words.starts[at]].isupper()
        between = words.text[words.ends[left.end] : words.starts[right.quantity.first]]
        short = right.quantity.first - left.end <= _ELIDED and not {".", ";", ":"} & set(between)
        listed = words.lower[left.end + 1 : left.end + 2] and words.lower[left.end + 1] in _PLACING
        if behind and behind[0] in _PLACING and named and short and listed:
            right.kind, right.noun, right.unit, right.way, right.verb = (
                left.kind,
                left.noun,
                left.unit,
                "elided",
                left.verb,
            )


def coordinate(words: Words, counted: Sequence[Counted], tables: FigureTables) -> None:
    """Join "two policemen and one nurse were killed" and "killing two policemen and a nurse"."""
    for number, (left, right) in enumerate(pairwise(counted)):
        if not conjoined(words, left, right, tables):
            continue
        if left.kind is None and right.kind is not None and right.way == "subject" and left.noun:
            left.kind, left.way = right.kind, right.way
        elif left.kind is None and right.kind is not None and right.way in {"article", "definite"} and left.noun:
            left.kind = right.kind
        elif (
            right.kind is None
            and left.kind is not None
            and left.way in {"object", "article", "definite", "linked"}
            and right.noun
        ):
            right.kind = kind_of(left.verb, right) if left.verb is not None else left.kind
            right.way, right.verb = "linked", left.verb
        if left.kind is not None and left.kind == right.kind and left.way != "count" and _same_things(left, right):
            right.link = number


def conjoined(words: Words, left: Counted, right: Counted, tables: FigureTables) -> bool:
    """Whether two phrases stand in one list: "two policemen and a nurse", "two policemen, a nurse and …"."""
    first = tables.qualifier_start(words, right.quantity)
    between = words.lower[left.end + 1 : first]
    gap = words.text[words.ends[left.end] : words.starts[right.quantity.first]]
    listed = not between and gap.strip() == "," and _goes_on(words, right)
    linked = "and" in between or "plus" in between or listed
    return linked and len(between) <= 4 and all(w in tables.conjunctions for w in between) and "." not in gap  # noqa: PLR2004 - "as well as another"


def _goes_on(words: Words, one: Counted) -> bool:
    """Whether a list goes on behind a phrase: "a driver, two clerks and …", but not "a driver, two clerks said"."""
    following = words.lower[one.end + 1 : one.end + 2]
    return following in {("and",), ("plus",)} or words.text[words.ends[one.end] : words.ends[one.end] + 1] == ","


def _same_things(left: Counted, right: Counted) -> bool:
    if left.noun in PEOPLE and right.noun in PEOPLE:
        return True
    return left.noun == right.noun and left.unit == right.unit and left.noun != ""


def leave_out_parts(words: Words, counted: Sequence[Counted], tables: FigureTables) -> None:
    """Leave out "including three children", "four of them", "two drowned and two burned": they are counted already."""
    previous: Counted | None = None
    for one in counted:
        if _is_part(words, one, previous, tables):
            one.kind, one.way, one.link = None, "subset", -1
        previous = one
    _in_care(counted)
    _spelled_out(words, counted)


def _is_part(words: Words, one: Counted, previous: Counted | None, tables: FigureTables) -> bool:
    start = tables.qualifier_start(words, one.quantity)
    before = words.lower[max(0, start - 3) : start]
    behind = words.lower[one.end + 1 : one.end + 3]
    share = before[-1:] == ("of",) or before[-2:-1] == ("of",)
    if _is_age(words, one, tables) or (share and not _SHARES.isdisjoint(before)):
        return True
    if one.kind == "other" and one.noun in {"", "people"} and one.quantity.value == 1 and behind[:1] == ("of",):
        return True  # "one of the biggest rallies"
    if one.part_of is not None:
        return one.kind in {None, one.part_of}
    if previous is not None and before[-2:-1] in {("was",), ("were",)} and before[-1:] == ("among",):
        previous.kind, previous.way, previous.link = None, "subset", -1  # "a girl was among five people killed"
        return False
    inside = not tables.subset.isdisjoint(before) or _among_them(words, one)
    if previous is None:
        return behind == ("of", "whom")
    between = words.lower[previous.end + 1 : start]
    if between in _PARTITIVES and not previous.noun:
        previous.noun, previous.unit, inside = one.noun, one.unit, True  # "14 of the 20 passengers"
        if previous.kind is None and one.kind is not None:
            previous.kind, previous.way = one.kind, one.way
    linked = previous.way == "subset" and conjoined(words, previous, one, tables)
    of_whom = behind in {("of", "whom"), ("of", "them")} and one.kind in {None, previous.kind}
    return inside or linked or of_whom or _explains(words, one, previous, between)


def _among_them(words: Words, one: Counted) -> bool:
    """Whether "among them" ends the phrase: "five people, two girls among them," but not "men, among them a boy"."""
    last = one.end + 2
    among = words.lower[one.end + 1 : last + 1] in {("among", "them"), ("among", "those")}
    return among and words.text[words.ends[last] : words.ends[last] + 1] in {",", ".", ";", ")", ""}


def _explains(words: Words, one: Counted, previous: Counted, between: tuple[str, ...]) -> bool:
    """Whether a singular or small number between commas says who those before it are: "two people, a man and a girl,"."""
    gap = words.text[words.ends[previous.end] : words.starts[one.quantity.first]]
    if (
        previous.kind == one.kind is not None
        and one.noun
        and (gap.strip() == "(" or (between == ("or",) and gap[:1] == ","))
    ):
        return True  # "15,000 households (75,000 individuals)"
    if between or one.noun not in PEOPLE or previous.noun not in PEOPLE or previous.quantity.mode != "exact":
        return False
    small = one.quantity.value <= previous.quantity.value
    return gap.strip() in {",", "—", "–", "-", "("} and small and previous.kind == one.kind


def _is_age(words: Words, one: Counted, tables: FigureTables) -> bool:
    """Whether a number is an age: "a man of 61", "a boy of 14 among them", "aged 34 and 36"."""
    if one.noun or one.quantity.value > _AGE_LIMIT:
        return False
    if one.quantity.qualifier == "under" and one.quantity.value <= _CHILDHOOD:
        return True  # "both under five"
    before = words.lower[max(0, one.quantity.first - 3) : one.quantity.first]
    person = before[-1:] != () and before[-1] in tables.singulars
    if person and words.gap(one.quantity.first - 1, one.quantity.first) in {", ", " ("}:
        return words.text[words.ends[one.end] : words.ends[one.end] + 1] in {",", ")"}  # "a man, 47, was hurt"
    return (before[-1:] == ("of",) and before[-2:-1] != () and before[-2] in tables.aged) or (
        before[-1:] == ("aged",) or (before[-1:] == ("and",) and before[:1] == ("aged",))
    )


def _in_care(counted: Sequence[Counted]) -> None:
    """Leave out those in hospital where the wounded were counted before: "five were hurt; four are being treated"."""
    most = 0.0
    for one in counted:
        if one.kind != "wounded":
            continue
        if one.verb is not None and one.verb.kind == "care" and not one.noun and one.quantity.value <= most:
            one.kind, one.way, one.link = None, "subset", -1
        most = max(most, one.quantity.value)


def _spelled_out(words: Words, counted: Sequence[Counted]) -> None:
    """Leave out parts behind a colon that add up to the total before it: "four deaths: two drowned, two were shot"."""
    told = [one for one in counted if one.kind is not None]
    for at, (whole, following) in enumerate(pairwise(told), start=1):
        if ":" in words.text[words.ends[whole.end] : words.starts[following.quantity.first]]:
            parts = [one for one in told[at:] if one.kind == whole.kind]
            if sum(one.quantity.value for one in parts) == whole.quantity.value:
                for one in parts:
                    one.kind, one.way, one.link = None, "subset", -1
            return
