"""Whether the words around a time expression look back or ahead."""

from __future__ import annotations

import re
from typing import Literal

from geoevents.lexicon import alternation

Tense = Literal["past", "future"]

_FUTURE = (
    r"(?:will|shall|won[’']t|\w+[’']ll|would|should|(?<!in\s)(?<!since\s)(?<!last\s)(?<!of\s)(?<!early\s)(?<!late\s)(?<!by\s)may(?!\s+\d)|might|could|must)(?:\s+(?:not|also|be|then|likely|now|only|soon))*(?:\s+\w+)?"
    r"|(?:has|have|had)\s+been\s+(?:scheduled|planned|slated|set\s+for)|going\s+to|(?:is|are|was|were|be)\s+(?:due|set|about|slated|scheduled|expected|planned|supposed)"
    r"|due|slated|scheduled|expected|expects?|planned|plans?|hopes?|wants?\s+to|intends?|aims?|upcoming|forthcoming|deadline|ahead\s+of"
    r"|(?:is|are)\s+to\s+(?:be\s+)?[a-z]+\b|to\s+(?:begin|start|open|take\s+place|meet|hold|visit|arrive|run|be\s+\w+)"
    r"|begins|starts|opens|arrives|ends|closes|expires|takes\s+(?:place|effect)|comes\s+into\s+force|meets"
    r"|(?:is|are)\s+(?:beginning|starting|meeting|holding|arriving|visiting|voting|going)"
)
_PAST = (
    r"was|were|had|did|been|said|told|began|came|took|hit|struck|fell|rose|left|held|made|met|went|shot|sent|fled|won|lost"
    r"|saw|gave|got|found|became|spoke|wrote|brought|broke|drove|flew|led|kept|paid|put|ran|set|shut|stood|took|threw|grew|sank|slid"
    r"|has|have|seen|done|swept|spread|built|bought|sold|cut|blew|burst|caught|fought|forbade|froze|rang|sought|slew|stole|swore|tore|withdrew|warned"
    r"|taken|begun|written|driven|drawn|known|shown|thrown|torn|broken|stolen|chosen|given|gone|fallen|beaten|risen|flown|burnt|shaken|spoken"
)
_MARK = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>\w{{2,}}ed|{alternation(_PAST.split('|'))}))\b")
_CUT = re.compile(r"[;:]|,\s+(?:but|while|and|which|who|after|before|when)\b|\b(?:but|while|although)\b")
_DEADLINE = re.compile(r"\s+(?:deadline|target\s+date|cut-?off)\b")
_FOR = re.compile(r"\bfor\s+$")
_UNTIL = re.compile(r"\b(?:by|until|till)\s+(?:the\s+)?$")
_PUT_OFF = re.compile(
    r"\b(?:adjourned|postponed|delayed|rescheduled|extended|deferred)\b[^.;,]*\b(?:to|until|till)\s+$"
)
_ENDURED = re.compile(r"\b(?:had|remained|stayed|lasted|continued|ran|went)\b")
_AFTER_COST = 25
_REACH = 160


def tense_at(low: str, sentence_start: int, sentence_end: int, start: int, end: int) -> Tense | None:
    """Return whether the clause around `start`–`end` tells the past or the future; None where no verb says so.

    Args:
        low: the text in lower case.
        sentence_start: where the sentence begins.
        sentence_end: where the sentence ends.
        start: where the expression begins.
        end: where the expression ends.
    """
    if _DEADLINE.match(low, end, sentence_end):
        return "future"
    if _FOR.search(low, max(sentence_start, start - 6), start) and low[end : end + 1] not in {"'", "’"}:
        return "future"  # "has called a march for Friday", but not "blamed for Friday's attack"
    led = low[max(sentence_start, start - _REACH) : start].rstrip().endswith(("to", "until", "till"))
    if led and _PUT_OFF.search(low, max(sentence_start, start - _REACH), start):
        return "future"
    until = _UNTIL.search(low, max(sentence_start, start - 12), start)
    if (
        until
        and not _ENDURED.search(low, max(sentence_start, start - _REACH), start)
        and until[0].startswith(("until", "till"))
    ):
        return "future"
    floor, ceiling = max(sentence_start, start - _REACH), min(sentence_end, end + _REACH)
    best: tuple[int, Tense] | None = None
    for match in _MARK.finditer(low, floor, start):
        # Clauses count: a verb beyond ", but" or a semicolon is another sentence's, so to speak.
        cost = start - match.end() + (_AFTER_COST * 2 if _CUT.search(low, match.end(), start) else 0)
        if best is None or cost <= best[0]:
            best = cost, "future" if match["future"] else "past"
    for match in _MARK.finditer(low, end, ceiling):
        cost = match.start() - end + _AFTER_COST + (_AFTER_COST * 2 if _CUT.search(low, end, match.start()) else 0)
        if best is None or cost < best[0]:
            best = cost, "future" if match["future"] else "past"
    if best is None:
        return "future" if until else None
    return best[1]
