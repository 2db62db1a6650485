"""Names of sources: from the words before or behind a reporting verb to one normalised name and its party.

"Russia's defence ministry", "Ministry of Defense of Russia" → "Russian Ministry of Defence"; "Kursk acting governor
Alexei Smirnov" → "Alexei Smirnov"; "a hospital spokesman" → "hospital spokesman".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from geoevents.events.speakers.rules import AttributionTables
from geoevents.model import Span
from geoevents.model.quick import quick

Party = Literal["party", "authority", "third-party", "unnamed", "reporter"]
_PIECE = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:[-\u2011’'.]\w+)*['’]?")
_OWNING = frozenset({"his", "her", "its", "their", "official"})
_CHANNELS = frozenset({"channel", "page", "account", "feed", "blog"})
_NO_SOURCE = frozenset({"there", "this", "that", "these", "i", "we", "you", "who", "it", "he", "she", "they"})
_LONGEST = 16  # words of a source; longer stretches are sentences


@quick
@dataclass(slots=True)
class Source:
    """A source as named at one place of the text. `person` is true for a named person, false for a body or people."""

    name: str
    span: Span
    party: Party
    country: str | None
    person: bool
    surface: str
    role: bool = False  # an unnamed person: "a ministry spokesman"


@dataclass(slots=True)
class Names:
    """What a report has called its sources so far: full names by surname, last person, last body."""

    warring: frozenset[str] = frozenset()
    surnames: dict[str, Source] = field(default_factory=dict)
    person: Source | None = None
    body: Source | None = None

    def remember(self, source: Source) -> None:
        """Keep a source as antecedent of pronouns and surnames."""
        if source.person:
            self.person = source
            surname = source.name.rsplit(" ", 1)[-1]
            if " " in source.name or surname not in self.surnames:
                self.surnames[surname] = source
        else:
            self.body = source
            if source.role:
                self.person = source


def read_source(text: str, span: Span, names: Names, tables: AttributionTables) -> Source | None:
    """Return the source that the words of `span` name, or None where they name none."""
    pieces = [(m.group(), m.start(), m.end()) for m in _PIECE.finditer(text, span.start, span.end)]
    articled = bool(pieces) and pieces[0][0].lower() == "the"
    pieces = _trimmed(pieces, tables)
    if not pieces or len(pieces) > _LONGEST:
        return None
    if len(pieces) == 1 and (pronoun := _pronoun(pieces[0], names, tables)) is not None:
        return pronoun
    words = [p[0] for p in pieces]
    if words[0].lower() in _NO_SOURCE or not any(w[0].isalpha() for w in words):
        return None
    whole = Span(pieces[0][1], pieces[-1][2])
    surface = whole.of(text)
    country = tables.country_of(words)
    code = country[0] if country else tables.seat_of(words)
    person = _person(words, names, tables)
    if articled and person == " ".join(words) and person not in names.surnames:
        person = None  # "the Rapid Front" is no person
    if person is not None:
        known = names.surnames.get(person.rsplit(" ", 1)[-1])
        if known is not None and (" " not in person or person == known.name) and len(words) <= 2:  # noqa: PLR2004 - name alone
            return Source(known.name, whole, known.party, known.country, person=True, surface=surface)
        if " " not in person and known is not None:
            person = known.name
        return Source(person, whole, party_of(words, code, names, tables), code, person=True, surface=surface)
    name = body_name(words, tables)
    role = _is_role(words, tables)
    party = party_of(words, code, names, tables)
    return Source(name, whole, party, code, person=False, surface=surface, role=role)


def _is_role(words: list[str], tables: AttributionTables) -> bool:
    """Whether a source is one unnamed person, whom "he" or "she" can mean: "a ministry spokesman", "an adviser to X"."""
    last = words[-1].lower()
    generic = {"foreign", "defence", "defense", "interior", "prime", "vice", "former", "acting"}
    return (last in tables.lists["titles"] and last not in generic) or any(
        w.lower() in tables.lists["role_of"] and not w.endswith("s") for w in words[:3]
    )


def _trimmed(pieces: list[tuple[str, int, int]], tables: AttributionTables) -> list[tuple[str, int, int]]:
    """Drop articles and adverbs before the name, adverbs and adverbial phrases behind it."""
    lists = tables.lists
    while pieces and pieces[0][0].lower() in lists["prepositions"] and len(pieces) > 2:  # noqa: PLR2004 - "On Friday X"
        pieces = pieces[2:] if pieces[1][0].lower() in lists["adverbs"] else pieces[1:]
        if pieces and pieces[0][0].lower() not in tables.openers:
            break
    while pieces and pieces[0][0].lower() in tables.openers:
        own = pieces[0][0].lower() in _OWNING
        pieces = pieces[1:]
        while own and len(pieces) > 2 and pieces[0][0].lower() in lists["media"] | _CHANNELS:  # noqa: PLR2004 - "on his Telegram channel X Y"
            pieces = pieces[1:]
    for index, (word, _, _) in enumerate(pieces):
        if index and word in lists["prepositions"] and not _belongs(pieces, index, tables):
            pieces = pieces[:index]
            break
    while pieces and pieces[-1][0].lower() in lists["adverbs"]:
        pieces = pieces[:-1]
    return pieces


def _belongs(pieces: list[tuple[str, int, int]], index: int, tables: AttributionTables) -> bool:
    """Whether a preposition opens part of the name: "police in Aurora", "an official with the county's bureau"."""
    before, behind = [p[0] for p in pieces[:index]], [p[0] for p in pieces[index + 1 :]]
    if not behind or any(word[0].isupper() for word in before[1:]) or (before[0][0].isupper() and len(before) > 1):
        return False
    if pieces[index][0] == "with":
        return True
    if pieces[index][0] not in {"in", "at", "near", "from"} or not behind[0][0].isupper():
        return False
    return behind[0].lower() not in tables.lists["adverbs"] and behind[0].lower() not in tables.lists["media"]


def _pronoun(piece: tuple[str, int, int], names: Names, tables: AttributionTables) -> Source | None:
    """Return the antecedent of "he", "she", "they" or "it", standing at the pronoun."""
    word = piece[0].lower()
    found = None
    if word in tables.lists["singular_pronouns"]:
        found = names.person
    elif word in tables.lists["plural_pronouns"]:
        found = names.body or (names.person if word == "they" else None)
    if found is None:
        return None
    return Source(found.name, Span(piece[1], piece[2]), found.party, found.country, found.person, piece[0])


def _person(words: list[str], names: Names, tables: AttributionTables) -> str | None:
    """Return the personal name at the end of a source's words, or None where they name a body or people."""
    lists = tables.lists
    end = len(words)
    first = end
    while first and (
        words[first - 1][0].isupper()
        or (words[first - 1] in lists["particles"] - {"of", "for", "and", "the"} and first > 1)
    ):
        first -= 1
    titled = [k for k in range(first, end) if words[k].lower().rstrip(".") in lists["titles"]]
    first = titled[-1] + 1 if titled else first
    name, before = words[first:end], words[:first]
    while name and _is_place(name, tables):
        before, name = [*before, name[0]], name[1:]
    if (
        not name
        or (before and before[-1] in lists["prepositions"])
        or _role_of(before, tables)
        or any(w.lower() in lists["body_heads"] for w in name)
    ):
        return None
    if len(name) == 1 and name[0] in names.surnames:
        return name[0]
    if any(w.endswith(("'s", "’s")) for w in name) or (
        name[0].isupper() and len(name[0]) > 1 and len(name) == 1 and not before
    ):
        return None
    if any(w.lower().rstrip(".") in lists["titles"] for w in before[-3:]):
        return " ".join(name)
    alone = 2 <= len(name) <= 4 and not before  # noqa: PLR2004 - first name and surname
    return " ".join(name) if alone and not any(w in lists["particles"] for w in name[1:2] if w == "of") else None


