"""A small writer of SVG: shapes, lines and text, every piece of text escaped and free of what XML forbids."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from geoevents.views.calm import calm

Point = tuple[float, float]
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FONT = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'DejaVu Sans Condensed', system-ui, sans-serif"
# Widths of letters as parts of their size, of DejaVu Sans Condensed, which is wider than the others of `FONT`.
_NARROW, _PLAIN, _CAPITAL, _WIDE, _SQUARE = 0.34, 0.57, 0.68, 0.9, 1.0
_NARROW_LETTERS = frozenset("'ijlїіI,.’·/:;\\|f-()[]t!r J")
_WIDE_LETTERS = frozenset("mMwWЖШЩЮжшщюфы@%—…#+<=>^~")
_BOLD, _HALF_BOLD = 1.13, 500


class Svg:
    """A drawing of `width` by `height` pixels that is written down as it is drawn."""

    def __init__(self, width: float, height: float, title: str) -> None:
        """Begin a white page that bears `title` for screen readers."""
        self.width, self.height = width, height
        self._clips = 0
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
        self._out = [f'{head} role="img" font-family="{FONT}"><title>{clean(title)}</title>']
        self.rect(0, 0, width, height, fill="#ffffff")

    def path(
        self, rings: Sequence[Sequence[Point]], *, fill: str = "none", stroke: str = "none", width: float = 1.0,
        dash: str = "", opacity: float = 1.0, closed: bool = True,
    ) -> None:  # fmt: skip
        """Draw rings or lines as one path; holes are holes."""
        data = "".join(_move(ring, closed=closed) for ring in rings if len(ring) > 1)
        if not data:
            return
        line = f' stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"' if stroke != "none" else ""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        faint = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        self._out.append(f'<path d="{data}" fill="{fill}" fill-rule="evenodd"{line}{dashed}{faint}/>')

    def circle(
        self, x: float, y: float, radius: float, *, fill: str, stroke: str = "none", width: float = 1.0, dash: str = ""
    ) -> None:
        """Draw a circle."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._out.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none", radius: float = 0.0,
        line: float = 1.0, dash: str = "",
    ) -> None:  # fmt: skip
        """Draw a rectangle."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._out.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:g}" fill="{fill}"'
            f' stroke="{stroke}" stroke-width="{line:g}"{dashed}/>'
        )

    def text(
        self, x: float, y: float, words: str, *, size: float = 12.0, weight: int = 400, colour: str = "#17171c",
        anchor: str = "start", halo: bool = False,
    ) -> None:  # fmt: skip
        """Write words; y is their base line."""
        around = ' paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round"' if halo else ""
        self._out.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}"'
            f' text-anchor="{anchor}"{around}>{clean(words)}</text>'
        )

    def clip(self, x: float, y: float, width: float, height: float) -> None:
        """Draw only inside a rectangle, until `end_clip`."""
        self._clips += 1
        self._out.append(
            f'<clipPath id="c{self._clips}"><rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"/></clipPath>'
            f'<g clip-path="url(#c{self._clips})">'
        )

    def end_clip(self) -> None:
        """Draw everywhere again."""
        self._out.append("</g>")

    def finish(self) -> str:
        """Return the drawing as a file."""
        return "\n".join([*self._out, "</svg>\n"])


def clean(words: str) -> str:
    """Return text as XML: escaped, without characters that XML forbids."""
    return html.escape(_FORBIDDEN.sub("", calm(" ".join(words.split()))), quote=True)


def width_of(words: str, size: float, weight: int = 400) -> float:
    """Return about how wide words are, in pixels, rather too much than too little whatever font there is."""
    return sum(map(_letter, words)) * size * (_BOLD if weight > _HALF_BOLD else 1.0)


def _letter(letter: str) -> float:
    """Return how wide a letter is, as a part of its size."""
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _WIDE_LETTERS:
        return _WIDE
    if letter.isascii():
        return _CAPITAL if letter.isupper() else _PLAIN
    if unicodedata.east_asian_width(letter) in "WF":
        return _SQUARE
    kind = unicodedata.category(letter)
    if kind in {"Mn", "Me", "Cf"}:
        return 0.0
    return {"Lu": _CAPITAL, "Ll": _PLAIN, "No": _WIDE, "So": _WIDE}.get(kind, _CAPITAL)


def fitted(words: str, size: float, room: float, weight: int = 400) -> str:
    """Return words that fit into `room` pixels, cut with an ellipsis."""
    words = " ".join(words.split())
    if len(words) * size * _SQUARE * _BOLD <= room or width_of(words, size, weight) <= room:
        return words
    left = room - width_of("…", size, weight)
    count = 0
    for letter in words:
        left -= width_of(letter, size, weight)
        if left < 0:
            break
        count += 1
    return words[: max(1, count)].rstrip() + "…"


def wrapped(words: str, size: float, room: float, most: int, weight: int = 400) -> list[str]:
    """Return words in at most `most` lines of `room` pixels; the last one is cut where they are too many."""
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size, weight) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fitted(line, size, room, weight) for line in lines if line]


def _move(ring: Sequence[Point], *, closed: bool) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + ("Z" if closed else "")
