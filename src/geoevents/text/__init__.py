"""The structure of a report: sentences, quotes, tokens, clauses; folded names and near-duplicate signatures.

Verbs: `parse` makes a `Prose` of a text, `clauses` cuts one sentence of it. The rest are pure functions of strings.
"""

from geoevents.text.clauses import clauses
from geoevents.text.folding import containment, fold, fold_text, lowered, signature
from geoevents.text.language import detect_language
from geoevents.text.prose import parse
from geoevents.text.tokens import lower_words, plain_words, small_words, standing

__all__ = [
    "clauses",
    "containment",
    "detect_language",
    "fold",
    "fold_text",
    "lower_words",
    "lowered",
    "parse",
    "plain_words",
    "signature",
    "small_words",
    "standing",
]
