"""Clauses of a sentence (see `clauses`)."""

from __future__ import annotations

from geoevents.model import Prose, Sentence, Span


def clauses(prose: Prose, sentence: Sentence) -> tuple[Span, ...]:
    """Return the clauses of a sentence; their spans partition it."""
    del prose
    return (sentence.span,)
