"""Whether the words around a time expression look back or ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from geoevents.times.grammar import trie

Tense = Literal["past", "future"]

_FUTURE = (
    r"(?:will|shall|won[’']t|\w+[’']ll|would|should|(?<!in\s)(?<!since\s)(?<!last\s)(?<!of\s)(?<!early\s)(?<!late\s)(?<!by\s)(?<!\d\s)may(?!\s+\d)|might|could(?!\s+(?:not\s+)?(?:be\s+)?(?:heard|seen|felt|hear|see|feel)\b)|must)(?:\s+(?:not|also|be|then|likely|now|only|soon))*(?:\s+\w+)?"
    r"|(?:has|have|had)\s+been\s+(?:scheduled|planned|slated|set\s+for)|going\s+to|(?:is|are|was|were|be)\s+(?:due|set|about|slated|scheduled|expected|planned|supposed)"
    r"|due|slated|scheduled|expected|expects?|planned|plans?|hopes?|wants?\s+to|intends?|aims?|upcoming|forthcoming|deadline|ahead\s+of"
    r"|(?:is|are)\s+to\s+(?:be\s+)?[a-z]+\b|to\s+(?:begin|start|open|take\s+place|meet|hold|visit|arrive|run|be\s+\w+)"
    r"|(?:is|are|remains?|stays?)\s+in\s+(?:force|effect|place)|(?:has|have)\s+until|polls\s+(?:open|close)"
    r"|(?:ordered|told|asked|summoned|agreed|invited|required|obliged|promised|vowed|threatened|pledged|urged)\s+to\s+(?!be\b)\w+"
    r"|(?:go|goes)\s+(?:on\s+(?:trial|sale|strike|show|display)|to\s+the\s+polls)"
    r"|begins|starts|opens|arrives|ends|closes|expires|takes\s+(?:place|effect)|comes\s+into\s+force|meets"
    r"|(?:is|are)\s+(?:beginning|starting|meeting|holding|arriving|visiting|voting|going)"
)
PAST_VERBS = (
    "was", "were", "had", "did", "been", "said", "told", "began", "came", "took", "hit", "struck", "fell", "rose",
    "left", "held", "made", "met", "went", "shot", "sent", "fled", "won", "lost", "saw", "gave", "got", "found",
    "became", "spoke", "wrote", "brought", "broke", "drove", "flew", "led", "kept", "paid", "put", "ran", "set",
    "shut", "stood", "threw", "grew", "sank", "slid", "has", "have", "seen", "done", "swept", "spread", "built",
    "bought", "sold", "cut", "blew", "burst", "caught", "fought", "forbade", "froze", "rang", "sought", "slew",
    "stole", "swore", "tore", "withdrew", "warned", "taken", "begun", "written", "driven", "drawn", "known",
    "shown", "thrown", "torn", "broken", "stolen", "chosen", "given", "gone", "fallen", "beaten", "risen", "flown",
    "burnt", "shaken", "spoken",
)  # fmt: skip
_PAST = (
    rf"had\s+been\s+(?:expected|due)|\w{{2,}}ed|{trie(PAST_VERBS)}"
    r"|(?:it|he|she|they)\s+forecast|could\s+(?:not\s+)?(?:be\s+)?(?:heard|seen|felt|hear|see|feel)"
)
VERBS = rf"(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b"


def _words_in(pattern: str) -> set[str]:
    """Return the words that stand in a pattern, with and without a last letter that may be left out."""
    plain = re.sub(r"\\[a-zA-Z]|\[[^]]*\]", " ", pattern)
    return {word for form in (r"[a-z]{2,}", r"[a-z]{2,}(?=[a-z]\?)") for word in re.findall(form, plain)}


# Where a word cannot begin a verb, as most cannot, one test of the word is enough.
MARK = re.compile(
    rf"\b(?=(?:{trie(_words_in(_FUTURE) | {*PAST_VERBS, 'it', 'he', 'she', 'they', 'had', 'could'})}\b|\w+(?:ed\b|[’']ll))){VERBS}"
)
_CUT = re.compile(r"[;:]|,\s+(?:but|while|and|which|who|after|before|when)\b|\b(?:but|while|although)\b")
# "won 3-1 Sunday and play in Seville this Saturday": the verb of the other day is not this one's.
_OTHER_DAY = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday)\b[^.;]*?\band\s+"
    r"(?!(?:on|in|at|again|early|late|the|then|was|were|had|by|from|until)\b)[a-z]+(?<!ed)\s"
)
_DEADLINE = re.compile(r"\s+(?:deadline|target\s+date|cut-?off)\b")
_FOR = re.compile(r"\bfor\s+$")
_SUBJECT = re.compile(r"\s+(?:is|looks|brings|promises|remains|stays)\b")
_IS_ON = re.compile(r"\b(?:is|are)\s+(?:on|at)\s+$")
_STARTING = re.compile(r"\b(?:starting|beginning|effective)\s+(?:on\s+|from\s+)?$")
_STARTING_ENDS = ("starting", "beginning", "effective", "on", "from")
_UNTIL = re.compile(r"\b(?:by|until|till)\s+(?:the\s+)?$")
_PUT_OFF = re.compile(
    r"\b(?:adjourned|postponed|delayed|rescheduled|extended|deferred)\b[^.;,]*\b(?:to|until|till)\s+$"
)
_ENDURED = re.compile(r"\b(?:had|remained|stayed|lasted|continued|ran|went)\b")
_AFTER_COST = 25
_CUT_COST = 50
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
    before = low[max(sentence_start, start - _REACH) : start]
    if _awaited(before, low, end, sentence_end):
        return "future"
    leads = before[-1:].isspace() and before.rstrip().endswith(("by", "until", "till", "the"))
    until = _UNTIL.search(before, max(0, len(before) - 12)) if leads else None
    if until and until[0].startswith(("until", "till")) and not _ENDURED.search(before):
        return "future"
    best = _nearest_before(low, start - len(before), start)
    ceiling = min(sentence_end, end + _REACH)
    if best is not None:
        ceiling = min(ceiling, end + best[0])  # what lies farther costs more
    # A verb costs at least the words up to it, so that few need be looked for.
    for match in MARK.finditer(low, end, ceiling) if best is None or best[0] > _AFTER_COST else ():
        cost = match.start() - end + _AFTER_COST + (_CUT_COST if _CUT.search(low, end, match.start()) else 0)
        if best is None or cost < best[0]:
            best = cost, "future" if match["future"] else "past"
    if best is None:
        return "future" if until else None
    return best[1]


def _awaited(before: str, low: str, end: int, sentence_end: int) -> bool:
    """Whether the words right around an expression say that it is to come: "a march for Friday", "the Friday deadline"."""
    following = low[end : end + 1]
    if following.isspace() and (_DEADLINE.match(low, end, sentence_end) or _SUBJECT.match(low, end, sentence_end)):
        return True  # "the Friday deadline", "Saturday is mainly cloudy"
    words = before.rstrip()
    if words == before:
        return False
    if words.endswith("for") and _FOR.search(before, max(0, len(before) - 6)) and following not in {"'", "’"}:
        return True  # "has called a march for Friday", but not "blamed for Friday's attack"
    if words.endswith(("on", "at")) and _IS_ON.search(before, max(0, len(before) - 12)):
        return True  # "the draw is on Friday"
    if words.endswith(_STARTING_ENDS) and _STARTING.search(before, max(0, len(before) - 24)):
        return True  # "three days of mourning starting on Saturday"
    return words.endswith(("to", "until", "till")) and _PUT_OFF.search(before) is not None


def marks_before(low: str, floor: int, start: int) -> Iterator[re.Match[str]]:
    """Yield the verbs before `start`, the nearest first: stretch by stretch between commas, which none goes across."""
    while start > floor:
        begin = max(low.rfind(",", floor, start), floor)
        yield from reversed(list(MARK.finditer(low, begin, start)))
        start = begin


def _nearest_before(low: str, floor: int, start: int) -> tuple[int, Tense] | None:
    """Return the cost and tense of the verb nearest before `start`."""
    best: tuple[int, Tense] | None = None
    for match in marks_before(low, floor, start):
        cost = start - match.end()
        if best is not None and cost >= best[0]:
            break
        # Clauses count: a verb beyond ", but" or a semicolon is another sentence's, so to speak.
        if _CUT.search(low, match.end(), start):
            cost += _CUT_COST
        if not match["future"] and _OTHER_DAY.search(low, match.end(), start):
            continue
        if best is None or cost < best[0]:
            best = cost, "future" if match["future"] else "past"
    return best
