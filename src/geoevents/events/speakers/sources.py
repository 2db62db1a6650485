"""The source of one reporting word: before the verb, behind it, over an apposition, or in the verb before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from geoevents.events.figures.number_words import Words, scan, words_in
from geoevents.events.speakers.names import Names, Source, party_of, read_source
from geoevents.events.speakers.rules import AttributionTables, VerbClass
from geoevents.model import Prose, Span
from geoevents.model.quick import quick, replace

_MARKS = frozenset(',;:—–“”"()«»‘')
_END_MARKS = frozenset(',;:—–“”"()«».!?‘')
_ADVERBIAL_REACH = 9  # words behind a verb among which "that" opens what is said
_APPOSITION = 14  # words of an apposition between a name and its verb
_NAME = 8  # words of a name with its titles; a longer stretch is a clause
_LOOK_BACK = 700  # characters in which "he" finds a titled name
_TELLING = frozenset({"told", "tells", "informed"})
_BY_COUNT = (("by", "the"), ("by", "an"), ("on", "the"))  # "by the count of X"
_LEAD_IN = 2  # words before a source that only say when or where: "On Monday, X said …"


@quick
@dataclass(slots=True)
class Hit:
    """A reporting word in a sentence: its class and rule, and the index of its word."""

    index: int
    kind: VerbClass
    rule: str


@quick
@dataclass(slots=True)
class Said:
    """A reporting word with its source and where what was said stands.

    `where` is "after" the verb, the "whole" sentence, or the "same" as of the reporting word before. `begins` is the
    character at which the source with its verb begins.
    """

    hit: Hit
    source: Source
    where: str
    begins: int


@dataclass(slots=True)
class Frame:
    """One sentence while its sources are read: its words, the names of the report so far, what was found before."""

    prose: Prose
    words: Words
    names: Names
    tables: AttributionTables
    said: list[Said] = field(default_factory=list)

    def has(self, list_name: str, index: int) -> bool:
        """Whether word `index` stands in a list of the lexicon."""
        return 0 <= index < len(self.words.lower) and self.words.lower[index] in self.tables.lists[list_name]

    def source(self, first: int, last: int) -> Source | None:
        """Read the source in words `first` to `last`, if they can name one."""
        if last < first:
            return None
        span = Span(self.words.starts[first], self.words.ends[last])
        source = read_source(self.words.text, span, self.names, self.tables)
        return source if source is not None and self.tables.plausible(source.surface, person=source.person) else None


def read_said(frame: Frame, hit: Hit) -> Said | None:
    """Return who says something by a reporting word, or None where nobody is named or nothing is said."""
    words, index = frame.words, hit.index
    if hit.kind == "noun":
        return _named_behind(frame, hit, skip=2 if words.lower[index] == "according" else 1)
    if hit.kind == "figure":
        return _figure(frame, hit)
    before = words.lower[max(0, index - 3) : index]
    if _is_none(frame, hit, before):
        return None
    if words.lower[index + 1 : index + 2] == ("by",):
        return _named_behind(frame, hit, skip=2)
    if before[-1:] == ("as",):
        return _quoted_as(frame, hit)
    passive = frame.has("be", index - 1) and not words.lower[index].endswith("ing")
    return None if passive else _by_position(frame, hit)


def _is_none(frame: Frame, hit: Hit, before: tuple[str, ...]) -> bool:
    """Whether nothing is said: "refused to say", "has not reported", "released a prisoner"."""
    noun = frame.has("determiners", hit.index - 1) and frame.words.close(hit.index - 1)
    if noun or before[-1:] == ("to",):
        return True
    denied = frame.tables.lists["negations"].intersection(before)
    if denied and not (denied == {"without"} and _capitalised(frame, hit.index, "without")):
        return True
    index, words, lists = hit.index, frame.words.lower, frame.tables.lists
    if hit.kind not in {"release", "put"}:
        return False
    if words[index + 1 : index + 2] == ("by",):  # "in footage released by the ministry"
        return lists["released"].isdisjoint(words[max(0, index - _NAME) : index])
    if hit.kind == "put" and words[index + 1 : index + 2] != ("out",):
        return lists["put_objects"].isdisjoint(words[index + 1 : index + 4]) or "at" not in words[index + 3 :]
    return lists["released"].isdisjoint(words[index + 1 : index + 5])


def _capitalised(frame: Frame, index: int, word: str) -> bool:
    """Whether a word right before a verb is written with a capital: it stands in a name ("Doctors Without Borders")."""
    words = frame.words
    at = next((k for k in range(index - 1, max(-1, index - 4), -1) if words.lower[k] == word), None)
    return at is not None and words.text[words.starts[at]].isupper()


def _by_position(frame: Frame, hit: Hit) -> Said | None:
    """Find the source before the verb, behind it ("said the mayor"), over an apposition, or in the verb before."""
    words = frame.words
    first = _chunk_start(frame, hit.index)
    participle = words.lower[hit.index].endswith("ing")
    last = frame.said[-1] if frame.said else None
    pronoun = _pronoun_before(frame, hit.index)
    if pronoun is not None:
        first = pronoun  # "On his channel he said"
    elif last is not None and first <= last.hit.index + 1 and (participle or first <= last.hit.index):
        # The chunk holds the verb before: "released footage claiming to show", "dismissed the claim and said".
        return Said(hit, last.source, "same" if hit.kind == last.hit.kind else "after", words.starts[hit.index])
    if first == hit.index:
        return _without_subject(frame, hit, last)
    if frame.has("singular_pronouns", first):
        _recall(frame, words.starts[first])
    if pronoun is not None and frame.has("plural_pronouns", first):
        _recall_body(frame, first)
    source = frame.source(first, hit.index - 1)
    if source is None:
        return None
    return Said(hit, source, "whole" if _stands_behind(frame, hit.index, first) else "after", words.starts[first])


def _without_subject(frame: Frame, hit: Hit, last: Said | None) -> Said | None:
    """Find the source of a verb that has nothing before it in its stretch."""
    words = frame.words
    if last is not None and frame.has("and_but", hit.index - 1) and words.close(hit.index - 1):
        return Said(hit, last.source, "after", words.starts[hit.index])  # "dismissed the claim and said"
    if words.lower[hit.index].endswith("ing"):
        return _subject(frame, hit) if last is None else Said(hit, last.source, "same", words.starts[hit.index])
    told = words.lower[hit.index] in _TELLING  # who stands behind is the hearer
    return _apposed(frame, hit) or (None if told else _named_behind(frame, hit, skip=1))


def _pronoun_before(frame: Frame, index: int) -> int | None:
    """Return the index of a pronoun right before a verb, over adverbs and auxiliaries: "he had also said"."""
    at = index - 1
    while at > 0 and frame.has("adverbs", at) and frame.words.close(at):
        at -= 1
    found = frame.has("singular_pronouns", at) or frame.has("plural_pronouns", at)
    return at if found and frame.words.close(at) else None


def _chunk_start(frame: Frame, index: int) -> int:
    """Return the index of the first word of the stretch right before a verb: back to punctuation or a conjunction."""
    words, first, boundaries = frame.words, index, frame.tables.lists["boundaries"]
    while first:
        gap, before = words.gap(first - 1, first), words.lower[first - 1]
        if (gap != " " and (not _MARKS.isdisjoint(gap) or " - " in gap)) or before in boundaries:
            break
        if before in {"and", "or"} and _verb_before(frame, first - 1):
            break
        first -= 1
    return first


def _verb_before(frame: Frame, index: int) -> bool:
    """Whether a verb stands shortly before "and", so that it joins statements and not names."""
    for k in range(index - 1, max(-1, index - _NAME - 1), -1):
        if _is_verb(frame, k):
            return True
        if not {",", ";"}.isdisjoint(frame.words.gap(k, k + 1)):
            return False
    return False


def _is_verb(frame: Frame, index: int) -> bool:
    """Whether a word is an auxiliary, a reporting word, or looks like a past tense."""
    if not 0 <= index < len(frame.words.lower):
        return False
    word = frame.words.lower[index]
    return frame.has("finite", index) or word in frame.tables.verbs or (word.endswith("ed") and len(word) > len("need"))


def _recall(frame: Frame, at: int) -> None:
    """Let "he" mean a titled name that stands nearer than the last speaker: "President X met officials … he said"."""
    names, titles = frame.names, frame.tables.lists["titles"]
    words = scan(frame.prose.text, Span(max(names.person.span.end if names.person else 0, at - _LOOK_BACK), at))
    for index in range(len(words.lower) - 2, -1, -1):
        if words.lower[index] not in titles or not words.text[words.starts[index + 1]].isupper():
            continue
        last = index + 1
        while words.close(last) and words.text[words.starts[last + 1]].isupper() and last < index + 4:
            last += 1
        span = Span(words.starts[max(0, index - 1)], words.ends[last])
        source = read_source(frame.prose.text, span, names, frame.tables)
        if source is not None and source.person:
            names.remember(source)
            return


def _recall_body(frame: Frame, pronoun: int) -> None:
    """Let "it" and "they" mean the body that the sentence, else the one before, is about.

    "The army took a bridge, it said in a statement"; "The RSF did not respond. It claimed …".
    """
    own = _opening_body(frame, pronoun) if frame.words.lower[pronoun] == "it" else None
    if own is not None:
        frame.names.remember(own)
        return
    sentences, at = frame.prose.sentences, frame.words.starts[pronoun]
    index = bisect_right(sentences, at, key=lambda s: s.span.start) - 2
    if index < 0 or (frame.names.body is not None and frame.names.body.span.start >= sentences[index].span.start):
        return
    before = _frame_of(frame, sentences[index].span)
    body = _opening_body(before, len(before.words.lower) - 1)
    if body is not None and body.surface[:1].isupper():
        frame.names.remember(body)


def _opening_body(frame: Frame, end: int) -> Source | None:
    """Return the body that a sentence begins with, up to its first verb or mark before word `end`."""
    single = frame.words.lower[end : end + 1] == ("it",)
    for last in range(min(_NAME, end)):
        ends = frame.has("body_heads", last) and not _goes_on(frame, last + 1)  # "The army retook …"
        if ends or not _MARKS.isdisjoint(frame.words.gap(last, last + 1)) or _is_verb(frame, last + 1):
            word = frame.words.text[frame.words.starts[last] : frame.words.ends[last]]
            if single and word.endswith("s") and (word.islower() or last == 0):
                return None  # "Troops killed two men, it said": they are not "it"
            source = frame.source(0, last)
            return source if source is not None and not source.person else None
    return None


def _goes_on(frame: Frame, index: int) -> bool:
    """Whether the name of a body goes on at a word: "police chief", "Army Command", "the Ministry of Health"."""
    word = frame.words.text[frame.words.starts[index] : frame.words.ends[index]]
    known = any(frame.has(name, index) for name in ("body_heads", "titles", "role_of"))
    return known or not word.islower() or word in {"of", "for", "and", "or"}


def _frame_of(frame: Frame, span: Span) -> Frame:
    """Return the frame of another sentence of the same report."""
    return Frame(frame.prose, words_in(frame.prose, span), frame.names, frame.tables)


def _stands_behind(frame: Frame, index: int, first: int) -> bool:
    """Whether a verb stands behind what was said: "…, the mayor said on Monday"."""
    words = frame.words
    opening = words.gap(first - 1, first) if first else ""
    if {",", "”", '"', "»", "—", "–"}.isdisjoint(opening):
        return False
    behind = words.lower[index + 1 : index + 1 + _ADVERBIAL_REACH]
    gap = words.gap(index, index + 1) if behind else "."
    if not {",", ".", ";", ":", "“", '"'}.isdisjoint(gap):
        return ("“" not in gap and ":" not in gap) or '"' in opening or "”" in opening
    clause = next((k for k in range(len(behind)) if "," in words.gap(index + k, index + k + 1)), len(behind))
    if "that" in behind[:clause] or first <= _LEAD_IN:
        return False
    return words.lower[index] in _TELLING or frame.has("adverbial", index + 1) or behind[0].endswith("day")


def _apposed(frame: Frame, hit: Hit) -> Said | None:
    """Read "NAME, a spokesman for …, said" and "officials, including the governor, described"."""
    words, index = frame.words, hit.index
    gap = words.gap(index - 1, index) if index else ""
    if "," not in gap or not {"”", '"', "»"}.isdisjoint(gap):
        return None
    start = index - 1
    while start and "," not in words.gap(start - 1, start):
        start -= 1
    opens = any(frame.has(name, start) for name in ("articles", "apposing", "titles", "role_of"))
    first = _chunk_start(frame, start - 1) if start else 0
    if start and start - first <= _NAME and (named := _name_apposed(frame, hit, first, start)) is not None:
        return named
    if not start or index - start > _APPOSITION or not opens or start - first > _NAME:
        return None
    source = frame.source(first, start - 1)
    if source is None:
        return None
    if source.party == "unnamed":
        described = words.text[words.starts[start] : words.ends[index - 1]].split()
        source = replace(source, party=party_of(described, source.country, frame.names, frame.tables))
    return Said(hit, source, "whole" if _stands_behind(frame, index, first) else "after", words.starts[first])


def _name_apposed(frame: Frame, hit: Hit, first: int, start: int) -> Said | None:
    """Read "The governor, NAME, wrote": a title, and the name of its bearer between commas."""
    words, index = frame.words, hit.index
    capitals = all(words.text[words.starts[k]].isupper() for k in range(start, index))
    titled = any(frame.has("titles", k) or frame.has("role_of", k) for k in range(first, start))
    if not capitals or not titled or not 1 < index - start <= 4:  # noqa: PLR2004 - first name and surname
        return None
    source = frame.source(start, index - 1)
    if source is None or not source.person:
        return None
    described = words.text[words.starts[first] : words.ends[start - 1]].split()
    party = party_of(described, source.country, frame.names, frame.tables)
    where = "whole" if _stands_behind(frame, index, first) else "after"
    return Said(hit, replace(source, party=party), where, words.starts[first])


def _named_behind(frame: Frame, hit: Hit, *, skip: int) -> Said | None:
    """Read the source behind a word: "according to the police", "said Governor X", "was reported by the agency"."""
    words, first = frame.words, hit.index + skip
    if first >= len(words.lower) or not _END_MARKS.isdisjoint(words.gap(first - 1, first)):
        return None
    if skip == 1 and hit.kind != "noun" and frame.has("no_source", first):
        return None
    last = first
    while last + 1 < len(words.lower) and not frame.has("boundaries", last + 1):
        gap = words.gap(last, last + 1)
        shortened = frame.has("shortened", last) or len(words.lower[last]) == 1  # "said Dr. Mire", "John F. Lee"
        if (". " in gap and not shortened) or not (_END_MARKS - {"."}).isdisjoint(gap):
            break
        last += 1
    for index in range(first, min(last, first + 4)):
        # "according to calculations by X": X is the source.
        if frame.has("data_nouns", index) and words.lower[index + 1] in {"by", "from", "of"}:
            first = index + 2
            break
    source = frame.source(first, last)
    return None if source is None else Said(hit, source, "whole", words.starts[hit.index])


def _quoted_as(frame: Frame, hit: Hit) -> Said | None:
    """Read "X was quoted as saying": the source stands before "was quoted"."""
    last = hit.index - 3
    if last < 0 or frame.words.lower[last + 1] not in {"quoted", "cited"}:
        return None
    first = _chunk_start(frame, last + 1)
    source = frame.source(first, last)
    return None if source is None else Said(hit, source, "after", frame.words.starts[first])


def _subject(frame: Frame, hit: Hit) -> Said | None:
    """Read the subject of a sentence whose participle reports: "The army shelled the town, saying that …"."""
    for last in range(min(_NAME, hit.index)):
        if _is_verb(frame, last + 1):
            source = frame.source(0, last)
            return None if source is None else Said(hit, source, "after", frame.words.starts[hit.index])
    return None


def _figure(frame: Frame, hit: Hit) -> Said | None:
    """Read "the latest Russian figure for evacuations was": whose figure it is."""
    words = frame.words
    if words.lower[hit.index - 2 : hit.index] in _BY_COUNT and words.lower[hit.index + 1 : hit.index + 2] == ("of",):
        return _named_behind(frame, hit, skip=2)
    if not frame.has("figure_links", hit.index + 1):
        return None
    first = _chunk_start(frame, hit.index)
    chunk = words.text[words.starts[first] : words.starts[hit.index]].split()
    country = frame.tables.country_of(chunk)
    bodies = frame.tables.lists["body_heads"] | {"official"}
    official = [
        k
        for k, w in enumerate(chunk)
        if w.lower().replace("’", "'").removesuffix("'s") in bodies or (w.isupper() and len(w) > 1)
    ]
    if country is None and not official:
        return None
    begin = country[1] if country is not None else official[0]
    name = " ".join([*chunk[begin:], words.lower[hit.index]])
    span = Span(words.text.find(chunk[begin], words.starts[first]), words.ends[hit.index])
    code = country[0] if country is not None else None
    return Said(hit, Source(name, span, "authority", code, person=False, surface=name), "whole", words.starts[first])
