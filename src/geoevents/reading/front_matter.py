"""Front matter: `key: value` lines between two lines of --- at the very start of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"([A-Za-z_][\w -]*?)[ \t]*:[ \t]*(.*)")
_FURTHER = re.compile(r"[ \t]|-(?:[ \t]|$)|#|$")  # of a value that began above: indented, an item of a list; a comment
_LONGEST_YAML = 65_536  # characters; more, which is seconds of YAML, is read line by line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a file (names in small letters, values as written), the body behind them, what was passed over."""

    body: str
    fields: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Take the front matter off a text.

    A file that starts with --- but holds something else than `key: value` lines there, and not nothing, is all body. YAML that is none,
    such as a title with a colon, is read line by line, and a note says so: a headline may hold anything.
    """
    start = _OPEN.match(text)
    end = _CLOSE.search(text, start.end()) if start else None
    if not start or not end:
        return FrontMatter(text)
    block = text[start.end() : end.start()]
    fields, notes = _fields(block)
    return (
        FrontMatter(text[end.end() :].removeprefix("\n"), fields, notes)
        if fields or not block.strip()
        else FrontMatter(text)
    )


def _fields(block: str) -> tuple[dict[str, str], tuple[str, ...]]:
    if len(block) > _LONGEST_YAML:
        return _by_lines(block), ()
    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return _by_lines(block), (f"its front matter is no YAML{_where(error)}: it was read line by line.",)
    if not isinstance(root, yaml.MappingNode):
        return {}, ()
    # The words as they stand: "no" is Norwegian, 2024-13-40 an error that can be named, {{ 7*7 }} a headline.
    return {
        key.value.lower(): _words(block, value) for key, value in root.value if isinstance(key, yaml.ScalarNode)
    }, ()


def _where(error: Exception) -> str:
    """Return in which line of the file the YAML breaks off, as " (line 3: mapping values are not allowed here)"."""
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    return f" (line {mark.line + 2}: {problem})" if mark is not None and problem else ""


def _by_lines(block: str) -> dict[str, str]:
    """Return the fields of a block that is no YAML; none where a line of it can be none, for it is text then."""
    found: dict[str, str] = {}
    for line in block.splitlines():
        if match := _LINE.match(line):
            found[match[1].lower()] = match[2].strip().strip("\"'")
        elif not found or not _FURTHER.match(line):
            return {}
    return found


def _words(block: str, node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    return block[node.start_mark.index : node.end_mark.index].strip()
