"""Who takes part: forces, police, governments, groups and officials of a clause, under one name each in all reports.

"Kyiv's forces", "Ukraine's military" and "the Ukrainian army" are "Armed Forces of Ukraine", for any country: the
country comes from its name, its adjective, or a capital that stands for it; what kind of body it is, from the noun.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from geoevents.events.figures.number_words import compiled
from geoevents.events.speakers.rules import attribution_tables
from geoevents.events.view import ReportView
from geoevents.lexicon import Lexicon, RuleFile
from geoevents.model import Span
from geoevents.text import standing

_REACH = 3  # words between a country and the noun of its body
_MOST = 6
_FIGHTING = frozenset({"incursion", "advance", "control", "battle", "strike", "attack", "capture", "mobilization"})


class ActorTables:
    """Nouns of bodies by the form of their name; see data/lexicons/actors.toml."""

    def __init__(self, file: RuleFile) -> None:
        """Turn the lists of the file into one dictionary from noun to the form of the name."""
        self.forms = {str(form["noun"]): str(form["name"]) for form in file.tables["form"]}
        self.by_word = {word: self.forms[noun] for noun in self.forms for word in file.words(noun)}
        self.groups = frozenset(file.words("groups"))
        self.bodies = self.groups.union(self.by_word)
        self.bare = frozenset(file.words("bare"))


class Actors:
    """The actors of one report, stretch by stretch; what its words are is looked up once."""

    def __init__(self, view: ReportView, lexicon: Lexicon) -> None:
        """Find the tokens that name countries, kinds of bodies and groups."""
        self.view = view
        self.tables = compiled(lexicon["actors"], ActorTables)
        self.countries = attribution_tables(lexicon)

    def of(self, span: Span, event_type: str) -> tuple[str, ...]:
        """Return the actors that a stretch of text names, in order, each once; at most six."""
        view = self.view
        first, last = view.token_at(span.start), view.token_at(max(span.start, span.end - 1)) + 1
        last = min(last, len(view.words))
        bodies = self._bodies[bisect_left(self._bodies, first) : bisect_left(self._bodies, last)]
        coded = self._coded[bisect_left(self._coded, first) : bisect_left(self._coded, last)]
        if not bodies and not coded:
            return ()
        return tuple(dict.fromkeys(self._named(first, last, bodies, coded, event_type)))[:_MOST]

    @cached_property
    def _bodies(self) -> list[int]:
        """The tokens that are nouns of bodies or groups."""
        return standing(self.view.words, self.tables.bodies)

    @cached_property
    def _codes(self) -> dict[int, str]:
        """The country that each token names, by word or by what it was resolved to, in order."""
        view, known = self.view, self.countries.codes
        found = {
            token: known[view.words[token]]
            for token in standing(view.words, known)
            if view.text[view.starts[token]].isupper()
        }
        for token, resolution in view.named.items():
            place = resolution.place
            if resolution.toponym.role in {"metonym", "demonym"} and place and place.country in self.countries.names:
                found[token] = str(place.country)
        return dict(sorted(found.items()))

    @cached_property
    def _coded(self) -> list[int]:
        return list(self._codes)

    def _named(
        self, first: int, last: int, bodies: Sequence[int], coded: Sequence[int], event_type: str
    ) -> Iterator[str]:
        tables, countries, codes = self.tables, self.countries, self._codes
        used: set[int] = set()
        for token in bodies:
            form = tables.by_word.get(self.view.words[token])
            if form is None:
                if name := _group(self.view, token, first, codes):
                    yield name
                continue
            at = next((k for k in range(token - 1, max(first, token - _REACH) - 1, -1) if k in codes), None)
            if at is not None:
                used.add(at)
                yield form.format(country=countries.names[codes[at]], adjective=countries.adjectives[codes[at]])
        for token in coded:
            if token not in used and _acts(self.view, token, last, tables):
                kind = "Armed Forces of {}" if event_type in _FIGHTING else "Government of {}"
                yield kind.format(countries.names[codes[token]])


def _acts(view: ReportView, token: int, last: int, tables: ActorTables) -> bool:
    """Whether a bare country acts: a verb of acting stands right behind it."""
    following = view.words[token + 1 : min(last, token + 4)]
    return bool(following) and following[0] != "'s" and any(word in tables.bare for word in following[:3])


def _group(view: ReportView, token: int, first: int, codes: dict[int, str]) -> str | None:
    """Return the name of an armed group: the capitalised words before "rebels", "militants" and the like."""
    start = token
    while (
        start > first
        and view.text[view.starts[start - 1]].isupper()
        and (start - 1) not in codes
        and token - start < _REACH
    ):
        start -= 1
    if start == token:
        return None
    return view.text[view.starts[start] : view.ends[token]]