def _is_place(name: list[str], tables: AttributionTables) -> bool:
    """Whether a run of capitalised words begins with a country or nationality."""
    country = tables.country_of(name[:3])
    return country is not None and country[1] == 0


def _role_of(before: list[str], tables: AttributionTables) -> bool:
    """Whether a role stands before "to", "of" or "for", so that the name behind is whom it serves: "adviser to X"."""
    lowered = [w.lower() for w in before]
    for index in range(1, len(lowered)):
        if lowered[index] in {"to", "of", "for"} and lowered[index - 1] in tables.lists["role_of"]:
            return all(w[0].isupper() or w.lower() in tables.lists["titles"] or w == "the" for w in before[index + 1 :])
    return False


def body_name(words: list[str], tables: AttributionTables) -> str:
    """Return the normalised name of a body: ministries and general staffs in one form, others as written."""
    lowered = [w.lower().replace("’", "'") for w in words]
    country = tables.country_of(words)
    if "ministry" in lowered:
        made = _ministry(lowered, country, tables)
        if made is not None:
            return made
    if (
        country is not None
        and "general" in lowered
        and lowered[lowered.index("general") + 1 : lowered.index("general") + 2] == ["staff"]
    ):
        return f"General Staff of {tables.names[country[0]]}"
    for index, word in enumerate(lowered):
        if (
            word in {"institute", "university", "centre", "center", "organisation", "organization", "committee"}
            and words[index][0].isupper()
        ):
            return " ".join(_run(words, index))
    if country is not None and country[0] == "US" and country[1] == 0:
        return " ".join(["US", *words[country[2] :]])
    if len(words) == 1 and lowered[0] in tables.unnamed:
        return lowered[0]
    return " ".join(words)


