"""From the recogniser's names to drafts of toponyms: votes, certain words, parts of names, capitals, datelines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from geoevents.model import Prose, Reason
from geoevents.places.features import MAX_NAME, Run, Words, find_runs, is_capitalised, join_words
from geoevents.places.gazetteer import COUNTRY, DEMONYM, Known
from geoevents.places.recogniser import Lists, Name, Recogniser
from geoevents.places.wordlists import BODY_WORDS, CONNECTORS, DESIGNATORS, PREPOSITIONS

DraftKind = Literal["place", "demonym", "part"]
_LOUD_SHARE = 0.7
_LOUD_WORDS = 4
_WELL_KNOWN = frozenset({"C", "A", "K", "P6", "N"})
_TOWN = frozenset({"P5", "P4", "D2", "R", "W"})


@dataclass(slots=True)
class Draft:
    """A toponym in the making: characters `start` to `end`, tokens `first` to `last` (half-open)."""

    start: int
    end: int
    first: int
    last: int
    kind: DraftKind
    confidence: float = 1.0
    designator: str | None = None
    within: str | None = None
    reasons: list[Reason] = field(default_factory=list)

    def surface(self, text: str) -> str:
        """Return the words of the draft."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the steps share: the report, its words, what the gazetteer knows, and the rules' word lists."""

    prose: Prose
    view: Words
    known: Known
    lists: Lists
    never_alone: frozenset[str]

    def name(self, first: int, last: int) -> str:
        """Return tokens as one name."""
        return join_words(self.view.words[first:last])

    def draft(self, first: int, last: int, kind: DraftKind, rule: str, detail: str = "") -> Draft:
        """Make a draft of whole tokens."""
        tokens = self.prose.tokens
        return Draft(tokens.starts[first], tokens.ends[last - 1], first, last, kind, reasons=[Reason(rule, detail)])


def settle_names(scene: Scene, names: Iterable[Name]) -> list[Name]:
    """Let a report's mentions of one name vote, and correct what countries, peoples and persons' surnames make sure.

    A single word that is part of a person's longer name in the same report is that person, unless a preposition of
    place stands before it or it is a country.
    """
    names = list(names)
    persons = {
        scene.view.lower[i] for name in names if name.label == "PER" and name.last - name.first > 1
        for i in range(name.first, name.last)
    }  # fmt: skip
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        votes[_key(scene, name)][name.label] += max(name.margin, 0.1)
    settled = []
    for name in names:
        label = _settled_label(scene, name, votes[_key(scene, name)], persons)
        settled.append(Name(label, name.first, name.last, name.margin))
    return settled


def _key(scene: Scene, name: Name) -> str:
    return " ".join(scene.view.lower[name.first : name.last])


def _settled_label(scene: Scene, name: Name, votes: dict[str, float], persons: set[str]) -> str:
    single = name.last - name.first == 1
    low = scene.view.lower[name.first]
    known = scene.known(scene.name(name.first, name.last))
    if known == DEMONYM:
        return "DEM"
    if known == COUNTRY and (name.label != "PER" or not scene.lists.of(low).startswith("f")):
        return "LOC"
    if single and low in persons and known != COUNTRY and _before(scene, name.first) not in PREPOSITIONS:
        return "PER"
    return max(votes, key=lambda label: (votes[label], label)) if len(votes) > 1 else name.label


def _before(scene: Scene, i: int) -> str:
    if i == 0 or scene.view.sentence[i - 1] != scene.view.sentence[i]:
        return "^"
    return scene.view.lower[i - 1]


def loud_sentences(scene: Scene) -> frozenset[int]:
    """Return the numbers of sentences in capitals or in headline capitals, where a capital tells nothing."""
    capital: dict[int, int] = defaultdict(int)
    total: dict[int, int] = defaultdict(int)
    for word, number in zip(scene.view.words, scene.view.sentence, strict=True):
        if word[0].isalpha():
            total[number] += 1
            small = len(word) <= 4 and word.lower() in _SMALL_IN_TITLES  # noqa: PLR2004 - "from", "with"
            capital[number] += 1 if word[0].isupper() or small else 0
    return frozenset(n for n, count in total.items() if count >= _LOUD_WORDS and capital[n] >= _LOUD_SHARE * count)


_COMPASS_ADJECTIVES = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern upper lower".split()
)
_FACILITIES = frozenset(
    "hospital school college university academy church mosque cathedral clinic farm zoo market house hall museum theatre theater hotel airport "
    "airfield stadium station park prison laboratory institute centre center mall plant refinery mine base barracks".split()
)
_SMALL_IN_TITLES = frozenset("a an the of in on at to for and or by as is with from over into near".split())


@dataclass(frozen=True, slots=True)
class Found:
    """Drafts in order of the text, and the tokens that belong to names of persons."""

    drafts: list[Draft]
    persons: frozenset[int]


