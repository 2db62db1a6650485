"""Types of text: documents, their sentences and tokens, spans and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geoevents.model.quick import quick

PublishedBasis = Literal["given", "metadata", "filename", "dateline", "inferred", "unknown"]
SentenceKind = Literal["headline", "body", "caption", "boilerplate"]
Sharing = Literal["public", "internal"]


@quick
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (half-open, code points) of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words this span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def distance(self, other: Span) -> int:
        """Characters between the two spans; 0 where they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)


@quick
@dataclass(frozen=True, slots=True)
class Reason:
    """Why a choice was made: the id of a rule and what it saw. A score never travels without its reasons."""

    rule: str
    detail: str = ""

    def __str__(self) -> str:
        """Print as `rule: detail`."""
        return f"{self.rule}: {self.detail}" if self.detail else self.rule


@dataclass(frozen=True, slots=True)
class Document:
    """One report, as it was read.

    `id` is the given one, else the path relative to the argument without suffix. `published` is None unless it was
    stated (`published_basis` says where); `published_why` gives the words, file or proposal behind it. `source` marks
    the file (a hash of its full path, and a row's number) where the id was made of a file's name; None where it was
    given. `notes` say what was passed over while reading, a sentence each.
    """

    id: str
    text: str
    text_sha256: str
    title: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    published_why: str = ""
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    sharing: Sharing = "public"
    source: str | None = None
    notes: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `kind` tells headlines, photo captions and boilerplate (newsletter lines …) from the body."""

    index: int
    span: Span
    kind: SentenceKind = "body"
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words, the marks included; `closed` is False where the closing mark is missing."""

    span: Span
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, numbers and punctuation marks of a text, as parallel columns; `sentence[i]` is the index of its sentence.

    Columns instead of objects: one report has hundreds of tokens, and every stage walks over them.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """The structure of a document's text; sentences, quotes and tokens in order of their spans."""

    text: str
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    tokens: Tokens
    language: str = "en"