def _run(words: list[str], index: int) -> list[str]:
    """Return the capitalised run around word `index`, over "of", "for" and "the"."""
    first = index
    while first and words[first - 1][0].isupper() and "-" not in words[first - 1]:
        first -= 1
    last = index
    links = {"of", "for", "the", "and", "on"}
    while last + 1 < len(words) and (words[last + 1][0].isupper() or words[last + 1] in links):
        last += 1
    while words[last] in links:
        last -= 1
    return words[first : last + 1]


def _ministry(lowered: list[str], country: tuple[str, int, int] | None, tables: AttributionTables) -> str | None:
    at = lowered.index("ministry")
    for size in (2, 1):
        before = " ".join(lowered[max(0, at - size) : at])
        behind = " ".join(lowered[at + 2 : at + 2 + size]) if lowered[at + 1 : at + 2] == ["of"] else ""
        kind = tables.ministries.get(before) or tables.ministries.get(behind.removeprefix("the "))
        if kind is not None:
            return f"{tables.adjectives[country[0]]} Ministry of {kind}" if country else None
    return None


def party_of(words: list[str], code: str | None, names: Names, tables: AttributionTables) -> Party:
    """Say how a source stands to the event, by the words that name it and the countries that fight in the report."""
    lowered = " ".join(words).lower()
    phrase, written = f" {lowered} ", lowered.split(" ")
    plain = {w.replace("’", "'").removesuffix("'s").rstrip(".") for w in written}
    opening = [w for w in written if w in tables.phrase_starts]
    for name, singles, phrases in tables.party_words:
        if not singles.isdisjoint(plain) or (opening and any(p in phrase for w in opening for p in phrases.get(w, ()))):
            return _named_party(name, code, names)
    if code is not None and len(words) <= 2:  # noqa: PLR2004 - "Ukraine", "Russian figure"
        return "party" if code in names.warring else "authority"
    return "unnamed"


def _named_party(name: str, code: str | None, names: Names) -> Party:
    if name in {"unnamed", "civil"}:
        return "unnamed" if name == "unnamed" else "authority"
    if name == "third_party":
        return "third-party"
    if name == "military":
        return "party" if code is None or code in names.warring or not names.warring else "third-party"
    if name == "heads" and names.warring:
        return "party" if code is None or code in names.warring else "third-party"
    return "authority"
