"""Text of reports in Streamlit labels, which read Markdown: every mark is escaped, so that words stay words."""

from __future__ import annotations

import re

LONG = 600  # characters of an error or a note
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"\s+")


def plain(text: str, longest: int = 200) -> str:
    """Return `text` on one line, cut at `longest` characters, with all that Markdown, emoji or TeX would read escaped."""
    line = _SPACES.sub(" ", text).strip()
    line = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    return _MARKS.sub(r"\\\1", line)
