"""Who takes part: forces, police, governments, groups and officials of a clause, under one name each in all reports.

"Kyiv's forces", "Ukraine's military" and "the Ukrainian army" are "Armed Forces of Ukraine", for any country: the
country comes from its name, its adjective, or a capital that stands for it; what kind of body it is, from the noun.
"""

from __future__ import annotations

from collections.abc import Iterator

from geoevents.events.figures.number_words import compiled
from geoevents.events.speakers.rules import AttributionTables, attribution_tables
from geoevents.events.view import ReportView
from geoevents.lexicon import Lexicon, RuleFile
from geoevents.model import Span

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
        self.bare = frozenset(file.words("bare"))


def find_actors(view: ReportView, span: Span, event_type: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the actors that a stretch of text names, in order, each once; at most six."""
    tables = compiled(lexicon["actors"], ActorTables)
    countries = attribution_tables(lexicon)
    first, last = view.token_at(span.start), view.token_at(max(span.start, span.end - 1)) + 1
    found: dict[str, None] = {}
    tokens = range(first, min(last, len(view.words)))
    for name in _named(view, tokens, event_type, tables, countries):
        found.setdefault(name)
    return tuple(found)[:_MOST]


def _named(
    view: ReportView, tokens: range, event_type: str, tables: ActorTables, countries: AttributionTables
) -> Iterator[str]:
    first, last = tokens.start, tokens.stop
    codes = _codes(view, first, last, countries)
    used: set[int] = set()
    for token in range(first, last):
        word = view.words[token]
        form = tables.by_word.get(word)
        if form is None:
            if word in tables.groups and (name := _group(view, token, first, codes)):
                yield name
            continue
        at = next((k for k in range(token - 1, max(first, token - _REACH) - 1, -1) if k in codes), None)
        if at is not None:
            used.add(at)
            yield form.format(country=countries.names[codes[at]], adjective=countries.adjectives[codes[at]])
    for token, code in codes.items():
        if token not in used and _acts(view, token, last, tables):
            kind = "Armed Forces of {}" if event_type in _FIGHTING else "Government of {}"
            yield kind.format(countries.names[code])


def _codes(view: ReportView, first: int, last: int, countries: AttributionTables) -> dict[int, str]:
    """Return the country that each token from `first` to `last` names, by word or by what it was resolved to."""
    found = {
        token: code
        for token in range(first, last)
        if (code := countries.codes.get(view.words[token])) is not None and view.text[view.starts[token]].isupper()
    }
    for token in range(first, last):
        resolution = view.named.get(token)
        if resolution is None or resolution.toponym.role not in ("metonym", "demonym"):
            continue
        place = resolution.place
        if place is not None and place.country in countries.names:
            found[token] = str(place.country)
    return dict(sorted(found.items()))


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