def draft_toponyms(scene: Scene, recogniser: Recogniser) -> Found:
    """Return drafts of all place names, adjectives of peoples and places inside other names."""
    raw = recogniser.find_names(scene.view.words, scene.view.sentence, scene.known)
    loud = loud_sentences(scene)
    quiet = [name for name in raw if scene.view.sentence[name.first] not in loud]
    names = settle_names(scene, quiet)
    places = {_key(scene, name) for name in names if name.label == "LOC"}
    drafts: list[Draft] = []
    taken: set[int] = set()
    for name in names:
        found = _drafts_of(scene, name)
        drafts += found
        taken.update(range(name.first, name.last))
    runs = find_runs(scene.view)
    persons = {_key(scene, name) for name in names if name.label == "PER"}
    drafts += _overlooked(scene, runs, taken, places, loud)
    drafts += _in_capitals(scene, runs, places, persons, loud, [n for n in raw if scene.view.sentence[n.first] in loud])
    tokens = frozenset(i for name in names if name.label == "PER" for i in range(name.first, name.last))
    return Found(_without_overlaps(drafts), tokens)


def _drafts_of(scene: Scene, name: Name) -> list[Draft]:
    label = name.label
    if label == "LOC":
        return _place_drafts(scene, name)
    if label == "DEM":
        return [scene.draft(name.first, name.last, "demonym", "places.people", scene.name(name.first, name.last))]
    if label in {"ORG", "MISC"}:
        whole = scene.known(scene.name(name.first, name.last))
        if label == "ORG" and whole in _WELL_KNOWN | {"P5", "P4"} and whole != DEMONYM:
            reason = scene.name(name.first, name.last)
            return [scene.draft(name.first, name.last, "place", "places.body_called_as_place", reason)]
        return _parts(scene, name.first, name.last)
    return []


def _place_drafts(scene: Scene, name: Name) -> list[Draft]:
    first, last = name.first, name.last
    low = scene.view.lower
    if last - first == 1 and low[first] in scene.never_alone:
        return []
    while last - first > 1 and (low[last - 1] in CONNECTORS or low[first] in {"the", "and", "of"}):
        first, last = (first + 1, last) if low[first] in {"the", "and", "of"} else (first, last - 1)
    known = scene.known(scene.name(first, last))
    if not known and "and" in low[first + 1 : last - 1]:
        cut = low.index("and", first + 1)
        if scene.known(scene.name(first, cut)) and scene.known(scene.name(cut + 1, last)):
            halves = (Name("LOC", first, cut, name.margin), Name("LOC", cut + 1, last, name.margin))
            return [draft for half in halves for draft in _place_drafts(scene, half)]
    if (
        not known
        and last - first > 1
        and low[first] in _COMPASS_ADJECTIVES
        and scene.known(scene.name(first + 1, last))
    ):
        first += 1  # "Northern Iraq": the name is the country's
    if not known and last - first > 1 and low[last - 1] in _FACILITIES:
        return _town_of_facility(scene, first, last)
    if known in {"", "P0", "xP0", "xP3", "xP4"} and last - first == 1 and _is_acronym(scene.view.words[first]):
        return []
    if not known and any(c.isdigit() for c in scene.name(first, last)):
        return []
    if last < len(low) and scene.view.words[last] in "$€£":
        return []
    draft = scene.draft(first, last, "place", "places.recogniser", f"margin {name.margin:.1f}")
    draft.confidence = round(1 - 0.5 * 0.8 ** max(name.margin, 0.0), 3)
    return [draft]


def _is_acronym(word: str) -> bool:
    return len(word) <= 5 and word.isupper() and word.isalpha()  # noqa: PLR2004 - letters of an acronym


def _town_of_facility(scene: Scene, first: int, last: int) -> list[Draft]:
    """Return the town in a facility's name ("Lima" in "Lima General Hospital"): the place where it is; else nothing."""
    for j in range(last - 1, first, -1):
        known = scene.known(scene.name(first, j)).lstrip("x")
        if known in _WELL_KNOWN | _TOWN and scene.view.lower[first] not in scene.never_alone:
            draft = scene.draft(first, j, "place", "places.facility", scene.name(first, last))
            draft.designator = scene.view.lower[last - 1]
            return [draft]
    return []


def _parts(scene: Scene, first: int, last: int) -> list[Draft]:
    """Find the places inside a body's name: its first words, or what follows "of", "in" or "for"."""
    low = scene.view.lower
    found: list[Draft] = []
    i = first
    while i < last:
        after_of = i > first and low[i - 1] in {"of", "in", "for", "the", "to", "and", "'s", "’s"}
        trailing = i == last - 1 and scene.known(scene.view.words[i]) in {COUNTRY, "K"}
        if not is_capitalised(scene.view.words[i]) or not (i == first or after_of or trailing):
            i += 1
            continue
        size = _part_size(scene, i, first, last)
        if size:
            demonym = scene.known(scene.name(i, i + size)) == DEMONYM
            whole = size == last - first
            kind: Literal["place", "demonym", "part"] = "demonym" if demonym and whole else "part"
            found.append(scene.draft(i, i + size, kind, "places.part_of_name", scene.name(first, last)))
        i += max(size, 1)
    return found


