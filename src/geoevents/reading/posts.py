"""Several posts in one paste: cut where their writer or a messenger marks where one ends, and only when asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from geoevents.reading.days import parse_day

SplitAt = Literal["nothing", "rule", "gap", "paragraph", "stamp"]
SPLITS: tuple[SplitAt, ...] = get_args(SplitAt)
_RULE = re.compile(r"^[ \t]*([-–—=_*#~+•])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")
_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n)+")
# "[09.08.2024 14:33] Name: ", "Name, [2024-08-09 14:33:05]", "09.08.2024, 14:33 - Name: ": a day with a time, in
# brackets wherever a name stands before it. Days with slashes are no stamp: whether 8/9 is August is not known.
_DAY = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})"
_MOMENT = rf"(?P<day>{_DAY})(?:[T, ]\s?)\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[AaPp][Mm])?"
_STAMP = re.compile(
    rf"^(?:(?P<before>[^\n\[\]]{{1,80}}?),?[ \t]+)?\[{_MOMENT.replace('?P<day>', '?P<day_in>')}\](?:[ \t]*(?P<behind>[^:\n]{{1,80}}):)?"
    rf"|^{_MOMENT}(?:[ \t]+[-–—][ \t]+(?:(?P<after>[^:\n]{{1,80}}):)?|[ \t]*$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Post:
    """One of several posts: its text, and what the stamp before it says of its day and its writer."""

    text: str
    published: date | None = None
    publisher: str | None = None
    stamp: str = ""


def split_posts(text: str, at: SplitAt) -> tuple[Post, ...]:
    r"""Return the posts of a text, each without the mark that parted it; posts without a word are left out.

    Args:
        text: what was pasted, lines ended by "\n".
        at: "nothing" (the whole is one post), "rule" (lines of three or more dashes, stars and the like), "gap" (two or
            more empty lines), "paragraph" (an empty line), or "stamp" (lines that begin with a day and a time, as
            messengers put them before a post; text before the first stamp is a post without one).
    """
    if at == "stamp":
        return tuple(post for post in _stamped(text) if _says_something(post.text))
    marks = {"rule": _RULE, "gap": _GAP, "paragraph": _PARAGRAPH}
    ends = [match.span() for match in marks[at].finditer(text)] if at in marks else []
    starts = [0, *(end for _, end in ends)]
    parts = [text[first:last] for first, last in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)]
    return tuple(Post(part.strip("\n").rstrip()) for part in parts if _says_something(part))


def _stamped(text: str) -> Iterator[Post]:
    found = [(match, day) for match in _STAMP.finditer(text) if (day := parse_day(match["day_in"] or match["day"]))]
    yield Post(text[: found[0][0].start() if found else len(text)].strip())
    ends = [match.start() for match, _ in found[1:]]
    for (match, day), end in zip(found, [*ends, len(text)], strict=False):
        name = next((words.strip(" ,") for words in match.group("before", "behind", "after") if words), "")
        yield Post(text[match.end() : end].strip(), day, name or None, match[0].strip())


def _says_something(part: str) -> bool:
    return any(letter.isalnum() for letter in part)
