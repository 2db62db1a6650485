"""Front matter: `key: value` lines between two lines of --- at the very start of a file."""

from __future__ import annotations

import re

import yaml

_BLOCK = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z_][\w -]*?)[ \t]*:[ \t]*(.*)")
_LONGEST = 65_536  # characters; what is longer is text


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of the front matter (names in small letters, values as written) and the body behind it.

    A file that starts with --- but holds no `key: value` there is all body. YAML that is none, such as a title with a
    colon, is read line by line: a headline may hold anything.
    """
    match = _BLOCK.match(text, 0, _LONGEST)
    if not match:
        return {}, text
    fields = _fields(match[1] or "")
    return (fields, text[match.end() :]) if fields else ({}, text)


def _fields(block: str) -> dict[str, str]:
    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return {m[1].lower(): m[2].strip().strip("\"'") for line in block.splitlines() if (m := _LINE.match(line))}
    if not isinstance(root, yaml.MappingNode):
        return {}
    # The words as they stand: "no" is Norwegian, 2024-13-40 an error that can be named, {{ 7*7 }} a headline.
    return {key.value.lower(): _words(block, value) for key, value in root.value if isinstance(key, yaml.ScalarNode)}


def _words(block: str, node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    return block[node.start_mark.index : node.end_mark.index].strip()
