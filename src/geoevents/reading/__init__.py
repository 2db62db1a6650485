"""Files, web pages and tables become `Document`s; nothing is opened but what the user names.

Verbs: `read` walks paths, `read_jsonl` reads lines, `document` makes one of a text, `split_posts` cuts a paste. What cannot be used comes back as a
`ReadFailure` in its place, and the rest goes on.
"""

from geoevents.reading.days import parse_day
from geoevents.reading.documents import ReadFailure, document
from geoevents.reading.files import read
from geoevents.reading.posts import SPLITS, Post, SplitAt, split_posts
from geoevents.reading.repeats import noted_repeats
from geoevents.reading.tables import read_jsonl

__all__ = [
    "SPLITS",
    "Post",
    "ReadFailure",
    "SplitAt",
    "document",
    "noted_repeats",
    "parse_day",
    "read",
    "read_jsonl",
    "split_posts",
]
