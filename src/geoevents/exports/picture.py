"""A drawing as a picture: SVG to PNG by resvg, with the program's own font, so that it looks the same everywhere.

Our SVG names no file and no address, so nothing is read or fetched for it but the font.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from geoevents.exports.drawing import FONT
from geoevents.resources import data_folder

if TYPE_CHECKING:
    from pathlib import Path

_FAMILY = "'DejaVu Sans'"
_FILES = ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf")
_FINER = 2.0  # pixels of the picture for one of the drawing: sharp on a screen and on paper (192 dots an inch)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "ARABIC", "HEBREW")


def font_files() -> tuple[Path, ...]:
    """Return the files of the font, regular and bold.

    Raises:
        DataMissing: when the folder of fonts is not there.
    """
    folder = data_folder("fonts")
    return tuple(folder / name for name in _FILES)


def png_of(svg: str, *, finer: float = _FINER) -> bytes:
    """Return a drawing as PNG.

    Args:
        svg: the drawing, as `drawing.Svg` writes it.
        finer: pixels of the picture for each pixel of the drawing.

    Letters that the font lacks (Chinese, Devanagari) are taken from the fonts of this machine, where it has them.

    Raises:
        DataMissing: when the folder of fonts is not there.
    """
    import resvg_py  # noqa: PLC0415 - only pictures need it

    return resvg_py.svg_to_bytes(
        svg_string=svg.replace(f'font-family="{FONT}"', f'font-family="{_FAMILY}" font-stretch="condensed"', 1),
        zoom=finer,
        font_files=[str(path) for path in font_files()],
        skip_system_fonts=all(map(_known, set(svg))),
    )


def _known(letter: str) -> bool:
    """Whether the font has a letter, as far as its script tells."""
    return letter.isascii() or not letter.isalpha() or unicodedata.name(letter, "").startswith(_SCRIPTS)