def _part_size(scene: Scene, i: int, first: int, last: int) -> int:
    """Return how many words from `i` on are a place inside the name `first` to `last`, 0 for none."""
    low = scene.view.lower
    for j in range(min(last, i + MAX_NAME), i, -1):
        if not is_capitalised(scene.view.words[j - 1]):
            continue
        known = scene.known(scene.name(i, j))
        if known in _WELL_KNOWN and (j - i > 1 or low[i] not in scene.never_alone):
            return j - i if j < last or i > first or known in {COUNTRY, DEMONYM} else 0
        follows = j < last and low[j] in BODY_WORDS
        trails = j == last and i > first and low[i - 1] in {"of", "in"}
        if known in _TOWN and (follows or trails) and low[i] not in scene.never_alone and low[i] not in BODY_WORDS:
            return j - i
    return 0


def _overlooked(
    scene: Scene, runs: Iterable[Run], taken: set[int], places: set[str], loud: frozenset[int]
) -> list[Draft]:
    """Find countries, peoples and the report's other places that the recogniser passed over."""
    found = []
    for run in runs:
        if scene.view.sentence[run.first] in loud:
            continue
        i = run.first
        while i < run.last:
            step = 1
            if i not in taken and is_capitalised(scene.view.words[i]):
                step, draft = _certain(scene, i, run.last, taken, places)
                if draft:
                    found.append(draft)
            i += step
    return found


def _certain(scene: Scene, i: int, last: int, taken: set[int], places: set[str]) -> tuple[int, Draft | None]:
    low = scene.view.lower
    for j in range(min(last, i + MAX_NAME), i, -1):
        if any(k in taken for k in range(i, j)) or not is_capitalised(scene.view.words[j - 1]):
            continue
        name = scene.name(i, j)
        known = scene.known(name)
        if known == DEMONYM:
            return j - i, scene.draft(i, j, "demonym", "places.people", name)
        if j - i == 1 and low[i] in scene.never_alone:
            continue
        if known == COUNTRY and not (scene.lists.of(low[i]).startswith("f") and j - i == 1):
            return j - i, scene.draft(i, j, "place", "places.country", name)
        if " ".join(low[i:j]) in places:
            return j - i, scene.draft(i, j, "place", "places.seen_elsewhere", name)
    return 1, None


def _in_capitals(
    scene: Scene, runs: Iterable[Run], places: set[str], persons: set[str], loud: frozenset[int], names: Sequence[Name]
) -> list[Draft]:
    """Find places in sentences in capitals: names that the report uses as places elsewhere, or that are well known."""
    tagged = {i for name in names if name.label == "LOC" for i in range(name.first, name.last)}
    found = []
    for run in runs:
        if scene.view.sentence[run.first] not in loud:
            continue
        i = run.first
        while i < run.last:
            size, kind = _loud_size(scene, i, run.last, places, persons, tagged)
            if size:
                found.append(scene.draft(i, i + size, kind, "places.in_capitals", scene.name(i, i + size)))
            i += max(size, 1)
    return found


def _loud_size(
    scene: Scene, i: int, last: int, places: set[str], persons: set[str], tagged: set[int]
) -> tuple[int, DraftKind]:
    low = scene.view.lower
    for j in range(min(last, i + MAX_NAME), i, -1):
        if not is_capitalised(scene.view.words[j - 1]) or not is_capitalised(scene.view.words[i]):
            continue
        key, name = " ".join(low[i:j]), scene.name(i, j)
        known = scene.known(name)
        if key in places:
            return j - i, "place"
        if key in persons or (j - i == 1 and (low[i] in scene.never_alone or scene.view.small[low[i]])):
            continue
        if known == DEMONYM:
            return j - i, "demonym"
        common = scene.lists.of(low[i])[-1:] in {"c", "C"}
        if known in _WELL_KNOWN and not common and not (j - i == 1 and known == "P6" and i not in tagged):
            return j - i, "place"
        settled = i in tagged or _before(scene, i) in PREPOSITIONS
        if known in {"P5", "P4", "R", "D2", "W"} and settled and not (common and j - i == 1):
            return j - i, "place"
    return 0, "place"


def _without_overlaps(drafts: Iterable[Draft]) -> list[Draft]:
    """Keep, of drafts that overlap, the longest; in order of the text."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        if kept and draft.start < kept[-1].end:
            if draft.end - draft.start > kept[-1].end - kept[-1].start:
                kept[-1] = draft
            continue
        kept.append(draft)
    return kept


def is_designator(word: str) -> bool:
    """Tell whether a word in small letters says what a place is."""
    return word in DESIGNATORS
